"""Commands: what they answer, and one line where there is no answer."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from service.cli import app

WORDS = "сирень у пятого подъезда"
Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `planovik` over a database with all tables."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PLANOVIK_LANG", "en")
    return lambda *arguments, typed="": CliRunner().invoke(app, list(arguments), input=typed)


def test_a_person_is_added_with_a_password_from_a_pipe_and_listed(run: Run) -> None:
    assert run("people", "add", "ivanova", "--name", "Иванова", "--role", "auditor", typed=f"{WORDS}\n").exit_code == 0
    assert run("people", "list").output.split() == ["ivanova", "auditor", "Иванова"]


def test_a_login_that_is_taken_is_refused_in_one_line(run: Run) -> None:
    run("people", "add", "ivanova", typed=WORDS)
    again = run("people", "add", "ivanova", typed=WORDS)
    assert (again.exit_code, len(again.output.splitlines())) == (1, 1)


def test_a_weak_password_is_refused(run: Run, database_url: str) -> None:
    assert run("people", "add", "ivanova", typed="12345\n").exit_code == 1
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (0,)


def test_a_new_password_ends_the_sessions(run: Run, database_url: str) -> None:
    run("people", "add", "ivanova", typed=WORDS)
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO sessions (token, person, csrf, expires_at) SELECT 'x', id, 'y', now() + interval '1 day' FROM people"
        )
    assert run("people", "password", "ivanova", typed="тополь за старой школой\n").exit_code == 0
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (0,)


def test_somebody_unknown_is_named(run: Run) -> None:
    failed = run("people", "password", "nobody", typed=WORDS)
    assert (failed.exit_code, "nobody" in failed.output) == (1, True)


def test_the_last_administrator_can_not_be_disabled(run: Run) -> None:
    run("people", "add", "petrova", "--role", "administrator", typed=WORDS)
    assert run("people", "disable", "petrova").exit_code == 1


def test_a_disabled_person_can_be_enabled_again(run: Run) -> None:
    run("people", "add", "petrova", "--role", "administrator", typed=WORDS)
    run("people", "add", "ivanova", typed=WORDS)
    assert run("people", "disable", "ivanova").exit_code == 0
    assert "ivanova" in run("people", "list").output
    assert "(disabled)" in run("people", "list").output
    assert run("people", "enable", "ivanova").exit_code == 0
    assert "(disabled)" not in run("people", "list").output


def test_a_whole_audit_log_is_said_to_be_whole_with_a_head_to_note(run: Run) -> None:
    run("people", "add", "ivanova", typed=WORDS)
    shown = run("audit", "verify")
    assert shown.exit_code == 0
    head = shown.output.split()[-1]
    assert run("audit", "verify", "--head", head).exit_code == 0


def test_a_changed_entry_of_the_audit_log_is_found(run: Run, database_url: str) -> None:
    run("people", "add", "ivanova", typed=WORDS)
    with psycopg.connect(database_url) as connection:
        connection.execute("ALTER TABLE audit DISABLE TRIGGER audit_is_kept")
        connection.execute("UPDATE audit SET actor = 'somebody else'")
    shown = run("audit", "verify")
    assert (shown.exit_code, "Entry 1" in shown.output) == (1, True)


def test_a_head_that_is_none_is_refused(run: Run) -> None:
    assert run("audit", "verify", "--head", "yesterday").exit_code == 1


@pytest.mark.parametrize("command", ["api", "worker"])
def test_a_part_alone_needs_a_database(command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    failed = CliRunner().invoke(app, [command, "--home", str(tmp_path)])
    assert (failed.exit_code, "DATABASE_URL" in failed.output) == (1, True)


@pytest.mark.parametrize("command", [["db", "status"], ["people", "list"], ["audit", "verify"]])
def test_a_folder_without_an_installation_is_named_and_left_empty(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    failed = CliRunner().invoke(app, [*command, "--home", str(tmp_path)])
    assert (failed.exit_code, str(tmp_path) in failed.output) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_can_not_be_reached_is_said_in_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    failed = CliRunner().invoke(app, ["db", "status"])
    assert (failed.exit_code, failed.exception.__class__) == (1, SystemExit)


def test_a_setting_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANOVIK_PORT", "many")
    failed = CliRunner().invoke(app, ["people", "list"])
    assert (failed.exit_code, "many" in failed.output) == (1, True)


def test_the_extractor_s_commands_start_without_what_the_service_works_with() -> None:
    script = "import sys, service.cli; print([name for name in ('psycopg', 'fastapi', 'alembic', 'asyncio') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_service_adds_nothing_but_its_own_modules_to_the_start_of_a_command() -> None:
    script = "import sys, extractor.cli; known = set(sys.modules); import service.cli; print(*sys.modules.keys() - known)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()} == {"service"}
