"""Reading a cell: one pass over its tokens that gives the names and persons in printed order.

In: a passage's span and the case that its names stand in. Out: `Item`s. Labels, list numbers, bullets, agreements and
conjunctions between items belong to none. What can begin at a token is told by the steps in `STEPS`, in their order;
where a name ends is told by `borders`. To read a new kind of mark, add a step.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from extractor.document import Line, Passage
from extractor.parties.borders import read_border
from extractor.parties.borders.gap import Gap, Mark
from extractor.parties.brackets import find_position, find_surnames, has_persons, inner_tokens, names_own_body, without_role
from extractor.parties.items import Item, ItemMark
from extractor.parties.openings import find_opening
from extractor.parties.punctuation import PUNCTUATION, and_length, line_at, mark_and_right, mark_of
from extractor.parties.roles import NUMBER, Label, Part, is_aside, match_joining, match_label, read_bracket_role, strip_agreement
from extractor.parties.tokens import Token, read_tokens
from extractor.persons import is_surname
from extractor.text import matching_form

# The next token and the mark before it.
Place = tuple[int, ItemMark]
CERTAIN_ON_A_LINE = frozenset({"head", "short", "form"})


def find_items(passage: Passage, start: int, end: int, *, case: str | None, known: Collection[str]) -> tuple[Item, ...]:
    """Find the names and persons of `passage.text[start:end]` in printed order; `case` None is the nominative."""
    lines = tuple(Line(line.start, line.end, line.hard) for line in passage.lines)
    return read_items(Passage(text=passage.text, block=1, lines=lines), (start, end), case, frozenset(known))


@lru_cache(maxsize=5_000)
def read_items(passage: Passage, span: tuple[int, int], case: str | None, known: frozenset[str]) -> tuple[Item, ...]:
    """Read the items of a passage without its place; most cells of a column repeat, so answers are kept."""
    return tuple(Reader(passage.text, read_tokens(passage, *span), column_case=case, known=known).read())


@dataclass(slots=True)
class Reader:
    """One pass over tokens; `part`, `case` and `lasting` are those of the label in force."""

    text: str
    tokens: Sequence[Token]
    column_case: str | None
    known: frozenset[str] = frozenset()
    part: Part | None = None
    case: str | None = None
    lasting: bool = True
    number: int = 1
    items: list[Item] = field(default_factory=list)
    form: str = ""

    def read(self) -> list[Item]:
        """Read all tokens."""
        self.form = matching_form(self.text)[: self.tokens[-1].end] if self.tokens else ""
        self.case = self.case or self.column_case
        place: Place = (0, "start")
        while place[0] < len(self.tokens):
            place = self.step(*place)
        return self.items

    def step(self, at: int, mark: ItemMark) -> Place:
        """Read what begins at token `at`."""
        token = self.tokens[at]
        if token.line and mark == "space":
            mark = "line"
        if mark in {"semicolon", "stop"} or (mark == "line" and self.begins_in_column_case(at)):
            self.end_label()
        for step in STEPS:
            place = step(self, at, mark)
            if place:
                return place
        return self.read_name(at, mark)

    def token_from(self, offset: int, at: int) -> int:
        """Give the first token from `at` on that begins at `offset` or later."""
        return next((index for index in range(at, len(self.tokens)) if self.tokens[index].start >= offset), len(self.tokens))

    def begins_in_column_case(self, at: int) -> bool:
        """Tell whether a line begins with a name in the column's own case, so that joining words above don't govern it."""
        if self.case == self.column_case:
            return True
        opening = find_opening(self.tokens, at, self.column_case or "nomn")
        return bool(opening and opening.certain and opening.capital and opening.kind in CERTAIN_ON_A_LINE)

    def end_label(self) -> None:
        """Go back to the role and the case of the column, unless the label holds for several lines."""
        if not self.lasting:
            self.part, self.case, self.lasting = None, self.column_case, True

    def skip_label(self, at: int, mark: ItemMark) -> Place | None:
        """Соисполнители: …; совместно с …"""
        token = self.tokens[at]
        if token.kind not in {"word", "short"}:
            return None
        person = next((other.start for other in self.tokens[at + 1 : at + 4] if other.kind == "person"), None)
        label = match_label(self.form, token.start, person_at=person) or match_joining(self.form, token.start)
        return self.take(label, at) if label else None

    def take(self, label: Label, at: int) -> Place:
        """Put a label in force."""
        self.part, self.lasting, self.case = label.part, label.lasting, label.case or self.column_case
        return self.token_from(label.end, at), "label"

    def skip_bullet(self, at: int, mark: ItemMark) -> Place | None:
        """- отдел; • отдел."""
        kind = self.tokens[at].kind
        if kind == "bullet" or (kind == "dash" and mark in {"start", "line", "semicolon", "number", "label"}):
            return at + 1, "number" if mark in {"start", "line"} else mark
        return None

    def skip_number(self, at: int, mark: ItemMark) -> Place | None:
        """1. Управление связи; 2) отдел торговли."""
        if self.tokens[at].kind != "number":
            return None
        match = NUMBER.match(self.form, self.tokens[at].start)
        if not match or not (mark in {"start", "line", "semicolon", "stop", "label"} or int(match["number"]) == self.number):
            return None
        self.number = int(match["number"]) + 1
        self.end_label()
        return self.token_from(match.end(), at), "number"

    def skip_slip(self, at: int, mark: ItemMark) -> Place | None:
        """ЛЛугин П.А."""
        token = self.tokens[at]
        slipped = token.kind == "other" and token.text.isalpha() and at + 1 < len(self.tokens) and self.tokens[at + 1].start == token.end
        return (at + 1, mark) if slipped else None

    def skip_page_number(self, at: int, mark: ItemMark) -> Place | None:
        """A number alone on the last line, which is the page's."""
        token = self.tokens[at]
        last = at == len(self.tokens) - 1 and at > 0
        return (at + 1, mark) if last and token.kind == "number" and token.text.isdigit() and mark == "line" else None

    def skip_mark(self, at: int, mark: ItemMark) -> Place | None:
        """Commas, semicolons, "и", "а также"."""
        token = self.tokens[at]
        if token.kind in PUNCTUATION:
            return at + 1, mark_of(token, mark)
        joined = and_length(self.tokens, at)
        return (at + joined, "and") if joined else None

    def read_person(self, at: int, mark: ItemMark) -> Place | None:
        """Лугин П.А."""
        token = self.tokens[at]
        if token.kind != "person":
            return None
        self.add(Item(kind="person", start=token.start, end=token.end, mark=mark, rule="initials"))
        return at + 1, "space"

    def read_bracket(self, at: int, mark: ItemMark) -> Place | None:
        """(Ветрова О.А.); (по согласованию); (свод); (председатель)."""
        token = self.tokens[at]
        if token.kind != "bracket":
            return None
        role = read_bracket_role(token.text)
        if role and self.items:
            self.items[-1] = replace(self.items[-1], part=role)
        elif not is_aside(token.text) and not names_own_body(self.text, token, self.items):
            inner = self.inner_items(token)
            self.items += inner
            if not inner:
                self.add(Item(kind="name", start=token.start, end=token.end, mark="bracket", rule="bracket"))
        return at + 1, "space"

    def inner_items(self, token: Token) -> list[Item]:
        """Give the persons that a bracket lists, or the position that it names after a person."""
        inner = inner_tokens(self.text, token)
        if any(part.kind == "person" for part in inner):
            items = Reader(self.text, inner, None, part=self.part).read()
            lone = len(items) == 2 and {item.kind for item in items} == {"name", "person"}
            return [replace(item, mark="bracket" if item.kind == "person" or lone else item.mark, enclosed=True) for item in items]
        found = find_surnames(self.text, token, inner, self.part)
        if found or not self.items or self.items[-1].kind != "person":
            return found
        return find_position(self.text, token, self.items[-1])

    def read_name(self, begin: int, mark: ItemMark) -> Place:
        """Read the name that begins at token `begin` up to its border."""
        at = begin + 1
        while at < len(self.tokens):
            if self.tokens[at].kind == "person":
                return self.close(begin, at, mark, "before_person", (at, self.mark_between(at)))
            if self.begins_anew(at):
                return self.close(begin, at, mark, "before_label", (at, "line" if self.tokens[at].line else "space"))
            between, right = mark_and_right(self.tokens, at)
            if between:
                rule = self.border_at(begin, at, right, between)
                if rule:
                    return self.close(begin, at, mark, rule, (right, between))
            at = max(right, at) + 1
        return self.close(begin, len(self.tokens), mark, "to_the_end", (len(self.tokens), "space"))

    def border_at(self, begin: int, at: int, right: int, between: Mark) -> str | None:
        """Give the rule that ends the name at a mark; None where the name goes on."""
        if right < len(self.tokens) and right > at:
            if self.tokens[right].kind == "person":
                return "before_person"
            if self.begins_anew(right):
                return "before_label"
        gap = Gap(
            self.tokens[begin:at], self.tokens[right:], between, line_at(self.tokens[at : right + 1]), self.case or "nomn", self.known
        )
        is_border, rule = read_border(gap)
        return rule if is_border else None

    def mark_between(self, at: int) -> ItemMark:
        """Give the mark before a person that follows a name directly."""
        if self.tokens[at - 1].kind in {"dash", "colon"}:
            return "dash"
        return "line" if self.tokens[at].line else "space"

    def begins_anew(self, at: int) -> bool:
        """Tell whether a label, a list number, a bullet or a bracket with persons ends the name before token `at`."""
        token = self.tokens[at]
        if token.line and self.case != self.column_case and self.begins_in_column_case(at):
            return True
        if token.kind == "bullet" or (token.kind == "dash" and token.line):
            return True
        if token.kind == "bracket":
            return read_bracket_role(token.text) is not None or has_persons(self.text, token)
        if token.kind == "number":
            return self.is_list_number(token) or self.skip_page_number(at, "line" if token.line else "space") is not None
        if token.kind not in {"word", "short"}:
            return False
        return match_joining(self.form, token.start) is not None or match_label(self.form, token.start) is not None

    def is_list_number(self, token: Token) -> bool:
        """Tell whether a number at a line's beginning, or the next of a list, is one of a list."""
        match = NUMBER.match(self.form, token.start)
        return bool(match and (token.line or int(match["number"]) == self.number > 1))

    def close(self, begin: int, stop: int, mark: ItemMark, rule: str, after: Place) -> Place:
        """Add the name of tokens `begin` to `stop` (exclusive) and go on after its border."""
        tokens = list(self.tokens[begin:stop])
        while tokens and tokens[-1].kind in PUNCTUATION | {"other"}:
            tokens.pop()
        tokens, part = without_role(self.text, tokens)
        end = strip_agreement(self.form, tokens[0].start, tokens[-1].end) if tokens else 0
        if tokens and end > tokens[0].start and not self.is_role_of_person(tokens[0].start, end, mark):
            cuts = tuple((token.start, token.end) for token in tokens if token.kind == "bracket" and is_aside(token.text))
            opening = find_opening(tokens, 0, self.case or "nomn")
            name = Item(kind="name", start=tokens[0].start, end=end, mark=mark, rule=rule, opening=opening, cuts=cuts)
            self.add_name(name, tokens)
            if part:
                self.items[-1] = replace(self.items[-1], part=part)
        return after

    def is_role_of_person(self, start: int, end: int, mark: ItemMark) -> bool:
        """Take a role that stands after a person's dash: "Лугин П.А. – отв."."""
        role = read_bracket_role(self.text[start:end])
        if not role or mark != "dash" or not self.items or self.items[-1].kind != "person":
            return False
        self.items[-1] = replace(self.items[-1], part=role)
        return True

    def add_name(self, name: Item, tokens: Sequence[Token]) -> None:
        """Add a name; a surname that ends the name of a position is an item of its own: "директор Лугин"."""
        last = tokens[-1]
        if is_last_surname(name, tokens):
            self.add(replace(name, end=tokens[-2].end, rule="before_surname"))
            name = replace(name, start=last.start, end=last.end, mark="line" if last.line else "space", opening=None)
        surname = is_surname(self.text[name.start : name.end])
        self.add(replace(name, kind="person", surname_only=True) if surname else name)

    def add(self, item: Item) -> None:
        """Add an item with the role and the case in force."""
        self.items.append(replace(item, case=self.case, part=self.part))


STEPS: tuple[Callable[[Reader, int, ItemMark], Place | None], ...] = (
    Reader.skip_label,
    Reader.skip_bullet,
    Reader.skip_slip,
    Reader.skip_page_number,
    Reader.skip_number,
    Reader.skip_mark,
    Reader.read_person,
    Reader.read_bracket,
)


def is_last_surname(name: Item, tokens: Sequence[Token]) -> bool:
    """Tell whether the last token of a position's name is a surname."""
    last, opening = tokens[-1], name.opening
    if len(tokens) < 2 or last.end != name.end or last.kind != "word" or not last.is_capital or not is_surname(last.text):
        return False
    return bool(opening and opening.animate and opening.end < len(tokens))
