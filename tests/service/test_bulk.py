"""Bulk corrections: a result for each record, none held up by another, safe to repeat."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read


@pytest.fixture
def measures(shelf: Shelf, client: TestClient) -> list[dict[str, Any]]:
    shelf.keep(read(PLAN))
    return client.get("/v1/measures").json()["items"]


def send(client: TestClient, items: list[dict[str, Any]], key: str | None = None, **values: Any) -> Response:
    return client.post("/v1/corrections", json={"values": values, "items": items}, headers={"Idempotency-Key": key} if key else {})


def named(measure: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"record": measure["id"], "version": measure["version"], **more}


def test_many_records_get_the_same_value_by_one_request(measures: list[dict[str, Any]], client: TestClient) -> None:
    answer = send(client, [named(measure) for measure in measures], status="done", deadlines=[{"text": "до 1 декабря"}]).json()
    assert (answer["corrected"], {item["version"] for item in answer["items"]}) == (4, {2})
    found = client.get("/v1/measures", params={"status": "done", "due_from": "2023-11-01", "due_to": "2023-12-01"}).json()["items"]
    assert len(found) == 4


def test_each_record_is_taken_or_refused_by_itself_with_its_own_status(
    shelf: Shelf, measures: list[dict[str, Any]], client: TestClient
) -> None:
    gone = shelf.keep(read(PLAN.replace("мост", "паром")))
    lost = client.get("/v1/measures", params={"document": str(gone)}).json()["items"][0]
    client.delete(f"/v1/documents/{gone}")
    items = [
        named(measures[0]),
        named(measures[1]) | {"version": 7},
        named(measures[2], values={"status": "perhaps"}),
        {"record": str(uuid4()), "version": 1},
        named(lost),
        named(measures[3], values={"note": None, "number": "4а"}),
        named(measures[0]),
    ]
    answer = send(client, items, note="Общее").json()
    assert [item["status"] for item in answer["items"]] == [200, 412, 422, 404, 410, 200, 412]
    assert answer["items"][2]["problem"]["errors"][0]["pointer"] == "/body/status"
    assert [item["fields"] for item in answer["items"]][-2:] == [["number"], []]
    notes = {item["number"]: item["note"] for item in client.get("/v1/measures").json()["items"]}
    assert notes == {"1": "Общее", "2": None, "3": None, "4а": None}


def test_a_repeated_request_gets_the_first_answer_and_changes_nothing(measures: list[dict[str, Any]], client: TestClient) -> None:
    first = send(client, [named(measures[0])], key="one", note="Да")
    assert send(client, [named(measures[0])], key="one", note="Да").json() == first.json()
    assert send(client, [named(measures[0])], key="one", note="Нет").json()["code"] == "idempotency_mismatch"
    assert len(client.get(f"{measures[0]['links']['self']}/history").json()["items"]) == 1


def test_a_request_of_too_many_records_or_none_is_refused(measures: list[dict[str, Any]], client: TestClient) -> None:
    for items in ([], [named(measures[0])] * 201):
        assert send(client, items, note="Да").status_code == 422


def test_requests_for_the_same_records_in_other_orders_do_not_block_each_other(
    shelf: Shelf, measures: list[dict[str, Any]], client: TestClient
) -> None:
    shelf.keep(read(PLAN.replace("мост", "паром")))
    items = [named(item) for item in client.get("/v1/measures").json()["items"]]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda turn: send(client, items[:: 1 if turn % 2 else -1], note=str(turn)), range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert sum(answer.json()["corrected"] for answer in answers) == 8


def test_each_corrected_record_stands_in_the_audit_log(shelf: Shelf, measures: list[dict[str, Any]], client: TestClient) -> None:
    send(client, [named(measures[0]), named(measures[1])], note="Да")
    rows = shelf.rows("SELECT object FROM audit WHERE action = 'measure.edit' ORDER BY seq")
    assert [row["object"] for row in rows] == [f"measures/{measure['id']}" for measure in measures[:2]]
