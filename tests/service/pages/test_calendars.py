"""Calendars: a plan's year as a file, secret links and what they give, read back by a kept parser."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from starlette.testclient import TestClient

from service.api import icalendar as writer
from service.api.calendar_feeds import PAST
from service.auth import rates
from service.store.changes import note_document
from tests.service.pages.browsing import between, enter
from tests.service.stored import Shelf, read

YEAR = date.today().year
PLAN = f"""План благоустройства посёлка Рябиновый на {YEAR} год

№ | Мероприятие | Срок | Исполнитель |
1 | Починить мост, дорогу; забор | до 15 декабря | Отдел дорог, Дубов А.А. |
2 | Вымостить тротуар у школы | ежемесячно | Отдел парков |
"""


@pytest.fixture
def browser(stranger: TestClient, sign_in: Callable[..., TestClient]) -> TestClient:
    return enter(stranger, sign_in, "administrator")


@pytest.fixture
def shelf(browser: TestClient, database_url: str) -> Shelf:
    return Shelf(database_url, UUID(browser.person))


def read_back(answer: Any) -> list[Any]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def add_link(browser: TestClient, kind: str, subject: str) -> dict[str, Any]:
    answer = browser.post("/v1/calendars", json={"kind": kind, "subject": subject}, headers={"X-CSRF-Token": browser.csrf})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def path_of(link: dict[str, Any]) -> str:
    return str(link["address"]).removeprefix("http://testserver")


def days(found: list[Any]) -> list[str]:
    return [event.decoded("dtstart").isoformat() for event in found]


def test_a_plans_year_is_a_file_and_an_event_stays_the_same_one(browser: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    [plan] = browser.get("/v1/plans", params={"document": str(document)}).json()["items"]
    address = f"/plans/{plan['id']}/calendar.ics"
    found = read_back(browser.get(f"{address}?year={YEAR}"))
    due = [item["day"] for item in browser.get("/v1/due", params={"plan": plan["id"], "to": f"{YEAR}-12-31"}).json()["items"]]
    assert days(found) == due
    assert len({str(event["uid"]) for event in found}) == len(found)
    [bridge] = [event for event in found if "забор" in event["summary"]]
    assert str(bridge["summary"]) == "1 Починить мост, дорогу; забор"
    assert "Отдел дорог, Дубов А.А." in str(bridge["description"])
    assert read_back(browser.get(f"{address}?year=1990")) == []
    assert browser.get(f"/plans/{plan['id']}").text.count("calendar.ics") == 1
    shelf.save(document, read(PLAN))
    again = read_back(browser.get(f"{address}?year={YEAR}"))
    assert [str(event["uid"]) for event in again] == [str(event["uid"]) for event in found]


def test_a_link_gives_what_is_due_without_signing_in(browser: TestClient, stranger: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    link = add_link(browser, "unit", "отдел ПАРКОВ")
    answer = TestClient(stranger.app).get(path_of(link))
    found = read_back(answer)
    first = date.today() - PAST
    assert days(found) == [
        item["day"] for item in browser.get("/v1/due", params={"unit": "Отдел парков", "from": str(first)}).json()["items"]
    ]
    calendar = Calendar.from_ical(answer.content)
    assert str(calendar["name"]) == "Сроки: отдел ПАРКОВ"
    assert calendar.decoded("refresh-interval").total_seconds() == 6 * 3600
    assert str(calendar["source"]) == link["address"]
    assert "статья 193" in str(calendar["description"])
    assert browser.get("/v1/calendars").json()["items"][0]["last_used_at"] is not None
    assert "address" not in browser.get(f"/v1/calendars/{link['id']}").json()


def test_a_calendar_is_read_anew_only_where_it_has_changed(browser: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    address = path_of(add_link(browser, "person", "Дубов"))
    first = browser.get(address)
    again = browser.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert browser.get(address).content == first.content
    [bridge] = browser.get("/v1/due", params={"person": "Дубов"}).json()["items"]
    change = {"X-CSRF-Token": browser.csrf, "If-Match": "*"}
    browser.patch(f"/v1/measures/{bridge['measure']['id']}", json={"deadlines": [{"text": f"до 20 декабря {YEAR} года"}]}, headers=change)
    later = browser.get(address, headers={"If-None-Match": first.headers["etag"]})
    [old], [new] = read_back(first), read_back(later)
    assert str(old["uid"]) == str(new["uid"])
    assert (old.decoded("dtstart").day, old["sequence"], new["sequence"]) == (bridge_day(old), 0, 1)
    assert new.decoded("dtstart") > old.decoded("dtstart")


def test_a_calendar_shows_a_document_that_came_since(browser: TestClient, shelf: Shelf) -> None:
    def keep(text: str) -> None:
        document = shelf.keep(read(text))
        shelf.run(lambda connection: note_document(connection, "document.done", document))

    keep(PLAN)
    address = path_of(add_link(browser, "person", "Дубов"))
    first = browser.get(address)
    keep(PLAN.replace("Дубов", "Вязов").replace("мост", "понтон"))
    assert browser.get(address).content == first.content
    keep(PLAN.replace("мост", "понтон"))
    assert [str(event["summary"])[:18] for event in read_back(browser.get(address))] == ["1 Починить понтон,", "1 Починить мост, д"]


def bridge_day(event: Any) -> int:
    return int(event.decoded("dtstart").day)


def test_a_guessed_link_is_answered_as_a_revoked_one_and_guessing_ends(
    browser: TestClient, stranger: TestClient, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "STRANGER_REQUESTS", 30)
    stranger.app.state.rates = rates.Rates(1_000)
    shelf.keep(read(PLAN))
    link = add_link(browser, "unit", "Отдел парков")
    known, guessed = path_of(link), f"/calendars/{'A' * 43}.ics"
    nobody = TestClient(stranger.app)
    assert nobody.get(known).status_code == 200
    assert browser.delete(f"/v1/calendars/{link['id']}", headers={"X-CSRF-Token": browser.csrf}).status_code == 204
    answers = [nobody.get(address) for address in (known, guessed)]
    told = [answer.json() | {"instance": ""} for answer in answers]
    assert told[0] == told[1]
    assert {answer.status_code for answer in answers} == {404}
    assert sorted(answers[0].headers) == sorted(answers[1].headers)
    statuses = [nobody.get(guessed).status_code for _ in range(30)]
    assert statuses[-1] == 429


def test_a_link_ends_with_what_its_owner_may_read(
    browser: TestClient, stranger: TestClient, shelf: Shelf, sign_in: Callable[..., TestClient]
) -> None:
    document = shelf.keep(read(PLAN))
    [plan] = browser.get("/v1/plans", params={"document": str(document)}).json()["items"]
    address, nobody = path_of(add_link(browser, "plan", plan["id"])), TestClient(stranger.app)
    assert nobody.get(address).status_code == 200
    other = sign_in("administrator", "second")
    assert other.patch(f"/v1/people/{browser.person}", json={"disabled": True}).status_code == 200
    assert nobody.get(address).status_code == 404


def test_a_link_of_a_plan_that_is_gone_gives_nothing(browser: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    [plan] = browser.get("/v1/plans", params={"document": str(document)}).json()["items"]
    address = path_of(add_link(browser, "plan", plan["id"]))
    browser.delete(f"/v1/documents/{document}", headers={"X-CSRF-Token": browser.csrf})
    assert browser.get(address).status_code == 404


def test_a_key_makes_no_links_and_a_link_needs_a_subject(browser: TestClient, sign_in: Callable[..., TestClient]) -> None:
    assert (
        sign_in("administrator", "keyed").post("/v1/calendars", json={"kind": "unit", "subject": "Отдел дорог"}).json()["code"]
        == "session_needed"
    )
    for kind, subject in (("plan", "не номер"), ("plan", str(UUID(int=1))), ("unit", "  ")):
        answer = browser.post("/v1/calendars", json={"kind": kind, "subject": subject}, headers={"X-CSRF-Token": browser.csrf})
        assert answer.json()["code"] == "calendar_subject_missing"


def test_the_page_shows_the_address_once_and_revokes_the_link(browser: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    form = {"csrf": browser.csrf, "kind": "unit", "subject": "Отдел парков"}
    answer = browser.post("/calendars", data=form)
    address = between(answer.text, 'class="token" value="', '"').removeprefix("http://testserver")
    assert len(read_back(browser.get(address))) > 0
    listed = browser.get("/calendars?kind=person&subject=Дубов").text
    assert "Исполнитель: Отдел парков" in listed
    assert 'value="Дубов"' in listed
    assert address not in listed
    revoking = between(listed, 'action="/calendars/', '/revoke"')
    browser.post(f"/calendars/{revoking}/revoke", data={"csrf": browser.csrf})
    assert browser.get(address).status_code == 404
    assert "отозвана" in browser.get("/calendars").text
    assert browser.post("/calendars", data=form | {"subject": ""}).status_code == 422


TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)


@given(summary=TEXTS, description=TEXTS, categories=st.lists(TEXTS.filter(str.strip), max_size=3))
@settings(max_examples=200)
def test_any_text_comes_back_from_its_folded_and_escaped_lines(summary: str, description: str, categories: list[str]) -> None:
    event = writer.Event(
        uid="1@planovik", day=date(2026, 3, 1), summary=summary, description=description, url="https://planovik.example/1",
        stamp=writer.datetime(2026, 1, 2, 3, 4, 5), sequence=2, categories=categories,
    )  # fmt: skip
    content = writer.write_calendar(
        writer.Calendar(name=summary, description=description, events=[event], source="https://planovik.example/x")
    )
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in content.split(b"\r\n"))
    content.decode()
    [found] = Calendar.from_ical(content).walk("VEVENT")
    assert str(found["summary"]) == plain(summary)
    assert str(found["description"]) == plain(description)
    assert found.decoded("dtstart") == date(2026, 3, 1)


def plain(text: str) -> str:
    """Give a text as a calendar can hold it: without returns, blanks for control characters."""
    return writer.CONTROL.sub(" ", text.replace("\r", ""))
