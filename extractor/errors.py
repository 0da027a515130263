"""Errors: raised only where there is no answer at all. An error's docstring says when.

Each has a stable `code`, under which the message catalogues hold its text for a clerk: what happened and what to do next.
To add an error, write a subclass with its docstring and `code`, and add the text to `messages/ru.toml` and `en.toml`;
readers raise it, `read_document` lets it through.
"""

from extractor.messages import message


class ExtractionError(Exception):
    """There are no records for this file.

    `detail` is the code of a further text that the message gives in brackets; `values` are what that text names.
    """

    code = "extraction_failed"

    def __init__(self, detail: str | None = None, **values: object) -> None:
        """Keep the detail and its values; the text is made when it is shown."""
        super().__init__(detail)
        self.detail = detail
        self.values = values

    def __str__(self) -> str:
        """Give the message in the user's language."""
        text = message(self.code)
        return f"{text} ({message(self.detail, **self.values)})" if self.detail else text


class UnreadableFile(ExtractionError):  # noqa: N818 - the names below say what is wrong with the file
    """The bytes can't be turned into a document; the subclasses say why."""

    code = "unreadable_file"


class EmptyFile(UnreadableFile):
    """The file has no bytes, or nothing but white space or zero bytes."""

    code = "empty_file"


class UnsupportedFile(UnreadableFile):
    """The content is of a kind that has no reader; `kind` is as `formats.recognition` names it."""

    code = "unsupported_file"

    def __init__(self, kind: str = "unknown") -> None:
        """Keep the kind, which the message names."""
        super().__init__(kind)
        self.kind = kind

    def __str__(self) -> str:
        """Say what the file is instead of a document."""
        return message(f"unsupported_{self.kind}")


class EncryptedFile(UnreadableFile):
    """The document opens only with a password."""

    code = "encrypted_file"


class DamagedFile(UnreadableFile):
    """The format is recognised, but its structure is broken or cut off."""

    code = "damaged_file"


class TooLarge(UnreadableFile):
    """A limit of size, pages or unpacked bytes is passed; the detail names the limit."""

    code = "too_large"


class NoTextLayer(UnreadableFile):
    """The file has pages or pictures, and nothing on them can be read as text."""

    code = "no_text_layer"


class DangerousFile(UnreadableFile):
    """The file asks for what no document needs: XML entities that expand or read other files."""

    code = "dangerous_file"


class MissingProgram(UnreadableFile):
    """The file needs a program that is not installed."""

    code = "missing_program"

    def __init__(self, program: str) -> None:
        """Keep the program's name: "LibreOffice" or "Tesseract"."""
        super().__init__(program)
        self.program = program

    def __str__(self) -> str:
        """Say how to install the program."""
        return message(f"missing_{self.program.lower()}")


class TookTooLong(UnreadableFile):
    """Reading passed its time limit and was stopped."""

    code = "took_too_long"
