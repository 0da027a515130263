"""Words of people about single fields: confirmed, rejected, given back, undone; and what a newer extraction makes of them."""

from typing import Any
from uuid import UUID

from httpx2 import Response
from starlette.testclient import TestClient

from tests.service.stored import PLAN, Shelf, read


def edit(client: TestClient, address: str, **values: Any) -> Response:
    return client.patch(address, json=values, headers={"If-Match": tag(client, address)})


def mark(client: TestClient, address: str, field: str, mark: str | None) -> Response:
    return client.put(f"{address}/review/{field}", json={"mark": mark}, headers={"If-Match": tag(client, address)})


def undo(client: TestClient, address: str, edit: int | None = None) -> Response:
    return client.post(f"{address}/undo", json={"edit": edit}, headers={"If-Match": tag(client, address)})


def tag(client: TestClient, address: str) -> str:
    return client.get(address).headers["ETag"]


def read_number(number: str) -> dict[str, Any]:
    records = read(PLAN)
    records["plans"][0]["measures"][0]["number"] = number
    return records


def test_a_confirmed_field_stays_when_it_is_read_otherwise_and_says_so(
    shelf: Shelf, document: UUID, measure: str, client: TestClient
) -> None:
    answer = mark(client, measure, "number", "accepted")
    assert (answer.status_code, answer.json()["version"], answer.json()["corrections"]) == (200, 2, {})
    assert answer.json()["confirmed"]["number"]["author"] == "Administrator"
    shelf.save(document, read_number("9"))
    record = client.get(measure).json()
    assert (record["number"], record["corrections"]["number"]["extracted"]) == ("1", "9")
    assert record["corrections"]["number"]["disagrees"]
    assert [item["number"] for item in client.get("/v1/measures", params={"disagrees": "true"}).json()["items"]] == ["1"]
    assert len(client.get("/v1/measures", params={"disagrees": "false"}).json()["items"]) == 3


def test_a_correction_that_one_extraction_agrees_with_outlives_the_next_that_does_not(
    shelf: Shelf, document: UUID, measure: str, client: TestClient
) -> None:
    edit(client, measure, number="1а")
    shelf.save(document, read_number("1а"))
    assert (client.get(measure).json()["corrections"], list(client.get(measure).json()["confirmed"])) == ({}, ["number"])
    shelf.save(document, read_number("16"))
    record = client.get(measure).json()
    assert (record["number"], record["corrections"]["number"]["disagrees"]) == ("1а", True)


def test_an_extraction_that_reads_as_before_or_as_corrected_does_not_disagree(
    shelf: Shelf, document: UUID, measure: str, client: TestClient
) -> None:
    edit(client, measure, number="1а")
    shelf.save(document, read(PLAN))
    assert not client.get(measure).json()["corrections"]["number"]["disagrees"]


def test_where_the_extraction_disagrees_one_keeps_ones_own_or_takes_the_new(
    shelf: Shelf, document: UUID, measure: str, client: TestClient
) -> None:
    edit(client, measure, number="1а", note="Проверено")
    records = read_number("16")
    records["plans"][0]["measures"][0]["note"] = "Иное"
    shelf.save(document, records)
    assert not mark(client, measure, "number", "accepted").json()["corrections"]["number"]["disagrees"]
    record = mark(client, measure, "note", None).json()
    assert (record["number"], record["note"], list(record["corrections"])) == ("1а", "Иное", ["number"])
    shelf.save(document, records)
    assert not client.get(measure).json()["corrections"]["number"]["disagrees"]


def test_a_reading_that_nobody_saw_can_not_be_kept_or_taken(shelf: Shelf, document: UUID, measure: str, client: TestClient) -> None:
    seen = edit(client, measure, number="1а").headers["ETag"]
    shelf.save(document, read_number("16"))
    answer = client.put(f"{measure}/review/number", json={"mark": "accepted"}, headers={"If-Match": seen})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")


def test_a_rejected_value_is_taken_out_and_kept_beside(shelf: Shelf, document: UUID, measure: str, client: TestClient) -> None:
    record = mark(client, measure, "deadlines", "rejected").json()
    assert (record["deadlines"], len(record["corrections"]["deadlines"]["extracted"])) == ([], 1)
    shelf.save(document, read(PLAN))
    assert client.get(measure).json()["deadlines"] == []
    assert len(mark(client, measure, "deadlines", None).json()["deadlines"]) == 1


def test_a_wording_can_not_be_rejected_nor_what_is_no_matter_of_opinion_marked(measure: str, client: TestClient) -> None:
    for field, code in (("text", "field_never_empty"), ("evidence", "field_not_editable"), ("colour", "field_unknown")):
        assert mark(client, measure, field, "rejected").json()["code"] == code


def test_a_mark_that_changes_nothing_makes_no_version(measure: str, client: TestClient) -> None:
    assert mark(client, measure, "number", None).json()["version"] == 1
    assert mark(client, measure, "mechanism", "rejected").json()["version"] == 1
    mark(client, measure, "number", "accepted")
    assert mark(client, measure, "number", "accepted").json()["version"] == 2


def test_undoing_goes_back_edit_by_edit_and_stands_in_the_history(measure: str, client: TestClient) -> None:
    edit(client, measure, number="1а", note="Проверено")
    edit(client, measure, number="1б")
    record = undo(client, measure).json()
    assert (record["number"], record["note"]) == ("1а", "Проверено")
    record = undo(client, measure).json()
    assert (record["number"], record["note"], record["corrections"], record["version"]) == ("1", None, {}, 5)
    assert (undo(client, measure).status_code, undo(client, measure).json()["code"]) == (409, "nothing_to_undo")
    history = client.get(f"{measure}/history").json()["items"]
    assert [(entry["action"], entry["field"], entry["value"]) for entry in history] == [
        ("undo", "note", None), ("undo", "number", "1"), ("undo", "number", "1а"),
        ("correct", "number", "1б"), ("correct", "note", "Проверено"), ("correct", "number", "1а"),
    ]  # fmt: skip
    assert {entry["undoes"] for entry in history[:3]} == {entry["id"] for entry in history[3:]}


def test_what_was_undone_is_taken_up_again_by_undoing_that(measure: str, client: TestClient) -> None:
    edit(client, measure, number="1а")
    undo(client, measure)
    newest = client.get(f"{measure}/history").json()["items"][0]["id"]
    record = undo(client, measure, newest).json()
    assert (record["number"], list(record["corrections"])) == ("1а", ["number"])
    assert undo(client, measure).json()["number"] == "1"


def test_an_edit_under_a_later_one_waits_for_it(measure: str, client: TestClient) -> None:
    edit(client, measure, number="1а")
    edit(client, measure, note="Проверено")
    edit(client, measure, number="1б")
    entries = client.get(f"{measure}/history").json()["items"]
    assert undo(client, measure, entries[2]["id"]).json()["code"] == "edit_covered"
    assert undo(client, measure, entries[1]["id"]).json()["note"] is None
    assert undo(client, measure, entries[1]["id"]).json()["code"] == "edit_undone"
    assert undo(client, measure, 10**6).json()["code"] == "edit_unknown"


def test_undoing_a_confirmation_lets_the_reading_have_its_way(shelf: Shelf, document: UUID, measure: str, client: TestClient) -> None:
    mark(client, measure, "number", "accepted")
    undo(client, measure)
    shelf.save(document, read_number("9"))
    assert client.get(measure).json()["number"] == "9"


def test_a_record_that_is_read_again_after_it_was_gone_has_its_id_and_its_corrections(
    shelf: Shelf, document: UUID, measure: str, client: TestClient
) -> None:
    edit(client, measure, note="Проверено")
    records = read(PLAN)
    del records["plans"][0]["measures"][0]
    shelf.save(document, records)
    assert client.get(measure).status_code == 404
    shelf.save(document, read(PLAN))
    record = client.get(measure).json()
    assert (record["note"], record["version"]) == ("Проверено", 3)


def test_corrections_follow_their_records_where_a_reader_moves_all_rows(
    shelf: Shelf, document: UUID, measure: str, client: TestClient
) -> None:
    edit(client, measure, note="Проверено")
    records = read(PLAN)
    for entry in records["plans"][0]["measures"]:
        entry["evidence"]["row"] += 1
    shelf.save(document, records)
    assert [item["note"] for item in client.get("/v1/measures").json()["items"]] == ["Проверено", None, None, None]
