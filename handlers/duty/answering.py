"""Whoever is asked about something late says in one word that they have it, or why it takes longer: 收到, 在路上, 说明 ….

It is written down with the step, the next one up is told, and the first answer puts that one off once (clause 4.3). A late
tap or word is told who settled the matter and when; nobody is blamed for it.
"""

import re
from collections.abc import Sequence

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.duty import adding
from handlers.said_back import clock_words, is_listed, listed, word
from knowledge.times import MINUTE
from ledger import alerts
from ledger.duty import escalations
from ledger.duty.escalations import IN_WORDS, NO_HANDS, TAKEN, Asked
from ledger.records import compact

NUMBER = r"[A-Z]\d{4}-\d{1,4}[A-Z]?|[Gg]-\d{1,9}|\d{1,9}"
_SAID = "duty_answer_said"
_HEARD = "|".join(sorted(map(re.escape, listed(_SAID)), key=len, reverse=True))
_ANSWERS = re.compile(rf"({_HEARD})[了呢啊]?[ ,:]*(?:第?({NUMBER})号?)?")
_TAKES = re.compile(rf"收到[ ,:]*第?({NUMBER})号?")
_IN_WORDS = re.compile(rf"说明[ ,:]*(?:第?({NUMBER})号?[ ,:]+)?(.{{2,200}})", re.DOTALL)


def _answer(turn: Turn, match: re.Match[str]) -> str | None:
    return _said(turn, match[2], word(_SAID, match[1]), "", match[1])


def _in_words(turn: Turn, match: re.Match[str]) -> str | None:
    words = match[2].strip()
    if is_listed(_SAID, words):
        return _said(turn, match[1], word(_SAID, words), "", words)
    return _said(turn, match[1], IN_WORDS, words, turn.render("duty_explains"))


def _take(turn: Turn, match: re.Match[str]) -> str | None:
    return take(turn, match[1])


def take(turn: Turn, number: str | None) -> str | None:
    """收到: the writer has what they were asked about; None where they were asked about nothing of that number."""
    return _said(turn, number, TAKEN, "", turn.render("duty_takes"))


def asked(turn: Turn) -> list[Asked]:
    """What the writer was asked about and still waits, the newest first."""
    return escalations.open_for(turn.db, turn.contact.person_id) if turn.contact.person_id is not None else []


def _said(turn: Turn, number: str | None, said: str, words: str, spoken: str) -> str | None:
    """Write down an answer about the matter that is meant; ordinary text for whoever was asked about nothing."""
    if turn.contact.person_id is None:
        return None
    mine = escalations.open_for(turn.db, turn.contact.person_id)
    meant = [one for one in mine if number is None or one.number == number.upper()]
    if len(meant) == 1:
        return _note(turn, meant[0], said, words)
    if meant:
        return turn.render("duty_which", matters=[_named(turn, one) for one in meant], said=spoken)
    if said != TAKEN and (added := adding.add(turn, number, said, words)) is not None:
        return added
    over = escalations.last_asked(turn.db, turn.contact.person_id, number.upper()) if number is not None else None
    return _over(turn, over) if over is not None else None


def _note(turn: Turn, one: Asked, said: str, words: str) -> str:
    next_at = turn.now + turn.house.settings.ladders.answered_minutes * MINUTE
    is_asked_on = said == NO_HANDS and escalations.ask_next(turn.db, one, turn.now)
    is_put_off = said != NO_HANDS and escalations.answer(turn.db, one, said, words, turn.now, next_at)
    turn.note("answered about what is late", one.about, compact({"number": one.number, "answer": said}))
    return turn.render(
        "duty_answered",
        **shown(turn, one),
        answer=said,
        words=words,
        next=clock_words(next_at) if is_put_off else "",
        asks_on=is_asked_on,
    )


def _over(turn: Turn, one: Asked) -> str:
    """Who settled it, and when."""
    assert one.ended_at is not None  # what is open was found before
    who = "" if one.ended_by in {None, "system"} else one.ended_by
    return turn.render("duty_over", **shown(turn, one), who=who, at=clock_words(one.ended_at))


def shown(turn: Turn, one: Asked) -> dict[str, object]:
    """A matter as templates show it."""
    return {"ladder": one.ladder, "number": one.number, "community": one.community}


def _named(turn: Turn, one: Asked) -> dict[str, object]:
    """The same with whom it is about and where, for whoever may take it: of two alerts a number alone says little."""
    seen = None
    if one.ladder == "alert":
        found = (alerts.one_for(turn.db, one.record_id, group, kept_close_too=False) for group in rights.groups(turn))
        seen = next((alert for alert in found if alert is not None), None)
    person, address = ("", "") if seen is None else (seen.person or "", seen.address.replace("/", ""))
    return {**shown(turn, one), "person": person, "address": address}


def tapped(turn: Turn, about: str) -> str | None:
    """收到 or a reason, tapped under a reminder: duty:taken:alert:7."""
    said, _, matter = about.partition(":")
    ladder, _, record = matter.partition(":")
    if turn.contact.person_id is None:
        return None
    seen = [one for one in escalations.of_matter(turn.db, record) if _is_mine(turn, one, ladder)]
    if not seen:
        return None
    return _note(turn, seen[-1], said, "") if seen[-1].ended_at is None else _over(turn, seen[-1])


def _is_mine(turn: Turn, one: Asked, ladder: str) -> bool:
    return one.person_id == turn.contact.person_id and one.ladder == ladder


def said_of(turn: Turn, asked: Sequence[Asked]) -> str:
    """The last thing that whoever was asked has said, in words; empty where nobody has said anything."""
    answered = [one for one in asked if one.answer]
    if not answered:
        return ""
    last = max(answered, key=lambda one: (one.answered_at or 0, one.id))
    words = escalations.words_of(turn.db, last)
    return turn.render("climbed_answer", who=last.person, answer=last.answer, words=words)


commands = (
    Command("duty_taken", _TAKES, _take),
    Command("duty_answer", _ANSWERS, _answer),
    Command("duty_in_words", _IN_WORDS, _in_words),
)
