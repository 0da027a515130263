"""The first page: what there is, and what to do first where there is nothing.

In: nothing. Out: counts and the newest documents; an empty system shows how to begin.
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api.dependencies import Here
from service.pages.access import ReadingVisitor
from service.pages.rendering import show
from service.store.documents import list_documents

router = APIRouter(include_in_schema=False)

# The newest documents that are shown.
NEWEST = 10


@router.get("/")
async def home(request: Request, here: Here, visitor: ReadingVisitor) -> Response:
    """Show the first page."""
    async with here.pool.connection() as connection:
        documents = await list_documents(connection, {}, NEWEST)
    return show(request, "home.html", documents=documents)
