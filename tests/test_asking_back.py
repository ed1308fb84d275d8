"""Where a message may mean two or three things, it is asked which; whatever does not answer that is a new message."""

import pytest

from tests.talking import Talk


def test_the_likely_meanings_are_offered_and_the_answer_goes_on_with_what_was_said(talk: Talk) -> None:
    talk("""
        王阿姨: 出门
        助手: 我没听准，您是想？回数字，或换个说法再说一遍。
            1 出门办事　2 查我报过的　3 取消办过的　4 都不是
        王阿姨: 2
        助手: …还没有报过什么…
    """)


def test_another_way_of_saying_it_is_heard_instead(talk: Talk) -> None:
    talk("""
        王阿姨: 出门
        助手: 我没听准…
        王阿姨: 打卡 36.5 没事
        助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。
        王阿姨: 2
        助手: …
    """)
    assert "没听准" not in talk.say("王阿姨", "1")


def test_none_of_them_is_an_honest_no(talk: Talk) -> None:
    talk("""
        王阿姨: 出门
        助手: 我没听准…
        王阿姨: 4
        助手: 这个我还不会办，不敢乱说。…
    """)


def test_the_answer_may_be_given_in_its_own_words_or_taken_back(talk: Talk) -> None:
    talk("""
        王阿姨: 出门
        助手: 我没听准…
        王阿姨: 查我报过的
        助手: …还没有报过什么…
        王阿姨: 出门
        助手: 我没听准…
        王阿姨: 取消
        助手: …
    """)
    assert "没听准" not in talk.say("王阿姨", "2")


def test_the_words_that_were_asked_about_fill_the_form(talk: Talk) -> None:
    """The day and the place that were said before the question are not asked for again."""
    talk("""
        王阿姨: 回家
        助手: 我没听准…1 报备从外地回来…
        王阿姨: 1
        助手: 从哪里回来？…
    """)


@pytest.mark.parametrize("words", ["打卡 36.5", "后天从呼市坐K1302回来", "我的记录", "停水了", "大米两袋"])
def test_what_is_plain_is_never_asked_about(talk: Talk, words: str) -> None:
    assert "没听准" not in talk.say("王阿姨", words)
