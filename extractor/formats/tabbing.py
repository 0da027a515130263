"""Tabbed lines: what stands apart on one printed line becomes lines of its own.

In: a paragraph's text with "\\n" at forced line ends and "\\t" at tabs; long runs of spaces serve as tabs. Out: its lines.
"Глава района        И.И. Иванов" is two lines, "1.	Провести проверку" is one.
"""

import re

# Five spaces: fewer are met between words of justified text.
WIDE_GAP = re.compile("[ \u00a0\u2003]{5,}")
LIST_MARK = re.compile(r"\s*(?:[-–—•*·]|\(?[\w.]{1,6}[.)]|\d{1,3})\s*$")
APART = re.compile(r"[ \t\u00a0]*[A-ZА-ЯЁ№_«\"(\d]")
# Characters: a longer line with tabs is running text whose spaces a converter turned into tabs.
TABBED_LINE = 120


def split_lines(text: str) -> list[str]:
    """Split text at forced line ends, and where two things are set apart on one line."""
    lines = text.split("\n") if "\n" in text else [text]
    if "\t" not in text and "     " not in text and "\u00a0\u00a0" not in text:
        return lines
    return [piece for line in lines for piece in split_gaps(line)]


def split_gaps(line: str) -> list[str]:
    """Split a short line at a gap before a capital, a number or a blank to fill in; not after a list mark."""
    if len(" ".join(line.split())) > TABBED_LINE:
        return [line]
    pieces: list[str] = []
    for piece in WIDE_GAP.sub("\t", line).split("\t"):
        if not piece or piece.isspace():
            continue
        if pieces and (not APART.match(piece) or LIST_MARK.match(pieces[-1])):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return pieces
