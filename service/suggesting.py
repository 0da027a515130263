"""Suggesting: which plans a report may tell of, when either of them has been read.

In: a connection, a document's id and its records. Out: suggestions (`service.store.fulfilment`), which people confirm or reject. A report
that names the plan's act by date and number is surely one of it; others are told by the words of the titles, the years and the issuer.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from extractor.comparison.likeness import plain
from extractor.fulfilment.kinship import content_words, kinship
from extractor.fulfilment.statements import find_statements
from extractor.records import Records
from extractor.references import find_acts
from service.store.connection import Connection
from service.store.fulfilment import suggest_report
from service.store.lines import Holding, find_alike, find_by_act
from service.store.matching import matching_key

RECORDS = TypeAdapter(Records)
Json = dict[str, Any]
# What a score is made of; measured by the pairs of `corpora.fulfilment`, each report beside each plan.
TITLE, YEARS, ISSUER = 0.5, 0.3, 0.2
# What is not known counts half: it speaks neither for nor against.
UNKNOWN = 0.5
LEAST_SCORE = 0.6
# Suggestions that are kept of those that are alike.
KEPT = 5
# Words of a title that are looked for, the longest, any two of them together: one is too common.
TITLE_WORDS, SHORTEST_WORD = 6, 4
YEAR = re.compile(r"\b((?:19|20)\d\d)(?: ?[-/] ?((?:19|20)\d\d))?\b")


@dataclass(frozen=True, slots=True)
class Paper:
    """A plan or a report as both are compared: the title, the act's date and number, the issuer as a key."""

    document: UUID
    title: str
    date: str | None
    number: str | None
    issuer: str | None

    @classmethod
    def of(cls, document: UUID, requisites: Json) -> "Paper":
        """Give a document with its requisites."""
        issuer = requisites["issuer"] and matching_key(requisites["issuer"])
        return cls(document, requisites["title"] or "", requisites["date"], act_number(requisites["number"]), issuer)

    @property
    def years(self) -> frozenset[int]:
        """The years that the title names, those between two as well."""
        found = ((int(first), int(last or first)) for first, last in YEAR.findall(plain(self.title)))
        return frozenset(year for first, last in found for year in range(first, last + 1))


async def find_reports(connection: Connection, document: UUID, records: Json) -> None:
    """Note which plans a document may report of, and which reports may tell of its plans."""
    own = Paper.of(document, records["document"])
    has_plan = records["document"]["kind"] != "report" and any(plan["measures"] for plan in records["plans"])
    if has_plan:
        await suggest_best(connection, [(own, report) for report in await alike(connection, own, holding="reports")])
    if await asyncio.to_thread(is_report, records, has_plan=has_plan):
        await suggest_best(connection, [(plan, own) for plan in await candidates(connection, own)])


def is_report(records: Json, *, has_plan: bool) -> bool:
    """Tell whether a document reports of something; a plan does where its column of completion was filled in."""
    statements = list(find_statements([RECORDS.validate_python(records)]))
    return any(one.kind == "row" for one in statements) if has_plan else bool(statements)


async def candidates(connection: Connection, own: Paper) -> list[Paper]:
    """Give the documents with plans that a report may tell of: of the acts that its title names, and those that are alike."""
    acts = [await find_by_act(connection, act.date, act_number(act.number), own.document) for act in find_acts(own.title)]
    named = [Paper.of(row["id"], row["requisites"]) for rows in acts for row in rows]
    return list(dict.fromkeys([*named, *await alike(connection, own, holding="plans")]))


async def alike(connection: Connection, own: Paper, *, holding: Holding) -> list[Paper]:
    """Give documents of the same issuer, and those whose title has two words of this one's."""
    words = sorted(
        {word for word in plain(own.title).split() if len(word) >= SHORTEST_WORD and word.isalpha()}, key=lambda word: -len(word)
    )
    pairs = " | ".join(f"({one} & {other})" for one, other in combinations(words[:TITLE_WORDS], 2))
    rows = await find_alike(connection, own.document, issuer=own.issuer, words=pairs, holding=holding)
    return [Paper.of(row["id"], row["requisites"]) for row in rows]


async def suggest_best(connection: Connection, pairs: Sequence[tuple[Paper, Paper]]) -> None:
    """Note the plans and reports that name each other, and the likeliest others."""
    named = [pair for pair in pairs if is_named(*pair)]
    scored = sorted(((likeness(*pair), *pair) for pair in pairs if pair not in named), key=lambda found: -found[0])
    for plan, report in named:
        await suggest_report(connection, plan.document, report.document, reason="act", score=1.0)
    for score, plan, report in scored[:KEPT]:
        if score >= LEAST_SCORE:
            await suggest_report(connection, plan.document, report.document, reason="similarity", score=score)


def is_named(plan: Paper, report: Paper) -> bool:
    """Tell whether a report's title names the plan's act."""
    own = (plan.date, plan.number)
    return None not in own and any((act.date, act_number(act.number)) == own for act in find_acts(report.title))


def act_number(number: str | None) -> str | None:
    """Give a number in the form in which numbers of acts are compared."""
    return "".join(number.lower().split()) if number else None


def likeness(plan: Paper, report: Paper) -> float:
    """Tell how likely a report tells of a plan, from 0 to 1; not at all where their years differ."""
    years = UNKNOWN
    if plan.years and report.years:
        if plan.years.isdisjoint(report.years):
            return 0.0
        years = 1.0
    issuer = float(plan.issuer == report.issuer) if plan.issuer and report.issuer else UNKNOWN
    return round(TITLE * title_share(plan.title, report.title) + YEARS * years + ISSUER * issuer, 4)


def title_share(plan: str, report: str) -> float:
    """Give the share of the words of the title that has fewer which have a kin in the other."""
    fewer, more = sorted((tuple(telling_words(title)) for title in (plan, report)), key=len)
    return sum(any(kinship(word, other) for other in more) for word in fewer) / len(fewer) if fewer else 0.0


def telling_words(title: str) -> Iterator[str]:
    """Yield the words of a title that say something; figures tell years, not plans."""
    return (word for word in content_words(title) if word.isalpha())
