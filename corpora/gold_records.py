"""Gold records as the extractor's own types, for what works on `Records`: the comparison of versions.

In: a gold record (`corpora.gold`). Out: `Records`, every value with an empty place, for a gold record has none. To add a field of a
measure, nothing is to be done where it is a text or a list of texts; else add a branch to `read_measure`.
"""

from corpora.gold import Json
from extractor.deadlines.edtf import bounds
from extractor.evidence import Evidence
from extractor.records import Approval, Clause, Deadline, Funding, Measure, Party, Plan, Records, Requisites, Signatory

NOWHERE = Evidence(block=1, start=0, end=0, text="", rule="gold")
LISTED = ("section", "items", "indicators", "basis")


def typed_records(gold: Json) -> Records:
    """Give a gold record as `Records`."""
    return Records(
        document=read_requisites(gold["document"]),
        clauses=tuple(read_clause(clause) for clause in gold["clauses"]),
        plans=tuple(Plan(**plan | {"measures": tuple(map(read_measure, plan["measures"]))}) for plan in gold["plans"]),
    )


def read_requisites(entry: Json) -> Requisites:
    """Give the particulars."""
    signatory, approval = entry["signatory"], entry["approval"]
    parts = {
        "signatory": Signatory(**signatory) if signatory else None,
        "approval": Approval(**approval) if approval else None,
        "basis": tuple(entry["basis"]),
        "amended_by": tuple(entry["amended_by"]),
    }
    return Requisites(**entry | parts)


def read_clause(entry: Json) -> Clause:
    """Give a clause."""
    return Clause(**entry | responsible_and_deadlines(entry), evidence=NOWHERE)


def read_measure(entry: Json) -> Measure:
    """Give a measure."""
    funding = tuple(Funding(**amount, evidence=NOWHERE) for amount in entry["funding"])
    lists = {name: tuple(entry[name]) for name in LISTED}
    return Measure(**entry | lists | responsible_and_deadlines(entry) | {"funding": funding}, evidence=NOWHERE)


def responsible_and_deadlines(entry: Json) -> Json:
    """Give the parties and the deadlines of a measure or a clause."""
    return {
        "responsible": tuple(read_party(party) for party in entry["responsible"]),
        "deadlines": tuple(read_deadline(deadline) for deadline in entry["deadlines"]),
    }


def read_party(entry: Json) -> Party:
    """Give a party; its text is its name and person."""
    return Party(**entry, text=" ".join(filter(None, (entry["name"], entry["person"]))), evidence=NOWHERE)


def read_deadline(entry: Json) -> Deadline:
    """Give a deadline with the days that its value covers."""
    start, end = bounds(entry["edtf"]) if entry["edtf"] else (None, None)
    return Deadline(**entry, start=start, end=end, evidence=NOWHERE)
