"""Whether the plan answers a question at all: a decision of its own, since scores do not tell what is off the subject.

First what the plan is known to be silent on (days of quarantine, money, telephone numbers …): by what is asked of what.
Then whether enough of the question is anything that the plan speaks of.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from knowledge.answers.model import Silences, SilenceSaid, each
from knowledge.answers.search import Asked
from knowledge.language.words import either
from knowledge.plan.model import Plan, Silence

# Of a question with words of the matter at large alone so much must be made of pairs of characters that the plan has.
_KNOWN_AT_LEAST = 0.5
# And of one without any.
_KNOWN_WELL = 0.75


class _Heard(NamedTuple):
    silence: Silence
    about: re.Pattern[str] | None
    asks: re.Pattern[str]
    unless: re.Pattern[str] | None


class Unsaid:
    """What the plan does not say, heard in questions."""

    def __init__(self, plan: Plan, silences: Silences) -> None:
        by_id = {silence.id: silence for silence in plan.head.silences}
        self._heard = [_heard(by_id[one.id], one, silences.questions) for one in silences.silences]

    def find(self, text: str) -> Silence | None:
        """What a normalised question asks for that the plan does not say; None where it asks for nothing of the kind."""
        for one in self._heard:
            if one.about is not None and one.about.search(text) is None:
                continue
            if one.asks.search(text) is not None and (one.unless is None or one.unless.search(text) is None):
                return one.silence
        return None


def is_of_the_plan(asked: Asked) -> bool:
    """Whether enough of a question is anything that the plan speaks of, and it is not rather of another matter."""
    if asked.elsewhere >= max(1, asked.anchors + asked.at_large):
        return False
    return asked.anchors > 0 or asked.known >= (_KNOWN_AT_LEAST if asked.at_large else _KNOWN_WELL)


def _heard(silence: Silence, said: SilenceSaid, questions: Mapping[str, str]) -> _Heard:
    asks = [*each(said.said), *(word for name in said.asks for word in each(questions[name]))]
    return _Heard(silence, _pattern(said.about), re.compile(either(asks)), _pattern(said.unless))


def _pattern(words: str | None) -> re.Pattern[str] | None:
    return re.compile(either(each(words))) if words is not None else None
