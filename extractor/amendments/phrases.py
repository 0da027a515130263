"""Phrases: a sentence of an instruction cut at its verbs, and what a rule answers.

In: a sentence's skeleton. Out: for each verb what stands before and after it; a rule gives `Edit`s and how much of what follows the verb
it has used. A new verb is a line in `VERBS`; its wordings are rules in the module of its family.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.amendments.lexicon import FIRST_QUOTE, QUOTE
from extractor.amendments.nodes import Quotation
from extractor.amendments.places import Path, read_paths
from extractor.records import AmendmentAction
from extractor.text import matching_form

VerbKind = Literal["replace", "exclude", "add", "restate", "repeal", "renumber"]
VERBS: tuple[tuple[VerbKind, str], ...] = (
    ("repeal", r"(?:призна(?:ть|в|ется|ются|вать)|счита(?:ть|ется|ются)|счесть)(?P<inner>[^;]{0,200}?) ?"
               r"(?:утративш[а-я]+|недействующим[а-я]*)(?: свою)?(?: силу)?|"
        r"отменить|отменя(?:ется|ются)|утрачива(?:ет|ют) силу|утратил[аои]? силу"),
    ("renumber", r"счита(?:ть|ется|ются)"),
    ("restate", r"излож(?:ить|ив|ены|ена|ено|ен)|излага(?:ть|ется|ются)|читать|указать|принять(?= в (?:нов|следующ)[а-я]+ редакции)"
                r"|утвердить(?= в (?:нов|следующ)[а-я]+ редакции)"),
    ("replace", r"замен(?:ить|ив|ены|ена|ено|ен)|заменя(?:ть|я|ется|ются)|изменить(?= на )"),
    ("exclude", r"исключ(?:ить|ив|ены|ена|ено|ен)|исключа(?:ть|ется|ются)|изъять|удалить|убрать|вывести(?= из состава)"),
    ("add", r"дополн(?:ить|ив|ены|ена|ено|ен)|дополня(?:ть|ется|ются)|добавить|добавив|вставить|вставив|включить|включив|ввести|введя"),
)  # fmt: skip
VERB = re.compile("|".join(rf"(?<![а-я])(?P<{kind}>{pattern})(?![а-я])" for kind, pattern in VERBS))


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands before (`left`), after (`right`) and inside a verb; the offsets of `right` count from 0."""

    kind: VerbKind
    left: str
    right: str
    inner: str
    quotations: tuple[Quotation, ...]

    @property
    def before(self) -> str:
        """The matching form of what stands before the verb."""
        return matching_form(self.left)

    @property
    def after(self) -> str:
        """The matching form of what stands after the verb."""
        return matching_form(self.right)

    def quoted(self, marks: str) -> tuple[Quotation, ...]:
        """Give the quotations that stand in a part of the skeleton."""
        return tuple(self.quotations[ord(mark) - ord(FIRST_QUOTE)] for mark in re.findall(QUOTE, marks))

    def texts(self, marks: str) -> tuple[str, ...]:
        """Give the quoted texts in a part of the skeleton."""
        return tuple(quotation.text for quotation in self.quoted(marks))

    def paths(self, text: str) -> tuple[Path, ...]:
        """Read the places that a part of the skeleton names."""
        return read_paths(text, self.quotations)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `path` is the place as the phrase names it, the context aside."""

    action: AmendmentAction
    path: Path
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule read: the edits, how many characters after the verb it used, its name.

    `named` is the part of the skeleton that names the place: the act may be named there too. `whole` tells that a whole unit is changed,
    so that what follows stands beside it.
    """

    edits: tuple[Edit, ...]
    used: int
    named: str = ""
    rule: str = ""
    whole: bool = False


Cut = tuple[Phrase, int, int]
Rule = Callable[[Phrase], Answer | None]


def cut_phrases(sentence: str, quotations: Sequence[Quotation]) -> list[Cut]:
    """Cut a sentence at its verbs: each with the text since the verb before it, and where it begins and ends in the sentence."""
    form = matching_form(sentence)
    found = list(VERB.finditer(form))
    cut = list[Cut]()
    for index, verb in enumerate(found):
        start = found[index - 1].end() if index else 0
        end = found[index + 1].start() if index + 1 < len(found) else len(sentence)
        kind: VerbKind = verb.lastgroup if verb.lastgroup != "inner" else "repeal"  # type: ignore[assignment]
        inner = sentence[verb.start("inner") : verb.end("inner")] if verb.group("inner") else ""
        phrase = Phrase(kind, sentence[start : verb.start()], sentence[verb.end() : end], inner, tuple(quotations))
        cut.append((phrase, verb.start(), verb.end()))
    return cut


def first_answer(rules: Sequence[Rule], phrase: Phrase) -> Answer | None:
    """Give the answer of the first rule that reads the phrase."""
    for rule in rules:
        answer = rule(phrase)
        if answer:
            return replace(answer, rule=rule.__name__)
    return None


def each_path(paths: Sequence[Path]) -> Sequence[Path]:
    """Give the paths, or the empty one where the phrase names no place of its own."""
    return paths or ((),)
