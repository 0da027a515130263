"""Consolidation: what a worker's child does with a base and the acts that amend it.

In: their records as JSON. Out: the versions that the acts make, one for each day from which something is different, and what became of
each instruction, as JSON. A version's text is what it says now, followed by the texts that it comes from: the base's and the acts'. So its
evidence points to the wording that it was read from, like that of any document, and `sources` tells whose it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from pydantic import TypeAdapter

from extractor.consolidation import Consolidation, Link, consolidate
from extractor.consolidation.acts import day_in_force
from extractor.exporters.comparison.values import worded
from extractor.exporters.docx import new_headings
from extractor.exporters.json import plain_value, to_json
from extractor.exporters.rows import COLUMNS
from extractor.messages import message as extractor_message
from extractor.records import Instruction, Measure, Plan, Records
from service.messages import message

Json = dict[str, Any]
RECORDS = TypeAdapter(Records)
# The code of an instruction that is for another act than the base.
OTHER_ACT = "amendment_other_act"
# Columns of measures that are no cells of a plan: what stands above a row, what is made of a deadline, where a row was printed.
NOT_PRINTED = frozenset({"column_section", "column_start", "column_end", "column_recurrence", "column_page"})
PARAGRAPH: Json = {"kind": "paragraph", "page": None, "centred": False, "right": False, "bold": False, "level": None}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that a version comes from, its evidence moved by `shift` blocks."""

    records: Records
    shift: int


def consolidate_records(base: Json, acts: Sequence[Json], lengths: Sequence[int]) -> Json:
    """Compute the versions of a base; `lengths` are the last block numbers of the base and of each act.

    Gives `versions` (`as_of`, `records`, `text`, `sources`, `links`), `instructions` (one list an act, in its own order) and `notices`.
    """
    # Each text stands under a heading of its own.
    shifts = list(accumulate((length + 1 for length in lengths), initial=1))
    papers = [Paper(RECORDS.validate_python(moved(records, shift)), shift) for records, shift in zip((base, *acts), shifts, strict=False)]
    given = [paper.records for paper in papers[1:]]
    whole = consolidate(papers[0].records, given)
    return {
        "versions": list(find_versions(papers, given)),
        "instructions": [[outcome(whole, one) for one in instructions_of(records)] for records in given],
        "notices": [notice | own_place(notice["evidence"], papers) for notice in plain_value(whole.notices)],
    }


def moved(value: Any, blocks: int, **changed: None) -> Any:
    """Give JSON whose evidence is moved by some blocks, and `changed`."""
    if isinstance(value, list):
        return [moved(part, blocks, **changed) for part in value]
    if not isinstance(value, dict):
        return value
    if "block" in value and "start" in value:
        return value | {"block": value["block"] + blocks, **changed}
    return {name: moved(part, blocks, **changed) for name, part in value.items()}


def instructions_of(records: Records) -> Iterator[Instruction]:
    """Yield the instructions of an act in their order."""
    return (instruction for amendment in records.amendments for instruction in amendment.instructions)


def outcome(found: Consolidation, instruction: Instruction) -> Json | None:
    """Give the issue for which an instruction was refused, None where it was applied."""
    refusal = next((one for one in found.refused if one.instruction is instruction), None)
    return {"code": refusal.issue.code, "message": refusal.issue.message} if refusal else None


def own_place(evidence: Json | None, papers: Sequence[Paper]) -> Json:
    """Give which of the documents an evidence is of, the base being 0, and the evidence as it is there."""
    if evidence is None:
        return {"source": None, "evidence": None}
    source = max(index for index, paper in enumerate(papers) if paper.shift < evidence["block"])
    return {"source": source, "evidence": evidence | {"block": evidence["block"] - papers[source].shift}}


def find_versions(papers: Sequence[Paper], acts: Sequence[Records]) -> Iterator[Json]:
    """Yield the version of each day from which an act changed something."""
    days = [day_in_force(act) for act in acts]
    for day in sorted({day for day in days if day}):
        found = consolidate(papers[0].records, acts, as_of=day)
        if any(link.act.in_force == day for link in found.links):
            used = [papers[0], *(paper for paper, since in zip(papers[1:], days, strict=True) if since and since <= day)]
            yield version(found, day, used, papers)


def version(found: Consolidation, day: str, used: Sequence[Paper], papers: Sequence[Paper]) -> Json:
    """Give a version as it is stored, its text first."""
    text = [block | {"block": number} for number, block in enumerate(text_of(found.records, day), 1)]
    records = to_json(found.records)
    issues = [*records["issues"], *(plain_value(one.issue) for one in found.refused if one.issue.code != OTHER_ACT)]
    return {
        "as_of": day,
        # Pages and boxes are those of files that the version has not.
        "records": moved(records | {"amendments": [], "issues": issues}, len(text), page=None, box=None),
        "text": text,
        "sources": [{"source": papers.index(paper), "shift": paper.shift + len(text)} for paper in used],
        "links": [link_view(link, papers) for link in found.links],
    }


def link_view(link: Link, papers: Sequence[Paper]) -> Json:
    """Give a link with the document of its evidence and the place there."""
    plain: Json = plain_value(link)
    parts = {name: plain[name] for name in ("record", "index", "number", "field", "point")}
    values = {"old": worded(link.old) or None, "new": worded(link.new) or None}
    return parts | values | {"day": link.act.in_force, **own_place(plain["evidence"], papers)}


def text_of(records: Records, day: str) -> Iterator[Json]:
    """Yield the blocks of a version as it reads: its title, its clauses, its plans as tables."""
    year, month, date = day.split("-")
    yield paragraph(message("computed_heading", day=f"{date}.{month}.{year}"), bold=True, centred=True)
    if records.document.title:
        yield paragraph(records.document.title, bold=True, centred=True)
    for clause in records.clauses:
        yield paragraph(f"{clause.number}. {clause.text}" if clause.number else clause.text)
    for plan in records.plans:
        if plan.title:
            yield paragraph(plan.title, bold=True, centred=True)
        yield table_of(plan)


def paragraph(text: str, *, bold: bool = False, centred: bool = False) -> Json:
    """Give a paragraph as blocks are stored."""
    return PARAGRAPH | {"text": text, "bold": bold, "centred": centred}


def table_of(plan: Plan) -> Json:
    """Give a plan as a table: the columns that have something in any row, headings over the rows that they stand above."""
    columns = [one for one in COLUMNS if one.heading not in NOT_PRINTED and any(map(one.text, plan.measures))]
    rows: list[list[str]] = [[extractor_message(column.heading) for column in columns]]
    above: tuple[str, ...] = ()
    for measure in plan.measures:
        rows += [[heading] for heading in new_headings(above, measure.section)]
        above = measure.section
        rows.append(cells_of(measure, columns))
    return {
        "kind": "table",
        "rows": len(rows),
        "columns": max(len(columns), 1),
        "cells": [cell for row, texts in enumerate(rows, 1) for cell in row_cells(row, texts, len(columns))],
    }


def cells_of(measure: Measure, columns: Sequence[Any]) -> list[str]:
    """Give the texts of a measure's cells."""
    return [column.text(measure) for column in columns]


def row_cells(row: int, texts: Sequence[str], width: int) -> Iterator[Json]:
    """Yield the cells of a row; one that is alone is a heading over the whole width."""
    is_heading = len(texts) == 1 and width > 1
    for column, text in enumerate(texts, 1):
        span = width if is_heading else 1
        yield {
            "row": row, "column": column, "row_span": 1, "column_span": span, "page": None, "text": text,
            "bold": row == 1 or is_heading,
        }  # fmt: skip
