"""The page of one document without scripts: its state, its review, corrections, marks."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb
from starlette.testclient import TestClient

from extractor.exporters.json import to_json
from extractor.formats import read_document
from extractor.pipeline import extract
from service.jobs.extraction import plain_blocks
from service.pages.review_forms import given_values
from service.pages.review_source import find_lines, split_text
from service.store.families import DOCUMENTS, MEASURES
from tests.service.conftest import PASSWORD
from tests.service.stored import PLAN, RESOLUTION, Shelf

HOSTILE = PLAN.replace("Обновить ёлку", "<script>alert(1)</script> ёлку").replace("Отдел парков", '"><img src=x onerror=alert(2)>')


@pytest.fixture
def browser(stranger: TestClient, sign_in: Callable[..., TestClient]) -> TestClient:
    """A clerk who is signed in as browsers are, by a cookie."""
    client = sign_in("clerk")
    del client.headers["Authorization"]
    client.headers["Accept"] = "text/html"
    client.post("/sign-in", data={"login": "clerk", "password": PASSWORD})
    return client


@pytest.fixture
def shelf(browser: TestClient, database_url: str) -> Shelf:
    return Shelf(database_url, UUID(browser.person))


def keep(shelf: Shelf, source: str, name: str = "план.txt") -> UUID:
    """Put a document into the store with its text."""
    document = shelf.keep(to_json(extract(source.encode())), name=name)
    blocks = plain_blocks(read_document(source.encode()))
    shelf.rows("UPDATE extractions SET blocks = %s WHERE document = %s RETURNING 1", Jsonb(blocks), document)
    shelf.rows("UPDATE documents SET format = 'txt' WHERE id = %s RETURNING 1", document)
    return document


def state(shelf: Shelf, document: UUID, **columns: object) -> None:
    """Set columns of a document."""
    for name, value in columns.items():
        shelf.rows(f"UPDATE documents SET {name} = %s WHERE id = %s RETURNING 1", value, document)  # noqa: S608 - names of this file


def token(page: str) -> str:
    return page.partition('name="csrf" content="')[2].partition('"')[0]


def records_of(page: str) -> list[str]:
    return re.findall(r'<article class="record[^"]*" id="r-([^"]+)"', page)


def test_a_plan_is_shown_with_its_source_and_what_is_doubtful_first(browser: TestClient, shelf: Shelf) -> None:
    document = keep(shelf, PLAN)
    page = browser.get(f"/documents/{document}").text
    assert "План благоустройства посёлка Рябиновый" in page
    everything = browser.get(f"/documents/{document}?show=all").text
    assert len(records_of(everything)) == 4
    assert records_of(everything)[0] == records_of(page)[0], "what has an issue comes first"
    assert "когда получится" in everything.partition("<article")[2].partition("</article>")[0]
    first = records_of(everything)[0]
    assert f'href="/documents/{document}?tab=measures&amp;record={first}#r-{first}"' in everything.partition('id="records"')[0]
    assert "впишите значение" in everything.partition("<article")[2].partition("</p>")[0], "the issue is told where the record stands"
    printed = browser.get(f"/documents/{document}?show=all&order=printed").text
    assert records_of(printed)[-1] == first
    place = re.search(r"at=(\d+-\d+-\d+-\d+-\d+)#place", everything)
    assert place
    assert '<mark id="place">' in browser.get(f"/documents/{document}?at={place[1]}").text.partition('id="records"')[0]
    assert "Срок" in browser.get(f"/documents/{document}?tab=issues").text
    assert "Реквизиты документа" in browser.get(f"/documents/{document}?tab=documents").text or "План" in page
    assert "Починить мост" in browser.get(f"/documents/{document}/print").text


def test_texts_of_documents_are_shown_and_never_run(browser: TestClient, shelf: Shelf) -> None:
    document = keep(shelf, HOSTILE, name="<b>план</b>.txt")
    measure = records_of(browser.get(f"/documents/{document}?show=all").text)[0]
    for path in (
        "?show=all",
        "/print",
        "?tab=issues",
        f"/edit/measures/{measure}",
        f"/why/measures/{measure}",
        "/source",
        "/rows?tab=measures",
    ):
        page = browser.get(f"/documents/{document}{path}").text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>план" not in page
    assert "&lt;script&gt;alert(1)" in browser.get(f"/documents/{document}?show=all").text


def test_a_record_is_accepted_corrected_and_set_back(browser: TestClient, shelf: Shelf) -> None:
    document = keep(shelf, PLAN)
    page = browser.get(f"/documents/{document}?show=all&order=printed").text
    measure, csrf = records_of(page)[0], token(page)
    marked = browser.post(f"/documents/{document}/review/measures/{measure}", data={"csrf": csrf, "version": 1, "mark": "accepted"})
    assert f"record={measure}" in str(marked.url)
    assert "принято: Clerk" in marked.text
    form = {"csrf": csrf, "version": "1", "number": "1а", "deadlines.0.was": "", "deadlines.0.text": "до 1 июня"}
    saved = browser.post(f"/documents/{document}/edit/measures/{measure}", data=form)
    row = saved.text.partition(f'id="r-{measure}"')[2].partition("</article>")[0]
    assert "1а" in row
    assert "01.06.2023" in row
    assert "принято" not in row
    stale = browser.post(f"/documents/{document}/edit/measures/{measure}", data=form)
    assert stale.status_code == 412
    assert 'value="1а"' in stale.text
    why = browser.get(f"/documents/{document}/why/measures/{measure}?bare=1").text
    assert "<html" not in why
    edit = re.findall(r'name="edit" value="(\d+)"', why)[0]
    back = {"csrf": csrf, "version": 2, "edit": edit, "read": "true"}
    assert browser.post(f"/documents/{document}/restore/measures/{measure}", data=back).status_code == 200


def test_a_fault_is_told_beside_its_field_and_what_was_typed_stays(browser: TestClient, shelf: Shelf) -> None:
    document = keep(shelf, PLAN)
    page = browser.get(f"/documents/{document}?tab=documents").text
    form = {"csrf": token(page), "version": re.findall(r'data-family="documents" data-version="(\d+)"', page)[0], "date": "вчера"}
    answer = browser.post(f"/documents/{document}/edit/documents/{document}", data=form)
    assert answer.status_code == 422
    assert 'value="вчера" aria-invalid="true" aria-describedby="e-date"' in answer.text
    assert '<p class="fault" id="e-date">' in answer.text


def test_a_document_that_is_not_done_says_how_far_it_is_and_what_to_do(browser: TestClient, shelf: Shelf) -> None:
    document = keep(shelf, PLAN)
    state(shelf, document, status="processing", extractor_version=None, progress=Jsonb({"stage": "reading", "page": 3, "pages": 9}))
    assert "страница 3 из 9" in browser.get(f"/documents/{document}").text
    state(shelf, document, status="failed", problem=Jsonb({"code": "damaged", "message": "Файл повреждён <i>."}))
    page = browser.get(f"/documents/{document}").text
    assert "Файл повреждён &lt;i&gt;." in page
    assert f'action="/documents/{document}/retry"' in page
    assert f"/v1/documents/{document}/source" in page
    assert "Не удалять" in browser.get(f"/documents/{document}/delete").text
    gone = browser.post(f"/documents/{document}/delete", data={"csrf": token(page)})
    assert gone.status_code == 410
    assert "Удалил(а): " in gone.text


def test_a_reader_sees_no_forms_of_corrections(sign_in: Callable[..., TestClient], shelf: Shelf) -> None:
    document = keep(shelf, PLAN)
    reader = sign_in("reader")
    reader.headers["Accept"] = "text/html"
    page = reader.get(f"/documents/{document}?show=all").text
    assert "Почему так" in page
    assert "Исправить" not in page
    assert reader.get(f"/documents/{document}/edit/measures/{records_of(page)[0]}").status_code == 403


def test_a_long_plan_comes_in_parts_that_follow_each_other(browser: TestClient, shelf: Shelf) -> None:
    rows = "\n".join(f"{number} | Починить мост № {number} | до 1 мая | Отдел дорог |" for number in range(1, 46))
    document = keep(shelf, f"План ремонта на 2023 год\n\n№ | Мероприятие | Срок | Исполнитель |\n{rows}\n")
    address, seen = f"/documents/{document}?show=all", []
    while address:
        page = browser.get(address).text
        seen += records_of(page)
        following = re.search(r'<p class="more"><a class="button" href="([^"#]+)', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert (len(seen), len(set(seen))) == (45, 45)
    source = browser.get(f"/documents/{document}/source?start=30").text
    assert "Починить мост № 40" in source
    assert "Починить мост № 20<" not in source


def test_a_record_of_another_document_is_not_shown_and_a_wrong_address_says_so(browser: TestClient, shelf: Shelf) -> None:
    one, other = keep(shelf, PLAN), keep(shelf, RESOLUTION)
    clause = records_of(browser.get(f"/documents/{other}?tab=clauses&show=all").text)[0]
    assert clause not in records_of(browser.get(f"/documents/{one}?tab=clauses&show=all&record={clause}").text)
    assert browser.get(f"/documents/{one}?tab=documents&record={clause}").status_code == 200
    assert browser.get(f"/documents/{one}?show=all&cursor=x").status_code == 400
    assert browser.get(f"/documents/{clause}").status_code == 404
    assert browser.get(f"/documents/{one}/edit/measures/{clause}").status_code == 404


def test_forms_give_what_a_correction_takes() -> None:
    was = '{"text": "до 1 мая", "kind": "calendar", "evidence": {"block": 2}}'
    form = {"note": "", "items": "а\r\n\r\nб", "deadlines.0.was": was, "deadlines.0.text": "до 1 мая", "deadlines.1.text": "июнь"}
    form |= {"deadlines.2.text": " ", "funding.0.amount": "1 234,5", "funding.0.year": "2026", "funding.0.source": ""}
    assert given_values(MEASURES, form) == {
        "note": None,
        "items": ["а", "б"],
        "deadlines": [{"text": "до 1 мая", "kind": "calendar", "evidence": {"block": 2}}, {"text": "июнь"}],
        "funding": [{"amount": 1234.5, "year": 2026, "source": None}],
    }


def test_days_are_typed_as_they_are_written() -> None:
    form = {"date": "1.05.2026", "approval.date": "16.12.2025", "approval.number": "7"}
    assert given_values(DOCUMENTS, form) == {
        "date": "2026-05-01",
        "approval": {"kind": None, "issuer": None, "date": "2025-12-16", "number": "7"},
    }


def test_a_text_is_split_where_records_and_the_mark_begin_and_end() -> None:
    spans = split_text("абвгд", [{"start": 1, "end": 4, "id": 1}], (2, 3))
    assert [(span.text, bool(span.record), span.marked) for span in spans] == [
        ("а", False, False), ("б", True, False), ("в", True, True), ("г", True, False), ("д", False, False),
    ]  # fmt: skip
    assert list(find_lines([(1, 0), (2, 2)])) == [(1, 0), (2, 1), (2, 2)]
