"""Danger to life in a message: somebody despairs, cannot breathe, lies unconscious, gives birth, a house burns.

Such a message is answered at once with the emergency numbers and passed on to people, whatever a form was asking; so
words in passing (热死了, 着火车回来), what is denied, feared or told of elsewhere must not count. The words and the sayings
stand in `dangers/`, how a saying is written in danger_sayings.py, how they are read in danger_words.py; the text is
expected normalised.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, cast

from knowledge.language.danger_words import DARK, KINDS, DangerWords, Kind, KindOfDanger, danger_words
from knowledge.language.likely_danger import Learned, likely_danger

__all__ = ["KINDS", "Danger", "Kind", "find_danger", "find_named_danger"]

# Whoever speaks of it at all is in danger, also with 如果 or 以前; and a power cut to come is when it can still be helped.
_NEVER_OPEN = frozenset({"despair", "violence", "life_support", DARK})
DESPAIR: Kind = "despair"
_CLAUSE_ENDS = ",。;!?\n "
_SENTENCE_ENDS = "。;!?\n"
_WINDOW = 16
_ENDINGS = frozenset("了啦咯")
# Signs that belong together stand so near each other.
_NEAR = 40
_BLANK = "\0"
_ASKED_BEHIND = re.compile(
    r"[^,。;!?\n]{0,4}(?:真的假的|是真的吗|属实|咋预防|怎么预防|如何预防|的知识|咋急救|怎么急救|前兆|的药|病史)|过(?!去|来|气)"
)


class Danger(NamedTuple):
    """What the danger is, the words that say so, and where they stand.

    Not `is_sure` where despair may be meant so; `despairs` where somebody in another danger wants to die as well. Not
    `is_named` where no word says it, and labelled texts taught that it is likely.
    """

    kind: Kind
    words: str
    span: tuple[int, int]
    is_sure: bool = True
    despairs: bool = False
    is_named: bool = True


def find_danger(text: str, learned: Learned | None = None) -> Danger | None:
    """The danger to life that a normalised text reports; None for all others. Never raises for any text.

    What words name goes before what is only likely; that stands at no place in the text, but behind it. `learned` is what
    the reading of the text has looked up already.
    """
    named = find_named_danger(text)
    if named is not None:
        return named
    likely = likely_danger(text, learned)
    if likely is None:
        return None
    is_sure = likely.is_sure or likely.kind != DESPAIR
    return Danger(likely.kind, text, (len(text), len(text)), is_sure, is_named=False)


def find_named_danger(text: str) -> Danger | None:
    """The first danger to life that words of a normalised text name; None for all others. Never raises for any text.

    What is sure goes before what is not, and what kills within minutes before the wish to die (不想活了,喝了农药).
    """
    words = danger_words()
    possible = words.possible(text)
    if not possible:
        return None
    found = sorted(_found(text, words, possible), key=lambda one: one[0])
    if not found:
        return None
    first, *others = (one for _, one in found)
    despairs = any(other.kind == DESPAIR and other.is_sure for other in others)
    return first._replace(despairs=True) if despairs else first


def _found(
    text: str, words: DangerWords, possible: Collection[tuple[int, int]]
) -> Iterator[tuple[tuple[bool, bool, int, int], Danger]]:
    """The first of each kind that happens, with its place in the order: sure, no despair, said outright, early."""
    for place in sorted({place for place, _line in possible}):
        kind = words.kinds[place]
        match, by = _said(text, kind, words) if (place, 0) in possible else None, 0
        if match is None:
            lines = [signs for line, signs in enumerate(kind.together, start=1) if (place, line) in possible]
            match, by = _said_together(text, lines, kind, words), 1
        if match is not None:
            name = DESPAIR if kind.name == DARK else kind.name
            found = Danger(cast("Kind", name), match[0], match.span(), kind.name != DARK)
            yield (not found.is_sure, name == DESPAIR, by, match.start()), found


def _said(text: str, kind: KindOfDanger, words: DangerWords) -> re.Match[str] | None:
    """The first word or saying that counts."""
    return next(_counting(text, kind.said, kind, words), None)


def _said_together(
    text: str, lines: Sequence[Sequence[re.Pattern[str]]], kind: KindOfDanger, words: DangerWords
) -> re.Match[str] | None:
    """The first of several signs that stand near each other, in whatever order."""
    for first, *others in lines:
        for match in _counting(text, first, kind, words):
            start, end = match.span()
            # Its own words are no second sign: 瘫 falls down, and does not get up.
            near = f"{text[max(0, start - _NEAR) : start]}{_BLANK * (end - start)}{text[end : end + _NEAR]}"
            if all(next(_counting(near, other, kind, words), None) is not None for other in others):
                return match
    return None


def _counting(text: str, said: re.Pattern[str], kind: KindOfDanger, words: DangerWords) -> Iterator[re.Match[str]]:
    """What of a pattern is reported, and not hidden in words that mean something else."""
    match = said.search(text)
    hidden = _hidden(text, kind.hidden) if match is not None else b""
    while match is not None:
        start, last = match.start(), match.end() - 1
        last -= text[last] in _ENDINGS
        if not hidden[start] and not hidden[last] and _happens(text, match, kind.name, words):
            yield match
        match = said.search(text, start + 1)


def _hidden(text: str, hidden: re.Pattern[str]) -> bytearray:
    """Which characters stand in words that mean something else: what begins or ends there is hidden (我爸打我|电话)."""
    places = bytearray(len(text))
    for match in hidden.finditer(text):
        start, end = match.span()
        places[start:end] = b"\1" * (end - start)
    return places


def _happens(text: str, match: re.Match[str], kind: str, words: DangerWords) -> bool:
    """Whether what a match names is reported, and not denied, feared, or told of elsewhere."""
    start, end = match.span()
    clause = _back_to(_CLAUSE_ENDS, text, start)
    if words.denied.search(clause) is not None:
        return False
    behind = text[end : end + _WINDOW].lstrip(" ,是的")
    if words.elsewhere.search(_back_to(_SENTENCE_ENDS, text, start)) or words.elsewhere.match(behind):
        return False
    if kind in _NEVER_OPEN:
        return True
    return words.before.search(clause) is None and _ASKED_BEHIND.match(text, end) is None


def _back_to(ends: str, text: str, start: int) -> str:
    """What stands before a place in its clause or sentence, as far as it matters."""
    window = text[max(0, start - _WINDOW) : start]
    for place in range(len(window) - 1, -1, -1):
        if window[place] in ends:
            return window[place + 1 :]
    return window
