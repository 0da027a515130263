"""Hostile legacy files: passwords, RTF bombs, macros, objects, links to other hosts; nothing is fetched, nothing runs."""

import io
import resource
import shutil
import socket
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extractor.errors import DamagedFile, DangerousFile, EncryptedFile, ExtractionError
from extractor.formats import read_document
from extractor.formats.office import conversion

needs_office = pytest.mark.skipif(not any(map(shutil.which, conversion.PROGRAMS)), reason="LibreOffice is not installed (make installs it)")

NAMESPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    }.items()
)
ENTRY = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
PARTS = {
    "/": "application/vnd.oasis.opendocument.text",
    "content.xml": "text/xml",
    "Basic/Standard/Module1.xml": "text/xml",
    "Basic/Standard/script-lb.xml": "text/xml",
    "Basic/script-lc.xml": "text/xml",
}
LISTENER = (
    '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" '
    'xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document" xlink:type="simple"/>'
    "</office:event-listeners></office:scripts>"
)
LIBRARIES = (
    '<library:libraries xmlns:library="http://openoffice.org/2000/library"><library:library library:name="Standard" library:link="false"/>'
    "</library:libraries>"
)
LIBRARY = (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false"><library:element library:name="Module1"/></library:library>'
)
MODULE = (
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">'
    'Sub Main\nOpen "{}" For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub</script:module>'
)


def open_text(body: str = "<text:p>План</text:p>", *, scripts: str = "", manifest: str = "", **parts: str) -> bytes:
    target = io.BytesIO()
    entries = "".join(ENTRY.format(*part) for part in PARTS.items()) + manifest
    spaces = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"'
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", PARTS["/"])
        package.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><manifest:manifest {spaces}>{entries}</manifest:manifest>')
        package.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {NAMESPACES} office:version="1.2">{scripts}<office:body><office:text>{body}'
            "</office:text></office:body></office:document-content>",
        )
        for name, content in parts.items():
            package.writestr(f"Basic/{name.replace('__', '/')}.xml", f'<?xml version="1.0"?>{content}')
    return target.getvalue()


def compound(stream: str, first: bytes) -> bytes:
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", stream))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + entries.ljust(512, b"\x00") + first.ljust(1024, b"\x00")


SHEET_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\x00" * 12
LOCKED = {
    "doc": compound("WordDocument", b"\xec\xa5\xc1\x00" + b"\x00" * 6 + b"\x00\x13"),
    "xls": compound("Workbook", SHEET_BEGIN + b"\x2f\x00\x04\x00\x01\x00\x01\x00"),
    "odt": open_text(manifest='<manifest:encryption-data manifest:checksum-type="SHA1/1K"/>'),
}
BOMBS = {
    "groups in groups": (b"{\\rtf1 " + b"{" * 1_000_000 + b"x" + b"}" * 1_000_001, DangerousFile),
    "a picture larger than the file": (b"{\\rtf1 text\\par {\\pict\\pngblip\\bin2147483647 abc}}", DamagedFile),
    "a picture of endless digits": (b"{\\rtf1 text\\par \\bin" + b"9" * 100_000 + b" abc}", DamagedFile),
}


@pytest.mark.parametrize("kind", LOCKED)
def test_a_file_behind_a_password_says_so(kind: str) -> None:
    with pytest.raises(EncryptedFile):
        read_document(LOCKED[kind])


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_is_converted(name: str) -> None:
    content, error = BOMBS[name]
    with pytest.raises(error):
        read_document(content)


@needs_office
def test_braces_and_pictures_within_their_size_are_no_bomb() -> None:
    document = read_document(b"{\\rtf1 \\{\\{ \\\\{text}\\par {\\*\\bin3 {{{}more\\}\\par}")
    assert [paragraph.text for paragraph in document.paragraphs] == ["{{ \\text", "more}"]


@needs_office
def test_macros_of_a_document_do_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "executed"
    content = open_text(
        scripts=LISTENER, **{"script-lc": LIBRARIES, "Standard__script-lb": LIBRARY, "Standard__Module1": MODULE.format(trace)}
    )
    assert read_document(content).paragraphs[0].text == "План"
    assert not trace.exists()


@needs_office
def test_the_text_around_an_embedded_object_is_read() -> None:
    package = b"01050000020000000800000050616b616765000000000000000000" + b"00" * 40
    content = (
        b"{\\rtf1 \\u1055?\\u1083?\\u1072?\\u1085?\\par{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata %b}}\\par end\\par}" % package
    )
    assert [paragraph.text for paragraph in read_document(content).paragraphs] == ["План", "end"]


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        yield listener


def linking_text(address: str) -> bytes:
    picture = f'<draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    section = f'<text:section text:name="s"><text:section-source xlink:href="{address}/s.odt"/><text:p>x</text:p></text:section>'
    return open_text(f'<text:p>План<draw:frame svg:width="2cm" svg:height="2cm">{picture}</draw:frame></text:p>{section}')


def linking_rtf(address: str) -> bytes:
    picture = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}/a.png" \\d}}{{\fldrslt }}}}'
    return rf"{{\rtf1{{\*\template {address}/t.dot}}Plan\par {picture}\par}}".encode()


def linking_page(address: str) -> bytes:
    return f'<html><head><link rel="stylesheet" href="{address}/a.css"></head><body><p>План</p><img src="{address}/a.png"></body></html>'.encode()


@pytest.mark.parametrize(
    "make", [pytest.param(linking_text, marks=needs_office), pytest.param(linking_rtf, marks=needs_office), linking_page]
)
def test_nothing_is_fetched_from_links(make: Callable[[str], bytes], listening: socket.socket) -> None:
    assert read_document(make(f"http://127.0.0.1:{listening.getsockname()[1]}")).blocks
    with pytest.raises(BlockingIOError):
        listening.accept()


@needs_office
def test_several_conversions_run_at_a_time() -> None:
    contents = [b"{\\rtf1 text %d\\par}" % number for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        texts = [document.paragraphs[0].text for document in pool.map(read_document, contents)]
    assert texts == [f"text {number}" for number in range(4)]


@needs_office
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process's memory")
def test_a_conversion_that_takes_too_much_memory_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "MAX_MEMORY_BYTES", 100_000_000)
    with pytest.raises(ExtractionError):
        read_document(b"{\\rtf1 text\\par}")
