"""What staff on duty write down in one sentence (clauses 3.4.1, 3.4.3, 3.4.4, 3.4.6): a shift, a handover, a patrol, that
something was disinfected or the rubbish taken away.

Only what was done is read as done: 还没消毒, 明天消毒 and 能来消毒吗 are none, and words that leave it open (6号楼消毒) are
said to. Text is normalised, moments are ms UTC.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from knowledge.language import numbered_places
from knowledge.language.communities import plan_communities
from knowledge.language.names import looks_like_name
from knowledge.language.past_hours import HoursSaid, find_hours, without_ratios
from knowledge.language.words import WordListError, either, load_list, words_of

Deed = Literal["done", "begun", "not_yet", "asked", "open"]
DISINFECTION, RUBBISH = "disinfection", "rubbish"
SHIFT, HANDOVER, PATROL = "shift", "handover", "patrol"
_FILE = "duty_logs.yaml"
_LISTS = (
    *("disinfects", "removes", "clears", "done", "begun", "not_yet", "asks", "wants"),
    *("patrols", "gates", "leads", "begins", "ends"),
)
_CLAUSE = re.compile(r"[ ,。;!\n]+")
_AN_HOUR = re.compile(r"\d[点:时]")
# 该消毒了 is a wish, 该消毒的都消毒完了 is none.
_PLAINLY_DONE = re.compile(r"[完已毕]|结束|到位|过了")
_WRITES_IN = re.compile(r"(?:值[班守]|消[毒杀]|巡[逻查]|垃圾(?:清运)?)(?:记录|日志|登记|情况)?[ :,]*(?=$)")
_TO_WHOM = re.compile(r"交(?:班|岗)?给了? ?([一-鿿]{1,4})(?=$|[ ,，。:了])")
_FROM_WHOM = re.compile(r"接[一-鿿]{1,4}的班")
_WHO = re.compile(r"值[班守](?:人员?|员)? ?[: ] ?([一-鿿]{2,4})(?=$|[ ,，。\d])")
_AMOUNT = re.compile(r"(?:\d+|[一两三四五六七八九十]+) ?(?:车|桶|袋|遍|次|斤|公斤|吨|瓶)")


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """A place as a log names it: its community by its full name where that is said, the parts below it."""

    community: str | None
    part: str

    @property
    def words(self) -> str:
        """The place as it was said."""
        return f"{self.community or ''}{self.part.replace('/', '')}"


@dataclass(frozen=True, slots=True)
class UpkeepSaid:
    """That something was disinfected or rubbish taken away: which of them, how far it is, when, where, and its words."""

    kind: str
    deed: Deed
    hours: HoursSaid
    places: tuple[PlaceSaid, ...]
    text: str


@dataclass(frozen=True, slots=True)
class DutySaid:
    """What a shift, a handover or a patrol says of itself.

    `deed` is `begun` where it goes on, `done` where it is over; `ends` says that whoever writes goes off duty. `at_gate`:
    the words name a gate; `leads`: the shift of whoever leads (带班); `person` is who was on duty, `to` who took over.
    """

    kind: str
    deed: Deed
    hours: HoursSaid
    places: tuple[PlaceSaid, ...]
    ends: bool
    at_gate: bool
    leads: bool
    person: str | None
    to: str | None
    text: str


def read_upkeep(text: str, said: datetime) -> tuple[UpkeepSaid, ...]:
    """Everything that a text says of disinfection and rubbish; empty where it says nothing of either.

    What names no place is where the thing before it was: 6号楼消毒完了,垃圾也清了.
    """
    found: list[UpkeepSaid] = []
    for kinds, words in _matters(text):
        hours, named = find_hours(words, said), places_said(words) or (found[-1].places if found else ())
        found += [UpkeepSaid(kind, _deed(words, kind, hours), hours, named, words) for kind in kinds]
    return tuple(found)


def read_duty(text: str, said: datetime) -> DutySaid:
    """What a text says of a shift, a handover or a patrol; whatever else it says is a line of a shift."""
    lists, hours = _lists(), find_hours(text, said)
    is_patrol = lists["patrols"].search(text) is not None
    ends = lists["ends"].search(text) is not None or _TO_WHOM.search(text) is not None
    begins = lists["begins"].search(text) is not None or _FROM_WHOM.search(text) is not None
    # 今天带班 says that it begins, 今天带班 一切正常 that it is over.
    begins |= lists["leads"].search(text) is not None and not hours.is_said and lists["done"].search(text) is None
    is_stretch = hours.start is not None and hours.end is not None
    kind = PATROL if is_patrol else HANDOVER if ends and not is_stretch and not hours.planned_end else SHIFT
    return DutySaid(
        kind,
        _duty_deed(text, hours, begins=begins and not ends),
        hours,
        places_said(text),
        ends and not is_patrol,
        lists["gates"].search(text) is not None,
        lists["leads"].search(text) is not None,
        _person(text),
        _to(text),
        text,
    )


def places_said(text: str) -> tuple[PlaceSaid, ...]:
    """The places that a log names, each once: 永茂6号楼, 6、7号楼, 3组, a community alone."""
    communities = plan_communities().find_all(text)
    found: list[PlaceSaid] = []
    behind_one: set[str] = set()
    for numbered in numbered_places.find_all(text):
        before = [one for one in communities if one.span[1] <= numbered.span[0]]
        community = before[-1].name if before else None
        behind_one |= {community} if community is not None else set()
        found += [PlaceSaid(community, part) for part in numbered.parts]
    alone = [PlaceSaid(one.name, "") for one in communities if one.name not in behind_one]
    return tuple(dict.fromkeys([*alone, *found]))


def _matters(text: str) -> list[tuple[tuple[str, ...], str]]:
    """The parts of a text that each speak of other things, or of other places and hours, with the kinds they speak of."""
    matters: list[tuple[tuple[str, ...], str]] = []
    before = ""
    for words in _CLAUSE.split(text):
        kinds = _kinds(words)
        if not kinds and not matters:
            before = f"{before} {words}".strip()
        elif not kinds and matters and _is_left_out(words):
            matters.append((matters[-1][0], words))
        elif not kinds or (matters and kinds == matters[-1][0] and not _begins_anew(matters[-1][1], words)):
            matters[-1] = (matters[-1][0], f"{matters[-1][1]} {words}")
        else:
            matters.append((kinds, f"{before} {words}".strip()))
            before = ""
    return matters


def _is_left_out(words: str) -> bool:
    """Whether words only say where it was not done: 7号楼消毒完了,8号楼还没."""
    return _lists()["not_yet"].search(words) is not None and any(True for _ in numbered_places.find_all(words))


def _begins_anew(before: str, words: str) -> bool:
    """Whether words of the same thing are about other places at other hours."""
    has_both = _AN_HOUR.search(words) is not None and any(True for _ in numbered_places.find_all(words))
    return has_both and _AN_HOUR.search(without_ratios(before)) is not None


def _kinds(text: str) -> tuple[str, ...]:
    """Of what the words speak; a bin that was disinfected is not emptied."""
    lists = _lists()
    disinfects, speaks_of_rubbish = (lists[name].search(text) is not None for name in ("disinfects", "removes"))
    removes = speaks_of_rubbish and (not disinfects or lists["clears"].search(text) is not None)
    return (*((DISINFECTION,) if disinfects else ()), *((RUBBISH,) if removes else ()))


def _deed(text: str, kind: str, hours: HoursSaid) -> Deed:
    """How far it is by the words."""
    lists = _lists()
    is_bare = _WRITES_IN.match(text) is not None
    is_cleared = kind == DISINFECTION or lists["clears"].search(text) is not None
    if lists["asks"].search(text) is not None:
        return "asked"
    if hours.is_ahead or lists["not_yet"].search(text) is not None:
        return "not_yet"
    says_done = lists["done"].search(text) is not None or hours.end is not None or _AMOUNT.search(text) is not None
    if (lists["begun"].search(text) is not None and hours.end is None) or hours.planned_end is not None:
        return "begun"
    is_wish = lists["wants"].search(text) is not None and _PLAINLY_DONE.search(text) is None and hours.end is None
    if is_wish:
        return "asked"
    return "done" if not is_bare and says_done and is_cleared else "open"


def _duty_deed(text: str, hours: HoursSaid, *, begins: bool) -> Deed:
    if _lists()["asks"].search(text) is not None:
        return "asked"
    if hours.is_ahead or re.search(r"明[天早晚]|后天", text) is not None:
        return "not_yet"
    is_over = hours.start is not None and hours.end is not None
    return "begun" if hours.planned_end is not None or (begins and not is_over) else "done"


def _person(text: str) -> str | None:
    """Who was on duty, where it is said: 值班:王强 20:00-08:00."""
    found = _WHO.search(text)
    return found[1] if found is not None and looks_like_name(found[1], strict=True) else None


def _to(text: str) -> str | None:
    found = _TO_WHOM.search(text)
    return found[1].removesuffix("了") if found is not None else None


@cache
def _lists() -> dict[str, re.Pattern[str]]:
    """The words of the lists as patterns; raises WordListError with what is wrong."""
    content = load_list(_FILE)
    if set(content) != set(_LISTS):
        raise WordListError(f"{_FILE}: exactly {', '.join(_LISTS)} are expected")
    return {name: re.compile(either(words_of(content[name], f"{_FILE}: {name}"))) for name in _LISTS}
