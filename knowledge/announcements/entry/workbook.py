"""The workbook in which the office enters an announcement: its template, an announcement written into it, and it read.

A file that somebody sends is looked at before it is opened: a few parts of a size that a table has, none with a document
type. Formulas are refused, not worked out. openpyxl is loaded when the first file is read or made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from knowledge.announcements.entry.faults import BadEntry, Column, Fault, entry_words, words_of
from knowledge.announcements.entry.reading import MOST_ROWS, announcement_of
from knowledge.announcements.model import Announcement, Area
from knowledge.times import from_ms
from knowledge.vocabulary import measures

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_PARTS = 100
_MOST_BYTES = 8 * 1024 * 1024
_MOST_COLUMNS = 40
_NO_XML = (b"\x00", b"<!DOCTYPE", b"<!ENTITY")
_WIDTHS = {"title": 40, "place": 22, "measure": 16, "exceptions": 36, "note": 28}
_WIDTH, _WIDE = 13, 60
_LISTS = ("measure", "then_measure", "count_from", "through_traffic")


def read_workbook(content: bytes, name: str) -> Announcement:
    """The announcement of a workbook; raises BadEntry with every slip, by sheet, row and column. `name` is the file's."""
    book = _opened(content, name)
    sheets = entry_words().sheets
    missing = [one for one in (sheets.head, sheets.areas) if one not in book.sheetnames]
    if missing:
        raise BadEntry([Fault(one, None, None, "", words_of("no_sheet")) for one in missing])
    names = {column.title: key for key, column in entry_words().head.items()}
    head: dict[str, object] = {}
    rows: dict[str, int] = {}
    for number, row in enumerate(_cells(book[sheets.head]), start=1):
        key = names.get(str(row[0]).strip()) if row and row[0] is not None else None
        if key is not None and key not in rows:
            head[key], rows[key] = row[1] if len(row) > 1 else None, number
    return announcement_of(head, _cells(book[sheets.areas]), sheets.head, sheets.areas, rows)


def template() -> bytes:
    """The empty workbook, with a sheet that explains each column."""
    return _saved(_new({}, ()))


def written(issued: Announcement) -> bytes:
    """The workbook of an announcement, as somebody would have filled it in."""
    old_cases = {value: words for words, value in entry_words().answers["old_cases"].items()}
    head = {
        "number": issued.number,
        "issuer": issued.issuer,
        "title": issued.title,
        "effective_at": f"{from_ms(issued.effective_at):%Y-%m-%d %H:%M}",
        "replaces": issued.replaces,
        "old_cases": old_cases.get(issued.keep_old_cases) if issued.keep_old_cases is not None else None,
        "note": issued.note,
    }
    return _saved(_new(head, [_row(area) for area in issued.areas]))


def _opened(content: bytes, name: str) -> Workbook:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            listed = parts.infolist()
            if len(listed) > _MOST_PARTS or sum(part.file_size for part in listed) > _MOST_BYTES:
                raise BadEntry([Fault(name, None, None, "", words_of("too_big"))])
            for part in listed:
                inside = parts.read(part) if part.filename.endswith((".xml", ".rels")) else b""
                if any(sign in inside for sign in _NO_XML):
                    raise BadEntry([Fault(name, None, None, "", words_of("too_big"))])
        return load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    # What zip and XML raise for files that are none, are locked (RuntimeError), packed in another way or cut off.
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, SyntaxError, NotImplementedError, RuntimeError):
        raise BadEntry([Fault(name, None, None, "", words_of("no_workbook"))]) from None


def _cells(sheet: Worksheet) -> list[tuple[object, ...]]:
    """The rows of a sheet as far as a table of ours can go; one more tells that there are too many."""
    sheet.reset_dimensions()  # what a file says of its own size is not believed
    return list(sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=_MOST_COLUMNS, values_only=True))


def _row(area: Area) -> dict[str, object]:
    texts, below = entry_words(), "".join(area.places)
    said = {name: {value: words for words, value in listed.items()} for name, listed in texts.answers.items()}
    follow = area.followed_by
    return {
        "code": area.code,
        "place": area.name.removesuffix(below) if below else area.name,
        "township": area.places[0] if area.places else None,
        "village": area.places[1] if len(area.places) > 1 else None,
        "stays_from": area.stays_from,
        "stays_to": area.stays_to,
        "measure": measures()[area.measure].words,
        "days": area.days,
        "count_from": said["count_from"][area.count_from] if area.count_from else None,
        "then_measure": measures()[follow.measure].words if follow else None,
        "then_days": follow.days if follow else None,
        "test_days": "、".join(map(str, area.test_days)) or None,
        "through_traffic": said["through_traffic"][area.through_traffic] if area.through_traffic else None,
        "exceptions": area.exceptions,
        "note": area.note,
    }


def _new(head: Mapping[str, object], areas: Sequence[Mapping[str, object]]) -> Workbook:
    from openpyxl import Workbook as NewWorkbook

    book, texts = NewWorkbook(), entry_words()
    first = book.active
    assert first is not None  # a new workbook has a sheet
    first.title = texts.sheets.head
    _fill(first, ([column.title, head.get(name), _how(column)] for name, column in texts.head.items()))
    for letter, width in (("A", _WIDTH), ("B", _WIDTHS["title"]), ("C", _WIDE)):
        first.column_dimensions[letter].width = width
    table = book.create_sheet(texts.sheets.areas)
    _fill(table, ([one.title for one in texts.areas.values()], *([row.get(name) for name in texts.areas] for row in areas)))
    table.freeze_panes = "A2"
    _offer(table)
    explained = book.create_sheet(texts.sheets.help)
    _fill(explained, _explained())
    for letter, width in (("A", _WIDTH), ("B", _WIDTH), ("C", _WIDTH * 2), ("D", _WIDE), ("E", _WIDTHS["title"])):
        explained.column_dimensions[letter].width = width
    return book


def _explained() -> Iterable[Sequence[object]]:
    """The lines of the sheet that explains the others."""
    texts = entry_words()
    yield texts.help_titles
    for sheet, columns in ((texts.sheets.head, texts.head), (texts.sheets.areas, texts.areas)):
        for column in columns.values():
            yield [sheet, column.title, column.needed, _how(column), column.example]


def _how(column: Column) -> str:
    return column.how.format(measures="、".join(one.words for one in measures().values()))


def _offer(table: Worksheet) -> None:
    """Lists to choose from, and columns as wide as what stands in them."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    texts = entry_words()
    for number, name in enumerate(texts.areas, start=1):
        letter = get_column_letter(number)
        table.column_dimensions[letter].width = _WIDTHS.get(name, _WIDTH)
        if name in _LISTS:
            offered = texts.answers.get(name) or [one.words for one in measures().values()]
            choice = DataValidation(type="list", formula1=f'"{",".join(offered)}"', allow_blank=True)
            table.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{MOST_ROWS + 1}")


def _fill(sheet: Worksheet, rows: Iterable[Sequence[object]]) -> None:
    """Write rows; whatever is text is a text cell, so that nothing is worked out as a formula."""
    from openpyxl.styles import Alignment, Font

    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = value if value is None or isinstance(value, int | date) else str(value)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, str):
                cell.data_type, cell.number_format = "s", "@"
            if number == 1:
                cell.font = Font(bold=True)


def _saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
