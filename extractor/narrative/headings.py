"""Headings: what they say of the statements below, their years and whether the text is about plans or about aims.

In: paragraphs. Out: a `Section` for each heading. A new kind of heading is a pattern in `[headings]` of the lexicon.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from extractor.document import Paragraph
from extractor.narrative.periods import find_relative, find_times
from extractor.narrative.sentences import shade
from extractor.narrative.undated import find_undated
from extractor.narrative.verbs import find_predicates
from extractor.narrative.words import lexicon
from extractor.records import ActivityStatus
from extractor.text import matching_form

Mood = Literal["plain", "planned", "described", "skipped"]
# The longest heading of the corpus has 190 characters.
LONGEST_HEADING = 250
# A line in bold, or one that ends in a colon, is a heading up to this length, beyond it is an emphasised statement.
LONGEST_LABEL = 120
LIST_ITEM = re.compile(r"\s*(?:[-–—−•·*▪■●✓✔➢]|\d{1,3}[.)]|[а-яёa-z]\))\s*|(?=[а-яё])")
NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVXivx]{1,4})\.")
CHAPTER = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)] ?[А-ЯЁ]")
QUESTION = re.compile(r"^(?:\d+[.)] ?)?(?:что|какие|какая|какой|как|чего|над чем|где|кто)\b")
LABEL = re.compile(
    r"^(?:основн\w+ |главн\w+ )?(?:цел|задач)\w*(?: и задач\w*)?(?: [^.:]{1,60})? ?:"
    r"|\b(?:прав[оа]|вправе|функци\w+|полномочи\w+|обязанност\w+|требовани\w+|принцип\w+)\b[^.:]{0,60}:$"
)


@dataclass(frozen=True, slots=True)
class Section:
    """What holds for the statements under a heading.

    `reported` is the time that the whole is about, from which "в следующем году" counts. `list_only` ends with the list
    that follows; `told` says that the text reports, whatever the document's kind.
    """

    mood: Mood = "plain"
    past: str | None = None
    future: str | None = None
    reported: str | None = None
    list_only: bool = False
    told: bool = False

    def period(self, status: ActivityStatus) -> str | None:
        """Give the time named above the statement: the one for plans where the heading names two."""
        return self.future or self.past if status == "planned" else self.past


def is_heading(paragraph: Paragraph, *, in_list: bool = False) -> bool:
    """Tell whether the paragraph is a heading: marked or printed as one, a question, or a line with no predicate and no end mark.

    Inside a list (`in_list`) a plain line is one of its lines, though it has no mark.
    """
    text = paragraph.text.strip()
    if not text or len(text) > LONGEST_HEADING:
        return False
    if paragraph.level is not None:
        return True
    if text[-1] in ";,!" or (text[-1] == "." and not (NUMBERED.match(text) and len(text) < 80)):
        return False
    if text[-1] != ":" and is_marked(paragraph):
        return True
    if in_list or find_predicates(shade(text)) or (text[-1] == ":" and len(text) > LONGEST_LABEL):
        return False
    return not LIST_ITEM.match(text) or is_known_heading(matching_form(text))


def is_marked(paragraph: Paragraph) -> bool:
    """Tell whether a line is a question, or is printed in bold or in the middle and is short."""
    return bool(QUESTION.match(matching_form(paragraph.text))) or (
        (paragraph.centred or paragraph.bold) and len(paragraph.text) <= LONGEST_LABEL
    )


def is_known_heading(form: str) -> bool:
    """Tell whether a numbered line is a heading by its words: "1. Характеристика проблемы"."""
    return bool(NUMBERED.match(form)) and mood_of(form) != "plain"


def is_chapter(paragraph: Paragraph, below: Paragraph) -> bool:
    """Tell whether a numbered line is a heading by what stands under it: "2. Анализ ситуации" over a paragraph of text."""
    text = paragraph.text.strip()
    return (
        bool(CHAPTER.match(text))
        and len(text) <= LONGEST_LABEL
        and text[-1] not in ";,:."
        and not find_predicates(shade(text))
        and not is_list_item(below)
        and below.text.rstrip().endswith((".", ":"))
    )


def is_marked_item(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph begins with the mark of a list's line: a dash, a number, a letter."""
    found = LIST_ITEM.match(paragraph.text)
    return found is not None and found.end() > 0


def is_list_item(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph is a line of a list by its mark or its end."""
    return bool(LIST_ITEM.match(paragraph.text)) or paragraph.text.rstrip().endswith(";")


def is_label(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph labels a list of aims or rights ("ЦЕЛЬ:", "Комиссия имеет право:"), not of a year's tasks."""
    form = matching_form(paragraph.text).strip()
    return bool(LABEL.search(form)) and not find_times(form)


def mood_of(form: str) -> Mood:
    """Tell what a heading's words say of the text below it."""
    known = lexicon()
    if known.planned_headings.search(form):
        return "planned"
    if known.skipped_headings.search(form):
        return "skipped"
    return "described" if known.described_headings.search(form) else "plain"


def enter(section: Section, paragraph: Paragraph) -> Section:
    """Give the section that a heading opens inside the one before; a heading without a year keeps the years above."""
    form = shade(paragraph.text)
    known = lexicon()
    times = [time.edtf for time in find_times(form)]
    mood = mood_of(form)
    told = section.told or bool(known.told_headings.search(form))
    if not times and mood == "planned":
        ahead = [time.edtf for time in find_undated(form, section.future or section.past)]
        later = find_relative(form, section.reported) or (ahead[-1] if ahead else section.future)
        return replace(section, mood=mood, future=later, list_only=False, told=told)
    if not times:
        return replace(section, mood=mood, list_only=False, told=told)
    if len(times) > 1 and mood == "planned":
        return Section("plain", times[0], times[-1], times[0], told=told)
    reported = section.reported if mood == "planned" else times[0]
    return Section(mood, times[0], times[0], reported, told=told)
