"""Records written as JSON, NDJSON, CSV and XLSX."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from extractor.evidence import Evidence
from extractor.exporters import EXPORTERS
from extractor.exporters.rows import headings
from extractor.exporters.xlsx import sheet_name
from extractor.pipeline import extract
from extractor.records import Deadline, Measure, Party, Plan, Records, Requisites

PLACE = Evidence(text="Починить мост", block=3, start=0, end=13, rule="column", row=2, column=2)


def records(text: str = "Починить мост") -> Records:
    measure = Measure(
        text=text,
        evidence=PLACE,
        number="1",
        section=("Дороги",),
        deadlines=(Deadline(text="до 1 мая", kind="calendar", edtf="../2023-05-01", end="2023-05-01", evidence=PLACE),),
        responsible=(Party(name="Отдел дорог", person="Дубов А.А.", text="Отдел дорог Дубов А.А.", evidence=PLACE),),
    )
    return Records(document=Requisites(kind="plan"), plans=(Plan(title="План", appendix=None, period="2023", measures=(measure,)),))


def written(name: str, *documents: tuple[str, Records]) -> bytes:
    return next(exporter for exporter in EXPORTERS if exporter.name == name).write(documents)


def test_json_has_the_keys_of_the_record_format() -> None:
    plain = json.loads(written("json", ("план.docx", records())))
    assert list(plain) == ["document", "clauses", "plans", "activities", "amendments", "issues"]
    measure = plain["plans"][0]["measures"][0]
    assert measure["deadlines"][0]["edtf"] == "../2023-05-01"
    assert measure["mechanism"] is None
    assert measure["items"] == []
    assert measure["evidence"] == {
        "text": "Починить мост", "block": 3, "start": 0, "end": 13, "rule": "column", "page": None, "row": 2, "column": 2, "box": None,
    }  # fmt: skip


def test_several_documents_in_json_are_a_list_with_their_sources() -> None:
    plain = json.loads(written("json", ("a.docx", records()), ("b.docx", records())))
    assert [document["source"] for document in plain] == ["a.docx", "b.docx"]


def test_ndjson_is_a_line_a_document() -> None:
    lines = written("ndjson", ("a.docx", records()), ("b.docx", records())).decode().splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["a.docx", "b.docx"]


def test_csv_opens_in_a_spreadsheet_as_cyrillic() -> None:
    text = written("csv", ("a.docx", records())).decode()
    assert text.startswith("\ufeff")
    heading, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert tuple(heading) == headings()
    assert row[headings().index("Мероприятие")] == "Починить мост"
    assert row[headings().index("Ответственные")] == "Отдел дорог, Дубов А.А."


@pytest.mark.parametrize("formula", ["=1+1", "@SUM(A1)", "+7", "-2+3"])
def test_no_format_lets_a_spreadsheet_run_a_wording(formula: str) -> None:
    text = written("csv", ("a.docx", records(formula))).decode()
    assert f"'{formula}" in text
    sheet = load_workbook(io.BytesIO(written("xlsx", ("a.docx", records(formula))))).active
    cell = sheet.cell(2, headings().index("Мероприятие") + 1)
    assert (cell.value, cell.data_type) == (formula, "s")


def test_xlsx_has_a_sheet_a_document_with_filters() -> None:
    book = load_workbook(io.BytesIO(written("xlsx", ("a.docx", records()), ("b.docx", records()))))
    assert book.sheetnames == ["a.docx", "b.docx"]
    assert book.active.freeze_panes == "A2"
    assert book.active.auto_filter.ref


def test_sheet_names_are_allowed_and_distinct() -> None:
    long = "очень длинное имя файла/с косой чертой.docx"
    first = sheet_name(long, [])
    second = sheet_name(long, [first])
    assert first != second
    assert max(len(first), len(second)) <= 31
    assert "/" not in first


def test_a_plan_written_as_docx_is_read_as_the_same_plan() -> None:
    source = """План благоустройства посёлка Рябиновый на 2023 год

№ | Мероприятие | Срок | Исполнитель |
Раздел 1. Дороги |
1 | Починить мост | до 1 мая; до 1 июля | Отдел дорог, Дубов А.А. |
2 | Вымостить тротуар | ежегодно | Отдел парков; отдел дорог |
"""
    first = extract(source.encode()).plans
    second = extract(written("docx", ("план.txt", extract(source.encode())))).plans
    assert len(second) == 1
    for before, after in zip(first[0].measures, second[0].measures, strict=True):
        assert (after.number, after.section, after.text) == (before.number, before.section, before.text)
        assert [(d.kind, d.edtf, d.rrule) for d in after.deadlines] == [(d.kind, d.edtf, d.rrule) for d in before.deadlines]
        assert [(p.name, p.person) for p in after.responsible] == [(p.name, p.person) for p in before.responsible]
