"""How long somebody is away (exit requests): 去三天, 两个小时, 半小时就回, 住一宿, 当天回, 晚饭前回. Text is normalised."""

import re

from knowledge.language.small_numbers import NO_FIGURE_BEFORE, SMALL, small_number

_HOURS = "(?:小时|钟头|点儿(?!药|菜|饭|吃)|点钟?(?=就|[ ]?(?:回|能回|够)))"
_LENGTH = (
    rf"(?:(?P<half>半)[个拉]{_HOURS}|(?P<short_half>(?<!个)半)(?:小时|钟头)|(?P<minutes>{SMALL})分钟"
    rf"|(?P<hours>{SMALL}|[俩仨])个?(?P<and_half>半)?(?:小时|钟头)(?P<behind_half>半)?)"
)
_STAY = re.compile(
    rf"{NO_FIGURE_BEFORE}(?<!隔)(?<!每)(?<!提前)(?<!提早){_LENGTH}(?!(?:之|以)?[后前]|车程|的?路|(?:一次|打|没|了))"
)
_AHEAD = re.compile(
    rf"提[前早]{_LENGTH}(?:就|得|要|必须|从(?:家|村里?|小区|院里?))*[ ]?(?:走(?!了)|出发|出门|出村|动身|下楼)"
)
_FUSED = {"俩": 2, "仨": 3}  # 两个 and 三个 in one
_SOME_TIME = re.compile("小时|钟|半[个拉]点")
_DAYS = re.compile(
    rf"(?:(?P<cue>去|待|呆|住上?|出差|出去|出村|出门|外出|离开|一共|总共|共|大概|需要|得|计划|前后|(?:^"
    rf"|(?<=[ ,。;就])))[ ]?)?"
    rf"(?:(?P<of_day>(?<=[周期拜][一二三四五六日天])|(?<=号)|(?<=[明后今]天))|{NO_FIGURE_BEFORE})"
    rf"(?<![第每前后隔近周期拜])(?P<days>{SMALL})天(?![后前内天了没的]|[之以])(?P<end>[ ]?(?:就?回|左右|时间)|$"
    rf"|[ ,。;!])?"
)
# 在家憋一天, 给我一天: no time of being away.
_NOT_AWAY = re.compile("(?:憋|给[我他她]?|歇|休|隔离|烧|疼|拖|等|晚|早|差|第|过|[没断])了?$")
_NIGHTS = re.compile(rf"(?:住|待|呆|歇|过|睡|陪|守|伺候|侍候)(?:上|个|它|他|她)?(?P<nights>{SMALL})(?:宿|晚|夜)")
# 住一个礼拜, 待两周
_WEEKS = re.compile(rf"(?:住|待|呆)(?:上|个|它)?(?P<weeks>{SMALL})个?(?:周|星期|礼拜)(?![一二三四五六日天左前])")
_NEXT_DAY = re.compile(r"隔[天日](?:再|就|才|早上?|上午|中午|下午|晚上?)*(?:[赶返]?回(?!复|访|信)|返|到家)")
_SAME_DAY = re.compile(
    r"(?<![他她])(?:当天|当日|当晚)[^,。;\n]{0,4}?(?:回|返)|(?:当日|当天|一天|打|跑个?)(?:往返|来回)|(?:^|[ ,])(?:当天"
    r"|当日)[ 。!]*$|不(?:在那儿?|在外面?)?过夜|(?:^|[ ,天日号])(?:全天|一整天)(?=$|[ ,。])"
    r"|来回都?[是在就]?(?:同?一天|当天|当日|\d{1,2}[号日])|今天去今天回|早上?去晚上?回|早去晚回|早出晚归"
)
_DAYTIME = (
    "上午|下午|午前|连夜|午后|傍晚|傍黑|晚上|晚间|天黑|黑天|擦黑|天擦黑|摸黑|夜里|后晌|下晌|下黑|落日|日落|太阳落山|太阳下山"
    "|掌灯|[午晌晚]饭点?|(?:中午|晌午|[早午晌晚])饭(?=之?后|以后|过后)|中饭|晚饭时|吃饭|(?:中午|晌午|正午)(?=之前|以前|前)|(?<![早今明])晚"
)
_PART_OF_DAY_BACK = re.compile(
    rf"(?:{_DAYTIME})儿?(?:之?前|以前|之?后|以后|过后|时分?|的时候|点|边)?(?:就|能|才|再|还|得|要|都|也|必须|会|一定|指定|保证|肯定"
    rf"|左右|准备|可以|应该|大概"
    rf"|差不多|准|必|赶)*"
    r"(?:(?:收[摊工车]|下[班课工]|放学|散[场会]|交班|[忙办干卖吃看做逛]完(?:事|活)?)?(?:再|就|才)?(?:接"
    r"|赶|带|拉|往|送|领|背|推|开|抬|驮|搬)?回(?=来|家|小区|走|到|村|城|[ ,。;!吧的了呗]|$)|返(?=$"
    r"|[ ,。回])|到家|进[门院]|上来"
    r"|完事|结束|完(?=$|[ ,。;!了]))"
)
_PART_OF_DAY = re.compile(rf"(?:{_DAYTIME})(?:之前|以前|前)?(?:吧|就?行|就?回来?|能回来?|左右)*[ 。!]*")


def minutes_away(text: str) -> int | None:
    """How many minutes somebody is away: 去两个小时, 半小时就回."""
    match = _STAY.search(text) if _SOME_TIME.search(text) is not None else None
    return None if match is None else _length(match)


def _length(match: re.Match[str]) -> int | None:
    """The minutes of a match of `_LENGTH`."""
    if match["half"] or match["short_half"]:
        return 30
    if match["minutes"]:
        return small_number(match["minutes"])
    hours = _FUSED.get(match["hours"]) or small_number(match["hours"])
    return None if hours is None else hours * 60 + (30 if match["and_half"] or match["behind_half"] else 0)


def minutes_ahead(text: str) -> int | None:
    """How many minutes before what it is for somebody sets out: 提前一个小时从家走, 提前半小时出发."""
    match = _AHEAD.search(text) if "提" in text else None
    return None if match is None else _length(match)


def days_away(text: str, asked: str) -> int | None:
    """On which day after leaving somebody is back: 0 for 当天 and 下午回, 1 for 住一宿 and 隔天回, 2 for 去三天.

    Whoever stays three nights (住三天) is back on the third day after leaving.
    """
    nights = _NIGHTS.search(text)
    if nights is not None:
        return small_number(nights["nights"])
    weeks = _WEEKS.search(text)
    if weeks is not None:
        return 7 * (small_number(weeks["weeks"]) or 1)
    if _NEXT_DAY.search(text) is not None:
        return 1
    if _SAME_DAY.search(text) is not None or _PART_OF_DAY_BACK.search(text) is not None:
        return 0
    if asked == "return_by" and _PART_OF_DAY.fullmatch(text) is not None:
        return 0
    for match in _DAYS.finditer(text):
        days = small_number(match["days"])
        is_length = match["cue"] or match["of_day"] is not None or (match["end"] or " ").strip(" ,。;!")
        if days and is_length and _NOT_AWAY.search(text, max(0, match.start() - 4), match.start()) is None:
            return days if (match["cue"] or "").startswith("住") else days - 1
    return None
