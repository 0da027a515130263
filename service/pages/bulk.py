"""Correcting several measures at once: one unit, deadline or status for all that are chosen.

In: the measures of a document or a plan, chosen by boxes, and values. Out: the API's bulk correction, and what became of each. The key of
the form makes sending it twice the same as once.
"""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, ValidationError

from service.api.bulk import MOST_ITEMS, Bulk, Item, answer_once
from service.api.dependencies import Here
from service.api.record_queries import MeasureQuery
from service.errors import Invalid, NotFound
from service.pages.access import EditingVisitor
from service.pages.record_lists import read_list
from service.pages.rendering import show
from service.pages.texts import _
from service.store.columns import Json
from service.store.families import MEASURES
from service.store.values import LONGEST_WORDING

router = APIRouter(include_in_schema=False)

Wording = Annotated[str, Field(max_length=LONGEST_WORDING)]
Scope = Annotated[UUID | None, Query()]


class BulkForm(BaseModel):
    """Measures as "id:version", and what all of them get; what is empty stays as it is."""

    chosen: list[Annotated[str, Field(pattern=r"^[0-9a-f-]{36}:[0-9]{1,9}$")]] = Field([], max_length=MOST_ITEMS)
    unit: Wording = ""
    deadline: Wording = ""
    status: str = ""
    key: str = Field(max_length=64, pattern="^[!-~]+$")

    def values(self) -> dict[str, Any]:
        """Give the values as PATCH takes them."""
        given: dict[str, Any] = {}
        if self.unit.strip():
            given["responsible"] = [{"text": self.unit.strip()}]
        if self.deadline.strip():
            given["deadlines"] = [{"text": self.deadline.strip()}]
        if self.status:
            given["status"] = None if self.status == "none" else self.status
        return given

    def bulk(self) -> Bulk:
        """Give the form as the API takes it; raises `Invalid` where nothing is chosen or nothing is to change."""
        if not self.chosen:
            raise Invalid("bulk_none_chosen", limit=MOST_ITEMS)
        if not self.values():
            raise Invalid("edit_empty")
        named = [one.split(":") for one in self.chosen]
        return Bulk(values=self.values(), items=[Item(record=UUID(record), version=int(version)) for record, version in named])


@router.get("/measures/edit")
async def choose(request: Request, here: Here, visitor: EditingVisitor, document: Scope = None, plan: Scope = None) -> Response:
    """Show the measures of a document or a plan to choose among."""
    return await show_list(request, here, {"document": document, "plan": plan})


async def show_list(request: Request, here: Here, scope: dict[str, UUID | None], status: int = 200, **values: Any) -> Response:
    """Show the list with what became of a form that was sent."""
    fixed = {name: [found] for name, found in scope.items() if found}
    if not fixed:
        raise NotFound
    found = await read_list(request, here, MEASURES, MeasureQuery, **fixed)
    told = {"results": [], "fault": "", "typed": None} | values
    back = f"/plans/{scope['plan']}" if scope["plan"] else f"/documents/{scope['document']}?tab=measures"
    return show(request, "bulk.html", status=status, found=found, key=str(uuid4()), most=MOST_ITEMS, back=back, **told)


@router.post("/measures/edit")
async def correct(request: Request, here: Here, visitor: EditingVisitor, document: Scope = None, plan: Scope = None) -> Response:
    """Correct the chosen measures, or say what is wrong with the form."""
    scope = {"document": document, "plan": plan}
    form = await request.form()
    given = {name: form.get(name, "") for name in ("unit", "deadline", "status", "key")} | {"chosen": form.getlist("chosen")}
    try:
        typed = BulkForm.model_validate(given)
        bulk = typed.bulk()
    except ValidationError:
        return await show_list(request, here, scope, 422, fault=Invalid("bulk_none_chosen", limit=MOST_ITEMS).detail())
    except Invalid as refused:
        return await show_list(request, here, scope, 422, fault=refused.detail(), typed=typed)
    async with here.pool.connection() as connection, connection.transaction():
        answer = await answer_once(connection, visitor.actor, bulk, typed.key)
    return await show_list(request, here, scope, results=[result(item) for item in answer["items"]])


def result(item: Json) -> Json:
    """Say what became of one measure."""
    if item["problem"] is None:
        return {"record": item["record"], "is_taken": True, "told": _("исправлено") if item["fields"] else _("уже было так")}
    wrong = "; ".join(error["message"] for error in item["problem"].get("errors", ()))
    return {"record": item["record"], "is_taken": False, "told": wrong or item["problem"]["detail"]}
