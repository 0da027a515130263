"""Cursors: opaque, bound to their list, and harmless whatever a client makes of them."""

import base64
import json
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from service.errors import BadRequest
from service.store.cursors import read_cursor, write_cursor
from tests.service.stored import PLAN, Shelf, read


def test_what_was_written_is_read_again() -> None:
    values = {"k": "ёлка «Старт»", "p": -5_000_001, "f": None}
    assert read_cursor(write_cursor(values)) == values


def test_a_cursor_needs_no_quoting_in_an_address() -> None:
    assert set(write_cursor({"k": "я?/+&=" * 9})) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("text", ["", "я", "====", "e30x", "W10", "bnVsbA", "A" * 5_000, base64.b64encode(b"[" * 2_900).decode(), "\x00"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read_cursor(text)
    assert refused.value.code == "cursor_invalid"


@pytest.fixture
def second_page(client: TestClient, database_url: str) -> str:
    Shelf(database_url, UUID(client.person)).keep(read(PLAN))
    return client.get("/v1/measures", params={"sort": "deadline", "limit": 1}).json()["next"]


OTHER_LISTS = [
    ("/v1/measures", {"sort": "text"}),
    ("/v1/measures", {"sort": "-deadline"}),
    ("/v1/measures", {"sort": "deadline", "unit": "Отдел дорог"}),
    ("/v1/clauses", {"sort": "deadline"}),
]


def test_a_cursor_of_another_list_is_refused(client: TestClient, second_page: str) -> None:
    for path, parameters in OTHER_LISTS:
        answer = client.get(path, params=parameters | {"cursor": second_page})
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid"), parameters


def test_a_cursor_that_was_changed_never_breaks_the_service(client: TestClient, second_page: str) -> None:
    values = read_cursor(second_page)
    wrong = [
        {"p": "1"}, {"p": 10**30}, {"p": None}, {"p": True}, {"p": 1.5}, {"k": "вчера"}, {"k": 5}, {"k": ["2023-01-01"]}, {"k": "2023-13-01"}, {"f": 1},
    ]  # fmt: skip
    for change in wrong:
        answer = client.get("/v1/measures", params={"sort": "deadline", "cursor": write_cursor(values | change)})
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid"), change


@pytest.mark.parametrize(("path", "values"), [("/v1/documents", {"seq": True}), ("/v1/audit", {"before": True})])
def test_a_truth_is_no_place(client: TestClient, path: str, values: dict[str, bool]) -> None:
    answer = client.get(path, params={"cursor": write_cursor(values)})
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


def test_a_truth_is_no_confidence(client: TestClient, second_page: str) -> None:
    cursor = client.get("/v1/measures", params={"sort": "confidence", "limit": 1}).json()["next"]
    answer = client.get("/v1/measures", params={"sort": "confidence", "cursor": write_cursor(read_cursor(cursor) | {"k": True})})
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


def test_a_cursor_with_half_a_letter_is_refused(client: TestClient, second_page: str) -> None:
    cursor = client.get("/v1/measures", params={"sort": "text", "limit": 1}).json()["next"]
    values = read_cursor(cursor) | {"k": "\ud800"}
    broken = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
    assert client.get("/v1/measures", params={"sort": "text", "cursor": broken}).status_code == 400
