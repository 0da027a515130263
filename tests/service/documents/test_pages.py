"""Pages: their sizes, the boxes of what was read on them, and their pictures, drawn in a sandbox."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from service import page_drawing
from service.api import pages
from service.jobs.guard import stop_guard
from service.page_drawing import OUTLINE, page_sizes
from tests.service.documents.uploading import plan, process, uploaded

ROADMAP = Path(__file__).parents[3] / "corpora" / "samples" / "roadmap.pdf"


def pdf(count: int = 2, size: tuple[float, float] = (400.0, 300.0), rotation: int = 0) -> bytes:
    """A PDF with the text "Page n" at the top left of each page."""
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size)
    for number in range(1, count + 1):
        canvas.setPageRotation(rotation)
        canvas.drawString(20, size[1] - 40, f"Page {number}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def picture(size: tuple[int, int] = (1240, 1754), kind: str = "PNG", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("L", size, 255).save(target, kind, **options)
    return target.getvalue()


def image(answer: Any) -> Image.Image:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(answer.content))


@pytest.fixture(scope="module", autouse=True)
def guard() -> Iterator[None]:
    """End the fork server that drawing has started."""
    yield
    stop_guard()


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def dark(shown: Image.Image) -> int:
    return sum(shown.convert("L").histogram()[:128])


def test_pages_are_listed_with_their_sizes_in_points(client: TestClient) -> None:
    answer = client.get(uploaded(client, pdf(), "a.pdf")["links"]["pages"])
    assert answer.json()["items"] == [{"page": number, "width": 400.0, "height": 300.0} for number in (1, 2)]


def test_a_turned_page_has_the_size_that_is_shown() -> None:
    lying = pdf(1, (400.0, 300.0), rotation=90)
    assert b"/MediaBox [ 0 0 300 400 ]" in lying
    assert page_sizes(lying) == [(400.0, 300.0)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (picture((1240, 1754), dpi=(150, 150)), (595.2, 841.9)),
        (picture((1240, 1754)), (595.0, 841.7)),
        (picture((1754, 1240)), (841.7, 595.0)),
        (picture((1754, 1240), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"), (841.7, 1190.6)),
        (picture((50, 50)), (0.0, 0.0)),
    ],
    ids=["its own resolution", "no resolution", "lying", "turned by the camera", "an icon"],
)
def test_a_picture_is_as_large_as_the_reader_takes_it_for(content: bytes, expected: tuple[float, float]) -> None:
    [size] = page_sizes(content)
    assert size == pytest.approx(expected, abs=0.1)


def test_a_file_of_several_pictures_has_as_many_pages() -> None:
    target = io.BytesIO()
    frames = [Image.new("L", (1240, 1754), 255) for _ in range(3)]
    frames[0].save(target, "TIFF", save_all=True, append_images=frames[1:], dpi=(150, 150))
    assert len(page_sizes(target.getvalue())) == 3


def test_a_page_is_drawn_at_the_resolution_asked_for(client: TestClient) -> None:
    links = uploaded(client, pdf(), "a.pdf")["links"]
    shown = image(client.get(f"{links['pages']}/1/image?dpi=144"))
    assert shown.size == (800, 600)
    assert dark(shown) > 50


def test_resolutions_are_rounded_up_to_those_that_are_kept(client: TestClient) -> None:
    links = uploaded(client, pdf(1), "a.pdf")["links"]
    assert image(client.get(f"{links['pages']}/1/image?dpi=73")).size == image(client.get(f"{links['pages']}/1/image")).size == (534, 400)


def test_a_page_is_drawn_once_and_then_comes_from_the_store(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"{uploaded(client, pdf(1), 'a.pdf')['links']['pages']}/1/image"
    first = client.get(address)

    def fail(*_: object, **__: object) -> None:
        pytest.fail("the page was drawn again")

    monkeypatch.setattr(pages, "run_in_child", fail)
    assert client.get(address).content == first.content
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("query", ["dpi=0", "dpi=301", "dpi=x", "boxes=maybe", "resolution=96"])
def test_a_wrong_way_of_drawing_is_told(client: TestClient, query: str) -> None:
    assert code(client.get(f"{uploaded(client, pdf(1), 'a.pdf')['links']['pages']}/1/image?{query}")) == (422, "invalid")


@pytest.mark.parametrize("part", ["/3", "/3/image"])
def test_a_page_that_is_not_there_is_not_found(client: TestClient, part: str) -> None:
    assert code(client.get(uploaded(client, pdf(2), "a.pdf")["links"]["pages"] + part)) == (404, "no_pages")


@pytest.mark.parametrize("part", ["", "/1", "/1/image"])
@pytest.mark.parametrize("is_done", [False, True])
def test_a_text_has_no_pages(client: TestClient, database_url: str, part: str, is_done: bool) -> None:
    document = uploaded(client)
    if is_done:
        process(database_url, document["id"], plan())
    assert code(client.get(document["links"]["pages"] + part)) == (404, "no_pages")


def test_a_page_has_the_boxes_of_what_was_read_on_it(client: TestClient, database_url: str) -> None:
    content = ROADMAP.read_bytes()
    document = uploaded(client, content, "о.pdf")
    process(database_url, document["id"], content)
    records = client.get(document["links"]["records"]).json()
    page = client.get(f"{document['links']['pages']}/1").json()
    places = {found["record"]: found for found in page["boxes"]}
    measure = records["plans"][0]["measures"][0]
    assert places["/plans/0/measures/0"]["box"] == measure["evidence"]["box"]
    ids = {measure["id"] for measure in client.get("/v1/measures").json()["items"]}
    assert {one["id"] for one in page["boxes"] if one["family"] == "measures"} <= ids
    assert places["/plans/0/measures/0/deadlines/0"]["id"] == places["/plans/0/measures/0"]["id"]
    assert places["/plans/0/measures/0/deadlines/0"]["text"] == measure["deadlines"][0]["text"]
    assert all(
        0 <= x0 <= x1 <= page["width"] and 0 <= y0 <= y1 <= page["height"] for x0, y0, x1, y1 in (one["box"] for one in page["boxes"])
    )
    plain, boxed = (image(client.get(f"{page['image']}?boxes={on}")).convert("RGB") for on in ("false", "true"))
    x0, y0, *_ = (round((value - page_drawing.MARGIN) * 96 / 72) for value in measure["evidence"]["box"])
    assert OUTLINE in {boxed.getpixel((x0 + dx, y0 + 5)) for dx in (-1, 0, 1)}
    assert OUTLINE not in {color for _, color in plain.getcolors(1 << 24)}


def test_a_damaged_file_is_answered_and_not_drawn(client: TestClient) -> None:
    document = uploaded(client, pdf(1)[:200] + b"\x00" * 50, "a.pdf")
    assert code(client.get(document["links"]["pages"])) == (422, "page_not_drawn")


def test_a_renderer_that_crashes_takes_nothing_down(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    document = uploaded(client, pdf(1), "a.pdf")
    monkeypatch.setattr(pages, "write_sizes", crash)
    assert code(client.get(document["links"]["pages"])) == (422, "page_not_drawn")
    monkeypatch.undo()
    assert client.get(document["links"]["pages"]).status_code == 200


def crash(content: bytes) -> bytes:
    import ctypes

    return ctypes.string_at(0)


def test_a_lost_source_is_told(client: TestClient) -> None:
    document = uploaded(client, pdf(1), "a.pdf")
    client.portal.call(client.app.state.installation.files.remove, document["sha256"])
    assert code(client.get(document["links"]["pages"])) == (404, "source_missing")
