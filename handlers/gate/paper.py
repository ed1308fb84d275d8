"""Entries from paper after a night without signal (DESIGN 6.9): 补录 7315 出 21:05 回 23:40, both times kept.

What is on paper has happened: it is written down even where the pass did not allow it, and then said so. Entering the same
line twice changes nothing.
"""

import re
from datetime import datetime, timedelta

from bot.offer import Command
from bot.turn import Turn
from handlers.gate import emergency, entry, rights
from handlers.gate import shown as gate_shown
from handlers.gate.finding import find
from handlers.gate.numbers import CALLED, number_of
from knowledge import exit_words
from knowledge.language.small_numbers import SMALL, small_number
from knowledge.times import MINUTE, to_ms
from ledger import exits, gate
from ledger.exits import moves as exit_moves
from ledger.gate import Passage
from ledger.gate import passes as gate_passes
from ledger.gate.passes import Shown
from ledger.gate.posts import Gate
from ledger.records import compact

_DAY = r"(?:(昨天|昨晚|昨夜|前天|今天|今早|今晚|今晨)? ?)"
_TIME = rf"(\d{{1,2}}|{SMALL}(?=点))(?:[:点时](?:({SMALL})分?|(半))?)"
_OUT = rf"(?:出(?:门|去)?[ :]*{_DAY}{_TIME})"
_BACK = rf"(?:[回归](?:来)?[ :]*{_DAY}{_TIME})"
_PASS = re.compile(rf"补[录记][ :]*{CALLED}[ ,:]*{_OUT}?[ ,;]*{_BACK}?")
_OTHER = re.compile(rf"补[录记][ :]*(进|急救)[ ,:]+(.{{1,300}}?)[ ,]+{_DAY}{_TIME}")
_ANY = re.compile(r"补[录记].*", re.DOTALL)
_DAYS_AGO = {"前天": 2, "昨天": 1, "昨晚": 1, "昨夜": 1, "今天": 0, "今早": 0, "今晚": 0, "今晨": 0}


def _pass(turn: Turn, match: re.Match[str]) -> str | None:
    if not rights.gates(turn):
        return None
    out_at = _moment(turn, match.group(2, 3, 4, 5))
    back_at = _moment(turn, match.group(6, 7, 8, 9), not_before=out_at)
    if out_at is None and back_at is None:
        return turn.render("gate_paper_how")
    if max(out_at or 0, back_at or 0) > turn.now:
        return turn.render("gate_paper_future")
    found = find(turn, number_of(match[1]))
    if isinstance(found, str):
        return found
    post, shown = found
    written, odd = _write(turn, post, shown, out_at, back_at)
    return turn.render(
        "gate_paper_noted",
        out=gate_shown.moment_words(turn, out_at) if out_at is not None else "",
        back=gate_shown.moment_words(turn, back_at) if back_at is not None else "",
        written=written,
        odd=odd,
        **gate_shown.facts(turn, shown.exit, None),
    )


def _write(turn: Turn, post: Gate, shown: Shown, out_at: int | None, back_at: int | None) -> tuple[int, bool]:
    """Write the lines that are not there yet: (how many, whether the pass did not allow it)."""
    odd = False
    written = 0
    known = {(one.direction, one.at) for one in gate.of_request(turn.db, shown.exit.id)}
    for direction, at in (("out", out_at), ("in", back_at)):
        if at is None or (direction, at) in known:
            continue
        fits = _moves(turn, shown, direction, at)
        odd = odd or not fits
        one = shown.exit
        remark = None if fits else turn.render("gate_paper_odd")
        passage = Passage(
            direction,
            "resident",
            at,
            one.id,
            one.name,
            one.plate,
            exit_words.count_of(one.people),
            purpose=exit_words.reason_words(one.reason) if direction == "out" else None,
            late_entry=True,
            remark=remark,
        )
        gate.note(turn.db, post.place_id, passage, turn.contact.name, turn.contact.person_id, turn.now)
        written += 1
        detail = compact({"number": one.number, "direction": direction, "fits": fits})
        turn.note("entered from paper", f"exit_request:{one.id}", detail)
    return written, odd


def _moves(turn: Turn, shown: Shown, direction: str, at: int) -> bool:
    """Move the request on where it stands so; False where what is on paper does not go with it."""
    one = exits.get(turn.db, shown.exit.id)
    if one is None:
        return False
    if direction == "in":
        return exit_moves.come_back(turn.db, one, at)
    early = turn.house.settings.gate.early_minutes * MINUTE
    standing, trip = gate_passes.standing(turn.db, Shown(one, shown.code, shown.ended_by), at, early)
    return standing == "may_go" and trip is not None and exit_moves.go_out(turn.db, one, at, trip.back_due_at)


def _other(turn: Turn, match: re.Match[str]) -> str | None:
    """Somebody who came in, or an emergency, from paper."""
    mine = rights.gates(turn)
    if not mine:
        return None
    at = _moment(turn, match.group(3, 4, 5, 6))
    assert at is not None  # the pattern has a time
    if at > turn.now:
        return turn.render("gate_paper_future")
    if match[1] == "急救":
        return emergency.let_out(turn, mine[0], match[2], at, late_entry=True)
    return entry.from_paper(turn, mine[0], match[2], at)


def _how(turn: Turn, _match: re.Match[str]) -> str | None:
    return turn.render("gate_paper_how") if rights.gates(turn) else None


def _moment(turn: Turn, said: tuple[str | None, ...], not_before: int | None = None) -> int | None:
    """The moment of an hour on paper: on the day that is named, else the last that was; back is after out."""
    day, hour, minute, half = said
    if hour is None:
        return None
    hours, minutes = small_number(hour), 30 if half else small_number(minute or "0")
    if hours is None or minutes is None or hours > 24 or minutes > 59:
        return turn.now + 1  # no such time: refused like one that is still to come
    today = turn.said_time.replace(hour=0, minute=0, second=0, microsecond=0)
    moment: datetime = today + timedelta(hours=hours, minutes=minutes)
    if day is not None:
        moment -= timedelta(days=_DAYS_AGO[day])
    elif moment > turn.said_time:
        moment -= timedelta(days=1)
    at = to_ms(moment)
    return at + 24 * 60 * MINUTE if not_before is not None and at < not_before else at


commands = (
    Command("gate_paper", _PASS, _pass),
    Command("gate_paper_other", _OTHER, _other),
    Command("gate_paper_how", _ANY, _how),
)
