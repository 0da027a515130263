"""Reviews: marks that hold for what was seen, the lists that they narrow, and readings of wordings before they are saved."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.service.stored import PLAN, RESOLUTION, Shelf, read


@pytest.fixture
def measures(shelf: Shelf, client: TestClient) -> list[dict[str, Any]]:
    shelf.keep(read(PLAN))
    return client.get("/v1/measures").json()["items"]


def put(client: TestClient, record: dict[str, Any], mark: str | None, tag: str = '"1"') -> Any:
    return client.put(f"{record['links']['self']}/review", json={"mark": mark}, headers={"If-Match": tag})


def texts(client: TestClient, **filters: Any) -> list[str]:
    return [item["number"] for item in client.get("/v1/measures", params=filters).json()["items"]]


def test_a_mark_is_kept_with_its_author_and_can_be_taken_back(measures: list[dict[str, Any]], client: TestClient) -> None:
    answer = put(client, measures[0], "accepted")
    assert (answer.status_code, answer.json()["mark"], answer.json()["author"]) == (200, "accepted", "Administrator")
    assert client.get(f"{measures[0]['links']['self']}/review").json() == answer.json()
    assert texts(client, review="accepted") == ["1"]
    assert put(client, measures[0], None).json() == {"mark": None, "author": None, "at": None}
    assert texts(client, review="accepted") == []


def test_a_corrected_record_loses_its_mark(measures: list[dict[str, Any]], client: TestClient) -> None:
    put(client, measures[0], "rejected")
    assert client.patch(measures[0]["links"]["self"], json={"number": "1а"}, headers={"If-Match": '"1"'}).status_code == 200
    assert client.get(f"{measures[0]['links']['self']}/review").json()["mark"] is None
    assert (put(client, measures[0], "accepted").status_code, put(client, measures[0], "accepted", "").status_code) == (412, 428)
    assert (texts(client, corrected="true"), texts(client, corrected="false")) == (["1а"], ["2", "3", "4"])


def test_a_mark_outlives_the_same_reading_and_no_other(shelf: Shelf, client: TestClient) -> None:
    document = shelf.keep(read(PLAN))
    records = client.get("/v1/measures").json()["items"]
    for record in records[:2]:
        put(client, record, "accepted")
    shelf.save(document, read(PLAN.replace("Починить мост", "Чинить мост")))
    assert texts(client, review="accepted") == ["2"]


def test_what_is_to_check_has_an_issue_or_is_unsure_and_nobody_has_marked_it(measures: list[dict[str, Any]], client: TestClient) -> None:
    assert "4" in texts(client, to_check="true")
    put(client, measures[3], "accepted")
    assert "4" not in texts(client, to_check="true")
    assert "4" in texts(client, to_check="false")


def test_requisites_and_clauses_are_marked_as_well(shelf: Shelf, client: TestClient) -> None:
    document = shelf.keep(read(RESOLUTION))
    tag = client.get(f"/v1/documents/{document}").headers["ETag"]
    assert put(client, {"links": {"self": f"/v1/documents/{document}"}}, "accepted", tag).status_code == 200
    assert put(client, client.get("/v1/clauses").json()["items"][0], "accepted").status_code == 200


def test_wordings_are_read_as_a_correction_would_have_them(client: TestClient) -> None:
    deadline = client.post("/v1/readings/deadline", json={"text": "до 1 мая", "period": "2026"}).json()["items"]
    assert [(item["kind"], item["end"]) for item in deadline] == [("calendar", "2026-05-01")]
    assert client.post("/v1/readings/deadline", json={"text": "когда получится"}).json()["items"][0]["kind"] == "unknown"
    party = client.post("/v1/readings/party", json={"text": "Отделу дорог (Дубов А.А.)"}).json()["items"]
    assert [(item["name"], item["person"]) for item in party] == [("Отдел дорог", "Дубов А.А.")]
    assert "evidence" not in party[0]
    assert client.post("/v1/readings/party", json={"text": " "}).status_code == 422
