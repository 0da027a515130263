"""How fast the store answers: `python -m service.benchmark.store [--measures 1000000] [--against 10000] [--folder DIR]`.

In: a number of measures, and a smaller one to compare with. Out: a Markdown table: for each request the median and 95th percentile of the
time in the store (filters to rows) and in the whole service (the application in this process, with access, audit and JSON), in ms.
Stores are those of `service.benchmark.stores`; with `--part` or `--masked` it is asked by one who sees less.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlencode

from fastapi import FastAPI

from service.api.record_queries import MeasureQuery
from service.app import create_app
from service.auth.actors import ROLE_SCOPES, Place, Role
from service.benchmark.filling import FIRST_YEAR, YEARS
from service.benchmark.making import (
    FORMER_UNIT,
    ISSUERS,
    MEASURES_EACH,
    UNITS,
    issuer_name,
    municipality_name,
    person_name,
    read_words,
    unit_name,
)
from service.benchmark.stores import filled, make_parser, server
from service.settings import Settings, read_masked_roles
from service.store.api_keys import add_key
from service.store.columns import Json
from service.store.connection import Connection, Pool, make_pool
from service.store.families import MEASURES
from service.store.grants import NewGrant, add_grant
from service.store.identity import new_id
from service.store.pages import find_page, write_position
from service.store.people import insert_person
from service.store.saving import ROOM

# Runs of each request; the first ones, which also fill caches, are not counted.
RUNS, UNCOUNTED = 31, 3
WORDS = read_words().words
LAST = UNITS - 1
NEWEST_YEAR = FIRST_YEAR + YEARS - 1

Parameters = Mapping[str, Any]
# Requests by name. Common values are in one measure of seven and more, rare ones in one of 1,000 and less.
CASES: Mapping[str, Parameters] = {
    "list, no filter": {},
    "unit, common": {"unit": [unit_name(0)]},
    "unit, one in 150": {"unit": [unit_name(30)]},
    "unit, rare": {"unit": [unit_name(LAST)]},
    "unit, in the oldest documents only": {"unit": [FORMER_UNIT]},
    "units, any of two": {"unit": [unit_name(LAST), unit_name(200)]},
    "person, common": {"person": [person_name(0, 0)]},
    "person, rare": {"person": [person_name(LAST, 0)]},
    "section, common": {"section": ["Общие мероприятия"]},
    "deadline kind, common": {"deadline_kind": ["calendar"]},
    "deadline kind, rare": {"deadline_kind": ["scheduled"]},
    "deadline in a month of the newest": {"due_from": f"{NEWEST_YEAR}-03-01", "due_to": f"{NEWEST_YEAR}-03-31"},
    "deadline in a month of the oldest": {"due_from": f"{FIRST_YEAR}-03-01", "due_to": f"{FIRST_YEAR}-03-31"},
    "document kind, common": {"document_kind": ["resolution"]},
    "document kind, rare": {"document_kind": ["report"]},
    "issuer, common": {"issuer": [issuer_name(0)]},
    "issuer, rare": {"issuer": [issuer_name(ISSUERS - 1)]},
    "municipality": {"municipality": [municipality_name(7)]},
    "status": {"status": ["done"]},
    "confidence below 0.5": {"confidence_below": 0.5},
    "confidence below 0.405, rare": {"confidence_below": 0.405},
    "has issue": {"has_issue": True},
    "unit + document kind + deadline kind": {"unit": [unit_name(0)], "document_kind": ["plan"], "deadline_kind": ["calendar"]},
    "unit + person that never meet": {"unit": [unit_name(0)], "person": [person_name(LAST, 0)]},
    "sort by deadline": {"sort": "deadline"},
    "sort by deadline, unit": {"sort": "deadline", "unit": [unit_name(5)]},
    "sort by unit, descending": {"sort": "-unit"},
    "search, common word": {"q": WORDS[0]},
    "search, word in 1 of 20": {"q": WORDS[60]},
    "search, rare word": {"q": WORDS[-1]},
    "search, two words": {"q": f"{WORDS[0]} {WORDS[5]}"},
    "search, word + unit": {"q": WORDS[0], "unit": [unit_name(20)]},
    "search, by relevance": {"q": WORDS[0], "sort": "relevance"},
    "list with count": {"count": True},
    "unit, common, with count": {"unit": [unit_name(0)], "count": True},
}


@dataclass(frozen=True, slots=True)
class Times:
    """Times of one request, in milliseconds."""

    median: float
    slow: float

    def __str__(self) -> str:
        """Say median and 95th percentile."""
        return f"{self.median:.1f} / {self.slow:.1f}"


@dataclass(frozen=True, slots=True)
class Bench:
    """An application with a filled store, and a key to it."""

    app: FastAPI
    pool: Pool
    token: str
    measures: int


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks: an administrator, a reader who sees no names (`masked`), or who reads the documents of one municipality or issuer."""

    part: str | None = None
    masked: bool = False

    @property
    def settings(self) -> dict[str, Any]:
        """What an installation is told of readers' names."""
        return {"masked_roles": read_masked_roles("reader" if self.masked else "")}


async def timed(run: Callable[[], Awaitable[object]]) -> Times:
    """Run something several times."""
    taken = []
    for _ in range(RUNS + UNCOUNTED):
        started = time.perf_counter()
        await run()
        taken.append((time.perf_counter() - started) * 1_000)
    counted = sorted(taken[UNCOUNTED:])
    return Times(statistics.median(counted), counted[int(len(counted) * 0.95)])


async def call(bench: Bench, path: str, parameters: Parameters, *, headers: Sequence[tuple[bytes, bytes]] = ()) -> list[Json]:
    """Make one request to the application in this process and give what it sent; raises RuntimeError where it fails."""
    query = urlencode(dict(parameters), doseq=True).encode()
    headers = [(b"authorization", f"Bearer {bench.token}".encode()), (b"host", b"localhost"), *headers]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
             "raw_path": path.encode(), "query_string": query, "headers": headers, "client": ("127.0.0.1", 1), "server": ("localhost", 80),
             "root_path": ""}  # fmt: skip
    sent: list[Json] = []

    async def receive() -> Json:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(event: Any) -> None:
        sent.append(event)

    await bench.app(scope, receive, send)
    if sent[0]["status"] not in (200, 304):
        raise RuntimeError(f"{path}?{query.decode()}: {sent[0]['status']} {sent[1:]}")
    return sent


async def measure(bench: Bench, who: Who) -> dict[str, tuple[Times | None, Times]]:
    """Time every request: in the store, where it is a list, and in the whole service."""
    found: dict[str, tuple[Times | None, Times]] = {}
    listing = MeasureQuery.model_validate({}).listing(MEASURES)
    # The first request also lets this task see what the one who asks may see (`service.store.connection.REACH`).
    first = json.loads((await call(bench, "/v1/measures", {"limit": 1}))[1]["body"])
    one = first["items"][0]["links"]["self"]
    found["get"] = None, await timed(lambda: call(bench, one, {}))
    deep = write_position(listing, [{"key": None, "place": -bench.measures // MEASURES_EACH // 10 * ROOM}], None)
    # Who sees no names of persons can't ask for one.
    cases = {name: asked for name, asked in CASES.items() if not (who.masked and "person" in asked)}
    for name, parameters in {**cases, "page at nine tenths": {"cursor": deep}}.items():
        query = MeasureQuery.model_validate(parameters)

        async def in_store(query: MeasureQuery = query) -> None:
            await find_page(bench.pool, query.listing(MEASURES), cursor=query.cursor, limit=query.limit, count=query.count)

        async def in_service(parameters: Parameters = parameters) -> None:
            await call(bench, "/v1/measures", parameters)

        found[name] = await timed(in_store), await timed(in_service)
    return found


async def make_key(connection: Connection, who: Who) -> str:
    """Make a key of the one who asks."""
    giver = await (await connection.execute("SELECT id FROM people ORDER BY id LIMIT 1")).fetchone()
    assert giver is not None
    role: Role = "member" if who.part else "reader" if who.masked else "administrator"
    person = await insert_person(connection, login=str(new_id()), name="Замеры", role=role, password_hash=None)
    if who.part:
        for place in get_args(Place):
            await add_grant(connection, person, NewGrant(role="reader", place=place, name=who.part, giver=giver["id"]))
    _, token = await add_key(connection, person=person, name="benchmark", scopes=ROLE_SCOPES["reader" if who.part else role])
    return token


async def run(url: str, measures: int, who: Who) -> dict[str, tuple[Times | None, Times]]:
    """Time the requests."""
    async with make_pool(url) as pool, pool.connection() as connection:
        token = await make_key(connection, who)
    with tempfile.TemporaryDirectory() as home:
        app = create_app(Settings(home=Path(home), database_url=url, requests_per_minute=10**9, **who.settings))
        async with app.router.lifespan_context(app):
            return await measure(Bench(app, app.state.installation.pool, token, measures), who)


def table(large: Mapping[str, Sequence[Any]], small: Mapping[str, Sequence[Any]], sizes: tuple[int, int]) -> Iterator[str]:
    """Yield the lines of the table: times in the store and in the service at both sizes, and the service's ratio."""
    yield f"| request | store, {sizes[0]:,} | service, {sizes[0]:,} | store, {sizes[1]:,} | service, {sizes[1]:,} | ratio |"
    yield "|---|---|---|---|---|---|"
    for name, (store, service) in large.items():
        other_store, other_service = small[name]
        ratio = service.median / other_service.median
        yield f"| {name} | {store or ''} | {service} | {other_store or ''} | {other_service} | {ratio:.1f} |"


def main() -> None:
    """Print the table."""
    parser = make_parser(__doc__)
    parser.add_argument("--against", type=int, default=10_000)
    parser.add_argument("--part", help='time the service as one who sees a part: "Бачивский район", "Администрация района № 0"')
    parser.add_argument("--masked", action="store_true", help="time the service as a reader who sees no names of persons")
    chosen = parser.parse_args()
    who = Who(chosen.part, masked=chosen.masked)
    sizes = chosen.measures, chosen.against
    with server(chosen) as url:
        large, small = (asyncio.run(run(filled(url, size), size, who)) for size in sizes)
    sys.stdout.write("Median / 95th percentile in ms.\n\n" + "\n".join(table(large, small, sizes)) + "\n")


if __name__ == "__main__":
    main()
