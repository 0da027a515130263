"""Recognition of files by their content: each kind is built here in a few bytes."""

import io
import struct
import subprocess
import sys
import zipfile

import pytest

from extractor.errors import DamagedFile, EmptyFile, EncryptedFile, TooLarge, UnsupportedFile
from extractor.formats import FORMATS, MAX_FILE_BYTES, read_document, recognise
from extractor.messages import catalogue


def package(*names, mimetype=None):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return target.getvalue()


def compound(*streams):
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", *streams))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + entries.ljust(1024, b"\x00")


READ = {
    "docx": package("[Content_Types].xml", "word/document.xml"),
    "pdf": b"%PDF-1.7\n",
    "html": "<!DOCTYPE html><html><body><p>План</p></body></html>".encode(),
    "txt": "План работы".encode("cp866"),
    "rtf": b"{\\rtf1\\ansi \\'cf\\'eb\\'e0\\'ed}",
    "xls": compound("Workbook"),
    "doc": compound("WordDocument"),
    "ods": package("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "odt": package("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "xlsx": package("[Content_Types].xml", "xl/workbook.xml"),
}
NOT_READ = {
    "pptx": package("[Content_Types].xml", "ppt/presentation.xml"),
    "archive": package("план.txt"),
    "ole": compound("Contents"),
    "djvu": b"AT&TFORM\x00\x00\x00\x10DJVU",
    "executable": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff",
    "media": b"ID3\x03\x00\x00\x00\x00",
    "database": b"SQLite format 3\x00\x10\x00",
    "xml": '<?xml version="1.0"?><plan><row>Сход</row></plan>'.encode(),
    "mail": b"Received: from a by b\r\nMIME-Version: 1.0\r\nSubject: plan\r\n\r\ntext",
    "unknown": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("name", READ)
def test_a_readable_kind_is_recognised(name):
    assert name in recognise(READ[name]).kinds


@pytest.mark.parametrize("kind", NOT_READ)
def test_another_kind_is_named_in_the_error(kind):
    with pytest.raises(UnsupportedFile) as error:
        recognise(NOT_READ[kind])
    assert error.value.kind == kind
    assert str(error.value) == catalogue("ru")[f"unsupported_{kind}"]


PICTURES = {
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "tiff": b"II*\x00\x08\x00\x00\x00",
    "big tiff": b"MM\x00*\x00\x00\x00\x08",
    "gif": b"GIF89a\x01",
}
BLANK = {"nothing": b"", "white space": b"   \r\n\t", "zeros": b"\x00" * 5000, "a mark": b"\xef\xbb\xbf", "the end mark of DOS": b"\x1a"}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_of_every_kind_are_pictures(name):
    assert recognise(PICTURES[name]).kinds == ("picture",)


def test_every_kind_is_read_or_has_advice():
    from extractor.formats.recognition import MAGIC

    advised = {code.removeprefix("unsupported_") for code in catalogue("ru") if code.startswith("unsupported_")}
    assert {kind for _, kind in MAGIC} <= advised | {kind for each in FORMATS for kind in each.kinds}


@pytest.mark.parametrize("name", BLANK)
def test_a_file_without_characters_is_empty(name):
    with pytest.raises(EmptyFile):
        read_document(BLANK[name])


def test_a_package_behind_a_password_is_named():
    with pytest.raises(EncryptedFile):
        recognise(compound("EncryptionInfo", "EncryptedPackage"))


def test_a_pdf_may_have_junk_before_its_header():
    assert recognise(b"\r\njunk\x00\x01" * 50 + b"%PDF-1.4\n").name == "pdf"


def test_a_text_that_talks_of_pdf_is_text():
    assert recognise("Файлы в формате PDF разместить на сайте".encode()).name == "txt"


def test_a_page_without_a_doctype_is_html():
    assert recognise("<p>План</p><table><tr><td>1</td></tr></table>".encode("cp1251")).name == "html"


def test_a_text_with_angle_brackets_is_text():
    assert recognise("Показатель <1> растёт, если a < b и c > d".encode()).name == "txt"


def test_utf_16_text_without_a_mark_is_text():
    assert recognise("План работы на 2021 год, месяц май".encode("utf-16-le")).name == "txt"


@pytest.mark.parametrize("cut", [10, 40, 100])
def test_a_cut_package_is_damaged(cut):
    with pytest.raises(DamagedFile):
        recognise(READ["docx"][:cut])


def test_a_file_over_the_limit_is_refused():
    with pytest.raises(TooLarge):
        read_document(b"a" * (MAX_FILE_BYTES + 1))


def test_a_text_loads_no_library_of_another_format():
    script = (
        "import sys; from extractor.formats import read_document; read_document('План работы'.encode());"
        "print([name for name in ('pdfplumber', 'docx', 'lxml', 'numpy', 'spacy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def directory_of(size, *, zip64):
    """A package that is a directory of this size, announced in the end record, where its offset looks like another one, or in ZIP64's."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    entries = entry * (size // len(entry))
    end = struct.pack("<4s4HL4sH", b"PK\5\6", 0, 0, 1, 1, 1_000 if zip64 else len(entries), b"PK\5\6", 0)
    large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(entries), 4)
    large += struct.pack("<4sLQL", b"PK\6\7", 0, 4 + len(entries), 1)
    return b"PK\3\4" + entries + (large if zip64 else b"") + end


@pytest.mark.parametrize("zip64", [False, True])
def test_a_directory_that_hides_its_size_is_not_read(zip64):
    with pytest.raises(TooLarge):
        recognise(directory_of(5_000_000, zip64=zip64))
