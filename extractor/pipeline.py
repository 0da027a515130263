"""The whole flow: bytes of a document in, records out.

No clock, no network, no settings: the same bytes give the same records.
"""

from extractor.clauses import find_clauses
from extractor.document import Document
from extractor.formats import read_document
from extractor.issues import issue
from extractor.narrative import find_activities
from extractor.outline import read_outline
from extractor.plans import find_plans
from extractor.records import Records
from extractor.requisites import read_requisites


def extract(content: bytes) -> Records:
    """Read a file's bytes and extract its records; raises `ExtractionError` where there is no answer at all."""
    return extract_records(read_document(content))


def extract_records(document: Document) -> Records:
    """Extract the records of a document that has been read."""
    outline = read_outline(document)
    requisites = read_requisites(document, outline)
    period = requisites.value.period
    clauses = find_clauses(document, outline, period=period)
    plans = find_plans(document, outline, requisites.value)
    activities = find_activities(outline.narrative, kind=requisites.value.kind, period=period)
    found = clauses.value or plans.value or activities.value
    nothing = () if found else (issue("nothing_to_extract", "warning", None),)
    return Records(
        document=requisites.value,
        clauses=clauses.value,
        plans=plans.value,
        activities=activities.value,
        issues=(*requisites.issues, *clauses.issues, *plans.issues, *activities.issues, *nothing),
    )
