"""Due days: the days on which the deadlines of measures fall due, written beside the measures.

In: a document, or one of its measures. Out: rows of `due_days` and `due_names` in place of those it had. What they are made of is read
from the store, so that saving, corrections, events and a new setting all end here.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import sql

from service.due.events import act_dates
from service.due.frames import EventDate, Frame, make_frame
from service.due.occurrences import due_days
from service.store.columns import Json
from service.store.connection import Connection, seeing_everything
from service.store.due_setting import DueSetting, read_setting
from service.store.reports.renewing import renew_reports

logger = logging.getLogger(__name__)

# Rows of one document: 2,000 measures that are due each month of ten years have half of it. What a hostile document has beyond is left out.
MOST_ROWS = 500_000

ACT = """
SELECT d.requisites, d.uploaded_at::date AS uploaded,
    (SELECT coalesce(array_agg(body ->> 'text' ORDER BY place), '{}') FROM clauses
     WHERE document = d.id AND kind = 'entry_into_force') AS clauses,
    (SELECT coalesce(jsonb_object_agg(event, day), '{}') FROM event_dates WHERE document = d.id) AS events
FROM documents d WHERE d.id = %s
"""
MEASURES = """
SELECT m.id, m.place, m.plan, m.status, m.units, m.persons, m.body -> 'deadlines' AS deadlines, p.body ->> 'period' AS period
FROM measures m LEFT JOIN plans p ON p.id = m.plan WHERE {owner} = %s ORDER BY m.place
"""
CLEAR = "DELETE FROM {table} USING measures m WHERE {table}.place = m.place AND {owner} = %s"
TABLES = ("due_names", "due_days")
COPY_DAYS = "COPY due_days (day, place, deadline, measure, plan, status, nominal, steps) FROM STDIN"
COPY_NAMES = "COPY due_names (name, day, place, deadline, status) FROM STDIN"
DayRow = tuple[date, int, int, UUID, UUID | None, str | None, date, list[str]]
NameRow = tuple[str, date, int, int, str | None]


@dataclass(frozen=True, slots=True)
class Act:
    """What the frames of a document's plans share; `own` are the dates that the act itself gives, `entered` those of people."""

    anchor: date
    kind: str | None
    own: Mapping[str, EventDate]
    entered: Mapping[str, EventDate]

    def frame(self, period: str | None, setting: DueSetting) -> Frame:
        """Give the frame of a plan with a period."""
        events = {**self.own, **self.entered}
        return make_frame(period, anchor=self.anchor, kind=self.kind, events=events, setting=setting.setting)


async def renew_days(connection: Connection, document: UUID, *, measure: UUID | None = None) -> None:
    """Compute the days of a document, or of one of its measures, anew in the caller's transaction."""
    async with seeing_everything(connection):
        await compute_days(connection, document, measure)
        await renew_reports(connection, document, measure)


async def compute_days(connection: Connection, document: UUID, measure: UUID | None) -> None:
    """Write the days of a document, or of one of its measures."""
    setting = await read_setting(connection, date.today())
    act = await read_act(connection, document)
    if act is None:
        return
    owner, asked = (sql.SQL("m.id"), measure) if measure else (sql.SQL("m.document"), document)
    for table in TABLES:
        await connection.execute(sql.SQL(CLEAR).format(table=sql.Identifier(table), owner=owner), [asked])
    rows = await (await connection.execute(sql.SQL(MEASURES).format(owner=owner), [asked])).fetchall()
    days = await asyncio.to_thread(make_days, rows, act, setting)
    await write_days(connection, rows, days)
    if measure is None:
        await connection.execute("UPDATE documents SET due_stamp = %s WHERE id = %s", [setting.stamp, document])


async def read_act(connection: Connection, document: UUID) -> Act | None:
    """Read what the deadlines of a document count from; None before it is read."""
    row = await (await connection.execute(ACT, [document])).fetchone()
    return act_of(row) if row and row["requisites"] else None


def act_of(row: Json) -> Act:
    """Make the act of a row."""
    own = act_dates(row["requisites"], row["clauses"])
    entered = {event: EventDate(date.fromisoformat(day), "entered") for event, day in row["events"].items()}
    signed = own.get("signing")
    return Act(date((signed.day if signed else row["uploaded"]).year, 1, 1), row["requisites"].get("kind"), own, entered)


async def plan_frame(connection: Connection, document: UUID, period: str | None, today: date) -> Frame:
    """Give the frame of a plan with a period in a document that is read."""
    setting = await read_setting(connection, today)
    act = await read_act(connection, document)
    return (act or Act(date(today.year, 1, 1), None, {}, {})).frame(period, setting)


def make_days(measures: Sequence[Json], act: Act, setting: DueSetting) -> list[DayRow]:
    """Make the rows of measures, in the order of the measures."""
    frames = {period: act.frame(period, setting) for period in {row["period"] for row in measures}}
    made: list[DayRow] = []
    for row in measures:
        made += measure_days(row, frames[row["period"]], setting.horizon)
        if len(made) > MOST_ROWS:
            logger.warning("due days of measures from place %s on are left out", row["place"])
            break
    return made[:MOST_ROWS]


def measure_days(row: Json, frame: Frame, horizon: date) -> Iterator[DayRow]:
    """Yield the rows of one measure."""
    for deadline, found in due_days(row["deadlines"], frame, horizon):
        if found.due:
            yield (found.due, row["place"], deadline, row["id"], row["plan"], row["status"], found.end, list(found.steps))


async def write_days(connection: Connection, measures: Sequence[Json], days: Sequence[DayRow]) -> None:
    """Write the rows of measures, with a row for each of their names."""
    names = {row["place"]: names_of(row) for row in measures}
    async with connection.cursor() as cursor:
        async with cursor.copy(COPY_DAYS) as copy:
            for day in days:
                await copy.write_row(day)
        async with cursor.copy(COPY_NAMES) as copy:
            for name in list(name_rows(days, names))[:MOST_ROWS]:
                await copy.write_row(name)


def name_rows(days: Sequence[DayRow], names: Mapping[int, Sequence[str]]) -> Iterator[NameRow]:
    """Yield a row for each name of each day."""
    return ((name, day, place, number, status) for day, place, number, _, _, status, _, _ in days for name in names[place])


def names_of(row: Json) -> list[str]:
    """Give the names that a measure's days are found by."""
    return [unit_name(unit) for unit in row["units"]] + [person_name(person) for person in row["persons"]]


def unit_name(key: str) -> str:
    """Give the name of a unit's key."""
    return f"unit:{key}"


def person_name(key: str) -> str:
    """Give the name of a person's key."""
    return f"person:{key}"


async def outdated(connection: Connection, stamp: str, limit: int) -> list[Any]:
    """Lock documents whose days were computed otherwise, by two ranges of the index, and give their ids."""
    rows = await connection.execute(
        "SELECT id FROM documents WHERE status = 'done' AND (due_stamp < %(stamp)s OR due_stamp > %(stamp)s) LIMIT %(limit)s"
        " FOR NO KEY UPDATE SKIP LOCKED",
        {"stamp": stamp, "limit": limit},
    )
    return [row["id"] for row in await rows.fetchall()]


async def is_renewing(connection: Connection, stamp: str) -> bool:
    """Tell whether some days were computed otherwise, and will be computed anew."""
    row = await connection.execute(
        "SELECT EXISTS (SELECT FROM documents WHERE status = 'done' AND (due_stamp < %(stamp)s OR due_stamp > %(stamp)s)) AS found",
        {"stamp": stamp},
    )
    return bool((await row.fetchone() or {})["found"])
