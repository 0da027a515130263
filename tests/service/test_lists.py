"""Lists of records: filters, sorts, pages, chosen fields, lines in bulk."""

import json
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from service.api.record_queries import ActivityQuery, ClauseQuery, MeasureQuery, PlanQuery
from service.store import lists
from tests.service.stored import PLAN, RESOLUTION, Shelf, read

BRIDGE, PAVEMENT, FAIR, TREE = (
    "Починить мост через реку Луга",
    "Вымостить тротуар у школы",
    "Провести ярмарку «Старт»",
    "Обновить ёлку на площади",
)


@pytest.fixture
def plan(shelf: Shelf) -> UUID:
    return shelf.keep(read(PLAN))


def texts(client: TestClient, **parameters: object) -> list[str]:
    answer = client.get("/v1/measures", params=parameters)
    assert answer.status_code == 200, answer.text
    return [item["text"] for item in answer.json()["items"]]


# Filters with the measures that they leave.
FILTERS = [
    ({"unit": "ОТДЕЛ  ДОРОГ"}, [BRIDGE, PAVEMENT]),
    ({"unit": ["Отдел парков", "Отдел культуры"]}, [PAVEMENT, FAIR, TREE]),
    ({"person": "Дубов"}, [BRIDGE]),
    ({"person": "Елкина О.П."}, [FAIR]),
    ({"section": "Культура и досуг"}, [FAIR, TREE]),
    ({"deadline_kind": "recurring"}, [PAVEMENT]),
    ({"deadline_kind": ["calendar", "unknown"]}, [BRIDGE, FAIR, TREE]),
    ({"due_from": "2023-08-01", "due_to": "2023-08-31"}, [FAIR]),
    ({"due_to": "2023-04-30"}, [BRIDGE]),
    ({"due_from": "2024-01-01"}, []),
    ({"has_issue": "true"}, [TREE]),
    ({"has_issue": "false", "unit": "Отдел культуры"}, [FAIR]),
    ({"document_kind": "plan"}, [BRIDGE, PAVEMENT, FAIR, TREE]),
    ({"document_kind": ["order", "decision"]}, []),
    ({"confidence_from": 0, "confidence_below": 1}, [BRIDGE, PAVEMENT, FAIR, TREE]),
    ({"status": "done"}, []),
    ({"unit": "Отдел дорог", "person": "Елкина О.П."}, []),
    ({"plan": str(uuid4())}, []),
]
ORDERS = [
    ("newest", [BRIDGE, PAVEMENT, FAIR, TREE]),
    ("-newest", [TREE, FAIR, PAVEMENT, BRIDGE]),
    ("deadline", [BRIDGE, FAIR, PAVEMENT, TREE]),
    ("-deadline", [FAIR, BRIDGE, TREE, PAVEMENT]),
    ("text", [PAVEMENT, TREE, BRIDGE, FAIR]),
    ("-text", [FAIR, BRIDGE, TREE, PAVEMENT]),
    ("unit", [BRIDGE, FAIR, TREE, PAVEMENT]),
]


def test_filters_leave_what_fits(plan: UUID, client: TestClient) -> None:
    for parameters, expected in FILTERS:
        assert texts(client, **parameters) == expected, parameters


def test_pages_put_together_are_the_whole_list_in_order(plan: UUID, client: TestClient) -> None:
    for (sort, expected), limit in product(ORDERS, (1, 3, 200)):
        assert list(all_pages(client, sort, limit)) == expected, (sort, limit)


def all_pages(client: TestClient, sort: str, limit: int) -> Iterator[str]:
    parameters = {"sort": sort, "limit": limit}
    while True:
        answer = client.get("/v1/measures", params=parameters).json()
        yield from [item["text"] for item in answer["items"]]
        if answer["next"] is None:
            break
        parameters["cursor"] = answer["next"]


def test_rows_are_found_in_order_whether_walked_to_or_gathered(shelf: Shelf, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        shelf.keep(read(PLAN))
    queries = (
        {"unit": "Отдел культуры"},
        {"q": "ярмарка"},
        {"person": "Дубов", "sort": "deadline"},
        {"unit": "Отдел парков", "sort": "-text"},
    )
    for walked, gathered, parameters in product((0, 2, 100), (0, 1_000), queries):
        monkeypatch.setattr(lists, "FIRST_WALK", walked)
        monkeypatch.setattr(lists, "LONG_WALK", walked)
        monkeypatch.setattr(lists, "LONGEST_WALK", 3 * walked)
        monkeypatch.setattr(lists, "MOST_GATHERED", gathered)
        whole = client.get("/v1/measures", params=parameters).json()["items"]
        first = client.get("/v1/measures", params=parameters | {"limit": 3}).json()
        rest = client.get("/v1/measures", params=parameters | {"cursor": first["next"]}).json()
        assert len(whole) in (4, 8)
        assert [item["id"] for item in first["items"] + rest["items"]] == [item["id"] for item in whole]


def test_the_next_page_is_linked_in_the_header(plan: UUID, client: TestClient) -> None:
    answer = client.get("/v1/measures", params={"limit": 2, "section": "Дороги"})
    assert answer.headers.get("Link") is None
    answer = client.get("/v1/measures", params={"limit": 2})
    target = answer.headers["Link"].split(";")[0].strip("<>")
    assert [item["text"] for item in client.get(target).json()["items"]] == [FAIR, TREE]


def test_a_misspelt_filter_is_refused(plan: UUID, client: TestClient) -> None:
    answer = client.get("/v1/measures", params={"units": "Отдел дорог"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["pointer"] == "/query/units"


NONSENSE = [
    {"limit": 0}, {"limit": 201}, {"sort": "newestt"}, {"due_from": "вчера"}, {"due_from": "1700000000"}, {"confidence_below": "NaN"},
    {"status": "finished"}, {"plan": "1"}, {"due_from": "2024-02-01", "due_to": "2024-01-01"}, {"sort": "relevance"},
    {"fields": "text,secret"}, {"q": "-мост"}, {"q": "и не"}, {"confidence_from": 2},
]  # fmt: skip


def test_values_that_make_no_sense_are_refused(client: TestClient) -> None:
    for parameters in NONSENSE:
        answer = client.get("/v1/measures", params=parameters)
        assert (answer.status_code, answer.json()["status"]) == (422, 422), parameters


def test_only_the_fields_asked_for_are_given(plan: UUID, client: TestClient) -> None:
    item = client.get("/v1/measures", params={"fields": "text,number"}).json()["items"][0]
    assert set(item) == {"id", "document", "plan", "version", "links", "corrections", "confirmed", "text", "number"}


def test_a_count_is_given_when_asked_for(plan: UUID, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/v1/measures").json()["count"] is None
    assert client.get("/v1/measures", params={"count": True, "limit": 1}).json()["count"] == {"value": 4, "exact": True}


def test_lines_are_all_rows_that_fit(shelf: Shelf, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        shelf.keep(read(PLAN))
    monkeypatch.setattr("service.store.pages.BULK", 2)
    answer = client.get("/v1/measures", params={"unit": "Отдел дорог", "fields": "text"}, headers={"Accept": "application/x-ndjson"})
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert [json.loads(line)["text"] for line in answer.text.splitlines()] == [BRIDGE, PAVEMENT] * 3


def test_lines_of_a_wrong_cursor_are_a_problem(client: TestClient) -> None:
    answer = client.get("/v1/measures", params={"cursor": "xyz"}, headers={"Accept": "application/x-ndjson"})
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


def test_a_record_has_its_links_and_its_own_fields(plan: UUID, client: TestClient) -> None:
    item = client.get("/v1/measures").json()["items"][0]
    again = client.get(item["links"]["self"])
    assert again.json() == item
    assert item["responsible"][0]["person"] == "Дубов А.А."
    assert client.get(item["links"]["plan"]).json()["measure_count"] == 4
    assert client.get(item["links"]["history"]).json() == {"items": []}


def test_a_record_read_before_is_not_sent_again(plan: UUID, client: TestClient) -> None:
    address = client.get("/v1/measures").json()["items"][0]["links"]["self"]
    tag = client.get(address).headers["ETag"]
    assert tag == '"1"'
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_an_unknown_id_is_not_found(client: TestClient) -> None:
    for family in ("plans", "measures", "clauses", "activities"):
        answer = client.get(f"/v1/{family}/{uuid4()}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_clauses_and_plans_have_lists_of_their_own(shelf: Shelf, client: TestClient) -> None:
    shelf.keep(read(RESOLUTION))
    shelf.keep(read(PLAN))
    clauses = client.get("/v1/clauses", params={"kind": ["publication", "control"], "document_kind": "resolution"}).json()["items"]
    assert [clause["number"] for clause in clauses] == ["2", "3"]
    plans = client.get("/v1/plans", params={"q": "благоустройство"}).json()["items"]
    assert [(found["measure_count"], "plan" in found) for found in plans] == [(4, False)]
    assert client.get("/v1/plans", params={"unit": "Отдел дорог"}).status_code == 422


def test_a_reader_sees_lists_and_a_stranger_does_not(plan: UUID, sign_in: Callable[[str], TestClient], stranger: TestClient) -> None:
    assert len(texts(sign_in("reader"))) == 4
    assert stranger.get("/v1/measures").status_code == 401


def test_every_parameter_of_the_lists_is_in_the_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    for query in (PlanQuery, MeasureQuery, ClauseQuery, ActivityQuery):
        for name in query.model_fields:
            assert f"`{name}`" in guide, f"docs/api.md says nothing of the parameter {name}"
