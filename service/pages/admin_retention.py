"""Administration of retention: the rules, what would go now, the last run.

In: a form sets a rule or, without days, removes it; a button applies the rules. Out: the page.
"""

from typing import Annotated, cast, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from pydantic import BaseModel

from extractor.messages import message
from extractor.records import DocumentKind
from service.api.dependencies import Here
from service.api.retention import MOST_DAYS, SubjectName, apply, drop_rule, get_retention, set_rule
from service.errors import Problem
from service.installation import Installation
from service.pages.access import ManagingVisitor, Visitor
from service.pages.admin import administration_parts
from service.pages.rendering import see_other, show
from service.pages.texts import _
from service.store.retention import SUBJECTS

router = APIRouter(include_in_schema=False)


class RuleForm(BaseModel):
    """What is typed of a rule."""

    subject: str = ""
    document_kind: str = ""
    days: str = ""


def subject_names() -> dict[str, str]:
    """Give what the subjects are called, with what their days are counted from."""
    return {
        "deleted_documents": _("Удалённые документы со всем содержимым, от удаления"),
        "sources": _("Файлы обработанных документов, записи остаются; от загрузки"),
        "old_extractions": _("Прежние результаты разбора, от разбора"),
        "idempotency_keys": _("Ключи повторных загрузок, от загрузки"),
        "sessions": _("Сеансы, от их окончания"),
        "sign_in_failures": _("Неудачные попытки входа, от попытки"),
        "files": _("Файлы без документа, старше суток"),
    }


@router.get("/admin/retention")
async def retention_page(request: Request, here: Here, visitor: ManagingVisitor, done: str = "") -> Response:
    """Show the rules."""
    return await show_retention(request, here, visitor, done=done)


async def show_retention(request: Request, here: Installation, visitor: Visitor, *, status: int = 200, **told: object) -> Response:
    """Show the rules with what is told of the form."""
    values: dict[str, object] = {"done": "", "fault": ""}
    return show(
        request,
        "admin_retention.html",
        status=status,
        parts=administration_parts(visitor),
        found=await get_retention(here, visitor.actor),
        subjects=subject_names(),
        defaults={name: subject.default for name, subject in SUBJECTS.items() if subject.default is not None},
        kinds={kind: message(f"kind_{kind}") for kind in get_args(DocumentKind)},
        most=MOST_DAYS,
        **(values | told),
    )


@router.post("/admin/retention")
async def change_rule(request: Request, here: Here, visitor: ManagingVisitor, form: Annotated[RuleForm, Form()]) -> Response:
    """Set a rule, or without days remove it."""
    days = form.days.strip()
    known = form.subject in SUBJECTS and (not form.document_kind or form.document_kind in get_args(DocumentKind))
    if not known or (days and not (days.isdecimal() and int(days) <= MOST_DAYS)):
        return await show_retention(request, here, visitor, status=422, fault=_("Дни пишутся целым числом; пустое поле убирает правило."))
    subject, kind = cast(SubjectName, form.subject), cast(DocumentKind | None, form.document_kind or None)
    try:
        if days:
            await set_rule(here, visitor.actor, subject, kind, int(days))
        else:
            await drop_rule(here, visitor.actor, subject, kind)
    except Problem as problem:
        return await show_retention(request, here, visitor, status=problem.status, fault=problem.detail())
    return see_other("/admin/retention?done=changed")


@router.post("/admin/retention/apply")
async def apply_rules(here: Here, visitor: ManagingVisitor) -> Response:
    """Erase what is over its time."""
    await apply(here, visitor.actor)
    return see_other("/admin/retention?done=applied")
