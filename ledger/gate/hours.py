"""Hours of a sealed place of which no shift is on record (clause 3.4.1: its gate is guarded for 24 hours, with a duty log).

What counts is the duty log, written down at once or afterwards: a shift at the place itself, at a gate within it, or of a
place that it lies in. One that nobody ended is over when it has lasted as long as one may.
"""

from sqlalchemy import bindparam, select

from ledger import seals
from ledger.database import Db
from ledger.duty.gaps import Gap, uncovered
from ledger.gate.duty import AT_GATE, GATE, LONGEST_SHIFT, OVER_AT
from ledger.places import root_path
from ledger.seals import Seal
from ledger.statement import Statement
from ledger.tables import duty_log, place

_SHIFTS = Statement(
    select(place.c.path, duty_log.c.start_at, OVER_AT)
    .select_from(duty_log.join(place, place.c.id == duty_log.c.place_id))
    .where(duty_log.c.start_at > bindparam("earliest"), duty_log.c.start_at < bindparam("until"), AT_GATE)
    .order_by(duty_log.c.start_at)
)


def unlogged(db: Db, since: int, until: int, scope: str | None = None) -> list[Gap]:
    """The hours between two moments (ms UTC) of which the places sealed now have no shift on record, by place and hour.

    Within a scope (a path) or everywhere; hours before a place was sealed are none.
    """
    sealed = seals.within(db, root_path(db) if scope is None else scope)
    if not sealed:
        return []
    shifts = db.all(_SHIFTS, earliest=since - LONGEST_SHIFT, until=until)
    return [
        Gap(seal.place_id, seal.path, seal.address, GATE, *hours)
        for seal in sealed
        for hours in uncovered(max(since, seal.sealed_at), until, _at(seal, shifts))
    ]


def _at(seal: Seal, shifts: list[tuple[str, int, int]]) -> list[tuple[int, int]]:
    return [
        (start, over) for path, start, over in shifts if path.startswith(seal.path) or seal.path.startswith(path)
    ]
