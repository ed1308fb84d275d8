"""A figure and words that do not go together: filed and passed on first, asked about then, put right like any other."""

import pytest
from sqlalchemy import text

from handlers.checkins.doubts import denied_in, denies_fever
from knowledge.language.normalise import normalise
from ledger.statement import Statement
from tests.rows import every_row
from tests.talking import Talk

_ROWS = Statement(
    text("SELECT person, temperature, symptoms, status, version, original_id FROM health_checkin ORDER BY id")
)
_ALERTS = Statement(text("SELECT count(*) FROM alert"))
_QUESTION = """跟您对一下：您说不烧，量的是37.9℃，对不上，我先按发烧的记了。是哪样？
              1 量的就是37.9℃　2 打错了，重新说"""


def rows(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ROWS))


def alerts(talk: Talk) -> int:
    count: int = talk.installation.ledger.read(lambda db: db.value(_ALERTS))
    return count


# What is said; whether it denies a fever in so many words.
DENIALS = {
    "不烧 37.9": True,
    "没发烧 37.9": True,
    "没有发烧，37.9": True,
    "37.9 不发热": True,
    "体温正常 37.9": True,
    "37.9 没事": False,
    "37.9 都没有": False,
    "37.9 发烧": False,
    "家里没热水了": False,
    "不烧心": False,
}


@every_row(("said", "denies"), DENIALS.items())
def test_what_denies_a_fever(said: str, denies: bool) -> None:
    assert denies_fever(normalise(said)) is denies


def test_of_whom_it_is_denied() -> None:
    assert denied_in(normalise("不烧 37.9")) == [""]
    assert denied_in(normalise("我36.5 我妈不烧37.9")) == ["妈妈"]
    assert denied_in(normalise("我不烧37.9 我妈36.5")) == [""]


def test_a_fever_that_is_denied_alarms_first_and_is_asked_about(talk: Talk) -> None:
    talk(f"""王阿姨: 不烧 37.9
            助手: 今天（1月20日）打卡好了：王阿姨，37.9℃，无不适。
              37.9℃ 偏高…
              我已告诉网格员、医疗保障组，请他们联系您。〔预案2.1〕
              {_QUESTION}
            助手→何医生: 【紧急】…王阿姨｜37.9℃，无不适…
            王阿姨: 2
            助手: 好的，重新说一遍：多少度？比如 36.9。
            王阿姨: 36.9
            助手: 已把今天（1月20日）的打卡改成：36.9℃，无不适。原来的（37.9℃，无不适）也留着。
              我把改动告诉了医疗保障组。
            助手→何医生: 【更正】第1号 王阿姨：原来报的是「37.9℃，无不适」，王阿姨改成「36.9℃，无不适」。请跟本人核实一下。
            助手→李强: 【更正】第1号 王阿姨：…""")
    assert rows(talk) == [
        ("王阿姨", 37.9, '["none"]', "superseded", 1, None),
        ("王阿姨", 36.9, '["none"]', "submitted", 2, 1),
    ]
    assert alerts(talk) == 1


def test_where_the_figure_is_right_nothing_changes(talk: Talk) -> None:
    talk("""王阿姨: 不烧 37.9
            助手: …跟您对一下：…
            王阿姨: 1
            助手: 好的，就按37.9℃记着，不改了。过半小时再量一次，有变化告诉我。""")
    assert rows(talk) == [("王阿姨", 37.9, '["none"]', "submitted", 1, None)]


# What is answered to the question, and what is on record then.
ANSWERS = {
    "36.9": (36.9, '["none"]'),
    "打错了 是36.8": (36.8, '["none"]'),
    "38.6": (38.6, '["none"]'),
    "我是发烧了": (37.9, '["fever"]'),
}


@pytest.mark.parametrize("said", ANSWERS)
def test_the_right_answer_can_be_said_at_once(talk: Talk, said: str) -> None:
    talk(f"""王阿姨: 不烧 37.9
            助手: …跟您对一下：…
            王阿姨: {said}
            助手: 已把今天（1月20日）的打卡改成：…也留着。…""")
    assert rows(talk)[-1][1:3] == ANSWERS[said]
    assert len(rows(talk)) == 2


def test_a_fever_that_is_said_and_not_measured_is_asked_about_too(talk: Talk) -> None:
    talk("""王阿姨: 发烧 36.2
            助手: 今天（1月20日）打卡好了：王阿姨，36.2℃，发热。
              …我已告诉网格员、医疗保障组，请他们联系您。〔预案2.1〕
              跟您对一下：您说发烧，量的是36.2℃，对不上，我先按发烧的记了。是哪样？
              1 量的就是36.2℃　2 打错了，重新说
            助手→何医生: 【紧急】…
            王阿姨: 没发烧
            助手: 已把今天（1月20日）的打卡改成：36.2℃，无不适。原来的（36.2℃，发热）也留着。
              我把改动告诉了医疗保障组。""")


def test_answers_step_by_step_are_held_together_too(talk: Talk) -> None:
    talk("""王阿姨: 打卡
            助手: 量了体温吗？…
            王阿姨: 37.9
            助手: 先记下了：王阿姨，37.9℃。…
            王阿姨: 不发烧 没别的
            助手: 今天（1月20日）打卡好了：王阿姨，37.9℃，…
              …跟您对一下：您说不烧，量的是37.9℃，…""")


def test_without_a_contradiction_nothing_is_asked(talk: Talk) -> None:
    for said in ("打卡 37.9 没事", "发烧 38.5 咳嗽", "不烧 36.5"):
        assert "对一下" not in talk.say("王阿姨", said)


def test_of_the_mother_it_is_asked_by_name_and_put_right_for_her(talk: Talk) -> None:
    talk("""王阿姨: 我妈不烧 37.9
            助手: 今天（1月20日）打卡好了：妈妈，37.9℃，无不适。
              …跟您对一下：妈妈说不烧，量的是37.9℃，对不上，我先按发烧的记了。是哪样？
              1 量的就是37.9℃　2 打错了，重新说
            王阿姨: 打错了
            助手: 好的，重新说一遍：多少度？比如 36.9。
            王阿姨: 36.7
            助手: 已把今天（1月20日）妈妈的打卡改成：36.7℃，无不适。原来的（37.9℃，无不适）也留着。…""")


def test_somebody_elses_check_in_is_none_of_the_answers(talk: Talk) -> None:
    talk("""王阿姨: 不烧 37.9
            助手: …跟您对一下：…
            王阿姨: 我妈36.5 没事
            助手: 今天（1月20日）打卡好了：妈妈，36.5℃，无不适。
              跟您对一下：您说不烧，量的是37.9℃，…
            王阿姨: 2
            助手: 好的，重新说一遍：…""")


def test_another_form_goes_on_and_the_way_to_put_it_right_is_named(talk: Talk) -> None:
    talk("""王阿姨: 返乡报备
            助手: 从哪里回来？…
            王阿姨: 打卡 不烧 37.9
            助手: 今天（1月20日）打卡好了：王阿姨，37.9℃，无不适。
              …您说不烧，量的是37.9℃，对不上，我先按发烧的记了。要是打错了，回「体温写错了，应该是36.9」。
              从哪里回来？…""")


def test_given_up_the_record_stays(talk: Talk) -> None:
    talk("""王阿姨: 不烧 37.9
            助手: …
            王阿姨: 取消
            助手: 好的，到这里。前面说的已经记下，不会丢。…""")
    assert rows(talk)[0][3] == "submitted"


def test_of_a_list_each_is_asked_about_when_it_is_filed(talk: Talk) -> None:
    talk("""李强: 3号楼101王桂芝不烧37.9 201李铁柱36.5 202张红 发烧36.4
            助手: …先报上去了：王桂芝，37.9℃，无不适；张红，36.4℃，发热。…
            李强: 1
            助手: 已交3人。
              …跟您对一下：王桂芝说不烧，量的是37.9℃，…
            李强: 36.9
            助手: 已把今天（1月20日）王桂芝的打卡改成：36.9℃，无不适。…
              跟您对一下：张红说发烧，量的是36.4℃，…
            李强: 1
            助手: 好的，张红就按36.4℃、发烧记着，不改了。…""")
    assert [row[:2] for row in rows(talk) if row[3] == "submitted"] == [("张红", 36.4), ("李铁柱", 36.5), ("王桂芝", 36.9)]


def test_what_is_urgent_does_not_wait_for_the_answer(talk: Talk) -> None:
    talk("""王阿姨: 不烧 37.9
            助手: …跟您对一下：…
            王阿姨: 我喘不上气
            助手: …请马上打 120…跟您对一下：您说不烧，量的是37.9℃，…
            助手→何医生: 【紧急】…喘不上气…""")
    assert alerts(talk) == 2


def test_a_figure_with_something_more_is_the_answer_with_it(talk: Talk) -> None:
    talk("""王阿姨: 不烧 37.9
            助手: …跟您对一下：…
            王阿姨: 38.2 咳嗽
            助手: 已把今天（1月20日）的打卡改成：38.2℃，咳嗽。…""")
