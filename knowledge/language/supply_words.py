"""The words of supply requests as `supplies.yaml` and `goods/` list them, made into tables when the first one is read.

`goods/` has a file for each kind of goods, in it a family of names after the other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from knowledge.language.supply_patterns import FILE, faults, mapping, soon, special, today
from knowledge.language.words import WordListError, WordTable, either, list_names, load_list, words_of

GOODS = ("food", "water", "daily", "baby", "medicine", "medical_goods", "fuel", "farm", "pet")
KINDS = (*GOODS, "utility", "other")
_FOLDER = "goods"
_ELSEWHERE_TOO = ("daily", "medical_goods")
# Words that are no goods, by what they do in the sentence.
_ROLES = (
    "kinds", "want", "instead", "buy", "filler", "and", "each", "unwanted", "unwanted_behind", "not_an_amount", "stop",
    "hidden",
)  # fmt: skip
_EXPECTED = frozenset(
    {"medicine_families", "spellings", "called", "alike", "heads", "heads_of_any", "endings", "faults", "units"}
    | {"special", "urgent", "dire", "peril", "urgent_today", "not_urgent", "hides_hurry", "hides_special"}
    | {"makers", "measured"}
)


class Word(NamedTuple):
    """What the table says about a word: its role, for goods their standard name and kind."""

    role: str
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SupplyWords:
    """Everything `supplies.yaml` says."""

    table: WordTable[Word]
    kinds: Mapping[str, str]  # of each name
    general: Mapping[str, int]  # which family a general word stands for
    family: Mapping[str, int]  # to which family a name belongs
    medicine: frozenset[tuple[str, str]]  # 降压药 with 缬沙坦
    called: Mapping[str, str]  # another name of a thing, and the usual one
    alike: Mapping[str, int]  # what stands in for each other
    heads: frozenset[str]  # 馅 makes another thing of 饺子
    heads_of_any: frozenset[str]  # things that do the same with things of other kinds: 对讲机电池
    unit: str  # a pattern
    unit_ends: frozenset[str]  # the last signs of units
    single: frozenset[str]  # units of one sign
    units: frozenset[str]
    counted: frozenset[str]
    vessels: frozenset[str]  # units that are things as well
    fault: re.Pattern[str]
    fault_names: Mapping[str, str]  # by group of the pattern
    soon: WordTable[str]
    today: re.Pattern[str]  # today is the end of it
    special: WordTable[str]
    about_people: frozenset[str]
    makers: frozenset[str]
    measured: frozenset[str]  # things only where an amount stands before them


@cache
def supply_words() -> SupplyWords:
    """The lists; raises WordListError with the place and what is wrong there."""
    content = load_list(FILE)
    if set(content) != {*_EXPECTED, *_ROLES}:
        raise WordListError(f"{FILE}: the lists are not the expected ones")
    kinds, general, family = _goods()
    called = {word: name for name, words in mapping(content, "called").items() for word in words_of(words, FILE)}
    makers = words_of(content["makers"], f"{FILE}: makers")
    units = mapping(content, "units")
    goods, counted = (words_of(units.get(name), f"{FILE}: units: {name}") for name in ("goods", "counted"))
    fault, fault_names = faults(content)
    people = special(content)
    return SupplyWords(
        _table(content, kinds),
        kinds,
        general,
        family,
        frozenset(_pairs(content, kinds)),
        called,
        _alike(content),
        frozenset(words_of(content["heads"], f"{FILE}: heads")),
        frozenset(words_of(content["heads_of_any"], f"{FILE}: heads_of_any")),
        either((*goods, *counted)),
        frozenset(unit[-1] for unit in (*goods, *counted)),
        frozenset(unit for unit in (*goods, *counted) if len(unit) == 1),
        frozenset((*goods, *counted)),
        frozenset(counted),
        frozenset({*goods, *counted} & set(kinds)),
        fault,
        fault_names,
        WordTable(soon(content)),
        today(content),
        WordTable(people),
        frozenset(word for word, tag in people.items() if tag),
        frozenset(makers),
        frozenset(words_of(content["measured"], f"{FILE}: measured")),
    )


def _table(content: Mapping[str, object], kinds: Mapping[str, str]) -> WordTable[Word]:
    """Every word with what it does in the sentence."""
    table = {name: Word("item", name, kind) for name, kind in kinds.items()}
    _add_spellings(table, content["spellings"])
    _add_called(table, kinds, content)
    for kind, words in mapping(content, "endings").items():
        for word in words_of(words, f"{FILE}: endings: {kind}"):
            table.setdefault(word, Word("ending", word, kind))
    for role, name in (*zip(_ROLES, _ROLES, strict=True), ("kinds", "makers")):
        for word in words_of(content[name], f"{FILE}: {name}"):
            if table.setdefault(word, Word(role, word)) != Word(role, word):
                raise WordListError(f"{FILE}: {name}: {word} stands in another list too")
    return WordTable(table)


def plain_goods() -> Iterator[str]:
    """The names that speak of goods wherever they stand; of a household and of face masks other matters speak as well."""
    kinds, _general, _family = _goods()
    return (name for name, kind in kinds.items() if kind not in _ELSEWHERE_TOO and len(name) > 1)


@cache
def _goods() -> tuple[dict[str, str], dict[str, int], dict[str, int]]:
    """The kind of every name, the family each general word stands for, and the family of each name."""
    if list_names(_FOLDER) != set(GOODS):
        raise WordListError(f"{_FOLDER}: a file for each of {', '.join(GOODS)} is expected")
    kinds: dict[str, str] = {}
    general: dict[str, int] = {}
    family: dict[str, int] = {}
    entries = [(kind, *entry) for kind in GOODS for entry in load_list(f"{_FOLDER}/{kind}.yaml").items()]
    for number, (kind, called, entry) in enumerate(entries):
        where = f"{_FOLDER}/{kind}.yaml: {called}"
        if not isinstance(entry, dict) or set(entry) != {"general", "words"}:
            raise WordListError(f"{where}: general and words are expected")
        whole = words_of(entry["general"], f"{where}: general")
        general.update(dict.fromkeys(whole, number))
        for name in (*whole, *words_of(entry["words"], f"{where}: words")):
            if name in kinds:
                raise WordListError(f"{where}: {name} is listed twice")
            kinds[name], family[name] = kind, number
    return kinds, general, family


def _add_spellings(table: dict[str, Word], content: object) -> None:
    if not isinstance(content, dict):
        raise WordListError(f"{FILE}: spellings: words by name are expected")
    for name, words in content.items():
        if name not in table:
            raise WordListError(f"{FILE}: spellings: {name} is no item")
        for word in words_of(words, f"{FILE}: spellings: {name}"):
            if table.setdefault(word, table[name]) != table[name]:
                raise WordListError(f"{FILE}: spellings: {word} stands in another list too")


def _add_called(table: dict[str, Word], kinds: Mapping[str, str], content: Mapping[str, object]) -> None:
    """Puts other names of things into the table as they stand."""
    for name, words in mapping(content, "called").items():
        if name not in kinds:
            raise WordListError(f"{FILE}: called: {name} is no item")
        for word in words_of(words, f"{FILE}: called: {name}"):
            if word in table:
                raise WordListError(f"{FILE}: called: {word} stands in another list too")
            table[word] = Word("item", word, kinds[name])


def _alike(content: Mapping[str, object]) -> Mapping[str, int]:
    rows = content["alike"]
    if not isinstance(rows, list):
        raise WordListError(f"{FILE}: alike: a list is expected")
    alike: dict[str, int] = {}
    for number, row in enumerate(rows):
        for name in words_of(row, f"{FILE}: alike"):
            if alike.setdefault(name, number) != number:
                raise WordListError(f"{FILE}: alike: {name} is listed twice")
    return alike


def _pairs(content: Mapping[str, object], kinds: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Every medicine by the words for what it is for; a member is a name, or an end or a part of names."""
    names = tuple([name for name, kind in kinds.items() if kind == "medicine"])
    for whole, members in mapping(content, "medicine_families").items():
        for member in words_of(members, f"{FILE}: medicine_families: {whole}"):
            meant = _holding(member, names)
            if kinds.get(whole) != "medicine" or not meant:
                raise WordListError(f"{FILE}: medicine_families: {whole} or {member} is no medicine")
            yield from ((whole, name) for name in meant if name != whole)


@cache
def _holding(part: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that hold a part."""
    return tuple([name for name in names if part in name])
