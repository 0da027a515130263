"""Help: how to work with the pages, on one page.

In: nothing. Out: the page; its limits and roles come from the constants that hold them.
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.auth.passwords import SHORTEST
from service.pages.access import ReadingVisitor
from service.pages.rendering import show
from service.pages.roles import allowed_by_role, role_names
from service.pages.uploads import told_limits
from service.store.sessions import IDLE, LIFETIME

router = APIRouter(include_in_schema=False)

HOUR_SECONDS = 3600


@router.get("/help")
async def help_page(request: Request, visitor: ReadingVisitor) -> Response:
    """Show the help."""
    hours = {"lifetime": int(LIFETIME.total_seconds()) // HOUR_SECONDS, "idle": int(IDLE.total_seconds()) // HOUR_SECONDS}
    return show(
        request,
        "help.html",
        limits=told_limits(),
        roles=role_names(),
        allowed=allowed_by_role(),
        shortest=SHORTEST,
        hours=hours,
    )
