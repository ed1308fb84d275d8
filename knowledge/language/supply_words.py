"""The words of supply requests as `supplies.yaml` lists them, checked and made into tables when the first one is read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from knowledge.language.words import WordListError, WordTable, either, load_list, words_of

_FILE = "supplies.yaml"
KINDS = ("food", "water", "daily", "baby", "medicine", "medical_goods", "fuel", "farm", "pet", "utility", "other")
SPECIAL = ("elderly", "infant", "pregnant", "disabled", "chronic")
# Words that are no goods, by what they do in the sentence.
_ROLES = (
    "kinds", "want", "instead", "buy", "filler", "and", "each", "unwanted", "unwanted_behind", "not_an_amount", "stop",
    "hidden",
)  # fmt: skip
# 没电 is a fault, 没电池 and 没水果 are not.
_NO_COMPOUND = "(?![池视线灯热磁饭动瓶果泥桶管壶杯饺])"


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
    unit: str  # a pattern
    counted: frozenset[str]
    fault: re.Pattern[str]
    fault_names: Mapping[str, str]  # by group of the pattern
    soon: WordTable[str]
    special: WordTable[str]
    about_people: frozenset[str]


@cache
def supply_words() -> SupplyWords:
    """The lists; raises WordListError with the place and what is wrong there."""
    content = load_list(_FILE)
    expected = {"items", "medicine_families", "spellings", "endings", "faults", "units", "urgent", "not_urgent"}
    if set(content) != {*expected, "hides_hurry", "special", *_ROLES}:
        raise WordListError(f"{_FILE}: the lists are not the expected ones")
    kinds, general, family = _goods(content["items"])
    table = {name: Word("item", name, kind) for name, kind in kinds.items()}
    _add_spellings(table, content["spellings"])
    for kind, words in _mapping(content, "endings").items():
        for word in words_of(words, f"{_FILE}: endings: {kind}"):
            table.setdefault(word, Word("ending", word, kind))
    for role in _ROLES:
        for word in words_of(content[role], f"{_FILE}: {role}"):
            if table.setdefault(word, Word(role, word)) != Word(role, word):
                raise WordListError(f"{_FILE}: {role}: {word} stands in another list too")
    units = _mapping(content, "units")
    goods, counted = (words_of(units.get(name), f"{_FILE}: units: {name}") for name in ("goods", "counted"))
    fault, fault_names = _faults(content)
    special = _special(content)
    return SupplyWords(
        WordTable(table),
        kinds,
        general,
        family,
        frozenset(_pairs(content, kinds)),
        either((*goods, *counted)),
        frozenset(counted),
        fault,
        fault_names,
        WordTable(_soon(content)),
        WordTable(special),
        frozenset(special),
    )


def _goods(content: object) -> tuple[dict[str, str], dict[str, int], dict[str, int]]:
    """The kind of every name, the family each general word stands for, and the family of each name."""
    if not isinstance(content, list):
        raise WordListError(f"{_FILE}: items: a list is expected")
    kinds: dict[str, str] = {}
    general: dict[str, int] = {}
    family: dict[str, int] = {}
    for number, entry in enumerate(content):
        if set(entry) != {"kind", "general", "words"} or entry["kind"] not in KINDS:
            raise WordListError(f"{_FILE}: items: kind, general and words are expected")
        for name in words_of(entry["general"], f"{_FILE}: items: general"):
            general[name] = number
        for name in (*words_of(entry["general"], _FILE), *words_of(entry["words"], f"{_FILE}: items: words")):
            if name in kinds:
                raise WordListError(f"{_FILE}: items: {name} is listed twice")
            kinds[name], family[name] = entry["kind"], number
    return kinds, general, family


def _add_spellings(table: dict[str, Word], content: object) -> None:
    if not isinstance(content, dict):
        raise WordListError(f"{_FILE}: spellings: words by name are expected")
    for name, words in content.items():
        if name not in table:
            raise WordListError(f"{_FILE}: spellings: {name} is no item")
        for word in words_of(words, f"{_FILE}: spellings: {name}"):
            if table.setdefault(word, table[name]) != table[name]:
                raise WordListError(f"{_FILE}: spellings: {word} stands in another list too")


def _pairs(content: Mapping[str, object], kinds: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for whole, members in _mapping(content, "medicine_families").items():
        for member in words_of(members, f"{_FILE}: medicine_families: {whole}"):
            if kinds.get(whole) != "medicine" or kinds.get(member) != "medicine":
                raise WordListError(f"{_FILE}: medicine_families: {whole} or {member} is no medicine")
            yield whole, member


def _faults(content: Mapping[str, object]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """One pattern for all faults, a group for each, and what the groups are called."""
    branches: list[str] = []
    names: dict[str, str] = {}
    begins: set[str] = set()  # looked at first, because most signs begin no fault
    for number, (name, how) in enumerate(_mapping(content, "faults").items()):
        if not isinstance(how, dict) or "said" not in how or not set(how) <= {"said", "of", "is"}:
            raise WordListError(f"{_FILE}: faults: {name}: said, and perhaps of and is, are expected")
        where = f"{_FILE}: faults: {name}"
        said = words_of(how["said"], where)
        ways = [either(said) + _NO_COMPOUND] if said else []
        begins.update(word[0] for word in said)
        if "of" in how:
            parts, wrongs = words_of(how["of"], where), words_of(how["is"], where)
            ways.append(rf"{either(parts)}[^,。;!?\n ]{{0,4}}?{either(wrongs)}水?")
            begins.update(part[0] for part in parts)
        branches.append(f"(?P<f{number}>{'|'.join(ways)})")
        names[f"f{number}"] = name
    return re.compile(f"(?=[{''.join(sorted(begins))}])(?:{'|'.join(branches)})"), names


def _soon(content: Mapping[str, object]) -> dict[str, str]:
    table: dict[str, str] = {}
    for role, value in (("urgent", "urgent"), ("not_urgent", "normal"), ("hides_hurry", "")):
        for word in words_of(content[role], f"{_FILE}: {role}"):
            if word in table:
                raise WordListError(f"{_FILE}: {role}: {word} is listed twice")
            table[word] = value
    return table


def _special(content: Mapping[str, object]) -> dict[str, str]:
    table: dict[str, str] = {}
    for value, words in _mapping(content, "special").items():
        if value not in SPECIAL:
            raise WordListError(f"{_FILE}: special: {value} is unknown")
        for word in words_of(words, f"{_FILE}: special: {value}"):
            if table.setdefault(word, value) != value:
                raise WordListError(f"{_FILE}: special: {word} is listed twice")
    return table


def _mapping(content: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = content[name]
    if not isinstance(value, dict):
        raise WordListError(f"{_FILE}: {name}: a mapping is expected")
    return cast("Mapping[str, object]", value)
