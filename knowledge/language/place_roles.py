"""What a sentence does with a place that it names: 从沈阳回来 is an origin, 回通辽 a destination, 沈阳转车 a stop.

Adjacent names are read as one place (河北石家庄长安区), and a name inside another word (北京路, 王长春) as none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from itertools import islice, zip_longest

from knowledge.language.home import home
from knowledge.language.late import late
from knowledge.language.place_bounds import (
    begins_word,
    comes_back_later,
    does_something_there,
    ends_word,
    is_compound,
    stands_alone,
)
from knowledge.language.place_names import NameFound, PlaceNames, Rank, settle
from knowledge.language.villages import behind_places
from knowledge.regions import Region


class Role(IntEnum):
    """What the sentence does with a place; of several the highest is the origin."""

    NONE = 0
    STOP = 1  # 路过沈阳, 沈阳转车
    NAMED = 2  # 呼市 K1302
    VISITED = 3  # 去北京看病, 刚回来
    LIVES = 4  # 在沈阳上班
    ORIGIN = 5  # 从沈阳回来, 沈阳到通辽


@dataclass(frozen=True, slots=True)
class Mention:
    """Adjacent names as one place, with the part that the sentence gives it."""

    start: int
    end: int
    word: str
    regions: tuple[Region, ...]
    rank: Rank
    role: Role = Role.NONE
    is_stay: bool = False


# A message names few places; a text of thousands is no message, and is not looked at to its end.
_MOST_NAMES = 32
_CLAUSE_END = late(r"[,，。;；!！?？\n]")
_JOINED = late(r"[ 的·\-/>(（]{0,2}")
_JOINED_BY_COMMA = late(r"[ ,，、]{1,2}")
_LISTED = late(r"[ ]?(?:和|、|跟|与|及|还有)[ ]?")
_PLACE_INSIDE = late(r"(?:国际)?机场|[东西南北]?站|路|街|大道|医院|大学")
_STATION = late(
    r"(?:[东西南北]站|(?:火车|高铁|动车|客运|汽车|长途)?[东西南北]?站|(?:国际)?机场|那边儿?|这边儿?|[那这市城]里|市区|[那这里])?"
)
# 郑州-北京-通辽: what stands behind a place and a dash is where they changed or went.
_CHAIN = late(r"[东西南北]?站?[ ]?(?:\([^()]{1,10}\)[ ]?)?(?:-+>?|~|→|>)[ ]?")
# 科左后旗甘旗卡镇 is a town of the county and no second name of it.
_TOWN_BEHIND = late("镇|乡|苏木|街道")
# 不在杭州过年了, 不在苏州干了: somebody was there until now.
_LEAVES_OFF = late("不(?:打算|准备|想)?[在搁][ ]?$")
_NO_MORE_BEHIND = late(
    "(?:过[年节冬]|打工|上班|[待呆]着?|住|干活?|上学|[念读]书?|租房|猫冬|做买卖|做生意|陪读|看孩子|带孩子|养老|实习)了"
)
_NEGATED = late(r"(?:没有?|未|不)(?:是|在|从|去过?|到过?|经过?|路过|途经|途径|坐|走|用|曾|再|来)*$")
_HEADED_FOR = late(r"(?:去|回|返|往|来|飞|赴|至|抵达?|达|进|到|奔|(?<![早晚路身])上)(?:了|过)?(?:一?[趟次])?$")
# 从闺女家回来 大连: the blank ends what was said of returning, and the place is named on its own.
# 除夕回 锦州 as well: nobody writes a blank before where they are headed for.
_CAME_BACK_BEFORE = late(
    r"(?:(?:回来|过来|归来|回家|到家|返乡|往[回家][飞走返赶开来])了?|(?:[家那里夕号天日儿晚早午年点半]|[晚早]上|[周期拜][一二三四五六]|初[一二三四五六七八九十]"
    r"|十[一二三四五六七八九]|\d)(?:回|到|返)|[上下来发身站]了)[ ]$"
)
_REACHED_FIRST = late("先[^,，。;]{0,6}(?:到|去|飞|至)$|(?:[坐乘][^,，。;]{1,4}到|飞|飞到)$")
# 先坐高铁到北京,再换: where the journey goes on from.
_GOES_ON = late("[^,，。;]{0,4}[ ,，。]{0,2}(?:再|然后|接着|之后|完了)[^,，。;]{0,2}(?:[坐乘换转倒飞从开]|回|到)")
# 厦门飞, 长沙飞沈阳: where somebody takes off, who was elsewhere.
_TAKES_OFF = late("(?:机场)?(?:起?飞|坐飞机)")
_TO = ("到", "飞", "至", "去")
_WENT_TO = late(r"(?:去|到)(?:了|过)?(?:一?[趟次])?$")
_WENT_OFF = late(r"(?:去|到|上|回|奔)(?:了|过)?(?:一?[趟次])?$")
_I_AM = late("(?:我们?|俺们?|本人)是$")
_STOP_BEFORE = late(
    r"(?:→|-+>)[ ]?$|(?:路过|途经|途径|途中|中途|半路|经过|经由|经停|中转|转机|换乘|取道|经)(?:了|的|在|到|去)?$"
)
_STOP_BEHIND = late(
    r"(?:再|又|站|然后|下车)?(?:再(?:坐|乘|打车|开车)|转[车机乘]|中转|换[乘车]|倒车|停留|停了|停过|经停|转(?=火车|高铁|动车|客车|大巴|飞机|汽车|[a-zA-Z]\d)|[倒换](?:了|的|一?[趟次])?(?:火车|高铁|动车|客车|大巴|大客|飞机|汽车|车))"
)
_STAYED = late(r"[^从]{0,3}(?:住了|待了|呆了|停了|玩了|住过|待过|呆过|停留|逗留|过夜|歇|住一|待一|转[车机])")
_ON_THE_WAY = late(r"(?:途中|中途|路上|半路|期间|中间|还|又|先)[^,，。]{0,4}$")
_FROM = late(
    r"(?:从|自|由|(?<!车)打|离开|出发地点?[是:]?|来源地[是:]?|始发[站地]?[是:]?|起点[是:]?|坐标[是在:]?"
    r"|(?:现居|常居|定居|居住|旅居)[于在]?|(?:务工|打工|工作|上学|现居住?|所在|返乡前所在)地点?[是在:]?)$"
)
_FROM_FAR = late(r"(?:从|来自)[^从到去回来]{1,6}$")
_IN = late("(?:在|搁)$")
# 支援黑河的任务结束了: somebody was sent there, and it is over.
_SENT_TO = late("(?:支援|驰援|增援|援助|援建|帮扶|派驻|外派|抽调|借调)(?:了|到)?$")
_IS_OVER = late("[^。;\n]{0,12}?(?:结束|完成|完事|完了|期满|到期|撤回|撤离|轮换|休整|凯旋|回来|返回|返程)")
_BEEN_THERE = ("去过", "到过", "去了趟", "去了一趟", "跑了趟", "跑了一趟", "回了趟", "回了一趟")
# 老家是赤峰的,在长春上学: where somebody is from by birth.
# 我妹子嫁到葫芦岛了: where somebody has lived since then.
_MARRIED_TO = late("嫁(?:到|去|往|在)了?$")
_BY_BIRTH = late("(?:老家|婆家|娘家|户口|户籍|籍贯|祖籍|[爸妈公婆哥姐弟妹姑舅姨叔]家)(?:是|在|搁|那边)?$")
_LIVES_BEHIND = late(
    r"[^,，。]{0,4}?(?:放了?(?:寒|暑)?假|毕业|解封|可算|终于|总算|上班|工作|打工|务工|干活|上学|念书|读书|大学|师范|[师医工农理科财交]大(?![街道])|理工|学院|实习|居住|常住|住着|兼职|打?零工|短工|[寒暑]假工|出差|旅游|旅行|游玩|滑雪|泡温泉|看雪|度假|休假|探亲|援藏|援疆|援青|支教|挂职|驻村|考试|面试|参展|进货|拉货|送货|看病|住院|做生意|"
    r"陪读|学习|培训|当兵|带孩子|看孩子|挖煤|搬砖|刷盘子|送外卖|送快递|开店|做买卖|做工|做活|干装修|装修|念|读研|读大|技校|中专|进修|隔离|陪床|照顾|伺候|租房|摆摊"
    r"|工地|厂|养老|过冬|猫冬|串门|走亲戚|养病|手术|参军|服役)"
)
_BACK_BEHIND = late(
    r"[^,，。]{0,14}?(?:回来|返回|返乡|返通|返程|回家|回通|回村|回老家|过来|来的|出发|动身|启程|起飞|登机|上车|始发|回(?:的|$))"
)
_TO_BEHIND = late(r"[ ]?(?:坐[^,，。]{1,6})?(?:开?到|至|飞|回|返|开?往|去|-+>?|~|→)")
_ANSWER_BEFORE = late(
    r"(?:我们?|是|从|在|搁|自|人|现在|目前|刚|就|老家|回来了?|回家了?|到家了?|返乡|报备|一下|坐标|[ ,:])*"
)
_ANSWER_BEHIND = late(
    r"(?:那边儿?|这边儿?|那块儿?|那疙瘩|那旮[瘩旯沓]|[那这]里?|回来?|来|的|了|哈|呢|啊|吧|呀|过来|出发|[ ,。.!])*"
)


def find_mentions(text: str, names: PlaceNames) -> list[Mention]:
    """The places of the text with their parts, those left out that the sentence denies or uses as another word."""
    places = _joined(text, list(islice(names.scan(text), _MOST_NAMES)), names)
    judged: list[Mention] = []
    for place, following in zip_longest(places, places[1:]):
        next_start = following.start if following is not None else len(text)
        if len(places) == 1 and _is_answer(text, place):
            role, is_stay = Role.ORIGIN, False
        else:
            role, is_stay = _judge(text, place, next_start, names)
        if judged and _LISTED.fullmatch(text, judged[-1].end, place.start) is not None:
            last = judged[-1]
            if last.role is Role.STOP or role <= Role.NAMED:
                role, is_stay = last.role, last.is_stay
        if judged and role > Role.STOP and _CHAIN.fullmatch(text, judged[-1].end, place.start) is not None:
            role, is_stay = Role.STOP, True
        judged.append(Mention(place.start, place.end, place.word, place.regions, place.rank, role, is_stay))
    return _without_reached(text, judged)


def _without_reached(text: str, judged: list[Mention]) -> list[Mention]:
    """The mentions, a place that was reached before going on from there a stop: 在乌海,先到呼和,后天呼和坐火车回来."""
    began = [one for one in judged if one.role >= Role.LIVES]
    for place, mention in enumerate(judged):
        reached = any(
            one.regions == mention.regions and _REACHED_FIRST.search(text, max(0, one.start - 4), one.start) is not None
            for one in judged[:place]
        )
        if reached and mention.role >= Role.LIVES and began[0] is not mention:
            judged[place] = replace(mention, role=Role.STOP, is_stay=True)
        elif mention.role is Role.ORIGIN and _TAKES_OFF.match(text, mention.end) is not None:
            before = _FROM.search(_clause_before(text, mention.start)) is None and began[0] is not mention
            if before and began[0].role is Role.LIVES and began[0].regions != mention.regions:
                judged[place] = replace(mention, role=Role.STOP)
    return judged


def _joined(text: str, found: Sequence[NameFound], names: PlaceNames) -> list[Mention]:
    """Names that narrow each other down made one: 河北, 石家庄, 长安区."""
    places: list[Mention] = []
    for name in found:
        last = places[-1] if places else None
        if last is not None and _is_joined(text, last.end, name):
            inside = _inside(last.regions, name) if name.word != last.word else ()  # 南昌,南昌 is said twice
            is_again = last.end == name.start and last.word != name.word and last.regions == name.regions
            if is_again and not inside and _TOWN_BEHIND.match(text, name.end) is None:
                places[-1] = Mention(last.start, name.end, name.word, last.regions, max(last.rank, name.rank))
                continue  # 科左后旗甘旗卡
            if inside and not (name.rank < Rank.BROAD and _PLACE_INSIDE.match(text, name.end)):
                places[-1] = Mention(last.start, name.end, name.word, inside, Rank.BROAD)
                continue
        if not name.needs_parent:
            places.append(Mention(name.start, name.end, name.word, name.regions, name.rank))
    return places


def _is_joined(text: str, end: int, name: NameFound) -> bool:
    """Whether a name stands right behind another; behind a comma only one that is surely a place."""
    if _JOINED.fullmatch(text, end, name.start) is not None:
        return True
    return name.rank > Rank.COUNTY_SHORT and _JOINED_BY_COMMA.fullmatch(text, end, name.start) is not None


def _inside(outer: Sequence[Region], name: NameFound) -> tuple[Region, ...]:
    return tuple(one for one in name.regions if any(other.contains(one) and other != one for other in outer))


def _judge(text: str, place: Mention, next_start: int, names: PlaceNames) -> tuple[Role, bool]:
    """The part of one place in its sentence, and whether somebody stayed there."""
    before = _clause_before(text, place.start)
    clause_end = _CLAUSE_END.search(text, place.end)
    end = min(next_start, clause_end.start() if clause_end is not None else len(text))
    station = _STATION.match(text, place.end, end)
    behind = text[station.end() if station is not None else place.end : end]
    if station is not None and station.group().endswith(("站", "机场")) and is_home(place, names):
        return Role.NONE, False  # 从通辽站打车: the last leg, not where the journey began
    leaves = _LEAVES_OFF.search(before) is not None and _NO_MORE_BEHIND.match(behind) is not None
    if leaves or (_was_sent_to(text, place, before) and not is_home(place, names)):
        return Role.VISITED, True
    if _NEGATED.search(before) is not None or _SENT_TO.search(before) is not None:
        return Role.NONE, False
    if not _stands_free(text, place, before, behind, names):
        return Role.NONE, False
    if (
        before.endswith(("再从", "又从", "然后从", "再由"))
        or _STOP_BEFORE.search(before) is not None
        or _STOP_BEHIND.match(behind) is not None
        or (before.endswith(_TO) and "先" in before and _GOES_ON.match(text, place.end) and not is_home(place, names))
    ):
        return Role.STOP, True
    is_apart = _CAME_BACK_BEFORE.search(text, max(0, place.start - 5), place.start) is not None
    if _MARRIED_TO.search(before) is not None and not is_home(place, names):
        return Role.LIVES, False
    if _HEADED_FOR.search(before) is not None and not is_apart:
        came_back = _WENT_OFF.search(before) and _back_later().search(text, place.end, place.end + 60)
        visited = bool(came_back) or before.endswith(_BEEN_THERE)
        return (Role.VISITED if visited and not is_home(place, names) else Role.NONE), visited
    in_village = text[behind_places(text, place.end) : end]  # 在开鲁县前进村住了两天
    return _role_from(text, place, before, behind), _stayed(before, behind) or _stayed(before, in_village)


def _was_sent_to(text: str, place: Mention, before: str) -> bool:
    """Whether somebody was sent to a place, and that is over: 支援黑河的任务结束了."""
    return _SENT_TO.search(before) is not None and _IS_OVER.match(text, place.end) is not None


def _stayed(before: str, behind: str) -> bool:
    """Whether somebody stayed, on the way or otherwise: 途中在沈阳住了一晚."""
    return _STAYED.match(behind) is not None or (_ON_THE_WAY.search(before) is not None and before.endswith("在"))


def _role_from(text: str, place: Mention, before: str, behind: str) -> Role:
    """Origin, home or a bare name, for a place that nobody is headed for."""
    is_sure = place.rank > Rank.COUNTY_SHORT
    if _FROM.search(before) is not None or (is_sure and _FROM_FAR.search(before) is not None):
        return Role.ORIGIN
    if _BACK_BEHIND.match(behind) is not None and _IN.search(before) is None:
        return Role.ORIGIN
    if is_sure and _TO_BEHIND.match(text, place.end) is not None:
        return Role.ORIGIN
    if _BY_BIRTH.search(before) is not None:
        return Role.NAMED if is_sure else Role.NONE
    if _IN.search(before) is not None or _LIVES_BEHIND.match(behind) is not None:
        return Role.LIVES
    corrects = "不是" in text[max(0, place.start - 12) : place.start]  # 不是北京,是天津
    if _I_AM.search(before) is not None and is_sure and _comes_here().search(text, place.end) is not None:
        return Role.LIVES  # 我是山西大同的,拉建材去你们通辽
    if before.endswith(("叫", "姓")) or (before.endswith("是") and not corrects):
        return Role.NONE  # 我同事是上海的
    return Role.NAMED if is_sure or stands_alone(text, place.start, place.end) else Role.NONE


def _stands_free(text: str, place: Mention, before: str, behind: str, names: PlaceNames) -> bool:
    """Whether the name is a place here and no part of another word."""
    if is_compound(text, place.end):
        return False
    anchored = any(lead.search(before) is not None for lead in (_FROM, _IN, _WENT_TO))
    is_chain = place.end - place.start > len(place.word) + 1  # 山东泰安, 江苏昆山花桥
    if place.word in names.also_local and place.rank is Rank.BROAD:
        return is_chain or anchored or _BACK_BEHIND.match(behind) is not None
    if anchored and place.rank > Rank.COUNTY_SHORT:
        return True
    if not begins_word(text, place.start):
        return False
    if _IN.search(before) is not None and does_something_there(text, place.end):
        return True
    return is_chain or ends_word(text, place.end) or (place.rank is Rank.BROAD and comes_back_later(text, place.end))


def _is_answer(text: str, place: Mention) -> bool:
    """Whether the whole text is this place: the answer to 从哪里回来."""
    return (
        _ANSWER_BEFORE.fullmatch(text, 0, place.start) is not None
        and _ANSWER_BEHIND.fullmatch(text, place.end) is not None
    )


def _clause_before(text: str, start: int) -> str:
    """Up to twelve characters before a place within its clause, without blanks at the end."""
    piece = text[max(0, start - 12) : start]
    for place in range(len(piece) - 1, -1, -1):
        if piece[place] in ",，。;；!！?？\n":
            return piece[place + 1 :].rstrip()
    return piece.rstrip()


def is_home(mention: Mention, names: PlaceNames) -> bool:
    """Whether the place is the region that we live in ourselves."""
    regions = settle(mention.regions, mention.word in names.open)
    return len(regions) == 1 and regions[0].code in names.home


@cache
def _comes_here() -> re.Pattern[str]:
    """Words behind where somebody is from that say that they come here."""
    return re.compile(rf"的[^。;\n]{{0,16}}?(?:去|来|到|上|往)(?:你们|咱们?|贵)?(?:这[边儿里]|{home()})")


@cache
def _back_later() -> re.Pattern[str]:
    """Words behind a place that say that somebody came home from there."""
    return re.compile(
        r"往家|往回|回去|接回|送回|赶回|进家|到家|到的家|回来|返回|返乡|回家|回到|往回|刚回|才回|回村|从那(?:边|儿|头|块|里|疙瘩)?[^,。;\n]{0,4}?(?:过来|动身|出发|回)"
        rf"|(?:到|回|返|飞)(?:咱们?|我们|俺们)?{home()}"
    )
