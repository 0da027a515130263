"""What must stand beside an addition; each failure says what is missing."""

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, get_args

import pytest

import extractor
from extractor.columns import TIME_ROLES, Role
from extractor.exporters import EXPORTERS
from extractor.formats import FORMATS
from extractor.lexicons import read_lexicon
from extractor.messages import catalogue
from service.answers import ExportKind
from service.api.downloads import MEDIA_TYPES

ROOT = Path(__file__).parent.parent
COLUMNS = read_lexicon("columns")
HEADERS = (ROOT / "tests" / "cases" / "headers.txt").read_text(encoding="utf-8")
MEASURES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "extractor" / "measures").glob("*.py"))


@pytest.mark.parametrize("role", get_args(Role))
def test_a_column_role_is_complete(role: str) -> None:
    assert role in COLUMNS, f"add a section [{role}] with its header wordings to extractor/lexicons/columns.toml"
    assert f"= {role}\n" in HEADERS, f"add a header wording of the role {role} to tests/cases/headers.txt"
    assert f"role_{role}" in catalogue("ru", "service.messages"), f"name the role as role_{role} in service/messages/"
    assert f'"{role}"' in MEASURES or role in TIME_ROLES, f"give the role {role} a destination in extractor/measures/"


@pytest.mark.parametrize("name", [file_format.name for file_format in FORMATS])
def test_a_format_is_complete(name: str) -> None:
    assert callable(import_module(f"extractor.formats.{name}").read), f"write read(content) in extractor/formats/{name}"
    assert (ROOT / "tests" / "formats" / f"test_{name}.py").exists(), f"write tests/formats/test_{name}.py"


@pytest.mark.parametrize("name", [exporter.name for exporter in EXPORTERS])
def test_an_exporter_is_complete(name: str) -> None:
    assert f'"{name}"' in (ROOT / "tests" / "test_exporters.py").read_text(encoding="utf-8"), (
        f"test the exporter {name} in tests/test_exporters.py"
    )
    assert name in (ROOT / "README.md").read_text(encoding="utf-8"), f"name the format {name} in README.md"
    assert name in get_args(ExportKind), f"name the format {name} in ExportKind of service/answers.py"
    assert name in MEDIA_TYPES, f"give the media type of {name} in service/api/downloads.py"


def rules() -> Iterator[Any]:
    """Give every rule of the language stages: the functions of the tuples whose names end in RULES."""
    for found in walk_packages(extractor.__path__, "extractor."):
        if not found.name.startswith(("extractor.formats", "extractor.cli")):
            module = import_module(found.name)
            for name in dir(module):
                if name.endswith("RULES") and isinstance(getattr(module, name), tuple):
                    entries = getattr(module, name)
                    yield from (rule for entry in entries for rule in (entry if isinstance(entry, tuple) else (entry,)) if isfunction(rule))


@pytest.mark.parametrize(
    "rule", {f"{rule.__module__}.{rule.__name__}": rule for rule in rules()}.values(), ids=lambda rule: rule.__qualname__
)
def test_a_rule_has_a_real_wording_as_its_docstring(rule: Any) -> None:
    wording = rule.__doc__ or ""
    assert re.search(r"[А-Яа-яё\d]", wording), f"put a real wording into the docstring of {rule.__module__}.{rule.__name__}"


def test_a_deadline_wording_of_the_lexicon_has_a_case() -> None:
    cases = (ROOT / "tests" / "cases" / "deadlines.txt").read_text(encoding="utf-8")
    sections = [section["kind"] for section in read_lexicon("deadlines")["wordings"]]
    assert [kind for kind in sections if f"→ {kind}" not in cases] == []
