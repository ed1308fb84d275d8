"""The people of a list of several doors, as a check-in names them: 101王敏36.5 102李波36.6 都没事.

The rows are those of household_list.py; what is said of all of them behind the last door is none of its own. Text is
normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.language.health import HealthFound
from knowledge.language.household_list import Row, find_rows
from knowledge.language.mentions import Mention
from knowledge.language.person_found import PersonFound, is_told
from knowledge.language.said_of_all import SaidOfAll, find_said_of_all, without
from knowledge.language.those_meant import with_said_of_all

# Two of them may be the doors of a list; 36.4201 is a temperature and a door.
_DOOR_FIGURES = re.compile(r"\d{3,4}(?!\d)")


def find_behind_doors(text: str) -> tuple[PersonFound, ...] | None:
    """Those named in a list of several doors whose row is understood; None for a text that is no such list."""
    if len(_DOOR_FIGURES.findall(text)) < 2:
        return None
    rows = _rows(text)
    if len({_door_of(row) for row in rows}) < 2 or not any(row.name for row in rows):
        return None
    names = [row.name for row in rows if row.name]
    if len(set(names)) < len(names):
        return None
    last = text.find(rows[-1].name, rows[-1].span[0]) if rows[-1].name else len(text)
    if any(text.find(row.name, last) >= 0 for row in rows[:-1] if row.name and row.name != rows[-1].name):
        return None  # 206龙雪36.7,207李波36.5,龙雪咳嗽: told in sentences besides
    people = [Mention(row.name, row.door, *row.span, True) for row in rows if row.name]
    sayings, _kept = find_said_of_all(text, people, ())
    # Behind the last door it is said of all only where more is meant than that door.
    of_all = [one for one in sayings if _is_of_more(rows, one)]
    if of_all:
        rows = _rows(without(text, of_all))
    persons = []
    for row in rows:
        confirm = {} if row.proposal is None else {"temperature": row.proposal}
        health = HealthFound(row.temperature, confirm, row.symptoms, troubles=row.troubles)
        called = row.name or row.relative
        if called is not None and not row.note and is_told(health):
            building = (row.building or "").removesuffix("号楼")
            door = "-".join(part for part in (building, (row.unit or "").removesuffix("单元"), row.door) if part)
            persons.append(PersonFound(called, health, door, row.span, row.name is not None))
    return tuple(with_said_of_all(text, of_all, persons)) or None


def _rows(text: str) -> list[Row]:
    """The rows of a list, with what is said once more of a door with whoever lives there: 301王敏36.9 301说没劲."""
    rows: list[Row] = []
    for row in find_rows(text):
        there = [place for place, one in enumerate(rows) if _door_of(one) == _door_of(row)]
        is_more = row.name is None and row.relative is None and row.temperature is None and row.proposal is None
        if is_more and not row.note and len(there) == 1 and rows[there[0]].symptoms is None:
            rows[there[0]] = replace(rows[there[0]], symptoms=row.symptoms, troubles=row.troubles)
        else:
            rows.append(row)
    return rows


def _is_of_more(rows: Sequence[Row], said: SaidOfAll) -> bool:
    """Whether what is said of several people stands behind all of them, and is said of more than the last household."""
    before = [row for row in rows if row.span[0] < said.start]
    if not before or any(row.name for row in rows[len(before) :]):
        return False
    at_last = [row for row in before if _door_of(row) == _door_of(before[-1])]
    return len(at_last) == 1 if said.number == 0 else said.number != len(at_last)


def _door_of(row: Row) -> tuple[str | None, str | None, str]:
    return row.building, row.unit, row.door
