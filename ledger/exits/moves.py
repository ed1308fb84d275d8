"""How an exit request moves (clause 3.4.1): each move from the state and version that the caller saw (THREATS I4, F23).

Of a signature, a withdrawal and a deadline that meet exactly one happens; the others are told False and look again.
Whether somebody has the right to a move is for the caller, at the same moment.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, bindparam, update

from ledger.database import Db
from ledger.duty import escalations
from ledger.exits import Exit, passes
from ledger.exits.filing import NOT_GONE, OF_RECORD, WORDS_COLUMN
from ledger.statement import Statement
from ledger.tables import exit_request

_C = exit_request.c
_AS_SEEN = (OF_RECORD, _C.status == bindparam("from_status"), _C.version == bindparam("seen_version"))


def _move(*conditions: ColumnElement[bool], sets: tuple[str, ...] = (), **fixed: object) -> Statement:
    """Move the version that was seen from the state that was seen, setting the named columns."""
    values: dict[str, object] = {name: bindparam(name) for name in sets}
    return Statement(
        update(exit_request).where(*_AS_SEEN, *conditions).values(status=bindparam("to_status"), **values, **fixed)
    )


_SIGN = _move(
    sets=(
        *("signed_by", "signed_by_id", "signed_as", "signed_via", "signed_at", "heard_by", "heard_by_id"),
        *("countersign_due_at", "expires_at", "due_at"),
    ),
    climbed=0,
)
_REFUSE = _move(sets=("refused_by", "refused_by_id", "refused_at", "refusal"), due_at=None)
_RECORD = _move(sets=("recorded_by", "recorded_by_id", "recorded_at"), due_at=None, sent_back=None)
_FILE_UNRECORDED = _move(_C.sent_back.is_(None), sets=("recorded_at",), due_at=None)
_RECORD_AFTERWARDS = _move(_C.recorded_by.is_(None), sets=("recorded_by", "recorded_by_id", "recorded_at"))
_SEND_BACK = _move(_C.sent_back.is_(None), sets=("sent_back_by", "sent_back_at", "sent_back", "due_at"), climbed=0)
_SUPPLEMENT = _move(_C.sent_back.is_not(None), sets=("words_sealed", "due_at"), sent_back=None, climbed=0)
_COUNTERSIGN = _move(
    _C.countersign_due_at.is_not(None),
    _C.countersigned_at.is_(None),
    sets=("signed_by", "signed_by_id", "signed_as", "signed_via", "signed_at", "countersigned_at"),
)
_GO_OUT = _move(_C.suspended_at.is_(None), sets=("out_at", "back_due_at"), due_at=None, climbed=0)
_COME_BACK = _move(sets=("returned_at",), due_at=None, climbed=0, out_at=None)
_COME_BACK_FOR_GOOD = _move(sets=("returned_at",), due_at=None, climbed=0)
# Taking back what was noted wrongly: only as long as it is the newest thing that happened.
_NOT_OUT = _move(_C.out_at == bindparam("seen_at"), sets=("out_at",), due_at=None, climbed=0)
_NOT_BACK = _move(
    _C.returned_at == bindparam("seen_at"),
    _C.suspended_at.is_(None),
    sets=("out_at", "returned_at"),
    due_at=None,
    climbed=0,
)
_OVERDUE = _move(sets=("due_at",), climbed=0)
_END = _move(due_at=None)
_EXPIRE = _move(_C.expires_at <= bindparam("now"), due_at=None)
_SUSPEND = _move(_C.suspended_at.is_(None), sets=("suspended_by", "suspended_at", "suspended"))
_RESUME = _move(_C.suspended_at.is_not(None), suspended_by=None, suspended_at=None, suspended=None)
_CLIMB = _move(
    _C.climbed == bindparam("seen_step"),
    _C.due_at.is_not_distinct_from(bindparam("seen_due", type_=BigInteger())),
    sets=("climbed", "due_at"),
)
_COMPLETE = _move(_C.kind == "emergency", sets=("name", "persons", "destination", "plate"))
_PUT_OFF = _move(
    _C.countersign_due_at == bindparam("seen_due"), _C.countersigned_at.is_(None), sets=("countersign_due_at",)
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, as what (leader or deputy) and how: chat, phone or paper; for phone who heard it."""

    who: str
    who_id: int | None
    rank: str
    via: str = "chat"
    heard_by: str | None = None
    heard_by_id: int | None = None


def sign(db: Db, seen: Exit, signature: Signature, now: int, record_by: int, countersign_by: int | None = None) -> bool:
    """Sign a request as it was seen; it then waits to be put on record by `record_by`."""
    done = _ran(
        db,
        _SIGN,
        seen,
        ("pending_approval",),
        "signed",
        signed_by=signature.who,
        signed_by_id=signature.who_id,
        signed_as=signature.rank,
        signed_via=signature.via,
        signed_at=now,
        heard_by=signature.heard_by,
        heard_by_id=signature.heard_by_id,
        countersign_due_at=countersign_by,
        expires_at=seen.hours.ends_at,
        due_at=record_by,
    )
    return done and _settled(db, seen, signature.who, now)


def countersign(db: Db, seen: Exit, signature: Signature, now: int) -> bool:
    """Sign afterwards what was agreed by telephone or let out in an emergency; its state stays."""
    kept = seen.signed_at is not None
    done = _ran(
        db,
        _COUNTERSIGN,
        seen,
        ("signed", "on_record", "out", "overdue", "returned"),
        seen.status,
        signed_by=seen.signed_by if kept else signature.who,
        signed_by_id=signature.who_id,
        signed_as=signature.rank,
        signed_via=seen.signed_via if kept else signature.via,
        signed_at=seen.signed_at if kept else now,
        countersigned_at=now,
    )
    return done and _settled(db, seen, signature.who, now)


def refuse(db: Db, seen: Exit, who: str, who_id: int, why: str, now: int) -> bool:
    """It is not to be: by whom and why."""
    done = _ran(
        db,
        _REFUSE,
        seen,
        ("pending_approval",),
        "refused",
        refused_by=who,
        refused_by_id=who_id,
        refused_at=now,
        refusal=why,
    )
    return done and _settled(db, seen, who, now)


def record(db: Db, seen: Exit, who: str, who_id: int | None, now: int) -> str | None:
    """Put on record by a named person of the office; returns the code of the pass, None where somebody was first.

    What counted as filed already only gets its name: it has its pass.
    """
    known = {"recorded_by": who, "recorded_by_id": who_id, "recorded_at": now}
    if seen.status == "signed":
        if not _ran(db, _RECORD, seen, ("signed",), "on_record", **known):
            return None
        _settled(db, seen, who, now)
        return passes.issue(db, seen.id, now)
    states = ("on_record", "out", "overdue", "returned")
    if not _ran(db, _RECORD_AFTERWARDS, seen, states, seen.status, **known):
        return None
    return passes.code_of(db, seen.id) or ""


def file_unrecorded(db: Db, seen: Exit, now: int) -> str | None:
    """Delivered and not acknowledged counts as filed; returns the code of the pass, None where somebody was first."""
    if not _ran(db, _FILE_UNRECORDED, seen, ("signed",), "on_record", recorded_at=now):
        return None
    _settled(db, seen, "system", now)
    return passes.issue(db, seen.id, now)


def send_back(db: Db, seen: Exit, who: str, what: str, now: int, ask_again_at: int) -> bool:
    """The office sends a signed request back: something is missing. It is put on record once that is there."""
    known = {"sent_back_by": who, "sent_back_at": now, "sent_back": what, "due_at": ask_again_at}
    return _ran(db, _SEND_BACK, seen, ("signed",), "signed", **known)


def supplement(db: Db, seen: Exit, words: str, record_by: int, who: str, now: int) -> bool:
    """What was missing is there, in the applicant's words behind the earlier ones; what was signed stays as it was."""
    sealed = db.keys.seal(words, WORDS_COLUMN)
    done = _ran(db, _SUPPLEMENT, seen, ("signed",), "signed", words_sealed=sealed, due_at=record_by)
    return done and _settled(db, seen, who, now)


def go_out(db: Db, seen: Exit, at: int, back_due_at: int) -> bool:
    """Out through the gate, to be back by `back_due_at`; False for a pass that is suspended or not in force."""
    return _ran(db, _GO_OUT, seen, ("on_record",), "out", out_at=at, back_due_at=back_due_at)


def come_back(db: Db, seen: Exit, at: int) -> bool:
    """Back through the gate; a pass for further trips stays in force, any other ends."""
    further = seen.is_standing and seen.hours.trip_at(at) is not None and seen.hours.ends_at > seen.back_due_at
    statement, after = (_COME_BACK, "on_record") if further else (_COME_BACK_FOR_GOOD, "returned")
    if not _ran(db, statement, seen, ("out", "overdue"), after, returned_at=at):
        return False
    _settled(db, seen, seen.name, at)
    if not further:
        passes.end(db, seen.id, "returned", at)
    return True


def need_not_come_back(db: Db, seen: Exit, now: int) -> bool:
    """Nobody waits for them any more, since the place is open again: over, without a moment at which they came back."""
    if not _ran(db, _COME_BACK_FOR_GOOD, seen, ("out", "overdue"), "returned", returned_at=None):
        return False
    _settled(db, seen, "system", now)
    passes.end(db, seen.id, "returned", now)
    return True


def was_not_out(db: Db, seen: Exit, at: int) -> bool:
    """Nobody went out at that moment after all: the pass waits as before; False where something else came after."""
    return _ran(db, _NOT_OUT, seen, ("out", "overdue"), "on_record", seen_at=at, out_at=None)


def was_not_back(db: Db, seen: Exit, at: int, out_at: int, now: int) -> bool:
    """Nobody came back at that moment after all: out since `out_at`, by a pass that is in force again."""
    if not _ran(db, _NOT_BACK, seen, ("returned", "on_record"), "out", seen_at=at, out_at=out_at, returned_at=None):
        return False
    passes.reopen(db, seen.id, "returned", at, now)
    return True


def mark_overdue(db: Db, seen: Exit, ask_again_at: int | None) -> bool:
    """Not back in time; a job says so, what follows is a person's decision."""
    return _ran(db, _OVERDUE, seen, ("out",), "overdue", due_at=ask_again_at)


def expire(db: Db, seen: Exit, now: int) -> bool:
    """Nobody signed or used it in time."""
    if not _ran(db, _EXPIRE, seen, NOT_GONE, "expired", now=now):
        return False
    _settled(db, seen, "system", now)
    passes.end(db, seen.id, "expired", now)
    return True


def cancel(db: Db, seen: Exit, now: int) -> bool:
    """Withdrawn by whoever filed it, or needless since the place is open again."""
    if not _ran(db, _END, seen, NOT_GONE, "cancelled"):
        return False
    _settled(db, seen, seen.name, now)
    passes.end(db, seen.id, "cancelled", now)
    return True


def suspend(db: Db, seen: Exit, who: str, why: str, now: int) -> bool:
    """Somebody's status has changed: the pass rests, it is not dropped (DESIGN 6.3)."""
    known = {"suspended_by": who, "suspended_at": now, "suspended": why}
    return _ran(db, _SUSPEND, seen, ("on_record",), "on_record", **known)


def resume(db: Db, seen: Exit) -> bool:
    """A suspended pass is in force again."""
    return _ran(db, _RESUME, seen, ("on_record",), "on_record")


def climb(db: Db, seen: Exit, step: int, next_due: int | None) -> bool:
    """Note up to which step somebody was asked; False where another scheduler did it, it has moved on or was put off."""
    return _ran(
        db,
        _CLIMB,
        seen,
        ("pending_approval", "signed", "overdue"),
        seen.status,
        seen_step=seen.climbed,
        seen_due=seen.due_at,
        climbed=step,
        due_at=next_due,
    )


def remind_to_countersign(db: Db, seen: Exit, next_due: int) -> bool:
    """Note that whoever is to sign afterwards was reminded; False where another scheduler did it."""
    return _ran(
        db,
        _PUT_OFF,
        seen,
        ("signed", "on_record", "out", "overdue", "returned"),
        seen.status,
        seen_due=seen.countersign_due_at,
        countersign_due_at=next_due,
    )


def complete(db: Db, seen: Exit, name: str, persons: str, destination: str | None, plate: str | None) -> bool:
    """Who goes, where to and in what, learned after an emergency was let out; its state and its version stay."""
    states = ("on_record", "out", "overdue", "returned")
    known = {"name": name, "persons": persons, "destination": destination, "plate": plate}
    return _ran(db, _COMPLETE, seen, states, seen.status, **known)


def _settled(db: Db, seen: Exit, who: str, now: int) -> bool:
    """Nobody is asked any more about what was waited for; says True, for the caller to end with."""
    escalations.settle(db, f"exit_request:{seen.id}", who, now)
    return True


def _ran(db: Db, statement: Statement, seen: Exit, before: tuple[str, ...], after: str, **columns: object) -> bool:
    if seen.status not in before:
        return False
    return (
        db.run(
            statement,
            row=seen.id,
            from_status=seen.status,
            seen_version=seen.version,
            to_status=after,
            **columns,
        )
        > 0
    )
