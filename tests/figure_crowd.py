"""`python -m tests.figure_crowd CHECKINS`: a leader, ten thousand residents and their check-ins, ten thousand a day.

For the benchmark of the digest, in the SQLite database that the environment names. The newest day is that of the clock
there; a fifth of the people live in sealed places and are due, nine in ten of them have checked in. Of returns, exits and
supplies there is one for a hundred check-ins, as old as those are, all but the newest day's done with.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from commands.wiring import open_ledger
from knowledge.plan import the_plan
from knowledge.settings import load_settings
from knowledge.times import business_day, day_start
from ledger import Db, people, places, schema, seals
from ledger.people import accounts
from ledger.tables import exit_request, health_checkin, return_report, supply_request

PEOPLE = 10_000
LEADER = "o-leader"
_PER_DAY = 10_000
_SEALED = 3
_WELL, _ILL = '{"level":"none","groups":[]}', '{"level":"urgent","groups":["medical"]}'
# They are made again when everything is there, which is quicker by far.
_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'health_checkin'"
_RECORD = ("version", "status", "filed_at", "said_at", "filed_by", "place_id")
_CHECKIN = (*_RECORD, "person_id", "person", "date", "temperature", "symptoms", "outcome")


def main() -> None:
    """Make the database and fill it."""
    settings = load_settings()
    assert settings.clock is not None
    ledger = open_ledger(settings)
    schema.migrate(ledger.engine)
    homes = ledger.transact(lambda db: _settle(db, settings.clock or 0))
    path = ledger.engine.url.database
    ledger.close()
    assert path is not None
    fill(path, homes, int(sys.argv[1]), settings.clock)


def _settle(db: Db, now: int) -> list[int]:
    """The places of the plan, some of them sealed, a leader; returns a house in each place."""
    plan = the_plan()
    places.seed(db, plan.head.street, [(place.name, place.kind) for place in plan.places])
    for place in plan.places[:_SEALED]:
        seals.seal_place(db, places.ensure(db, place.name), "周平", None, None, now)
    leader = people.add(db, name="赵书记", phone=None, place_id=None, now=now, filed_by="system")
    accounts.bind(db, LEADER, leader)
    people.grant(db, leader, "leader", None, None, now)
    return [places.ensure(db, f"{place.name}/1号").id for place in plan.places]


def fill(path: str, homes: list[int], checkins: int, now: int) -> None:
    """People and records by the driver itself: five million rows take a minute so."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode=OFF")
        raw.execute("PRAGMA synchronous=OFF")
        raw.execute("PRAGMA cache_size=-400000")
        indexes = raw.execute(_INDEXES).fetchall()
        for name, _ in indexes:
            raw.execute(f"DROP INDEX {name}")
        raw.executemany(
            "INSERT INTO person (id, name, place_id, filed_at, filed_by, status) VALUES (?, ?, ?, ?, 'system', 'active')",
            ((number + 100, f"住户{number}", homes[number % len(homes)], now) for number in range(PEOPLE)),
        )
        _insert(raw, health_checkin.name, _CHECKIN, _checkins(homes, checkins, now))
        for table in (return_report, exit_request, supply_request):
            columns, rows = _others(table.name, homes, checkins // 100, now)
            _insert(raw, table.name, columns, rows)
        for _, made_by in indexes:
            raw.execute(made_by)
        raw.commit()
        raw.execute("PRAGMA journal_mode=WAL")


def _insert(raw: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * len(columns))
    raw.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _checkins(homes: list[int], count: int, now: int) -> Iterator[tuple[object, ...]]:
    days = max(1, count // _PER_DAY)
    today = business_day(now)
    for day in range(days):
        on = today - timedelta(days=days - 1 - day)
        at = min(now, day_start(on) + 9 * 3_600_000)
        for number in range(min(_PER_DAY, count)):
            if number % 10 == 9:
                number -= 1  # one in ten does not check in, another does twice
            is_ill = number % 500 == 0
            outcome, temperature = (_ILL, 38.2) if is_ill else (_WELL, 36.5)
            whose = (homes[number % len(homes)], number + 100, f"住户{number}")
            yield (1, "submitted", at, at, "住户", *whose, on.isoformat(), temperature, "[]", outcome)


def _others(table: str, homes: list[int], count: int, now: int) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """A table's rows of all days, a hundred a day; what is open at present is some of the newest day's."""
    done = {"return_report": "released", "exit_request": "returned", "supply_request": "confirmed"}[table]
    open_ones = {"return_report": "under_control", "exit_request": "out", "supply_request": "accepted"}[table]
    more: dict[str, object] = {
        "return_report": {"number": "F", "name": "x", "origin_name": "呼和浩特市", "stays": "[]", "arrive_date": ""},
        "exit_request": {
            **{"number": "W", "kind": "ordinary", "urgent": 0, "name": "x", "words_sealed": b"", "reason": "work"},
            **{"leave_at": "", "persons": "[]", "leaves_at": 0, "back_due_at": 0, "expires_at": 0},
        },
        "supply_request": {
            **{"number": "S", "request": "S", "group_id": "supplies", "steps": "delivery", "name": "x"},
            **{"items": "[]", "medicine": 0},
        },
    }[table]  # type: ignore[assignment]

    def rows() -> Iterator[tuple[object, ...]]:
        for number in range(count):
            age = (count - 1 - number) // 100
            at = now - age * 86_400_000 - 3_600_000
            status = open_ones if age == 0 and number % 5 == 0 else done
            yield (1, status, at, at, "住户", homes[number % len(homes)], *more.values())

    return (*_RECORD, *more), rows()


if __name__ == "__main__":
    main()
