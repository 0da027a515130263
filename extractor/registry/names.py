"""Names: a party's name in the form in which the registry compares it.

In: a name as printed and the scope of its document. Out: `Name`. What says nothing within the scope is left out of its form: the
municipality ("глава Верхнелугского района" → "глава"), the administration of which a department is part, the institution whose director
it is; known abbreviations are written out. To add something that names may lack, add a step to `STEPS`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from extractor.head_nouns import is_lemma_of
from extractor.lexicons import read_lexicon
from extractor.morphology import is_abbreviation, nominative
from extractor.registry.abbreviations import form_tokens, initials, phrases_in_full, with_short_form, without_legal_form, written_out
from extractor.registry.scopes import Scope, without_territory
from extractor.registry.territories import Territory, find_territories, types
from extractor.registry.tokens import ABBREVIATION, COMMA, PLURAL, QUOTE, Tokens, single, tokenize
from extractor.text import clean, matching_form, rejoin

NameKind = Literal["unit", "position", "group", "person"]
Family = Literal["unit", "person"]
BRACKETS = re.compile(r" ?\((?:далее ?(?:по тексту ?)?[-–—]? ?)?([^()]*)\)", re.IGNORECASE)
INITIALS = re.compile(r"(?:[А-ЯЁ]\. ?)+$")
# Letters of a word by which names that may be one are found: a word's forms and its adjective begin alike.
STEM = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A name: `scope` is where it belongs, `form` its tokens; `aliases` are abbreviations that it states itself.

    `left_out` tells what the form lacks of what is printed, by the names of `STEPS`; `parent` is the key of the body of which it is part.
    """

    text: str
    kind: NameKind
    scope: str
    form: Tokens
    aliases: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    parent: str | None = None

    @property
    def form_key(self) -> str:
        """What names of one form in one scope share."""
        return form_key(self.scope, self.form)

    @property
    def family(self) -> Family:
        """Whose names it is compared with."""
        return "person" if self.kind == "person" else "unit"


def form_key(scope: str, form: Tokens) -> str:
    """Give the key of a form in a scope."""
    return f"{scope}: {' '.join(form)}"


def read_person_name(text: str, scope: Scope) -> Name:
    """Give the name of a person "Фамилия И.О.": its form is the surname and the letters of the initials."""
    printed = re.sub(r" ?- ?", "-", clean(text))
    found = INITIALS.search(printed)
    surname = printed[: found.start()] if found else printed
    letters = re.sub(r"[^а-я]", "", matching_form(found.group())) if found else ""
    return Name(text, "person", scope.key, (matching_form(surname).strip(), letters))


@lru_cache(maxsize=20_000)
def read_unit_name(text: str, scope: Scope) -> Name:
    """Give the name of a body, a position or a group."""
    aliases = stated_aliases(text)
    plain = BRACKETS.sub("", text) if aliases else text
    holder = without_acting(plain)
    left_out = [] if holder == plain else ["acting"]
    tokens = tokenize(phrases_in_full(dict(scope.stated).get(matching_form(holder), holder)))
    for what, step in STEPS:
        shorter = step(tokens, scope)
        if shorter != tokens:
            left_out.append(what)
            tokens = shorter
    form = tokens or (matching_form(text) or "?",)
    territory = named_elsewhere(form)
    if territory:
        return Name(text, kind_of(form), territory.key, without_territory(form, territory), aliases, (*left_out, "territory"))
    parent = parent_of(form, left_out, scope)
    return Name(text, kind_of(form), place_of(form, left_out, scope), form, aliases, tuple(left_out), parent)


def stated_aliases(text: str) -> tuple[str, ...]:
    """Give the abbreviations that a name states in brackets: "Комитет по имуществу (далее – КУМИ)"."""
    found = [(match[1].strip(), match.group().lower()) for match in BRACKETS.finditer(text) if match.start()]
    return tuple(matching_form(short) for short, whole in found if short and ("далее" in whole or is_abbreviation(short)))


@cache
def acting_words() -> re.Pattern[str]:
    """Give the pattern of what precedes a post that somebody holds for another."""
    phrases = sorted(read_lexicon("registry")["acting"]["phrases"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases))})(?![а-яё]) ?", re.IGNORECASE)


def without_acting(text: str) -> str:
    """Give the post itself, in the nominative: "И.о. начальника отдела" → "начальник отдела"."""
    text = rejoin(clean(text))
    match = acting_words().match(text)
    return nominative(text[match.end() :], case="gent") if match else text


def with_known_words(tokens: Tokens, scope: Scope) -> Tokens:
    """Write out known abbreviations, and legal forms short."""
    return with_short_form(written_out(tokens))


def without_own_territory(tokens: Tokens, scope: Scope) -> Tokens:
    """Leave out the scope's municipality or region: "глава Верхнелугского района"; also the adjective: "районный совет ветеранов"."""
    adjectives = read_lexicon("registry")["territories"]["adjectives"]
    shorter = without_territory(tokens, scope.territory)
    if len(shorter) > 1 and adjectives.get(shorter[0]) == scope.territory.type:
        shorter = shorter[1:]
    return shorter or tokens


def without_parent(tokens: Tokens, scope: Scope) -> Tokens:
    """Leave out the administration of which a department is part; who heads it is not who heads the municipality."""
    is_part = len(tokens) > 1 and tokens[-1] == "администрация" and not scope.own and not {"глава", "глава+"} & {*tokens[:-1]}
    return tokens[:-1] if is_part else tokens


def without_own(tokens: Tokens, scope: Scope) -> Tokens:
    """Leave out the institution whose director or part it is; a bare "комиссия" is the commission whose plan it is."""
    own = {token.strip(QUOTE) for token in scope.own} - {","}
    if not own:
        return tokens
    known = own | initials(scope.own) | initials(without_legal_form(scope.own)) | {scope.territory.root, "учреждение"}
    is_own = [token.strip(QUOTE) in known or token.strip(ABBREVIATION) in known or token == COMMA for token in tokens]
    starts = (index for index in range(len(tokens)) if all(is_own[index:]) and opens_institution(tokens[index]))
    start = next(starts, None)
    if start is None:
        return tokens
    return tokens[:start] or scope.own


def opens_institution(token: str) -> bool:
    """Tell whether an institution's name can begin with a token."""
    return token.startswith(ABBREVIATION) or is_lemma_of(token.strip(QUOTE), "unit")


Step = Callable[[Tokens, Scope], Tokens]
STEPS: tuple[tuple[str, Step], ...] = (
    ("abbreviation", with_known_words),
    ("territory", without_own_territory),
    ("parent", without_parent),
    ("own", without_own),
)


def named_elsewhere(form: Tokens) -> Territory | None:
    """Give the territory of another municipality's authority: "администрация Плёсского района" in a plan of the region."""
    is_authority = form[0] in read_lexicon("registry")["authorities"]["heads"]
    return next((found for _, _, found in find_territories(form) if found.root), None) if is_authority else None


def place_of(form: Tokens, left_out: list[str], scope: Scope) -> str:
    """Give the scope that a name belongs to: its document's; what names an institution's municipality belongs to that, and itself too."""
    is_outside = form == scope.own or ("territory" in left_out and "own" not in left_out)
    return scope.territory.key if scope.own and scope.territory.root and is_outside else scope.key


def parent_of(form: Tokens, left_out: list[str], scope: Scope) -> str | None:
    """Give the key of the body that a post or a department belongs to: "начальник отдела кадров" → "отдел кадров"."""
    departments = read_lexicon("registry")["departments"]
    inner = next((index for index in range(1, len(form)) if form[index] in (*departments["words"], *departments["wholes"])), None)
    if inner is not None:
        return form_key(scope.key, form[inner:])
    if "own" in left_out and form != scope.own:
        return form_key(scope.territory.key or scope.key, scope.own)
    return form_key(scope.key, ("администрация",)) if "parent" in left_out else None


def kind_of(form: Tokens) -> NameKind:
    """Tell what a name is of: the first head noun in it decides."""
    for token in form:
        lemma = single(token)
        if is_lemma_of(lemma, "position") and not (token.endswith(PLURAL) and is_lemma_of(lemma, "group")):
            return "position"
        if token.startswith((ABBREVIATION, QUOTE)) or is_lemma_of(lemma, "unit"):
            return "unit"
        if is_lemma_of(lemma, "group"):
            return "group"
    return "unit"


def blocks(name: Name) -> frozenset[str]:
    """Give the words by which names that may be the same are found: two names that match share one."""
    if name.kind == "person":
        return frozenset({"surname:" + name.form[0].rstrip("аяйоие")[:STEM]})
    return frozenset(unit_blocks(name))


def unit_blocks(name: Name) -> Iterator[str]:
    """Yield the blocks of a body's, a position's or a group's name."""
    yield "=" + " ".join(name.form)
    yield "letters:" + letters(name.form)
    content = content_words(name.form)
    yield from (single(token).strip(QUOTE)[:STEM] for token in content or name.form)
    yield from (ABBREVIATION + alias for alias in name.aliases)
    for start in range(len(name.form)):
        if name.form[start].startswith(ABBREVIATION):
            yield name.form[start]
        yield from (ABBREVIATION + short for short in initials(name.form[start:]) if len(short) > 1)


def letters(form: Tokens) -> str:
    """Give a form's letters and figures alone: "педагог - психолог" and "педагог-психолог" are one."""
    return "".join(character for token in form for character in token if character.isalnum())


def content_words(form: Tokens) -> Tokens:
    """Give the words that tell a name from others of its kind: not its head, nor departments and posts, small words, legal forms."""
    lexicon = read_lexicon("registry")
    left_out = {*lexicon["small"]["words"], *lexicon["departments"]["words"], *form_tokens(), *types(), COMMA}
    head = next((token for token in form if is_lemma_of(single(token), "unit") or is_lemma_of(single(token), "group")), None)
    return tuple(token for token in form if token not in left_out and token != head and not is_lemma_of(single(token), "position"))
