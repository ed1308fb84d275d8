"""A sealed place whose gate nobody is at (clause 3.4.1: guarded for 24 hours): whoever leads is told, then the office.

What counts is the duty log: who has begun a shift within a day and not ended it, at the sealed place itself or at a gate
of it. Of a stretch without anybody each is told once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.times import DAY, MINUTE, from_ms
from ledger import Db, audit, outbox, places, seals
from ledger.duty import on_duty, roster
from ledger.duty.on_duty import OFFICE
from ledger.gate import duty as gate_duty
from ledger.gate import posts as gate_posts
from ledger.people import Recipient
from ledger.records import compact
from ledger.seals import Seal
from scheduler.job import Job, Surroundings

# A shift that began before is no longer looked for: then the place counts as left since then.
_LOOKS_BACK = 7 * DAY


@dataclass(frozen=True, slots=True)
class _Unattended:
    """A sealed place without anybody, since when (ms UTC), and who was there last; empty where nobody ever was."""

    seal: Seal
    since: int
    last: str


def warn(surroundings: Surroundings, now: int) -> int:
    """Tell of every sealed place that has nobody at its gate for long; returns how many there are."""
    return surroundings.ledger.transact(lambda db: _warn_all(surroundings, db, now), wait=30)


def _warn_all(surroundings: Surroundings, db: Db, now: int) -> int:
    patience = surroundings.settings.gate.unattended_minutes * MINUTE
    found = 0
    for one in _unattended(db, now):
        waited = now - one.since
        if waited >= patience:
            found += 1
            _tell(surroundings, db, one, "leader", _leaders(surroundings, db, one.seal, now), now)
        if waited >= 2 * patience:
            _tell(surroundings, db, one, "office", on_duty.of_group(db, surroundings.settings.duty, OFFICE, now), now)
    return found


def _unattended(db: Db, now: int) -> list[_Unattended]:
    sealed = seals.within(db, places.root_path(db))
    if not sealed:
        return []
    gates: dict[int, set[int]] = {seal.id: {seal.place_id} for seal in sealed}
    for post in gate_posts.posts(db):
        if post.gate.seal is not None:
            gates[post.gate.seal.id].add(post.gate.place_id)
    return [
        _left(db, seal, gates[seal.id], now)
        for seal in sealed
        if not any(gate_duty.is_attended(db, gate, now) for gate in gates[seal.id])
    ]


def _left(db: Db, seal: Seal, gates: set[int], now: int) -> _Unattended:
    ended = [left for gate in gates if (left := gate_duty.left_last(db, gate, now - _LOOKS_BACK)) is not None]
    since, last = max(ended, default=(seal.sealed_at, ""))
    return _Unattended(seal, since, last) if since > seal.sealed_at else _Unattended(seal, seal.sealed_at, "")


def _leaders(surroundings: Surroundings, db: Db, seal: Seal, now: int) -> Sequence[Recipient]:
    """Who leads the task force at this hour; where none of them can be reached it is the office's at once."""
    reached = [one.recipient for one in roster.leading(db, seal, now) if one.recipient.openid is not None]
    return reached or on_duty.of_group(db, surroundings.settings.duty, OFFICE, now)


def _tell(surroundings: Surroundings, db: Db, one: _Unattended, step: str, told: Sequence[Recipient], now: int) -> None:
    about = f"gate_unattended:{one.seal.id}:{one.since}"
    body = surroundings.render(
        "gate_unattended",
        place=one.seal.spoken,
        since=f"{from_ms(one.since):%H:%M}",
        today=from_ms(one.since).date() == from_ms(now).date(),
        month=from_ms(one.since).month,
        day=from_ms(one.since).day,
        last=one.last,
    )
    new = 0
    for recipient in told:
        key = f"{about}:{recipient.person_id}"
        if recipient.openid is not None and not outbox.was_queued(db, key):
            outbox.queue(db, key=key, to=recipient, kind="alert", body=body, about=about, now=now, template="task")
            new += 1
    if new:
        audit.note(db, now, None, "system", "gate unattended", f"place:{one.seal.place_id}", compact({"to": step}))


job = Job("gates_unattended", warn, every=MINUTE, useful_for=MINUTE)
