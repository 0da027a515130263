"""States: how far a document is, in words for pages and for their scripts.

In: a document's row, or its status from `service.store.documents`. Out: a short text; the words that scripts put together in the same way
(`static/states.js`). To name a further status or stage, add it here.
"""

from typing import Any

from service.pages.texts import _
from service.store.documents import Row


def state_names() -> dict[str, str]:
    """Give the names of the statuses."""
    return {
        "queued": _("В очереди"),
        "processing": _("Обрабатывается"),
        "done": _("Готов"),
        "failed": _("Не обработан"),
        "cancelled": _("Отменён"),
        "deleted": _("Удалён"),
    }


def count_names() -> dict[str, str]:
    """Give the names of the statuses for a number of documents."""
    return {
        "queued": _("В очереди"),
        "processing": _("Обрабатывается"),
        "done": _("Готово"),
        "failed": _("Не обработано"),
        "cancelled": _("Отменено"),
        "deleted": _("Удалено"),
    }


def stage_names() -> dict[str, str]:
    """Give the names of the stages."""
    return {"reading": _("чтение"), "extracting": _("разбор"), "saving": _("сохранение")}


def state_words() -> dict[str, Any]:
    """Give the words for scripts; what stands in braces is filled in."""
    return {"states": state_names(), "stages": stage_names(), "place": _("место {place}"), "page": _("страница {page} из {pages}")}


def state_text(row: Row, place: int | None = None) -> str:
    """Say how far a document is: "В очереди, место 3", "Обрабатывается: чтение, страница 3 из 10"."""
    words = state_words()
    name, progress = words["states"][row["status"]], row["progress"]
    if row["status"] == "queued" and place:
        return f"{name}, {words['place'].format(place=place)}"
    if row["status"] != "processing" or not progress:
        return str(name)
    page = f", {words['page'].format(**progress)}" if progress["page"] and progress["pages"] else ""
    return f"{name}: {words['stages'][progress['stage']]}{page}"
