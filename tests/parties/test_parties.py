"""Parties of cells: the cases of `cases/parties.txt` and what holds for every cell."""

import re
from functools import wraps

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Passage
from extractor.parties import borders, find_addressees, find_parties
from extractor.parties.borders import Rule
from extractor.parties.borders.gap import Gap
from extractor.parties.pairing import RULES as PAIRING_RULES
from extractor.parties.reading import read_items
from extractor.records import Party
from extractor.text import PrintedLine, flow, matching_form
from tests.case_files import Case, marked, read_cases

GOVERNED = re.compile(r"\[(\w{4})\] ")


def expected(case: Case) -> list[tuple[str | None, str | None, str]]:
    """Give the parties of a case as (name, person, role)."""
    parts = [[part.strip() or None for part in [*line.split("|"), "", ""][:3]] for line in case.after("=")]
    return [(name, person, role or "executor") for name, person, role in parts]


def as_passage(cell: str) -> Passage:
    """Build a cell: ⏎ is a hard line end, ↵ a wrapped one."""
    parts = re.split("([⏎↵])", cell)
    printed = [PrintedLine(parts[at], hard=parts[at + 1 : at + 2] != ["↵"]) for at in range(0, len(parts), 2)]
    text, lines = flow(printed)
    return Passage(text=text, block=1, lines=lines)


def read_cell(cell: str) -> tuple[Passage, tuple[Party, ...]]:
    governed = GOVERNED.match(cell)
    passage = as_passage(cell[governed.end() :] if governed else cell)
    if governed:
        return passage, find_addressees(passage, 0, len(passage.text), case=governed[1]).value
    return passage, find_parties(passage).value


ALL = read_cases("parties.txt")


@pytest.mark.parametrize("case", marked(ALL))
def test_a_cell_gives_its_parties(case: Case) -> None:
    _, parties = read_cell(case.printed[0])
    assert [(party.name, party.person, party.role) for party in parties] == expected(case)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.title)
def test_evidence_is_the_source(case: Case) -> None:
    passage, parties = read_cell(case.printed[0])
    for party in parties:
        assert passage.text[party.evidence.start : party.evidence.end] == party.evidence.text == party.text


@pytest.mark.parametrize("case", [case for case in ALL if expected(case)], ids=lambda case: case.title)
def test_no_word_of_a_cell_is_lost(case: Case) -> None:
    passage, parties = read_cell(case.printed[0])
    kept = set(re.findall(r"\w+", matching_form(" ".join(party.text for party in parties))))
    lost = [word for word in re.findall(r"\w+", matching_form(passage.text)) if word not in kept]
    assert not [word for word in lost if word not in MARKERS and not word.isdigit() and word[1:] not in kept]


# Words of labels, joining words, agreements, times and conjunctions, which belong to no party.
MARKERS = set(
    re.findall(
        r"\w+",
        "и а также так же или ответственный ответственные за исполнение отв исполнитель исполнители соисполнители соисполнитель докладчик организатор "
        "участники куратор совместно с со при участии с участием при содействии при взаимодействии по согласованию согл свод созыв далее тел департамент в срок до июля года",
    )
)


def test_a_date_in_the_column_is_an_issue_and_no_party() -> None:
    reading = find_parties(Passage(text="до 15.03.2021", block=1))
    assert reading.value == ()
    assert [issue.code for issue in reading.issues] == ["party_unknown"]


def test_a_span_gives_only_its_own_parties() -> None:
    text = "Поручить отделу культуры подготовить отчет."
    reading = find_addressees(Passage(text=text, block=7), 9, 24, case="datv")
    assert [(party.name, party.evidence.start, party.evidence.block) for party in reading.value] == [("отдел культуры", 9, 7)]


def test_a_repeated_name_points_to_each_person() -> None:
    parties = find_parties(Passage(text="Методисты Ветрова О.А., Сомов П.П.", block=1)).value
    assert [party.text for party in parties] == ["Методисты Ветрова О.А.", "Сомов П.П."]


def test_the_column_s_role_is_taken_over() -> None:
    reading = find_parties(Passage(text="Отдел культуры", block=1), role="lead")
    assert [party.role for party in reading.value] == ["lead"]


def test_known_names_part_a_doubtful_comma() -> None:
    passage = Passage(text="Отдел культуры, связи", block=1)
    assert len(find_parties(passage).value) == 1
    assert [party.name for party in find_parties(passage, known=("Отдел культуры", "связи")).value] == ["Отдел культуры", "связи"]


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [*'(),.;:-–«»"№/• \n', "Отдел", "отдел", "культуры", "и", "Лугин", "П.А.", "зам.", "1.", "МБУ", "по", "совместно с"]
        ),
        max_size=14,
    )
)
def test_any_cell_is_read_without_raising(parts: list[str]) -> None:
    passage, parties = read_cell(" ".join(parts).replace("\n", "⏎"))
    for party in parties:
        assert passage.text[party.evidence.start : party.evidence.end] == party.evidence.text
        assert party.name or party.person


def test_every_border_rule_answers_on_some_case(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = set[str]()

    def watched(rule: Rule) -> Rule:
        def answer(gap: Gap) -> bool | None:
            found = rule(gap)
            if found is not None:
                answered.add(rule.__name__)
            return found

        return wraps(rule)(answer)

    monkeypatch.setattr(borders, "RULES", tuple(watched(rule) for rule in borders.RULES))
    read_items.cache_clear()
    for case in ALL:
        read_cell(case.printed[0])
    find_parties(Passage(text="Отдел культуры, связи", block=1), known=("Отдел культуры", "связи"))
    assert [rule.__name__ for rule in borders.RULES if rule.__name__ not in answered] == []


@pytest.mark.parametrize("rule", [*borders.RULES, *PAIRING_RULES], ids=lambda rule: rule.__name__)
def test_every_rule_quotes_a_wording(rule: Rule) -> None:
    assert re.search("[А-Яа-яё]", rule.__doc__ or "")
