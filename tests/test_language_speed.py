"""What reading a message may cost, in look-ups of a dictionary made in the same process, so that any machine will do.

The bounds are some four times what it costs today: they catch a pattern that is tried at every place or a list that
is loaded for every message, and no busy machine.
"""

import time
from collections.abc import Callable

import pytest

from knowledge.language.reading import find_slots, read
from tests.language_texts import NOW

_RUNS = 40
_LOOK_UPS = 5_000
_CHARACTERS = {chr(code): code for code in range(0x4E00, 0x4E00 + _LOOK_UPS)}


@pytest.mark.parametrize(
    "text",
    [
        "打卡 36.5 没事",
        "健康打卡 体温36.4 没有症状",
        "打卡，体温36.5度，没有不舒服，没接触过外地回来的人",
        "健康打卡：36.5度，不发烧不咳嗽，没有不舒服",
    ],
)
def test_a_check_in_is_read_at_the_cost_of_a_few_thousand_look_ups(text: str) -> None:
    assert _look_ups(lambda: read(text, NOW)) < 8_000


@pytest.mark.parametrize(
    ("slot", "text"),
    [("temperature", "36.5"), ("symptoms", "没有"), ("contact_history", "没有"), ("name", "林秀"), ("party_size", "3")],
)
def test_an_answer_that_is_nothing_else_costs_hardly_anything(slot: str, text: str) -> None:
    assert _look_ups(lambda: find_slots(text, NOW, [slot])) < 400


def _look_ups(do: Callable[[], object]) -> float:
    """How many look-ups take as long: processor time, each the best of many runs that take turns."""
    do()  # what is loaded once does not count
    each: list[float] = []
    reference: list[float] = []
    for _ in range(_RUNS):
        each.append(_time_of(lambda: [do() for _ in range(20)]) / 20)
        reference.append(_time_of(_look_up) / _LOOK_UPS)
    return min(each) / min(reference)


def _look_up() -> None:
    table = _CHARACTERS
    for char in table:
        table.get(char)


def _time_of(do: Callable[[], object]) -> float:
    start = time.thread_time()
    do()
    return time.thread_time() - start
