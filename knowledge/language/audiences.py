"""To whom a notice goes, as the office says it: 老区社区, 永茂6号楼和7号楼, 封控区, 没打卡的, 除了二号村都发 (clause 3.3).

What is sealed, and who lives where, only the ledger knows; here the words are told apart. Text is normalised.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from knowledge.language.audience_places import NAMED, places_in
from knowledge.language.communities import Communities, plan_communities
from knowledge.language.words import WordListError, either, load_list, words_of

Kind = Literal["everybody", "place", "grid", "sealed", "role", "open_case", "not_checked_in"]

_FILE = "audiences.yaml"
_KEYS = {"everybody", "sealed", "not_checked_in", "cases", "roles", "beside"}
_BUT = re.compile(
    r"[(]?(?:除了?|除开)(?P<front>[^,。;:()]{2,30}?)(?:以外|之外|外|不发|(?=[,。;: )]|$|都|全))(?:的(?=人))?[), ]*"
    r"|[(,， ]*(?P<behind>[^,。;:(]{2,30}?)(?:以外|之外|除外|不发|不用发)[)]?"
    r"|[(, ]*(?:不含|不包括|不包含|不发给|别发给)(?P<last>[^,。;:()]{2,30})[)]?"
)
# In the words of a notice: whoever is said to be left out, or to come from a place, is not the place itself.
LEAVES_OUT = re.compile(r"除了|除开|除[^夕雪冰草虫湿]{2,20}外|以外|之外|除外|不含|不包括|不包含|不发|别发|不用发")
_COMES_FROM = re.compile(r"从.{2,12}(?:回来|回到|返回|过来|来的)")
# What joins two places joins no unlike ones: 永茂社区和泰安社区, but not 永茂社区和网格员.
_JOINS_NAMES = re.compile(rf"(?<={NAMED})[ ,、]*(?:以及|还有|和|跟|与|及|、|,)[ ]*(?={NAMED})")
_JOINS = re.compile("以及|还有|加上|和|跟|与|及|、")
_RESIDENTS = re.compile("居民|住户|村民|各户")
_APART = re.compile(r"[ ,、。;:!()/\-]+")


@dataclass(frozen=True, slots=True)
class AudienceSaid:
    """To whom, as said: the kind, the places that limit it or make it up, the role or the kind of case, who is left out.

    Places are addresses as the tree has them (永茂社区/6号楼). `is_whole` where the words say nothing else; `unread` is
    what they say besides in an answer to that question: nobody is to get a notice, or not to get it, by words half read.
    """

    kind: Kind
    places: tuple[str, ...] = ()
    of: str = ""
    but_places: tuple[str, ...] = ()
    is_whole: bool = True
    unread: str = ""


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
    text, left_out, unread = _without(text, known)
    places, rest = places_in(text, known)
    kind, of, rest = _kind_of(rest)
    if kind is None:
        kind = "place" if places else "everybody" if left_out or unread else None
    if kind is None:
        return None
    if not unread:
        unread = text.strip(" ,") if _joins_unlike(kind, rest) else _what_is_said(rest, text)
    if kind == "everybody" and places:
        kind = "place"
    if kind == "place" and all("网格" in place for place in places):
        kind = "grid"
    return AudienceSaid(kind, places, of, left_out, not unread, unread)


def _without(text: str, known: Communities) -> tuple[str, tuple[str, ...], str]:
    """The text without who is left out, their places, and what of it was not understood.

    A building alone is one of the only community that is named before it: 永茂社区,除了6号楼.
    """
    but = _BUT.search(text)
    if but is None:
        return text, (), ""
    named = next(part for part in (but["front"], but["behind"], but["last"]) if part)
    behind = f"{text[: but.start()]} {text[but.end() :]}"
    left_out, rest = places_in(named, known)
    of = {place.split("/")[0] for place in places_in(behind, known)[0]}
    if not left_out and len(of) == 1:
        left_out, rest = places_in(f"{of.pop()}{named}", known)
        left_out = tuple(place for place in left_out if "/" in place)
    is_read = bool(left_out) and says_nothing(rest)
    return behind, left_out, "" if is_read else but.group().strip(" ,()")


def _joins_unlike(kind: Kind, rest: str) -> bool:
    """Whether several kinds of people are put together, which one notice cannot go to: 永茂社区居民和网格员."""
    left = _JOINS_NAMES.sub("", rest)
    return _JOINS.search(left) is not None or (kind == "role" and _RESIDENTS.search(left) is not None)


def _what_is_said(rest: str, text: str) -> str:
    """What is left beside the names; all of it where they stand in the middle; empty where it says nothing of its own."""
    left = "" if says_nothing(rest) else rest.strip(f" ,、;:的{NAMED}")
    return text.strip(" ,") if NAMED in left else left


def place_in_notice(text: str, communities: Communities | None = None) -> AudienceSaid | None:
    """The one place that the words of a notice are about (…老区社区核酸采样…); None where they name none, or several."""
    places, _ = places_in(text, communities or plan_communities())
    if len(places) != 1 or LEAVES_OUT.search(text) is not None or _COMES_FROM.search(text) is not None:
        return None
    return AudienceSaid("grid" if "网格" in places[0] else "place", places, is_whole=False)


def says_nothing(rest: str) -> bool:
    """Whether what is left beside the names says nothing of its own."""
    return not _APART.sub("", _words().beside.sub("", rest.replace(NAMED, " ")))


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
