"""Laws that hold for any cell: evidence equals source, nothing is lost, nothing is raised, bounds are in order."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.deadlines import bounds, find_deadlines, find_deadlines_in_text, is_deadline_wording, read_period
from extractor.deadlines.cells import SAYS_NOTHING
from extractor.document import Line, Passage

PIECES = (
    "до", "с", "по", "не позднее", "1", "10", "31", "2021", "2022", "года", "г.", "марта", "июль", "Декабрь", "I", "II", "квартал", "кв.",
    "полугодие", "ежегодно", "Ежеквартально", "1 раз в", "месяц", "год", "и", ",", ";", "-", "–", "(", ")", "по мере", "необходимости",
    "постоянно", "в течение", "дней", "01.03.2021", "15.04", "14.00", "каждый", "понедельник", "числа", "учебный", "декада", "неделя",
    "при", "согласно плану", "«20»", "1)", "2.", "конца", "следующего", "за", "отчетным", "0", "99", "слово", "/", ":",
)  # fmt: skip
CELLS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.text(max_size=60))
PERIODS = st.sampled_from([None, "2021", "2020/2022", "2021-09/2022-08", "2021-03", "../2025", "XXXX"])


@settings(max_examples=300)
@given(cell=CELLS, period=PERIODS, heading=st.sampled_from(["", "МАРТ", "12 марта 2021 г. Сбор"]))
def test_evidence_equals_the_source_and_no_figure_is_lost(cell: str, period: str | None, heading: str) -> None:
    reading = find_deadlines(Passage(text=cell, block=1), period=period, headings=[heading])
    for deadline in reading.value:
        assert deadline.evidence.text == cell[deadline.evidence.start : deadline.evidence.end] == deadline.text
        assert deadline.text.strip()
    covered = {at for deadline in reading.value for at in range(deadline.evidence.start, deadline.evidence.end)}
    marks = {at for mark in re.finditer(r"(?<!\w)\d{1,2}\)", cell) for at in range(mark.start(), mark.end())}
    lost = [at for at, sign in enumerate(cell) if sign.isascii() and sign.isdigit() and at not in covered | marks]
    assert not lost or SAYS_NOTHING.fullmatch(cell)


@settings(max_examples=150)
@given(cell=CELLS, period=PERIODS)
def test_the_first_day_is_not_after_the_last(cell: str, period: str | None) -> None:
    for deadline in find_deadlines(Passage(text=cell, block=1), period=period).value:
        if deadline.start and deadline.end:
            assert deadline.start <= deadline.end


@settings(max_examples=150)
@given(cell=CELLS, period=PERIODS)
def test_an_unknown_entry_always_has_its_issue(cell: str, period: str | None) -> None:
    reading = find_deadlines(Passage(text=cell, block=1), period=period)
    unknown = [deadline for deadline in reading.value if deadline.kind == "unknown"]
    assert len(unknown) == sum(issue.code == "deadline_unknown" for issue in reading.issues)


@settings(max_examples=150)
@given(text=CELLS, period=PERIODS)
def test_running_text_keeps_the_law_of_evidence(text: str, period: str | None) -> None:
    for deadline in find_deadlines_in_text(Passage(text=text, block=1), period=period).value:
        assert deadline.text == text[deadline.evidence.start : deadline.evidence.end]


@settings(max_examples=150)
@given(text=CELLS)
def test_periods_and_guesses_never_raise(text: str) -> None:
    period = read_period(text)
    assert period is None or bounds(period) is not None
    assert is_deadline_wording(text) in (True, False)


@settings(max_examples=150)
@given(value=st.text(alphabet="0123456789X-/.~?% ", max_size=22))
def test_bounds_never_raise(value: str) -> None:
    assert len(bounds(value)) == 2


@pytest.mark.parametrize(
    "piece", ["1, ", "до ", "и ", "раз в ", "(", "2021 - ", "по мере ", "1 и ", "понедельник, ", "не реже ", "01.01.", "10.00 - ", "i", "-"]
)
def test_a_hostile_cell_makes_reading_not_hang(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    find_deadlines(Passage(text=text[:4_000], block=1))
    find_deadlines(Passage(text=text, block=1))
    find_deadlines_in_text(Passage(text=text[:20_000], block=1))
    read_period(text[:20_000])


def test_a_part_of_a_passage_has_offsets_of_the_whole() -> None:
    text = "Срок: до 1 июля 2021 г. Ответственный: отдел"
    (deadline,) = find_deadlines(Passage(text=text, block=1), 6, 23).value
    assert (deadline.text, deadline.evidence.start) == ("до 1 июля 2021 г.", 6)


def test_a_hard_line_end_of_the_passage_parts_two_deadlines_and_a_wrapped_one_does_not() -> None:
    text = "По мере необходимости В течение года"
    hard = Passage(text=text, block=1, lines=(Line(0, 21), Line(22, len(text))))
    assert [d.kind for d in find_deadlines(hard).value] == ["on_demand", "continuous"]
    wrapped = Passage(text="по мере необходимости в течение года", block=1, lines=(Line(0, 21, hard=False), Line(22, len(text))))
    assert [d.kind for d in find_deadlines(wrapped).value] == ["on_demand"]
