"""CSV: a check of reports as rows: the measures with what is told of each, as the first sheet of the workbook has them.

In: `Checked`. Out: CSV (RFC 4180) in UTF-8 with the byte order mark. No cell is run as a formula.
"""

import csv
import io

from extractor.exporters.csv import harmless
from extractor.exporters.fulfilment.checked import MEASURE_COLUMNS, Checked, measure_rows
from extractor.messages import message


def write_csv(checked: Checked) -> bytes:
    """Write a row for each measure under the headings."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([message(column) for column in MEASURE_COLUMNS])
    writer.writerows([harmless(value) for value in row] for row in measure_rows(checked))
    return out.getvalue().encode("utf-8-sig")
