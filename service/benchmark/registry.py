"""How fast the registry answers: `python -m service.benchmark.registry [--measures 1000000] [--folder DIR]`.

In: a number of measures, of 100 municipalities with some 400 units and 2,000 persons each; one unit is an entry of a seventh of all. Out: a
Markdown table: for each request the median and 95th percentile of the time in the whole service (the application in this process, with
access, audit, JSON and templates), in ms; then the time to register a document whose names are known, and one whose names are new. The
store is one of `service.benchmark.stores`.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

from service.app import create_app
from service.auth.actors import ROLE_SCOPES
from service.benchmark.making import UNITS, municipality_name, unit_name
from service.benchmark.store import RUNS, UNCOUNTED, Bench, Times, call, timed
from service.benchmark.stores import filled, make_parser, server
from service.settings import Settings
from service.store.api_keys import add_key
from service.store.connection import Connection, make_pool
from service.store.registry.linking import register_document

ENTRY = """
SELECT n.entry FROM registry_names n WHERE n.family = %s AND n.text LIKE %s
ORDER BY (SELECT count(*) FROM registry_sightings s WHERE s.name = n.id) DESC, n.id LIMIT 1
"""
MOVE = """
UPDATE documents SET requisites = requisites || jsonb_build_object('municipality', %(place)s::text, 'issuer', 'Администрация ' || %(place)s)
WHERE id = %(document)s
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
        "units of a municipality": ("/v1/units", {"municipality": municipality_name(99)}),
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
    """Time the registering of documents, which is taken back: as they are, and moved to a place where nothing is known."""
    rows = await (await connection.execute("SELECT id FROM documents ORDER BY seq DESC LIMIT %s", [RUNS + UNCOUNTED])).fetchall()
    found = {}
    for names in ("known", "new"):
        documents = iter([row["id"] for row in rows])

        async def register_next(documents: Iterator[UUID] = documents, *, is_moved: bool = names == "new") -> None:
            async with connection.transaction(force_rollback=True):
                document = next(documents)
                if is_moved:
                    await connection.execute(MOVE, {"document": document, "place": f"Посёлок {document}"})
                await register_document(connection, document)

        found[f"registering a document of 30 measures, {names} names"] = await timed(register_next)
    return found


async def run(url: str, measures: int) -> dict[str, Times]:
    """Time the requests."""
    async with make_pool(url) as pool, pool.connection() as connection:
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
    chosen = make_parser(__doc__).parse_args()
    with server(chosen) as url:
        found = asyncio.run(run(filled(url, chosen.measures), chosen.measures))
    sys.stdout.write("Median / 95th percentile in ms.\n\n" + "\n".join(table(found)) + "\n")


if __name__ == "__main__":
    main()
