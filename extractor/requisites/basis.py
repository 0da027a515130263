"""The grounds of an act: each document that the preamble names, in the case printed, without the introducing words.

In: the preamble's stretches. Out: the grounds with their places.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.outline import Stretch
from extractor.outline.words import enacting, lexicon, phrases
from extractor.requisites.found import Found
from extractor.requisites.naming import places

BODY_BEFORE_ENACTING = re.compile(
    r"(?:^|[ ,\")\d]) *(?:(?:[а-я-]+ая )*(?:администрация|дума|комиссия|коллегия)|(?:[а-я-]+(?:ый|"
    r"ий) )*(?:совет|комитет|департамент|президиум|сход|глава)|(?:[а-я-]+ое )*(?:собрание|"
    r"правительство|управление|министерство))(?![а-я])[^,\"]*(?:\"[^\"]*\"[^,\"]*)?$"
)
ENDORSED = re.compile(r"(?:утвержденн|принят|одобренн|внесенн|изданн|зарегистрированн)[а-я]+ ")
SENTENCE_END = re.compile(r"(?<=[а-яё]{4})[.:](?= [А-ЯЁ\d])")
TOO_GENERAL = re.compile(r"(?:[а-я]*вышеизложенн|изложенн|указанн|ин(?:ыми|ых|ым|ого)|други(?:ми|х)|действующ|законодательств|настоящ)")


@cache
def openers() -> re.Pattern[str]:
    """Give the pattern of what opens a ground or an aim; group `ground` or `aim` tells which."""
    grounds = lexicon()["grounds"]
    return re.compile(
        rf"(?:^|(?<=[,;] )|(?<= и )|(?<= а также )|(?<=\. ))(?:(?P<ground>{phrases(grounds['openers'])})|"
        rf"(?P<aim>{phrases(grounds['purposes'])}))"
    )


@cache
def documents() -> re.Pattern[str]:
    """Give the pattern of a word that a document is named by, adjectives before it allowed."""
    words = "|".join(re.escape(word) for word in lexicon()["grounds"]["documents"])
    return re.compile(rf"(?:[а-я-]+(?:ым|ого|ой|ыми|ых|им|ими|их|его) ){{0,4}}(?:{words})")


def read_basis(preamble: Sequence[Stretch]) -> tuple[Found[str], ...]:
    """Read the grounds in printed order."""
    text = " ".join(line.text for line in preamble)
    form = " ".join(line.form for line in preamble)
    ended = enacting().search(form)
    end = ended.start() if ended else len(form)
    body = BODY_BEFORE_ENACTING.search(form[:end].rstrip()) if ended else None
    end = body.start() + (form[body.start() : body.start() + 1] in '")0123456789') if body else end
    ends = [mark.start() for mark in SENTENCE_END.finditer(text[:end]) if not inside_quotes(form, mark.start())]
    return tuple(
        Found(text[left:right], places(preamble, left, right, "in_preamble"))
        for start, stop in ground_spans(form[:end])
        for left, right in document_spans(form, start, min([stop, *(place for place in ends if place > start)]))
    )


def ground_spans(form: str) -> Iterator[tuple[int, int]]:
    """Yield the span after each opener of a ground, up to the next opener."""
    opened = [found for found in openers().finditer(form) if not inside_quotes(form, found.start())]
    for index, found in enumerate(opened):
        stop = opened[index + 1].start() if index + 1 < len(opened) else len(form)
        if found.group("ground"):
            yield found.end(), stop


def inside_quotes(form: str, place: int) -> bool:
    """Tell whether a place stands inside quotation marks."""
    return form.count('"', 0, place) % 2 == 1


def document_spans(form: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the span of each document named between two places; a comma or "и" before a document's word parts them."""
    borders = [start]
    for mark in re.finditer(r", (?:а также )?|(?<= )и |; ", form[start:stop]):
        place = start + mark.end()
        if (
            documents().match(form, place)
            and not inside_quotes(form, place)
            and not in_brackets(form, start, place)
            and not is_partitive(form, place, mark.group())
            and not ENDORSED.match(form, place)
        ) or TOO_GENERAL.match(form, place):
            borders.append(place)
    for left, right in zip(borders, [*borders[1:], stop], strict=True):
        printed = re.sub(r"(?:[ ,;:]|(?<= )и(?= *$)|(?<= )а также(?= *$))+$", "", form[left:right])
        first = left + len(printed) - len(printed.lstrip(" :"))
        if re.fullmatch(r"(?:и|а также)?", printed.strip()):
            continue
        if left + len(printed) > first and documents().match(form, first) and not TOO_GENERAL.match(form, first):
            yield first, left + len(printed)


def is_partitive(form: str, place: int, mark: str) -> bool:
    """Tell whether "и" joins parts of one document: `статьями 7 и статьей 9 Закона`, `планом и графиком`."""
    return (
        "и" in mark
        and bool(
            re.match(
                r"(?:планом|порядком|правилами|графиком|положениями|рекомендаци|статьей|статьями|пунктом|частью|части |ст\. |п\. |ч\. )",
                form[place:],
            )
        )
        and not re.match(r"[а-я]+ от ", form[place:])
    )


def in_brackets(form: str, start: int, place: int) -> bool:
    """Tell whether a place stands in brackets."""
    return form.count("(", start, place) > form.count(")", start, place)
