"""Questions after figures of the day: 日报, 永茂今天多少人没打卡, 物资还有几单没办, 缺岗, or just a place.

A question is made of the words of figures.yaml and the name of one place and of nothing else, so that what somebody tells
in passing (发热了, 外出) is none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.language.communities import plan_communities
from knowledge.language.words import WordListError, WordTable, load_list, words_of

ALL = "all"
LONGEST = 30
_FILE = "figures.yaml"
_SIGNS = frozenset(" ,.?!:;~、")
_BARE = re.compile(r"(?:今天|现在)?(?:还?有没有|还?有)?([^ ,。]{2,4}?)(?:的人|的)?(?:吗|没有)?[?？]?")
_ASKS, _FILLER, _STRONG, _WEAK = "asks", "filler", "strong", "weak"


@dataclass(frozen=True, slots=True)
class FiguresAsked:
    """Which figures are asked for (ALL: every one), of which community (None: not said), and whether the words ask plainly.

    A bare name of a place asks, but not plainly: it may as well answer a question.
    """

    topic: str
    community: str | None
    is_plain: bool


def read_figures(text: str) -> FiguresAsked | None:
    """What figures a normalised text asks for; None where it says anything else."""
    if not 0 < len(text) <= LONGEST:
        return None
    places = plan_communities().find_all(text)
    if len({place.name for place in places}) > 1:
        return None
    community = places[0].name if places else None
    for place in reversed(places):
        text = text[: place.span[0]] + " " * (place.span[1] - place.span[0]) + text[place.span[1] :]
    found = _words().scan(text)
    covered = sum(len(one.word) for one in found)
    if covered + sum(1 for sign in text if sign in _SIGNS) != len(text):
        return None
    kinds = {one.tag[0] for one in found}
    topics = [one.tag[1] for kind in (_STRONG, _WEAK) for one in found if one.tag[0] == kind]
    is_plain = _STRONG in kinds or {_WEAK, _ASKS} <= kinds
    if not is_plain and community is None:
        return None
    return FiguresAsked(topics[0] if topics else ALL, community, is_plain)


def bare_topic(text: str) -> str | None:
    """What a lone word is about (发热, 有发烧的吗): a question from whoever reads figures, news from others."""
    found = _BARE.fullmatch(text)
    if found is None:
        return None
    return next((one.tag[1] for one in _words().scan(found[1]) if one.word == found[1] and one.tag[0] == _WEAK), None)


@cache
def _words() -> WordTable[tuple[str, str]]:
    """Every word with its kind and topic; raises WordListError."""
    content = load_list(_FILE)
    if set(content) != {"strong", "weak", "asks", "fillers"}:
        raise WordListError(f"{_FILE}: exactly strong, weak, asks and fillers are expected")
    tags: dict[str, tuple[str, str]] = {}
    for kind, key in ((_FILLER, "fillers"), (_ASKS, "asks")):
        tags.update(dict.fromkeys(words_of(content[key], f"{_FILE}: {key}"), (kind, "")))
    for kind in (_WEAK, _STRONG):
        topics = content[kind]
        if not isinstance(topics, Mapping):
            raise WordListError(f"{_FILE}: {kind} is no mapping of topics")
        for topic, words in topics.items():
            tags.update(dict.fromkeys(words_of(words, f"{_FILE}: {topic}"), (kind, str(topic))))
    return WordTable(tags)
