"""The description of the API: OpenAPI 3.1.

In: the application's routes. Out: the document of `/v1/openapi.json`, with the problems that every route may answer. To describe a
family of routes, add its tag to `TAGS`.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.api.problems import SCHEMA, problems
from service.api.system import API_VERSION
from service.api.webhook_messages import MESSAGES

TITLE = "Planovik"
SUMMARY = "Russian official plan texts as records: documents in, measures, deadlines and responsible parties out."
DESCRIPTION = """
Upload a document (`POST /v1/documents`), wait until its status is `done`, read its records. Everything that was read points to its
place in the source.

**Access.** Systems send `Authorization: Bearer plv_…` (`POST /v1/keys`); people sign in (`POST /v1/session`) and then carry a cookie,
and in unsafe requests the header `X-CSRF-Token`.

**Errors.** Every error is `application/problem+json` (RFC 9457) with a stable English `code` and a `detail` that says what to do next.

**Limits.** Who asks too often gets 429 with `Retry-After`. Requests other than uploads carry 1 MB at most. Lists are read page by page:
`next` of an answer is the `cursor` of the next request.
"""

TAGS = {
    "session": "Signing in and out, and one's own password.",
    "people": "Who may sign in, and in which role.",
    "keys": "API keys: secrets by which systems act for a person.",
    "audit": "Who did and read what; only ever added to.",
    "persons": "People who at their request are named nowhere.",
    "retention": "How long things are kept, and holds.",
    "documents": "Uploads, their processing, sources and pages.",
    "records": "What documents say: plans, measures, clauses, activities.",
    "lessons": "What corrections teach, and what is offered by it for the next documents of the same issuer.",
    "registry": "Units and persons by whatever names documents call them; merging, splitting, what may be one.",
    "due": "What is due when, the events that deadlines count from, and the working calendar.",
    "reports": "Reports that a plan asks of its units: forms, what is handed in, what comes together.",
    "calendars": "Secret links by which calendar programs subscribe to what is due.",
    "exports": "Records as files.",
    "versions": "The versions of a plan, what is different between them, and the auditors' marks on it.",
    "fulfilment": "Plans checked against reports: what became of each measure, and where that is said.",
    "changes": "What happened, in order, for systems that keep a copy.",
    "webhooks": "Receivers that are told of changes (Standard Webhooks).",
    "system": "Whether the service lives, is ready, and what it is.",
}

# What any route may answer, as the service guards every request; those of a body only where there is one.
OF_EVERY_ROUTE = (400, 500, 503)
OF_A_KNOWN_ACTOR = (401, 403, 429)
OF_A_BODY = (413, 422)


def describe(app: FastAPI) -> dict[str, Any]:
    """Give the document, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = make_description(app)
    return app.openapi_schema


def make_description(app: FastAPI) -> dict[str, Any]:
    """Make the document."""
    document = get_openapi(
        title=TITLE,
        version=API_VERSION,
        summary=SUMMARY,
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        servers=[{"url": "/", "description": "This installation."}],
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    for methods in document["paths"].values():
        for operation in methods.values():
            add_problems(operation)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = SCHEMA
    return document | {"webhooks": MESSAGES}


def add_problems(operation: dict[str, Any]) -> None:
    """Add the problems that the service answers for a route, in the place of FastAPI's own."""
    statuses = OF_EVERY_ROUTE + (OF_A_KNOWN_ACTOR if "security" in operation else ()) + (OF_A_BODY if "requestBody" in operation else ())
    responses = operation["responses"]
    if is_fastapi_own(responses.get("422", {})):
        del responses["422"]
        statuses += (422,)
    for status, described in problems(*statuses).items():
        responses.setdefault(str(status), described)
    operation["responses"] = dict(sorted(responses.items()))


def is_fastapi_own(response: dict[str, Any]) -> bool:
    """Tell whether a response is FastAPI's description of its own kind of error."""
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return bool(schema.get("$ref", "").endswith("/HTTPValidationError"))
