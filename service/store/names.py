"""Names: the units and persons that measures name, found without reading all measures.

In: a connection and the beginning of a name. Out: names as printed with their keys. There is no table of names: units are the distinct
first entries of the index on `sort_unit`, which is hopped through from one key to the next (a loose index scan, some 0.03 ms a key at
1,000,000 measures); persons are those of the newest measures. Who sees few measures would be hopped past nearly all of them: theirs are
gathered.
"""

from dataclasses import dataclass
from typing import Any

from service.store.columns import name_key
from service.store.connection import REACH, Connection
from service.store.lists import reading

# Newest measures in which persons are looked for: about 20 ms.
NEWEST_MEASURES = 2_000
# No key has this letter, the last of Unicode's basic plane, so that a key with it stands after all that begin like it.
LAST_LETTER = "\uffff"

HOPS = """
WITH RECURSIVE hops AS (
    (SELECT sort_unit AS key FROM measures WHERE sort_unit > %(after)s AND sort_unit >= %(first)s AND sort_unit < %(last)s
     ORDER BY sort_unit LIMIT 1)
    UNION ALL
    SELECT (SELECT sort_unit FROM measures WHERE sort_unit > hops.key AND sort_unit < %(last)s ORDER BY sort_unit LIMIT 1)
    FROM hops WHERE hops.key IS NOT NULL
)
SELECT key, newest.names FROM (SELECT key FROM hops WHERE key IS NOT NULL LIMIT %(limit)s) AS found
CROSS JOIN LATERAL (
    SELECT jsonb_path_query_array(body, '$.responsible[*].name') AS names FROM measures WHERE sort_unit = key ORDER BY place LIMIT 1
) AS newest ORDER BY key
"""
# Measures that are gathered rather than hopped through: about 20 ms.
MOST_GATHERED = 20_000
GATHERED = """
WITH seen AS MATERIALIZED (
    SELECT sort_unit AS key, place FROM measures WHERE sort_unit > %(after)s AND sort_unit >= %(first)s AND sort_unit < %(last)s
    LIMIT %(most)s + 1
), firsts AS (SELECT key, min(place) AS place FROM seen GROUP BY key ORDER BY key LIMIT %(limit)s)
SELECT key, jsonb_path_query_array(body, '$.responsible[*].name') AS names, (SELECT count(*) > %(most)s FROM seen) AS are_too_many
FROM firsts JOIN measures USING (place) ORDER BY key
"""
PERSONS = """
SELECT DISTINCT person FROM (SELECT body FROM measures ORDER BY place LIMIT %s) AS newest,
LATERAL jsonb_array_elements_text(jsonb_path_query_array(body, '$.responsible[*].person')) AS person WHERE person IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is printed, and its key."""

    key: str
    text: str


async def list_units(connection: Connection, *, start: str, after: str, limit: int) -> list[Name]:
    """Give units that come first in some measure, whose names begin so, by their keys; `after` is the last key that was seen."""
    first = name_key(start)
    values: dict[str, Any] = {"after": after, "first": first, "last": first + LAST_LETTER, "limit": limit, "most": MOST_GATHERED}
    async with reading(connection):
        rows = await (await connection.execute(GATHERED, values)).fetchall() if REACH.get() else []
        if not REACH.get() or any(row["are_too_many"] for row in rows):
            rows = await (await connection.execute(HOPS, values)).fetchall()
    return [Name(row["key"], printed(row["key"], row["names"])) for row in rows]


def printed(key: str, names: list[str | None]) -> str:
    """Give the name with a key as it is printed."""
    return next((name for name in names if name and name_key(name) == key), key)


async def list_persons(connection: Connection, *, start: str, limit: int) -> list[Name]:
    """Give persons of the newest measures whose names begin so, in the order of the alphabet."""
    rows = await (await connection.execute(PERSONS, [NEWEST_MEASURES])).fetchall()
    found = [Name(name_key(row["person"]), row["person"]) for row in rows]
    return sorted((name for name in found if name.key.startswith(name_key(start))), key=lambda name: name.key)[:limit]
