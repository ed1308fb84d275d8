"""A place name that fits several places (朝阳, 鼓楼): kept beside the answers until one of them is picked or named.

The writer picks by number, or says more: 辽宁 settles 朝阳, another place takes its place.
"""

import re

from bot.conversation import Choice
from bot.turn import Answers, Turn, Value
from knowledge.language.numbers import parse_chinese_number
from knowledge.language.places import find_origin
from knowledge.regions import Region, region

# The answer beside the slots: the codes of the places that the name fits.
ORIGIN_OPEN = "origin_open"
_PICKED = re.compile(r"(?:是|要|选)?第?([1-9一二三四五六七八九])(?:个|号|项)?(?:吧|的)?")


def fitting(text: str) -> list[Value]:
    """The codes of the places that somebody may come from by these words; none where it is clear, or nothing is said."""
    found = find_origin(text)
    return [one.code for one in found.candidates] if found is not None and found.code is None else []


def offers(_turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """The places to choose from, with the regions above them."""
    return tuple(Choice(_answer(one), one.full_name) for one in _open_ones(answers))


def question(turn: Turn, answers: Answers) -> str:
    """The question which of them it is, where the form stands elsewhere."""
    words = turn.house.words.form("return_report").slots["origin"]
    return turn.render(
        "return_which_origin", question=words.offered, places=[one.full_name for one in _open_ones(answers)]
    )


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
    picked = _PICKED.fullmatch(turn.text)
    number = parse_chinese_number(picked[1]) if picked is not None else None
    if isinstance(number, int) and number <= len(open_ones):
        return {**found, "origin": _answer(open_ones[number - 1]), ORIGIN_OPEN: []}
    codes = fitting(turn.text)
    return {**found, ORIGIN_OPEN: codes} if codes else found


def _open_ones(answers: Answers) -> list[Region]:
    codes = answers.get(ORIGIN_OPEN)
    return [region(str(code)) for code in codes] if isinstance(codes, list) else []


def _answer(one: Region) -> dict[str, Value]:
    return {"code": one.code, "name": one.name}
