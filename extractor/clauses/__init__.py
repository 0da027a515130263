"""Clauses: the numbered points of an act or the decisions of minutes, with kind, parties and deadlines.

In: the document and its outline. Out: `Clause`s in printed order. A lead-in's parties and deadlines hold for its sub-points.
A new kind cue is a rule in `kinds.py`, a new way to name a party a rule in `addressees.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.clauses.addressees import find_named
from extractor.clauses.kinds import Wording, read_kind
from extractor.clauses.named import Named
from extractor.clauses.points import LONGEST_READ, Point, find_points
from extractor.clauses.times import find_times
from extractor.issues import issue
from extractor.outline import Outline
from extractor.records import Clause, ClauseKind, Issue, Party, Reading

# Kinds whose wording names no party that has to do something.
IMPERSONAL = frozenset({"approval", "repeal", "amendment", "entry_into_force"})
# A preamble that asks instead of ordering: "комиссия рекомендует:", "просим:".
ASKED = re.compile(r"(?<![а-я])(?:прошу|просим|просит|просят|рекоменд(?:ую|ует|уем|уют)|предлага(?:ю|ет|ем|ют))(?![а-я])[^.:]*:? *$")
SENTENCE_DOT = re.compile(r"[а-я]{5}\.$")  # shorter words before it may be shortened: "обл."
ADDRESSED = frozenset({"by_dative_first", "by_subject"})


@dataclass(frozen=True, slots=True)
class Lead:
    """A point that leads in others, with the clause read from it."""

    point: Point
    clause: Clause


def find_clauses(outline: Outline, *, period: str | None = None) -> Reading[tuple[Clause, ...]]:
    """Find the clauses of a document's act or minutes; the points of appendices are none."""
    clauses, issues = list[Clause](), list[Issue]()
    for part in outline.parts:
        if part.kind != "act":
            continue
        asked: ClauseKind | None = "recommendation" if part.preamble and ASKED.search(part.preamble[-1].form) else None
        for group in part.operative:
            for reading in read_group(find_points(group), period, asked):
                clauses.append(reading.value)
                issues += reading.issues
    return Reading(tuple(clauses), tuple(issues))


def read_group(points: Sequence[Point], period: str | None, asked: ClauseKind | None = None) -> Iterator[Reading[Clause]]:
    """Read points in order; each knows the lead-ins above it, the first ones what the preamble asks."""
    leads, before = list[Lead](), None
    for point in points:
        while leads and not (is_under(point, leads[-1].point) or is_nested(point, before, leads[-1].point)):
            leads.pop()
        before = point
        reading = read_clause(point, leads[-1].clause if leads else None, period, asked)
        yield reading
        if point.ends_open():
            leads.append(Lead(point, reading.value))


def is_under(point: Point, lead: Point) -> bool:
    """Tell whether a point stands under a lead-in: `2.1` under `2`, `1)` or `а)` under `2`, an unnumbered one never."""
    if point.number is None or lead.number is None:
        return False
    if point.number.endswith(")"):
        return not lead.number.endswith(")") or lead.number[:-1].isdigit() != point.number[:-1].isdigit()
    return point.number.startswith(f"{lead.number.rstrip(')')}.")


def is_nested(point: Point, before: Point | None, lead: Point) -> bool:
    """Tell whether a point belongs to a list of its own under a lead-in: `1`, `2` under `3`, as nested lists of pages print them."""
    if before is None or not all(number and number.isdigit() for number in (point.number, before.number, lead.number)):
        return False
    number, above, led = int(point.number or 0), int(before.number or 0), int(lead.number or 0)
    if before is lead:
        return number == 1
    return number == above + 1 and (number != led + 1 or before.form.rstrip().endswith(";"))


def read_clause(point: Point, lead: Clause | None, period: str | None, asked: ClauseKind | None) -> Reading[Clause]:
    """Read one clause; what it does not name itself it has from its lead-in."""
    parties, rules, issues = read_parties(point)
    wording = Wording(point.form, bool(parties) or bool(lead and lead.responsible), bool(rules & ADDRESSED), lead.kind if lead else asked)
    kind, rule = read_kind(wording)
    if kind in IMPERSONAL or is_reserved(point.form):
        parties = tuple(party for party in parties if "by_label" in rules and kind == "approval")
    times = find_times(point, kind, period)
    inherited = lead if lead and kind not in IMPERSONAL - {lead.kind} else None
    clause = Clause(
        number=point.number, kind=kind, text=point.text, evidence=point.stretches[0].evidence(rule),
        responsible=with_inherited(parties, inherited.responsible if inherited and kind != "control" else ()),
        deadlines=times.value or (inherited.deadlines if inherited and kind not in IMPERSONAL else ()),
    )  # fmt: skip
    long = (issue("long_clause", "notice", clause.evidence, number=point.number or ""),) if len(point.text) > LONGEST_READ else ()
    return Reading(clause, (*issues, *times.issues, *long))


def with_inherited(own: tuple[Party, ...], above: tuple[Party, ...]) -> tuple[Party, ...]:
    """Give a clause's own parties; where it names partners at most, the lead-in's parties before them."""
    return own if any(party.role == "executor" for party in own) else (*above, *own)


def is_reserved(form: str) -> bool:
    """Tell whether the signatory keeps the control: `оставляю за собой`."""
    return bool(re.search(r"(?:оставля[а-я]+|оставить) за собой|(?:возлагаю|беру) на себя", form))


def read_named(point: Point, named: Named) -> Reading[tuple[Party, ...]]:
    """Read the parties of one span."""
    from extractor.parties import find_addressees, find_parties

    end = named.end - bool(SENTENCE_DOT.search(point.form, named.start, named.end))
    if named.case == "nomn":
        return find_parties(point.passage, named.start, end, role=named.role)
    return find_addressees(point.passage, named.start, end, case=named.case, role=named.role)


def with_capital(party: Party) -> Party:
    """Give the first party of a clause with a capital: its name opens the list as it would open a sentence."""
    return replace(party, name=party.name[:1].upper() + party.name[1:]) if party.name else party


def is_same(party: Party, known: Party) -> bool:
    """Tell whether two parties of a clause are one, a capital at the beginning of a sentence aside."""
    return ((party.name or "").lower(), party.person) == ((known.name or "").lower(), known.person)


def read_parties(point: Point) -> tuple[tuple[Party, ...], frozenset[str], tuple[Issue, ...]]:
    """Read the parties that a point names, each once, with the rules that found them."""
    parties, issues, rules = list[Party](), list[Issue](), set[str]()
    for named in find_named(point.text[:LONGEST_READ]):
        reading = read_named(point, named)
        for party in reading.value:
            rules.add(named.rule)
            if not any(is_same(party, known) for known in parties):
                opened = party if parties else with_capital(party)
                parties.append(replace(opened, evidence=point.located(party.evidence)))
        issues += [replace(met, evidence=point.located(met.evidence)) if met.evidence else met for met in reading.issues]
    return tuple(parties), frozenset(rules), tuple(issues)
