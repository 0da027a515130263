"""Builds DOCX packages from raw XML: only the parts that a test is about."""

import io
import zipfile
from xml.sax.saxutils import escape

from extractor.document import Document
from extractor.formats.docx import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(body: str, *, styles: str = "", numbering: str = "", header: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """Zip a body with the parts given."""
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode(),
        "word/_rels/document.xml.rels": relations(
            **({"styles": "styles.xml"} if styles else {}),
            **({"numbering": "numbering.xml"} if numbering else {}),
            **({"header": "header1.xml"} if header else {}),
        ),
    }
    for name, content in (("styles", styles), ("numbering", numbering), ("header1", header)):
        tag = {"header1": "hdr"}.get(name, name)
        if content:
            parts[f"word/{name}.xml"] = f"<w:{tag} {NAMESPACES}>{content}</w:{tag}>".encode()
    return zipped(parts | (extra or {}))


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(**targets: str) -> bytes:
    rows = "".join(f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for kind, target in targets.items())
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'.encode()


def p(text: str = "", marks: str = "", run: str = "") -> str:
    """A paragraph of one run; `marks` goes into pPr, `run` into rPr."""
    properties = f"<w:pPr>{marks}</w:pPr>" if marks else ""
    return f"<w:p>{properties}{r(text, run)}</w:p>"


def r(text: str, marks: str = "") -> str:
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def tr(*cells: str, marks: str = "") -> str:
    properties = f"<w:trPr>{marks}</w:trPr>" if marks else ""
    return f"<w:tr>{properties}{''.join(cell if cell.startswith('<w:tc>') else tc(cell) for cell in cells)}</w:tr>"


def tc(text: str = "", marks: str = "") -> str:
    """A cell; `text` is the text of its one paragraph, or whole elements."""
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{text if text.startswith('<w:') else p(text)}</w:tc>"


def numbering(*levels: str, number: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    described = "".join(f'<w:lvl w:ilvl="{index}">{level}</w:lvl>' for index, level in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="0">{described}</w:abstractNum>{number}'


def level(form: str, label: str, marks: str = "", start: int = 1) -> str:
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{marks}<w:lvlText w:val="{label}"/>'


def body(*elements: str, **parts: str) -> Document:
    """A document of these elements, read."""
    return read(package("".join(elements), **parts))
