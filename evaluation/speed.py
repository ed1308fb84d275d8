"""How long understanding takes: microseconds of processor time of one text, after everything is loaded."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from evaluation.cases import Case
from knowledge.language.reading import find_slots, read
from knowledge.rules import decide, load_rules

_ROUNDS = 5
_TIMES = 400
# What is said most: a check-in of one sentence, and the answer to a question of a form.
_CHECKIN = "打卡 36.5 没有不舒服"
_ANSWER, _ASKED = "林秀", ("name", "phone", "community", "building", "unit", "room")
_PROJECT = Path(__file__).parent.parent


def of_texts(cases: Sequence[Case]) -> tuple[float, float]:
    """The median and the 99th percentile of the texts, in microseconds, each the best of some rounds."""
    best = [min(_once(lambda c=case: read(c.text, c.now, c.role)) for _ in range(_ROUNDS)) for case in cases]  # type: ignore[misc]
    return statistics.median(best), statistics.quantiles(best, n=100)[98]


def of_a_checkin(now: datetime) -> float:
    """Microseconds for the usual check-in of one sentence."""
    return _many(lambda: read(_CHECKIN, now))


def of_an_answer(now: datetime) -> float:
    """Microseconds for a plain answer inside a form."""
    return _many(lambda: find_slots(_ANSWER, now, _ASKED))


def of_the_rulebook() -> float:
    """Microseconds for deciding one case by every rule of the plan: the last of its examples that a rule decides."""
    book = load_rules()
    cases = [(rule.name, [one for one in rule.examples if one.no_rule is None][-1]) for rule in book.rules.values()]

    def decide_all() -> None:
        for rule, example in cases:
            decide(book, rule, example.on, example.facts)

    return _many(decide_all)


def of_the_start() -> float:
    """Seconds from the start of the command to the end of its first reading, the best of some."""
    return min(_start() for _ in range(3))


def _start() -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "app.py", "understand"], input=_CHECKIN.encode(), cwd=_PROJECT, check=True, capture_output=True
    )
    return time.perf_counter() - begun


def _many(work: Callable[[], object]) -> float:
    work()
    return min(_once(work, _TIMES) for _ in range(_ROUNDS))


def _once(work: Callable[[], object], times: int = 1) -> float:
    begun = time.thread_time()
    for _ in range(times):
        work()
    return (time.thread_time() - begun) / times * 1e6
