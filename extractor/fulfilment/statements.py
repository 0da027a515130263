"""Statements: what reports say that was done or goes on.

In: `Records` of reports. Out: a `Statement` for each activity that is no intention, and for each row of a plan whose column of completion
says something: a status, or in words what was done.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from extractor.columns import read_header
from extractor.comparison.rows import measures_of
from extractor.evidence import Evidence
from extractor.fulfilment.results import Statement, Told
from extractor.lexicons import read_lexicon
from extractor.narrative.quantities import find_quantities
from extractor.narrative.sentences import shade
from extractor.narrative.verbs import find_predicates
from extractor.records import Activity, Measure, MeasureStatus, Records

TOLD_BY_STATUS: dict[MeasureStatus, Told] = {"done": "done", "partly": "ongoing", "not_done": "not_done"}


def find_statements(reports: Sequence[Records]) -> Iterator[Statement]:
    """Yield what reports say, each report's text before its tables."""
    for report, records in enumerate(reports):
        for index, activity in enumerate(records.activities):
            if activity.status != "planned":
                yield of_activity(report, index, activity)
        for index, (_, measure) in enumerate(measures_of(records)):
            if mark := read_mark(measure, is_report=records.document.kind == "report"):
                yield of_row(report, index, measure, *mark)


def of_activity(report: int, index: int, activity: Activity) -> Statement:
    """Give what an activity says; one that has only begun goes on, whatever the tense of its verb."""
    lemma = activity.evidence.rule.rpartition(":")[2]
    return Statement(
        report=report,
        kind="activity",
        index=index,
        told="ongoing" if activity.status == "ongoing" or lemma in begun() else "done",
        text=activity.text,
        evidence=activity.evidence,
        actor=activity.actor,
        period=activity.period,
        quantities=activity.quantities,
    )


def of_row(report: int, index: int, measure: Measure, told: Told, evidence: Evidence) -> Statement:
    """Give what the mark of a row says."""
    form = shade(evidence.text)
    return Statement(
        report=report,
        kind="row",
        index=index,
        told=told,
        text=measure.text,
        evidence=evidence,
        quantities=find_quantities(form, evidence.text),
    )


def read_mark(measure: Measure, *, is_report: bool) -> tuple[Told, Evidence] | None:
    """Give what a row's column of completion says and where: its status, else what a note of it says was done."""
    if measure.status and (sources := measure.sources.get("status")):
        return TOLD_BY_STATUS[measure.status], sources[0]
    for source in measure.sources.get("note", ()):
        if (is_report or is_mark(source)) and (told := told_by(source.text)):
            return told, source
    return None


def is_mark(source: Evidence) -> bool:
    """Tell whether a cell stands in a column of completion."""
    reading = read_header(source.rule.removeprefix("column «").removesuffix("»"))
    return reading is not None and reading.role == "status"


def told_by(text: str) -> Told | None:
    """Tell what a note says: that something was done or goes on; None where it has no such verb."""
    statuses = {predicate.status for predicate in find_predicates(shade(text))}
    return "done" if "done" in statuses else "ongoing" if "ongoing" in statuses else None


@cache
def begun() -> frozenset[str]:
    """Give the verbs that say that a work has begun."""
    return frozenset(read_lexicon("fulfilment")["begun"]["lemmas"])
