"""The service itself: whether it lives and is ready, what it is, and its metrics.

In: nothing. Out: states and versions, for people, load balancers and Prometheus.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from obstore.exceptions import BaseError
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

import service.migrations
from service.api.dependencies import Here, bearer, cookie, known_actor
from service.api.problems import problems, shown
from service.errors import Forbidden, Unavailable
from service.installation import Installation
from service.jobs.versions import EXTRACTOR_VERSION
from service.metrics import store_text
from service.store.connection import Connection

router = APIRouter(tags=["system"])

API_VERSION = "1"

# Addresses of this machine; a Prometheus server elsewhere sends a key with the scope `manage`.
LOOPBACK = frozenset({"127.0.0.1", "::1"})
# With one of these a proxy tells that it is not the one who asks.
FORWARDED = frozenset({"forwarded", "x-forwarded-for", "x-real-ip"})
# An address under which no content can stand: SHA-256 gives 64 digits.
NO_FILE = "0" * 64
RETRY_SECONDS = 2
VERSION_EXAMPLE = {"service": "0.1.0", "extractor": "0.1.0", "api": "1", "schema": "0001"}


@dataclass(frozen=True, slots=True)
class Health:
    """The process lives."""

    status: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was looked at; each is "ok"."""

    database: Literal["ok"]
    migrations: Literal["ok"]
    files: Literal["ok"]


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of the service, the extractor and the API, and the newest revision of the database's schema."""

    service: str
    extractor: str
    api: str
    schema: str


@router.get(
    "/health",
    operation_id="get_health",
    summary="Whether the process lives",
    responses=shown(200, "It does.", {"status": "ok"}),
)
async def get_health() -> Health:
    """Answer without looking at anything: a process that does not is to be restarted."""
    return Health("ok")


@router.get(
    "/ready",
    operation_id="get_readiness",
    summary="Whether the service can work",
    responses=shown(200, "All it needs is there.", {"database": "ok", "migrations": "ok", "files": "ok"}),
)
async def get_readiness(here: Here) -> Readiness:
    """Look at the database, its migrations and the file store; with 503, `checks` says which is not ready."""
    async with here.pool.connection(timeout=RETRY_SECONDS) as connection:
        is_migrated = await schema_revision(connection) == newest_revision()
    checks = {"database": "ok", "migrations": "ok" if is_migrated else "old", "files": "ok" if await has_files(here) else "away"}
    if set(checks.values()) != {"ok"}:
        raise Unavailable("not_ready", retry_after=RETRY_SECONDS, extra={"checks": checks})
    return Readiness("ok", "ok", "ok")


@router.get(
    "/version",
    operation_id="get_version",
    summary="Versions",
    responses=shown(200, "The versions of all parts.", VERSION_EXAMPLE),
)
async def get_version(here: Here) -> Versions:
    """Give the versions of the service, the extractor, the API and the database's schema."""
    async with here.pool.connection() as connection:
        return Versions(version("planovik"), EXTRACTOR_VERSION, API_VERSION, await schema_revision(connection))


@router.get(
    "/metrics",
    operation_id="get_metrics",
    summary="Metrics for Prometheus",
    response_class=Response,
    responses=problems(401, 403, 429)
    | {
        200: {
            "description": "Prometheus's text format.",
            "content": {"text/plain": {"schema": {"type": "string"}, "example": 'planovik_documents{status="done"} 57.0\n'}},
        }
    },
)
async def get_metrics(
    request: Request, here: Here, _key: Annotated[Any, Depends(bearer)], _session: Annotated[Any, Depends(cookie)]
) -> Response:
    """Give requests, documents, jobs, workers and connections in numbers: to this machine itself, else to who has the scope `manage`."""
    if not is_local(request) and "manage" not in (await known_actor(request, here)).scopes:
        raise Forbidden
    async with here.pool.connection() as connection:
        of_store = await store_text(connection, here.pool)
    return Response(request.app.state.metrics.text() + of_store, media_type=CONTENT_TYPE_PLAIN_0_0_4)


def is_local(request: Request) -> bool:
    """Tell whether a program on this machine asks, and not a proxy for somebody else."""
    return bool(request.client and request.client.host in LOOPBACK and not FORWARDED & set(request.headers))


async def schema_revision(connection: Connection) -> str:
    """Give the revision of the database's schema."""
    row = await (await connection.execute("SELECT version_num FROM alembic_version")).fetchone()
    return str(row["version_num"]) if row else ""


@cache
def newest_revision() -> str:
    """Give the newest revision that this version of the service knows; Alembic, which takes 0.3 s to load, is not asked."""
    names = [module.name for module in files(service.migrations).joinpath("versions").iterdir()]
    return max(found[1] for name in names if (found := re.fullmatch(r"v(\d{4})_\w+\.py", name)))


async def has_files(here: Installation) -> bool:
    """Tell whether the file store answers."""
    try:
        await here.files.read(NO_FILE)
    except FileNotFoundError:
        return True
    except (OSError, BaseError):
        return False
    return True
