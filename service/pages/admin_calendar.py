"""Administration of the working calendar: what is done with a deadline that runs out on a day off, and which years are known.

In: a rule as a form sends it. Out: the page; due days follow within minutes.
"""

from typing import Annotated, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from service.api.dependencies import Here
from service.api.due_views import rule_text
from service.api.working_calendar import calendar_view, change_rule
from service.due.workdays import Rule
from service.pages.access import ManagingVisitor
from service.pages.admin import administration_parts
from service.pages.rendering import see_other, show

router = APIRouter(include_in_schema=False)


class RuleForm(BaseModel):
    """What is chosen."""

    rule: Rule


@router.get("/admin/calendar")
async def calendar_page(request: Request, here: Here, visitor: ManagingVisitor, done: str = "") -> Response:
    """Show the setting; `done` says that it was just changed."""
    rules = {rule: rule_text(rule) for rule in get_args(Rule)}
    calendar = await calendar_view(here)
    return show(request, "admin_calendar.html", parts=administration_parts(visitor), calendar=calendar, rules=rules, done=done)


@router.post("/admin/calendar")
async def choose_rule(here: Here, visitor: ManagingVisitor, typed: Annotated[RuleForm, Form()]) -> Response:
    """Set the working-day rule."""
    await change_rule(here, visitor.actor, typed.rule)
    return see_other("/admin/calendar?done=1")
