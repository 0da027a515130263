"""Confidence: how often readings like this one were right.

In: a measure. Out: for each filled field a share from 0 to 1: of the readings of this field by this rule on the project's
corpus, how many were right. The shares stand in `lexicons/confidence.toml`; `python -m corpora.confidence --write`
measures them.
"""

from functools import cache

from extractor.evidence import TAUGHT
from extractor.lexicons import read_lexicon
from extractor.records import Deadline, Measure

# A field or rule that the corpus has too seldom: as good as a coin with one more success than failure in three.
UNMEASURED = 0.667
# A wording that was not understood, where the corpus has too few of them to measure: its value is empty, hardly ever rightly.
NOT_UNDERSTOOD = 0.1


def field_confidence(measure: Measure) -> dict[str, float]:
    """Give the confidence of each filled field of a measure; a field of several values has that of its weakest."""
    found = {"text": share("text", measure.evidence.rule)}
    if measure.deadlines:
        found["deadlines"] = min(map(deadline_share, measure.deadlines))
    if measure.responsible:
        found["responsible"] = min(share("responsible", party.evidence.rule) for party in measure.responsible)
    if measure.funding:
        found["funding"] = share("funding", "amount")
    found |= {name: min(share(name, source.rule) for source in sources) for name, sources in measure.sources.items()}
    return found


def deadline_share(deadline: Deadline) -> float:
    """Give the share of a deadline's reading; one that was not understood has the share of the unknown."""
    return share("deadlines", "unknown" if deadline.kind == "unknown" else deadline.evidence.rule)


@cache
def share(field: str, rule: str) -> float:
    """Give the share of a field's readings by a rule, else of the field's by any rule."""
    measured: dict[str, float] = read_lexicon("confidence").get(field, {})
    if rule == "unknown":
        return measured.get(rule, NOT_UNDERSTOOD)
    return measured.get(rule_kind(rule), measured.get("any", UNMEASURED))


def rule_kind(rule: str) -> str:
    """Give the kind of a rule: every header phrase is "column", every wording of the lexicon "wording", a guessed column "guess".

    What was taught is as sure as what the lexicons know.
    """
    rule = rule.removesuffix(TAUGHT)
    if "guessed" in rule or "unknown header" in rule:
        return "guess"
    return next((kind for kind in ("column", "wording") if rule.startswith(f"{kind} ")), rule)
