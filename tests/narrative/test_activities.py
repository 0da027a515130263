"""Narrative activities: case file, the law of evidence, hostile input."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Paragraph
from extractor.narrative import find_activities
from extractor.records import Activity, DocumentKind

CASES = Path(__file__).parent.parent / "cases" / "activities.txt"


@dataclass(frozen=True)
class Case:
    title: str
    kind: DocumentKind
    period: str | None
    paragraphs: tuple[Paragraph, ...]
    expected: tuple[str, ...]
    known_gap: bool


def read_cases() -> list[Case]:
    text = "\n".join(line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [read_case(chunk) for chunk in re.split(r"\n\s*\n", text.strip())]


def read_case(chunk: str) -> Case:
    title, *lines = chunk.splitlines()
    setting = re.search(r"\[(\w+) ?([\d/-]*)\]$", title)
    paragraphs = tuple(
        Paragraph(text=line[2:].removeprefix("# "), block=number, level=1 if line.startswith("> # ") else None)
        for number, line in enumerate((line for line in lines if line.startswith("> ")), 1)
    )
    return Case(
        title=title.lstrip("!"),
        kind=cast("DocumentKind", setting.group(1)) if setting else "report",
        period=(setting.group(2) or None) if setting else None,
        paragraphs=paragraphs,
        expected=tuple(normal(line[2:]) for line in lines if line.startswith("= ")),
        known_gap=title.startswith("!"),
    )


def normal(line: str) -> str:
    return re.sub(r"[ |]*$", "", " | ".join(part.strip() for part in line.split("|")))


def shown(activity: Activity) -> str:
    quantities = "; ".join(
        f"{quantity.value:g} {quantity.unit}".replace(".", ",", 1) if quantity.value % 1 else f"{quantity.value:.0f} {quantity.unit}"
        for quantity in activity.quantities
    )
    return normal(" | ".join([activity.status, activity.text, activity.period or "", activity.actor or "", quantities]))


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case.title, marks=[pytest.mark.xfail(strict=True)] if case.known_gap else []) for case in read_cases()],
)
def test_the_case_states_its_activities(case: Case) -> None:
    found = find_activities(case.paragraphs, kind=case.kind, period=case.period).value
    assert tuple(shown(activity) for activity in found) == case.expected


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.title)
def test_the_evidence_is_the_text_of_its_paragraph(case: Case) -> None:
    for activity in find_activities(case.paragraphs, kind=case.kind, period=case.period).value:
        paragraph = case.paragraphs[activity.evidence.block - 1]
        assert paragraph.text[activity.evidence.start : activity.evidence.end] == activity.evidence.text == activity.text


def test_the_case_file_has_kinds_that_exist() -> None:
    assert {case.kind for case in read_cases()} <= set(get_args(DocumentKind))


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


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_long_hostile_paragraph_ends_in_time(text: str) -> None:
    lead = Paragraph(text="В 2020 году планируется:", block=1)
    find_activities([lead, Paragraph(text=text, block=2)], kind="report")
