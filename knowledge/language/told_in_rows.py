"""Lists that give names and figures apart, as rows: 大龙 二龙 36.5 36.6, 36.5:高兴、国庆, 王姐、孙姨都是36.4.

What in_parallel.py leaves, as where a name has no look of one. Names in a run and as many figures beside them belong
together in their order; one figure before or behind a run of names is everybody's. Each becomes a row of name and figure,
which the readers of rows know. Text is normalised.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.language.named_by_place import may_be_in_row
from knowledge.language.names import is_nickname, looks_like_name
from knowledge.language.names_in_runs import ends_with_name, is_relative, listed_words, tells_of_health
from knowledge.language.pattern_table import Sought
from knowledge.language.temperatures import Temperature

_TOKEN = re.compile("[一-鿿·]+")
_LONGEST = 8
_MOST = 12
_MOST_LEAD = 80  # characters before figures in which their names are looked for
_BETWEEN_FIGURES = re.compile(r"[度℃]?(?:[ ,、/;]{1,2}|和|跟)")
_BETWEEN_NAMES = re.compile("[ ,、/]{1,2}")
_IN_ORDER = re.compile("分别|依次|顺序|对应|挨个")
# Words between the names and their figures: 今天, 四位服务员, 三个人体温分别是.
_LINK = re.compile(
    "(?:[二两三四五六七八九十俩仨几这]{1,2}[个位名]?(?:服务员|学生|同学|孩子|娃|师傅|工人|员工|老人|人|口人|住宿生|队员)?|今[天早晚儿日]|早上|晚上"
    "|体温|温度|的|量的?|测的?|都?(?:分别|依次|挨个|按(?:这个|以上|上面的?)?顺序)|是|为)+"
)
_FIGURES_FIRST = re.compile(
    r"[ ,:。]{0,2}(?:(?:体温)?(?:分别是?|依次是?|按(?:这个|下面的?|以下)?顺序是?|对应的?是?|顺序是)[ ,:]{0,2})"
)
_EVERYBODY = re.compile(
    r"(?:[二两三四五六七八九十俩仨]{1,2}[个位]?人?|他们[俩仨]?|一家)?(?:体温)?(?:都是|全是|都|均为|均|全)[ :]?$"
)
_EVERYBODY_FIRST = re.compile(r"(?P<stop>^|[ ,。:;\n])(?:体温)?(?:都是|全是|都|均为|均)[ :]?$")
_OF_FIGURE = re.compile(r"度?还?(?P<besides>[一-鿿]{0,5})的?:[ ]?")
_BESIDES = re.compile(r"[度℃]?[ ,]?([一-鿿]{2,8})(?=$|[ ,。;!\n])")
_PAIR = re.compile("([一-鿿]{2,3})[和跟与]([一-鿿]{2,3})")
_IS_WHOSE = re.compile(r"(?:是|给)([一-鿿]{2,4}?)的(?=$|[ ,。;\n])")
# A text without any of these has its figures beside their names.
_APART = Sought(
    r"[、/]|分别|依次|顺序|都|全|均|[\d度半一二三四五六七八九]的?[:是]|\d[度℃]?[ ,和](?:3[4-9]|4[0-3])"
    r"|[度半一二三四五六七八九] [三四3]"
)


def as_rows(text: str, temperatures: Sequence[Temperature]) -> str:
    """The text with names and figures that stand apart put together; the same text where it is no such list."""
    if _APART.search(text) is None:
        return text
    for start, end, rows in reversed(list(_changes(text, temperatures))):
        text = f"{text[:start]}{rows}{text[end:]}"
    return text


def _changes(text: str, temperatures: Sequence[Temperature]) -> Iterator[tuple[int, int, str]]:
    """What is to be put in place of which part of the text, from left to right."""
    behind = index = 0
    while index < len(temperatures):
        group = _together(text, temperatures, index)
        index += len(group)
        until = temperatures[index].span[0] if index < len(temperatures) else len(text)
        change = _several(text, behind, group, until) if len(group) > 1 else _shared(text, behind, group[0], until)
        if change is not None:
            yield change
            behind = change[1]
        else:
            behind = group[-1].span[1]


def _together(text: str, temperatures: Sequence[Temperature], index: int) -> list[Temperature]:
    """The figures from one on between which nothing stands: 36.5 36.6 36.8."""
    group = [temperatures[index]]
    for each in temperatures[index + 1 :]:
        if _BETWEEN_FIGURES.fullmatch(text, group[-1].span[1], each.span[0]) is None:
            break
        group.append(each)
    return group


def _several(text: str, since: int, group: Sequence[Temperature], until: int) -> tuple[int, int, str] | None:
    """As many names as figures, before them or behind them."""
    figures = [text[slice(*each.span)] for each in group]
    start, end = group[0].span[0], group[-1].span[1]
    names, link = _names_before(text, max(since, start - _MOST_LEAD), start)
    names = names[-len(group) :] if _IN_ORDER.search(link) is None or len(names) == len(group) + 1 else names
    if len(names) == len(group) and _are_people(text, names):
        return names[0][0], end, _rows(text, names, figures)
    order = _FIGURES_FIRST.match(text, end, until)
    behind = [] if order is None else _names_behind(text, order.end(), until)[: len(group)]
    if len(behind) == len(group) and _are_people(text, behind):
        return start, behind[-1][1], _rows(text, behind, figures)
    return None


def _shared(text: str, since: int, one: Temperature, until: int) -> tuple[int, int, str] | None:
    """One figure of several, or of one who stands behind it as its owner: 36.5是柳絮的."""
    start, end = one.span
    whose = _IS_WHOSE.match(text, end, until)
    if whose is not None and may_be_in_row(whose[1]):
        return start, whose.end(), f"{whose[1]}{text[start:end]}"
    return _shared_behind(text, one, until) or _shared_before(text, since, one, until)


def _shared_behind(text: str, one: Temperature, until: int) -> tuple[int, int, str] | None:
    """Those who stand behind the figure of all: 36.5:高兴、国庆; 都是36.5,王姐、孙姨; 37.2没劲儿的:杜拉尔."""
    start, end = one.span
    of = _OF_FIGURE.match(text, end, until)
    every = _EVERYBODY_FIRST.search(text, max(0, start - 6), start) if text[end : end + 1] in (",", ":") else None
    if of is None and every is None:
        return None
    names = _names_behind(text, end + 1 if of is None else of.end(), until)
    if len(names) < (2 if of is None else 1) or not _are_people(text, names):
        return None
    figure = text[start:end] + ("" if of is None else of["besides"].rstrip("的"))
    begin = start if every is None else every.end("stop")
    return begin, names[-1][1], _rows(text, names, [figure] * len(names))


def _shared_before(text: str, since: int, one: Temperature, until: int) -> tuple[int, int, str] | None:
    """Those who stand before the figure of all: 王姐、孙姨三个都是36.5; 石头和小石头都36.6没事."""
    start, end = one.span
    said = _EVERYBODY.search(text, max(since, start - 14), start)
    if said is None:
        return None
    names = _listed_until(text, max(since, start - _MOST_LEAD), said.start())
    if len(names) < 2:
        names = _two(text, since, said.start())
    if len(names) < 2 or not _are_people(text, names):
        return None
    figure = text[start:end]
    besides = _BESIDES.match(text, end, until)
    is_of_next = besides is not None and besides.end() == until < len(text)  # 小桃红36.8
    if besides is not None and not is_of_next and tells_of_health(besides[1]):
        end, figure = besides.end(), figure + besides[1]
    return names[0][0], end, _rows(text, names, [figure] * len(names))


def _two(text: str, since: int, until: int) -> list[tuple[int, int]]:
    """Two in one run that ends at a place: 石头和小石头, 龙梅玉荣."""
    run = next((token.span() for token in _TOKEN.finditer(text, since, until) if token.end() == until), None)
    if run is None:
        return []
    pair = _PAIR.fullmatch(text, *run)
    if pair is not None:
        return [pair.span(1), pair.span(2)]
    halves = [(run[0], run[0] + 2), (run[0] + 2, run[1])]
    are_two = run[1] - run[0] == 4 and not looks_like_name(text[slice(*run)])
    return halves if are_two and all(is_nickname(text[slice(*half)]) for half in halves) else []


def _names_before(text: str, since: int, until: int) -> tuple[list[tuple[int, int]], str]:
    """The runs of a list that ends before a place, and the words between it and the place."""
    tokens = [token.span() for token in _TOKEN.finditer(text, since, until)][-_MOST - 3 :]
    begin = until
    while tokens and _LINK.fullmatch(text, *tokens[-1]) is not None:
        begin = tokens.pop()[0]
    if not tokens:
        return [], ""
    return _listed_until(text, since, tokens[-1][1]), text[begin:until]


def _listed_until(text: str, since: int, until: int) -> list[tuple[int, int]]:
    """The runs of a list of which the last ends at a place."""
    found: list[tuple[int, int]] = []
    first = until
    for token in reversed([each.span() for each in _TOKEN.finditer(text, since, until)][-_MOST:]):
        is_next = _BETWEEN_NAMES.fullmatch(text, token[1], first) is not None if found else token[1] == until
        person = _person(text, *token) if is_next and token[1] - token[0] <= 2 * _LONGEST else None
        if person is None or person[1] != token[1]:
            break
        found.insert(0, person)
        first = token[0]
    return found


def _names_behind(text: str, since: int, until: int) -> list[tuple[int, int]]:
    """The runs of a list that begins at a place and ends with a line, a stop or what is no name."""
    found: list[tuple[int, int]] = []
    place = since
    for token in _TOKEN.finditer(text, since, until):
        gap = text[place : token.start()]
        person = _person(text, *token.span())
        if (found and _BETWEEN_NAMES.fullmatch(gap) is None) or (not found and gap.strip()) or person is None:
            break
        if person[0] != token.start():
            break
        found.append(person)
        place = token.end()
    return found


def _person(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Who a run of a list is, as it stands there: 大龙, 月嫂邵姐, 我, 老伴."""
    run = text[start:end]
    if run in ("我", "俺") or is_relative(text, start, end):
        return start, end
    if run in listed_words().nobody:
        return None
    named = ends_with_name(text, start, end)
    if named is not None and named.span[1] == end:
        return named.span
    return (start, end) if may_be_in_row(run) else None


def _are_people(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether runs name people: all but one of three by their look, and no two alike."""
    plain = sum(
        1
        for start, end in spans
        if ends_with_name(text, start, end) is not None
        or text[start:end] in ("我", "俺", *listed_words().called)
        or is_relative(text, start, end)
    )
    names = {text[slice(*span)] for span in spans}
    return len(names) == len(spans) and (plain == len(spans) or (len(spans) > 2 and plain >= len(spans) - 1))


def _rows(text: str, names: Sequence[tuple[int, int]], figures: Sequence[str]) -> str:
    return " ".join(text[slice(*name)] + figure for name, figure in zip(names, figures, strict=True))
