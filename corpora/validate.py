"""Checks gold records: are they well formed, and does every value stand in the document that it is said to come from?

In: a layout and its gold record. Out: problems as sentences, none when all is well. Run `python -m corpora.validate`.
To add a check, write a function `check_…(gold, text)` that yields sentences, and add it to `CHECKS`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, get_args

from corpora.gold import Json, read_gold
from corpora.source import Grid, Layout, printed_text, read_layouts
from extractor.records import ActivityStatus, ClauseKind, DeadlineKind, DocumentKind, MeasureStatus, PartyRole

DAY = r"[\dX]{4}(?:-[\dX]{2}(?:-[\dX]{2})?)?"
# ISO 8601-2:2019: dates, seasons and quarters (month 21 to 41), unspecified digits, intervals with an open end.
EDTF = re.compile(rf"(?:(?:{DAY}|\.\.)/(?:{DAY}|\.\.)|{DAY})")
RRULE = re.compile(r"FREQ=(?:YEARLY|MONTHLY|WEEKLY|DAILY)(?:;(?:INTERVAL|BYMONTH|BYMONTHDAY|BYDAY|BYSETPOS)=[-\d,A-Z]+)*")
OFFSET = re.compile(r"P(?:\d+[YMWD])+")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
PERSON = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?: [А-ЯЁ]\.(?:[А-ЯЁ]\.)?)?")
# A spaced-out heading: "п р о т о к о л".
SPACED = re.compile(r"(?<!\w)(?:[а-я] ){3,}[а-я](?!\w)")
ACTIONS = ("replace_words", "add_words", "remove_words", "restate", "insert", "exclude", "repeal")
# A word counts as printed when its first letters are: the ending may be another case.
STEM = 4


def folded(text: str) -> str:
    """Give the text in lower case, ё as е, without hyphens at line ends, quotes and double spaces."""
    return " ".join(re.sub(r"[«»\"„“]", "", text.lower().replace("ё", "е").replace("- ", "-").replace("–", "-")).split())


def joined(text: str) -> str:
    """Join the letters of spaced-out words."""
    return SPACED.sub(lambda spaced: spaced[0].replace(" ", ""), text)


def layout_text(layout: Layout) -> str:
    """Give all printed words of a document, blocks and rows one after the other, in the folded form."""
    pieces: list[str] = []
    for block in layout.blocks:
        if isinstance(block, Grid):
            pieces += [printed_text(cell.marked) for cell in block.cells]
        else:
            pieces += [printed_text(line) for line in block.lines]
    return joined(folded(" ".join(pieces)))


def printed_stems(value: str, text: str) -> bool:
    """Tell whether every word of the value begins a word of the text, whatever its ending."""
    words = re.findall(r"[а-яa-z0-9]+", folded(value))
    return all(re.search(rf"(?<![а-яa-z0-9]){re.escape(word[:STEM])}", text) for word in words)


def check_document(gold: Json, text: str) -> Iterator[str]:
    """Kind, dates, number, title and signatory."""
    document = gold["document"]
    if document["kind"] not in get_args(DocumentKind):
        yield f"kind {document['kind']} is none of the record format's"
    if document["date"] and not ISO_DATE.fullmatch(document["date"]):
        yield f"date {document['date']} is not ISO 8601"
    if document["number"] and folded(document["number"]) not in text:
        yield f"number {document['number']} is not printed"
    if document["period"] and not EDTF.fullmatch(document["period"]):
        yield f"period {document['period']} is not EDTF"
    for name in ("title", "issuer", "place", "municipality"):
        if document[name] and not printed_stems(document[name], text):
            yield f"{name} is not printed: {document[name]}"
    for ground in document["basis"]:
        if folded(ground) not in text:
            yield f"basis is not printed: {ground}"
    if document["signatory"]:
        yield from check_party(document["signatory"], text)


def check_party(party: Any, text: str) -> Iterator[str]:
    """A name, a person, or both; the person as a surname and initials in the nominative."""
    name, person = party.get("name") or party.get("position"), party.get("person")
    if not name and not person:
        yield "a party has neither a name nor a person"
    if name and not printed_stems(name, text):
        yield f"party is not printed: {name}"
    if person and not PERSON.fullmatch(person):
        yield f"person is not «Фамилия И.О.»: {person}"
    if person and not printed_stems(person.split()[0], text):
        yield f"person is not printed: {person}"
    if party.get("role") and party["role"] not in get_args(PartyRole):
        yield f"role {party['role']} is none of the record format's"


def check_deadline(deadline: Json, text: str) -> Iterator[str]:
    """The wording is printed; the values have the syntax of their standard and go with the kind."""
    kind, edtf, rrule, offset = (deadline[name] for name in ("kind", "edtf", "rrule", "offset"))
    if kind not in get_args(DeadlineKind):
        yield f"deadline kind {kind} is none of the record format's"
    if folded(deadline["text"]) not in text:
        yield f"deadline is not printed: {deadline['text']}"
    fits = kind in ("calendar", "recurring") and EDTF.fullmatch(edtf) if edtf else kind != "calendar"
    if not fits:
        yield f"edtf {edtf} does not go with {kind}: {deadline['text']}"
    if (rrule is None) == (kind == "recurring") or (rrule and not RRULE.fullmatch(rrule)):
        yield f"rrule {rrule} does not go with {kind}: {deadline['text']}"
    if offset and (kind != "relative" or not OFFSET.fullmatch(offset)):
        yield f"offset {offset} does not go with {kind}: {deadline['text']}"


def check_clauses(gold: Json, text: str) -> Iterator[str]:
    """Kinds, parties and deadlines of the numbered points."""
    for clause in gold["clauses"]:
        if clause["kind"] not in get_args(ClauseKind):
            yield f"clause kind {clause['kind']} is none of the record format's"
        yield from check_values(clause, text)


def check_values(record: Json, text: str) -> Iterator[str]:
    """The parties and deadlines of a clause or a measure."""
    for party in record["responsible"]:
        yield from check_party(party, text)
    for deadline in record["deadlines"]:
        yield from check_deadline(deadline, text)


def check_measures(gold: Json, text: str) -> Iterator[str]:
    """Each measure has a text; its values are printed."""
    for plan in gold["plans"]:
        if plan["period"] and not EDTF.fullmatch(plan["period"]):
            yield f"plan's period {plan['period']} is not EDTF"
        for measure in plan["measures"]:
            printed = [measure["text"], *measure["items"], *measure["section"], *measure.get("text_alt", [])]
            yield from (f"not printed: {value}" for value in printed if not value or not printed_stems(value, text))
            if measure["status"] and measure["status"] not in get_args(MeasureStatus):
                yield f"status {measure['status']} is none of the record format's"
            yield from check_values(measure, text)


def check_activities(gold: Json, text: str) -> Iterator[str]:
    """Statements stand in the document word for word; their period is EDTF."""
    for activity in gold["activities"]:
        if folded(activity["text"]) not in text:
            yield f"statement is not printed: {activity['text']}"
        if activity["status"] not in get_args(ActivityStatus):
            yield f"status {activity['status']} is none of the record format's"
        if activity["period"] and not EDTF.fullmatch(activity["period"]):
            yield f"period {activity['period']} is not EDTF"


def check_amendments(gold: Json, text: str) -> Iterator[str]:
    """Instructions have a known action; old and new wordings are printed."""
    for amendment in gold["amendments"]:
        for instruction in amendment["instructions"]:
            if instruction["action"] not in ACTIONS:
                yield f"action {instruction['action']} is none of the record format's"
            wordings = [instruction["old"], instruction["new"]]
            yield from (f"wording is not printed: {value}" for value in wordings if value and folded(value) not in text)


CHECKS: tuple[Callable[[Json, str], Iterator[str]], ...] = (
    check_document,
    check_clauses,
    check_measures,
    check_activities,
    check_amendments,
)


def find_problems(layout: Layout, gold: Json) -> list[str]:
    """Give the problems of one document's gold record."""
    text = layout_text(layout)
    return [problem for check in CHECKS for problem in check(gold, text)]


def main() -> None:
    """Check all documents; the exit code is 1 where there is a problem."""
    count = 0
    for layout in read_layouts():
        for problem in find_problems(layout, read_gold(layout)):
            print(f"{layout.name}: {problem}")
            count += 1
    raise SystemExit(1 if count else 0)


if __name__ == "__main__":
    main()
