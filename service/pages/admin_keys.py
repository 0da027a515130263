"""Administration of API keys: everybody's, and their end.

In: `all` in the query shows those that open nothing any more, `login` one person's; a form revokes a key. Out: the page.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api import keys
from service.api.dependencies import Here
from service.pages.access import ManagingVisitor
from service.pages.admin import administration_parts
from service.pages.rendering import see_other, show
from service.pages.roles import scope_names
from service.pages.texts import _
from service.store.api_keys import list_keys

router = APIRouter(include_in_schema=False)


@router.get("/admin/keys")
async def keys_page(request: Request, here: Here, visitor: ManagingVisitor, login: str = "", done: str = "") -> Response:
    """Show the keys."""
    shows_all = request.query_params.get("all") == "1"
    async with here.pool.connection() as connection:
        rows = await list_keys(connection, None)
    now = datetime.now(UTC)
    shown = [row | {"ended": ended(row, now)} for row in rows if not login or row["login"] == login]
    return show(
        request,
        "admin_keys.html",
        parts=administration_parts(visitor),
        keys=[row for row in shown if shows_all or not row["ended"]],
        has_ended=any(row["ended"] for row in shown),
        shows_all=shows_all,
        login=login,
        scopes=scope_names(),
        done=done,
    )


def ended(key: dict[str, Any], now: datetime) -> str:
    """Say why a key opens nothing any more; empty where it does."""
    if key["revoked_at"]:
        return _("отозван")
    return _("истёк") if key["expires_at"] and key["expires_at"] <= now else ""


@router.post("/admin/keys/{key}/revoke")
async def revoke(here: Here, visitor: ManagingVisitor, key: UUID) -> Response:
    """Revoke a key."""
    await keys.revoke_key(here, visitor.actor, key)
    return see_other("/admin/keys?done=revoked")
