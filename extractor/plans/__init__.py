"""Plans: the tables and lists of measures of a document, each under its title.

In: the document, its outline and requisites. Out: `Plan`s in printed order. Tables under one title are one plan; a table
without a header that follows a plan's table goes on with its columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from extractor.deadlines import is_month, read_period
from extractor.document import Document, Paragraph, Table
from extractor.issues import issue
from extractor.measures import find_measures, read_plan_layout
from extractor.measures.funding import header_unit
from extractor.outline import Outline, Part, is_layout
from extractor.plans.listed import find_listed_measures
from extractor.records import Issue, Plan, Reading, Requisites
from extractor.tables import Layout, guess_layout, read_layout
from extractor.text import matching_form
from extractor.wordings import NOTHING_TAUGHT, Wordings

# Fewer rows or columns may as well be stamps side by side.
BARE_ROWS_LEAST, BARE_COLUMNS_LEAST = 3, 3
LISTING_KINDS = {"plan", "roadmap", "programme", "scheme"}
LISTING_WORDS = ("план", "перечень мероприятий", "комплекс мер", "дорожная карта", "программа", "график", "мероприятия")
UNIT_LENGTH = 120  # a longer line above a table is a sentence, not its unit


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table that is a plan, with its layout and title."""

    table: Table
    layout: Layout
    title: str | None
    appendix: str | None
    month: tuple[str, ...] = ()


def find_plans(
    document: Document, outline: Outline, requisites: Requisites, wordings: Wordings = NOTHING_TAUGHT
) -> Reading[tuple[Plan, ...]]:
    """Read all plans of a document: its tables, or where no table is one its numbered lists."""
    titled = groupby(plan_tables(document, outline, wordings), lambda table: (table.title, table.appendix))
    readings = [read_plan(list(tables), requisites, wordings) for _, tables in titled]
    readings = readings or list(listed_plans(outline, requisites))
    plans = tuple(reading.value for reading in readings if reading.value.measures)
    issues = tuple(met for reading in readings for met in reading.issues)
    return Reading(plans, issues if plans else (*issues, *missing_plan(document, requisites)))


def missing_plan(document: Document, requisites: Requisites) -> tuple[Issue, ...]:
    """Say that a document that calls itself a plan has no measure that could be read."""
    if requisites.kind not in LISTING_KINDS:
        return ()
    passages = [*(cell for table in document.tables for cell in table.cells[:1]), *document.paragraphs[:1]]
    evidence = passages[0].evidence(0, len(passages[0].text), "first table or paragraph") if passages else None
    return (issue("plan_without_measures", "warning", evidence),)


def plan_tables(document: Document, outline: Outline, wordings: Wordings = NOTHING_TAUGHT) -> Iterator[PlanTable]:
    """Yield the tables that are plans, in order."""
    previous: PlanTable | None = None
    for table in document.tables:
        if is_layout(table) and read_layout(table, wordings) is None and not is_bare_plan(table):
            continue
        title = outline.title_above(table.block)
        text = title.text if title else None
        layout = read_plan_layout(table, title=text or "", wordings=wordings) or continued_layout(table, previous, wordings)
        if layout is None:
            continue
        layout = replace(layout, unit=unit_above(document, table) or text or "")
        previous = PlanTable(table, layout, text, outline.part_of(table.block).appendix, month_above(document, table))
        yield previous


def unit_above(document: Document, table: Table) -> str:
    """Give the line right above a table that tells the unit of its amounts: "(тыс. рублей)"; empty where none does."""
    above = document.blocks[table.block - 2] if table.block > 1 else None
    return above.text if isinstance(above, Paragraph) and len(above.text) <= UNIT_LENGTH and header_unit([above.text]) else ""


def is_bare_plan(table: Table) -> bool:
    """Tell whether a small table without a header is a plan all the same: numbered works with times, or works with times and parties."""
    guess = guess_layout(table) if table.row_count >= BARE_ROWS_LEAST and table.column_count >= BARE_COLUMNS_LEAST else None
    return guess is not None and bool(guess.of("deadline")) and bool(guess.of("number", "responsible"))


def month_above(document: Document, table: Table) -> tuple[str, ...]:
    """Give the heading right above a table that is only a month: it completes the days in the table."""
    above = document.blocks[table.block - 2] if table.block > 1 else None
    return (above.text,) if isinstance(above, Paragraph) and is_month(above.text) else ()


def continued_layout(table: Table, previous: PlanTable | None, wordings: Wordings) -> Layout | None:
    """Give the columns of the plan table above for a table that goes on without a header of its own; else None."""
    if previous is None or table.column_count != previous.table.column_count or read_layout(table, wordings) is not None:
        return None
    near = table.block - previous.table.block <= 2
    return replace(previous.layout, first_row=1, header_row=1) if near else None


def read_plan(tables: list[PlanTable], requisites: Requisites, wordings: Wordings) -> Reading[Plan]:
    """Read the tables under one title as one plan."""
    first = tables[0]
    period = read_period(first.title or "") or requisites.period
    readings = [find_measures(found.table, found.layout, period=period, above=found.month, wordings=wordings) for found in tables]
    measures = tuple(measure for reading in readings for measure in reading.value)
    issues = tuple(issue for reading in readings for issue in reading.issues)
    return Reading(Plan(title=first.title, appendix=first.appendix, period=period, measures=measures), issues)


def listed_plans(outline: Outline, requisites: Requisites) -> Iterator[Reading[Plan]]:
    """Yield the plans printed as numbered paragraphs: bodies and appendices that are called plans."""
    for part in outline.parts:
        title = outline.part_title(part)
        text = title.text if title else None
        if not is_listing(part, text, requisites):
            continue
        period = read_period(text or "") or requisites.period
        reading = find_listed_measures(body_paragraphs(outline, part), period=period)
        yield Reading(Plan(title=text, appendix=part.appendix, period=period, measures=reading.value), reading.issues)


def is_listing(part: Part, title: str | None, requisites: Requisites) -> bool:
    """Tell whether a part may list measures: an appendix called a plan, or the body of a document that is one."""
    if part.kind == "body":
        return requisites.kind in LISTING_KINDS
    return part.kind == "appendix" and matching_form(title or "").startswith(LISTING_WORDS)


def body_paragraphs(outline: Outline, part: Part) -> tuple[Paragraph, ...]:
    """Give a part's paragraphs that are neither head nor signature."""
    head = {line.line.block for line in part.head if line.role != "heading"}
    signed = {line.block for signature in part.signatures for line in signature.lines}
    inside = (p for p in outline.document.paragraphs if part.first <= p.block <= part.last)
    return tuple(paragraph for paragraph in inside if paragraph.block not in head | signed)
