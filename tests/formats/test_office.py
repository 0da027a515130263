"""DOC, RTF and ODT through LibreOffice: the records of the DOCX, whatever the name says."""

import contextlib
import io
import os
import shutil
import stat
import time
from pathlib import Path

import pytest
from docx import Document as Word

from extractor.document import Table
from extractor.errors import DamagedFile, MissingProgram, TookTooLong
from extractor.formats import read_document
from extractor.formats.docx import read as read_docx
from extractor.formats.office import conversion
from extractor.pipeline import extract

needs_office = pytest.mark.skipif(not any(map(shutil.which, conversion.PROGRAMS)), reason="LibreOffice is not installed (make installs it)")

RTF = (
    r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0 Times New Roman;}}"
    r"\qc \u1055?\u1051?\u1040?\u1053? \u1085?\u1072? 2023 \u1075?\u1086?\u1076?\par"
    r"\trowd\cellx2000\cellx6000 \intbl \u1052?\u1077?\u1088?\u1086?\u1087?\u1088?\u1080?\u1103?\u1090?\u1080?\u1077?\cell \u1057?\u1088?\u1086?\u1082?\cell\row"
    r"\trowd\cellx2000\cellx6000 \intbl \u1057?\u1073?\u1086?\u1088? \u1084?\u1072?\u1082?\u1091?\u1083?\u1072?\u1090?\u1091?\u1088?\u1099?\cell \u1084?\u1072?\u1081?\cell\row"
    r"\pard\par}"
).encode()


def word_plan() -> bytes:
    document = Word()
    document.add_paragraph("План работы библиотеки на 2023 год")
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    rows = [
        ("Мероприятие", "Срок", "Ответственный"),
        ("Раздел 1. Чтения", "", ""),
        ("Вечер сказок", "март", "Сорокина А.А."),
        ("День письма", "май", ""),
    ]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(2, 2).merge(table.cell(3, 2))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def cells(content: bytes) -> list[tuple[str, int | None, int | None, int, int]]:
    (table,) = [block for block in read_document(content).blocks if isinstance(block, Table)]
    return [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


@needs_office
def test_rtf_gives_its_measures() -> None:
    records = extract(RTF)
    assert [(m.text, m.deadlines[0].edtf) for m in records.plans[0].measures] == [("Сбор макулатуры", "2023-05")]
    assert read_document(RTF).format == "rtf"


@needs_office
@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_a_legacy_format_gives_the_cells_of_the_docx(kind: str) -> None:
    docx = word_plan()
    source = conversion.convert(docx, "docx", "odt") if kind == "doc" else docx  # LibreOffice loses this table on the straight way to DOC
    assert cells(conversion.convert(source, "odt" if kind == "doc" else "docx", kind)) == cells(docx)
    assert read_docx(docx).blocks


@needs_office
def test_a_broken_file_is_damaged_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(DamagedFile):
        read_document(b"{\\rtf1")
    assert list(tmp_path.iterdir()) == []


def program(folder: Path, body: str) -> None:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_hung_conversion_is_stopped_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, f"sleep 300.{os.getpid()} & wait")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(conversion, "MAX_SECONDS", 1)
    with pytest.raises(TookTooLong):
        read_document(RTF)
    while runs(f"sleep 300.{os.getpid()}"):
        time.sleep(0.01)


def runs(command: str) -> bool:
    """Tell whether a process with such a command line is there."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if command in place.read_bytes().replace(b"\0", b" ").decode(errors="replace"):
                return True
    return False


def test_without_the_program_one_clear_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingProgram, match="apt-get install libreoffice"):
        read_document(RTF)
