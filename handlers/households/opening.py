"""How a list of households begins: rows sent in, 名单, and a whole building in one word."""

import re

from bot.conversation import out_of_order, repeat, resume, start
from bot.offer import Command
from bot.turn import Turn
from handlers.checkins.days import MADE_UP_FOR
from handlers.households.checkin import NAME, household_checkin
from handlers.households.missing import ROSTER, missing_words
from handlers.households.of_resident import from_resident
from handlers.households.places import looks_after_a_village, scopes
from handlers.households.reading import is_list, list_day
from knowledge.language.checkin_days import is_within_days
from knowledge.language.household_list import find_rows, find_whole
from knowledge.times import business_day

_ANYTHING = re.compile(r".+", re.DOTALL)
_HEALTH = frozenset({"health_checkin", "batch_checkin"})


def _list(turn: Turn, _match: re.Match[str]) -> str | None:
    """A list of households, or the answer to an open one that would be read as somebody's own check-in."""
    is_rows = is_list(turn, houses=True)
    form = turn.form if turn.form is not None and turn.form.name == NAME else None
    if not is_rows and (form is None or turn.reading.intent not in _HEALTH):
        return None
    held = scopes(turn)
    is_rows = is_rows and is_list(turn, looks_after_a_village(held))
    if not held or not (is_rows or form is not None):
        return None
    if form is not None:
        if is_rows and business_day(form.updated_at) == business_day(turn.now):
            return resume(turn, household_checkin, form)  # more rows may come in any order
        if not is_rows:
            then = out_of_order(turn, household_checkin, form)
            return resume(turn, household_checkin, form) if then is form else repeat(turn, household_checkin, form)
    if not is_within_days(list_day(turn, held), turn.said_on, MADE_UP_FOR):
        return turn.render("household_odd_day")
    return _begin(turn)


def _begin(turn: Turn) -> str:
    """Open a list; what was open before waits behind it. A list of an earlier day that was left is not kept."""
    before = turn.form
    if before is not None and before.name == NAME:
        return f"{turn.render('household_left')}\n{start(turn, household_checkin, before.parked)}"
    if before is None:
        return start(turn, household_checkin)
    if before.parked is not None:
        return turn.render("household_wait", title=turn.house.words.form(before.name).title)
    said = start(turn, household_checkin, before)
    waits = turn.render("form_waits", open=turn.house.words.form(before.name).title)
    return said if turn.resumed else f"{waits}\n{said}"


def _roster(turn: Turn, match: re.Match[str]) -> str | None:
    """名单: who is still missing. A look does not close a list that is open."""
    held = scopes(turn)
    if not held:
        return None
    said = missing_words(turn, held, match["building"])
    is_open = turn.form is not None and turn.form.name == NAME
    return f"{said}\n{repeat(turn, household_checkin, turn.form)}" if is_open and turn.form is not None else said


def _whole(turn: Turn, _match: re.Match[str]) -> str | None:
    """5号楼都正常 is nobody's check-in: who of the building is still missing is named, to be checked in by door."""
    building, held = find_whole(turn.text), scopes(turn)
    if building is None or not held or any(row.is_told for row in find_rows(turn.text)):
        return None
    said = turn.render("household_whole", building=building, missing=missing_words(turn, held, building))
    is_open = turn.form is not None and turn.form.name == NAME
    return f"{said}\n{repeat(turn, household_checkin, turn.form)}" if is_open and turn.form is not None else said


commands = (
    Command("household_missing", ROSTER, _roster),
    Command("household_whole", _ANYTHING, _whole),
    Command("household_list", _ANYTHING, _list),
    Command("household_of_a_resident", _ANYTHING, from_resident, staff_only=False),
)
