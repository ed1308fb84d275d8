"""请工作人员再看: what was refused comes before the office, and its answer finds the way back to the request (DESIGN 6.2).

The office cannot sign for the leader. It can put a refused request before whoever leads the place now once more, with a
word of its own (重新送签), or stand by the refusal with a reason (维持). The refusal stays in the version before.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import human_handover, rights
from handlers.exits.filing import note, put_before_signers
from handlers.exits.numbers import NUMBER, of_office
from handlers.exits.request import lost
from handlers.said_back import as_written, clock_words
from knowledge.exit_deadlines import sign_by, unsigned_until
from knowledge.times import DAY
from ledger import exits, handovers
from ledger.exits import Exit
from ledger.exits import notices as exit_notices
from ledger.exits.filing import NewExit, reopen
from ledger.exits.signers import is_own
from ledger.exits.times import is_to_the_minute
from ledger.records import NoLongerSo, Stored

_AGAIN = re.compile(rf"(?:重新送签|再送签|请组长再看) ?{NUMBER}[ ,:;。]*(.+)?", re.DOTALL)
_STANDS = re.compile(rf"维持 ?{NUMBER}[ ,:;。]*(?:因为|原因是?)?[ ,:]*(.+)?", re.DOTALL)
_ASKED_WITHIN = 3 * DAY
# What of a refused request is asked for once more as it was.
_KEPT = (
    *("number", "kind", "person_id", "name", "reason", "leave_at", "return_by", "destination", "persons"),
    *("plate", "recurrence", "until_date", "leaves_at", "back_due_at"),
)


def ask_the_office(turn: Turn) -> str | None:
    """Hand over what was refused or stopped last, with number, who, what and why; None where nothing was."""
    noes = _noes(turn)
    if not noes:
        return None
    one = next((one for one in noes if one.number[1:] in turn.text), max(noes, key=_decided_at))
    note(turn, one.id, "asked to look again", {})
    return human_handover.hand_over(turn, _line(turn, one))


def decided_last(turn: Turn) -> int:
    """When somebody last said no to the writer, of what the office can still be asked about; 0 where nobody did."""
    return max(map(_decided_at, _noes(turn)), default=0)


def _noes(turn: Turn) -> list[Exit]:
    if turn.contact.person_id is None:
        return []
    return [one for one in exits.of_person(turn.db, turn.contact.person_id) if _is_a_no(one, turn.now)]


def _decided_at(one: Exit) -> int:
    return (one.refused_at if one.status == "refused" else one.suspended_at) or 0


def _is_a_no(one: Exit, now: int) -> bool:
    if one.status == "refused":
        return now - (one.refused_at or 0) < _ASKED_WITHIN
    return one.status == "on_record" and one.suspended_at is not None


def _line(turn: Turn, one: Exit) -> str:
    if one.status != "refused":
        by = {"suspended_by": one.suspended_by or "", "suspended": one.suspended or ""}
        return turn.render("exit_suspended_line", **by, **exit_notices.facts(turn.db, one))
    return turn.render("exit_refused_line", **_refusal(one), **exit_notices.facts(turn.db, one))


def _refusal(one: Exit) -> dict[str, object]:
    return {"refused_by": one.refused_by or "", "refusal": one.refusal or ""}


def _send_again(turn: Turn, match: re.Match[str]) -> str | None:
    """重新送签: the next version waits for a signature, whoever leads now reads what the office says."""
    one, said = _refused(turn, match)
    if one is None:
        return said
    settings = turn.house.settings.exits
    until = one.hours.ends_at if one.is_standing else unsigned_until(
        settings, turn.now, one.leaves_at, whole_day=not is_to_the_minute(one.leave_at)
    )
    if turn.now >= (until if one.is_standing else one.back_due_at):
        return turn.render("exit_review_too_late", **exit_notices.facts(turn.db, one))
    due = sign_by(settings, turn.now, one.leaves_at, urgent=True)
    try:
        reopen(turn.db, one.id, _again(turn, one, until, due), turn.filing(one.place_id), Stored(clause=one.clause))
    except NoLongerSo:
        return lost(turn, one.id)
    after = note(turn, one.id, "exit put before the leader again", {})
    words = as_written(turn, match[2] or "")
    facts = {"words": words, "who_looked": turn.contact.name, **_refusal(one)}
    told, _ = put_before_signers(turn, after, "again", turn.render("exit_review_note", number=one.number, **facts))
    _answered(turn, one)
    exit_notices.tell_owners(
        turn.db, turn.render, after, "exit_review_again", "again", turn.now, to=told, said=words, due=clock_words(due)
    )
    return turn.render("exit_review_sent", to=told, **exit_notices.facts(turn.db, after))


def _stand_by(turn: Turn, match: re.Match[str]) -> str | None:
    """维持: the refusal stands, and its owner is told by whom and why."""
    one, said = _refused(turn, match)
    if one is None:
        return said
    why = as_written(turn, match[2] or "")
    if not why:
        return turn.render("exit_review_why", number=one.number)
    note(turn, one.id, "refusal stands", {})
    _answered(turn, one)
    exit_notices.tell_owners(
        turn.db,
        turn.render,
        one,
        "exit_review_stands",
        f"stands:{turn.now}",
        turn.now,
        who_looked=turn.contact.name,
        why=why,
        phone=turn.house.settings.office.duty_phone,
    )
    return turn.render("exit_review_told", number=one.number, why=why)


def _refused(turn: Turn, match: re.Match[str]) -> tuple[Exit | None, str | None]:
    """The refused request that is named, and what is said where it is none; ordinary text for others than the office."""
    if not rights.is_office(turn):
        return None, None
    one = of_office(turn, match[1])
    if one is None:
        return None, turn.render("exit_not_found", number=f"W{match[1]}")
    if is_own(turn.db, one, turn.contact.recipient()):
        return None, turn.render("exit_review_own", number=one.number)
    return (one, None) if one.status == "refused" else (None, lost(turn, one.id))


def _again(turn: Turn, one: Exit, until: int, due: int) -> NewExit:
    return NewExit(
        **{name: getattr(one, name) for name in _KEPT},
        urgent=one.urgent,
        words=exits.words_of(turn.db, one),
        expires_at=until,
        due_at=due,
    )


def _answered(turn: Turn, one: Exit) -> None:
    """What its owner asked the office about this request is taken by whoever has answered."""
    owners = {who.person_id for who in exit_notices.owners(turn.db, one)}
    for asked in handovers.open_ones(turn.db, limit=50):
        if asked.filed_by_id in owners and one.number in asked.text:
            handovers.take(turn.db, asked.id, turn.contact.name, turn.contact.person_id, turn.now)


commands = (Command("exit_send_again", _AGAIN, _send_again), Command("exit_stands", _STANDS, _stand_by))
