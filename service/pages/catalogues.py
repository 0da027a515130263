"""Catalogues: brings `locale/` up to date with the texts of the templates and modules.

In: the sources. Out: each language's `pages.po` with every text, old translations kept. Run `python -m service.pages.catalogues`; a test
fails where a catalogue lacks a text.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

SERVICE = Path(__file__).parent.parent
LANGUAGES = ("ru", "en")
METHODS = [("pages/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"templates/**.html": {"silent": "false", "trimmed": "true"}}


def found_texts() -> Catalog:
    """Give all texts of the sources."""
    catalog = Catalog(project="Planovik", fuzzy=False)
    for name, _, text, comments, context in extract_from_dir(SERVICE, METHODS, OPTIONS, keywords=KEYWORDS):
        catalog.add(text, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def catalogue_path(language: str) -> Path:
    """Give the path of a language's catalogue."""
    return SERVICE / "locale" / language / "LC_MESSAGES" / "pages.po"


def read_catalogue(language: str) -> Catalog:
    """Read a language's catalogue, an empty one where there is none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, domain="pages")
    with path.open("rb") as opened:
        return read_po(opened, locale=language, domain="pages")


def renew(language: str) -> None:
    """Write a language's catalogue anew; what is no longer in the sources goes."""
    catalog = read_catalogue(language)
    catalog.update(found_texts(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as opened:
        write_po(opened, catalog, no_location=True, omit_header=True, sort_output=True, width=120, ignore_obsolete=True)


if __name__ == "__main__":
    for language in LANGUAGES:
        renew(language)
