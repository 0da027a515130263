"""Deadlines in running text: clauses of acts, and measures of tables without a deadline column.

In: a passage and a span of it. Out: only what has the sense of a deadline; dates of other acts, periods in titles and
ages are left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.deadlines.cells import read_entries, trimmed, write_deadline
from extractor.deadlines.completion import Context
from extractor.deadlines.dates import Dates
from extractor.deadlines.entries import Entry, join_entries
from extractor.deadlines.frequency import Frequency
from extractor.deadlines.periods import ACT, read_context
from extractor.deadlines.scanning import Atom, Fixed, Wording, prepare, read_atom
from extractor.deadlines.stretches import Span
from extractor.document import Passage
from extractor.records import Deadline, Reading

QUOTED = re.compile(r"\"[^\"]{0,400}\"")
# "Срок: до 1 марта", "Срок исполнения – постоянно", "(срок - 15.03.2021)": what follows is a deadline cell.
LABELLED = re.compile(
    r"(?<!\w)сроки?(?: исполнения| выполнения| реализации| представления| предоставления| сдачи| проведения|"
    r" контроля)?(?: поручения| решения| отчета)? ?(?::|-(?= ))[ ]?"
    r"|\((?=(?:постоянно|на постоянной основе|весь период|в течение (?:всего )?(?:учебного )?года)[,;)])"
)
LABELLED_END = re.compile(
    r"[;)]|\.(?= +[А-ЯЁ])|,? (?:[Оо]тветственн|[Оо]тв\.|[Ии]сполнител|[Дд]окладчик|[Кк]онтрол)"
    r"| [-–—] ?(?=[а-яё]{3,}(?:ть|ти|чь|ться|тись)(?!\w))"
)
# Acts whose words about time are no deadlines: what they approve, repeal, or when they come into force.
NO_DEADLINE = re.compile(
    r"(?:утратившим|утратившей|утратившими|утрачивает) силу|вступа[ею]т в силу|вступает в действие|распространя\w+"
    r" (?:свое действие )?на (?:право)?отношения|действует (?:до|по|с)"
)
APPROVES = re.compile(
    r"\W*(?:\d[\d.)]* *)?(?:утвердить|внести (?:следующие )?(?:изменени\w+|дополнени\w+)(?: и \w+)? в"
    r" (?:постановлени|распоряжени|приказ|решени|указ|закон|устав|#|муниципальн|государственн|приложени|план|программ)"
    r"|признать|изложить|дополнить|слова|одобрить|принять к сведению|отметить|информацию(?=[^.]* (?:принять|к сведению))|заслушав)"
)
NAMED = re.compile(
    r"(?<!\w)(?:от|за|на|год[аыу]?|плана?|рождения|по состоянию|по итогам|итогам|на основании|редакции|изменениями"
    r"|(?:принят|заключенн|утвержденн|состоявш|прошедш|подписанн|выданн|изданн|родивш|датированн|зарегистрированн"
    r"|опубликованн)\w+) ?$"
)
TITLED = re.compile(r"программ\w+ ?$")
# "в план на 2024 год до 1 декабря": the year before is that of the plan.
YEAR_BEFORE = re.compile(r"(?<!\w)(?:год[аыу]?|плана?) $")
BORDER = re.compile(r"(?:в срок )?(?:до|не поздн)")
BEGUN = re.compile(
    r"(?:провести|организовать|обеспечить|осуществить|завершить|разработать|реализовать|продолжить|объявить) $"
)  # в 2017 году
SENTENCE_END = re.compile(r" ?(?:[.;]|$)")  # "пройти обучение в 2020 году."
INFINITIVE = re.compile(r"(?<!\w)[а-я]{3,}(?:ть|ти|чь|ться|тись)(?!\w)")
APPOINTS = re.compile(r"(?:назначить|назначены?|перенести|запланировать|провести|созвать)(?!\w)")
MEETING = re.compile(
    r"(?:к|до|на) (?:следующе\w+|очередно\w+|ближайше\w+) (?:(?:рабоче\w+|планово\w+) )?(?:заседани\w+|совещани\w+"
    r"|собрани\w+|педсовет\w*|планерк\w+)(?: (?!\w+ть(?!\w))[а-я]+){0,3}"
)
# What must be heeded later has its time: "учесть при формировании бюджета".
HEED = re.compile(r"(?:учесть|учитывать|учитывается|предусмотреть|предусматривать)(?!\w)")
HEEDED = re.compile(
    r"при (?:разработк|формировани|составлени|подготовк|планировани|утверждени|заключени|рассмотрени|распределени)\w+ "
    r"[^.;,]{3,80}?(?= (?:учесть|учитывать|предусмотреть|предусматривать)(?!\w)|[.;,]|$)"
)
FORMS = re.compile(r"еже\w+о(?!\w)")


def find_deadlines_in_text(
    passage: Passage, start: int = 0, end: int | None = None, *, period: str | None = None
) -> Reading[tuple[Deadline, ...]]:
    """Find the deadlines inside running text (`passage.text[start:end]`, half-open) in printed order."""
    end = len(passage.text) if end is None else end
    text = passage.text[start:end]
    entries = sorted(read_running(text, period), key=lambda entry: entry.start)
    found = [write_deadline(passage, replace(entry, start=entry.start + start, end=entry.end + start)) for entry in entries]
    return Reading(tuple(deadline for deadline, _ in found), tuple(issue for _, issue in found if issue))


def read_running(text: str, period: str | None) -> Iterator[Entry]:
    """Read the entries of a running text."""
    wording = masked(text, read_context(period, ()))
    if not (NO_DEADLINE.search(wording.form)):
        spans = labelled_spans(wording)
        for start, end in spans:
            yield from read_labelled(wording, start, end)
        for atoms in find_runs(wording, spans):
            yield from trimmed(text, join_entries(wording, atoms))


def masked(text: str, context: Context) -> Wording:
    """Prepare a text with quotations and references to acts blanked out."""
    wording = prepare(text, (), context)
    form = QUOTED.sub(lambda found: "#" * len(found.group()), wording.form) if wording.form.count('"') > 1 else wording.form
    form = ACT.sub(lambda found: "#" * len(found.group()), form)
    tokens = tuple(token for token in wording.tokens if form[token.start : token.end] == wording.form[token.start : token.end])
    return replace(wording, form=form, tokens=tokens, places={token.start: place for place, token in enumerate(tokens)})


def labelled_spans(wording: Wording) -> list[tuple[int, int]]:
    """Find what stands after "Срок:" up to the end of its sentence."""
    spans = list[tuple[int, int]]()
    for found in LABELLED.finditer(wording.form):
        stop = LABELLED_END.search(wording.text, found.end())
        spans.append((found.end(), stop.start() if stop else len(wording.form)))
    return spans


def read_labelled(wording: Wording, start: int, end: int) -> list[Entry]:
    """Read a labelled deadline as a cell; words that say nothing make no entry."""
    piece = wording.text[start:end]
    read = read_entries(piece, frozenset(), None, ()) if piece.strip() else ()
    return [replace(entry, start=entry.start + start, end=entry.end + start) for entry in read if entry.kind != "unknown"]


def find_runs(wording: Wording, taken: list[tuple[int, int]]) -> Iterator[list[Atom]]:
    """Find the runs of atoms that have the sense of a deadline, outside the spans taken."""
    approves = bool(APPROVES.match(wording.form))
    run = list[Atom]()
    for atom in running_atoms(wording):
        near = bool(run) and bool(re.fullmatch(r"[ ,(]*(?:но |и )?", wording.form[run[-1].end : atom.start]))
        if any(start < atom.end and atom.start < end for start, end in taken):
            continue
        if not is_deadline(wording, atom, approves=approves, run=run if near else []):
            continue
        if run and not near:
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def running_atoms(wording: Wording) -> Iterator[Atom]:
    """Give the atoms at each word, one after another."""
    at = 0
    for word in re.finditer(r"\"?[\w|]+", wording.form):
        if word.start() < at:
            continue
        if meeting := MEETING.match(wording.form, word.start()) or match_heeded(wording, word.start()):
            yield Atom(word.start(), meeting.end(), "by_meeting", Fixed("relative"))
            at = meeting.end()
        elif atom := read_atom(wording, word.start()):
            if not isinstance(atom.value, Fixed) or atom.value.offset:
                at = atom.end
            yield from one_by_one(atom)


def one_by_one(atom: Atom) -> Iterator[Atom]:
    """Part dates strung together, for in running text each must have the sense of a deadline by itself."""
    if not isinstance(atom.value, Dates):
        yield atom
        return
    for span in atom.value.spans:
        yield Atom(span.start, span.end, atom.rule, Dates(span.start, span.end, (span,)))


def match_heeded(wording: Wording, at: int) -> re.Match[str] | None:
    """Match the time at which something must be heeded."""
    return HEEDED.match(wording.form, at) if HEED.search(wording.form) else None


def is_deadline(wording: Wording, atom: Atom, *, approves: bool, run: list[Atom]) -> bool:
    """Tell whether an atom in running text has the sense of a deadline."""
    value = atom.value
    if isinstance(value, Frequency):
        return is_duty(wording.form[atom.start : atom.end], value)
    if isinstance(value, Fixed):
        printed = wording.form[atom.start : atom.end]
        named = printed.startswith("до ") or printed.endswith(("лет", "года", "год")) or atom.rule == "bare_span"
        return atom.rule == "by_meeting" or (bool(value.offset) and not named)
    if not isinstance(value, Dates) or approves:
        return False
    return is_dated_duty(wording, atom, value, run)


def is_duty(printed: str, frequency: Frequency) -> bool:
    """Tell whether a frequency says how often, not what kind of thing ("ежегодный отчёт")."""
    if frequency.rule == "every_so_often":
        return bool(FORMS.match(printed)) or printed.startswith(("по", "раз"))
    return frequency.rule in ("times_in_span", "twice_in_span", "each_span", "by_day_of_month", "on_weekdays_of_month", "on_last_day") or (
        frequency.rule == "on_weekdays" and printed.startswith(("кажд", "по "))
    )


def is_dated_duty(wording: Wording, atom: Atom, dates: Dates, run: list[Atom]) -> bool:
    """Tell whether dates in running text bound a duty: "до …", "с … по …", a day, a month or a quarter."""
    before = wording.form[max(0, atom.start - 30) : atom.start]
    span, printed = dates.spans[0], wording.form[atom.start : atom.end]
    if run and any(isinstance(other.value, Frequency) for other in run):
        return True
    appointed = printed.startswith("на ") and has_day(dates) and APPOINTS.search(wording.form[: atom.start])
    if not run and not appointed and (is_named(before, printed, dates) or printed.startswith("за ")):
        return False
    if span.lower is None:
        return not printed.startswith(("к ", "ко ", "по ")) or has_day(dates)
    if span.upper is None:
        return has_day(dates) and not printed.startswith(("от ", "после "))
    if has_day(dates):
        return is_appointed(wording, atom, span)
    closing = SENTENCE_END.match(wording.form, atom.end) and INFINITIVE.search(wording.form, 0, atom.start)
    begun = BEGUN.search(before) or closing
    titled = (span.is_year() and not begun) or wording.form.startswith(("о ", "об "))
    return printed.startswith("в течени") or (printed.startswith(("в ", "во ")) and not titled)


def is_named(before: str, printed: str, dates: Dates) -> bool:
    """Tell whether the words before dates make them those of a thing: `план на 2021 год`, `родившиеся до 1 мая`."""
    if TITLED.search(before) and not has_day(dates) and (dates.spans[0].is_year() or not printed.startswith("в ")):
        return True
    border = has_day(dates) and BORDER.match(printed) and YEAR_BEFORE.search(before)
    return bool(NAMED.search(before)) and not border


def is_appointed(wording: Wording, atom: Atom, span: Span) -> bool:
    """Tell whether a bare day is when something is due: it has a year, or is spelled out and opens its part of the text."""
    before, printed = wording.form[: atom.start].rstrip(), wording.form[atom.start : atom.end]
    if printed.startswith("на ") and not APPOINTS.search(before):
        return False
    spelled = bool(re.search(r"[а-я]{3}", printed))
    return span.has_year() or (spelled and (span.lower is not span.upper or not before or before[-1] in ",:(;"))


def has_day(dates: Dates) -> bool:
    """Tell whether each date names a day, or the end of a stretch."""
    return all(point is None or point.day or point.last for span in dates.spans for point in (span.lower, span.upper))
