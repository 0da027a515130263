"""Administration of people: who may sign in, in which role; new passwords, each shown once.

In: forms. Out: pages; what a form changes goes through the API's own functions. A password is shown in the answer to its form, as an
address to which the browser were sent could not show it: it is kept nowhere.
"""

import secrets
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi import Response as Unsent
from fastapi.responses import Response
from pydantic import BaseModel, Field, TypeAdapter

from service.api import people
from service.api.dependencies import Here
from service.api.people import NewPerson, PersonChange, PersonView
from service.errors import Problem
from service.installation import Installation
from service.pages.access import ManagingVisitor, Visitor
from service.pages.admin import administration_parts
from service.pages.faults import checked, fault_of
from service.pages.rendering import see_other, show
from service.pages.roles import allowed_by_role, granted_names, place_names, role_names
from service.pages.texts import _
from service.store.api_keys import list_keys
from service.store.grants import list_grants
from service.store.identities import list_identities

router = APIRouter(include_in_schema=False)

# Letters and digits that are not taken for one another on paper or by telephone; 16 of 31 are 79 bits.
PASSWORD_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - an alphabet
GROUPS, GROUP_LENGTH = 4, 4

NEW, CHANGE = TypeAdapter(NewPerson), TypeAdapter(PersonChange)
Wanted = TypeVar("Wanted")


class PersonForm(BaseModel):
    """What the forms of a person send; what is wrong with it is told on the page."""

    login: str = Field("", max_length=2_000)
    name: str = Field("", max_length=2_000)
    role: str = Field("", max_length=100)


def new_password() -> str:
    """Make a password that can be read out: "kfh3-wz8n-cmt4-ypd7"."""
    return "-".join("".join(secrets.choice(PASSWORD_SIGNS) for _sign in range(GROUP_LENGTH)) for _group in range(GROUPS))


@router.get("/admin/people")
async def people_page(request: Request, here: Here, visitor: ManagingVisitor, done: str = "") -> Response:
    """Show everybody, and the form for one more; `done` says what was just changed."""
    return await show_people(request, here, visitor, done=done)


async def show_people(request: Request, here: Installation, visitor: Visitor, *, status: int = 200, **told: Any) -> Response:
    """Show everybody with what is told of a form: its `fault` and what was `typed`."""
    values: dict[str, Any] = {"done": "", "fault": None, "typed": {"name": "", "login": "", "role": "reader"}}
    return show(
        request,
        "admin_people.html",
        status=status,
        parts=administration_parts(visitor),
        people=(await people.list_people(here, visitor.actor)).items,
        roles=role_names(),
        allowed=allowed_by_role(),
        **(values | told),
    )


@router.post("/admin/people")
async def add_person(request: Request, here: Here, visitor: ManagingVisitor, form: Annotated[PersonForm, Form()]) -> Response:
    """Add a person and show their first password."""
    password = new_password()
    typed = {"login": form.login.strip(), "name": form.name.strip(), "role": form.role}
    try:
        added = await people.add_person(Unsent(), here, visitor.actor, read_form(NEW, typed | {"password": password}))
    except Problem as problem:
        return await show_people(request, here, visitor, status=problem.status, fault=fault_of(problem), typed=typed)
    return await show_person(request, here, visitor, added, status=201, password=password)


def read_form(kind: TypeAdapter[Wanted], values: dict[str, Any]) -> Wanted:
    """Give what a form of a person describes; raises a problem, its `fault` the text for the form."""
    names = {"login": _("Имя для входа"), "name": _("Фамилия и имя"), "role": _("Роль")}
    return checked(kind, values, names, {"login": _("только буквы, цифры и знаки . _ @ + -, без пробелов")})


@router.get("/admin/people/{person}")
async def person_page(request: Request, here: Here, visitor: ManagingVisitor, person: UUID, done: str = "") -> Response:
    """Show a person; `done` says what was just changed."""
    return await show_person(request, here, visitor, await people.get_person(here, visitor.actor, person), done=done)


async def show_person(
    request: Request, here: Installation, visitor: Visitor, person: PersonView, *, status: int = 200, **told: Any
) -> Response:
    """Show a person with what is told of a form: a `fault`, a new `password`, or what was `done`."""
    async with here.pool.connection() as connection:
        keys = await list_keys(connection, person.id)
        grants = await list_grants(connection, person.id)
        identities = await list_identities(connection) if here.settings.provider else []
    values: dict[str, Any] = {"done": "", "fault": None, "password": None}
    return show(
        request,
        "admin_person.html",
        status=status,
        parts=administration_parts(visitor),
        person=person,
        keys=sum(key["revoked_at"] is None for key in keys),
        grants=grants,
        granted=granted_names(),
        places=place_names(),
        provider=here.settings.provider,
        own=[one for one in identities if one["person"] == person.id],
        waiting=[one for one in identities if one["person"] is None],
        roles=role_names(),
        allowed=allowed_by_role(),
        **(values | told),
    )


@router.post("/admin/people/{person}")
async def change_person(
    request: Request, here: Here, visitor: ManagingVisitor, person: UUID, form: Annotated[PersonForm, Form()]
) -> Response:
    """Change the name and the role."""
    return await change(request, here, visitor, person, {"name": form.name.strip(), "role": form.role})


@router.post("/admin/people/{person}/disable")
async def disable(request: Request, here: Here, visitor: ManagingVisitor, person: UUID) -> Response:
    """Keep a person from signing in."""
    return await change(request, here, visitor, person, {"disabled": True})


@router.post("/admin/people/{person}/enable")
async def enable(request: Request, here: Here, visitor: ManagingVisitor, person: UUID) -> Response:
    """Let a person sign in again."""
    return await change(request, here, visitor, person, {"disabled": False})


@router.post("/admin/people/{person}/password")
async def reset_password(request: Request, here: Here, visitor: ManagingVisitor, person: UUID) -> Response:
    """Set a new password and show it."""
    password = new_password()
    changed = await people.change_person(here, visitor.actor, person, PersonChange(password=password))
    return await show_person(request, here, visitor, changed, password=password)


async def change(request: Request, here: Installation, visitor: Visitor, person: UUID, values: dict[str, Any]) -> Response:
    """Change a person and go to their page; a refusal is told there."""
    try:
        await people.change_person(here, visitor.actor, person, read_form(CHANGE, values))
    except Problem as problem:
        found = await people.get_person(here, visitor.actor, person)
        return await show_person(request, here, visitor, found, status=problem.status, fault=fault_of(problem))
    return see_other(f"/admin/people/{person}?done={'state' if 'disabled' in values else 'changed'}")
