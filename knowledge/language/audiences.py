"""To whom a notice goes, as the office says it: 老区社区, 永茂6号楼和7号楼, 封控区, 没打卡的, 除了二号村都发 (clause 3.3).

What is sealed, and who lives where, only the ledger knows; here the words are told apart. Text is normalised.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from knowledge.language.communities import Communities, CommunityFound, plan_communities
from knowledge.language.small_numbers import FIGURES, small_number
from knowledge.language.words import WordListError, either, load_list, words_of

Kind = Literal["everybody", "place", "grid", "sealed", "role", "open_case", "not_checked_in"]

_FILE = "audiences.yaml"
_KEYS = {"everybody", "sealed", "not_checked_in", "cases", "roles", "beside"}
_NUMBER = rf"(?:\d{{1,3}}|[{FIGURES}]{{1,3}})"
_SEVERAL = rf"{_NUMBER}(?:[、,和跟]{_NUMBER})*"
# What stands right behind a community, and what part of its address it is.
_GRID = re.compile(rf"第?(?P<numbers>{_SEVERAL})号?网格")
_BUILDING = re.compile(rf"(?P<numbers>{_SEVERAL})(?:号楼|栋楼?|幢楼?)")
_GROUP = re.compile(rf"(?P<numbers>{_SEVERAL})(?:组|队)")
_UNIT = re.compile(rf"(?P<numbers>{_SEVERAL})单元")
_BETWEEN = re.compile(r"[ 、,的和跟/]?")
_BUT = re.compile(
    r"(?:除了?|除开)(?P<front>[^,。;:]{2,30}?)(?:以外|之外|外|不发|(?=[,。;: ]|$|都|全))[, ]?"
    r"|[(,， ]*(?P<behind>[^,。;:(]{2,30}?)(?:除外|不发|不用发)[)]?"
    r"|[(, ]*(?:不含|不包括|不发给|别发给)(?P<last>[^,。;:()]{2,30})[)]?"
)
_APART = re.compile(r"[ ,、。;:!()/\-]+")


@dataclass(frozen=True, slots=True)
class AudienceSaid:
    """To whom, as said: the kind, the places that limit it or make it up, the role or the kind of case, who is left out.

    Places are addresses as the tree has them (永茂社区/6号楼). `is_whole` where the words say nothing else.
    """

    kind: Kind
    places: tuple[str, ...] = ()
    of: str = ""
    but_places: tuple[str, ...] = ()
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _WordsSaid:
    everybody: re.Pattern[str]
    sealed: re.Pattern[str]
    not_checked_in: re.Pattern[str]
    cases: Mapping[str, re.Pattern[str]]
    roles: Mapping[str, re.Pattern[str]]
    beside: re.Pattern[str]


def read_audience(text: str, communities: Communities | None = None) -> AudienceSaid | None:
    """To whom, in words that are an answer to that question; None where they name nobody."""
    known = communities or plan_communities()
    left_out: tuple[str, ...] = ()
    but = _BUT.search(text)
    if but is not None:
        named = next(part for part in (but["front"], but["behind"], but["last"]) if part)
        left_out, _ = places_in(named, known)
        if left_out:
            text = f"{text[: but.start()]} {text[but.end() :]}"
    places, rest = places_in(text, known)
    kind, of, rest = _kind_of(rest)
    if kind is None:
        kind = "place" if places else "everybody" if left_out else None
    if kind is None:
        return None
    if kind == "everybody" and places:
        kind = "place"
    if kind == "place" and all("网格" in place for place in places):
        kind = "grid"
    is_whole = says_nothing(rest)
    return AudienceSaid(kind, places, of, left_out, is_whole)


def place_in_notice(text: str, communities: Communities | None = None) -> AudienceSaid | None:
    """The one place that the words of a notice are about (…老区社区核酸采样…); None where they name none, or several."""
    places, _ = places_in(text, communities or plan_communities())
    if len(places) != 1:
        return None
    return AudienceSaid("grid" if "网格" in places[0] else "place", places, is_whole=False)


def says_nothing(rest: str) -> bool:
    """Whether what is left beside the names says nothing of its own."""
    return not _APART.sub("", _words().beside.sub("", rest))


def _kind_of(text: str) -> tuple[Kind | None, str, str]:
    """The kind, what it is of (a role, a kind of case), and the text without the words that say so."""
    words = _words()
    for kind, pattern in (("not_checked_in", words.not_checked_in), ("sealed", words.sealed)):
        if pattern.search(text) is not None:
            return kind, "", pattern.sub("", text)  # type: ignore[return-value]
    for kind, patterns in (("open_case", words.cases), ("role", words.roles)):
        for of, pattern in patterns.items():
            if pattern.search(text) is not None:
                return kind, of, pattern.sub("", text)  # type: ignore[return-value]
    if words.everybody.search(text) is not None:
        return "everybody", "", words.everybody.sub("", text)
    return None, "", text


def places_in(text: str, communities: Communities) -> tuple[tuple[str, ...], str]:
    """The places that are named, each once, and the text without their names."""
    addresses: list[str] = []
    rest, behind = "", 0
    for found in communities.find_all(text):
        if found.span[0] < behind:
            continue
        parts, end = _within(text, found)
        addresses += parts
        rest += f"{text[behind : found.span[0]]} "
        behind = end
    return tuple(dict.fromkeys(addresses)), rest + text[behind:]


def _within(text: str, found: CommunityFound) -> tuple[list[str], int]:
    """The addresses that begin with one community, and where they end: 永茂6号楼和7号楼, 二号村3组, 永茂1网格."""
    addresses: list[str] = []
    end, at = found.span[1], found.span[1]
    patterns = (_GRID, _GROUP) if found.is_village else (_GRID, _BUILDING)
    while True:
        at = _past(text, end)
        match = next((one for pattern in patterns if (one := pattern.match(text, at)) is not None), None)
        if match is None:
            break
        name = "网格" if match.re is _GRID else "组" if match.re is _GROUP else "号楼"
        parts = [f"{found.name}/{number}{name}" for number in _numbers(match["numbers"])]
        end = match.end()
        units = _UNIT.match(text, _past(text, end)) if name == "号楼" and len(parts) == 1 else None
        if units is not None:
            parts = [f"{parts[0]}/{number}单元" for number in _numbers(units["numbers"])]
            end = units.end()
        addresses += parts
    return addresses or [found.name], end


def _past(text: str, end: int) -> int:
    between = _BETWEEN.match(text, end)
    return between.end() if between is not None else end


def _numbers(said: str) -> list[int]:
    found = [int(one) if one.isascii() else small_number(one) for one in re.findall(_NUMBER, said)]
    return [number for number in found if number]


@cache
def _words() -> _WordsSaid:
    """The office's words, read once. Raises WordListError."""
    content = load_list(_FILE)
    if set(content) != _KEYS:
        raise WordListError(f"{_FILE}: the keys {', '.join(sorted(_KEYS))} are expected")
    plain = {
        key: re.compile(either(words_of(content[key], f"{_FILE}: {key}")))
        for key in ("everybody", "sealed", "not_checked_in", "beside")
    }
    return _WordsSaid(cases=_by_name(content["cases"], "cases"), roles=_by_name(content["roles"], "roles"), **plain)


def _by_name(value: object, where: str) -> Mapping[str, re.Pattern[str]]:
    if not isinstance(value, dict):
        raise WordListError(f"{_FILE}: {where}: names with words are expected")
    return {
        str(name): re.compile(either(words_of(words, f"{_FILE}: {where}: {name}"))) for name, words in value.items()
    }
