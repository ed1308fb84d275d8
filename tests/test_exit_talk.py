"""That somebody has to go out is heard in the words that people use (plan 3.4.1); what sounds alike is something else."""

import pytest

from knowledge.language.goings import asks_after_exit, been_out, heads_out
from knowledge.language.reading import read
from tests import exit_talk, exit_talk_held_back
from tests.language_texts import NOW
from tests.rows import every_row

Labelled = list[tuple[str, str]]
REPORTED = ["去取个快递", "去沈阳", "去接我爱人", "闺女发烧去看病"]


def _heard(texts: Labelled) -> float:
    return sum(read(text, NOW).intent == "exit_request" for text, _reason in texts) / len(texts)


def _let_be(texts: Labelled) -> float:
    return sum(read(text, NOW).intent != "exit_request" for text, _intent in texts) / len(texts)


def _with_reason(texts: Labelled) -> float:
    readings = [(read(text, NOW), reason) for text, reason in texts]
    return sum(one.intent == "exit_request" and one.slots.get("reason", "") == why for one, why in readings) / len(texts)


@every_row("text", REPORTED)
def test_what_was_not_heard_is_heard(text: str) -> None:
    assert read(text, NOW).intent == "exit_request"


def test_most_of_what_people_say_is_heard() -> None:
    assert _heard(exit_talk.GOES_OUT) > 0.92
    assert _with_reason(exit_talk.GOES_OUT) > 0.85
    assert _let_be(exit_talk.SOUNDS_ALIKE) > 0.97


def test_what_nobody_tuned_to_is_heard_nearly_as_well() -> None:
    assert len(exit_talk_held_back.GOES_OUT) == 74
    assert len(exit_talk_held_back.SOUNDS_ALIKE) == 35
    assert _heard(exit_talk_held_back.GOES_OUT) > 0.82
    assert _with_reason(exit_talk_held_back.GOES_OUT) > 0.7
    assert _let_be(exit_talk_held_back.SOUNDS_ALIKE) > 0.94


@pytest.mark.parametrize(
    ("text", "wants", "been", "asks"),
    [
        ("下去拿个快递", True, False, False),
        ("昨天去医院了", False, True, False),
        ("现在让不让去沈阳", False, False, False),
        ("帮我去药店买盒药", False, False, False),
        ("外出申请到哪了", False, False, True),
        ("批了没", False, False, True),
        ("什么时候能批", False, False, True),
        ("物资批了没", False, False, False),
        ("外出要签字吗", False, False, False),
    ],
)
def test_going_having_gone_and_asking_after_it_are_three_things(text: str, wants: bool, been: bool, asks: bool) -> None:
    assert (heads_out(text), been_out(text), asks_after_exit(text)) == (wants, been, asks)
