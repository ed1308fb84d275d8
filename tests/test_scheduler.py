"""The clock: every occurrence of a job is run by one scheduler, once, and never too late (THREATS F16, F18, F19)."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import time as clock_time
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.plan import the_plan
from knowledge.settings import load_settings
from knowledge.times import DAY, HOUR, MINUTE, SECOND, from_ms, iso, parse_moment
from ledger import Busy, Ledger, Statement
from ledger.keys import load_or_create
from ledger.tables import occurrence
from scheduler.clock import Clock
from scheduler.job import CannotRun, Job, Surroundings
from scheduler.jobs import JOBS
from tests.town import NOW, found

_OCCURRENCES = Statement(
    select(occurrence.c.job, occurrence.c.due_at, occurrence.c.status, occurrence.c.count).order_by(
        occurrence.c.due_at, occurrence.c.id
    )
)
SETTINGS = load_settings(environ={})


def at(moment: str) -> int:
    return parse_moment(f"2022-01-{moment}")


@dataclass
class Diary:
    """A job's body that notes when it ran; `trouble` may raise instead."""

    ran: list[int] = field(default_factory=list)
    trouble: Callable[[int], None] = lambda now: None

    def __call__(self, _surroundings: Surroundings, now: int) -> int:
        self.ran.append(now)
        self.trouble(now)
        return 7

    @property
    def times(self) -> list[str]:
        """When it ran, as day and time in Asia/Shanghai."""
        return [f"{from_ms(moment):%d %H:%M}" for moment in self.ran]


def daily(diary: Diary, name: str = "digest") -> Job:
    """Each day at nine; until seven in the evening it is of use."""
    return Job(name, diary, at=lambda _settings: clock_time(9, 0), useful_for=10 * HOUR)


@dataclass
class Scheduler:
    """One scheduler process, whose clock is set by hand."""

    ledger: Ledger
    jobs: tuple[Job, ...]
    now: int = NOW

    def __post_init__(self) -> None:
        surroundings = Surroundings(self.ledger, SETTINGS, the_plan(), lambda *_, **__: "")
        self._clock = Clock(self.jobs, surroundings, lambda: self.now)

    def tick(self, moment: int) -> None:
        self.now = moment
        self._clock.tick()


def noted(ledger: Ledger, job: str = "digest") -> list[tuple[str, str]]:
    """The occurrences of a job: when each was due, and how it ended."""
    rows = ledger.read(lambda db: db.all(_OCCURRENCES))
    return [(f"{from_ms(due):%d %H:%M}", status) for name, due, status, _ in rows if name == job]


@pytest.fixture
def others(ledger: Ledger) -> Iterator[list[Ledger]]:
    """The ledger as two further processes have it open."""
    opened = [Ledger(ledger.url, ledger.keys) for _ in range(2)]
    yield opened
    for one in opened:
        one.close()


def test_of_three_schedulers_one_runs_each_of_two_hundred_occurrences(ledger: Ledger, others: list[Ledger]) -> None:
    diary = Diary()
    job = Job("roll_call", diary, every=SECOND, useful_for=SECOND)
    schedulers = [Scheduler(opened, (job,)) for opened in (ledger, *others)]
    dues = [NOW + number * SECOND for number in range(200)]
    together = threading.Barrier(3)

    def keep_time(scheduler: Scheduler) -> None:
        together.wait(60)
        for due in dues:
            scheduler.tick(due)

    with ThreadPoolExecutor(3) as pool:
        for kept in [pool.submit(keep_time, scheduler) for scheduler in schedulers]:
            kept.result()
    assert sorted(diary.ran) == dues
    assert [row[1:] for row in ledger.read(lambda db: db.all(_OCCURRENCES))] == [(due, "done", 7) for due in dues]


def test_a_daily_job_runs_once_a_day_at_its_time_whoever_restarts(ledger: Ledger) -> None:
    diary = Diary()
    for moment in range(at("20T08:00"), at("22T10:00"), 10 * MINUTE):
        restarted = moment % HOUR == 0
        if restarted:
            scheduler = Scheduler(ledger, (daily(diary),))
        scheduler.tick(moment)
        scheduler.tick(moment + 9)
    assert diary.times == ["20 09:00", "21 09:00", "22 09:00"]


@pytest.mark.parametrize(
    ("back", "ran", "ended"),
    [
        ("21T10:00", ["21 10:00"], [("21 09:00", "done")]),
        ("21T19:00", ["21 19:00"], [("21 09:00", "done")]),
        ("21T19:01", [], [("21 09:00", "missed")]),
        ("24T08:59", [], [("23 09:00", "missed")]),
        ("24T09:30", ["24 09:30"], [("24 09:00", "done")]),
        ("25T20:00", [], [("25 09:00", "missed")]),
    ],
)
def test_after_a_stop_it_is_caught_up_once_or_recorded_as_missed(
    ledger: Ledger, back: str, ran: list[str], ended: list[tuple[str, str]]
) -> None:
    diary = Diary()
    Scheduler(ledger, (daily(diary),)).tick(at("20T09:00"))
    again = Scheduler(ledger, (daily(diary),))
    for _ in range(3):
        again.tick(at(back))
    assert diary.times == ["20 09:00", *ran]
    assert noted(ledger) == [("20 09:00", "done"), *ended]


def test_what_was_due_before_there_was_an_installation_is_not_run(ledger: Ledger) -> None:
    diary, minutes = Diary(), Diary()
    scheduler = Scheduler(ledger, (daily(diary), Job("every_minute", minutes, every=MINUTE, useful_for=MINUTE)))
    scheduler.tick(at("20T10:00:30"))
    assert (diary.ran, minutes.ran) == ([], [])
    assert noted(ledger) == [("20 09:00", "before start")]
    scheduler.tick(at("20T10:01:00"))
    scheduler.tick(at("21T09:00:01"))
    assert (diary.times, minutes.times) == (["21 09:00"], ["20 10:01", "21 09:00"])


def test_a_job_that_fails_stops_no_other_and_is_noted(ledger: Ledger) -> None:
    def defect(_now: int) -> None:
        raise ZeroDivisionError("王阿姨 13800001111")

    def no_time(_settings: object) -> clock_time:
        raise KeyError("no such time")

    bad, good = Diary(trouble=defect), Diary()
    unreadable = Job("unreadable", Diary(), at=no_time)
    scheduler = Scheduler(ledger, (daily(bad, "bad"), unreadable, daily(good, "good")))
    for moment in ("20T09:00:00", "20T09:00:05", "21T09:00:00"):
        scheduler.tick(at(moment))
    assert bad.times == good.times == ["20 09:00", "21 09:00"]
    assert noted(ledger, "bad") == [("20 09:00", "failed"), ("21 09:00", "failed")]
    assert noted(ledger, "good") == [("20 09:00", "done"), ("21 09:00", "done")]


def test_what_the_database_was_too_busy_for_is_tried_again_while_it_is_of_use(ledger: Ledger) -> None:
    until = at("20T09:05")

    def busy(now: int) -> None:
        if now < until:
            raise Busy("locked")

    diary, beside = Diary(trouble=busy), Diary()
    scheduler = Scheduler(ledger, (daily(diary), daily(beside, "beside")))
    for minute in range(10):
        scheduler.tick(at("20T09:00") + minute * MINUTE)
    assert diary.times == [f"20 09:0{minute}" for minute in range(6)]
    assert beside.times == ["20 09:00"]
    assert noted(ledger) == [("20 09:00", "done")]
    until = at("21T23:00")
    for moment in ("21T09:00", "21T18:00", "21T19:01", "22T08:00"):
        scheduler.tick(at(moment))
    assert diary.times[6:] == ["21 09:00", "21 18:00"]
    scheduler.tick(at("22T09:00"))
    assert noted(ledger)[1:] == [("21 09:00", "failed"), ("22 09:00", "done")]


def test_while_the_ledger_is_away_nothing_runs_and_then_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    diary = Diary()
    scheduler = Scheduler(ledger, (daily(diary),))

    def away(*_: object, **__: object) -> None:
        raise Busy("no connection")

    with monkeypatch.context() as patched:
        patched.setattr(ledger, "transact", away)
        scheduler.tick(at("20T09:00"))
    assert diary.ran == []
    scheduler.tick(at("20T09:00"))
    scheduler.tick(at("20T09:02"))
    assert diary.times == ["20 09:00"]


@pytest.mark.parametrize("jump", [DAY, 8 * HOUR, -DAY, -8 * HOUR, 30 * DAY])
def test_a_clock_that_jumps_makes_no_storm(ledger: Ledger, jump: int) -> None:
    diaries = [Diary(), Diary(), Diary()]
    scheduler = Scheduler(
        ledger,
        (
            daily(diaries[0]),
            Job("retention", diaries[1], at=lambda _settings: clock_time(3, 30), useful_for=20 * HOUR),
            Job("every_minute", diaries[2], every=MINUTE, useful_for=MINUTE),
        ),
    )
    for moment in range(at("20T03:30"), at("20T12:00"), HOUR // 2):
        scheduler.tick(moment)
    before = [len(diary.ran) for diary in diaries]
    for seconds in range(30):
        scheduler.tick(at("20T12:00") + jump + seconds * SECOND)
    caught_up = [len(diary.ran) - earlier for diary, earlier in zip(diaries, before, strict=True)]
    assert max(caught_up) <= 1
    back = at("20T12:30")
    for moment in range(back, back + DAY, 10 * MINUTE):  # the clock is put right
        scheduler.tick(moment)
    assert all(len(diary.ran) <= 3 for diary in diaries[:2])


def test_the_clock_ticks_by_itself_and_ends_when_told(sqlite_ledger_url: str, data_dir: Path) -> None:
    ledger = Ledger(sqlite_ledger_url, load_or_create(data_dir))
    ran = threading.Event()

    def body(_surroundings: Surroundings, _now: int) -> int:
        ran.set()
        return 0

    surroundings = Surroundings(ledger, SETTINGS, the_plan(), lambda *_, **__: "")
    clock = Clock(
        [Job("quick", body, every=SECOND // 5, useful_for=SECOND)], surroundings, lambda: time.time_ns() // 1_000_000
    )
    clock.start()
    assert ran.wait(60)
    clock.stop()
    ran.clear()
    assert not ran.wait(1.3)
    ledger.close()


def test_the_projects_own_jobs_are_due_when_the_settings_say() -> None:
    due = {job.name: iso(job.last_due(SETTINGS, at("20T10:00:30"))) for job in JOBS}
    assert due == {
        "alerts_overdue": "2022-01-20T10:00:00+08:00",
        "handovers_overdue": "2022-01-20T10:00:00+08:00",
        "psych_support_overdue": "2022-01-20T10:00:00+08:00",
        "announcements": "2022-01-20T10:00:00+08:00",
        "returns_overdue": "2022-01-20T10:00:00+08:00",
        "exits_unsigned": "2022-01-20T10:00:00+08:00",
        "exits_unrecorded": "2022-01-20T10:00:00+08:00",
        "exits_sent_back": "2022-01-20T10:00:00+08:00",
        "exits_overdue": "2022-01-20T10:00:00+08:00",
        "exits_run_out": "2022-01-20T10:00:00+08:00",
        "exits_to_countersign": "2022-01-20T10:00:00+08:00",
        "supplies_overdue": "2022-01-20T10:00:00+08:00",
        "supplies_unconfirmed": "2022-01-20T10:00:00+08:00",
        "notices_followed": "2022-01-20T10:00:00+08:00",
        "notices_unapproved": "2022-01-20T10:00:00+08:00",
        "answers_unapproved": "2022-01-20T10:00:00+08:00",
        "tips": "2022-01-17T10:00:00+08:00",
        "visits_overdue": "2022-01-20T10:00:00+08:00",
        "violations_overdue": "2022-01-20T10:00:00+08:00",
        "rumours_overdue": "2022-01-20T10:00:00+08:00",
        "duty_gaps": "2022-01-20T10:00:00+08:00",
        "gates_unattended": "2022-01-20T10:00:00+08:00",
        "gate_hours": "2022-01-20T08:30:00+08:00",
        "upkeep_missing": "2022-01-19T18:30:00+08:00",
        "upkeep_still_missing": "2022-01-19T20:00:00+08:00",
        "arrivals": "2022-01-20T09:00:00+08:00",
        "forms_waiting": "2022-01-20T09:00:00+08:00",
        "observation_ends": "2022-01-20T08:30:00+08:00",
        "checkin_reminder": "2022-01-20T10:00:00+08:00",
        "checkin_second_reminder": "2022-01-19T16:00:00+08:00",
        "checkins_missing": "2022-01-19T17:00:00+08:00",
        "roll_call": "2022-01-19T17:30:00+08:00",
        "daily_report": "2022-01-19T17:00:00+08:00",
        "digest": "2022-01-19T18:00:00+08:00",
        "gate_lists": "2022-01-19T20:00:00+08:00",
        "backup": "2022-01-20T02:30:00+08:00",
        "retention": "2022-01-20T03:30:00+08:00",
    }


def test_the_projects_own_jobs_run_side_by_side_on_a_ledger_without_people(ledger: Ledger) -> None:
    found(ledger)
    scheduler = Scheduler(ledger, JOBS)
    for hour in range(0, 24):
        scheduler.tick(at(f"20T{hour:02}:00"))
    rows = ledger.read(lambda db: db.all(_OCCURRENCES))
    assert {name: status for name, due, status, _ in rows if due >= at("20T00:00")} == {
        job.name: "missed" if job.name == "backup" else "done"  # nobody has set a passphrase
        for job in JOBS
        if job.on is None  # that day is no Monday
    }


def test_a_job_that_somebody_has_to_set_something_for_is_missed_and_not_tried_again_and_again(ledger: Ledger) -> None:
    diary = Diary(trouble=cannot_run)
    scheduler = Scheduler(ledger, (daily(diary),))
    scheduler.tick(at("20T08:59"))
    for minute in range(60):
        scheduler.tick(at(f"20T09:{minute:02}"))
    scheduler.tick(at("21T09:00"))
    assert diary.times == ["20 09:00", "21 09:00"]
    assert noted(ledger)[1:] == [("20 09:00", "missed"), ("21 09:00", "missed")]


def cannot_run(_now: int) -> None:
    raise CannotRun("set a passphrase")
