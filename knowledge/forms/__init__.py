"""The forms that the office sends up (reference: columns of the Excel exports), as data: one YAML file each.

What stands in which column and how it is called is the office's; a column that the program cannot fill stays empty.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from knowledge.strict_model import Refused, StrictModel, Words, load_model

FOLDER = Path(__file__).parent
SEALED_DAILY = "sealed_daily"
Fill = Literal["value", "moment", "listed", "typed"]


class Column(StrictModel):
    """A column: its key, its title, and who fills it.

    `moment`: a date and time; `listed`: a number with a list of as many lines; `at_cutoff`: a state of the cut-off, which
    cannot be looked up afterwards; `sums`: a number without a list that has a total.
    """

    key: Annotated[str, Field(pattern="[a-z_]+")]
    title: Words
    fill: Fill
    at_cutoff: bool = False
    sums: bool = False

    @property
    def counts(self) -> bool:
        """Whether a number stands in it that has a total."""
        return self.fill == "listed" or self.sums

    @property
    def is_corrected(self) -> bool:
        """Whether a correction sheet compares it."""
        return self.counts and not self.at_cutoff


class Form(StrictModel):
    """A form: its columns in order, its words, and those of its lists and of its correction sheet."""

    form: Words
    title: Words
    clause: Words
    letter: Annotated[str, Field(pattern="[A-Z]")]
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    lists: Annotated[tuple[Words, ...], Field(min_length=7, max_length=7)]
    list_title: Words
    same_name: Words
    correction: Annotated[tuple[Words, ...], Field(min_length=7, max_length=7)]
    correction_title: Words
    total: Words
    item: Words
    first: Words
    head: Words
    first_issue: Words
    correction_issue: Words
    drill: Words
    author: Words
    foot: tuple[Words, ...]
    purpose: Words
    hidden_sign: Words
    kinds: dict[str, Words]
    reasons: dict[str, Words]
    reason: Words
    moment: Words
    temperature: Words

    @model_validator(mode="after")
    def _no_column_twice(self) -> "Form":
        for names in ([column.key for column in self.columns], [column.title for column in self.columns]):
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise Refused(f"{twice} is there twice", "give each column a key and a title of its own", ("columns",))
        return self

    def column(self, key: str) -> Column:
        """The column with this key."""
        return next(column for column in self.columns if column.key == key)


@cache
def form(name: str = SEALED_DAILY) -> Form:
    """A form by its file, read once; raises BadFile."""
    return load_model(FOLDER / f"{name}.yaml", Form)[0]
