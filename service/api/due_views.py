"""What is due, as the API and the pages show it: days with the rules that gave them, in words.

In: rows of `service.store.due_lists`, steps, the setting. Out: JSON-ready dicts. What a step says stands in the message catalogues,
`due_…`.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from service.api.record_views import view_records
from service.due.steps import read_step
from service.due.workdays import Rule
from service.messages import message
from service.store.columns import Json
from service.store.connection import Pool
from service.store.due_lists import DONE
from service.store.due_setting import DueSetting
from service.store.families import MEASURES

# What is shown of a measure beside its day; the rest is at its address.
FIELDS = frozenset({"number", "text", "section", "responsible", "status"})
# What is shown of the deadline itself.
DEADLINE = ("text", "kind", "edtf", "rrule", "offset")
PART_OF_SPAN = re.compile(r"(\d+)([YMWDH])")


async def view_due(pool: Pool, rows: Sequence[Json], today: date) -> list[Json]:
    """Show days with their measures."""
    measures = await view_records(pool, MEASURES, rows, query=None, fields=FIELDS) if rows else []
    return [view_day(row, measure, today) for row, measure in zip(rows, measures, strict=True)]


def view_day(row: Json, measure: Json, today: date) -> Json:
    """Show one day on which a deadline is due."""
    deadlines = row["body"].get("deadlines") or []
    deadline = deadlines[row["deadline"]] if row["deadline"] < len(deadlines) else {}
    return {
        "day": row["day"].isoformat(),
        "nominal": row["nominal"].isoformat(),
        "overdue": is_overdue(row["day"], row["status"], today),
        "deadline": {name: deadline.get(name) for name in DEADLINE} | {"number": row["deadline"] + 1},
        "rule": view_rule(row["steps"], row["nominal"]),
        "measure": measure,
    }


def is_overdue(day: date, status: str | None, today: date) -> bool:
    """Tell whether a day has passed and its measure is not done."""
    return day < today and status != DONE


def view_rule(steps: Sequence[str], nominal: date) -> Json:
    """Show the steps by which a day was found, each and all together."""
    told = [{"code": read_step(step)[0], "text": step_text(step, nominal)} for step in steps]
    return {"text": "; ".join(step["text"] for step in told), "steps": told}


def step_text(step: str, nominal: date) -> str:
    """Say what a step does; `nominal` is the day before the working-day rule moved it."""
    code, values = read_step(step)
    day = f"{nominal:%d.%m.%Y}"
    match code:
        case "event":
            return message(f"due_event_{values[1]}", day=f"{date.fromisoformat(values[0]):%d.%m.%Y}")
        case "count" | "working":
            back = "_back" if values[0].startswith("-") else ""
            return message(f"due_{code}{back}", span=span_text(values[0]), day=day)
        case "moved_next" | "moved_previous":
            return message(f"due_{code}", day=day, reason=message(f"due_reason_{values[0]}"))
        case _:
            return message(f"due_{code}", day=day)


def span_text(span: str) -> str:
    """Write a span: "P1M10D" as "1 мес. 10 дн."; a number alone as it is."""
    parts = [message(f"due_span_{unit.lower()}", number=number) for number, unit in PART_OF_SPAN.findall(span)]
    return " ".join(parts) or span.removeprefix("-")


def rule_text(rule: Rule) -> str:
    """Say what the working-day rule does."""
    return message(f"due_rule_{rule}")


def view_setting(setting: DueSetting, today: date, *, renewing: bool) -> dict[str, Any]:
    """Show what days were computed with, beside a list of them."""
    return {
        "today": today.isoformat(),
        "horizon": setting.horizon.isoformat(),
        "working_days": {"rule": setting.rule, "text": rule_text(setting.rule)},
        "renewing": renewing,
    }
