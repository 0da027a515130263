"""DOCX (ECMA-376 WordprocessingML): bytes → `Document`.

In: the bytes of a .docx. Out: paragraphs and tables in reading order, with computed list numbers, merged cells once with
their spans, tracked changes as accepted, text boxes at their anchor, the first page's letterhead first. Pages are
unknown. One pass over the XML elements: `package` unpacks, `styles` and `numbering` say what is inherited, `paragraphs`,
`tables` and `body` read, `headers` decides about the header.
"""

from typing import Any

from extractor.document import Block, Document
from extractor.errors import DamagedFile, EmptyFile
from extractor.formats.docx.body import Body
from extractor.formats.docx.headers import first_header, header_text
from extractor.formats.docx.markup import TABLE, W
from extractor.formats.docx.numbering import Numbering, numbering_styles, read_numbering
from extractor.formats.docx.package import Package, open_package
from extractor.formats.docx.paragraphs import Paragraphs
from extractor.formats.docx.styles import Styles, read_styles
from extractor.formats.letterheads import is_letterhead
from extractor.formats.recognition import by_markup


def read(content: bytes) -> Document:
    """Read a DOCX; raises DamagedFile, DangerousFile, EmptyFile, EncryptedFile or TooLarge."""
    package = open_package(content)
    name = package.main_part()
    root = package.xml(name)
    container = root.find(f"{W}body")
    if container is None:
        raise DamagedFile("no_document_part")
    paragraphs = story(package, name)
    body = Body(paragraphs, frozenset(tables_with_tables(root)))
    read_header(package, name, container, body)
    body.read(container)
    blocks = tuple(body.blocks) or embedded_page(package, name)
    if not blocks:
        raise EmptyFile
    return Document(format="docx", blocks=blocks)


def embedded_page(package: Package, name: str) -> tuple[Block, ...]:
    """Read the HTML that some programs wrap into a DOCX whole (`w:altChunk`, ECMA-376 17.17.2.1)."""
    from extractor.formats import html

    for part in package.related(name, "aFChunk").values():
        content = package.content(part)
        if by_markup(content) in ("html", "mht"):
            return html.read(content).blocks
    return ()


def story(package: Package, name: str) -> Paragraphs:
    """Open a reader of paragraphs with the document's styles and lists."""
    styles_part = next(iter(package.related(name, "styles").values()), None)
    numbering_part = next(iter(package.related(name, "numbering").values()), None)
    styles_root = package.xml(styles_part) if styles_part else None
    styles = read_styles(styles_root) if styles_root is not None else Styles()
    if numbering_part is None:
        return Paragraphs(styles, Numbering({}))
    styled = numbering_styles(styles_root) if styles_root is not None else {}
    return Paragraphs(styles, read_numbering(package.xml(numbering_part), styled))


def read_header(package: Package, name: str, container: Any, body: Body) -> None:
    """Put the letterhead or stamp of the first page's header before the body."""
    found = first_header(container, package.related(name, "header"))
    if found is None:
        return
    part, own = found
    header = package.xml(part)
    if is_letterhead(header_text(header), first_page=own):
        body.read(header)


def tables_with_tables(root: Any) -> set[Any]:
    """Find the tables that hold other tables."""
    return {outer for inner in root.iter(TABLE) for outer in inner.iterancestors(TABLE)}
