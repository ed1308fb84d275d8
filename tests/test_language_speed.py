"""What reading a message may cost.

The bounds are some times what it costs today: they catch a pattern that is tried at every place or a list that is loaded
for every message, also where the machine does other things in between.
"""

import pytest

from evaluation.pace import idle_seconds
from knowledge.language.reading import find_slots, read
from tests.language_texts import NOW


@pytest.mark.parametrize(
    "text",
    [
        "打卡 36.5 没事",
        "健康打卡 体温36.4 没有症状",
        "打卡，体温36.5度，没有不舒服，没接触过外地回来的人",
        "健康打卡：36.5度，不发烧不咳嗽，没有不舒服",
    ],
)
def test_a_check_in_is_read_in_microseconds(text: str) -> None:
    read(text, NOW)  # what is loaded once is not counted
    assert idle_seconds(lambda: read(text, NOW)) < 500e-6


@pytest.mark.parametrize(
    ("slot", "text"),
    [("temperature", "36.5"), ("symptoms", "没有"), ("contact_history", "没有"), ("name", "林秀"), ("party_size", "3")],
)
def test_an_answer_that_is_nothing_else_costs_hardly_anything(slot: str, text: str) -> None:
    assert idle_seconds(lambda: find_slots(text, NOW, [slot])) < 20e-6
