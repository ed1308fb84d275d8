"""Starts, watches and ends servers, each in a process group of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.account import Account

PROJECT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
READY_WITHIN_SECONDS = 60.0  # INTERFACES 4
_TICKS = os.sysconf("SC_CLK_TCK")


class Failed(RuntimeError):
    """A server did not come up, or a command failed; the text says which and what it printed."""


def free_port() -> int:
    """A port on loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Server:
    """A server in a process group of its own, so that a kill reaches all of it and nothing else."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    port: int
    ready_path: str | None
    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the process; it may not be ready yet."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_ready(self, within: float = READY_WITHIN_SECONDS) -> None:
        """Return once it answers; raises Failed where it ended or took longer than `within` seconds."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise Failed(f"{self.name} ended while it started:\n{self.last_words()}")
            if self._answers():
                return
            time.sleep(0.05)
        raise Failed(f"{self.name} is not ready after {within:.0f} s:\n{self.last_words()}")

    def kill(self) -> None:
        """SIGKILL to the whole group, and wait until it is gone."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL where that did not end it within 10 s (INTERFACES 4)."""
        self._signal(signal.SIGTERM)

    def cpu_seconds(self) -> float:
        """User and system time of all processes of the group so far."""
        return sum(_ticks_of(pid) for pid in self._group()) / _TICKS

    def last_words(self, lines: int = 15) -> str:
        """The end of what the server printed."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _answers(self) -> bool:
        if self.ready_path is None:
            with socket.socket() as probe:
                return probe.connect_ex((HOST, self.port)) == 0
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}{self.ready_path}", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _group(self) -> Iterable[int]:
        if self._process is None:
            return
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _group_of(int(entry.name)) == self._process.pid:
                yield int(entry.name)

    def _signal(self, number: signal.Signals) -> None:
        process = self._process
        if process is None:
            return
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=10)
        except ProcessLookupError:
            process.wait()
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        while any(self._group()):  # a child may outlive the one that was waited for by an instant
            time.sleep(0.01)
        self._process = None


def _stat(pid: int) -> list[str]:
    try:
        # The name in brackets may hold blanks; what follows it begins with the state.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _group_of(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[2]) if fields else 0


def _ticks_of(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def bare_environment() -> dict[str, str]:
    """Our own environment without settings of the assistant, and with no proxy for loopback."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEXI_")}
    return kept | {"NO_PROXY": f"{HOST},localhost", "no_proxy": f"{HOST},localhost"}


def reference(account: Account, folder: Path, *, one_processor: bool = False) -> Server:
    """The bare echo under gunicorn: threaded worker, one process of 16 threads, where asked for on one processor."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        "1",
        "-k",
        "gthread",
        "--threads",
        "16",
        "--bind",
        f"{HOST}:{port}",
        "bench.echo_reference:application",
    ]
    return Server(
        "the echo",
        command,
        bare_environment() | account.environment() | ({"ECHO_ON_ONE_PROCESSOR": "1"} if one_processor else {}),
        port,
        None,
        folder / "echo.log",
    )
