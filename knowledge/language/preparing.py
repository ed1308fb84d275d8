"""Loading of all that the language knows before the first message: a server that listens keeps nobody waiting for it.

The lists of danger alone take most of a second. What only reads a text from the command line loads what it needs.
"""

from datetime import datetime
from functools import cache

from knowledge.language.danger import find_danger
from knowledge.language.reading import read_and_listen
from knowledge.times import SHANGHAI

# One text for each group of lists; what they say does not matter.
_TEXTS = ("打卡 36.5 喘不上气", "后天从呼市坐K1302回来", "炖肉的土豆有 大米两袋", "明天去市医院复查")
_ANY_TIME = datetime(2022, 1, 20, 9, 0, tzinfo=SHANGHAI)


@cache
def prepare() -> None:
    """Load the lists, once a process; raises WordListError with what is wrong in one of them."""
    for text in _TEXTS:
        find_danger(text, read_and_listen(text, _ANY_TIME).learned)
