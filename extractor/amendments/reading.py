"""Reading: a node's instructions, by its leads, sentences and verbs.

In: nodes in order, the target that the act's heading names. Out: `Found` instructions, each with its target, and issues for what could
not be read. A lead-in ("В пункте 3:") holds for what stands under it; a place that a sentence names holds for its later verbs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.amendments import adding, removing, replacing, restating
from extractor.amendments.documents import expanded, meant
from extractor.amendments.leads import Context, is_above, leads_lines, place_part, printed, without_act
from extractor.amendments.lexicon import FIRST_QUOTE, LAST_QUOTE, QUOTE, unit_word
from extractor.amendments.nodes import Node
from extractor.amendments.phrases import VERB, Answer, Cut, Phrase, Rule, VerbKind, cut_phrases, first_answer
from extractor.amendments.places import RANKS, Path, read_paths, under
from extractor.amendments.renumbering import FOLLOWING, renumbered
from extractor.amendments.targets import completed, find_act, find_document, hidden, read_target
from extractor.casing import Casing
from extractor.issues import issue
from extractor.records import Instruction, Issue, Renumbering, Step, Target
from extractor.text import matching_form

RULES: Mapping[VerbKind, Sequence[Rule]] = {
    "replace": replacing.RULES, "exclude": removing.EXCLUDING, "repeal": removing.REPEALING,
    "restate": restating.RULES, "add": adding.RULES,
}  # fmt: skip
FURTHER: Mapping[VerbKind, Sequence[Rule]] = {"replace": replacing.FURTHER, "add": adding.FURTHER}
SWALLOWED = re.compile(
    r"(?:слов[ао]|цифр[ыу]|словами?|цифр(?:ами|ой)) \"|\" ?(?:заменить|исключить)(?![а-я])|изложить в (?:следующей|новой) редакции|"
    r"(?:пункт|строк|абзац)[а-я]* [^.;]{0,40}следующего содержания"
)
FURTHER_OBJECT = re.compile(r" ?,? ?(?:и |а также |а )?(?:дополнить )?(?=[а-я]|" + QUOTE + ")")
CHANGES = r"(?:следующ[а-я]+ )?(?:изменени[а-я]+|дополнени[а-я]+|поправк[а-я]+)(?: и (?:изменени|дополнени)[а-я]+)?"
ENTER = re.compile(
    rf"(?:^|[,;.] ?|^[^:;]{{0,200}}? )внести (?:(?P<first>{CHANGES}),? )?(?P<what>(?:в|во) [^:]*?)"
    rf"(?:,? (?P<last>{CHANGES})(?P<after>[,:.;]|$)|(?=:)|,? (?=излож|замен|дополнив|исключив|признав)|[.;]? ?$)"
)
BRACKETS = re.compile(r"\([^()]*\)")
SAME_ACT = re.compile(r"утвержд[а-я]+ (?:выше)?(?:указанн|назван|данн|упомянут|эти)[а-я]+ ")
ASSIGNED = re.compile(r"^[а-я]+(?:ому|ему|ам|ям|ой|у|ю|ым|им)(?![а-я])[^:]{0,120} внести")
SENTENCE = re.compile(r"; ?|(?<=[а-яё)\ue000-\uf8fe\d])\. (?=[А-ЯЁ\ue000-\uf8fe])")
SHORTENED = re.compile(r"(?:(?<![а-яё])(?:п|пп|подп|ч|ст|абз|г|гг|им|руб|тыс|ул|с|пос|д|N|№)|[А-ЯЁ])$", re.IGNORECASE)
# An act that is named by its day or its number, whether or not it can be read.
NAMES_ACT = re.compile(
    r"(?:постановлени|распоряжени|приказ|решени)[а-я]* (?:(?!пункт|приложени|строк|раздел|граф|позици)[^;:]){0,200}?"
    r"(?:от \d|№ ?(?P<number>\d\S*))"
)
LEAD = re.compile(rf"^(?P<lead>(?:[^:{FIRST_QUOTE}-{LAST_QUOTE}]|{QUOTE})*):(?! ?{QUOTE})")
OPENS_PLACE = re.compile(rf"(?:(?:в|во|из|по) )?(?:{unit_word()}|срок[а-я]* |исполнител[а-я]+ |ответственн[а-я]+ )")


@dataclass(frozen=True, slots=True)
class Found:
    """An instruction, or a renumbering among them, with its target."""

    target: Target
    instruction: Instruction | Renumbering


@dataclass
class Reader:
    """Reads nodes in order; `leads` has the context under each level, `found` and `issues` what was read."""

    casing: Casing
    heading: Target | None
    amending: bool
    leads: list[tuple[Node, Context]]
    found: list[Found]
    issues: list[Issue]
    last: Target | None = None

    def read(self, node: Node) -> None:
        """Read one node and keep the context that it leads in."""
        while self.leads and not (is_above(self.leads[-1][0], node) or leads_lines(*self.leads[-1], node)):
            self.leads.pop()
        above = self.leads[-1][1] if self.leads else Context(amending=self.amending)
        context = read_node(self, node, above)
        self.leads.append((node, context))


def read_node(reader: Reader, node: Node, context: Context) -> Context:
    """Read a node's sentences; gives the context for what stands under it."""
    start, entered = 0, enter(reader, node, context)
    if entered:
        context, start = entered
    for begin, end in sentences(node.skeleton, start):
        context = read_sentence(reader, node, begin, end, context)
    return context


def enter(reader: Reader, node: Node, context: Context) -> tuple[Context, int] | None:
    """Read the lead "Внести в … следующие изменения": the context that it gives, and where the rest begins."""
    form = BRACKETS.sub(lambda inside: "\0" * len(inside.group()), matching_form(node.skeleton))
    found = ENTER.search(form)
    if not found or ASSIGNED.match(form) or not (found.group("first") or found.group("last")):
        return None
    what = node.skeleton[found.start("what") : found.end("what")]
    named = (context.target or reader.last) if SAME_ACT.search(matching_form(what)) else None
    target = completed(read_target(f"внести {printed(node, what)}", reader.casing), named or reader.heading)
    if target is None or (target.date is None and not target.title):
        return None
    acts = [act for act in (context.target, reader.last, reader.heading) if act and act.title and act.date == target.date]
    if target.title and acts:
        target = replace(target, title=expanded(target.title, acts[0].title))
    reader.last = target
    paths = read_paths(place_part(node, what, reader.casing), node.quotations)
    end = found.end()
    return Context(target, paths[0] if len(paths) == 1 else (), amending=True), end


def sentences(skeleton: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a skeleton; a dot after a shortened word ends none."""
    begin = start
    for mark in SENTENCE.finditer(skeleton, start):
        if skeleton[mark.start()] == "." and SHORTENED.search(skeleton[begin : mark.start()]):
            continue
        if mark.start() > begin:
            yield begin, mark.start()
        begin = mark.end()
    if skeleton[begin:].strip(" .;:"):
        yield begin, len(skeleton)


def read_sentence(reader: Reader, node: Node, begin: int, end: int, context: Context) -> Context:
    """Read a sentence's instructions; gives the context for the next one."""
    begin, context, phrases = led_in(reader, node, (begin, end), context)
    target, path, known = context.target, context.path, len(reader.found)
    used = 0
    for phrase, verb, after in phrases:
        whole = replace(phrase, left=phrase.left[used:])
        own = own_target(reader, node, whole, target, context)
        used = 0
        if own is None:
            if context.amending and names_other(printed(node, whole.left), target):
                unread(reader, node, whole, (begin + verb - len(whole.left), begin + after), led=True)
            continue
        target = own
        if phrase.kind == "renumber":
            span = begin + verb - len(whole.left), begin + after + len(whole.right)
            moved = moving(node, without_act(node, whole, reader.casing), context.path, span)
            reader.found.append(Found(target, moved))
            if not moved.places:
                unread(reader, node, whole, span, led=True)
            continue
        answer = read_phrase(without_act(node, whole, reader.casing)) or whole_act(reader, node, whole)
        span = begin + verb - len(whole.left), begin + after + (answer.used if answer else 0)
        if answer is None:
            unread(reader, node, whole, span, led=context.target is not None)
            continue
        used = answer.used
        if phrase is phrases[-1][0] and re.search(QUOTE, phrase.right[used:]):
            unread(reader, node, whole, (begin + after + used, begin + after + len(phrase.right)), led=True)
        instructions = record(node, answer, context.path, path, span)
        reader.found += [Found(target, instruction) for instruction in instructions]
        path = behind(context.path, instructions[-1].place) if answer.whole else instructions[-1].place
    if target is not None:
        reader.found += [Found(target, one) for one in closing_up(reader, node, (begin, end), known)]
    return replace(context, target=target or context.target)


def led_in(reader: Reader, node: Node, span: tuple[int, int], context: Context) -> tuple[int, Context, list[Cut]]:
    """Give where a sentence begins behind its lead-in, the context that the lead-in and a last verb without an object give, the phrases."""
    begin, end = span
    lead = LEAD.match(node.skeleton[begin:end])
    if lead and not VERB.search(matching_form(lead.group("lead"))):
        context = lead_context(reader, node, lead.group("lead"), context)
        begin += lead.end()
    phrases = cut_phrases(node.skeleton[begin:end], node.quotations)
    if phrases and leads_in(phrases[-1][0]):
        phrase = phrases.pop()[0]
        led = lead_context(reader, node, f"{phrase.left} {phrase.right.rstrip(' :')}", context)
        context = replace(led, verb=phrase.kind if not phrases else None)
    elif not phrases and context.verb:
        phrases = [(Phrase(context.verb, "", node.skeleton[begin:end], "", node.quotations), 0, 0)]
    if not phrases and not node.skeleton[begin:end].rstrip().endswith(":"):
        unread_place(reader, node, (begin, end), context)
    return begin, context, phrases


def moving(node: Node, phrase: Phrase, context: Path, span: tuple[int, int]) -> Renumbering:
    """Give a renumbering; what can't be read is one of unknown places."""
    places, numbers = renumbered(phrase) or ((), ())
    evidence = node.evidence(max(span[0], 0), span[1], "renumbered")
    return Renumbering(number=node.number, places=tuple(under(context, path) for path in places), numbers=numbers, evidence=evidence)


def closing_up(reader: Reader, node: Node, span: tuple[int, int], known: int) -> Iterator[Renumbering]:
    """Yield the renumbering of a sentence that moves the numbers after its units, or after the unit of the sentence before."""
    moved = FOLLOWING.search(matching_form(node.skeleton[span[0] : span[1]]))
    if not moved:
        return
    here = [one.instruction for one in reader.found[known:] or reader.found[-1:]]
    places = tuple(one.place for one in here if isinstance(one, Instruction) and one.action in ("exclude", "repeal", "insert"))
    evidence = node.evidence(span[0] + moved.start(), span[0] + moved.end(), "following")
    yield Renumbering(number=node.number, places=places, numbers=(), evidence=evidence)


def leads_in(phrase: Phrase) -> bool:
    """Tell whether a verb leads in what stands below: "В пункте 3 заменить:", "Исключить из приложения:"."""
    if re.fullmatch(r"(?: следующее)? ?: ?", phrase.right):
        return True
    return phrase.kind == "exclude" and bool(re.fullmatch(rf" из [^:;{QUOTE[1:-1]}]*: ?", phrase.after))


def read_phrase(phrase: Phrase) -> Answer | None:
    """Read a phrase by the first rule that answers, then what else the same verb governs: `слова «…» – словами «…»`, `и абзацем …`."""
    answer = first_answer(RULES[phrase.kind], phrase)
    if answer is None or not answer.edits or any(swallowed(edit.old) or swallowed(edit.new) for edit in answer.edits):
        return None
    while phrase.kind in FURTHER and (joined := FURTHER_OBJECT.match(phrase.after, answer.used)):
        rest = replace(phrase, left="", right=phrase.right[joined.end() :] if phrase.kind == "add" else phrase.right[answer.used :])
        more = first_answer(FURTHER[phrase.kind], rest)
        if more is None or not more.edits:
            break
        path = answer.edits[-1].path
        edits = (*answer.edits, *(replace(edit, path=under(path, edit.path)) for edit in more.edits))
        answer = replace(answer, edits=edits, used=len(phrase.right) - len(rest.right) + more.used)
    return answer


def swallowed(text: str | None) -> bool:
    """Tell whether quoted words hold another instruction: a quotation without its last mark has run into it."""
    return text is not None and bool(SWALLOWED.search(matching_form(text)))


def lead_context(reader: Reader, node: Node, lead: str, context: Context) -> Context:
    """Give the context that a lead-in gives: "В пункте 3:", "в приложении 1 к постановлению от … № …:"."""
    act = find_act(printed(node, lead), reader.casing)
    paths = read_paths(place_part(node, lead, reader.casing), node.quotations)
    path = under(context.path, paths[0]) if len(paths) == 1 else context.path
    if act:
        target = completed(read_target(printed(node, lead), reader.casing), reader.heading)
    else:
        target = document_target(reader, node, lead, replace(context, path=path))
    return Context(target, path, context.amending or act is not None)


def document_target(reader: Reader, node: Node, lead: str, context: Context) -> Target | None:
    """Give the target of a lead-in that names a document of the same act: "в Положении о …, утверждённом указанным постановлением"."""
    text = printed(node, lead)
    title = find_document(text, approved=True) if context.target and SAME_ACT.search(matching_form(text)) else None
    if context.target and title:
        return replace(context.target, title=title)
    return meant(text, context.target, reader.heading) if not appended(context.path) else context.target


def appended(path: Path) -> bool:
    """Tell whether a place lies in an appendix."""
    return bool(path) and path[0].unit == "appendix"


def own_target(reader: Reader, node: Node, phrase: Phrase, target: Target | None, context: Context) -> Target | None:
    """Give the target of a phrase: the act that it names itself, the one led in, or the heading's in an amending act."""
    whole = printed(node, f"{phrase.left} {phrase.inner}" if phrase.kind != "repeal" else f"{phrase.left} {phrase.inner} {phrase.right}")
    visible = re.sub(r"согласно приложени.*$", "", whole)
    if find_act(visible, reader.casing):
        return completed(read_target(visible, reader.casing), reader.heading)
    if phrase.kind != "repeal":
        first = re.split(r"[:;]", printed(node, phrase.right))[0]
        if find_act(first, reader.casing) and not re.search(r"слов[а-я]* «", first):
            return completed(read_target(first, reader.casing), reader.heading)
    if names_other(whole, target):
        return None
    if target is not None:
        verbal = f"{printed(node, phrase.left)}\0{printed(node, phrase.right).split(':')[0]}"
        return meant(verbal, target, reader.heading) if not appended(context.path) else target
    return (reader.last or reader.heading) if context.amending else None


def names_other(text: str, target: Target | None) -> bool:
    """Tell whether a text names an act that can't be read, so that it is not sure to be the one in force."""
    named = NAMES_ACT.search(hidden(text))
    known = matching_form(target.number) if target and target.number else None
    return named is not None and (known is None or named.group("number") != known)


def whole_act(reader: Reader, node: Node, phrase: Phrase) -> Answer | None:
    """Give the repeal of a whole act, where an amending act also ends others."""
    from extractor.amendments.phrases import Edit

    text = printed(node, f"{phrase.left} {phrase.inner} {phrase.right}")
    if phrase.kind != "repeal" or not (reader.amending or reader.found) or not find_act(text, reader.casing):
        return None
    return Answer((Edit("repeal", ()),), len(phrase.right), "", "whole_act")


def record(node: Node, answer: Answer, context: Path, before: Path, span: tuple[int, int]) -> tuple[Instruction, ...]:
    """Give an answer's instructions at their full places."""
    evidence = node.evidence(span[0], min(span[1], len(node.skeleton)), answer.rule)
    return tuple(
        Instruction(
            number=node.number, action=edit.action, place=settled(context, before, edit.path, whole=answer.whole),
            old=edit.old, new=edit.new, evidence=evidence,
        )
        for edit in answer.edits
    )  # fmt: skip


def settled(context: Path, before: Path, path: Path, *, whole: bool) -> Path:
    """Give a full place: inside the sentence's own place where the verb names none or a smaller one, else inside the lead's."""
    if not path:
        return before or context
    if before != context and not whole:
        return under(tuple(step for step in before if rank(step) < rank(path[0]) or step.unit == path[0].unit), path)
    return under(context, path)


def behind(context: Path, place: Path) -> Path:
    """Give the place that holds after a whole unit was changed: the lead's, or the appendix that the sentence named."""
    return context or place[: int(appended(place) and len(place) > 1)]


def rank(step: Step) -> int:
    """Give how small a unit is; a row is as large as a point."""
    return RANKS["point"] if step.unit in ("row", "position") else RANKS[step.unit]


def unread_place(reader: Reader, node: Node, span: tuple[int, int], context: Context) -> None:
    """Keep an issue for a sentence under a lead-in that opens with a place and has no verb of the rules: "пункт 5 перенести …"."""
    form = matching_form(node.skeleton[span[0] : span[1]]).lstrip()
    if context.target is not None and OPENS_PLACE.match(form):
        evidence = node.evidence(*span, "unread")
        reader.issues.append(issue("amendment_unread", "warning", evidence, number=node.number or "", text=evidence.text[:80]))


def unread(reader: Reader, node: Node, phrase: Phrase, span: tuple[int, int], *, led: bool) -> None:
    """Keep an issue for an instruction that no rule reads."""
    text = matching_form(f"{phrase.left} {phrase.right}")
    if phrase.kind == "repeal" and not read_paths(text, node.quotations):
        return
    if led or read_paths(text, node.quotations) or re.search(QUOTE, text):
        evidence = node.evidence(max(span[0], 0), max(span[1], span[0] + 1), "unread")
        reader.issues.append(issue("amendment_unread", "warning", evidence, number=node.number or "", text=evidence.text[:80]))


def read_nodes(nodes: Sequence[Node], *, casing: Casing, heading: Target | None, amending: bool) -> tuple[list[Found], list[Issue]]:
    """Read the nodes of one act or of one appendix of changes."""
    reader = Reader(casing, heading, amending, [], [], [])
    for node in nodes:
        reader.read(node)
    return reader.found, reader.issues
