"""Administration of the storage: how much room everything takes, and the backups that stand in the installation's folder.

In: nothing. Out: the page, with the commands that make and restore a backup: they run on the machine, never from a page.
"""

import asyncio
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api.dependencies import Here
from service.database.archive import BadArchive, read_manifest
from service.pages.access import ManagingVisitor
from service.pages.admin import administration_parts
from service.pages.rendering import show
from service.pages.texts import _
from service.settings import Settings
from service.store.operations import read_sizes, read_totals

router = APIRouter(include_in_schema=False)

# Where the page looks for backups; the command writes to wherever it is told.
FOLDER = "backups"
# The newest backups that are shown.
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """An archive: its name, when it was written, its bytes, and the rows in it; None where it is damaged or no archive."""

    name: str
    at: datetime
    size: int
    rows: int | None


@router.get("/admin/storage")
async def storage_page(request: Request, here: Here, visitor: ManagingVisitor) -> Response:
    """Show the storage."""
    async with here.pool.connection() as connection:
        totals = await read_totals(connection)
        sizes = await read_sizes(connection)
    folder = here.settings.home / FOLDER
    return show(
        request,
        "admin_storage.html",
        parts=administration_parts(visitor),
        totals=totals,
        sizes=sizes,
        names=table_names(),
        files=here.settings.file_store,
        free=await asyncio.to_thread(free_bytes, here.settings),
        folder=folder,
        backups=await asyncio.to_thread(find_backups, folder),
        suggested=f"planovik-{datetime.now(UTC):%Y-%m-%d}.tar",
    )


def table_names() -> dict[str, str]:
    """Give the names of the tables."""
    return {
        "documents": _("Документы"), "extractions": _("Результаты разбора"), "plans": _("Планы"), "measures": _("Мероприятия"),
        "clauses": _("Пункты"), "activities": _("Сведения отчётов"), "edits": _("Правки"),
        "changes": _("Изменения"), "webhook_deliveries": _("Оповещения"), "audit": _("Журнал"),
    }  # fmt: skip


def free_bytes(settings: Settings) -> int | None:
    """Give the free bytes of the disk on which the files stand; None where they stand in a bucket."""
    if "://" in settings.file_store:
        return None
    return shutil.disk_usage(settings.file_store).free


def find_backups(folder: Path) -> list[Backup]:
    """Give the newest backups of the folder, the newest first."""
    if not folder.is_dir():
        return []
    newest = sorted(folder.glob("*.tar"), key=lambda path: -path.stat().st_mtime)
    return [read_backup(path) for path in newest[:SHOWN]]


def read_backup(path: Path) -> Backup:
    """Give what a backup says of itself."""
    found = path.stat()
    try:
        rows = sum(read_manifest(path).values())
    except BadArchive:
        rows = None
    return Backup(name=path.name, at=datetime.fromtimestamp(found.st_mtime, UTC), size=found.st_size, rows=rows)
