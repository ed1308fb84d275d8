"""Whether two questions are the same one in other words: by what they ask for, and by the words they ask it with (4.4).

An answer that somebody gave to one question is told as the answer to another only where nothing of what is asked differs;
one that is much like it is offered. `alike.yaml` holds what the office can edit.
"""

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from knowledge.answers.model import Listed, each
from knowledge.answers.search import grams_of
from knowledge.language.normalise import normalise
from knowledge.language.words import either
from knowledge.strict_model import Frozen, StrictModel, load_model

_FILE = Path(__file__).with_name("alike.yaml")
_LONGEST = 200
# Of the grams of both questions so much is shared (0 to 1): by the same one, by one that is much like it, and by one that
# asks for the same thing the plan does not say.
_SAME, _LIKE, _OF_ONE_SILENCE = 0.7, 0.55, 0.35
# 怎么 is asked of whatever one wants to know.
_ANYTHING = frozenset({"how"})
_WHETHER = "may"
# Where each has so many characters that the other lacks, something is put for something else: 北京 for 上海.
_PUT_FOR, _UNLESS = 2, 0.75
_SIGN = re.compile(r"[^\w\s]+")
_ASKS = re.compile(r"[吗呢嘛不没?]\s*[?!。]*$")
# 能进不 asks what 能不能进 asks.
_LAST = re.compile(r"[不没]$")


class Likeness(IntEnum):
    """How near a question is to another one."""

    OTHER = 0
    LIKE = 1
    SAME = 2


class AlikeWords(StrictModel):
    """alike.yaml."""

    kinds: Frozen[str, Listed]
    same: tuple[Listed, ...]
    noise: Listed


class Asks(NamedTuple):
    """A question as it is compared: the kinds of things it asks for, its grams, and its characters."""

    kinds: frozenset[str]
    grams: frozenset[str]
    signs: frozenset[str]


class _Lists(NamedTuple):
    words: re.Pattern[str]
    kinds: Mapping[str, str]
    same: Mapping[str, str]


@cache
def _lists() -> _Lists:
    said, _ = load_model(_FILE, AlikeWords)
    kinds = {word: kind for kind, words in said.kinds.items() for word in each(words)}
    same = {word: each(line)[0] for line in said.same for word in each(line)}
    listed = sorted({*kinds, *same, *each(said.noise)}, key=len, reverse=True)
    return _Lists(re.compile(either(listed)), kinds, same)


@lru_cache(maxsize=4096)
def asks(question: str) -> Asks:
    """What a question asks, in anybody's own words. Never raises for any text."""
    lists, kinds = _lists(), set[str]()

    def put(match: re.Match[str]) -> str:
        word = match[0]
        if word in lists.same:
            return lists.same[word]
        if word in lists.kinds:
            kinds.add(lists.kinds[word])
        return " "

    text = _LAST.sub("", _SIGN.sub(" ", normalise(question)[:_LONGEST].lower()).strip())
    rest = lists.words.sub(put, text)
    asked = frozenset(kinds) - {_WHETHER} or frozenset(kinds)  # 啥时候能开门 asks when
    return Asks(asked, frozenset(grams_of(rest)), frozenset(rest) - {" "})


def asks_something(text: str) -> bool:
    """Whether a text is a question, by the words with which one asks or by its end."""
    return bool(asks(text).kinds) or _ASKS.search(normalise(text)) is not None


def likeness(one: Asks, other: Asks, silences: tuple[str | None, str | None] = (None, None)) -> tuple[Likeness, float]:
    """How near two questions are, and which share (0 to 1) of their grams they have together.

    `silences`: what the plan is known not to say that each asks for, where it asks for any.
    """
    if not one.grams or not other.grams:
        return Likeness.OTHER, 0.0
    share = 2 * len(one.grams & other.grams) / (len(one.grams) + len(other.grams))
    of_one = silences[0] is not None and silences[0] == silences[1]
    of_two = not of_one and None not in silences
    if share >= _SAME and one.kinds == other.kinds and one.signs == other.signs and not of_two:
        return Likeness.SAME, share
    met = one.kinds <= other.kinds or other.kinds <= one.kinds or _ANYTHING & (one.kinds | other.kinds)
    is_put_for = min(len(one.signs - other.signs), len(other.signs - one.signs)) >= _PUT_FOR and share < _UNLESS
    if not met or of_two or is_put_for:
        return Likeness.OTHER, share
    return (Likeness.LIKE if share >= (_OF_ONE_SILENCE if of_one else _LIKE) else Likeness.OTHER), share
