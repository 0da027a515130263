"""Builds tagged PDFs for the tests: lines of Russian text with marked-content numbers and the tree that they hang on."""

from collections.abc import Sequence
from typing import Any

Line = tuple[float, float, str]
"""x, the baseline's y from the page's top, and the text."""
Node = tuple[str, Sequence[Any]]
"""An element's type and its children: elements, or marked text as (page from 0, number of the line on the page)."""
WIDTH, HEIGHT, SIZE = 595, 842, 10
LETTERS = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfrange <20> <7E> <0020> <C0> <FF> <0410> endbfrange endcmap end end
"""
"""The letters that the codes of cp1251 stand for."""


def tagged_pdf(pages: Sequence[Sequence[Line]], tree: Node, rules: Sequence[Sequence[tuple[float, float, float, float]]] = ()) -> bytes:
    """Write a PDF whose lines are numbered from 0 on each page; `rules` are drawn on each page."""
    objects: list[str] = ["<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 4 0 R /MarkInfo << /Marked true >> >>", "", "", ""]
    objects[2] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 5 0 R >>"
    objects.append(f"<< /Length {len(LETTERS)} >>\nstream\n{LETTERS}endstream")
    numbers = []
    for index, lines in enumerate(pages):
        drawn = rules[index] if index < len(rules) else ()
        stream = "".join(f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n" for x0, y0, x1, y1 in drawn)
        for number, (x, y, text) in enumerate(lines):
            stream += f"/P << /MCID {number} >> BDC BT /F1 {SIZE} Tf {x} {HEIGHT - y} Td ({text}) Tj ET EMC\n"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}endstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /StructParents {index} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        numbers.append(len(objects))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] /Count {len(numbers)} >>"
    owners: dict[tuple[int, int], int] = {}
    root = write_element(tree, 4, objects, numbers, owners)
    parents = " ".join(
        f"{page} [{' '.join(f'{owners[page, number]} 0 R' for number in range(len(lines)))}]" for page, lines in enumerate(pages)
    )
    objects[3] = f"<< /Type /StructTreeRoot /K [{root} 0 R] /ParentTree << /Nums [{parents}] >> >>"
    return write_file(objects)


def write_element(node: Node, parent: int, objects: list[str], pages: Sequence[int], owners: dict[tuple[int, int], int]) -> int:
    """Add an element with its children; gives its object number. Every line must hang on the tree."""
    kind, children = node
    objects.append("")
    own = len(objects)
    kids = []
    for child in children:
        if isinstance(child[0], int):
            page, number = child
            owners[page, number] = own
            kids.append(f"<< /Type /MCR /Pg {pages[page]} 0 R /MCID {number} >>")
        else:
            kids.append(f"{write_element(child, own, objects, pages, owners)} 0 R")
    objects[own - 1] = f"<< /Type /StructElem /S /{kind} /P {parent} 0 R /K [{' '.join(kids)}] >>"
    return own


def write_file(objects: Sequence[str]) -> bytes:
    """Write numbered objects as a file with its cross-reference table."""
    content, places = "%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    return f"{content}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("cp1251")
