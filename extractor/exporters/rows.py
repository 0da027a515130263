"""Rows: measures as flat rows under headings in the user's language, for CSV and XLSX.

In: documents' names with their records. Out: rows of text in the order of `COLUMNS`. To add a column, add a line there and
its heading to the message catalogues.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractor.messages import message
from extractor.records import Funding, Measure, Party, Plan, Records

# Documents' names with their records.
Named = Sequence[tuple[str, Records]]
Row = tuple[str, ...]


def party_text(party: Party) -> str:
    """Say a party on one line: name, then person; its role where it is not the executor."""
    who = ", ".join(part for part in (party.name, party.person) if part)
    return who if party.role == "executor" else f"{who} ({message(f'role_{party.role}')})"


def funding_text(funding: Funding) -> str:
    """Say an amount with its year."""
    year = funding.year or message("funding_total")
    return f"{year}: {funding.amount:.2f}"


def status_text(measure: Measure) -> str:
    """Say a measure's status."""
    return message(f"measure_{measure.status}") if measure.status else ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the code of its heading, how its text is made of a measure, and its width in characters."""

    heading: str
    text: Callable[[Measure], str]
    width: int = 16


COLUMNS = (
    Column("column_section", lambda measure: " / ".join(measure.section), 30),
    Column("column_number", lambda measure: measure.number or ""),
    Column("column_measure", lambda measure: measure.text, 60),
    Column("column_deadline", lambda measure: "; ".join(deadline.text for deadline in measure.deadlines)),
    Column("column_start", lambda measure: "; ".join(deadline.start for deadline in measure.deadlines if deadline.start)),
    Column("column_end", lambda measure: "; ".join(deadline.end for deadline in measure.deadlines if deadline.end)),
    Column("column_recurrence", lambda measure: "; ".join(deadline.rrule for deadline in measure.deadlines if deadline.rrule)),
    Column("column_responsible", lambda measure: "; ".join(map(party_text, measure.responsible)), 40),
    Column("column_mechanism", lambda measure: measure.mechanism or "", 40),
    Column("column_audience", lambda measure: measure.audience or ""),
    Column("column_result", lambda measure: measure.result or "", 40),
    Column("column_indicators", lambda measure: "; ".join(measure.indicators)),
    Column("column_funding", lambda measure: "; ".join(map(funding_text, measure.funding))),
    Column("column_venue", lambda measure: measure.place or ""),
    Column("column_note", lambda measure: measure.note or ""),
    Column("column_status", status_text),
    Column("column_page", lambda measure: str(measure.evidence.page or "")),
)
WIDTHS = (16, 30, *(column.width for column in COLUMNS))


def headings() -> Row:
    """Give the headings: the file, the plan, then `COLUMNS`."""
    return tuple(message(code) for code in ("column_file", "column_plan", *(column.heading for column in COLUMNS)))


def measure_rows(source: str, records: Records) -> Iterator[Row]:
    """Yield a row for each measure of a document, in printed order."""
    for plan in records.plans:
        for measure in plan.measures:
            yield measure_row(source, plan, measure)


def measure_row(source: str, plan: Plan, measure: Measure) -> Row:
    """Give the row of one measure."""
    return (source, plan.title or "", *(column.text(measure) for column in COLUMNS))
