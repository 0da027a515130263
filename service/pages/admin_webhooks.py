"""Administration of webhooks: receivers, their secrets (each shown once), what became of each message.

In: forms. Out: pages; what a form changes goes through the API's own functions.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi import Response as Unsent
from fastapi.responses import Response
from pydantic import BaseModel, Field, TypeAdapter

from service.api import webhooks
from service.api.dependencies import Here
from service.api.webhook_views import NewWebhook, Since, WebhookChange, WebhookView
from service.errors import BadRequest, Invalid, Problem
from service.installation import Installation
from service.pages.access import ManagingVisitor, Visitor
from service.pages.admin import administration_parts
from service.pages.faults import checked, fault_of
from service.pages.rendering import see_other, show
from service.pages.texts import _
from service.store import deliveries
from service.store.changes import CHANGE_TYPES
from service.store.cursors import next_cursor, number_in
from service.store.webhooks import OLD_SECRET_HOURS

router = APIRouter(prefix="/admin/webhooks", include_in_schema=False)

# Deliveries of a page.
PAGE = 50
NEW, CHANGE, SINCE = TypeAdapter(NewWebhook), TypeAdapter(WebhookChange), TypeAdapter(Since)


class WebhookForm(BaseModel):
    """What the forms of a receiver send; what is wrong with it is told on the page."""

    url: str = Field("", max_length=3_000)
    description: str = Field("", max_length=2_000)
    types: list[str] = Field([], max_length=len(CHANGE_TYPES))

    def values(self) -> dict[str, Any]:
        """Give what was typed."""
        return {"url": self.url.strip(), "description": self.description.strip(), "types": self.types}


Typed = Annotated[WebhookForm, Form()]


def reasons() -> dict[str, str]:
    """Say why a receiver is disabled."""
    return {
        "by_hand": _("отключён вручную"),
        "gone": _("получатель ответил, что сообщения ему больше не нужны (410)"),
        "failing": _("несколько дней не принято ни одно сообщение"),
    }


def status_names() -> dict[str, str]:
    """Give the names of a delivery's states."""
    return {
        "waiting": _("ждёт"),
        "delivered": _("доставлено"),
        "given_up": _("не доставлено, попытки кончились"),
        "replaced": _("отправлено заново вместе с другими"),
    }


def fault_names() -> dict[str, str]:
    """Say why there was no answer."""
    return {
        "webhook_timeout": _("нет ответа вовремя"),
        "webhook_no_connection": _("нет соединения"),
        "webhook_connection_lost": _("соединение оборвано"),
        "webhook_host_unknown": _("имя не находится"),
        "webhook_address_refused": _("внутренний адрес, туда не отправляется"),
        "webhook_not_https": _("нужен HTTPS"),
        "webhook_url_invalid": _("адрес неверен"),
    }


@router.get("")
async def webhooks_page(request: Request, here: Here, visitor: ManagingVisitor, done: str = "") -> Response:
    """Show all receivers, and the form for one more."""
    return await show_webhooks(request, here, visitor, done=done)


async def show_webhooks(request: Request, here: Installation, visitor: Visitor, *, status: int = 200, **told: Any) -> Response:
    """Show all receivers with what is told of a form: its `fault` and what was `typed`."""
    values: dict[str, Any] = {"done": "", "fault": None, "typed": {"url": "", "description": "", "types": []}}
    return show(
        request,
        "admin_webhooks.html",
        status=status,
        parts=administration_parts(visitor),
        webhooks=(await webhooks.list_all(here, visitor.actor)).items,
        reasons=reasons(),
        types=CHANGE_TYPES,
        **(values | told),
    )


@router.post("")
async def add(request: Request, here: Here, visitor: ManagingVisitor, form: Typed) -> Response:
    """Add a receiver and show its secret."""
    try:
        added = await webhooks.add(Unsent(), here, visitor.actor, checked(NEW, form.values()))
    except Problem as problem:
        return await show_webhooks(request, here, visitor, status=problem.status, fault=fault_of(problem), typed=form.values())
    return await show_webhook(request, here, visitor, added, status=201, secret=added.secret)


@router.get("/{webhook}")
async def webhook_page(request: Request, here: Here, visitor: ManagingVisitor, webhook: UUID, done: str = "") -> Response:
    """Show a receiver and its log."""
    return await show_webhook(request, here, visitor, await webhooks.get_one(here, visitor.actor, webhook), done=done)


async def show_webhook(
    request: Request, here: Installation, visitor: Visitor, webhook: WebhookView, *, status: int = 200, **told: Any
) -> Response:
    """Show a receiver with what is told of a form: a `fault`, a new `secret`, or what was `done`."""
    values: dict[str, Any] = {"done": "", "fault": None, "secret": None}
    return show(
        request,
        "admin_webhook.html",
        status=status,
        parts=administration_parts(visitor),
        webhook=webhook,
        reasons=reasons(),
        types=CHANGE_TYPES,
        hours=OLD_SECRET_HOURS,
        statuses=status_names(),
        faults=fault_names(),
        **await read_log(request, here, webhook.id),
        **(values | told),
    )


async def read_log(request: Request, here: Installation, webhook: UUID) -> dict[str, Any]:
    """Read the page of the log that the address asks for; what is no state or no cursor shows the newest."""
    wanted = request.query_params.get("status", "")
    statuses = (wanted,) if wanted in status_names() else ()
    try:
        before = number_in(request.query_params["cursor"], "delivery") if "cursor" in request.query_params else None
    except BadRequest:
        before = None
    async with here.pool.connection() as connection:
        rows = await deliveries.list_deliveries(connection, webhook, before=before, statuses=statuses, limit=PAGE + 1)
    following = next_cursor(rows, PAGE, delivery="id")
    return {"deliveries": rows[:PAGE], "next": following, "wanted": wanted}


@router.post("/{webhook}")
async def change(request: Request, here: Here, visitor: ManagingVisitor, webhook: UUID, form: Typed) -> Response:
    """Change the address, the description and the types."""
    return await changed(request, here, visitor, webhook, form.values())


@router.post("/{webhook}/enable")
async def enable(request: Request, here: Here, visitor: ManagingVisitor, webhook: UUID) -> Response:
    """Send again."""
    return await changed(request, here, visitor, webhook, {"enabled": True})


@router.post("/{webhook}/disable")
async def disable(request: Request, here: Here, visitor: ManagingVisitor, webhook: UUID) -> Response:
    """Send nothing more."""
    return await changed(request, here, visitor, webhook, {"enabled": False})


async def changed(request: Request, here: Installation, visitor: Visitor, webhook: UUID, values: dict[str, Any]) -> Response:
    """Change a receiver and go to its page; a refusal is told there."""
    try:
        await webhooks.change(here, visitor.actor, webhook, checked(CHANGE, values))
    except Invalid as problem:
        found = await webhooks.get_one(here, visitor.actor, webhook)
        return await show_webhook(request, here, visitor, found, status=problem.status, fault=fault_of(problem))
    return back_to(webhook, {True: "enabled", False: "disabled", None: "changed"}[values.get("enabled")])


def back_to(webhook: UUID, done: str) -> Response:
    """Send the browser to a receiver's page."""
    return see_other(f"/admin/webhooks/{webhook}?done={done}")


@router.post("/{webhook}/secret")
async def rotate(request: Request, here: Here, visitor: ManagingVisitor, webhook: UUID) -> Response:
    """Make a new secret and show it."""
    found = await webhooks.rotate(here, visitor.actor, webhook)
    return await show_webhook(request, here, visitor, found, secret=found.secret)


@router.post("/{webhook}/remove")
async def remove(here: Here, visitor: ManagingVisitor, webhook: UUID) -> Response:
    """Remove a receiver."""
    await webhooks.remove(here, visitor.actor, webhook)
    return see_other("/admin/webhooks?done=removed")


@router.post("/{webhook}/test")
async def test(here: Here, visitor: ManagingVisitor, webhook: UUID) -> Response:
    """Send a test message."""
    await webhooks.test(here, visitor.actor, webhook)
    return back_to(webhook, "test")


@router.post("/{webhook}/replay")
async def replay(
    request: Request, here: Here, visitor: ManagingVisitor, webhook: UUID, since: Annotated[str, Form(max_length=40)] = ""
) -> Response:
    """Tell changes again since a time, in the server's zone."""
    try:
        moment = datetime.fromisoformat(since).astimezone().isoformat()
        await webhooks.replay(here, visitor.actor, webhook, checked(SINCE, {"since": moment}))
    except (ValueError, OverflowError):
        found = await webhooks.get_one(here, visitor.actor, webhook)
        return await show_webhook(request, here, visitor, found, status=422, fault=_("Время записывается так: 2025-03-31T09:00."))
    return back_to(webhook, "replayed")


@router.post("/{webhook}/deliveries/{delivery}/replay")
async def replay_delivery(here: Here, visitor: ManagingVisitor, webhook: UUID, delivery: webhooks.Number) -> Response:
    """Send one message again."""
    await webhooks.replay_delivery(here, visitor.actor, webhook, delivery)
    return back_to(webhook, "repeated")
