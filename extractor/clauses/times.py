"""The deadlines of a clause: dates, frequencies and spans in its wording that say when, not what.

In: a point and its kind. Out: deadlines with their places. Dates of acts ("от 12.03.2020 № 5"), the years of a plan's title
("план на 2021-2023 годы") and what stands in quotation marks are none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.clauses.points import LONGEST_READ, Point, has_infinitive, is_infinitive
from extractor.head_nouns import find_heads
from extractor.records import ClauseKind, Deadline, Issue, Reading

TIMELESS = frozenset({"approval", "repeal"})
TITLED = re.compile(
    r"(?:план|программ|перечн|график|бюджет|концепци|стратеги|карт|схем|мероприяти|смет|"
    r"задани|комплекс|положени|прогноз)[а-я]*(?: [^.;:]{0,300}?)? (?:на|в|за) *$"
)
LABEL = re.compile(
    r"(?:^|[.;,(] ?| (?=срок[^.;:]{0,30}:))"
    r"срок(?:и|ом)?(?: (?:исполнения|выполнения|реализации|представления|исп\.))? ?[:–—-]"
)
WORKS = frozenset({"assignment", "recommendation", "other"})
# Wordings without a date that say when a duty is done: those that close a point, and those that stand before its verb.
NOUNS = r"(?:[а-я-]+ ){0,3}?[а-я-]+"
STANDING = re.compile(
    r"(?<![а-я])(?:постоянно|на постоянной основе|в течение (?:всего )?(?:учебного )?года|по мере " + NOUNS + r"|при необходимости|"
    r"по (?:[а-я]+ым |[а-я]+ому )?(?:запрос|заявк|обращени|требовани)[а-я]*(?: [а-я]+){0,2}|"
    r"(?:по|согласно|в соответствии со?) (?:[а-я]+ому |[а-я]+ым |[а-я]+ыми )?(?:график|расписани)[а-я]*|"
    r"в установленные (?:[а-я]+ (?=срок))?сроки)(?=[.;]?$)"
)
STANDING_FIRST = re.compile(
    r"(?<![а-я])(?:постоянно|на постоянной основе|при необходимости|по мере " + NOUNS + r"|"
    r"(?:по (?:итогам|результатам|окончании|завершении)|(?:до|после) (?:начала|окончания|завершения|открытия|проведения)) " + NOUNS + r") "
    r"(?=(?P<verb>[а-я]{3,}(?:ть|ти|чь|ться|тись|чься))(?![а-я-]))"
)
ACT_DATE = re.compile(r"(?:^|[ (])от *$|№ *$")
YEARS = re.compile(
    r"(?:на |за |в )?(?:период )?(?:с )?\"?(?:19|20)\d\d(?: ?[-/] ?(?:19|20)?\d\d| и (?:19|"
    r"20)\d\d)*(?: (?:учебн[а-я]+ )?(?:год[а-я]*|гг?\.?))?\.?$|(?:на |за |в )[ivx\d]+ ?(?:квартал|"
    r"полугод)"
)


def find_times(point: Point, kind: ClauseKind, period: str | None) -> Reading[tuple[Deadline, ...]]:
    """Find the deadlines of a point."""
    if kind in TIMELESS:
        return Reading(())
    from extractor.deadlines import find_deadlines_in_text

    end = min(len(point.text), LONGEST_READ)
    reading = find_deadlines_in_text(point.passage, 0, end, period=period)
    if period and any(is_moved(deadline) for deadline in reading.value):
        reading = find_deadlines_in_text(point.passage, 0, end)
    own = labelled(point, [deadline for deadline in reading.value if is_own(point, deadline)]) or standing(point, kind)
    kept = tuple(replace(deadline, evidence=point.located(deadline.evidence)) for deadline in own)
    places = {(d.evidence.start, d.evidence.end) for d in own}
    issues = [i for i in reading.issues if i.evidence is None or (i.evidence.start, i.evidence.end) in places]
    return Reading(kept, tuple(located(point, issue) for issue in issues))


def standing(point: Point, kind: ClauseKind) -> Sequence[Deadline]:
    """Give the wording without a date that closes the point or opens its duty: `вести работу постоянно`, `по мере поступления вносить`."""
    from extractor.deadlines import find_deadlines

    if kind not in WORKS:
        return ()
    closing = STANDING.search(point.form, 0, LONGEST_READ)
    if closing and has_infinitive(point.form[: closing.start()]):
        return find_deadlines(point.passage, closing.start(), closing.end()).value
    opening = STANDING_FIRST.search(point.form, 0, LONGEST_READ)
    if not opening or has_infinitive(point.form[: opening.end()]) or not is_infinitive(opening["verb"]):
        return ()
    addressed = next(find_heads(point.form[: opening.end()], "datv", opening.start()), None)
    return find_deadlines(point.passage, opening.start(), addressed[0] if addressed else opening.end()).value


def labelled(point: Point, deadlines: Sequence[Deadline]) -> Sequence[Deadline]:
    """Give the deadlines after the label `Срок:` where the point has one; the wording's other times belong to the work."""
    label = LABEL.search(point.form)
    after = [deadline for deadline in deadlines if label and deadline.evidence.start >= label.end() - 1]
    return after or deadlines


def is_moved(deadline: Deadline) -> bool:
    """Tell whether the document's period changed a printed year: an act of 2022 on the season 2022/2023 means its own years."""
    return any(year not in (deadline.edtf or year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", deadline.text))


def located(point: Point, issue: Issue) -> Issue:
    """Give the issue with its place in the source."""
    return replace(issue, evidence=point.located(issue.evidence)) if issue.evidence else issue


def is_own(point: Point, deadline: Deadline) -> bool:
    """Tell whether a time is the clause's own deadline and not a part of a title or of another act's name."""
    start, end = deadline.evidence.start, deadline.evidence.end
    before, wording = point.form[:start], point.form[start:end]
    if before.count('"') % 2 == 1 or ACT_DATE.search(before):
        return False
    return not (YEARS.match(wording) and (TITLED.search(before) or wording.startswith(("на ", "за "))))
