"""The end of an emergency, as whoever reported it says (DESIGN 6.1): 虚惊一场, 火灭了, 人醒了, 找到了, 取消.

From then on what they write is no longer taken for a part of it. Those who were told hear so, the gate lets nobody out on
it, and a named person still rings up: words alone close no alert. Of violence nothing is taken back but the listening,
since nobody knows who holds the phone.
"""

import re

from bot.turn import Turn
from handlers import danger, groups, listening
from handlers.exits import emergency as exit_emergency
from knowledge.language.danger_over import Family, comes_again, find_course, is_alarm_ended, is_taken_back
from ledger import alerts, people, places
from ledger.alerts import SetOff
from ledger.people import Recipient

ILL = "health"
_OF_DESPAIR = "psych_support:"
_CANCELS = re.compile("(?:那|先|急救|[ ,])*取消")
# Looked for first: most messages say nothing of the kind.
_AGAIN = re.compile("又|再次")
_FAMILIES: dict[str, Family] = {
    "labour": "labour",
    "fire": "fire",
    "gas": "fire",
    "violence": "violence",
    "lost": "lost",
}


def family_of(reason: str) -> Family:
    """What ends alike: all that is an illness is one emergency, fire and gas another."""
    return _FAMILIES.get(reason, "medical")


def emergencies(turn: Turn) -> list[SetOff]:
    """What the writer set off and has not called over, the newest first; an illness told in a check-in only where it
    opened a gate, and no despair, alone or beside another danger (喝了药,不想活了), which nobody's words end.
    """
    kinds = danger.KINDS - {listening.DESPAIR}
    return [
        one
        for one in listening.set_off(turn)
        if not one.about.startswith(_OF_DESPAIR)
        if one.reason in kinds or (one.reason == ILL and exit_emergency.open_ones(turn, one.place_id, one.filed_at))
    ]


def _which_is_over(turn: Turn) -> SetOff | None:
    """What the words end: the newest emergency that they can mean; None where they end none.

    Inside a form that was gone on with since, and beside a check-in (好多了 36.8), only words that mean nothing else do.
    """
    form = turn.form
    for one in emergencies(turn):
        family = family_of(one.reason)
        if (form is not None and form.updated_at > one.filed_at) or "temperature" in turn.reading.slots:
            if is_alarm_ended(turn.text, family):
                return one
        elif find_course(turn.text, family) == "over" or (form is None and is_taken_back(turn.text)):
            return one
    return None


def answer(turn: Turn) -> str | None:
    """The words for whoever says that their emergency is over, or that one which was over is there again; else None."""
    of = _which_is_over(turn)
    return _end(turn, of) if of is not None else _again(turn)


def _again(turn: Turn) -> str | None:
    """又疼了, 他又来了: reported once more as what it was."""
    if _AGAIN.search(turn.text) is None:
        return None
    of = alerts.over_lately(turn.db, turn.contact.openid, listening.since(turn))
    return danger.again(turn, of) if of is not None and comes_again(turn.text, family_of(of.reason)) else None


def _end(turn: Turn, of: SetOff) -> str:
    """End it: tell whoever was told, take back the pass that nobody has used, and say what follows."""
    open_ones = emergencies(turn)
    ended = [one for one in open_ones if family_of(one.reason) == family_of(of.reason)]
    for one in ended:
        alerts.note_over(turn.db, one.id, turn.now)
    turn.note("emergency called over", f"alert:{of.id}")
    is_violence = of.reason == "violence"
    group_id, listeners = listening.pass_on(turn, of, also=[] if is_violence else _told(turn, of), over=True)
    code = None
    is_gone = any(one.there_at is not None for one in ended)  # to hospital, whether the gate has noted it or not
    # 不用了 may be said of a question for the number; and another may go out on the same pass.
    is_plain = _CANCELS.match(turn.text) is not None or find_course(turn.text, family_of(of.reason)) == "over"
    if is_plain and not is_violence and not is_gone and len(ended) == len(open_ones):
        code = exit_emergency.call_off(turn, of.place_id, min(one.filed_at for one in ended))
    hotlines = turn.house.settings.office.hotlines
    numbers = {"fire": hotlines.fire, "violence": hotlines.police, "lost": hotlines.police}
    form = turn.form
    return turn.render(
        "emergency_over",
        is_violence=is_violence,
        is_lost=of.reason == "lost",
        reached=any(who.openid is not None for who in listeners),
        to=listeners[0].name if of.taken_by is not None and listeners else groups.title(turn.house, group_id),
        code=code,
        number=numbers.get(family_of(of.reason), hotlines.ambulance).number,
        waits=turn.house.words.form(form.name).title if form is not None else "",
    )


def _told(turn: Turn, of: SetOff) -> list[Recipient]:
    """Who else was told of it when it was reported."""
    office = people.office(turn.db)
    if of.place_id is None:
        return office
    path = places.get(turn.db, of.place_id).path
    around = exit_emergency.guards(turn, path) if of.reason == "lost" else []
    return [*office, *people.grid_workers_for(turn.db, path), *around]
