"""Limits of one job: what a document may take before its child is ended.

In: nothing. Out: `Limits`. To add a limit, add a field with its reason, and hold it in `child.py` (by the kernel) or in
`forkserver.py` (by watching).
"""

from dataclasses import dataclass

# A scan of 300 pages takes 8 minutes on one core; what takes longer than this loops.
MAX_SECONDS = 900.0
# Address space of one process, and resident memory of all processes of the job. A 300-page scan took 0.7 GB, a spreadsheet of
# 100 MB 2 GB; LibreOffice reserves 1 GB of address space.
MAX_MEMORY_BYTES = 3_000_000_000
# The largest file that a conversion may write has 200 MB (`extractor.formats.office.conversion`).
MAX_FILE_BYTES = 250_000_000
# All files of the scratch folder: the source, a conversion's profile and result, pictures of pages.
MAX_SCRATCH_BYTES = 1_000_000_000
# LibreOffice runs as three processes, Tesseract as one.
MAX_PROCESSES = 32
# The answer: records and text of a 600-page programme take 30 MB.
MAX_ANSWER_BYTES = 300_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one job may take: seconds of wall clock (and of each processor), bytes, processes at a time."""

    seconds: float = MAX_SECONDS
    memory_bytes: int = MAX_MEMORY_BYTES
    file_bytes: int = MAX_FILE_BYTES
    scratch_bytes: int = MAX_SCRATCH_BYTES
    processes: int = MAX_PROCESSES
    answer_bytes: int = MAX_ANSWER_BYTES
