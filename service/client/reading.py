"""Reading of answers: JSON of the service as the frozen types of `service.answers`.

In: JSON. Out: documents, records. What a newer service says besides is passed over.
"""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from service.client.faults import StrangeAnswer
from service.messages import message

Answer = TypeVar("Answer")


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Give what reads a type."""
    return TypeAdapter(kind)


def read_answer(kind: type[Answer], value: Any) -> Answer:
    """Read JSON as a type; raises `StrangeAnswer` where it is not what the API describes."""
    hashable: Any = kind
    try:
        answer: Answer = adapter(hashable).validate_python(value)
    except ValidationError as error:
        raise StrangeAnswer(message("client_unclear", kind=kind.__name__, reason=error.errors()[0]["msg"])) from None
    return answer


def read_list(answer: Any, name: str) -> list[Any]:
    """Give a list of an answer; raises `StrangeAnswer` where there is none."""
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise StrangeAnswer(message("client_unclear", kind=name, reason=type(answer).__name__))
    return found
