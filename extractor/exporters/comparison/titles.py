"""Titles: how a version is named on paper.

In: a `Version`. Out: its kind, issuer, date, number and title on a line, as papers name each other.
"""

from extractor.exporters.comparison.values import printed_date
from extractor.exporters.comparison.versions import Version
from extractor.messages import message


def document_name(version: Version) -> str:
    """Name a document: «Постановление от 14.03.2022 № 87 «Об утверждении …», Администрация района»; a title may name the kind itself."""
    document = version.records.document
    kind, title = message(f"kind_{document.kind}"), document.title or ""
    if title.casefold().startswith(kind.casefold()):
        kind, title = title, ""
    parts = [kind]
    parts += [message("title_date", date=printed_date(document.date))] if document.date else []
    parts += [message("title_number", number=document.number)] if document.number else []
    parts += [f"«{title}»"] if title else []
    named = " ".join(parts)
    return f"{named}, {document.issuer}" if document.issuer else named
