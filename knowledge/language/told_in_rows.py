"""Lists that give names and figures apart, as rows: 大龙 二龙 36.5 36.6, 36.5:高兴、国庆, 王姐、孙姨都是36.4.

Names that stand together (names_together.py) and as many figures beside them belong to one another in their order; one
figure before or behind names that stand together is everybody's. Each becomes a row of name and figure, which the readers
of rows know. Text is normalised.
"""

from collections.abc import Iterator, Sequence

from knowledge.language.late import late
from knowledge.language.named_by_place import may_be_in_row
from knowledge.language.names_in_runs import RUN, tells_of_health
from knowledge.language.names_together import Span, are_people, in_one_run, listed_from, listed_until, two_until
from knowledge.language.pattern_table import Sought
from knowledge.language.symptoms import health_words
from knowledge.language.temperatures import Temperature

_MOST_RUNS = 15
_MOST_LEAD = 80  # characters before figures in which their names are looked for
_BETWEEN_FIGURES = late(r"[度℃]?(?:[ ,、/;]{1,2}|和|跟)")
_IN_ORDER = late("分别|依次|顺序|对应|挨个")
# Words between the names and their figures: 今天, 四位服务员, 三个人体温分别是.
_LINK = late(
    "(?:[二两三四五六七八九十俩仨几这]{1,2}[个位名]?(?:服务员|学生|同学|孩子|娃|师傅|工人|员工|老人|人|口人|住宿生|队员)?|今[天早晚儿日]|早上|晚上"
    "|体温|温度|的|量的?|测的?|都?(?:分别|依次|挨个|按(?:这个|以上|上面的?)?顺序)|是|为)+"
)
# The same behind the last name without a sign.
_GLUED = late(
    r"(?:体温|[二两三四五六七八九十俩仨][个位]?人|[俩仨])?(?:体温)?(?:(?:分别|依次|各|各自)[是为]?|是|为)?$"
)
_FIGURES_FIRST = late(
    r"[ ,:。]{0,2}(?:(?:体温)?(?:分别是?|依次是?|按(?:这个|下面的?|以下)?顺序是?|对应的?是?|顺序是)[ ,:]{0,2})"
)
_EVERYBODY = late(
    r"(?:(?:[兄姐][弟妹](?=[三四五六七八仨]))?[二两三四五六七八九十俩仨]{1,2}[个位]?人?|他们[俩仨]?|一家)?"
    r"(?:体温)?(?:都是|全是|都|均为|均|全)[ :]?$"
)
# 辛福生、辛福海哥俩都36.4; of 李姐、王哥俩都36.4 the last is no 王.
_SIBLINGS = late(r"[哥姐爷娘兄弟妹父母][弟妹子女]?[俩仨](?:体温)?(?:都是|全是|都|均为|均|全)[ :]?$")
_EVERYBODY_FIRST = late(r"(?P<stop>^|[ ,。:;\n])(?:体温)?(?:都是|全是|都|均为|均)[ :]?$")
# 两人36.5:王敏、李波; 都报36.5的:王敏、李波.
_LEAD_OF_ALL = late(
    r"(?:(?<=[ ,。:;\n])|(?<![\s\S]))(?:[二两三四五六七八九十俩仨]{1,2}[个位名]?人?)?都?[报是量测]?的?(?:体温)?[ ]?$"
)
_OF_FIGURE = late(r"度?还?(?P<besides>[一-鿿]{0,5})的?:[ ]?")
_BESIDES = late(r"[度℃]?[ ,]?([一-鿿]{2,8})(?=$|[ ,。;!\n])")
_IS_WHOSE = late(r"(?:是|给)([一-鿿]{2,4}?)的(?=$|[ ,。;\n])")
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
    figures = [_written(text, each) for each in group]
    start, end = group[0].span[0], group[-1].span[1]
    names = _names_before(text, max(since, start - _MOST_LEAD), start, len(group))
    if names:
        return names[0][0], end, _rows(text, names, figures)
    order = _FIGURES_FIRST.match(text, end, until)
    behind = [] if order is None else listed_from(text, order.end(), until)[: len(group)]
    if len(behind) == len(group) and are_people(text, behind):
        return start, behind[-1][1], _rows(text, behind, figures)
    return None


def _shared(text: str, since: int, one: Temperature, until: int) -> tuple[int, int, str] | None:
    """One figure of several, or of one who stands behind it as its owner: 36.5是柳絮的."""
    start, end = one.span
    whose = _IS_WHOSE.match(text, end, until)
    if whose is not None and may_be_in_row(whose[1]):
        return start, whose.end(), f"{whose[1]} {_written(text, one)}"
    return _shared_behind(text, one, until) or _shared_before(text, since, one, until)


def _shared_behind(text: str, one: Temperature, until: int) -> tuple[int, int, str] | None:
    """Those who stand behind the figure of all: 36.5:高兴、国庆; 都是36.5,王姐、孙姨; 37.2没劲儿的:杜拉尔."""
    start, end = one.span
    of = _OF_FIGURE.match(text, end, until)
    every = _EVERYBODY_FIRST.search(text, max(0, start - 6), start) if text[end : end + 1] in (",", ":") else None
    if of is None and every is None:
        return None
    names = listed_from(text, end + 1 if of is None else of.end(), until)
    if len(names) < (2 if of is None else 1) or not are_people(text, names):
        return None
    figure = _written(text, one) + ("" if of is None else of["besides"].rstrip("的"))
    lead = _LEAD_OF_ALL.search(text, max(0, start - 8), start) if every is None else None
    begin = every.end("stop") if every is not None else start if lead is None else lead.start()
    return begin, names[-1][1], _rows(text, names, [figure] * len(names))


def _shared_before(text: str, since: int, one: Temperature, until: int) -> tuple[int, int, str] | None:
    """Those who stand before the figure of all: 王姐、孙姨三个都是36.5; 石头和小石头都36.6没事."""
    start, end = one.span
    said = _EVERYBODY.search(text, max(since, start - 14), start)
    if said is None:
        return None
    siblings = _SIBLINGS.search(text, max(since, start - 14), start) if "、" in text else None
    names = [] if siblings is None else listed_until(text, max(since, start - _MOST_LEAD), siblings.start())
    behind = since + len(text[since : said.start()].rstrip(" ,"))
    if len(names) < 2:
        names = listed_until(text, max(since, start - _MOST_LEAD), behind)
    if len(names) < 2:
        names = two_until(text, since, behind)
    if len(names) < 2 or not are_people(text, names):
        return None
    figure = _written(text, one)
    besides = _BESIDES.match(text, end, until)
    is_of_next = besides is not None and besides.end() == until < len(text)  # 小桃红36.8
    if besides is not None and not is_of_next and _is_of_all(besides[1]):
        end, figure = besides.end(), figure + besides[1]
    return names[0][0], end, _rows(text, names, [figure] * len(names))


def _is_of_all(besides: str) -> bool:
    """Whether what stands behind the figure of all is how they feel, and names nobody first (只有王磊嗓子疼)."""
    words = health_words(besides)
    is_of_one = besides.startswith(("只", "就", "仅", "光", "除", "但"))
    return not is_of_one and bool(words) and words[0].start == 0 and tells_of_health(besides)


def _names_before(text: str, since: int, until: int, count: int) -> list[Span]:
    """So many names that stand before their figures, with nothing but words of a list between; empty where they do not."""
    tokens = [token.span() for token in RUN.finditer(text, since, until)][-_MOST_RUNS:]
    begin = until
    while tokens and _LINK.fullmatch(text, *tokens[-1]) is not None:
        begin = tokens.pop()[0]
    if not tokens:
        return []
    last, end = tokens[-1]
    glued = _GLUED.search(text, last, end)
    if glued is not None and glued.start() > last:  # 王磊李刚孙伟分别是
        begin = end = glued.start()
    names = listed_until(text, since, end)
    if _IN_ORDER.search(text, begin, until) is None or len(names) == count + 1:
        names = names[-count:]
    if len(names) == count and are_people(text, names):
        return names
    return in_one_run(text, last, end, count)


def _written(text: str, figure: Temperature) -> str:
    """A figure as it is taken over: in digits, so that it cannot run on from a name (丁一 三十六度五)."""
    return str(figure.value) if figure.sure else text[slice(*figure.span)]


def _rows(text: str, names: Sequence[Span], figures: Sequence[str]) -> str:
    return " ".join(f"{text[slice(*name)]} {figure}" for name, figure in zip(names, figures, strict=True))
