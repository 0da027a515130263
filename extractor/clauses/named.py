"""Where a party stands in a clause.

In: what a rule of `addressees.py` or `agents.py` found. Out: `Named`.
"""

from dataclasses import dataclass

from extractor.records import PartyRole


@dataclass(frozen=True, slots=True)
class Named:
    """A span of the clause's text that names parties, half-open, with their case and role."""

    start: int
    end: int
    case: str
    role: PartyRole
    rule: str
