"""Events: how far documents are, told as it changes, as server-sent events (the HTML standard, section 9.2).

In: a document's id, several, or none for all of one's own. Out: a stream of `status` events, each with a `DocumentStatus`; the first ones
tell how things stand. Comments keep the connection alive. A stream over named documents ends when all are finished, any stream when its
listener's session has ended or their key was revoked.
"""

import json
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import psycopg
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response, StreamingResponse
from psycopg_pool import PoolTimeout
from starlette.types import Receive, Scope, Send

from service.access.recognition import COOKIE
from service.answers import FINISHED
from service.api.dependencies import NOT_LOGGED, Here, Reader
from service.api.document_access import visible_document
from service.api.document_views import EXAMPLE_STATUS, status_view
from service.api.problems import Described, problems
from service.auth.actors import Actor
from service.installation import Installation
from service.jobs.queue import queue_place
from service.notifications import MAX_MAIL, Mailbox, Notifications
from service.store.api_keys import find_key
from service.store.documents import WAITING, Row, find_documents, list_documents
from service.store.grants import holds
from service.store.sessions import is_live

router = APIRouter(prefix="/v1", tags=["documents"])

# Documents that one stream names.
MAX_NAMED = 100
# Seconds between comments: proxies cut connections that are silent for 30 to 60 s.
HEARTBEAT_SECONDS = 15.0
# Milliseconds after which a browser connects again.
RETRY_MILLISECONDS = 2_000
# The id of the last event of a stream that has ended; a browser that connects again sends it, and 204 tells it to stop.
END = "end"

DESCRIPTION = f"""Events of the type `status`, each with a document's status as JSON; the first tell how things stand now.

The stream ends when all documents are finished. Its last event has the id `{END}`; a client that connects again with it gets 204, as
browsers need it to stop."""
# Of one event, as tools that know server-sent events read it (OpenAPI 3.2 calls it itemSchema).
EVENT = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "event": {"type": "string"},
        "id": {"type": "string"},
        "retry": {"type": "integer"},
        "data": {"type": "string", "description": "The state of a document, as JSON."},
    },
}
STREAM: Described = {
    200: {
        "description": "The stream.",
        "content": {
            "text/event-stream": {
                "schema": EVENT,
                "example": f"event: status\ndata: {json.dumps(EXAMPLE_STATUS)}\n\n",
            }
        },
    },
    204: {"description": "There is nothing more to tell."},
}
Ids = Annotated[list[UUID] | None, Query(max_length=MAX_NAMED, description="Documents, each by a parameter of its own.")]
LastEvent = Annotated[str | None, Header(alias="Last-Event-ID", max_length=100, description="Sent by browsers that connect again.")]


# The states that were told last, by the ids as they are written.
Told = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Watched:
    """What a stream tells of, documents by their ids or all that a person has uploaded, and to whom; `session` is a browser's token."""

    ids: frozenset[UUID]
    actor: Actor
    session: str | None = None

    async def is_allowed(self, here: Installation) -> bool:
        """Tell whether the key, or the session, with which the stream was asked for still holds, and opens what it did."""
        async with here.pool.connection() as connection:
            if not await holds(connection, self.actor):
                return False
            if self.actor.key:
                return await find_key(connection, self.actor.key) is not None
            return self.session is None or await is_live(connection, self.session)

    def wants(self, row: Row) -> bool:
        """Tell whether the stream tells of a document."""
        return row["id"] in self.ids if self.ids else row["uploaded_by"] == self.actor.person

    async def read(self, here: Installation, told: Told) -> list[Row]:
        """Read the documents as they are now: those that are named, or one's own that are unfinished or were so when last told of."""
        async with here.pool.connection() as connection:
            if self.ids:
                return await find_documents(connection, list(self.ids))
            waiting = {"uploaded_by": self.actor.login, "status": list(WAITING)}
            unfinished = await list_documents(connection, waiting, MAX_MAIL)
            ended = {UUID(key) for key in told} - {row["id"] for row in unfinished}
            return unfinished + await find_documents(connection, list(ended))

    async def view(self, here: Installation, row: Row) -> dict[str, Any]:
        """Give a document's status; the place in the queue, which takes a query each, only of named documents."""
        if not self.ids or row["status"] != "queued" or row["job"] is None:
            return status_view(row)
        async with here.pool.connection() as connection:
            return status_view(row, await queue_place(connection, row["job"]))

    def is_over(self, told: Told) -> bool:
        """Tell whether all that is watched is finished."""
        return bool(self.ids) and all(told.get(str(document), {}).get("status") in FINISHED for document in self.ids)

    def forget(self, told: Told) -> None:
        """Forget the finished ones of a stream without end, of which nothing more is expected."""
        for key in [key for key, state in told.items() if not self.ids and state["status"] in FINISHED]:
            del told[key]


class EventStream(StreamingResponse):
    """A stream that listens as long as the client does."""

    media_type = "text/event-stream"

    def __init__(self, here: Installation, notifications: Notifications, watched: Watched) -> None:
        """Prepare the stream; listening begins when it is sent."""
        super().__init__((), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self.here, self.notifications, self.watched = here, notifications, watched

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Listen, then read, then send: what changes between is in the mailbox."""
        async with self.notifications.subscribe(self.watched.wants) as mailbox:
            self.body_iterator = self.until_database_away(mailbox)
            await super().__call__(scope, receive, send)

    async def until_database_away(self, mailbox: Mailbox) -> AsyncIterator[str]:
        """Yield the events; while the database is away the stream ends, and the client connects again."""
        with suppress(psycopg.OperationalError, PoolTimeout):
            async for event in self.events(mailbox):
                yield event

    async def events(self, mailbox: Mailbox) -> AsyncIterator[str]:
        """Yield an event for each state that differs from what was told before."""
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        told: Told = {}
        rows: list[Row] = []
        missed, due = True, time.monotonic() + HEARTBEAT_SECONDS
        while True:
            if missed or not rows:
                rows = await self.watched.read(self.here, told)
            for state in [await self.watched.view(self.here, row) for row in rows]:
                if told.get(state["id"]) != state:
                    told[state["id"]] = state
                    yield written(state, END if self.watched.is_over(told) else None)
            if self.watched.is_over(told):
                return
            self.watched.forget(told)
            rows, missed = await mailbox.take(HEARTBEAT_SECONDS)
            # What was read for everybody is no answer for one who may not see everything.
            missed = missed or bool(rows and self.watched.actor.reach("read"))
            if mailbox.ended:
                return
            if time.monotonic() >= due:
                due = time.monotonic() + HEARTBEAT_SECONDS
                if not await self.watched.is_allowed(self.here):
                    return
            if not rows:
                yield ": waiting\n\n"


def written(state: dict[str, Any], number: str | None) -> str:
    """Write an event; JSON has no line ends of its own."""
    return f"event: status\n{f'id: {number}' + chr(10) if number else ''}data: {json.dumps(state, ensure_ascii=False)}\n\n"


def notifications(request: Request, here: Installation) -> Notifications:
    """Give the process's notifications, made when first asked for: most processes have no listeners."""
    state = request.app.state
    if not hasattr(state, "notifications"):
        state.notifications = Notifications(here.pool)
    found: Notifications = state.notifications
    return found


@router.get(
    "/documents/{document}/events",
    operation_id="watch_document",
    summary="Watch a document",
    description=DESCRIPTION,
    status_code=200,
    response_class=EventStream,
    responses={**STREAM, **problems(404, 410)},
    openapi_extra=NOT_LOGGED,
)
async def watch_document(request: Request, document: UUID, here: Here, actor: Reader, last_event: LastEvent = None) -> Response:
    """Tell of one document."""
    async with here.pool.connection() as connection:
        await visible_document(connection, document)
    return answer(request, here, Watched(frozenset({document}), actor, request.cookies.get(COOKIE)), last_event)


@router.get(
    "/events",
    operation_id="watch_documents",
    summary="Watch documents",
    description=DESCRIPTION.replace(
        "The stream ends", "Without `ids` all that one has uploaded is told of, without end. A stream of `ids` ends"
    ),
    status_code=200,
    response_class=EventStream,
    responses={**STREAM, **problems(404, 410)},
    openapi_extra=NOT_LOGGED,
)
async def watch_documents(
    request: Request,
    here: Here,
    actor: Reader,
    ids: Ids = None,
    last_event: LastEvent = None,
) -> Response:
    """Tell of several documents, or of all of one's own."""
    async with here.pool.connection() as connection:
        for document in ids or ():
            await visible_document(connection, document)
    return answer(request, here, Watched(frozenset(ids or ()), actor, request.cookies.get(COOKIE)), last_event)


def answer(request: Request, here: Installation, watched: Watched, last_event: str | None) -> Response:
    """Give the stream, or 204 to a browser that has heard its end."""
    if last_event == END:
        return Response(status_code=204)
    return EventStream(here, notifications(request, here), watched)
