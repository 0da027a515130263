"""Webhooks: receivers that are told of changes, their secrets, and what became of each message.

In: addresses, types, ids. Out: receivers without secrets, deliveries with their tries. Each change is written into the audit log in its
transaction; a secret is shown once, when it is made.
"""

from datetime import UTC
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi import Path as PathParameter
from fastapi.responses import JSONResponse, Response

from service.api.dependencies import Here, Manager
from service.api.problems import problems, shown
from service.api.webhook_views import (
    EXAMPLE,
    EXAMPLE_DELIVERY,
    EXAMPLE_SECRET,
    EXAMPLE_TRY,
    TEST,
    DeliveryPage,
    DeliveryStatus,
    DeliveryView,
    DeliveryWithTries,
    NewWebhook,
    Replayed,
    SecretView,
    Since,
    WebhookChange,
    WebhookList,
    WebhookView,
    delivery_view,
    try_view,
)
from service.errors import Conflict, Invalid
from service.installation import Installation
from service.store import deliveries, webhooks
from service.store.audit import write_audit
from service.store.connection import Connection
from service.store.cursors import LARGEST, LONGEST_CURSOR, next_cursor, number_in
from service.store.identity import new_id
from service.webhooks.addresses import TargetRefused, reach_of
from service.webhooks.signing import new_secret, write_secret

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])

MAX_PAGE = 200
Number = Annotated[int, PathParameter(ge=1, le=LARGEST, description="The delivery's `id`.")]


@router.get("", operation_id="list_webhooks", summary="List webhooks", responses=shown(200, "Receivers.", {"items": [EXAMPLE]}))
async def list_all(here: Here, _: Manager) -> WebhookList:
    """Give all receivers, the newest first."""
    async with here.pool.connection() as connection:
        return WebhookList([WebhookView(**row) for row in await webhooks.list_webhooks(connection)])


@router.post(
    "",
    operation_id="add_webhook",
    summary="Add a webhook",
    description="The receiver hears of changes from now on. Messages and signatures are those of Standard Webhooks; the secret is not "
    "shown again. Private, local and metadata addresses are refused, unless the installation's settings name their network.",
    status_code=201,
    responses=shown(201, "The receiver with its secret.", EXAMPLE_SECRET) | problems(409, 422),
)
async def add(response: Response, here: Here, actor: Manager, new: NewWebhook) -> SecretView:
    """Add a receiver."""
    await check_url(here, new.url)
    secret = new_secret()
    async with here.pool.connection() as connection, connection.transaction():
        if await webhooks.count_webhooks(connection) >= webhooks.MOST_WEBHOOKS:
            raise Conflict("too_many_webhooks", limit=webhooks.MOST_WEBHOOKS)
        wanted = webhooks.NewWebhook(url=new.url, description=new.description, types=new.types, secret=secret, person=actor.person)
        added = await webhooks.add_webhook(connection, wanted)
        row = await webhooks.read_webhook(connection, added)
        await write_audit(connection, actor, "webhook.add", f"webhooks/{added}", url=new.url, types=new.types)
    response.headers["Location"] = f"/v1/webhooks/{added}"
    return SecretView(**row, secret=write_secret(secret))


async def check_url(here: Installation, url: str) -> None:
    """Raise where nothing could be sent to an address; it is looked at again before each message."""
    try:
        await reach_of(here.settings).find(url)
    except TargetRefused as refused:
        raise Invalid(refused.code, **refused.values) from None


@router.get(
    "/{webhook}", operation_id="get_webhook", summary="Get a webhook", responses=shown(200, "The receiver.", EXAMPLE) | problems(404)
)
async def get_one(here: Here, _: Manager, webhook: UUID) -> WebhookView:
    """Give a receiver."""
    async with here.pool.connection() as connection:
        return WebhookView(**await webhooks.read_webhook(connection, webhook))


@router.patch(
    "/{webhook}",
    operation_id="change_webhook",
    summary="Change, disable or enable a webhook",
    responses=shown(200, "The receiver as it is now.", EXAMPLE) | problems(404, 422),
)
async def change(here: Here, actor: Manager, webhook: UUID, wanted: WebhookChange) -> WebhookView:
    """Change a receiver."""
    values = {name: value for name, value in wanted.model_dump().items() if value is not None}
    if "url" in values:
        await check_url(here, values["url"])
    columns = {name: value for name, value in values.items() if name != "enabled"}
    async with here.pool.connection() as connection, connection.transaction():
        await webhooks.lock_webhook(connection, webhook)
        if columns:
            await webhooks.change_webhook(connection, webhook, columns)
        if wanted.enabled:
            await webhooks.enable_webhook(connection, webhook)
        elif wanted.enabled is False:
            await webhooks.disable_webhook(connection, webhook, "by_hand")
        row = await webhooks.read_webhook(connection, webhook)
        await write_audit(connection, actor, "webhook.change", f"webhooks/{webhook}", **values)
    return WebhookView(**row)


@router.delete("/{webhook}", operation_id="remove_webhook", summary="Remove a webhook", status_code=204, responses=problems(404))
async def remove(here: Here, actor: Manager, webhook: UUID) -> None:
    """Remove a receiver with the log of its deliveries."""
    async with here.pool.connection() as connection, connection.transaction():
        row = await webhooks.read_webhook(connection, webhook)
        await webhooks.remove_webhook(connection, webhook)
        await write_audit(connection, actor, "webhook.remove", f"webhooks/{webhook}", url=row["url"])


@router.post(
    "/{webhook}/secret",
    operation_id="rotate_webhook_secret",
    summary="Make a new secret",
    description=f"For {webhooks.OLD_SECRET_HOURS} hours messages carry a signature of the former secret beside that of the new one.",
    responses=shown(200, "The receiver with its new secret.", EXAMPLE_SECRET) | problems(404),
)
async def rotate(here: Here, actor: Manager, webhook: UUID) -> SecretView:
    """Rotate the secret."""
    secret = new_secret()
    async with here.pool.connection() as connection, connection.transaction():
        await webhooks.rotate_secret(connection, webhook, secret)
        row = await webhooks.read_webhook(connection, webhook)
        await write_audit(connection, actor, "webhook.rotate", f"webhooks/{webhook}")
    return SecretView(**row, secret=write_secret(secret))


@router.post(
    "/{webhook}/test",
    operation_id="test_webhook",
    summary="Send a test message",
    description=f"A message of the type `{TEST}`, within a second or two; its delivery tells what the receiver answered.",
    status_code=202,
    response_model=DeliveryView,
    responses=shown(202, "The delivery.", EXAMPLE_DELIVERY) | problems(404, 409),
)
async def test(here: Here, actor: Manager, webhook: UUID) -> JSONResponse:
    """Try a receiver."""
    async with here.pool.connection() as connection, connection.transaction():
        await check_enabled(connection, webhook)
        event = new_id()
        made = await deliveries.add_delivery(connection, webhook, event, TEST, {"id": str(event), "object": f"webhooks/{webhook}"})
        view = delivery_view(await deliveries.read_delivery(connection, webhook, made))
        await write_audit(connection, actor, "webhook.test", f"webhooks/{webhook}")
    return JSONResponse(view, 202)


async def check_enabled(connection: Connection, webhook: UUID) -> None:
    """Raise where a receiver is disabled, so that a message would wait without an end, or is not there."""
    if (await webhooks.read_webhook(connection, webhook))["disabled_at"]:
        raise Conflict("webhook_disabled")


@router.post(
    "/{webhook}/replay",
    operation_id="replay_webhook",
    summary="Tell changes again since a time",
    description="All changes since then that the receiver wants to hear of, in their order, under the ids that they had; what waits of "
    "them is told with them and not twice.",
    status_code=202,
    responses=shown(202, "How many.", {"changes": 12}) | problems(404, 409, 422),
)
async def replay(here: Here, actor: Manager, webhook: UUID, wanted: Since) -> Replayed:
    """Go back to a time."""
    async with here.pool.connection() as connection, connection.transaction():
        await check_enabled(connection, webhook)
        await webhooks.lock_webhook(connection, webhook)
        found = await webhooks.go_back(connection, webhook, wanted.since.astimezone(UTC))
        await write_audit(connection, actor, "webhook.replay", f"webhooks/{webhook}", since=wanted.since, changes=found)
    return Replayed(found)


@router.get(
    "/{webhook}/deliveries",
    operation_id="list_webhook_deliveries",
    summary="List deliveries",
    description=f"The newest first, each with its last try. The log is kept for {deliveries.LOG_DAYS} days.",
    response_model=DeliveryPage,
    responses=shown(200, "A page of deliveries.", {"items": [EXAMPLE_DELIVERY], "next": None}) | problems(400, 404),
)
async def list_log(
    here: Here,
    _: Manager,
    webhook: UUID,
    status: Annotated[list[DeliveryStatus] | None, Query(max_length=4, description="Any of these.")] = None,
    cursor: Annotated[str | None, Query(max_length=LONGEST_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="Deliveries on a page.")] = 50,
) -> JSONResponse:
    """Give a page of the log."""
    before = number_in(cursor, "delivery") if cursor else None
    async with here.pool.connection() as connection:
        await webhooks.read_webhook(connection, webhook)
        rows = await deliveries.list_deliveries(connection, webhook, before=before, statuses=status or (), limit=limit + 1)
    following = next_cursor(rows, limit, delivery="id")
    return JSONResponse({"items": [delivery_view(row) for row in rows[:limit]], "next": following})


@router.get(
    "/{webhook}/deliveries/{delivery}",
    operation_id="get_webhook_delivery",
    summary="Get a delivery with all its tries",
    response_model=DeliveryWithTries,
    responses=shown(200, "The delivery.", EXAMPLE_DELIVERY | {"log": [EXAMPLE_TRY]}) | problems(404),
)
async def get_delivery(here: Here, _: Manager, webhook: UUID, delivery: Number) -> JSONResponse:
    """Give a delivery."""
    async with here.pool.connection() as connection:
        row = await deliveries.read_delivery(connection, webhook, delivery)
        tries = await deliveries.list_tries(connection, delivery)
    return JSONResponse(delivery_view(row) | {"log": [try_view(one) for one in tries]})


@router.post(
    "/{webhook}/deliveries/{delivery}/replay",
    operation_id="replay_webhook_delivery",
    summary="Send one message again",
    description="Under the same `webhook-id`; what of its document waits already goes before it.",
    status_code=202,
    response_model=DeliveryView,
    responses=shown(202, "The new delivery.", EXAMPLE_DELIVERY) | problems(404, 409),
)
async def replay_delivery(here: Here, actor: Manager, webhook: UUID, delivery: Number) -> JSONResponse:
    """Repeat a delivery."""
    async with here.pool.connection() as connection, connection.transaction():
        await check_enabled(connection, webhook)
        made = await deliveries.repeat_delivery(connection, webhook, delivery)
        view = delivery_view(await deliveries.read_delivery(connection, webhook, made))
        await write_audit(connection, actor, "webhook.replay", f"webhooks/{webhook}", message=view["message"])
    return JSONResponse(view, 202)
