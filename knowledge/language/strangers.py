"""What a check-in tells of people whom nobody reports on: 小区有人发烧38.5, 楼上老邢咳了一宿,我没事, 科里好几个发烧的.

Who they are is not known, or they are neighbours, those at work and animals in a story about the day. How they feel, and
what they were measured at, is blanked out, so that it is read of nobody. Whoever has a figure right behind them stands in a
row and is reported on; so is everybody in a text that is written on another's behalf. Text is normalised.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.language.names import is_called, looks_like_name
from knowledge.language.pattern_table import Sought
from knowledge.language.people import find_relatives
from knowledge.language.symptoms import NONE, find_symptoms, health_words

_OUTSIDERS = (
    r"(?:同事|领导|邻居|同学|同桌|工友|客人|顾客|病人|病号|患者|乘客|室友|舍友|同屋|老乡|住户|街坊|别人|人家|谁家|哪家)"
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
    rf"{_HERE}(?:[我俺咱]们?家|家里)?的?[大小老]?(?P<animal>[狗猫猪羊驴][狗猫咪崽子儿]{{0,2}})"
    "(?=[今昨又也还老总一吐拉咳发])"
)
# 昨天跟同事吃饭,他今天发烧了: of one of them who is told of before, where nobody of kin is.
_PRONOUN = rf"{_HERE}(?P<pronoun>[他她])们?(?={_FEELING})"
_COMPANY = re.compile(
    rf"{_HERE}{_LEAD}(?:[跟和与见碰遇陪送有]|接触|碰见|遇[见到])?(?:过|到|了)?(?:{_OUTSIDERS}|朋友|哥们|司机|师傅|{_BESIDE})"
)
_SAID = re.compile("|".join((_PRONOUN, _EXISTS, _COUNTED, _THOSE, _NEIGHBOURS, _ANIMALS)))
# A text without any of these tells of nobody but who writes, their home and those in rows.
_SIGNS = Sought(
    r"有[人个位名同邻工客病老住乘发高低咳拉烧嗓喘]|几|[俩仨两三四五六]个|邻|隔壁|对[门面]|楼|同[事学桌屋]|单位|公司|班|室"
    r"|厂|科|店|工|村|屯|客|病|街|[狗猫猪羊驴]"
)
_REPORTED = re.compile("(?:[替帮代托请]|给)[^,。;!?\n ]{0,6}(?:报|打卡|补卡|填|登记|量)")
_AT_HOME = re.compile(r"(?:^|[,。;!?\n ]|[我俺咱]们?)(?:家|屋)[里头]{0,2}(?:现在|今[天早儿]|也|又|还)*$")
_WRITER = re.compile("[我俺咱]|本人|自己")
_END = re.compile(r"[,。;!?\n ]|[我俺咱](?!们?(?:单位|公司|班|科|楼|村|小区|同事|邻居))|本人|自己")
_FIGURE = re.compile(
    r"(?:3[4-9]|4[0-3])(?:[.度点]\d?|(?=[ ,。;!\n]|$))|[三四]十[一二三四五六七八九]?[度点][一二三四五六七八九半]?"
)
_FEVERISH = re.compile("37\\.[3-9]|3[89]|4|三十[八九]|三十七[度点][三四五六七八九]|四")
_LONGEST_NAME = 4


class _Told(NamedTuple):
    """Where somebody is told of, where the words for them end, and whether they are called by name."""

    start: int
    end: int
    is_named: bool


def without_strangers(text: str) -> str:
    """The text with blanks for what is told of strangers; as long as before."""
    if _SIGNS.search(text) is None or _REPORTED.search(text) is not None:
        return text
    for start, end in list(_stories(text)):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _stories(text: str) -> Iterator[tuple[int, int]]:
    """Where how strangers feel begins and ends."""
    behind = 0
    for said in _SAID.finditer(text):
        told = _told(text, said) if said.start() >= behind else None
        if told is None:
            continue
        stop = _END.search(text, told.end)
        end = len(text) if stop is None else stop.start()
        figure = _FIGURE.search(text, told.end, end)
        if figure is not None:
            if _is_row(text, told, figure, end):
                continue
            if not told.is_named and _FEVERISH.match(figure[0]) is None:
                end = figure.start()
        if _ails(text[told.start : end]) and not (told.is_named and _WRITER.search(text, end) is None):
            behind = _with_more(text, end) if _WRITER.search(text, end) is not None else end
            yield told.start, behind


def _told(text: str, said: re.Match[str]) -> _Told | None:
    """Whom the words are about; None where they are no strangers."""
    start, end = said.span()
    if said["any"] or said["count"] or said["those"]:
        is_at_home = said["any"] != "" and _AT_HOME.search(text, max(0, start - 8), start) is not None
        if is_at_home and (said["any"] in (None, "人")) and _WRITER.search(text, end) is None:
            return None
        words = said["count"] or said["those"]
        is_told_of = said["any"] is not None or _ails(words)
        return _Told(start, end, False) if is_told_of else None
    if said["pronoun"]:
        is_one_of_them = _COMPANY.search(text, 0, start) is not None and not find_relatives(text[:start])
        return _Told(start, end, False) if is_one_of_them else None
    if said["animal"] or said["people"] or said["outsider"]:
        return _Told(start, end, False)
    name = next((size for size in range(_LONGEST_NAME, 1, -1) if _is_somebody(text[end : end + size])), 0)
    if name:
        return _Told(start, end + name, True)
    is_feeling = said["beside"] is not None and re.match(_FEELING, text[end : end + 12]) is not None
    return _Told(start, end, False) if is_feeling else None


def _is_somebody(run: str) -> bool:
    return is_called(run) or looks_like_name(run, strict=True)


def _is_row(text: str, told: _Told, figure: re.Match[str], end: int) -> bool:
    """Whether a figure is that of somebody reported on: right behind them, or of one who is named beside no other."""
    said = text[told.end : figure.start()]
    if not health_words(said) and (told.is_named or _FEVERISH.match(figure[0]) is None or len(said) < 3):
        return True
    others = [one for one in _FIGURE.finditer(text) if not told.end <= one.start() < end]
    return told.is_named and (len(others) != 1 or _WRITER.search(text, end) is None)


def _ails(words: str) -> bool:
    felt = find_symptoms(words)
    return felt is not None and felt.symptoms != NONE and (felt.symptoms is not None or bool(felt.troubles))


def _with_more(text: str, end: int) -> int:
    """Where what is told of them ends, with the pieces behind that go on to how they feel."""
    while end < len(text) and text[end] in ", ":
        stop = _END.search(text, end + 1)
        until = len(text) if stop is None else stop.start()
        piece = text[end + 1 : until]
        is_of_them = until < len(text) and text[until] in ",。; " and _FIGURE.search(piece) is None
        if not is_of_them or not _ails(piece) or find_relatives(piece):
            break
        end = until
    return end
