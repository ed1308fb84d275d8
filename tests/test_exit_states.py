"""How a request stands, what becomes of one sent back, and who looks at a refusal once more (3.4.1, DESIGN 6.2, 6.3)."""

import pytest

from tests.talking import Talk
from tests.test_exit_after import go_out
from tests.test_exit_request import PLACE, asked, bind, rows, sealed, states

__all__ = ["sealed"]


def signed(talk: Talk) -> None:
    asked(talk)
    talk.say("周平", "同意 W0120-01")
    talk.say("周平", "确认")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "words", ["外出申请到哪了", "批了没", "我的外出", "什么时候能批", "W0120-01到哪了", "那我几点能走啊"]
)
def test_whom_a_request_waits_for_is_said(sealed: Talk, words: str) -> None:
    asked(sealed)
    said = sealed.say("王阿姨", words)
    assert said.startswith("W0120-01 王阿姨 透析，1月21日（周五）07:00—12:00\n1月20日 09:00 报上去的，在等周平签批。"), said
    assert "前没回音，我再往上找人" in said
    assert len(rows(sealed)) == 1


def test_every_state_has_its_answer(sealed: Talk) -> None:
    signed(sealed)
    sealed("""王阿姨: 外出申请到哪了
              助手: W0120-01 王阿姨 透析，…
                周平 1月20日 09:00 签好了，在等防控办备案，…
              陈主任: 备案 W0120-01
              助手: …
              王阿姨: 批了没
              助手: W0120-01 王阿姨 透析，…
                批好了，通行码 …，出门、回来都给卡口看。…""")


def test_a_refusal_is_said_with_its_reason(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "不同意 W0120-01 今天透析室消毒")
    assert "没批下来，周平说：「今天透析室消毒」" in sealed.say("王阿姨", "批了没")


def test_the_home_and_whoever_filed_can_ask_and_nobody_else(sealed: Talk) -> None:
    asked(sealed)
    bind(sealed, "老王", "resident", "永茂社区/6号楼/2单元/301", home="永茂社区/6号楼/2单元/301")
    bind(sealed, "孙姨", "resident", "永茂社区/6号楼/2单元/302", home="永茂社区/6号楼/2单元/302")
    assert "W0120-01 王阿姨 透析" in sealed.say("老王", "批了没")
    assert "W0120-01" not in sealed.say("孙姨", "外出申请到哪了")
    assert "王阿姨" not in sealed.say("孙姨", "W0120-01到哪了")


def test_who_has_no_request_is_told_how(sealed: Talk) -> None:
    assert sealed.say("王阿姨", "我的外出").startswith("您这边没有在办的外出申请。")


def test_what_was_sent_back_is_the_residents_to_complete(sealed: Talk) -> None:
    signed(sealed)
    sealed("""陈主任: 退回 W0120-01 去哪个科没写
              助手: W0120-01 已退回补充：去哪个科没写。…
              助手→李强: 【退回补充】W0120-01 王阿姨，…请帮着问一句；…
              王阿姨: 我的记录
              助手: …W0120-01 外出申请：退回补充，等您补…
              王阿姨: 批了没
              助手: …周平签过了，陈主任说还差：去哪个科没写。…
              李强: 待办
              助手: …【外出，退回等补充】…
                W0120-01 王阿姨 透析 …，还差：去哪个科没写…
              周平: 待办
              助手: 【外出，退回等补充】…
              王阿姨: 补充
              助手: W0120-01 王阿姨 透析，还差：去哪个科没写。请回「补充 W0120-01」加内容。
              王阿姨: 补充 去肾内科
              助手: 好的，补上了，W0120-01 已经送街道防控办接着备案，不用再签。…
              助手→陈主任: 【补充好了】W0120-01 …上次说差「去哪个科没写」，本人补充：「去肾内科」。…
              陈主任: 待办
              助手: …【外出，等备案】…W0120-01…
              陈主任: 备案 W0120-01
              助手: 好的，W0120-01 王阿姨 已备案…""")
    assert rows(sealed)[0][9:11] == ("周平", "陈主任")


def test_what_nobody_completes_climbs_and_comes_back_in_the_morning(sealed: Talk) -> None:
    asked(sealed, "后天早上七点去市医院透析，中午回，打车")
    sealed.say("周平", "同意 W0120-01")
    sealed.say("周平", "确认")
    sealed.say("陈主任", "退回 W0120-01 去哪个科没写")
    sealed.later(minutes=119)
    assert sealed.job("exits_sent_back") == 0
    sealed.later(minutes=2)
    assert sealed.job("exits_sent_back") == 1
    sealed.reaches("王阿姨", "外出 W0120-01 备案还差：去哪个科没写。…")
    sealed.reaches("李强", "【外出等补充】W0120-01 王阿姨…")
    assert sealed.job("exits_sent_back") == 0
    sealed.later(minutes=31)
    assert sealed.job("exits_sent_back") == 1
    sealed.reaches("周平", "【外出等补充】W0120-01 王阿姨…")
    sealed.reaches("陈主任", "【外出等补充】W0120-01 王阿姨…")
    sealed.at("2022-01-21T07:59:00+08:00")
    assert sealed.job("exits_sent_back") == 0
    sealed.at("2022-01-21T08:00:00+08:00")
    assert sealed.job("exits_sent_back") == 1  # the owner, in the morning


def test_what_is_sent_back_a_second_time_is_told_and_asked_about_like_the_first(sealed: Talk) -> None:
    asked(sealed, "后天早上七点去市医院透析，中午回，打车")
    sealed.say("周平", "同意 W0120-01")
    sealed.say("周平", "确认")
    for missing, added in (("去哪个科没写", "去肾内科"), ("谁陪着没写", "我对象陪着")):
        sealed(f"""陈主任: 退回 W0120-01 {missing}
                   助手: W0120-01 已退回补充：{missing}。…已告诉本人…
                   助手→王阿姨: …{missing}…补充…
                   助手→李强: 【退回补充】W0120-01 王阿姨，…{missing}…
                   助手→周平: 【退回补充】W0120-01 王阿姨，…{missing}…""")
        # The owner and the grid worker first, then whoever signed and the office.
        for minutes, asked_again in ((121, ("王阿姨", "李强")), (31, ("周平", "陈主任"))):
            sealed.later(minutes=minutes)
            assert sealed.job("exits_sent_back") == 1
            for who in asked_again:
                sealed.reaches(who, f"…W0120-01 …还差：{missing}…补…")
        sealed.say("王阿姨", f"补充 {added}")


def test_a_refusal_comes_before_the_office_with_its_number_and_goes_back_to_the_leader(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "不同意 W0120-01 今天透析室消毒")
    sealed("""王阿姨: 请工作人员再看
              助手: 好的，已转给街道防控办…
              助手→陈主任: 【转人工】第1号 王阿姨，…
                W0120-01｜王阿姨｜透析｜…，周平没有同意，原因「今天透析室消毒」。…
              周平: 重新送签 W0120-01
              助手: …
              陈主任: 重新送签 W0120-01 医院说明天照常透析
              助手: 好的，W0120-01 王阿姨 已经请周平再看一次，…
              助手→王阿姨: 防控办看过了，W0120-01（透析，…）已经请周平再看一次，说：「医院说明天照常透析」。…
              助手→周平: 【请再看一次】W0120-01 …上次的原因：「今天透析室消毒」。防控办陈主任说：「医院说明天照常透析」。…
                外出待签 W0120-01…
              陈主任: 转人工
              助手: 现在没有等人工答复的。
              周平: 同意 W0120-01
              助手: 请再回一个字确认：…
              周平: 确认
              助手: 签好了：W0120-01…""")
    first, second = rows(sealed)
    assert first[1:3] == (1, "superseded")
    assert (second[1], second[9]) == (2, "周平")


def test_the_office_stands_by_a_refusal_with_a_reason(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "不同意 W0120-01 今天透析室消毒")
    sealed.say("王阿姨", "请工作人员再看")
    sealed("""陈主任: 维持 W0120-01
              助手: 请写一句原因，…
              陈主任: 维持 W0120-01 透析室停诊，已约周六
              助手: 已告诉本人：W0120-01 维持，…
              助手→王阿姨: W0120-01（透析，…）街道防控办陈主任看过了，这次还是不能出去：「透析室停诊，已约周六」…""")
    assert states(sealed) == ["refused"]


def test_a_wrong_number_is_said_to_be_wrong(sealed: Talk) -> None:
    asked(sealed)
    sealed("""王阿姨: W0120-09到哪了
              助手: 没有找到您的 W0120-09，请看看编号写对没有。您现在在办的是 W0120-01。
              王阿姨: 取消 W0120-09
              助手: 没有找到您的 W0120-09，…
              陈主任: 电话同意 W0120-09 周平
              助手: 没有找到 W0120-09。…
              陈主任: 备案
              助手: 现在没有等您签批或备案的外出。…""")
    assert states(sealed) == ["pending_approval"]


def test_a_form_that_was_not_sent_yet_is_not_taken_for_a_request(sealed: Talk) -> None:
    sealed.say("王阿姨", "明早七点去市医院透析，中午回，打车")
    assert sealed.say("王阿姨", "批了没").startswith("您这一份还没交上去，")


def test_noon_is_no_place_and_does_not_move_the_day(sealed: Talk) -> None:
    sealed.say("王阿姨", "我想去医院看看腿")
    sealed.say("王阿姨", "后天上午9点")
    sealed("""王阿姨: 两个小时
              助手: 去哪里？…
              王阿姨: 中午吧
              助手: …市医院…
              王阿姨: 市医院
              助手: 怎么去？…
              王阿姨: 打车
              助手: 请核对：
                看病｜1月22日（周六）09:00—11:00…""")


def test_whoever_is_late_tells_the_gate_and_the_leader(sealed: Talk) -> None:
    bind(sealed, "门卫", "gate_guard", PLACE)
    signed(sealed)
    sealed.say("陈主任", "备案 W0120-01")
    go_out(sealed)
    sealed("""王阿姨: 路上堵车，一点到
              助手: 知道了，路上慢点。已告诉卡口和专班组长，回来照样进门，…
              助手→门卫: 【要晚回】W0120-01 王阿姨（透析）说：「路上堵车，一点到」。…
              助手→周平: 【要晚回】W0120-01 …""")
    assert states(sealed) == ["out"]


def test_late_words_of_whoever_is_at_home_are_something_else(sealed: Talk) -> None:
    assert "路上慢点" not in sealed.say("王阿姨", "路上堵车，一点到")


def test_a_plea_is_taken_in_ones_own_words(sealed: Talk) -> None:
    sealed.say("王阿姨", "去接我爱人")
    sealed("""王阿姨: 请工作人员再看
              助手: 有什么特殊情况？…
              王阿姨: 明天下午两点
              助手: 记下了：什么时候走 1月21日（周五）14:00。
                有什么特殊情况？…
              王阿姨: 他腿脚不好一个人下火车走不了
              助手: 什么时候回来？…""")


def test_the_reason_may_stand_before_the_words_that_ask_for_a_person(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "不同意 W0120-01 今天透析室消毒")
    sealed("""王阿姨: 我打过电话，明天照常透析，请工作人员再看
              助手: 好的，已转给街道防控办…
              助手→陈主任: 【转人工】第1号 王阿姨，…
                W0120-01｜王阿姨｜透析｜…""")


def test_nothing_to_complete_is_said(sealed: Talk) -> None:
    asked(sealed)
    assert sealed.say("王阿姨", "补充 我对象陪我去").startswith("您的 W0120-01 没有要补的。")
    assert len(rows(sealed)) == 1
