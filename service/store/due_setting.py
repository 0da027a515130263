"""The setting of due days: the working-day rule, and years of the production calendar that the installation puts in.

In: a connection. Out: `DueSetting`, with the stamp by which days that were computed otherwise are told. It is kept in `installation`.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from psycopg.types.json import Jsonb

from service.due.frames import Setting
from service.due.workdays import Rule, Workdays, WorkingYear, decreed_years
from service.store.connection import Connection

KEY = "due"
# Civil Code, article 193: a term that runs out on a day off ends on the next working day.
DEFAULT_RULE: Rule = "next"
# Years after this one that recurrences without an end are expanded for.
YEARS_AHEAD = 2
# Grows when days are computed otherwise: those of all documents are computed anew then.
VERSION = 1
# Letters of a stamp that tell settings apart.
STAMP_LETTERS = 12


@dataclass(frozen=True, slots=True)
class DueSetting:
    """The setting as days are computed by it on a day: `own` are the years that the installation has put in."""

    setting: Setting
    own: frozenset[int]
    horizon: date
    stamp: str

    @property
    def rule(self) -> Rule:
        """The working-day rule."""
        return self.setting.rule


async def read_setting(connection: Connection, today: date) -> DueSetting:
    """Read the setting."""
    row = await (await connection.execute("SELECT value::text AS value FROM installation WHERE key = %s", [KEY])).fetchone()
    return setting_of(row["value"] if row else "{}", today.year)


@lru_cache(maxsize=16)
def setting_of(text: str, year: int) -> DueSetting:
    """Make the setting of a text of `installation`, as it is in a year."""
    value = json.loads(text)
    own = {int(number): working_year(given) for number, given in value.get("years", {}).items()}
    horizon = date(year + YEARS_AHEAD, 12, 31)
    years = {**decreed_years(), **own}
    known = [[number, written_year(years[number])] for number in sorted(years)]
    marked = hashlib.sha256(json.dumps([VERSION, value.get("rule"), known, str(horizon)]).encode()).hexdigest()[:STAMP_LETTERS]
    setting = Setting(value.get("rule", DEFAULT_RULE), Workdays(years))
    return DueSetting(setting, frozenset(own), horizon, marked)


def working_year(given: dict[str, Any]) -> WorkingYear:
    """Read a year as it is kept."""
    moved = {date.fromisoformat(day): date.fromisoformat(to) for day, to in given["moved"]}
    return WorkingYear(source=given["source"], moved=moved, declared=frozenset(map(date.fromisoformat, given["declared"])))


def written_year(year: WorkingYear) -> dict[str, Any]:
    """Write a year as it is kept."""
    moved = sorted((str(day), str(to)) for day, to in year.moved.items())
    return {"source": year.source, "moved": moved, "declared": sorted(map(str, year.declared))}


async def set_rule(connection: Connection, rule: Rule) -> None:
    """Set the working-day rule."""
    await connection.execute(
        "INSERT INTO installation (key, value) VALUES (%(key)s, jsonb_build_object('rule', %(rule)s::text))"
        " ON CONFLICT (key) DO UPDATE SET value = installation.value || excluded.value",
        {"key": KEY, "rule": rule},
    )


async def put_year(connection: Connection, year: int, given: WorkingYear) -> None:
    """Put in a year of the calendar, in place of the one that comes with the service."""
    await connection.execute(
        "INSERT INTO installation (key, value)"
        " VALUES (%(key)s, jsonb_build_object('years', jsonb_build_object(%(year)s::text, %(kept)s::jsonb)))"
        " ON CONFLICT (key) DO UPDATE SET value = installation.value || jsonb_build_object('years',"
        " coalesce(installation.value -> 'years', '{}') || jsonb_build_object(%(year)s::text, %(kept)s::jsonb))",
        {"key": KEY, "year": str(year), "kept": Jsonb(written_year(given))},
    )


async def take_year(connection: Connection, year: int) -> None:
    """Take out a year that the installation has put in."""
    await connection.execute("UPDATE installation SET value = value #- ARRAY['years', %s::text] WHERE key = %s", [str(year), KEY])
