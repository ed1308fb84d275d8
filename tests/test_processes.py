"""The processes of an installation under what befalls them: signals, kills, locks, full disks, servers that go away.

Whatever happens, a push is answered 200 only when it is booked, 503 in time where it cannot be, and everything goes on
by itself when the trouble is over (THREATS F3, F6-F9, F11, F12, F20).
"""

import os
import resource
import signal
import socket
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from simulator.client import Stand
from tests import servers
from tests.processes import DOCTOR, WANG, Operator, Running, half_a_request, operating, statuses, wait_until

# A push has to be answered before the platform gives up on it at five seconds.
_IN_TIME_SECONDS = 4.5
# Root may write what is read-only: the right to (CAP_DAC_OVERRIDE, bit 1) is given up first. Nobody else has it.
_HELD_TO_PERMISSIONS = """
import ctypes
system = ctypes.CDLL(None)
header, rights = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
assert system.capget(header, rights) == 0
rights[0] &= ~2
rights[1] &= ~2
assert system.capset(header, rights) == 0
"""
_KILLED_BEFORE_THE_COMMIT = """
import os, signal
from ledger import inbox
book = inbox.book
def killed(*row):
    book(*row)
    os.kill(os.getpid(), signal.SIGKILL)
inbox.book = killed
"""
_KILLED_AFTER_THE_COMMIT = """
import os, signal
from bot.door.envelope import Envelope
Envelope.seal = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def operator(disk_path: Path) -> Iterator[Operator]:
    with operating(disk_path / "data") as ready:
        yield ready


@pytest.fixture(scope="module")
def office() -> Iterator[Operator]:
    """A running installation that outlives the troubles of several tests; it may not write what is read-only."""
    with tempfile.TemporaryDirectory() as folder, operating(Path(folder) / "data") as ready:
        ready.start("serve", code=_HELD_TO_PERMISSIONS).wait_until_ready()
        yield ready


def server_of(office: Operator) -> Running:
    return office.started[0]


def rows(operator: Operator, table: str) -> int:
    """How many rows a table of the embedded database has."""
    with closing(sqlite3.connect(operator.folder / "hexi.sqlite3")) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert isinstance(count, int)
    return count


def is_taken(operator: Operator, openid: str, msg_id: int | None = None, stand: Stand | None = None) -> bool:
    """One delivery of a wish for a person; whether it was answered 200. Anything but 200 and a 503 in time fails."""
    outcome = (stand or operator.stand).say(openid, "人工", tries=1, msg_id=msg_id)
    (attempt,) = outcome.attempts
    assert attempt.status in {200, 503}, attempt
    assert attempt.seconds < _IN_TIME_SECONDS
    return attempt.status == 200


# Starting and ending


def test_it_does_not_serve_without_the_account_and_says_what_is_missing(disk_path: Path) -> None:
    with operating(disk_path / "data", HEXI_WECHAT__TOKEN="", HEXI_WECHAT__APP_SECRET="") as operator:
        refused = operator.run("serve")
    assert refused.returncode == 2
    (line,) = refused.stderr.splitlines()
    assert "HEXI_WECHAT__TOKEN" in line
    assert "HEXI_WECHAT__APP_SECRET" in line
    assert "HEXI_WECHAT__APP_ID" not in line
    assert list((disk_path / "data").iterdir()) == []


def test_a_port_that_is_taken_is_one_clear_line(office: Operator) -> None:
    refused = office.run("serve")
    assert refused.returncode == 2
    (line,) = refused.stderr.splitlines()
    assert f"127.0.0.1:{office.port}" in line
    assert server_of(office).probe("/readyz") == 200


def test_it_ends_in_ten_seconds_whoever_hangs_and_a_second_start_keeps_everything(operator: Operator) -> None:
    first = operator.serve()
    doctor, wang = operator.bind(DOCTOR, WANG)
    operator.stand.fault("message/custom/send", "timeout", times=None)
    said = operator.stand.say(wang, "打卡 39 咳嗽", msg_id=77)
    assert "打卡好了" in said.seen
    wait_until(lambda: "message/custom/send" in operator.stand.counts())
    with half_a_request(operator.port), half_a_request(operator.port):
        first.end()
    operator.stand.clear_faults()
    operator.serve()
    again = operator.stand.say(wang, "打卡 39 咳嗽", msg_id=77)
    assert again.reply == said.reply
    assert [(one["person"], one["temperature"]) for one in operator.records("health_checkin")] == [("王阿姨", 39)]
    assert rows(operator, "person") == 2
    assert operator.stand.say(doctor, "收到 1").seen.startswith("好的")


def test_worker_and_scheduler_wait_and_end_at_once_when_told(disk_path: Path) -> None:
    with operating(disk_path / "data") as operator:
        waiting = [operator.start(name) for name in ("worker", "scheduler")]
        wait_until(lambda: all("start `serve`" in one.said() for one in waiting))
        for one in waiting:
            one.process.send_signal(signal.SIGTERM)
            one.process.wait(60)


# Kills


def test_killed_before_and_after_the_commit_there_is_one_record_and_the_repeat_gets_its_words(
    operator: Operator,
) -> None:
    zhao = operator.stand.person("赵某")
    for code, booked in ((_KILLED_BEFORE_THE_COMMIT, 0), (_KILLED_AFTER_THE_COMMIT, 1)):
        killed = operator.start("serve", code=code)
        killed.wait_until_ready()
        assert statuses(operator.stand.say(zhao, "人工", msg_id=7, tries=1)) == [None]
        assert killed.process.wait(60) == -signal.SIGKILL
        assert rows(operator, "human_handover") == booked
    operator.serve()
    repeats = [operator.stand.say(zhao, "人工", msg_id=7, tries=1).seen for _ in range(2)]
    assert repeats[0].startswith("好的")
    assert repeats[0] == repeats[1]
    assert rows(operator, "human_handover") == 1


# The embedded database


def test_a_file_locked_for_ten_seconds_means_503_in_time_and_nobody_is_lost(office: Operator) -> None:
    people = [office.stand.person(name) for name in ("王阿姨", "赵某", "林秀")]
    lock = sqlite3.connect(office.folder / "hexi.sqlite3", isolation_level=None, check_same_thread=False)
    lock.execute("BEGIN EXCLUSIVE")
    unlocked_at = time.monotonic() + 10
    unlocking = threading.Timer(10, lock.execute, ["ROLLBACK"])
    unlocking.start()

    def push(number: int) -> list[tuple[float, bool]]:
        """Repeat until it is taken, as the platform would if it had more patience."""
        tries: list[tuple[float, bool]] = []
        while not (tries and tries[-1][1]):
            taken = is_taken(office, people[number], msg_id=100 + number)
            tries.append((time.monotonic(), taken))
            assert len(tries) < 100
            time.sleep(0.1)
        return tries

    with ThreadPoolExecutor(len(people)) as pool:
        tries = [one for pushes in pool.map(push, range(len(people))) for one in pushes]
    unlocking.join()
    lock.close()
    assert sum(not taken for _, taken in tries) >= len(people)
    assert all(at > unlocked_at for at, taken in tries if taken)
    assert max(at for at, _ in tries) < unlocked_at + 5
    assert rows(office, "human_handover") == len(people)


def test_a_read_only_file_means_503_and_is_over_when_it_may_be_written(office: Operator) -> None:
    zhao = office.stand.person("赵某")
    folder = office.folder
    files = [path for path in folder.iterdir() if path.name.startswith("hexi.sqlite3")]
    lock = sqlite3.connect(folder / "hexi.sqlite3", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")  # so that the server lets go of the file that it has open for writing
    for path in (*files, folder):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        assert not is_taken(office, zhao, msg_id=200)
        lock.close()
        for _ in range(3):
            assert not is_taken(office, zhao, msg_id=200)
        assert server_of(office).probe("/healthz") == 200
    finally:
        for path in (folder, *files):
            path.chmod(path.stat().st_mode | 0o200)
    wait_until(lambda: is_taken(office, zhao, msg_id=200))


def test_a_full_disk_means_503_and_ends_nothing_not_even_where_the_log_is_on_it(office: Operator) -> None:
    zhao = office.stand.person("赵某")
    server = server_of(office)
    as_before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (10, as_before[1]))
    try:
        for _ in range(4):
            assert not is_taken(office, zhao, msg_id=300)
            time.sleep(0.7)  # meanwhile sender, scheduler and sealer meet it too
        assert server.probe("/healthz") == 200
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, as_before)
    wait_until(lambda: is_taken(office, zhao, msg_id=300))
    wait_until(lambda: rows(office, "audit WHERE chain_no IS NULL") == 0)


# PostgreSQL and several hosts


def test_on_postgresql_each_part_runs_alone_and_an_alert_leaves_through_the_worker(
    disk_path: Path, postgres_url: str
) -> None:
    with operating(disk_path / "data", HEXI_DATABASE__URL=postgres_url) as operator:
        web = operator.start("serve", "--web-only")
        worker, scheduler = operator.start("worker"), operator.start("scheduler")
        for one in (web, worker, scheduler):
            wait_until(lambda one=one: "waiting for the database's schema" in one.said())  # type: ignore[misc]
        assert web.probe("/readyz") is None
        codes = operator.invite(DOCTOR, WANG)  # makes the schema
        web.wait_until_ready()
        doctor, wang = operator.bind(DOCTOR, WANG, codes=codes)
        said_at = time.monotonic()
        operator.stand.say(wang, "打卡 39 咳嗽")
        operator.stand.wait_for(doctor, "39", channel="custom")
        assert time.monotonic() - said_at < 10
        wait_until(lambda: _unchained(postgres_url) == 0)
        worker.end()
        scheduler.end()
        operator.stand.say(wang, "打卡 38.8 咳嗽 拉肚子 喘不上气")
        time.sleep(1.5)
        assert web.figure("hexi_outbox_due") == 1
        operator.start("worker")
        operator.stand.wait_for(doctor, "38.8", channel="custom")
        web.end()


def test_one_persons_messages_through_two_servers_at_once_lose_no_step(disk_path: Path, postgres_url: str) -> None:
    facts = ("从呼和浩特回来", "明天到", "坐K1302", "一家三口")
    rounds = 5
    with operating(disk_path / "data", HEXI_DATABASE__URL=postgres_url) as operator:
        first, port = operator.serve(), servers.free_port()
        second = operator.start("serve", port=port)
        second.wait_until_ready()
        (wang,) = operator.bind(WANG)
        with (
            Stand.in_thread(f"http://127.0.0.1:{port}/wechat", operator.stand.account) as other,
            ThreadPoolExecutor(2) as pool,
        ):
            other.person("王阿姨", openid=wang)
            before = [one.figure("hexi_messages_booked_total") for one in (first, second)]
            for _ in range(rounds):
                assert "哪里" in operator.stand.say(wang, "我要报备").seen
                at_once = [
                    pool.submit(lambda stand, mine: [stand.say(wang, one).seen for one in mine], stand, mine)
                    for stand, mine in ((operator.stand, facts[:2]), (other, facts[2:]))
                ]
                heard = [words for said in at_once for words in said.result()]
                (summary,) = [words for words in heard if "请核对" in words]
                assert all(fact in summary for fact in ("呼和浩特", "明天", "K1302", "3人"))
                assert "先不办了" in other.say(wang, "取消").seen
            booked = [one.figure("hexi_messages_booked_total") for one in (first, second)]
        assert [after - start for after, start in zip(booked, before, strict=True)] == [3 * rounds, 3 * rounds]
        assert operator.records("return_report") == []


def test_postgresql_that_crashes_under_pushes_means_503_and_nothing_acknowledged_is_lost(disk_path: Path) -> None:
    with (
        servers.postgres() as url,
        operating(disk_path / "data", HEXI_DATABASE__URL=url) as operator,
        ThreadPoolExecutor(4) as pool,
    ):
        server = operator.serve()
        people = [operator.stand.person(f"居民{number}") for number in range(4)]
        over = threading.Event()

        def push(number: int) -> list[tuple[int, bool]]:
            tries: list[tuple[int, bool]] = []
            while not over.is_set():
                msg_id = number * 100_000 + len(tries) + 1
                tries.append((msg_id, is_taken(operator, people[number], msg_id)))
                time.sleep(0.02)
            return tries

        pushing = [pool.submit(push, number) for number in range(4)]
        for trouble in (_crash, _cut_all, _crash):
            time.sleep(0.7)
            trouble(url)
        time.sleep(1.2)
        over.set()
        tries = [pushes.result() for pushes in pushing]
        wait_until(lambda: is_taken(operator, people[0], 999_999))
        taken = [(number, msg_id) for number, mine in enumerate(tries) for msg_id, was_taken in mine if was_taken]
        assert len(taken) < sum(map(len, tries)), "the troubles were not felt"
        booked, repeated = (server.figure(f"hexi_{name}_total") for name in ("messages_booked", "pushes_repeated"))
        assert all(pool.map(lambda one: is_taken(operator, people[one[0]], one[1]), taken))
        assert server.figure("hexi_messages_booked_total") == booked
        assert server.figure("hexi_pushes_repeated_total") == repeated + len(taken)
        server.end()


def _unchained(url: str) -> int:
    """How many audit rows have not been chained yet."""
    with psycopg.connect(_address(url)) as connection:
        row = connection.execute("SELECT count(*) FROM audit WHERE chain_no IS NULL").fetchone()
    assert row is not None
    count: int = row[0]
    return count


def _address(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")


def _crash(url: str) -> None:
    """Let PostgreSQL lose a process: it throws everybody out and starts again, as after `restart -m immediate`."""
    with psycopg.connect(_address(url)) as connection:
        row = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    assert row is not None
    os.kill(row[0], signal.SIGKILL)


def _cut_all(url: str) -> None:
    with psycopg.connect(_address(url), autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


# Redis


class Line:
    """A line to a server that can be cut and be there again, at the same address."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._door: socket.socket | None = None
        self._ends: list[socket.socket] = []
        self.port = servers.free_port()
        self.mend()

    def mend(self) -> None:
        """Let connections through."""
        self._door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """End all connections and take no new ones."""
        if self._door is not None:
            self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()
            self._door = None
        for end in self._ends:
            end.close()
        self._ends.clear()

    def _let_in(self, door: socket.socket) -> None:
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                return  # the line was cut
            far = socket.create_connection(self._target)
            self._ends += (near, far)
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket) -> None:
        try:
            while piece := source.recv(65_536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # one of the ends is gone


def test_without_redis_everything_is_booked_and_sent_and_an_emptied_one_is_filled_again(
    disk_path: Path, redis_url: str
) -> None:
    at = urlsplit(redis_url)
    line = Line((at.hostname or "127.0.0.1", at.port or 6379))
    through = at._replace(netloc=f"127.0.0.1:{line.port}").geturl()
    with operating(disk_path / "data", HEXI_REDIS__URL=through) as operator, redis.Redis.from_url(redis_url) as shared:
        operator.serve()
        doctor, wang = operator.bind(DOCTOR, WANG)

        def alert_leaves(temperature: str) -> None:
            assert "打卡好了" in operator.stand.say(wang, f"打卡 {temperature} 咳嗽", tries=1).seen
            operator.stand.wait_for(doctor, temperature, channel="custom")

        alert_leaves("38.1")
        assert shared.dbsize()
        line.cut()
        operator.stand.revoke_tokens()  # a new one is needed just now
        alert_leaves("38.2")
        shared.flushdb()
        line.mend()
        alert_leaves("38.3")
        alerts = [seen.text for seen in operator.stand.inbox(doctor) if seen.channel == "custom"]
        assert len(alerts) == 3
        assert operator.stand.counts()["stable_token"] <= 3
    line.cut()
