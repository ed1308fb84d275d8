"""值班表 in the chat (clauses 3.4.1, 3.4.3): several lines in one message, said back, confirmed; 撤班 12.

The office enters it for the whole subdistrict, a community's lead for the places there. What nobody covers at a sealed
place is said with it; 缺岗 alone is answered with the figures (handlers/figures/).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import Conversation, Slot
from bot.offer import Command
from bot.turn import Answers, Turn, Value
from handlers import groups, rights
from handlers.beginning import begin
from handlers.said_back import clock_words, is_listed, word
from knowledge.times import DAY, from_ms
from ledger.duty import gaps as duty_gaps
from ledger.duty import roster, roster_entry
from ledger.duty.roster_entry import Read
from ledger.places import root_path
from ledger.records import compact

_ENTER = re.compile(r"(?:值班表|排班表)[ :,]*\n?(?P<lines>.{4,2000})", re.DOTALL)
_SHOW = re.compile(r"值班表|排班表|谁值班|今天谁值班|值班安排")
_WITHDRAW = re.compile(r"撤班 ?第?(\d{1,9})号?")
_TITLE = re.compile(r"\s*(?:值班表|排班表)[\s:：,，]*")
_SEES_ALL = frozenset({"leader", "inspector"})
_AT_MOST = 20


def _enter(turn: Turn, match: re.Match[str]) -> str | None:
    scopes = rights.led(turn)
    if not scopes:
        return None
    said = _TITLE.sub("", turn.message.text or match["lines"], count=1)
    read = _read(turn, said, scopes)
    if not read.planned:
        return turn.render("duty_roster_how", unread=read.unread)
    known: dict[str, Value] = {"text": said, "said_at": turn.said_at}
    turn.reading = replace(turn.reading, slots={})
    return begin(turn, replace(roster_form, prefill=lambda _turn: known))


def _read(turn: Turn, text: str, scopes: Sequence[str], said_at: int | None = None) -> Read:
    said = turn.said_time if said_at is None else from_ms(said_at)
    by_title = {group.name: group.id for group in turn.house.plan.groups}
    return roster_entry.read(turn.db, text.splitlines(), said, by_title, scopes)


def _answered(turn: Turn, answers: Answers) -> Read:
    said_at = answers.get("said_at")
    return _read(turn, str(answers.get("text", "")), rights.led(turn), said_at if isinstance(said_at, int) else None)


def _facts(turn: Turn, answers: Answers) -> dict[str, str]:
    read = _answered(turn, answers)
    lines = [
        {**_entry(turn, one.place.address, one), "holds": one.holds, "has_begun": _has_begun(turn, one)}
        for one in read.planned
    ]
    return {"lines": turn.render("duty_roster_lines", lines=lines, unread=read.unread)}


def _has_begun(turn: Turn, one: roster_entry.Planned) -> bool:
    """Whether hours (not whole days) began before they were said: 8:00-20:00 said in the evening may be tomorrow's."""
    return one.from_at < turn.said_at and one.until_at - one.from_at < DAY


def _finish(turn: Turn, answers: Answers) -> str:
    if answers.get("sure") != "yes":
        return turn.render("duty_roster_left")
    read = _answered(turn, answers)
    ids = roster_entry.enter(turn.db, read.planned, turn.contact.name, turn.now)
    for number, one in zip(ids, read.planned, strict=True):
        detail = {"post": one.post, "rank": one.rank, "from": one.from_at, "until": one.until_at}
        turn.note("on the roster", f"place:{one.place.id}", compact({"entry": number, **detail}))
    return turn.render("duty_roster_entered", count=len(ids), gaps=_gaps(turn, rights.led(turn)))


def _show(turn: Turn, _match: re.Match[str]) -> str | None:
    scopes = _seen(turn)
    if not scopes:
        return None
    entries = [one for scope in scopes for one in roster.within(turn.db, scope, turn.now, turn.now + DAY, _AT_MOST + 1)]
    shown = [{"id": one.id, **_entry(turn, one.address, one)} for one in entries[:_AT_MOST]]
    return turn.render("duty_roster", entries=shown, more=len(entries) > _AT_MOST, may_enter=bool(rights.led(turn)))


def _withdraw(turn: Turn, match: re.Match[str]) -> str | None:
    scopes, number = rights.led(turn), int(match[1])
    if not scopes:
        return None
    done = any(roster.withdraw(turn.db, number, scope, turn.contact.name, turn.now) for scope in scopes)
    if done:
        turn.note("off the roster", f"roster:{number}")
    return turn.render("duty_roster_withdrawn", number=number, done=done)


def _seen(turn: Turn) -> list[str]:
    """The paths for which the writer sees the roster: what they lead, all for the leading group and the inspector."""
    everywhere = not _SEES_ALL.isdisjoint(rights.kinds(turn))
    return [root_path(turn.db)] if everywhere else rights.led(turn)


def _gaps(turn: Turn, scopes: Sequence[str]) -> list[dict[str, object]]:
    found = [one for scope in scopes for one in duty_gaps.gaps(turn.db, turn.now, turn.now + DAY, scope)]
    return [
        {
            "place": one.spoken,
            "post": word("post", one.post),
            "from": clock_words(one.from_at),
            "until": clock_words(one.until_at),
        }
        for one in found[:_AT_MOST]
    ]


def _entry(turn: Turn, address: str, one: roster.Entry | roster_entry.Planned) -> dict[str, object]:
    is_named = is_listed("post", one.post)
    return {
        "place": address.replace("/", ""),
        "post": word("post", one.post) if is_named else groups.title(turn.house, one.post),
        "is_deputy": one.rank == "deputy",
        "name": one.name,
        "from": clock_words(one.from_at),
        "until": clock_words(one.until_at) if one.until_at is not None else "",
    }


roster_form = Conversation(
    name="duty_roster",
    intents=(),
    slots=[Slot("sure", "choice", choices=("yes", "no"), facts=_facts)],
    finish=_finish,
)
commands = (
    Command("roster_show", _SHOW, _show),
    Command("roster_enter", _ENTER, _enter),
    Command("roster_withdraw", _WITHDRAW, _withdraw),
)
