"""Word lists and the scanner that finds their words in a text, in one pass and without compiling patterns.

The lists stand in YAML files beside this module, so that the office can read and extend them.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar, cast

import yaml

Tag = TypeVar("Tag")
_FOLDER = Path(__file__).parent


class WordListError(ValueError):
    """A word list that cannot be used as it stands; the message names the file and what is wrong."""


class WordFound(NamedTuple, Generic[Tag]):
    """One word of a table, where it begins in the text, and what the table says about it."""

    start: int
    word: str
    tag: Tag


class WordTable(Generic[Tag]):
    """Finds the words of a list: at each place the longest one, and the next search begins behind it.

    So a long word hides the short ones inside it (退烧药 is medicine, never 烧). The work grows with
    the length of the text and with the words that share two characters, not with the length of the list.
    """

    __slots__ = ("_by_start",)

    def __init__(self, words: Mapping[str, Tag]) -> None:
        # First character, second one (or "" for a word of one), then the words, the longest first.
        self._by_start: dict[str, dict[str, list[tuple[str, Tag]]]] = {}
        for word in sorted(words, key=len, reverse=True):
            if not word:
                raise WordListError("a word list holds an empty word")
            self._by_start.setdefault(word[0], {}).setdefault(word[1:2], []).append((word, words[word]))

    def scan(self, text: str) -> list[WordFound[Tag]]:
        """All words in the text from left to right; they never overlap."""
        by_start = self._by_start
        found: list[WordFound[Tag]] = []
        behind = 0
        for place, first in enumerate(text):
            if first in by_start and place >= behind:
                by_second = by_start[first]
                second = text[place + 1 : place + 2]
                for word, tag in by_second[second] if second and second in by_second else ():
                    if text.startswith(word, place):
                        found.append(WordFound(place, word, tag))
                        behind = place + len(word)
                        break
                else:
                    if "" in by_second:
                        word, tag = by_second[""][0]
                        found.append(WordFound(place, word, tag))
                        behind = place + 1
        return found

    def union(self, text: str, hiding: Tag) -> tuple[list[str], set[Tag]]:
        """All words of the text, also within each other, and their tags; none inside a word tagged `hiding`."""
        by_start = self._by_start
        words: list[str] = []
        tags: set[Tag] = set()
        hidden = 0
        for place, first in enumerate(text):
            if first not in by_start or place < hidden:
                continue
            by_second = by_start[first]
            second = text[place + 1 : place + 2]
            for word, tag in (*by_second.get(second, ()), *(by_second.get("", ()) if second else ())):
                if text.startswith(word, place):
                    if tag == hiding:
                        hidden = place + len(word)
                        break
                    words.append(word)
                    tags.add(tag)
        return words, tags

    def begins_at(self, text: str, place: int) -> bool:
        """Whether a word of the table begins exactly at this place of the text."""
        by_second = self._by_start.get(text[place : place + 1], {})
        if "" in by_second:
            return True
        words = by_second.get(text[place + 1 : place + 2], ())
        return any(text.startswith(word, place) for word, _tag in words)


def either(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first, grouped by first character to be fast."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, rests in by_first.items():
        rest = "|".join(_escape(rest) for rest in rests)
        branches.append(f"{_escape(first)}(?:{rest})")
    return "(?:" + "|".join(branches) + ")"


def _escape(text: str) -> str:
    return "".join("\\" + char if char in r"\.^$*+?{}[]|()" else char for char in text)


@cache
def load_list(name: str) -> Mapping[str, object]:
    """The YAML file of that name beside this module, as a mapping; raises WordListError when it is none."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader takes a tenth of the time
    content = yaml.load((_FOLDER / name).read_text(encoding="utf-8"), Loader=loader)
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise WordListError(f"{name}: a mapping with text keys is expected")
    return cast("Mapping[str, object]", content)


def words_of(value: object, where: str) -> tuple[str, ...]:
    """A list of words as it stands in a file; raises WordListError, naming the place, for anything else."""
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, list) and all(isinstance(word, str) and word for word in value):
        return tuple(value)
    raise WordListError(f"{where}: a list of words is expected (quote what YAML reads as a number or yes/no)")
