"""Regions of China, and the communities and villages of the subdistrict, as places that somebody goes to.

Names of regions come from `knowledge.language.place_names`, those of the subdistrict from the plan. Most people who name
their own community tell where they live: it is a goal only behind a word of going, or as a village that stands alone.
Text is normalised.
"""

from collections.abc import Iterator

from knowledge.language.communities import CommunityFound, plan_communities
from knowledge.language.late import late
from knowledge.language.place_names import NameFound, PlaceNames, Rank, place_names
from knowledge.language.trip_name_bounds import ends_clause, stands_alone
from knowledge.language.trip_names import PlaceNamed

# 我在沈阳, 儿子在广州: where somebody is, not where they go; 后天在开鲁县出殡, 考试在长春 tells where it happens.
_LIVES_THERE = late(
    r"(?:[我俺咱你您他她们人爸妈爹娘哥姐弟妹子女儿友公婆爱伴家爷奶姥叔舅姨姑侄甥婿嫂孩娃头]|老师|同事|同学|朋友"
    r"|亲戚)(?:们|现在|一直|还|都|也|人|就|自己|一个人)*(?:这(?:个月|阵子?|几天|两天|会儿)|目前)?[在搁][ ]?$"
)
# 初二回娘家 娘家在双辽
_FAMILY_HOME = late(
    "(娘家|婆家|老家|姥家|姥姥家|奶奶家|丈人家|丈母娘家|(?:闺女|女儿|儿子|孙子|老姑|大姑|二姑|老姨|大姨|二姨"
    "|老舅|大舅|二舅|[姑姨舅叔姐哥弟妹])家)(?:就|是)?[在搁][ ]?$"
)
_IN = late(r"[在搁][ ]?$")
# Whoever is ill, has died or is alone there is gone to.
_NEEDED_THERE = late(
    r"[^,。;\n]{0,6}?(?:住院|手术|抢救|重症|ICU|病危|去世|没了|走了|出殡|火化|下葬|没人|一个人|摔|出事|车祸|生病"
    r"|病了|病重|要生|待产|坐月子|生孩子|做手术|结婚|办婚礼|过生日|办事)"
)
_HAPPENS = late(
    f"{_NEEDED_THERE.pattern}|[^,。;\\n]{{0,4}}(?:考|面试|复试|开会|培训|集合|上课|举行|举办|办|有)|那边|那儿|这边|的?(?:老家|我|他|她)"
)
_NOT_A_REGION = late(
    r"[ ]?(?:人(?!民)|话|路|街|大街|菜|牌|那边回来|回来|过来的|来的|来电|的(?!医院|老家|亲戚家|娘家"
    r"|[^ ,。]{1,4}(?:医院|家))|(?<=修水)[管电泵龙箱表塔池井]|(?<=开化)(?:验|肥|妆)|(?<=定日)[子期]"
    r"|(?<=来宾)馆|烤|啤|大酱|发来|寄来)"
)
# 给我奶奶送老花镜,她住霍林郭勒: whose home is told there is visited.
_THEIR_HOME = late("[ ,。;][他她](?:家|们|一个人|自己)*(?:住|住在|[在搁])[ ]?$")
_VISITS = late(
    "(?:给|替|帮)[^,。; ]{1,6}(?:送|拿|捎|带|拜|过|做)|[看接陪找](?:一?看|望)?(?:[我俺]"
    "|[一-鿿]{0,2}[爷奶姥爸妈姨姑舅叔哥姐弟妹])|[去上到回][^,。; 去上到回]{1,6}家"
    "|[去到上回](?:趟|一趟)?[我俺][^,。; 去上到回]{1,4}那(?:儿|边|里)?(?=[住待看呆过陪送,。; ]|串|拿|取|几天|一趟)"
)
# 闺女在沈阳工作,她要结婚了,我后天过去
_COMES_OVER = late(
    r"[ ,。;](?:[^,。; 去来]{0,5}(?:号|天|周.|早|午))?(?:我|俺|我们|俺们)[^,。; 去来]{0,8}(?:过去|去(?=$|[ ,。;看]))"
    r"(?=$|[ ,。;看陪住待接参]|一趟|几天|伺候|照顾|帮|喝)"
)
_WORKS_THERE = late(r"[^,。; ]{0,3}(?:上班|打工|上学|读书|念书|工作)呢?(?:[ ,。]|$)")
_TOWN = late("镇|苏木|乡(?!下|村|亲)|站(?![在点着岗一下])")
_NOT_OURS_BEHIND = late(
    r"[ ]?(?:的(?![ ]?(?:老家|老房|我|他|她|[^ ,。]{0,4}家))|人(?!家)|居民|村民|社区的|[ ]?(?:\d{1,2}"
    r"|[一二三四五六七八九十]{1,3})(?:号楼|号院|栋|幢|#|-\d|单元|组|队|区|期)|去|出发|出来|出去|走|开出|离|外|网格"
    r"|业主|物业|封|被封|[ ]?1[3-9]\d{6})"
)
_GOES_THERE = late(
    r"(?:去|到|回|上|往|奔|走访|赴|搬到|送到|送回|来)(?:趟|了|一趟)?[ ]?$|(?<![我俺咱们]住)(?<![我俺咱们人])[在搁][ ]?$"
)
_OURSELVES_IN = late("(?:^|[我俺咱们人住困封关留])(?:现在|都|还|就|也|一直)*在$")
_WENT = late("[去到上走]")
_THERE_LIVES = late(
    r"(?:[妈爸爹娘哥姐弟妹爷奶姥叔舅姨姑侄嫂婆]|闺女|女儿|儿子|孙子|老人|丈人|丈母娘|她|他|亲戚|老家|老房|房子"
    r"|家)(?:家)?(?:现在|一直|还|都|也|就|自己|一个人|独自)*(?:住)?[在搁][ ]?$|(?:一个人|就)在[ ]?$"
)


def regions(text: str) -> Iterator[PlaceNamed]:
    """Regions of China; neighbouring names are one (河北石家庄), and our own is none."""
    names = place_names()
    last: NameFound | None = None
    start = 0
    for name in names.scan(text):
        is_joined = last is not None and name.start == last.end
        is_inside = last is not None and text[last.end : name.start] in {"", " "} and _holds(last, name)
        if last is not None and not is_joined and not is_inside:
            yield from _region(text, start, last, names)
        if not is_joined:
            start = name.start
        last = None if _is_home(name, names) or (name.needs_parent and not is_inside) else name
    if last is not None:
        yield from _region(text, start, last, names)


def _holds(outer: NameFound, inner: NameFound) -> bool:
    """Whether the second name is a town of the first: 科左后旗甘旗卡 is one county by two names."""
    return {one.code for one in outer.regions} == {one.code for one in inner.regions} and outer.word != inner.word


def _is_home(name: NameFound, names: PlaceNames) -> bool:
    return any(region.code in names.home for region in name.regions)


def _region(text: str, start: int, last: NameFound, names: PlaceNames) -> Iterator[PlaceNamed]:
    town = _TOWN.match(text, last.end)
    end = last.end if town is None else town.end()
    before = text[max(0, start - 10) : start]
    if _NOT_A_REGION.match(text, end) is not None:
        return
    visits = _THEIR_HOME.search(before) is not None and _VISITS.search(text, 0, start) is not None
    if visits or (_LIVES_THERE.search(before) is not None and _COMES_OVER.search(text, end) is not None):
        yield PlaceNamed(text[start:end], (start, end), True, False)
        return
    if _IN.search(before) is not None and _WORKS_THERE.match(text, end) is not None:
        return
    lives_there = _LIVES_THERE.search(before) is not None and not _is_gone_home_to(text, before)
    if lives_there and _NEEDED_THERE.match(text, end) is None:
        return
    alone = stands_alone(text, start, end)
    happens_there = _IN.search(before) is not None
    if happens_there and _HAPPENS.match(text, end) is None and not ends_clause(text, end):
        return
    yield PlaceNamed(text[start:end], (start, end), last.rank > Rank.COUNTY_SHORT and (alone or happens_there), alone)


def _is_gone_home_to(text: str, before: str) -> bool:
    """Whether the home whose place is told is where somebody goes back to."""
    home = _FAMILY_HOME.search(before)
    return home is not None and any(f"{goes}{home[1]}" in text for goes in "回去上到")


def own_places(text: str) -> Iterator[PlaceNamed]:
    """Communities and villages of the subdistrict that somebody goes to."""
    for found in plan_communities().find_all(text):
        start, end = found.span
        if _NOT_OURS_BEHIND.match(text, end) is not None:
            continue
        if _is_gone_to(text, found):
            yield PlaceNamed(text[start:end], (start, end), True, False)


# 去趟老房子,在泰安社区: where the goal is.
_PLACE_OF_GOAL = late("(?:去|回|到|上)(?:趟|一趟)?[^,。;去回到]{1,12}[, ]就?[在搁]$")
# 我发小他爸走了,人在二号村: where whoever died or fell ill is.
_LIES_THERE = late("(?:走了|没了|去世|过世|病了|病倒了?|摔了|不行了|咽气了?)[ ,](?:现在|人)?(?:就|还)?在$")
# 在永茂社区起灵: where something takes place that people go to.
_TAKES_PLACE = late(
    "[^,。; ]{0,2}?(?:起灵|出殡|出灵|设灵|吊唁|办(?:事|酒|席|喜事|白事|丧)|摆(?:酒|席)|开会|考试|集合|监考|值守|值班)"
)


def _is_gone_to(text: str, found: CommunityFound) -> bool:
    start, end = found.span
    before = text[max(0, start - 18) : start]
    if _THEIR_HOME.search(before) is not None and _VISITS.search(text, 0, start) is not None:
        return True
    if _THERE_LIVES.search(before) is not None:
        return True
    if _LIES_THERE.search(before) is not None:
        return True
    if _PLACE_OF_GOAL.search(before) is not None and not text.startswith("住", end):
        return True
    if before.endswith(("在", "搁")) and _TAKES_PLACE.match(text, end) is not None:
        return True
    if before.endswith(("在", "搁")):
        return found.is_village and _OURSELVES_IN.search(before) is None
    if _GOES_THERE.search(before) is not None:
        return not before.endswith("回") or _WENT.search(text, 0, start) is None
    return found.is_village and start > 0 and stands_alone(text, start, end)
