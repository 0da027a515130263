"""Uploading in a browser: a form that works without scripts, and what scripts need to send files by the API.

In: a form with files, streamed to the API's own function. Out: the page with the result of each file, kept for a day under a key of its
own so that it may be loaded again. What is told before files are sent stands in `WRONG_SUFFIXES`; to refuse one more, add it there.
"""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from extractor.formats import MAX_FILE_BYTES
from extractor.messages import message as extractor_message
from service.access.recognition import COOKIE, authorise
from service.api.dependencies import Here
from service.api.documents import place_of
from service.api.uploads import upload_documents
from service.archives import CLUTTER, MAX_ENTRIES
from service.auth.tokens import is_same
from service.errors import Problem
from service.forms import MAX_FILES, MAX_REQUEST_BYTES
from service.installation import Installation
from service.messages import message
from service.pages.access import UploadingVisitor, Visitor, known_visitor
from service.pages.rendering import see_other, show
from service.pages.states import state_text, state_words
from service.pages.texts import _
from service.store.connection import Connection
from service.store.documents import Row, find_documents
from service.store.idempotency import read_answer
from service.store.sessions import find_session

router = APIRouter(include_in_schema=False)

PATH = "/documents/upload"
# Files from which on nobody waits for each: they go behind those of others.
MANY_FILES = 20
# Documents of a result whose places in the queue are told: each takes a query.
MOST_PLACES = 50
# Files that are no documents by their names' endings, by the kind that the extractor's message `unsupported_…` names. The content
# decides in the end; endings that documents have as well, such as .xml, are not here.
WRONG_SUFFIXES = {
    "executable": ("exe", "dll", "msi", "apk", "jar"),
    "media": ("mp3", "mp4", "avi", "mov", "wav", "ogg", "mkv", "wmv", "m4a", "webm"),
    "archive": ("rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "cab"),
    "database": ("mdb", "accdb", "sqlite", "dbf"),
    "djvu": ("djvu", "djv"),
    "mail": ("eml", "msg"),
    "pptx": ("ppt", "pptx", "odp"),
    "picture": ("svg", "heic", "psd", "cdr"),
}
Key = Annotated[str, Query(max_length=64)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one file: `document` is its row as it is now, `state` says how far it is, `reason` why it was refused."""

    name: str
    archive: str | None
    outcome: str
    reason: str | None
    document: Row | None
    state: str


def upload_token(csrf: str) -> str:
    """Give the token of the upload form: it stands in the form's address, as the body is not read before it is checked.

    It is made of the session's own and good for nothing else, since addresses are written into logs.
    """
    return hashlib.sha256(f"upload {csrf}".encode()).hexdigest()


async def sending_visitor(request: Request, here: Here, token: Annotated[str, Query(max_length=64)] = "") -> Visitor:
    """Find out who sends the form before its body is read; raises `SignInFirst`, or `Forbidden`."""
    async with here.pool.connection() as connection:
        session = await find_session(connection, request.cookies.get(COOKIE, ""))
    fits = session is not None and is_same(token, upload_token(session["csrf"]))
    found = await known_visitor(request, here, token=session["csrf"] if session and fits else "")
    request.state.visitor = found
    authorise(found.actor, "upload")
    return found


@router.get(PATH)
async def upload_page(request: Request, here: Here, visitor: UploadingVisitor, result: Key = "") -> Response:
    """Show the form, and what became of the files that were sent under the key `result`."""
    async with here.pool.connection() as connection:
        answer = await read_answer(connection, visitor.actor.person, result) if result else None
        results = await file_results(connection, answer["body"]["documents"]) if answer else []
    fault = _("Итог этой загрузки хранился сутки и уже удалён. Документы стоят в списке.") if result and not answer else None
    return show_form(request, visitor, results=results, fault=fault)


@router.post(PATH)
async def upload(request: Request, here: Here, visitor: Annotated[Visitor, Depends(sending_visitor)]) -> Response:
    """Take the files in as the API does, and go to the page with the result of each."""
    key = uuid4().hex
    try:
        await upload_documents(request, here, visitor.actor, key)
    except Problem as problem:
        return await show_refusal(request, here, visitor, problem)
    return see_other(f"{PATH}?{urlencode({'result': key})}")


async def show_refusal(request: Request, here: Installation, visitor: Visitor, problem: Problem) -> Response:
    """Show the form again with why nothing was taken; of several files each has its reason."""
    async with here.pool.connection() as connection:
        results = await file_results(connection, problem.extra.get("documents", []))
    fault = _("Ни один файл не принят. Причины указаны ниже.") if results else problem.detail()
    return show_form(request, visitor, results=results, fault=fault, status=problem.status)


def show_form(request: Request, visitor: Visitor, *, results: list[FileResult], fault: str | None = None, status: int = 200) -> Response:
    """Show the form."""
    return show(
        request,
        "upload.html",
        status=status,
        results=results,
        fault=fault,
        address=f"{PATH}?{urlencode({'token': upload_token(visitor.csrf)})}",
        limits=told_limits(),
        texts=told_texts(),
        words=state_words(),
        is_waiting=any(one.document and one.document["status"] in ("queued", "processing") for one in results),
    )


async def file_results(connection: Connection, items: list[dict[str, Any]]) -> list[FileResult]:
    """Give what became of each file, with its document as it is now."""
    wanted = [UUID(item["document"]["id"]) for item in items if item["document"]]
    rows = {row["id"]: row for row in await find_documents(connection, wanted)}
    places = {key: await place_of(connection, rows[key]) for key in wanted[:MOST_PLACES] if key in rows}
    return [file_result(item, rows, places) for item in items]


def file_result(item: dict[str, Any], rows: dict[UUID, Row], places: dict[UUID, int | None]) -> FileResult:
    """Give what became of one file."""
    row = rows.get(UUID(item["document"]["id"])) if item["document"] else None
    return FileResult(
        name=item["name"],
        archive=item["archive"],
        outcome=item["outcome"],
        reason=item["problem"]["detail"] if item["problem"] else None,
        document=row,
        state=state_text(row, places.get(row["id"])) if row else "",
    )


def told_limits() -> dict[str, Any]:
    """Give the limits that are told before files are sent, for the texts of the page and for its script."""
    return {
        "bytes": MAX_FILE_BYTES,
        "megabytes": MAX_FILE_BYTES // 1_000_000,
        "files": MAX_FILES,
        "request": MAX_REQUEST_BYTES // 1_000_000,
        "entries": MAX_ENTRIES,
        "many": MANY_FILES,
        "clutter": sorted(CLUTTER),
        "wrong": {suffix: kind for kind, suffixes in WRONG_SUFFIXES.items() for suffix in suffixes},
    }


def told_texts() -> dict[str, Any]:
    """Give the script's texts; what stands in braces is filled in."""
    return {
        "wrong": {kind: extractor_message(f"unsupported_{kind}") for kind in WRONG_SUFFIXES},
        "empty": _("Файл пустой (0 байт). Проверьте, полностью ли он скопирован."),
        "too_large": message("upload_too_large", limit=MAX_FILE_BYTES // 1_000_000),
        "unreadable": _("Файл не читается: он перемещён, изменён или занят другой программой. Выберите его снова."),
        "chosen": _("Готов к отправке"),
        "unsent": _("Не будет отправлен"),
        "waiting": _("Ждёт отправки"),
        "sending": _("Отправляется: {percent} %"),
        "received": _("Отправлен, проверяется"),
        "again": _("Связь потеряна. Отправка продолжится сама через {seconds} с; ничего не потеряно."),
        "later": _("Очередь заполнена. Отправка продолжится сама через {seconds} с."),
        "offline": _("Нет связи. Отправка продолжится, когда связь появится; ничего не потеряно."),
        "duplicate": _("Такой документ уже есть."),
        "withdrawn": _("Отправка отменена"),
        "not_sent": _("Не отправлен"),
        "failed": _("Не принят"),
        "from_archive": _("из архива {archive}"),
        "summary": _(
            "Файлов: {files}. Отправлено: {sent}, обработано: {done}, в работе: {busy}, отменено: {cancelled}, с ошибкой: {failed}."
        ),
        "ready": _("Выбрано файлов: {files}. Нажмите «Загрузить»."),
        "over": _("Всё обработано."),
        "skipped": _("Служебные файлы операционной системы пропущены: {count}."),
        "signed_out": _("Сеанс закончился. Войдите в новой вкладке и нажмите «Продолжить»: выбранные файлы не потеряны."),
    }
