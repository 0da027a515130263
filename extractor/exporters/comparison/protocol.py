"""Protocol: a comparison on paper, for the auditor to sign: what was compared, counts by class, each difference with room for the sign-off.

In: `Compared`, and the sign-offs that were given already. Out: the bytes of a DOCX. A sign-off whose difference is no longer found is
listed as void.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, groupby
from typing import Any

from extractor.comparison.signing import Mark, SignOff, items_of, void_sign_offs
from extractor.exporters.comparison.counts import HEADINGS, counts_of
from extractor.exporters.comparison.docx import HEAD_SHADE, group_row, header, line_paragraph
from extractor.exporters.comparison.entries import Entry, entries_of
from extractor.exporters.comparison.lines import Line
from extractor.exporters.comparison.markup import BOLD, PLAIN, cell, paragraph, row, run, table
from extractor.exporters.comparison.notices import measure_count, notices
from extractor.exporters.comparison.pieces import set_off
from extractor.exporters.comparison.sheets import HEADING_STYLE, LINE_STYLE, TITLE_STYLE, WIDTH, append, new_sheet, written
from extractor.exporters.comparison.titles import document_name
from extractor.exporters.comparison.versions import Compared, Version
from extractor.messages import message

SUBJECT_WIDTHS = (4.2, 11.0, WIDTH - 15.2)
COUNT_WIDTHS = (4.2, 3.6, 3.6, 3.6, 3.6)
MARKS: Mapping[Mark, str] = {"seen": "protocol_seen", "accepted": "protocol_accepted", "question": "protocol_question"}
SIGNED = (*MARKS.values(), "protocol_note", "protocol_who")
LISTED = ("docx_number", "column_unit", "protocol_difference")
WIDTHS = (1.2, 3.4, 8.2, 2.9, 2.1, 2.0, 3.0, WIDTH - 22.8)
VOID = ("column_unit", "protocol_mark", "protocol_note", "protocol_who")
VOID_WIDTHS = (8.3, 4.2, 8.0, WIDTH - 20.5)
TICK = "V"
ITALIC, STRUCK = {"i": "1"}, {"strike": "1"}


def write_protocol(compared: Compared, *, sign_offs: Sequence[SignOff] = ()) -> bytes:
    """Write the protocol with the sign-offs that hold in their rows."""
    document = new_sheet()
    append(document, paragraph(run(message("protocol_title")), style=TITLE_STYLE, align="center"))
    append(document, *subject_parts(compared))
    append(document, *count_parts(compared))
    append(document, *change_parts(compared, sign_offs))
    append(document, *void_parts(void_sign_offs(items_of(compared.whole), sign_offs)))
    append(document, *signature_parts())
    return written(document)


def heading(code: str) -> Any:
    """Make a heading, held on the page of what stands under it."""
    return paragraph(run(message(code)), style=HEADING_STYLE, keep=True)


def text_cells(texts: Sequence[str], widths: Sequence[float], *, align: str | None = None) -> list[Any]:
    """Make the cells of a row of plain texts."""
    return [cell([paragraph(run(text), align=align)], width) for text, width in zip(texts, widths, strict=True)]


def subject_parts(compared: Compared) -> Iterator[Any]:
    """Yield what was compared: both documents, their files, and what must be known first."""
    yield heading("protocol_subject")
    sides = [version_texts(compared.old), version_texts(compared.new)]
    rows = [row(*text_cells((message(code), *(side[code] for side in sides)), SUBJECT_WIDTHS)) for code in sides[0]]
    yield table([header(("protocol_document", "column_old_edition", "column_new_edition"), SUBJECT_WIDTHS), *rows], SUBJECT_WIDTHS)
    yield from (paragraph(run(notice), style=LINE_STYLE) for notice in notices(compared))


def version_texts(version: Version) -> Mapping[str, str]:
    """Say what a version is, by the codes of the rows' names."""
    contents = message("protocol_contents_of", clauses=len(version.records.clauses), measures=measure_count(version.records))
    return {
        "protocol_document_name": document_name(version),
        "protocol_file": version.name,
        "protocol_hash": version.sha256 or "",
        "protocol_contents": contents,
        "protocol_extractor": version.extractor or "",
    }


def count_parts(compared: Compared) -> Iterator[Any]:
    """Yield the counts by class."""
    yield heading("protocol_counts")
    texts = (["" if part is None else str(part) for part in counted] for counted in counts_of(compared.shown))
    rows = [row(*text_cells(line[:1], COUNT_WIDTHS[:1]), *text_cells(line[1:], COUNT_WIDTHS[1:], align="right")) for line in texts]
    yield table([header(HEADINGS, COUNT_WIDTHS), *rows], COUNT_WIDTHS)
    if compared.hidden:
        yield paragraph(run(message("compare_hidden", count=compared.hidden)), style=LINE_STYLE)


def change_parts(compared: Compared, sign_offs: Sequence[SignOff]) -> Iterator[Any]:
    """Yield the list of differences with their sign-offs."""
    yield heading("protocol_changes")
    entries = entries_of(compared)
    if entries:
        yield table(change_rows(entries, sign_offs), WIDTHS)
        yield paragraph(run(message("comparison_legend")), style=LINE_STYLE)
    else:
        yield paragraph(run(message("compare_equal")), style=LINE_STYLE)


def change_rows(entries: Sequence[Entry], sign_offs: Sequence[SignOff]) -> Iterator[Any]:
    """Yield the header, then the rows under their groups."""
    yield from header_rows()
    numbers = count(1)
    for group, members in groupby(entries, key=lambda entry: entry.group):
        yield group_row(group, WIDTHS)
        for entry in members:
            yield change_row(next(numbers), entry, [sign_off for sign_off in sign_offs if sign_off.key == entry.key])


def header_rows() -> Iterator[Any]:
    """Yield the two header rows: the sign-off's columns stand under their common name."""
    first = len(LISTED)
    named = [head_cell(code, width, merge="restart") for code, width in zip(LISTED, WIDTHS, strict=False)]
    yield row(*named, head_cell("protocol_mark", sum(WIDTHS[first:]), span=len(SIGNED)), header=True)
    below = [cell([paragraph()], width, shade=HEAD_SHADE, merge="continue") for width in WIDTHS[:first]]
    yield row(*below, *(head_cell(code, width, marks=PLAIN) for code, width in zip(SIGNED, WIDTHS[first:], strict=True)), header=True)


def head_cell(code: str, width: float, *, span: int = 1, merge: str | None = None, marks: Mapping[str, str] = BOLD) -> Any:
    """Make a cell of the header."""
    return cell([paragraph(run(message(code), marks), align="center")], width, span=span, shade=HEAD_SHADE, merge=merge)


def change_row(number: int, entry: Entry, sign_offs: Sequence[SignOff]) -> Any:
    """Make the row of one difference, with the sign-offs that it has."""
    difference = [*map(inline_paragraph, entry.both), *(paragraph(run(note, ITALIC)) for note in entry.remarks)]
    ticks = [TICK if any(sign_off.mark == mark for sign_off in sign_offs) else "" for mark in MARKS]
    several = len(sign_offs) > 1
    notes = "\n".join(f"{off.who}: {off.note}" if several else off.note for off in sign_offs if off.note)
    who = "\n".join(f"{signed_by(off)} ({message(MARKS[off.mark])})" if several else signed_by(off) for off in sign_offs)
    return row(
        cell([paragraph(run(str(number)), align="center")], WIDTHS[0]),
        cell([paragraph(run(entry.unit))], WIDTHS[1]),
        cell(difference, WIDTHS[2]),
        *text_cells(ticks, WIDTHS[3:6], align="center"),
        *text_cells((notes, who), WIDTHS[6:]),
        whole=True,
    )


def inline_paragraph(line: Line) -> Any:
    """Make the paragraph of a value with both versions' words."""
    return line_paragraph(Line(line.label, tuple(set_off(line.pieces))))


def signed_by(sign_off: SignOff) -> str:
    """Say who signed and when."""
    return ", ".join(part for part in (sign_off.who, sign_off.when) if part)


def void_parts(sign_offs: Sequence[SignOff]) -> Iterator[Any]:
    """Yield the sign-offs that hold no longer, struck through."""
    if not sign_offs:
        return
    yield heading("protocol_void")
    yield paragraph(run(message("protocol_void_reason")), style=LINE_STYLE)
    texts = ((off.subject or off.key, message(MARKS[off.mark]), off.note, signed_by(off)) for off in sign_offs)
    cells = ([cell([paragraph(run(text, STRUCK))], width) for text, width in zip(line, VOID_WIDTHS, strict=True)] for line in texts)
    yield table([header(VOID, VOID_WIDTHS), *(row(*made) for made in cells)], VOID_WIDTHS)


def signature_parts() -> Iterator[Any]:
    """Yield the place for the signature."""
    yield paragraph(style=LINE_STYLE)
    yield paragraph(run(message("protocol_signature")), style=LINE_STYLE)
