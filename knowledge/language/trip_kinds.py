"""The words for kinds of places that people go to, and what names nothing before them (`trip_places.yaml`)."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.language.words import WordListError, either, load_list, words_of

_FILE = "trip_places.yaml"
_KINDS = ("known", "famous", "single", "called", "strict", "practice", "loose", "estate")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kind of each word, a pattern of them all, what is a place without a name of its own, what names nothing, and our
    city and its counties, which open many names."""

    of: dict[str, str]
    pattern: re.Pattern[str]
    alone: frozenset[str]
    names_nothing: frozenset[str]
    ours: re.Pattern[str]


@cache
def kinds_of_places() -> Kinds:
    """The lists of `trip_places.yaml`; raises WordListError."""
    content = load_list(_FILE)
    if set(content) != {*_KINDS, "alone", "names_nothing", "ours"}:
        raise WordListError(f"{_FILE}: the keys {', '.join(_KINDS)}, alone, names_nothing and ours are expected")
    of: dict[str, str] = {}
    for kind in _KINDS:
        for word in words_of(content[kind], f"{_FILE}: {kind}"):
            of.setdefault(word, kind)
    names_nothing = frozenset(words_of(content["names_nothing"], f"{_FILE}: names_nothing"))
    alone = frozenset(words_of(content["alone"], f"{_FILE}: alone"))
    ours = re.compile(either(words_of(content["ours"], f"{_FILE}: ours")))
    return Kinds(of, re.compile(either(of)), alone, names_nothing, ours)
