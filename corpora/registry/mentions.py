"""Mentions: the names of a set of documents, with the cluster that the gold puts each into.

In: gold files and documents. Out: `Source`s: documents with their requisites and mentions.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpora.amending.scoring import read_cases
from corpora.gold import Json, read_gold
from corpora.render import RENDERERS
from corpora.source import parse_layout, read_layouts
from corpora.version_pairs import read_pairs
from extractor.registry import Family
from extractor.text import matching_form

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "corpora"
# Letters of a digest: enough to tell the names of one corpus apart, and not what they are.
DIGEST = 16


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a document, once however often it stands there; equal clusters of one set are one body or person."""

    family: Family
    text: str
    cluster: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document: what tells whose names they are, and the names."""

    name: str
    requisites: Mapping[str, str | None]
    mentions: tuple[Mention, ...]


def key_of(family: str, text: str) -> str:
    """Give the key of a name in the gold: a person's begins with "~"."""
    return ("~ " if family == "person" else "") + matching_form(" ".join(text.split()))


def digest(key: str) -> str:
    """Give a key that does not tell the name."""
    return hashlib.sha256(key.encode()).hexdigest()[:DIGEST]


def case_sets(name: str) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """Yield the cases of a file: title, documents."""
    text = "\n".join(line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for block in filter(str.strip, re.split(r"\n\s*\n", text)):
        title, *lines = block.strip().splitlines()
        yield title, tuple(case_documents(title, lines))


def case_documents(title: str, lines: Sequence[str]) -> Iterator[Source]:
    """Yield the documents of a case."""
    requisites: dict[str, str] = {}
    mentions: list[Mention] = []
    number = 1
    for index, line in enumerate(lines):
        field = re.match(r"(issuer|municipality|place|title): (.+)", line)
        if field and mentions:
            yield Source(f"{title}/{number}", requisites, tuple(mentions))
            requisites, mentions, number = {}, [], number + 1
        if field:
            requisites[field[1]] = field[2]
        else:
            mentions += line_mentions(line, str(index))
    yield Source(f"{title}/{number}", requisites, tuple(mentions))


def line_mentions(line: str, cluster: str) -> Iterator[Mention]:
    """Yield the mentions of a line of a case."""
    tie = re.match(r"\[(\w+)\] ", line)
    for wording in line.removeprefix(tie.group() if tie else "").removeprefix("? ").split(" = "):
        family: Family = "person" if wording.startswith("~") else "unit"
        yield Mention(family, wording.removeprefix("~").strip(), tie[1] if tie else cluster)


def record_names(records: Json) -> Iterator[tuple[Family, str]]:
    """Yield the names of a document's parties, its actors, its issuer and who signed it."""
    requisites = records.get("document") or {}
    if requisites.get("issuer"):
        yield "unit", requisites["issuer"]
    measures = [measure for plan in records.get("plans") or () for measure in plan.get("measures") or ()]
    parties = [party for record in (*(records.get("clauses") or ()), *measures) for party in record.get("responsible") or ()]
    signatory = requisites.get("signatory")
    parties += [{"name": signatory["position"], "person": signatory["person"]}] if signatory else []
    parties += [{"name": activity.get("actor"), "person": None} for activity in records.get("activities") or ()]
    for party in parties:
        if party["name"]:
            yield "unit", party["name"]
        if party["person"]:
            yield "person", party["person"]


def own_records() -> Iterator[tuple[str, Json]]:
    """Yield the records of the project's own documents: gold records, and what is read of the amending acts."""
    for layout in read_layouts():
        yield f"documents/{layout.name}", read_gold(layout)
    for pair in read_pairs():
        for records in pair.records:
            yield f"versions/{pair.name}", records
    for case in read_cases():
        for text in (case.base, *case.acts, case.edition):
            yield f"amending/{case.name}", extracted(text)


def extracted(text: str) -> Json:
    """Give the records that are read of a layout."""
    from extractor.exporters.json import to_json
    from extractor.pipeline import extract

    records: Json = to_json(extract(RENDERERS["txt"](parse_layout("act", text))))
    return records


def shared_records() -> Iterator[tuple[str, Json]]:
    """Yield the gold records of the documents beside the project; none where there are none."""
    for path in sorted(SHARED.rglob("*.json")):
        yield f"{path.parent.name}/{path.stem}", json.loads(path.read_text(encoding="utf-8"))


def own_sources() -> tuple[Source, ...]:
    """Give the project's own documents with their clusters."""
    return labelled(own_records(), read_toml("gold.toml"), lambda key: key)


def shared_sources() -> tuple[Source, ...]:
    """Give the documents beside the project with their clusters, without persons, whose digests would tell them."""
    found = labelled(shared_records(), read_toml("shared.toml"), digest)
    return tuple(replace(source, mentions=tuple(one for one in source.mentions if one.family == "unit")) for source in found)


def read_toml(name: str) -> Json:
    """Read a gold file."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def labelled(found: Iterator[tuple[str, Json]], gold: Json, written: Callable[[str], str]) -> tuple[Source, ...]:
    """Give documents with the clusters of the gold; `written` gives a key as the gold has it."""
    named = {document: number for number, place in enumerate(gold["place"]) for document in place["documents"]}
    sources: dict[str, tuple[Json, dict[str, tuple[Family, str]]]] = {}
    for document, records in found:
        names = sources.setdefault(document, (records.get("document") or {}, {}))[1]
        for family, text in record_names(records):
            names.setdefault(key_of(family, text), (family, text))
    return tuple(
        Source(
            document,
            {field: requisites.get(field) for field in ("issuer", "municipality", "title", "place")},
            tuple(
                Mention(family, text, cluster_of(gold, document, named.get(document), written(key)))
                for key, (family, text) in names.items()
            ),
        )
        for document, (requisites, names) in sources.items()
    )


def cluster_of(gold: Json, document: str, place: int | None, key: str) -> str:
    """Give the cluster of a name: a list that has it, or the name within its place."""
    for number, names in enumerate(gold.get("same", ())):
        if f"{document}: {key}" in map(case_of(document), names):
            return f"same {number}"
    if place is None:
        return f"{document}: {key}"
    entry: Mapping[str, Any] = gold["place"][place]
    if key in map(matching_form, entry.get("apart", ())):
        return f"{document}: {key}"
    listed = next((number for number, names in enumerate(entry.get("same", ())) if key in map(matching_form, names)), None)
    return f"place {place}: {key if listed is None else listed}"


def case_of(document: str) -> Callable[[str], str]:
    """Give a function that writes "DOCUMENT: NAME" of the gold with the name's key."""
    return lambda name: f"{document}: {matching_form(name.removeprefix(f'{document}: '))}" if name.startswith(f"{document}: ") else name
