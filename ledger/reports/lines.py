"""The lines of the daily report: one for each sealed place, each number with the list behind it.

Somebody who lives in a sealed building of a sealed community is counted once, at the nearest seal.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from knowledge.forms import Form
from knowledge.times import from_ms
from ledger import seals
from ledger.database import Db
from ledger.duty import upkeep
from ledger.duty.upkeep import Deed, Spot
from ledger.figures import exits, handovers, health, supplies
from ledger.figures.exits import Going
from ledger.figures.handovers import Brought
from ledger.figures.health import Ill
from ledger.figures.span import Row, Span
from ledger.figures.supplies import Wanted
from ledger.reports import residents
from ledger.reports.residents import Resident, Shift
from ledger.seals import Seal

Value = str | int | None
R = TypeVar("R", bound=Row | Spot)


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list behind a number: whom and where, the record's number and what there is to say."""

    name: str
    address: str
    number: str = ""
    note: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A sealed place: its values by the column's key, and the lists behind those that have one."""

    place_id: int
    place: str
    values: Mapping[str, Value]
    lists: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)


def lines(
    db: Db, form: Form, span: Span, fever_celsius: float, sealed: Sequence[Seal], apart: Sequence[str] = ()
) -> list[Line]:
    """The lines of these sealed places (ledger/seals.py), by address.

    `apart` are paths of further places that have a line of their own elsewhere: nothing of them is counted here.
    """
    of_others = [*apart, *(one.path for one in sealed)]
    return [_line(db, form, span, fever_celsius, one, of_others) for one in sorted(sealed, key=lambda one: one.address)]


def _line(db: Db, form: Form, span: Span, fever: float, seal: Seal, of_others: Sequence[str]) -> Line:
    inner = [path for path in of_others if path != seal.path and path.startswith(seal.path)]

    def own(rows: Iterable[R]) -> list[R]:
        return [row for row in rows if not any(row.path.startswith(path) for path in inner)]

    living = own(residents.living_in(db, seal.path))
    due = own(residents.due_in(db, seal.path, span.day))
    missing = [one for one in due if not one.has_checked_in]
    ill = health.of_day(db, seal.path, span, fever)
    out, wanted = exits.of_span(db, seal.path, span), supplies.of_span(db, seal.path, span)
    asked = handovers.of_span(db, seal.path, span)
    away = {one.person_id for one in own(out.outside) if one.person_id is not None}
    still_open = own(wanted.open)
    spots = own(upkeep.of_seal(db, seal, span.since, span.until))
    lists = {
        "registered": [_resident(one) for one in living],
        "away": [_resident(one) for one in living if one.person_id in away],
        "due": [_resident(one) for one in due],
        "done": [_resident(one) for one in due if one.has_checked_in],
        "missing": [_resident(one, form.reasons[one.why]) for one in residents.with_reasons(db, seal.path, span, missing)],
        "fevers": [_ill(form, one) for one in own(ill.fevers)],
        "others": [_ill(form, one) for one in own(ill.others)],
        "seen_to": [_ill(form, one) for one in own(ill.seen_to)],
        **{name: [_going(one) for one in own(getattr(out, name))] for name in _EXITS},
        "received": [_wanted(one) for one in own(wanted.received)],
        "supplied": [_wanted(one) for one in own(wanted.done)],
        "open": [_wanted(one) for one in still_open],
        "medicines": [_wanted(one) for one in still_open if one.medicine],
        "repairs": [_wanted(one) for one in still_open if one.is_repair],
        "questions": [_brought(one) for one in own(asked.came)],
        "on_roster": [_shift(one) for one in residents.on_roster(db, seal, span)],
        "on_duty": [_shift(one) for one in residents.on_duty(db, seal.path, span)],
        "to_disinfect": [_spot(form, one, None) for one in spots],
        "disinfected": [_spot(form, one, one.disinfection) for one in spots if one.disinfection is not None],
        "rubbish": [_spot(form, one, one.rubbish) for one in spots if one.rubbish is not None],
    }
    reasons = Counter(one.note for one in lists["missing"])
    values: dict[str, Value] = {
        "place": seal.spoken,
        "kind": form.kinds.get(seal.kind or "", ""),
        "sealed_at": seal.sealed_at,
        "order_number": seal.order_number or "",
        "leader": seal.leader_name,
        "leading": "、".join(one.name for one in residents.leading(db, seal.path, span)),
        "households": len({one.path for one in living}),
        "present": len(living) - len(lists["away"]),
        "why": "、".join(form.reason.format(why=why, count=count) for why, count in reasons.most_common()),
        "oldest": _oldest(still_open, span.until),
        **{key: len(listed) for key, listed in lists.items()},
    }
    return Line(seal.place_id, seal.spoken, values, {key: tuple(listed) for key, listed in lists.items()})


_EXITS = ("asked", "agreed", "not_agreed", "outside", "overdue", "emergencies")


def totals(form: Form, of: Sequence[Line]) -> dict[str, int]:
    """The sums of the columns that have one."""
    return {
        column.key: sum(int(line.values.get(column.key) or 0) for line in of) for column in form.columns if column.counts
    }


def sealed_now(db: Db, root: str) -> list[Seal]:
    """The places under closed management within a scope (a path)."""
    return seals.within(db, root)


def moment(form: Form, at: int) -> str:
    """A moment (ms UTC) as the form writes it."""
    when = from_ms(at)
    return form.moment.format(year=when.year, month=when.month, day=when.day, clock=f"{when:%H:%M}")


def _oldest(rows: Sequence[Wanted], now: int) -> int | None:
    return supplies.Supplies(open=tuple(rows), now=now).oldest_hours


def _spoken(address: str) -> str:
    return address.replace("/", "")


def _resident(one: Resident, note: str = "") -> Listed:
    return Listed(one.name, one.spoken, note=note, person_id=one.person_id)


def _ill(form: Form, one: Ill) -> Listed:
    note = "" if one.temperature is None else form.temperature.format(degrees=f"{one.temperature:g}")
    return Listed(one.name, one.spoken, note=note, person_id=one.person_id)


def _going(one: Going) -> Listed:
    return Listed(one.name, one.spoken, one.number, person_id=one.person_id)


def _wanted(one: Wanted) -> Listed:
    return Listed(one.name, one.spoken, one.number, person_id=one.person_id)


def _brought(one: Brought) -> Listed:
    return Listed(one.name or "", one.spoken, str(one.record_id), person_id=one.filed_by_id)


def _spot(form: Form, one: Spot, done: Deed | None) -> Listed:
    note = "" if done is None else f"{moment(form, done.at)} {done.person}"
    return Listed("", one.spoken, note=note)


def _shift(one: Shift) -> Listed:
    return Listed(one.name, _spoken(one.address), person_id=one.person_id)
