"""Answers and problems in the description of the API, and problems as answers.

In: statuses, errors. Out: what a route's `responses=` takes; `application/problem+json` answers (RFC 9457). To describe a new status,
write its `Problem` in `service.errors`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi.responses import JSONResponse

from service.errors import MEDIA_TYPE, Invalid, Problem
from service.messages import message

Described = dict[int | str, dict[str, Any]]

SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Why there is no other answer (RFC 9457). `code` is stable, `detail` says what to do next.",
    "required": ["type", "title", "status", "code", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "A URN that ends in the code."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string", "pattern": "^[a-z_]+$"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "The path of the request."},
        "request": {"type": "string", "description": "The number of the request, as in X-Request-Id; with status 500."},
        "errors": {
            "type": "array",
            "description": "With status 422: what is wrong, each with its place.",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "message"],
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON pointer (RFC 6901) after body, query, path or header."},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}


# Pydantic's codes that have a text of their own, and the kinds of value whose other codes share one ("int_parsing", "int_type").
EXPLAINED = frozenset({
    "missing", "extra_forbidden", "literal_error", "enum", "string_too_short", "string_too_long", "string_pattern_mismatch",
    "greater_than", "greater_than_equal", "less_than", "less_than_equal", "too_short", "too_long", "json_invalid",
})  # fmt: skip
# Pydantic names the faults of a dataclass's arguments otherwise than those of a model's fields.
SAME = {
    "unexpected_keyword_argument": "extra_forbidden",
    "missing_argument": "missing",
    "missing_keyword_only_argument": "missing",
}
KINDS = frozenset({"int", "float", "bool", "string", "uuid", "date", "datetime", "list", "dict", "dataclass", "model"})


def problems(*statuses: int) -> Described:
    """Describe the problems that a route may answer besides those of every route (`service.description`)."""
    return {status: described(status) for status in statuses}


def shown(status: int, description: str, example: object) -> Described:
    """Describe a route's JSON answer with an example; its schema comes from the route's return type."""
    return {status: {"description": description, "content": {"application/json": {"example": example}}}}


def described(status: int) -> dict[str, Any]:
    """Describe one status: its meaning, schema and an example."""
    kind = problem_of(status)
    return {
        "description": (kind.__doc__ or "").split("\n")[0],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example(kind)}},
        **({"headers": RETRY_AFTER} if status in {429, 503} else {}),
    }


RETRY_AFTER = {"Retry-After": {"description": "Seconds after which it makes sense to try again.", "schema": {"type": "integer"}}}
# What the messages of the examples name.
EXAMPLE_VALUES: dict[str, Any] = {"limit": 100, "seconds": 5}


def problem_of(status: int) -> type[Problem]:
    """Give the problem with a status; the subclass that was written first is the general one."""
    return next((kind for kind in Problem.__subclasses__() if kind.status == status), Problem)


def example(kind: type[Problem]) -> dict[str, Any]:
    """Give an answer as an example."""
    problem = Problem(kind.code, **EXAMPLE_VALUES)
    problem.status = kind.status
    body = problem.body("/v1/…")
    return body | {"errors": [wrong("/query/limit", "int_parsing")]} if kind is Invalid else body


def wrong(place: str, code: str, values: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Give an entry of `errors`."""
    code = SAME.get(code, code)
    return {"pointer": place, "code": code, "message": explanation(code, values or {})}


def explanation(code: str, values: Mapping[str, Any]) -> str:
    """Say in the user's language what is wrong with a value; codes are pydantic's, of which the rarer share a text."""
    kind = code.split("_", maxsplit=1)[0]
    shared = f"wrong_{kind}" if kind in KINDS else "wrong_value"
    named = {name: str(value).replace(" or ", ", ") for name, value in values.items()}
    return message(f"wrong_{code}" if code in EXPLAINED else shared, **named)


def answer(problem: Problem, path: str) -> JSONResponse:
    """Give the HTTP answer of a problem."""
    return JSONResponse(problem.body(path), problem.status, problem.headers, MEDIA_TYPE)


def pointer(place: Iterable[str | int]) -> str:
    """Give the JSON pointer (RFC 6901) of a place as pydantic names it."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)
