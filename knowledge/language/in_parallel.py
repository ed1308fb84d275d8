"""Lists in which the names stand together and then the figures: 王敏、李波,三十六度五、三十六度三; 老周卜大爷36.5 36.2.

Such a list, and one that tells what is so and then of whom (咳嗽的是王敏和李波, 36.5的有王敏), is written anew as the usual
rows, which the other grammars read. Text is normalised.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.language.names import is_called, is_mongolian, looks_like_name
from knowledge.language.people import find_relatives
from knowledge.language.symptoms import find_symptoms
from knowledge.language.temperatures import Temperature

_BETWEEN_FIGURES = re.compile(r"[ ,、;/|和]{1,3}")
# Names with a sign between each two, or one run; and what may stand before the figures.
_NAMES_BEFORE = re.compile(
    r"(?:^|(?<=[ ,。:;!、\n]))([一-鿿·]+?(?:[ 、,/][一-鿿·]+?)*)"
    r"(?:[ ,:](?:体温)?|体温|分别|依次|各|是|为|[俩仨]人?|[两三四]个?人)*$"
)
_COUNT = re.compile("[俩仨]$|[两三四五六]个?人?$")
_SPEAKER = ("我", "俺", "我自己", "本人")
_RUN = re.compile("[一-鿿·]+")
_MOST, _LONGEST = 8, 6
_THOSE_WITH = re.compile(
    r"(?<![一-鿿])(?P<felt>[一-鿿]{0,8}?)(?P<figure>(?:3[4-9]|4[0-3])\.\d(?:度|℃)?)?的(?:[有是]|就是|就|只有)"
    r"(?P<who>[一-鿿·]{2,8}(?:[和跟与、,][一-鿿·]{2,4})*?)(?=$|[ ,。;!\n]|(?:3[4-9]|4[0-3])\.\d)"
)
_ALL_HAVE = re.compile(
    r"(?:^|(?<=[ ,。:;!\n]))([一-鿿·]{4,12}?)(?=(?:都|均)[是为]?(?:(?:3[4-9]|4[0-3])[.度点]|[三四]十))"
)
_AND = re.compile("[和跟与、,]")
_OF_WHOM = re.compile("的[有是就只]")


def in_rows(text: str, temperatures: Sequence[Temperature]) -> str:
    """The text with the usual rows for figures that stand in parallel with names; the same text where none do."""
    if len(temperatures) > 1:
        for figures in reversed(list(_runs(text, temperatures))):
            names = _names(text, figures[0].span[0], len(figures))
            if names is not None:
                begin, called = names
                said = [str(one.value) if one.sure else text[slice(*one.span)] for one in figures]
                rows = " ".join(map(" ".join, zip(called, said, strict=True)))
                text = f"{text[:begin]}{rows}{text[figures[-1].span[1] :]}"
    return text


def _told_apart(match: re.Match[str]) -> str:
    """A run of two to four names before 都 and a figure with 和 between them; the same words for any other run."""
    run = match[0]
    if is_mongolian(_COUNT.sub("", run)):  # 乌云其木格、斯琴高娃俩都36.6
        return run
    ways = [way for count in (2, 3, 4) for way in _cuts(run, count) if not _kin_in(way)]
    is_one = _is_somebody(run) or _AND.search(run) is not None
    return run if is_one or len(ways) != 1 else "和".join(ways[0])


def with_whom_first(text: str) -> str:
    """The text with whom it is told of before what is told: 咳嗽的是王敏和李波 as 王敏和李波都咳嗽."""
    if "都" in text or "均" in text:
        text = _ALL_HAVE.sub(_told_apart, text)  # 老周老吴都36.5
    return _THOSE_WITH.sub(_turned, text) if _OF_WHOM.search(text) is not None else text


def _turned(match: re.Match[str]) -> str:
    felt, figure, who = match["felt"], match["figure"] or "", match["who"]
    is_felt = bool(felt) and find_symptoms(felt) is not None
    are_known = all(_is_somebody(one) or match.string.count(one) > 1 for one in _AND.split(who))
    if not figure and not (is_felt and are_known):
        return match[0]
    every = "都" if _AND.search(who) is not None else ""
    if not is_felt:  # 1号院36.5的有王磊和李刚
        return f"{felt}{who}{every and '都是'}{figure}"
    return f"{who}{every}{felt}{figure}"


def _runs(text: str, temperatures: Sequence[Temperature]) -> Iterator[list[Temperature]]:
    """The figures that follow one another with nothing but signs between them, two or more."""
    run = [temperatures[0]]
    for before, figure in pairwise(temperatures):
        if _BETWEEN_FIGURES.fullmatch(text, before.span[1], figure.span[0]) is None:
            if len(run) > 1:
                yield run
            run = []
        run.append(figure)
    if len(run) > 1:
        yield run


def _names(text: str, until: int, count: int) -> tuple[int, list[str]] | None:
    """As many names as there are figures behind them, and where the first begins; None where they are not that many."""
    since = max(0, until - count * (_LONGEST + 2) - 4)
    before = _NAMES_BEFORE.search(text, since, until) if count <= _MOST else None
    if before is None:
        return None
    parts = [(part.start(), part[0]) for part in _RUN.finditer(before[1])]
    if len(parts) >= count:
        last = parts[-count:]
        if all(_is_somebody(name) for _begin, name in last):
            return before.start(1) + last[0][0], [name for _begin, name in last]
    begin, run = parts[-1]
    ways = sorted(_cuts(run, count), key=_kin_in) if len(parts) == 1 else []
    is_plain = bool(ways) and (len(ways) == 1 or _kin_in(ways[0]) < _kin_in(ways[1]))
    return (before.start(1) + begin, ways[0]) if is_plain else None


def _cuts(run: str, count: int) -> Iterator[list[str]]:
    """The ways to cut a run of characters into so many names."""
    if count == 1:
        if _is_somebody(run):
            yield [run]
        return
    for size in range(1, min(_LONGEST, len(run) - count + 1) + 1):
        if _is_somebody(run[:size]):
            for rest in _cuts(run[size:].lstrip("和跟与"), count - 1):
                yield [run[:size], *rest]


def _is_somebody(run: str) -> bool:
    if run in _SPEAKER:
        return True
    return 2 <= len(run) <= _LONGEST and (_is_kin(run) or is_called(run) or looks_like_name(run))


def _is_kin(run: str) -> bool:
    own = run[1:] if run[0] in "我俺咱他她" else run
    relatives = find_relatives(own)
    return bool(relatives) and relatives[0].people == 1 and relatives[0].span == (0, len(own))


def _kin_in(names: Sequence[str]) -> int:
    """How many of the names are words for kin alone: 大爷 of 岳红卜 大爷, where 岳红 卜大爷 are meant."""
    return sum(map(_is_kin, names))
