"""`seal PLACE --leader NAME` and `unseal PLACE`: closed management begins or ends (INTERFACES 4, clause 3.4.1)."""

from commands.errors import Refused
from commands.wiring import Installation
from knowledge.times import from_ms
from ledger import Db, audit, exits, outbox, people, places, seals
from ledger.duty import roster
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits.notices import Render
from ledger.gate import posts as gate_posts
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.people import Recipient
from ledger.places import UnknownPlace
from ledger.records import compact
from ledger.seals import Seal


def seal(house: Installation, where: str, leader: str, kind: str | None, order: str | None) -> str:
    """Seal a place, or name another leader of a sealed one; returns what was done. Raises Refused."""
    leader = leader.strip()
    if not leader or not leader.isprintable():
        raise Refused("--leader: must be the name of whoever leads the task force")
    if kind is not None and kind not in seals.KINDS:
        raise Refused(f"--kind {kind}: one of {', '.join(seals.KINDS)}")
    now = house.clock()

    def work(db: Db) -> bool:
        try:
            place = places.ensure(db, where.strip("/"))
        except UnknownPlace as error:
            raise Refused(str(error)) from None
        if place.kind == "subdistrict":
            raise Refused("the whole subdistrict cannot be sealed: name a community, village or building")
        changed = seals.seal_place(db, place, leader, kind, order, now)
        if changed:
            audit.note(db, now, None, "command line", "sealed", f"place:{place.id}", compact({"kind": kind}))
        return changed

    changed = house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)
    return f"{where}: sealed, led by {leader}" if changed else f"{where}: was sealed already, led by {leader}"


def unseal(house: Installation, where: str) -> str:
    """End the closed management of a place; returns what was done. Raises Refused."""
    now = house.clock()

    def work(db: Db) -> int:
        place = places.find(db, where.strip("/")) if where.strip("/") else None
        ended = seals.unseal_place(db, place.id, now) if place is not None else None
        if ended is None:
            raise Refused(f"{where}: is not sealed itself; `ledger seal` shows what is")
        audit.note(db, now, None, "command line", "unsealed", f"place:{ended.place_id}")
        _tell(db, house.house.words.render, ended, now)
        return _cancel_needless(db, house.house.words.render, ended.path, now)

    needless = house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)
    return f"{where}: open again; {needless} exit requests are not needed any more"


def _tell(db: Db, render: Render, ended: Seal, now: int) -> None:
    """Tell guards whose gate is open now, and whoever leads there, that passes are not asked for any more."""
    guards = [post.guard for post in gate_posts.posts(db, ended.path) if post.gate.seal is None]
    still_closed = seals.covering(db, ended.path) is not None
    leaders = [] if still_closed else people.reaching(db, roster.LEADS_TASK_FORCE, ended.path)
    told: dict[Recipient, bool] = {**dict.fromkeys(leaders, False), **dict.fromkeys(guards, True)}
    for one, at_gate in told.items():
        outbox.queue(
            db,
            key=f"unsealed:{ended.id}:{one.person_id}",
            to=one,
            kind="alert",
            body=render("gate_unsealed_told", place=ended.spoken, at=f"{from_ms(now):%H:%M}", at_gate=at_gate),
            about=f"place:{ended.place_id}",
            now=now,
            template="task",
        )


def _cancel_needless(db: Db, render: Render, path: str, now: int) -> int:
    """Withdraw what nobody needs any more, and say so: who lives where it is open goes out without being asked."""
    needless = [one for one in exits.under_way(db, path) if one.path and seals.covering(db, one.path) is None]
    cancelled = [one for one in needless if exit_moves.cancel(db, one, now)]
    for one in cancelled:
        exit_notices.tell_owners(db, render, one, "exit_needless", "needless", now)
    return len(cancelled)
