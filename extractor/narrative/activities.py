"""The walk over the paragraphs: sections, lists, sentences → activities.

In: narrative paragraphs in order, the document's kind and period. Out: `Activity` records with issues.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from extractor.document import Paragraph
from extractor.issues import issue
from extractor.narrative.actors import read_actor
from extractor.narrative.headings import LONGEST_LABEL, Section, enter, is_chapter, is_heading, is_label, is_list_item, is_marked_item
from extractor.narrative.periods import find_times
from extractor.narrative.quantities import find_quantities
from extractor.narrative.sentences import LONGEST_PARAGRAPH, LONGEST_SENTENCE, enclosed, shade, split_sentences
from extractor.narrative.statements import LOOSE, Statement, find_statements, opening_end
from extractor.narrative.undated import read_period
from extractor.narrative.verbs import find_predicates
from extractor.narrative.words import lemmas, lexicon, readings
from extractor.records import Activity, ActivityStatus, DocumentKind, Issue, Reading
from extractor.text import matching_form

ACTS: frozenset[DocumentKind] = frozenset({"resolution", "directive", "order", "decision", "decree", "law"})
PRESCRIBING: frozenset[DocumentKind] = ACTS | {"programme", "plan", "roadmap", "scheme"}
# A preamble leads to the operative part, it tells of no work.
PREAMBLE = re.compile(
    r"(?:постановля|приказыва|распоряжа|реша|п о с т а н о в л я|п р и к а з ы в а)\w*\s*:?\s*$|^в соответствии с [^.]*:?$"
)
NUMBERED = re.compile(r"\s*\d{1,2}\.\d")
# "проведены следующие мероприятия:" says nothing without its list.
# "Основной задачей на 2021 год является продолжение …": the work is named after it; the creation of conditions is an aim.
TASK = re.compile(
    r".{0,80}?\b(?:задач|направлени|приоритет|план)[а-я]* .{0,60}?"
    r"(?:явля[а-я]+|оста[а-я]+|стан[а-я]+|счита[а-я]+|-):? (?:дальнейшее )?(?!создание условий)"
)
# "В приоритете на 2023 год - ремонт дорог" is a task under any heading.
NAMED_TASK = re.compile(
    r".{0,40}?\b(?:задач|приоритет|план)[а-я]* (?:[а-я]+ ){0,3}(?:на|в) (?:(?:19|20)\d\d|следующ|предстоящ|наступающ|будущ|новом).{0,30}? -"
)
FINER = re.compile(r"(?:\.\./)?(\d{4})(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")
# What a letter asks for is to be done; in a report a request is none of its work.
REQUEST = re.compile(r"\bпро(?:шу|сим|сит)\b")
SHORTEST_LINE = 8  # a shorter list line names no work
EMPTY_OBJECT = re.compile(
    r"\b(?:следующ|так[иа][еямх]|мероприят|работ|мер[ыа]?\b|задач|вид[ыа]?\b|направлен|план|действи|год|период|квартал|администрац|учрежден|школ)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph: offsets, its shaded form, its words as printed."""

    start: int
    end: int
    shaded: str
    printed: str


def find_activities(paragraphs: Sequence[Paragraph], *, kind: DocumentKind, period: str | None = None) -> Reading[tuple[Activity, ...]]:
    """Give the activities that narrative paragraphs state, in order.

    `paragraphs` come with their headings and without tables and clauses; `period` is the document's, EDTF. Minutes
    have none: what is said at a meeting is discussion.
    """
    if kind == "minutes":
        return Reading(())
    issues = tuple(
        long_sentence(paragraph) for paragraph in paragraphs if len(paragraph.text) > LONGEST_SENTENCE and has_long_sentence(paragraph)
    )
    past = None if kind in PRESCRIBING and "/" in (period or "") else period  # the years of a programme are those to come
    return Reading(tuple(walk(paragraphs, kind, Section(past=past, future=period, reported=past))), issues)


def has_long_sentence(paragraph: Paragraph) -> bool:
    """Tell whether the paragraph has a sentence that is too long to be one."""
    return len(paragraph.text) > LONGEST_PARAGRAPH or any(end - start > LONGEST_SENTENCE for start, end in split_sentences(paragraph.text))


def long_sentence(paragraph: Paragraph) -> Issue:
    """Report a sentence that is left out."""
    return issue("long_sentence", "notice", paragraph.evidence(0, min(len(paragraph.text), 200), "long_sentence"))


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph with its activities and the section it stands in."""

    paragraph: Paragraph
    section: Section
    listed: bool
    activities: tuple[Activity, ...]


def walk(paragraphs: Sequence[Paragraph], kind: DocumentKind, section: Section) -> Iterator[Activity]:
    """Yield the activities in order: a lead-in with a colon speaks for the list lines after it."""
    told = list(tell(paragraphs, kind, section))
    place = 0
    while place < len(told):
        here, place = told[place], place + 1
        if not here.activities or not here.paragraph.text.rstrip().endswith(":"):
            yield from here.activities
            continue
        lead, lines = here.activities[-1], list[Activity]()
        bare = is_bare(lead)
        while place < len(told) and told[place].listed:
            lines += told[place].activities or read_listed(told[place].paragraph, lead, bare=bare)
            place += 1
        yield from here.activities[:-1]
        if not (bare and lines):
            yield lead
        yield from lines


def tell(paragraphs: Sequence[Paragraph], kind: DocumentKind, section: Section) -> Iterator[Told]:
    """Yield the paragraphs that may tell of work, each with its section and its activities."""
    whole, unfinished, in_list, marked = section, False, False, False
    for paragraph, below in zip_longest(paragraphs, paragraphs[1:]):
        in_list = in_list and not (marked and ends_list(paragraph))
        if section.mood != "planned" and is_label(paragraph):
            section, in_list, marked = replace(section, mood="skipped", list_only=True), True, False
            continue
        if is_heading(paragraph, in_list=in_list) or (below and not in_list and is_chapter(paragraph, below)):
            section, unfinished, in_list = enter(whole if kind in PRESCRIBING else section, paragraph), False, False
            continue
        tail = unfinished and not in_list and paragraph.text[:1].islower()
        listed = is_list_item(paragraph) or (in_list and is_plain_line(paragraph))
        if section.list_only and not listed:
            section = replace(section, mood="plain", list_only=False)
        marked = listed and (is_marked_item(paragraph) or (in_list and marked))
        in_list = listed or paragraph.text.rstrip().endswith(":")
        if section.mood == "skipped" or is_outside(paragraph, kind):
            continue
        yield Told(paragraph, section, listed, tuple(read_paragraph(paragraph, section, kind, tail=tail)))
        unfinished = not re.search(r"[.!?;:)]\s*$", paragraph.text)


def ends_list(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph without a mark ends a list whose lines have one: it begins with a capital letter."""
    return not is_list_item(paragraph) and paragraph.text[:1].isupper()


def is_plain_line(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph after a colon is a line of the list without a mark: short, with no sentence inside."""
    text = paragraph.text.rstrip()
    return len(text) <= LONGEST_LABEL and not (text.endswith((".", ":")) and find_predicates(shade(text)))


def is_bare(lead: Activity) -> bool:
    """Tell whether a lead-in names no work of its own: "проведены следующие мероприятия"."""
    form = shade(lead.text)
    predicates = find_predicates(form)
    rest = form[predicates[0].end :] if predicates else form
    nouns = [word for word in re.findall(r"[а-я]{3,}", rest) if readings(word) and "NOUN" in readings(word)[0].grammemes]
    return all(EMPTY_OBJECT.match(word) for word in nouns)


def is_outside(paragraph: Paragraph, kind: DocumentKind) -> bool:
    """Tell whether the paragraph is a preamble, a point of a regulation in an act, or the words of a meeting."""
    form = matching_form(paragraph.text).strip()
    if lexicon().meetings.match(form) or lexicon().stamps.match(form):
        return True
    return kind in ACTS and bool(PREAMBLE.search(form) or NUMBERED.match(form) or lexicon().notices.match(form))


def is_told(activity: Activity, section: Section, kind: DocumentKind) -> bool:
    """Tell whether a statement is news: the present tense of an act or a plan prescribes, a problem without a figure or a time judges."""
    if section.mood == "described":
        return bool(activity.quantities or find_times(shade(activity.text)))
    return activity.status != "ongoing" or section.told or kind not in PRESCRIBING


def read_paragraph(paragraph: Paragraph, section: Section, kind: DocumentKind, *, tail: bool) -> Iterator[Activity]:
    """Yield the activities of a paragraph's sentences; `tail` says that its first one began in the paragraph before."""
    previous: Activity | None = None
    if len(paragraph.text) > LONGEST_PARAGRAPH:
        return
    for number, (start, end) in enumerate(split_sentences(paragraph.text)):
        if end - start > LONGEST_SENTENCE or (tail and number == 0):
            continue
        printed = paragraph.text[start:end]
        sentence = Sentence(start, end, shade(printed), printed)
        if kind != "letter" and REQUEST.search(sentence.shaded):
            continue
        found = tuple(read_sentence(paragraph, sentence, section, previous))
        if not found and (section.mood == "planned" or NAMED_TASK.match(sentence.shaded)):
            found = read_task(paragraph, sentence, section)
        for activity in found:
            previous = activity
            if is_told(activity, section, kind):
                yield activity


def read_sentence(paragraph: Paragraph, sentence: Sentence, section: Section, previous: Activity | None) -> Iterator[Activity]:
    """Yield the activities of a sentence, then those that its brackets state."""
    for statement in find_statements(sentence.shaded, sentence.printed):
        yield write_activity(paragraph, sentence, statement, section, previous)
    for start, end in enclosed(sentence.printed):
        if sentence.printed[start - 1] != "(":
            continue
        inner = Sentence(sentence.start + start, sentence.start + end, shade(sentence.printed[start:end]), sentence.printed[start:end])
        for statement in find_statements(inner.shaded, inner.printed):
            if statement.quantities:
                yield write_activity(paragraph, inner, statement, section, previous)


def write_activity(paragraph: Paragraph, sentence: Sentence, statement: Statement, section: Section, previous: Activity | None) -> Activity:
    """Make the record of a statement."""
    status = statement.predicate.status
    if "план" in sentence.shaded and statement.predicate.verb.lemma == "включить":
        status = "planned"
    start, end = sentence.start + statement.start, sentence.start + statement.end
    above = section.period(status)
    if previous and is_same_time(previous.status, status) and (status == "planned" or above is None):
        above = inherited(previous.period, above)
    actor = read_actor(sentence.shaded, sentence.printed, 0, len(sentence.shaded), statement.predicate)
    if actor is None and previous and statement.predicate.verb.form == "infinitive" and previous.status == "planned":
        actor = previous.actor
    return Activity(
        text=paragraph.text[start:end],
        status=status,
        evidence=paragraph.evidence(start, end, f"{statement.predicate.verb.form}:{statement.predicate.verb.lemma}"),
        period=read_period(sentence.shaded, (statement.start, statement.end), above, status, told=section.reported),
        actor=actor,
        quantities=statement.quantities,
    )


def inherited(before: str | None, above: str | None) -> str | None:
    """Give the time that a statement takes from the one before it: its year, where that one has a month or a day of its own."""
    finer = FINER.fullmatch(before or "")
    if before == above or finer is None:
        return before or above
    return above if above and above[:4] == finer.group(1) else finer.group(1)


def is_same_time(before: ActivityStatus, status: ActivityStatus) -> bool:
    """Tell whether a statement speaks of the time of the one before: what is done and what is going on do, plans do not."""
    return before == status or "planned" not in (before, status)


def read_listed(paragraph: Paragraph, lead: Activity, *, bare: bool) -> tuple[Activity, ...]:
    """Read a list line without a verb under a lead-in: a statement where the lead-in is bare or the line counts."""
    span = (opening_end(shade(paragraph.text)), len(paragraph.text))
    line = write_line(paragraph, span, lead.status, lead.period, lead.actor)
    return (line,) if line and (bare or line.quantities) else ()


def read_task(paragraph: Paragraph, sentence: Sentence, section: Section) -> tuple[Activity, ...]:
    """Read a sentence without a verb of doing under a heading of tasks: "- проведение встреч с активом;"."""
    start = opening_end(sentence.shaded)
    task = TASK.match(sentence.shaded, start)
    first = re.match(r"[а-я]+", sentence.shaded[task.end() if task else start :])
    if not first or lexicon().works.isdisjoint(lemmas(first.group())):
        return ()
    whole = (start, len(sentence.shaded))
    period = read_period(sentence.shaded, whole, section.period("planned"), "planned", told=section.reported)
    line = write_line(paragraph, (sentence.start + start, sentence.end), "planned", period, None)
    return (line,) if line else ()


def write_line(
    paragraph: Paragraph, span: tuple[int, int], status: ActivityStatus, period: str | None, actor: str | None
) -> Activity | None:
    """Make the record of a whole list line or sentence; None where it is too short to name a work, or a table in one line."""
    start, end = span
    while end > start and paragraph.text[end - 1] in LOOSE:
        end -= 1
    if not SHORTEST_LINE <= end - start <= LONGEST_SENTENCE:
        return None
    return Activity(
        text=paragraph.text[start:end],
        status=status,
        evidence=paragraph.evidence(start, end, "listed"),
        period=period,
        actor=actor,
        quantities=find_quantities(shade(paragraph.text[start:end]), paragraph.text[start:end]),
    )
