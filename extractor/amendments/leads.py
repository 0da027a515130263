"""Leads: what stands over an instruction, and a text without the act that it names.

In: nodes and parts of their skeletons. Out: the `Context` of a lead-in, the part that names places, a phrase without the act's name.
"""

import re
from dataclasses import dataclass, replace

from extractor.amendments.lexicon import FIRST_QUOTE, QUOTE
from extractor.amendments.nodes import Node
from extractor.amendments.phrases import Phrase, VerbKind
from extractor.amendments.places import RANKS, ROWS, Path, read_paths
from extractor.amendments.targets import document_start, find_act
from extractor.casing import Casing
from extractor.records import Target
from extractor.text import matching_form

# "План мероприятий, утверждённый постановлением … (приложение 1)".
APPENDED = re.compile(r"\(приложение(?: №? ?\d+)?\)")


@dataclass(frozen=True, slots=True)
class Context:
    """What leads hold for a node: the target, the place, and the verb where the lead ends in one ("заменить:")."""

    target: Target | None = None
    path: Path = ()
    amending: bool = False
    verb: VerbKind | None = None


def is_above(lead: Node, node: Node) -> bool:
    """Tell whether a node stands under another one by their numbers."""
    outer, inner = lead.levels, node.levels
    if is_line(node):
        return bool(outer) and not is_line(lead) and outer == inner[: len(outer)]
    return len(outer) < len(inner) and outer == inner[: len(outer)]


def is_line(node: Node) -> bool:
    """Tell whether a node has no number of its own."""
    return bool(node.levels) and node.levels[-1].kind in ("dash", "none")


def leads_lines(lead: Node, context: Context, node: Node) -> bool:
    """Tell whether a line that leads in, "в пункте 3:", holds for a later line beside it, or for a point of the list that it opens.

    A line that names a unit as large as the lead's is none of it.
    """
    if not is_line(lead) or not lead.skeleton.rstrip().endswith(":") or not stands_beside(lead, node):
        return False
    paths = read_paths(re.split(QUOTE, node.skeleton)[0], node.quotations)
    if not paths or not context.path:
        return True
    own, above = paths[0][0].unit, context.path[-1].unit
    return RANKS[own] > RANKS[above] or (above == "column" and own in ROWS)


def stands_beside(lead: Node, node: Node) -> bool:
    """Tell whether a node is a line at the level of a lead without a number, or the point of a list under it."""
    outer = lead.levels[:-1]
    if is_line(node):
        return node.levels[:-1] == outer or (len(node.levels) > len(outer) + 1 and node.levels[: len(outer)] == outer)
    return len(node.levels) > len(outer) and node.levels[: len(outer)] == outer


def printed(node: Node, text: str) -> str:
    """Give a part of a skeleton with its quotations as printed."""
    return re.sub(QUOTE, lambda mark: f"«{node.quotations[ord(mark.group()) - ord(FIRST_QUOTE)].text}»", text)


def place_part(node: Node, text: str, casing: Casing) -> str:
    """Give the part of a text that names places: what stands before the act and the name of the document that it approved."""
    whole = printed(node, text)
    act = find_act(whole, casing)
    named = whole[: act.start] if act else whole
    document = document_start(named, matching_form(named))
    kept = named if document is None else named[:document]
    if kept == whole:
        return text
    noted = APPENDED.search(matching_form(text))
    note = text[noted.start() : noted.end()] if noted else ""
    for size in range(len(text) + 1):
        if len(printed(node, text[:size])) >= len(kept):
            return text[:size] + note * (note not in text[:size])
    return text


def without_act(node: Node, phrase: Phrase, casing: Casing) -> Phrase:
    """Give a phrase without the act's name and what belongs to it, so that only places and words are left."""
    return replace(
        phrase,
        left=blank_act(node, phrase.left, casing),
        inner=blank_act(node, phrase.inner, casing),
        right=blank_act(node, phrase.right, casing),
    )


def blank_act(node: Node, text: str, casing: Casing) -> str:
    """Blank an act's name and its title in a part of a skeleton, keeping its length."""
    named = re.search(r"(?:постановлени|распоряжени|приказ|решени|указ|закон)[а-я]* (?!к |о |об )[^:;]*?\d", matching_form(text))
    if not named or not find_act(printed(node, text), casing):
        return text
    ended = re.match(
        rf"[^:;{QUOTE[1:-1]}]*?(?:№|N) ?[^\s,;:]+(?: {QUOTE})?(?: ?\([^()]*\))?", text[named.start() :], re.IGNORECASE
    ) or re.match(rf"[^:;{QUOTE[1:-1]}]*?\d{{4}}(?: ?г\.| года)?(?: {QUOTE})?", text[named.start() :])
    end = named.start() + (ended.end() if ended else 0)
    return text[: named.start()] + "\0" * (end - named.start()) + text[end:]
