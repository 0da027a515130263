"""The pdfium calls that run once per word or per object, taken as plain C functions.

In: nothing. Out: `native()`, pdfium's functions over integer handles: pypdfium2's own wrappers make a ctypes object for
each handle, which costs more than the call. To add a call, add a line to `SIGNATURES` with its types from the headers.
"""

import ctypes
from functools import cache
from types import SimpleNamespace
from typing import Any

Handle = int

# Kinds of page objects (FPDF_PAGEOBJ_* in fpdf_edit.h).
TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
# Kinds of path segments (FPDF_SEGMENT_* in fpdf_edit.h).
LINE_TO, MOVE_TO = 0, 2

P, I, U, F = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_float  # noqa: E741
SIGNATURES: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
    ("FPDFText_CountChars", I, (P,)),
    ("FPDFText_GetText", I, (P, I, I, P)),
    ("FPDFText_GetUnicode", U, (P, I)),
    ("FPDFText_GetLooseCharBox", I, (P, I, P)),
    ("FPDFText_GetCharOrigin", I, (P, I, P, P)),
    ("FPDFText_GetTextObject", P, (P, I)),
    ("FPDFText_GetMatrix", I, (P, I, P)),
    ("FPDFText_GetFontSize", ctypes.c_double, (P, I)),
    ("FPDFText_IsGenerated", I, (P, I)),
    ("FPDFTextObj_GetTextRenderMode", I, (P,)),
    ("FPDFTextObj_GetFont", P, (P,)),
    ("FPDFFont_GetBaseFontName", ctypes.c_size_t, (P, P, ctypes.c_size_t)),
    ("FPDFFont_GetWeight", I, (P,)),
    ("FPDFFont_GetFlags", I, (P,)),
    ("FPDFPage_CountObjects", I, (P,)),
    ("FPDFPage_GetObject", P, (P, I)),
    ("FPDFFormObj_CountObjects", I, (P,)),
    ("FPDFFormObj_GetObject", P, (P, ctypes.c_ulong)),
    ("FPDFPageObj_GetType", I, (P,)),
    ("FPDFPageObj_GetMatrix", I, (P, P)),
    ("FPDFPageObj_GetBounds", I, (P, P, P, P, P)),
    ("FPDFPageObj_GetFillColor", I, (P, P, P, P, P)),
    ("FPDFPageObj_GetStrokeColor", I, (P, P, P, P, P)),
    ("FPDFPageObj_GetMarkedContentID", I, (P,)),
    ("FPDF_StructTree_GetForPage", P, (P,)),
    ("FPDF_StructTree_Close", None, (P,)),
    ("FPDF_StructTree_CountChildren", I, (P,)),
    ("FPDF_StructTree_GetChildAtIndex", P, (P, I)),
    ("FPDF_StructElement_GetType", ctypes.c_ulong, (P, P, ctypes.c_ulong)),
    ("FPDF_StructElement_CountChildren", I, (P,)),
    ("FPDF_StructElement_GetChildAtIndex", P, (P, I)),
    ("FPDF_StructElement_GetChildMarkedContentID", I, (P, I)),
    ("FPDFPath_CountSegments", I, (P,)),
    ("FPDFPath_GetDrawMode", I, (P, P, P)),
    ("FPDFPath_GetPathSegment", P, (P, I)),
    ("FPDFPathSegment_GetPoint", I, (P, P, P)),
    ("FPDFPathSegment_GetType", I, (P,)),
    ("FPDFPathSegment_GetClose", I, (P,)),
)


@cache
def native() -> Any:
    """Give pdfium's functions by name, each over integer handles and addresses."""
    from pypdfium2 import raw

    def plain(name: str, result: Any, arguments: tuple[Any, ...]) -> Any:
        address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
        return ctypes.PYFUNCTYPE(result, *arguments)(int(address or 0))

    return SimpleNamespace(**{name: plain(name, result, arguments) for name, result, arguments in SIGNATURES})


def handle_of(wrapper: Any) -> Handle:
    """Give the integer handle of pypdfium2's page or textpage."""
    return int(ctypes.cast(wrapper.raw, ctypes.c_void_p).value or 0)
