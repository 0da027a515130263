"""Renderers: one module per file format; `RENDERERS` and `FURTHER` are the lists.

In: a `Layout`. Out: the bytes of a file. To add a format, write a module with `render(layout) -> bytes` and add a line here.
"""

from collections.abc import Callable
from functools import partial

from corpora.render import docx, html, office, pdf, scan, txt, xlsx
from corpora.source import Layout

# File extension → renderer.
RENDERERS: dict[str, Callable[[Layout], bytes]] = {
    "docx": docx.render,
    "pdf": pdf.render,
    "html": html.render,
    "txt": txt.render,
}
# The same for formats that take seconds a document to write and read, and programs that need not be installed.
FURTHER: dict[str, Callable[[Layout], bytes]] = {
    "xlsx": xlsx.render,
    "odt": partial(office.render, kind="odt"),
    "rtf": partial(office.render, kind="rtf"),
    "doc": partial(office.render, kind="doc"),
    "scan.pdf": scan.render,
}
