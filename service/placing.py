"""Placing: which version line a document belongs to, when it has been read.

In: a connection, a document's id and its records. Out: rows of `service.store.lines`. A document joins the line of the act that it says
it changes or restates, or of the same act, whichever of the two comes first; what is only alike by title and issuer, or has an act's
date and number without its body, is suggested, and a person decides. What a person has rejected or taken out is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from extractor.comparison.likeness import likeness, plain, words_of
from extractor.months import MONTHS
from extractor.records import Records
from extractor.references import amended_acts
from extractor.requisites.registration import read_date
from service.store.connection import Connection
from service.store.lines import (
    Reason,
    Version,
    add_line,
    find_alike,
    find_by_act,
    find_naming,
    hold_lines,
    line_of,
    put_version,
    rejected_of,
    suggest,
)
from service.store.matching import matching_key

RECORDS = TypeAdapter(Records)
# Titles of two years' plans of one body share nearly all words; of two plans of one body about half.
LEAST_SCORE = 0.75
TITLE, ISSUER = 0.7, 0.3
# What an unknown issuer counts for: it speaks neither for nor against.
UNKNOWN_ISSUER = 0.5
# Suggestions that are kept of those that are alike.
KEPT = 5
# Years and dates tell versions apart, not plans.
DIGITS = re.compile(r"\d+")
# Words of a title that are looked for, the longest: they say what the plan is about.
TITLE_WORDS = 4
SHORTEST_WORD = 4
# Kinds that a body numbers each by itself: its resolution № 5 of a day is not its directive № 5 of that day.
NUMBERED = frozenset({"resolution", "directive", "order", "decision", "decree", "law"})
# What the date and the number of an act count for where its body or its number is not known: many bodies have a № 5 of one day.
UNSURE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act that a document is, or says it changes; `issuer` is the document's own, as a key."""

    issuer: str | None
    kind: str | None
    date: str
    number: str | None

    def may_be(self, row: dict[str, Any]) -> bool:
        """Tell whether a document of the same date and number may be this act."""
        is_other_kind = {self.kind, row["kind"]} <= NUMBERED and self.kind != row["kind"]
        return not is_other_kind and (not self.issuer or not row["issuer_key"] or self.issuer == row["issuer_key"])

    def is_surely(self, row: dict[str, Any]) -> bool:
        """Tell whether a document that may be this act is it for sure."""
        return bool(self.number and self.issuer and self.issuer == row["issuer_key"])


async def place_document(connection: Connection, document: UUID, records: dict[str, Any]) -> None:
    """Put a document with measures into its line, or note what it may be a version of; then those that were waiting for it."""
    if not records["plans"] or not is_edition(records):
        return
    await hold_lines(connection)
    await place_one(connection, document, records)
    own = records["document"]
    if own["date"] and own["number"] and own["issuer"]:
        issuer = matching_key(own["issuer"])
        for row in await find_naming(connection, document, issuer=issuer, number=own["number"], dates=written_days(own["date"])):
            await place_one(connection, row["id"], row["records"])


def is_edition(records: dict[str, Any]) -> bool:
    """Tell whether a document's plans are a version of a plan, and not rows that an amending act quotes."""
    orders = [one for amendment in records["amendments"] for one in amendment["instructions"]]
    if any(one["action"] == "restate" and all(step["unit"] == "appendix" for step in one["place"]) for one in orders):
        return True
    quoted = "".join(plain(one["new"] or "") for one in orders).replace(" ", "")
    texts = [plain(measure["text"]).replace(" ", "") for plan in records["plans"] for measure in plan["measures"]]
    return not quoted or any(text not in quoted for text in texts)


def written_days(day: str) -> tuple[str, str]:
    """Give the two ways in which acts name a day: 12.01.2023, 12 января 2023 (search knows all forms of a month)."""
    found = date.fromisoformat(day)
    return f"{found:%d.%m.%Y}", f"{found.day} {MONTHS[found.month - 1]} {found.year}"


async def place_one(connection: Connection, document: UUID, records: dict[str, Any]) -> None:
    """Put one document into its line, or note what it may be a version of; one that stands in a line stays there."""
    if not await line_of(connection, document) and not await place_by_act(connection, document, records):
        await suggest_alike(connection, document, records["document"])


async def place_by_act(connection: Connection, document: UUID, records: dict[str, Any]) -> bool:
    """Put a document into the line of the act that it changes, or that it is another edition of; what is not sure is suggested."""
    rejected = await rejected_of(connection, document)
    found: dict[UUID, bool] = {}
    for act in acts_of(records):
        for row in await find_by_act(connection, act.date, act.number, document):
            if row["id"] not in rejected and act.may_be(row):
                found[row["id"]] = found.get(row["id"], False) or act.is_surely(row)
    lines = {await line_of(connection, other) for other in found}
    if found and all(found.values()) and (len(found) == 1 or (len(lines) == 1 and None not in lines)):
        await join(connection, document, next(iter(found)), "act")
        return True
    for other, is_sure in found.items():
        await suggest(connection, document, other, reason="act", score=1.0 if is_sure else UNSURE)
    return bool(found)


def acts_of(records: dict[str, Any]) -> Iterator[Act]:
    """Yield the acts that a document says it changes, and the one that it is."""
    own = records["document"]
    issuer = matching_key(own["issuer"]) if own["issuer"] else None
    for act in amended_acts(RECORDS.validate_python(records)):
        yield Act(issuer=issuer, kind=act.kind, date=act.date, number=act.number)
    if own["date"] and own["number"]:
        yield Act(issuer=issuer, kind=own["kind"], date=own["date"], number=own["number"])


async def join(connection: Connection, document: UUID, other: UUID, reason: Reason, person: UUID | None = None) -> UUID:
    """Put a document into the line of another, which begins one where it stands in none; gives the line."""
    line = await line_with(connection, other, person)
    day = day_of((await requisites_of(connection, document))["requisites"])
    await put_version(connection, Version(line=line, document=document, in_force=day, reason=reason, person=person))
    return line


async def line_with(connection: Connection, document: UUID, person: UUID | None = None) -> UUID:
    """Give the line that a document stands in; it begins one where it stands in none."""
    line = await line_of(connection, document)
    if line is None:
        row = await requisites_of(connection, document)
        line = await add_line(connection, row["requisites"].get("title") or row["name"])
        await put_version(
            connection, Version(line=line, document=document, in_force=day_of(row["requisites"]), reason="first", person=person)
        )
    return line


async def requisites_of(connection: Connection, document: UUID) -> dict[str, Any]:
    """Give a document's name and requisites, empty before it is read."""
    row = await connection.execute("SELECT name, coalesce(requisites, '{}') AS requisites FROM documents WHERE id = %s", [document])
    found = await row.fetchone()
    assert found
    return found


def day_of(requisites: dict[str, Any]) -> date | None:
    """Give the day since which a version is in force: that of the newest act that changed it, its own, or its approval's."""
    changed = [read[0] for act in requisites.get("amended_by", []) if (read := read_date(act))]
    day = max(changed, default=None) or requisites.get("date") or (requisites.get("approval") or {}).get("date")
    return date.fromisoformat(day) if day else None


async def suggest_alike(connection: Connection, document: UUID, own: dict[str, Any]) -> None:
    """Note the documents whose title and issuer are alike, with their score."""
    words = [word for word in plain(DIGITS.sub(" ", own["title"] or "")).split() if len(word) >= SHORTEST_WORD]
    if not words:
        return
    longest = sorted(set(words), key=len, reverse=True)[:TITLE_WORDS]
    issuer = own["issuer"] and matching_key(own["issuer"])
    rows = await find_alike(connection, document, issuer=issuer, words=" & ".join(longest))
    scored = sorted(((alike(own, row), row["id"]) for row in rows), reverse=True)[:KEPT]
    for score, other in scored:
        if score >= LEAST_SCORE:
            await suggest(connection, document, other, reason="similarity", score=score)


def alike(own: dict[str, Any], row: dict[str, Any]) -> float:
    """Give how alike two documents are as versions of one plan, from 0 to 1, by title without its figures and by issuer."""
    titles = [words_of(plain(DIGITS.sub(" ", text or ""))) for text in (own["title"], row["requisites"]["title"])]
    issuer = own["issuer"] and matching_key(own["issuer"])
    same = float(issuer == row["issuer_key"]) if issuer and row["issuer_key"] else UNKNOWN_ISSUER
    return round(TITLE * likeness(*titles) + ISSUER * same, 4)
