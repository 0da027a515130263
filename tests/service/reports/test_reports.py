"""Reports that a plan asks for: forms that follow the plan, what is written in them, and what comes together, through the API."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from docx import Document
from openpyxl import load_workbook
from starlette.testclient import TestClient

from service.auth.tokens import digest
from service.store.reports.telling import tell_due
from tests.service.signing import code_of
from tests.service.stored import Shelf, read

SignIn = Callable[..., TestClient]
PLAN = """План обсуждения концепции на 2024 год

№ | Мероприятие | Срок | Исполнитель |
1 | Встретиться с предприятиями связи | до 12 июня | Отдел связи; отдел торговли |
2 | Отчитаться о встречах | ежеквартально | отдел Связи, Дубов А.А. |
3 | Собирать предложения жителей | постоянно | Отдел культуры |
"""
ANSWER = {
    "organisations": ["Узел связи", "Почта"],
    "done": "Проведены две встречи",
    "share": 50,
    "remarks": "Мало времени",
    "proposals": "Добавить вечер встреч",
    "assessment": "хорошо",
}


@pytest.fixture
def document(shelf: Shelf) -> UUID:
    return shelf.keep(read(PLAN))


@pytest.fixture
def plan(client: TestClient, document: UUID) -> str:
    """A plan that asks for reports on the whole of its year."""
    found = str(client.get(f"/v1/plans?document={document}").json()["items"][0]["id"])
    answer = client.put(f"/v1/plans/{found}/reports", json={"since": "2024-01-01"})
    assert answer.status_code == 200, answer.text
    return found


def forms(client: TestClient, plan: str, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/v1/plans/{plan}/reports", params={"limit": 200, **query})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def shown(found: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(form["about"]["number"], form["about"]["unit"], form["due"]) for form in found]


def write(client: TestClient, form: dict[str, Any], version: int | None = None, **answer: Any) -> Any:
    tag = {"If-Match": f'"{version or form["version"]}"'}
    return client.put(f"/v1/reports/{form['id']}", json=answer, headers=tag)


def hand_in(client: TestClient, form: dict[str, Any], **answer: Any) -> dict[str, Any]:
    done = write(client, form, **(ANSWER | answer), hand_in=True)
    assert done.status_code == 200, done.text
    return dict(done.json())


def decide(client: TestClient, form: dict[str, Any], decision: str, note: str = "") -> Any:
    body = {"decision": decision, "note": note}
    return client.post(f"/v1/reports/{form['id']}/decision", json=body, headers={"If-Match": f'"{form["version"]}"'})


def test_there_is_a_form_for_each_measure_unit_and_due_day(client: TestClient, plan: str) -> None:
    quarters = [("2", "отдел Связи", day) for day in ("2024-04-01", "2024-07-01", "2024-09-30", "2025-01-09")]
    first = [("1", "Отдел связи", "2024-06-13"), ("1", "отдел торговли", "2024-06-13")]
    found = shown(forms(client, plan))
    assert [row for row in found if row[0] == "2"] == quarters
    assert sorted(row for row in found if row[0] == "1") == first
    assert ("3", "Отдел культуры", None) in found
    measure = forms(client, plan)[0]["measure"]
    assert len(client.get(f"/v1/measures/{measure}/reports").json()["items"]) == 2


def test_a_plan_that_asked_for_none_has_none(client: TestClient, document: UUID) -> None:
    plan = client.get("/v1/plans").json()["items"][0]["id"]
    assert client.get(f"/v1/plans/{plan}/reports").json() == {"items": [], "next": None, "asked": None}
    assert code_of(client.get(f"/v1/plans/{plan}/reports/summary")) == (404, "reports_not_asked")
    assert client.delete(f"/v1/plans/{plan}/reports").status_code == 204


def test_pages_of_forms_follow_one_another(client: TestClient, plan: str) -> None:
    found, cursor = list[dict[str, Any]](), None
    for _ in range(9):
        page = client.get(f"/v1/plans/{plan}/reports", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        found, cursor = found + page["items"], page["next"]
        if cursor is None:
            break
    assert found == forms(client, plan)
    other = client.get(f"/v1/plans/{plan}/reports", params={"limit": 2, "unit": "ОТДЕЛ связи"}).json()["next"]
    assert code_of(client.get(f"/v1/plans/{plan}/reports", params={"cursor": other})) == (400, "cursor_invalid")


def test_a_form_is_filled_in_handed_in_returned_and_accepted(client: TestClient, plan: str) -> None:
    form, today = forms(client, plan)[0], date.today()
    draft = write(client, form, done="Одна встреча").json()
    assert (draft["state"], draft["reached"], draft["day"]) == ("draft", None, None)
    assert code_of(decide(client, draft, "accepted")) == (409, "report_not_handed_in")
    handed = hand_in(client, draft)
    assert (handed["state"], handed["reached"]) == ("handed_in", 2)
    assert today.isoformat() <= handed["day"] <= date.today().isoformat()
    assert code_of(decide(client, handed, "returned")) == (422, "report_note_missing")
    returned = decide(client, handed, "returned", "Назовите всех").json()
    assert (returned["state"], returned["note"]) == ("returned", "Назовите всех")
    accepted = decide(client, hand_in(client, returned, reached=5), "accepted").json()
    assert (accepted["state"], accepted["reached"], accepted["author"]) == ("accepted", 5, "Administrator")
    assert code_of(write(client, accepted, done="Ещё")) == (409, "report_accepted")
    history = client.get(f"/v1/reports/{form['id']}/history").json()["items"]
    assert [one["state"] for one in history] == ["accepted", "handed_in", "returned", "handed_in", "draft"]
    assert history[-1]["done"] == "Одна встреча"


def test_of_two_who_write_in_one_version_the_second_is_told(client: TestClient, sign_in: SignIn, plan: str) -> None:
    form, clerk = forms(client, plan)[0], sign_in("clerk")
    assert write(client, form, done="Первый").status_code == 200
    assert code_of(write(clerk, form, done="Второй")) == (412, "stale")
    assert code_of(client.put(f"/v1/reports/{form['id']}", json={})) == (428, "if_match_missing")
    assert client.get(f"/v1/reports/{form['id']}").json()["done"] == "Первый"
    assert code_of(write(sign_in("reader"), form, version=2, done="Третий")) == (403, "forbidden")


def test_a_report_says_something_that_fits_together(client: TestClient, plan: str) -> None:
    form = forms(client, plan)[0]
    assert code_of(write(client, form, hand_in=True)) == (422, "report_empty")
    assert code_of(write(client, form, reached=1, organisations=["Узел", "Почта"])) == (422, "report_count_too_small")
    assert write(client, form, share=101).status_code == 422


def test_everything_comes_together(client: TestClient, plan: str) -> None:
    one, two = forms(client, plan, unit="отдел связи")[:2]
    hand_in(client, one, reached=7)
    decide(client, hand_in(client, two, remarks="", proposals=""), "accepted")
    summary = client.get(f"/v1/plans/{plan}/reports/summary").json()
    whole = {"name": None, "asked": 7, "handed_in": 2, "accepted": 1, "missing": 5, "overdue": 4, "reached": 9}
    assert summary["whole"] == whole
    assert {unit["name"]: unit["handed_in"] for unit in summary["units"]} == {"Отдел связи": 2, "отдел торговли": 0, "Отдел культуры": 0}
    assert [form["remarks"] for form in summary["noted"]] == ["Мало времени"]
    within = client.get(f"/v1/plans/{plan}/reports/summary", params={"from": "2024-07-01", "to": "2024-12-31"}).json()
    assert (within["whole"]["asked"], within["whole"]["overdue"]) == (2, 2)


def test_who_leads_is_the_column_or_the_clause_on_control(client: TestClient, shelf: Shelf) -> None:
    records = read(PLAN)
    party = {"name": None, "person": "Бедарев Е.А.", "text": "Бедарев Е.А.", "role": "lead"}
    measures = records["plans"][0]["measures"]
    measures[0]["responsible"].append(party | {"evidence": measures[0]["evidence"]})
    act = read("ПОСТАНОВЛЕНИЕ\n\nот 12.03.2024 № 45\n\nПОСТАНОВЛЯЕТ:\n\n1. Контроль за исполнением возложить на Рябинина П.С.\n")
    plan = client.get(f"/v1/plans?document={shelf.keep(records | {'clauses': act['clauses']})}").json()["items"][0]["id"]
    client.put(f"/v1/plans/{plan}/reports", json={"since": "2024-01-01"})
    leaders = client.get(f"/v1/plans/{plan}/reports/summary").json()["leaders"]
    assert {leader["name"]: leader["asked"] for leader in leaders} == {"Бедарев Е.А.": 2, "Рябинин П.С.": 5}
    assert len(forms(client, plan, leader="бедарев е.а.")) == 2


def test_reports_are_files(client: TestClient, plan: str) -> None:
    hand_in(client, forms(client, plan)[0], remarks="=1+1")
    book = load_workbook(io.BytesIO(client.get(f"/v1/plans/{plan}/reports/export?format=xlsx").content))
    assert book.sheetnames == ["По исполнителям", "По руководителям", "Замечания и предложения", "Все отчёты"]
    assert [cell.data_type for row in book["Замечания и предложения"].iter_rows() for cell in row if cell.value == "=1+1"] == ["s"]
    assert book["Все отчёты"].max_row == 8
    document = Document(io.BytesIO(client.get(f"/v1/plans/{plan}/reports/export?format=docx").content))
    assert [len(table.rows) for table in document.tables] == [5, 3, 2, 8]
    answer = client.get(f"/v1/plans/{plan}/reports/export?format=json")
    assert len(answer.json()["reports"]) == 7
    assert "attachment" in answer.headers["content-disposition"]


def test_a_form_keeps_its_words_when_its_document_is_read_again(client: TestClient, shelf: Shelf, document: UUID, plan: str) -> None:
    written = hand_in(client, forms(client, plan)[0])
    shelf.save(document, read(PLAN.replace("до 12 июня", "до 1 августа")))
    assert forms(client, plan)[0] | {"due": "2024-06-13"} == written | {
        "about": written["about"] | {"deadline": "до 1 августа"},
    }
    assert [form["due"] for form in forms(client, plan)[:2]] == ["2024-08-01"] * 2


def test_what_was_written_on_a_measure_that_is_gone_is_never_lost(client: TestClient, shelf: Shelf, document: UUID, plan: str) -> None:
    hand_in(client, forms(client, plan, unit="Отдел торговли")[0])
    shorter = read(PLAN)
    gone = shorter["plans"][0]["measures"].pop(0)
    shelf.save(document, shorter)
    [form] = [one for one in forms(client, plan) if one["excluded"]]
    assert (form["about"]["text"], form["done"], form["asked"]) == (gone["text"], "Проведены две встречи", False)
    assert client.get(f"/v1/plans/{plan}/reports/summary").json()["whole"]["asked"] == 5
    shelf.save(document, read(PLAN))
    assert [one["asked"] for one in forms(client, plan) if one["id"] == form["id"]] == [True]


def test_a_corrected_unit_is_asked_and_the_former_one_kept(client: TestClient, plan: str) -> None:
    written = hand_in(client, forms(client, plan, unit="Отдел торговли")[0])
    parties = [{"name": "Отдел рынка", "person": None, "role": "executor"}]
    measure = f"/v1/measures/{written['measure']}"
    assert client.patch(measure, json={"responsible": parties}, headers={"If-Match": "*"}).status_code == 200
    found = {form["about"]["unit"]: (form["asked"], form["excluded"]) for form in forms(client, plan) if form["about"]["number"] == "1"}
    assert found == {"Отдел рынка": (True, False), "отдел торговли": (False, False)}


def test_reports_of_a_deleted_document_are_still_read(client: TestClient, document: UUID, plan: str) -> None:
    hand_in(client, forms(client, plan)[0])
    assert client.delete(f"/v1/documents/{document}").status_code in (200, 204)
    assert {form["excluded"] for form in forms(client, plan)} == {True}
    assert client.get(f"/v1/plans/{plan}/reports/summary").json()["whole"]["handed_in"] == 1


def test_reports_are_asked_for_no_more_and_again(client: TestClient, plan: str) -> None:
    written = hand_in(client, forms(client, plan)[0])
    assert client.delete(f"/v1/plans/{plan}/reports").status_code == 204
    [left] = forms(client, plan)
    assert (left["id"], left["asked"]) == (written["id"], False)
    client.put(f"/v1/plans/{plan}/reports", json={"since": "2024-09-01"})
    assert [form["due"] for form in forms(client, plan) if form["asked"]] == ["2024-09-30", "2025-01-09", None]


def tell(shelf: Shelf) -> None:
    shelf.run(tell_due)


def told(client: TestClient, after: str) -> list[tuple[str, str]]:
    items = client.get("/v1/changes", params={"after": after}).json()["items"]
    return [(item["type"], item["object"]) for item in items if item["type"].startswith("report.")]


def test_what_is_due_soon_and_overdue_is_told_once(client: TestClient, shelf: Shelf) -> None:
    soon, late = date.today() + timedelta(1), date.today() - timedelta(1)
    words = f"до {soon:%d.%m.%Y}", f"до {late:%d.%m.%Y}"
    client.put("/v1/working-calendar", json={"rule": "none"})
    text = PLAN.replace("до 12 июня", words[0]).replace("ежеквартально", words[1]).replace("; отдел торговли", "")
    shelf.keep(read(text))
    plan = client.get("/v1/plans").json()["items"][0]["id"]
    client.put(f"/v1/plans/{plan}/reports", json={"since": "2024-01-01"})
    due = {form["due"]: f"reports/{form['id']}" for form in forms(client, plan)}
    begin = client.get("/v1/changes", params={"after": "now"}).json()["next"]
    tell(shelf)
    tell(shelf)
    assert told(client, begin) == [("report.due_soon", due[soon.isoformat()]), ("report.overdue", due[late.isoformat()])]


def test_what_happens_to_a_form_is_told(client: TestClient, plan: str) -> None:
    begin = client.get("/v1/changes", params={"after": "now"}).json()["next"]
    form = forms(client, plan)[0]
    decide(client, hand_in(client, write(client, form, done="…").json()), "returned", "Нет")
    assert [kind for kind, _ in told(client, begin)] == ["report.drafted", "report.handed_in", "report.returned"]
    log = client.get("/v1/audit", params={"object": f"reports/{form['id']}"}).json()["items"]
    assert {"report.fill", "report.hand_in", "report.returned"} <= {entry["action"] for entry in log}


def test_a_clerk_of_another_municipality_knows_of_no_report(
    client: TestClient, shelf: Shelf, sign_in: SignIn, document: UUID, plan: str
) -> None:
    for name, municipality in (("ours", "Луговой район"), ("theirs", "Тайнинский район")):
        clerk = sign_in("member", name)
        client.post(f"/v1/people/{clerk.person}/grants", json={"role": "clerk", "place": "municipality", "name": municipality})
        shelf.rows("UPDATE api_keys SET scopes = '{read,edit}' WHERE person = %s RETURNING id", UUID(clerk.person))
        if name == "ours":
            body = {"municipality": municipality}
            assert client.patch(f"/v1/documents/{document}", json=body, headers={"If-Match": "*"}).status_code == 200
            assert hand_in(clerk, forms(clerk, plan)[0])["state"] == "handed_in"
    form = forms(client, plan)[0]
    assert clerk.get(f"/v1/plans/{plan}/reports").status_code == 404
    assert clerk.get(f"/v1/reports/{form['id']}").status_code == 404
    assert write(clerk, form, done="Чужое").status_code == 404


def test_a_calendar_reminds_of_a_report_until_it_is_handed_in(
    stranger: TestClient, client: TestClient, shelf: Shelf, document: UUID, plan: str
) -> None:
    day = date.today() + timedelta(20)
    shelf.save(document, read(PLAN.replace("до 12 июня", f"до {day:%d.%m.%Y}").replace("; отдел торговли", "")))
    shelf.rows(LINK, uuid4(), UUID(client.person), plan, digest("secret"))
    feed = stranger.get("/calendars/secret.ics")
    assert feed.text.count("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P3D\r\n") == 1
    [form] = [one for one in forms(client, plan) if one["about"]["number"] == "1" and one["asked"]]
    hand_in(client, form)
    later = stranger.get("/calendars/secret.ics", headers={"If-None-Match": feed.headers["etag"]})
    assert later.status_code == 200
    assert "VALARM" not in later.text


LINK = "INSERT INTO calendar_links (id, person, kind, subject, secret) VALUES (%s, %s, 'plan', %s, %s) RETURNING id"
