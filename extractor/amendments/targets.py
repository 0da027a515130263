"""Targets: which act a wording changes, with the document that it approved.

In: a text with its quotations as printed. Out: a `Target`, or None where no act and no document is named. A further name of documents is
an entry of `lexicons/amendments.toml`.
"""

import re
from dataclasses import dataclass, replace

from extractor.amendments.lexicon import document_word, unit_word
from extractor.casing import Casing
from extractor.morphology import nominative
from extractor.records import DocumentKind, Target
from extractor.requisites.naming import named_issuer, named_kind
from extractor.requisites.registration import DATE, read_date, read_number
from extractor.text import matching_form

QUOTED = re.compile(r"«(?:[^«»]|«[^«»]*»)*»|«[^»]*»|\"[^\"]*\"")
CHAIN = re.compile(
    r"\(?(?:с (?:последующими )?(?:изменени|учетом изменени|дополнени)[а-я]*|в ред(?:акции|\.)|с внесенными изменени[а-я]*|"
    r"(?:с )?изм(?:енени[а-я]+|\.)[а-я ,.]* (?=от ))"
)
LINK = re.compile(r"от [^,;()]*?(?:№|N) ?[^\s,;()]*[^\s,;().]", re.IGNORECASE)
APPROVED = re.compile(r",? ?\(?(?:утвержд[её]нн|принят|одобренн|введ[её]нн)[а-я]+|,? ?\(?(?=приложени[а-я]+ (?:№? ?\d+ )?к )")
DOCUMENT_END = re.compile(
    r"[,;:]? ?(?:следующ|изменени[ея]|дополнени[ея]|изложи|замени|исключи|дополни|признать|признав|утратив|согласно)|[;:,]| \(|\.$|\. "
)
ROAD_MAP = re.compile(r"(\([«\"]?)дорожн(?:ую карту|ой карты|ой карте|ой картой)([»\"]?\))")
SHORTEST_NAME = 4  # letters: "План"
ACT_AHEAD = 220  # characters between the word of an act and its date
OWN = re.compile(r"настоящ[а-я]+ (?:постановлен|распоряжен|приказ|решени|указ|протокол)[а-я]*")


@dataclass(frozen=True, slots=True)
class Act:
    """An act as named: its particulars and the span of its name, its title included."""

    kind: DocumentKind
    issuer: str | None
    date: str
    number: str | None
    title: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A text with the word of an act found in it: `visible` is its matching form, quotations blanked."""

    text: str
    visible: str
    kind: DocumentKind
    word: tuple[int, int]


def find_act(text: str, casing: Casing) -> Act | None:
    """Find the first act that a text names by kind and date, the earlier amending acts in brackets aside."""
    visible = hidden(text)
    at = 0
    while kind := named_kind(visible[at:]):
        start, end = at + kind[1], at + kind[2]
        dated = DATE.search(visible, end)
        if dated and dated.start() - end <= ACT_AHEAD and not re.search(r"[;:]|\. [а-я]", visible[end : dated.start()]):
            return act_at(Named(text, visible, kind[0], (start, end)), dated, casing)
        at = end
    return None


def hidden(text: str) -> str:
    """Give the matching form with quotations and the references to this act itself blanked."""
    form = matching_form(text)
    for found in (*QUOTED.finditer(text), *OWN.finditer(form)):
        form = form[: found.start()] + "\0" * len(found.group()) + form[found.end() :]
    return form


def act_at(named: Named, dated: re.Match[str], casing: Casing) -> Act | None:
    """Give the act whose word and date are found."""
    text, visible, word = named.text, named.visible, named.word
    date = read_date(text[dated.start() : dated.end()])
    if date is None:
        return None
    end = dated.end()
    number = read_number(text[end : end + 40])
    near = number and re.fullmatch(r'[ "]*(?:г\.|года|г)?,? ?(?:за )?(?:№|n)? ?"?', visible[end : end + number[1]])
    if number and near:
        end += number[2]
    else:
        number = read_number(text[word[1] : dated.start()])
    issuer = named_issuer(text, visible[: dated.start()] + " от " + visible[dated.start() :], word[1], casing)
    titled = re.match(r" ?(?:г\.|года)? ?(\"|«)", text[end:])
    quoted = QUOTED.match(text, end + titled.start(1)) if titled else None
    return Act(
        named.kind, tidy(issuer[0]) if issuer else None, date[0], number[0] if number else None,
        quoted.group()[1:-1] if quoted else None, word[0], quoted.end() if quoted else end,
    )  # fmt: skip


def tidy(issuer: str) -> str | None:
    """Give an issuer without a trailing date word; None where nothing is left."""
    plain = re.sub(r"(?:^| )(?:от|за)$", "", issuer.strip(" ,"))
    return plain if len(plain) > 3 else None


def read_target(text: str, casing: Casing) -> Target | None:
    """Read the act or document that a wording changes."""
    act = find_act(text, casing)
    document = find_document(text[: act.start] if act else text, approved=act is not None)
    if act is None and document is None:
        return None
    amended_by = chain_of(text[act.end if act else 0 :])
    if act is None:
        return Target(kind="other", title=document, amended_by=amended_by)
    return Target(kind=act.kind, issuer=act.issuer, date=act.date, number=act.number, title=document or act.title, amended_by=amended_by)


def chain_of(text: str) -> tuple[str, ...]:
    """Give the earlier amending acts that a text names: `от 12.03.2019 № 41`."""
    opened = CHAIN.search(matching_form(text))
    if not opened:
        return ()
    ended = re.search(r"\)|следующ", text[opened.end() :])
    return tuple(link.group() for link in LINK.finditer(text[opened.start() : opened.end() + ended.start() if ended else len(text)]))


def find_document(text: str, *, approved: bool) -> str | None:
    """Find the name of the approved document, in the nominative: `План мероприятий по …`."""
    form = matching_form(text)
    if approved:
        ends = [found.start() for found in APPROVED.finditer(form) if not inside_quotes(text, found.start())]
        if not ends:
            return None
        form, text = form[: ends[-1]], text[: ends[-1]]
    start = document_start(text, form)
    if start is None:
        return None
    ended = None if approved else next((m for m in DOCUMENT_END.finditer(form, start) if not inside_quotes(text, m.start())), None)
    printed = text[start : ended.start() if ended else len(text)].strip(" ,.(")
    name = ROAD_MAP.sub(r"\1дорожная карта\2", nominative(printed, case=case_before(text[:start])))
    return name[:1].upper() + name[1:] if len(name) >= SHORTEST_NAME else None


def document_start(text: str, form: str) -> int | None:
    """Give where a document's name begins: its first word after "в", "во" or a unit that it has."""
    for found in re.finditer(rf"(?:[а-я-]+(?:ый|ую|ое|ой|ого|ом|ые|ых|ий|ую) ){{0,3}}?{document_word()}", form):
        before = form[: found.start()].rstrip()
        if inside_quotes(text, found.start()) or not re.search(
            rf"(?:^|[ ,(\d)»])(?:в|во|из|по|к)$|{unit_word()}[^,;:]{{0,20}}$|^$", before
        ):
            continue
        return found.start()
    return None


def case_before(before: str) -> str:
    """Give the case that a document's name stands in."""
    form = matching_form(before).rstrip()
    if not re.search(r"(?:^|[ ,(])(?:в|во)$", form):
        return "gent" if form else "nomn"
    return "accs" if re.search(r"внести|изменени|дополнени|включить|ввести", form) else "loct"


def inside_quotes(text: str, place: int) -> bool:
    """Tell whether a place stands inside a quotation."""
    return any(found.start() < place < found.end() for found in QUOTED.finditer(text))


def longer(name: str | None, named: str | None) -> str | None:
    """Give an issuer's or a document's full name where the heading has it: "Совет депутатов" is "Совет депутатов Лесного сельсовета"."""
    return named if name is None or (named or "").startswith(name) else name


def completed(target: Target | None, heading: Target | None) -> Target | None:
    """Give a target with what only the act's heading says of the same act."""
    if target is None or heading is None:
        return target or heading
    if target.date is None and target.kind in (None, "other"):
        return replace(heading, title=longer(target.title, heading.title), amended_by=target.amended_by or heading.amended_by)
    if (target.date, target.number) != (heading.date, heading.number):
        return target
    return replace(
        target,
        issuer=longer(target.issuer, heading.issuer),
        title=target.title or heading.title,
        amended_by=target.amended_by or heading.amended_by,
    )
