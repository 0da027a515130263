"""A document in the words of schema.org, for programs that know nothing of this service.

In: a document's id. Out: JSON-LD of the type Legislation.
"""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api.dependencies import Here, Reader
from service.api.document_access import finished_document
from service.api.document_views import EXAMPLE_ID
from service.api.etags import NOT_MODIFIED, tagged
from service.api.problems import problems
from service.legislation import CONTEXT, read_legislation

router = APIRouter(prefix="/v1/documents", tags=["exports"])

MEDIA_TYPE = "application/ld+json"
EXAMPLE: dict[str, Any] = {
    "@context": CONTEXT,
    "@type": "Legislation",
    "@id": f"urn:uuid:{EXAMPLE_ID}",
    "url": f"/documents/{EXAMPLE_ID}",
    "name": "Об утверждении плана благоустройства",
    "legislationType": "постановление",
    "legislationIdentifier": "45",
    "legislationDate": "2023-01-12",
    "inLanguage": "ru",
}
JSON_LD: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document.", "content": {MEDIA_TYPE: {"schema": {"type": "object"}, "example": EXAMPLE}}}
}


@router.get(
    "/{document}/legislation.jsonld",
    operation_id="get_legislation",
    summary="Get a document as JSON-LD",
    description="schema.org/Legislation: what the document is, who passed it when, what it amends or consolidates, its plans as parts. The"
    " context stands in the answer; relative addresses are those of this service. Persons are left out.",
    response_class=Response,
    responses=JSON_LD | NOT_MODIFIED | problems(404, 409, 410),
)
async def get_legislation(request: Request, document: UUID, here: Here, actor: Reader) -> Response:
    """Give a document as JSON-LD."""
    async with here.pool.connection() as connection:
        found = await read_legislation(connection, await finished_document(connection, document))
    return tagged(request, found, headers={"Content-Type": MEDIA_TYPE})
