"""The verdict on an installation that was killed again and again.

In: its database, the documents that it accepted, their contents. Out: what was lost, doubled, stuck, failed or is wrong, and which
processes are left.
"""

import contextlib
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from extractor.exporters.json import to_json
from extractor.pipeline import extract

FAMILIES = ("plans", "measures", "clauses", "activities")
Counts = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Ids of documents that are not as they should be; all empty where nothing went wrong."""

    lost: list[str]
    doubled: list[str]
    stuck: list[str]
    failed: list[str]
    wrong: list[str]
    orphans: list[str]

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing went wrong."""
        return not any((self.lost, self.doubled, self.stuck, self.failed, self.wrong, self.orphans))


def judge(url: str, accepted: Mapping[str, bytes], orphans: list[str]) -> Verdict:
    """Compare the database with the documents that were accepted (by their ids)."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        rows = {str(row["id"]): row for row in connection.execute("SELECT id, sha256, status FROM documents")}
        extractions = Counter(
            row["pair"] for row in connection.execute("SELECT (document, extractor_version)::text AS pair FROM extractions")
        )
        jobs = [row["document"] for row in connection.execute(ACTIVE)]
        counts = {document: read_counts(connection, document) for document in accepted}
    contents = Counter(row["sha256"] for row in rows.values())
    return Verdict(
        lost=[document for document in accepted if document not in rows],
        doubled=[document for document, row in rows.items() if contents[row["sha256"]] > 1]
        + [pair for pair, times in extractions.items() if times > 1],
        stuck=[document for document, row in rows.items() if row["status"] in ("queued", "processing")] + jobs,
        failed=[document for document, row in rows.items() if row["status"] in ("failed", "cancelled")],
        wrong=[document for document, content in accepted.items() if counts[document] != expected_counts(content)],
        orphans=orphans,
    )


ACTIVE = "SELECT args ->> 'document' AS document FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"


def read_counts(connection: psycopg.Connection[dict[str, Any]], document: str) -> Counts:
    """Count a document's records in the store."""
    counts = {}
    for family in FAMILIES:
        statement = psycopg.sql.SQL("SELECT count(*) AS found FROM {} WHERE document = %s").format(psycopg.sql.Identifier(family))
        row = connection.execute(statement, [document]).fetchone()
        counts[family] = row["found"] if row else 0
    return counts


def expected_counts(content: bytes) -> Counts:
    """Count the records that the extractor finds in a content."""
    records = to_json(extract(content))
    measures = sum(len(plan["measures"]) for plan in records["plans"])
    return {
        "plans": len(records["plans"]),
        "measures": measures,
        "clauses": len(records["clauses"]),
        "activities": len(records["activities"]),
    }


def processes_of(folder: Path) -> list[str]:
    """Give the processes that have to do with a folder: by command line, environment or working folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        if int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            traces = (command, (entry / "environ").read_bytes().decode(errors="replace"), str((entry / "cwd").readlink()))
            if any(str(folder) in trace for trace in traces):
                found.append(f"{entry.name} {command}")
    return found
