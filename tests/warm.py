"""Processes of the assistant that begin with everything loaded: copies of one that loaded it and does nothing else.

Importing, the lists of the language and the templates are nearly all that a command or the start of a server costs, and the
tests start some hundred. Each copy is a process of its own, with its own arguments, environment and files, whose signals
and exit code are those of `python app.py …`. What is loaded is the plan of config.yaml: where another one is meant, or it
must not matter what was loaded before, the tests start Python anew.
"""

import atexit
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).resolve().parent.parent
_APP = "app.py"


class Process:
    """A copy that runs; used like a `subprocess.Popen`."""

    def __init__(self, line: socket.socket) -> None:
        """`line` tells its number, and its exit code when it has ended."""
        self._line = line
        self._heard = b""
        self.returncode: int | None = None
        self.pid = self._told(None)

    def poll(self) -> int | None:
        """Its exit code if it has ended, negative for a signal."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; its exit code. Raises subprocess.TimeoutExpired after so many seconds."""
        if self.returncode is None:
            self.returncode = self._told(timeout)
            self._line.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to it, if it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def _told(self, timeout: float | None) -> int:
        self._line.settimeout(timeout)
        while b"\n" not in self._heard:
            try:
                came = self._line.recv(64)
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(_APP, timeout or 0.0) from None
            if not came:
                raise ConnectionError("whoever keeps the process is gone")
            self._heard += came
        number, _, self._heard = self._heard.partition(b"\n")
        return int(number)


def start(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    stdin: IO[bytes],
    stdout: IO[bytes],
    stderr: IO[bytes],
    code: str = "",
) -> Process:
    """Start `app.py`, or some `code`, with arguments, an environment and open files, in the project's folder."""
    assert "HEXI_PLAN__FOLDER" not in environment, "another plan than the one that is loaded"
    ours, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(_door(), [b"!"], [theirs.fileno(), stdin.fileno(), stdout.fileno(), stderr.fileno()])
    ours.sendall(json.dumps([arguments, dict(environment), code]).encode() + b"\n")
    return Process(ours)


@cache
def _door() -> socket.socket:
    """Where the one that is copied takes requests; it ends with this process."""
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "tests.warm", str(theirs.fileno())]
        copied = subprocess.Popen(command, cwd=PROJECT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)

    def end() -> None:
        ours.close()
        copied.wait()

    atexit.register(end)
    return ours


def _copy_on_request(door: socket.socket) -> str:
    """Start a keeper for each request; returns in the copy, with the code that it is to run instead of the program."""
    while True:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a keeper ended
        mark, files, _flags, _address = socket.recv_fds(door, 1, 4)
        if not mark:
            os._exit(0)
        if os.fork() == 0:
            door.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            code = _code_of_copy(socket.socket(fileno=files[0]), files[1:])
            if code is not None:
                return code
            os._exit(0)
        for file in files:
            os.close(file)


def _code_of_copy(line: socket.socket, files: Sequence[int]) -> str | None:
    """Fork once more: the code in the copy; its keeper tells what becomes of it, then goes on with None."""
    code: str
    with line.makefile("rb") as told:
        arguments, environment, code = json.loads(told.readline())
    number = os.fork()
    if number != 0:
        line.sendall(b"%d\n" % number)
        _, status = os.waitpid(number, 0)
        line.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
        return None
    line.close()
    for place, file in enumerate(files):
        os.dup2(file, place)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["-c" if code else _APP, *arguments]
    return code


def _load_all() -> None:
    """Import nearly everything, and load what the language and the words know: what `serve` does before it listens."""
    import commands.serve  # noqa: F401
    from commands import wiring
    from knowledge.language.preparing import prepare

    prepare()
    wiring._words().compile()
    wiring._router()
    wiring._rulebook()
    gc.collect()
    gc.freeze()  # a copy shares this memory as long as nothing writes to it


if __name__ == "__main__":
    _load_all()
    given = _copy_on_request(socket.socket(fileno=int(sys.argv[1])))
    if given:
        exec(given, {"__name__": "__main__"})
    else:
        runpy.run_path(_APP, run_name="__main__")
