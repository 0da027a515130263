"""The whole flow: bytes of a document in, records out.

No clock, no network, no settings: the same bytes give the same records.
"""

from extractor.amendments import find_amendments
from extractor.clauses import find_clauses
from extractor.document import Document
from extractor.formats import Progress, Wanted, read_document
from extractor.issues import doubt_issue, issue
from extractor.narrative import find_activities
from extractor.outline import read_outline
from extractor.plans import find_plans
from extractor.records import Records
from extractor.requisites import read_requisites
from extractor.wordings import NOTHING_TAUGHT, Wordings, name_parties


def extract(content: bytes, *, pages: Wanted = None, progress: Progress | None = None, wordings: Wordings = NOTHING_TAUGHT) -> Records:
    """Read a file's bytes and extract its records; raises `ExtractionError` where there is no answer at all.

    `pages` and `progress` are for formats with pages, as in `read_document`; `wordings` are what was taught beside the lexicons.
    """
    return extract_records(read_document(content, pages=pages, progress=progress), wordings=wordings)


def extract_records(document: Document, *, wordings: Wordings = NOTHING_TAUGHT) -> Records:
    """Extract the records of a document that has been read."""
    outline = read_outline(document)
    requisites = read_requisites(document, outline)
    period = requisites.value.period
    clauses = find_clauses(outline, period=period)
    plans = find_plans(document, outline, requisites.value, wordings)
    activities = find_activities(outline.narrative, kind=requisites.value.kind, period=period)
    amendments = find_amendments(document, outline)
    found = clauses.value or plans.value or activities.value or amendments.value
    nothing = () if found else (issue("nothing_to_extract", "warning", None),)
    records = Records(
        document=requisites.value,
        clauses=clauses.value,
        plans=plans.value,
        activities=activities.value,
        amendments=amendments.value,
        issues=(
            *map(doubt_issue, document.doubts),
            *requisites.issues,
            *clauses.issues,
            *plans.issues,
            *activities.issues,
            *amendments.issues,
            *nothing,
        ),
    )
    return name_parties(records, wordings)
