"""Whose figures were told, said behind them: 不是 是我妈; 填成我的了 应该是孩子的; in the open form and after filing.

In the form they are somebody else's from then on; what was filed gets its next version, and both stay on record. Who is not
known is written as they are called, as with every check-in for others.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.conversation import Choice, Conversation, Filed, Slot, advance, amends, ask_anew, start, take
from bot.offer import Command
from bot.turn import Answers, Turn, Value
from handlers.checkins import amending
from handlers.checkins.belonging import (
    FOR_WHOM,
    WHO_CAN_BE,
    WHOSE,
    bare_person,
    can_be,
    spoken_person,
    whose_it_can_be,
)
from handlers.checkins.checkin import health_checkin
from handlers.checkins.days import MADE_UP_FOR
from handlers.checkins.filing import FILED, filed
from handlers.checkins.next_version import next_version
from handlers.checkins.people import rows_of
from handlers.checkins.records import is_newest, is_of
from handlers.checkins.said import everybody
from knowledge.language.checkin_days import find_checkin_day
from knowledge.language.persons import SPEAKER
from knowledge.language.whose_figure import MAY_TELL, WhoseFound, find_whose
from knowledge.times import DAY, MINUTE
from ledger import checkins
from ledger.checkins import Kept
from ledger.conversations import OpenForm

NAME = "checkin_whose"
_REACHED = 100
# 是我妈的 and 不是我 say of what only as long as the check-in is the last that was spoken of.
_JUST_FILED = 30 * MINUTE
_Entry = tuple[int, Kept]


class Whose:
    """The words that say whose a check-in is; `others` keep records that 不是我 是我妈 may be about as well."""

    def __init__(self, others: Sequence[Conversation]) -> None:
        self._others = [one for one in others if one.filed is not None and one.name != health_checkin.name]
        self.commands = (Command(NAME, MAY_TELL, self._say, staff_only=False),)

    def _say(self, turn: Turn, _match: re.Match[str]) -> str | None:
        form = turn.form
        is_checkin = form is not None and form.name == health_checkin.name
        said = find_whose(turn.text) if form is None or is_checkin else None
        if said is None:
            return None
        if form is None:
            return self._after(turn, said)
        return _of_the_record(turn, form, said) if amends(form) else _in_form(turn, form, said)

    def _after(self, turn: Turn, said: WhoseFound) -> str | None:
        """Of what was filed: the record that is meant is another's; what the words leave open is asked."""
        meant = _meant(turn, said)
        if not meant or not (said.of_figure or is_newest(turn, meant[0][0], self._others)):
            return None
        found = [entry for entry in meant if said.right is None or not is_of(turn, entry[1], said.right)]
        if not found:
            return turn.render("correct_same", name=amending.as_filed(turn, *meant[0]).name)
        known: dict[str, Value] = {**_whose(turn, said, WHOSE), "records": [kept.id for _, kept in found]}
        if said.temperature is not None:
            known["temperature"] = said.temperature
        turn.reading = replace(turn.reading, slots={})
        return start(turn, replace(checkin_whose, prefill=lambda _turn: known))


def _meant(turn: Turn, said: WhoseFound) -> list[_Entry]:
    """The records that the words can be about; several where one message filed them."""
    if turn.contact.person_id is None:
        return []
    reached = MADE_UP_FOR * DAY if said.is_plain else _JUST_FILED
    day = find_checkin_day(turn.text, turn.said_time)
    own = [
        entry
        for entry in checkins.own(turn.db, turn.contact.person_id, _REACHED)
        if entry[0] >= turn.now - reached and day in {None, date.fromisoformat(entry[1].checkin.date)}
    ]
    if said.denied is not None:
        return [entry for entry in own if is_of(turn, entry[1], said.denied)][:1]
    if said.temperature is not None:
        own = [entry for entry in own if entry[1].checkin.temperature == said.temperature]
    return [entry for entry in own if entry[0] == own[0][0]]


def _whose(turn: Turn, said: WhoseFound, slot: str) -> dict[str, Value]:
    """The answer to whose it is; where that is not said, or several have the name, who can be meant."""
    if said.right is None:
        return {WHO_CAN_BE: []}
    found = can_be(turn, said.right)
    if len(found) > 1:
        return {WHO_CAN_BE: [*found]}
    return {slot: found[0] if found else said.right}


def _of_the_record(turn: Turn, form: OpenForm, said: WhoseFound) -> str:
    """While a filed check-in is looked at, it is that one."""
    known = _whose(turn, said, WHOSE)
    if WHOSE in known:
        return take(turn, health_checkin, form, known)
    return ask_anew(turn, health_checkin, replace(form, answers={**form.answers, **known}), WHOSE)


def _in_form(turn: Turn, form: OpenForm, said: WhoseFound) -> str | None:
    """What the form holds is somebody else's, what it has filed already as well."""
    rows = rows_of(form.answers)
    if rows:
        found = _renamed(rows, said)
    elif said.right == SPEAKER:
        found = {FOR_WHOM: turn.contact.person_id} if turn.contact.person_id is not None else {}
    else:
        found = _whose(turn, said, FOR_WHOM)
    if found is None:
        return None
    told, noted = _filed_anew(turn, form.answers, {**form.answers, **found})
    found = {**found, **noted}
    if WHO_CAN_BE in found:
        return advance(turn, health_checkin, replace(form, answers={**form.answers, **found}))
    said_then = take(turn, health_checkin, form, found, is_told=bool(told))
    return f"{told}\n{said_then}" if told else said_then


def _renamed(rows: Sequence[Answers], said: WhoseFound) -> dict[str, Value] | None:
    """The rows of a form, with the one that is another's under that name; None where it is not said which, or whose."""
    place = 0 if len(rows) == 1 else next((at for at, row in enumerate(rows) if row.get("name") == said.denied), None)
    if said.right is None or place is None or any(row.get("name") == said.right for row in rows):
        return None
    return {"persons": [{**row, "name": said.right} if at == place else {**row} for at, row in enumerate(rows)]}


def _filed_anew(turn: Turn, before: Answers, after: Answers) -> tuple[str, dict[str, Value]]:
    """The next version of what the form has filed already (a fever), under the right name; whoever was told hears it."""
    noted = filed(before)
    said: list[str] = []
    for old, new in zip(everybody(turn, before), everybody(turn, after), strict=True):
        kept = checkins.in_force(turn.db, noted[old.key][0]) if old.key in noted else None
        if kept is None or old.checkin.person == new.checkin.person:
            continue
        version = next_version(turn, kept, new, goes_on=True)
        said.append(version.words)
        del noted[old.key]
        noted[new.key] = (version.record, new.health.level)
    entries: dict[str, Value] = {key: list(entry) for key, entry in noted.items()}
    return "\n".join(said), {FILED: entries} if said else {}


def _is_shared(answers: Answers) -> bool:
    return len(_records(answers)) > 1


def _records(answers: Answers) -> list[int]:
    ids = answers.get("records")
    return [one for one in ids if isinstance(one, int)] if isinstance(ids, list | tuple) else []


def _offers(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(one.record, one.name) for one in _filed(turn, _records(answers)))


def _filed(turn: Turn, ids: Sequence[int]) -> list[Filed]:
    """Those of the records that are still in force."""
    assert turn.contact.person_id is not None  # nobody unknown has filed anything
    own = checkins.own(turn.db, turn.contact.person_id, _REACHED)
    return [amending.as_filed(turn, *entry) for entry in own if entry[1].id in ids]


def _go_on(turn: Turn, answers: Answers) -> str:
    """It is known now which record is whose."""
    wanted = answers.get("record", _records(answers)[0])
    found = [one for one in _filed(turn, _records(answers)) if one.record == wanted]
    if not found:
        return turn.render("correct_gone")
    right = {name: answers[name] for name in (WHOSE, "temperature") if name in answers}
    anew = {**found[0].answers, **right}
    if anew == found[0].answers:
        return turn.render("correct_same", name=found[0].name)
    return amending.amend(turn, found[0], anew)


checkin_whose = Conversation(
    name=NAME,
    intents=(),
    slots=[
        Slot("record", "choice", offers=_offers, only_if=_is_shared),
        Slot(WHOSE, "person", offers=whose_it_can_be, bare=bare_person, spoken=spoken_person),
    ],
    finish=_go_on,
)
