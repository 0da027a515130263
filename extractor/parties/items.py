"""Items: the names and persons of a cell in printed order, with the mark before each and the role they stand in.

In: a passage's span and the case that its names stand in. Out: `Item`s. Labels, numbers, bullets, agreements and
conjunctions between items belong to none. How names and persons make parties is told in `pairing`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.document import Passage
from extractor.parties.borders import Gap, Mark, read_border
from extractor.parties.openings import Opening, find_opening
from extractor.parties.roles import NUMBER, Label, Part, is_aside, match_joining, match_label, read_bracket_role, strip_agreement
from extractor.parties.tokens import Token, read_tokens
from extractor.persons import is_surname
from extractor.text import matching_form

ItemMark = Literal["start", "comma", "semicolon", "stop", "slash", "and", "line", "space", "dash", "bracket", "number", "label"]
SURNAMES = re.compile(r"[А-ЯЁ][А-ЯЁа-яё-]+(?:\s*(?:,|;|\bи\b)\s*[А-ЯЁ][А-ЯЁа-яё-]+)*")


@dataclass(frozen=True, slots=True)
class Item:
    """A name or a person: `start` inclusive, `end` exclusive offsets; `mark` is what stands before it."""

    kind: Literal["name", "person"]
    start: int
    end: int
    mark: ItemMark
    rule: str
    case: str | None
    part: Part | None = None
    opening: Opening | None = None
    line: str = ""
    cuts: tuple[tuple[int, int], ...] = ()
    surname_only: bool = False
    enclosed: bool = False


@dataclass(slots=True)
class State:
    """Where the reading of a cell stands: the label in force and the items so far."""

    case: str | None
    part: Part | None = None
    lasting: bool = True
    items: list[Item] = field(default_factory=list)


def find_items(passage: Passage, start: int, end: int, *, case: str | None, known: Collection[str]) -> tuple[Item, ...]:
    """Find the names and persons of `passage.text[start:end]` in printed order; `case` None is the nominative."""
    tokens = read_tokens(passage, start, end)
    form = matching_form(passage.text)[:end]
    reader = Reader(form, passage.text, tokens, case, tuple(known))
    return reader.read()


class Reader:
    """One pass over the tokens of a cell."""

    def __init__(self, form: str, text: str, tokens: Sequence[Token], case: str | None, known: tuple[str, ...]) -> None:
        """Start before the first token."""
        self.form, self.text, self.tokens, self.known = form, text, tokens, known
        self.base = case
        self.state = State(case)
        self.expected_number = 1

    def read(self) -> tuple[Item, ...]:
        """Read all tokens."""
        at, mark = 0, "start"
        while at < len(self.tokens):
            at, mark = self.step(at, mark)  # type: ignore[assignment,arg-type]
        return tuple(self.state.items)

    def step(self, at: int, mark: ItemMark) -> tuple[int, ItemMark]:
        """Read what begins at token `at`; gives the next token and the mark before it."""
        token = self.tokens[at]
        if mark == "start" or not token.line:
            pass
        elif mark == "space":
            mark = "line"
        self.reset(mark, token)
        after = self.after_label(at)
        if after is not None:
            return after, "label"
        if self.is_bullet(at, mark):
            return at + 1, "number" if mark in {"start", "line"} else mark
        number = self.after_number(at, mark)
        if number is not None:
            self.end_label()
            return number, "number"
        if token.kind in {"comma", "semicolon", "stop", "slash", "colon", "dash"}:
            return at + 1, mark_of(token, mark)
        if token.kind == "word" and self.form[token.start : token.end] in {"и", "или", "либо"}:
            return at + 1, "and"
        if self.is_also(at):
            return at + 2, "and"
        if token.kind == "person":
            return self.read_person(at, mark)
        if token.kind == "bracket":
            return self.read_bracket(at)
        return self.read_name(at, mark)

    def reset(self, mark: ItemMark, token: Token) -> None:
        """End a label that holds for one line only."""
        if mark in {"semicolon", "stop", "line"} and not self.state.lasting:
            opening = find_opening([token], 0, "nomn")
            if mark != "line" or self.state.case is None or (opening and opening.certain):
                self.end_label()

    def end_label(self) -> None:
        """Go back to the role and the case of the column, unless the label holds for several lines."""
        if not self.state.lasting:
            self.state.part, self.state.case, self.state.lasting = None, self.base, True

    def after_label(self, at: int) -> int | None:
        """Give the token after a label or joining words at token `at`, taking over its role and case."""
        place = self.tokens[at].start
        if self.tokens[at].kind not in {"word", "short"}:
            return None
        person = next((token.start for token in self.tokens[at + 1 : at + 4] if token.kind == "person"), None)
        label = match_label(self.form, place, person_at=person) or match_joining(self.form, place)
        if label is None:
            return None
        self.take(label)
        return next((index for index in range(at, len(self.tokens)) if self.tokens[index].start >= label.end), len(self.tokens))

    def take(self, label: Label) -> None:
        """Put a label in force."""
        self.state.part, self.state.lasting = label.part, label.lasting
        self.state.case = label.case if label.case else self.base

    def is_bullet(self, at: int, mark: ItemMark) -> bool:
        """Tell whether a token opens a line of a list: "- отдел", "• отдел"."""
        token = self.tokens[at]
        return token.kind == "bullet" or (token.kind == "dash" and mark in {"start", "line", "semicolon", "number", "label"})

    def after_number(self, at: int, mark: ItemMark) -> int | None:
        """Give the token after a list number ("1.", "2)") at token `at`."""
        token = self.tokens[at]
        if token.kind != "number":
            return None
        match = NUMBER.match(self.form, token.start)
        if not match or not (mark in {"start", "line", "semicolon", "stop", "label"} or int(match["number"]) == self.expected_number):
            return None
        self.expected_number = int(match["number"]) + 1
        return next((index for index in range(at, len(self.tokens)) if self.tokens[index].start >= match.end()), len(self.tokens))

    def is_also(self, at: int) -> bool:
        """Tell whether "а также" stands here."""
        pair = [self.form[token.start : token.end] for token in self.tokens[at : at + 2]]
        return pair == ["а", "также"]

    def read_person(self, at: int, mark: ItemMark) -> tuple[int, ItemMark]:
        """Add the person at token `at`."""
        token = self.tokens[at]
        if mark == "space" and at and self.tokens[at - 1].kind == "dash":
            mark = "dash"
        self.add("person", token.start, token.end, mark, "initials", line=token.line)
        return at + 1, "space"

    def read_bracket(self, at: int) -> tuple[int, ItemMark]:
        """Read a bracket that stands after an item: a role, an aside, persons or a position."""
        token = self.tokens[at]
        items = self.state.items
        role = read_bracket_role(token.text)
        if role and items:
            items[-1] = replace(items[-1], part=role)
        elif not is_aside(token.text):
            inner = self.inner_persons(token) or self.inner_position(token)
            items += inner
            if not inner:
                self.add("name", token.start, token.end, "bracket", "bracket")
        return at + 1, "space"

    def inner_persons(self, token: Token) -> list[Item]:
        """Give the persons that a bracket lists: "(Гращенкова, Бледнова)", "(Осипова О.В.)"."""
        start, end = token.start + 1, token.end - (token.text.endswith(")"))
        inner = read_tokens(Passage(text=self.text, block=1), start, end)
        if any(part.kind == "person" for part in inner):
            return Reader(self.form, self.text, inner, None, ()).bracketed(self.state)
        words = [part for part in inner if part.kind == "word" and part.text != "и"]
        if words and SURNAMES.fullmatch(self.text[start:end].strip(" .,;")) and (len(words) > 1 or is_surname(words[0].text)):
            return [
                Item("person", word.start, word.end, "bracket", "surnames_in_brackets", None, self.state.part, surname_only=True)
                for word in words
            ]
        return []

    def bracketed(self, outer: State) -> list[Item]:
        """Read the tokens of a bracket with persons in it."""
        items = self.read()
        lone = len(items) == 2 and {item.kind for item in items} == {"name", "person"}
        return [
            replace(item, mark="bracket" if item.kind == "person" or lone else item.mark, part=outer.part, enclosed=True) for item in items
        ]

    def inner_position(self, token: Token) -> list[Item]:
        """Give the position that a bracket after a person names: "Лугин П.А. (председатель)"."""
        items = self.state.items
        if not items or items[-1].kind != "person":
            return []
        start, end = token.start + 1, token.end - (token.text.endswith(")"))
        inner = read_tokens(Passage(text=self.text, block=1), start, end)
        opening = find_opening(inner, 0, "nomn") if inner else None
        return [Item("name", start, end, "bracket", "position_in_brackets", None, items[-1].part, opening)] if opening else []

    def read_name(self, begin: int, mark: ItemMark) -> tuple[int, ItemMark]:
        """Read the name that begins at token `begin` up to its border; gives the token after it and the mark there."""
        at, rule = begin + 1, "to_the_end"
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.kind == "person":
                return self.close(begin, at, mark, "before_person", at, self.mark_between(at))
            if self.begins_anew(begin, at):
                return self.close(begin, at, mark, "before_label", at, "line" if token.line else "space")
            between, right = mark_and_right(self.tokens, at)
            if between:
                if right > at and right < len(self.tokens) and self.begins_anew(begin, right):
                    return self.close(begin, at, mark, "before_label", right, between)
                gap = Gap(
                    self.tokens[begin : left_end(self.tokens, at)],
                    self.tokens[right:],
                    between,
                    line_at(self.tokens, at, right),
                    self.state.case or "nomn",
                    self.known,
                )
                if gap.right and gap.right[0].kind == "person" and between != "space":
                    return self.close(begin, at, mark, "before_person", right, between if between != "line" else "line")
                is_border, rule = read_border(gap)
                if is_border:
                    return self.close(begin, at, mark, rule, right, between)
                at = max(right, at)
            at += 1
        return self.close(begin, len(self.tokens), mark, "to_the_end", len(self.tokens), "space")

    def mark_between(self, at: int) -> ItemMark:
        """Give the mark before a person that follows a name directly."""
        if self.tokens[at - 1].kind == "dash":
            return "dash"
        return "line" if self.tokens[at].line else "space"

    def begins_anew(self, begin: int, at: int) -> bool:
        """Tell whether a label, joining words, a list number, a bullet or a bracket with persons ends the name before token `at`."""
        token = self.tokens[at]
        if token.line and self.state.case != self.base and not self.state.lasting:
            opening = find_opening(self.tokens, at, self.base or "nomn")
            if opening and opening.certain and opening.capital and opening.kind in {"head", "short", "form"}:
                return True
        if token.kind == "bullet" or (token.kind == "dash" and token.line):
            return True
        if token.kind == "bracket":
            return bool(self.inner_persons(token)) or read_bracket_role(token.text) is not None
        if token.kind == "number":
            match = NUMBER.match(self.form, token.start)
            return (
                bool(match)
                and (bool(token.line) or (int(match["number"]) == self.expected_number > 1))
                and self.form[match.end() - 1] in ".)"
                if match
                else False
            )
        if token.kind not in {"word", "short"}:
            return False
        return match_joining(self.form, token.start) is not None or match_label(self.form, token.start) is not None

    def close(self, begin: int, stop: int, mark: ItemMark, rule: str, after: int, next_mark: str) -> tuple[int, ItemMark]:
        """Add the name of tokens `begin` to `stop` (exclusive); gives the token after the mark and the mark."""
        tokens = list(self.tokens[begin:stop])
        while tokens and tokens[-1].kind in {"comma", "semicolon", "dash", "colon", "slash", "stop", "other"}:
            tokens.pop()
        if tokens:
            cuts = tuple((token.start, token.end) for token in tokens if token.kind == "bracket" and is_aside(token.text))
            end = strip_agreement(self.form, tokens[0].start, tokens[-1].end)
            opening = find_opening(tokens, 0, self.state.case or "nomn")
            if end > tokens[0].start:
                self.add_name(tokens, end, mark, rule, opening, cuts)
        return after, next_mark  # type: ignore[return-value]

    def add_name(
        self, tokens: Sequence[Token], end: int, mark: ItemMark, rule: str, opening: Opening | None, cuts: tuple[tuple[int, int], ...]
    ) -> None:
        """Add a name; a surname that ends the name of a position is an item of its own, a role after a dash is none."""
        items, last = self.state.items, tokens[-1]
        role = read_bracket_role(self.text[tokens[0].start : end])
        if role and mark == "dash" and items and items[-1].kind == "person":
            items[-1] = replace(items[-1], part=role)
            return
        surname = len(tokens) > 1 and last.end == end and last.kind == "word" and last.is_capital and is_surname(last.text)
        if surname and opening and opening.animate and opening.end < len(tokens):
            self.add("name", tokens[0].start, tokens[-2].end, mark, "before_surname", opening=opening, line=tokens[0].line, cuts=cuts)
            self.add("name", last.start, last.end, "line" if last.line else "space", rule, line=last.line)
        else:
            self.add("name", tokens[0].start, end, mark, rule, opening=opening, line=tokens[0].line, cuts=cuts)

    def add(
        self,
        kind: Literal["name", "person"],
        start: int,
        end: int,
        mark: ItemMark,
        rule: str,
        *,
        opening: Opening | None = None,
        line: str = "",
        cuts: tuple[tuple[int, int], ...] = (),
    ) -> None:
        """Add an item with the role and the case in force."""
        surname = kind == "name" and is_surname(self.text[start:end])
        self.state.items.append(
            Item("person" if surname else kind, start, end, mark, rule, self.state.case, self.state.part, opening, line, cuts, surname)
        )


def mark_of(token: Token, before: ItemMark) -> ItemMark:
    """Give the mark that a punctuation token makes, after another mark."""
    if token.kind in {"comma", "semicolon", "slash"}:
        return token.kind  # type: ignore[return-value]
    if token.kind in {"dash", "colon"}:
        return "dash" if before in {"space", "dash"} else before
    return "stop" if before in {"space", "stop"} and token.kind == "stop" else before


def mark_and_right(tokens: Sequence[Token], at: int) -> tuple[Mark | None, int]:
    """Give the mark at token `at` and the index of what follows it; (None, at) inside a name's punctuation."""
    token = tokens[at]
    if token.kind in {"comma", "semicolon", "slash", "stop"}:
        right = at + 1
        while right < len(tokens) and tokens[right].kind in {"comma", "semicolon", "stop"}:
            right += 1
        kind: Mark = "semicolon" if any(part.kind == "semicolon" for part in tokens[at:right]) else token.kind  # type: ignore[assignment]
        if right < len(tokens) and tokens[right].text.lower() in {"и", "или", "либо"} and kind == "comma":
            return "and", right + 1
        if [part.text.lower() for part in tokens[right : right + 2]] == ["а", "также"]:
            return "and", right + 2
        return kind, right
    if token.kind == "word" and token.text.lower() in {"и", "или", "либо"}:
        return "and", at + 1
    if [part.text.lower() for part in tokens[at : at + 2]] == ["а", "также"]:
        return "and", at + 2
    if token.kind in {"dash", "colon", "other", "bracket"} or tokens[at - 1].kind in {"dash", "colon"}:
        return None, at
    return ("line" if token.line else "space"), at


def left_end(tokens: Sequence[Token], at: int) -> int:
    """Give the end of the name on the left of a mark at token `at`."""
    return at


def line_at(tokens: Sequence[Token], at: int, right: int) -> Literal["", "soft", "hard"]:
    """Give the line end at a mark or behind it."""
    for token in tokens[at : right + 1]:
        if token.line:
            return token.line
    return ""
