"""Hostile and broken files: every one gives a document or an `ExtractionError`, within the time limit of a test."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Document
from extractor.errors import DamagedFile, DangerousFile, EmptyFile, EncryptedFile, ExtractionError, TooLarge, UnsupportedFile
from extractor.formats import read_document
from extractor.formats.recognition import MAX_XML_BYTES

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_file(body, prolog=""):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", f'<?xml version="1.0"?>{prolog}<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>')
    return target.getvalue()


def word_paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_cell(content):
    return f"<w:tc>{content}<w:p/></w:tc>"


def nested_tables(depth):
    return "<w:tbl><w:tr><w:tc>" * depth + word_paragraph("План") + "<w:p/></w:tc></w:tr></w:tbl>" * depth + "<w:p/>"


def pdf_file(trailer_extra=b"", page_text=b"BT /F1 12 Tf 50 700 Td (Plan) Tj ET"):
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page_text), page_text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32),
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size 7 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (trailer_extra, len(content))
    return content + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


def read_or_refuse(content):
    try:
        document = read_document(content)
    except ExtractionError as error:
        return error
    assert isinstance(document, Document)
    assert document.blocks
    return document


WORD = word_file(word_paragraph("План работы на год"))


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.97])
def test_a_cut_word_file_is_damaged(share):
    with pytest.raises(DamagedFile):
        read_document(WORD[: int(len(WORD) * share)])


@pytest.mark.parametrize("place", range(40, 400, 30))
def test_a_word_file_with_a_broken_byte_is_read_or_refused(place):
    read_or_refuse(WORD[:place] + bytes([WORD[place] ^ 0xFF]) + WORD[place + 1 :])


@pytest.mark.parametrize("size", [9, 60, 300, 500])
def test_a_cut_pdf_is_read_or_refused(size):
    read_or_refuse(pdf_file()[:size])


def test_a_pdf_without_a_page_is_refused():
    with pytest.raises(ExtractionError):
        read_document(b"%PDF-1.4\n%%EOF")


def test_a_pdf_behind_a_password_is_named():
    with pytest.raises(EncryptedFile):
        read_document(pdf_file(b"/Encrypt 6 0 R /ID [<41> <41>]"))


def test_a_word_file_behind_a_password_is_named():
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage", ""))
    with pytest.raises(EncryptedFile):
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + names)


def test_an_archive_named_as_a_document_is_an_archive():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "Plan")
    with pytest.raises(UnsupportedFile) as error:
        read_document(target.getvalue())
    assert error.value.kind == "archive"


def test_a_part_that_unpacks_beyond_the_limit_is_refused_before_it_is_unpacked():
    content = bytearray(WORD)
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/document.xml"))
    struct.pack_into("<I", content, place + 24, MAX_XML_BYTES + 1)
    with pytest.raises(TooLarge):
        read_document(bytes(content))


def test_a_zip_bomb_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", b" " * (MAX_XML_BYTES + 1))
    with pytest.raises(TooLarge):
        read_document(target.getvalue())


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE w [<!ENTITY a "План">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE w [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    ],
    ids=["an entity", "a file", "a growing one"],
)
def test_entities_in_a_word_file_are_dangerous(prolog):
    with pytest.raises(DangerousFile):
        read_document(word_file(word_paragraph("&a;"), prolog))


def test_entities_in_a_page_are_not_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("сирень")
    page = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{secret.as_uri()}">]><html><body><p>План &a;</p></body></html>'
    found = read_or_refuse(page.encode())
    assert not isinstance(found, Document) or "сирень" not in found.blocks[0].text


def test_a_word_table_of_10_000_columns_is_read_or_refused():
    row = "<w:tr>" + word_cell(word_paragraph("1")) * 10_000 + "</w:tr>"
    read_or_refuse(word_file(f"<w:tbl>{row * 2}</w:tbl>"))


def test_a_page_table_of_10_000_columns_is_read_or_refused():
    read_or_refuse(("<html><body><table>" + ("<tr>" + "<td>1</td>" * 10_000 + "</tr>") * 2 + "</table></body></html>").encode())


def test_a_cell_that_claims_a_huge_span_is_read_or_refused():
    read_or_refuse(b'<html><body><table><tr><td colspan="999999999" rowspan="999999999">1</td><td>2</td></tr></table></body></html>')


@pytest.mark.parametrize("depth", [20, 200, 2000])
def test_deeply_nested_word_tables_are_read_or_refused(depth):
    read_or_refuse(word_file(nested_tables(depth)))


@pytest.mark.parametrize("depth", [20, 500, 20_000])
def test_deeply_nested_page_tables_are_read_or_refused(depth):
    read_or_refuse(b"<html><body>" + b"<table><tr><td>" * depth + "План".encode() + b"</td></tr></table>" * depth + b"</body></html>")


TEXTS = {
    "one line of 10 MB": "план " * 1_100_000,
    "one word of 4 MB": "а" * 2_000_000,
    "cut words without end": "а- " * 1_000_000,
    "200,000 tabs": "\t" * 200_000 + "а",
    "200,000 cells in a row": "а\t" * 200_000,
    "two rows of 10,000 columns": ("а\t" * 10_000 + "\n") * 2,
    "200,000 pipes": "|" * 200_000,
    "one blank line after another": "\n" * 100_000 + "а",
    "rows without end": "".join(f"{number}\tсход\tмай\tглава\n" for number in range(10_000)),
    "tails without end": "1\tслово\tа и\n" + "2\t\tб и\n\n" * 8_000,
    "headers without a table": "№\nМероприятие\nСрок\n\nа\nб\n\nв\nг\n\n" * 5_000,
    "frames without end": "┌─┬─┐\n│а│б│\n└─┴─┘\n" * 5_000,
    "open frames": "│\n" * 50_000,
    "rules": "+-" * 500_000,
    "emphasis that never ends": "**а" * 500_000,
    "tags that never end": "<p" * 1_000_000,
    "brackets": "(" * 2_000_000,
    "form feeds": "а\f" * 30_000,
    "numbers": "1\n\n" * 30_000,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_strange_text_is_read_or_refused(name):
    read_or_refuse(TEXTS[name].encode())


@settings(max_examples=200)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(content):
    read_or_refuse(content)


HEADS = st.sampled_from(
    [
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"%PDF-1.7\n",
        b"<html>",
        b"<?xml ",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        WORD[:-30],
    ]
)


@settings(max_examples=200)
@given(HEADS, st.binary(max_size=1500))
def test_any_bytes_after_a_known_head_are_read_or_refused(head, tail):
    read_or_refuse(head + tail)


@settings(max_examples=3)
@given(st.sampled_from([b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1"]), st.binary(max_size=1500))
def test_any_bytes_that_libreoffice_is_asked_to_convert_are_read_or_refused(head, tail):
    read_or_refuse(head + tail)


@pytest.mark.parametrize("content", ["", " \n\t ", "\x00\x00"], ids=["nothing", "blanks", "zeros"])
def test_an_empty_file_is_named(content):
    with pytest.raises(EmptyFile):
        read_document(content.encode())
