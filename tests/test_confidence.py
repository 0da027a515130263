"""Confidence of a measure's fields."""

import pytest

from corpora.confidence import write_shares
from extractor.confidence import rule_kind, share
from extractor.lexicons import read_lexicon
from extractor.measures import find_measures, read_plan_layout
from tests.builders import table


def test_every_filled_field_has_a_confidence() -> None:
    built = table("№ | Мероприятие | Срок | Исполнитель\n1 | Починить мост | май | Отдел дорог\n2 | Вымыть окна | когда-нибудь | Завхоз")
    layout = read_plan_layout(built, title="План")
    assert layout is not None
    first, second = find_measures(built, layout, period="2023").value
    assert set(first.confidence) == {"text", "number", "deadlines", "responsible"}
    assert all(0 < value < 1 for value in first.confidence.values())
    assert second.confidence["deadlines"] < first.confidence["deadlines"]


def test_shares_are_measured_for_the_main_fields() -> None:
    assert {"text", "number", "section", "deadlines", "responsible", "funding", "result"} <= set(read_lexicon("confidence"))


def test_an_unmeasured_rule_has_its_fields_share_and_an_unmeasured_field_little() -> None:
    assert share("responsible", "no such rule") == read_lexicon("confidence")["responsible"]["any"]
    assert share("no such field", "column «x»") < 0.7


@pytest.mark.parametrize(
    ("rule", "kind"),
    [("column «срок»", "column"), ("column «guessed by content»", "guess"), ("wording постоянно", "wording"), ("in_dates", "in_dates")],
)
def test_rules_are_counted_by_kind(rule: str, kind: str) -> None:
    assert rule_kind(rule) == kind


def test_shares_come_from_counts() -> None:
    written = write_shares(iter([("text", "column", True)] * 9 + [("text", "guess", False)]))
    assert '"column" = 0.909  # 9 of 9' in written
    assert '"any" = 0.833  # 9 of 10' in written
    assert "guess" not in written
