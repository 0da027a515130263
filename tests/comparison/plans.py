"""Builders: plans for the tests of the comparison, each measure on a line, and what was found in the gold's short form."""

from collections.abc import Sequence

from corpora.gold import read_deadline, read_party
from corpora.gold_records import read_measure, read_requisites
from corpora.version_pairs import plain_value
from extractor.comparison import compare
from extractor.comparison.changes import Change, Comparison
from extractor.records import Measure, Plan, Records, Requisites

EMPTY = {"document": dict.fromkeys(("issuer", "municipality", "date", "number", "title", "place", "period", "signatory", "approval"))}
VALUES = {
    "постоянно": "continuous",
    "ежегодно": "recurring FREQ=YEARLY",
    "ежеквартально": "recurring FREQ=MONTHLY;INTERVAL=3",
    "ежемесячно": "recurring FREQ=MONTHLY",
    "по мере необходимости": "on_demand",
}


def measure(
    text: str, number: str | None = None, deadline: str = "", party: str = "", section: Sequence[str] = (), **fields: object
) -> Measure:
    """Build a measure; parties are parted by ";" and written as "name ~ person @role"."""
    deadlines = [read_deadline(VALUES.get(part) or plain_value(part) or "unknown", part) for part in deadline.split("; ") if part]
    parties = [read_party(part) for part in party.split("; ") if part]
    lists: dict[str, object] = {name: [] for name in ("items", "indicators", "funding", "basis")}
    entry = lists | {"number": number, "text": text, "section": list(section), "deadlines": deadlines, "responsible": parties}
    return read_measure(entry | fields)


def plan(drawing: str, title: str = "План") -> Records:
    """Build a plan from lines "number | text | deadline | parties"; "= heading" opens a section."""
    section: list[str] = []
    measures = []
    for line in drawing.strip().splitlines():
        if line.strip().startswith("="):
            section = [line.strip(" =")]
        else:
            number, text, deadline, party = [*(part.strip() for part in line.split("|")), "", ""][:4]
            measures.append(measure(text, number or None, deadline, party, section))
    return records(measures, title)


def records(measures: Sequence[Measure], title: str = "План") -> Records:
    """Build the records of a plan."""
    return Records(document=requisites(), plans=(Plan(title=title, appendix=None, period=None, measures=tuple(measures)),))


def requisites() -> Requisites:
    """Build requisites of which only the kind is known."""
    return read_requisites(EMPTY["document"] | {"kind": "plan", "basis": [], "amended_by": []})


def found(old: Records, new: Records) -> list[str]:
    """Compare, and give the changes of measures in the gold's short form."""
    return shown(compare(old, new))


def shown(comparison: Comparison) -> list[str]:
    """Give the changes of measures in the gold's short form, in order."""
    return [shown_change(change) for change in comparison.changes]


def shown_change(change: Change) -> str:
    """Give a change as "old>new class:fields"."""
    sides = [",".join(str(ref.index) for ref in side) for side in (change.old, change.new)]
    words = [f"changed:{','.join(change.fields)}" if name == "changed" else name for name in change.classes]
    return f"{sides[0]}>{sides[1]} {' '.join(words)}"
