"""How a list of households is shown back: its rows with their marks, the day, what alarmed, what lies outside."""

from datetime import date

from bot.turn import Answers, Turn, Value
from handlers.checkins.days import day_of
from handlers.checkins.filing import alarm_facts, worst
from handlers.checkins.filing import row as said_of
from handlers.households.filing import Round
from handlers.households.rows import ROWS, Entry, entries_of, where
from handlers.said_back import day_words, word
from ledger import people, places
from ledger.places import parts

# Beside the slots: rows outside the scope that the next reply names.
OUTSIDE = "outside"


def named(entries: list[Entry]) -> list[str]:
    """Each row by its door and whom it is about."""
    return [f"{where(entry)}{'' if entry.is_unreached else ' ' + entry.person}" for entry in entries]


def row_shown(turn: Turn, entry: Entry) -> dict[str, object]:
    """A row as it is shown: its mark, where, who, what, and what is asked."""
    unreached = word("unreached", entry.note) if entry.is_unreached else ""
    return {
        "mark": "open" if entry.is_open else "unreached" if unreached else "ready",
        "where": where(entry),
        "who": (entry.name or "") if unreached else entry.person,
        "what": unreached or entry.what,
        "asks": entry.asks if entry.is_open else "",
        "proposal": f"{entry.proposal:g}" if entry.proposal is not None else "",
        "asks_group": entry.door.endswith("号"),
        "has_building": entry.building is not None,
        "is_new": not unreached and entry.name is not None and entry.address is not None and not _is_known(turn, entry),
    }


def _is_known(turn: Turn, entry: Entry) -> bool:
    door = places.find(turn.db, entry.address) if entry.address is not None else None
    return door is not None and entry.name in {name for _, name in people.household(turn.db, door.id)}


def day_shown(turn: Turn, answers: Answers) -> str:
    """The day where it is not today."""
    day = day_of(turn, answers)
    return "" if day == turn.said_on.isoformat() else day_words(date.fromisoformat(day), turn.said_on)


def short(address: str) -> str:
    """An address from the building on."""
    known = parts(address)
    return "".join(part for part in (known.building, known.unit, known.room) if part)


def outside_scope(answers: Answers, done: Round) -> list[str]:
    """The rows outside the worker's scope that this reply names: those of this round and those kept for it."""
    told = answers.get(OUTSIDE)
    return (
        [*(str(one) for one in told if told), *named(done.outside)] if isinstance(told, list) else named(done.outside)
    )


def alarms(turn: Turn, done: Round) -> dict[str, object]:
    """What the round has set off, for the templates."""
    alarmed = [said_of(one.checkin) for one in done.alarmed]
    if not alarmed:
        return {"alarmed": alarmed, "level": "none"}
    return {"alarmed": alarmed, **alarm_facts(turn, worst(done.alarmed), done.told, done.alarmed)}


def is_just_alarmed(done: Round, entry: Entry) -> bool:
    """Whether this round has alarmed somebody about the row."""
    return any(one.key == entry.key for one in done.alarmed)


def spoken_rows(value: Value, turn: Turn) -> str:
    """The rows as they are said back where an answer is named."""
    return turn.render("household_rows", rows=[row_shown(turn, entry) for entry in entries_of({ROWS: value})])
