"""Amending acts with the plans that they change: base, acts and the edition that comes out as annotated layouts, and gold instructions.

In: the folders beside this module. Out: nothing here; `scoring` reads and measures them. To add a case, write a folder with `base.txt`,
`act.txt` (`act2.txt` … in order of date), `edition.txt` and `gold.toml` (described in `docs/amendments.md`).
"""
