"""Administration of hidden persons: where a person is named, and who is named nowhere any more.

In: a form with a surname and initials; buttons of the rules. Out: the page with the places that were found, or with the rules. A name never
stands in an address.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel, ValidationError

from service.api.dependencies import Here
from service.api.hidden_persons import Named, NewRule, hide_person, lift_person, places_of
from service.installation import Installation
from service.pages.access import ManagingVisitor, Visitor
from service.pages.admin import administration_parts
from service.pages.rendering import see_other, show
from service.pages.texts import _
from service.store.documents import find_documents
from service.store.hidden import list_rules

router = APIRouter(include_in_schema=False)


class PersonForm(BaseModel):
    """What is typed of a person; `hide` says which button was pressed."""

    surname: str = ""
    initials: str = ""
    reason: str = ""
    hide: str = ""


def place_names() -> dict[str, str]:
    """Give what kinds of places are called."""
    return {
        "documents": _("название файла и сведения о нём"), "extractions": _("текст и записи документа"), "edits": _("история правок"),
        "corrections": _("правки"), "lessons": _("подсказки по правкам"), "lines": _("название цепочки версий"),
        "sign_offs": _("отметки сравнений"), "consolidations": _("внесение изменений"), "computed_versions": _("вычисленные редакции"),
        "fulfilment_decisions": _("решения о сведениях отчётов"), "report_plans": _("название плана, о котором отчитываются"),
        "reports": _("отчёты исполнителей"), "report_versions": _("прежние версии отчётов"), "registry_names": _("реестр"),
        "audit": _("журнал: записи остаются, имя в них не показывается"),
    }  # fmt: skip


@router.get("/admin/persons")
async def persons_page(request: Request, here: Here, visitor: ManagingVisitor, done: str = "") -> Response:
    """Show the rules."""
    return await show_persons(request, here, visitor, PersonForm(), done=done)


async def show_persons(
    request: Request, here: Installation, visitor: Visitor, form: PersonForm, *, status: int = 200, **told: object
) -> Response:
    """Show the form with what was typed, what was found, and the rules."""
    async with here.pool.connection() as connection:
        rules = await list_rules(connection)
    values: dict[str, object] = {"done": "", "fault": "", "places": None, "documents": {}}
    parts = administration_parts(visitor)
    return show(request, "admin_persons.html", status=status, parts=parts, rules=rules, form=form, kinds=place_names(), **(values | told))


@router.post("/admin/persons")
async def find_or_hide(request: Request, here: Here, visitor: ManagingVisitor, form: Annotated[PersonForm, Form()]) -> Response:
    """Find a person, or hide them."""
    typed = {"surname": form.surname.strip(), "initials": form.initials.replace(" ", "")}
    try:
        person = NewRule(**typed, reason=form.reason) if form.hide else Named(**typed)
    except ValidationError as error:
        fields = {
            "surname": _("Фамилия пишется с прописной буквы, без пробелов: «Дубов»."),
            "initials": _("Инициалы пишутся с точками: «А.А.»."),
        }
        fault = fields.get(str(error.errors()[0]["loc"][0]), _("Укажите основание: номер и день заявления."))
        return await show_persons(request, here, visitor, form, status=422, fault=fault)
    if isinstance(person, NewRule):
        await hide_person(here, visitor.actor, person)
        return see_other("/admin/persons?done=hidden")
    places = await places_of(here, visitor.actor, person.person())
    ids = [UUID(place["document"]) for place in places if place["document"]]
    async with here.pool.connection() as connection:
        documents = {str(row["id"]): row for row in await find_documents(connection, ids)}
    return await show_persons(request, here, visitor, form, places=places, documents=documents)


@router.post("/admin/persons/{rule}/lift")
async def lift(here: Here, visitor: ManagingVisitor, rule: UUID) -> Response:
    """Lift a rule."""
    await lift_person(here, visitor.actor, rule)
    return see_other("/admin/persons?done=lifted")
