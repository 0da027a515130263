"""Messages of webhooks, as the description of the API has them (OpenAPI 3.1, `webhooks`).

In: nothing. Out: what a receiver is sent, and what it answers.
"""

from typing import Any

from service.api.webhook_views import EXAMPLE_DELIVERY, TEST
from service.store.changes import CHANGE_TYPES

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "timestamp", "data"],
    "properties": {
        "type": {"type": "string", "enum": [*CHANGE_TYPES, TEST]},
        "timestamp": {"type": "string", "format": "date-time", "description": "When it happened."},
        "data": {
            "type": "object",
            "description": "What changed: `object` is its path after `/v1/`; read it there. Details of the type stand beside.",
            "required": ["id", "object"],
            "properties": {
                "id": {"type": "string"},
                "object": {"type": "string"},
                "document": {"type": ["string", "null"], "format": "uuid"},
            },
        },
    },
}
HEADERS = {
    "webhook-id": "The same on every try of a message.",
    "webhook-timestamp": "Seconds since 1970, of this try.",
    "webhook-signature": "`v1,` and the HMAC-SHA256 of id, timestamp and body, parted by dots, in Base64; several are parted by spaces.",
}
MESSAGES: dict[str, Any] = {
    "change": {
        "post": {
            "operationId": "on_change",
            "tags": ["webhooks"],
            "summary": "Something changed",
            "description": "Sent to the receivers that want to hear of it (Standard Webhooks), at least once, a document's in their order.",
            "parameters": [
                {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
                for name, text in HEADERS.items()
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": SCHEMA,
                        "example": {name: EXAMPLE_DELIVERY[name] for name in ("type", "timestamp", "data")},
                    }
                },
            },
            "responses": {
                "2XX": {"description": "The message was taken."},
                "410": {"description": "The receiver wants no more messages."},
            },
        }
    }
}
