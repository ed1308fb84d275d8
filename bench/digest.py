"""`python -m bench.digest`: how long a leader waits for 日报 with ten and with fifty times as many check-ins on record.

Ten thousand people check in a day, so a longer history is more days, and the digest should cost the same. It is asked for
as a leader does, by a push; the answer comes over HTTP with everything that a message costs besides.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.account import Account
from bench.assistant import Assistant
from bench.servers import Failed
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
    """What the answers to one question took, in milliseconds: of the processor for each, and by the clock in the median."""

    question: str
    processor: float
    median: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.digest", description=__doc__)
    parser.add_argument("--checkins", type=int, nargs="+", default=list(HISTORIES), help="histories to measure")
    parser.add_argument("--times", type=int, default=15, help="how often each question is asked")
    parser.add_argument("--folder", help="where the data folders are made")
    given = parser.parse_args(arguments)
    print(f"processor time of an answer (median of {given.times} by the clock), in ms")
    print("| check-ins on record | " + " | ".join(question for question, _ in QUESTIONS) + " |")
    print("|---" * (len(QUESTIONS) + 1) + "|")
    try:
        for checkins in given.checkins:
            with tempfile.TemporaryDirectory(prefix="hexi-digest-", dir=given.folder) as name:
                took = measure(Path(name), checkins, given.times)
            print(f"| {checkins:,} | " + " | ".join(f"{one.processor:.0f} ({one.median:.0f})" for one in took) + " |")
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
        assistant.fill("tests.figure_crowd", str(checkins))
        assistant.server.start()
        try:
            assistant.server.wait_until_ready()
            with closing(Pusher(account, assistant.server.port, message_ids(account))) as pusher:
                return [_ask(assistant, pusher, question, expected, times) for question, expected in QUESTIONS]
        finally:
            assistant.server.stop()


def _ask(assistant: Assistant, pusher: Pusher, question: str, expected: str, times: int) -> Took:
    took, used = list[float](), 0.0
    for number in range(times + _WARM):
        if number == _WARM:
            used = assistant.server.cpu_seconds()
        said = pusher.compose(_LEADER, question)
        began = time.perf_counter()
        reply = pusher.push(said)
        took.append((time.perf_counter() - began) * 1000)
        if reply is None or expected not in reply:
            raise Failed(f"{question} was answered with {reply!r}")
    used = (assistant.server.cpu_seconds() - used) * 1000 / times
    return Took(question, used, statistics.median(took[_WARM:]))


if __name__ == "__main__":
    sys.exit(main())
