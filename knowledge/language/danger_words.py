"""The words and sayings of `dangers/`, a file for each kind, read into patterns when the first message comes.

What is said of danger is told from what is not by patterns that cost some microseconds a character. So that ordinary
texts cost next to nothing, pairs of characters are worked out without which each of them cannot be there.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from operator import concat
from typing import Literal, NamedTuple, get_args

from knowledge.language.danger_sayings import Needed, beginning, needs_of, needs_of_word, pattern_of, rarest_first
from knowledge.language.words import WordListError, either, list_names, load_list, words_of

Kind = Literal[
    "despair",
    "breathless",
    "unconscious",
    "labour",
    "fire",
    "gas",
    "violence",
    "bleeding",
    "poisoning",
    "chest_pain",
    "life_support",
    "lost",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
# Despair that may be meant and need not: its list stands beside those of the kinds.
DARK = "dark"
_FOLDER = "dangers"
_OF_ALL = "all"  # what is the same for every kind
_LISTS, _LINES = ("says", "not"), ("sayings", "together", "unless")
_COMMON = ("common", "hidden", "elsewhere", "before", "denied")


class KindOfDanger(NamedTuple):
    """The words and sayings of one kind, and what contains one of them and means something else."""

    name: str
    said: re.Pattern[str]
    together: Sequence[Sequence[re.Pattern[str]]]
    hidden: re.Pattern[str]


class Hinted(NamedTuple):
    """What a hint may be of: by its place the kind, and its line `together` counted from one; 0 is what it `said`."""

    kind: int
    line: int
    needed: Sequence[Needed]  # besides the hint, one at least of each


class DangerWords(NamedTuple):
    """All kinds, by which hints they are looked for, and what before or behind words takes the danger out of them."""

    by_hint: Mapping[str, Sequence[Hinted]]
    kinds: Sequence[KindOfDanger]
    elsewhere: re.Pattern[str]
    before: re.Pattern[str]
    denied: re.Pattern[str]

    def possible(self, text: str) -> set[tuple[int, int]]:
        """By kind and line what can be in a text at all, as far as its pairs of characters tell; nothing in most texts."""
        held = {*text, *map(concat, text, text[1:])}
        return {
            (kind, line)
            for hint in self.by_hint.keys() & held
            for kind, line, needed in self.by_hint[hint]
            if not any(one.isdisjoint(held) for one in needed)
        }


@cache
def danger_words() -> DangerWords:
    """The words of `dangers/` as patterns; raises WordListError with what is wrong and in which file."""
    names = (*KINDS, DARK)
    if list_names(_FOLDER) != {_OF_ALL, *names}:
        raise WordListError(f"{_FOLDER}: a file for {_OF_ALL}, {', '.join(names)} each is expected")
    content = load_list(_file(_OF_ALL))
    if set(content) != {"classes", *_COMMON}:
        raise WordListError(f"{_file(_OF_ALL)}: classes, {', '.join(_COMMON)} are expected")
    listed = {name: words_of(content[name], f"{_file(_OF_ALL)}: {name}") for name in _COMMON}
    classes = _classes(content["classes"], _file(_OF_ALL))
    read = [_kind(name, load_list(_file(name)), classes, listed) for name in names]
    by_hint: dict[str, list[Hinted]] = {}
    for place, (_, needs) in enumerate(read):
        for line, (rarest, *others) in needs:
            for hint in rarest:
                by_hint.setdefault(hint, []).append(Hinted(place, line, others))
    denied = either(listed["denied"])
    return DangerWords(
        by_hint,
        [kind for kind, _ in read],
        re.compile(either(listed["elsewhere"])),
        re.compile(either(listed["before"])),
        re.compile(rf"{denied}(?:有|人|想|要|会|真|去|过|再|什么|任何|出现)*$"),
    )


def _file(name: str) -> str:
    return f"{_FOLDER}/{name}.yaml"


def _classes(content: object, where: str) -> Mapping[str, Sequence[str]]:
    if not isinstance(content, Mapping):
        raise WordListError(f"{where}: classes: names with words are expected")
    return {str(name): words_of(words, f"{where}: classes: {name}") for name, words in content.items()}


def _kind(
    name: str, entry: Mapping[str, object], shared: Mapping[str, Sequence[str]], listed: Mapping[str, Sequence[str]]
) -> tuple[KindOfDanger, list[tuple[int, list[Needed]]]]:
    """The patterns of one kind, and what each of them needs, by its line as in `Hinted`."""
    where = _file(name)
    if not {"says", "not"} <= set(entry) <= {"classes", *_LISTS, *_LINES}:
        raise WordListError(f"{where}: says, not and perhaps classes, sayings, together and unless are expected")
    own = _classes(entry.get("classes", {}), where)
    if not shared.keys().isdisjoint(own):
        raise WordListError(f"{where}: {', '.join(sorted(shared.keys() & own))}: a class of all kinds already")
    classes = {**shared, **own}
    says, hides = (words_of(entry[one], f"{where}: {one}") for one in _LISTS)
    sayings, together, unless = (_lines(entry.get(one, []), f"{where}: {one}") for one in _LINES)
    said = "|".join([beginning(says) + either(says), *(pattern_of(saying, classes, where) for saying in sayings)])
    common = {hint: place for place, hint in enumerate(listed["common"])}
    signs = [
        [re.compile(pattern_of(sign, classes, where)) for sign in rarest_first(line, common, classes, where)]
        for line in together
    ]
    hidden = "|".join(
        [
            beginning([*listed["hidden"], *hides]) + either([*listed["hidden"], *hides]),
            *(pattern_of(saying, classes, where) for saying in unless),
        ]
    )
    needs = [
        *((0, needs_of_word(word, common)) for word in says),
        *((0, needs_of(saying, common, classes, where)) for saying in sayings),
        *((place, needs_of(line, common, classes, where)) for place, line in enumerate(together, start=1)),
    ]
    return KindOfDanger(name, re.compile(said), signs, re.compile(hidden)), needs


def _lines(content: object, where: str) -> Sequence[str]:
    if not isinstance(content, list) or not all(isinstance(line, str) for line in content):
        raise WordListError(f"{where}: a list of lines is expected")
    return content
