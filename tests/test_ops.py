"""What keeps an installation going and quiet: jobs that are tried again, endings in time, logs of one line, retention."""

import datetime
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import structlog
from sqlalchemy import insert, select, text
from sqlalchemy.engine import make_url

from commands.demo import _demo_settings, _of_no_installation
from commands.serve import Ending
from commands.wiring import open_installation, surroundings
from knowledge.settings import PROJECT_FOLDER, load_settings
from knowledge.times import DAY, HOUR, MINUTE, SECOND
from ledger import Busy, Db, Ledger, Statement, audit, handovers, occurrences, retention
from ledger.keys import load_or_create
from ledger.occurrences import LEASE
from ledger.retention import Limits
from ledger.sealer import Sealer
from ledger.tables import audit as audit_table
from ledger.tables import human_handover, occurrence
from scheduler.clock import Clock
from scheduler.job import Job, Stopped, Surroundings
from simulator.account import invent
from tests.test_ledger_postgres import Line
from tests.town import NOW, count, filing, found

_ROWS = Statement(select(occurrence.c.job, occurrence.c.due_at, occurrence.c.status).order_by(occurrence.c.due_at))
_PROCESS = Statement(text("SELECT pg_backend_pid()"))


def wait_until(condition: Callable[[], bool], within: float = 60.0) -> None:
    last = time.monotonic() + within
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.01)


@pytest.fixture
def around(ledger: Ledger) -> Surroundings:
    """The surroundings of jobs in an installation that is older than today."""
    found_in = surroundings(open_installation(load_settings(environ={}), ledger))
    for name in ("daily", "other"):
        ledger.transact(lambda db, name=name: occurrences.claim(db, name, 0, "host", 0, "done"))  # type: ignore[misc]
    return found_in


class Body:
    """A job's body that does what it is told, run by run."""

    def __init__(self, *outcomes: int | Exception) -> None:
        self.outcomes = list(outcomes)
        self.runs = 0

    def __call__(self, _: Surroundings, __: int) -> int:
        outcome = self.outcomes[min(self.runs, len(self.outcomes) - 1)]
        self.runs += 1
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def clock_of(around: Surroundings, now: list[int], *jobs: Job) -> Clock:
    return Clock(jobs, around, lambda: now[0])


def daily(body: Callable[[Surroundings, int], int], name: str = "daily", useful_for: int = 10 * HOUR) -> Job:
    """A job whose one occurrence of these tests is due at NOW."""
    return Job(name, body, every=DAY, useful_for=useful_for)


def due(now: int) -> int:
    return now - now % DAY


def statuses(ledger: Ledger, job: str = "daily") -> list[str]:
    return [status for name, at, status in ledger.read(lambda db: db.all(_ROWS)) if name == job and at]


def test_what_a_killed_scheduler_left_running_is_taken_over_when_its_lease_is_over(around: Surroundings) -> None:
    now, body = [NOW], Body(3)
    around.ledger.transact(lambda db: occurrences.claim(db, "daily", due(NOW), "killed", NOW))
    clock = clock_of(around, now, daily(body))
    now[0] += LEASE - 1
    clock.tick()
    assert body.runs == 0
    now[0] += 1
    clock.tick()
    clock.tick()
    assert (body.runs, statuses(around.ledger)) == (1, ["done"])


def test_only_one_of_many_takes_an_abandoned_occurrence_over(ledger: Ledger) -> None:
    ledger.transact(lambda db: occurrences.claim(db, "daily", NOW, "killed", NOW))
    seen = ledger.read(lambda db: occurrences.find(db, "daily", NOW))
    assert seen is not None
    later = seen.again_at
    taken = [
        ledger.transact(lambda db, who=who: occurrences.take_over(db, "daily", seen, who, later))  # type: ignore[misc]
        for who in "abc"
    ]
    assert taken == [True, False, False]
    assert ledger.transact(lambda db: occurrences.renew(db, "daily", NOW, "a", later + 1))
    assert not ledger.transact(lambda db: occurrences.renew(db, "daily", NOW, "killed", later + 1))


def test_what_failed_is_tried_again_after_growing_pauses_while_it_is_useful(around: Surroundings) -> None:
    now, body = [due(NOW)], Body(ValueError("王阿姨"), ValueError("王阿姨"), 5)
    clock = clock_of(around, now, daily(body))
    for seconds, runs in ((0, 1), (29, 1), (1, 2), (29, 2), (1, 3), (600, 3)):
        now[0] += seconds * SECOND
        clock.tick()
        assert body.runs == runs, seconds
    assert statuses(around.ledger) == ["done"]


def test_what_failed_is_left_alone_when_it_is_no_longer_useful(around: Surroundings) -> None:
    now, body = [due(NOW)], Body(ValueError())
    clock = clock_of(around, now, daily(body, useful_for=MINUTE))
    for _ in range(300):
        clock.tick()
        now[0] += SECOND
    assert body.runs == 3  # at once, after 30 s, and after 60 s
    assert statuses(around.ledger) == ["failed"]


def test_what_was_left_running_is_noted_as_failed_when_a_newer_one_comes(around: Surroundings) -> None:
    before = due(NOW) - DAY
    around.ledger.transact(lambda db: occurrences.claim(db, "daily", before, "killed", before))
    clock_of(around, [NOW], daily(Body(1))).tick()
    assert statuses(around.ledger) == ["failed", "done"]


def test_a_long_job_does_not_hold_up_the_others_and_is_not_begun_twice(around: Surroundings) -> None:
    begun, leave, runs = threading.Event(), threading.Event(), list[str]()

    def long(_: Surroundings, __: int) -> int:
        runs.append("long")
        begun.set()
        assert leave.wait(60)
        return 1

    def short(_: Surroundings, __: int) -> int:
        runs.append("short")
        return 1

    def no_time(_settings: object) -> datetime.time:
        raise KeyError("no such time")

    unreadable = Job("unreadable", short, at=no_time)
    clock = clock_of(around, [NOW], unreadable, daily(long), daily(short, "other"))
    clock.start()
    assert begun.wait(60)
    wait_until(lambda: statuses(around.ledger, "other") == ["done"])
    time.sleep(1.2)
    leave.set()
    assert clock.stop()
    assert sorted(runs) == ["long", "short"]
    assert statuses(around.ledger) == ["done"]


def test_the_lease_of_a_long_job_is_renewed(around: Surroundings) -> None:
    now, leave = [NOW], threading.Event()
    clock = clock_of(around, now, daily(lambda _, __: int(leave.wait(60))))
    clock.start()
    wait_until(lambda: statuses(around.ledger) == ["running"])
    now[0] += LEASE - MINUTE

    def claimed_at() -> int:
        seen = around.ledger.read(lambda db: occurrences.find(db, "daily", due(NOW)))
        assert seen is not None
        return seen.claimed_at

    wait_until(lambda: claimed_at() == now[0])
    leave.set()
    assert clock.stop()


def test_the_clock_stops_in_time_whatever_a_job_does(around: Surroundings) -> None:
    begun, leave = threading.Event(), threading.Event()

    def hangs(_: Surroundings, __: int) -> int:
        begun.set()
        return int(leave.wait(60))

    clock = clock_of(around, [NOW], daily(hangs))
    clock.start()
    assert begun.wait(60)
    started = time.monotonic()
    assert not clock.stop(patience=0.3)
    assert time.monotonic() - started < 20
    leave.set()
    wait_until(lambda: statuses(around.ledger) == ["done"])


def test_a_job_in_small_steps_is_interrupted_and_tried_again_at_the_next_start(around: Surroundings) -> None:
    begun = threading.Event()

    def endless(inside: Surroundings, _: int) -> int:
        while True:
            begun.set()
            inside.pause(0.01)

    clock = clock_of(around, [NOW], daily(endless))
    clock.start()
    assert begun.wait(60)
    assert clock.stop()
    assert statuses(around.ledger) == ["failed"]
    body = Body(1)
    again = clock_of(replace(around, stopping=threading.Event()), [NOW + 10 * MINUTE], daily(body))
    again.tick()
    assert (body.runs, statuses(around.ledger)) == (1, ["done"])
    with pytest.raises(Stopped):
        around.pause(0)


def test_the_sealer_outlives_a_defect_and_says_no_words_of_it(
    sqlite_ledger_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(sqlite_ledger_url, load_or_create(data_dir))
    ledger.transact(lambda db: audit.note(db, NOW, None, "王阿姨", "said", "x"))
    chain, failed = audit.chain, threading.Event()

    def failing(db: Db) -> int:
        if not failed.is_set():
            failed.set()
            raise ValueError("王阿姨")
        return chain(db)

    monkeypatch.setattr(audit, "chain", failing)
    monkeypatch.setattr("ledger.sealer.EVERY_SECONDS", 0.02)
    sealer = Sealer(ledger)
    with structlog.testing.capture_logs() as logs:
        sealer.start()
        assert failed.wait(60)
        wait_until(lambda: not ledger.read(audit.any_unchained))
        assert sealer.stop()
    ledger.close()
    (event,) = logs
    assert (event["event"], event["error"]) == ("sealing_failed", "ValueError")
    assert any(frame.endswith("failing") for frame in event["trace"])
    assert "王阿姨" not in str(event)


def test_whoever_hangs_at_the_end_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.serve._END_SECONDS", 0.3)
    ended, leave = list[str](), threading.Event()
    ending = Ending()
    ending.begin()
    started = time.monotonic()
    with structlog.testing.capture_logs() as logs:
        assert not ending.finish(lambda: leave.wait(60), lambda: ended.append("quick"))
    assert time.monotonic() - started < 20
    assert ended == ["quick"]
    assert [one["event"] for one in logs] == ["ended_unfinished"]
    leave.set()


_TALKS = """
import logging, threading, warnings
import structlog
from commands.log_lines import log_in_lines
log_in_lines()
log = structlog.get_logger("x")
log.warning("two\\nlines\\u2028and\\x85more", cause="a\\nb", odd=object())
try:
    raise ValueError("13800001111")
except ValueError as defect:
    log.error("ours", exc_info=True)
    logging.getLogger("apscheduler.executors.default").exception("Job %s raised\\nan exception", "王阿姨")
    logging.getLogger("urllib3.connectionpool").warning("Retrying after %r: %s, %d", defect, "/x?access_token=T", 7)
    logging.getLogger("waitress").exception(f"failed: {defect}")
logging.getLogger("alembic.runtime").info("not worth a line")
warnings.warn("old\\nthing")
def dies():
    raise KeyError("13800001111")
thread = threading.Thread(target=dies, name="t")
thread.start()
thread.join()
raise OSError("13800001111")
"""


def test_every_event_is_one_line_of_json_without_the_words_of_errors() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _TALKS], cwd=PROJECT_FOLDER, capture_output=True, text=True, timeout=60, check=False
    )
    assert told.stdout == ""
    events = [json.loads(line) for line in told.stderr.splitlines()]
    assert [event["event"] for event in events] == [
        "two\nlines\u2028and\x85more",
        "ours",
        "Job %s raised\nan exception",
        "Retrying after %r: %s, %d",
        "failed: …",
        "library_warns",
        "thread_failed",
        "process_failed",
    ]
    assert [event.get("error") for event in events[1:]] == [
        *("ValueError", "ValueError", None, "ValueError", None, "KeyError", "OSError")
    ]
    assert events[3]["given"] == ["ValueError", "str", 7]
    assert events[6]["trace"][-1].endswith("dies")
    assert all(event["level"] and event["timestamp"] for event in events)
    for private in ("13800001111", "access_token", "王阿姨"):
        assert private not in told.stderr


def test_the_demo_stays_away_from_a_real_installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_text("0" * 32)
    given = {
        "HEXI_DATABASE__URL": "postgresql://hexi:secret@db.example/hexi",
        "HEXI_REDIS__URL": "redis://redis.example/0",
        "HEXI_KEYS__SEAL": "A" * 43 + "=",
        "HEXI_KEYS__HASH": "A" * 43 + "=",
        "HEXI_WECHAT__APP_SECRET_FILE": str(secret),
        "HEXI_DATA_DIR": str(tmp_path),
        "HEXI_SERVER__PORT": "8123",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    account = invent("secure")
    plain = load_settings(environ=_of_no_installation(given))
    settings = _demo_settings(plain, account, "http://127.0.0.1:8124", tmp_path / "demo")
    assert settings.database_url == f"sqlite:///{tmp_path / 'demo' / 'hexi.sqlite3'}"
    assert settings.redis_url is None
    assert (settings.keys.seal, settings.keys.hash) == (None, None)
    assert settings.require_account().app_secret == account.app_secret
    assert settings.server.port == 8123


# PostgreSQL: what it asks to repeat, and commits of which nobody knows


@pytest.fixture
def shared(postgres_ledger_url: str, data_dir: Path) -> Iterator[Ledger]:
    opened = Ledger(postgres_ledger_url, load_or_create(data_dir))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("asked", "becomes"),
    [
        (psycopg.errors.DeadlockDetected, Busy),
        (psycopg.errors.SerializationFailure, Busy),
        (psycopg.errors.UniqueViolation, psycopg.errors.UniqueViolation),
    ],
)
def test_who_is_asked_to_repeat_to_the_end_comes_again_and_a_defect_stays_one(
    shared: Ledger, asked: type[psycopg.Error], becomes: type[Exception]
) -> None:
    tries: list[int] = []

    def work(_: Db) -> None:
        tries.append(1)
        raise asked

    with pytest.raises(becomes):
        shared.transact(work)
    assert len(tries) == 3


def _booked(about: str) -> Callable[[Db], None]:
    return lambda db: audit.note(db, NOW, None, "王阿姨", "said", about)


def _follow_if_booked(seen: list[int]) -> Callable[[Db], None]:
    def late(db: Db) -> None:
        rows = [about for (about,) in db.all(Statement(select(audit_table.c.about)))]
        seen.append(len(rows))
        if "message" in rows:
            _booked("words")(db)

    return late


def test_words_follow_a_commit_that_came_after_the_caller_had_left(postgres_ledger_url: str, data_dir: Path) -> None:
    with Line(postgres_ledger_url) as line:
        silent = threading.Event()

        def fall_silent() -> None:
            if not silent.is_set():
                silent.set()
                line.silent = True

        ledger = Ledger(line.url, load_or_create(data_dir), before_commit=fall_silent)
        seen: list[int] = []
        with pytest.raises(Busy):
            ledger.transact(_booked("message"), person="o-wang", wait=0.5, late=_follow_if_booked(seen))
        line.silent = False  # the COMMIT arrives only now
        direct = Ledger(postgres_ledger_url, ledger.keys)
        wait_until(lambda: count(direct, audit_table) == 2)
        direct.close()
        ledger.close()
    assert seen[-1] == 1


def test_nothing_follows_a_commit_that_the_server_never_took(
    shared: Ledger, postgres_ledger_url: str, data_dir: Path
) -> None:
    url = make_url(postgres_ledger_url).set(drivername="postgresql").render_as_string(hide_password=False)
    process: list[int] = []

    def cut() -> None:
        if process:
            with psycopg.connect(url, autocommit=True) as operator:
                operator.execute("SELECT pg_terminate_backend(%s, 2000)", (process.pop(),))

    ledger = Ledger(postgres_ledger_url, load_or_create(data_dir), before_commit=cut)

    def work(db: Db) -> None:
        _booked("message")(db)
        process.append(db.value(_PROCESS))

    seen: list[int] = []
    with pytest.raises(Busy):
        ledger.transact(work, person="o-wang", late=_follow_if_booked(seen))
    wait_until(lambda: bool(seen))
    assert seen == [0]
    assert count(shared, audit_table) == 0
    with pytest.raises(Busy):  # broken before the commit: nobody is in doubt
        ledger.transact(
            lambda db: db.all(Statement(text("SELECT pg_sleep(9)"))), wait=0.1, late=_follow_if_booked(seen)
        )
    time.sleep(0.2)
    assert seen == [0]
    ledger.close()


# What is deleted when its time is over


def test_old_occurrences_go_except_the_newest_of_each_job(ledger: Ledger) -> None:
    row = {"claimed_by": "host", "claimed_at": NOW, "status": "done"}
    for job, ages in {"minute": (200, 100, 91, 89, 0), "rare": (300, 200)}.items():
        for age in ages:
            ledger.transact(
                lambda db, job=job, age=age: db.run(  # type: ignore[misc]
                    Statement(insert(occurrence).values(job=job, due_at=NOW - age * DAY, **row))
                )
            )
    limits = Limits(0, 0, 0, 0, occurrences=NOW - 90 * DAY)
    assert ledger.transact(lambda db: retention.delete_some(db, limits, 200)) == 4
    assert ledger.transact(lambda db: retention.delete_some(db, limits, 200)) == 0
    left = [(job, (NOW - at) // DAY) for job, at, _ in ledger.read(lambda db: db.all(_ROWS))]
    assert sorted(left) == [("minute", 0), ("minute", 89), ("rare", 200)]


def test_of_what_was_taken_the_record_stays_and_its_words_go(ledger: Ledger) -> None:
    found(ledger)
    numbers = [
        ledger.transact(lambda db: handovers.add(db, "o-wang", "我是13800001111", NOW + HOUR, filing()))
        for _ in range(3)
    ]
    for number, taken_at in zip(numbers[:2], (NOW, NOW + 2 * DAY), strict=True):
        this = human_handover.update().where(human_handover.c.id == number)
        taken = Statement(this.values(status="taken", taken_at=taken_at))
        ledger.transact(lambda db, taken=taken: db.run(taken))  # type: ignore[misc]
    limits = Limits(0, sent_texts=NOW + DAY, parked_messages=0, open_forms=0)
    steps = [ledger.transact(lambda db: retention.delete_some(db, limits, 200)) for _ in range(2)]
    assert steps == [1, 0]
    words = [ledger.read(lambda db, number=number: handovers.get(db, number)) for number in numbers]  # type: ignore[misc]
    assert [one.text for one in words if one] == ["", "我是13800001111", "我是13800001111"]
