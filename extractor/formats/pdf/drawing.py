"""What is drawn on a page besides text: rules, fills and pictures, and the order in which everything is painted.

In: a loaded page. Out: `Drawing` in page space. A rule is a straight horizontal or vertical line, however it was made: a
stroke, the side of a rectangle, a thin filled bar, a thin picture, a row of dots. To add a way of drawing rules, add a
function to `read_path` or a branch in `read_object`.
"""

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from typing import Any, NamedTuple

from extractor.evidence import Box
from extractor.formats.pdf.native import FORM, IMAGE, MOVE_TO, PATH, Handle, native

# Objects read per page; the densest real page (a calendar plan) has about 3,000, a map 100,000 that hold no table.
MAX_OBJECTS = 20_000
# Path segments read per page, for the same reason.
MAX_SEGMENTS = 20_000
# Nested form objects; a PDF may nest them in a loop.
MAX_DEPTH = 6
# Points: a filled bar or a picture no thicker than this is a rule; table borders are at most 2.25 points wide.
THIN = 3.0
# Points: the longest side of a bar that may be one dot of a dotted rule.
DOT = 2.2
# Points: a thin picture shorter than this is a bullet or a speck.
SHORTEST_PICTURE_RULE = 12.0
# Points by which the ends of a level line may differ.
STRAIGHT = 0.6
# Each channel at or above this is white: no reader sees it on paper.
WHITE = 245
# Alpha up to which a colour can't be seen, and from which it hides what is under it.
CLEAR, SOLID = 10, 250

Matrix = tuple[float, float, float, float, float, float]
UNCHANGED: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A straight line: `level` is its y (horizontal) or x (vertical), it runs from `start` to `end`."""

    horizontal: bool
    level: float
    start: float
    end: float


class Painted(NamedTuple):
    """A picture or a filled area with its box (left, bottom, right, top) and its turn in the painting order."""

    box: Box
    order: int
    opaque: bool
    colour: tuple[int, int, int] = (0, 0, 0)
    item: Handle = 0


class Buffers:
    """Memory that pdfium writes numbers to, with its addresses; one for all calls on a page."""

    def __init__(self) -> None:
        """Reserve room for a matrix or a box, a colour and a point."""
        self.floats = (ctypes.c_float * 6)()
        self.numbers = (ctypes.c_uint * 4)()
        start, size = ctypes.addressof(self.floats), ctypes.sizeof(ctypes.c_float)
        self.at = [start + index * size for index in range(6)]
        start, size = ctypes.addressof(self.numbers), ctypes.sizeof(ctypes.c_uint)
        self.number_at = [start + index * size for index in range(4)]
        self.doubles = (ctypes.c_double * 2)()
        start, size = ctypes.addressof(self.doubles), ctypes.sizeof(ctypes.c_double)
        self.double_at = [start, start + size]


@dataclass(slots=True)
class Drawing:
    """All that a page draws, in page space; `order` tells when each text object is painted."""

    rules: list[Rule] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    fills: list[Painted] = field(default_factory=list)
    pictures: list[Painted] = field(default_factory=list)
    order: dict[Handle, int] = field(default_factory=dict)
    objects: int = 0
    segments: int = 0
    buffers: Buffers = field(default_factory=Buffers)
    pdf: Any = field(default_factory=native)


def read_drawing(page: Handle) -> Drawing:
    """Read everything that a page draws, up to the limits."""
    drawing = Drawing()
    pdf = drawing.pdf
    count = min(pdf.FPDFPage_CountObjects(page), MAX_OBJECTS)
    for index in range(count):
        read_object(drawing, pdf.FPDFPage_GetObject(page, index), UNCHANGED, 0)
    return drawing


def read_object(drawing: Drawing, item: Handle, matrix: Matrix, depth: int) -> None:
    """Add one page object to the drawing; a form object adds its own objects."""
    if drawing.objects >= MAX_OBJECTS:
        return
    pdf = drawing.pdf
    kind = pdf.FPDFPageObj_GetType(item)
    drawing.objects += 1
    drawing.order[item] = drawing.objects
    if kind == PATH:
        read_path(drawing, item, matrix)
    elif kind == IMAGE:
        read_picture(drawing, item, matrix)
    elif kind == FORM and depth < MAX_DEPTH:
        inner = combine(read_matrix(drawing, item), matrix)
        for index in range(min(pdf.FPDFFormObj_CountObjects(item), MAX_OBJECTS - drawing.objects)):
            read_object(drawing, pdf.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def read_matrix(drawing: Drawing, item: Handle) -> Matrix:
    """Give an object's own matrix."""
    buffers = drawing.buffers
    if not drawing.pdf.FPDFPageObj_GetMatrix(item, buffers.at[0]):
        return UNCHANGED
    a, b, c, d, e, f = buffers.floats
    return (a, b, c, d, e, f)


def combine(inner: Matrix, outer: Matrix) -> Matrix:
    """Give the matrix that applies `inner`, then `outer` (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def bounds_of(drawing: Drawing, item: Handle, matrix: Matrix) -> Box:
    """Give an object's box in page space."""
    at = drawing.buffers.at
    drawing.pdf.FPDFPageObj_GetBounds(item, at[0], at[1], at[2], at[3])
    left, bottom, right, top, _, _ = drawing.buffers.floats
    if matrix is UNCHANGED:
        return (left, bottom, right, top)
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return (min(xs), min(ys), max(xs), max(ys))


def read_picture(drawing: Drawing, item: Handle, matrix: Matrix) -> None:
    """Add a picture; a long thin one is a rule."""
    left, bottom, right, top = box = bounds_of(drawing, item, matrix)
    width, height = right - left, top - bottom
    if min(width, height) <= THIN and max(width, height) >= SHORTEST_PICTURE_RULE:
        add_bar(drawing, box)
        return
    drawing.pictures.append(Painted(box, drawing.objects, True, item=item))


def read_path(drawing: Drawing, item: Handle, matrix: Matrix) -> None:
    """Add what a path draws: its strokes as rules, its thin fills as rules, its other fills as areas."""
    filled, stroked = draw_mode(drawing, item)
    colour, alpha = read_colour(drawing.pdf.FPDFPageObj_GetFillColor, item, drawing.buffers) if filled else ((0, 0, 0), 0)
    filled = alpha > CLEAR
    if stroked:
        stroke, stroke_alpha = read_colour(drawing.pdf.FPDFPageObj_GetStrokeColor, item, drawing.buffers)
        stroked = stroke_alpha > CLEAR and min(stroke) < WHITE
    if not (filled or stroked) or drawing.segments > MAX_SEGMENTS:
        return
    own = combine(read_matrix(drawing, item), matrix)
    for points in read_strokes(drawing, item, own):
        if stroked:
            drawing.rules.extend(rule for ends in pairwise(points) if (rule := level_rule(*ends)))
        if filled:
            add_fill(drawing, points, colour, alpha)


def draw_mode(drawing: Drawing, item: Handle) -> tuple[bool, bool]:
    """Tell whether a path is filled and whether it is stroked."""
    buffers = drawing.buffers
    drawing.pdf.FPDFPath_GetDrawMode(item, buffers.number_at[0], buffers.number_at[1])
    return bool(buffers.numbers[0]), bool(buffers.numbers[1])


def read_colour(read: Any, item: Handle, buffers: Buffers) -> tuple[tuple[int, int, int], int]:
    """Give a colour and its alpha (0 to 255); unknown is opaque black."""
    at = buffers.number_at
    if not read(item, at[0], at[1], at[2], at[3]):
        return (0, 0, 0), 255
    red, green, blue, alpha = buffers.numbers
    return (red, green, blue), alpha


def read_strokes(drawing: Drawing, item: Handle, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """Give a path's strokes as lists of points in page space; a curve counts by its end point."""
    a, b, c, d, e, f = matrix
    pdf, floats, at = drawing.pdf, drawing.buffers.floats, drawing.buffers.at
    strokes: list[list[tuple[float, float]]] = []
    count = min(pdf.FPDFPath_CountSegments(item), MAX_SEGMENTS - drawing.segments)
    drawing.segments += count
    for index in range(count):
        segment = pdf.FPDFPath_GetPathSegment(item, index)
        pdf.FPDFPathSegment_GetPoint(segment, at[0], at[1])
        x, y = floats[0], floats[1]
        point = (a * x + c * y + e, b * x + d * y + f)
        if pdf.FPDFPathSegment_GetType(segment) == MOVE_TO or not strokes:
            strokes.append([point])
        else:
            strokes[-1].append(point)
        if pdf.FPDFPathSegment_GetClose(segment) and strokes[-1][0] != point:
            strokes[-1].append(strokes[-1][0])
    return strokes


def level_rule(start: tuple[float, float], end: tuple[float, float]) -> Rule | None:
    """Give the rule between two points, None where it is slanted or a point."""
    (x0, y0), (x1, y1) = start, end
    if abs(y1 - y0) <= STRAIGHT and abs(x1 - x0) > abs(y1 - y0):
        return Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    if abs(x1 - x0) <= STRAIGHT and abs(y1 - y0) > abs(x1 - x0):
        return Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
    return None


def add_fill(drawing: Drawing, points: list[tuple[float, float]], colour: tuple[int, int, int], alpha: int) -> None:
    """Add a filled shape: a thin bar is a rule, a white one is nothing, others are areas."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) > THIN or hypot(width, height) == 0:
        drawing.fills.append(Painted(box, drawing.objects, alpha >= SOLID, colour))
    elif min(colour) < WHITE:
        add_bar(drawing, box)


def add_bar(drawing: Drawing, box: Box) -> None:
    """Add a thin bar as a rule along its middle; a tiny one is a dot that may belong to a dotted rule."""
    left, bottom, right, top = box
    if max(right - left, top - bottom) <= DOT:
        drawing.dots.append(box)
    elif right - left >= top - bottom:
        drawing.rules.append(Rule(True, (bottom + top) / 2, left, right))
    else:
        drawing.rules.append(Rule(False, (left + right) / 2, bottom, top))
