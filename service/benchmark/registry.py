"""How fast the registry answers: `python -m service.benchmark.registry [--measures 1000000] [--database URL]`.

In: a number of measures, of 100 municipalities with some 400 units and 2,000 persons each; one unit is an entry of a seventh of all. Out: a
Markdown table: for each request the median and 95th percentile of the time in the whole service (the application in this process, with
access, audit, JSON and templates), in ms; then the time to save a document whose names are known, and one whose names are new. With
`--database` a store that was filled before is used again.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

from service.app import create_app
from service.auth.actors import ROLE_SCOPES
from service.benchmark.filling import UNITS, fill, unit_name
from service.benchmark.store import RUNS, UNCOUNTED, Bench, Times, call, is_filled, make_database, server, timed
from service.settings import Settings
from service.store.api_keys import add_key
from service.store.connection import Connection, make_pool
from service.store.registry.linking import register_document

ENTRY = """
SELECT n.entry FROM registry_names n WHERE n.family = %s AND n.text LIKE %s
ORDER BY (SELECT count(*) FROM registry_sightings s WHERE s.name = n.id) DESC, n.id LIMIT 1
"""


async def entry_of(connection: Connection, family: str, text: str) -> UUID:
    """Give the entry of a name that most documents have."""
    row = await (await connection.execute(ENTRY, [family, text])).fetchone()
    assert row is not None
    entry: UUID = row["entry"]
    return entry


async def requests(connection: Connection) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Give the requests by name: path and query."""
    common, usual = await entry_of(connection, "unit", unit_name(0)), await entry_of(connection, "unit", unit_name(30))
    rare, person = await entry_of(connection, "unit", unit_name(UNITS - 1)), await entry_of(connection, "person", "%")
    return {
        "units, first page": ("/v1/units", {}),
        "units by the beginning of a name": ("/v1/units", {"q": "отдел культ"}),
        "units of a municipality": ("/v1/units", {"municipality": "Район № 99"}),
        "persons, first page": ("/v1/persons", {}),
        "a unit of 1 measure in 7": (f"/v1/units/{common}", {}),
        "a unit of one municipality": (f"/v1/units/{usual}", {}),
        "a rare unit": (f"/v1/units/{rare}", {}),
        "a person": (f"/v1/persons/{person}", {}),
        "measures of a unit of 1 in 7": (f"/v1/units/{common}/measures", {}),
        "measures of a unit of one municipality": (f"/v1/units/{usual}/measures", {}),
        "measures of a rare unit": (f"/v1/units/{rare}/measures", {}),
        "measures of a rare unit by deadline": (f"/v1/units/{rare}/measures", {"sort": "deadline"}),
        "measures of a person": (f"/v1/persons/{person}/measures", {}),
        "suggestions": ("/v1/registry/suggestions", {}),
        "history": ("/v1/registry/operations", {}),
    }


async def time_registering(connection: Connection) -> dict[str, Times]:
    """Time the registering of documents: whose names are new, then the same ones again."""
    rows = await (await connection.execute("SELECT id FROM documents ORDER BY seq DESC LIMIT %s", [RUNS + UNCOUNTED])).fetchall()
    documents = iter([row["id"] for row in rows] * 2)

    async def register_next() -> None:
        async with connection.transaction():
            await register_document(connection, next(documents))

    return {f"registering a document of 30 measures, {names} names": await timed(register_next) for names in ("new", "known")}


async def run(url: str, measures: int) -> dict[str, Times]:
    """Fill a database where it is not filled yet, and time the requests."""
    async with make_pool(url) as pool, pool.connection() as connection:
        if not await is_filled(connection):
            started = time.monotonic()
            await fill(connection, measures)
            sys.stderr.write(f"{measures} measures filled in {time.monotonic() - started:.0f} s\n")
        person = await (await connection.execute("SELECT id FROM people LIMIT 1")).fetchone()
        assert person is not None
        _, token = await add_key(connection, person=person["id"], name="benchmark", scopes=ROLE_SCOPES["administrator"])
        asked = await requests(connection)
    found: dict[str, Times] = {}
    with tempfile.TemporaryDirectory() as home:
        app = create_app(Settings(home=Path(home), database_url=url, requests_per_minute=10**9))
        async with app.router.lifespan_context(app):
            bench = Bench(app, app.state.installation.pool, token, measures)
            for name, (path, query) in asked.items():
                found[name] = await timed(lambda path=path, query=query: call(bench, path, query))  # type: ignore[misc]
        async with make_pool(url) as pool, pool.connection() as connection:
            found |= await time_registering(connection)
    return found


def table(found: Mapping[str, Times]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| request | service |"
    yield "|---|---|"
    yield from (f"| {name} | {times} |" for name, times in found.items())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measures", type=int, default=1_000_000)
    parser.add_argument("--database", help="a server's URL; its role may make databases")
    chosen = parser.parse_args()
    with server(chosen.database) as url:
        found = asyncio.run(run(make_database(url, chosen.measures), chosen.measures))
    sys.stdout.write("Median / 95th percentile in ms.\n\n" + "\n".join(table(found)) + "\n")


if __name__ == "__main__":
    main()
