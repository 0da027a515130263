"""Headings: what they say of the statements below, their years and whether the text is about plans or about aims.

In: paragraphs. Out: a `Section` for each heading. A new kind of heading is a pattern in `[headings]` of the lexicon.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from extractor.document import Paragraph
from extractor.narrative.periods import find_times
from extractor.narrative.sentences import shade
from extractor.narrative.verbs import find_predicates
from extractor.narrative.words import lexicon
from extractor.records import ActivityStatus
from extractor.text import matching_form

Mood = Literal["plain", "planned", "skipped"]
# The longest heading of the corpus has 190 characters.
LONGEST_HEADING = 250
# A line in bold, or one that ends in a colon, is a heading up to this length, beyond it is an emphasised statement.
LONGEST_LABEL = 120
LIST_ITEM = re.compile(r"\s*(?:[-–—−•·*▪■●✓✔➢]|\d{1,3}[.)]|[а-яёa-z]\))\s*|(?=[а-яё])")
QUESTION = re.compile(r"^(?:\d+[.)] ?)?(?:что|какие|какая|какой|как|чего|над чем|где|кто)\b")
LABEL = re.compile(r"^(?:основн\w+ )?(?:цел[ьи]|задач[аи]|цел[ьи] и задачи)(?: \w+){0,3} ?:")


@dataclass(frozen=True, slots=True)
class Section:
    """What holds for the statements under a heading.

    `list_only` ends with the list that follows; `told` says that the text reports, whatever the document's kind.
    """

    mood: Mood = "plain"
    past: str | None = None
    future: str | None = None
    list_only: bool = False
    told: bool = False

    def period(self, status: ActivityStatus) -> str | None:
        """Give the time named above the statement: the one for plans where the heading names two."""
        return self.future or self.past if status == "planned" else self.past


def is_heading(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph is a heading: marked or printed as one, a question, or a line with no predicate and no end mark."""
    text = paragraph.text.strip()
    if not text or len(text) > LONGEST_HEADING:
        return False
    if paragraph.level is not None:
        return True
    form = matching_form(text)
    if text[-1] == ":" and not LIST_ITEM.match(text) and len(text) <= LONGEST_LABEL:
        return not find_predicates(shade(text))
    if text[-1] in ".;,:!" and not (text[-1] == "." and re.match(r"^\d+\.", text) and len(text) < 80):
        return False
    if QUESTION.match(form) or ((paragraph.centred or paragraph.bold) and len(text) <= LONGEST_LABEL):
        return True
    return not LIST_ITEM.match(text) and not find_predicates(shade(text))


def is_list_item(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph is a line of a list."""
    return bool(LIST_ITEM.match(paragraph.text))


def is_label(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph labels a list of aims: "ЦЕЛЬ:"."""
    return bool(LABEL.match(matching_form(paragraph.text).strip()))


def enter(section: Section, paragraph: Paragraph) -> Section:
    """Give the section that a heading opens inside the one before; a heading without a year keeps the years above."""
    form = shade(paragraph.text)
    known = lexicon()
    times = [time.edtf for time in find_times(form)]
    mood: Mood = "planned" if known.planned_headings.search(form) else "skipped" if known.skipped_headings.search(form) else "plain"
    told = section.told or bool(known.told_headings.search(form))
    if not times:
        return replace(section, mood=mood, list_only=False, told=told)
    if len(times) > 1 and mood == "planned":
        return Section("plain", times[0], times[-1], told=told)
    return Section(mood, times[0], times[0], told=told)
