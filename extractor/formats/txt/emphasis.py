"""Emphasis marks: Markdown's `**bold**` and `# heading` in plain text.

In: a paragraph's lines. Out: the lines without marks, and whether all of the text was bold and at which heading level.
"""

import re

MARKED = re.compile(r"\*\*(?=\S)((?:(?!\*\*).){1,2000}?)(?<=\S)\*\*", re.DOTALL)
HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
DOUBLE_MARK = re.compile(r"[-*•]\s+(?=(?:\d{1,2}|[а-яё])\)\s)")


def strip_emphasis(text: str) -> tuple[str, bool, int | None]:
    """Give the text without marks, whether it was bold as a whole, and its heading level (1 is the outermost)."""
    heading = HEADING.match(text)
    body = text[heading.end() :] if heading else text
    body = DOUBLE_MARK.sub("", body, count=1) if DOUBLE_MARK.match(body) else body
    if "**" not in body:
        return body, False, len(heading.group(1)) if heading else None
    whole = MARKED.fullmatch(body.strip())
    plain = MARKED.sub(r"\1", body)
    return plain, whole is not None, len(heading.group(1)) if heading else None
