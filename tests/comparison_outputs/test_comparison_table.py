"""The comparison table in DOCX and XLSX."""

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from extractor.exporters.comparison.docx import write_docx
from extractor.exporters.comparison.xlsx import write_xlsx
from extractor.exporters.xlsx import CELL_LENGTH_LIMIT
from tests.comparison_outputs.pairs import BRIDGE, EVERY_CHANGE, LIGHTS, LIMES, OLD, compared, records

COLUMNS = ["№ п/п", "Структурная единица", "Действующая редакция", "Новая редакция", "Примечание"]


def docx_rows(content: bytes) -> list[list[str]]:
    (table,) = Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content), rich_text=True).active


def sheet_rows(sheet: Any) -> list[list[str]]:
    rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    return rows[next(place for place, row in enumerate(rows) if row[0] == "№ п/п") :]


def test_docx_has_the_standard_columns_and_groups_in_order() -> None:
    rows = docx_rows(write_docx(EVERY_CHANGE))
    assert rows[0] == COLUMNS
    groups = [row[0] for row in rows if len(set(row)) == 1]
    assert groups == ["Реквизиты", "Пункты", "Дороги", "Парки"]


def test_docx_has_both_wordings_and_the_note() -> None:
    row = next(row for row in docx_rows(write_docx(EVERY_CHANGE)) if row[1].startswith("п. 1 ("))
    assert row[1:] == [
        "п. 1 (срок)",
        "1. Починить мост через реку Ольховку\nСрок: до 2023-05-01",
        "1. Починить мост через реку Ольховку\nСрок: до 2023-05-31",
        "Изменено.\nСрок перенесён на 30 дн. позже.",
    ]


def test_docx_numbers_the_differences() -> None:
    numbers = [row[0] for row in docx_rows(write_docx(EVERY_CHANGE)) if row[0].isdigit()]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_docx_strikes_what_is_gone_and_underlines_what_is_new() -> None:
    (table,) = Document(io.BytesIO(write_docx(EVERY_CHANGE))).tables
    row = next(row for row in table.rows if row.cells[1].text.startswith("п. 2 (мероприятие"))
    struck, underlined = (
        [run.text for part in cell.paragraphs for run in part.runs if run.font.strike or run.underline] for cell in row.cells[2:4]
    )
    assert (struck[0], underlined[0]) == ("липы", "дубы")


def test_docx_repeats_its_header_and_lies_across() -> None:
    document = Document(io.BytesIO(write_docx(EVERY_CHANGE)))
    assert document.sections[0].page_width > document.sections[0].page_height
    assert [row._tr.find(".//{*}tblHeader") is not None for row in document.tables[0].rows][:2] == [True, False]


def test_an_added_row_has_nothing_in_the_old_column() -> None:
    row = next(row for row in docx_rows(write_docx(EVERY_CHANGE)) if row[4].startswith("Добавлено"))
    assert (row[2], row[3].splitlines()[0]) == ("—", "3. Поставить скамьи у городского пруда")


def test_equal_versions_have_no_table() -> None:
    document = Document(io.BytesIO(write_docx(compared(OLD, OLD))))
    assert document.tables == []
    assert document.paragraphs[-1].text == "Различий нет."


def test_xlsx_has_the_columns_filters_and_a_frozen_header() -> None:
    sheet = sheet_of(write_xlsx(EVERY_CHANGE))
    rows = sheet_rows(sheet)
    assert rows[0] == [*COLUMNS, "Раздел", "Вид изменения"]
    top = sheet.max_row - len(rows) + 1
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == (f"A{top + 1}", f"A{top}:G{sheet.max_row}")
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", f"${top}:${top}")


def test_xlsx_says_the_same_as_docx() -> None:
    wide = [row for row in docx_rows(write_docx(EVERY_CHANGE)) if row[0].isdigit()]
    assert [row[:5] for row in sheet_rows(sheet_of(write_xlsx(EVERY_CHANGE)))[1:]] == wide


def test_xlsx_marks_words_within_the_cell() -> None:
    cells = [cell for row in sheet_of(write_xlsx(EVERY_CHANGE)).iter_rows() for cell in row if isinstance(cell.value, CellRichText)]
    blocks = [block for cell in cells for block in cell.value if isinstance(block, TextBlock)]
    assert "липы" in [block.text for block in blocks if block.font.strike]
    assert "дубы" in [block.text for block in blocks if block.font.u and block.font.b]


@pytest.mark.parametrize("wording", ["=1+1", "+7 900 000-00-00", "-2", "@SUM(A1)", '=HYPERLINK("http://x.example")'])
def test_no_wording_is_a_formula(wording: str) -> None:
    row = replace(BRIDGE, text=wording, section=(wording,), number=wording)
    pair = compared(records(LIMES, title=wording), records(LIMES, row, title=wording))
    sheet = sheet_of(write_xlsx(replace(pair, old=replace(pair.old, name=wording))))
    assert {cell.data_type for cells in sheet.iter_rows() for cell in cells} <= {"s", "n"}
    assert wording in str(sheet_rows(sheet))


def test_signs_that_a_file_may_not_hold_are_left_out() -> None:
    pair = compared(records(LIMES), records(LIMES, replace(BRIDGE, text="Починить\x0b \ufffeмост\x00", section=("Дороги\x01",))))
    assert any("Починить мост" in text for row in docx_rows(write_docx(pair)) for text in row)
    assert "Починить мост" in str(sheet_rows(sheet_of(write_xlsx(pair))))


def test_a_text_longer_than_a_cell_is_cut() -> None:
    pair = compared(records(LIMES), records(LIMES, replace(BRIDGE, text="мост " * 9_000)))
    assert max(len(text) for row in sheet_rows(sheet_of(write_xlsx(pair))) for text in row) == CELL_LENGTH_LIMIT


def test_rows_stand_under_the_new_wording_of_an_outer_heading() -> None:
    inner = [replace(row, section=("Город", *row.section)) for row in (BRIDGE, LIMES, LIGHTS)]
    renamed = [replace(row, section=("Город и посёлки", *row.section[1:])) for row in inner[:2]]
    rows = docx_rows(write_docx(compared(records(*inner), records(*renamed))))
    assert [row[0] for row in rows if len(set(row)) == 1] == ["Разделы", "Город и посёлки / Парки"]
    assert [row[2:4] for row in rows[2:3]] == [["Город", "Город и посёлки"]]


def test_a_title_that_is_worded_anew_is_one_difference() -> None:
    rows = docx_rows(write_docx(compared(records(BRIDGE, LIMES), records(BRIDGE, LIMES, title="План по посёлку на 2024 год"))))
    assert len(rows) == 3
