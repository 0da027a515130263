"""The API, version 1: a module for each family of routes; `ROUTERS` is the one list.

In: requests. Out: JSON, files, events; every error is a problem (`service.errors`). To add a family, write a module with a `router`
and add a line here.
"""

from service.api import audit, keys, people, sessions, system

ROUTERS = (
    sessions.router,
    people.router,
    keys.router,
    audit.router,
    system.router,
)
