"""How danger is said 说法: sayings as lines of words and gaps, and the patterns that are made of them.

A saying is written as it is spoken, its parts apart by blanks: `{kin} .. {strikes} {victim}`. A part is a word or
several with | between them, each a word or `{class}`, a list of words that its file or `dangers/all.yaml` names; `?` behind
it: it may be missing. Between two parts stands nothing, `..` (some characters of the same clause that deny nothing) or
`...` (of the same sentence); `^` and `$` are where the text begins and ends.

What is `together` are several sayings with & between them, in whatever order they come.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.language.words import WordListError, either

_GAPS = {"..": "[^,。;!?\n没不别未甭]{0,6}?", "...": "[^。;!?\n]{0,16}?", "^": r"\A[ ,!]*", "$": r"[ ,。!?~]*\Z"}
_BETWEEN = frozenset({"..", "...", "&"})
_SIGNS = frozenset({*_GAPS, "&"})
# Hints of which a text holds one at least, or not the saying: pairs of characters, a single one of a word of one.
Needed = frozenset[str]
_PART = re.compile(r"(?:\{[a-z_]+\}|[^\s{}?|]+)(?:\|(?:\{[a-z_]+\}|[^\s{}?|]+))*\??")


def pattern_of(saying: str, classes: Mapping[str, Sequence[str]], where: str) -> str:
    """The pattern of one saying; raises WordListError for a part that is none, or a class that nobody wrote down."""
    parts = saying.split()
    if not parts or parts[0] in _BETWEEN or parts[-1] in _BETWEEN:
        raise WordListError(f"{where}: a saying begins and ends with words: {saying}")
    pattern = "".join(_GAPS.get(part) or _worded(part, classes, where) for part in parts)
    is_plain = parts[0] not in _SIGNS and not parts[0].endswith("?")
    return f"{beginning(_words(parts[0], classes, where))}{pattern}" if is_plain else pattern


def beginning(words: Iterable[str]) -> str:
    """A look at the first character: most places are passed over without trying each of the words."""
    return f"(?=[{''.join(sorted({re.escape(word[0]) for word in words}))}])"


def needs_of(saying: str, common: Mapping[str, int], classes: Mapping[str, Sequence[str]], where: str) -> list[Needed]:
    """Pairs of characters without which a text does not hold a saying: one at least of each set.

    The set that ordinary texts hold least comes first. `common` says what they hold by its place, the commonest first.
    """
    return sorted(_choices(saying, common, classes, where), key=lambda hints: _held(hints, common))


def needs_of_word(word: str, common: Mapping[str, int]) -> list[Needed]:
    """The same of a word: all its pairs of characters, or its single one."""
    pairs = [word[place : place + 2] for place in range(max(1, len(word) - 1))]
    return [frozenset({pair}) for pair in sorted(pairs, key=lambda pair: _often(pair, common))]


def rarest_first(line: str, common: Mapping[str, int], classes: Mapping[str, Sequence[str]], where: str) -> list[str]:
    """The sayings of a line of `together`, the one that ordinary texts hold least first."""

    def held(saying: str) -> float:
        return _held(needs_of(saying, common, classes, where)[0], common)

    return sorted(line.split(" & "), key=held)


def _choices(
    saying: str, common: Mapping[str, int], classes: Mapping[str, Sequence[str]], where: str
) -> Iterator[Needed]:
    """For each part that must be there its hints, and those where one part ends and the next begins."""
    before: Sequence[str] = ()
    for part in saying.split():
        if part in _SIGNS or part.endswith("?"):
            before = ()
            continue
        words = _words(part, classes, where)
        yield frozenset({_hint(word, common) for word in words})
        if before:
            yield frozenset({one[-1] + other[0] for one in before for other in words})
        before = words


def _hint(word: str, common: Mapping[str, int]) -> str:
    (hint,) = needs_of_word(word, common)[0]
    return hint


def _held(hints: Iterable[str], common: Mapping[str, int]) -> float:
    return math.fsum(_often(hint, common) for hint in hints)


def _often(hint: str, common: Mapping[str, int]) -> float:
    """How often a hint stands in ordinary texts, roughly: the second of them half as often as the first."""
    return 1 / (1 + common[hint]) if hint in common else 1e-4


def _worded(part: str, classes: Mapping[str, Sequence[str]], where: str) -> str:
    return either(_words(part, classes, where)) + ("?" if part.endswith("?") else "")


def _words(part: str, classes: Mapping[str, Sequence[str]], where: str) -> Sequence[str]:
    if _PART.fullmatch(part) is None:
        raise WordListError(f"{where}: no part of a saying: {part}")
    words: list[str] = []
    for one in part.removesuffix("?").split("|"):
        name = one.strip("{}")
        if name != one and name not in classes:
            raise WordListError(f"{where}: no such class of words: {one}")
        words += classes[name] if name != one else [one]
    return words
