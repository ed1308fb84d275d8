"""Long random texts of the signs that the grammars know, and how long a reader takes for them."""

import random
from collections.abc import Callable
from functools import partial

from evaluation.pace import idle_seconds

_ALPHABETS = (
    "0123456789.",
    "三十六点五度一二两俩仨半百",
    "没有不无未咳嗽烧嗓子疼乏力、,和等症状都好了吗昨今天 ",
    "我你妈爸老伴孩子和带俩个口人一家36.5 ,王李秀兰",
    "接触密确诊阳性抗原核酸两道杠过了没",
    "打卡报备取消改错了从回来出去买菜要帮助人工登记绑定？! ",
    "体温36.5 °℃,。·-/: \n",
)
_LENGTH = 20_000


def seconds_for_long_texts(read: Callable[[str], object]) -> float:
    """The longest time in seconds that a reader would take on an idle machine for 20,000 random characters of one alphabet.

    Work that grows with the square of the length takes many seconds here. The better of two runs counts.
    """
    chance = random.Random(7)
    worst = 0.0
    for alphabet in _ALPHABETS:
        text = "".join(chance.choices(alphabet, k=_LENGTH))
        worst = max(worst, idle_seconds(partial(read, text)))
    return worst


def grows_no_faster_than_its_length(read: Callable[[str], object], unit: str) -> bool:
    """Whether a reader takes about four times as long for a unit repeated four times as often; twelve is allowed.

    One of three measurements is enough: a busy machine makes a ratio larger, and hardly ever smaller.
    """
    return any(_growth(read, unit) < 12 for _ in range(3))


def _growth(read: Callable[[str], object], unit: str) -> float:
    short = idle_seconds(partial(read, unit * 100))
    return idle_seconds(partial(read, unit * 400)) / max(short, 0.0005)
