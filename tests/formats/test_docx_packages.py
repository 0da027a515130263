"""Packages that Word opens though they break the rules: each is read, and python-docx refuses it (docs/dependencies.md)."""

import io
import zipfile

import docx
import pytest

from extractor.formats.docx import read

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def content_types(main: str = MAIN) -> str:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def relationship(kind: str, target: str, *, namespace: str = TRANSITIONAL) -> str:
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{namespace}/{kind}" Target="{target}"/></Relationships>'
    )


def document(namespace: str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main") -> str:
    return f'<?xml version="1.0"?><w:document xmlns:w="{namespace}"><w:body><w:p><w:r><w:t>План</w:t></w:r></w:p></w:body></w:document>'


PLAIN = {
    "[Content_Types].xml": content_types(),
    "_rels/.rels": relationship("officeDocument", "word/document.xml"),
    "word/document.xml": document(),
}
BROKEN = {
    "strict": PLAIN
    | {
        "_rels/.rels": relationship("officeDocument", "word/document.xml", namespace=STRICT),
        "word/document.xml": document("http://purl.oclc.org/ooxml/wordprocessingml/main"),
    },
    "a picture that is not there": PLAIN | {"word/_rels/document.xml.rels": relationship("image", "media/image1.png")},
    "a picture named NULL": PLAIN | {"word/_rels/document.xml.rels": relationship("image", "NULL")},
    "a part without a content type": PLAIN
    | {"word/_rels/document.xml.rels": relationship("image", "media/image1.emf"), "word/media/image1.emf": "x"},
    "backslashes in names": {name.replace("/", "\\"): content for name, content in PLAIN.items()},
    "macros": PLAIN | {"[Content_Types].xml": content_types("application/vnd.ms-word.document.macroEnabled.main+xml")},
    "a template": PLAIN | {"[Content_Types].xml": content_types(MAIN.replace("document.main", "template.main"))},
}


def package(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("parts", [PLAIN, *BROKEN.values()], ids=["plain", *BROKEN])
def test_a_package_that_word_opens_is_read(parts: dict[str, str]) -> None:
    assert [block.text for block in read(package(parts)).paragraphs] == ["План"]


@pytest.mark.parametrize("parts", BROKEN.values(), ids=BROKEN)
def test_the_reason_for_a_reader_of_our_own_still_holds(parts: dict[str, str]) -> None:
    with pytest.raises((KeyError, ValueError)):
        docx.Document(io.BytesIO(package(parts)))
