"""Headers: a first page's letterhead or stamp is part of the document, running titles and page numbers are not.

In: the package and the body's element. Out: the header part that the first page shows and whether it is read.
"""

import re
from typing import Any

from extractor.formats.docx.markup import HEADER_REFERENCE, RELATIONSHIP_ID, SECTION, TEXT, W, is_on

LETTERHEAD = re.compile(
    r"утвержд(?:аю|ен[оа]?\b)|согласован[оа]?\b|администраци[яи]\b|правительств[оа]\b|министерств[оа]\b|департамент\b|"
    r"управлени[ея]\b|комитет\b|совет\b|дума\b|учреждени[ея]\b|постановлени[ея]\b|распоряжени[ея]\b|приказ\b|приложени[ея]\b",
    re.IGNORECASE,
)
STAMP = re.compile(r"\bутвержд(?:аю|ен[оаы]?)\b|\bсогласован[оа]?\b|^\W*приложение\b", re.IGNORECASE)


def first_header(body: Any, headers: dict[str, str]) -> tuple[str, bool] | None:
    """Name the header part of the first page and tell whether it is that page's own; None where there is none."""
    section = next(body.iter(SECTION), None)
    if section is None:
        return None
    parts = {
        reference.get(f"{W}type", "default"): headers.get(reference.get(RELATIONSHIP_ID, ""))
        for reference in section.iterfind(HEADER_REFERENCE)
    }
    own = is_on(section.find(f"{W}titlePg"))
    name = parts.get("first" if own else "default")
    return (name, own) if name else None


def is_letterhead(header: Any, *, own: bool) -> bool:
    """Tell whether a header carries a letterhead or a stamp; one that runs over all pages must carry a stamp."""
    text = " ".join("".join(piece.itertext(TEXT)) for piece in header.iter(f"{W}p"))
    return bool((LETTERHEAD if own else STAMP).search(text))
