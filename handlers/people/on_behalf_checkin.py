"""A check-in that staff file for somebody 代报: what was said of their health, with who said it and how.

What is felt waits for no figure that is not clear, and a fever of whoever is not found is passed on by the name.
"""

from bot.turn import Answers, Turn, Value
from handlers.checkins.alerts import is_fever
from handlers.checkins.days import said_day
from handlers.checkins.doubts import DENIED, ask_about, behind, denies_fever
from handlers.checkins.people import NOBODY
from handlers.checkins.said import EARLIER, file_and_doubt, split_days
from handlers.people import behalf
from handlers.people.family import told_apart
from handlers.people.on_behalf_reading import Told
from handlers.said_back import word
from knowledge.language.reading import find_slots, read
from ledger.people.residents import Resident

HEALTH = ("temperature", "symptoms", "troubles", "contact_history", "positive_test")


def feels_ill(health: Answers) -> bool:
    """Whether something was said that does not wait until a figure is clear."""
    felt = health.get("symptoms")
    is_felt = isinstance(felt, list | tuple) and list(felt) not in ([], ["none"])
    return is_felt or bool(health.get("troubles")) or bool(health.get("positive_test") or health.get("contact_history"))


def slip_left(turn: Turn, one: Resident, value: Value) -> str:
    """How the figure that looked like a slip is given later."""
    return turn.render("behalf_slip_left", name=one.name, value=value)


def file_unknown(turn: Turn, told: Told) -> str:
    """What alarms of somebody who is not found is filed by the name and passed on at once; empty where nothing does."""
    health = find_slots(told.matter, turn.said_time, HEALTH)
    temperature = health.get("temperature")
    has_fever = isinstance(temperature, int | float) and is_fever(turn, float(temperature))
    if not has_fever and not feels_ill(health):
        return ""
    turn.reading = read(told.matter, turn.said_time)
    note: Answers = {behalf.BEHALF: {"person": NOBODY, "said_by": told.said_by or told.name, "via": told.via}}
    return file_and_doubt(turn, {"persons": [_row(told.name, NOBODY, health)], **note, **said_day(turn)})[0]


def _row(name: str, person: int, health: Answers) -> dict[str, Value]:
    """What was said of somebody's health, as a row of a check-in."""
    return {
        "name": name,
        "person": person,
        "temperature": health.get("temperature"),
        "symptoms": health.get("symptoms") or [],
        "complaints": health.get("troubles") or [],
        "contact_history": health.get("contact_history"),
        "positive_test": health.get("positive_test"),
    }


def check_in(turn: Turn, one: Resident, health: Answers, note: Answers) -> str:
    """A check-in by telephone: filed as it is, and what alarms passed on, whatever was left unsaid."""
    denied: Answers = {DENIED: [one.name]} if denies_fever(turn.text) else {}
    days = split_days(turn)
    if days:
        health = turn.reading.slots
        earlier = days[EARLIER]
        assert isinstance(earlier, list)  # as it was split
        days = {**days, EARLIER: [{**row, "name": one.name, "person": one.id} for row in earlier]}
    rows: list[Value] = [_row(one.name, one.id, health)]
    said, doubted = file_and_doubt(turn, {"persons": rows, **note, **(days or said_day(turn)), **denied})
    filed = behalf.filing(turn, note, None)
    words = turn.render("behalf_filed", said=said, who=told_apart(turn, one), by=filed_by_words(filed.said_by, filed.via))
    return behind(words, ask_about(turn, doubted))


def filed_by_words(said_by: str | None, via: str | None) -> dict[str, str]:
    return {"who": said_by or "", "via": word("via", via) if via else ""}
