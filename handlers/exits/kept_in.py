"""Whoever came home a while ago and wants to go out where nothing is sealed: their measure holds all the same (clause 3.2).

That no permit is needed would be wrong to say to somebody in 居家隔离, or of whom it is not decided yet.
"""

from datetime import date

from bot.turn import Answers, Turn
from handlers.said_back import day_words
from knowledge.exit_words import SPEAKER
from knowledge.times import business_day
from knowledge.vocabulary import measures
from ledger import returns
from ledger.returns import Report

CLAUSE = "3.2"


def words(turn: Turn, answers: Answers) -> str | None:
    """What is said instead of 不用申请; None where nobody who goes is under a measure or waits for one."""
    found = [one for one in _open(turn) if _goes(turn, one, answers) and not _may_go(one)]
    if not found:
        return None
    today = business_day(turn.now)
    return turn.render(
        "exit_kept_in",
        people=[_said(turn, one, today) for one in found],
        clause=CLAUSE,
        ambulance=turn.house.settings.office.hotlines.ambulance.number,
    )


def _open(turn: Turn) -> list[Report]:
    if turn.contact.person_id is None:
        return []
    return [one for one in returns.open_of(turn.db, turn.contact.person_id) if one.has_arrived]


def _goes(turn: Turn, one: Report, answers: Answers) -> bool:
    """Whether they are among those who go; the writer is where nobody else is named."""
    goers = answers.get("goers")
    names = {str(goer.get("name")) for goer in goers if isinstance(goer, dict)} if isinstance(goers, list) else set()
    is_writer = one.person_id is not None and one.person_id == turn.contact.person_id
    return one.name in names or (is_writer and (not names or SPEAKER in names))


def _may_go(one: Report) -> bool:
    """Whether nothing holds them back: a confirmed measure that puts nobody under control."""
    return one.confirmed_by is not None and (one.measure is None or not measures()[one.measure].controls)


def _said(turn: Turn, one: Report, today: date) -> dict[str, object]:
    measure = measures()[one.measure] if one.measure is not None and one.confirmed_by is not None else None
    until = date.fromisoformat(one.observation_until) if one.observation_until else None
    return {
        "name": "" if one.person_id == turn.contact.person_id else one.name,
        "number": one.number,
        "measure": measure.words if measure is not None else "",
        "stays_in": measure is not None and measure.stays_in,
        "until": day_words(until, today) if until is not None else "",
    }
