"""CSV: measures as rows, with the byte order mark that makes spreadsheet programs read Cyrillic.

In: documents' names with their records. Out: CSV (RFC 4180) in UTF-8. Text that a spreadsheet would run as a formula gets an apostrophe.
"""

import csv
import io

from extractor.exporters.rows import Named, headings, measure_rows

# A cell that begins so is run as a formula by spreadsheet programs (OWASP, "CSV injection").
FORMULA_OPENINGS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(documents: Named) -> bytes:
    """Write a row for each measure of all documents under the headings, first the byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings())
    for source, records in documents:
        writer.writerows([harmless(value) for value in row] for row in measure_rows(source, records))
    return out.getvalue().encode("utf-8-sig")


def harmless(value: str) -> str:
    """Give a value that no spreadsheet program runs."""
    return f"'{value}" if value.startswith(FORMULA_OPENINGS) and len(value) > 1 else value
