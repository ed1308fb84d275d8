"""Where a message may mean two or three things, it is asked which; whatever does not answer that is a new message."""

import re
from datetime import datetime

import pytest

from knowledge.language.reading import read
from knowledge.times import SHANGHAI
from tests.talking import Talk

NOW = datetime(2022, 1, 20, 9, 0, tzinfo=SHANGHAI)
# Bare words that may mean anything; which of them are unsure is for the texts to say that are learned from.
BARE = ("隔离", "网格员", "回家", "我爸的药", "通行证", "菜", "那个", "门口", "出入证", "体温", "孩子的事", "单子")
_OFFERED = re.compile(r"(\d) (\S+)")


@pytest.fixture(scope="module")
def unsure() -> str:
    """A text of which the reading is not sure."""
    return next(text for text in BARE if 0.1 < read(text, NOW).confidence < 0.5 and read(text, NOW).others[0][1] > 0.1)


def offered(said: str) -> dict[str, str]:
    """The numbers of the answers by their words."""
    return {words: number for number, words in _OFFERED.findall(said)}


def test_the_likely_meanings_are_offered_with_a_way_out(talk: Talk, unsure: str) -> None:
    said = talk.say("王阿姨", unsure)
    assert said.startswith("我没听准，您是想？回数字，或换个说法再说一遍。")
    assert 3 <= len(offered(said)) <= 4
    assert "都不是" in offered(said)


def test_the_answer_goes_on_with_what_was_said(talk: Talk, unsure: str) -> None:
    said = talk.say("王阿姨", unsure)
    answer = talk.say("王阿姨", "1")
    assert "没听准" not in answer
    assert "现在没有等您回答的问题" not in answer
    assert talk.say("赵某", unsure) == said  # for everybody alike


def test_another_way_of_saying_it_is_heard_instead(talk: Talk, unsure: str) -> None:
    assert "没听准" in talk.say("王阿姨", unsure)
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。…
            王阿姨: 1
            助手: 现在没有等您回答的问题…""")


def test_none_of_them_is_an_honest_no(talk: Talk, unsure: str) -> None:
    number = offered(talk.say("王阿姨", unsure))["都不是"]
    assert talk.say("王阿姨", number).startswith("这个我还不会办，不敢乱说。")


def test_the_question_can_be_taken_back(talk: Talk, unsure: str) -> None:
    assert "没听准" in talk.say("王阿姨", unsure)
    assert "没听准" not in talk.say("王阿姨", "取消")
    assert "现在没有等您回答的问题" in talk.say("王阿姨", "1")


@pytest.mark.parametrize("words", ["打卡 36.5", "后天从呼市坐K1302回来", "我的记录", "停水了", "大米两袋", "人工"])
def test_what_is_plain_is_never_asked_about(talk: Talk, words: str) -> None:
    assert "没听准" not in talk.say("王阿姨", words)
