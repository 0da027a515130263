"""The application: routes, what holds for all of them, and what they work with.

In: settings. Out: an ASGI application that opens the database, the files and the queue when it starts and closes them when it ends.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from service.access.provider import Provider
from service.api import ROUTERS
from service.api.kept_calendars import KeptCalendars
from service.auth.rates import Rates
from service.description import TITLE, describe
from service.failures import HANDLERS
from service.installation import Installation
from service.jobs.queue import make_queue
from service.metrics import RequestMetrics
from service.middleware import MIDDLEWARE
from service.pages import PAGES
from service.settings import Settings
from service.store.connection import make_pool
from service.store.files import open_files


def create_app(settings: Settings) -> FastAPI:
    """Make the application; `settings.database_url` names a migrated database by now."""
    app = FastAPI(
        title=TITLE,
        lifespan=partial(lifespan, settings=settings),
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        exception_handlers=HANDLERS,
    )
    app.state.settings = settings
    app.state.metrics = RequestMetrics()
    app.state.rates = Rates(settings.requests_per_minute)
    app.state.calendars = KeptCalendars()
    app.state.provider = Provider(settings.provider) if settings.provider else None
    for middleware in reversed(MIDDLEWARE):
        app.add_middleware(middleware)
    # Not included one by one: FastAPI would make each route anew for each application, 0.4 s before the first answer.
    app.router.routes += [route for router in (*ROUTERS, *PAGES) for route in router.routes]
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def lifespan(app: FastAPI, *, settings: Settings) -> AsyncIterator[None]:
    """Open what routes work with, and close it at the end; requests that run are finished first."""
    assert settings.database_url
    files = open_files(settings.file_store)
    queue = make_queue()
    async with make_pool(settings.database_url, masked_roles=settings.masked_roles) as pool, queue.open_async(pool):
        app.state.installation = Installation(settings=settings, pool=pool, files=files, queue=queue)
        yield
