"""The eight groups and the office as those who are told: their titles from the plan, their members from the ledger."""

from bot.turn import House, Turn
from ledger import Db, people
from ledger.duty import on_duty
from ledger.people import Recipient

OFFICE = "office"


def title(house: House, group_id: str) -> str:
    """What a group is called; the office goes by its own name."""
    group = house.plan.group(group_id)
    return group.name if group is not None else house.words.render("office_word")


def members(db: Db, group_id: str) -> list[Recipient]:
    """Who is told when something is a group's."""
    return people.office(db) if group_id == OFFICE else people.group_members(db, group_id)


def asked_first(turn: Turn, group_id: str) -> list[Recipient]:
    """Whom of them something is put to now: in the night whoever is on duty by the roster, where anybody is (3.4.3)."""
    return on_duty.of_group(turn.db, turn.house.settings.duty, group_id, turn.now)
