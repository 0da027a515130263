"""Border rules for line ends and for words that stand side by side with no mark.

In: a `Gap`. Out: True (a border), False (one name goes on) or None (no answer). A line may end inside a name, and two
names may share a line; so the words decide before the line end does. To add a rule, write it with a real wording as its
docstring and put it into `borders.RULES` before the rules that it overrules.
"""

from extractor.head_nouns import lexicon_words
from extractor.morphology import GOVERNING, forms
from extractor.parties.borders.gap import Gap, is_plural_genitive, part_of
from extractor.parties.openings import MOST_MODIFIERS, find_opening


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


def line_before_abbreviation(gap: Gap) -> bool | None:
    """Председатель ⏎ КУМИ is one name; Отдел экономики ⏎ КУМИ are two."""
    opening = gap.opening
    if gap.mark != "line" or not opening or opening.kind not in {"abbreviation", "form", "complement"}:
        return None
    if opening.kind == "complement" or (gap.is_bare and gap.name and gap.name.kind != "abbreviation"):
        return False
    if gap.name and gap.name.kind == "form" and gap.is_bare:
        return False
    return not gap.ends_in_unit or (gap.line == "hard" and is_plural_genitive([gap.last]))


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
    if opening.kind != "head" or (gap.is_bare and gap.name and (is_dependent(gap.name.lemma) or opening.head == "unit")):
        return False
    if is_plural_genitive(gap.complement) and (opening.capital or gap.line == "hard"):
        return True
    return opening.head in {"position", "group"} and not gap.is_bare and (opening.capital or gap.line == "hard") and not is_chain(gap)


def is_dependent(lemma: str) -> bool:
    """Tell whether a position says nothing without its complement: "заместитель"."""
    return lemma in lexicon_words("position", "dependent")


def is_chain(gap: Gap) -> bool:
    """Tell whether the left waits for the person whom it serves: "помощник" … "главы района"."""
    return gap.last.kind == "word" and any(is_dependent(form.lemma) for form in forms(gap.last.text))


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
    if any(token.kind == "comma" for token in gap.right[: opening.end]):
        return None  # "округа Приозёрный, военный комиссариат": the adjective is the name of the place
    if "/" in opening.lemma and gap.name.head == "position":
        return None  # "завхоз д/с"
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
