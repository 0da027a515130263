"""Administration: the first page of it, with how things stand and the versions of all parts.

In: nothing. Out: a page with a line for each part that an administrator looks after. To add a part, write a module `admin_NAME.py` and a
line in `administration_parts`.
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api.dependencies import Here
from service.api.system import get_version
from service.jobs.rescue import SILENT_SECONDS
from service.pages.access import ManagingVisitor, Visitor
from service.pages.rendering import show
from service.pages.texts import _
from service.store.api_keys import list_keys
from service.store.documents import count_statuses
from service.store.operations import count_jobs, list_workers
from service.store.people import list_people

router = APIRouter(include_in_schema=False)

# Counting further tells a person nothing, and costs time.
MOST_COUNTED = 1_000


def administration_parts(visitor: Visitor) -> list[tuple[str, str, str]]:
    """Give the parts that the visitor may see: address, name, what is done there."""
    parts = [
        ("/admin/people", "manage", _("Люди"), _("Кто может войти и в какой роли; новые пароли.")),
        ("/admin/keys", "manage", _("Ключи API"), _("Ключи всех людей, по которым работают другие системы.")),
        ("/admin/webhooks", "manage", _("Оповещения"), _("Какие системы узнают об изменениях; что им отправлено.")),
        ("/admin/audit", "audit", _("Журнал"), _("Кто что сделал и прочитал; цел ли журнал.")),
        ("/admin/queue", "manage", _("Очередь"), _("Что обрабатывается, что ждёт, что не удалось; обработчики.")),
        (
            "/admin/calendar",
            "manage",
            _("Рабочие дни"),
            _("Перенос сроков с нерабочих дней; производственный календарь."),
        ),
        ("/admin/persons", "manage", _("Данные лиц"), _("Где названо лицо; кто скрыт по своему требованию.")),
        ("/admin/retention", "manage", _("Сроки хранения"), _("Что и сколько хранится; что было бы удалено.")),
        ("/admin/storage", "manage", _("Хранилище"), _("Сколько места занято; резервные копии.")),
    ]
    return [(address, name, about) for address, scope, name, about in parts if scope in visitor.actor.scopes]


@router.get("/admin")
async def administration(request: Request, here: Here, visitor: ManagingVisitor) -> Response:
    """Show how things stand."""
    async with here.pool.connection() as connection:
        people = await list_people(connection)
        keys = await list_keys(connection, None)
        jobs = await count_jobs(connection)
        workers = await list_workers(connection, SILENT_SECONDS)
        statuses = await count_statuses(connection, MOST_COUNTED)
    return show(
        request,
        "admin.html",
        parts=administration_parts(visitor),
        people=sum(person["disabled_at"] is None for person in people),
        keys=sum(key["revoked_at"] is None for key in keys),
        jobs=jobs,
        workers=sum(not worker["is_silent"] for worker in workers),
        failed=statuses.get("failed", 0),
        most=MOST_COUNTED,
        versions=await get_version(here),
    )
