"""Deadline cells: everything in the span is deadline wording, and nothing of it is lost.

In: a passage and a span of it. Out: `Deadline`s in printed order, with an Issue for each that was not understood and for
each misprinted year.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from extractor.deadlines.edtf import bounds
from extractor.deadlines.entries import Entry, join_entries
from extractor.deadlines.periods import read_context
from extractor.deadlines.scanning import find_atoms, prepare
from extractor.document import Passage
from extractor.issues import issue
from extractor.records import Deadline, Issue, Reading

# A longer cell is no deadline; it is kept whole as unknown.
LONGEST_CELL = 4_000
LEAD = re.compile(r"^(?:[\s,;:.–—-]|(?:и|а также|далее)\s+[–—-]?|\d{1,2}\)\s*|[-•·*]\s+)*", re.IGNORECASE)
# A dash, an empty line, a cross: the cell is crossed out.
SAYS_NOTHING = re.compile(r"[\W_]*[xх]?[\W_]*", re.IGNORECASE)
# "разработка - май, утверждение - июнь": the words before a dash, a colon or a bracket name what follows.
LABEL_BEFORE = re.compile(r",[^,;()]*\w[^,;()]*(?: [-–—]|:|\() ?(?:до |с |в |на )?$")
TRAIL = re.compile(
    r"(?:[\s,;:–—-]|\s\(и?(?=(?:\sдалее)?\s*$)|(?<![гкмпГ])(?<!янв)(?<!фев)(?<!мес)(?<!кв)(?<!нед)\.|\s(?:и|а также"
    r"|далее)(?=[\s–—-]*$)|\s\d{1,2}\)$)+$",
    re.IGNORECASE,
)


def find_deadlines(
    passage: Passage, start: int = 0, end: int | None = None, *, period: str | None = None, headings: Sequence[str] = ()
) -> Reading[tuple[Deadline, ...]]:
    """Find the deadlines of a deadline cell (`passage.text[start:end]`, half-open) in printed order.

    `period` is the plan's EDTF period, `headings` the sections over the row, innermost last: they complete days, months
    and years that the cell leaves out. Wording that is not understood is an entry of kind `unknown` with an Issue.
    """
    end = len(passage.text) if end is None else end
    text = passage.text[start:end]
    breaks = frozenset(line_start - start for line_start, _ in passage.hard_spans() if start < line_start < end)
    found = [
        write_deadline(passage, replace(entry, start=entry.start + start, end=entry.end + start))
        for entry in read_entries(text, breaks, period, tuple(headings))
    ]
    return Reading(tuple(deadline for deadline, _ in found), tuple(issue for _, issue in found if issue))


def write_deadline(passage: Passage, entry: Entry) -> tuple[Deadline, Issue | None]:
    """Give an entry as a deadline with its evidence, and its issue if it has one."""
    evidence = passage.evidence(entry.start, entry.end, entry.rule)
    first, last = bounds(entry.edtf) if entry.edtf else (None, None)
    deadline = Deadline(
        text=evidence.text,
        kind=entry.kind,
        evidence=evidence,
        edtf=entry.edtf,
        rrule=entry.rrule,
        offset=entry.offset,
        start=first,
        end=last,
    )
    if entry.kind == "unknown":
        return deadline, issue("deadline_unknown", "warning", evidence, wording=evidence.text)
    if entry.misprint is not None:
        values = {"wording": evidence.text, "printed": entry.misprint, "value": entry.edtf}
        return deadline, issue("deadline_year_corrected", "notice", evidence, **values)
    return deadline, None


@lru_cache(maxsize=20_000)
def read_entries(text: str, breaks: frozenset[int], period: str | None, headings: tuple[str, ...]) -> tuple[Entry, ...]:
    """Read a cell's text into entries that share all of it among them."""
    if SAYS_NOTHING.fullmatch(text):
        return ()
    if len(text) > LONGEST_CELL:
        return trimmed(text, [Entry(0, len(text), "unknown", "unread")])
    wording = prepare(text, breaks, read_context(period, headings))
    entries = join_entries(wording, find_atoms(wording))
    return trimmed(text, shared(text, entries) or [Entry(0, len(text), "unknown", "unread")])


def shared(text: str, entries: list[Entry]) -> list[Entry]:
    """Let the entries share the whole text: what stands between two belongs to the first, or to the second after a ";" or as its name."""
    ordered = sorted({entry.start: entry for entry in entries}.values(), key=lambda entry: entry.start)
    borders = [0]
    for before, entry in pairwise(ordered):
        gap = text[before.end : entry.start]
        label = LABEL_BEFORE.search(gap)
        cut = max(gap.rfind(";") + 1, label.start() + 1 if label else 0)
        borders.append(max(before.end + cut if cut else entry.start, borders[-1]))
    borders.append(len(text))
    return [replace(entry, start=borders[n], end=borders[n + 1]) for n, entry in enumerate(ordered)]


def trimmed(text: str, entries: list[Entry]) -> tuple[Entry, ...]:
    """Take white space, punctuation and list marks off the ends of each entry."""
    result = list[Entry]()
    for entry in entries:
        piece = text[entry.start : entry.end]
        lead = LEAD.match(piece)
        start = entry.start + (lead.end() if lead else 0)
        trail = TRAIL.search(text[start : entry.end])
        end = start + trail.start() if trail else entry.end
        piece = text[start:end]
        if piece.endswith(")") and piece.count(")") > piece.count("("):
            end -= 1
        result.append(replace(entry, start=start, end=end) if end > start else entry)
    return tuple(result)


def is_deadline_wording(text: str) -> bool:
    """Tell whether a whole cell reads as a deadline of any kind but unknown."""
    if len(text) > 120 or not text.strip():
        return False
    entries = read_entries(text, frozenset(), None, ())
    return bool(entries) and all(entry.kind != "unknown" for entry in entries) and begins_as_deadline(text)


def begins_as_deadline(text: str) -> bool:
    """Tell whether what was understood begins with the text and covers most of it."""
    wording = prepare(text, (), read_context(None, ()))
    atoms = find_atoms(wording)
    lead = LEAD.match(text)
    return bool(atoms) and atoms[0].start <= (lead.end() if lead else 0) + 1
