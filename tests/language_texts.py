"""What the property tests of the language share: texts of every kind, and how long a reader takes for long ones."""

import random
from collections.abc import Callable
from datetime import datetime
from functools import partial

from hypothesis import strategies as st

from evaluation.pace import idle_seconds
from knowledge.times import SHANGHAI
from tests.long_texts import growth_at_first_sight

# A Thursday, 腊月十八 of a year whose last month has 29 days.
NOW = datetime(2022, 1, 20, 9, 30, tzinfo=SHANGHAI)

_ALPHABETS = (
    "0123456789",
    "一二三四五六七八九十两零廿",
    "一二三十1234567890月日号年周星期礼拜天今明后前点半刻分上下午晚早初腊正-./: ,到或",
    "从在到回去来北京上海州鼓楼朝阳沈的,、和住了经",
    "永茂二号村组楼单元栋室0123456789六三-/#, 号",
    "gdkzctGDKM0123456789次坐火车飞机开大巴不没 改蒙·",
)
_DOUBTFUL = 6
_SIGNS = "".join(sorted(set("".join(_ALPHABETS))))

# Every character there is, and texts made of the words that the grammars know.
any_text = st.one_of(st.text(max_size=80), st.text(alphabet=_SIGNS, max_size=80))


def time_of_growing_texts(read: Callable[[str], object]) -> float:
    """How many times longer a reader takes for 20,000 random characters than for 5,000, at the worst alphabet.

    Four in linear time, sixteen in quadratic. A ratio that is large at first sight is measured three times and the least
    counts: a busy machine makes it larger, and hardly ever smaller.
    """
    chance = random.Random(20)
    worst = 0.0
    for alphabet in _ALPHABETS:
        short, long = ("".join(chance.choices(alphabet, k=size)) for size in (5_000, 20_000))
        growth = growth_at_first_sight(read, short, long)
        if growth > _DOUBTFUL:
            growth = min(_growth(read, short, long) for _ in range(3))
        worst = max(worst, growth)
    return worst


def _growth(read: Callable[[str], object], short: str, long: str) -> float:
    return max(idle_seconds(partial(read, long)), 0.0005) / max(idle_seconds(partial(read, short)), 0.0005)
