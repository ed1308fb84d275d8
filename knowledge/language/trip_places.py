"""Where somebody goes (exit requests): 去市医院, 到通辽市人民医院, 去火车站接人, 去沈阳. A bare 医院 or 单位 is no place.

A place is written down as it was said. Names are found by `knowledge.language.trip_names` and
`knowledge.language.trip_regions`; which of them somebody goes to is told here, by the words before them. Text is
normalised.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.communities import plan_communities
from knowledge.language.late import late
from knowledge.language.trip_names import PlaceNamed, named_places
from knowledge.language.trip_regions import own_places, regions

_HEADED_FOR = late(
    r"(?:去|到|往|回|赴|飞|来|上|进|奔|走|转|转院到?|送到?|在|搁|于|出差|位于|目的地|地[点方址]|前往|走访|搬[到去]"
    r"|搬回|跑|逛|扫|巡|守|赶|约|挂|定|排)"
    r"(?:了|趟|过|一趟|一次|[两三二]次|一下|老家"
    r"|家|[是为:]|的|本市|咱|[我俺咱他她]们?(?:那个?|家))?[ :]?$"
    r"|(?:就|还是|去的?是?)[那这]家[ ]?$|[去到上](?:趟|一趟)?(?:上[次回]|昨天|前[几两]天"
    r"|常去的?|老去的?)[^,。; ]{0,3}?[那这][个家][ ]?$"
    r"|(?:考[点场]|单位|学校|医院|位置|饭店|酒席)(?:[是为:]|就是)[ ]?$"
    r"|[街路区边镇村旗市县面头口]的$"
)
# 给老边饺子馆送货: whoever brings something goes there.
_BRINGS = late(
    r"(?:那边|那儿)?的?(?:送(?!我|[他她]去)|拉|配|运|装|卸|供|上)"
    r"(?:一?[车趟批点些]|一?[两几]车)?[^,。; ]{0,2}"
    r"(?:货|菜|豆腐|肉|鱼|蛋|奶|水|面|米|油|粮|煤|料|餐|饭|酒|气|件|单|材料|东西)"
)
_FOR = late("(?:给|为|替|往|帮)$")
# 我家在欧亚卖童装: a place of trade and no home.
_TRADES = late(
    r"(?:那边|那儿)?(?:里头?|[一二三四]楼|门口)?(?:卖|摆摊|出摊|做买卖|做生意"
    r"|开着?[个家间]?[^,。; ]{0,4}[店铺馆]|有[个家]?[^,。; ]{0,4}[店铺摊柜]"
    r"|租了?[个间]?[^,。; ]{0,3}[店铺摊柜])"
)
_COMES_FROM = late(r"(?:从|离开|路过|经过)[ ]?$|(?<![外进])出了?$|(?<!亲)自$")
# Where somebody lives who does not say that they go back there.
_LIVES = late("(?:^|[ ,。;我俺])(?:家在|家住|住在)[ ]?$")
_GOES_BACK = late("(?<!每)回(?:[去家趟村屯]|一趟|老家)")
# What happens at a place, or who needs somebody there: 余粮堡有集, 农机市场到货了, 庆和镇的老叔咽气了.
_CALLS_FOR = late(
    r"(?:那边儿?|那个?)?的?(?:专家|大夫|医院)?(?:给|说|都|已经|今天|昨天)*(?:约[了上好]|[有来]床位?|床位(?:下来|有)|排[到上]号?了|腾出床)|"
    r"(?:那边儿?|那儿|那头|那块儿?)?的?[ ]?(?:(?:今|明|后)?天?(?:有|赶)[个大]?集|大集|早市|夜市|(?:新?到|上|来)货"
    r"|[^,。; ]{0,3}(?:搞|做|有)活动|打折|甩卖|促销|甩货|清仓"
    r"|(?:店里?|房子|老房|大棚|库房|仓库|门市|铺子|厂子|羊圈|牛圈|车库)(?![老的]|租给|卖|里?[没断])"
    r"|(?:\d{1,2}[号日]|[明后]天|[^,。; ]{0,2}(?:周|星期|礼拜)[一二三四五六日天])?(?:就|要|得)?(?:报到"
    r"|开学|返校|复试|面试|笔试|答辩)"
    r"|等(?:着|我)|催|(?<=[那这]边)(?:让|叫|喊)我?[去过回]"
    r"|[我他她俺]?[^,。; ]{0,2}[爸妈爹娘叔姨姑舅爷奶姥哥姐弟妹婶伯]家?"
    r"(?:想|没了|走了|咽气|去世|过世|病|摔|不行|出殡|住院|殁))"
)
_BESIDE = late(
    r"(?:[东西南北前后]|斜)?(?:对面|对过|对个儿?|旁边?|附近|隔壁|边上|跟前|门口|楼下|后身儿?|[后前东西南北]面|[东西南北]边|里头?|[一二三四五]楼)"
    r"(?:的|那个|那家|那|有个|有家|一个|一家|新开)*"
)
# 那次是去沈阳,这次去长春; 去长春看病回来的车坏了: a journey that is over.
_THEN = late("(?:那一?[次回趟]|上一?[次回趟]|去年|前年|以前|从前|原先|头一?回)[^,。; 去这]{0,6}?(?:去|到|上)[了过]?$")
_CAME_FROM = late("[^,。; 去到]{0,6}?回来的")
# 去通辽站坐车到北京: where they get on, and where they go.
_GETS_ON = late(
    "[站场](?:[上里])?(?:去)?[ ]?(?:坐|乘|赶|换|倒|转|上)(?:[^,。; ]{0,4}?)(?:车|高铁|飞机|动车|客车"
    "|大巴)?[ ]?(?:去|到|上|飞|回|往|奔)"
)
# 民航路的韩氏烤肉: the road tells where the place is.
# 去通辽南站坐高铁,出差去杭州: the same with more between.
_RIDES_ON = late("(?:去|里|上)?[ ]?(?:坐|乘|赶|搭)(?:[^,。; ]{0,4}?)(?:火?车|高铁|飞机|动车|客车|大巴)")
_CHANGES = late("(?:倒|转|换乘?|中转)(?:一下|个)?(?:火?车|高铁|飞?机|动车|客车|大巴)")
_GOES_ON_TO = late("(?:去|到|上|飞|回|往|赴)$")
_OTHERS = late("[他她]们?|[爸妈爷奶姥哥姐弟妹]|孩子|闺女|儿子|女儿")
_ROADS = ("路", "街", "大道", "胡同", "巷")
_STATIONS = ("站", "机场", "枢纽")
_ALONG = late("(?:上|边|边上|那边)?的(?:那[个家])?")
_OF = late(r"的(?![ ]?(?:号|专家|床位|预约|[^ ,。;]{0,4}(?:科|门诊|住院部)))")


@dataclass(frozen=True, slots=True)
class DestinationFound:
    """A place as it was said, and where."""

    name: str
    span: tuple[int, int]


def find_destination(text: str) -> DestinationFound | None:
    """The place that somebody goes to; the first that a word of going stands before, else the first that is named."""
    best: tuple[int, PlaceNamed] | None = None
    ours = [one.span for one in plan_communities().find_all(text)]
    named = list(named_places(text))
    # 科左中旗花吐古拉 is 花吐古拉
    inner = {one.span[1]: one for one in named if one.region_at is not None}
    longer = {one.span[0]: one.span[1] for one in named}  # 木里 begins 木里图镇
    broad = [one for one in regions(text) if one.span[1] not in inner and longer.get(one.span[0], 0) <= one.span[1]]
    elsewhere = [one for one in (*named, *broad) if not _is_within(one, ours)]
    every = (*elsewhere, *own_places(text))
    for found in every:
        rank = 0 if _is_landmark(text, found, every) or _is_on_the_way(text, found, every) else _rank(text, found)
        if not rank or (best is not None and _is_finer(found, best[1])):
            continue
        if best is None or rank > best[0] or _is_finer(best[1], found):
            best = rank, found
    return None if best is None else DestinationFound(best[1].name, best[1].span)


def _is_within(found: PlaceNamed, ours: Sequence[tuple[int, int]]) -> bool:
    """Whether a name is one of our own communities, of which `own_places` tells more."""
    return any(start <= found.span[0] and found.span[1] <= end for start, end in ours)


def _is_landmark(text: str, found: PlaceNamed, every: Sequence[PlaceNamed]) -> bool:
    """Whether a place tells no more than where another one is: 人民医院对面的康泰药房."""
    beside = _BESIDE.match(text, found.span[1])
    if beside is None and found.name.endswith(_ROADS):
        beside = _ALONG.match(text, found.span[1])
    return beside is not None and any(other.span[0] == beside.end() for other in every)


def _is_on_the_way(text: str, found: PlaceNamed, every: Sequence[PlaceNamed]) -> bool:
    """Whether somebody only gets on at a station to go to another place: 去通辽站坐车到北京."""
    ride = _GETS_ON.match(text, found.span[1] - 1)
    if ride is not None and any(other.span[0] == ride.end() for other in every):
        return True
    rides = _RIDES_ON if found.name.endswith(_STATIONS) else _CHANGES
    ride = rides.match(text, found.span[1])
    return ride is not None and any(
        _GOES_ON_TO.search(text, ride.end(), other.span[0]) is not None
        and _OTHERS.search(text, ride.end(), other.span[0]) is None
        for other in every
        if other.span[0] > ride.end() and not other.name.endswith(_STATIONS)
    )


def _rank(text: str, found: PlaceNamed) -> int:
    """How likely somebody goes to a named place: 0 where nothing says so."""
    start, end = found.span
    if found.region_at is not None:
        start = found.region_at
    before = text[max(0, start - 8) : start]
    if _COMES_FROM.search(before) is not None or _stays_at_home(text, before, end):
        return 0
    if _THEN.search(text, max(0, start - 14), start) is not None or _CAME_FROM.match(text, end) is not None:
        return 0
    is_headed = _HEADED_FOR.search(before) is not None
    is_headed = is_headed or (_FOR.search(before) is not None and _BRINGS.match(text, end) is not None)
    rank = 4 * found.is_sure + 2 * is_headed + found.stands_alone
    if not rank:
        return int(not before.endswith(("住", "在", "是")) and _CALLS_FOR.match(text, end) is not None)
    return rank - 1 if rank > 1 and not is_headed and _OF.match(text, end) is not None else rank


def _stays_at_home(text: str, before: str, end: int) -> bool:
    """Whether the words before a place say that the speaker lives there, and nothing says that they go back."""
    if _TRADES.match(text, end) is not None:
        return False
    return _LIVES.search(before) is not None and _GOES_BACK.search(text) is None


def _is_finer(one: PlaceNamed, other: PlaceNamed) -> bool:
    """Whether the second name says more of the same place: 检察院 and 科区检察院."""
    return len(other.name) > len(one.name) and other.name.endswith(one.name)
