"""Messages: every text a user sees, by its code, in Russian (first) and English.

In: a code and the values it names. Out: the text in the chosen language. To add a message, add its code to `ru.toml` and
`en.toml`; a test compares the two.
"""

import os
import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("ru", "en")


@cache
def catalogue(language: str, package: str = __name__) -> dict[str, str]:
    """Load the texts of one language; `package` is the package that holds the catalogues."""
    source = files(package).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    loaded: dict[str, str] = tomllib.loads(source)
    return loaded


def chosen_language() -> str:
    """Give the user's language: Russian unless PLANOVIK_LANG says "en"."""
    language = os.environ.get("PLANOVIK_LANG", "ru")
    return language if language in LANGUAGES else "ru"


def message(code: str, **values: object) -> str:
    """Give the text of a code with its values filled in, in the user's language."""
    return catalogue(chosen_language())[code].format(**values)
