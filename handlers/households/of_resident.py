"""A resident who sends a list of several doors checks in their own household with it, and nobody else's."""

import re

from bot.turn import Turn
from handlers.checkins.days import said_day
from handlers.checkins.said import file_all
from handlers.households.places import scopes
from knowledge.language.household_list import find_rows


def from_resident(turn: Turn, _match: re.Match[str]) -> str | None:
    """A resident's list of several doors: their own household is filed, the others they are told how."""
    if turn.reading.intent != "batch_checkin" or scopes(turn):
        return None
    rows = [row for row in find_rows(turn.text, houses=True) if row.is_told]
    if len({(row.building, row.unit, row.door) for row in rows}) < 2:
        return None
    home = turn.contact.home
    own = [
        row
        for row in rows
        if row.door == home.room and row.building in {None, home.building} and row.unit in {None, home.unit}
    ]
    said = [
        {
            "name": row.name or row.relation or turn.contact.name,
            "temperature": row.temperature,
            "symptoms": list(row.symptoms or ()),
            "complaints": list(row.troubles),
            "positive_test": row.positive_test,
            "contact_history": row.contact_history,
        }
        for row in own
        if not row.note
    ]
    others = dict.fromkeys(f"{row.building or ''}{row.unit or ''}{row.door}" for row in rows if row not in own)
    return turn.render(
        "household_own_only",
        own=file_all(turn, {"persons": said, **said_day(turn)}) if said and turn.contact.is_bound else "",
        is_known=turn.contact.is_bound,
        others=list(others),
    )
