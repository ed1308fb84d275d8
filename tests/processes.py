"""The project's commands as processes of their own, as an operator starts them, with the stand-in as the platform.

Everything is the real thing: `app.py …` as a process with an environment, a data folder of its own and free ports; what
it loads first is loaded already (tests.warm). Processes that a test leaves behind are killed at its end.
"""

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from simulator.account import invent
from simulator.client import Stand
from simulator.records import Outcome
from tests import warm
from tests.servers import free_port

PROJECT = Path(__file__).resolve().parent.parent
READY_WITHIN_SECONDS = 60.0
END_WITHIN_SECONDS = 10.0
_COMMAND_SECONDS = 180.0
_THEN_APP = "import runpy, sys\nsys.argv[0] = 'app.py'\nrunpy.run_path('app.py', run_name='__main__')"

# Name, role and scope.
Person = tuple[str, str, str | None]
WANG: Person = ("王阿姨", "resident", "永茂社区/6号楼/2单元/301")
DOCTOR: Person = ("何医生", "group_member", "medical")


@dataclass(slots=True)
class Running:
    """A process that stays in the foreground; `port` is where it listens, if it does."""

    process: "subprocess.Popen[bytes] | warm.Process"
    port: int
    log: Path

    def wait_until_ready(self) -> float:
        """Wait for /readyz; returns after how many seconds it said so. Fails where it ended or took too long."""
        started = time.monotonic()
        while time.monotonic() - started < READY_WITHIN_SECONDS:
            assert self.process.poll() is None, f"it ended while it started:\n{self.said()}"
            if self.probe("/readyz") == 200:
                return time.monotonic() - started
            time.sleep(0.05)
        raise AssertionError(f"not ready after {READY_WITHIN_SECONDS:.0f} s:\n{self.said()}")

    def probe(self, path: str) -> int | None:
        """The status of a GET, None where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
                status: int = answer.status
                return status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return None

    def figure(self, name: str) -> float:
        """A figure of /metrics."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        return float(next(line.split()[1] for line in lines if line.split()[0] == name))

    def end(self) -> float:
        """SIGTERM; returns after how many seconds it was gone. Fails where it ended badly or took longer than ten."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(END_WITHIN_SECONDS + 5)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it goes on after SIGTERM:\n{self.said()}") from None
        assert code == 0, self.said()
        seconds = time.monotonic() - started
        assert seconds < END_WITHIN_SECONDS, self.said()
        return seconds

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self.process.kill()
        self.process.wait()

    def said(self) -> str:
        """What it has written so far to standard output and standard error."""
        return self.log.read_text(encoding="utf-8", errors="replace")


def run(
    arguments: Sequence[str], environment: Mapping[str, str], given: str = "", code: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run a command, or some Python, to its end."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        asked.write(given.encode())
        asked.seek(0)
        process = warm.start(arguments, environment, asked, out, err, code)
        try:
            ended = process.wait(_COMMAND_SECONDS)
        finally:
            process.kill()
        for file in (out, err):
            file.seek(0)
        said = [file.read().decode().replace("\r\n", "\n") for file in (out, err)]
    return subprocess.CompletedProcess(arguments, ended, *said)


@dataclass(slots=True)
class Operator:
    """Somebody at the shell of a host: runs commands and starts processes with one environment."""

    environment: dict[str, str]
    folder: Path
    stand: Stand
    port: int
    started: list[Running] = field(default_factory=list)

    def run(self, *arguments: str, given: str = "", **environ: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return run(arguments, self.environment | environ, given)

    def start(
        self, *arguments: str, port: int | None = None, code: str = "", on: Mapping[str, str] | None = None
    ) -> Running:
        """Start a process that stays; `code` is Python that is run in it first, for what must go wrong there."""
        chosen = self.port if port is None else port
        log = self.folder.parent / f"log-{len(self.started)}"
        environment = self.environment | {"HEXI_SERVER__PORT": str(chosen)} | dict(on or {})
        with log.open("wb") as said, open(os.devnull, "rb") as nothing:
            process = warm.start(arguments, environment, nothing, said, said, code and f"{code}\n{_THEN_APP}")
        self.started.append(Running(process, chosen, log))
        return self.started[-1]

    def serve(self, *arguments: str) -> Running:
        """Start `serve` and wait until it is ready."""
        running = self.start("serve", *arguments)
        running.wait_until_ready()
        return running

    def invite(self, *people: Person) -> list[str]:
        """Invite (name, role, scope) with one command; returns the codes."""
        lines = [
            json.dumps({"name": name, "role": role, "scope": scope, "phone": "13800001111"})
            for name, role, scope in people
        ]
        invited = self.run("invite", "--file", "-", given="\n".join(lines))
        assert invited.returncode == 0, invited.stderr
        return [json.loads(line)["code"] for line in invited.stdout.splitlines()]

    def bind(self, *people: Person, codes: Sequence[str] = ()) -> list[str]:
        """Let people send their codes to the running server, invited before or now; returns the openids."""
        openids = []
        for (name, _, _), code in zip(people, codes or self.invite(*people), strict=True):
            openids.append(self.stand.person(name))
            bound = self.stand.say(openids[-1], f"绑定 {code}")
            assert name in bound.seen, bound.seen
        return openids

    def records(self, record: str) -> list[dict[str, object]]:
        """The records of a kind as `ledger RECORD` prints them."""
        printed = self.run("ledger", record)
        assert printed.returncode == 0, printed.stderr
        return [json.loads(line) for line in printed.stdout.splitlines()]


@contextmanager
def operating(folder: Path, **environ: str) -> Iterator[Operator]:
    """An operator with an account, a stand-in for its platform, and `folder` as the data folder."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    account = invent()
    with Stand.in_thread(f"http://127.0.0.1:{port}/wechat", account) as stand:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HEXI_")}
        environment = {
            **kept,
            **account.environment(),
            "HEXI_WECHAT__API_BASE_URL": stand.url,
            "HEXI_DATA_DIR": str(folder),
            "HEXI_SERVER__PORT": str(port),
            "HEXI_LIMITS__MESSAGES_PER_MINUTE": "100000",
            "NO_PROXY": "127.0.0.1",
            **environ,
        }
        operator = Operator(environment, folder, stand, port)
        try:
            yield operator
        finally:
            for running in operator.started:
                running.kill()


def wait_until(condition: Callable[[], bool], within: float = 60.0) -> None:
    """Look again and again; fails after a while."""
    last = time.monotonic() + within
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.05)


def statuses(outcome: Outcome) -> list[int | None]:
    """The HTTP status of each delivery of a push."""
    return [attempt.status for attempt in outcome.attempts]


def half_a_request(port: int) -> socket.socket:
    """A client that began a push and then says nothing more."""
    client = socket.create_connection(("127.0.0.1", port))
    client.sendall(b"POST /wechat HTTP/1.1\r\nHost: office\r\nContent-Length: 1000\r\n\r\n<xml>")
    return client
