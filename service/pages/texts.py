"""Texts of the pages: Russian in the templates, other languages in gettext catalogues (`locale/LANGUAGE/LC_MESSAGES/pages.po`).

In: a language. Out: translations for Jinja and for the pages' modules. Russian has a catalogue too, for its plural forms. To add a text,
write it in Russian inside `_(…)` and run `python -m service.pages.catalogues`.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from extractor.messages import chosen_language

DOMAIN = "pages"


@cache
def translations(language: str) -> NullTranslations:
    """Load the catalogue of a language; what it lacks stays Russian."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("service").joinpath("locale", language, "LC_MESSAGES", f"{DOMAIN}.po")
    compiled = BytesIO()
    with source.open("rb") as opened:
        write_mo(compiled, read_po(opened, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _(text: str) -> str:
    """Give a text in the user's language."""
    return translations(chosen_language()).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """Give the form of a text that goes with a number."""
    return translations(chosen_language()).ngettext(one, many, number)
