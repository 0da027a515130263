"""Administration of access: a person's roles for single issuers and municipalities, and their accounts at the identity provider.

In: forms of the person's page (`service.pages.admin_people`). Out: the same page; what a form changes goes through the API's own functions.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi import Response as Unsent
from fastapi.responses import Response
from pydantic import BaseModel, Field, TypeAdapter

from service.api import grants, identities, people
from service.api.dependencies import Here
from service.api.grants import NewGrant
from service.api.identities import Link
from service.errors import Problem
from service.installation import Installation
from service.pages.access import ManagingVisitor, Visitor
from service.pages.admin_people import show_person
from service.pages.faults import checked, fault_of
from service.pages.rendering import see_other
from service.pages.texts import _

router = APIRouter(prefix="/admin/people/{person}", include_in_schema=False)


class GrantForm(BaseModel):
    """What the form of a grant sends."""

    role: str = Field("", max_length=100)
    place: str = Field("", max_length=100)
    name: str = Field("", max_length=2_000)


@router.post("/grants")
async def add_grant(request: Request, here: Here, visitor: ManagingVisitor, person: UUID, form: Annotated[GrantForm, Form()]) -> Response:
    """Give the person a role for a part."""
    try:
        await grants.add_grant(Unsent(), here, visitor.actor, person, checked_grant(form))
    except Problem as problem:
        return await show_fault(request, here, visitor, person, problem)
    return done(person)


def checked_grant(form: GrantForm) -> NewGrant:
    """Give the grant that a form describes; raises a problem, its `fault` the text for the form."""
    names = {"role": _("Роль"), "place": _("Чьи документы"), "name": _("Название")}
    return checked(TypeAdapter(NewGrant), form.model_dump() | {"name": form.name.strip()}, names)


@router.post("/grants/{grant}/remove")
async def remove_grant(here: Here, visitor: ManagingVisitor, person: UUID, grant: UUID) -> Response:
    """Take a role for a part back."""
    await grants.remove_grant(here, visitor.actor, person, grant)
    return done(person)


@router.post("/identities/{identity}")
async def link(request: Request, here: Here, visitor: ManagingVisitor, person: UUID, identity: UUID) -> Response:
    """Let an account at the provider sign the person in."""
    try:
        await identities.link_identity(here, visitor.actor, identity, Link(person))
    except Problem as problem:
        return await show_fault(request, here, visitor, person, problem)
    return done(person)


@router.post("/identities/{identity}/remove")
async def unlink(request: Request, here: Here, visitor: ManagingVisitor, person: UUID, identity: UUID) -> Response:
    """Let an account at the provider sign the person in no longer."""
    try:
        await identities.remove_identity(here, visitor.actor, identity)
    except Problem as problem:
        return await show_fault(request, here, visitor, person, problem)
    return done(person)


def done(person: UUID) -> Response:
    """Go to the person's page, which says that it is done."""
    return see_other(f"/admin/people/{person}?done=changed#access")


async def show_fault(request: Request, here: Installation, visitor: Visitor, person: UUID, problem: Problem) -> Response:
    """Show the person's page with why nothing was changed."""
    found = await people.get_person(here, visitor.actor, person)
    return await show_person(request, here, visitor, found, status=problem.status, fault=fault_of(problem))
