"""Word lists and the scanner that finds their words in a text, in one pass.

The lists stand in YAML files beside this module, so that the office can read and extend them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar, cast

import yaml

Tag = TypeVar("Tag")
FOLDER = Path(__file__).parent


class WordListError(ValueError):
    """A word list that cannot be used as it stands; the message names the file and what is wrong."""


class WordFound(NamedTuple, Generic[Tag]):
    """One word of a table, where it begins in the text, and what the table says about it."""

    start: int
    word: str
    tag: Tag


_Ended = tuple[str, Tag]  # a word that ends here, and what the table says about it
# The words that share a beginning: the one that is no longer than it, and what goes on, by the next character.
_Branch = tuple[_Ended[Tag] | None, "Mapping[str, _Branch[Tag]]"]
_PAST_THE_END = "\0"  # stands behind a text while it is walked through; no word holds it
# A list of so many words is found faster by a pattern than by walking through the text; a longer one is slow to compile.
_FEW = 300


class WordTable(Generic[Tag]):
    """Finds the words of a list: at each place the longest one, and the next search begins behind it.

    So a long word hides the short ones inside it (退烧药 is medicine, never 烧). The words are kept as a tree by
    character, so the work grows with the length of the text and hardly with the number of words; few words are a pattern
    beside it.
    """

    __slots__ = ("_few", "_tags", "_tree", "signs")

    def __init__(self, words: Mapping[str, Tag]) -> None:
        if "" in words:
            raise WordListError("a word list holds an empty word")
        self._tree = _tree_of(list(words.items()), 0)
        self._tags = dict(words)
        self._few = re.compile(either(words)) if 0 < len(words) <= _FEW else None
        # Each word begins with one of these characters.
        self.signs = frozenset(self._tree)

    def scan(self, text: str) -> list[WordFound[Tag]]:
        """All words in the text from left to right; they never overlap."""
        if self._few is not None:
            tags = self._tags
            return [WordFound(each.start(), word := each[0], tags[word]) for each in self._few.finditer(text)]
        return self._walk(text)

    def _walk(self, text: str) -> list[WordFound[Tag]]:
        tree = self._tree
        found: list[WordFound[Tag]] = []
        behind = 0
        padded = text + _PAST_THE_END
        for start, first in enumerate(text):
            branch = tree.get(first)
            if branch is None or start < behind:
                continue
            longest = None
            end = start
            while branch is not None:
                ended, longer = branch
                end += 1
                if ended is not None:
                    longest, behind = ended, end
                branch = longer.get(padded[end])
            if longest is not None:
                found.append(WordFound._make((start, *longest)))
        return found

    def union(self, text: str, hiding: Tag) -> tuple[list[str], set[Tag]]:
        """All words of the text, also within each other, and their tags; none inside a word tagged `hiding`."""
        tree = self._tree
        words: list[str] = []
        tags: set[Tag] = set()
        hidden = 0
        padded = text + _PAST_THE_END
        for start, first in enumerate(text):
            branch = tree.get(first)
            if branch is None or start < hidden:
                continue
            here: list[_Ended[Tag]] = []
            end = start
            while branch is not None:
                ended, longer = branch
                end += 1
                if ended is not None:
                    here.append(ended)
                branch = longer.get(padded[end])
            for word, tag in reversed(here):
                if tag == hiding:
                    hidden = start + len(word)
                    break
                words.append(word)
                tags.add(tag)
        return words, tags

    def tag_of(self, word: str) -> Tag:
        """What the table says about one of its words; raises KeyError for any other."""
        return self._tags[word]

    def begins_at(self, text: str, place: int) -> bool:
        """Whether a word of the table begins exactly at this place of the text."""
        tree = self._tree
        for char in text[place:]:
            branch = tree.get(char)
            if branch is None:
                return False
            ended, tree = branch
            if ended is not None:
                return True
        return False


def _tree_of(words: Sequence[_Ended[Tag]], depth: int) -> Mapping[str, _Branch[Tag]]:
    """The branches of words that are alike in their first `depth` characters, and longer."""
    by_next: dict[str, list[_Ended[Tag]]] = {}
    for each in words:
        char = each[0][depth]
        if char in by_next:
            by_next[char].append(each)
        else:
            by_next[char] = [each]
    return {
        char: _branch_of(alike, depth + 1) if len(alike) > 1 else _twig_of(alike[0], depth + 1)
        for char, alike in by_next.items()
    }


def _branch_of(alike: Sequence[_Ended[Tag]], depth: int) -> _Branch[Tag]:
    """What goes on behind several words' first `depth` characters."""
    ended = next((each for each in alike if len(each[0]) == depth), None)
    longer = alike if ended is None else [each for each in alike if len(each[0]) > depth]
    return ended, _tree_of(longer, depth)


def _twig_of(one: _Ended[Tag], depth: int) -> _Branch[Tag]:
    """What goes on behind the first `depth` characters of a word that shares them with no other."""
    twig: _Branch[Tag] = (one, {})
    for char in reversed(one[0][depth:]):
        twig = (None, {char: twig})
    return twig


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
    content = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader)
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise WordListError(f"{name}: a mapping with text keys is expected")
    return cast("Mapping[str, object]", content)


def list_names(folder: str) -> set[str]:
    """The names, without `.yaml`, of the lists in a folder beside this module; whatever else lies there is named whole."""
    return {path.name.removesuffix(".yaml") for path in (FOLDER / folder).iterdir()}


def words_of(value: object, where: str) -> tuple[str, ...]:
    """A list of words as it stands in a file; raises WordListError, naming the place, for anything else."""
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, list) and all(isinstance(word, str) and word for word in value):
        return tuple(value)
    raise WordListError(f"{where}: a list of words is expected (quote what YAML reads as a number or yes/no)")
