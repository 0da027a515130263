"""The issuer: the body that issued the act, or whose plan it is, in the nominative.

In: the outline and what stamps and names say. Out: the issuer with its place. A rule answers for one place where an
issuer is printed; `RULES` is ordered, the first that answers stands.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractor.casing import Casing
from extractor.months import MONTH_START
from extractor.outline import Outline, Part, Stretch
from extractor.outline.marks import opens_body
from extractor.outline.words import enacting, lexicon, opening, phrases
from extractor.requisites.found import Found, found
from extractor.requisites.naming import ActName, body_name, places, read_act_name
from extractor.requisites.stamps import Stamp
from extractor.text import matching_form

CONTINUED = re.compile(
    r"(?:(?<![а-я])(?:учреждение|предприятие|организация|общество|общеобразовательное|дошкольное|образовательное|"
    r"государственное|муниципальное|бюджетное|казенное|автономное|образования|и|[а-я-]+(?:ное|ское))|,|-|\()$"
)
SHORT_FORMS = (
    r"ФГБУ|ФГБОУ(?: ВО)?|ФГАОУ(?: ВО)?|ФГКУ|ФКУ|ФГУП|МБОУ|МКОУ|МАОУ|МБДОУ|МКДОУ|МАДОУ|"
    r"МДОУ|МОУ|МБУ(?: ДО| ДОД|К)?|МКУ|МАУ(?: ДО)?|МУ|МУК|МБУК|МКУК|МАУК|МУП|МП|ГБУ(?:З|"
    r" РО| СО| ДО)?|ГКУ(?:З)?|ГАУ(?:З)?|ГБОУ(?: СОШ)?|ГБПОУ|ГАПОУ|ГБДОУ|ГОУ|ОГБУ(?:З)?|"
    r"ОГКУ|ОБУЗ|КГБУ(?:З)?|КГКУ|КОГБУ(?:З)?|ОГАУ|ГУП|ГУ|УП|РУП|КУП|ГУЗ|МУЗ|ООО|ОАО|ЗАО|"
    r"ПАО|АО|АНО|НКО|ТОО|ОУ|ДОУ|КУ|БУ|АУ|БОУ|КОУ|ЧОУ|ЦРБ|ГП|ДЮСШ|КДЦ|ЦСОН|ЦБС|СОШ|ДШИ|"
    r"ГПОУ|ГКОУ|ГАОУ|ГАПОУ|ГКДОУ|ОГБОУ|ОГБПОУ|ОГАПОУ|ОГАУЗ|ОГКУЗ|КГБОУ|КГБПОУ|КГАУ(?:З)?|МБУДО|МАУДО|МКУДО|МУДО|"
    r"МБУЗ|ФГАУ|ФБУ|ФКУЗ|ФГБУЗ|ЦДТ|ДДТ|ДЮЦ|ДМШ|НОУ|ЧУ|СШ|БУЗ|АУК|БУК|ЦГБ|ЦССВ"
)
NAMED_BODY = re.compile(
    rf"(?:филиал[а-я]* «[^«»]*» )?(?:(?:СПб|СПБ|НАО|РО|СО) )?(?<![А-Яа-я])(?:{SHORT_FORMS})(?: [А-ЯЁ]{{2,}}|"
    r" [а-яё]+){0,4} ?(?:«[^«»]*(?:«[^«»]*»?)?[^«»]*»+|\"[^\"]+\"|“[^“”]+”|№ ?\d+(?: ?«[^«»]+»| [а-я.]+ ?[А-ЯЁ][а-яё-]+)?|"
    r"[А-ЯЁ][а-яё-]+(?:ая|яя|ий|ой|ый) (?:[а-яё-]+ ){0,3}(?:СОШ|ООШ|НОШ|ОШ|ЦРБ|РБ|ДШИ|ДМШ|ДЮСШ|ЦБС|РДК|школа|гимназия|лицей|больница"
    r"|библиотека|музей|детский сад|дом культуры))(?: (?:г\. ?|"
    r"города |село |с\. ?|п\. ?)[А-ЯЁ][а-яё-]+)?"
)
PLACE_BODY = re.compile(
    r"(?:в |во |на |при )?(?P<body>(?:[а-я-]+(?:ой|ей|ого|его|ном|ком|ым|им) ){0,4}(?:администраци[а-я]+|"
    r"учреждени[а-я]+|штаб[а-я]*|рабочей группы|(?:[а-я-]+(?:ого|его) )совета|"
    r"совета(?= (?:ветеранов|женщин|отцов|старейшин|молодежи|муницип))|"
    r"парламента|правительств[а-я]*|прокуратур[а-я]+|коллегии|отделени[а-я]+|сектор[а-я]*|предприятия|"
    r"предприятии|управлени[а-я]+|министерств[а-я]*|"
    r"департамент[а-я]*|комитет[а-я]*|отдел[а-я]*|совет[а-я]* депутатов|собрани[а-я]+ депутатов|"
    r"дум[а-я]+|инспекци[а-я]+|агентств[а-я]*|служб[а-я]+|комисси[а-я]+|палаты|палате))(?![а-я])"
)
# "Отчёт главы сельсовета о работе администрации": the bare word is no name of a body.
REPORT_OF_HEAD = re.compile(r"(?:[а-я]+ )?(?:отчет|доклад|информация|выступление) глав[ыа] ")
# "проводимых отделом": who does the work, in the instrumental case.
INSTRUMENTAL = re.compile(r"(?:ом|ем|ией|ацией)$")
# An institution without a short form of its kind is one where it follows the plan's own words.
INSTITUTIONS = (
    "дома культуры|дома творчества|центра культуры|музея|библиотеки|больницы|поликлиники|школы|гимназии|лицея|техникума|колледжа"
    "|детского сада|архива|театра|клуба|центра|лесничества|инспекции"
)
INSTITUTION = re.compile(
    rf"(?:работы|деятельности|мероприятий|проверок|заседаний) (?P<body>(?:[а-я-]+(?:ой|ей|ого|его) ){{1,4}}(?:{INSTITUTIONS}))(?![а-я])"
)
LONG_NAME = 14  # characters; a shorter name in capitals may be an abbreviation
COLLEGIATE = re.compile(r"комисси|совета|штаба|группы|парламента")
# Where a name in a title ends: at the time that the plan is for, at its occasion, at a participle.
ENDS = (
    rf"(?:(?:на|в|за|с|до|по) (?:(?:период|течение|срок|лето|зиму) )?(?:\d|i|v|{MONTH_START}"
    r"|(?:[а-я]+ )?(?:квартал|полугоди|недел|месяц|год)|(?:учебн|летн|зимн|осенн|весенн|отопительн|пожароопасн|паводк)[а-я]*|период)|\("
    r"|(?:ко?|в рамках|в преддверии|в честь|в связи|ввиду)(?= ))"
)
PARTICIPLE = r",? (?:посвящ|приурочен|направлен|проводим|проведен|запланирован|планируем|организуем|связанн|утвержденн)"
# A commission's name goes on with its subject ("по противодействию коррупции").
STOP_OF_COMMISSION = re.compile(rf" {ENDS}|{PARTICIPLE}")
# A body's name ends with its territory; what follows with "по" is the plan's subject.
AFTER_TERRITORY = r"(?:(?<=области)|(?<=края)|(?<=района)|(?<=округа)|(?<=поселения)|(?<=сельсовета)|(?<=республики)|(?<=федерации)) по "
STOP = re.compile(
    rf" {ENDS}|{PARTICIPLE}|{AFTER_TERRITORY}| (?:в (?:сфере|области|части)|по (?:противодейств|профилактик|реализац|предупрежд|подготовк"
    r"|исполнен|улучш|проведен|обеспеч|повыш|устранен|развити|сокращени|снижени|недопущени|выполнени|внедрени)|о |об |для )"
)


@dataclass(frozen=True, slots=True)
class Clues:
    """Where an issuer can be read: the outline, the appendix's name, the stamp, the title's lines."""

    outline: Outline
    name: ActName | None
    stamp: Stamp | None
    title: tuple[Stretch, ...]


Rule = Callable[[Clues], Found[str] | None]


def in_letterhead(clues: Clues) -> Found[str] | None:
    """АДМИНИСТРАЦИЯ / ЗАРЕЧНОГО МУНИЦИПАЛЬНОГО РАЙОНА / ПОСТАНОВЛЕНИЕ"""
    part = clues.outline.parts[0]
    lines = letterhead(part)
    if not lines:
        return None
    text = closed_up(" ".join(quoted_name(line.text, clues.outline.casing) for line in lines))
    return found(clues.outline.casing.sentence(text).strip(" .,"), lines, "in_letterhead")


def quoted_name(text: str, casing: Casing) -> str:
    """Give a line that is a name in quotation marks and capitals in sentence case: `«ЗАРЕЧНЫЙ ТЕХНИКУМ»` → `«Заречный техникум»`."""
    return casing.sentence(text) if text[:1] in '«"“' and len(text) > LONG_NAME else text


def closed_up(text: str) -> str:
    """Close up spaced capitals inside a name: `« О К Т Я Б Р Ь »` → `«ОКТЯБРЬ»`."""
    text = re.sub(r"(?<![А-Яа-яЁё])(?:[А-ЯЁ] ){2,}[А-ЯЁ](?![А-Яа-яЁё])", lambda spaced: spaced.group().replace(" ", ""), text)
    return re.sub(r"« (?=\S)", "«", re.sub(r"(?<=\S) »", "»", text))


def letterhead(part: Part) -> tuple[Stretch, ...]:
    """Give the lines of the last body that a letterhead names, without founders, territories and addresses above it."""
    bodies = list[list[Stretch]]()
    for line in without_brackets(part.lines("issuer")):
        form = line.form.strip(' "')
        opened = opens_body(form) and not line.form.startswith('"') and not (bodies and bodies[-1] and is_open(bodies[-1]))
        if opened:
            bodies.append([line])
        elif bodies and not form.startswith("российская федерация"):
            bodies[-1].append(line)
    return tuple(bodies[-1]) if bodies else ()


def without_brackets(lines: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield a letterhead's lines without those in brackets under a name: its short form, the number of a convocation."""
    depth = 0
    for index, line in enumerate(lines):
        inside = depth > 0 or (index > 0 and line.form.startswith("("))
        depth = max(0, depth + line.form.count("(") - line.form.count(")")) if inside else 0
        if not inside:
            yield line


def is_open(lines: Sequence[Stretch]) -> bool:
    """Tell whether the name goes on in the next line: an open quotation mark, or a word that wants its name."""
    text = " ".join(line.text for line in lines)
    return text.count("«") > text.count("»") or bool(CONTINUED.search(lines[-1].form))


def in_one_line(clues: Clues) -> Found[str] | None:
    """Распоряжение администрации Заречного района от 20.08.2020 № 803"""
    part = clues.outline.parts[0]
    lines = part.lines("kind")
    if not lines or part.minutes:
        return None
    named = read_act_name(lines, clues.outline.casing, "in_one_line")
    return named.issuer


def in_act_name(clues: Clues) -> Found[str] | None:
    """Приложение 1 к постановлению администрации Заречного района"""
    return clues.name.issuer if clues.name else None


def in_enacting(clues: Clues) -> Found[str] | None:
    """администрация Заречного района ПОСТАНОВЛЯЕТ:"""
    for part in clues.outline.parts:
        for line in part.preamble[-1:]:
            ended = enacting().search(line.form)
            body = (
                re.search(
                    r"(?:^|, |\) )((?:[а-я-]+(?:ая|ый|ий|ое) )*(?:администрация|совет|дума|собрание|правительство|"
                    r"комитет|комиссия|коллегия|управление|министерство|департамент|президиум)(?![а-я])[^,]*)$",
                    line.form[: ended.start()].rstrip(),
                )
                if ended
                else None
            )
            if body:
                place = line.part(body.start(1), body.end(1))
                return found(place.text[:1].upper() + place.text[1:], [place], "in_enacting")
    return None


def in_title(clues: Clues) -> Found[str] | None:
    """План работы МКУ «Дом культуры» на 2020 год"""
    text = clues.outline.casing.sentence(" ".join(line.text for line in clues.title))
    raw = " ".join(line.text for line in clues.title)
    named = NAMED_BODY.search(text)
    if named and len(text) == len(raw):
        return Found(
            body_name(named.group().strip(), case="gent" if named.group().startswith("филиал") else None),
            places(clues.title, named.start(), named.end(), "in_title"),
        )
    return None


def in_stamp(clues: Clues) -> Found[str] | None:
    """Директор МБУ «Заречный музей»"""
    holder = clues.stamp.approver.position if clues.stamp else None
    if holder is None:
        return None
    body = body_after_position(holder.value)
    return Found(body, holder.places) if body else None


def body_after_position(position: str) -> str | None:
    """Give the body that a position belongs to: `Начальник академии имени …` → `Академия имени …`."""
    held = re.match(
        rf"(?:{phrases(lexicon()['positions'])})(?:[ -]+(?:{phrases(lexicon()['positions'])}|"
        r"главного врача|директора|главы|руководителя|начальника|председателя|врач|инженер|"
        r"бухгалтер))*[ ,]*",
        matching_form(position),
    )
    rest = position[held.end() :].strip(" ,") if held else ""
    named = re.match(rf"(?:СПб |СПБ )?(?:{SHORT_FORMS})(?![А-Яа-я])", rest)
    if (len(rest) < 4 and not named) or re.match(r"(?:по|сельского поселения|школы$)(?![а-я])", matching_form(rest)):
        return None
    if held and matching_form(held.group()).startswith("министр "):
        return f"Министерство {rest}"
    if named:
        return rest
    if re.match(
        r"(?:[а-я-]+ого |[а-я-]+ой )*(?:района|города|округа|поселения|области|края|республики|муниципального образования|сельсовета)",
        matching_form(rest),
    ):
        return None
    return body_name(rest, case="gent")


def in_body_title(clues: Clues) -> Found[str] | None:
    """План мероприятий управления образования администрации Заречного района на 2021 год"""
    text = " ".join(line.text for line in clues.title)
    form = matching_form(text)
    named = PLACE_BODY.search(form) or INSTITUTION.search(form)
    if not named:
        return None
    stop = (STOP_OF_COMMISSION if COLLEGIATE.search(named.group("body")) else STOP).search(form, named.end("body"))
    start, end = named.start("body"), stop.start() if stop else len(form)
    printed = (
        clues.outline.casing.sentence(text)[start:end].strip(" .,")
        if len(clues.outline.casing.sentence(text)) == len(text)
        else text[start:end]
    )
    if " " not in printed.strip() and REPORT_OF_HEAD.match(form):
        return None
    case = "loct" if re.match(r"(?:в|во|на|при) ", named.group()) else "ablt" if INSTRUMENTAL.search(named.group("body")) else "gent"
    return Found(body_name(printed, case=case), places(clues.title, start, end, "in_body_title"))


def in_stamp_act(clues: Clues) -> Found[str] | None:
    """УТВЕРЖДЕН постановлением администрации Заречного района"""
    approval = clues.stamp.approval if clues.stamp else None
    body = approval.value.issuer if approval and approval.value.kind else None
    if not approval or not body or opening("positions").match(matching_form(body)):
        return None
    return Found(body, approval.places)


RULES: tuple[Rule, ...] = (in_letterhead, in_one_line, in_act_name, in_enacting, in_title, in_stamp, in_body_title)
RULES_OF_PLANS: tuple[Rule, ...] = (in_letterhead, in_act_name, in_title, in_stamp, in_body_title, in_stamp_act)


def read_issuer(clues: Clues) -> Found[str] | None:
    """Read the issuer by the first rule that answers; of a plan's body, the fullest name that begins with what that rule says."""
    if clues.outline.parts[0].kind == "act":
        return next((value for rule in RULES if (value := rule(clues)) and value.value), None)
    found = [value for rule in RULES_OF_PLANS if (value := rule(clues)) and value.value]
    return max((value for value in found if is_fuller(value.value, found[0].value)), key=lambda value: len(value.value), default=None)


def is_fuller(name: str, short: str) -> bool:
    """Tell whether a name is another one or goes on from it: `Отдел образования` → `Отдел образования администрации района`."""
    return f"{name.lower()} ".startswith(f"{short.lower()} ")
