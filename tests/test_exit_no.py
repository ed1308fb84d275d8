"""After a no: one answers what is missing in one's own words, and whoever is angry hears who decided and why."""

import pytest

from tests.talking import Talk
from tests.test_exit_after import signed_and_recorded
from tests.test_exit_request import asked, sealed, states

__all__ = ["sealed"]


def sent_back(talk: Talk, missing: str = "退回 车牌不对吧") -> None:
    asked(talk)
    talk.say("周平", "同意 W0120-01")
    talk.say("周平", "确认")
    talk.say("陈主任", f"退回 W0120-01 {missing}")


@pytest.mark.parametrize("words", ["车牌没错，是我弟的车", "是我的车", "去肾内科 三楼"])
def test_what_is_missing_is_answered_in_ones_own_words(sealed: Talk, words: str) -> None:
    sent_back(sealed)
    sealed.reaches("王阿姨", "外出 W0120-01 备案还差：车牌不对吧。…")
    sealed(f"""王阿姨: {words}
               助手: 好的，「{words}」补上了，W0120-01 已经送街道防控办接着备案，不用再签。…
                 不是说这件事，回「人工」，我转给工作人员。
               助手→陈主任: 【补充好了】W0120-01 王阿姨，…上次说差「车牌不对吧」，本人补充：「{words}」。…""")


def test_a_question_is_no_supplement(sealed: Talk) -> None:
    sent_back(sealed)
    assert "补上了" not in sealed.say("王阿姨", "你们咋回事啊")
    assert "补上了" not in sealed.say("王阿姨", "我也不知道怎么弄呢")


def test_who_signed_and_not_going_and_taking_back(sealed: Talk) -> None:
    signed_and_recorded(sealed)
    sealed("""王阿姨: 谁批的
              助手: W0120-01 王阿姨 透析，…
                批好了，通行码 …周平签的，陈主任备案的。…
              王阿姨: 撤回
              助手: 要撤回外出，回「撤回 W0120-01」；…
              王阿姨: 算了不去了
              助手: 好的，W0120-01（透析，…）撤回了，…""")
    assert states(sealed) == ["cancelled"]


def test_leaving_it_as_it_is(sealed: Talk) -> None:
    said = sealed.say("王阿姨", "明早七点去市医院透析，中午回，开车蒙G22335")
    assert "2 要改" in said
    sealed("""王阿姨: 2
              助手: …
              王阿姨: 不改了
              助手: 请核对：…1 对，提交　2 要改
              王阿姨: 1
              助手: 已报给…
              王阿姨: 外出改成后天去
              助手: 改了就要重新签批：…
              王阿姨: 不改了
              助手: 好的，不改了，原来的还在。…""")
    assert states(sealed) == ["pending_approval"]


@pytest.mark.parametrize("words", ["凭啥不让上班 我要吃饭", "为什么不批", "不让去凭什么！"])
def test_anger_at_a_refusal_hears_who_decided_and_why(sealed: Talk, words: str) -> None:
    asked(sealed, "外出申请 我是附属医院的护士 明天上夜班 晚上八点走 后天早上八点回 走着去")
    sealed.say("周平", "不同意 W0120-01 医院说夜班已经有人顶")
    told = sealed.reaches("王阿姨", "W0120-01 工作，这次没批下来\n周平说：「医院说夜班已经有人顶」…")
    assert "菜" not in told and "请工作人员再看" in told
    sealed(f"""王阿姨: {words}
               助手: 着急我明白。W0120-01（工作，…）是周平 1月20日 09:00 定的，没有同意，说：「医院说夜班已经有人顶」。
                 封闭期间哪些工作要外出，由专班组长签字来定，再报防控办备案。〔预案3.4.1〕
                 觉得不对，回「请工作人员再看」，…
                 急病先打 120，卡口会放行。
               王阿姨: 请工作人员再看，家里就指着这份工
               助手: 好的，已转给街道防控办…""")
    assert states(sealed) == ["refused"]


def test_anger_at_a_stopped_pass_hears_who_stopped_it(sealed: Talk) -> None:
    signed_and_recorded(sealed)
    sealed.say("周平", "暂停 W0120-01 核酸结果还没出")
    sealed("""王阿姨: 为啥停我妈的透析
              助手: 着急我明白。通行码（W0120-01 透析）是周平 1月20日 09:00 先停的，说：「核酸结果还没出」。不是取消，…
                看病这类急事，要专班组长签字、防控办备案才能出门。〔预案3.4.1〕
                觉得不对，回「请工作人员再看」，…
              王阿姨: 请工作人员再看
              助手: 好的，已转给街道防控办…
              助手→陈主任: …W0120-01｜王阿姨｜透析｜…通行码是周平先停的，原因「核酸结果还没出」。…「恢复 W0120-01」…""")


def test_anger_at_the_rule_hears_that_nobody_has_looked_yet(sealed: Talk) -> None:
    sealed("""王阿姨: 下楼买点菜行不
              助手: 永茂社区6号楼正在封闭，…
              王阿姨: 凭啥不让出去
              助手: 着急我明白。刚才是我照预案说的，还没有人看过您的情况：…〔预案3.4.1、3.4.2〕…
              王阿姨: 请工作人员再看
              助手: 有什么特殊情况？…""")


def test_where_nothing_was_refused_it_is_an_ordinary_question(sealed: Talk) -> None:
    assert "着急我明白" not in sealed.say("王阿姨", "凭啥不让出去")


def test_the_newest_no_is_the_one_that_is_asked_about(sealed: Talk) -> None:
    sealed.say("王阿姨", "下楼买点菜行不")
    sealed.clock[0] += 1000
    asked(sealed)
    sealed.say("周平", "2 是谁要去？写清楚")
    sealed("""王阿姨: 外出申请
              助手: 为什么事要出去？…
              王阿姨: 为啥不让去啊
              助手: 着急我明白。W0120-01（透析，…）是周平 1月20日 09:00 定的，没有同意，说：「是谁要去？写清楚」。…
                为什么事要出去？…
              王阿姨: 取消
              助手: …
              王阿姨: 请工作人员再看 我妈透析，我弟开车送
              助手: 好的，已转给街道防控办…""")


def test_whoever_asks_who_stopped_it_is_told(sealed: Talk) -> None:
    signed_and_recorded(sealed)
    sealed.say("周平", "暂停 1 核酸结果还没出")
    for words in ("谁停的", "咋又给停了"):
        assert "是周平 1月20日 09:00 先停的" in sealed.say("王阿姨", words)


def test_a_plate_said_again_completes_it(sealed: Talk) -> None:
    sent_back(sealed, "缺车牌")
    sealed.reaches("王阿姨", "外出 W0120-01 备案还差：车牌。…")
    assert "补上了" in sealed.say("王阿姨", "蒙G22335 是我弟的车")
