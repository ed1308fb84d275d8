"""Excel files as the office's forms want them: two lines of head, a frozen header with a filter, lists, a foot.

Every text is a text cell, so that nothing somebody wrote is worked out as a formula (THREATS A10); no cells are merged.
openpyxl is loaded when the first file is made.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from knowledge.forms import Column, Form
from knowledge.times import from_ms
from ledger.reports.lines import Line, Listed, Value, totals

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_HEADER_ROW = 3
_LONGEST_NAME = 31  # what Excel allows a sheet's name
_NOT_IN_A_NAME = re.compile(r"[\\/?*\[\]:]")
# Signs that XML cannot hold.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NARROWEST, _WIDEST = 8, 40
_MOMENT = "yyyy-mm-dd hh:mm"

Cell = Value | datetime


def report(form: Form, of: Sequence[Line], head: Sequence[str], foot: Sequence[str]) -> bytes:
    """The report: the form on the first sheet, a list for each number that has one."""
    book = _new_book()
    rows: list[list[Cell]] = [[_cell(column, line.values.get(column.key)) for column in form.columns] for line in of]
    sums = totals(form, of)
    rows.append([form.total, *(sums.get(column.key) for column in form.columns[1:])])
    _fill(book, form.title, head, [column.title for column in form.columns], rows, foot)
    for column in form.columns:
        if column.fill == "listed":
            title = form.list_title.format(column=column.title)
            listed = [(line.place, one) for line in of for one in line.lists.get(column.key, ())]
            _fill(book, title, [f"{head[0]} {title}", *head[1:]], form.lists, _list_rows(form, listed), foot)
    return _bytes(book)


def correction(form: Form, rows: Sequence[Sequence[Cell]], head: Sequence[str], foot: Sequence[str]) -> bytes:
    """A correction sheet: what was reported, what it is now, and why."""
    book = _new_book()
    _fill(book, form.correction_title, head, form.correction, rows, foot)
    return _bytes(book)


def on_paper(at: int) -> datetime:
    """A moment (ms UTC) as a cell holds it: Excel knows no time zones, it is Asia/Shanghai."""
    return from_ms(at).replace(tzinfo=None)


def _cell(column: Column, value: Value) -> Cell:
    return on_paper(value) if column.fill == "moment" and isinstance(value, int) else value


def _list_rows(form: Form, listed: Sequence[tuple[str, Listed]]) -> Iterable[list[Cell]]:
    """The lines of a list; two people of one name in one place are marked."""
    people = {(place, one.name, one.person_id) for place, one in listed if one.name}
    names = Counter((place, name) for place, name, _ in people)
    for number, (place, one) in enumerate(listed, start=1):
        mark = form.same_name if names[place, one.name] > 1 else ""
        yield [number, place, one.number, one.name, mark, one.address, one.note]


def _fill(
    book: Workbook,
    title: str,
    head: Sequence[str],
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    foot: Sequence[str],
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(_NOT_IN_A_NAME.sub("", title)[:_LONGEST_NAME])
    for number, words in enumerate(head, start=1):
        _put(sheet, number, 1, words)
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    for place, words in enumerate(columns, start=1):
        _put(sheet, _HEADER_ROW, place, words)
        sheet.cell(_HEADER_ROW, place).font = Font(bold=True)
        sheet.cell(_HEADER_ROW, place).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = _NARROWEST
    last = _HEADER_ROW
    for last, row in enumerate(rows, start=_HEADER_ROW + 1):
        for place, value in enumerate(row, start=1):
            _put(sheet, last, place, value)
            _widen(sheet, get_column_letter(place), value)
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(columns))}{last}"
    for number, words in enumerate(foot, start=last + 2):
        _put(sheet, number, 1, words)
    _for_paper(sheet)


def _for_paper(sheet: Worksheet) -> None:
    """A4 across, the header on every page, frozen on the screen."""
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """A number as a number, a moment as a date, anything else as text, whatever it begins with; nothing as no cell."""
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    if isinstance(value, int | datetime):
        cell.value = value
        if isinstance(value, datetime):
            cell.number_format = _MOMENT
        return
    cell.value = _UNPRINTABLE.sub("", value)
    cell.data_type = "s"
    cell.number_format = "@"


def _widen(sheet: Worksheet, letter: str, value: Cell) -> None:
    wide = sum(2 if ord(sign) > 0x2E80 else 1 for sign in str(value or "")) + 2
    column = sheet.column_dimensions[letter]
    column.width = min(_WIDEST, max(column.width, wide))


def _new_book() -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _bytes(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
