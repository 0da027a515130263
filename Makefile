# `make run` sets everything up and runs the service with the sample documents in it, `make show` prints their records; `make test`
# sets up and runs every check.
# Both work in a fresh clone; the environment lives in .venv and is made anew when a lock file changes.
.DEFAULT_GOAL := run
.PHONY: run show test lint types contracts unit slow format lock clean system chromium

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
export OPENBLAS_NUM_THREADS := 1

run: .venv/ready system
	$(BIN)/planovik up --samples

show: .venv/ready system
	$(BIN)/planovik extract corpora/samples/*.docx corpora/samples/*.pdf corpora/samples/*.html corpora/samples/*.txt --format table

test: .venv/ready-dev system chromium lint types contracts unit

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready-dev
	$(BIN)/mypy

contracts: .venv/ready-dev
	$(BIN)/lint-imports

unit: .venv/ready-dev
	$(BIN)/pytest -n auto --dist loadgroup -m "not slow"

slow: .venv/ready-dev
	$(BIN)/pytest -m slow

format: .venv/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Writes the lock files anew from pyproject.toml; the first is part of the second, so that both name the same versions.
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header
lock: .venv/ready-dev
	$(COMPILE) --extra dev -o requirements-dev.lock pyproject.toml
	$(COMPILE) -c requirements-dev.lock -o requirements.lock pyproject.toml

# Programs that some formats need; without them everything else works.
PACKAGES := tesseract-ocr tesseract-ocr-rus libreoffice-writer-nogui libreoffice-calc-nogui
system:
	@command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx rus && command -v soffice >/dev/null && exit 0; \
	if command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
		echo "Installing $(PACKAGES) …"; \
		SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); export DEBIAN_FRONTEND=noninteractive; \
		{ $$SUDO apt-get -qq update && $$SUDO apt-get -qq install -y --no-install-recommends $(PACKAGES) >/dev/null; } && exit 0; \
	fi; \
	command -v tesseract >/dev/null || echo "Off: scans and pictures. Install tesseract-ocr and tesseract-ocr-rus to read them."; \
	command -v soffice >/dev/null || echo "Off: DOC, RTF, ODT, XLS, ODS. Install libreoffice-writer-nogui and libreoffice-calc-nogui to read them."

# The browser of the tests, and a font with Cyrillic letters; without it they are skipped, in CI they fail.
BROWSER_PACKAGES := chromium fonts-dejavu-core
chromium:
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null && exit 0; \
	if command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
		echo "Installing $(BROWSER_PACKAGES) …"; \
		SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); export DEBIAN_FRONTEND=noninteractive; \
		{ $$SUDO apt-get -qq update && $$SUDO apt-get -qq install -y --no-install-recommends $(BROWSER_PACKAGES) >/dev/null; } && exit 0; \
	fi; \
	echo "Off: browser tests. Install chromium to run them."

.venv/made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is not installed. Install it (Debian: apt-get install python3 python3-venv) and run make again."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then apt-get -qq update && apt-get -qq install -y python3-venv; \
		else echo "Python's venv module is missing. Install it (Debian: sudo apt-get install python3-venv) and run make again."; exit 1; fi; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/ready: requirements.lock pyproject.toml | .venv/made
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: requirements-dev.lock .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
