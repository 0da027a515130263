"""Styles: what a paragraph or a run inherits: alignment, bold, hidden, heading level, list number.

In: the root of `word/styles.xml`. Out: `Styles`, each style resolved once over its `basedOn` chain.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from extractor.formats.docx.markup import (
    ALIGNMENT,
    BOLD,
    HIDDEN,
    INDENT,
    NUMBER_ID,
    NUMBER_LEVEL,
    NUMBERING,
    OUTLINE,
    PARAGRAPH_MARKS,
    RUN_MARKS,
    VAL,
    W,
    is_on,
    read_number,
)

HEADING_NAME = re.compile(r"(?:heading|заголовок) ?([1-9])$")
# `outlineLvl` 9 means body text (ECMA-376 17.3.1.20); 0 is the outermost heading.
BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Style:
    """Resolved properties; None and False mean that nothing in the chain sets them. `indent` is the left one in twips."""

    alignment: str | None = None
    indent: int = 0
    bold: bool = False
    hidden: bool = False
    level: int | None = None
    number_id: str | None = None
    number_level: int | None = None


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id; `default` is the paragraph style that holds where none is named."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: Style = PLAIN

    def paragraph(self, style_id: str | None) -> Style:
        """Give the style of a paragraph."""
        return self.default if style_id is None else self.by_id.get(style_id, self.default)

    def run(self, style_id: str | None) -> Style:
        """Give the character style of a run."""
        return PLAIN if style_id is None else self.by_id.get(style_id, PLAIN)


def read_styles(root: Any) -> Styles:
    """Read every style of the part."""
    sources = {style.get(f"{W}styleId"): style for style in root.iterfind(f"{W}style")}
    resolved: dict[str, Style] = {}
    for style_id in sources:
        resolve_chain(style_id, sources, resolved)
    default = next(
        (i for i, s in sources.items() if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") in ("1", "true", "on")), None
    )
    return Styles(resolved, resolved.get(default, PLAIN) if default is not None else PLAIN)


def resolve_chain(style_id: str, sources: Mapping[str, Any], resolved: dict[str, Style]) -> None:
    """Resolve a style and what it is based on, outermost first; a circle is cut where it closes."""
    chain: list[str] = []
    current: str | None = style_id
    while current is not None and current in sources and current not in resolved and current not in chain:
        chain.append(current)
        current = based_on(sources[current])
    style = resolved.get(current, PLAIN) if current is not None else PLAIN
    for step in reversed(chain):
        style = resolved[step] = own_properties(sources[step], style)


def based_on(source: Any) -> str | None:
    """Name the style that a style is based on."""
    parent = source.find(f"{W}basedOn")
    return None if parent is None else parent.get(VAL)


def own_properties(source: Any, inherited: Style) -> Style:
    """Lay a style's own properties over the inherited ones."""
    style = heading_level(source, inherited)
    paragraph, run = source.find(PARAGRAPH_MARKS), source.find(RUN_MARKS)
    if paragraph is not None:
        style = paragraph_properties(paragraph, style)
    if run is not None:
        bold, hidden = run.find(BOLD), run.find(HIDDEN)
        style = replace(
            style,
            bold=style.bold if bold is None else is_on(bold),
            hidden=style.hidden if hidden is None else is_on(hidden),
        )
    return style


def heading_level(source: Any, style: Style) -> Style:
    """A style named "heading 1" is a heading of level 1 in every language of Word."""
    name = source.find(f"{W}name")
    match = HEADING_NAME.search((name.get(VAL) or "").lower()) if name is not None else None
    return replace(style, level=int(match.group(1))) if match else style


def paragraph_properties(marks: Any, style: Style) -> Style:
    """Lay the paragraph properties of a `pPr` over a style."""
    alignment, indent, outline, number = (marks.find(tag) for tag in (ALIGNMENT, INDENT, OUTLINE, NUMBERING))
    if alignment is not None:
        style = replace(style, alignment=alignment.get(VAL))
    if indent is not None:
        style = replace(style, indent=left_indent(indent, style.indent))
    if outline is not None:
        level = read_number(outline)
        style = replace(style, level=level + 1 if level is not None and 0 <= level < BODY_LEVEL else None)
    if number is not None:
        style = with_number(number, style)
    return style


def left_indent(indent: Any, inherited: int) -> int:
    """Give the left indent in twips."""
    value = read_number(indent, f"{W}left")
    value = read_number(indent, f"{W}start") if value is None else value
    return inherited if value is None else value


def with_number(number: Any, style: Style) -> Style:
    """Lay a `numPr` over a style: either half may be inherited."""
    number_id, level = number.find(NUMBER_ID), read_number(number.find(NUMBER_LEVEL))
    return replace(
        style,
        number_id=style.number_id if number_id is None else number_id.get(VAL),
        number_level=style.number_level if level is None else level,
    )
