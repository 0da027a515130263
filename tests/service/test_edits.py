"""Corrections: kept beside what was read, safe against each other, and there again after a newer extraction."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.service.stored import PLAN, RESOLUTION, Shelf, read


def edit(client: TestClient, address: str, tag: str = '"1"', **values: Any) -> Response:
    return client.patch(address, json=values, headers={"If-Match": tag})


def test_a_correction_shows_the_new_value_and_keeps_the_one_that_was_read(measure: str, client: TestClient) -> None:
    answer = edit(client, measure, number="1а", note="Проверено")
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    record = client.get(measure).json()
    assert (record["number"], record["note"], record["version"]) == ("1а", "Проверено", 2)
    assert {field: note["extracted"] for field, note in record["corrections"].items()} == {"number": "1", "note": None}
    assert record["corrections"]["number"]["author"] == "Administrator"
    assert record == answer.json()


def test_a_value_set_back_is_no_correction_and_its_history_stays(measure: str, client: TestClient) -> None:
    edit(client, measure, number="1а")
    edit(client, measure, '"2"', number="1")
    assert client.get(measure).json()["corrections"] == {}
    history = client.get(f"{measure}/history").json()["items"]
    assert [(entry["value"], entry["extracted"], entry["version"]) for entry in history] == [("1", "1", 3), ("1а", "1", 2)]


def test_an_edit_that_changes_nothing_makes_no_version(measure: str, client: TestClient) -> None:
    assert edit(client, measure, number="1").headers["ETag"] == '"1"'
    assert client.get(f"{measure}/history").json() == {"items": []}


def test_an_edit_without_a_version_is_asked_for_one(measure: str, client: TestClient) -> None:
    answer = client.patch(measure, json={"number": "2"})
    assert (answer.status_code, answer.json()["code"]) == (428, "if_match_missing")


def test_a_stale_version_is_refused(measure: str, client: TestClient) -> None:
    for tag in ('"2"', 'W/"1"', "1", '"one"'):
        answer = edit(client, measure, tag, number="2")
        assert (answer.status_code, answer.json()["code"]) == (412, "stale")


def test_of_two_edits_of_one_version_one_is_refused(measure: str, client: TestClient) -> None:
    assert [edit(client, measure, number=number).status_code for number in ("1а", "1б")] == [200, 412]


def test_of_many_edits_at_one_time_exactly_one_is_taken(measure: str, client: TestClient) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: edit(client, measure, number=str(number)).status_code, range(10, 18)))
    assert sorted(answers) == [200] + [412] * 7
    assert client.get(measure).json()["version"] == 2


def test_a_deadline_given_as_its_wording_is_read(measure: str, client: TestClient) -> None:
    deadlines = edit(client, measure, deadlines=[{"text": "до 15 июня, далее ежегодно"}]).json()["deadlines"]
    assert [(d["kind"], d["edtf"], d["rrule"]) for d in deadlines] == [
        ("calendar", "../2023-06-15", None),
        ("recurring", None, "FREQ=YEARLY"),
    ]
    assert deadlines[0]["evidence"]["rule"] == "correction"
    assert deadlines[0]["evidence"]["text"] == "Починить мост через реку Луга"


def test_a_deadline_given_as_a_value_has_its_days(measure: str, client: TestClient) -> None:
    deadline = edit(client, measure, deadlines=[{"text": "весна", "edtf": "2023-21"}]).json()["deadlines"][0]
    assert (deadline["kind"], deadline["start"], deadline["end"]) == ("calendar", "2023-03-01", "2023-05-31")


def test_a_party_given_as_its_wording_is_read(measure: str, client: TestClient) -> None:
    parties = edit(client, measure, responsible=[{"text": "Начальнику отдела парков Сосновой И.И."}, {"name": "Совет ветеранов"}]).json()[
        "responsible"
    ]
    assert [(party["name"], party["person"]) for party in parties] == [
        ("начальник отдела парков", "Соснова И.И."),
        ("Совет ветеранов", None),
    ] or [party["person"] for party in parties] == ["Соснова И.И.", None]


def test_entries_sent_back_as_they_were_keep_their_place_in_the_source(measure: str, client: TestClient) -> None:
    before = client.get(measure).json()["deadlines"]
    sent = [{name: value for name, value in before[0].items() if name != "evidence"}, {"text": "постоянно"}]
    after = edit(client, measure, deadlines=sent).json()["deadlines"]
    assert after[0] == before[0]
    assert after[1]["kind"] == "continuous"


def test_a_place_in_the_source_can_not_be_made_up(measure: str, client: TestClient) -> None:
    place = {"text": "нет такого", "block": 99, "start": 0, "end": 10, "rule": "by_date"}
    party = edit(client, measure, responsible=[{"name": "Отдел парков", "evidence": place}]).json()["responsible"][0]
    assert (party["evidence"]["block"], party["evidence"]["rule"]) != (99, "by_date")


def test_filters_and_search_follow_a_correction(measure: str, client: TestClient) -> None:
    edit(client, measure, text="Построить виадук", responsible=[{"name": "Отдел виадуков"}], deadlines=[{"text": "1 мая 2031 года"}])
    for parameters in ({"q": "виадуки"}, {"unit": "отдел виадуков"}, {"due_from": "2031-01-01"}):
        assert [item["text"] for item in client.get("/v1/measures", params=parameters).json()["items"]] == ["Построить виадук"]
    assert client.get("/v1/measures", params={"q": "река"}).json()["items"] == []


def test_a_corrected_field_no_longer_counts_as_uncertain(measure: str, client: TestClient) -> None:
    record = client.get(measure).json()
    worst = min(record["confidence"], key=record["confidence"].get)
    below = {"confidence_below": record["confidence"][worst] + 0.0001, "fields": "text", "section": "Дороги"}
    assert record["id"] in [item["id"] for item in client.get("/v1/measures", params=below).json()["items"]]
    for field in [name for name, value in record["confidence"].items() if value == record["confidence"][worst]]:
        other = {
            "text": "Иное",
            "number": "9",
            "section": ["Иное"],
            "deadlines": [{"text": "постоянно"}],
            "responsible": [{"name": "Иной"}],
        }[field]
        edit(client, measure, client.get(measure).headers["ETag"], **{field: other})
    assert record["id"] not in [item["id"] for item in client.get("/v1/measures", params=below).json()["items"]]


# Edits with the code of their refusal, and where what is wrong stands.
NONSENSE = [
    ({}, "edit_empty", None),
    ({"colour": "red"}, "field_unknown", None),
    ({"evidence": {}}, "field_not_editable", None),
    ({"confidence": {}}, "field_not_editable", None),
    ({"text": None}, "invalid", "/body/text"),
    ({"text": " "}, "invalid", "/body/text"),
    ({"number": 5}, "invalid", "/body/number"),
    ({"section": "Дороги"}, "invalid", "/body/section"),
    ({"status": "perhaps"}, "invalid", "/body/status"),
    ({"deadlines": [{"text": "x", "kind": "soon"}]}, "invalid", "/body/deadlines/0/kind"),
    ({"deadlines": [{"text": "x", "edtf": "soon"}]}, "invalid", "/body/deadlines/0/edtf"),
    ({"deadlines": [{"text": "x", "start": "2023-02-30"}]}, "invalid", "/body/deadlines/0/start"),
    ({"deadlines": [{"text": "x", "start": "2023-02-03", "end": "2022-01-01"}]}, "invalid", "/body/deadlines/0/end"),
    ({"deadlines": [{"text": "а, " * 400}]}, "invalid", "/body/deadlines/0/text"),
    ({"responsible": [{"text": "а"}] * 101}, "invalid", "/body/responsible"),
    ({"deadlines": ["завтра"]}, "invalid", "/body/deadlines/0"),
    ({"responsible": [{"name": 5}]}, "invalid", "/body/responsible/0/name"),
    ({"note": "a\x01b"}, "invalid", "/body/note"),
]


def test_values_that_make_no_sense_are_refused_with_their_place(measure: str, client: TestClient) -> None:
    for values, code, pointer in NONSENSE:
        answer = edit(client, measure, **values)
        assert (answer.status_code, answer.json()["code"]) == (422, code), values
        assert pointer is None or answer.json()["errors"][0]["pointer"] == pointer
    assert client.get(measure).headers["ETag"] == '"1"'


def test_a_text_that_can_not_be_kept_is_refused(measure: str, client: TestClient) -> None:
    assert edit(client, measure, note="a\x00b").status_code in (400, 422)


@pytest.mark.parametrize("body", ["{", "[]", '{"note": NaN}', '{"note": "\\ud800"}', '"text"'])
def test_bodies_that_are_no_object_of_values_are_refused(measure: str, client: TestClient, body: str) -> None:
    answer = client.patch(measure, content=body, headers={"If-Match": '"1"', "Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_corrections_are_there_again_after_a_newer_extraction(shelf: Shelf, document: UUID, measure: str, client: TestClient) -> None:
    edit(client, measure, number="1а", note="Проверено")
    records = read(PLAN)
    records["plans"][0]["measures"][0]["number"] = "I"
    shelf.save(document, records)
    record = client.get(measure).json()
    assert (record["number"], record["note"]) == ("1а", "Проверено")
    assert (record["corrections"]["number"]["extracted"], record["corrections"]["number"]["disagrees"]) == ("I", True)
    assert record["version"] == 3


def test_a_correction_that_a_newer_extraction_agrees_with_is_no_correction_any_more(
    shelf: Shelf, document: UUID, measure: str, client: TestClient
) -> None:
    edit(client, measure, number="1а")
    records = read(PLAN)
    records["plans"][0]["measures"][0]["number"] = "1а"
    shelf.save(document, records)
    assert client.get(measure).json()["corrections"] == {}


def test_the_history_of_a_record_that_is_gone_stays(shelf: Shelf, document: UUID, measure: str, client: TestClient) -> None:
    edit(client, measure, number="1а")
    records = read(PLAN)
    del records["plans"][0]["measures"][0]
    shelf.save(document, records)
    assert client.get(measure).status_code == 404
    assert [entry["value"] for entry in client.get(f"{measure}/history").json()["items"]] == ["1а"]


def test_a_value_that_was_set_back_stays_as_newly_read(shelf: Shelf, document: UUID, measure: str, client: TestClient) -> None:
    edit(client, measure, number="1а")
    edit(client, measure, '"2"', number="1")
    records = read(PLAN)
    records["plans"][0]["measures"][0]["number"] = "I"
    shelf.save(document, records)
    assert (client.get(measure).json()["number"], client.get(measure).json()["corrections"]) == ("I", {})


def test_requisites_are_corrected_with_the_filters_of_the_records(document: UUID, measure: str, client: TestClient) -> None:
    address = f"/v1/documents/{document}"
    tag = client.get(address).headers["ETag"]
    answer = edit(client, address, tag, issuer="Администрация Рябинового", kind="order", date="2023-01-09")
    assert (answer.status_code, answer.json()["issuer"]) == (200, "Администрация Рябинового")
    assert client.get(address).headers["ETag"] == answer.headers["ETag"]
    assert len(client.get("/v1/measures", params={"issuer": "администрация рябинового", "document_kind": "order"}).json()["items"]) == 4
    assert client.get(f"/v1/documents/{document}/records").json()["document"]["kind"] == "order"
    assert {entry["field"] for entry in client.get(f"{address}/history").json()["items"]} == {"issuer", "kind", "date"}


def test_corrected_requisites_stay_over_a_newer_extraction(shelf: Shelf, document: UUID, client: TestClient) -> None:
    address = f"/v1/documents/{document}"
    edit(client, address, client.get(address).headers["ETag"], issuer="Администрация Рябинового")
    shelf.save(document, read(PLAN))
    assert client.get("/v1/plans", params={"issuer": "Администрация Рябинового"}).json()["items"] != []


def test_plans_clauses_and_their_deadlines_are_corrected(shelf: Shelf, client: TestClient) -> None:
    shelf.keep(read(RESOLUTION))
    shelf.keep(read(PLAN))
    clause = client.get("/v1/clauses").json()["items"][0]["links"]["self"]
    assert edit(client, clause, kind="other", deadlines=[{"text": "до 1 июля"}]).json()["deadlines"][0]["kind"] == "calendar"
    plan = client.get("/v1/plans").json()["items"][0]["links"]["self"]
    assert edit(client, plan, title="План", period="2024").json()["title"] == "План"
    assert edit(client, plan, '"2"', period="скоро").status_code == 422


def test_an_edit_is_in_the_audit_log(measure: str, client: TestClient, shelf: Shelf) -> None:
    edit(client, measure, number="1а")
    row = shelf.rows("SELECT actor, object, details FROM audit WHERE action = 'measure.edit' ORDER BY seq")[0]
    assert (row["actor"], row["object"]) == (client.person, measure.removeprefix("/v1/"))
    assert '"number"' in row["details"]


def test_clerks_correct_and_readers_do_not(measure: str, sign_in: Callable[[str], TestClient]) -> None:
    assert edit(sign_in("reader"), measure, number="2").status_code == 403
    assert edit(sign_in("clerk"), measure, number="2").status_code == 200


def test_an_unknown_record_can_not_be_corrected(client: TestClient) -> None:
    for family in ("plans", "measures", "clauses", "activities", "documents"):
        values = {"title": "x"} if family in ("plans", "documents") else {"text": "x"}
        assert edit(client, f"/v1/{family}/{uuid4()}", **values).status_code == 404


def test_a_record_of_a_deleted_document_is_gone_and_not_corrected(document: UUID, measure: str, client: TestClient) -> None:
    assert client.delete(f"/v1/documents/{document}").status_code == 204
    for answer in (
        edit(client, measure, number="2"),
        client.get(measure),
        client.put(f"{measure}/review/number", json={"mark": "accepted"}, headers={"If-Match": '"1"'}),
        client.post(f"{measure}/undo", json={}, headers={"If-Match": '"1"'}),
        edit(client, f"/v1/documents/{document}", "*", number="2"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (410, "deleted")
