"""People of a journey by their names, where no 我叫 announces one: 我儿子王立新在广州, 宝音每周一透析, 李桂珍大娘要去医院.

A name is believed behind a word of kinship, or where it begins a clause or follows the group it belongs to (网格的王建国)
and the words behind it say what that person does. Text is normalised.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.language.called_goers import find_called, numbered, with_other_kin
from knowledge.language.goer_company import find_company, listed_roles
from knowledge.language.goer_mentions import is_writers_kin
from knowledge.language.names import NameFound, begins_like_name, find_name, is_mongolian, looks_like_name
from knowledge.language.people import RelativeFound, find_relatives
from knowledge.language.place_names import place_names

_HAN = "一-鿿"
_RUN = re.compile(f"[{_HAN}]{{2,8}}")
# What people are called behind their full names; the name is theirs, not a relative's.
_TITLE = (
    "大娘|大爷|大妈|大叔|大婶|大姐|大哥|老太太|老爷子|老人家?|奶奶|爷爷|阿姨|叔叔|老师|师傅|女士|先生|同志|同学"
    "|大姨|婶子|嫂子|家"
)
_DOES = re.compile(
    rf"(?P<title>{_TITLE})?(?:$|[ ,，。;:(\n\d]"
    rf"|(?:兄弟|姐妹|姐弟|兄妹|父子|父女|母子|母女|夫妻|夫妇|婆媳|两口子|一家)|[要得想去从在每明后今昨下上周早晚陪带送和跟也都是的这需须将、因于打搭蹭临搁回到骨摔病生发透做住坐乘他她请办报申登开批同"
    rf"弄补放领拉抱背推返值加倒替接往]|刚(?=[到回才从下进落打])|来(?=[接送拉陪带取帮看照替])|化疗|放疗|看[病牙眼急]|复[查诊工]|产检|就[医诊]|预产|待产|见红|破水|羊水|宫缩|手术"
    rf"|预?约|换[药班]|拔牙|拆线|取|买|卖|考[试驾]|体检|检查|自己|一个人|一块|一起|肾|尿|[腰腿胸牙眼]"
    rf"|(?:[两二三四五六七八九十俩仨]|\d{{1,2}})(?:个人|[个口]?人|个|位|名)|心[脏口慌]|血|肚子|阑尾|胆|脖|颈|膝|肋|胳|嗓|高烧|晕|吐|动身|出|说[他她])"
)
# Where the name of whoever goes may begin.
_BEGINS = re.compile(
    r"(?:^|[ ,，。;:\n]|(?:网格|小区|楼[上下]?|单元|村(?![民里口委])|户|组|片|家(?!属)|辖区|社区|号|室|\d)的?|居民|村民"
    r"|住户|业主|员工|职工|工人|司机|老人|产妇|孕妇"
    r"|员|患者|家属|陪同|陪护|学生|干部|党员|教师|老师|队长|组长|辅警|民警|志愿者|社工|工程师|负责人|村医|会计|护士|班主任|领队|保洁|保安|门卫|环卫工|护工|月嫂|厨师|骑手|电工|焊工|瓦工|木工|水暖工|维修工|锅炉工|店员|店长|技师|主管|病人|出行人|(?:外出|出行|同行|随行|陪护)人员?[:是为]|(?:(?<!HR)(?<![任理夫师板导])(?<!医生)|(?=叫[一-鿿]{4}))叫|替|帮|给|由|让|我是|隔壁|对门|邻居|其[女子妻夫母父兄弟姐妹]"
    r"|(?:周|星期|礼拜)[一二三四五六日天]|[今明后]天|[今明][早晚儿]|、|上午|下午|早上|晚上|[点号]|点半|我们[仨俩]|我们几个)"
    r"(?=[一-鿿])"
)

_SOMEBODY = frozenset("我俺他她")
_ORDER = frozenset("大二三四五六七八幺")
_COMES_TO = frozenset("接送拉陪带取帮看照替")
_AND = frozenset("和跟与及、")
# 妈的 is a curse, and 妈的尿管 is none.
_MOTHERS = re.compile(
    "妈的(?=[尿胃病腿腰脚眼牙手血心肺肝肾透化石钢伤老胳]|检查|片子|预产期|助听器|药|降压|降糖|假牙|拐|轮椅|脑|耳|嗓|鼻|颈|膝|白内障|支架|起搏器|身份证|身体|医保|社保|工资|存折|养老|退休|生日)"
)
_OPENS = re.compile("(?:^|(?<=[ ,。;\n]))(?P<self>[我俺][ ]?)?(?=[一-鿿]{3})")
_OPENS_BEHIND = re.compile("[从打在搁]|坐(?!落)")
_SELF_BEHIND = re.compile("[ ,从打在搁坐明后今昨]")
_GIVES_OWN_NAME = re.compile("(?:我叫|我是|叫我|本人|姓名|名字|申请人|联系人)[是:为 ]{0,2}$")
# 外出户李长山一家, 新租户马强, 我班王子涵同学: whom staff and teachers report.
_REPORTED = re.compile(
    r"(?:(?:外出|租|住|返乡|商|务工|养殖|困难|低保)户|户主|我班|我们班|本班|班里"
    r"|(?:学生|居民|村民|业主|租客|员工|职工|工友|司机|教师|干部|党员|军人|技术员|工程师|驾驶员|务工人员)(?!们|的)"
    r")(?:的)?[ :]?(?=[一-鿿]{2})"
    r"|(?:\d{3,4}室?|单元|号楼)的(?=[一-鿿]{2})|[村屯](?:第?(?:\d{1,2}|[一二三四五六七八九十]))[组队](?:村民|居民)?的?(?=[一-鿿]{2})"
)
_REPORTED_BEHIND = re.compile(
    r"(?:同学|一家|全家|[两俩]口子|夫妇)|[ ,，。;:\n\d从由打自]|[在于](?!家)|刚(?!才)|[明今昨][天早晚儿]|$"
)
_DESCRIBED = re.compile("[ ,(]{1,2}(?:[男女](?=$|[ ,。;)])|\\d{1,2}岁)")
_A_DAY = re.compile("[明今后][天早晚儿日]|[上下]午|周[一二三四五六日]")
_GROUP = re.compile("我们(?:[仨俩]|几个)$")
# 孙明孙亮兄弟俩
_TWO_OF_A_KIND = re.compile(
    "(?:^|(?<=[ ,。;\n]))(?P<names>[一-鿿]{4,6})(?:兄弟|姐妹|姐弟|兄妹|父子|父女|母子|母女|夫妻|婆媳|两口子)俩"
)
_CLAUSE = re.compile("[一-鿿]{4,12}?(?=$|[ ,。;]|[明今后大][天早晚后]|[要得想去都也在])")
_COUNTED = {"俩": 2, "仨": 3}
_ADDRESS_OF_SELF = re.compile(r"[ ,:]{0,2}(?:电话|手机|号码)?[ :]?1[3-9]\d{5}")


@dataclass(frozen=True, slots=True)
class NamedGoer:
    """A person's name, the span with the title behind it, and where that begins."""

    name: str
    span: tuple[int, int]


def travellers(text: str) -> Iterator[NameFound]:
    """What may be the name of whoever comes back, the surest first: announced, a Mongolian one that begins what is said
    (巴特尔从阿拉善左旗回, 我乌日娜), or behind a word of kinship (我儿子王立新)."""
    announced = find_name(text)
    if announced is not None:
        yield announced
    for opening in _OPENS.finditer(text):
        named = _name_at(text, opening.end())
        if named is not None and len(named.name) > 2 and is_mongolian(named.name):
            behind = _OPENS_BEHIND if opening["self"] is None else _SELF_BEHIND
            if behind.match(text, named.span[1]) is not None:
                yield NameFound(named.name, named.span)
    yield from _reported(text)
    for relative in find_relatives(text):
        if relative.people == 1:
            start = relative.span[1]
            is_son = text.startswith("我儿子", relative.span[0])  # of which 我儿 is found
            found = _name_at(text, relative.span[0] + 3 if is_son else start)
            if found is not None:
                yield NameFound(found.name, found.span)


def _reported(text: str) -> Iterator[NameFound]:
    """Those whom somebody else reports by what they are: 新租户马强, 我班王子涵同学."""
    for told in _REPORTED.finditer(text):
        start = told.end()
        for size in (4, 3, 2):
            name = text[start : start + size]
            end = start + size
            described = _DESCRIBED.match(text, end) is not None  # 住户索朗,29岁
            is_name = looks_like_name(name, strict=not described) and (described or begins_like_name(text, start))
            is_name = is_name and not _is_region(text, start, end)
            if is_name and _REPORTED_BEHIND.match(text, end) is not None:
                yield NameFound(name, (start, end))
                break


def everybody(text: str) -> list[RelativeFound]:
    """Relatives and those who are told of by name, from left to right; 李桂珍大娘 is 李桂珍."""
    relatives = [
        numbered(text, _whole(text, one))
        for one in find_relatives(_MOTHERS.sub("妈之", text) if "妈的" in text else text)
    ]
    named = [
        RelativeFound(one.name, 1, one.span)
        for one in find_named(text)
        if (
            _GIVES_OWN_NAME.search(text[max(0, one.span[0] - 6) : one.span[0]]) is None
            or is_writers_kin(text, one.span)
        )
        and _ADDRESS_OF_SELF.match(text, one.span[1]) is None
    ]
    for called in find_called(text):
        if _is_apart(called.span, named):
            named.append(RelativeFound(called.name, 1, called.span))
    relatives = [one for one in with_other_kin(text, relatives) if _is_apart(one.span, named)]
    for span in (*(one.span for one in find_company(text)), *listed_roles(text)):
        if _is_apart(span, (*named, *relatives)):
            named.append(RelativeFound(text[slice(*span)], 1, span))
    for one in (*relatives, *named):
        joined = text[one.span[1] : one.span[1] + 1] in _AND  # 王婶和李凤兰
        behind = _name_at(text, one.span[1] + joined) if joined or one in relatives else None
        if behind is not None and _is_apart(behind.span, named):
            named.append(RelativeFound(behind.name, 1, behind.span))
    begins = {one.span[0] for one in named}
    relatives = [one for one in relatives if one.span[1] not in begins]  # 邻居老韩 is 老韩, 我妈张桂芬 is 张桂芬
    return sorted((*relatives, *named), key=lambda one: one.span)


def _is_apart(span: tuple[int, int], others: Sequence[RelativeFound]) -> bool:
    return not any(span[0] < other.span[1] and other.span[0] < span[1] for other in others)


def find_named(text: str) -> list[NamedGoer]:
    """Everybody whom the text tells of by a full name, from left to right."""
    siblings = _TWO_OF_A_KIND.search(text) if "俩" in text else None
    found = [] if siblings is None else _full_names(text, *siblings.span("names"), 2) or []
    for begin in _starts(text):
        if found and begin < found[-1].span[1]:
            continue
        together = _names_together(text, begin)
        found += together
        named = None if together else _name_at(text, begin)
        while named is not None:
            found.append(named)
            end = named.span[1]  # 王强和张敏, 赵磊、孙宁
            named = _name_at(text, end + 1) if text[end : end + 1] in _AND else None
            if named is None and text[end : end + 1] == "、":  # 李强、白玉明二人
                named = _name_at(text, end + 1, strict=False)
    return found


def _starts(text: str) -> Iterator[int]:
    return (match.end() for match in _BEGINS.finditer(text))


def _names_together(text: str, begin: int) -> list[NamedGoer]:
    """The names that a group is told by, one directly behind the other: 我们仨白玉山韩福李大军."""
    group = _GROUP.search(text, max(0, begin - 4), begin)
    run = None if group is None else _CLAUSE.match(text, begin)
    if group is None or run is None:
        return []
    return _full_names(text, begin, run.end(), _COUNTED.get(group[0][-1])) or []


def _full_names(text: str, begin: int, end: int, number: int | None) -> list[NamedGoer] | None:
    """The full names that fill a stretch of the text, as many as `number` says; None where none do."""
    if begin == end:
        return [] if not number else None
    if number == 0:
        return None
    for size in (3, 2):
        name = text[begin : begin + size]
        if begin + size <= end and begins_like_name(text, begin) and looks_like_name(name):
            rest = _full_names(text, begin + size, end, None if number is None else number - 1)
            if rest is not None:
                return [NamedGoer(name, (begin, begin + size)), *rest]
    return None


def _name_at(text: str, start: int, *, strict: bool = True) -> NamedGoer | None:
    """The longest usual name that begins here and may be followed by what does; `strict` unless others are named before."""
    run = _RUN.match(text, start) if not strict or begins_like_name(text, start) else None
    if run is None:
        return None
    for size in range(min(len(run.group()), 6), 1, -1):
        name = run.group()[:size]
        behind = _DOES.match(text, start + size)
        if behind is not None and (looks_like_name(name, strict=strict) or _is_little(name)):
            holds_a_day = any(_A_DAY.match(text, start + place) is not None for place in range(1, size))
            if holds_a_day or _is_region(text, start, start + size):
                continue  # 金华, 那顺|明早, 那明天
            if size > 2 and name.endswith("来") and text[start + size : start + size + 1] in _COMES_TO:
                continue  # 邢丽|来接
            if size > 2 and name.endswith("和") and text[start + size : start + size + 1] in _SOMEBODY:
                continue  # 乌云和她
            if name.endswith("同") and text[start + size : start + size + 1] in {"去", "行", "往"}:
                continue  # 蒋涛|同去
            if name.endswith("刚") and behind.end() > start + size and is_mongolian(name[:-1]):
                continue  # 那顺|刚下火车
            end = start + size + len(behind["title"] or "")
            return NamedGoer(name, (start, end))
    return None


def _is_region(text: str, start: int, end: int) -> bool:
    """Whether a town stands here: 明天金华去不了."""
    place = place_names().at(text, start)
    return place is not None and start + len(place.word) >= end


def _is_little(name: str) -> bool:
    """张小雨, 李大海: 小 and 大 are usual in names and in ordinary words."""
    if len(name) == 3 and name[1] == "老" and name[2] in _ORDER:
        return looks_like_name(name[0] + "刚", strict=True)  # 包老三
    return len(name) == 3 and name[1] in "小大" and looks_like_name(name[0] + name[2], strict=True)


def _whole(text: str, found: RelativeFound) -> RelativeFound:
    """The mention to its end: 我儿 of 我儿子 is 我儿子."""
    start, end = found.span
    is_son = text.startswith("我儿子", start) and end == start + 2
    return RelativeFound(found.label, found.people, (start, end + 1)) if is_son else found
