"""Retention: how long things are kept, what is over its time, and holds that keep a document whatever rules say.

In: rules in days. Out: the rules, what would go now, what went. To add a subject, add it to `service.store.retention.SUBJECTS` and to
`SubjectName`; a test compares the two.
"""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from extractor.records import DocumentKind
from service.api.dependencies import Here, Manager
from service.api.document_access import known_document
from service.api.problems import problems, shown
from service.auth.actors import Actor
from service.errors import Invalid, NotFound
from service.installation import Installation
from service.store.audit import write_audit
from service.store.retention import SUBJECTS, count_all, drop_retention, erase_all, hold_document, last_run, list_retention, set_retention

router = APIRouter(prefix="/v1", tags=["retention"])

SubjectName = Literal["deleted_documents", "sources", "old_extractions", "idempotency_keys", "sessions", "sign_in_failures"]
# A hundred years: longer is for ever, which is to have no rule.
MOST_DAYS = 36_500
EXAMPLE_COUNTS = {
    "deleted_documents": 12, "sources": 0, "old_extractions": 340, "idempotency_keys": 5, "sessions": 3, "sign_in_failures": 0, "files": 25,
}  # fmt: skip
EXAMPLE_RULE = {
    "subject": "deleted_documents", "document_kind": None, "days": 365, "set_by": "ivanova", "set_at": "2026-02-03T09:15:00+00:00",
}  # fmt: skip
EXAMPLE_RUN = {"at": "2026-02-03T09:15:00+00:00", "actor": "service", "counts": EXAMPLE_COUNTS}
EXAMPLE = {"rules": [EXAMPLE_RULE], "over": EXAMPLE_COUNTS, "last_run": EXAMPLE_RUN}
Kind = Annotated[DocumentKind | None, Query(description="The kind of document that the rule is for; all others without it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """Days after which a subject ends, of one kind of document or (null) of all that have no rule of their own."""

    subject: SubjectName
    document_kind: str | None
    days: int
    set_by: str | None
    set_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class RetentionRun:
    """When rules were applied, by whom, and how much of each subject went."""

    at: AwareDatetime
    actor: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The rules, what is over its time now, and the last run."""

    rules: list[RetentionRule]
    over: dict[str, int]
    last_run: RetentionRun | None


class Days(BaseModel):
    """How long something is kept."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(ge=0, le=MOST_DAYS, description="Days from the upload, the deletion, or the end of use.", examples=[365])


class Hold(BaseModel):
    """Why a document is kept."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=500, pattern=r"^[^\x00]*\S[^\x00]*$", examples=["Запрос прокуратуры № 7"])


@router.get(
    "/retention",
    operation_id="get_retention",
    summary="Get the rules and what is over its time",
    description="What `over` counts would go now; nothing is erased. The audit log is kept for ever.",
    response_model=Retention,
    responses=shown(200, "The rules.", EXAMPLE),
)
async def get_retention(here: Here, actor: Manager) -> Retention:
    """Give the rules and a dry run."""
    async with here.pool.connection() as connection:
        rules = [RetentionRule(**row | {"document_kind": row["document_kind"] or None}) for row in await list_retention(connection)]
        last = await last_run(connection)
        return Retention(rules=rules, over=await count_all(connection, here.files), last_run=RetentionRun(**last) if last else None)


@router.put(
    "/retention/{subject}",
    operation_id="put_retention_rule",
    summary="Set how long something is kept",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "The rule holds from the next run on."}, **problems(404, 422)},
)
async def put_rule(here: Here, actor: Manager, subject: SubjectName, rule: Days, document_kind: Kind = None) -> Response:
    """Set a rule."""
    await set_rule(here, actor, subject, document_kind, rule.days)
    return Response(status_code=204)


async def set_rule(here: Installation, actor: Actor, subject: SubjectName, kind: DocumentKind | None, days: int) -> None:
    """Set a rule; raises `Invalid` where a subject that is of no document gets a kind of document."""
    if kind and not SUBJECTS[subject].is_of_documents:
        raise Invalid("retention_kind_refused")
    async with here.pool.connection() as connection, connection.transaction():
        await set_retention(connection, subject, kind or "", days, actor.person)
        await write_audit(connection, actor, "retention.set", f"retention/{subject}", kind=kind, days=days)


@router.delete(
    "/retention/{subject}",
    operation_id="delete_retention_rule",
    summary="Remove a rule",
    description="Documents without a rule are kept for ever; the others for their first length.",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "The rule is no more."}, **problems(404, 422)},
)
async def delete_rule(here: Here, actor: Manager, subject: SubjectName, document_kind: Kind = None) -> Response:
    """Remove a rule."""
    await drop_rule(here, actor, subject, document_kind)
    return Response(status_code=204)


async def drop_rule(here: Installation, actor: Actor, subject: SubjectName, kind: DocumentKind | None) -> None:
    """Remove a rule; raises `NotFound`."""
    async with here.pool.connection() as connection, connection.transaction():
        if not await drop_retention(connection, subject, kind or ""):
            raise NotFound
        await write_audit(connection, actor, "retention.drop", f"retention/{subject}", kind=kind)


@router.post(
    "/retention/runs",
    operation_id="add_retention_run",
    summary="Apply the rules now",
    description="The workers do it every hour. What is erased does not come back.",
    response_model=RetentionRun,
    status_code=201,
    responses=shown(201, "What went.", EXAMPLE_RUN),
)
async def apply(here: Here, actor: Manager) -> RetentionRun:
    """Apply the rules."""
    async with here.pool.connection() as connection:
        await erase_all(connection, here.files, actor)
        last = await last_run(connection)
        assert last is not None
        return RetentionRun(**last)


@router.put(
    "/documents/{document}/hold",
    operation_id="put_hold",
    summary="Put a document under a legal hold",
    description="Nothing of it is erased as long as the hold is there, also where the document is deleted.",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "The document is held."}, **problems(404, 422)},
)
async def put_hold(here: Here, actor: Manager, document: UUID, hold: Hold) -> Response:
    """Hold a document."""
    async with here.pool.connection() as connection, connection.transaction():
        await known_document(connection, document)
        await hold_document(connection, document, hold.reason, actor.person)
        await write_audit(connection, actor, "document.hold", f"documents/{document}", reason=hold.reason)
    return Response(status_code=204)


@router.delete(
    "/documents/{document}/hold",
    operation_id="delete_hold",
    summary="Lift a legal hold",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "Rules hold for the document again."}, **problems(404)},
)
async def delete_hold(here: Here, actor: Manager, document: UUID) -> Response:
    """Release a document."""
    async with here.pool.connection() as connection, connection.transaction():
        await known_document(connection, document)
        await hold_document(connection, document, None, actor.person)
        await write_audit(connection, actor, "document.release", f"documents/{document}")
    return Response(status_code=204)
