"""A table of cells made an announcement: every slip is collected, none guessed right (DESIGN 6.6)."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from knowledge.announcements.entry import cells
from knowledge.announcements.entry.cells import BadCell
from knowledge.announcements.entry.faults import BadEntry, Fault, entry_words, words_of
from knowledge.announcements.entry.regions_named import regions_named
from knowledge.announcements.model import EVERYWHERE, Announcement, Area
from knowledge.regions import region

T = TypeVar("T")
MOST_ROWS = 500
# A table as it stands: rows of cells, the first of them the titles.
Table = Sequence[Sequence[object]]
Head = Mapping[str, object]
_NEEDED_OF_HEAD = ("number", "issuer", "title", "effective_at")


@dataclass
class _Row:
    """A row being read: its cells by column, and the faults found on the way."""

    sheet: str
    number: int | None
    cells: Mapping[str, object]
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)

    def read(self, name: str, how: Callable[[object], T]) -> T | None:
        """A cell read; None where it cannot be, which is noted."""
        try:
            return how(self.cells.get(name))
        except BadCell as bad:
            self.note(name, str(bad))
            return None

    def note(self, name: str | None, words: str) -> None:
        """Note a fault of a cell, or of the whole row."""
        column = self.columns.get(name) if name else None
        self.faults.append(Fault(self.sheet, self.number, column, self.titles[name] if name else "", words))


def table_of(pasted: str) -> Table:
    """A table copied from Excel: tabs between cells, a line a row."""
    return list(csv.reader(io.StringIO(pasted.strip("\r\n")), delimiter="\t"))


def announcement_of(
    head: Head, table: Table, head_sheet: str, table_sheet: str, rows: Mapping[str, int] | None = None
) -> Announcement:
    """The announcement that a head and a table of areas say; raises BadEntry with every slip.

    `rows` says in which line of its sheet each part of the head stands.
    """
    lines = rows or {}
    faults: list[Fault] = []
    fields = _head(head, head_sheet, lines, faults)
    areas = tuple(_areas(table, table_sheet, faults))
    if faults:
        raise BadEntry(faults)
    return Announcement.model_validate({**fields, "areas": areas})


def _head(head: Head, sheet: str, lines: Mapping[str, int], faults: list[Fault]) -> dict[str, object]:
    texts = entry_words()
    fields: dict[str, object] = {}
    for name, column in texts.head.items():
        row = _Row(sheet, lines.get(name), head, {name: 1}, {name: column.title}, faults)
        if name == "effective_at":
            fields[name] = row.read(name, cells.moment)
        elif name == "old_cases":
            fields["keep_old_cases"] = row.read(name, lambda cell: cells.one_of(cell, texts.answers["old_cases"]))
        else:
            fields[name] = row.read(name, cells.text) or None
        is_read = not any(fault.title == column.title for fault in faults)
        if name in _NEEDED_OF_HEAD and not fields[name] and is_read:
            row.note(name, words_of("missing", how=column.how))
    if fields["replaces"] and fields["replaces"] == fields["number"]:
        title = texts.head["replaces"].title
        faults.append(Fault(sheet, lines.get("replaces"), 1, title, words_of("replaces_itself")))
    return fields


def _areas(table: Table, sheet: str, faults: list[Fault]) -> Iterator[Area]:
    columns = _columns(table[0] if table else (), sheet, faults)
    filled = [(number, row) for number, row in enumerate(table[1:], start=2) if any(map(_is_filled, row))]
    if not filled:
        faults.append(Fault(sheet, None, None, "", words_of("no_rows")))
    if len(filled) > MOST_ROWS:
        faults.append(Fault(sheet, None, None, "", words_of("too_many_rows", most=MOST_ROWS)))
        return
    titles = {name: column.title for name, column in entry_words().areas.items()}
    known: list[tuple[int, Area]] = []
    for number, row in filled:
        found = {name: row[place] for name, place in columns.items() if place < len(row)}
        one = _Row(sheet, number, found, columns, titles, faults)
        area = _area(one)
        if area is None:
            continue
        for earlier, other in known:
            if (area.code, area.places) == (other.code, other.places) and area.shares_days_with(other):
                one.note("place", words_of("overlaps", other=earlier))
        known.append((number, area))
        yield area


def _columns(titles: Sequence[object], sheet: str, faults: list[Fault]) -> dict[str, int]:
    """In which column each thing stands, by the titles of the first row."""
    texts = entry_words()
    names = {column.title: name for name, column in texts.areas.items()}
    found: dict[str, int] = {}
    for place, cell in enumerate(titles):
        title = "" if cell is None else str(cell).strip()
        if not title:
            continue
        fault = "strange_column" if title not in names else "double_column" if names[title] in found else None
        if fault is not None:
            faults.append(Fault(sheet, 1, place, title, words_of(fault, title)))
        else:
            found[names[title]] = place
    for needed in ("place", "measure"):
        if needed not in found:
            faults.append(Fault(sheet, 1, None, "", words_of("no_column", name=texts.areas[needed].title)))
    return found


def _area(row: _Row) -> Area | None:
    """One row; None where it cannot be read, which is noted."""
    before = len(row.faults)
    place = _place(row)
    texts = entry_words()
    fields: dict[str, object] = {
        "stays_from": row.read("stays_from", cells.day),
        "stays_to": row.read("stays_to", cells.day),
        "measure": row.read("measure", cells.measure),
        "days": row.read("days", cells.days),
        "count_from": row.read("count_from", lambda cell: cells.one_of(cell, texts.answers["count_from"])),
        "test_days": row.read("test_days", cells.test_days),
        "through_traffic": row.read(
            "through_traffic", lambda cell: cells.one_of(cell, texts.answers["through_traffic"])
        ),
        "exceptions": row.read("exceptions", cells.text) or None,
        "note": row.read("note", cells.text) or None,
    }
    follow = (row.read("then_measure", cells.measure), row.read("then_days", cells.days))
    if len(row.faults) == before:
        _check(row, fields, follow)
    if len(row.faults) > before or place is None:
        return None
    then = {"measure": follow[0], "days": follow[1]} if follow[0] else None
    return Area.model_validate({**place, **fields, "followed_by": then})


def _check(row: _Row, fields: Mapping[str, object], follow: tuple[str | None, int | None]) -> None:
    """What has to fit together in a row."""
    begins, ends, days = fields["stays_from"], fields["stays_to"], fields["days"]
    if fields["measure"] is None:
        row.note("measure", words_of("missing", how=entry_words().areas["measure"].how.format(measures=_measures())))
    if begins and ends and begins > ends:  # type: ignore[operator]
        row.note("stays_to", words_of("ends_before"))
    if days and not fields["count_from"]:
        row.note("count_from", words_of("days_without_start"))
    if fields["count_from"] and not days:
        row.note("days", words_of("start_without_days"))
    if (follow[0] is None) != (follow[1] is None):
        row.note("then_measure" if follow[0] is None else "then_days", words_of("then_incomplete"))
    if fields["measure"] == "none" and (days or follow[0]):
        row.note("measure", words_of("none_with_days"))


def _place(row: _Row) -> dict[str, object] | None:
    """Code, name and the places below of a row, by whichever of them is written."""
    code, said = row.read("code", cells.plain), row.read("place", cells.text)
    township, village = row.read("township", cells.text), row.read("village", cells.text)
    if code is None or said is None or township is None or village is None:
        return None
    if village and not township:
        row.note("township", words_of("township_missing"))
        return None
    found = _by_code(row, code, said) if code else _by_name(row, said)
    if found is None:
        return None
    below = tuple(part for part in (township, village) if part)
    name = found[1] if found[1].endswith("".join(below)) else found[1] + "".join(below)
    return {"code": found[0], "name": name, "places": below}


def _by_code(row: _Row, code: str, said: str) -> tuple[str, str] | None:
    if not (code.isascii() and code.isdigit() and len(code) in {6, 9, 12}):
        row.note("code", words_of("no_code", code))
        return None
    if code[:6] == EVERYWHERE:
        return EVERYWHERE, said or entry_words().everywhere
    try:
        known = region(code[:6])
    except KeyError:
        row.note("code", words_of("unknown_code", code))
        return None
    if said and known.name not in said and known not in regions_named(said):
        row.note("code", words_of("code_and_place_differ", code, name=known.full_name))
        return None
    return code, said if known.name in said else known.full_name


def _by_name(row: _Row, said: str) -> tuple[str, str] | None:
    if not said:
        row.note("place", words_of("missing", how=entry_words().areas["place"].how))
        return None
    if said == entry_words().everywhere:
        return EVERYWHERE, said
    found = regions_named(said)
    if len(found) != 1:
        options = "、".join(one.full_name for one in found)
        row.note("place", words_of("several_places" if found else "unknown_place", said, options=options))
        return None
    return found[0].code, said if found[0].name in said else found[0].full_name


def _measures() -> str:
    from knowledge.vocabulary import measures

    return "、".join(one.words for one in measures().values())


def _is_filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""
