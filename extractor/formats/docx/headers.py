"""Headers: a first page's letterhead or stamp is part of the document, running titles and page numbers are not.

In: the package and the body's element. Out: the header part that the first page shows.
"""

from typing import Any

from extractor.formats.docx.markup import HEADER_REFERENCE, PARAGRAPH, RELATIONSHIP_ID, SECTION, TEXT, W, is_on


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


def header_text(header: Any) -> str:
    """Give a header's text on one line."""
    return " ".join("".join(piece.itertext(TEXT)) for piece in header.iter(PARAGRAPH))
