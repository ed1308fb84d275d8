"""Words of arriving before and behind a day or a time: 到家时间, 到通辽晚上八点, 八点能进家. Text is normalised."""

import re
from functools import cache

from knowledge.language.home import home


@cache
def arriving_before() -> re.Pattern[str]:
    """Words of arriving before its time: 到家时间, 回通辽大概."""
    return re.compile(
        rf"(?:到家|到达|抵达|到站|返乡|返回|回来|到|回)(?:{home()}|家里?|村里?|[旗市]里)?"
        r"(?:(?:时间|日期)(?:[是为:]|大概|预计)?|[是为:]|大概|预计|估计|应该是?|差不多|得|怎么也得|最快|最早)[ ]?$"
    )


@cache
def arrives_at() -> re.Pattern[str]:
    """Words of arriving right before a time of the clock: 24号飞 到通辽晚上八点."""
    return re.compile(
        rf"(?:到(?:{home()}|家|站)|落地|抵达)(?:时|就|都|也|要|是)?[ ]?$"
        rf"|(?:-+>?|→|>|~)[ ]?{home()}站?[ ]?\(?$"
    )


@cache
def arriving_behind() -> re.Pattern[str]:
    """A word of arriving behind a moment."""
    return re.compile(
        r"(?:[^,，。;\n在于]{0,10}?(?=下)|[^,，。;\n]{0,10}?(?!下))(?P<word>到家|到站|到达|抵达|抵|落地|落站|进站|进[屋村门家屯]"
        rf"|进(?={home()})|下(?:的|了)?(?:火|汽|客)?车(?!间|[ ,]?(?:之?后|再|又|转|换|倒|然后))"
        r"|能到|(?<!坐)(?<!等)到(?!时候|处|底|付|不[了上]|了?吗))"
    )
