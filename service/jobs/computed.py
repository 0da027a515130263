"""Computed versions: what is stored of a consolidation.

In: a base with its acts, their texts, and what `service.jobs.consolidation` made of them. Out: documents, their places in the base's line,
the state of each instruction, and which version lists show; in the caller's transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID

from service.amending.reading import AmendingAct, Assembled, Numbered
from service.file_names import clean_name
from service.jobs.consolidation import OTHER_ACT, PARAGRAPH
from service.jobs.versions import EXTRACTOR_VERSION
from service.messages import message
from service.placing import line_with
from service.store.computed import (
    ComputedVersion,
    Consolidated,
    drop_consolidation,
    hold_versions,
    mark_superseded,
    put_consolidation,
    remove_versions,
    save_version,
)
from service.store.connection import Connection
from service.store.lines import Row, Version, hold_lines, list_versions, put_version

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Papers:
    """A base with its acts, and their texts: the base's, then one for each act that is applied."""

    assembled: Assembled
    blocks: Sequence[Sequence[Json]]

    @property
    def base(self) -> UUID:
        """The id of the base."""
        base: UUID = self.assembled.base["id"]
        return base

    def row(self, source: int) -> Row:
        """Give the row of the base (0) or of an act (from 1)."""
        return self.assembled.applied[source - 1].row if source else self.assembled.base

    def document(self, source: int | None) -> str | None:
        """Give the id of the base (0) or of an act (from 1)."""
        return None if source is None else str(self.row(source)["act" if source else "id"])


async def withdraw(connection: Connection, base: UUID) -> None:
    """Take the versions of a base that is no more out of all lists."""
    async with connection.transaction():
        known = await hold_versions(connection, base)
        await hold_lines(connection)
        await remove_versions(connection, [row["document"] for row in known if row["status"] == "done"])
        await drop_consolidation(connection, base)


async def store_problem(connection: Connection, assembled: Assembled, known: Json | None) -> None:
    """Note that the versions could not be computed; what was computed before stays."""
    kept = known or {"instructions": [], "notices": []}
    problem = {"code": "consolidation_failed", "message": message("consolidation_failed")}
    parts = {name: kept[name] for name in ("instructions", "notices")}
    await put_consolidation(connection, Consolidated(base=assembled.base["id"], stamp=assembled.stamp, problem=problem, **parts))


async def store(connection: Connection, papers: Papers, found: Json) -> None:
    """Store what was computed of a base, in place of what was computed before."""
    known = {row["as_of"]: row for row in await hold_versions(connection, papers.base)}
    made = [new_version(papers, version) for version in found["versions"]]
    documents = {new.as_of: await save_version(connection, new, known.get(new.as_of)) for new in made}
    # Last, as every document that is saved meanwhile waits for it.
    await hold_lines(connection)
    await remove_versions(connection, [row["document"] for day, row in known.items() if day not in documents and row["status"] == "done"])
    await place_versions(connection, papers.base, documents)
    outcomes = instruction_outcomes(papers.assembled, found["instructions"])
    notices = [with_document(notice, papers) for notice in found["notices"]]
    done = Consolidated(base=papers.base, stamp=papers.assembled.stamp, instructions=outcomes, notices=notices)
    await put_consolidation(connection, done)


def new_version(papers: Papers, made: Json) -> ComputedVersion:
    """Give a version as it is stored: its own text, then the base's and the acts' that it comes from, each under its name."""
    day = date.fromisoformat(made["as_of"])
    text: list[Json] = list(made["text"])
    for source in made["sources"]:
        heading = message("computed_source", name=papers.row(source["source"])["name"])
        text.append({**PARAGRAPH, "bold": True, "block": source["shift"], "text": heading})
        text += [block | {"block": block["block"] + source["shift"]} for block in papers.blocks[source["source"]]]
    stem = PurePath(papers.assembled.base["name"]).stem
    return ComputedVersion(
        base=papers.base,
        as_of=day,
        name=clean_name(message("computed_name", name=stem, day=f"{day:%d.%m.%Y}")),
        records=made["records"],
        blocks=text,
        sources=[with_document(source, papers) | {"name": papers.row(source["source"])["name"]} for source in made["sources"]],
        links=[with_document(link, papers) for link in made["links"]],
        extractor=EXTRACTOR_VERSION,
    )


def with_document(found: Json, papers: Papers) -> Json:
    """Give a source, a link or a notice with its document in place of the document's number."""
    parts = {name: value for name, value in found.items() if name != "source"}
    return parts | {"document": papers.document(found["source"])}


def instruction_outcomes(assembled: Assembled, outcomes: Sequence[Sequence[Json | None]]) -> list[Json]:
    """Give every instruction of every act with its state; those for other acts are left out, unless a person joined the act."""
    issues = {
        (act.row["act"], one.key): issue
        for act, found in zip(assembled.applied, outcomes, strict=True)
        for one, issue in zip(act.applied, found, strict=True)
    }
    given = [(act, one, issues.get((act.row["act"], one.key))) for act in assembled.acts for one in act.instructions]
    return [outcome(act, one, issue) for act, one, issue in given if not issue or issue["code"] != OTHER_ACT or act.row["reason"] == "hand"]


def outcome(act: AmendingAct, one: Numbered, issue: Json | None) -> Json:
    """Give an instruction with its state: applied, refused and why, or rejected by a person."""
    state = "rejected" if one.key in act.rejected else "refused" if issue else "applied"
    parts = {name: one.instruction[name] for name in ("number", "action", "place", "old", "new", "evidence")}
    return {"act": str(act.row["act"]), "key": one.key, "reading": one.reading, "state": state, "issue": issue, **parts}


async def place_versions(connection: Connection, base: UUID, documents: dict[date, UUID]) -> None:
    """Put versions into the base's line, each in force since its day, and note which of all lists show."""
    line = await line_with(connection, base)
    there = await list_versions(connection, line)
    days = {row["document"]: row["in_force"] for row in there}
    for day, document in documents.items():
        if days.get(document) != day:
            await put_version(connection, Version(line=line, document=document, in_force=day, reason="computed"))
    await mark_superseded(connection, base, standing_version(base, documents, there))


def standing_version(base: UUID, documents: dict[date, UUID], there: Sequence[Row]) -> UUID:
    """Give the version that lists show: the newest computed one, or a whole edition of that day or later; the base without any."""
    newest = max(documents, default=None)
    if newest is None:
        return base
    editions = [row for row in there if row["reason"] == "act" and row["in_force"] and row["in_force"] >= newest]
    return editions[-1]["document"] if editions else documents[newest]
