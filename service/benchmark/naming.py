"""Naming a filled store: the registry of its units and persons, as if every document had been registered.

In: measures as they are made. Out: the numbers of what they name, then rows of entries, names and sightings. A municipality has entries of
its own, but the busiest unit is one entry everywhere, so that one entry has a seventh of all measures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.registry import Scope, blocks, read_person_name, read_unit_name
from service.store.columns import Json, name_key
from service.store.connection import Connection
from service.store.identity import new_id

COPY_ENTRIES = "COPY registry_entries (id, kind, name, sort_key, scope, municipality) FROM STDIN"
COPY_NAMES = "COPY registry_names (id, entry, family, scope, key, text, kind, form, form_key, blocks) FROM STDIN"
# A suggestion between names of one municipality that follow each other, of every tenth.
SUGGESTIONS = """
INSERT INTO registry_suggestions (name, other, rule, score)
SELECT n.id, o.id, 'by_part', 0.5 FROM registry_names n JOIN registry_names o ON o.id = n.id + 1 AND o.family = n.family WHERE n.id % 10 = 0
"""
SIGHTINGS = """
INSERT INTO registry_sightings (name, document, records)
SELECT name, document, count(*) FROM measures, unnest(parties) AS name GROUP BY name, document
"""


@dataclass(slots=True)
class Numbers:
    """The numbers of names by municipality, family and text; `everywhere` is the name that is one entry in all of them."""

    everywhere: str
    known: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def parties(self, municipality: str, body: Json) -> list[int]:
        """Give the numbers of what a measure names; new ones are numbered."""
        named = [(family, party[field]) for party in body["responsible"] for family, field in (("unit", "name"), ("person", "person"))]
        keys = [("" if text == self.everywhere else municipality, family, text) for family, text in named if text]
        return list(dict.fromkeys(self.known.setdefault(key, len(self.known) + 1) for key in keys))

    def rows(self) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
        """Yield the entry and the name of each number."""
        for (municipality, family, text), number in self.known.items():
            scope, entry = Scope(name_key(municipality)), new_id()
            name = read_person_name(text, scope) if family == "person" else read_unit_name(text, scope)
            key = name_key(text)
            yield (
                (entry, name.kind, text, key, scope.key, municipality or None),
                (number, entry, family, scope.key, key, text, name.kind, list(name.form), name.form_key, list(blocks(name))),
            )


async def register(connection: Connection, numbers: Numbers) -> None:
    """Write the registry of measures that were inserted."""
    rows = list(numbers.rows())
    async with connection.cursor() as cursor:
        async with cursor.copy(COPY_ENTRIES) as copy:
            for entry, _ in rows:
                await copy.write_row(entry)
        async with cursor.copy(COPY_NAMES) as copy:
            for _, name in rows:
                await copy.write_row(name)
    await connection.execute("SELECT setval(pg_get_serial_sequence('registry_names', 'id'), max(id)) FROM registry_names")
    await connection.execute(SUGGESTIONS)
    await connection.execute(SIGHTINGS)
    await connection.execute("UPDATE documents SET registry_scope = coalesce(municipality_key, '')")
