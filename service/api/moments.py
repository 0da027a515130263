"""Times and days in requests, strictly as the description says (RFC 3339).

In: a value of a query or a body. Out: an aware time, or a day. Pydantic by itself would take "0.5" for a time in 1970.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}.*")


def written_moment(value: object) -> object:
    """Let only what is written as a time pass."""
    if value is not None and not (isinstance(value, str) and MOMENT.fullmatch(value)):
        raise PydanticCustomError("datetime_parsing", "not a time of RFC 3339")
    return value


def written_day(value: object) -> object:
    """Let only what is written as a day pass."""
    if value is not None and not (isinstance(value, str) and DAY.fullmatch(value)):
        raise PydanticCustomError("date_parsing", "not a day of RFC 3339")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(written_moment)]
Day = Annotated[date, BeforeValidator(written_day)]
