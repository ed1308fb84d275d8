"""Long random texts of the signs that the grammars know, and how long a reader takes for them."""

import random
import time
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
# Four times as long for four times the length is what linear work takes.
_DOUBTFUL = 6
_LEAST_SECONDS = 0.0005


def seconds_for_long_texts(read: Callable[[str], object]) -> float:
    """The longest time in seconds that a reader would take on an idle machine for 20,000 random characters of one alphabet.

    Work that grows with the square of the length takes many seconds here. All are looked at once, and the one that took
    longest is measured.
    """
    chance = random.Random(7)
    texts = ["".join(chance.choices(alphabet, k=_LENGTH)) for alphabet in _ALPHABETS]
    read(texts[0][:100])  # so that what is loaded once is not counted
    slowest = max(texts, key=partial(_seconds_once, read))
    return idle_seconds(partial(read, slowest))


def grows_no_faster_than_its_length(read: Callable[[str], object], unit: str) -> bool:
    """Whether a reader takes about four times as long for a unit repeated four times as often; twelve is allowed.

    One of three measurements is enough: a busy machine makes a ratio larger, and hardly ever smaller. None is made where
    one look shows that it is far from that.
    """
    if growth_at_first_sight(read, unit * 100, unit * 400) < _DOUBTFUL:
        return True
    return any(_growth(read, unit) < 12 for _ in range(3))


def growth_at_first_sight(read: Callable[[str], object], short: str, long: str) -> float:
    """How many times longer a reader takes for a long text than for a short one, looked at once.

    Rather too much than too little: what interrupts it lengthens the long text's time alone, as the better of two counts
    for the short one.
    """
    shortest = min(_seconds_once(read, short) for _ in range(2))
    return max(_seconds_once(read, long), _LEAST_SECONDS) / max(shortest, _LEAST_SECONDS)


def _seconds_once(read: Callable[[str], object], text: str) -> float:
    began = time.thread_time()
    read(text)
    return time.thread_time() - began


def _growth(read: Callable[[str], object], unit: str) -> float:
    short = idle_seconds(partial(read, unit * 100))
    return idle_seconds(partial(read, unit * 400)) / max(short, _LEAST_SECONDS)
