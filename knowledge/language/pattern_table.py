"""Many patterns, of which each text is tried with those alone that can match it at all.

Most patterns cannot match without one of a few characters (绑, or 取 or 撤). These are read off the pattern as Python's own
parser takes it apart, so whatever is added later is looked through like the rest; a pattern of which nothing can be said is
always tried. What is left out could not have matched.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from importlib import import_module
from itertools import repeat
from operator import or_
from typing import Any

# What `re` compiles its patterns with; it has no public name.
_PARSER: Any = import_module("re._parser")
# A set of characters that is wider than this tells too little to be kept for each of them.
_WIDEST = 64
# Lengths of a text by which patterns are told apart; most commands are a few words.
_LONGEST_TOLD = 48

# What ordinary messages hold most: by these characters they are not told from others.
_USUAL = Counter(
    "的了个得到又前大体度温平会时一不没有上下好都我打卡今天早晚健康正常身症状舒服无适量发烧咳嗽是在来去要也还点家人"
    ",. 0123456789"
)

Signs = frozenset[str]


class Sought:
    """A pattern that is looked for only in texts that hold one of the characters without which it cannot match.

    Raises ValueError where nothing of the kind can be said of it.
    """

    __slots__ = ("_hint", "_pattern")

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)
        self._hint = hint_of([self._pattern])

    def search(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self._pattern.search(text) if self._hint.search(text) is not None else None

    def sub(self, instead: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return self._pattern.sub(instead, text) if self._hint.search(text) is not None else text


def hint_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """Finds a character without one of which none of the patterns can match; raises ValueError where there is none."""
    found = Signs()
    for pattern in patterns:
        signs = signs_of(pattern, _USUAL)
        if signs is None:
            raise ValueError(f"{pattern.pattern} may match any text")
        found |= signs
    return re.compile(f"[{''.join(map(re.escape, sorted(found)))}]")


class PatternTable:
    """A list of patterns, and by each character, and each length of a text, those that it makes possible."""

    __slots__ = ("_always", "_by_length", "_by_sign", "_patterns")

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        common = Counter("".join(pattern.pattern for pattern in patterns))
        common.update(dict.fromkeys(_USUAL, common.total()))
        self._patterns = tuple(patterns)
        self._always = 0
        self._by_sign: dict[str, int] = {}
        for place, pattern in enumerate(patterns):
            signs = signs_of(pattern, common)
            if signs is None:
                self._always |= 1 << place
            for sign in signs or ():
                self._by_sign[sign] = self._by_sign.get(sign, 0) | 1 << place
        widths = [_width(pattern) for pattern in patterns]
        # Of a text that is longer than the longest told no more is said than of that one.
        self._by_length = [
            sum(1 << place for place, (least, most) in enumerate(widths) if least <= length <= most)
            for length in range(_LONGEST_TOLD)
        ]
        self._by_length.append(sum(1 << place for place, (_least, most) in enumerate(widths) if most >= _LONGEST_TOLD))

    def whole(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """The patterns that match all of the text, in order: each one's place in the list and its match."""
        for place in _places(self._signs_in(text) & self._by_length[min(len(text), _LONGEST_TOLD)]):
            match = self._patterns[place].fullmatch(text)
            if match is not None:
                yield place, match

    def possible(self, text: str) -> Iterator[int]:
        """The places in the list, in order, of those that can match the text or a part of it."""
        return _places(self._signs_in(text))

    def _signs_in(self, text: str) -> int:
        return reduce(or_, map(self._by_sign.get, text, repeat(0)), self._always)


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        bits ^= lowest
        yield lowest.bit_length() - 1


def _width(pattern: re.Pattern[str]) -> tuple[int, int]:
    """How many characters a pattern matches, at least and at most."""
    least, most = _taken_apart(pattern).getwidth()
    return least, most


def _taken_apart(pattern: re.Pattern[str]) -> Any:
    return _PARSER.parse(pattern.pattern, pattern.flags & ~re.UNICODE)


def signs_of(pattern: re.Pattern[str], common: Mapping[str, int]) -> Signs | None:
    """Characters of which every match has at least one; None where there is no such set, or a wide one.

    Of several sets the one whose characters are the rarest is taken, by how `common` they are.
    """
    if pattern.flags & re.IGNORECASE:
        return None
    return _Look(common).of_all(_taken_apart(pattern))


class _Look:
    """One look through a pattern that was taken apart: (what it is, its details), one behind the other."""

    def __init__(self, common: Mapping[str, int]) -> None:
        self._common = common

    def of_all(self, parts: Any) -> Signs | None:
        """Of parts behind each other any one may tell: the rarest does."""
        told = [signs for kind, details in parts if (signs := self._of_one(str(kind), details)) is not None]
        return min(told, key=self._how_common, default=None)

    def _of_one(self, kind: str, details: Any) -> Signs | None:
        match kind:
            case "LITERAL":
                return frozenset(chr(details))
            case "IN":
                return self._listed(details)
            case "BRANCH":
                return self._of_either(details[1])
            case "SUBPATTERN":
                return None if details[1] & re.IGNORECASE else self.of_all(details[3])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self.of_all(details[2]) if details[0] else None
            case "ASSERT":
                return self.of_all(details[1])
            case "ATOMIC_GROUP":
                return self.of_all(details)
        return None  # anything at all, a place, a group once more, what must not follow

    def _of_either(self, branches: Sequence[Any]) -> Signs | None:
        """Of alternatives each must tell, and all that they tell counts."""
        told = [self.of_all(branch) for branch in branches]
        signs = frozenset[str]().union(*(one for one in told if one is not None))
        return None if None in told or len(signs) > _WIDEST else signs

    @staticmethod
    def _listed(details: Sequence[Any]) -> Signs | None:
        """The characters between square brackets, where they are listed one by one or as a short range."""
        signs: set[str] = set()
        for kind, value in details:
            match str(kind):
                case "LITERAL":
                    signs.add(chr(value))
                case "RANGE" if value[1] - value[0] < _WIDEST:
                    signs.update(map(chr, range(value[0], value[1] + 1)))
                case _:
                    return None
        return frozenset(signs)

    def _how_common(self, signs: Signs) -> int:
        return sum(self._common.get(sign, 0) for sign in signs)
