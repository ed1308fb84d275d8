"""A fever at the gate (clauses 2.1, 3.4.2): the medical group is alerted at once, the guard told what to do meanwhile.

Whether somebody comes in is not decided here: the group and whoever leads the place do.
"""

from bot.turn import Turn
from handlers.checkins import alerts as health_alerts
from knowledge.language.symptoms import find_symptoms
from ledger import places
from ledger.checkins import Checkin
from ledger.gate.posts import Gate

_FEVER = "fever"


def is_fever(turn: Turn, temperature: float | None, words: str = "") -> bool:
    """Whether somebody was measured with a fever, or is said to have one."""
    return health_alerts.is_fever(turn, temperature) or _says_fever(words)


def raise_alarm(
    turn: Turn,
    post: Gate,
    entry: int,
    person: str,
    temperature: float | None,
    words: str = "",
    home: int | None = None,
    door: str = "",
) -> list[str]:
    """Alert whom the rule names about a line of the log; returns who gets a message.

    `home` is where the person lives, `door` what was said of it where no such place is known.
    """
    symptoms = (_FEVER,) if _says_fever(words) else ()
    checkin = Checkin(None, person, turn.said_on.isoformat(), temperature, symptoms, None, None)
    place = places.get(turn.db, post.place_id if home is None else home)
    home_words = place.address.replace("/", "") if home is not None else door
    return health_alerts.alarm(
        turn,
        checkin,
        entry,
        place,
        health_alerts.judge(turn, checkin),
        about=f"gate_log:{entry}",
        where=turn.render("gate_where", place=post.spoken, home=home_words),
    )


def _says_fever(words: str) -> bool:
    said = find_symptoms(words) if words else None
    return said is not None and said.symptoms is not None and _FEVER in said.symptoms
