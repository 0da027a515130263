"""Points: the paragraphs of an operative part grouped into numbered clauses.

In: the paragraphs of an act, or those under one РЕШИЛИ. Out: `Point`s: number, text joined over paragraphs, and where each
character of the text stands in the source.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractor.document import Paragraph
from extractor.evidence import Evidence
from extractor.months import MONTH_START
from extractor.morphology import forms
from extractor.outline import Stretch
from extractor.outline.foot import PERSON
from extractor.text import matching_form

NUMBER = re.compile(
    r"[\"(]?(?P<number>\d{1,3}(?:\. ?\d{1,3}){1,4}|\d{1,2}|\d{3}(?=[.)])|[ivx]{1,5})(?P<mark>[.)]+|(?= [^\d\s,.-]))(?!\d|"
    r"\.\d) ?(?=[\"(«а-яa-z№_])|(?P<letter>[а-я]\)) ?(?=\S)|(?P<bracket>\d{1,2}\)) ?(?=\S)"
)
BARE = re.compile(r"\d{1,2}(?: |$)")
DASH = re.compile(r"[-*•·] ?(?=\S)")
SKIPPED = re.compile(r"[_\s/|.-]*$|приложени[ея] ?: |\(?подпись\)?$|м\.п\.$")
OPENED = re.compile(
    r"контроль|общий контроль|организацию (?:исполнения|выполнения)|настоящ(?:ее|ий|ая) [а-я]+ (?:вступает|"
    r"подлежит|распростран)|опубликовать|(?:приказ|решение|постановление|распоряжение) (?:вступает|подлежит)"
)
INFINITIVE = re.compile(r"(?<![а-я-])[а-я]+(?:ть|ти|чь|ться|тись|чься)(?![а-я-])")
SHORT_POSITION = re.compile(r"(?:зам|зав|нач|гл|пом|рук|отв|ст)\. ?[а-я]|(?:вр)?и\. ?о\. ?[а-я]|врио [а-я]")
COMPOSED = re.compile(r"состав")
ENDING = 200  # characters: an announcement of a new wording stands at the end of a point
EDITION = re.compile(r"(?:редакции|содержания|словами|текст[а-я]*|абзац[а-я]*)[^:]{0,40}:? *$")
FINITE = re.compile(r"(?<![а-я-])[а-я]+(?:ется|ются|ится|атся|ятся|ает|яет|ует|ит)(?![а-я-])")


# The longest real point seen has 2,400 characters; in a longer one, a whole regulation run together, only the beginning is
# searched for parties and deadlines, or the time would grow with the square of its length.
LONGEST_READ = 8_000


@dataclass(frozen=True)
class Point:
    """One clause's text: `number` as printed without the last dot, `stretches` what it was joined from."""

    number: str | None
    stretches: tuple[Stretch, ...]

    @cached_property
    def text(self) -> str:
        """The stretches joined by single spaces."""
        return " ".join(stretch.text for stretch in self.stretches)

    @cached_property
    def form(self) -> str:
        """The matching form of the text."""
        return matching_form(self.text)

    @cached_property
    def passage(self) -> Paragraph:
        """The whole text as a passage, so that wordings are read over paragraph borders."""
        return Paragraph(text=self.text, block=self.stretches[0].block)

    def located(self, evidence: Evidence) -> Evidence:
        """Give the place in the source of an evidence in `passage`; over a border, its part in the first paragraph."""
        at = 0
        for stretch in self.stretches:
            size = len(stretch.text)
            if evidence.start < at + size:
                start, end = evidence.start - at, min(evidence.end - at, size)
                return stretch.part(max(start, 0), end).evidence(evidence.rule)
            at += size + 1
        return self.stretches[0].evidence(evidence.rule)

    def ends_open(self) -> bool:
        """Tell whether the text leads in what follows."""
        return self.form.rstrip().endswith(":")


def find_points(paragraphs: Sequence[Stretch]) -> tuple[Point, ...]:
    """Group paragraphs into points; an unnumbered paragraph belongs to the point above unless it opens one of its own."""
    points = list[Point]()
    numbered = any(numbered_start(p, None) for p in paragraphs)
    for paragraph in paragraphs:
        above = points[-1] if points else None
        if SKIPPED.match(paragraph.form):
            continue
        start = None if above and (is_quoted(above) or begins_edition(paragraph, above)) else numbered_start(paragraph, above)
        if start and restarts(start[0], points):
            break
        if start and not (above and is_member(paragraph, above)):
            points.append(Point(start[0], (paragraph.part(start[1], len(paragraph.text)),)))
        elif above is None or (
            not is_quoted(above) and not begins_edition(paragraph, above) and opens_point(paragraph, above, numbered=numbered)
        ):
            points.append(Point(None, (without_dash(paragraph),)))
        else:
            points[-1] = replace(above, stretches=(*above.stretches, paragraph))
    return tuple(piece for point in points for piece in split_run_in(point) if piece.text.strip())


def numbered_start(paragraph: Stretch, above: Point | None) -> tuple[str, int] | None:
    """Give the paragraph's printed number and where its text begins; None where it has none."""
    found = NUMBER.match(paragraph.form)
    if not found or found.end() >= len(paragraph.text):
        return None
    if found.group("letter") or found.group("bracket"):
        return paragraph.text[found.start() : found.end()].strip(), found.end()
    number = found.group("number").replace(" ", "")
    if not found.group("mark") and "." not in number and not is_next(number, above, paragraph.form[found.end() :]):
        return None
    if found.group("mark") == ")":
        number += ")"
    return (number.upper() if number.isalpha() else number), found.end()


def is_next(number: str, above: Point | None, rest: str) -> bool:
    """Tell whether a number without a dot follows the point above (`3 Отделу …` after `2`)."""
    before = above.number if above and above.number else "0"
    return (
        number.isdigit()
        and before.isdigit()
        and int(number) == int(before) + 1
        and not re.match(rf"(?:год|руб|чел|дн|мес|экз|{MONTH_START})", rest)
    )


def restarts(number: str, points: Sequence[Point]) -> bool:
    """Tell whether a point numbered 1 begins another list (an appended text without a name): the act ends there."""
    tops = [point.number for point in points if point.number and point.number.isdigit()]
    return number == "1" and len(tops) >= 2 and not points[-1].ends_open()


def is_quoted(point: Point) -> bool:
    """Tell whether a point's quotation is still open: the new wording of an amended act goes on."""
    text = point.text
    if text.count("«") > text.count("»") and re.search(r"редакции|содержания|дополнить|заменить", point.form):
        return True
    return text.count('"') % 2 == 1 and bool(re.search(r"редакции:|содержания:", point.form))


def begins_edition(paragraph: Stretch, above: Point) -> bool:
    """Tell whether a paragraph opens the new wording that the point above announces: `… в следующей редакции:` / `«3. …`."""
    return paragraph.form.startswith('"') and above.ends_open() and bool(EDITION.search(above.form[-ENDING:]))


def is_member(paragraph: Stretch, above: Point) -> bool:
    """Tell whether a numbered line lists a member of a commission (`1. Иванов И.И. – председатель`), not a work."""
    listing = above.ends_open() or any(PERSON.search(stretch.text) for stretch in above.stretches[1:])
    return bool(COMPOSED.search(above.form) and listing and PERSON.search(paragraph.text)) and not has_infinitive(paragraph.form)


def has_infinitive(form: str) -> bool:
    """Tell whether the text has a verb in the infinitive."""
    return any(is_infinitive(word.group()) for word in INFINITIVE.finditer(form))


def is_infinitive(word: str) -> bool:
    """Tell whether the word's likeliest reading is an infinitive."""
    readings = forms(word)
    return bool(readings) and readings[0].part == "INFN"


def opens_point(paragraph: Stretch, above: Point, *, numbered: bool) -> bool:
    """Tell whether an unnumbered paragraph is a clause of its own: it prescribes, and nothing above leads it in."""
    form = paragraph.form
    if above.ends_open() or DASH.match(form) or paragraph.text[:1].islower() or not re.search(r"[.!;»\"]$", above.text):
        return False
    if OPENED.match(form):
        return True
    if numbered and above.number is not None:
        return False
    first = re.match(r"[а-я-]+", form)
    return (
        bool(first and is_infinitive(first.group()))
        or is_addressed(form)
        or bool(SHORT_POSITION.match(form) and has_infinitive(form[:300]))
    )


def is_addressed(form: str) -> bool:
    """Tell whether a paragraph begins with a party in the dative and has a verb: `Отделу культуры провести …`."""
    from extractor.morphology import find_group

    return bool(find_group(form, 0, "datv")) and has_infinitive(form[:300])


def without_dash(paragraph: Stretch) -> Stretch:
    """Give the paragraph without a leading dash."""
    dash = DASH.match(paragraph.form)
    return paragraph.part(dash.end(), len(paragraph.text)) if dash else paragraph


RUN_IN = re.compile(r"(?<=[.;:»\"]) (?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<mark>[.)]) ?(?=[А-ЯЁ])")

RUN_IN_LETTER = re.compile(r"(?<=[.;]) (?P<letter>[б-я])\) ?(?=\S)")
LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"  # in the order of lettered points


def split_run_in(point: Point) -> Iterator[Point]:
    """Split a paragraph that holds several points in one run: `1. Утвердить … 2. Контроль …`."""
    if point.number is None or len(point.stretches) > 1 or "«" in EDITION.sub("", point.text[:0]):
        yield point
        return
    if re.fullmatch(r"[а-я]\)", point.number):
        yield from split_letters(point.stretches[0], point.number)
        return
    stretch, start, number = point.stretches[0], 0, point.number
    for found in RUN_IN.finditer(stretch.text):
        if (
            not follows(found.group("number"), number.rstrip(")"))
            or number.endswith(")") != (found.group("mark") == ")")
            or stretch.text.count("«", 0, found.start()) > stretch.text.count("»", 0, found.start())
        ):
            continue
        yield Point(number, (stretch.part(start, found.start()),))
        start, number = found.end(), found.group("number") + found.group("mark").strip(".")
    yield Point(number, (stretch.part(start, len(stretch.text)),))


def split_letters(stretch: Stretch, number: str) -> Iterator[Point]:
    """Split a paragraph that holds several lettered points: `а) … ; б) …`."""
    start = 0
    for found in RUN_IN_LETTER.finditer(stretch.text):
        if number[:-1] + found.group("letter") not in LETTERS:
            continue
        yield Point(number, (stretch.part(start, found.start()),))
        start, number = found.end(), f"{found.group('letter')})"
    yield Point(number, (stretch.part(start, len(stretch.text)),))


def follows(number: str, before: str) -> bool:
    """Tell whether a number is the one after another (`3` after `2`, `2.2` after `2.1`, `2.1` after `2`)."""
    head, _, last = number.rpartition(".")
    before_head, _, before_last = before.rpartition(".")
    if head == before and last == "1":
        return True
    if head == before_head and before_last.isdigit():
        return int(last) == int(before_last) + 1
    return not head and before_head.split(".")[0].isdigit() and int(last) == int(before_head.split(".")[0]) + 1
