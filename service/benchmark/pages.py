"""How fast the pages are: `python -m service.benchmark.pages [--measures 1000000] [--folder DIR]`.

In: a number of measures. Out: a Markdown table: for each page the median and 95th percentile of the time in the whole service (the
application in this process, with access, audit and the template), in ms, and the kilobytes that a browser loads with it: the page, its
style sheets and scripts, without pictures of document pages. The store is one of `service.benchmark.stores`, with some documents that were
really read.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from fastapi import FastAPI

from service.access.recognition import COOKIE
from service.app import create_app
from service.benchmark.making import UNITS, person_name, unit_name
from service.benchmark.papers import put_papers
from service.benchmark.store import WORDS, Times, timed
from service.benchmark.stores import filled, make_parser, server
from service.settings import Settings
from service.store.columns import Json
from service.store.connection import Connection, make_pool
from service.store.sessions import begin_session

# What the pages must stay within: the requirements of the pages.
MOST_MILLISECONDS, MOST_KILOBYTES = 200.0, 150.0
KILOBYTE = 1000
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"')
# A script loads others by their names.
IMPORT = re.compile(r'from "\./([^"]+\.js)"')

PAGES: Mapping[str, str] = {
    "home": "/",
    "upload": "/documents/upload",
    "documents": "/documents",
    "documents, search": f"/documents?q={quote(WORDS[0])}",
    "documents, failed": "/documents?status=failed",
    "documents, with issues": "/documents?has_issue=true",
    "document of 2,000 measures": "/documents/{large}",
    "document of 2,000, all measures": "/documents/{large}?tab=measures&show=all",
    "document of 2,000, further rows": "/documents/{large}/rows?tab=measures&show=all&part=1",
    "document": "/documents/{new}?tab=measures&show=all",
    "document, print": "/documents/{new}/print",
    "edit": "/documents/{large}/edit/measures/{large_measure}",
    "why": "/documents/{large}/why/measures/{large_measure}",
    "plans": "/plans",
    "plans, search": f"/plans?q={quote('план')}",
    "plan": "/plans/{new_plan}",
    "plan of 2,000 measures": "/plans/{large_plan}",
    "plan of 2,000, timeline": "/plans/{large_plan}?view=timeline",
    "plan of 2,000, units": "/plans/{large_plan}?view=units",
    "plan of 2,000, sections": "/plans/{large_plan}?view=sections",
    "plan of 2,000, load": "/plans/{large_plan}?view=load",
    "comparison": "/comparisons/{old}/{new}",
    "measures": "/measures",
    "measures, common word": f"/measures?q={quote(WORDS[0])}",
    "measures, rare word": f"/measures?q={quote(WORDS[-1])}",
    "measures, unit by deadline": f"/measures?unit={quote(unit_name(0))}&sort=deadline",
    "measures, rare unit": f"/measures?unit={quote(unit_name(UNITS - 1))}",
    "measures, month of deadlines": "/measures?due_from={year}-03-01&due_to={year}-03-31",
    "units": "/units",
    "units, search": f"/units?q={quote('Отдел')}",
    "unit, common": f"/units/{quote(unit_name(0), safe='')}",
    "unit, rare": f"/units/{quote(unit_name(UNITS - 1), safe='')}",
    "person": f"/persons/{quote(person_name(0, 0), safe='')}",
    "lines": "/lines",
    "new line": "/lines/new",
    "account": "/account",
    "help": "/help",
    "administration": "/admin",
    "people": "/admin/people",
    "keys": "/admin/keys",
    "log": "/admin/audit",
    "log, one action": "/admin/audit?action=document.upload",
    "queue": "/admin/queue",
    "storage": "/admin/storage",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """A session of an administrator in the application of this process."""

    app: FastAPI
    token: str


async def load(visit: Visit, address: str) -> bytes:
    """Load an address as a browser does; raises RuntimeError where it fails."""
    status, _, content = await ask(visit, address)
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{address}: {status} {content[:1_000]!r}")
    return content


async def follow(visit: Visit, address: str) -> str:
    """Give the address that one leads to: the old ones of units and persons have their names."""
    status, headers, _ = await ask(visit, address)
    return headers[b"location"].decode() if status == HTTPStatus.SEE_OTHER else address


async def ask(visit: Visit, address: str) -> tuple[int, Mapping[bytes, bytes], bytes]:
    """Ask for an address and give the answer's status, headers and content."""
    path, _, query = address.partition("?")
    headers = [(b"host", b"localhost"), (b"accept", b"text/html"), (b"cookie", f"{COOKIE}={visit.token}".encode())]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": unquote(path),
             "raw_path": path.encode(), "query_string": query.encode(), "headers": headers, "client": ("127.0.0.1", 1),
             "server": ("localhost", 80), "root_path": ""}  # fmt: skip
    sent: list[Json] = []

    async def receive() -> Json:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(event: Any) -> None:
        sent.append(event)

    await visit.app(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(event.get("body", b"") for event in sent[1:])


async def weigh(visit: Visit, page: bytes) -> int:
    """Count the bytes of a page with all that it loads, pictures of document pages left out."""
    waiting, found = set(ASSET.findall(page.decode())), dict[str, int]()
    while waiting:
        address = waiting.pop()
        content = await load(visit, address)
        found[address] = len(content)
        waiting |= {f"/static/{name}" for name in IMPORT.findall(content.decode())} - found.keys()
    return len(page) + sum(found.values())


async def places(connection: Connection, person: UUID) -> dict[str, str]:
    """Give what single pages are of: papers that were really read, and the first measure of each plan of them."""
    papers = await put_papers(connection, person)
    found = {name: str(document) for name, document in papers.items()}
    for name, document in papers.items():
        rows = await connection.execute("SELECT plan, id FROM measures WHERE document = %s ORDER BY place LIMIT 1", [document])
        row = await rows.fetchone()
        assert row is not None
        found |= {f"{name}_plan": str(row["plan"]), f"{name}_measure": str(row["id"])}
    return found


async def measure(visit: Visit, known: Mapping[str, str]) -> dict[str, tuple[Times, int]]:
    """Time and weigh every page."""
    found = {}
    for name, template in PAGES.items():
        address = await follow(visit, template.format(**known, year=date.today().year))
        weight = await weigh(visit, await load(visit, address))
        found[name] = await timed(lambda address=address: load(visit, address)), weight  # type: ignore[misc]
    return found


async def run(url: str) -> dict[str, tuple[Times, int]]:
    """Measure the pages."""
    async with make_pool(url) as pool, pool.connection() as connection:
        person = await (await connection.execute("SELECT id FROM people LIMIT 1")).fetchone()
        assert person is not None
        session = await begin_session(connection, person["id"])
        known = await places(connection, person["id"])
    with tempfile.TemporaryDirectory() as home:
        app = create_app(Settings(home=Path(home), database_url=url, requests_per_minute=10**9))
        async with app.router.lifespan_context(app):
            return await measure(Visit(app, session.token), known)


def table(found: Mapping[str, tuple[Times, int]]) -> Iterator[str]:
    """Yield the lines of the table; what is beyond the limits is bold."""
    yield "| page | ms | kB |"
    yield "|---|---|---|"
    for name, (times, weight) in found.items():
        told = [
            marked(str(times), times.median > MOST_MILLISECONDS),
            marked(f"{weight / KILOBYTE:.0f}", weight > MOST_KILOBYTES * KILOBYTE),
        ]
        yield f"| {name} | {told[0]} | {told[1]} |"


def marked(text: str, is_beyond: bool) -> str:
    """Write a figure."""
    return f"**{text}**" if is_beyond else text


def main() -> None:
    """Print the table."""
    chosen = make_parser(__doc__).parse_args()
    with server(chosen) as url:
        found = asyncio.run(run(filled(url, chosen.measures)))
    sys.stdout.write("Median / 95th percentile in ms; kilobytes with style sheets and scripts.\n\n" + "\n".join(table(found)) + "\n")


if __name__ == "__main__":
    main()
