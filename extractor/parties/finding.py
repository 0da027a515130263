"""Parties of a cell or of a span that a verb governs.

In: a passage, a span of it, the case of its names. Out: `Reading` of the parties. Names are given in the nominative,
persons as "Фамилия И.О."; a party that is printed twice is listed once.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from extractor.document import Passage
from extractor.evidence import Evidence
from extractor.head_nouns import head_forms, lexicon_words
from extractor.issues import issue
from extractor.lexicons import read_lexicon
from extractor.months import MONTH
from extractor.morphology import nominative
from extractor.parties.items import Item
from extractor.parties.openings import find_opening
from extractor.parties.pairing import Pair, pair_items
from extractor.parties.reading import find_items
from extractor.parties.tokens import read_tokens
from extractor.persons import read_person, surname_nominative
from extractor.records import Issue, Party, PartyRole, Reading
from extractor.text import matching_form

# What fills a cell of the column without being a party: times, sums, numbers.
NO_PARTY = re.compile(
    r"(?:[\d\s.,:/()-]|(?:г|гг|год[ау]?|годы|лет|руб(?:лей|ля|ль)?|тыс|млн|млрд|кв|квартал[аы]?|полугоди[ея]|до|с|по|не позднее|в течение"
    rf"|[iv]+|{MONTH}|ежегодно|ежеквартально"
    r"|ежемесячно|еженедельно|ежедневно|постоянно|регулярно|весь период|по мере необходимости|по плану|по графику|срок"
    r"|раза? в (?:год|месяц|квартал|полугодие|неделю))\b)+"
)
# A telephone or an address behind a person: "Лугин П.А., тел. 2-15-40".
CONTACT = re.compile(r"(?:(?:моб|сот|раб)\w*\.? ?)?тел(?:\.|ефон)|факс|каб(?:\.|инет ?№? ?\d)|e-?mail|эл\. ?почта|[\w.-]+@|\d[\d() -]{4,}$")
# A small word typed twice: "работники, в в должностные обязанности которых".
DOUBLED = re.compile(r"(?<!\w)(в|во|с|со|на|по|и|за|о|к|для|от|из) \1(?!\w)")
RANK_WORDS = 4  # a rank with its service: "подполковник внутренней службы"
CASES = ("nomn", "datv", "ablt", "accs", "gent")


def find_parties(
    passage: Passage, start: int = 0, end: int | None = None, *, role: PartyRole = "executor", known: Collection[str] = ()
) -> Reading[tuple[Party, ...]]:
    """Find the parties of a cell of a responsible column, `passage.text[start:end]`.

    `role` is the column's; `known` are names that stand as whole cells or lines elsewhere in the column. A cell that
    holds something else (a date, a sum) gives no party and the issue `party_unknown`.
    """
    end = len(passage.text) if end is None else end
    cell = matching_form(passage.text)[start:end].strip(" .,;")
    if not cell.strip(" -_*.") or cell in read_lexicon("parties")["marks"]["none"]:
        return Reading(())
    if NO_PARTY.fullmatch(cell):
        return Reading((), (not_a_party(passage.evidence(start, end, "no_party")),))
    items = find_items(passage, start, end, case=cell_case(passage, start, end), known=known_forms(frozenset(known)))
    if any(is_channel(item) for item in items) and not any(item.kind == "person" or is_by_head(item) for item in items):
        return Reading((), (not_a_party(passage.evidence(start, end, "channels_only")),))
    times = [item for item in items if item.kind == "name" and NO_PARTY.fullmatch(matching_form(passage.text[item.start : item.end]))]
    issues = tuple(not_a_party(passage.evidence(item.start, item.end, "no_party")) for item in times)
    kept = [item for item in items if item not in times and not CONTACT.match(matching_form(passage.text[item.start : item.end]))]
    return Reading(as_parties(passage, kept, role), issues)


@lru_cache(maxsize=64)
def known_forms(known: frozenset[str]) -> frozenset[str]:
    """Give the matching forms of known names; a column's cells all ask for the same ones."""
    return frozenset(" ".join(matching_form(name).split()) for name in known)


def is_channel(item: Item) -> bool:
    """Tell whether an item names a medium or a place and not a party: "сайт администрации", "социальные сети"."""
    return bool(item.opening and item.opening.lemma in lexicon_words("channel"))


def is_by_head(item: Item) -> bool:
    """Tell whether a head noun of the lexicon shows that an item is a party."""
    return bool(item.opening and item.opening.head and not is_channel(item))


def find_addressees(passage: Passage, start: int, end: int, *, case: str, role: PartyRole = "executor") -> Reading[tuple[Party, ...]]:
    """Find the parties of a span that a verb governs in `case`: "datv" (поручить), "accs" (возложить на), "ablt" (совместно с)."""
    return Reading(as_parties(passage, find_items(passage, start, end, case=case, known=()), role))


def not_a_party(evidence: Evidence) -> Issue:
    """Build the issue for a cell that names nobody."""
    return issue("party_unknown", "warning", evidence, wording=evidence.text)


def cell_case(passage: Passage, start: int, end: int) -> str | None:
    """Give the oblique case that a whole cell stands in; None for the nominative."""
    tokens = read_tokens(passage, start, end)
    first = next((at for at, token in enumerate(tokens) if token.kind in {"word", "short"}), 0)
    for case in CASES:
        opening = find_opening(tokens, first, case) if tokens else None
        if opening and opening.kind in {"form", "abbreviation", "complement", "short"}:
            return None
        if opening and opening.kind == "head" and (case in {"nomn", "datv", "ablt"} or opening.animate):
            return None if case == "nomn" else case
    return None


def as_parties(passage: Passage, items: Sequence[Item], role: PartyRole) -> tuple[Party, ...]:
    """Turn items into parties; one that is printed twice is listed once."""
    shared = any(item.part == "co_executor" for item in items)
    found = dict[tuple[str, str, str], Party]()
    before: Item | None = None
    for pair in pair_items(items):
        party = as_party(passage, pair, role_of(pair, role, shared=shared), repeated=pair.name is not None and pair.name is before)
        found.setdefault((matching_form(party.name or ""), party.person or "", party.role), party)
        before = pair.name
    return tuple(found.values())


def as_party(passage: Passage, pair: Pair, role: PartyRole, *, repeated: bool) -> Party:
    """Build the party of a pair; its evidence covers both, or the person alone where the name is `repeated`."""
    parts = [item for item in (None if repeated else pair.name, pair.person) if item]
    start, end = min(item.start for item in parts), max(item.end for item in parts)
    return Party(
        name=name_of(passage, pair.name) if pair.name else None,
        person=person_of(passage, pair.person, pair.name) if pair.person else None,
        text=passage.text[start:end],
        evidence=passage.evidence(start, end, pair.rule),
        role=role,
    )


def role_of(pair: Pair, role: PartyRole, *, shared: bool) -> PartyRole:
    """Give the role that a label names; a responsible executor leads only beside co-executors."""
    part = next((item.part for item in (pair.name, pair.person) if item and item.part), None)
    if part is None or part == "executor":
        return role
    if part == "first":
        return "lead" if shared else role
    return part


def name_of(passage: Passage, item: Item) -> str:
    """Give the name in the nominative, without asides."""
    text, done = "", item.start
    for start, end in item.cuts:
        text, done = text + passage.text[done:start].rstrip(), end
    text = DOUBLED.sub(r"\1", text + passage.text[done : item.end])
    name = " ".join(text.split()).strip(" ,;-–—:.") if not text.rstrip().endswith(".") else " ".join(text.split())
    return in_nominative(name, item.case) if item.case else name


def in_nominative(name: str, case: str) -> str:
    """Put a name into the nominative, and a rank at its end as well: "начальнику штаба майору"."""
    words = name.split(" ")
    for place in range(len(words) - 1, max(0, len(words) - RANK_WORDS), -1):
        if any(kind == "rank" and form.case == case for kind, form in head_forms(words[place])):
            start = place - words[place - 1].startswith(("старш", "младш"))
            return f"{nominative(' '.join(words[:start]), case=case)} {nominative(' '.join(words[start:]), case=case)}"
    return nominative(name, case=case)


def person_of(passage: Passage, item: Item, name: Item | None) -> str | None:
    """Give the person in the nominative; the case of a bracket is the governor's only after a position."""
    text = passage.text[item.start : item.end]
    if item.surname_only:
        return surname_nominative(text, item.case, None)
    case = item.case or (name.case if name else None)
    if item.mark == "bracket" and name and name.opening and not name.opening.animate and case == "accs":
        case = None
    return read_person(text, case=case)
