"""How long understanding takes: microseconds of processor time of one text, after everything is loaded.

All but the start is stated against the reference of `pace`, so that a busy hour gives the same figures.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from evaluation.cases import Case
from evaluation.pace import idle_seconds
from knowledge.language.reading import find_slots, read
from knowledge.rules import decide, load_rules

# What is said most: a check-in of one sentence, and the answer to a question of a form.
_CHECKIN = "打卡 36.5 没有不舒服"
_ANSWER, _ASKED = "林秀", ("name", "phone", "community", "building", "unit", "room")
_PROJECT = Path(__file__).parent.parent


def of_texts(cases: Sequence[Case]) -> tuple[float, float]:
    """The median and the 99th percentile of the texts, in microseconds, each the best of some rounds."""
    best = [_microseconds(partial(read, case.text, case.now, case.role)) for case in cases]
    return statistics.median(best), statistics.quantiles(best, n=100)[98]


def of_a_checkin(now: datetime) -> float:
    """Microseconds for the usual check-in of one sentence."""
    return _microseconds(lambda: read(_CHECKIN, now))


def of_an_answer(now: datetime) -> float:
    """Microseconds for a plain answer inside a form."""
    return _microseconds(lambda: find_slots(_ANSWER, now, _ASKED))


def of_the_rulebook() -> float:
    """Microseconds for deciding one case by every rule of the plan: the last of its examples that a rule decides."""
    book = load_rules()
    cases = [(rule.name, [one for one in rule.examples if one.no_rule is None][-1]) for rule in book.rules.values()]

    def decide_all() -> None:
        for rule, example in cases:
            decide(book, rule, example.on, example.facts)

    return _microseconds(decide_all)


def of_the_start() -> float:
    """Seconds from the start of the command to the end of its first reading, the best of some."""
    return min(_start() for _ in range(3))


def _start() -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "app.py", "understand"], input=_CHECKIN.encode(), cwd=_PROJECT, check=True, capture_output=True
    )
    return time.perf_counter() - begun


def _microseconds(work: Callable[[], object]) -> float:
    return idle_seconds(work) * 1e6
