"""Formats: how values are written on pages.

In: values of the store and of records. Out: text for a reader. To add a filter of the templates, write a function and a line in `FILTERS`.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from service.pages.texts import _

KILOBYTE = 1024


def day(value: date | str | None) -> str:
    """Write a day as 15.01.2025; ISO 8601 text is a day too."""
    if not value:
        return ""
    return f"{date.fromisoformat(value) if isinstance(value, str) else value:%d.%m.%Y}"


def moment(value: datetime | str | None) -> str:
    """Write a time as 15.01.2025 09:30, in the server's zone."""
    if not value:
        return ""
    told = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{told.astimezone():%d.%m.%Y %H:%M}"


def size(value: int) -> str:
    """Write a number of bytes as KB, MB or GB."""
    if value < KILOBYTE**2:
        return f"{max(1, round(value / KILOBYTE))} {_('КБ')}"
    large, unit = (value / KILOBYTE**2, _("МБ")) if value < KILOBYTE**3 else (value / KILOBYTE**3, _("ГБ"))
    return f"{large:.1f} {unit}".replace(".", ",")


def share(value: float | None) -> str:
    """Write a share as per cent."""
    return "" if value is None else f"{round(100 * value)} %"


FILTERS: Mapping[str, Callable[..., Any]] = {"day": day, "moment": moment, "size": size, "share": share}
