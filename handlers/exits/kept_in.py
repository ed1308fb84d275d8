"""Whoever came home a while ago and wants to go out where nothing is sealed: their measure holds all the same (clause 3.2).

That no permit is needed would be wrong to say to somebody in 居家隔离, or of whom it is not decided yet. Where it is not
certain that they are the ones who go (儿子 of a report for 刘洋) it is said beside the answer.
"""

from datetime import date

from bot.turn import Answers, Turn
from handlers.people import behalf
from handlers.said_back import day_words
from knowledge.exit_words import SPEAKER
from knowledge.times import business_day
from knowledge.vocabulary import measures
from ledger import returns
from ledger.returns import Report


def words(turn: Turn, answers: Answers, otherwise: str) -> str:
    """What is said of those under a measure, or who wait for one, instead of what is said `otherwise`, or before it."""
    person = _person(turn, answers)
    binding = [one for one in _open(turn, person) if not _may_go(one)]
    going = [one for one in binding if _goes(person, one, answers)]
    kept = going or [one for one in binding if one.person_id == person or one.address == turn.contact.address]
    if not kept:
        return otherwise  # what staff reported for other doors is not theirs
    today = business_day(turn.now)
    said = turn.render(
        "exit_kept_in",
        people=[_said(person, one, today) for one in kept],
        ambulance=turn.house.settings.office.hotlines.ambulance.number,
    )
    return said if going else f"{said}\n{turn.render('exit_others', said=otherwise)}"


def _person(turn: Turn, answers: Answers) -> int | None:
    """Who asks: the writer, or whom staff fill it in for."""
    asked_for = behalf.person_of(turn, answers)
    return asked_for if asked_for is not None else turn.contact.person_id


def _open(turn: Turn, person: int | None) -> list[Report]:
    return [one for one in returns.open_of(turn.db, person) if one.has_arrived] if person is not None else []


def _goes(person: int | None, one: Report, answers: Answers) -> bool:
    """Whether they are certainly among those who go; the one who asks is where nobody else is named."""
    goers = answers.get("goers")
    names = {str(goer.get("name")) for goer in goers if isinstance(goer, dict)} if isinstance(goers, list) else set()
    return one.name in names or (one.person_id == person and (not names or SPEAKER in names))


def _may_go(one: Report) -> bool:
    """Whether nothing holds them back: a confirmed measure that puts nobody under control."""
    return one.confirmed_by is not None and (one.measure is None or not measures()[one.measure].controls)


def _said(person: int | None, one: Report, today: date) -> dict[str, object]:
    measure = measures()[one.measure] if one.measure is not None and one.confirmed_by is not None else None
    until = date.fromisoformat(one.observation_until) if one.observation_until else None
    return {
        "name": "" if one.person_id == person else one.name,
        "party": one.party_size if one.party_size is not None and one.party_size > 1 else 0,
        "number": one.number,
        "measure": measure.words if measure is not None else "",
        "stays_in": measure is not None and measure.stays_in,
        "until": day_words(until, today) if until is not None else "",
        "is_over": until is not None and until < today,
    }
