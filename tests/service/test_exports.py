"""Exports of documents and plans, and the JSON Schema of the records."""

import asyncio
import csv
import io
import json
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from docx import Document
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from service.store.connection import Connection
from service.store.families import Family
from service.store.records import document_records
from service.store.rows import read_rows
from tests.service.stored import PLAN, RESOLUTION, Shelf, read


@pytest.fixture
def document(shelf: Shelf, client: TestClient) -> UUID:
    """A plan whose first measure has a corrected text."""
    document = shelf.keep(read(PLAN), name="план; «Старт»/2023.txt")
    first = client.get("/v1/measures").json()["items"][0]["links"]["self"]
    client.patch(first, json={"text": "Построить виадук"}, headers={"If-Match": '"1"'})
    return document


def export(client: TestClient, address: str, kind: str) -> bytes:
    answer = client.get(f"{address}/export", params={"format": kind})
    assert answer.status_code == 200, answer.text
    return answer.content


def test_json_has_all_records_with_corrections(client: TestClient, document: UUID) -> None:
    records = json.loads(export(client, f"/v1/documents/{document}", "json"))
    assert list(records) == ["document", "clauses", "plans", "activities", "amendments", "issues"]
    assert [measure["text"] for measure in records["plans"][0]["measures"]][:2] == ["Построить виадук", "Вымостить тротуар у школы"]
    assert records["issues"] == read(PLAN)["issues"]


def test_without_corrections_the_records_are_those_of_the_extraction(client: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(RESOLUTION))
    assert json.loads(export(client, f"/v1/documents/{document}", "json")) == read(RESOLUTION)


def test_csv_opens_in_a_spreadsheet_with_corrections(client: TestClient, document: UUID) -> None:
    text = export(client, f"/v1/documents/{document}", "csv").decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 5
    assert "Построить виадук" in rows[1]


def test_xlsx_has_a_sheet_a_plan(client: TestClient, shelf: Shelf) -> None:
    records = read(PLAN)
    records["plans"].append(records["plans"][0] | {"title": "Второй план", "measures": records["plans"][0]["measures"][:1]})
    document = shelf.keep(records)
    book = load_workbook(io.BytesIO(export(client, f"/v1/documents/{document}", "xlsx")))
    assert [(sheet.max_row, sheet.freeze_panes) for sheet in book.worksheets] == [(5, "A2"), (2, "A2")]
    assert book.sheetnames[1] == "Второй план"


def test_docx_is_the_plan_as_a_table(client: TestClient, document: UUID) -> None:
    written = Document(io.BytesIO(export(client, f"/v1/documents/{document}", "docx")))
    assert "Построить виадук" in [cell.text for row in written.tables[0].rows for cell in row.cells]


def test_one_plan_is_exported_alone(client: TestClient, shelf: Shelf, document: UUID) -> None:
    plan = client.get("/v1/plans").json()["items"][0]
    lines = export(client, plan["links"]["self"], "ndjson").decode().splitlines()
    assert len(lines) == 1
    assert len(json.loads(lines[0])["plans"]) == 1


def test_the_file_keeps_the_documents_name_and_its_kind(client: TestClient, document: UUID) -> None:
    answer = client.get(f"/v1/documents/{document}/export")
    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert unquote(disposition.split("UTF-8''")[1]).endswith("2023.xlsx")


def test_what_is_not_there_can_not_be_exported(client: TestClient, document: UUID) -> None:
    assert client.get(f"/v1/documents/{uuid4()}/export").status_code == 404
    assert client.get(f"/v1/plans/{uuid4()}/export").status_code == 404
    assert client.get(f"/v1/documents/{document}/export", params={"format": "pdf"}).status_code == 422


def test_a_document_that_waits_has_no_export_yet(client: TestClient, shelf: Shelf) -> None:
    document = uuid4()
    shelf.rows(
        "INSERT INTO documents (id, sha256, size, name, priority, uploaded_by) VALUES (%s, 'x', 1, 'a.txt', 'bulk', %s) RETURNING id",
        document, shelf.person,
    )  # fmt: skip
    answer = client.get(f"/v1/documents/{document}/export")
    assert (answer.status_code, answer.json()["code"]) == (409, "records_missing")


def test_records_fit_the_schema_that_is_published(client: TestClient) -> None:
    schema: dict[str, Any] = client.get("/v1/schema").json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    for source in (PLAN, RESOLUTION):
        Draft202012Validator(schema).validate(read(source))
    assert not Draft202012Validator(schema).is_valid({"document": {"kind": "novel"}})


def test_records_that_are_read_again_meanwhile_are_of_one_extraction(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    document, newer = shelf.keep(read(PLAN)), read(PLAN.replace("Рябиновый", "Дубовый").replace("4 | Обновить", "Обновить"))
    families = []

    async def read_with_a_save_between(connection: Connection, family: Family, document: UUID) -> list[dict[str, Any]]:
        families.append(family)
        if len(families) == 2:
            await asyncio.to_thread(shelf.save, document, newer)
        return await read_rows(connection, family, document)

    monkeypatch.setattr("service.store.records.read_rows", read_with_a_save_between)
    found = shelf.run(lambda connection: document_records(connection, document))
    assert found["plans"] == newer["plans"]
