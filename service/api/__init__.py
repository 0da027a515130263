"""The API, version 1: a module for each family of routes; `ROUTERS` is the one list.

In: requests. Out: JSON, files, events; every error is a problem (`service.errors`). To add a family, write a module with a `router`
and add a line here.
"""

from service.api import (
    activities,
    audit,
    clauses,
    comparisons,
    document_actions,
    documents,
    edits,
    events,
    exports,
    keys,
    lines,
    measures,
    pages,
    people,
    plans,
    readings,
    reviews,
    schemas,
    sessions,
    sources,
    suggestions,
    system,
    uploads,
    wordings,
)

ROUTERS = (
    sessions.router,
    people.router,
    keys.router,
    audit.router,
    uploads.router,
    documents.router,
    document_actions.router,
    readings.router,
    sources.router,
    pages.router,
    events.router,
    plans.router,
    measures.router,
    clauses.router,
    activities.router,
    edits.router,
    reviews.router,
    wordings.router,
    exports.router,
    lines.router,
    suggestions.router,
    comparisons.router,
    schemas.router,
    system.router,
)
