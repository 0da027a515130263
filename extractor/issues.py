"""Issues: what a stage reports beside its values, worded by the message catalogues.

In: a code, its severity, the evidence and the values its message names. Out: an `Issue`. To add one, add its text to
`messages/ru.toml` and `en.toml` under its code.
"""

from extractor.document import Doubt
from extractor.evidence import Evidence
from extractor.messages import message
from extractor.records import Issue, Severity


def issue(code: str, severity: Severity, evidence: Evidence | None, **values: object) -> Issue:
    """Build the issue of a code; its message is the catalogue's, with the values filled in."""
    return Issue(code=code, severity=severity, message=message(code, **values), evidence=evidence)


def doubt_issue(doubt: Doubt) -> Issue:
    """Give the issue that tells of a reader's doubt."""
    word = doubt.evidence.text if doubt.evidence else ""
    share = round(100 * (doubt.confidence or 0.0))
    severity: Severity = "notice" if doubt.code == "ocr_repaired" else "warning"
    return issue(doubt.code, severity, doubt.evidence, word=word, seen=doubt.seen, page=doubt.page, share=share)
