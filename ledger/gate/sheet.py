"""The list of a gate's passes in words, for the chat, the job of the evening and the printed page alike (DESIGN 6.9)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from knowledge import exit_words
from knowledge.times import from_ms
from ledger.database import Db
from ledger.exits.times import Trip
from ledger.gate import night_list as gate_list
from ledger.gate.night_list import Listed
from ledger.gate.posts import Gate

# Ten passes with their words stay below the platform's 2,048 bytes.
_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A pass as it stands on the list; `hours` of each trip, `back_by` where somebody is out."""

    code: str
    who: str
    people: int
    reason: str
    hours: tuple[str, ...]
    plate: str
    door: str
    back_by: str


def rows(db: Db, gate: Gate, on: date) -> list[Row]:
    """The passes of a gate on a day."""
    return [_row(one, on) for one in gate_list.passes_of(db, gate.path, on)]


def pages(db: Db, render: Callable[..., str], gate: Gate, on: date, now: int) -> list[str]:
    """The list as texts that each fit a message."""
    found = rows(db, gate, on)
    parts = [found[start : start + _A_PAGE] for start in range(0, len(found), _A_PAGE)] or [[]]
    return [
        render(
            "gate_list",
            place=gate.spoken,
            month=on.month,
            day=on.day,
            at=f"{from_ms(now):%H:%M}",
            rows=part,
            number=number,
            pages=len(parts),
            total=len(found),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _row(listed: Listed, on: date) -> Row:
    one = listed.exit
    return Row(
        code=listed.code,
        who=exit_words.who_words(one.name, one.people),
        people=exit_words.count_of(one.people),
        reason=exit_words.reason_words(one.reason),
        hours=tuple(_hours(trip, on) for trip in listed.trips),
        plate=one.plate or "",
        door=one.address.rpartition("社区/")[2].replace("/", ""),
        back_by=_moment(one.back_due_at, on) if listed.is_out else "",
    )


def _hours(trip: Trip, on: date) -> str:
    return f"{_moment(trip.leaves_at, on)}-{_moment(trip.back_due_at, from_ms(trip.leaves_at).date())}"


def _moment(moment: int, on: date) -> str:
    """An hour, with its day in figures where it is not that of the list: 07:00, 1.21 07:00."""
    when = from_ms(moment)
    return f"{when:%H:%M}" if when.date() == on else f"{when.month}.{when.day} {when:%H:%M}"
