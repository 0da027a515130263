"""ODT, RTF and DOC: what LibreOffice saves of the DOCX.

In: a `Layout`. Out: bytes. DOC is made by way of ODT: on the straight way from DOCX LibreOffice loses merged cells.
Raises `MissingProgram` where LibreOffice is not installed.
"""

from corpora.render import docx
from corpora.source import Layout


def render(layout: Layout, kind: str) -> bytes:
    """Give the file of a kind: odt, rtf or doc."""
    from extractor.formats.office.conversion import convert

    source = docx.render(layout)
    if kind == "doc":
        return convert(convert(source, "docx", "odt"), "odt", "doc")
    return convert(source, "docx", kind)
