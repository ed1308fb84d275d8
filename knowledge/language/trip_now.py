"""Leaving at the minute of writing (exit requests): 现在就走, 马上动身, 从现在起俩小时. Text is normalised."""

import re
from dataclasses import dataclass
from datetime import datetime

from knowledge.language.small_numbers import SMALL

_NOW = re.compile(
    r"(?:(?P<hastily>马上|立刻|立即|立马|即刻)|现在|这就|这会儿?|眼下|此刻)(?!走[不路]|出[门去][^,。;\n]{0,4}(?:啥|什么|怎么|咋)|就?能?回|(?:就|能|可以|先|给|替|帮|[他她我您你跟]|你们)*(?:申请|报|办|登记|提|补|问|说)"
    r"|[^,。;\n ]{0,3}(?:到期|过年|快))"
    r"(?=(?:就|要|得|想|急着?|能|可以|需要|必须|带|带着|和|跟|陪|让我|我|们|孩子|他|她|送|打车|开车|坐车|,| )*"
    r"(?:去|走|出|赶|过去|送|上|回|往|动身|坐)|[^,。;\n]{0,10}(?:去(?!世)|走(?!了)|出去|出门)|[ ,。;!]*$)"
)
# 现在就走, 马上动身 say the minute of going; 现在去医院, 大夫让马上过去 tell haste.
_SETS_OUT_NOW = re.compile(
    r"(?:(?:现在|这就|这会儿?|眼下|此刻)(?:就|得|要|必须)*|(?:马上|立刻|立即|立马|即刻)就?)"
    r"(?:走(?![不路了访亲丢散失廊])|动身|出发|启程|出门(?![^,。;\n]{0,6}(?:[吗证条码]|手续|怎么|咋|带)))"
)
_FROM_NOW = re.compile(
    rf"(?:从|打)现在(?:起|开始|算起?)[ ,]?(?:算|大概|大约|出去|去|就|也就)*"
    rf"(?=(?:{SMALL}|[半俩仨]){{1,2}}个?半?拉?(?:小时|钟头|分钟))"
)
_NOT_NOW = re.compile("(?:不是|不能|没法|不用|不必|不想|[别不没])$")
# 我下午过去: a part of the day without a day, said of setting out.
_PART_OF_TODAY = re.compile(
    r"(?:^|[ ,。;!我俺咱们想要得就妈爸她他])(?:打算|准备|寻思|想|要|得){0,2}"
    r"(?P<part>上午|下午|后晌|下晌|过晌|傍晚|晚上|晚间)"
    r"(?:就|得|要|想|再|我|俺|需要|必须|打算|准备|开车|打车|带|陪|送|和|跟|与|爸|妈|孩子|老伴|他|她){0,6}"
    r"(?:去(?!世|的)|过去|走(?!了|的)|出(?:去(?!的)|门|村|小区|发)|动身|到(?![了的家])|上(?!班的|次|回))"
)
# 每天下午去, 过几天我下午去, 等通知了,我下午去: of other days.
_OTHER_DAY = re.compile(
    r"[明每]|大?后天|[过这前][一几两]天|[改哪隔][天日]|天天|平[时常日]|往[常回]|以[往前后]|原[来先]|一般|通常|有时|偶尔|总是"
    r"|等(?!着|人|级)|到时|[上下](?:次|回|个?(?:周|星期|礼拜|月))|(?:周|星期|礼拜)[一二三四五六日天末\d]|月[底初末]"
    r"|[\d一二三四五六七八九十](?:月|号(?![楼门院村]))|[腊正]月|初[一二三四五六七八九十]"
)
# 昨天我下午去医院没看上: said of a day that is over.
_PAST_DAY = re.compile("昨|前[天晚儿]")
_IS_OVER = re.compile("没|了$")
_CLAUSE_SIGN = re.compile(r"[ ,。;!\n]")
_BEGINS_BEFORE = {"上": 8, "下": 13, "后": 13, "过": 13, "傍": 17, "晚": 18}  # o'clock


def part_of_today(text: str, now: datetime) -> bool:
    """Whether somebody sets out in a part of the day that is named without a day and has not begun yet."""
    part = _PART_OF_TODAY.search(text)
    if part is None or now.hour >= _BEGINS_BEFORE[part["part"][0]]:
        return False
    clause = _CLAUSE_SIGN.split(text[part.start("part") :], 1)[0]
    before = text[: part.start("part")]
    of_another = _OTHER_DAY.search(before) or _OTHER_DAY.search(clause)
    is_over = _PAST_DAY.search(_CLAUSE_SIGN.split(before)[-1] + clause) or _IS_OVER.search(clause)
    return of_another is None and is_over is None


@dataclass(frozen=True, slots=True)
class NowFound:
    """Where 现在 or the like stands, and whether it is said of haste and no more: 现在送医院 takes its time."""

    span: tuple[int, int]
    is_haste: bool


def find_now(text: str, is_form: bool) -> NowFound | None:
    """现在, 这就, 马上 of whoever sets out; 马上 without a word of setting out counts in the answers of a form alone."""
    found = _SETS_OUT_NOW.search(text) or _FROM_NOW.search(text)
    is_haste = found is None
    if found is None:
        found = _NOW.search(text)
        if found is None or (found["hastily"] is not None and not is_form):
            return None
    if _NOT_NOW.search(text, 0, found.start()) is not None:
        return None
    return NowFound(found.span(), is_haste)
