"""Narrative activities: case file, the law of evidence, hostile input."""

import re
from dataclasses import dataclass
from typing import cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Paragraph
from extractor.narrative import find_activities
from extractor.records import Activity, DocumentKind
from tests.case_files import Case, marked, read_cases

CASES = read_cases("activities.txt")


@dataclass(frozen=True)
class Report:
    """The report that a case draws: "> # " opens a heading, "[plan 2021]" after the title names kind and period."""

    kind: DocumentKind
    period: str | None
    paragraphs: tuple[Paragraph, ...]


def report(case: Case) -> Report:
    setting = re.search(r"\[(\w+) ?([\d/-]*)\]$", case.title)
    kind = cast("DocumentKind", setting.group(1)) if setting else "report"
    paragraphs = tuple(
        Paragraph(text=line.removeprefix("# "), block=number, level=1 if line.startswith("# ") else None)
        for number, line in enumerate(case.printed, 1)
    )
    return Report(kind, (setting.group(2) or None) if setting else None, paragraphs)


def normal(line: str) -> str:
    return re.sub(r"[ |]*$", "", " | ".join(part.strip() for part in line.split("|")))


def shown(activity: Activity) -> str:
    quantities = "; ".join(
        f"{quantity.value:g} {quantity.unit}".replace(".", ",", 1) if quantity.value % 1 else f"{quantity.value:.0f} {quantity.unit}"
        for quantity in activity.quantities
    )
    return normal(" | ".join([activity.status, activity.text, activity.period or "", activity.actor or "", quantities]))


@pytest.mark.parametrize("case", marked(CASES))
def test_the_case_states_its_activities(case: Case) -> None:
    drawn = report(case)
    found = find_activities(drawn.paragraphs, kind=drawn.kind, period=drawn.period).value
    assert [shown(activity) for activity in found] == [normal(line) for line in case.after("= ")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_the_evidence_is_the_text_of_its_paragraph(case: Case) -> None:
    drawn = report(case)
    for activity in find_activities(drawn.paragraphs, kind=drawn.kind, period=drawn.period).value:
        paragraph = drawn.paragraphs[activity.evidence.block - 1]
        assert paragraph.text[activity.evidence.start : activity.evidence.end] == activity.evidence.text == activity.text


def test_the_case_file_has_kinds_that_exist() -> None:
    assert {report(case).kind for case in CASES} <= set(get_args(DocumentKind))


PIECES = st.sampled_from(
    [*"()«»\",.:;-№%С¤ё", "проведено", "будет", "не", "необходимо", "провести", "которые", "12", "1,5", "тыс.", "в 2020 году", "300-летие",
     "администрацией", "района", "встречи", "и", "а также", "что", "Цель:", "1.", "г."]
)  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=25).map(" ".join), max_size=6), st.sampled_from(get_args(DocumentKind)))
def test_any_words_in_any_order_keep_the_law_of_evidence(texts: list[str], kind: DocumentKind) -> None:
    paragraphs = [Paragraph(text=text, block=number) for number, text in enumerate(texts, 1)]
    for activity in find_activities(paragraphs, kind=kind, period="2020").value:
        text = paragraphs[activity.evidence.block - 1].text
        assert text[activity.evidence.start : activity.evidence.end] == activity.evidence.text == activity.text


def test_a_flattened_table_is_left_out_with_an_issue() -> None:
    dump = "Проведено мероприятие " + "в школе и клубе " * 200
    reading = find_activities([Paragraph(text=dump, block=1)], kind="report")
    assert reading.value == ()
    assert [issue.code for issue in reading.issues] == ["long_sentence"]


HOSTILE = (
    "проведено (" * 3000 + " в 2020 году " * 500 + '"' * 999,
    "которые, " * 20_000,
    "проведено " + "а" * 100_000,
    "1" * 50_000 + " проведено",
    "- " + "в1." * 60_000,
    "проведено 1 000 " * 20_000,
    "«" * 50_000,
    "и " * 50_000 + "проведено",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_long_hostile_paragraph_makes_reading_not_hang(text: str) -> None:
    lead = Paragraph(text="В 2020 году планируется:", block=1)
    find_activities([lead, Paragraph(text=text, block=2)], kind="report")
