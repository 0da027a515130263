"""Scans: the picture of a page becomes words and edges, as the PDF reader takes them from a text layer.

In: pictures of pages. Out: `read_scan`: words in layout space with confidences, the edges of ruled tables, the frame.
The stages are modules of their own: `rendering` and `ink` prepare the picture, `orientation` turns it upright and level,
`ruling` finds the lines of tables, `recognition` runs Tesseract, `words` and `repair` make words of what it saw,
`reading` is the whole flow. Everything after that (lines, tables, paragraphs) is the PDF reader's.
"""
