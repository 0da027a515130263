"""Messages of the service, by their codes; the languages are chosen as in `extractor.messages`.

In: a code and the values it names. Out: the text. To add one, add its code to `ru.toml` and `en.toml`; a test compares the two.
"""

from extractor.messages import catalogue, chosen_language


def message(code: str, **values: object) -> str:
    """Give the text of a code with its values filled in, in the user's language."""
    return catalogue(chosen_language(), __name__)[code].format(**values)
