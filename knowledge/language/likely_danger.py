"""Danger to life that no word of `dangers/` names, as labelled texts taught: it is reported in more ways than lists hold.

It is asked only where the words hear nothing, and only what is likely enough counts. `likely_danger.txt` is made by
`make learn`.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.language.danger_words import KINDS, Kind
from knowledge.language.leanings import Leanings

LEANINGS = Path(__file__).parent / "likely_danger.txt"
NO_DANGER = "none"
LABELS = (*KINDS, NO_DANGER)
# So likely must it be that a text reports a danger at all: of a thousand texts about other matters one is above it.
_LIKELY = 0.5
# And so likely that somebody who despairs means it so.
_SURE = 0.8


class Likely(NamedTuple):
    """Which danger a text most likely reports, and whether that is nearly certain."""

    kind: Kind
    is_sure: bool


class Learned(NamedTuple):
    """What was learned of danger in a normalised text, where it was looked up already: as `Leanings.lean_text` says it."""

    text: str
    worth: int
    known: int


def likely_danger(text: str, learned: Learned | None = None) -> Likely | None:
    """The danger that a normalised text most likely reports; None where it most likely reports none."""
    leanings = danger_leanings()
    if learned is None or learned.text != text:
        learned = Learned(text, *leanings.lean_text(text))
    *dangers, none = leanings.likelihoods(learned.worth, learned.known)
    if 1 - none < _LIKELY:
        return None
    return Likely(KINDS[dangers.index(max(dangers))], 1 - none >= _SURE)


@cache
def danger_leanings() -> Leanings:
    """What labelled texts taught of danger, loaded when it is first asked for."""
    return Leanings(LEANINGS, LABELS)
