"""Rules of amending acts: every docstring is a wording that the rule itself reads; any text is read without error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.amendments import adding, removing, replacing, restating
from extractor.amendments.flow import find_nodes
from extractor.amendments.phrases import Rule, cut_phrases
from extractor.amendments.reading import RULES as BY_VERB
from extractor.outline import Stretch
from tests.amendments.test_reading import find
from tests.builders import paragraph
from tests.drawings import draw, stands_in

EVERY = sorted({rule for rules in BY_VERB.values() for rule in rules}, key=lambda rule: (rule.__module__, rule.__name__))
WORDS = st.sampled_from(
    ["1.", "1.1.", "а)", "-", "В пункте 3", "пункты 2, 4–6", "слова", "«май»", "«", "»", '"', "заменить", "словами", "исключить", "дополнить",
     "следующего содержания:", "изложить в следующей редакции:", "признать утратившим силу", "после слов", "строку 5", "в графе «Срок»",
     "по всему тексту", "приложение 1", "постановления администрации от 12.03.2021 № 45", "внести в", "следующие изменения:", "раздел II"]
)  # fmt: skip


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}")
def test_a_rule_reads_the_wording_of_its_docstring(rule: Rule) -> None:
    wording = paragraph(rule.__doc__ or "")
    (node,) = find_nodes([Stretch(wording, 0, len(wording.text))])
    phrases = [phrase for phrase, _, _ in cut_phrases(node.skeleton, node.quotations)]
    assert any(answer.edits for phrase in phrases if (answer := rule(phrase)))


@settings(max_examples=150)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), max_size=8))
def test_any_points_are_read_without_error_and_with_true_places(points: list[str]) -> None:
    document = draw(
        ["^ПОСТАНОВЛЕНИЕ", "О внесении изменений в постановление администрации района от 12.03.2021 № 45", "ПОСТАНОВЛЯЮ:", *points]
    )
    reading = find(document)
    assert all(stands_in(document, i.evidence) for amendment in reading.value for i in amendment.instructions)
    assert all(met.evidence is None or stands_in(document, met.evidence) for met in reading.issues)


def test_families_have_their_rules_listed() -> None:
    listed = {*removing.EXCLUDING, *removing.REPEALING, *restating.RULES, *adding.RULES, *replacing.RULES}
    assert listed == set(EVERY)
