"""Terminal: a comparison as a person reads it on a screen.

In: `Compared`. Out: rich renderables (`comparison_parts`): what was compared, what is missing, counts by class, then each difference under
its group, removed words struck through and added ones underlined; without colours (`plain`) they stand as [-removed-] {+added+}, as
wdiff prints them. `write_table` gives the plain text, `WIDTH` characters wide.
"""

import io
from collections.abc import Iterator
from itertools import groupby

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from extractor.exporters.comparison.counts import HEADINGS, Count, counts_of
from extractor.exporters.comparison.entries import Entry, entries_of
from extractor.exporters.comparison.lines import Line
from extractor.exporters.comparison.notices import notices
from extractor.exporters.comparison.pieces import around, set_off
from extractor.exporters.comparison.remarks import class_names
from extractor.exporters.comparison.titles import document_name
from extractor.exporters.comparison.versions import Compared
from extractor.messages import message

WIDTH = 100
INDENT = (0, 0, 0, 4)
STYLES = {"same": "", "removed": "red strike", "added": "green underline"}
PLAIN = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def write_table(compared: Compared) -> bytes:
    """Write the view as plain text."""
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    for part in comparison_parts(compared, plain=True):
        console.print(part, highlight=False, markup=False)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines()).encode()


def comparison_parts(compared: Compared, *, plain: bool) -> Iterator[RenderableType]:
    """Yield what is shown, top to bottom."""
    yield Text(message("compare_what", old=compared.old.name, new=compared.new.name), style="bold")
    yield from (Padding(Text(document_name(version)), INDENT, expand=False) for version in (compared.old, compared.new))
    yield from (Text(f"! {notice}", style="yellow") for notice in notices(compared))
    entries = entries_of(compared)
    if entries:
        yield count_grid(list(counts_of(compared.shown)))
    for group, members in groupby(entries, key=lambda entry: entry.group):
        yield Rule(Text(group, style="bold"), align="left", characters="-" if plain else "─")
        for entry in members:
            yield from entry_parts(entry, plain=plain)
    if compared.hidden:
        yield Text(message("compare_hidden", count=compared.hidden))
    elif not entries:
        yield Text(message("compare_equal"), style="bold green")


def count_grid(counts: list[Count]) -> Grid:
    """Build the table of counts."""
    grid = Grid(title=message("compare_counts"), title_justify="left", title_style="bold")
    for place, heading in enumerate(HEADINGS):
        grid.add_column(message(heading), justify="right" if place else "left")
    for name, *numbers in counts:
        grid.add_row(Text(name), *("" if number is None else str(number) for number in numbers))
    return grid


def entry_parts(entry: Entry, *, plain: bool) -> Iterator[RenderableType]:
    """Yield one difference: what it is about and what became of it, its values, its notes."""
    yield Text.assemble((f"{entry.unit}: ", "bold"), class_names(entry.classes).lower())
    for line in entry.both:
        yield Padding(marked_line(line, plain=plain), INDENT, expand=False)
    for note in entry.notes:
        yield Padding(Text(f"→ {note}", style="cyan"), INDENT, expand=False)


def marked_line(line: Line, *, plain: bool) -> Text:
    """Give a value with both versions' words marked; what was added is set off from what it replaces."""
    text = Text(f"{line.label}: " if line.label else "")
    for piece in set_off(line.pieces):
        opening, words, closing = around(piece.text)
        marked = Text(PLAIN[piece.kind].format(words)) if plain else Text(words, STYLES[piece.kind])
        text.append(opening).append_text(marked).append(closing)
    return text
