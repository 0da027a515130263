"""Values: the names of fields and their values as a clerk reads them.

In: a field's name and its value. Out: its heading (`label`) and its text (`shown`), several values a line each. To show a new field, add
its heading to `LABELS`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from extractor.messages import message
from extractor.records import Approval, Deadline, Funding, Party, Signatory

LABELS: Mapping[str, str] = {
    "text": "column_measure", "deadlines": "column_deadline", "responsible": "column_responsible", "mechanism": "column_mechanism",
    "audience": "column_audience", "result": "column_result", "indicators": "column_indicators", "funding": "column_money",
    "basis": "column_basis", "place": "column_venue", "note": "column_note", "status": "column_status", "kind": "column_kind",
    "issuer": "column_issuer", "municipality": "column_municipality", "date": "column_date", "number": "column_act_number",
    "title": "column_title", "period": "column_period", "signatory": "column_signatory", "amended_by": "column_amended_by",
    "approval": "column_approval", "section": "column_section",
}  # fmt: skip
CODED: Mapping[tuple[str, str], str] = {("kind", "clause"): "clause_", ("kind", "requisite"): "kind_", ("status", "measure"): "measure_"}
Family = Literal["requisite", "clause", "measure"]


# A name that two families have, where it means another thing in one of them.
OWN_LABELS: Mapping[tuple[str, Family], str] = {
    ("text", "clause"): "column_text", ("number", "clause"): "column_number", ("number", "measure"): "column_number",
}  # fmt: skip


def label(name: str, family: Family) -> str:
    """Give the heading of a field."""
    return message(OWN_LABELS.get((name, family)) or LABELS[name])


def worded(value: Any) -> str:
    """Give a value of any field on one line, "" where there is none: entries by their printed texts, sums as they are shown."""
    if not isinstance(value, tuple):
        return str(value or "")
    texts = (shown("funding", part, "measure") if isinstance(part, Funding) else getattr(part, "text", None) for part in value)
    return "; ".join(text or str(part) for text, part in zip(texts, value, strict=True))


def shown(name: str, value: Any, family: Family) -> str:
    """Give a field's value as text, "" where there is none."""
    if isinstance(value, tuple):
        return "\n".join(shown(name, part, family) for part in value)
    if type(value) in TEXTS:
        return TEXTS[type(value)](value)
    prefix = CODED.get((name, family))
    return message(f"{prefix}{value}") if prefix and value else printed_date(value or "") if name == "date" else str(value or "")


def party_line(party: Party) -> str:
    """Say a party as plans print it, «директор Иванов И.И. (соисполнитель)»: with a comma, position and person are read as two parties."""
    who = " ".join(part for part in (party.name, party.person) if part)
    return who if party.role == "executor" else f"{who} ({message(f'role_{party.role}')})"


def signatory_text(signatory: Signatory) -> str:
    """Say who signed: the position, then the person."""
    return ", ".join(part for part in (signatory.position, signatory.person) if part)


def funding_text(funding: Funding) -> str:
    """Say an amount with its year and its source."""
    whole = f"{funding.year or message('funding_total')}: {roubles(funding.amount)}"
    return f"{whole} ({funding.source})" if funding.source else whole


def roubles(amount: float) -> str:
    """Print an amount as Russian documents do: 1 950 500,00."""
    return f"{amount:,.2f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def approval_text(approval: Approval) -> str:
    """Say an approval stamp on one line."""
    parts = [message(f"kind_{approval.kind}") if approval.kind else "", approval.issuer or ""]
    parts += [message("title_date", date=printed_date(approval.date))] if approval.date else []
    parts += [message("title_number", number=approval.number)] if approval.number else []
    return " ".join(part for part in parts if part)


def printed_date(text: str) -> str:
    """Print an ISO date as Russian documents do: 01.05.2023; what is no whole date stays as it is."""
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return text


TEXTS: Mapping[type, Callable[[Any], str]] = {
    Deadline: lambda deadline: deadline.text,
    Party: party_line,
    Funding: funding_text,
    Signatory: signatory_text,
    Approval: approval_text,
}
