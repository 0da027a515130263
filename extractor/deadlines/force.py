"""Entry into force: from which day an act is in force, as its own wording says.

In: the text of a clause. Out: the wording of the time, and the day that it names. What an act is applied to backwards («распространяется на
правоотношения, возникшие с …») is no day of its entry into force, nor is the day on which it ends.
"""

import re

from extractor.deadlines.cells import find_deadlines
from extractor.document import Passage

IN_FORCE = re.compile(r"вступа[а-я]+ в (?:законную )?силу(.{1,200})", re.IGNORECASE | re.DOTALL)
# What follows the time: how long the act holds, what it holds for, the next sentence.
AFTER = re.compile(r",?\s+(?:и\s+)?(?:распростран|действу|за исключением|подлежит)|[;.]\s+(?=(?-i:[А-ЯЁ]))", re.IGNORECASE)
# Parts of an act that come into force on a day of their own.
PARTS = re.compile(r"за исключением|(?<![а-я])(?:под)?пункт|абзац|(?<![а-я])строк|приложени[ея]", re.IGNORECASE)


def force_wording(text: str) -> str | None:
    """Give the wording of the time at which an act comes into force: "с 1 января 2022 года"; None where nothing is said of it."""
    found = IN_FORCE.search(text)
    return AFTER.split(found[1], 1)[0].strip() if found else None


def force_day(wording: str) -> str | None:
    """Give the first day in force (ISO 8601) that a wording names; None where it names an event, or no whole date."""
    return next((deadline.start for deadline in find_deadlines(Passage(text=wording, block=1)).value if deadline.start), None)


def is_for_parts(text: str) -> bool:
    """Tell whether a clause gives parts of the act a day of their own."""
    return PARTS.search(text) is not None
