"""Overviews: what pages show of many records at once, beside the rows of lists.

In: a connection and ids. Out: rows as dicts. Each statement goes by an index and is bounded, so that it takes as long with a million
measures as with a thousand.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from service.store.columns import Json
from service.store.connection import Connection

# Measures of one plan that are looked at together: the largest plan of the corpus has 640, and 5,000 are read in 0.1 s.
MOST_MEASURES = 5_000
# Letters of a wording in an overview: what a line or two show.
SHOWN_LETTERS = 240


async def plan_measures(connection: Connection, plan: UUID, letters: int = SHOWN_LETTERS) -> list[Json]:
    """Give what an overview shows of a plan's measures, in printed order, at most `MOST_MEASURES`; wordings are cut.

    A body is taken apart once: each `->` would fetch it from beside the table anew.
    """
    rows = await connection.execute(
        "SELECT id, number, left(text, %s) AS text, section, status, has_issue, deadlines, responsible FROM"
        " (SELECT id, body, place, status, has_issue FROM measures WHERE plan = %s ORDER BY place LIMIT %s) AS own,"
        " LATERAL jsonb_to_record(body) AS parts (number text, text text, section jsonb, deadlines jsonb, responsible jsonb)"
        " ORDER BY place",
        [letters, plan, MOST_MEASURES],
    )
    return [overview(row) for row in await rows.fetchall()]


def overview(row: Json) -> Json:
    """Give a measure with the wordings of its deadlines, its units and persons beside it."""
    return row | {
        "wordings": [deadline["text"] for deadline in row["deadlines"]],
        "units": [party["name"] for party in row["responsible"] if party["name"]],
        "persons": [party["person"] for party in row["responsible"] if party["person"]],
    }


async def plan_titles(connection: Connection, plans: Collection[UUID]) -> dict[UUID, str | None]:
    """Give the titles of plans by their ids."""
    rows = await connection.execute("SELECT id, body ->> 'title' AS title FROM plans WHERE id = ANY(%s)", [list(plans)])
    return {row["id"]: row["title"] for row in await rows.fetchall()}


async def with_issues(connection: Connection, measures: Sequence[UUID]) -> frozenset[UUID]:
    """Give those of the measures in whose row something was not understood."""
    rows = await connection.execute("SELECT id FROM measures WHERE id = ANY(%s) AND has_issue", [list(measures)])
    return frozenset(row["id"] for row in await rows.fetchall())


async def plans_of(connection: Connection, documents: Collection[UUID]) -> dict[UUID, list[Json]]:
    """Give the plans of documents: id, title and the number of their measures, as printed."""
    rows = await connection.execute(
        "SELECT id, document, body ->> 'title' AS title, measure_count FROM plans WHERE document = ANY(%s) ORDER BY place",
        [list(documents)],
    )
    found: dict[UUID, list[Json]] = {}
    for row in await rows.fetchall():
        found.setdefault(row["document"], []).append(row)
    return found
