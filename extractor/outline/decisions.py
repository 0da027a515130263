"""The decisions of minutes: which paragraphs stand under РЕШИЛИ, and which report the discussion.

In: paragraphs after the head of minutes. Out: groups of paragraphs, one for each item of the agenda.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.outline.printed import Stretch
from extractor.outline.words import unspaced

BODY = r"(?:[а-я-]+ ){0,4}"
# What a sentence of the word itself opens with: "Заслушав и обсудив информацию, комиссия решила:".
HEARD = (
    r"(?:(?:заслуша|обсуди|рассмотре|изучи|проанализирова|учитыва|принима|руководству)[а-я]+|на основании|в соответствии|в целях|по итогам|"
    r"по результатам)(?![а-я])[^:]{0,400}?[, ]"
)
RESOLVED = re.compile(
    rf"(?:(?:\d+(?:\.\d+)*|[ivx]+)[.)]? ?)?(?:{HEARD})?(?:{BODY}решил[аио]?|решени[ея]|{BODY}постановил[аио]?|"
    rf"решено|постановлено|{BODY}принят[оы] (?:следующ[а-я]+ )?решени[ея]|принятые решения|"
    rf"поручения|{BODY}поручил[аи]?)(?![а-я])([^:.]{{0,160}}?)(?:(:)|$)"
)
# A decision in the sentence of the word itself: "Комиссия решила утвердить план".
RESOLVED_IN_LINE = re.compile(rf"{BODY}(?:решил[аио]?|постановил[аи]?) (?=[а-я]+(?:ть|ти|чь)(?![а-я]))")
DISCUSSED = re.compile(
    r"(?:(?:\d+(?:\.\d+)*|[ivx]+)[.)]? ?)?(?:(?:по [а-я]+ вопросу )?(?:слушали|заслушали|"
    r"выступил[аи]?|докладывал[аи]?|обсудили|обсуждали|отметили|отметил[а]?|информировал[аи]?)(?![а-я])|"
    r"вопрос[ы]?(?: и [а-я]+)?[ :.]*(?:$|№? ?\d)|обсуждение ?:?$|повестка|присутств|по (?:\d+-?[а-я]*|"
    r"[а-я]+(?:ому|ему)) вопрос|по вопросу (?:№ ?)?\d)"
)
VOTED = re.compile(
    r"(?:результаты голосования|голосовали|голосование|проголосовали|за\"? ?[-:] ?\d|против\"? ?[-:] ?\d|\"за\"|"
    r"решение принято|принято единогласно|единогласно|против ?[-:]|воздержал|голосов)"
)
VOTE_AFTER = re.compile(
    r"(?<=[.;!)]) (?:результаты голосования|голосовали|проголосовали|голосование ?:|"
    r"решение принято|принято единогласно)"
)
ITEM = re.compile(
    r"(?:\d{1,2}|[ivx]+)[.)] ?(?:об? [а-я]|о[бо]? |разное|утверждение|рассмотрение|отчет|"
    r"итоги|анализ|информация|организация|обсуждение|выборы)"
)
CONTROLLED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]? ?(?:общий )?контроль(?![а-я])[^:]{0,200}(?:возл|остав)")
LABELLED = re.compile(r"(?:срок|ответственн|исполнител|отв\.)")
DECIDING = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]? ?)[а-я]+(?:ть|ти|чь|ться|тись|чься)(?![а-я])|\d{1,2}(?:\.\d{1,2})*[.)]? ?(?:[а-я]+(?:ому|"
    r"ему|ам|ям|ой|у|ю) ){1,3}|"
    r"\d{1,2}(?:\.\d{1,2})*[.)]? ?(?!об? )[а-я-]+[еи] [^:]{0,160}?(?<![а-я])[а-я]{3,}(?:ть|ти|чь|ться|тись)(?![а-я])"
)


# A point of the second level that has a verb, among other decisions: "2.2. МУП «Заря» провести …".
SUBPOINT = re.compile(r"\d{1,2}(?:\.\d{1,2})+[.)]? ?(?!об? )[^:]{0,200}?(?<![а-я])[а-я]{3,}(?:ть|ти|чь|ться|тись|чься)(?![а-я])")


def find_decisions(paragraphs: Sequence[Stretch]) -> tuple[tuple[Stretch, ...], ...]:
    """Group the paragraphs that are decisions, one group under each РЕШИЛИ; without that word, the points that begin with a decision."""
    groups = tuple(group for group in resolved_groups(paragraphs) if group)
    return groups or unheaded_groups(paragraphs)


def resolved_groups(paragraphs: Sequence[Stretch]) -> Iterator[tuple[Stretch, ...]]:
    """Yield the paragraphs under each РЕШИЛИ."""
    group: list[Stretch] | None = None
    for paragraph in paragraphs:
        form = paragraph.form
        resolved = RESOLVED.match(unspaced(form))
        if resolved:
            yield tuple(group or ())
            group = []
            colon = form.find(":")
            rest = paragraph.part(colon + 1, len(form)) if resolved.group(2) and colon >= 0 else None
            group += [rest] if rest and rest.text else []
        elif in_line := RESOLVED_IN_LINE.match(form):
            yield tuple(group or ())
            group = [paragraph.part(in_line.end(), len(form))]
        elif DISCUSSED.match(unspaced(form)) or (ITEM.match(form) and group):
            yield tuple(group or ())
            group = None
        elif group is not None and not VOTED.match(form.lstrip('"(- ')):
            group.append(before_vote(paragraph))
    yield tuple(group or ())


def before_vote(paragraph: Stretch) -> Stretch:
    """Give the paragraph without the vote that ends it: `… . Голосовали: за - 18.`"""
    voted = VOTE_AFTER.search(paragraph.form)
    return paragraph.part(0, voted.start()) if voted else paragraph


def unheaded_groups(paragraphs: Sequence[Stretch]) -> tuple[tuple[Stretch, ...], ...]:
    """Group numbered points that begin with a verb of deciding, in minutes without the word РЕШИЛИ; an item's heading parts them."""
    groups: list[list[Stretch]] = [[]]
    above: Stretch | None = None
    for paragraph in paragraphs:
        if ITEM.match(paragraph.form):
            groups.append([])
        elif DECIDING.match(paragraph.form) or (groups[-1] and goes_on(paragraph, groups[-1][-1] is above)):
            groups[-1].append(paragraph)
        above = paragraph
    return tuple(tuple(group) for group in groups if group)


def goes_on(paragraph: Stretch, directly: bool) -> bool:
    """Tell whether a paragraph goes on with decisions: a term, a sub-point, a control; `directly` under one, a dash line too."""
    form = paragraph.form
    return bool(LABELLED.match(form) or SUBPOINT.match(form) or CONTROLLED.match(form)) or (directly and form.startswith("- "))
