"""What is wrong in a table that somebody entered: sheet, row, column and the remedy, in the office's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.strict_model import StrictModel, Words, load_model

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST_SHOWN = 40


class Column(StrictModel):
    """A column, or a line of the head: its title, whether and how it is filled in, and an example."""

    title: Words
    needed: Words
    how: Words
    example: str


class Sheets(StrictModel):
    """What the sheets of the workbook are called."""

    head: Words
    areas: Words
    help: Words


class EntryWords(StrictModel):
    """words.yaml."""

    sheets: Sheets
    pasted: Words
    file: Words
    head: dict[str, Column]
    areas: dict[str, Column]
    help_titles: tuple[Words, ...]
    everywhere: Words
    answers: dict[str, dict[str, bool | str]]
    cell: Words
    line: Words
    whole: Words
    faults: dict[str, Words]


@dataclass(frozen=True, slots=True)
class Fault:
    """A slip: in which sheet, row (as the table counts them) and column (from 0), None where it is not about one."""

    sheet: str
    row: int | None
    column: int | None
    title: str
    words: str

    def __str__(self) -> str:
        texts = entry_words()
        if self.row is None:
            return texts.whole.format(sheet=self.sheet, fault=self.words)
        if self.column is None:
            return texts.line.format(sheet=self.sheet, row=self.row, fault=self.words)
        letter = _LETTERS[self.column] if self.column < len(_LETTERS) else str(self.column + 1)
        return texts.cell.format(sheet=self.sheet, row=self.row, letter=letter, title=self.title, fault=self.words)


class BadEntry(Exception):
    """A table that cannot be an announcement yet, with every slip that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


@cache
def entry_words() -> EntryWords:
    """The words of the table, read once; raises BadFile."""
    return load_model(Path(__file__).with_name("words.yaml"), EntryWords)[0]


def words_of(fault: str, value: object = "", **facts: object) -> str:
    """The sentence of a fault; what was written is cut where it is long."""
    said = str(value)
    shown = said if len(said) <= _LONGEST_SHOWN else f"{said[:_LONGEST_SHOWN]}…"
    return entry_words().faults[fault].format(value=shown, **facts)
