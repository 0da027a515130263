"""What routes ask for: the installation, and an actor who may do what the route does.

In: a request. Out: values for a route's parameters.
"""

from collections.abc import Callable
from typing import Annotated, Any, cast

from fastapi import Depends, Request

from service.auth.actors import Actor, Scope
from service.installation import Installation


def installation(request: Request) -> Installation:
    """Give the installation that the process started with."""
    return cast(Installation, request.app.state.installation)


Here = Annotated[Installation, Depends(installation)]


def needs(scope: Scope) -> Callable[..., Any]:
    """Give a dependency that finds out who asks and raises `Unauthenticated` or `Forbidden` where they lack the scope."""

    async def actor(request: Request, here: Here) -> Actor:
        raise NotImplementedError

    return actor


Reader = Annotated[Actor, Depends(needs("read"))]
Uploader = Annotated[Actor, Depends(needs("upload"))]
Editor = Annotated[Actor, Depends(needs("edit"))]
Auditor = Annotated[Actor, Depends(needs("audit"))]
Manager = Annotated[Actor, Depends(needs("manage"))]
