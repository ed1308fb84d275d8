"""What is told of an illness beside something else (闺女发烧去看病) is not lost (clauses 2.1, 3.4.2).

It is filed as a check-in and passed on before anything else is asked; where life is at stake the gate lets out at once.
"""

from bot.turn import Turn
from handlers.checkins.filing import Judged, alarm_facts, judged, row, store
from handlers.checkins.people import called, checkin_of, rows_of
from knowledge.language.ill_beside import ill_beside
from knowledge.language.reading import find_slots

_HEALTH = ("temperature", "symptoms", "troubles", "persons")


def everybody_ill(turn: Turn, words: str) -> list[Judged]:
    """Everybody whose health, as these words of the message tell it, has to be passed on."""
    found = find_slots(words, turn.said_time, _HEALTH)
    mine = {**found, "complaints": found.get("troubles")}
    said = [one for one in rows_of(found) if called(one)] or [mine]
    day = turn.said_on.isoformat()
    everybody = [judged(turn, called(one), *checkin_of(turn, called(one), one, day)) for one in said]
    return [one for one in everybody if one.health.alarms]


def pass_on(turn: Turn, ill: list[Judged]) -> str:
    """File and pass on what alarms; returns what is said of it."""
    told: list[str] = []
    for one in ill:
        told += store(turn, one, {}).told
    facts = alarm_facts(turn, ill[0], list(dict.fromkeys(told)))
    return turn.render("illness_passed_on", rows=[row(one.checkin) for one in ill], **facts)


def beside(turn: Turn) -> str:
    """A fever that a message tells which asks for goods or reports a return; empty where it tells none."""
    words = ill_beside(turn.text, turn.said_time)
    ill = everybody_ill(turn, words) if words else []
    return pass_on(turn, ill) if ill else ""
