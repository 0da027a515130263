"""The list of documents in a browser."""

from uuid import UUID

import pytest
from starlette.testclient import TestClient

from service.pages import documents
from tests.service.pages.browsing import ROW, SignIn, between, enter, location, words
from tests.service.signing import change
from tests.service.stored import PLAN, RESOLUTION, Shelf, read


@pytest.fixture
def shelf(browser: TestClient, database_url: str) -> Shelf:
    return Shelf(database_url, UUID(browser.person))


def listed(page: str) -> list[str]:
    """Give the words of each document of a page."""
    return [words(row) for row in ROW.findall(between(page, '<ul class="documents">', "</ul>"))]


def test_the_list_is_narrowed_by_what_the_address_says(browser: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN), name="<b>план</b>.txt")
    shelf.keep(read(RESOLUTION), name="акт.txt")
    page = browser.get("/documents?status=done&kind=&issuer=").text
    assert listed(page)[0].startswith("О ремонте мостов Постановление от 12.03.2024 № 45")
    assert "&lt;b&gt;план&lt;/b&gt;.txt" in page
    assert "<b>план" not in page
    for query, count in (
        ("q=мост", 1), ("q=озеро", 0), ("kind=plan", 1), ("status=failed", 0), ("date_from=2024-03-12&date_to=2024-03-12", 1),
        ("date_from=2024-03-13", 0), ("issuer=администрация сосновского района", 1), ("uploaded_by=me", 2), ("uploaded_by=никто", 0),
        ("has_issue=true", 1), ("has_issue=false", 1),
    ):  # fmt: skip
        page = browser.get(f"/documents?{query}").text
        assert len(listed(page)) == count, query
        assert ("Ничего не найдено" in page) == (count == 0)
    assert 'value="мост"' in browser.get("/documents?q=мост").text


def test_a_filter_that_makes_no_sense_is_told_beside_its_field(browser: TestClient, shelf: Shelf) -> None:
    page = browser.get("/documents?date_from=вчера&status=odd")
    assert page.status_code == 200
    assert "Нужна дата" in between(page.text, 'id="date_from-fault">', "<")
    assert 'aria-invalid="true" aria-describedby="status-fault"' in page.text
    assert browser.get("/documents?cursor=odd").status_code == 400
    assert browser.get("/documents?status=deleted").status_code == 403


def test_pages_lead_forth_and_back(browser: TestClient, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "PAGE", 2)
    records = read("ПИСЬМО\n\nОтвет.")
    for number in range(5):
        shelf.keep(records, name=f"{number}.txt")

    def names(page: str) -> list[str]:
        return [row.partition(".txt")[0][-1] for row in listed(page)]

    def follow(page: str, relation: str) -> str:
        address = between(between(page, f'rel="{relation}"', ">"), 'href="', '"').replace("&amp;", "&")
        return browser.get(address).text

    first = browser.get("/documents?status=done").text
    second = follow(first, "next")
    third = follow(second, "next")
    assert [names(page) for page in (first, second, third)] == [["4", "3"], ["2", "1"], ["0"]]
    assert 'rel="next"' not in third
    back = follow(third, "prev")
    assert names(back) == ["2", "1"]
    assert names(follow(back, "prev")) == ["4", "3"]
    assert 'rel="prev"' not in follow(back, "prev")
    assert names(follow(back, "next")) == ["0"]


def test_failed_documents_are_tried_again_together(browser: TestClient, shelf: Shelf, database_url: str) -> None:
    ids = [shelf.keep(read("ПИСЬМО\n\nОтвет."), name=f"{number}.txt") for number in range(3)]
    change(
        database_url, "UPDATE documents SET status = 'failed', problem = %s WHERE id = ANY(%s)", '{"code": "x", "message": "Беда"}', ids[:2]
    )
    page = browser.get("/documents?status=failed").text
    assert page.count('name="ids"') == 2
    assert "Беда" in page
    form = {"csrf": browser.csrf, "to": "/documents?status=failed&done=7", "ids": [str(one) for one in ids]}
    answer = browser.post("/documents/retry", data=form, follow_redirects=False)
    assert location(answer) == "/documents?status=failed&done=2&refused=1"
    told = browser.get(answer.headers["location"]).text
    assert "Готово: 2 документа." in told
    assert "Не получилось для 1 документа." in told
    cancelled = browser.post("/documents/cancel", data=form | {"to": "//elsewhere"}, follow_redirects=False)
    assert location(cancelled) == "/?done=2&refused=1"
    assert browser.get("/documents?status=cancelled").text.count('name="ids"') == 2
    assert browser.post("/documents/retry", data=form | {"csrf": "odd"}).status_code == 403


def test_others_documents_and_readers_have_nothing_to_choose(
    stranger: TestClient, browser: TestClient, shelf: Shelf, sign_in: SignIn, database_url: str
) -> None:
    document = shelf.keep(read(PLAN))
    change(database_url, "UPDATE documents SET status = 'failed'")
    reader = enter(stranger, sign_in, "reader")
    page = reader.get("/documents").text
    assert len(listed(page)) == 1
    assert 'name="ids"' not in page
    assert "/documents/upload" not in page
    form = {"csrf": reader.csrf, "ids": str(document)}
    assert reader.post("/documents/retry", data=form).status_code == 403
