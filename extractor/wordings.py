"""Taught wordings: what the lexicons do not know and somebody has told, as plain data.

In: header wordings with the roles of their columns, names with the ones that they stand for, cells with how they are divided. Out:
`Wordings`, which stages ask before the lexicons; the rule of what was read so says "taught". `read_wordings` reads a file of them:

    [headers]
    deadline = ["контрольная точка"]
    [names]
    "КУИиЗО" = "Комитет по управлению имуществом и земельным отношениям"
    [splits]
    "Отдел дорог отдел парков" = ["Отдел дорог", "отдел парков"]
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from extractor.columns import HeaderReading, Role, read_header
from extractor.evidence import TAUGHT
from extractor.records import Party, Records
from extractor.text import matching_form

Span = tuple[int, int]
# What stands around a wording and is no part of it.
AROUND = " .,:;()*"


class WordingsRefused(ValueError):  # noqa: N818 - the name says what is wrong
    """The file is no TOML, or has a section, a role or a value that means nothing here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """What was taught, by the key of each wording (`wording_key`): the role of a column, the normal name, the parts of a cell."""

    headers: Mapping[str, Role] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def read_header(self, header: str) -> HeaderReading | None:
        """Give the role of a column by its header: the taught one, else the lexicon's."""
        role = self.headers.get(wording_key(header)) if self.headers else None
        return HeaderReading(role, f"{wording_key(header)}{TAUGHT}", taught=True) if role else read_header(header)

    def name_parties(self, parties: Sequence[Party]) -> tuple[Party, ...]:
        """Give parties by the names that their own stand for; two that turn out to be one are listed once."""
        named = [
            replace(party, name=known, evidence=party.evidence.taught())
            if (known := self.names.get(wording_key(party.name or "")))
            else party
            for party in parties
        ]
        return tuple({(party.name, party.person, party.role): party for party in reversed(named)}.values())[::-1]

    def divide(self, text: str, start: int, end: int) -> tuple[Span, ...]:
        """Give the spans of the parts of `text[start:end]`, where it was taught how it is divided; else the whole."""
        parts = self.splits.get(wording_key(text[start:end]), ()) if self.splits else ()
        form, found, at = matching_form(text), list[Span](), start
        for part in parts:
            first = form.find(matching_form(part), at, end)
            if first < 0:
                return ((start, end),)
            at = first + len(part)
            found.append((first, at))
        return tuple(found) or ((start, end),)


NOTHING_TAUGHT = Wordings()


def name_parties(records: Records, wordings: Wordings) -> Records:
    """Give records whose parties have the names that theirs stand for."""
    if not wordings.names:
        return records
    clauses = tuple(replace(clause, responsible=wordings.name_parties(clause.responsible)) for clause in records.clauses)
    plans = tuple(
        replace(plan, measures=tuple(replace(one, responsible=wordings.name_parties(one.responsible)) for one in plan.measures))
        for plan in records.plans
    )
    return replace(records, clauses=clauses, plans=plans)


def wording_key(text: str) -> str:
    """Give the key of a wording: two spellings that differ only in case, ё, spaces, dashes or marks around have the same."""
    return " ".join(matching_form(text).split()).strip(AROUND)


def make_wordings(
    *,
    headers: Mapping[Role, Sequence[str]] | None = None,
    names: Mapping[str, str] | None = None,
    splits: Mapping[str, Sequence[str]] | None = None,
) -> Wordings:
    """Make wordings of what people wrote."""
    return Wordings(
        headers={wording_key(text): role for role, texts in (headers or {}).items() for text in texts},
        names={wording_key(text): name for text, name in (names or {}).items()},
        splits={wording_key(text): tuple(parts) for text, parts in (splits or {}).items()},
    )


def read_wordings(content: bytes) -> Wordings:
    """Read a TOML file of wordings; raises `WordingsRefused` with what is wrong in it."""
    try:
        found = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise WordingsRefused(str(error)) from None
    for name, section in found.items():
        if name not in SECTIONS or not isinstance(section, dict) or not all(SECTIONS[name](key, value) for key, value in section.items()):
            raise WordingsRefused(f"[{name}]")
    return make_wordings(**found)


def is_texts(value: Any) -> bool:
    """Tell whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)


# What each section of a file may hold.
SECTIONS = {
    "headers": lambda key, value: key in get_args(Role) and is_texts(value),
    "names": lambda key, value: isinstance(value, str) and bool(value.strip()),
    "splits": lambda key, value: is_texts(value) and bool(value),
}
