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
def catalogue(language: str) -> dict[str, str]:
    """Load the texts of one language."""
    source = files("extractor.messages").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    loaded: dict[str, str] = tomllib.loads(source)
    return loaded


def message(code: str, **values: object) -> str:
    """Give the text of a code with its values filled in; Russian unless PLANOVIK_LANG says "en"."""
    language = os.environ.get("PLANOVIK_LANG", "ru")
    return catalogue(language if language in LANGUAGES else "ru")[code].format(**values)
