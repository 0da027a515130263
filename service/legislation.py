"""Legislation: what a document is, in the words of schema.org (https://schema.org/Legislation), for programs that know nothing of ours.

In: a connection and a document's row. Out: JSON-LD that needs nothing from the network: its context stands in it, its terms are those of
schema.org. Persons are left out.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from extractor.records import DocumentKind
from extractor.references import find_acts
from service.store.amending import acts_of
from service.store.columns import Json
from service.store.connection import Connection
from service.store.documents import Row
from service.store.families import PLANS
from service.store.lines import find_line, line_of, list_versions
from service.store.rows import read_rows

# As in schema.org's own context, for the terms that are used here.
CONTEXT: Json = {
    "@vocab": "http://schema.org/",
    "url": {"@type": "@id"},
    "legislationDate": {"@type": "Date"},
    "legislationDateVersion": {"@type": "Date"},
}
# The documents are Russian, whatever language the installation speaks.
TYPES: dict[DocumentKind, str] = {
    "resolution": "постановление",
    "directive": "распоряжение",
    "order": "приказ",
    "decision": "решение",
    "decree": "указ",
    "law": "закон",
    "programme": "программа",
    "plan": "план",
    "roadmap": "дорожная карта",
    "scheme": "схема",
    "report": "отчёт",
    "minutes": "протокол",
    "letter": "письмо",
}


# The acts that a document changes, and the stored document of each that it is joined to.
AMENDED = """
SELECT target.day, target.number, target.kind, base.document FROM act_names target LEFT JOIN LATERAL (
    SELECT own.document FROM amending_acts a JOIN act_names own ON own.document = a.base AND own.role = 'own'
    WHERE a.act = target.document AND (own.day, own.number) = (target.day, target.number) LIMIT 1
) base ON true WHERE target.document = %s AND target.role = 'target' ORDER BY target.day, target.number
"""


async def read_legislation(connection: Connection, row: Row) -> Json:
    """Give a document that has records as JSON-LD."""
    document: UUID = row["id"]
    line = await line_of(connection, document)
    versions = await list_versions(connection, line) if line else []
    plan = await find_line(connection, line) if line else None
    own = act_of(row["requisites"]) | {"@id": identity(document), "url": f"/documents/{document}", "inLanguage": "ru"}
    parts = {
        "name": row["requisites"].get("title") or row["name"],
        "legislationDateVersion": day_of(in_force(document, versions)),
        "legislationAmends": await amended(connection, document),
        "legislationConsolidates": await consolidated(connection, row, versions),
        "exampleOfWork": {"@type": "Legislation", "@id": identity(plan["id"]), "name": plan["title"]} if plan else None,
        "hasPart": [part_of(plan, document) for plan in await read_rows(connection, PLANS, document)],
    }
    return {"@context": CONTEXT} | filled(own | parts)


def act_of(requisites: Json) -> Json:
    """Give an act by its requisites, or by what another act says of it."""
    issuer, municipality = requisites.get("issuer"), requisites.get("municipality")
    return filled({
        "@type": "Legislation",
        "name": requisites.get("title"),
        "legislationType": TYPES.get(requisites["kind"]) if requisites.get("kind") else None,
        "legislationIdentifier": requisites.get("number"),
        "legislationDate": requisites.get("date"),
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": issuer} if issuer else None,
        "legislationJurisdiction": {"@type": "AdministrativeArea", "name": municipality} if municipality else None,
    })  # fmt: skip


async def amended(connection: Connection, document: UUID) -> list[Json]:
    """Give the acts that a document changes; those that are stored with their addresses."""
    rows = await (await connection.execute(AMENDED, [document])).fetchall()
    return [stored(row) | act_of({"kind": row["kind"], "date": day_of(row["day"]), "number": row["number"]}) for row in rows]


async def consolidated(connection: Connection, row: Row, versions: Sequence[Row]) -> list[Json]:
    """Give what a version is put together of: one that the service computed, or an edition, which names the acts that changed it."""
    if row["computed_from"]:
        until = in_force(row["id"], versions) or date.max
        acts = await acts_of(connection, [row["computed_from"]])
        base = [version_of(version) for version in versions if version["document"] == row["computed_from"]]
        return base + [version_of(act | {"document": act["act"]}) for act in acts if (act["date"] or date.min) <= until]
    named = row["requisites"].get("amended_by") or ()
    return [version_of(version) for version in before(row["id"], versions)] + [changing_act(text) for text in named] if named else []


def in_force(document: UUID, versions: Sequence[Row]) -> date | None:
    """Give the day since which a document is in force in its line."""
    return next((version["in_force"] for version in versions if version["document"] == document), None)


def before(document: UUID, versions: Sequence[Row]) -> Iterable[Row]:
    """Give the versions of a line that stand before a document, without computed ones."""
    for version in versions:
        if version["document"] == document:
            return
        if version["computed_from"] is None:
            yield version


def version_of(version: Row) -> Json:
    """Give another stored document: a version of the line, or an act."""
    dated = {"legislationIdentifier": version["number"], "legislationDate": day_of(version["date"])}
    return stored(version) | filled({"name": version["title"] or version["name"], **dated})


def stored(row: Row) -> Json:
    """Give where a document is found; of one that is not stored only that it is an act."""
    found = row["document"]
    return {"@type": "Legislation"} | ({"@id": identity(found), "url": f"/documents/{found}"} if found else {})


def changing_act(text: str) -> Json:
    """Give an act as an edition names it: "от 20.06.2023 № 301"."""
    act = next(find_acts(text), None)
    read = {"legislationDate": act.date, "legislationIdentifier": act.number} if act else {}
    return {"@type": "Legislation", "name": text} | filled(read)


def part_of(plan: Row, document: UUID) -> Json:
    """Give a plan of a document."""
    named = {"@type": "Legislation", "@id": identity(plan["id"]), "url": f"/plans/{plan['id']}", "isPartOf": {"@id": identity(document)}}
    return named | filled({"name": plan["body"]["title"], "temporalCoverage": plan["body"]["period"], "legislationType": TYPES["plan"]})


def identity(thing: UUID) -> str:
    """Give the name of a thing that stays the same wherever it is served (RFC 9562)."""
    return f"urn:uuid:{thing}"


def day_of(day: date | None) -> str | None:
    """Write a day."""
    return day.isoformat() if day else None


def filled(values: Json) -> Json:
    """Give the values that are there."""
    return {name: value for name, value in values.items() if value not in (None, [], "")}
