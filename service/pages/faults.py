"""Faults of what was typed into a form or stands in an address, in words for the page.

In: values, the type that they are to be, the names of its fields on the page. Out: the value, or what is wrong with it.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from service.api.problems import explanation
from service.errors import Invalid, Problem

Wanted = TypeVar("Wanted")
NO_NAMES: Mapping[str, str] = MappingProxyType({})


def checked(kind: TypeAdapter[Wanted], values: Any, names: Mapping[str, str] = NO_NAMES, patterns: Mapping[str, str] = NO_NAMES) -> Wanted:
    """Give what a form describes; raises `Invalid`, its `fault` the text for the form.

    `patterns` say of fields which have a pattern what it asks for.
    """
    try:
        return kind.validate_python(values)
    except ValidationError as error:
        raise Invalid(extra={"fault": next(told_faults(error, names, patterns))}) from None


def told_faults(error: ValidationError, names: Mapping[str, str], patterns: Mapping[str, str] = NO_NAMES) -> Iterator[str]:
    """Yield what is wrong, each after the name of its field."""
    for fault in error.errors():
        place = str((*fault["loc"], "")[0])
        pattern = patterns.get(place, "") if fault["type"] == "string_pattern_mismatch" else ""
        told = pattern or explanation(fault["type"], fault.get("ctx") or {})
        yield f"{names[place]}: {told}" if place in names else told


def fault_of(problem: Problem) -> str:
    """Give the text of a problem for a form."""
    return str(problem.extra.get("fault") or problem.detail())
