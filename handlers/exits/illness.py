"""What somebody who asks to go out says of an illness (闺女发烧去看病) is not lost (clauses 2.1, 3.4.2).

It is filed as a check-in and passed on before the form asks for the rest; where life is at stake the gate lets out at once.
"""

from bot.turn import Answers, Turn
from handlers.checkins.alerts import life_at_stake
from handlers.checkins.filing import Judged, alarm_facts, judged, row, store
from handlers.checkins.people import called, checkin_of, rows_of
from knowledge.language.reading import find_slots

# Kept beside the answers of the form: said once, passed on once.
_PASSED_ON = "illness_passed_on"
_HEALTH = ("temperature", "symptoms", "troubles", "persons")


def early(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """File and pass on what alarms in the sentence, once in a form; returns the words and the answers with that noted."""
    if answers.get(_PASSED_ON):
        return None
    ill = _ill(turn)
    if not ill:
        return None
    told: list[str] = []
    for one in ill:
        told += store(turn, one, {}).told
    facts = alarm_facts(turn, ill[0], list(dict.fromkeys(told)))
    said = turn.render("exit_illness", rows=[row(one.checkin) for one in ill], **facts)
    return said, {**answers, _PASSED_ON: True}


def is_grave(turn: Turn) -> bool:
    """Whether the sentence tells of an illness for which somebody is let out at once."""
    return any(life_at_stake(one.checkin) for one in _ill(turn))


def _ill(turn: Turn) -> list[Judged]:
    """Everybody whose health, as the sentence tells it, has to be passed on."""
    found = find_slots(turn.text, turn.said_time, _HEALTH)
    mine = {**found, "complaints": found.get("troubles")}
    said = [one for one in rows_of(found) if called(one)] or [mine]
    day = turn.said_on.isoformat()
    everybody = [judged(turn, called(one), *checkin_of(turn, called(one), one, day)) for one in said]
    return [one for one in everybody if one.health.alarms]
