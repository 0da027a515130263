"""Scoring: hand-made records whose counts can be checked by eye."""

from typing import Any

from corpora.floors import find_drops, pin_floors
from corpora.gold import read_gold
from corpora.pairing import normal, pair_texts
from corpora.scoring import score_document
from corpora.source import read_layouts


def record(*measures: dict[str, Any]) -> dict[str, Any]:
    plan = {"title": "План", "appendix": None, "period": None, "measures": list(measures)}
    return {"document": {"kind": "plan"}, "clauses": [], "plans": [plan], "activities": [], "amendments": []}


def measure(text: str, **fields: Any) -> dict[str, Any]:
    return {"text": text, "deadlines": [], "responsible": [], "section": [], **fields}


def party(name: str, role: str = "executor") -> dict[str, Any]:
    return {"name": name, "person": None, "role": role}


def test_every_gold_record_scores_full_marks_against_itself() -> None:
    for layout in read_layouts():
        gold = read_gold(layout)
        tally = score_document(gold, gold)
        assert tally.misses == []
        assert {f1 for *_, f1 in tally.rows()} == {1.0}


def test_a_missing_measure_lowers_recall_only() -> None:
    tally = score_document(record(measure("Ремонт моста"), measure("Посадка лип")), record(measure("Ремонт моста")))
    rows = {name: (precision, recall) for name, precision, recall, _ in tally.rows()}
    assert rows["measure"] == (1.0, 0.5)
    assert rows["measure.text"] == (1.0, 0.5)


def test_an_invented_measure_lowers_precision_only() -> None:
    tally = score_document(record(measure("Ремонт моста")), record(measure("Ремонт моста"), measure("Председатель комиссии")))
    rows = {name: (precision, recall) for name, precision, recall, _ in tally.rows()}
    assert rows["measure"] == (0.5, 1.0)


def test_a_party_in_another_role_is_wrong_and_its_measure_not_whole() -> None:
    gold = record(measure("Ремонт моста", responsible=[party("Отдел дорог")]))
    tally = score_document(gold, record(measure("Ремонт моста", responsible=[party("Отдел дорог", "lead")])))
    assert (tally.right["measure.responsible"], tally.right["measure.WHOLE"]) == (0, 0)
    assert [miss.field for miss in tally.misses] == ["measure.responsible"]


def test_case_quotes_and_line_end_hyphens_make_no_difference() -> None:
    assert normal("Клуб «Искра», градо- строительство.") == normal('КЛУБ "ИСКРА",градостроительство')


def test_another_right_wording_counts() -> None:
    gold = record(measure("О травматизме", text_alt=["О травматизме. Докладчик – Шпак Б.Б."]))
    tally = score_document(gold, record(measure("О травматизме. Докладчик – Шпак Б.Б.")))
    assert tally.right["measure.text"] == 1


def test_nothing_extracted_misses_every_gold_value() -> None:
    gold = record(measure("Ремонт моста", responsible=[party("Отдел дорог")]))
    tally = score_document(gold, {})
    assert (tally.gold["measure.responsible"], tally.right["measure.responsible"], tally.found["measure.responsible"]) == (1, 0, 0)


def test_equal_texts_are_paired_in_order() -> None:
    texts = ["встречи", "беседы", "встречи"]
    assert sorted(pair_texts(texts, texts)) == [(0, 0), (1, 1), (2, 2)]


def test_a_statement_may_be_part_of_a_longer_sentence() -> None:
    assert list(pair_texts(["открыт центр"], ["в городе открыт центр и сквер"], partial=True)) == [(0, 0)]


def test_a_field_below_its_floor_is_named() -> None:
    result = {"formats": {"pdf": {"measure.text": {"f1": 0.8}}}, "fingerprint": "x"}
    pinned = {"fingerprint": "x", "floors": {"pdf": {"measure.text": 0.9}}}
    assert find_drops(result, pinned) == ["pdf measure.text: 0.8000 is below the floor 0.9000"]


def test_floors_only_rise_unless_lowering_is_asked_for() -> None:
    result = {"formats": {"pdf": {"measure.text": {"f1": 0.8}, "clause": {"f1": 1.0}}}, "fingerprint": "x"}
    pinned = {"fingerprint": "x", "floors": {"pdf": {"measure.text": 0.9, "clause": 0.5}}}
    assert pin_floors(result, pinned, lower=False)["floors"] == {"pdf": {"measure.text": 0.9, "clause": 1.0}}
    assert pin_floors(result, pinned, lower=True)["floors"] == {"pdf": {"measure.text": 0.8, "clause": 1.0}}
