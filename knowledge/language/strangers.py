"""What a check-in tells of people whom nobody reports on: 小区有人发烧38.5, 楼上老邢咳了一宿,我没事, 科里好几个发烧的.

Who they are is not known, or they are neighbours, those at work and animals in a story about the day. How they feel is
blanked out, so that it is read of nobody, and so is what they were measured at where the writer gives a figure of their own
besides. Whoever is named, lives with the writer or has a figure right behind them is reported on; so is everybody in a text
that is written on another's behalf. Rather somebody is asked about than a fever lost. Text is normalised.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from knowledge.language.late import late
from knowledge.language.names import is_called, looks_like_name
from knowledge.language.pattern_table import Sought
from knowledge.language.people import find_relatives
from knowledge.language.symptoms import NONE, find_symptoms, health_words

_OUTSIDERS = (
    r"(?:同事|领导|邻居|同学|同桌|工友|客人|顾客|病人|病号|患者|乘客|老乡|住户|街坊|别人|人家|谁家|哪家)"
)
# Outside the home alone these are somebody's; 孩子还咳嗽 is of one's own.
_PEOPLE = (
    rf"(?:{_OUTSIDERS}|朋友|业主|租户|熟人|小孩儿?|孩子|老人|老头儿?|老太太|大爷|大妈|大娘|两口子|小两口|一家|那家人?|那户"
    r"|家里?(?:的|那)?|那[男女]的|护士|大夫|师傅)"
)
_BESIDE = r"(?:楼[上下]|隔壁|对门|对面|邻居家?|街坊|[东西南北左右前后](?:屋|院|户|楼))"
_AWAY = (
    r"(?:单位|公司|厂[里子]?|科[里室]?|病房|门诊|医院|班[里上]?|学校|村里?|屯里?|小区里?|楼里|单元里?|车间|工地|工厂"
    r"|宿舍|寝室|店里?|车上)"
)
_FEELING = (
    r"(?:又|也|还|都|在|老|总|就|开始|突然|一直|天天|半夜|昨[天晚夜]|今[天早]|说|好像|正|两天|这[两几]天)*"
    r"(?:发|高|低|烧|咳|拉|吐|嗓|喘|乏|不舒服)"
)
_HERE = r"(?:^|(?<=[,。;!?\n ]))"
_LEAD = (
    r"(?:听说|听[见到]?|据说|看[见到]|知道|昨[天晚夜儿]?晚?上?|今[天早晚儿]|刚才?|最近|这[两几]天|前[几两]天|半夜|现在"
    r"|就是?|但是?|可是?|因为|虽然|不过|[我俺咱]们?(?!家)|那[个位]|那|一个|有个|的)*"
    r"(?:[^,。;!?\n \d我俺咱家]{1,6}的(?:那[个位])?)?"
)
# 有人发烧, 好几个发烧的, 有咳嗽的, 楼上老邢, 单位同事, 狗.
_EXISTS = rf"(?<![没无不])有(?:一?[个位名])?(?P<any>人|同事|邻居|同学|工友|客人|病人|老乡|住户|乘客)(?={_FEELING})"
_COUNTED = (
    rf"(?:(?<![没无不])有|(?<=[上里房诊家位司天个回])|{_HERE})"
    r"(?:好?几|[俩仨]|[一两三四五六七八九十](?=个)|\d{1,2}(?=个))[个位名]?"
    r"(?P<count>[^,。;!?\n \d我俺咱]{1,8}的)(?:病人|人|患者|孩子|同事|学生|同学)?(?![:是有])"
)
_THOSE = r"(?<![没无不])有(?P<those>[^,。;!?\n \d我俺咱]{1,6}的)(?=[ ,。;!?\n]|了|被|$)"
_NEIGHBOURS = (
    rf"{_HERE}{_LEAD}(?:(?P<beside>{_BESIDE}|(?:{_AWAY}的?(?:一?个)?(?={_PEOPLE}|[小老大][一-鿿])))的?"
    rf"(?P<people>{_PEOPLE})?|(?P<outsider>{_OUTSIDERS}))"
)
_ANIMALS = (
    # 小羊, 狗子 and 大猫 are what children are called.
    rf"{_HERE}(?:[我俺咱]们?家|家里)?的?(?!小[羊猪]|[大小老]?狗[子崽]|大猫)[大小老]?"
    "(?P<animal>[狗猫猪羊驴][狗猫咪崽子儿]{0,2})"
    "(?=[今昨又也还老总一吐拉咳发])"
)
# 昨天跟同事吃饭,他今天发烧了: of one of them who is told of before, where nobody of kin is.
_PRONOUN = rf"{_HERE}(?P<pronoun>[他她])们?(?={_FEELING})"
_COMPANY = late(
    rf"{_HERE}{_LEAD}(?:[跟和与见碰遇陪送有]|接触|碰见|遇[见到])?(?:过|到|了)?(?:{_OUTSIDERS}|朋友|哥们|司机|师傅|{_BESIDE})"
)
_SAID = late("|".join((_PRONOUN, _EXISTS, _COUNTED, _THOSE, _NEIGHBOURS, _ANIMALS)))
# A text without any of these tells of nobody but who writes, their home and those in rows.
_SIGNS = Sought(
    r"有[人个位名同邻工客病老住乘发高低咳拉烧嗓喘]|几|[俩仨两三四五六]个|邻|隔壁|对[门面]|楼|同[事学桌屋]|单位|公司|班|室"
    r"|厂|科|店|工|村|屯|客|病|街|[狗猫猪羊驴]"
)
_REPORTED = late("(?:[替帮代托请]|给)[^,。;!?\n ]{0,6}(?:报|打卡|补卡|填|登记|量)")
_AT_HOME = late(r"(?:^|[,。;!?\n ]|[我俺咱]们?)(?:家|屋)[里头]{0,2}(?:现在|今[天早儿]|也|又|还)*$")
_WRITER = late("[我俺咱]|本人|自己")
_END = late(r"[,。;!?\n ]|[我俺咱](?!们?(?:单位|公司|班|科|楼|村|小区|同事|邻居))|本人|自己")
_FIGURE = late(
    r"(?:3[4-9]|4[0-3])(?:[.度点]\d?|(?=[ ,。;!\n]|$))|[三四]十[一二三四五六七八九]?[度点][一二三四五六七八九半]?"
)
_FEVERISH = late("37\\.[3-9]|3[89]|4|三十[八九]|三十七[度点][三四五六七八九]|四")
# A figure of whoever writes; what stands between is not of others.
_OWN = late(
    rf"(?:[我俺咱](?!们?(?:单位|公司|班|科|楼|村|小区|家))|本人|自己)(?P<between>[^\d三四。;\n]{{0,14}})(?:{_FIGURE.pattern})"
)
_ITSELF = late("[我俺咱](?!们?(?:单位|公司|班|科|楼|村|小区|家))|本人|自己")
_OF_OTHERS = late(rf"{_OUTSIDERS}|[他她]|朋友|室友|舍友|同屋")
_BEGINS = late("(?:^|[,。;!?\n ])([一-鿿]{2,3})")
_LONGEST_NAME = 4
_LONGEST_STORY = 60  # characters of a clause


class _Told(NamedTuple):
    """Where somebody is told of, and where the words for them end.

    `is_unknown`: nobody in particular (有人, 几个发烧的); `keeps_figure`: whoever is measured is reported on.
    """

    start: int
    end: int
    is_unknown: bool = False
    keeps_figure: bool = False


class _Text:
    """A text in which strangers are told of, and what else stands in it, each looked for once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends = [end.start() for end in _END.finditer(text)]
        self.figures = [(figure.start(), figure[0]) for figure in _FIGURE.finditer(text)]
        writers = [writer.start() for writer in _WRITER.finditer(text)]
        self.last_writer = writers[-1] if writers else -1
        of_home = [said["between"] for said in _OWN.finditer(text) if _OF_OTHERS.search(said["between"]) is None]
        self.is_of_home = bool(of_home)  # 我儿子36.9 as well
        self.has_own = any(not find_relatives(between) for between in of_home)

    @cached_property
    def is_of_writer(self) -> bool:
        """Whether whoever writes says how they are at home: a figure of theirs, or 我没事."""
        return self.is_of_home or any(self._speaks_of_itself(said.end()) for said in _ITSELF.finditer(self.text))

    @cached_property
    def first_somebody(self) -> int:
        """Where somebody of kin or by name is told of first, of whom 他 may be said."""
        relatives = find_relatives(self.text)
        named = (
            said.start(1)
            for said in _BEGINS.finditer(self.text)
            if any(looks_like_name(said[1][:size], strict=True) for size in (2, 3) if size <= len(said[1]))
        )
        last = len(self.text)
        return min(relatives[0].span[0] if relatives else last, next(named, last))

    @cached_property
    def company(self) -> int:
        """Where strangers whom somebody was with are told of first."""
        said = _COMPANY.search(self.text)
        return len(self.text) if said is None else said.end()

    def end_of_clause(self, start: int) -> int:
        """Where the clause ends in which a place stands; of a very long one only the beginning is looked at."""
        place = bisect_left(self.ends, start)
        return min(self.ends[place] if place < len(self.ends) else len(self.text), start + _LONGEST_STORY)

    def figure(self, start: int, end: int) -> tuple[int, str] | None:
        """The first figure of a clause; a fever right behind its comma is of the same: 邻居发烧,38.5."""
        place = bisect_left(self.figures, (start, ""))
        if place == len(self.figures):
            return None
        at, figure = self.figures[place]
        is_behind = at <= end + 1 and self.text[end : end + 1] in (",", " ") and _FEVERISH.match(figure) is not None
        return (at, figure) if at < end or is_behind else None

    def _speaks_of_itself(self, start: int) -> bool:
        said = self.text[start : self.end_of_clause(start)]
        return bool(health_words(said)) and not find_relatives(said) and _OF_OTHERS.search(said) is None


def without_strangers(text: str, by_staff: bool = False) -> str:
    """The text with blanks for what is told of strangers; as long as before.

    Staff report on everybody but 有人, of whom nobody knows who it is, unless they were measured. It is for a text as it
    was written: of a piece of it nobody knows who was told of before.
    """
    if _SIGNS.search(text) is None or _SAID.search(text) is None or _REPORTED.search(text) is not None:
        return text
    pieces, behind = [], 0
    for start, end in _stories(_Text(text), by_staff):
        pieces += [text[behind:start], " " * (end - start)]
        behind = end
    return "".join((*pieces, text[behind:])) if pieces else text


def _stories(read: _Text, by_staff: bool) -> Iterator[tuple[int, int]]:
    """Where how strangers feel begins and ends."""
    text, behind = read.text, 0
    for said in _SAID.finditer(text):
        told = _told(read, said) if said.start() >= behind else None
        if told is None or (by_staff and not told.is_unknown):
            continue
        end = read.end_of_clause(told.end)
        figure = read.figure(told.end, end)
        if figure is None:
            if not told.is_unknown and not read.is_of_writer:
                continue
        elif told.is_unknown and _FEVERISH.match(figure[1]) is None:
            end = figure[0]
        elif told.keeps_figure or by_staff or not read.has_own or _is_row(text[told.end : figure[0]], figure[1]):
            continue
        else:
            end = max(end, figure[0] + len(figure[1]))
        behind = end  # where a clause tells of no ailment, no piece of it does
        if _ails(text[told.start : end]):
            behind = _with_more(read, end) if read.last_writer >= end else end
            yield told.start, behind


def _told(read: _Text, said: re.Match[str]) -> _Told | None:
    """Whom the words are about; None where they are no strangers."""
    text, (start, end) = read.text, said.span()
    if said["any"] or said["count"] or said["those"]:
        is_at_home = said["any"] in (None, "人") and _AT_HOME.search(text, max(0, start - 8), start) is not None
        if is_at_home and read.last_writer < end:
            return None
        is_told_of = said["any"] is not None or _ails(said["count"] or said["those"])
        return _Told(start, end, is_unknown=True, keeps_figure=is_at_home) if is_told_of else None
    if said["pronoun"]:
        return _Told(start, end) if read.company <= start <= read.first_somebody else None
    if said["animal"]:
        return _Told(start, end, keeps_figure=True)
    if said["people"] or said["outsider"]:
        return _Told(start, end)
    name = next((size for size in range(_LONGEST_NAME, 1, -1) if _is_somebody(text[end : end + size])), 0)
    if name:
        return _Told(start, end + name, keeps_figure=True)
    is_feeling = said["beside"] is not None and re.match(_FEELING, text[end : end + 12]) is not None
    return _Told(start, end) if is_feeling else None


def _is_somebody(run: str) -> bool:
    return is_called(run) or looks_like_name(run, strict=True)


def _is_row(said: str, figure: str) -> bool:
    """Whether a figure is that of somebody reported on: right behind them, with no word of how they feel between."""
    return not health_words(said) and (_FEVERISH.match(figure) is None or len(said) < 3)


def _ails(words: str) -> bool:
    felt = find_symptoms(words)
    return felt is not None and felt.symptoms != NONE and (felt.symptoms is not None or bool(felt.troubles))


def _with_more(read: _Text, end: int) -> int:
    """Where what is told of them ends, with the pieces behind that go on to how they feel."""
    text = read.text
    while end < len(text) and text[end] in ", ":
        until = read.end_of_clause(end + 1)
        piece = text[end + 1 : until]
        is_of_them = until < len(text) and text[until] in ",。; " and read.figure(end + 1, until) is None
        if not is_of_them or not _ails(piece) or find_relatives(piece):
            break
        end = until
    return end
