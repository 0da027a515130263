"""Computed versions: what a base and its acts become, in whatever order they come, and what of them is refused."""

from itertools import permutations

import pytest
from pydantic import TypeAdapter

from corpora.amending.scoring import records_of, rows_of
from extractor.records import Records
from tests.service.amending.papers import CASES, Desk, papers_of

RECORDS = TypeAdapter(Records)
# It adds, removes and changes rows by two acts.
TRIED = ("chain_of_acts",)


@pytest.mark.parametrize("name", [*TRIED, *(pytest.param(name, marks=pytest.mark.slow) for name in sorted(CASES) if name not in TRIED)])
def test_the_computed_version_is_the_edition_that_was_written_by_hand(desk: Desk, name: str) -> None:
    case = CASES[name]
    desk.put(dict(reversed(papers_of(case).items())))
    found = desk.consolidated()
    assert (found["is_computed"], found["state"]) == (True, "current")
    computed = rows_of(RECORDS.validate_python(desk.records(found["document"])))
    assert computed == rows_of(records_of(case, case.edition, "html"))


@pytest.mark.slow
@pytest.mark.parametrize("order", list(permutations(("base", "act1", "act2"))), ids=" ".join)
def test_the_order_in_which_documents_come_makes_no_difference(desk: Desk, order: tuple[str, ...]) -> None:
    papers = papers_of(CASES["chain_of_acts"])
    ids = desk.put({name: papers[name] for name in order}, one_by_one=True)
    found = desk.consolidated()
    assert [act["document"] for act in found["acts"]] == [str(ids["act1"]), str(ids["act2"])]
    versions = desk.client.get(f"/v1/lines/{desk.line()}").json()["versions"]
    assert [(version["in_force"], version["reason"]) for version in versions] == [
        ("2021-01-12", "first"), ("2021-03-01", "computed"), ("2021-04-15", "computed"),
    ]  # fmt: skip


def test_a_computed_version_is_a_version_like_any_other(desk: Desk) -> None:
    ids = desk.put(papers_of(CASES["chain_of_acts"]))
    client, base = desk.client, ids["base"]
    last, first = desk.consolidated(), desk.consolidated("2021-03-31")
    assert (last["in_force"], first["in_force"], desk.consolidated("2021-02-01")["document"]) == ("2021-04-15", "2021-03-01", str(base))
    assert client.get(f"/v1/lines/{desk.line()}/consolidated", params={"as_of": "2020-01-01"}).json()["code"] == "not_in_force"
    [plan] = client.get("/v1/plans", params={"document": last["document"]}).json()["items"]
    assert plan["measure_count"] == 5
    for kind in ("json", "ndjson", "csv", "xlsx", "docx"):
        assert client.get(f"/v1/plans/{plan['id']}/export", params={"format": kind}).status_code == 200
    compared = client.get(f"/v1/plans/{plan['id']}/compare").json()
    assert compared["documents"] == {"old": first["document"], "new": last["document"]}
    signed = client.post(
        f"/v1/comparisons/{first['document']}/{last['document']}/sign-offs", json={"key": compared["items"][0]["key"], "mark": "accepted"}
    )
    assert signed.status_code == 201
    assert client.get(f"/v1/documents/{last['document']}/source").json()["code"] == "source_computed"
    assert client.delete(f"/v1/documents/{last['document']}").json()["code"] == "document_computed"


def test_lists_show_the_version_that_stands_and_all_where_they_are_asked_for(desk: Desk) -> None:
    desk.put(papers_of(CASES["chain_of_acts"]))
    stands = desk.consolidated()["document"]
    for path in ("/v1/measures", "/v1/plans", "/v1/clauses?kind=approval"):
        found = desk.client.get(path).json()["items"]
        assert {item["document"] for item in found if "2021 год" in str(item) or path == "/v1/measures"} == {stands}, path
    assert (
        len({item["document"] for item in desk.client.get("/v1/measures", params={"versions": "all", "limit": 200}).json()["items"]}) == 3
    )
    due = desk.client.get("/v1/due", params={"from": "2021-01-01"}).json()["items"]
    assert {item["measure"]["document"] for item in due} == {stands}
    listed = desk.client.get("/v1/documents").json()["items"]
    assert sorted(item["name"] for item in listed) == ["act1.html", "act2.html", "base.html"]


def test_every_changed_field_leads_to_the_point_of_the_act(desk: Desk) -> None:
    ids = desk.put(papers_of(CASES["chain_of_acts"]))
    found = desk.consolidated("2021-03-31")
    moved = next(change for change in found["changes"] if change["field"] == "deadlines")
    assert (moved["old"], moved["new"], moved["document"], moved["point"]) == ("сентябрь 2021 г.", "август 2021 г.", str(ids["act1"]), "1")
    assert desk.client.get(f"/v1/measures/{moved['id']}").json()["number"] == "4"
    blocks = {block["block"]: block for block in desk.client.get(f"/v1/documents/{ids['act1']}/text").json()["items"]}
    evidence = moved["evidence"]
    assert blocks[evidence["block"]]["text"][evidence["start"] : evidence["end"]] == evidence["text"]


def places(value: object) -> list[dict[str, object]]:
    """Give every evidence in some JSON."""
    if isinstance(value, list):
        return [place for part in value for place in places(part)]
    if not isinstance(value, dict):
        return []
    own = [value] if "block" in value and "start" in value else []
    return own + [place for part in value.values() for place in places(part)]


def test_the_text_of_a_version_is_what_it_says_and_then_what_it_was_read_from(desk: Desk) -> None:
    desk.put(papers_of(CASES["chain_of_acts"]))
    document = desk.consolidated()["document"]
    blocks = desk.client.get(f"/v1/documents/{document}/text").json()["items"]
    assert blocks[0]["text"] == "Вычисленная редакция на 15.04.2021"
    texts = {(block["block"], None, None): block["text"] for block in blocks if block["kind"] == "paragraph"}
    texts |= {(block["block"], cell["row"], cell["column"]): cell["text"] for block in blocks for cell in block.get("cells", ())}
    found = places(desk.records(document))
    assert len(found) > 30
    for place in found:
        text = texts[place["block"], place["row"], place["column"]]
        assert text[place["start"] : place["end"]] == place["text"], place


@pytest.mark.parametrize("name", ["refused", pytest.param("refused_further", marks=pytest.mark.slow)])
def test_what_can_not_be_applied_is_told_and_changes_nothing(desk: Desk, name: str) -> None:
    case = CASES[name]
    desk.put(papers_of(case))
    found = desk.consolidated()
    refused = [one["number"] for one in found["instructions"] if one["state"] == "refused"]
    assert set(refused) <= set(case.refused)
    assert all(one["issue"]["message"].startswith("Пункт") for one in found["instructions"] if one["state"] == "refused")
    computed = rows_of(RECORDS.validate_python(desk.records(found["document"])))
    assert computed == rows_of(records_of(case, case.edition, "html"))
