"""Renderers: one module per file format; `RENDERERS` is the one list.

In: a `Layout`. Out: the bytes of a file. To add a format, write a module with `render(layout) -> bytes` and add a line here.
"""

from collections.abc import Callable

from corpora.render import docx, html, pdf, txt
from corpora.source import Layout

RENDERERS: dict[str, Callable[[Layout], bytes]] = {
    "docx": docx.render,
    "pdf": pdf.render,
    "html": html.render,
    "txt": txt.render,
}
"""File extension → renderer."""
