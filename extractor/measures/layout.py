"""Which tables are plans, and which of their columns carries the measure's wording and which only group rows.

In: a table and the layout its header gave. Out: a layout with exactly one "measure" column and "group" columns that
really group, or None where the table is no plan of measures (targets, finance, staff, reception hours).
"""

import re
from dataclasses import replace

from extractor.columns import PARTY_ROLES, TIME_ROLES, Role
from extractor.deadlines import is_month
from extractor.document import Table
from extractor.tables import TICKED, Column, Layout
from extractor.text import matching_form

# A column groups rows when at most this share of its values is new; above it each row has a value of its own.
GROUPING_SHARE = 0.75
MEASURE_WORDS = re.compile(r"мероприят|\bмер[аы]?\b|работ|план")
# What a table without a measure column says is to be done, in this order of preference.
STAND_INS: tuple[Role, ...] = ("group", "mechanism", "note", "result")
# Header phrases of columns that list posts, and of columns whose persons those posts belong to.
HOLDERS = ("должност",)
NAMES = frozenset({"ф и о", "фио!", "фамилия"})
# "5-8", "до 25", "1, 8 и 15": days that want their month.
BARE_DAYS = re.compile(r"(?:до |с )?\d{1,2}(?:(?: ?[-–—,] ?| и | по )\d{1,2})*(?: ?числ[аоу])?")
# Header phrases of columns that hold times of day.
HOURS = frozenset({"время", "часы"})
# Header phrases that name the wording where no other column does: "Форма работы" beside "Название мероприятия" is a form.
DONE = re.compile(r"(?:не )?(?:исполнен|выполнен)[оаы]?(?![а-я])|(?:исполн|выполн)яется|в (?:стадии|процессе|работе)|частично|не требуется")
FORMS = ("форма работы", "формы работы", "формы и методы")
# A heading that names these makes a table without deadlines or parties no plan.
TARGETS = re.compile(r"показател|индикатор|\bштат|\bсостав\b|\bсмет|перечень (?:объект|должност|документ|получател|имуществ|адрес)")
# A table of finance by its heading; with deadlines it is a plan all the same.
FINANCE = re.compile(
    r"^(?:таблица ?№? ?\d+\.? ?)?(?:(?:ресурсн|финансов)[а-я]+ обеспечени|(?:прогнозн|справочн)[а-я]+ .{0,40}(?:ресурсн|расход)"
    r"|объем[а-я]* (?:и источник[а-я]* )?(?:финансирован|бюджетн|средств)|распределение (?:средств|объем|бюджет)|расход[а-я]* )"
)
# A register lists what there is, whatever its columns.
REGISTER = re.compile(r"^(?:реестр|контактн|сведения о (?:доходах|педагог|кадр|персонал))")


def settle_layout(table: Table, layout: Layout, *, title: str) -> Layout | None:
    """Settle which column is the measure's wording and which columns group rows; None where the table is no plan."""
    layout = with_month_groups(table, layout)
    roles = {column.index: column.role for column in layout.columns}
    groups = {index for index in roles if roles[index] in {"group", "measure"} and is_grouping(table, layout, index)}
    groups |= {index for index in roles if roles[index] == "note" and is_merged(table, layout, index)}
    groups -= {column.index for column in layout.columns if column.taught and column.role != "group"}
    measure = measure_column(table, layout, groups)
    if measure is None or not (is_taught_plan(layout) or is_plan(layout, title)):
        return None
    groups = {index for index in groups if index < measure or is_merged(table, layout, index)}
    layout = with_statuses(table, without_holders(layout))
    return replace(layout, columns=tuple(settled(column, measure, groups) for column in layout.columns))


def with_month_groups(table: Table, layout: Layout) -> Layout:
    """Let a column of months that stand over several rows group them, where another column has their days."""
    times = [column for column in layout.of(*TIME_ROLES) if not column.taught and column.rule != TICKED]
    monthly = {column.index for column in times if is_monthly(table, layout, column.index)}
    if len(monthly) != 1 or len(monthly) == len(times) or all(column.rule in HOURS for column in times if column.index not in monthly):
        return layout
    days = any(BARE_DAYS.fullmatch(text) for c in times if c.index not in monthly for text in column_texts(table, layout, c.index))
    groups = {index for index in monthly if days and is_grouping(table, layout, index) and (index == 1 or is_merged(table, layout, index))}
    return replace(layout, columns=tuple(replace(c, role="group") if c.index in groups else c for c in layout.columns))


def is_monthly(table: Table, layout: Layout, index: int) -> bool:
    """Tell whether all filled cells of a column are names of months."""
    texts = column_texts(table, layout, index)
    return bool(texts) and all(map(is_month, texts))


def column_texts(table: Table, layout: Layout, index: int) -> list[str]:
    """Give the texts of a column's filled cells that are not wider than it."""
    cells = (row[index - 1] for row in table.grid[layout.first_row - 1 :])
    return [cell.text for cell in cells if cell is not None and cell.text and cell.column_span == 1]


def is_taught_plan(layout: Layout) -> bool:
    """Tell whether somebody has said which column holds the measures."""
    return any(column.taught for column in layout.of("measure"))


def without_holders(layout: Layout) -> Layout:
    """Leave posts to the note where another column names the parties: a map of risks lists the posts that are at risk."""
    parties = layout.of(*PARTY_ROLES)
    named = [column for column in parties if column.taught or not column.rule.startswith(HOLDERS)]
    if not named or any(column.rule in NAMES for column in named):
        return layout
    return replace(layout, columns=tuple(replace(c, role="note") if c in parties and c not in named else c for c in layout.columns))


def with_statuses(table: Table, layout: Layout) -> Layout:
    """Read a column of results whose cells say that the work is done or not as one of completion marks."""

    def is_marked(column: Column) -> bool:
        texts = [cell.text for row in table.grid[layout.first_row - 1 :] if (cell := row[column.index - 1]) is not None and cell.text]
        return bool(texts) and all(DONE.match(matching_form(text)) for text in texts)

    if layout.of("status"):
        return layout
    return replace(
        layout,
        columns=tuple(replace(c, role="status") if c.role == "result" and not c.taught and is_marked(c) else c for c in layout.columns),
    )


def settled(column: Column, measure: int, groups: set[int]) -> Column:
    """Give a column its final role; what was taught is final."""
    if column.index == measure:
        return replace(column, role="measure")
    if column.taught:
        return column
    if column.role in {"group", "measure"} or (column.role == "note" and column.index in groups and column.index < measure):
        if column.index not in groups and column.rule.startswith(FORMS):
            return replace(column, role="mechanism")
        return replace(column, role="group" if column.index in groups else "note")
    return column


def measure_column(table: Table, layout: Layout, groups: set[int]) -> int | None:
    """Choose the column of the measure's wording: a header that says so, else the column that says what is done."""
    named = [column for column in layout.of("measure") if column.index not in groups] or list(layout.of("measure"))
    named = [column for column in named if not column.rule.startswith(FORMS)] or named
    if named:
        return max(named, key=lambda c: (c.taught, bool(MEASURE_WORDS.search(matching_form(c.header))), -c.index)).index
    for role in STAND_INS:
        candidates = [column for column in layout.of(role) if column.index not in groups or role == "mechanism"]
        candidates = [column for column in candidates if mean_length(table, layout, column.index) > 12]
        if candidates:
            return max(candidates, key=lambda column: mean_length(table, layout, column.index)).index
    return None


def is_plan(layout: Layout, title: str) -> bool:
    """Tell whether the columns are those of a plan: a deadline or a party beside the wording, and not a table of targets."""
    roles = {column.role for column in layout.columns}
    named = bool(layout.of("measure"))
    header = matching_form(" ".join(column.header for column in layout.of("measure", "indicators")))
    form = matching_form(title)
    if FINANCE.search(form) and not roles & TIME_ROLES:
        return False
    if REGISTER.search(form) and not MEASURE_WORDS.search(f"{form} {header}"):
        return False
    if TARGETS.search(header) and not MEASURE_WORDS.search(header) and not is_worded(layout):
        return False
    if roles & (TIME_ROLES | PARTY_ROLES) and named:
        return not (TARGETS.search(form) and not MEASURE_WORDS.search(form)) or bool(roles & TIME_ROLES and roles & PARTY_ROLES)
    if roles & TIME_ROLES and roles & PARTY_ROLES:
        return True
    return named and bool(roles & {"funding", "result", "mechanism"}) and bool(MEASURE_WORDS.search(header))


def is_worded(layout: Layout) -> bool:
    """Tell whether the wording has a name of its own beside a column of indicators, with deadlines and parties: a plan."""
    roles = {column.role for column in layout.columns}
    named = matching_form(" ".join(column.header for column in layout.of("measure")))
    return bool(named and roles & TIME_ROLES and roles & PARTY_ROLES) and not TARGETS.search(named)


def is_grouping(table: Table, layout: Layout, index: int) -> bool:
    """Tell whether a column's cells are merged over rows or repeat, or are blank under a filled one."""
    cells = [row[index - 1] for row in table.grid[layout.first_row - 1 :]]
    whole = [cell for cell in cells if cell is not None and cell.column_span < max(2, table.column_count - 1)]
    if len(whole) < 2:
        return False
    values = 0
    previous: str | None = None
    for cell in whole:
        if cell.text and cell.text != previous:
            values += 1
            previous = cell.text
    return 0 < values <= GROUPING_SHARE * len(whole)


def is_merged(table: Table, layout: Layout, index: int) -> bool:
    """Tell whether most rows of a column stand under cells that are really merged over several rows."""
    cells = [row[index - 1] for row in table.grid[layout.first_row - 1 :]]
    return sum(cell is not None and cell.row_span > 1 and bool(cell.text) for cell in cells) * 2 > len(cells)


def mean_length(table: Table, layout: Layout, index: int) -> float:
    """Give the mean length in characters of a column's filled cells."""
    texts = [cell.text for row in table.grid[layout.first_row - 1 :] if (cell := row[index - 1]) is not None and cell.text]
    return sum(map(len, texts)) / len(texts) if texts else 0.0
