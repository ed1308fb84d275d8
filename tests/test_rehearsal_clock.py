"""The clock of a rehearsal on each kind of database: shared by all processes, each moment once, and what falls due."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from commands.rehearsal_clock import RehearsalClock, move_on
from commands.wiring import application_clock, machine_clock, open_installation, surroundings
from knowledge.settings import load_settings
from knowledge.times import DAY, HOUR, from_ms, parse_moment
from ledger import Db, Ledger
from ledger.statement import Statement
from ledger.tables import occurrence
from tests.processes import wait_until

REHEARSAL = {"HEXI_ENVIRONMENT": "development", "HEXI_REHEARSAL": "true"}
_RUNS = Statement(
    select(occurrence.c.job, occurrence.c.due_at).where(occurrence.c.status == "done").order_by(occurrence.c.due_at)
)


def test_every_process_notices_that_the_clock_has_moved(ledger: Ledger, data_dir: Path) -> None:
    settings = load_settings(environ={**REHEARSAL, "HEXI_DATA_DIR": str(data_dir)})
    house = open_installation(settings, ledger)
    elsewhere = application_clock(settings, ledger)  # as another process opens it
    before = elsewhere()
    assert abs(before - machine_clock()) < 1_000
    move_on(ledger, surroundings(house), house.clock, 3 * 3600)
    wait_until(lambda: elsewhere() - before >= 3 * HOUR)
    assert elsewhere() - before < 3 * HOUR + 60_000
    again = application_clock(settings, ledger)  # and after a restart
    assert abs(again() - elsewhere()) < 1_000


def test_daily_jobs_run_once_on_each_day_in_between(ledger: Ledger, data_dir: Path) -> None:
    environ = {**REHEARSAL, "HEXI_CLOCK": "2022-01-20T10:00:00+08:00", "HEXI_DATA_DIR": str(data_dir)}
    house = open_installation(load_settings(environ=environ), ledger)
    move_on(ledger, surroundings(house), house.clock, 60)  # a house that is older than its first day
    move_on(ledger, surroundings(house), house.clock, 3 * DAY // 1000)
    runs = ledger.read(lambda db: db.all(_RUNS))
    days = [f"{from_ms(due):%m-%d %H:%M}" for job, due in runs if job == "arrivals"]
    assert days == ["01-21 09:00", "01-22 09:00", "01-23 09:00"]
    hourly = {due // HOUR for job, due in runs if job == "alerts_overdue"}
    assert len(hourly) >= 20
    assert abs(house.clock() - parse_moment("2022-01-23T10:01:00+08:00")) < 60_000


def test_no_moment_comes_twice(ledger: Ledger) -> None:
    clock = RehearsalClock(ledger, lambda: 1_000, 0)
    moments = [clock() for _ in range(50)]
    assert moments == sorted(set(moments))


def test_the_offset_is_read_once_a_second_and_not_with_each_look(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[float] = []

    def counted(query: Callable[[Db], object]) -> object:
        reads.append(time.monotonic())
        return Ledger.read(ledger, query)

    monkeypatch.setattr(ledger, "read", counted)
    clock = RehearsalClock(ledger, machine_clock, 0)
    started = time.monotonic()
    for _ in range(2_000):
        clock()
    assert 1 <= len(reads) <= 2 + (time.monotonic() - started)
