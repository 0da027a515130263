"""Workbooks: visible cells as printed."""

import datetime
import io
import shutil

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from extractor.document import Paragraph, Table
from extractor.errors import DamagedFile, TooLarge
from extractor.formats import read_document, sheet
from extractor.formats.office import conversion
from extractor.pipeline import extract

ROWS = [
    ("№", "Мероприятие", "Срок", "Исполнитель"),
    (1, "Починить крыльцо", datetime.date(2023, 5, 1), "Завхоз"),
    (2, "Вымыть окна", "май", "Завхоз"),
]


def workbook(rows: list[tuple[object, ...]] = ROWS, *, title: str | None = "План работ на 2023 год") -> Workbook:
    book = Workbook()
    if title:
        book.active.append([title])
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def tables(content: bytes) -> list[list[list[str]]]:
    found = [block for block in read_document(content).blocks if isinstance(block, Table)]
    return [[[cell.text if cell else "" for cell in row] for row in table.grid] for table in found]


def test_a_sheet_gives_its_measures_with_dates_as_printed() -> None:
    records = extract(saved(workbook()))
    assert records.document.title == "План работ на 2023 год"
    assert [(m.number, m.text, m.deadlines[0].edtf) for m in records.plans[0].measures] == [
        ("1", "Починить крыльцо", "2023-05-01"),
        ("2", "Вымыть окна", "2023-05"),
    ]


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    book = workbook([*ROWS, (3, "Тайное", "июнь", "Завхоз")])
    book.active.row_dimensions[5].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.create_sheet("Черновик").append(["Секрет", "Срок", "Исполнитель"])
    book["Черновик"].sheet_state = "hidden"
    assert tables(saved(book)) == [
        [["№", "Мероприятие", "Исполнитель"], ["1", "Починить крыльцо", "Завхоз"], ["2", "Вымыть окна", "Завхоз"]]
    ]


def test_merged_cells_are_there_once_with_their_spans() -> None:
    book = workbook([*ROWS, ("Двор", None, None, None), (3, "Посадить куст", "май", "Завхоз")])
    book.active.merge_cells("A5:D5")
    book.active.merge_cells("D3:D4")
    thin = Side(style="thin")
    for row in book.active["A2:D6"]:
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    (table,) = [block for block in read_document(saved(book)).blocks if isinstance(block, Table)]
    wide = next(cell for cell in table.cells if cell.text == "Двор")
    assert (wide.row, wide.column_span) == (4, 4)
    assert table.grid[1][3] is table.grid[2][3]


def test_several_sheets_come_in_order() -> None:
    book = workbook()
    second = book.create_sheet("Второй")
    for row in ROWS:
        second.append(row)
    assert len(tables(saved(book))) == 2


def test_rows_outside_the_table_are_paragraphs() -> None:
    book = workbook([*ROWS, (), ("Директор школы", None, None, "Лебедь О.Н.")])
    texts = [block.text for block in read_document(saved(book)).blocks if isinstance(block, Paragraph)]
    assert texts == ["План работ на 2023 год", "Директор школы Лебедь О.Н."]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (12.5, "0.0", "12,5"),
        (0.25, "0%", "25%"),
        (3.0, "General", "3"),
        (datetime.datetime(2023, 5, 1), "mmmm yyyy", "май 2023"),
        (True, "General", "да"),
        (datetime.time(9, 30), "h:mm", "09:30"),
    ],
)
def test_values_are_printed_as_a_sheet_shows_them(value: object, number_format: str, text: str) -> None:
    assert sheet.value_text(value, number_format) == text


def test_a_broken_workbook_is_damaged() -> None:
    content = saved(workbook())
    with pytest.raises(DamagedFile):
        read_document(content[: len(content) // 2])


def test_a_sheet_formatted_to_its_last_row_is_too_large() -> None:
    book = workbook()
    book.active.cell(1_048_576, 3).value = "x"
    with pytest.raises(TooLarge):
        read_document(saved(book))


@pytest.mark.skipif(not any(map(shutil.which, conversion.PROGRAMS)), reason="LibreOffice is not installed (make installs it)")
@pytest.mark.parametrize(("kind", "name"), [("xls", "MS Excel 97"), ("ods", "calc8")])
def test_old_and_open_sheets_give_the_same_table(kind: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = saved(workbook())
    monkeypatch.setattr(conversion, "FILTERS", conversion.FILTERS | {kind: f"{kind}:{name}"})
    assert tables(conversion.convert(content, "xlsx", kind)) == tables(content)
