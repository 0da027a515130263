"""Governed heads: bodies, positions and groups in the case that a verb asks for, with the adjectives before them.

In: a sentence's visible form, the case that its verb governs, what the head may name. Out: half-open spans in printed
order. Which nouns head names is told by `lexicons/parties.toml`.
"""

import re
from collections.abc import Collection, Iterator

from extractor.heads import HeadKind, head_forms
from extractor.morphology import Form, agrees, forms, is_modifier, is_noun

WORD = re.compile(r"[а-я]+(?:-[а-я]+)*")
ANY_HEAD: frozenset[HeadKind] = frozenset({"unit", "position", "group"})
POSITION: frozenset[HeadKind] = frozenset({"position"})
# "по организации досуга", "согласно решению совета": the dative is the preposition's.
GOVERNED = re.compile(r"(?<![а-я])(?:по|ко?|согласно)(?: [а-я-]+(?:ому|ему|ой|ей|ым|им))* $")


def find_headed(visible: str, case: str, start: int = 0, *, kinds: Collection[HeadKind] = ANY_HEAD) -> Iterator[tuple[int, int]]:
    """Yield the span of each head in the case from `start` on: `начальнику`, `районной администрации`."""
    words = list(WORD.finditer(visible, start))
    opened: int | None = None
    for index, word in enumerate(words):
        if index and visible[words[index - 1].end() : word.start()] != " ":
            opened = None
        begin = word.start() if opened is None else opened
        following = words[index + 1].group() if index + 1 < len(words) else ""
        heads = [form for kind, form in head_forms(word.group()) if kind in kinds and form.case == case]
        if any(not is_attribute(form, following) for form in heads):
            yield begin, word.end()
            opened = None
        else:
            opened = begin if any(is_modifier(form) and form.case == case for form in forms(word.group())) else None


def is_attribute(head: Form, following: str) -> bool:
    """Tell whether a head that is an adjective only describes the noun after it: `пожарную безопасность`."""
    return is_modifier(head) and any(is_noun(noun) and agrees(head, noun) for noun in forms(following))


def find_addressed(visible: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the span of each head in the dative that no preposition governs."""
    return ((begin, end) for begin, end in find_headed(visible, "datv", start) if not GOVERNED.search(visible[:begin]))
