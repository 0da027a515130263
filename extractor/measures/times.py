"""Times of a work: the deadlines that its columns or its own wording give.

In: a plan table, a `Work`, its measure cell and the span of its wording there. Out: `Deadline`s in printed order, with issues.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.columns import TIME_ROLES
from extractor.deadlines import find_deadlines, find_deadlines_in_text, is_month
from extractor.document import Cell, Passage
from extractor.measures.cells import PlanTable, divided, own_cells
from extractor.measures.mixed import split_mixed
from extractor.measures.rows import Work
from extractor.records import Deadline, Issue
from extractor.tables import MIXED, TICK, TICKED, Column
from extractor.wordings import Span


def read_deadlines(
    plan: PlanTable, work: Work, cell: Cell, span: tuple[int, int], section: tuple[str, ...]
) -> tuple[tuple[Deadline, ...], tuple[Issue, ...]]:
    """Read the time columns, left to right; where the table has none, the measure's own wording."""
    columns = plan.layout.of(*TIME_ROLES)
    if not columns:
        reading = find_deadlines_in_text(cell, *span, period=plan.period)
        return reading.value, reading.issues
    ticked = read_ticks(plan, work)
    if ticked:
        return ticked, ()
    cells = [(column, time_cell) for column in columns for time_cell in own_cells(plan, work, column)]
    headings = (*plan.headings, *section)
    if completed := read_days(plan, cells, headings):
        return completed, ()
    parts = [(*time_spans(plan, column, time_cell), time_cell) for column, time_cell in cells]
    readings = [
        (column, find_deadlines(time_cell, *time, period=plan.period, headings=headings))
        for column, times, time_cell in parts
        for time in times
    ]
    if any(is_day(reading.value) for _, reading in readings):
        readings = [(column, reading) for column, reading in readings if not only_adds(column, reading.value)]
    found = tuple(
        replace(deadline, evidence=deadline.evidence.taught()) if column.taught else deadline
        for column, reading in readings
        for deadline in reading.value
    )
    return found, tuple(issue for _, reading in readings for issue in reading.issues)


def read_days(plan: PlanTable, cells: Sequence[tuple[Column, Cell]], headings: tuple[str, ...]) -> tuple[Deadline, ...]:
    """Read the days whose month stands in a cell of its own ("Январь" | "5-8"); empty where the cells beside it need no month."""
    months = [cell for _, cell in cells if is_month(cell.text)]
    if len(months) != 1 or len(cells) == 1 or any(column.taught for column, _ in cells):
        return ()
    days: list[Deadline] = []
    for _, cell in cells:
        if cell is months[0]:
            continue
        alone = find_deadlines(cell, period=plan.period, headings=headings).value
        within = find_deadlines(cell, period=plan.period, headings=(*headings, months[0].text)).value
        if not is_day(within) or any(deadline.kind == "calendar" for deadline in alone) or kinds(alone) == kinds(within):
            return ()
        days += within
    return tuple(days)


def kinds(deadlines: Sequence[Deadline]) -> tuple[str, ...]:
    """Give the kinds of deadlines in order."""
    return tuple(deadline.kind for deadline in deadlines)


def read_ticks(plan: PlanTable, work: Work) -> tuple[Deadline, ...]:
    """Give the deadlines that marks in columns of months, quarters or years tell: the header's time, read where the mark stands."""
    found: list[Deadline] = []
    for column in plan.layout.of("deadline"):
        cell = plan.table.grid[work.rows[0] - 1][column.index - 1] if column.rule == TICKED else None
        if cell is None or not TICK.fullmatch(cell.text):
            continue
        header = Passage(text=column.header, block=cell.block)
        evidence = cell.evidence(0, len(cell.text), TICKED)
        times = find_deadlines(header, period=plan.period, headings=plan.headings).value
        found += [replace(time, text=evidence.text, evidence=evidence) for time in times]
    return tuple(found)


def time_spans(plan: PlanTable, column: Column, cell: Cell) -> tuple[Column, tuple[Span, ...]]:
    """Give the spans of a cell that are times: all of it, or parts of it where the column holds parties as well."""
    return (column, split_mixed(cell, 0, len(cell.text))[0]) if column.rule == MIXED else divided(plan, column, cell)


def is_day(deadlines: Sequence[Deadline]) -> bool:
    """Tell whether a cell gives a time that stands for itself: a date, a recurrence, and not only hours."""
    return any(deadline.evidence.rule != "by_clock" and deadline.kind != "unknown" for deadline in deadlines)


def only_adds(column: Column, deadlines: Sequence[Deadline]) -> bool:
    """Tell whether a cell beside a date only adds to it: hours, the weekday of a column of weekdays, words in a column of hours."""
    rules = {deadline.evidence.rule for deadline in deadlines}
    weekdays = column.rule in {"день недели", "дни недели"}
    unread = column.rule in {"время", "часы"} and all(deadline.kind == "unknown" for deadline in deadlines)
    return bool(deadlines) and (rules == {"by_clock"} or (weekdays and rules == {"on_weekdays"}) or unread)
