"""What is due: the list through the API, over a real store."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from starlette.testclient import TestClient

from service.jobs.due import renew_outdated
from tests.service.stored import Shelf, read

PLAN = """План работы на 2024 год

№ | Мероприятие | Срок | Исполнитель |
1 | Починить мост через реку Луга | до 12 июня | Отдел дорог, Дубов А.А. |
2 | Отчитаться о ремонте | ежеквартально | Отдел дорог; отдел культуры |
3 | Провести ярмарку | 9 мая 2024 года | Отдел культуры, Ёлкина О.П. |
4 | Вести журнал | постоянно | Отдел культуры |
5 | Утвердить порядок | в течение 10 рабочих дней после принятия закона | Отдел культуры |
"""
RESOLUTION = """АДМИНИСТРАЦИЯ СОСНОВСКОГО РАЙОНА

ПОСТАНОВЛЕНИЕ

от 12.03.2024 № 45

Об утверждении плана мероприятий

ПОСТАНОВЛЯЕТ:

1. Утвердить план мероприятий на 2024 год (приложение).
2. Постановление вступает в силу со дня подписания.

Глава района П.С. Рябинин

Приложение к постановлению
от 12.03.2024 № 45

План мероприятий на 2024 год

№ | Мероприятие | Срок | Исполнитель |
1 | Создать комиссию | в течение 10 рабочих дней со дня подписания постановления | Отдел дорог |
2 | Разослать план | в течение 5 дней с даты вступления в силу | Отдел дорог |
"""


def due(client: TestClient, **query: Any) -> list[str]:
    """Give what is due as "day number"."""
    answer = client.get("/v1/due", params=query)
    assert answer.status_code == 200, answer.text
    return [f"{item['day']} {item['measure']['number']}" for item in answer.json()["items"]]


def plan_of(client: TestClient, document: UUID) -> str:
    return str(client.get("/v1/plans", params={"document": str(document)}).json()["items"][0]["id"])


def test_each_day_is_given_with_the_rule_that_gave_it(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    body = client.get("/v1/due", params={"from": "2024-01-01"}).json()
    assert [(item["day"], item["measure"]["number"], item["rule"]["text"]) for item in body["items"]] == [
        ("2024-04-01", "2", "последний день квартала: 31.03.2024; перенесён на следующий рабочий день: 31.03.2024 — выходной"),
        ("2024-05-09", "3", "назван сам день: 09.05.2024"),
        ("2024-06-13", "1", "срок назван: 12.06.2024; перенесён на следующий рабочий день: 12.06.2024 — нерабочий праздничный день"),
        ("2024-07-01", "2", "последний день квартала: 30.06.2024; перенесён на следующий рабочий день: 30.06.2024 — выходной"),
        ("2024-09-30", "2", "последний день квартала: 30.09.2024"),
        (
            "2025-01-09",
            "2",
            "последний день квартала: 31.12.2024; перенесён на следующий рабочий день: 31.12.2024 — день, на который перенесён выходной",
        ),
    ]
    assert body["working_days"]["rule"] == "next"
    assert "статья 193" in body["working_days"]["text"]
    assert body["items"][2]["nominal"] == "2024-06-12"
    assert body["renewing"] is False


def test_days_are_narrowed_by_time_unit_person_plan_and_status(client: TestClient, shelf: Shelf) -> None:
    plan = plan_of(client, shelf.keep(read(PLAN)))
    other = plan_of(client, shelf.keep(read(RESOLUTION)))
    assert due(client, **{"from": "2024-05-01", "to": "2024-06-30"}) == ["2024-05-09 3", "2024-06-13 1"]
    assert due(client, unit="ОТДЕЛ КУЛЬТУРЫ", to="2024-05-31") == ["2024-04-01 2", "2024-05-09 3"]
    assert due(client, unit=["отдел культуры", "отдел дорог"], to="2024-05-31", plan=plan) == ["2024-04-01 2", "2024-05-09 3"]
    assert due(client, person="Елкина") == due(client, person="Ёлкина О.П.") == ["2024-05-09 3"]
    assert due(client, person="Дубов", unit="Отдел культуры") == []
    assert due(client, person="Дубов", unit="Отдел дорог") == ["2024-06-13 1"]
    assert due(client, plan=other) == ["2024-03-18 2", "2024-03-26 1"]
    assert due(client, unit="Отдел, которого нет") == []
    assert due(client, status="done") == []


def test_what_has_passed_undone_is_overdue(client: TestClient, shelf: Shelf) -> None:
    plan = plan_of(client, shelf.keep(read(PLAN)))
    [fair] = client.get("/v1/due", params={"person": "Ёлкина"}).json()["items"]
    assert fair["overdue"] is True
    measure = fair["measure"]
    client.patch(f"/v1/measures/{measure['id']}", json={"status": "done"}, headers={"If-Match": f'"{measure["version"]}"'})
    [fair] = client.get("/v1/due", params={"person": "Ёлкина"}).json()["items"]
    assert fair["overdue"] is False
    assert due(client, status="done") == due(client, overdue=False, plan=plan) == ["2024-05-09 3"]
    assert len(due(client, overdue=True)) == 5


def test_pages_follow_each_other_and_a_cursor_of_another_list_is_refused(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    whole, pages, cursor = due(client), list[str](), None
    while True:
        answer = client.get("/v1/due", params={"limit": 2, **({"cursor": cursor} if cursor else {})})
        pages += [f"{item['day']} {item['measure']['number']}" for item in answer.json()["items"]]
        cursor = answer.json()["next"]
        if cursor is None:
            break
        assert f"cursor={cursor}" in answer.headers["link"]
        last = cursor
    assert pages == whole
    assert client.get("/v1/due", params={"unit": "Отдел дорог", "cursor": last}).json()["code"] == "cursor_invalid"
    assert client.get("/v1/due", params={"from": "2024-02-01", "to": "2024-01-01"}).status_code == 422
    assert client.get("/v1/due", params={"until": "2024-01-01"}).status_code == 422


def test_a_corrected_deadline_and_a_corrected_period_change_what_is_due(client: TestClient, shelf: Shelf) -> None:
    plan = plan_of(client, shelf.keep(read(PLAN)))
    [bridge] = client.get("/v1/due", params={"person": "Дубов"}).json()["items"]
    address = f"/v1/measures/{bridge['measure']['id']}"
    assert client.patch(address, json={"deadlines": [{"text": "до 1 июля 2024 года"}]}, headers={"If-Match": "*"}).status_code == 200
    assert due(client, person="Дубов") == ["2024-07-01 1"]
    assert client.patch(f"/v1/plans/{plan}", json={"period": "2024-07/2024-12"}, headers={"If-Match": "*"}).status_code == 200
    assert due(client, unit="Отдел культуры", **{"from": "2024-06-01"}) == ["2024-09-30 2", "2025-01-09 2"]


def test_an_rrule_without_end_is_bounded_by_the_horizon(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    [bridge] = client.get("/v1/due", params={"person": "Дубов"}).json()["items"]
    endless = {"text": "ежегодно", "kind": "recurring", "rrule": "FREQ=YEARLY", "start": "2020-01-01", "end": "9999-12-31"}
    address = f"/v1/measures/{bridge['measure']['id']}"
    assert client.patch(address, json={"deadlines": [endless]}, headers={"If-Match": "*"}).status_code == 200
    body = client.get("/v1/due", params={"person": "Дубов", "limit": 200}).json()
    assert body["items"][-1]["nominal"] == body["horizon"]
    assert len(body["items"]) < 20


def test_a_deleted_document_is_due_no_more(client: TestClient, shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    assert due(client)
    assert client.delete(f"/v1/documents/{document}").status_code == 204
    assert due(client) == []
    assert shelf.rows("SELECT FROM due_names") == []


def events(client: TestClient, plan: str) -> dict[str, dict[str, Any]]:
    return {event["code"]: event for event in client.get(f"/v1/plans/{plan}/events").json()["items"]}


def test_a_unit_with_a_person_is_found_page_by_page(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN.replace("ежеквартально | Отдел дорог;", "ежеквартально | Отдел дорог, Дубов А.А.;")))
    query: dict[str, Any] = {"unit": "Отдел дорог", "person": "Дубов"}
    found: list[str] = []
    while len(found) < 10:
        body = client.get("/v1/due", params={**query, "limit": 2}).json()
        found += [item["day"] for item in body["items"]]
        if body["next"] is None:
            break
        query["cursor"] = body["next"]
    assert found == ["2024-04-01", "2024-06-13", "2024-07-01", "2024-09-30", "2025-01-09"]


def test_an_act_dates_its_own_events_and_a_person_may_know_better(client: TestClient, shelf: Shelf) -> None:
    plan = plan_of(client, shelf.keep(read(RESOLUTION)))
    found = events(client, plan)
    assert {code: (event["day"], event["source"]) for code, event in found.items()} == {
        "signing": ("2024-03-12", "act"),
        "entry_into_force": ("2024-03-12", "clause"),
    }
    entered = client.put(f"/v1/plans/{plan}/events/signing", json={"day": "2024-04-01"}).json()
    assert (entered["day"], entered["default"], entered["source"], entered["author"]) == (
        "2024-04-01",
        "2024-03-12",
        "entered",
        "Administrator",
    )
    assert due(client, plan=plan) == ["2024-03-18 2", "2024-04-15 1"]
    rule = client.get("/v1/due", params={"plan": plan}).json()["items"][1]["rule"]["text"]
    assert rule == "событие 01.04.2024: дата введена; рабочих дней: 10, считая со следующего: 15.04.2024"
    assert client.delete(f"/v1/plans/{plan}/events/signing").status_code == 204
    assert due(client, plan=plan) == ["2024-03-18 2", "2024-03-26 1"]
    logged = [entry["action"] for entry in client.get("/v1/audit").json()["items"] if entry["action"].startswith("event.")]
    assert logged == ["event.take", "event.put"]


def test_a_relative_deadline_is_due_when_its_event_has_a_date(client: TestClient, shelf: Shelf, sign_in: Callable[..., TestClient]) -> None:
    document = shelf.keep(read(PLAN))
    plan = plan_of(client, document)
    [event] = events(client, plan).values()
    assert (event["text"], event["day"], event["deadlines"]) == ("принятия закона", None, 1)
    address = f"/v1/plans/{plan}/events/{event['code']}"
    assert sign_in("reader").put(address, json={"day": "2024-02-01"}).status_code == 403
    assert client.put(f"/v1/plans/{plan}/events/event-nothing", json={"day": "2024-02-01"}).status_code == 404
    assert client.put(address, json={"day": "2024-02-30"}).status_code == 422
    assert client.put(address, json={"day": "2024-02-01"}).status_code == 200
    assert "2024-02-15 5" in due(client)
    shelf.save(document, read(PLAN))
    assert "2024-02-15 5" in due(client)


def test_the_working_day_rule_is_a_setting_and_all_days_follow_it(
    client: TestClient, shelf: Shelf, sign_in: Callable[..., TestClient]
) -> None:
    shelf.keep(read(PLAN))
    assert sign_in("clerk").put("/v1/working-calendar", json={"rule": "none"}).status_code == 403
    for rule, day in (("none", "2024-06-12"), ("previous", "2024-06-11"), ("next", "2024-06-13")):
        assert client.put("/v1/working-calendar", json={"rule": rule}).json()["rule"] == rule
        assert client.get("/v1/due").json()["renewing"] is True
        assert shelf.run(renew_outdated) == 1
        assert due(client, person="Дубов") == [f"{day} 1"]
        assert client.get("/v1/due").json()["renewing"] is False


def test_an_installation_puts_in_its_own_year(client: TestClient, shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    known = client.get("/v1/working-calendar/2024").json()
    assert (known["working_days"], known["own"], known["worked_weekends"]) == (248, False, ["2024-04-27", "2024-11-02", "2024-12-28"])
    own = {"source": "Указ главы республики", "moved": [], "declared": ["2024-06-13"]}
    assert client.put("/v1/working-calendar/2024", json=own).json()["own"] is True
    shelf.run(renew_outdated)
    assert due(client, person="Дубов") == ["2024-06-14 1"]
    assert client.put("/v1/working-calendar/2024", json={**own, "declared": ["2025-06-13"]}).json()["code"] == "year_differs"
    assert client.delete("/v1/working-calendar/2024").status_code == 204
    assert client.delete("/v1/working-calendar/2024").status_code == 404
    shelf.run(renew_outdated)
    assert due(client, person="Дубов") == ["2024-06-13 1"]
    assert client.get("/v1/working-calendar/2029").json()["source"] is None
