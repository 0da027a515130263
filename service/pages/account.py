"""One's own account: who one is, what one may do, the password and the API keys.

In: a session, forms. Out: the page; a new key is shown once, in the answer to its form.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi import Response as Unsent
from fastapi.responses import Response
from pydantic import BaseModel, Field, TypeAdapter

from service.access.signing_in import allows_passwords
from service.api import keys
from service.api.dependencies import Here
from service.api.keys import NewKey, NewKeyView
from service.api.sessions import PasswordChange, change_own_password
from service.auth.passwords import LONGEST, SHORTEST
from service.errors import Invalid, Problem
from service.installation import Installation
from service.pages.access import ReadingVisitor, Visitor
from service.pages.faults import checked, fault_of
from service.pages.rendering import see_other, show
from service.pages.roles import role_names, scope_names
from service.pages.texts import _
from service.store.api_keys import list_keys, read_api_key
from service.store.grants import list_grants

router = APIRouter(include_in_schema=False)

# Days after which a key ends unless its maker says otherwise.
KEY_DAYS = 365
Text = Annotated[str, Field(max_length=2_000)]


class PasswordForm(BaseModel):
    """What is typed to change a password."""

    present: Text = ""
    new: Text = ""
    again: Text = ""


class KeyForm(BaseModel):
    """What is typed to make a key; `last_day` is written as 2026-12-31, or empty."""

    name: Text = ""
    scopes: Annotated[list[str], Field(max_length=10)] = []
    last_day: Text = ""


@router.get("/account")
async def account_page(request: Request, here: Here, visitor: ReadingVisitor, done: str = "") -> Response:
    """Show the account; `done` says what was just changed."""
    return await show_account(request, here, visitor, done=done)


async def show_account(request: Request, here: Installation, visitor: Visitor, *, status: int = 200, **told: Any) -> Response:
    """Show the account with what is told of a form: `password_fault`, `key_fault`, the new `key` or what was `done`."""
    async with here.pool.connection() as connection:
        own = await list_keys(connection, visitor.actor.person)
        grants = await list_grants(connection, visitor.actor.person)
        passwords = await allows_passwords(connection, here.settings)
    today = datetime.now(UTC)
    typed = KeyForm(scopes=["read"], last_day=(today + timedelta(days=KEY_DAYS)).date().isoformat())
    values: dict[str, Any] = {"done": "", "password_fault": None, "key_fault": None, "key": None, "typed": typed}
    return show(
        request,
        "account.html",
        status=status,
        keys=[row | {"is_live": is_live(row, today)} for row in own],
        roles=role_names(),
        grants=grants,
        passwords=passwords,
        scopes={scope: name for scope, name in scope_names().items() if visitor.may(scope)},
        shortest=SHORTEST,
        longest=LONGEST,
        **(values | told),
    )


def is_live(key: dict[str, Any], now: datetime) -> bool:
    """Tell whether a key opens anything."""
    return key["revoked_at"] is None and (key["expires_at"] is None or key["expires_at"] > now)


@router.post("/account/password")
async def change_password(request: Request, here: Here, visitor: ReadingVisitor, typed: Annotated[PasswordForm, Form()]) -> Response:
    """Change the password; all other sessions end and all keys are revoked."""
    if typed.new != typed.again:
        fault = _("Новый пароль набран два раза по-разному. Наберите его снова.")
        return await show_account(request, here, visitor, status=Invalid.status, password_fault=fault)
    try:
        await change_own_password(request, here, visitor.actor, PasswordChange(typed.present, typed.new))
    except Problem as problem:
        return await show_account(request, here, visitor, status=problem.status, password_fault=problem.detail())
    return see_other("/account?done=password")


@router.post("/account/keys")
async def make_key(request: Request, here: Here, visitor: ReadingVisitor, typed: Annotated[KeyForm, Form()]) -> Response:
    """Make a key and show it: an address to which the browser were sent could not show it, as it is kept nowhere."""
    try:
        made = await add_key(here, visitor, typed)
    except Problem as problem:
        return await show_account(request, here, visitor, status=problem.status, key_fault=fault_of(problem), typed=typed)
    return await show_account(request, here, visitor, status=201, key=made)


async def add_key(here: Installation, visitor: Visitor, typed: KeyForm) -> NewKeyView:
    """Make the key that was asked for; raises a problem, its `fault` the text for the form."""
    wanted = {"name": typed.name.strip(), "scopes": typed.scopes, "expires_at": end_of(typed.last_day)}
    names = {"name": _("Название"), "scopes": _("Что разрешено"), "expires_at": _("Последний день")}
    new = checked(TypeAdapter(NewKey), wanted, names)
    return await keys.add_key(Unsent(), here, visitor.actor, new)


def end_of(day: str) -> str | None:
    """Give the end of the last day on which a key holds, as the API reads it; None where there is none."""
    try:
        last = datetime.combine(datetime.fromisoformat(day).date(), time.max) if day else None
        return last.astimezone().isoformat() if last else None
    except (ValueError, OverflowError):
        return day


@router.post("/account/keys/{key}/revoke")
async def revoke(here: Here, visitor: ReadingVisitor, key: UUID) -> Response:
    """Revoke one of one's own keys."""
    async with here.pool.connection() as connection:
        await read_api_key(connection, key, visitor.actor.person)
    await keys.revoke_key(here, visitor.actor, key)
    return see_other("/account?done=revoked")
