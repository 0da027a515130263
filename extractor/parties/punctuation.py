"""Marks between items: punctuation, "и", line ends.

In: tokens. Out: the mark that stands at a token and where the next item begins.
"""

from collections.abc import Sequence

from extractor.parties.borders.gap import Mark
from extractor.parties.items import ItemMark
from extractor.parties.tokens import Break, Token

PUNCTUATION = frozenset({"comma", "semicolon", "stop", "slash", "colon", "dash"})
# "а так же" is how many clerks write it.
CONJUNCTIONS = (("и",), ("или",), ("либо",), ("а", "также"), ("а", "так", "же"))
STRONG: dict[str, ItemMark] = {"comma": "comma", "semicolon": "semicolon", "slash": "slash"}
BETWEEN: dict[str, Mark] = {"comma": "comma", "semicolon": "semicolon", "slash": "slash", "stop": "stop"}


def mark_of(token: Token, before: ItemMark) -> ItemMark:
    """Give the mark that a punctuation token makes after another mark."""
    if token.kind in STRONG:
        return STRONG[token.kind]
    if token.kind in {"dash", "colon"}:
        return "dash" if before in {"space", "dash"} else before
    return "stop" if before in {"space", "stop"} else before


def mark_and_right(tokens: Sequence[Token], at: int) -> tuple[Mark | None, int]:
    """Give the mark at token `at` and the index of what follows it; (None, at) inside a name's punctuation."""
    token = tokens[at]
    if token.kind in BETWEEN:
        right = at + 1
        while right < len(tokens) and tokens[right].kind in {"comma", "semicolon", "stop"}:
            right += 1
        if any(part.kind == "semicolon" for part in tokens[at:right]):
            return "semicolon", right
        joined = and_length(tokens, right) if token.kind == "comma" else 0
        return ("and", right + joined) if joined else (BETWEEN[token.kind], right)
    joined = and_length(tokens, at)
    if joined:
        return "and", at + joined
    if token.kind in {"dash", "colon", "other", "bracket"} or tokens[at - 1].kind in {"dash", "colon"}:
        return None, at
    return ("line" if token.line else "space"), at


def and_length(tokens: Sequence[Token], at: int) -> int:
    """Give the number of tokens of "и", "или" or "а также" at `at`; 0 where none stands."""
    words = tuple(token.text.lower() for token in tokens[at : at + 3])
    return next((len(conjunction) for conjunction in CONJUNCTIONS if words[: len(conjunction)] == conjunction), 0)


def line_at(tokens: Sequence[Token]) -> Break:
    """Give the first line end before one of the tokens."""
    return next((token.line for token in tokens if token.line), "")
