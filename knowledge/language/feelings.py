"""How somebody says that they are: what weighs on them, whom it is about, whether and when they want to be called.

For whoever finds it hard and is in no danger (clause 3.4.7, which tells kinds of people apart). Only what was said is
read, nothing is asked for. The words stand in `feelings.yaml`; texts are expected normalised.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple, cast, get_args

from knowledge.language.pattern_table import hint_of
from knowledge.language.people import find_phone, find_relatives
from knowledge.language.words import WordListError, either, load_list, words_of

Feeling = Literal["grief", "child", "quarrel", "sleepless", "afraid", "lonely", "cooped_up", "worn_out"]
Kind = Literal["medical_staff", "pregnant", "quarantined", "contact", "patient", "child", "elderly"]
FEELINGS: tuple[Feeling, ...] = get_args(Feeling)
KINDS: tuple[Kind, ...] = get_args(Kind)
_FILE = "feelings.yaml"
_CALL = ("declined", "wanted", "time")
_BEREAVED = ("plain", "maybe", "beside")
_NOT_DENIED = "(?<![不没])"
# Between somebody of the family and the words: another is meant, or they only left.
_NO_SUBJECT = re.compile("[的从去回出往到自,。;!?]|.{12}")
_GOES_ON = re.compile(r"[?吗]|一趟|去|回|趟|过去")
_MAY_HAVE_LEFT = frozenset({"走了", "没了"})
_CLOCK = re.compile(r"[0-9一二两三四五六七八九十]+(?:点|时|:[0-9])")


class Call(NamedTuple):
    """What somebody says of being called: whether they want it (None: nothing said), when in their words, the number."""

    wanted: bool | None
    when: str
    phone: str


class _Words(NamedTuple):
    feelings: Mapping[str, re.Pattern[str]]
    kinds: Mapping[str, re.Pattern[str]]
    call: Mapping[str, re.Pattern[str]]
    call_hint: re.Pattern[str]  # a character without which nothing is said of a call but a number
    bereaved: Mapping[str, re.Pattern[str]]
    practical: re.Pattern[str]


def find_feeling(text: str) -> Feeling | None:
    """What weighs on somebody; None where no word says it."""
    for name, pattern in _words().feelings.items():
        match = pattern.search(text)
        if match is None or (name == "grief" and match[0] in _MAY_HAVE_LEFT and not find_relatives(text)):
            continue  # 药没了, 快递走了: nobody has died
        return cast("Feeling", name)
    return None


def find_kind(text: str) -> Kind | None:
    """What kind of person it is about, where they say so."""
    return cast("Kind | None", _first(_words().kinds, text))


def is_practical(text: str) -> bool:
    """Whether a worry is about a trip, things or work: 车次我不知道, 人手不够."""
    return _words().practical.search(text) is not None


def is_bereaved(text: str) -> bool:
    """Whether somebody of the family has died: 我爸在医院走了; not 我爸从医院走了, 我妈的药没了."""
    words = _words().bereaved
    for one in find_relatives(text):
        behind = text[one.span[1] :]
        for name in ("plain", "maybe"):
            gone = words[name].search(behind)
            if gone is None or _NO_SUBJECT.search(behind[: gone.start()]) or _GOES_ON.match(behind, gone.end()):
                continue
            if name == "plain" or words["beside"].search(text) is not None:
                return True
    return False


def find_call(text: str) -> Call | None:
    """Whether somebody wants to be called, when, at which number; None for a text that says nothing of it."""
    call, call_hint = _words().call, _words().call_hint
    phone = find_phone(text)
    if phone is None and call_hint.search(text) is None:
        return None
    number = phone.number if phone is not None else ""
    rest = text if phone is None else text.replace(number, " ").strip(" ,。")
    is_declined, is_wanted = (call[name].search(text) is not None for name in ("declined", "wanted"))
    has_time = call["time"].search(rest) is not None or _CLOCK.search(rest) is not None
    if not (is_declined or is_wanted or has_time or number):
        return None
    if is_declined:
        return Call(False, "", "")
    return Call(True if is_wanted or number else None, rest if has_time else "", number)


def _first(patterns: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    return next((name for name, pattern in patterns.items() if pattern.search(text) is not None), None)


@cache
def _words() -> _Words:
    """The words of `feelings.yaml`; raises WordListError with what is wrong."""
    content = load_list(_FILE)
    expected = {"feelings": FEELINGS, "kinds": KINDS, "call": _CALL, "bereaved": _BEREAVED}
    if set(content) != {*expected, "practical"}:
        raise WordListError(f"{_FILE}: {', '.join(expected)} and practical are expected")
    practical = re.compile(either(words_of(content["practical"], f"{_FILE}: practical")))
    feelings, kinds, call, bereaved = (_patterns(content[name], name, names) for name, names in expected.items())
    return _Words(feelings, kinds, call, hint_of([*call.values(), _CLOCK]), bereaved, practical)


def _patterns(content: object, where: str, names: tuple[str, ...]) -> Mapping[str, re.Pattern[str]]:
    if not isinstance(content, Mapping) or tuple(content) != names:
        raise WordListError(f"{_FILE}: {where}: {', '.join(names)} are expected in this order")
    # What somebody does not do is no wish of the writer's: 儿子也不给我打电话.
    return {name: re.compile(_NOT_DENIED + either(words_of(content[name], f"{_FILE}: {where}: {name}"))) for name in names}
