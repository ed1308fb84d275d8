"""Days and times that a text takes back for others: 后天 不对 大后天, 不是八点是九点, 明天回,改成后天了.

What is taken back is blanked out, so that the rest keeps its place. A time alone is only taken back for a time
(后天八点 不对 九点 stays the day after tomorrow). Text is normalised.
"""

import re
from itertools import pairwise

from knowledge.language.clock_times import TIME
from knowledge.language.day_words import DAY

_HINT = re.compile("本来|原[本来定计先说]|先说|晚点|不对|不[是算]|错了|口误|改[成到为签]|更正|纠正|应该是|[ ,]不[ ,]")
_SAID = r"(?:说错|记错|打错|写错|弄错|整错|搞错|看错|错)了?"
_MARK = re.compile(
    r"[^,。;!\n不错]{0,6}[ ,。!.]*(?:哦|噢|啊|呃|额|哎|诶|呀|嗯|那个|等等)*[ ,]*"
    rf"(?:不对|不是|{_SAID}|口误|更正|纠正|应该是|改[成到为签]|(?<=[ ,])不(?=[ ,]))"
    rf"(?:[ ,。.!]|啊|哈|呀|了|我|不对|{_SAID}|应该?是?|是|改[成到为]?|换[成到]|又)*"
)
# 本来八点半到的,现在说十点四十; 后天回 本来想今天到家的
_PLANNED = re.compile("(?:本来|原本|原来|原先|原定|原说|先说|原计划|本该|正点)[^,。;\n在住从]{0,6}$")
_FELL_THROUGH = re.compile("结果|没成|没[走回]成|回不[去来]|走不[了成]|没让走")
_IS_NOT = re.compile(r"(?:不是|并非|不算)[ ]?$")
_BUT = re.compile(r"[^,。;!\n不]{0,4}[ ,]{0,2}(?:而)?(?:应该)?(?:是|改成|算)")
_BETWEEN = re.compile("[ 的,]{0,2}")
_GAP = 24
_NO_PART = -1  # a day has no part of the day before its hour


def without_taken_back(text: str) -> str:
    """The text with blanks where it names a day or a time and then another in its place; as long as before."""
    if _HINT.search(text) is None:
        return text
    said = sorted(
        [(*day.span(), _NO_PART) for day in DAY.finditer(text)]
        + [(*at.span(), max(at.end("part"), at.start())) for at in TIME.finditer(text)]
    )
    kept, before = text, (0, 0, 0)
    for (start, end, part_end), (next_start, _end, next_part_end) in pairwise(said):
        is_day, next_is_day = part_end == _NO_PART, next_part_end == _NO_PART
        last, before = before, (start, end, part_end)
        if next_start < end or next_start - end > _GAP or (is_day and not next_is_day):
            continue
        if not _is_taken_back(text, start, end, next_start):
            continue
        if next_is_day and not is_day:  # 明天八点 不对 后天九点: the day before it as well
            start = last[0] if last[2] == _NO_PART and _BETWEEN.fullmatch(text, last[1], start) is not None else start
        elif not next_is_day and next_part_end == next_start:  # 下午三点 不对 四点: the afternoon stays
            start = part_end
        kept = kept[:start] + " " * (next_start - start) + kept[next_start:]
    return _without_planned(kept, said)


def _without_planned(text: str, said: list[tuple[int, int, int]]) -> str:
    """The text with blanks for the days or times that were planned once, where it names others or nothing came of it."""
    planned = [one for one in said if _PLANNED.search(text[max(0, one[0] - 10) : one[0]]) is not None]
    for start, end, part_end in planned:
        others = [other for other in said if other not in planned and (other[2] == _NO_PART) == (part_end == _NO_PART)]
        if others or _FELL_THROUGH.search(text, end) is not None:
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_taken_back(text: str, start: int, end: int, next_start: int) -> bool:
    if _MARK.fullmatch(text, end, next_start) is not None:
        return True
    return (
        _BUT.fullmatch(text, end, next_start) is not None
        and _IS_NOT.search(text[max(0, start - 3) : start]) is not None
    )
