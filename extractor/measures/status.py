"""Status: what a plan's completion mark says.

In: the text of an "Отметка о выполнении" cell. Out: done, partly, not_done, or None where it says something else.
"""

import re

from extractor.records import MeasureStatus
from extractor.text import matching_form

RULES: tuple[tuple[re.Pattern[str], MeasureStatus], ...] = (
    (
        re.compile(
            r"частично|не в полном объеме|не полностью|в стадии|в процессе|выполняется|исполняется|реализуется|продолжается|в работе"
            r"|ведется"
        ),
        "partly",
    ),
    (
        re.compile(
            r"\bне (?:вып|исп|проведен|реализован|осуществл|состоял|наступил|завершен|сделан)|невыполнен|неисполнен|отменен|перенесен"
            r"|просрочен"
        ),
        "not_done",
    ),
    (
        re.compile(
            r"выполнен|исполнен|проведен|реализован|осуществлен|завершен|сделан|состоял|выполнил|провел|наступил|снят[оа]? с контроля"
            r"|готово"
        ),
        "done",
    ),
    (re.compile(r"^(?:вып|исп)\.?$"), "done"),
    (re.compile(r"^(?:да|\+|v|✓|✔)\.?$"), "done"),
    (re.compile(r"^нет\.?$"), "not_done"),
)


def read_status(text: str) -> MeasureStatus | None:
    """Read a completion mark: "Выполнено" is done, "Выполнено частично" partly, "Не выполнено" not_done."""
    form = matching_form(text)
    return next((status for pattern, status in RULES if pattern.search(form)), None)
