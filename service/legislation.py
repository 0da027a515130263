"""Legislation: what a document is, in the words of schema.org (https://schema.org/Legislation), for programs that know nothing of ours.

In: a connection and a document's row. Out: JSON-LD that needs nothing from the network: its context stands in it, its terms are those of
schema.org. Persons are left out.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from extractor.records import DocumentKind
from extractor.references import find_acts
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
    "dateCreated": {"@type": "Date"},
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


async def read_legislation(connection: Connection, row: Row) -> Json:
    """Give a document that has records as JSON-LD."""
    document: UUID = row["id"]
    line = await line_of(connection, document)
    versions = await list_versions(connection, line) if line else []
    title = await find_line(connection, line) if line else None
    own = act_of(row["requisites"]) | {"@id": identity(document), "url": f"/documents/{document}", "inLanguage": "ru"}
    parts = {
        "name": row["requisites"].get("title") or row["name"],
        "legislationDateVersion": next((day_of(version["in_force"]) for version in versions if version["document"] == document), None),
        "legislationAmends": [act_of(target) for target in await amended(connection, row)],
        "legislationConsolidates": consolidated(row, versions),
        "exampleOfWork": {"@type": "Legislation", "@id": identity(title["id"]), "name": title["title"]} if title else None,
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


async def amended(connection: Connection, row: Row) -> list[Json]:
    """Give the acts that a document changes, each once."""
    found = await connection.execute(
        "SELECT jsonb_path_query_array(records, '$.amendments[*].target') AS targets FROM extractions"
        " WHERE document = %s AND extractor_version = %s",
        [row["id"], row["extractor_version"]],
    )
    targets = (await found.fetchone() or {"targets": []})["targets"]
    return list({json.dumps(target, sort_keys=True): target for target in targets}.values())


def consolidated(row: Row, versions: Sequence[Row]) -> list[Json]:
    """Give what an edition is put together of: the versions of its line before it, and the acts that it says have changed it."""
    acts = row["requisites"].get("amended_by") or ()
    if not acts:
        return []
    return [version_of(version) for version in before(row["id"], versions)] + [changing_act(text) for text in acts]


def before(document: UUID, versions: Sequence[Row]) -> Iterable[Row]:
    """Give the versions of a line that stand before a document."""
    for version in versions:
        if version["document"] == document:
            return
        yield version


def version_of(version: Row) -> Json:
    """Give another version of a line."""
    named = {"@type": "Legislation", "@id": identity(version["document"]), "url": f"/documents/{version['document']}"}
    return named | filled({"name": version["title"] or version["name"], "legislationDateVersion": day_of(version["in_force"])})


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
