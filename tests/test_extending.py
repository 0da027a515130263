"""What must stand beside an addition; each failure says what is missing."""

from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from extractor.columns import Role
from extractor.exporters import EXPORTERS
from extractor.formats import FORMATS
from extractor.lexicons import read_lexicon

ROOT = Path(__file__).parent.parent
COLUMNS = read_lexicon("columns")
HEADERS = (ROOT / "tests" / "cases" / "headers.txt").read_text(encoding="utf-8")
MEASURES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "extractor" / "measures").glob("*.py"))


@pytest.mark.parametrize("role", get_args(Role))
def test_a_column_role_is_complete(role: str) -> None:
    assert role in COLUMNS, f"add a section [{role}] with its header wordings to extractor/lexicons/columns.toml"
    assert f"= {role}\n" in HEADERS, f"add a header wording of the role {role} to tests/cases/headers.txt"
    assert f'"{role}"' in MEASURES or role in {"deadline", "deadline_start", "deadline_actual"}, (
        f"give the role {role} a destination in extractor/measures/"
    )


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
