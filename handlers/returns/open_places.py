"""A place name that fits several places (朝阳, 鼓楼): kept beside the answers until one of them is picked or named.

The writer picks by number, or says more: 辽宁 settles 朝阳, another place takes its place. The origin is open as the codes
of its candidates; a stay is open where it carries `candidates`, and is asked about after the others are kept.
"""

import re

from bot.conversation import Choice
from bot.turn import Answers, Turn, Value
from knowledge.language.numbers import parse_chinese_number
from knowledge.language.places import find_origin
from knowledge.language.unknown import says_unknown
from knowledge.regions import Region, region

# The answer beside the slots: the codes of the places that the name fits.
ORIGIN_OPEN = "origin_open"
# The stays that are known while the question about them is asked again.
NAMED_BEFORE = "named_before"
_LEFT_OPEN = frozenset({"没有", "没有了"})
_PICKED = re.compile(r"(?:是|要|选)?第?([1-9一二三四五六七八九])(?:个|号|项)?(?:吧|的)?")


def fitting(text: str) -> list[Value]:
    """The codes of the places that somebody may come from by these words; none where it is clear, or nothing is said."""
    found = find_origin(text)
    return [one.code for one in found.candidates] if found is not None and found.code is None else []


def offers(_turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """The places to choose from, with the regions above them."""
    return tuple(Choice(_answer(one), one.full_name) for one in _open_ones(answers))


def offers_of_stay(_turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """The places to choose from for the first stay that is open; the answer is all stays with that one settled."""
    stays = _named_before(answers)
    return tuple(Choice(_with_first_open(stays, _answer(one)), one.full_name) for one in _first_open(stays))


def question(turn: Turn, answers: Answers, slot: str) -> str:
    """The question which of them it is, where the form stood elsewhere."""
    words = turn.house.words.form("return_report").slots[slot]
    choices = {"origin": offers, "stays": offers_of_stay}[slot](turn, answers)
    return turn.render("return_which_place", question=words.offered, places=[one.words for one in choices])


def kept(stays: list[Value]) -> Answers:
    """The stays as answers: complete, or kept beside the answers as long as one of them is open."""
    return {NAMED_BEFORE: stays} if _first_open(stays) else {"stays": stays}


def settle_stay(turn: Turn, answers: Answers) -> list[Value] | None:
    """The stays with the first open one settled by what the writer says of it; None where they say nothing of it."""
    stays = _named_before(answers)
    open_ones = _first_open(stays)
    if not open_ones:
        return None
    picked = _picked(turn.text, open_ones)
    if picked is not None:
        return _with_first_open(stays, _answer(picked))
    if turn.text in _LEFT_OPEN or says_unknown(turn.text):
        return _with_first_open(stays, {"candidates": None})
    said = find_origin(turn.text)
    inside = [one for one in open_ones if said is not None and said.code and region(said.code).contains(one)]
    if len(inside) > 1:
        return _with_first_open(stays, {"candidates": [one.code for one in inside]})
    return _with_first_open(stays, _answer(inside[0])) if inside else None


def settle(turn: Turn, answers: Answers, found: Answers) -> Answers:
    """What an answer makes of an origin that is asked for: settled, left open between fewer, or open for the first time."""
    if "origin" in answers:
        return found
    open_ones, said = _open_ones(answers), found.get("origin")
    if isinstance(said, dict):
        wider = region(str(said["code"])) if said.get("code") else None
        inside = [one for one in open_ones if wider is not None and wider.contains(one)]
        if len(inside) > 1:
            rest = {name: value for name, value in found.items() if name != "origin"}
            return {**rest, ORIGIN_OPEN: [one.code for one in inside]}
        return {**found, "origin": _answer(inside[0]) if inside else said, ORIGIN_OPEN: []}
    picked = _picked(turn.text, open_ones)
    if picked is not None:
        return {**found, "origin": _answer(picked), ORIGIN_OPEN: []}
    codes = fitting(turn.text)
    return {**found, ORIGIN_OPEN: codes} if codes else found


def _picked(text: str, open_ones: list[Region]) -> Region | None:
    match = _PICKED.fullmatch(text)
    number = parse_chinese_number(match[1]) if match is not None else None
    return open_ones[number - 1] if isinstance(number, int) and number <= len(open_ones) else None


def _named_before(answers: Answers) -> list[Value]:
    stays = answers.get(NAMED_BEFORE)
    return stays if isinstance(stays, list) else []


def _first_open(stays: list[Value]) -> list[Region]:
    """The candidates of the first stay that is open."""
    for stay in stays:
        candidates = stay.get("candidates") if isinstance(stay, dict) else None
        if isinstance(candidates, list) and candidates:
            return [region(str(code)) for code in candidates]
    return []


def _with_first_open(stays: list[Value], settled: dict[str, Value]) -> list[Value]:
    """The stays with this said of the first open one; its days stay."""
    renewed, is_done = list[Value](), False
    for stay in stays:
        if not is_done and isinstance(stay, dict) and stay.get("candidates"):
            said = {**stay, "candidates": None, **settled}
            renewed.append({name: value for name, value in said.items() if name != "candidates" or value})
            is_done = True
        else:
            renewed.append(stay)
    return renewed


def _open_ones(answers: Answers) -> list[Region]:
    codes = answers.get(ORIGIN_OPEN)
    return [region(str(code)) for code in codes] if isinstance(codes, list) else []


def _answer(one: Region) -> dict[str, Value]:
    return {"code": one.code, "name": one.name}
