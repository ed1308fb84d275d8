"""Questions of a form that can be answered by a tap (docs/decisions/0013): the menu under one, and what a tap means.

A passive reply cannot carry a menu, so the reply puts the question with its numbers and a message with the same answers
follows. The id of each answer carries a mark of the very question it belongs to: a tap counts only while the form stands
at that question, and then it is the number typed. Which answers there are is read off the question as it was put.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.language.normalise import normalise
from ledger.conversations import OWN, OpenForm
from ledger.keys import Keys
from ledger.outbox import Menu

# The kind with which the ids of these answers begin.
KIND = "ask"
# A tap opens no window of five messages as a typed message does; so many menus may follow each other until somebody types,
# and two of the five are left for what they must hear.
IN_A_ROW = 3

# The number of the answer that leaves a question open; typed it has none.
_PASSES = 0

_NUMBERED = re.compile("([0-9]{1,2}) (.+)")
_TAP = re.compile("([a-z_]{1,40}):([0-9a-f]{16}):([0-9]{1,2}):([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a form as it was put.

    `about` tells it from the form's other questions, `label` names it shortly; `named` are answers by number that its
    words give only together with the rest; `passes` is the word by which it is left open, where it names one (没有).
    """

    form: OpenForm
    about: str
    label: str
    words: str
    named: Sequence[str] = ()
    passes: str = ""

    @property
    def choices(self) -> Sequence[str]:
        """The answers that can be given by number, in words."""
        return self.named or choices_in(self.words)

    def mark(self, day: date, keys: Keys) -> str:
        """What the question has alone. With another answer in the form it is another question (提交, but of what?), and
        with another day too (今天).
        """
        answers = {name: value for name, value in self.form.answers.items() if not name.startswith(OWN)}
        whole = [self.form.name, self.form.opened_at, day.isoformat(), self.about, answers, *self.choices]
        return keys.hash(json.dumps(whole, sort_keys=True).encode()).hex()[:16]


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap as its id tells it: under a question of which form, the number of the answer, how many menus in a row."""

    form: str
    mark: str
    number: int
    in_a_row: int


def choices_in(words: str) -> list[str]:
    """The answers that a question offers by number: 1 对，提交　2 要改, or one in each line. The last such row counts."""
    found: list[str] = []
    going_on = False
    for piece in words.replace("　", "\n").splitlines():
        match = _NUMBERED.fullmatch(piece.strip())
        if match is not None and int(match[1]) == 1:
            found = [match[2]]
        elif match is not None and going_on and int(match[1]) == len(found) + 1:
            found.append(match[2])
        else:
            going_on = False
            continue
        going_on = True
    return found if len(found) > 1 else []


def menu(asked: Asked, in_a_row: int, day: date, keys: Keys) -> Menu:
    """The answers to a question with their ids; empty where there are none."""
    choices = asked.choices
    under = f"{KIND}:{asked.form.name}:{asked.mark(day, keys)}:{in_a_row}" if choices else ""
    shown = [*enumerate(choices, start=1), *([(_PASSES, asked.passes)] if choices and asked.passes else [])]
    return tuple((f"{under}:{number}", words) for number, words in shown)


def read_tap(about: str) -> Tap | None:
    """The tap that an id tells, without the kind it begins with; None where it is none of these."""
    match = _TAP.fullmatch(about)
    return Tap(match[1], match[2], int(match[4]), int(match[3])) if match is not None else None


def answer(tap: Tap, asked: Asked, day: date, keys: Keys) -> str | None:
    """What the tap would have been as a typed answer to this question; None where it is under another one."""
    if tap.form != asked.form.name or tap.mark != asked.mark(day, keys):
        return None
    if tap.number == _PASSES:
        return asked.passes or None
    return str(tap.number) if tap.number <= len(asked.choices) else None


def number_of(said: str, choices: Sequence[str]) -> int | None:
    """The number of the answer that is said (normalised) in its own words; None where it is none of them."""
    return next((number for number, one in enumerate(choices, start=1) if _normalised(one) == said), None)


@lru_cache(maxsize=1024)
def _normalised(words: str) -> str:
    return normalise(words)
