"""How fast a machine is at this moment, so that a bound on speed means the same on every one.

Microseconds are those of one machine in one hour: a busy or a slow one takes three times as long for the same work. So what
is measured takes turns with a fixed piece of work of the same kind (patterns tried in a text, slices looked up in a
dictionary, small objects made), and is stated as the time that it would take where that piece takes `REFERENCE_SECONDS`.
"""

import gc
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

# What the reference takes on an idle core of a common server.
REFERENCE_SECONDS = 200e-6
_TEXT = "后天下午三点从呼和浩特坐K1302回来 一家三口 永茂6号楼2单元301 体温36.5 没有不舒服 也没接触过外地回来的人;" * 4
_PATTERNS = tuple(
    map(
        re.compile,
        (
            r"\d{1,2}(?:\.\d)?",
            r"(?:今|明|后)天(?:上|下)?午?[一二三四五六七八九十]*点?",
            r"[一-龥]{2,4}(?=\d)",
            r"(?:没|没有|无|不)(?:[^,; ]{0,6})(?:舒服|接触|咳嗽)",
        ),
    )
)
_LONGEST_WORD = 6
_LONG = 0.1  # seconds: longer work is done twice, shorter work so often that it takes about as long together
_FEWEST_TURNS, _MOST_TURNS = 3, 80
_MOST_REFERENCES = 50
_WORDS = {_TEXT[at : at + size]: (at, size) for at in range(0, len(_TEXT), 3) for size in range(1, _LONGEST_WORD)}


@dataclass(frozen=True, slots=True)
class _Found:
    span: tuple[int, int]
    text: str


def idle_seconds(work: Callable[[], object]) -> float:
    """The processor time in seconds that `work` would take once where the reference takes `REFERENCE_SECONDS`.

    Work and reference take turns, each in pieces of about the same length, so that who interrupts the one interrupts the
    other as often; the best turn of each counts. What is loaded once is not counted, since the first run is the slowest.
    """
    one = min(_time_of(_reference, 1) for _ in range(3))
    begun = min(_time_of(work, 1) for _ in range(2))
    works = max(1, round(one / begun))
    references = max(1, min(_MOST_REFERENCES, round(begun / one)))
    turns = max(_FEWEST_TURNS, min(_MOST_TURNS, round(_LONG / (begun * works)))) if begun < _LONG else 1
    own, beside = [begun], [one] if references == 1 else []
    for _ in range(turns):
        beside.append(_time_of(_reference, references))
        if begun < _LONG:
            own.append(_time_of(work, works))
    return min(own) / min(beside) * REFERENCE_SECONDS


def slowness() -> float:
    """How many times as long as `REFERENCE_SECONDS` the reference takes now, at its best of some runs."""
    _reference()
    return min(_time_of(_reference, 1) for _ in range(20)) / REFERENCE_SECONDS


def _time_of(work: Callable[[], object], number: int) -> float:
    """Processor time of this thread; what others left to be collected is not collected meanwhile."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        begun = time.thread_time()
        for _ in range(number):
            work()
        return (time.thread_time() - begun) / number
    finally:
        if collecting:
            gc.enable()


def _reference() -> list[_Found]:
    found = [_Found(match.span(), match[0]) for pattern in _PATTERNS for match in pattern.finditer(_TEXT)]
    for at in range(len(_TEXT)):
        for size in range(_LONGEST_WORD, 0, -1):
            span = _WORDS.get(_TEXT[at : at + size])
            if span is not None:
                found.append(_Found(span, _TEXT[at : at + size]))
                break
    return found
