"""Scopes: whose names a document's names are.

In: a document's requisites. Out: `Scope`: names that are alike within one scope are one ("отдел кадров" of one administration), in two
scopes they are two. An authority's scope is its municipality or region; an institution's, a commission's or a department's is its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractor.head_nouns import lexicon_words
from extractor.lexicons import read_lexicon
from extractor.registry.abbreviations import with_short_form, without_legal_form, written_out
from extractor.registry.territories import Territory, find_territories
from extractor.registry.tokens import COMMA, PLURAL, QUOTE, Tokens, single, tokenize

NOWHERE = Territory()
# Letters of a title that are looked through for a territory; no title that names one is longer.
LONGEST_TITLE = 400
# Words of an institution's name that tell it from others wherever they are.
DISTINCT_WORDS = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope: `key` is empty where the document does not tell whose it is; `own` are the words of the institution whose names they
    are, `stated` the abbreviations that the document explains, each with its words."""

    key: str
    territory: Territory = NOWHERE
    own: Tokens = ()
    stated: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=2_000)
def read_scope(
    issuer: str | None,
    *,
    municipality: str | None = None,
    title: str | None = None,
    place: str | None = None,
    stated: tuple[tuple[str, str], ...] = (),
) -> Scope:
    """Give the scope of a document's names from its requisites."""
    territory = next(named_territories(issuer, municipality, title, place), NOWHERE)
    own = with_short_form(written_out(without_territory(tokenize(issuer or ""), territory)))
    if not own or is_authority(own):
        return Scope(territory.key, territory, stated=stated)
    words = [single(token).strip(QUOTE) for token in without_legal_form(own) if token != COMMA]
    key = " ".join([*words, territory.key]).strip()
    return Scope(key if territory.root or len(words) >= DISTINCT_WORDS or has_proper_name(own) else "", territory, own, stated)


def named_territories(*texts: str | None) -> Iterator[Territory]:
    """Yield the territories with a name that the texts name, in their order: the first is the surest; a lone word is a town."""
    for text in texts:
        tokens = tokenize((text or "")[:LONGEST_TITLE])
        yield from (found for _, _, found in find_territories(tokens) if found.root)
        if len(tokens) == 1 and text is texts[1]:
            yield Territory("город", tokens[0])


def without_territory(tokens: Tokens, territory: Territory) -> Tokens:
    """Give tokens without the wordings of a territory."""
    left, done = list[str](), 0
    for start, end, found in find_territories(tokens):
        if territory.has(found):
            left += tokens[done:start]
            done = end
    return (*left, *tokens[done:])


def is_authority(tokens: Tokens) -> bool:
    """Tell whether an issuer speaks for a whole municipality or region: an authority, or several departments."""
    return tokens[0] in read_lexicon("registry")["authorities"]["heads"] or tokens[0].endswith(PLURAL)


def has_proper_name(tokens: Tokens) -> bool:
    """Tell whether a name in quotes is more than the kind of institution: «Черника», not «Школа № 5»."""
    quoted = [token.strip(QUOTE) for token in tokens if token.startswith(QUOTE)]
    return any(word not in lexicon_words("unit") for word in quoted)
