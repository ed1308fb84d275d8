"""Short ways to say when somebody leaves and comes back, written out for the grammars of days and times.

早七晚七 is 早7点到晚7点, 7-12点 is 7点-12点, and 十九回来 a day of the moon's month where the text counts by it.
Text is normalised.
"""

import re

from knowledge.language.small_numbers import FIGURES, NO_FIGURE_BEFORE, SMALL

# What says a time in other words than clock_times.py reads: 早八晚六, 早七点晚七点, 7-12点.
_SHORT_DAY = re.compile(
    rf"早上?(?P<early>{SMALL})点?[ ,到至]?(?:下?午|晚上?)(?P<late>{SMALL})点?(?![{FIGURES}\d分半时点])"
)
_SHORT_RANGE = re.compile(rf"{NO_FIGURE_BEFORE}(?<![-:周])(?P<from>{SMALL})[ ]?(?P<to>[-~到至])[ ]?(?={SMALL}点)")
# 一点 is a little elsewhere: 晚一点回.
_ONE_O_CLOCK = re.compile(
    r"(?<![晚早快慢有差十\d])一点(?=半?(?:之前|以前|前|就)*(?:回(?!头|答|复)|走(?!了)|出发|出(?=[ ,。;门]|$)|动身|到家))"
)
_LATE_MORNING = re.compile("后半?晌")
# 二十九就去, 十九回来, where the text counts by the moon.
_MOON = re.compile("正月|腊月|初[一二三四五六七八九十]|三十[那晚]|年三十|除夕|大年|元宵")
_MONTH = re.compile("正月|腊月")
_BARE_LUNAR = re.compile(
    rf"(?<![{FIGURES}\d月历初住待年])(?P<day>十[一二三四五六七八九]|二十[一二三四五六七八九]?"
    rf"|廿[一二三四五六七八九])(?=那天|(?:晚上?|早上?|[上中下]午)(?=走|就|我|得|要|坐|出|回|返|到家|赶回)|(?:就|再|才|我|得|要)?(?:回|走|去(?!世)|返|出发|动身|到家))"
)


def spelled_out(text: str) -> str:
    """The text with short ways to say two times written out: 早七晚七 is 早7点到晚7点, 7-12点 is 7点-12点."""
    text = _SHORT_DAY.sub(r"早\g<early>点到晚\g<late>点", text) if "早" in text else text
    text = _SHORT_RANGE.sub(r"\g<from>点\g<to>", text) if "点" in text else text
    text = _ONE_O_CLOCK.sub("1点", text) if "一点" in text else text
    if "十" in text and _MOON.search(text) is not None:
        month = _MONTH.search(text)
        text = _BARE_LUNAR.sub(rf"{month[0] if month else '农历'}\g<day>", text)
    return _LATE_MORNING.sub("下午", text) if "晌" in text else text
