"""Terminal: a check of reports as a person reads it.

In: `Checked`. Out: rich renderables (`check_parts`): each measure with what is told of it, the shares, what no measure speaks of.
`write_table` gives plain text.
"""

import io
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.text import Text

from extractor.exporters.comparison.terminal import WIDTH
from extractor.exporters.fulfilment.checked import (
    MEASURE_COLUMNS,
    OUTSIDE_COLUMNS,
    SHARE_COLUMNS,
    Checked,
    measure_rows,
    outside_rows,
    share_rows,
    share_tables,
    summary,
)
from extractor.exporters.terminal import grid


def write_table(checked: Checked) -> bytes:
    """Write the view as plain text."""
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    for part in check_parts(checked):
        console.print(part, highlight=False)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines()).encode()


def check_parts(checked: Checked) -> Iterator[RenderableType]:
    """Yield what is shown, top to bottom."""
    yield grid("check_measures", MEASURE_COLUMNS, list(measure_rows(checked)))
    for code, shares in share_tables(checked):
        yield grid(code, SHARE_COLUMNS, list(share_rows(shares)))
    if checked.found.outside:
        yield grid("check_outside", OUTSIDE_COLUMNS, list(outside_rows(checked)))
    yield Text(summary(checked), style="bold")
