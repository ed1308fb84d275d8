"""An approved notice for many people, the platform that takes it, and the sender that brings it out, each a process."""

import json
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.account import Account
from bench.assistant import Assistant
from bench.servers import HOST, Failed, Server, bare_environment, free_port

# A minute after the approval, in daylight: now it may leave.
_CLOCK = "2022-01-20T09:01:30+08:00"
_LOOK_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Received:
    """What the platform has got: moments in seconds of its own clock, and how many messages each number of the crowd."""

    first: float
    last: float
    people: Counter[int]

    @property
    def rate(self) -> float:
        """Messages a second, from the first to the last."""
        return (self.people.total() - 1) / max(self.last - self.first, 1e-9)


class Platform:
    """The quick platform as others see it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def received(self) -> Received:
        """What it has got so far."""
        with urllib.request.urlopen(f"http://{HOST}:{self.port}/bench", timeout=10) as answer:
            told = json.load(answer)
        people = Counter({int(openid.rpartition("-")[2]): count for openid, count in told["people"].items()})
        return Received(told["first"], told["last"], people)

    def reached(self) -> int:
        """How many different people got something: unlike `received` a look that disturbs nobody."""
        with urllib.request.urlopen(f"http://{HOST}:{self.port}/bench/reached", timeout=10) as answer:
            return int(answer.read())

    def wait_for(self, people: int, within: float) -> Received:
        """Wait until so many different people got something. Raises Failed."""
        ends_at = time.monotonic() + within
        while (reached := self.reached()) < people:
            if time.monotonic() > ends_at:
                raise Failed(f"after {within:.0f} s {reached} of {people} people got the notice")
            time.sleep(_LOOK_EVERY_SECONDS)
        return self.received()


@contextmanager
def quick_platform(folder: Path, delay_ms: float = 0.0) -> Iterator[Platform]:
    """A platform while the block runs."""
    port = free_port()
    command = [sys.executable, "-m", "bench.quick_platform", str(port), str(delay_ms)]
    server = Server("the platform", command, bare_environment(), port, None, folder / f"platform-{port}.log")
    server.start()
    try:
        server.wait_until_ready()
        yield Platform(port)
    finally:
        server.stop()


def office_with_notice(folder: Path, platform: Platform, people: int, **settings: str) -> Assistant:
    """An assistant whose office has approved a notice for so many people; nothing is started. Raises Failed."""
    more = {
        "HEXI_ENVIRONMENT": "development",
        "HEXI_CLOCK": _CLOCK,
        **{f"HEXI_SENDER__{name.upper()}": value for name, value in settings.items()},
    }
    assistant = Assistant.prepare(Account.invent(), folder, platform.port, more=more)
    assistant.fill("tests.notice_crowd", str(people))
    return assistant


def sender_of(assistant: Assistant, folder: Path) -> Server:
    """The sender alone, as several hosts run it. It listens nowhere, so nobody can wait until it is ready."""
    command = [sys.executable, "app.py", "worker"]
    return Server("the sender", command, assistant.environment, 0, None, folder / "worker.log")
