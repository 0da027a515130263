"""Listed plans: measures printed as numbered paragraphs instead of table rows.

In: the body paragraphs of a plan without a table. Out: its measures with their issues; none where too few of the numbered
paragraphs name a deadline or a party.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.confidence import field_confidence
from extractor.deadlines import find_deadlines, find_deadlines_in_text, is_deadline_wording, is_month
from extractor.document import Paragraph
from extractor.evidence import Evidence
from extractor.measures.holders import same_party
from extractor.measures.items import find_items
from extractor.measures.mixed import find_tail, split_mixed
from extractor.measures.opening import Opening, read_opening
from extractor.measures.sections import Heading, heading_number, names_section, print_style, push_heading
from extractor.parties import find_parties
from extractor.records import Deadline, Issue, Measure, Party, PartyRole, Reading
from extractor.text import matching_form

DEADLINE_LABEL = r"срок(?:и)?(?: исполнения| выполнения| проведения| реализации)?|дата(?: проведения)?|время(?: проведения)?|период"
PARTY_LABEL = r"ответственн\w+(?: (?:за (?:исполнение|выполнение|проведение)|исполнител\w+|лиц\w+))?|отв\.?|исполнител[ьи]|исп\."
CO_LABEL = r"соисполнител[ьи]|при участии|совместно с"
# "Отв. Дубов А.А.": the short word needs no colon.
BARE = r"(?<=отв\.)\s(?!секретар|редактор|исполнит|за )"
LABEL = re.compile(
    rf"(?:^|(?<=[\s(.;,]))(?:(?P<deadline>{DEADLINE_LABEL})|(?P<co>{CO_LABEL})|(?P<party>{PARTY_LABEL}))\s*(?::|\s-\s|-\s|{BARE})\s*"
)
# Fewer paragraphs, or fewer of them with a deadline or a party, are a narrative with numbers, not a plan.
# A longer paragraph heads no others.
LONGEST_HEADING = 200
# Where no paragraph has a number, those that open with a mark are the entries.
OPENING_TIME = re.compile(r"(?P<time>[^–—.;:]{2,60}?)\s[–—-]\s(?=\S)")
BULLET = re.compile(r"[-–—•*▪·]\s+(?=\S)")
MEASURES_LEAST = 3
NAMED_SHARE_LEAST = 0.3


@dataclass(slots=True)
class Entry:
    """A numbered paragraph with the paragraphs below that only say when and who, and those that list its parts.

    `start` is where its wording begins, `time` the span before it that says when.
    """

    paragraph: Paragraph
    headings: tuple[Heading, ...]
    further: list[Paragraph] = field(default_factory=list)
    parts: list[Paragraph] = field(default_factory=list)
    start: int = 0
    time: tuple[int, int] | None = None

    def is_open(self) -> bool:
        """Tell whether its last words announce further parts."""
        last = (self.parts or [self.paragraph])[-1]
        return bool(self.parts) or last.text.rstrip().endswith(":")


def find_listed_measures(paragraphs: Sequence[Paragraph], *, period: str | None) -> Reading[tuple[Measure, ...]]:
    """Read numbered paragraphs as measures: "3. Провести субботник. Срок: май. Ответственный: Дубов А.А."."""
    readings = [read_entry(entry, period) for entry in find_entries(paragraphs)]
    named = sum(bool(reading.value.deadlines or reading.value.responsible) for reading in readings)
    if len(readings) < MEASURES_LEAST or named < NAMED_SHARE_LEAST * len(readings):
        return Reading(())
    return Reading(tuple(r.value for r in readings), tuple(issue for r in readings for issue in r.issues))


def find_entries(paragraphs: Sequence[Paragraph]) -> list[Entry]:
    """Group paragraphs into numbered entries under their headings."""
    bullets = not any(read_opening(paragraph).number for paragraph in paragraphs)
    dated = bullets and not any(map(BULLET.match, (paragraph.text for paragraph in paragraphs)))
    entries: list[Entry] = []
    stack: tuple[Heading, ...] = ()
    after_heading = False
    for place, paragraph in enumerate(paragraphs):
        form = matching_form(paragraph.text)
        label = LABEL.match(form)
        style, start = heading_number(paragraph.text)
        below = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
        if label and entries and not after_heading:
            entries[-1].further.append(paragraph)
        elif not bullets and entries and not after_heading and entries[-1].is_open() and BULLET.match(paragraph.text):
            entries[-1].parts.append(paragraph)
        elif dated and (time := time_before(paragraph)):
            entries.append(Entry(paragraph, stack, start=time[1], time=(0, time[0])))
            after_heading = False
        elif is_heading(paragraph, style) or (below is not None and heads(paragraph, below)):
            heading = Heading(
                paragraph.text[start:].rstrip(" .:"),
                style or print_style(paragraph.text, bold=paragraph.bold),
                paragraph.evidence(start, len(paragraph.text.rstrip(" .:")), "heading between measures"),
            )
            stack = push_heading(stack, heading, after_heading=after_heading)
            after_heading = True
        elif read_opening(paragraph).number is not None:
            entries.append(Entry(paragraph, stack))
            after_heading = False
        elif bullets and (bullet := BULLET.match(paragraph.text)):
            entries.append(Entry(paragraph, stack, start=bullet.end()))
            after_heading = False
    return entries


def time_before(paragraph: Paragraph) -> tuple[int, int] | None:
    """Give the end of a time that opens a paragraph and where the wording after its dash begins: "6 июня – Пушкинский день."."""
    found = OPENING_TIME.match(paragraph.text)
    return (found.end("time"), found.end()) if found and is_deadline_wording(found["time"]) else None


def is_heading(paragraph: Paragraph, style: str) -> bool:
    """Tell whether a paragraph heads the measures below: Roman or named numbering, capitals, or bold without a number."""
    short = len(paragraph.text) < 200 and not paragraph.text.rstrip().endswith((";", ","))
    if names_section(style):
        return short
    return short and not style and (paragraph.text.isupper() or paragraph.bold or paragraph.centred or paragraph.level is not None)


def heads(paragraph: Paragraph, below: Paragraph) -> bool:
    """Tell whether a paragraph heads the one below it: "2. Работа с детьми" before "2.1. …", "Январь", "Учебная работа:"."""
    form = matching_form(paragraph.text)
    if len(form) > LONGEST_HEADING or LABEL.search(form):
        return False
    opening, following = read_opening(paragraph), read_opening(below)
    own, next_number = number_of(paragraph, opening), number_of(below, following)
    if own:
        return next_number.startswith(f"{own}.") or ((paragraph.bold or paragraph.centred) and next_number == "1" and "." not in own)
    return bool(next_number) and (form.endswith(":") or is_month(form))


def number_of(paragraph: Paragraph, opening: Opening) -> str:
    """Give the number that opens a paragraph; empty where it has none."""
    return paragraph.text[slice(*opening.number)] if opening.number else ""


def read_entry(entry: Entry, period: str | None) -> Reading[Measure]:
    """Read one entry: its wording up to the first label, deadlines and parties after the labels."""
    paragraph = entry.paragraph
    form = matching_form(paragraph.text)
    opening = Opening(entry.start) if entry.start else read_opening(paragraph)
    labels = list(LABEL.finditer(form, opening.start))
    end = len(paragraph.text[: labels[0].start() if labels else len(form)].rstrip(" ;,(–—-"))
    section = [heading.evidence for heading in entry.headings]
    headings = tuple(source.text for source in section)
    deadlines, parties, issues = read_times_and_parties(entry, (opening.start, end), period, headings)
    items = [paragraph.evidence(*span, "enumeration") for span in find_items(paragraph, opening.start, end)]
    parts = [part_evidence(part) for part in entry.parts]
    items += parts
    number = paragraph.evidence(*opening.number, "number of the paragraph") if opening.number else None
    sources: dict[str, tuple[Evidence, ...]] = {
        "number": (number,) if number else (), "section": tuple(section), "items": tuple(items),
    }  # fmt: skip
    measure = Measure(
        text=" ".join(
            [paragraph.text[opening.start : end], *[part.text[: item.end] for part, item in zip(entry.parts, parts, strict=True)]]
        ),
        evidence=paragraph.evidence(opening.start, end, "numbered paragraph"),
        number=number.text.rstrip(" .)") if number else None,
        section=headings,
        items=tuple(item.text for item in items),
        deadlines=tuple(deadlines),
        responsible=tuple(parties),
        sources={name: found for name, found in sources.items() if found},
    )
    return Reading(replace(measure, confidence=field_confidence(measure)), tuple(issues))


def part_evidence(part: Paragraph) -> Evidence:
    """Give the evidence of a listed part: without its mark and end mark, and without the time and the party that end it."""
    bullet = BULLET.match(part.text)
    start = bullet.end() if bullet else 0
    tail = find_tail(part, start, len(part.text))
    end = len(part.text[: tail[0] if tail else len(part.text)].rstrip(" .;,(–—-"))
    return part.evidence(start, end, "line under a colon")


def read_times_and_parties(
    entry: Entry, span: tuple[int, int], period: str | None, headings: tuple[str, ...]
) -> tuple[list[Deadline], list[Party], list[Issue]]:
    """Read what the labels of an entry name; without labels its tail, and times inside its wording."""
    deadlines: list[Deadline] = []
    parties: list[Party] = []
    issues: list[Issue] = []
    for source in (entry.paragraph, *entry.further):
        found = read_labelled(source, span[0] if source is entry.paragraph else 0, period, headings)
        deadlines += found[0]
        parties += found[1]
        issues += found[2]
    if entry.time:
        times = find_deadlines(entry.paragraph, *entry.time, period=period, headings=headings)
        deadlines += times.value
        issues += times.issues
    if not deadlines and not parties:
        tails = [(entry.paragraph, *span), *((part, 0, len(part.text)) for part in entry.parts)]
        for found in (read_tail(*tail, period, headings) for tail in tails):
            deadlines += found[0]
            parties += [party for party in found[1] if not any(same_party(party, other) for other in parties)]
            issues += found[2]
    if not deadlines:
        inside = find_deadlines_in_text(entry.paragraph, *span, period=period)
        deadlines += inside.value
        issues += inside.issues
    return deadlines, parties, issues


def read_tail(
    paragraph: Paragraph, start: int, end: int, period: str | None, headings: tuple[str, ...]
) -> tuple[list[Deadline], list[Party], list[Issue]]:
    """Read the times and parties that end a wording after a dash or in brackets: "Смотр строя – 5 мая, завуч"."""
    tail = find_tail(paragraph, start, end)
    if tail is None:
        return [], [], []
    times, parties = split_mixed(paragraph, *tail)
    dated = [find_deadlines(paragraph, *span, period=period, headings=headings) for span in times]
    named = [find_parties(paragraph, *span) for span in parties]
    issues = [issue for reading in (*dated, *named) for issue in reading.issues]
    return [d for reading in dated for d in reading.value], [p for reading in named for p in reading.value], issues


def read_labelled(
    paragraph: Paragraph, start: int, period: str | None, headings: tuple[str, ...]
) -> tuple[list[Deadline], list[Party], list[Issue]]:
    """Read what stands after each label of a paragraph, up to the next label."""
    form = matching_form(paragraph.text)
    labels = list(LABEL.finditer(form, start))
    deadlines: list[Deadline] = []
    parties: list[Party] = []
    issues: list[Issue] = []
    for place, label in enumerate(labels):
        after = label.end()
        until = labels[place + 1].start() if place + 1 < len(labels) else len(paragraph.text)
        until = len(paragraph.text[:until].rstrip(" .;,()"))
        if until <= after:
            continue
        if label.group("deadline"):
            times = find_deadlines(paragraph, after, until, period=period, headings=headings)
            deadlines += times.value
            issues += times.issues
        else:
            role: PartyRole = "co_executor" if label.group("co") else "executor"
            found = find_parties(paragraph, after, initials_end(paragraph.text, until), role=role)
            parties += found.value
            issues += found.issues
    return deadlines, parties, issues


def initials_end(text: str, until: int) -> int:
    """Give the end of a span with the dot of a last initial: "Дубов А.А." keeps it."""
    return until + 1 if text[until : until + 1] == "." and re.search(r"\b[А-ЯЁ]$", text[:until]) else until
