"""Records as rows: their filter columns, and what stays over a newer extraction."""

from uuid import UUID

import pytest

from tests.service.stored import PLAN, RESOLUTION, Shelf, read


def ids(shelf: Shelf) -> dict[str, UUID]:
    return {row["text"]: row["id"] for row in shelf.rows("SELECT body ->> 'text' AS text, id FROM measures")}


def test_measures_stand_newest_document_first_and_then_as_printed(shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    shelf.keep(read(PLAN.replace("мост", "паром")))
    texts = [row["text"] for row in shelf.rows("SELECT body ->> 'text' AS text FROM measures ORDER BY place")]
    assert [text.split()[1] for text in texts] == ["паром", "тротуар", "ярмарку", "ёлку", "мост", "тротуар", "ярмарку", "ёлку"]


def test_filter_columns_hold_what_the_record_says(shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    row = shelf.rows("SELECT * FROM measures ORDER BY place")[0]
    assert row["units"] == ["отдел дорог"]
    assert row["persons"] == ["дубов а.а.", "дубов"]
    assert row["sections"] == ["дороги"]
    assert row["deadline_kinds"] == ["calendar"]
    assert row["first_due"].isoformat() == "2023-05-01"
    assert row["confidence"] == pytest.approx(min(row["body"]["confidence"].values()))


def test_an_issue_marks_the_record_of_its_row_and_no_other(shelf: Shelf) -> None:
    shelf.keep(read(PLAN))
    assert [row["has_issue"] for row in shelf.rows("SELECT has_issue FROM measures ORDER BY place")] == [False, False, False, True]


def test_requisites_go_to_the_document_and_its_records(shelf: Shelf) -> None:
    document = shelf.keep(read(RESOLUTION))
    row = shelf.rows("SELECT kind, issuer_key, date, requisites ->> 'number' AS number FROM documents WHERE id = %s", document)[0]
    assert (row["kind"], row["date"].isoformat(), row["number"]) == ("resolution", "2024-03-12", "45")
    clauses = shelf.rows("SELECT document_kind, issuer_key, kind FROM clauses ORDER BY place")
    assert {clause["issuer_key"] for clause in clauses} == {row["issuer_key"]}
    assert [clause["kind"] for clause in clauses] == ["assignment", "publication", "control"]


def test_a_newer_extraction_keeps_the_ids_of_records_that_stand_where_one_stood(shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    before = ids(shelf)
    plan = shelf.rows("SELECT id FROM plans")
    shelf.save(document, read(PLAN.replace("4 | Обновить ёлку на площади | когда получится | Отдел культуры |\n", "")))
    after = ids(shelf)
    assert len(after) == 3
    assert after.items() <= before.items()
    assert shelf.rows("SELECT id FROM plans") == plan


def test_saving_the_same_records_again_changes_no_version(shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    shelf.save(document, read(PLAN))
    assert {row["version"] for row in shelf.rows("SELECT version FROM measures")} == {1}


def test_a_record_that_is_read_otherwise_has_a_newer_version(shelf: Shelf) -> None:
    document = shelf.keep(read(PLAN))
    records = read(PLAN)
    records["plans"][0]["measures"][0]["number"] = "1а"
    shelf.save(document, records)
    assert [row["version"] for row in shelf.rows("SELECT version FROM measures ORDER BY place")] == [2, 1, 1, 1]


def test_two_records_of_one_place_are_both_kept(shelf: Shelf) -> None:
    records = read(PLAN)
    measures = records["plans"][0]["measures"]
    measures.append(measures[0] | {"text": "Починить мост ещё раз"})
    document = shelf.keep(records)
    before = ids(shelf)
    shelf.save(document, records)
    assert ids(shelf) == before
    assert len(before) == 5


def test_very_long_wordings_and_names_can_be_saved(shelf: Shelf) -> None:
    records = read(PLAN)
    measure = records["plans"][0]["measures"][0]
    measure["text"] = "ы" * 5_000 + " слово" * 30_000
    measure["section"] = ["ё" * 20_000]
    measure["responsible"] = [measure["responsible"][0] | {"name": f"Отдел {'ш' * 9_000} {n}"} for n in range(500)]
    shelf.keep(records)
    assert len(ids(shelf)) == 4


def test_two_thousand_measures_are_saved(shelf: Shelf) -> None:
    records = read(PLAN)
    plan = records["plans"][0]
    first = plan["measures"][0]
    plan["measures"] = [first | {"evidence": first["evidence"] | {"row": row}} for row in range(1, 2_001)]
    shelf.keep(records)
    assert shelf.rows("SELECT count(*) AS count FROM measures") == [{"count": 2_000}]
