"""Opening a PDF: bytes become pdfium's document, or an error that says why not.

In: bytes. Out: `open_pdf`, a context that gives the document and closes it; `open_page`, the same for one page with its
text. Raises EncryptedFile, DamagedFile and TooLarge.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extractor.errors import DamagedFile, EncryptedFile, TooLarge

# Pages read; the longest real programme has about 600, and at 10 ms a page this takes half a minute.
MAX_PAGES = 3_000
# FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY in fpdfview.h.
PASSWORD_ERROR, SECURITY_ERROR = 4, 5


@contextmanager
def open_pdf(content: bytes) -> Iterator[Any]:
    """Open a PDF of at least one page."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if (code if code is not None else raw.FPDF_GetLastError()) in (PASSWORD_ERROR, SECURITY_ERROR) or "assword" in str(error):
            raise EncryptedFile from error
        raise DamagedFile from error
    try:
        if len(document) == 0:
            raise DamagedFile("no_pages")
        if len(document) > MAX_PAGES:
            raise TooLarge("too_many_pages", limit=MAX_PAGES)
        yield document
    finally:
        document.close()


@contextmanager
def open_page(document: Any, index: int) -> Iterator[tuple[Any, Any] | None]:
    """Open a page and its text by index from 0; None where the page is broken."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        yield None
        return
    try:
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        page.close()
        yield None
        return
    try:
        yield page, textpage
    finally:
        textpage.close()
        page.close()
