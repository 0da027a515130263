"""Resolving: a document with all its tracked changes accepted or rejected, as Word would do it (ECMA-376, part 1, 17.13.5)."""

import io
from typing import Any
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PART = "word/document.xml"


def resolved(content: bytes, *, accept: bool) -> bytes:
    """Give a document in which no tracked change is left."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, resolved_part(source.read(name), accept=accept) if name == PART else source.read(name))
    return out.getvalue()


def resolved_part(markup: bytes, *, accept: bool) -> bytes:
    """Resolve the document's main part."""
    root = etree.fromstring(markup)
    kept, gone = (f"{W}ins", f"{W}del") if accept else (f"{W}del", f"{W}ins")
    for row in list(root.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{gone}") is not None:
            row.getparent().remove(row)
    for table in [table for table in root.iter(f"{W}tbl") if table.find(f"{W}tr") is None]:
        table.getparent().remove(table)
    for change in list(root.iter(gone)):
        change.getparent().remove(change)
    for change in list(root.iter(kept)):
        unwrap(change)
    for text in root.iter(f"{W}delText"):
        text.tag = f"{W}t"
    assert not list(root.iter(f"{W}ins", f"{W}del"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def unwrap(change: Any) -> None:
    """Put what a change holds in its place."""
    for child in list(change):
        change.addprevious(child)
    change.getparent().remove(change)
