"""Confidence: how often readings like this one were right.

In: a measure. Out: for each filled field a share from 0 to 1: of the readings by the same kind of rule on the project's
corpus, how many were right. The shares stand in `lexicons/confidence.toml`; `python -m corpora.evaluate --confidence`
measures them.
"""

import tomllib
from functools import cache
from importlib.resources import files

from extractor.records import Deadline, Measure

GUESSED = ("guessed", "unknown header")


@cache
def shares() -> dict[str, float]:
    """Load the measured shares by kind of reading."""
    source = files("extractor.lexicons").joinpath("confidence.toml").read_text(encoding="utf-8")
    loaded: dict[str, float] = tomllib.loads(source)
    return loaded


def field_confidence(measure: Measure) -> dict[str, float]:
    """Give the confidence of each filled field of a measure; a field of several values has that of its weakest."""
    found = {"text": share("text", measure.evidence.rule)}
    if measure.deadlines:
        found["deadlines"] = min(
            shares()["unknown"] if d.kind == "unknown" else share("deadlines", d.evidence.rule) for d in measure.deadlines
        )
    if measure.responsible:
        found["responsible"] = min(share("responsible", party.evidence.rule) for party in measure.responsible)
    if measure.funding:
        found["funding"] = shares()["funding"]
    found |= {name: min(share(name, source.rule) for source in sources) for name, sources in measure.sources.items()}
    return found


def deadline_share(deadline: Deadline) -> float:
    """Give the share of a deadline's reading; one that was not understood has the share of the unknown."""
    return shares()["unknown"] if deadline.kind == "unknown" else share("deadlines", deadline.evidence.rule)


def share(field: str, rule: str) -> float:
    """Give the share of a field's readings by a rule; a guessed column has the share of guesses."""
    if any(mark in rule for mark in GUESSED):
        return shares()["guessed"]
    return shares().get(f"{field} {rule}", shares().get(field, shares()["other"]))
