"""Offers: what lessons would change in a document of their issuer, and what people decide of each.

In: a document, a record, a decision. Out: offers that nobody has decided; an alias or a split that is accepted corrects the record, a
header lets the document be read again with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from service.api.dependencies import Editor, Here, Reader
from service.api.document_access import finished_document
from service.api.etags import Condition
from service.api.lesson_views import EXAMPLE_OFFER, OfferDecision, OfferList, offer_view
from service.api.lessons import known_lesson
from service.api.problems import problems, shown
from service.api.reviews import Named, Record
from service.auth.actors import Actor
from service.errors import ConditionMissing, Conflict, NotFound
from service.installation import Installation
from service.jobs.queue import defer_document
from service.store.audit import write_audit
from service.store.columns import Json
from service.store.connection import Connection
from service.store.corrections import record_corrections
from service.store.edits import Edit, edit_record, find_record
from service.store.families import CLAUSES, DOCUMENTS, FAMILIES, MEASURES, Family
from service.store.lessons import Decided, Row, decide, decisions_of, lessons_for, read_tables
from service.store.lists import Listing
from service.store.offers import Offer, known_by, record_offers, table_offers, undecided
from service.store.pages import stream_pages

router = APIRouter(prefix="/v1", tags=["lessons"])


@dataclass(frozen=True, slots=True)
class NamedOffer(Named):
    """The lesson and the record that an address names."""

    lesson: UUID


OfferOfRecord = Annotated[NamedOffer, Depends()]
# Offers of one document that are shown: more than a person decides in one go; those behind come up when these are decided.
MOST_OFFERS = 200
# Families whose records have what lessons are about.
TAUGHT_FAMILIES = (MEASURES, CLAUSES)
EXAMPLE = {"items": [EXAMPLE_OFFER]}


@router.get(
    "/documents/{document}/offers",
    operation_id="list_document_offers",
    summary="List what was taught and would change a document",
    description=f"Offers of lessons of the document's issuer that nobody has decided, up to {MOST_OFFERS}: for its tables, its measures and"
    " its clauses. Nothing is changed until an offer is accepted.",
    response_model=OfferList,
    responses=shown(200, "The offers.", EXAMPLE) | problems(404, 409, 410),
)
async def document_offers(document: UUID, here: Here, actor: Reader) -> JSONResponse:
    """Give the offers of a document."""
    async with here.pool.connection() as connection:
        await finished_document(connection, document)
    return JSONResponse({"items": await offers_of(here, document)})


@router.get(
    "/{family}/{record}/offers",
    operation_id="list_record_offers",
    summary="List what was taught and would change a record",
    response_model=OfferList,
    responses=shown(200, "The offers.", EXAMPLE) | problems(404, 409, 410),
)
async def offers_of_record(here: Here, actor: Reader, named: Record) -> JSONResponse:
    """Give the offers of one record."""
    family = FAMILIES[named.family]
    async with here.pool.connection() as connection:
        row = await find_record(connection, family, named.record)
        found = await open_offers(connection, family, [row])
    return JSONResponse({"items": [offer_view(offer, family.name, one["id"], one["version"]) for one, offer in found]})


@router.put(
    "/lessons/{lesson}/offers/{family}/{record}",
    operation_id="decide_offer",
    summary="Accept or decline an offer",
    description="An accepted alias or split is a correction of the record, whose version `If-Match` names. An accepted header (its `family`"
    " is `documents`) lets the document be read again with it; null takes it back, and the document is read without it.",
    response_model=OfferList,
    responses=shown(200, "The offers that are left of the record.", EXAMPLE) | problems(404, 409, 410, 412, 422, 428, 429),
)
async def decide_offer(here: Here, actor: Editor, named: OfferOfRecord, given: OfferDecision, if_match: Condition = None) -> JSONResponse:
    """Do what an offer says, or note that it is not wanted."""
    family = FAMILIES[named.family]
    async with here.pool.connection() as connection, connection.transaction():
        row = await find_record(connection, family, named.record)
        taught = await known_lesson(connection, named.lesson)
        check_decision(taught, family, given)
        if taught["kind"] != "header" and given.decision == "accepted":
            await accept(connection, actor, taught, named, if_match)
        target = Decided(lesson=named.lesson, target=row["id"], document=row["document"], decision=given.decision, person=actor.person)
        changed = await decide(connection, target)
        if taught["kind"] == "header" and changed:
            await defer_document(here.queue, connection, row["document"], "taught")
        left = await open_offers(connection, family, [await find_record(connection, family, named.record)])
        await write_audit(connection, actor, "lesson.decide", f"{family.name}/{named.record}", lesson=named.lesson, decision=given.decision)
    return JSONResponse({"items": [offer_view(offer, family.name, one["id"], one["version"]) for one, offer in left]})


def check_decision(lesson: Row, family: Family, given: OfferDecision) -> None:
    """Refuse to accept a lesson that was removed, and to decide a header for anything but a document."""
    if lesson["kind"] == "header" and family is not DOCUMENTS:
        raise NotFound
    if lesson["removed_at"] is not None and given.decision == "accepted":
        raise Conflict("offer_gone")


async def accept(connection: Connection, actor: Actor, lesson: Row, named: Named, if_match: str | None) -> None:
    """Correct a record as a lesson says; raises `Conflict` where it says nothing of it, or no more."""
    if not if_match:
        raise ConditionMissing
    family = FAMILIES[named.family]
    row = await find_record(connection, family, named.record)
    offer = next(iter(record_offers(row["body"], known_by([lesson]), ())), None)
    if offer is None:
        raise Conflict("offer_gone")
    values = {offer.field: offer.then}
    edit = Edit(family=family, record=named.record, values=values, if_match=if_match, author=actor.person)
    await edit_record(connection, edit)
    await write_audit(connection, actor, f"{family.singular}.edit", f"{family.name}/{named.record}", fields=[offer.field])


async def offers_of(here: Installation, document: UUID) -> list[Json]:
    """Give the first offers for a document's tables and records, as `OfferView` describes them."""
    async with here.pool.connection() as connection:
        row = await find_record(connection, DOCUMENTS, document)
        tables = await open_offers(connection, DOCUMENTS, [row])
    found = [offer_view(offer, DOCUMENTS.name, document) for _, offer in tables]
    for family in TAUGHT_FAMILIES:
        async for rows in stream_pages(here.pool, Listing(family=family, filters={"document": [document]}), cursor=None):
            async with here.pool.connection() as connection:
                offers = await open_offers(connection, family, rows)
            found += [offer_view(offer, family.name, one["id"], one["version"]) for one, offer in offers]
            if len(found) >= MOST_OFFERS:
                return found[:MOST_OFFERS]
    return found


async def open_offers(connection: Connection, family: Family, rows: Sequence[Json]) -> list[tuple[Json, Offer]]:
    """Give the offers for records of one document that nobody has decided, each with its record's row."""
    lessons = await lessons_for(connection, rows[0]["document"]) if rows else []
    if not lessons:
        return []
    document = rows[0]["document"]
    decisions = await decisions_of(connection, document)
    if family is DOCUMENTS:
        tables, _ = await read_tables(connection, document)
        return [(rows[0], offer) for offer in undecided(table_offers(tables, known_by(lessons)), document, decisions)]
    held = await record_corrections(connection, [row["id"] for row in rows])
    return [
        (row, offer)
        for row in rows
        for offer in undecided(record_offers(row["body"], known_by(lessons), held.get(row["id"], ())), row["id"], decisions)
    ]
