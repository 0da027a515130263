"""Checking: a stored plan beside the reports that stand with it, by the extractor, with what people decided of single links.

In: a connection, a plan's row and those of its reports. Out: `Check`. What was found is kept in memory while no record of them changes;
what people decided is put on it each time.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from extractor.exporters.fulfilment.checked import Checked
from extractor.fulfilment import Pair, check_fulfilment, decide_links
from extractor.fulfilment.results import Fulfilment
from extractor.records import Records
from service.comparing import RECORDS, State, state_of
from service.errors import Conflict
from service.store.columns import Json
from service.store.connection import Connection, sees_names
from service.store.documents import Row
from service.store.masks import renumbered, shared_numbers
from service.store.records import document_records, plan_records

# Checks that are kept: one of a plan of 2,000 measures takes some 10 MB.
KEPT = 8
# Measures times entries of reports: 2,000 beside 1,000 take some 5 s.
MOST_PAIRS = 2_000_000
Key = tuple[UUID, tuple[State, ...]]
KEPT_CHECKS: OrderedDict[Key, "Check"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Check:
    """A check with the ids of the plan's measures and of what its reports say; the first report is the plan, for its own marks."""

    plan: Records
    found: Fulfilment
    papers: tuple[Row, ...]
    measures: tuple[UUID, ...]
    statements: tuple[UUID, ...]

    @property
    def checked(self) -> Checked:
        """The check as the extractor's exporters take it."""
        names = tuple(paper["name"] for paper in self.papers)
        return Checked(names[0], names, self.found)

    def pairs(self, decisions: Sequence[Row]) -> list[Pair | None]:
        """Give for each decision the places of its measure and its statement; None where one of them is gone."""
        measures, statements = ({found: place for place, found in enumerate(ids)} for ids in (self.measures, self.statements))
        found = ((measures.get(row["measure"]), statements.get(row["statement"])) for row in decisions)
        return [None if measure is None or statement is None else (measure, statement) for measure, statement in found]

    def decided(self, decisions: Sequence[Row]) -> "Check":
        """Give the check with what people decided."""
        decided = {pair: row["decision"] for row, pair in zip(decisions, self.pairs(decisions), strict=True) if pair}
        rejected, added = ([pair for pair, decision in decided.items() if decision == wanted] for wanted in ("rejected", "confirmed"))
        return replace(self, found=decide_links(self.plan, self.found, rejected=set(rejected), added=added))


async def check_plan(connection: Connection, plan: UUID, document: Row, reports: Sequence[Row]) -> Check:
    """Check a plan, given with its document's row, against reports in the order of their days.

    Raises `Conflict` where they are too large, and as `document_records` does.
    """
    papers = (document, *reports)
    key = (plan, tuple([await state_of(connection, paper) for paper in papers]))
    if key not in KEPT_CHECKS:
        _, own = await plan_records(connection, plan)
        told = [await report_records(connection, document["id"], report["id"]) for report in reports]
        KEPT_CHECKS[key] = await asyncio.to_thread(make_check, own, told, papers)
    KEPT_CHECKS.move_to_end(key)
    while len(KEPT_CHECKS) > KEPT:
        KEPT_CHECKS.popitem(last=False)
    return KEPT_CHECKS[key]


async def report_records(connection: Connection, plan: UUID, report: UUID) -> Json:
    """Give a report's records; who sees no names is shown the same number for the same person as in the plan."""
    records = await document_records(connection, report, ids=True)
    if sees_names(connection):
        return records
    numbered: Json = renumbered(records, await shared_numbers(connection, plan, report))
    return numbered


def make_check(own: Json, told: Sequence[Json], papers: tuple[Row, ...]) -> Check:
    """Check the records of a plan against those of reports, and against its own marks."""
    measures = measure_ids(own)
    if len(measures) * sum(len(records["activities"]) + len(measure_ids(records)) for records in told) > MOST_PAIRS:
        raise Conflict("fulfilment_too_large")
    everything = [own, *told]
    plan, *reports = [RECORDS.validate_python(records) for records in everything]
    found = check_fulfilment(plan, [plan, *reports])
    ids = [([UUID(one["id"]) for one in records["activities"]], measure_ids(records)) for records in everything]
    statements = tuple(ids[one.report][one.kind == "row"][one.index] for one in found.statements)
    return Check(plan=plan, found=found, papers=papers, measures=measures, statements=statements)


def measure_ids(records: Json) -> tuple[UUID, ...]:
    """Give the ids of a document's measures, as printed."""
    return tuple(UUID(measure["id"]) for plan in records["plans"] for measure in plan["measures"])
