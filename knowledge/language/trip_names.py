"""Names of hospitals, offices, shops, schools and the like: something of their own and the word for their kind.

The kinds stand in `trip_places.yaml`. A bare 医院 or 派出所 is no name, nor is 附近医院; of 车管所 or 火车站 a town has
one. Text is normalised.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.language.place_names import place_names
from knowledge.language.trip_kinds import Kinds, kinds_of_places

_LONGEST = 14
# Behind these a name may begin; 天津 and 上海 are no such words.
_BEGINS_BEHIND = re.compile(
    r"奔(?!驰|腾)|[去往在是把离跟陪带领送接的趟想得点分刻半了着过让叫让由于被将就也都还再又没这那你您咱俺爸妈哥姐爷奶姥叔舅姨姑"
    r"孩媳妇们吧呢啊呀吗谁找约挂住当帮认转搁替抱背推骑坐拉搬完嫌怕等听说借"
    r"\d:,，。;!?\n 、()\"]|到(?!岸)|从(?!化|江)|给(?!水)|[早午](?!市|餐)|晚(?!报)|号(?!院|码)|要(?!路)|回(?!民"
    r"|龙)|上(?!海|饶|虞|都|元|林|东)|来(?!宾|安|凤|福|利)|进(?!贤|士|出口|修)"
    r"|(?<=[今明昨后前每当整])天(?!津|水|门|山|长|坛|元|桥)|(?<!协)(?<!建)(?<!庆)和(?!平|田|县|龙|谐|信|睦|顺|美|记|苑"
    r"|林)|落地|出差|开车|打车|坐车|现在|马上|一早|前往|位于|预约|申请|外出|周[一二三四五六日]|我(?!爱)|他|她"
    r"|开(?!发|鲁|元|原|封|平|泰|源|放)|打(?!印|卡|磨)|[有需须](?!德)|办(?!公|事|税)|交(?!通|警|易|大|行|运)"
    r"|考(?!试|点|场)|报(?!社|名|业|刊)|买|卖|取|拿|修(?!理|配)|换(?!热|乘)|参加|地方|地点|位置|单位|公司的|老师"
    r"|医生|大夫|护士|门卫|师傅|领导|主任|拍|守|查|做|本人|系(?!统)|隔壁|对面|旁边|次(?!坞)|出(?!租|口|版)|请假"
)
_NOT_IN_A_NAME = re.compile("[我你您他她它哪谁什怎吗呢吧啊呀哦嘛咋啥只很太最要]|[^一-鿿A-Za-z0-9]")
_HOSPITAL = re.compile("(?:医院|附院|卫生院|保健院|妇幼|[一二三四总分]院|门诊部)$")
_SETTLEMENTS = frozenset({"镇", "乡", "苏木", "嘎查", "村", "屯"})
# 陈志强 包银山: people are called so as well.
_IN_NAMES = frozenset("山河湖城")
_LONG_NAME = 3
_MARKETS = frozenset({"大集", "早市", "夜市"})
_WHOLE = frozenset({"famous", "called"})
_LEVELS = frozenset("省市区县旗州盟镇")
# What makes another word of the kind: 高中生, 婚纱照, 眼科大夫.
_GOES_ON = re.compile(
    r"(?:(?<=高中)|(?<=大学)|(?<=小学)|(?<=中学)|(?<=学院))(?:生|业|毕业|老师|学业|同学|文凭|学历|开学|放假)"
    r"|(?<=村)(?:民|口|书记|支书|长|主任|会计|医(?!院)|干部|头(?:上)?)|(?<=镇)(?:长|书记)"
    r"|(?<=路)[上过边远程滑不费况灯]|(?<=[二三四五六七八九十]中)[午旬]|(?<=小)[时袋瓶块盒碗会部半口女子孙舅姨姑叔哥弟妹伙孩朋]|(?<=院)子"
    r"|(?<=[山河])(?:上|里|边)|(?<=快递)(?:员|小哥|柜|[到没拿取])|(?<=婚纱)照|(?:(?<=眼科)|(?<=牙科)|(?<=口腔)"
    r"|(?<=齿科))(?:医生|大夫|溃疡|科|内|外|检查|手术|医师)|(?<=眼镜)(?!店|城)|(?<=[厂街])(?:家|坊|道|长|子|里的)"
    r"|(?<=法院)的?(?:传票|通知|电话)"
    r"|(?:(?<=车站)|(?<=中心))(?:值|街)|(?<=公园)(?:里)?散|(?<=超市)(?:采购|购物券|老板)|(?<=医院)(?:上班的"
    r"|里的?护士)|(?<=市场)(?:价|经济)"
)
# 燃气公司的,周一到周五值守; 法院开庭: a place of work, or who does something.
_NO_GOAL_BEHIND = re.compile(
    r"(?:的?(?:员?工|职工|司机|老师|护士|大夫|医生|保安|保洁|锅炉工|工人|值班员|人员)|的(?:$|[ ,。;])|(?:那边"
    r"|这边)?(?:开庭|传票|打电话|来电话|来人"
    r"|(?:通知|催|让|叫|要)我?(?!(?:我们?|我?们|家属|本人|亲属|家里人)?(?:到场|到位|[去过到回签办取领交补拿本]|处理))))"
)
# What may stand between a name and the end of its clause: 市医院内分泌, 民大附院疼痛科那边.
_TAIL = (
    r"(?:[ ]?(?:[^ ,。;\n\d]{1,4}科|内分泌|门诊楼?|急诊|住院[部处]|透析室|体检|一楼|二楼|那边儿?|那儿|那块|这边"
    r"|里边|里头|里|附近|旁边|对面|门口|前面|后面|后身"
    r"|[东西南北]门|吧|呗|啊|呀|哈|[!?])){0,2}"
)
_CLOSED_BEHIND = re.compile(rf"{_TAIL}(?:$|[ ,。;!?\n(])")
_CLOSED_BEFORE = frozenset(["", *' ,。;:!?\n"(号天'])


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A name in the text: whether it is a goal without a word of going (`is_sure`), and a clause by itself."""

    name: str
    span: tuple[int, int]
    is_sure: bool
    stands_alone: bool
    region_at: int | None = None  # where the region begins that is said before a name that needs none: 长春吉大一院


def named_places(text: str) -> Iterator[PlaceNamed]:
    """The names in the text from left to right, none inside another."""
    kinds = kinds_of_places()
    behind = 0
    matches = _words(text, kinds)
    for place, (start, end, _word) in enumerate(matches):
        if end <= behind or _goes_on(text, matches, place, kinds):
            continue
        named = _named(text, max(behind, start - _LONGEST), start, end, kinds)
        if named is not None:
            behind = end
            yield named


def _words(text: str, kinds: Kinds) -> list[tuple[int, int, str]]:
    """The words for kinds, with where they begin and end, none inside another (市场 in 批发市场)."""
    words: list[tuple[int, int, str]] = []
    match = kinds.pattern.search(text)
    while match is not None:
        start, end = match.span()
        if not words or end > words[-1][1]:
            words.append((start, end, match[0]))
        match = kinds.pattern.search(text, start + 1)
    return words


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name is a clause by itself, but for what tells where in it (市医院骨科那边)."""
    return text[start - 1 : start] in _CLOSED_BEFORE and ends_clause(text, end)


def ends_clause(text: str, end: int) -> bool:
    """Whether what stands before `end` ends its clause, but for what tells where in a place."""
    return _CLOSED_BEHIND.match(text, end) is not None


def _goes_on(text: str, matches: list[tuple[int, int, str]], place: int, kinds: Kinds) -> bool:
    """Whether the name goes on to another word for a kind: 永清街派出所, 协和医院, 第二中学; 市医院口腔 does not."""
    _start, end, word = matches[place]
    for next_start, next_end, next_word in matches[place + 1 : place + 6]:
        if next_start < end:
            if next_end > end:
                return True
            continue
        if next_start - end > _LONGEST // 2:
            return False
        if _HOSPITAL.search(word) is not None and _HOSPITAL.search(next_word) is None:
            return False  # 市医院口腔, 附属医院药房
        if kinds.of[word] in {"known", "single"} and kinds.of[next_word] == "loose":
            return False  # 万达广场超市
        if kinds.of[word] == "called" and next_word in _MARKETS:
            return False  # 钱家店大集
        between = text[end:next_start]
        return _BEGINS_BEHIND.search(between) is None and _bare(between, kinds) == between
    return False


def _named(text: str, first: int, start: int, end: int, kinds: Kinds) -> PlaceNamed | None:
    """The name that ends with the word for a kind at `start`; None where nothing of its own stands before that."""
    word = text[start:end]
    kind = kinds.of[word]
    if _GOES_ON.match(text, end) is not None:
        return None
    begin = _beginning(text, first, start)
    begin += start - begin - len(_bare(text[begin:start], kinds))
    is_cut = first == begin > 0 and start - begin == _LONGEST
    if is_cut or _NOT_IN_A_NAME.search(text, begin, start) is not None:
        begin = start
    region_at = None
    if kind in _WHOLE or word in _SETTLEMENTS:
        region_at, begin = _behind_its_region(text, begin, start, word)
    if kind == "famous":  # 长春吉大一院 is whole, and of 送到吉大一院 the name alone
        begin, region_at = (start, None) if region_at is None else (region_at, None)
    own = start - begin
    if own == 1 and kind in {"known", "called"} and not {text[begin], word[0]} & _LEVELS:
        begin, own = start, 0  # 堆菜鸟驿站
    is_bare = not own and kind not in {"known", "famous", "single", "called"}
    if is_bare and (word not in kinds.alone or text[begin - 1 : begin] == "在"):
        return None
    if own < 2 and kind in {"loose", "estate", "practice"} and word not in {"村", "屯"}:
        return None
    alone = stands_alone(text, begin, end) and not _may_be_a_person(text, begin, end, word)
    is_sure = (kind in {"known", "famous", "single", "strict"} and not is_bare) or (kind == "practice" and alone)
    if kind == "single" and _NO_GOAL_BEHIND.match(text, end) is not None:
        is_sure = False
    return PlaceNamed(text[begin:end], (begin, end), is_sure, alone and (kind != "estate" or begin > 0), region_at)


def _may_be_a_person(text: str, begin: int, end: int, word: str) -> bool:
    """Whether the name is one that people have as well, and does not stand as an answer by itself."""
    return word in _IN_NAMES and end - begin <= _LONG_NAME and not (begin == 0 and end == len(text))


def _behind_its_region(text: str, begin: int, start: int, word: str) -> tuple[int | None, int]:
    """Where the region begins that is said before a name, and the name itself: of 长春吉大一院 吉大一院."""
    region = place_names().at(text, begin) if begin < start else None
    if word not in _SETTLEMENTS:
        is_region = region is not None and begin + len(region.word) == start
        return (begin, start) if begin < start and (is_region or text[start - 1] in _LEVELS) else (None, begin)
    if region is None or region.word[-1] not in _LEVELS or start - begin - len(region.word) < 2:
        return None, begin
    return begin, begin + len(region.word)  # 奈曼旗青龙山镇


def _bare(modifier: str, kinds: Kinds) -> str:
    """A modifier without what names nothing before it: 附近, and 大 only where it is all (大医院)."""
    while modifier:
        sizes = range(min(4, len(modifier)), 0, -1)
        size = next((size for size in sizes if _is_nothing(modifier, size, kinds)), 0)
        if not size:
            return modifier
        modifier = modifier[size:]
    return modifier


def _is_nothing(modifier: str, size: int, kinds: Kinds) -> bool:
    return modifier[:size] in kinds.names_nothing and (size > 1 or size == len(modifier))


def _beginning(text: str, start: int, end: int) -> int:
    """Where the name that ends at `end` begins: behind the last word of going, time or person before it."""
    begin = start
    for found in _BEGINS_BEHIND.finditer(text, start, end):
        begin = found.end()
    return begin
