"""Forms: one for each measure, unit and due day of a plan that asks for reports.

In: a document whose measures or due days were written. Out: its forms as the plan has them now. Forms without a word that nobody is asked
for any more go, written ones stay and are asked for no more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from service.store.columns import Json, name_key
from service.store.connection import Connection, seeing_everything
from service.store.identity import new_id

# Forms of one plan: 50 measures of three units that are due each month up to the horizon have a quarter of it.
MOST_FORMS = 20_000
PLANS = "SELECT plan, since FROM report_plans WHERE document = %s AND ended_at IS NULL ORDER BY plan"
MEASURES = """
SELECT id, place, parts.* FROM measures m, LATERAL jsonb_to_record(m.body)
    AS parts (number text, text text, section jsonb, responsible jsonb, deadlines jsonb)
WHERE m.plan = %(plan)s AND (%(measure)s::uuid IS NULL OR id = %(measure)s) ORDER BY place
"""
DAYS = """
SELECT measure, deadline, day, nominal FROM due_days
WHERE plan = %(plan)s AND (%(measure)s::uuid IS NULL OR measure = %(measure)s) ORDER BY day, deadline
"""
CONTROL = "SELECT body -> 'responsible' AS responsible FROM clauses WHERE document = %s AND kind = 'control' ORDER BY place LIMIT 1"
FORMS = """
SELECT id, measure, occurrence, due, place, about, is_asked, state FROM reports
WHERE plan = %(plan)s AND (%(measure)s::uuid IS NULL OR measure = %(measure)s) ORDER BY id
"""
ADD = "INSERT INTO reports (id, document, plan, measure, occurrence, due, place, about) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
CHANGE = "UPDATE reports SET due = %s, place = %s, about = %s, is_asked = true WHERE id = %s"
# Those that nobody is asked for any more.
FORGET = "DELETE FROM reports WHERE id = ANY(%s) AND state = 'empty'"
KEEP = "UPDATE reports SET is_asked = false WHERE id = ANY(%s) AND is_asked"
WITHOUT_DAY = "1"


@dataclass(frozen=True, slots=True)
class Slot:
    """A form that a plan asks for; `about` says what it is about as the plan has it."""

    measure: UUID
    occurrence: str
    due: date | None
    place: int
    about: Json

    @property
    def key(self) -> tuple[UUID, str, str]:
        """What the form is known by."""
        return form_key(self.measure, self.occurrence, self.about)


def form_key(measure: UUID, occurrence: str, about: Mapping[str, Any]) -> tuple[UUID, str, str]:
    """Give what a form is known by: its measure, the time that is due, and the unit."""
    return measure, occurrence, name_key(about["unit"] or "")


async def renew_reports(connection: Connection, document: UUID, measure: UUID | None = None) -> None:
    """Bring the forms of a document, or of one of its measures, to what its plans ask for now.

    In the caller's transaction, which holds the document.
    """
    async with seeing_everything(connection):
        for row in await (await connection.execute(PLANS, [document])).fetchall():
            await renew_plan(connection, document, row, measure)


async def renew_plan(connection: Connection, document: UUID, asked: Json, measure: UUID | None) -> None:
    """Bring the forms of one plan, or of one of its measures, to what it asks for now."""
    plan, which = asked["plan"], {"plan": asked["plan"], "measure": measure}
    measures = await (await connection.execute(MEASURES, which)).fetchall()
    days = await (await connection.execute(DAYS, which)).fetchall()
    control = await (await connection.execute(CONTROL, [document])).fetchone()
    slots = find_slots(measures, days, asked["since"], leader_of(control["responsible"]) if control else None)
    wanted = {slot.key: slot for slot in islice(slots, MOST_FORMS)}
    forms = await (await connection.execute(FORMS, which)).fetchall()
    changed, left = list[Sequence[Any]](), list[UUID]()
    for form in forms:
        slot = wanted.pop(form_key(form["measure"], form["occurrence"], form["about"]), None)
        if slot is None:
            left.append(form["id"])
        elif (slot.due, slot.place, slot.about, True) != (form["due"], form["place"], form["about"], form["is_asked"]):
            changed.append((slot.due, slot.place, Jsonb(slot.about), form["id"]))
    added = [(new_id(), document, plan, slot.measure, slot.occurrence, slot.due, slot.place, Jsonb(slot.about)) for slot in wanted.values()]
    async with connection.cursor() as cursor:
        await cursor.executemany(ADD, added)
        await cursor.executemany(CHANGE, changed)
    await ask_no_more(connection, left)


async def ask_no_more(connection: Connection, forms: Sequence[UUID]) -> None:
    """Ask for forms no more: without a word in them they go."""
    for statement in (FORGET, KEEP):
        await connection.execute(statement, [list(forms)])


def find_slots(measures: Iterable[Json], days: Iterable[Json], since: date, leader: str | None) -> Iterator[Slot]:
    """Yield the forms that a plan asks for; `leader` is who controls the whole of it."""
    by_measure: dict[UUID, list[Json]] = {}
    for day in days:
        by_measure.setdefault(day["measure"], []).append(day)
    for measure in measures:
        lead = leader_of([party for party in measure["responsible"] or [] if party["role"] == "lead"]) or leader
        for occurrence, due, wording in occurrences(measure, by_measure.get(measure["id"], []), since):
            for unit, person in units_of(measure["responsible"] or []):
                about = {name: measure[name] for name in ("number", "section", "text")}
                about |= {"unit": unit, "person": person, "leader": lead, "deadline": wording}
                yield Slot(measure["id"], occurrence, due, measure["place"], about)


def occurrences(measure: Json, days: Sequence[Json], since: date) -> Iterator[tuple[str, date | None, str | None]]:
    """Yield the times that a measure is reported on, each due day once; a measure without any is reported on once, whenever it is."""
    deadlines = measure["deadlines"] or []
    if not days:
        yield WITHOUT_DAY, None, next((deadline["text"] for deadline in deadlines), None)
        return
    seen = set[date]()
    for row in days:
        if row["day"] >= since and row["day"] not in seen and row["deadline"] < len(deadlines):
            seen.add(row["day"])
            deadline = deadlines[row["deadline"]]
            time = f"-{row['nominal']:%Y%m%d}" if deadline.get("rrule") else ""
            yield f"{row['deadline'] + 1}{time}", row["day"], deadline["text"]


def units_of(parties: Sequence[Json]) -> Iterator[tuple[str | None, str | None]]:
    """Yield who reports, with the person who is named beside: those who execute, or who leads where nobody else is named."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for party in [party for party in parties if party["role"] != "lead"] or parties:
        name = party["name"] or party["person"]
        if name:
            found.setdefault(name_key(name), (name, party["person"] if party["name"] else None))
    yield from found.values() or [(None, None)]


def leader_of(parties: Sequence[Json]) -> str | None:
    """Give who leads, of those who do: the person, or the position where none is named."""
    return next((name for party in parties for name in (party["person"], party["name"]) if name), None)
