"""Events: what a relative deadline counts from, and in which days.

In: the wording of a deadline of kind `relative`, and the kind of its document. Out: an `Event`, whose code is the same for the same event
in another wording. To add a word, add it to `lexicons/events.toml`.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import dropwhile
from typing import Literal

from extractor.deadlines.spans import SPANS
from extractor.deadlines.tokens import deadline_form
from extractor.lexicons import read_lexicon

EventKind = Literal["signing", "publication", "entry_into_force", "other", "unnamed"]
# Shorter words ("в", "ее") say nothing of which event it is.
SHORTEST_WORD = 3
# Letters of a code that tell the events of one document apart.
CODE_LETTERS = 12
WORD = re.compile(r"\w+")
WORKING = re.compile(r"рабоч")


@dataclass(frozen=True, slots=True)
class Event:
    """An event: `text` is how the wording names it, empty where it names none ("в 10-дневный срок").

    The kinds but the last two are of the document's own act; `counts_working` tells that its days are working days.
    """

    code: str
    kind: EventKind
    text: str
    counts_working: bool = False


@lru_cache(maxsize=5_000)
def read_event(wording: str, document_kind: str | None = None) -> Event:
    """Read what a relative deadline counts from: "в течение 10 рабочих дней со дня подписания" → signing, in working days."""
    form = deadline_form(wording)
    start, end = find_span(form)
    lead = leads().match(form, end)
    text = wording[lead.end() if lead else end :].strip(" ,.;:()")
    words = WORD.findall(deadline_form(text))
    kind = kind_of(words, document_kind)
    return Event(kind if kind != "other" else code_of(words), kind, text, WORKING.search(form, start, end) is not None)


def find_span(form: str) -> tuple[int, int]:
    """Find the span in a form ("в течение 10 дней"), half-open; an empty one at the beginning where there is none."""
    for start in (found.start() for found in WORD.finditer(form)):
        for rule in SPANS:
            if found := rule(form, start):
                return start, found[0]
    return 0, 0


@cache
def leads() -> re.Pattern[str]:
    """Compile the words that lead to an event."""
    words = "|".join(map(re.escape, read_lexicon("events")["leads"]["words"]))
    return re.compile(rf"[\s,]*(?:{words})(?!\w)")


def kind_of(words: Sequence[str], document_kind: str | None) -> EventKind:
    """Tell whether the words name an event of the document's own act: nothing may stand beside it but the act's own names."""
    if not words:
        return "unnamed"
    lexicon = read_lexicon("events")
    own = (*lexicon["acts"]["any"], *lexicon["acts"].get(document_kind or "", ()))
    said = list(dropwhile(lambda word: word.startswith(own), (word for word in words if len(word) >= SHORTEST_WORD)))
    for kind, phrases in lexicon["kinds"].items():
        for stems in map(str.split, phrases):
            if begins(said, stems) and all(word.startswith(own) for word in said[len(stems) :]):
                named: EventKind = kind
                return named
    return "other"


def begins(words: Sequence[str], stems: Sequence[str]) -> bool:
    """Tell whether words begin with these stems in a row."""
    return len(words) >= len(stems) and all(word.startswith(stem) for word, stem in zip(words, stems, strict=False))


def code_of(words: Sequence[str]) -> str:
    """Give the code of an event of no known kind."""
    return f"event-{hashlib.sha256(' '.join(words).encode()).hexdigest()[:CODE_LETTERS]}"
