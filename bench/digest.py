"""`python -m bench.digest`: how long a leader waits for 日报 with ten and with fifty times as many check-ins on record.

Ten thousand people check in a day, so a longer history is more days, and the digest should cost the same. It is asked for
as a leader does, by a push; the answer comes over HTTP with everything that a message costs besides.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.account import Account
from bench.assistant import Assistant
from bench.servers import PROJECT, Failed
from bench.sink import listening
from bench.talk import Pusher
from bench.words import message_ids

HISTORIES = (100_000, 1_000_000, 5_000_000)
_CLOCK = "2022-01-20T18:00:00+08:00"
_LEADER = "o-leader"
# What is asked, and what the answer must hold: figures, not an excuse.
QUESTIONS = (("日报", "应打卡"), ("今天多少人没打卡", "没打"), ("物资还有几单没办", "没办完"))
_WARM = 2


@dataclass(frozen=True, slots=True)
class Took:
    """How long the answers to one question took, in milliseconds."""

    question: str
    median: float
    longest: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.digest", description=__doc__)
    parser.add_argument("--checkins", type=int, nargs="+", default=list(HISTORIES), help="histories to measure")
    parser.add_argument("--times", type=int, default=15, help="how often each question is asked")
    parser.add_argument("--folder", help="where the data folders are made")
    given = parser.parse_args(arguments)
    print(f"median of {given.times} answers (longest), in ms")
    print("| check-ins on record | " + " | ".join(question for question, _ in QUESTIONS) + " |")
    print("|---" * (len(QUESTIONS) + 1) + "|")
    try:
        for checkins in given.checkins:
            with tempfile.TemporaryDirectory(prefix="hexi-digest-", dir=given.folder) as name:
                took = measure(Path(name), checkins, given.times)
            print(f"| {checkins:,} | " + " | ".join(f"{one.median:.0f} ({one.longest:.0f})" for one in took) + " |")
    except Failed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def measure(folder: Path, checkins: int, times: int) -> list[Took]:
    """Fill a ledger, start the assistant on it, and ask. Raises Failed."""
    account = Account.invent()
    with listening() as sink:
        more = {"HEXI_ENVIRONMENT": "development", "HEXI_CLOCK": _CLOCK}
        assistant = Assistant.prepare(account, folder, sink.port, more=more)
        ran = subprocess.run(
            [sys.executable, "-m", "tests.figure_crowd", str(checkins)],
            cwd=PROJECT,
            env=dict(assistant.environment),
            capture_output=True,
            check=False,
        )
        if ran.returncode:
            raise Failed(ran.stderr.decode()[-2000:])
        assistant.server.start()
        try:
            assistant.server.wait_until_ready()
            pusher = Pusher(account, assistant.server.port, message_ids(account))
            return [_ask(pusher, question, expected, times) for question, expected in QUESTIONS]
        finally:
            assistant.server.stop()


def _ask(pusher: Pusher, question: str, expected: str, times: int) -> Took:
    took = list[float]()
    for _ in range(times + _WARM):
        said = pusher.compose(_LEADER, question)
        began = time.perf_counter()
        reply = pusher.push(said)
        took.append((time.perf_counter() - began) * 1000)
        if reply is None or expected not in reply:
            raise Failed(f"{question} was answered with {reply!r}")
    return Took(question, statistics.median(took[_WARM:]), max(took[_WARM:]))


if __name__ == "__main__":
    sys.exit(main())
