"""Frames: which characters draw a table, and where a line of text is cut or ruled by them.

In: lines. Out: facts about them: is it part of a frame, which stretches are horizontal rules, where the columns' edges
are. Three kinds are known: line-drawing characters, ASCII `+---+` with `|`, and the old printers' `-----T---¬` with `¦`.
"""

import re
from collections import Counter
from collections.abc import Sequence

VERTICALS = "│┃║¦|"
DRAWN = re.compile("[\u2500-\u257f]")
# A rule: horizontals with the corners and crossings of any of the three kinds; old printers write T L ¬ for ┬ └ ┐.
RULE_LINE = re.compile("[ \t\u2500-\u257f+\\-=_|¦TTLГ¬‰.,'`]+")
HORIZONTAL_RUN = re.compile("[─━═╌┄]{1,}|[-=_]{2,}")
HORIZONTALS = frozenset("─━═╌┄-=_")
# What may stand at the ends of a rule inside a line that has text beside it.
CORNERS = frozenset("+T¬LГ‰") | frozenset(VERTICALS) | frozenset(chr(code) for code in range(0x2500, 0x2580)) - HORIZONTALS
# A frame is never wider than a wide printer's sheet; longer lines are other content.
MAX_FRAME_WIDTH = 1000


def is_framed(line: str) -> bool:
    """Tell whether a line can belong to a drawn table."""
    if len(line) > MAX_FRAME_WIDTH:
        return False
    stripped = line.strip()
    if stripped[:1] in VERTICALS and stripped[:1]:
        return len(stripped) > 1
    return is_rule_line(stripped) or (DRAWN.match(stripped) is not None and len(stripped) > 1)


def is_rule_line(line: str) -> bool:
    """├────┼────┤, +----+----+, -----T----¬."""
    if not RULE_LINE.fullmatch(line) or len(line.strip()) < 3:
        return False
    return any(len(run) > 2 for run in HORIZONTAL_RUN.findall(line)) or DRAWN.search(line) is not None


def find_rules(line: str) -> list[tuple[int, int]]:
    """Find the half-open stretches of a line that are horizontal rules: between corners, or all of a rule line."""
    whole = is_rule_line(line)
    found = []
    for run in HORIZONTAL_RUN.finditer(line):
        start, end = run.span()
        bounded = (start == 0 or line[start - 1] in CORNERS) and (end >= len(line) or line[end] in CORNERS)
        if bounded or whole:
            found.append((start, end))
    return found


def find_edges(lines: Sequence[str], rules: Sequence[list[tuple[int, int]]]) -> list[int]:
    """Find the columns' edges: corners of rules, and verticals that stand in most lines of text."""
    edges: set[int] = set()
    verticals: Counter[int] = Counter()
    texts = 0
    for line, stretches in zip(lines, rules, strict=True):
        places = [place for place, character in enumerate(line) if character in VERTICALS]
        if stretches:
            edges.update(place for place in places)
            edges.update(end for _, end in stretches if end < len(line) and line[end] in CORNERS)
            edges.update(start - 1 for start, _ in stretches if start and line[start - 1] in CORNERS)
        else:
            texts += 1
            verticals.update(places)
    edges.update(place for place, times in verticals.items() if times * 2 > texts)
    if rules and edges:
        edges.add(min(edges | {stretches[0][0] for stretches in rules if stretches}))
    return sorted(edges)


def edge_share(lines: Sequence[str], rules: Sequence[list[tuple[int, int]]], edges: Sequence[int]) -> float:
    """Give the share of the verticals in lines of text that stand on the columns' edges."""
    known = set(edges)
    places = [
        place
        for line, stretches in zip(lines, rules, strict=True)
        if not stretches
        for place, character in enumerate(line)
        if character in VERTICALS
    ]
    return sum(place in known for place in places) / len(places) if places else 0.0
