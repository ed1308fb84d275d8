"""Who wants in at the gate, as the guard types it: 进 蒙G12345 送菜, 进 张师傅 修水管 去6号楼, 进 外卖.

Only what stands there is read. What kind of visitor it is follows from the words of `gate_entries.yaml`; where none is
there the kind stays open. Text is normalised.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.language.addresses import find_address
from knowledge.language.names import is_called, looks_like_name
from knowledge.language.small_numbers import SMALL, small_number
from knowledge.language.temperatures import find_temperatures
from knowledge.language.transport import find_plate
from knowledge.language.words import WordListError, either, load_list, words_of

_FILE = "gate_entries.yaml"
# The kinds of gate_log that somebody can be told apart by; anybody else is `other`.
KINDS = ("emergency", "resident", "courier", "supply", "repair", "staff")
_BREAKS = re.compile(r"[ ,，。、;:\n]+")
_PEOPLE = re.compile(rf"(?<![\d号])({SMALL})(?:个人|人|名|位)(?!民)")
# Goods for somebody who lives there do not make a resident of who brings them.
_FOR_RESIDENTS = re.compile(r"[给帮替找看][^ ,]{0,6}?(?:住户|居民|业主)")
_NAME_RUN = re.compile(r"[一-鿿·]{2,8}")


@dataclass(frozen=True, slots=True)
class EntryFound:
    """What a guard says of somebody at the gate; `said` are the words without plate, count and temperature.

    `comes_back`: from elsewhere, not from an errand of the day.
    """

    kind: str | None
    name: str | None
    plate: str | None
    people: int | None
    temperature: float | None
    door: str | None
    said: str
    comes_back: bool = False


@dataclass(frozen=True, slots=True)
class _Lists:
    kinds: Mapping[str, re.Pattern[str]]
    titled: re.Pattern[str]
    comes_back: re.Pattern[str]


def find_entry(text: str) -> EntryFound:
    """What the words say of somebody who wants in, or goes out in an emergency."""
    plate = find_plate(text)
    rest = text if plate is None else f"{text[: plate.span[0]]} {text[plate.span[1] :]}"
    temperatures = find_temperatures(rest)
    temperature = temperatures[-1] if temperatures else None
    if temperature is not None:
        rest = f"{rest[: temperature.span[0]]} {rest[temperature.span[1] :]}"
    people = _PEOPLE.search(rest)
    if people is not None:
        rest = f"{rest[: people.start()]} {rest[people.end() :]}"
    address = find_address(rest)
    parts = [] if address is None else [address.community, address.building, address.unit, address.room]
    return EntryFound(
        _kind(rest),
        _name(rest),
        None if plate is None else plate.value,
        None if people is None else small_number(people[1]),
        None if temperature is None else temperature.value,
        "".join(part for part in parts if part) or None,
        " ".join(part for part in _BREAKS.split(rest) if part),
        comes_back=_lists().comes_back.search(rest) is not None,
    )


def _kind(text: str) -> str | None:
    text = _FOR_RESIDENTS.sub(" ", text)
    return next((kind for kind, words in _lists().kinds.items() if words.search(text)), None)


def _name(text: str) -> str | None:
    """The first word that is how somebody is called: 张师傅, 王大夫, 林秀."""
    lists = _lists()
    for part in _BREAKS.split(text):
        titled = lists.titled.match(part)
        if titled is not None:
            return titled[0]
        is_run = _NAME_RUN.fullmatch(part) is not None and _kind(part) is None
        if is_run and (is_called(part) or looks_like_name(part, strict=True)):
            return part
    return None


@cache
def _lists() -> _Lists:
    """The words of the list as patterns; raises WordListError with what is wrong."""
    content = load_list(_FILE)
    kinds = content.get("kinds")
    if set(content) != {"kinds", "titles", "comes_back"} or not isinstance(kinds, Mapping) or tuple(kinds) != KINDS:
        raise WordListError(f"{_FILE}: titles, comes_back, and kinds in the order {', '.join(KINDS)} are expected")
    titles = words_of(content["titles"], f"{_FILE}: titles")
    return _Lists(
        {kind: re.compile(either(words_of(said, f"{_FILE}: {kind}"))) for kind, said in kinds.items()},
        re.compile(rf"[一-鿿]{{1,3}}?{either(titles)}"),
        re.compile(either(words_of(content["comes_back"], f"{_FILE}: comes_back"))),
    )
