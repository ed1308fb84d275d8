"""How `supplies.yaml` says what is out of order, how soon something is needed and for whom: its lists made into tables."""

import re
from collections.abc import Mapping
from typing import cast

from knowledge.language.words import WordListError, either, words_of

FILE = "supplies.yaml"
SPECIAL = ("elderly", "infant", "pregnant", "disabled", "chronic")
_SOON = {"urgent": "urgent", "dire": "dire", "peril": "peril", "not_urgent": "normal", "hides_hurry": ""}
_TODAY = ("when", "what", "until")
# 没电 is a fault, 没电池, 没电暖器 and 没水果 are not; nor is 血压计没电.
_OF_A_DEVICE = "(?<![计机车器表池灯仪锁宝充])"
_NO_COMPOUND = "(?![池视线灯热磁饭动瓶果泥桶管壶杯饺暖褥脑话扇炉吹压炒煮锅烤笔蚊熨饼推钻蒸炖盆彩靴鞋])"


def faults(content: Mapping[str, object]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """One pattern for all faults, a group for each, and what the groups are called."""
    branches: list[str] = []
    names: dict[str, str] = {}
    begins: set[str] = set()  # looked at first, because most signs begin no fault
    for number, (name, how) in enumerate(mapping(content, "faults").items()):
        if not isinstance(how, dict) or "said" not in how or not set(how) <= {"said", "of", "is"}:
            raise WordListError(f"{FILE}: faults: {name}: said, and perhaps of and is, are expected")
        where = f"{FILE}: faults: {name}"
        said = words_of(how["said"], where)
        ways = [_OF_A_DEVICE + either(said) + _NO_COMPOUND] if said else []
        begins.update(word[0] for word in said)
        if "of" in how:
            parts, wrongs = words_of(how["of"], where), words_of(how["is"], where)
            ways.append(rf"{_OF_A_DEVICE}{either(parts)}[^,。;!?\n ]{{0,4}}?{either(wrongs)}水?")
            begins.update(part[0] for part in parts)
        branches.append(f"(?P<f{number}>{'|'.join(ways)})")
        names[f"f{number}"] = name
    return re.compile(f"(?=[{''.join(sorted(begins))}])(?:{'|'.join(branches)})"), names


def soon(content: Mapping[str, object]) -> dict[str, str]:
    table: dict[str, str] = {}
    for role, value in _SOON.items():
        for word in words_of(content[role], f"{FILE}: {role}"):
            if word in table:
                raise WordListError(f"{FILE}: {role}: {word} is listed twice")
            table[word] = value
    return table


def today(content: Mapping[str, object]) -> re.Pattern[str]:
    """今晚都不够, 今天就得见底; 撑到今晚."""
    parts = mapping(content, "urgent_today")
    when, what, until = (either(words_of(parts.get(name), f"{FILE}: urgent_today: {name}")) for name in _TODAY)
    return re.compile(rf"{when}[就都也可能得要会 ]{{0,3}}{what}|{until}[了着]?{when}")


def special(content: Mapping[str, object]) -> dict[str, str]:
    table: dict[str, str] = {}
    for value, words in mapping(content, "special").items():
        if value not in SPECIAL:
            raise WordListError(f"{FILE}: special: {value} is unknown")
        for word in words_of(words, f"{FILE}: special: {value}"):
            if table.setdefault(word, value) != value:
                raise WordListError(f"{FILE}: special: {word} is listed twice")
    return {**table, **dict.fromkeys(words_of(content["hides_special"], f"{FILE}: hides_special"), "")}


def mapping(content: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = content[name]
    if not isinstance(value, dict):
        raise WordListError(f"{FILE}: {name}: a mapping is expected")
    return cast("Mapping[str, object]", value)
