"""What is said of one of one's people in one go: 妈妈 王秀英 1950年 13800001111, each word known by its look."""

import re
from collections.abc import Mapping

from bot.turn import InvalidAnswer, Turn, Value
from knowledge.language.names import looks_like_name
from knowledge.language.people import find_phone, find_relatives

# Under this age through a guardian only; of a birth the year alone is known, so the one in which it is reached counts too.
_OF_AGE = 14
_OLDEST = 120
_YEAR = re.compile(r"((?:19|20)\d{2})(?:年|年出?生的?|年的)?")
_SHORT_YEAR = re.compile(r"(\d{2})年(?:出?生的?|的)?")
_AGE = re.compile(r"(?:今年|虚岁|周岁)?(\d{1,3})(?:周?岁|虚岁)(?:了|半)?")
_RELATION = re.compile(r"(?:是)?(?:我的?)?([一-鿿]{1,6})")
_IS_CALLED = re.compile("(?:的?名字)?(?:叫|是)")
_LIVES_WITH = re.compile("[ ,，]*(?:也|都|跟我|和我|我们)*住(?:在)?(?:一起|一块儿?)(?:的)?")
_GLUED = re.compile("(?<=[一-鿿])(?=[0-9])")  # 王建国72岁
_APART = re.compile(r"[ ,、。;:]+")


def bare_relation(text: str, _turn: Turn) -> Value:
    match = _RELATION.fullmatch(text)
    if match is None or looks_like_name(match[1], strict=True):
        raise InvalidAnswer
    return match[1]


def _born(year: int, turn: Turn) -> Value:
    """A year of birth, and whether somebody born then may be under 14."""
    if not turn.said_on.year - _OLDEST <= year <= turn.said_on.year:
        raise InvalidAnswer
    return {"year": year, "young": turn.said_on.year - year <= _OF_AGE}


def bare_year(text: str, turn: Turn) -> Value:
    """1950, 1950年, 50年, or an age."""
    match, this_year = _YEAR.fullmatch(text), turn.said_on.year
    if match is not None:
        return _born(int(match[1]), turn)
    short, age = _SHORT_YEAR.fullmatch(text), _AGE.fullmatch(text)
    if short is not None:
        return _born(1900 + int(short[1]) if int(short[1]) > this_year % 100 else 2000 + int(short[1]), turn)
    if age is not None:
        return _born(this_year - int(age[1]), turn)
    raise InvalidAnswer


def spoken_year(value: Value, turn: Turn) -> str:
    return str(value["year"]) if isinstance(value, Mapping) else ""


def one_by_one(text: str) -> list[str]:
    """女儿 王小雨 儿子 王小宝: what is said of each, in the order of the relatives."""
    starts = [found.span[0] for found in find_relatives(text)]
    if len(starts) < 2:
        return [text]
    ends = [*starts[1:], len(text)]
    return [text[start:end].strip(" ,，、和") for start, end in zip([0, *starts[1:]], ends, strict=True)]


def said_of(turn: Turn, text: str) -> dict[str, Value]:
    """妈妈 王秀英 1950年: each word by its look."""
    said: dict[str, Value] = {}
    if turn.contact.place_id is not None and (lives_with := _LIVES_WITH.search(text)):
        said["same_door"] = "yes"
        text = f"{text[: lives_with.start()]} {text[lives_with.end() :]}"
    phone = find_phone(text)
    if phone is not None:
        said["phone"] = phone.number
        text = f"{text[: phone.span[0]]} {text[phone.span[1] :]}"
    for relative in find_relatives(text)[:1]:
        text = f"{text[: relative.span[1]]} {_IS_CALLED.sub('', text[relative.span[1] :], count=1)}"
    for word in filter(None, _APART.split(_GLUED.sub(" ", text))):
        relatives = find_relatives(word)
        if "relation" not in said and len(relatives) == 1 and relatives[0].span[1] == len(word):
            said["relation"] = word.removeprefix("我")
        elif "name" not in said and looks_like_name(word):
            said["name"] = word
        elif "born" not in said:
            try:
                said["born"] = bare_year(word, turn)
            except InvalidAnswer:
                continue  # whatever it is, the form asks for what is missing
    return said
