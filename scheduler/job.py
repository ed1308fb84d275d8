"""A job: its name, when it is due, how long after it is still useful, and what it does (THREATS F18, F19).

The body is a function of the ledger and the time, safe to run twice by the keys of what it queues; it returns how many
people or records it dealt with, for the run log.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import TypeVar

from knowledge.plan import Plan
from knowledge.rules import Rulebook, load_rules
from knowledge.settings import Settings
from knowledge.times import SHANGHAI, from_ms, to_ms
from ledger import Db, Ledger

# Maintenance beside a running server: so many rows a transaction at most (DESIGN 3).
BATCH = 200
T = TypeVar("T")


class Stopped(Exception):
    """The process ends in the middle of a job; what is left is done at the next try."""


class CannotRun(Exception):
    """Something that a person has to set is missing; the text says what. Trying again changes nothing."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What jobs work with. `render` gives the words of a reply template, `form_title`
    what a conversation is called, `stopping` is set when the process ends, `real_clock` is
    the machine's, `rules` gives the rulebook."""

    ledger: Ledger
    settings: Settings
    plan: Plan
    render: Callable[..., str]
    form_title: Callable[[str], str] = str
    stopping: threading.Event = field(default_factory=threading.Event)
    real_clock: Callable[[], int] | None = None
    rules: Callable[[], Rulebook] = load_rules

    def real_time(self, now: int) -> int:
        """The machine's time (ms UTC), by which people sign in; `now`, the application's, where there is no other."""
        return self.real_clock() if self.real_clock is not None else now

    def in_batches(self, items: Sequence[T], step: Callable[[Db, T], object]) -> int:
        """Run a step for each item, so many in a transaction as maintenance may write; returns how many there were."""
        for begin in range(0, len(items), BATCH):
            self.ledger.transact(partial(_each, step, items[begin : begin + BATCH]), wait=30)
        return len(items)

    def pause(self, seconds: float) -> None:
        """Let others have their turn, between two transactions of a long job. Raises Stopped."""
        if self.stopping.wait(seconds):
            raise Stopped


def _each(step: Callable[[Db, T], object], items: Sequence[T], db: Db) -> None:
    for item in items:
        step(db, item)


@dataclass(frozen=True, slots=True)
class Job:
    """A scheduled job. `at` is a time of day in Asia/Shanghai: once a day, with `on` once a week on that day (0: Monday);
    without `at` the job runs each `every` ms."""

    name: str
    run: Callable[[Surroundings, int], int]
    at: Callable[[Settings], time] | None = None
    on: Callable[[Settings], int] | None = None
    every: int = 0
    useful_for: int = 0

    def last_due(self, settings: Settings, now: int) -> int:
        """The newest moment (ms UTC), not after `now`, at which the job is due."""
        if self.at is None:
            return now - now % self.every
        today = from_ms(now)
        due = datetime.combine(today.date(), self.at(settings), SHANGHAI)
        due = due if due <= today else due - timedelta(days=1)
        days = 0 if self.on is None else (due.weekday() - self.on(settings)) % 7
        return to_ms(due - timedelta(days=days))
