"""Marks of a head's lines: what a single line shows by itself, without the lines around it.

In: a line's matching form. Out: whether it names an appendix, a kind of act, a date with a number, a body, a table's header.
`heads.py` decides with them, and with what stands above, what a line is.
"""

import re
from collections.abc import Sequence
from functools import cache

from extractor.head_nouns import POSITION, find_heads
from extractor.months import MONTH
from extractor.outline.printed import Stretch
from extractor.outline.words import adjective_opening, lexicon, phrases, unspaced

HEAD_LINES = 60  # a kind word further down is not the document's own
MARK_LINES = 7  # lines between the kind and the title: date, number, place, session
SHORT_LINE = 100  # characters; a title printed in a narrow column
SHORT_PARAGRAPH = 250  # characters; a longer paragraph is text, however short its printed lines
STAMP_LINES = 14  # a stamp with a long position; more lines are something else
STAMP_WIDTH = 170  # characters; a stamp's line is short
TITLE_WIDTH = 700  # characters of one line of a title; reform laws print long ones
NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[ivxlc]{1,6}[.)]|[а-я]\)) ?[а-яa-z\"(]|(?:раздел|глава|часть|статья) +[\divx]+"
)
LABEL = re.compile(
    r"уважаем[а-я]+ |(?:(?:основн[а-я]+|общ[а-я]+|главн[а-я]+) )?(?:цел[ьи]|задач[аи]|"
    r"тема|введение|паспорт|содержание|раздел|повестка|присутств|время|дата|место)(?: [а-я-]+){0,4} ?:|"
    r"(?:цел[ьи]|задачи|введение|общие положения|содержание|пояснительная записка|паспорт(?: [а-я]+){0,2})\.?$"
)
REGISTERED = re.compile(
    rf"от(?![а-я])|года(?![а-я])|год(?![а-я])|г\.?(?![а-я])|{MONTH}|(?:№|no\.?|n(?![a-z]))[ _]*(?:[\d_]+[а-яa-z\d/_.-]*|"
    r"[а-яa-z]{1,5}[-/]?\d[\d/а-яa-z.-]*|[_ -]+|б/н)?|[\d_\"'./-]+|рег\.?|дата|номер"
)
SETTLEMENTS = "|".join(re.escape(word) for word in lexicon()["settlements"])
PLACE = re.compile(
    rf"(?:{SETTLEMENTS})(?:\. ?| )\"?[а-я][а-я-]*(?: [а-я-]+){{0,2}}\"?,?(?: [а-я-]+ (?:област[ьи]|кра[йя]|район[а]?|республик[аи]))?[ .]*$"
)
AMENDED = re.compile(r"[(\[]? ?(?:документ с изменениями|в ред\.|в редакции|с изменениями|с изм\.|список изменяющих)")
# How the list of amending acts goes on in its next line.
AMENDING = re.compile(
    r"[(\"]?(?:в ред\.|от |\d{1,2}(?: [а-я]+ |\.\d\d\.)(?:19|20)?\d\d|№|"
    rf"{'|'.join(stem for stems in lexicon()['named_acts'].values() for stem in stems)}|"
    r"(?:[а-я-]+(?:ого|ой|ому) ){0,3}(?:администраци|глав|правительств|совет|дум|собрани|министерств|"
    r"губернатор|район|округ|город|поселени|област|кра))"
)
FURNITURE_MARK = re.compile(
    r"@|www\.|https?:|\d{3}[- ]\d{2}[- ]\d{2}|[ _]*\(?подпись\)?[ _]*$|[_\s-]+$|\d{6},|"
    r"м\. ?п\.$|стр(?:аница|\.) ?\d|\d+$|\S+\.(?:doc|pdf|rtf|docx)\b"
)
ISSUER_GENITIVE = re.compile(
    r"(?:исполняющего обязанности )?(?:[а-я-]+(?:ого|ой|его|ей|ых) ){0,4}(?:администраци[ия]|"
    r"глав[ыа]|правительств|министерств|департамент|совет|дум[ыа]|губернатор|собрани|комитет|"
    r"управлени|мэр|президент|главного|коллеги|служб|агентств|избирательной|муниципальн|"
    r"государственн|директор|председател|начальник|по [а-я]+|федерал|сельск|городск|районн|"
    r"област|края|республик|район|округ|город|поселени)"
)
DATE_LINE = re.compile(r"(?:19|20)[ _]?\d[\d_ ]|\d{1,2}\.\d{1,2}\.\d{2,4}|20_+")
ADDRESSEE_OPENING = 80  # characters of a line that are looked at
GREETING = re.compile(r"уважаем(?:ый|ая|ые)(?![а-я])")
# Which convocation or session of a council: no part of its name.
CONVENED = re.compile(r"\(?(?:[а-я\divx-]+ ){0,4}(?:созыв(?:а|ы)?|сесси[яи])(?: [а-я\divx-]+ созыва)?\)?$")
NOT_RUSSIAN = re.compile(r"[^\W\d_а-яёa-z]|[әөүҗңһҡғҙҫҥӱӹӧ]", re.IGNORECASE)
SHORTENED = re.compile(r"(?<![а-я])(?:гг?|им|вв?|уч|кв|др|пр)\.$")
SENTENCE_END = re.compile(r"[^.]{60,}[а-я)\"](?<! гг)(?<! г)(?<!\dгг)(?<!\dг)\.$")
# Two stamps in one line of text, as tabs or blanks leave them.
SIDE_BY_SIDE = re.compile(rf'"?(?:{"|".join(lexicon()["stamps"]["stems"])})[а-я]*[":]* +"?утвержда')
# "ПРИКАЗ № 45 от 12.01.2021 «О назначении ответственных»": group 1 is the title at the end of the kind's line.
TITLE_IN_LINE = re.compile(r'\d[^\s"]*(?: ?г(?:ода?|\.)?)?,? ("?об? [а-я].*)$')
NAMING = re.compile(
    r"[(\"]?приложени[ея](?: ?(?:№|n|no\.?)? ?_*(\d+(?:[./-]\d+)*|[а-яa-z](?![а-яa-z]))_*)?[)\"]? ?\.?(?:$|"
    r"(?:к|утвержд[а-я]+|от|\() |№|n ?_)"
)
ADJECTIVES_ONLY = re.compile(r"(?:[а-я-]+(?:ое|ая|ый|ий)(?: |$)){2,}$")
HEADER_WORD = re.compile(
    r"№ ?п/п|мероприяти[ея]|срок[аи]?(?![а-я])|дата|ответственны[йе]|исполнител[ьи]|место проведения|"
    r"участники|примечание|отметка|содержание|наименование"
)


def is_naming(form: str) -> bool:
    """Tell whether a line names an appendix (`приложение 2`, `приложение к приказу`), not a letter's list of enclosures."""
    found = NAMING.match(form)
    return bool(found) and not re.search(
        r"изложить|дополнить|исключить|признать|читать|следующе|считать|на \d+ л|прилага|:\s*$|\.{4}", form
    )


def is_addressee(form: str) -> bool:
    """Tell whether a line begins with a position in the dative, as the address of a letter does: `Главам поселений`."""
    head = next(find_heads(form[:ADDRESSEE_OPENING], "datv", kinds=POSITION), None)
    return head is not None and not form[: head[0]].strip(' "')


# "(протокол от 30.08.2022 № 1)": the act by which a stamp's body agreed.
ACT_IN_BRACKETS = re.compile(r"\((?:приказ|протокол|постановление|распоряжение|решение)(?![а-я])[^()]*\)?$")


def is_kind_line(form: str) -> bool:
    """Tell whether a line names the kind of act, alone or with its issuer, date and number."""
    form = unspaced(form)
    found = kind_word().match(form)
    if not found or ACT_IN_BRACKETS.match(form):
        return False
    titled = TITLE_IN_LINE.search(form)
    rest = form[found.end() : titled.start(1) if titled else len(form)].strip(' "')
    if not rest or is_registration(rest):
        return True
    if found.group(1).endswith(("протокол", "протокола")):
        return bool(
            re.match(
                r"(?:№|n|заседани|совещани|собрани|общего|рабоч|совместн|от |планерк|"
                r"(?:[а-я-]+(?:ого|его|ой) ){1,4}(?:совет|комисси|собрани|заседани|совещани|объединени|штаб|групп|"
                r"комитет|конференци|планерк))",
                rest,
            )
        )
    return bool(ISSUER_GENITIVE.match(rest)) and not rest.endswith((".", ",", ":", ";"))


def own_kind(lines: Sequence[Stretch]) -> Stretch | None:
    """Give the bare kind line of the letterhead where a site's heading (`Решение № 4 от 12.01.2020`) names the act above it."""
    kinds = [line for line in lines[:HEAD_LINES] if is_kind_line(line.form)]
    words = [re.sub(r"[^а-я]", "", unspaced(line.form)) for line in kinds[:2]]
    bare = len(kinds) > 1 and re.search(r"\d", kinds[0].form) and not re.search(r"\d", kinds[1].form)
    return kinds[1] if bare and words[0][:5] == words[1][:5] and len(words[1]) < 20 else None


@cache
def kind_word() -> re.Pattern[str]:
    """Give the pattern of a kind word at a line's beginning."""
    words = [word for kind in lexicon()["kinds"].values() for word in kind]
    return re.compile(rf'["(*\s]*(?:проект )?({phrases(words)})')


def begins_registration(form: str, above: str, *, act: bool) -> bool:
    """Tell whether a date line under a title's line is the document's own (`от 12.03.2021 № 5`) and not the title's end."""
    if above.endswith((" от", "№", " на", " за", " с", " до", " к", " в", " и", "-", ",")) or form.startswith(
        ("на ", "за ", "в ", "с ", "к ", "до ")
    ):
        return False
    return act or "№" in form


def is_registration(form: str) -> bool:
    """Tell whether a line has a date, a number, blanks for them, and a place at most."""
    if (
        not re.search(r"№|\d|_|(?:^| )n ", form)
        or form.startswith(("в ", "за ", "на ", "с ", "до ", "к ", "по "))
        or re.fullmatch(r"(?:на )?(?:19|20)\d\d(?: ?[-/] ?(?:19|20)?\d\d)?[ а-я.]*", form)
    ):
        return False
    rest = REGISTERED.sub(
        " ",
        re.sub(
            r"(?:^|(?<=[ ,\d_]))(?:г|гор|с|п|пос|пгт|рп|р\.п|д|дер|ст|х|сл)(?:\. ?| )[а-я][а-я-]{2,}"
            r"(?: (?!от |года? )[а-я-]{2,}(?=[ ,_]*(?:$|№|n |\d|\"|от )))?|"
            r"(?:^|(?<=[ ,\d_]))(?:город|село|поселок|станица|деревня|хутор|аул) [а-я][а-я-]+",
            " ",
            form,
        ),
    )
    return not re.search(r"[а-яa-z]{2,}", rest)


def is_header(form: str) -> bool:
    """Tell whether a line is the header of a table that was flattened to text."""
    return len(set(HEADER_WORD.findall(form))) >= 3


def is_short(line: Stretch) -> bool:
    """Tell whether a line is short and open-ended as a title's lines are."""
    whole = line.passage.text
    ended = line.text.endswith((".", ":", ";", ",")) or whole.endswith((".", ":", ";"))
    ended = ended and not SHORTENED.search(whole.lower())
    return len(line.text) < SHORT_LINE and len(whole) < SHORT_PARAGRAPH and not ended


def opens_body(form: str) -> bool:
    """Tell whether a line begins a body's name; the noun may stand in the next line (`федеральное государственное бюджетное`)."""
    form = form.strip(' "')
    return bool(adjective_opening("bodies").match(form) or ADJECTIVES_ONLY.match(form))
