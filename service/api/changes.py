"""The change feed: what happened, in the order in which it was committed, for systems that keep a copy of the records.

In: the cursor of what was read before, types, how long to wait. Out: changes, each with the address of what to read anew. A reader that
stores `next` with what it has made of a page misses nothing and may see a page twice.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.dependencies import NOT_LOGGED, Here, Reader
from service.api.problems import problems, shown
from service.api.record_routes import NDJSON
from service.errors import Gone
from service.installation import Installation
from service.store.changes import CHANGE_TYPES, KEPT_DAYS, Row, kept_positions, list_changes
from service.store.cursors import LONGEST_CURSOR, number_in, write_cursor

router = APIRouter(prefix="/v1/changes", tags=["changes"])

# Changes of a page: 1,000 of them are 300 KB.
MAX_PAGE = 1_000
# Seconds that a request may wait for a change: proxies cut connections that are silent for 30 to 60 s.
MAX_WAIT = 25
# Seconds between two looks while a request waits; each reads one row of an index.
LOOK_SECONDS = 0.5
# Stands for the cursor of whoever wants to hear of what is to come only.
NOW = "now"

ChangeType = Literal[CHANGE_TYPES]  # type: ignore[valid-type]
EXAMPLE: dict[str, Any] = {
    "id": "0198c1a2-9b1c-7d20-8c11-5a4b3c2d1e0f",
    "at": "2026-11-30T09:00:00.125000+00:00",
    "type": "measure.corrected",
    "object": "measures/0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b65",
    "document": "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64",
    "details": {"fields": ["text"], "version": 2},
}
EXAMPLE_PAGE = {"items": [EXAMPLE], "next": "eyJjaGFuZ2UiOjUxfQ", "more": False}
DESCRIPTION = f"""The oldest first, in the order in which they were committed; nothing is ever added before a cursor that was given out.

Begin with `after={NOW}`, read the records, and then ask with `next` of each answer again and again. `wait` lets a request wait for the
next change. Changes are kept for {KEPT_DAYS} days: an older cursor, or one from before a backup was restored, is answered with 410 and
the code `changes_forgotten`; read the records again then. `Accept: {NDJSON}` gives the page as lines, and its cursor in the header
`Next-Cursor`."""
CURSOR = {"Next-Cursor": {"description": "`next` of the page.", "schema": {"type": "string"}}}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A change: `object` is the path of what changed, after `/v1/`; `document` the document that it belongs to, if any."""

    id: UUID
    at: datetime
    type: str
    object: str
    document: UUID | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """Changes, the oldest first; `next` is the cursor of what follows, `more` tells whether there is more now."""

    items: list[ChangeView]
    next: str
    more: bool


class ChangeQuery(BaseModel):
    """What a client asks of the feed."""

    model_config = ConfigDict(extra="forbid")

    after: str | None = Field(
        None,
        max_length=LONGEST_CURSOR,
        description=f"`next` of the answer before, or `{NOW}`; without it the oldest changes.",
        examples=[NOW],
    )
    type: list[ChangeType] = Field([], max_length=len(CHANGE_TYPES), description="Only changes of these types.")
    limit: int = Field(100, ge=1, le=MAX_PAGE, description="Changes on a page.")
    wait: int = Field(0, ge=0, le=MAX_WAIT, description="Seconds to wait for a change where there is none yet.", examples=[0])


def page_answers() -> Any:
    """Describe the page as JSON and as lines."""
    page = shown(200, "A page of changes.", EXAMPLE_PAGE)
    page[200]["content"][NDJSON] = {"schema": {"type": "string"}, "example": json.dumps(EXAMPLE, ensure_ascii=False)}
    page[200]["headers"] = CURSOR
    return page


@router.get(
    "",
    operation_id="list_changes",
    summary="List changes",
    description=DESCRIPTION,
    response_model=ChangePage,
    responses=page_answers() | problems(400, 410, 422),
    openapi_extra=NOT_LOGGED,
)
async def list_all(request: Request, here: Here, actor: Reader, query: Annotated[ChangeQuery, Query()]) -> Response:
    """Give a page of changes."""
    after, newest = await read_place(here, query.after)
    rows = await wait_for_changes(request, here, query, after)
    shown_rows, more = rows[: query.limit], len(rows) > query.limit
    # Where nothing of the wanted types came, all that there was at the beginning is read.
    reached = shown_rows[-1]["position"] if shown_rows else max(after, newest)
    following = write_cursor({"change": reached})
    items = [change_view(row) for row in shown_rows]
    if NDJSON in request.headers.get("accept", ""):
        lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
        return Response(lines, media_type=NDJSON, headers={"Next-Cursor": following})
    return JSONResponse({"items": items, "next": following, "more": more}, headers={"Next-Cursor": following})


async def read_place(here: Installation, cursor: str | None) -> tuple[int, int]:
    """Give the position that the page follows, and the newest there is; raises `Gone` where what follows is not kept any more."""
    async with here.pool.connection() as connection:
        forgotten, newest = await kept_positions(connection)
    if cursor is None:
        return forgotten, newest
    if cursor == NOW:
        return newest, newest
    place = number_in(cursor, "change")
    if not forgotten <= place <= newest:
        raise Gone("changes_forgotten", days=KEPT_DAYS)
    return place, newest


async def wait_for_changes(request: Request, here: Installation, query: ChangeQuery, after: int) -> list[Row]:
    """Read a page and one row more; where there is none, look until there is, the time is over, or the client has gone."""
    end = time.monotonic() + query.wait
    while True:
        async with here.pool.connection() as connection:
            rows = await list_changes(connection, after=after, types=query.type, limit=query.limit + 1)
        if rows or time.monotonic() >= end or await request.is_disconnected():
            return rows
        await asyncio.sleep(LOOK_SECONDS)


def change_view(row: Row) -> dict[str, Any]:
    """Give a change as `ChangeView` describes it."""
    return {
        "id": str(row["id"]),
        "at": row["at"].isoformat(),
        "type": row["type"],
        "object": row["object"],
        "document": str(row["document"]) if row["document"] else None,
        "details": row["details"],
    }
