"""Titles: how a version is named on paper.

In: a `Version`. Out: its kind, issuer, date, number and title on a line, as papers name each other.
"""

from extractor.exporters.comparison.values import printed_date
from extractor.exporters.comparison.versions import Version
from extractor.messages import message


def document_name(version: Version) -> str:
    """Name a document: «Постановление от 14.03.2022 № 87 «Об утверждении …» (Администрация района)»."""
    document = version.records.document
    parts = [message(f"kind_{document.kind}")]
    parts += [message("title_date", date=printed_date(document.date))] if document.date else []
    parts += [message("title_number", number=document.number)] if document.number else []
    parts += [f"«{document.title}»"] if document.title else []
    named = " ".join(parts)
    return f"{named}, {document.issuer}" if document.issuer else named
