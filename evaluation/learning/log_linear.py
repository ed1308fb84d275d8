"""A log-linear model over signs: which weight each has for each label, so that labelled texts get their labels.

Steps of AdaGrad in a fixed order from a fixed seed: the same lessons give the same weights. The weights are the average of
those after each of the later rounds, so that a few lessons more or less change little else.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.language.leanings import Leaning, share

_SEED = 20
_SHRINK = 0.001  # how much of a weight each of its texts takes away again

_Numbers = npt.NDArray[np.float64]


class Manner(NamedTuple):
    """How it is learned: a sign that so many lessons have counts, and a weight of so many hundredths is worth its place.

    `left_out` is the share of a lesson's signs that each round does without, so that no sign is relied on alone. It is
    learned `times` over, each time in another order, and the average counts: what hangs on chance alone cancels out.
    """

    at_least: int = 1
    smallest: int = 10
    rounds: int = 8
    step: float = 0.15
    left_out: float = 0.0
    times: int = 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """The signs of a text, and its labels by place with the share of each; `known` is what is known of each label without
    them, in hundredths of the natural logarithm of the odds (empty: nothing)."""

    signs: Set[str]
    labels: Mapping[int, float]
    known: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A lesson as numbers: the places of its signs and what each counts, what is known, and what it should come to."""

    signs: npt.NDArray[np.int64]
    share: float
    known: _Numbers
    meant: _Numbers


def learn(lessons: Sequence[Lesson], labels: int, manner: Manner) -> dict[str, Leaning]:
    """The weights, in hundredths by the label's place, of each sign that is worth it."""
    counted = Counter(sign for one in lessons for sign in one.signs)
    common = sorted(sign for sign, times in counted.items() if times >= manner.at_least)
    vocabulary = {sign: place for place, sign in enumerate(common)}
    prepared = [_prepared(one, vocabulary, labels) for one in lessons]
    every = [_weights(prepared, (len(vocabulary), labels), manner, _SEED + time) for time in range(manner.times)]
    weights = np.round(np.mean(every, axis=0) * 100).astype(int)
    weights[np.abs(weights) < manner.smallest] = 0
    return {
        sign: {int(label): int(weights[place, label]) for label in np.flatnonzero(weights[place])}
        for sign, place in vocabulary.items()
        if weights[place].any()
    }


def _prepared(lesson: Lesson, vocabulary: Mapping[str, int], labels: int) -> _Prepared:
    signs = np.array(sorted(vocabulary[sign] for sign in lesson.signs if sign in vocabulary), dtype=np.int64)
    known, meant = np.zeros(labels), np.zeros(labels)
    if lesson.known:
        known = np.array(lesson.known) / 100
    for label, part in lesson.labels.items():
        meant[label] = part
    return _Prepared(signs, share(len(signs)), known, meant)


def _weights(lessons: Sequence[_Prepared], shape: tuple[int, int], manner: Manner, seed: int) -> _Numbers:
    weights = np.zeros(shape)
    kept = np.zeros_like(weights)
    seen = np.full_like(weights, 0.01)
    order = list(range(len(lessons)))
    chance, which = random.Random(seed), np.random.default_rng(seed)
    averaged = range(manner.rounds // 2, manner.rounds)
    for done in range(manner.rounds):
        chance.shuffle(order)
        for one in (lessons[place] for place in order):
            held = one.signs
            if manner.left_out:
                held = held[which.random(len(held)) >= manner.left_out]
            likely = one.known + one.share * weights[held].sum(axis=0)
            likely = np.exp(likely - likely.max())
            wrong = likely / likely.sum() - one.meant
            slope = one.share * wrong + _SHRINK * weights[held]
            seen[held] += slope * slope
            weights[held] -= manner.step * slope / np.sqrt(seen[held])
        if done in averaged:
            kept += weights
    return kept / len(averaged)
