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
    """Give what an overview shows of a plan's measures, in printed order, at most `MOST_MEASURES`; wordings are cut."""
    rows = await connection.execute(
        "SELECT id, body ->> 'number' AS number, left(body ->> 'text', %s) AS text, body -> 'section' AS section, status, has_issue,"
        " jsonb_path_query_array(body, '$.deadlines[*].text') AS wordings,"
        " (SELECT coalesce(jsonb_agg(entry - 'evidence'), '[]') FROM jsonb_array_elements(body -> 'deadlines') AS entry) AS deadlines,"
        " jsonb_path_query_array(body, '$.responsible[*].name') AS units,"
        " jsonb_path_query_array(body, '$.responsible[*].person') AS persons"
        " FROM measures WHERE plan = %s ORDER BY place LIMIT %s",
        [letters, plan, MOST_MEASURES],
    )
    return await rows.fetchall()


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
