"""CSV: measures as rows, with the byte order mark that makes spreadsheet programs read Cyrillic.

In: rows of `rows.measure_rows`. Out: CSV text (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe.
"""

import csv
import io
from collections.abc import Iterable

from extractor.exporters.rows import HEADINGS, Row

# A cell that begins so is run as a formula by spreadsheet programs (OWASP, "CSV injection").
FORMULA_OPENINGS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[Row]) -> str:
    """Write rows under the headings, first the byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


def harmless(value: str) -> str:
    """Give a value that no spreadsheet program runs."""
    return f"'{value}" if value.startswith(FORMULA_OPENINGS) and len(value) > 1 else value
