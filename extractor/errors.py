"""Errors: raised only where there is no answer at all. An error's docstring says when; its message is for a clerk.

Each has a stable English `code`; `advice` is the Russian message: what happened and what to do next. To add an error,
write a subclass with its docstring, `code` and `advice`; readers raise it, `read_document` lets it through.
"""

from collections.abc import Mapping
from typing import ClassVar


class ExtractionError(Exception):
    """There are no records for this file."""

    code = "extraction_failed"
    advice = "Документ не удалось прочитать. Проверьте, открывается ли файл, и загрузите его снова."

    def __init__(self, detail: str = "") -> None:
        """Make the message from the advice and a detail in brackets."""
        super().__init__(f"{self.advice} ({detail})" if detail else self.advice)


class UnreadableFile(ExtractionError):  # noqa: N818 - the names below say what is wrong with the file
    """The bytes can't be turned into a document; the subclasses say why."""

    code = "unreadable_file"


class EmptyFile(UnreadableFile):
    """The file has no bytes, or nothing but white space or zero bytes."""

    code = "empty_file"
    advice = "В файле нет текста: он пустой. Проверьте, тот ли файл выбран и полностью ли он скопирован, и загрузите его снова."


class UnsupportedFile(UnreadableFile):
    """The content is of a kind that has no reader; `kind` is a key of `KINDS` and the message names it."""

    code = "unsupported_file"
    advice = "Файл этого вида прочитать нельзя. Загрузите документ Word (DOCX), PDF с текстом, HTML или TXT."
    KINDS: ClassVar[Mapping[str, str]] = {
        "archive": "Это архив. Распакуйте его и загрузите документы из него по одному.",
        "database": "Это база данных, а не документ. Выгрузите нужный документ в DOCX, PDF или TXT и загрузите его.",
        "djvu": "Это книга DjVu (изображения страниц). Загрузите тот же документ в DOCX или PDF с текстом.",
        "executable": "Это программа, а не документ. Проверьте, тот ли файл выбран, и загрузите сам документ.",
        "mail": "Это письмо. Сохраните вложенный документ отдельным файлом и загрузите его.",
        "media": "Это звукозапись или видео. Загрузите текст документа: DOCX, PDF, HTML или TXT.",
        "ole": "Это файл старого вида (OLE), в котором нет документа Word. Сохраните документ как DOCX и загрузите его снова.",
        "picture": "Картинки этого вида не читаются. Сохраните снимок или скан как JPEG, PNG, TIFF или PDF и загрузите его.",
        "pptx": "Это презентация. Загрузите сам документ: DOCX, PDF, HTML или TXT.",
        "unknown": "Вид файла не определён: это не текст и не документ. Проверьте, открывается ли он, и загрузите DOCX или PDF.",
        "xml": "Это файл XML, а не документ. Откройте его в программе, где он создан, сохраните как DOCX или PDF и загрузите снова.",
    }

    def __init__(self, kind: str = "unknown") -> None:
        """Make the message for a kind of file; an unknown kind gets the general advice."""
        super().__init__()
        self.kind = kind
        self.args = (self.KINDS.get(kind, self.advice),)


class EncryptedFile(UnreadableFile):
    """The document opens only with a password."""

    code = "encrypted_file"
    advice = "Документ защищён паролем. Снимите защиту (сохраните копию без пароля) и загрузите его снова."


class DamagedFile(UnreadableFile):
    """The format is recognised, but its structure is broken or cut off."""

    code = "damaged_file"
    advice = "Файл повреждён или загружен не полностью. Откройте его у себя; если он открывается, сохраните заново и загрузите снова."


class TooLarge(UnreadableFile):
    """A limit of size, pages or unpacked bytes is passed; the detail names the limit."""

    code = "too_large"
    advice = "Документ слишком велик. Разделите его на части и загрузите их по одной."


class NoTextLayer(UnreadableFile):
    """The file has pages or pictures, and nothing on them can be read as text."""

    code = "no_text_layer"
    advice = "На страницах не нашлось текста, который можно прочитать: они пусты, бледны или это не документ. Отсканируйте чётче (300 dpi)."


class DangerousFile(UnreadableFile):
    """The file asks for what no document needs: XML entities that expand or read other files."""

    code = "dangerous_file"
    advice = "В файле есть команды, опасные для программ чтения. Откройте его, скопируйте текст в новый документ DOCX и загрузите его."


class MissingProgram(UnreadableFile):
    """The file needs a program that is not installed; the detail is its name."""

    code = "missing_program"
    advice = "Для файлов этого вида нужна программа, которой здесь нет."
    PROGRAMS: ClassVar[Mapping[str, str]] = {
        "LibreOffice": "Для DOC, RTF, ODT и XLS нужен LibreOffice. Установите его (Debian: apt-get install libreoffice-writer-nogui "
        "libreoffice-calc-nogui) или сохраните документ как DOCX.",
        "Tesseract": "Для сканов нужен Tesseract с русским языком. Установите его (Debian: apt-get install tesseract-ocr "
        "tesseract-ocr-rus) или загрузите документ с текстом.",
    }

    def __init__(self, program: str) -> None:
        """Make the message that names the program and how to install it."""
        super().__init__()
        self.program = program
        self.args = (self.PROGRAMS.get(program, self.advice),)


class TookTooLong(UnreadableFile):
    """Reading passed its time limit and was stopped."""

    code = "took_too_long"
    advice = "Чтение файла заняло слишком много времени и было остановлено. Сохраните документ как DOCX или разделите его на части."
