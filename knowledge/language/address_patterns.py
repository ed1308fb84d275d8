"""How addresses in the subdistrict are written: 6号楼2单元301, 6-2-301, 3组12号, 永茂14的 1单元. Text is normalised."""


from knowledge.language.late import late
from knowledge.language.small_numbers import FIGURES, NO_FIGURE_BEFORE, SMALL

_GAP = r"[ ,，、的\-]{0,2}"
_NUMBER = rf"(?:\d{{1,3}}|[{FIGURES}]{{1,3}})"
BUILDING = (
    rf"(?:(?P<building>{_NUMBER})(?:号楼|栋楼?|幢楼?|#楼?|座(?!位)|号(?=[ ]?{SMALL}单元)|楼(?={_GAP}{SMALL}单元))"
    r"|(?P<letter>[A-Fa-f])(?:座|栋|号楼))"
)
_UNIT = rf"(?P<unit>{SMALL})(?:单元|门(?=\d{{3}}))"
_FLOOR = rf"(?:{SMALL}[楼层])?"
# 302米 is a length, 302米一袋 a door and what is wanted there.
_METRES = r"米(?![ ]?[一二两俩三四五六七八九十半\d]+[袋斤包桶])"
_ROOM_BEHIND = rf"(?![\d.℃度点%]|:\d|[年/]\d|-\d|[ ]?(?:次|元|块|人|户|斤|袋|箱|个)|{_METRES})"
# Apart from its unit, 365 is a temperature without its point rather than the 65th door of the third floor; 402 is a door.
_ROOM = (
    rf"(?:(?P<room>(?:(?<=单元)|(?!3[5-9]\d(?!\d)|4[12]\d(?!\d)))\d{{3,4}}|[{FIGURES}幺]{{3,4}}|[{FIGURES}]百零?[{FIGURES}]{{0,3}})"
    rf"(?:室|号房?(?!楼)|房)?|(?P<marked_room>\d{{1,4}}|[{FIGURES}幺]{{1,4}})(?:室|号房))"
)
_UNIT_ROOM = _ROOM.replace("room>", "unit_room>")  # a group may stand only once in a pattern
_PAIR = r"(?P<pair_unit>[1-9]\d?)[-/](?P<pair_room>\d{3,4})(?:室|号)?"
_TRIPLE = (
    r"(?P<all_building>[1-9]\d{0,2})(?:[-/]|#楼?|号楼|栋)(?P<all_unit>[1-9]\d?)(?:[-/]|单元)"
    r"(?P<all_room>\d{3,4})(?:室|号)?"
)
_REST = rf"(?:{_GAP}{_FLOOR}{_GAP}{_ROOM}{_ROOM_BEHIND})?"
# Building with what follows it, or a unit with what follows it, or all three by dashes.
DETAIL = late(
    rf"(?<![\d\-]){_TRIPLE}{_ROOM_BEHIND}"
    rf"|{NO_FIGURE_BEFORE}{BUILDING}(?:{_GAP}(?:{_PAIR}{_ROOM_BEHIND}|(?:{_UNIT})?{_REST}))"
    rf"|{NO_FIGURE_BEFORE}(?P<only_unit>{SMALL})单元(?:{_GAP}{_FLOOR}{_GAP}{_UNIT_ROOM}{_ROOM_BEHIND})?"
    rf"|{NO_FIGURE_BEFORE}(?P<only_room>\d{{3,4}}|[{FIGURES}幺]{{3,4}})室(?!内|外|温)"
)
# A compound between community and building (永茂社区阳光花园6号楼), whose name is no part of the record.
COMPOUND = late(
    rf"(?:{_GAP}[^\d\s,，。;:#{FIGURES}]{{1,8}}?(?:小区|花园|家园|公寓|苑|院|城|府|湾|里)(?:[A-Za-z]区)?)?{_GAP}"
)
SPACED = late(r"(?P<building>[1-9]\d{0,2})[ ,](?P<unit>[1-9]\d?)[ ,](?P<room>\d{3,4})" + _ROOM_BEHIND)
# 永茂14的 1单元: the number right behind a community, with the unit behind it, is the building.
BARE_BUILDING = late(rf"(?P<building>[1-9]\d?)(?:的[ ]?|[ ])(?:{_UNIT}){_REST}")
BEHIND_COMMUNITY = late(_PAIR + _ROOM_BEHIND)
MOST_PARTS = 6  # of an address that stand apart
MOST_ADDRESSES = 64  # of a message for several households
MENDED = late("[说写打记]错了|不对|哦不|啊不")  # 二单元 哎说错了 三单元502
_CALLED = "(?:婶|大?娘|大?爷|奶奶|爷爷|阿姨|叔|[大二]妈|姨|嫂|哥|姐|老师|先生|女士)"
# 302李婶 at the very beginning is whoever lives there.
DOOR_FIRST = late(
    r"(?P<room>\d{3,4})(?:住?户|家|住的|的?(?:孕妇|产妇|独居|空巢|老[人太爷两]|[^\d\s,。;:]{1,2}" + _CALLED + "))"
)
# A door that stands apart from the rest: one of a floor, and neither a number to call nor a temperature without its point.
PLAUSIBLE_DOOR = r"(?!110(?!\d)|41\d(?!\d))[1-9]\d?(?:0[1-9]|1[0-6])"
_DAY_BEHIND = (
    r"(?![ ]?(?:回|到|走|返|出|坐|从|早|晚|上午|下午|中午|左右|之前|以前|前|后|凌晨|做|核酸|测|打|要|有|开|办"
    r"|就|才|去|来|楼|的[飞火高动]))"
)
# 五组5户都缺菜, 5户缺菜,统一要 counts households.
_AS_ONE = "统一|合[着买订购起]"
_NO_COUNT = f"(?!人家|居民|村民|都|共|一共|一起[买订要凑]|[^ ,。;\n]{{0,8}}[ ,]?(?:{_AS_ONE}))"
DOOR = rf"(?P<door>\d{{1,3}}|[{FIGURES}]{{1,3}})(?:号(?:院|门牌?|户)?|户{_NO_COUNT}){_DAY_BEHIND}"
IN_VILLAGE = late(
    rf"(?P<group>{SMALL})(?:组|队|社(?!区))(?:{_GAP}{DOOR})?"
    rf"|(?P<only_door>\d{{1,3}}|[{FIGURES}]{{1,3}})(?:号(?:院|门牌?|户|(?=$|[,，。;\n]))|户)"
)
GROUP_AND_DOOR = late(rf"{NO_FIGURE_BEFORE}(?P<group>{SMALL})组(?:{DOOR})")
_CLAUSE_END = r"(?=$|[ ,。;!\n])"
# 梅林村 … 1组韩大爷, 我是3组的: a group without a door, in a text that names its village elsewhere. 电池两组, 分三组走
# are none.
GROUP_ALONE = late(
    rf"(?P<at>住|(?<!现)在|(?<=[我俺咱们家])是)?{NO_FIGURE_BEFORE}(?<![^ ,。;:!\n村屯我俺咱们家住在是])(?P<group>{SMALL})组"
    rf"(?![长员织合成建装件团])(?(at)|(?:的?老?[^\d\s,。;:]{{1,3}}?(?:家|{_CALLED})|的{_CLAUSE_END}))"
)
# How people go on without a sign behind who they are: 我是四零一的前两天给我送来…
_GOES_ON = "(?=[前今昨明上这那][两几些个天]|今[早晚儿]|昨[晚儿]|现在|最近|家里|我|俺|想|要|缺|需|能|请|麻烦|帮|没)"
# 二单元的 … 我是四零一的: the door apart from its unit, as people introduce themselves; 我们是500的群 is none.
DOOR_OF_SPEAKER = late(
    rf"(?:我们?|俺们?|咱)家?(?:就|也)?[是住在](?P<room>[1-9]\d{{2,3}}|[{FIGURES}幺]{{3,4}})(?:室|的?{_CLAUSE_END}|的{_GOES_ON})"
)
# 3单元402 大米一袋 不对是502
DOOR_MENDED = late(
    r"(?:错了|不对|哦不|啊不)[ ,]*(?:应该)?是?(?P<room>[1-9]\d{2,3})(?:室|号房?)?(?=$|[ ,。;\n])"
)
ANY_DOOR = late(rf"[是住在]([1-9]\d{{2,3}}|[{FIGURES}幺]{{3,4}})(?![\d.])")
HINT = late(r"[楼栋幢座元组室#]|\d[-/]\d")
