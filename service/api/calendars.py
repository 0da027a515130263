"""Calendar links: addresses by which a calendar program subscribes to what is due, without signing in.

In: a unit, a person or a plan. Out: the address, shown once; lists without secrets; revocation. What an address gives is `calendar_feeds`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import ConfigDict, Field

from service.api.calendar_feeds import feed_address
from service.api.dependencies import Here, Reader
from service.api.keys import whose
from service.api.problems import problems, shown
from service.api.record_queries import LONGEST_TEXT
from service.auth.actors import Actor
from service.errors import Forbidden, Invalid, NotFound
from service.installation import Installation
from service.store.audit import write_audit
from service.store.calendar_links import LinkKind, add_link, list_links, read_link, revoke_link
from service.store.columns import name_key
from service.store.families import PLANS
from service.store.records import read_record

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])

EXAMPLE: dict[str, Any] = {
    "id": "0197c2f1-0d5a-7e21-8b11-2c3d4e5f6a7b",
    "person": "0197c2f0-5b1e-7c3a-9d41-6f2b8a0c1d2e",
    "login": "ivanova",
    "kind": "unit",
    "subject": "Отдел дорог",
    "created_at": "2026-11-30T09:00:00Z",
    "last_used_at": None,
    "revoked_at": None,
}
ADDRESS = "https://planovik.example/calendars/….ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link to make: `subject` is the name of a unit or of a person as records name it, or the id of a plan."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    kind: LinkKind
    subject: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$", examples=["Отдел дорог"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A link without its secret."""

    id: UUID
    person: UUID
    login: str
    kind: LinkKind
    subject: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLinkView(LinkView):
    """A link that was just made; its address can't be read again."""

    address: str


@dataclass(frozen=True, slots=True)
class LinkList:
    """Links, the newest first."""

    items: list[LinkView]


@router.get(
    "",
    operation_id="list_calendars",
    summary="Calendar links",
    responses=shown(200, "Links, the newest first.", {"items": [EXAMPLE]}),
)
async def get_calendars(here: Here, actor: Reader) -> LinkList:
    """Give one's own links; with the scope `manage`, everybody's."""
    async with here.pool.connection() as connection:
        return LinkList([LinkView(**row) for row in await list_links(connection, whose(actor))])


@router.post(
    "",
    operation_id="add_calendar",
    summary="Make a calendar link",
    status_code=201,
    responses={**shown(201, "The link with its address, which is not shown again.", EXAMPLE | {"address": ADDRESS}), **problems(422)},
)
async def add_calendar(request: Request, response: Response, here: Here, actor: Reader, link: NewLink) -> NewLinkView:
    """Make an address that gives what is due to whoever knows it, as far as the person who is signed in may read it at the time.

    A key can't make links, so that one that leaked can't outlive its revocation.
    """
    made = await make_link(here, actor, link, str(request.base_url))
    response.headers["Location"] = f"/v1/calendars/{made.id}"
    return made


async def make_link(here: Installation, actor: Actor, link: NewLink, base: str) -> NewLinkView:
    """Make a link; raises `Invalid` where there is no such plan or the name says nothing, `Forbidden` for a key."""
    if actor.key:
        raise Forbidden("session_needed")
    async with here.pool.connection() as connection, connection.transaction():
        subject = link.subject.strip()
        if not (await is_plan(here, subject) if link.kind == "plan" else name_key(subject)):
            raise Invalid("calendar_subject_missing")
        added, secret = await add_link(connection, person=actor.person, kind=link.kind, subject=subject)
        row = await read_link(connection, added, actor.person)
        await write_audit(connection, actor, "calendar.add", f"calendars/{added}", kind=link.kind, subject=subject)
    return NewLinkView(**row, address=feed_address(base, secret))


async def is_plan(here: Installation, subject: str) -> bool:
    """Tell whether a text is the id of a plan that is there."""
    try:
        async with here.pool.connection() as connection:
            await read_record(connection, PLANS, UUID(subject))
    except (ValueError, NotFound):
        return False
    return True


@router.get(
    "/{calendar}",
    operation_id="get_calendar",
    summary="One calendar link",
    responses=problems(404) | shown(200, "The link without its secret.", EXAMPLE),
)
async def get_calendar(here: Here, actor: Reader, calendar: UUID) -> LinkView:
    """Give one of one's own links; with the scope `manage`, anybody's."""
    async with here.pool.connection() as connection:
        return LinkView(**await read_link(connection, calendar, whose(actor)))


@router.delete("/{calendar}", operation_id="revoke_calendar", summary="Revoke a calendar link", status_code=204, responses=problems(404))
async def revoke_calendar(here: Here, actor: Reader, calendar: UUID) -> None:
    """Revoke one of one's own links; with the scope `manage`, anybody's. It stays in the list, and its address gives nothing any more."""
    async with here.pool.connection() as connection, connection.transaction():
        await read_link(connection, calendar, whose(actor))
        await revoke_link(connection, calendar)
        await write_audit(connection, actor, "calendar.revoke", f"calendars/{calendar}")
