"""Where somebody stayed on the way (clause 3.2): read from an answer place by place, each with the days of its own.

Whoever only changed trains somewhere was `passing`: whether that counts, the announcement says.

Stays are added to those already known; 没去过沈阳 takes one away. Of several places in one breath nobody can say which
day is whose: they get none, and the grid worker asks. A name that fits several places is kept with these as `candidates`
until one of them is picked (handlers/returns/open_places.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.turn import Answers, Value
from knowledge.language.dates import find_dates
from knowledge.language.place_names import place_names, settle
from knowledge.language.place_roles import Role, find_mentions
from knowledge.language.places import find_stays
from knowledge.language.villages import places_below
from knowledge.regions import region

_CLAUSE = re.compile(r"[^,，;；。、\n]+")
_WENT = re.compile(r"[去到](?!\d|过|[一二三四五六七八九十今明昨前])")
_DENIED = re.compile(r"(?:没有?|未|不)(?=(?:在|去|到|停|住|待|经|路过|途))")
_TELLS_OF_STAYS = re.compile(
    r"去过|到过|住过|住了|停过|停了|待过|待了|路过|途经|途中|经过|转车|中转|还去|没去|没到|没在"
)
# A stop that is more than passing through: there they were long enough to be asked about.
_STAYED = re.compile(r"[住待停歇宿](?!车)|一晚|过夜|[几两一二三四五六七八九十\d]+(?:天|晚|宿|夜)")
_TELLS_OF_COMING = re.compile(r"从.{1,20}?(?:回|来|出发)")


@dataclass(frozen=True, slots=True)
class SaidStay:
    """A stay as said, in the form of an answer; `denied` where the sentence says that they were not there."""

    answer: dict[str, Value]
    denied: bool = False


def tells_of_stays(text: str) -> bool:
    """Whether a sentence beside the question is about stays and not about where somebody comes from."""
    return _TELLS_OF_STAYS.search(text) is not None and _TELLS_OF_COMING.search(text) is None


def in_first_sentence(text: str, now: datetime) -> list[Value]:
    """The stays that a report's first sentence names beside the origin; days only from a clause of its own."""
    named = {found.code or found.name for found in find_stays(text)}
    said = [stay for stay in in_answer(text, now) if _key(stay.answer) in named]
    apart = {
        found.code or found.name
        for clause in _CLAUSE.finditer(text)
        if _TELLS_OF_COMING.search(clause.group()) is None
        for found in find_stays(clause.group())
    }
    return [
        stay.answer if _key(stay.answer) in apart else _without_days(stay.answer) for stay in said if not stay.denied
    ]


def in_answer(text: str, now: datetime) -> list[SaidStay]:
    """The places of an answer to `where else`, with their days; `now` is when it was said (Asia/Shanghai)."""
    days = [(found.span[0], found.value.isoformat()) for found in find_dates(text, now, "past")]
    said: list[SaidStay] = []
    last: list[SaidStay] = []  # the only place of the clause before, as long as it has no days
    waiting: list[str] = []  # days that were named before any place
    for clause in _CLAUSE.finditer(text):
        own = [day for start, day in days if clause.start() <= start < clause.end()]
        places, denied = _places(clause.group())
        if len(places) == 1:
            own, waiting = own or waiting, []
            stay = SaidStay({**places[0], **_span(own)}, denied)
            said.append(stay)
            last = [] if own else [stay]
        elif places:
            said += [SaidStay(place, denied) for place in places]
            last = []
        elif own and last:
            last.pop().answer.update(_span(own))
        elif own:
            waiting += own
    return said


def merged(known: Sequence[Value], said: Sequence[SaidStay]) -> list[Value]:
    """The known stays with those said added, renewed, or taken away."""
    stays = {_key(one): one for one in known if isinstance(one, dict)}
    for stay in said:
        key = _key(stay.answer)
        if stay.denied:
            stays = {other: one for other, one in stays.items() if not _is_meant(one, stay.answer)}
        else:
            known_of_it = {name: value for name, value in stays.get(key, {}).items() if name != "passing"}
            stays[key] = {**known_of_it, **stay.answer}
    return list(stays.values())


def _places(clause: str) -> tuple[list[dict[str, Value]], bool]:
    """The places of a clause as answers without days, and whether it denies having been there."""
    denied = _DENIED.search(clause) is not None
    plain = _WENT.sub("在", _DENIED.sub(lambda found: " " * len(found.group()), clause))  # 去沈阳 here is a past stay
    names = place_names()
    stayed = _STAYED.search(clause) is not None
    said: list[dict[str, Value]] = []
    for mention in find_mentions(plain, names):
        settled = settle(mention.regions, mention.word in names.open)
        if mention.role > Role.NONE and len(settled) == 1 and settled[0].code not in names.home:
            passing: dict[str, Value] = {"passing": True} if mention.role is Role.STOP and not stayed else {}
            below = places_below(plain, mention.end)
            villages: dict[str, Value] = {"places": list(below)} if below else {}
            said.append({"code": settled[0].code, "name": settled[0].name, **villages, **passing})
        elif mention.role > Role.NONE and len(settled) > 1:
            said.append({"code": None, "name": mention.word, "candidates": [one.code for one in settled]})
    return said, denied


def _span(days: Sequence[str]) -> dict[str, Value]:
    return {"from": min(days), "until": max(days)} if days else {}


def _without_days(stay: dict[str, Value]) -> Value:
    return {name: value for name, value in stay.items() if name not in {"from", "until"}}


def _key(stay: Answers) -> str:
    return str(stay.get("code") or stay["name"])


def _is_meant(known: Answers, denied: Answers) -> bool:
    """Whether a known stay lies in the place, or in one of the places, that somebody says they were not at."""
    code, candidates = known.get("code"), denied.get("candidates") or [denied.get("code")]
    if not code:
        return _key(known) == _key(denied)
    assert isinstance(candidates, list)
    return any(one == code or region(str(one)).contains(region(str(code))) for one in candidates if one)
