"""`docs/comparison.md` says what is true."""

import re
from pathlib import Path
from typing import get_args

import pytest
from docx import Document

from extractor.comparison.changes import ChangeClass, DifferenceKind
from extractor.exporters.comparison import COMPARISON_EXPORTERS
from extractor.exporters.comparison.json import to_json
from extractor.exporters.comparison.remarks import CLASSES, DIFFERENCES
from extractor.exporters.comparison.selection import FIELDS
from extractor.exporters.comparison.values import LABELS
from tests.comparison_outputs.pairs import EVERY_CHANGE

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")


def test_every_output_is_on_the_page_and_has_a_test_that_names_it() -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    for exporter in COMPARISON_EXPORTERS:
        assert f"| `{exporter.name}` | .{exporter.ending} |" in PAGE, f"describe {exporter.name} in docs/comparison.md"
        assert exporter.write.__name__ in tests, f"test {exporter.write.__name__} in tests/comparison_outputs/"


def test_every_class_and_every_kind_of_difference_is_on_the_page_and_has_words() -> None:
    names = (*get_args(ChangeClass), *get_args(DifferenceKind))
    assert [name for name in names if f"`{name}`" not in PAGE] == []
    assert set(get_args(DifferenceKind)) == set(DIFFERENCES)
    assert set(get_args(ChangeClass)) <= set(CLASSES)


def test_every_field_has_a_heading() -> None:
    assert [name for name in FIELDS if name not in LABELS] == []


def test_every_key_of_the_json_is_on_the_page() -> None:
    assert [key for key in to_json(EVERY_CHANGE) if f'"{key}"' not in PAGE] == []


def test_the_example_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, text in (("old.docx", "Утвердить план."), ("new.docx", "Утвердить порядок.")):
        document = Document()
        for line in ("РАСПОРЯЖЕНИЕ", "от 1 марта 2023 г. № 5", f"1. {text}"):
            document.add_paragraph(line)
        document.save(str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    example = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert example
    exec(example.group(1), {})  # noqa: S102 - the page's own example
    assert int(capsys.readouterr().out.split()[1]) > 10_000
