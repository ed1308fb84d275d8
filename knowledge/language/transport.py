"""How somebody travels, and the number of the train or flight: 坐K1302回来, 自驾, 飞机转火车; and plates, 蒙G12345.

A journey that mixes several kinds has none; what is denied (不坐火车) or fell through (没买到火车票) does not count.
Text is normalised; numbers come back in capitals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from knowledge.language.home import home
from knowledge.language.late import late

Kind = Literal["train", "flight", "car", "bus", "other"]


@dataclass(frozen=True, slots=True)
class TransportFound:
    """The kind of a journey, None where it mixes several or stays open, and the number of its train or flight."""

    kind: Kind | None
    number: str | None
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlateFound:
    """The number plate of a vehicle in capitals, without dot or blank: 蒙G12345."""

    value: str
    span: tuple[int, int]


_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_AIRLINES = (
    "CA|MU|CZ|HU|FM|MF|ZH|SC|3U|HO|KN|PN|GS|JD|8L|9C|EU|BK|GJ|DZ|KY|TV|NS|OQ|QW|UQ|GX|DR|FU|GY|RY|AQ|LT|9H|A6|GT|JR|"
    "CX|KA|HX|UO|NX|CI|BR|JX|KE|OZ|NH|JL|SQ|TG|MH|VN|UA|AA|DL|AC|LH|AF|KL|BA|EK|QR|TK|SU|QF|OM"
)
# G45 is also a highway, D2 a building or a vitamin, T2 a terminal, K95 a mask: short numbers need a word before them.
_NO_TRAIN_BEHIND = (
    r"(?![\da-z]|\.\d|[ ]?(?:高速|国道|省道|高架|栋|座|楼|号楼|区|单元|门|室|航站|号线|口罩|驾照|驾驶|-\d|度|℃|轴))"
)
_NUMBER = re.compile(
    rf"(?<![a-z0-9{_PROVINCES}])(?:(?P<flight>(?:{_AIRLINES})[ ]?\d{{3,4}}|g5[ ]?\d{{4}})(?![\da-z])"
    rf"|(?P<train>[gdcztksyl][ ]?\d{{3,4}}){_NO_TRAIN_BEHIND})"
    rf"|(?<![a-z0-9])(?P<plain_train>(?:[gdcztksyl]\d{{1,4}}|\d{{4}})(?=次(?!数)))"
    rf"|(?:[坐乘](?:的|了|上|着)?(?:是)?|车次(?:[是:]|[改换]?[成为到]|应该是)?|改[成为坐乘签到]|换[成乘坐]|"
    rf"火车|动车|高铁|票|转|换)[ ]?(?P<short_train>[gdztk]\d{{1,2}}){_NO_TRAIN_BEHIND}"
    r"|\A(?P<whole_train>[gdztk]\d{1,2})\Z",
    re.IGNORECASE,
)
_SHORT_TRAIN = frozenset("sylcSYLC")  # lines of a city rather than trains: S2线, and grades: C1
_NUMBER_HINT = late(r"[a-zA-Z][ ]?\d|\d次|\d[a-zA-Z]")

_WORDS: dict[Kind, str] = {
    "train": (
        r"高铁(?![站南北东西])|动车|火车(?![站头])|绿皮车?|列车(?!员)|硬座|硬卧|软卧|软座|动卧|站票|无座|普快|普列|慢车|特快(?!专递)|直快|车次"
        r"|城际(?!公交|客车|大巴)|(?<!长途)卧铺(?!大巴|大客|客车|车)|[gdzktcyGDZKTCY](?:字)?(?:头|打头)的?(?!部)|和谐号|复兴号|[一二]等座|12306"
    ),
    "flight": (
        r"飞机|航班|机票|乘机|坐飞|直飞|飞回|飞过来|飞到|飞往|飞HOME|登机|[南国东海川深厦山]航(?=[ ,。的飞]|$|[a-zA-Z\d])"
        r"|(?<![快起纷放乱腾如鹏云龙晓志小宏鸿若燕雪亚逸翔岳张])飞(?=$|[ ,。;了吧]|的(?:$|[ ,。;])|呼"
        r"|北京|沈阳|长春|哈尔滨|大连|天津)"
        r"|(?<=[点号天早晚午])飞(?![快速])"
    ),
    "bus": (
        r"大巴车?|客车|大客(?!户)|中客|快客|中巴|小巴|巴士|班车|班线|线车|公交车?|长途车|长途卧铺|长途汽车(?!站)|长途客运|客运(?!站|总站|中心|司机)"
        r"|(?:坐|乘)(?:的|着|上)?长途|(?:坐|乘)的?汽车|汽车(?=票|回|到)|[转换倒]汽车|卧铺车|依维柯|包的?大客"
    ),
    "other": (
        r"打车(?!站)|(?<![号日天针苗])打的(?=[去回来到车走往]|$)|[打包](?:了|个|了个)?(?:一?[辆台])?出租|(?<!跑)(?:出租车|网约车|滴滴)|的士|轮船|坐船|轮渡|客轮|骑自行车|骑车|骑单车|步行|走着回|走路回|救护车"
    ),
    "car": (
        r"自驾游?车?|(?<![上下推板])小车(?![祸站厢])|开了?(?:[一二两三四五六七八九十\d]+|半)(?:天|宿|夜|个?多?小时|个钟头)的?车|自己开|开自己|自(?:己|家|个儿?)家?的?车|自个儿?开|(?<!公)私家车|家用车|小轿车|轿车|小汽车|家里的?车|我的?车回|驾车"
        r"|(?:我|俺|咱)家的?(?:小|面包|轿)?车|(?:我|俺|咱)这?(?:大|小)?车(?![站票次厢间里上])|车是(?:我|俺|咱|自)"
        r"|(?:大|小|拉|半挂|厢式|冷藏)?货车|大货(?!架)|厢货|高栏|卡车|半挂|挂车|罐车|油罐车|平板车|冷藏车|冷链车"
        r"|翻斗|皮卡|面包车?(?=$|[ ,。车回拉带到])"
        r"|开[个一]?[台辆]?面包|摩托车?|电动车|电瓶车|三轮车?|房车|越野车?|拖拉机|农用车|四轮(?!驱)|suv|SUV"
        r"|租(?:了|的|个)?(?:一?[台辆个])?(?:小|面包|轿)?车|租的车|顺风车|拼(?:的|了|个)?车|搭(?:的|了|个)?(?:便|顺)?车(?!厢)|蹭(?:的|了|个)?车|捎脚"
        r"|开(?:着|了|的|个)?(?:[一我俺咱他她][台辆家]?|自己家?|单位|公司|老板|朋友|家里)?的?(?:车|货车|大车|小车|大货)(?!间|站|费|票|门)"
        r"|(?:[人口俩仨]|我们|咱们)[ ]?(?:就|坐|开)?[一两俩二三]个?[辆台]车(?![票站])"
        r"|开(?:着|了)?[一两俩二三四五几][辆台]车(?!间)|坐着?(?:他|她|人家|别人|对方)们?家?的(?:小|面包|轿|货)?车(?![站票次厢])"
        r"|[一两俩二三][辆台]车[ ]?[一两俩仨二三四五六七]个?(?:人|口)"
        r"|一车(?:就|一共|共)?[两俩仨二三四五六七2-7]个?(?:人|口)"
        r"|(?:轮着|轮流|换着|倒班|轮班|换班|倒着)开(?![会门店始])|跑(?:大车|货车|运输|滴滴|网约车|出租)|跑车的"
        r"|往(?:回|家)开(?!始|发)|开(?:回来|回家|到家|回HOME|回村)|(?:刚|才)[下上]高速|走的?高速|跑高速"
        r"|拉(?:着|了|完了?)?(?:[一两半三]?车)?大?(?:煤|货(?![币架])|羊|牛(?!奶)|猪|粮|菜(?!单)|沙|土豆|木|草|苞米|玉米|葱|大蒜|萝卜|辣椒|鱼|鸡(?!鸭)|鸡蛋|砖|水泥|沙石|化肥|种子|家具|饲料|建材|钢材|钢筋|板材|水果|白菜|牲口|活(?!动))"
        r"|(?:朋友|老乡|同事|亲戚|邻居|同学|老板|姐夫|妹夫|姑父|姨夫|工友|战友|熟人|亲家|[老小][张王李赵刘陈杨孙周吴马高]|哥|弟|爸|舅|叔|伯|儿子|女婿|老公|对象)的?(?:私家|顺风)?车(?![站票次厢])"
    ),
}
_OPEN_WORDS = r"包车|单位的?车|公司的?车|商务车"
# Stands in the words for what people call where they come home to.
_HOME = "HOME"
_WORD_HINT = late(
    r"[绿皮车铁飞航乘机卧座快际巴的滴船轮骑走货挂卡摩轿拼公开驾步汽自班客线途拉速租捎站票头号面罐栏翻房越农依vV]|12306"
)
_DENIED_BEFORE = late(
    r"(?:不|没|别|未|没有|不是|不能|没有?坐过?|不想?坐|不敢坐|没赶上|没买到|买不到|取消了?)(?:坐|乘|是|用|打|骑|开)?(?:着)?$"
)
_FELL_THROUGH = late(
    r"(?:的(?:航班|飞机|机票))?的?(?:票)?(?:熔断|停飞|停航|没买[到着上]|买不[到着]|没票|没有票|停运|停了|停开|取消|退了|退票|不通|没赶上|没座|坐不了|不坐了|不让坐)"
)
_COMES_TO_MEET = late(r"[^,。;\n]{0,6}接(?:站|机|我(?!妈|爸)|俺|他|她|人|一下|的|$)")
# 坐火车到哈尔滨再倒: by what they go on is not said.
_GOES_ON_SOMEHOW = late(
    r"[到飞][^,。;\n 到飞]{2,6}(?:再|然后|又|还得|还要)(?:再?[倒转换](?:一?[趟次回])?(?:车|乘)?|坐车)(?=$|[ ,。;!\n回到])"
)
# 26号下午开车,在北京换的车,都是火车: one kind for all of the way.
_THROUGHOUT = late(r"(?:(?<!成)都是|全是|(?<!成)都坐|全坐|全程(?:都)?(?:是|坐)?|一路(?:都)?(?:是|坐)?)的?$")
_CHANGED_TO = late(
    r"(?<![再又后])(?:改|换(?!乘))(?:成|为|坐|乘|签|用|了|到)*(?:\d{1,2}[号日]|[明后]天|[上下]午|晚上|的)*$"
)
# 14点开车 is when a train leaves, not a car.
_LEAVES_AT = late(r"(?:[点分半刻时\d]|几点|准时|准点|已经|快要?|火车|列车)$")


def find_transport(text: str) -> TransportFound | None:
    """How somebody travels; None where the text says nothing about it."""
    numbers = list(_numbers(text)) if _NUMBER_HINT.search(text) is not None else []
    words = list(_words(text)) if _WORD_HINT.search(text) is not None else []
    if not numbers and not words:
        return _by_station(text)
    parts = sorted((*numbers, *words), key=lambda part: part.span)
    for place, part in enumerate(parts):
        if _CHANGED_TO.search(text, max(0, part.span[0] - 8), part.span[0]) is not None:
            parts = parts[place:]
            break
    kinds = {part.kind for part in parts}
    if len(kinds) > 1:  # 坐火车,我爸开车接站: that car is no part of the journey
        kinds = {part.kind for part in parts if _COMES_TO_MEET.match(text, part.span[1]) is None}
    if len(kinds) > 1:
        throughout = {
            part.kind
            for part in parts
            if _THROUGHOUT.search(text, max(0, part.span[0] - 6), part.span[0]) is not None
            and text[part.span[1] : part.span[1] + 1] not in {"上", "里", "站", "的"}
        }
        kinds = throughout if len(throughout) == 1 else kinds
    if len(kinds) == 1 and _GOES_ON_SOMEHOW.search(text, parts[-1].span[0]) is not None:
        kinds.clear()
    said = {part.number for part in parts if part.number is not None}
    span = (parts[0].span[0], max(part.span[1] for part in parts))
    return TransportFound(
        kind=next(iter(kinds)) if len(kinds) == 1 else None, number=said.pop() if len(said) == 1 else None, span=span
    )


# 先到火车站, 送孩子到通辽火车站: the station is where somebody goes.
_GOES_THERE = late("[送先去接赶]")


def _by_station(text: str) -> TransportFound | None:
    """The train of whoever comes in at its station, where nothing else tells how they come: 六点四十到通辽火车站."""
    found = _station().search(text) if "站" in text else None
    if found is None or _GOES_THERE.search(found["before"]) is not None:
        return None
    return TransportFound("train", None, found.span("station"))


@cache
def _station() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<before>[^,。;\n ]{{0,12}})(?P<station>(?:到|抵达?)(?:{home()})?(?:火车|高铁|动车)站)"
        "(?!转|换|再|接|取|旁|附近|门口|坐|乘|上车|还|买|送|等)"
    )


def find_plate(text: str) -> PlateFound | None:
    """The first number plate in the text."""
    for match in _PLATE.finditer(text):
        if _STANDS_STILL.match(text, match.end()) is not None and _PLATE.search(text, match.end()) is not None:
            continue
        figures = match["figures"].upper()
        is_long = len(figures) > 5 and figures[0].isdigit() and figures[-1].isdigit()  # six places need a letter
        if sum(char.isdigit() for char in figures) >= 2 and not is_long:
            return PlateFound(match["province"] + match["city"].upper() + figures, match.span())
    broken = _BROKEN_PLATE.search(text)
    if broken is not None:
        return PlateFound("".join(char for char in broken[0] if char.isalnum()).upper(), broken.span())
    spoken = _SPOKEN_PLATE.search(text)
    return None if spoken is None else find_plate(text[: spoken.start()] + spoken[0].translate(_FIGURES))


# 蒙g零j五五六, as it is read out.
_FIGURES = str.maketrans("零〇幺一二三四五六七八九", "001123456789")
_SPOKEN_PLATE = re.compile(
    rf"[{_PROVINCES}][ ]?[a-z](?=[a-z0-9]{{0,2}}[零〇幺一二三四五六七八九])[a-z0-9零〇幺一二三四五六七八九]{{5,6}}"
    r"(?![a-z0-9零〇一二三四五六七八九点号月])",
    re.IGNORECASE,
)
# 我自己的车蒙G33N07限着呢,开我弟的: a vehicle that stays where it is.
_STANDS_STILL = late(
    "(?:今天|那台|那辆|那车|也|还|正|又|被)*(?:限[着号行]|坏|趴窝|没电|送修|在修|修着|卖了?|不[让能好]|没年?检|没油|扣)"
)
# 蒙G 3D 662, written in pieces.
_BROKEN_PLATE = re.compile(
    rf"[{_PROVINCES}][ ]?[a-z](?=[a-z ·.\-]*\d[a-z ·.\-]*\d)(?:[ ·.\-]?[a-hj-np-z0-9]){{5}}(?![a-z0-9点:号月])",
    re.IGNORECASE,
)
_PLATE = re.compile(
    rf"(?P<province>[{_PROVINCES}])[ ]?(?P<city>[a-z])[ ·.\-]?"
    r"(?P<figures>[a-hj-np-z0-9]{4}(?:[a-hj-np-z0-9]{1,2}|[a-hj-np-z0-9]?[挂学警港澳]))(?![a-z0-9])",
    re.IGNORECASE,
)


def _numbers(text: str) -> Iterator[TransportFound]:
    """The trains and flights of the text by their numbers."""
    for match in _NUMBER.finditer(text):
        group = next(name for name, value in match.groupdict().items() if value is not None)
        number = match[group].replace(" ", "").upper()
        if group == "train" and not _is_train(text, match, number):
            continue
        if _DENIED_BEFORE.search(text, max(0, match.start() - 6), match.start()) is None:
            yield TransportFound("flight" if group == "flight" else "train", number, match.span(group))


def _is_train(text: str, match: re.Match[str], number: str) -> bool:
    """Whether a letter with figures is a train: not C19 or S2 alone, and not T365, a temperature."""
    if text.startswith("次", match.end()):
        return True
    if number[0] in _SHORT_TRAIN and len(number) < 4:
        return False
    is_temperature = number[0] == "T" and number[1:3] in {"35", "36", "37", "38", "39", "40", "41"} and len(number) < 5
    return not is_temperature or text[max(0, match.start() - 1) : match.start()] in {"坐", "乘", "车", "铁", "次", "票"}


def _words(text: str) -> Iterator[TransportFound]:
    """The kinds of the text by their words."""
    for match in _word().finditer(text):
        start, end = match.span()
        if _DENIED_BEFORE.search(text, max(0, start - 6), start) is not None:
            continue
        if _FELL_THROUGH.match(text, end) is not None:
            continue
        if match.group().startswith("开") and _LEAVES_AT.search(text, max(0, start - 2), start) is not None:
            continue
        yield TransportFound(_kind(match.lastgroup), None, match.span())


def _kind(group: str | None) -> Kind | None:
    """The kind of a group of the pattern; None for words that leave it open (顺风车)."""
    return next((kind for kind in _WORDS if kind == group), None)


@cache
def _word() -> re.Pattern[str]:
    """Every word for a kind of transport."""
    words = "|".join(f"(?P<{kind}>{said})" for kind, said in _WORDS.items())
    return re.compile(f"{words}|(?P<open>{_OPEN_WORDS})".replace(_HOME, home()))
