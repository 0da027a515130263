"""Borders: whether one name ends and another begins at a mark, at a line end or between two words.

In: a `Gap`, the name so far on its left and the tokens on its right. Out: True (a border), False (one name goes on) and
the name of the rule that said so. A rule is a small function in `RULES`; the first that answers stands. To add one,
write it with a real wording as its docstring and put it before the rules that it overrules.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from extractor.heads import head_forms
from extractor.morphology import GOVERNING, POSSESSIVE, forms
from extractor.parties.openings import MOST_MODIFIERS, Opening, find_opening
from extractor.parties.tokens import Break, Token
from extractor.persons import is_surname
from extractor.text import matching_form

Mark = Literal["comma", "semicolon", "stop", "slash", "and", "line", "space"]
# Positions that say nothing without their complement: "заместитель" ⏎ "директора".
DEPENDENT = frozenset({"заместитель", "помощник", "член", "представитель", "зам", "руководитель", "начальник", "председатель", "глава"})
LONGEST_LAST_LETTERS = 2  # "УДКХ и Б", "КДН и ЗП": the end of an abbreviation, not a body of its own


@dataclass(frozen=True)
class Gap:
    """A place between two tokens: `left` is the name so far, `right` all that follows the mark, `line` the line end there."""

    left: Sequence[Token]
    right: Sequence[Token]
    mark: Mark
    line: Break
    case: str
    known: Collection[str] = ()

    @cached_property
    def opening(self) -> Opening | None:
        """The name that begins on the right."""
        return find_opening(self.right, 0, self.case)

    @cached_property
    def name(self) -> Opening | None:
        """The opening of the name on the left."""
        return find_opening(self.left, 0, self.case)

    @cached_property
    def tail(self) -> Sequence[Token]:
        """What follows the head of the name on the left."""
        start = self.name.end if self.name else 0
        return [token for token in self.left[start:] if token.kind != "bracket"]

    @property
    def is_bare(self) -> bool:
        """Tell whether the name on the left is a head with nothing after it."""
        return bool(self.name) and not self.tail

    @property
    def last(self) -> Token:
        """The last token on the left."""
        return self.left[-1]

    @property
    def follows_preposition(self) -> bool:
        """Tell whether a preposition in the tail on the left may govern what follows: "по делам ГО и ЧС"."""
        return any(part_of(token) == "PREP" for token in self.tail)

    @property
    def complement(self) -> Sequence[Token]:
        """What follows the head on the right, up to a mark, a line end or a preposition."""
        return complement_of(self.right, self.opening)

    @property
    def ends_in_unit(self) -> bool:
        """Tell whether the left ends in a head noun that still lacks its complement: "специалист отдела"."""
        return self.last.kind == "word" and bool(head_forms(self.last.text))


def complement_of(tokens: Sequence[Token], opening: Opening | None) -> Sequence[Token]:
    """Give the tokens after an opening, up to a mark, a line end, a person or "и"."""
    found = list[Token]()
    for token in tokens[opening.end if opening else 0 :]:
        if token.kind not in {"word", "short", "number", "quote"} or token.line == "hard" or token.text.lower() == "и":
            break
        found.append(token)
    return found


def part_of(token: Token) -> str:
    """Give the part of speech of a token's likeliest reading."""
    return forms(token.text)[0].part if token.kind == "word" and forms(token.text) else ""


def has_genitive(tokens: Sequence[Token]) -> bool:
    """Tell whether a complement has a genitive: "членов Комиссии", "специалисты по кадрам филиалов"."""
    words = [token for token in tokens if token.kind == "word"]
    after = next((at for at, token in enumerate(words) if part_of(token) == "PREP"), len(words))
    governed = words[after + 2 :]  # the preposition and its word
    return any("gent" in cases_of(token) and "datv" not in cases_of(token) for token in [*words[:after], *governed]) or any(
        "gent" in cases_of(token) for token in words[:after]
    )


def cases_of(token: Token) -> set[str]:
    """Give the cases in which a word can be read."""
    return {form.case or "" for form in forms(token.text)} if token.kind == "word" else set()


def is_plural_genitive(tokens: Sequence[Token]) -> bool:
    """Tell whether a complement is a genitive plural: "главы сельских поселений"."""
    for token in tokens:
        readings = forms(token.text) if token.kind == "word" else ()
        if any(form.case == "gent" and form.number == "plur" for form in readings):
            return not any(form.case == "gent" and form.number == "sing" and form.part == "NOUN" for form in readings)
        if readings and not any(form.case == "gent" for form in readings):
            return False
    return False


def at_semicolon(gap: Gap) -> bool | None:
    """Отдел культуры; музей."""
    return True if gap.mark == "semicolon" else None


def at_full_stop(gap: Gap) -> bool | None:
    """Отдел культуры. Отдел спорта."""
    if gap.mark != "stop":
        return None
    return not gap.right or gap.right[0].is_capital or bool(gap.opening and gap.opening.certain)


def at_nothing(gap: Gap) -> bool | None:
    """Отдел культуры, (the cell ends after a comma)."""
    return True if not gap.right or not gap.left else None


def before_known_name(gap: Gap) -> bool | None:
    """Both sides stand alone in other cells of the column."""
    if not gap.known or gap.mark not in {"comma", "line", "slash"}:
        return None
    right = name_until_mark(gap.right)
    return True if spelled(gap.left) in gap.known and right in gap.known else None


def name_until_mark(tokens: Sequence[Token]) -> str:
    """Give the spelling of what stands before the next mark or line end."""
    stop = next((at for at, token in enumerate(tokens) if at and (token.line or token.kind in {"comma", "semicolon", "stop"})), len(tokens))
    return spelled(tokens[:stop])


def spelled(tokens: Sequence[Token]) -> str:
    """Give tokens in the spelling in which known names are compared."""
    return " ".join(matching_form(token.text) for token in tokens)


def inside_numbers(gap: Gap) -> bool | None:
    """МБОУ СОШ № 1, 2, 3; редакция газеты ⏎ «Новь»; отдел (сектор)."""
    if gap.right[0].kind == "number" and gap.mark in {"comma", "line"}:
        numbered = find_opening(gap.right, 1, gap.case)
        return bool(numbered and numbered.certain and numbered.kind == "head")
    return False if gap.right[0].kind in {"number", "quote", "bracket", "dash", "other", "colon"} else None


def before_preposition(gap: Gap) -> bool | None:
    """Заместители директора по клинике и по науке; организации, на которые возложено."""
    return False if part_of(gap.right[0]) in {"PREP", "PRCL"} and gap.right[0].text.lower() not in POSSESSIVE else None


def before_relative(gap: Gap) -> bool | None:
    """Работники, которым поручено; службы, участвующие в закупках; отделы, ответственные за торги."""
    first = gap.right[0]
    if first.kind != "word" or any(form.lemma == "который" for form in forms(first.text)):
        return False if first.kind == "word" else None
    if gap.mark != "comma" or first.is_capital or not gap.opening or gap.opening.lemma not in {"ответственный", "уполномоченный"}:
        return None
    return False if gap.name and gap.name.head in {"unit", "group"} else None


def after_modifier(gap: Gap) -> bool | None:
    """Классные ⏎ руководители; правоохранительные, надзорные органы."""
    if gap.name or gap.mark == "slash":
        return None
    words = [token for token in gap.left if token.kind == "word" and token.text.lower() != "и"]
    adjectives = words and all(part_of(token) in {"ADJF", "PRTF", "ADVB"} for token in words)
    return False if adjectives and len(words) == len([token for token in gap.left if token.kind in {"word", "number"}]) else None


def after_hanging_word(gap: Gap) -> bool | None:
    """Отдел по ⏎ делам архивов; соц. ⏎ педагог; директор МБУ ⏎ «Парк»."""
    if gap.mark not in {"line", "space"}:
        return None
    last = gap.last
    if last.kind in {"short", "dash"} or part_of(last) in {"PREP", "CONJ"} or last.text in {"№", "N"}:
        return False
    hanging = last.kind == "word" and part_of(last) in {"ADJF", "PRTF"} and not (gap.name and gap.name.end == len(gap.left))
    certain = gap.opening and gap.opening.certain and gap.opening.kind in {"head", "short"} and gap.line == "hard" and gap.opening.capital
    return False if hanging and not certain else None


def before_own_head(gap: Gap) -> bool | None:
    """Старший ⏎ воспитатель: the head of the words on the left stands on the right."""
    if gap.mark not in {"line", "space"} or len(gap.left) > MOST_MODIFIERS or gap.right[0].kind == "short":
        return None
    if any(form.lemma in GOVERNING for form in forms(gap.last.text)):
        return None
    whole = find_opening([*gap.left, *gap.right[: MOST_MODIFIERS + 1]], 0, gap.case)
    return False if whole and whole.end > len(gap.left) else None


def before_nothing_known(gap: Gap) -> bool | None:
    """Управление архитектуры, градостроительства; отдел информационных ⏎ технологий."""
    return False if gap.opening is None or (gap.opening.kind == "complement" and (gap.follows_preposition or gap.mark == "and")) else None


def before_possessive(gap: Gap) -> bool | None:
    """Глава района и его заместители."""
    return True if gap.opening and gap.opening.possessive else None


def at_slash(gap: Gap) -> bool | None:
    """Директор / завуч."""
    if gap.mark != "slash":
        return None
    return bool(gap.opening and gap.opening.kind in {"head", "short", "form"})


def after_also(gap: Gap) -> bool | None:
    """Отдел культуры, а также музей."""
    return True if gap.mark == "and" and gap.right and gap.last.kind == "comma" else None


def and_shares_complement(gap: Gap) -> bool | None:
    """Председатель и члены Комиссии; директора и специалисты по кадрам филиалов."""
    opening, name = gap.opening, gap.name
    if gap.mark != "and" or not opening or not name or name.modified or not (gap.is_bare or is_bare_list(gap)):
        return None
    units = name.head == "unit" or opening.head == "unit"
    if not has_genitive(gap.complement) or (units and not (name.plural and opening.plural and opening.lemma != name.lemma)):
        return None
    lemmas = {form.lemma for token in gap.complement for form in forms(token.text) if token.kind == "word"}
    if name.lemma in lemmas:
        return None
    return None if opening.plural and not name.plural and is_plural_genitive(gap.complement) else False


def is_bare_list(gap: Gap) -> bool:
    """Tell whether the left is a list of heads without complements: "председатель, секретарь"."""
    commas = [at for at, token in enumerate(gap.left) if token.kind == "comma"]
    starts, ends = [0, *(at + 1 for at in commas)], [*commas, len(gap.left)]
    parts = [gap.left[start:end] for start, end in zip(starts, ends, strict=True)]
    openings = [find_opening(part, 0, gap.case) for part in parts]
    return all(opening and opening.end == len(part) for opening, part in zip(openings, parts, strict=True))


def and_joins_abbreviations(gap: Gap) -> bool | None:
    """Управление образования и КДН; УДКХ и Б; КДН и ЗП."""
    opening = gap.opening
    if gap.mark != "and" or not opening or opening.kind not in {"abbreviation", "complement"}:
        return None
    if gap.follows_preposition or len(gap.right[0].text) <= LONGEST_LAST_LETTERS:
        return False
    return opening.kind == "abbreviation"


def and_joins_names(gap: Gap) -> bool | None:
    """Отдел культуры и отдел спорта; главы поселений и руководители подразделений."""
    opening, name = gap.opening, gap.name
    if gap.mark != "and" or not opening:
        return None
    if opening.kind in {"form", "short"}:
        return True
    if opening.kind == "noun":
        return opening.certain and opening.animate and gap.case == "nomn"
    if name and (opening.lemma == name.lemma or opening.head == "position"):
        return opening.certain or gap.is_bare or bool(gap.complement)
    if gap.case == "datv" and gap.follows_preposition:
        return False
    return opening.certain or (bool(gap.complement) and not gap.ends_in_unit)


def comma_before_abbreviation(gap: Gap) -> bool | None:
    """Управление образования, КДНиЗП; директор, МБУ «Парк»."""
    return True if gap.mark == "comma" and gap.opening and gap.opening.kind in {"abbreviation", "form", "short", "complement"} else None


def comma_shares_complement(gap: Gap) -> bool | None:
    """Председатель, секретарь и члены комиссии."""
    opening = gap.opening
    if gap.mark != "comma" or not gap.is_bare or not opening or opening.modified or opening.head != "position":
        return None
    rest = gap.right[opening.end :]
    if not rest or rest[0].text.lower() != "и":
        return None
    following = Gap(gap.right[: opening.end], rest[1:], "and", "", gap.case)
    shares = read_border(following) == (False, "and_shares_complement")
    return False if shares and not is_plural_genitive(following.complement) else None


def beside_surname(gap: Gap) -> bool | None:
    """Лугина, Ветрова; классные руководители, Ветрова."""
    if gap.mark not in {"comma", "line", "and", "slash"} or not is_surname(gap.right[0].text) or gap.right[0].line == "soft":
        return None
    alone = (
        len(gap.right) == 1
        or gap.right[1].kind in {"comma", "semicolon", "stop", "slash"}
        or bool(gap.right[1].line)
        or gap.right[1].text == "и"
    )
    return True if alone and (is_surname(gap.last.text) or gap.mark == "comma") else None


def comma_before_head(gap: Gap) -> bool | None:
    """Отдел культуры, финансовое управление; учителя истории, директора."""
    opening = gap.opening
    if gap.mark != "comma" or not opening or opening.kind != "head":
        return None
    if opening.certain or opening.head in {"position", "group"}:
        return True
    return not (gap.ends_in_unit and bool(gap.tail))


def comma_before_noun(gap: Gap) -> bool | None:
    """Директор, каменщик; but комитету по культуре, спорту; учителя физики, химии."""
    opening = gap.opening
    if gap.mark != "comma" or not opening:
        return None
    if gap.case == "nomn":
        return opening.certain
    return (gap.case != "gent" or gap.is_bare) and not gap.follows_preposition


def line_before_abbreviation(gap: Gap) -> bool | None:
    """Председатель ⏎ КУМИ is one name; Отдел экономики ⏎ КУМИ are two."""
    opening = gap.opening
    if gap.mark != "line" or not opening or opening.kind not in {"abbreviation", "form", "complement"}:
        return None
    if opening.kind == "complement" or (gap.is_bare and gap.name and gap.name.kind != "abbreviation"):
        return False
    if gap.name and gap.name.kind == "form" and gap.is_bare:
        return False
    return not gap.ends_in_unit


def line_before_compound(gap: Gap) -> bool | None:
    """врач ⏎ терапевт, wrapped."""
    opening, name = gap.opening, gap.name
    if gap.mark not in {"line", "space"} or not opening or not name or not gap.is_bare:
        return None
    plain = not opening.modified and not opening.capital and opening.kind in {"head", "noun"}
    plain = plain and (gap.mark == "space" or not gap.complement)
    soft = gap.mark == "space" or gap.line == "soft"
    return False if plain and soft and name.animate and opening.animate and name.plural == opening.plural else None


def line_before_certain_head(gap: Gap) -> bool | None:
    """Отдел экономики ⏎ Финансовый отдел."""
    opening = gap.opening
    if gap.mark != "line" or not opening or not opening.certain:
        return None
    if opening.kind == "noun":
        return opening.animate or opening.capital
    return True


def line_before_doubtful_head(gap: Gap) -> bool | None:
    """Отдел молодежи ⏎ Главы поселений are two; начальник ⏎ управления культуры is one."""
    opening = gap.opening
    if gap.mark != "line" or not opening:
        return None
    if opening.kind != "head" or (gap.is_bare and gap.name and (gap.name.lemma in DEPENDENT or opening.head == "unit")):
        return False
    if is_plural_genitive(gap.complement) and (opening.capital or gap.line == "hard"):
        return True
    return opening.head in {"position", "group"} and not gap.is_bare and (opening.capital or gap.line == "hard") and not is_chain(gap)


def is_chain(gap: Gap) -> bool:
    """Tell whether the left waits for the person whom it serves: "помощник" … "главы района"."""
    return gap.last.kind == "word" and any(form.lemma in DEPENDENT for form in forms(gap.last.text))


def space_before_form(gap: Gap) -> bool | None:
    """МБУК «Дом культуры» МБОУ «Лицей № 3»."""
    opening = gap.opening
    if gap.mark != "space" or not opening or opening.kind not in {"form", "abbreviation", "complement"}:
        return None
    return opening.kind == "form" and gap.last.kind in {"quote", "number"}


def space_before_rank(gap: Gap) -> bool | None:
    """Начальник отдела полковник полиции."""
    return False if gap.mark == "space" and gap.opening and gap.opening.head == "rank" else None


def space_before_certain_head(gap: Gap) -> bool | None:
    """Главы сельских поселений Председатель КУМИ."""
    opening = gap.opening
    if gap.mark != "space" or not opening or not gap.name or opening.kind not in {"head", "short"} or not opening.certain:
        return None
    if gap.name.kind == "form" and gap.is_bare:
        return False
    if opening.capital:
        return True
    return not gap.is_bare or opening.modified or opening.kind == "short" or gap.name.plural != opening.plural


def space_before_doubtful_head(gap: Gap) -> bool | None:
    """Отдел культуры Главы сельских поселений."""
    opening = gap.opening
    if gap.mark != "space" or not opening or opening.kind != "head" or not opening.capital or gap.is_bare or not gap.name:
        return None
    return opening.head == "position" and is_plural_genitive(gap.complement) and not is_chain(gap)


def otherwise_one(gap: Gap) -> bool | None:
    """Отдел культуры администрации города."""
    return False


Rule = Callable[[Gap], bool | None]
RULES: tuple[Rule, ...] = (
    at_nothing,
    at_semicolon,
    at_full_stop,
    before_known_name,
    after_also,
    inside_numbers,
    before_possessive,
    before_preposition,
    before_relative,
    after_modifier,
    after_hanging_word,
    beside_surname,
    before_own_head,
    and_joins_abbreviations,
    before_nothing_known,
    at_slash,
    and_shares_complement,
    and_joins_names,
    comma_before_abbreviation,
    comma_shares_complement,
    comma_before_head,
    comma_before_noun,
    line_before_abbreviation,
    line_before_compound,
    line_before_certain_head,
    line_before_doubtful_head,
    space_before_form,
    space_before_rank,
    space_before_certain_head,
    space_before_doubtful_head,
    otherwise_one,
)


def read_border(gap: Gap) -> tuple[bool, str]:
    """Tell whether a gap is a border, and the rule that says so."""
    for rule in RULES:
        answer = rule(gap)
        if answer is not None:
            return answer, rule.__name__
    raise AssertionError("the last rule always answers")
