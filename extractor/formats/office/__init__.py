"""DOC, RTF and ODT: read as the DOCX that LibreOffice makes of them.

In: the bytes of a legacy or OpenDocument text. Out: the `Document` of its DOCX form, `format` naming what it was.
"""

from dataclasses import replace

from extractor.document import Document
from extractor.formats import docx
from extractor.formats.office.conversion import convert
from extractor.formats.recognition import find_kind


def read(content: bytes) -> Document:
    """Read a DOC, RTF or ODT; raises `MissingProgram` where LibreOffice is not installed."""
    kind = find_kind(content)
    return replace(docx.read(convert(content, kind, "docx")), format=kind)
