"""Acts: in which order they are applied, and whether what they change is the base.

In: the records of the base and of the acts. Out: `Act`s in order of their entry into force; the code of an issue where an
instruction is for another act, for its own act, or turns in a circle.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.consolidation.results import ActLabel
from extractor.consolidation.spots import letters
from extractor.deadlines.force import force_day, force_wording, is_for_parts
from extractor.evidence import Evidence
from extractor.records import Records, Requisites, Target
from extractor.requisites.registration import read_date, read_number

Identity = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Act:
    """An amending act with its label."""

    label: ActLabel
    records: Records


def in_order(acts: Sequence[Records], as_of: str | None) -> Iterator[Act]:
    """Yield the acts that are in force on a day by entry into force, date and number; undated ones come last, and are refused."""
    labelled = [Act(label_of(index, act), act) for index, act in enumerate(acts)]
    for act in sorted(labelled, key=lambda act: order_of(act.label)):
        if as_of is None or act.label.in_force is None or act.label.in_force <= as_of:
            yield act


def label_of(index: int, act: Records) -> ActLabel:
    """Give the label of an act."""
    return ActLabel(index=index, kind=act.document.kind, date=act.document.date, number=act.document.number, in_force=day_in_force(act))


def day_in_force(act: Records) -> str | None:
    """Give the day from which an act changes others: the one that it names itself («вступает в силу с 1 января 2022 года»), else its date.

    No act changes what was in force before it was issued; parts with a day of their own are changed with the rest.
    """
    date = act.document.date
    clauses = (clause.text for clause in act.clauses if clause.kind == "entry_into_force" and not is_for_parts(clause.text))
    wordings = [wording for text in clauses if (wording := force_wording(text))]
    named = next((day for wording in wordings if (day := force_day(wording))), None)
    return max(date, named) if date and named else date


def order_of(label: ActLabel) -> tuple[str, str, tuple[int, str], int]:
    """Give where an act comes among others."""
    return label.in_force or "9999", label.date or "9999", number_order(label.number), label.index


def number_order(number: str | None) -> tuple[int, str]:
    """Give a number as it sorts: 9 before 10, 10-п after 10."""
    digits = re.search(r"\d+", number or "")
    return int(digits.group()) if digits else 0, number or ""


def identities(document: Requisites) -> list[Identity]:
    """Give the acts that a document is known by: its own date and number, and its approval's."""
    own = [(document.kind, document.date, document.number)] if document.date or document.number else []
    stamp = document.approval
    return [*own, (stamp.kind, stamp.date, stamp.number)] if stamp and (stamp.date or stamp.number) else list(own)


def is_same(target: Target, identity: Identity) -> bool:
    """Tell whether a target is an act; what one of them does not say is no difference, but date or number must be said by both."""
    kind, date, number = identity
    told = [(target.date, date), (plain(target.number), plain(number))]
    if not any(one and other for one, other in told) or any(one and other and one != other for one, other in told):
        return False
    if (target.number and not number) or (number and not target.number):
        return False
    kinds = {target.kind, kind} - {None, "other"}
    return len(kinds) < 2 or not kinds <= {"resolution", "directive", "order", "decision", "decree", "law", "minutes"}


def plain(number: str | None) -> str | None:
    """Give a number without spaces, in small letters."""
    return re.sub(r"\s", "", number).lower() if number else None


def is_base(base: Records, target: Target) -> bool:
    """Tell whether a target is the base: the same act, or, where the base has no number, a document of the same title."""
    known = identities(base.document)
    if known and (target.date or target.number):
        return any(is_same(target, identity) for identity in known)
    titles = [base.document.title, *(plan.title for plan in base.plans)]
    return target.title is not None and any(letters(title) == letters(target.title) for title in titles)


def missing_links(base: Records, acts: Sequence[Records]) -> Iterator[tuple[str, Evidence]]:
    """Yield the earlier amending acts that an act's wording names and that are neither given nor part of the base, each once."""
    known = {(act.document.date, plain(act.document.number)) for act in acts} | {link_of(text) for text in base.document.amended_by}
    for act in acts:
        for amendment in act.amendments:
            if not is_base(base, amendment.target):
                continue
            for text in amendment.target.amended_by:
                if link_of(text) not in known:
                    known.add(link_of(text))
                    yield text, amendment.instructions[0].evidence


def link_of(text: str) -> tuple[str | None, str | None]:
    """Give the date and the number of an act as a chain names it: `от 12.03.2019 № 41`."""
    date, number = read_date(text), read_number(text)
    return date[0] if date else None, plain(number[0]) if number else None


def reason_against(base: Records, act: Act, target: Target) -> str | None:
    """Give the code of the issue that speaks against an instruction whatever it says; None where nothing does."""
    if any(is_same(target, identity) for identity in identities(act.records.document)):
        return "amendment_of_itself"
    if not is_base(base, target):
        return "amendment_other_act"
    if any(is_same(own.target, identity) for own in base.amendments for identity in identities(act.records.document)):
        return "amendment_circle"
    return reason_in_time(base, act)


def reason_in_time(base: Records, act: Act) -> str | None:
    """Give the code of the issue that speaks against an act by its day: it has none, or the base holds it already, or is younger."""
    if act.label.date is None:
        return "amendment_undated"
    if (act.label.date, plain(act.label.number)) in {link_of(text) for text in base.document.amended_by}:
        return "amendment_in_base"
    if base.document.date and act.label.date < base.document.date:
        return "amendment_too_early"
    return None


def touches_same(before: tuple[Act, frozenset[tuple[object, ...]]], here: tuple[Act, frozenset[tuple[object, ...]]]) -> bool:
    """Tell whether two acts of one day changed one field."""
    return before[0].label.in_force == here[0].label.in_force and bool(before[1] & here[1])
