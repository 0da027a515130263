"""How fast what is due is found: `python -m service.benchmark.due [--measures 1000000] [--folder DIR]`.

In: a number of measures, of plans of eight past years, this one and the next. Out: a Markdown table: for each request of the API, page and
calendar the median and 95th percentile of the time in the whole service (the application in this process, with access, audit, JSON and
templates), in ms, and how many days it gave. The store is one of `service.benchmark.stores`.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from service.api.kept_calendars import KeptCalendars
from service.app import create_app
from service.auth.actors import ROLE_SCOPES
from service.benchmark.making import UNITS, person_name, unit_name
from service.benchmark.pages import Visit, load
from service.benchmark.store import Bench, Parameters, Times, call, timed
from service.benchmark.stores import filled, make_parser, server
from service.settings import Settings
from service.store.api_keys import add_key
from service.store.calendar_links import LinkKind, add_link
from service.store.connection import Connection, make_pool
from service.store.due_setting import read_setting
from service.store.sessions import begin_session

TODAY = date.today()
YEAR = TODAY.year
# The requirement of lists and calendars.
MOST_MILLISECONDS = 30.0
MONTH = {"from": f"{YEAR}-03-01", "to": f"{YEAR}-03-31"}
LAST = UNITS - 1
# Requests by name. Common values are in one measure of seven and more, rare ones in one of 1,000 and less.
CASES: Mapping[str, Parameters] = {
    "from today on": {"from": str(TODAY)},
    "a month": MONTH,
    "all, from the oldest": {},
    "overdue": {"overdue": "true"},
    "unit, common": {"unit": unit_name(0), "from": str(TODAY)},
    "unit, one in 150": {"unit": unit_name(30), "from": str(TODAY)},
    "unit, rare": {"unit": unit_name(LAST), **MONTH},
    "units, any of two": {"unit": [unit_name(LAST), unit_name(0)], **MONTH},
    "unit, overdue": {"unit": unit_name(0), "overdue": "true"},
    "person, common": {"person": person_name(0, 0), "from": str(TODAY)},
    "person, rare": {"person": person_name(LAST, 0)},
    "unit + person that never meet": {"unit": unit_name(0), "person": person_name(LAST, 0)},
    "common unit + common person that never meet": {"unit": unit_name(1), "person": person_name(0, 0)},
    "plan": {"plan": "{plan}"},
    "status": {"status": "done"},
    "unit, common + status": {"unit": unit_name(0), "status": "done"},
    "unit, common + status that nothing has": {"unit": unit_name(0), "status": "partly", **MONTH},
    "page at nine tenths": {"from": f"{YEAR + 1}-01-01"},
}
PAGES: Mapping[str, str] = {
    "page «Что к сроку»": "/due",
    "page, a unit": f"/due?{urlencode({'unit': unit_name(0)})}",
    "page, overdue": "/due?overdue=true",
    "page, a plan's timeline": "/plans/{plan}?view=timeline",
    "page, a plan's events": "/plans/{plan}/events",
}
FEEDS: Mapping[str, tuple[LinkKind, str]] = {
    "calendar of a plan": ("plan", "{plan}"),
    "calendar of a person": ("person", person_name(30, 0)),
    "calendar of a unit, rare": ("unit", unit_name(LAST)),
    "calendar of a unit, one in 150": ("unit", unit_name(30)),
    "calendar of a unit, common": ("unit", unit_name(0)),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A request's times, and how many days it gave; None where it is a page."""

    times: Times
    days: int | None


async def run(url: str, measures: int) -> dict[str, Measured]:
    """Time everything."""
    async with make_pool(url) as pool, pool.connection() as connection:
        # Where the year has changed since the store was filled, nothing is left to compute anew.
        setting = await read_setting(connection, TODAY)
        await connection.execute("UPDATE documents SET due_stamp = %s WHERE due_stamp <> %s", [setting.stamp, setting.stamp])
        person = await (await connection.execute("SELECT id FROM people LIMIT 1")).fetchone()
        plan = await (await connection.execute("SELECT plan FROM due_days WHERE day >= %s LIMIT 1", [TODAY])).fetchone()
        assert person is not None
        assert plan is not None
        known = {"plan": str(plan["plan"])}
        _, token = await add_key(connection, person=person["id"], name="benchmark", scopes=ROLE_SCOPES["administrator"])
        session = await begin_session(connection, person["id"])
        links = {name: await link_of(connection, person["id"], feed, known) for name, feed in FEEDS.items()}
    with tempfile.TemporaryDirectory() as home:
        app = create_app(Settings(home=Path(home), database_url=url, requests_per_minute=10**9))
        async with app.router.lifespan_context(app):
            bench = Bench(app, app.state.installation.pool, token, measures)
            lists = await time_lists(bench, known)
            pages = await time_pages(Visit(app, session.token), known)
            return lists | pages | await time_feeds(bench, links)


async def link_of(connection: Connection, person: Any, feed: tuple[LinkKind, str], known: Mapping[str, str]) -> str:
    """Make a calendar link and give its path."""
    _, secret = await add_link(connection, person=person, kind=feed[0], subject=feed[1].format(**known))
    return f"/calendars/{secret}.ics"


async def time_lists(bench: Bench, known: Mapping[str, str]) -> dict[str, Measured]:
    """Time the lists of the API."""
    found = {}
    for name, given in CASES.items():
        asked = {key: value.format(**known) if isinstance(value, str) else value for key, value in given.items()}
        sent = await call(bench, "/v1/due", asked)
        days = len(json.loads(b"".join(part.get("body", b"") for part in sent[1:]))["items"])
        found[name] = Measured(await timed(lambda asked=asked: call(bench, "/v1/due", asked)), days)  # type: ignore[misc]
    return found


async def time_pages(visit: Visit, known: Mapping[str, str]) -> dict[str, Measured]:
    """Time the pages."""
    found = {}
    for name, template in PAGES.items():
        address = template.format(**known)
        found[name] = Measured(await timed(lambda address=address: load(visit, address)), None)  # type: ignore[misc]
    return found


async def time_feeds(bench: Bench, links: Mapping[str, str]) -> dict[str, Measured]:
    """Time the calendars: written anew each time, given as they are kept, and asked for while nothing has changed."""
    found = {}
    for name, path in links.items():
        sent = await call(bench, path, {})
        again = [(b"if-none-match", dict(sent[0]["headers"])[b"etag"])]
        days = b"".join(part.get("body", b"") for part in sent[1:]).count(b"BEGIN:VEVENT")

        async def write(path: str = path) -> None:
            bench.app.state.calendars = KeptCalendars()
            await call(bench, path, {})

        async def read(path: str = path, headers: Sequence[tuple[bytes, bytes]] = ()) -> None:
            await call(bench, path, {}, headers=headers)

        found[f"{name}, written"] = Measured(await timed(write), days)
        found[f"{name}, kept"] = Measured(await timed(read), days)
        found[f"{name}, unchanged"] = Measured(await timed(lambda read=read, again=again: read(headers=again)), days)  # type: ignore[misc]
    return found


def table(found: Mapping[str, Measured]) -> Iterator[str]:
    """Yield the lines of the table; what is beyond the limit is bold."""
    yield "| request | ms | days |"
    yield "|---|---|---|"
    for name, one in found.items():
        told = f"**{one.times}**" if one.times.median > MOST_MILLISECONDS else str(one.times)
        yield f"| {name} | {told} | {'' if one.days is None else one.days} |"


def main() -> None:
    """Print the table."""
    chosen = make_parser(__doc__).parse_args()
    with server(chosen) as url:
        found = asyncio.run(run(filled(url, chosen.measures), chosen.measures))
    sys.stdout.write("Median / 95th percentile in ms.\n\n" + "\n".join(table(found)) + "\n")


if __name__ == "__main__":
    main()
