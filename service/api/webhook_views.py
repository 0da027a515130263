"""Webhooks as the API shows and takes them.

In: rows of `service.store.webhooks` and `service.store.deliveries`. Out: JSON-ready dicts, and the types that describe them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from service.api.changes import ChangeType
from service.api.document_views import written_time
from service.api.moments import Moment
from service.store.changes import CHANGE_TYPES
from service.store.webhooks import Row
from service.webhooks.addresses import LONGEST_URL

DeliveryStatus = Literal["waiting", "delivered", "given_up", "replaced"]
# The type of the message that only tries a receiver.
TEST = "webhook.test"

Url = Annotated[
    str, Field(min_length=1, max_length=LONGEST_URL, description="Where messages are sent.", examples=["https://sed.example.ru/planovik"])
]
Description = Annotated[str, Field(max_length=200, examples=["СЭД администрации"])]
Types = Annotated[
    list[ChangeType],
    Field(max_length=len(CHANGE_TYPES), description="The types of changes to tell of; none for all.", examples=[["document.done"]]),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """A receiver to add."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    url: Url
    description: Description = ""
    types: Types = field(default_factory=list)


class WebhookChange(BaseModel):
    """What to change of a receiver; the rest stays. What is disabled keeps what waits, and goes on from there when it is enabled."""

    model_config = ConfigDict(extra="forbid")

    url: Url | None = None
    description: Description | None = None
    types: Types | None = None
    enabled: bool | None = None


class Since(BaseModel):
    """From when on changes are told again."""

    model_config = ConfigDict(extra="forbid")

    since: Moment = Field(description="The earliest time, inclusive.", examples=["2026-11-30T09:00:00Z"])


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookView:
    """A receiver without its secret; `waiting` counts its deliveries that wait, `old_secret_until` is when the former secret ends."""

    id: UUID
    url: str
    description: str
    types: list[str]
    created_at: datetime
    created_by: str
    disabled_at: datetime | None
    disabled_reason: Literal["by_hand", "gone", "failing"] | None
    old_secret_until: datetime | None
    waiting: int
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretView(WebhookView):
    """A receiver with a secret that was just made; it can't be read again."""

    secret: str


@dataclass(frozen=True, slots=True)
class WebhookList:
    """Receivers, the newest first."""

    items: list[WebhookView]


@dataclass(frozen=True, slots=True, kw_only=True)
class TryView:
    """A try: `status` and the beginning of the answer, or `fault`, a code that says why there was none."""

    at: datetime
    seconds: float
    status: int | None
    answer: str
    fault: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """A delivery: `id` is its number in the log, `message` its `webhook-id`; `next_try` is null where there is none."""

    id: int
    message: str
    type: str
    timestamp: datetime
    data: dict[str, Any]
    status: DeliveryStatus
    tries: int
    next_try: datetime | None
    created_at: datetime
    finished_at: datetime | None
    last_try: TryView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryWithTries(DeliveryView):
    """A delivery with all its tries, the first first."""

    log: list[TryView]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """Deliveries, the newest first; `next` is the cursor of the next page, null on the last."""

    items: list[DeliveryView]
    next: str | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many changes are told again."""

    changes: int


EXAMPLE: dict[str, Any] = {
    "id": "0198c1a2-a101-7f3a-8d41-6f2b8a0c1d2e",
    "url": "https://sed.example.ru/planovik",
    "description": "СЭД администрации",
    "types": ["document.done", "document.deleted"],
    "created_at": "2026-11-30T09:00:00+00:00",
    "created_by": "ivanova",
    "disabled_at": None,
    "disabled_reason": None,
    "old_secret_until": None,
    "waiting": 0,
    "delivered_at": "2026-11-30T09:12:00+00:00",
}
EXAMPLE_SECRET = EXAMPLE | {"secret": "whsec_…"}
EXAMPLE_TRY = {"at": "2026-11-30T09:12:00+00:00", "seconds": 0.08, "status": 204, "answer": "", "fault": None}
EXAMPLE_DELIVERY: dict[str, Any] = {
    "id": 1207,
    "message": "msg_0198c1a2-9b1c-7d20-8c11-5a4b3c2d1e0f",
    "type": "document.done",
    "timestamp": "2026-11-30T09:11:59+00:00",
    "data": {
        "id": "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64",
        "object": "documents/0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64",
        "document": "0198c1a2-7d3e-7c41-9a57-3f0c5d2e8b64",
    },
    "status": "delivered",
    "tries": 1,
    "next_try": None,
    "created_at": "2026-11-30T09:12:00+00:00",
    "finished_at": "2026-11-30T09:12:00+00:00",
    "last_try": EXAMPLE_TRY,
}


def delivery_view(row: Row) -> dict[str, Any]:
    """Give a delivery as `DeliveryView` describes it."""
    last = {name: row[name] for name in ("seconds", "answer", "fault")} | {"at": row["tried_at"], "status": row["answer_status"]}
    return {
        "id": row["id"],
        "message": f"msg_{row['event']}",
        "type": row["type"],
        "timestamp": written_time(row["at"]),
        "data": row["data"],
        "status": row["status"],
        "tries": row["tries"],
        "next_try": written_time(row["due_at"]) if row["status"] == "waiting" else None,
        "created_at": written_time(row["created_at"]),
        "finished_at": written_time(row["finished_at"]),
        "last_try": try_view(last) if row["tried_at"] else None,
    }


def try_view(row: Row) -> dict[str, Any]:
    """Give a try as `TryView` describes it."""
    return row | {"at": written_time(row["at"])}
