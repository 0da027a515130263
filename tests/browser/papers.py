"""Papers that the tests upload: small plans of their own in several formats.

In: rows of a plan. Out: the bytes of a file.
"""

from corpora.render import docx, pdf
from corpora.render.scan import scan_pdf
from corpora.source import Layout, read_layout


def layout(tmp_path, title: str, rows: tuple[tuple[str, str, str], ...]) -> Layout:
    """Lay out a plan: each row is a measure, its deadline, its unit."""
    lines = [f"{place} | {' | '.join(row)}" for place, row in enumerate(rows, 1)]
    head = ["@centre bold", title, "@table", "columns: number=1 text=8 deadline=3 responsible=4", "header: 1"]
    path = tmp_path / "plan.txt"
    path.write_text("\n".join([*head, "№ п/п | Мероприятие | Срок исполнения | Исполнитель", *lines]) + "\n", encoding="utf-8")
    return read_layout(path)


def paper(tmp_path, title: str, *rows: tuple[str, str, str]) -> bytes:
    """Give a plan as a DOCX."""
    return docx.render(layout(tmp_path, title, rows))


def scan(tmp_path, title: str, *rows: tuple[str, str, str]) -> bytes:
    """Give a plan as a scan: pictures of its pages in a PDF."""
    return scan_pdf(pdf.render(layout(tmp_path, title, rows)), turned=0)
