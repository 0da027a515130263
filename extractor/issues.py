"""Issues: what a stage reports beside its values, worded by the message catalogues.

In: a code, its severity, the evidence and the values its message names. Out: an `Issue`. To add one, add its text to
`messages/ru.toml` and `en.toml` under its code.
"""

from extractor.evidence import Evidence
from extractor.messages import message
from extractor.records import Issue, Severity


def issue(code: str, severity: Severity, evidence: Evidence | None, **values: object) -> Issue:
    """Build the issue of a code; its message is the catalogue's, with the values filled in."""
    return Issue(code=code, severity=severity, message=message(code, **values), evidence=evidence)
