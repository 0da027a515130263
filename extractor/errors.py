"""Errors: raised only where there is no answer at all. An error's docstring says when; its message is for a clerk.

Each has a stable English `code`; the message is Russian and says what to do next.
"""


class ExtractionError(Exception):
    """There are no records for this file."""

    code = "extraction_failed"
    advice = "Документ не удалось прочитать. Проверьте, открывается ли файл, и загрузите его снова."

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.advice} ({detail})" if detail else self.advice)
