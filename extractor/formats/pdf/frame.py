"""How a page lies: from pdfium's page space to the page as it is read, and back to the page as it is shown.

In: the page's crop box, its /Rotate and the direction of its text. Out: `Frame`: layout space has its origin at the top
left of the upright text and y downwards, so that every later stage sees lines that run from left to right; `shown` maps
a layout box to the displayed page, which evidence boxes count from.
"""

from dataclasses import dataclass
from math import cos, radians, sin

from extractor.evidence import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """The map from page space (points, y upwards) to layout space: x' = a·x + b·y + c and y' = d·x + e·y + f.

    `turn` is how far the layout is turned against the displayed page, in degrees counter-clockwise; `width` and
    `height` are those of the layout. `skew` is by how many degrees a scanned page was then turned counter-clockwise
    about its middle to make its lines level. `zoom` is how many points of the displayed page make one of the layout.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float
    turn: int = 0
    skew: float = 0.0
    zoom: float = 1.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Give the layout point of a point in page space."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Give the layout box of a rectangle in page space."""
        x0, x1 = self.a * left + self.b * bottom + self.c, self.a * right + self.b * top + self.c
        y0, y1 = self.d * left + self.e * bottom + self.f, self.d * right + self.e * top + self.f
        if x0 > x1:
            x0, x1 = x1, x0
        return (x0, y0, x1, y1) if y0 <= y1 else (x0, y1, x1, y0)

    def shown(self, box: Box) -> Box:
        """Give the displayed box of a layout box, kept within the page and rounded to a hundredth of a point."""
        if self.skew:
            box = skew_box(box, self.skew, self.width, self.height)
        x0, y0, x1, y1 = (value * self.zoom for value in turn_box(box, self.turn, self.width, self.height))
        return round_box((x0, y0, x1, y1), *self.shown_size)

    @property
    def shown_size(self) -> tuple[float, float]:
        """Width and height of the displayed page."""
        width, height = self.width * self.zoom, self.height * self.zoom
        return (height, width) if self.turn in (90, 270) else (width, height)


def round_box(box: Box, width: float, height: float) -> Box:
    """Keep a box within the page and round it."""
    x0, y0, x1, y1 = box
    if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
        x0, x1 = min(max(x0, 0.0), width), max(min(x1, width), 0.0)
        y0, y1 = min(max(y0, 0.0), height), max(min(y1, height), 0.0)
    return (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))


def skew_box(box: Box, skew: float, width: float, height: float) -> Box:
    """Give the box that holds a level box once its page lies askew again."""
    x0, y0, x1, y1 = box
    turn = complex(cos(radians(skew)), sin(radians(skew)))
    middle = complex(width / 2, height / 2)
    corners = [(complex(x, y) - middle) * turn + middle for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [corner.real for corner in corners], [corner.imag for corner in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def turn_box(box: Box, turn: int, width: float, height: float) -> Box:
    """Turn a box of a width × height space counter-clockwise by 0, 90, 180 or 270 degrees."""
    x0, y0, x1, y1 = box
    if turn == 90:
        return (y0, width - x1, y1, width - x0)
    if turn == 180:
        return (width - x1, height - y1, width - x0, height - y0)
    if turn == 270:
        return (height - y1, x0, height - y0, x1)
    return box


def page_frame(crop: Box, rotation: int, text_angle: int) -> Frame:
    """Give the frame of a page: `crop` is (left, bottom, right, top), `rotation` its /Rotate (clockwise).

    `text_angle` is the direction of the page's text in page space, counter-clockwise: 0, 90, 180 or 270. A page turned
    clockwise by the angle of its text shows it upright, so this is the layout's rotation.
    """
    left, bottom, right, top = crop
    width, height = right - left, top - bottom
    turn = (text_angle - rotation) % 360
    match text_angle:
        case 90:
            return Frame(0, 1, -bottom, 1, 0, -left, height, width, turn)
        case 180:
            return Frame(-1, 0, right, 0, 1, -bottom, width, height, turn)
        case 270:
            return Frame(0, -1, top, -1, 0, right, height, width, turn)
        case _:
            return Frame(1, 0, -left, 0, -1, top, width, height, turn)
