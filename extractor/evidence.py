"""Where a value was read: the place in the source that every record points back to.

In: nothing but plain numbers and text. Out: `Evidence`, the same type that the JSON carries.
"""

from dataclasses import dataclass, replace

# x0, y0, x1, y1 in points (1/72 inch), counted from the page's top left corner.
Box = tuple[float, float, float, float]
# What the rule of a value ends in that was read as somebody had taught (`extractor.wordings`).
TAUGHT = ", taught"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of a block's or a cell's final text; `text` is exactly that span.

    `page`, `block`, `row` and `column` count from 1; `start` is inclusive and `end` exclusive, both from 0.
    `page` and `box` are None where the format has none. `rule` names the function or lexicon entry that read the value.
    """

    text: str
    block: int
    start: int
    end: int
    rule: str
    page: int | None = None
    row: int | None = None
    column: int | None = None
    box: Box | None = None

    def taught(self) -> "Evidence":
        """Give the same place with a rule that says that it was taught."""
        return replace(self, rule=f"{self.rule}{TAUGHT}")
