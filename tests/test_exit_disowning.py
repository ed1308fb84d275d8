"""What was entered by telephone is told as that, and a leader who never agreed is heard (THREATS A18, DESIGN 6.3)."""

from tests.talking import Talk
from tests.test_exit_after import go_out, signed_and_recorded
from tests.test_exit_request import asked, bind, sealed, states

__all__ = ["sealed"]


def by_phone(talk: Talk) -> None:
    bind(talk, "吴主任", "office")
    asked(talk)
    talk.say("陈主任", "电话同意 W0120-01 周平")
    assert "记下了" in talk.say("陈主任", "确认")


def test_the_resident_hears_that_it_was_agreed_to_by_telephone(sealed: Talk) -> None:
    by_phone(sealed)
    said = sealed.reaches("王阿姨", "周平在电话里同意了：W0120-01，透析，…正在报街道防控办备案，…")
    assert "签好了" not in said
    assert "周平 1月20日 09:00 电话里同意了，在等防控办备案" in sealed.say("王阿姨", "我的外出")
    sealed.say("吴主任", "备案 1")
    assert "出门、回来都给卡口看。周平电话里同意的，吴主任备案的。" in sealed.say("王阿姨", "我的外出")


def test_a_leader_who_never_agreed_is_heard(sealed: Talk) -> None:
    by_phone(sealed)
    sealed.say("吴主任", "备案 1")
    sealed("""周平: 我没同意过W0120-01，谁记的
              助手: 记下了：您说没同意过 W0120-01 王阿姨。是陈主任 1月20日 09:00 记的电话同意，已告诉陈主任、吴主任核对。
                还没出门，要先停住：回「暂停 W0120-01 原因」；真要同意，回「同意 W0120-01」补签。
              助手→陈主任: 【请核对】周平没同意过 W0120-01｜王阿姨｜…
              周平: 谁记的 W0120-01
              助手: W0120-01 王阿姨：周平 1月20日 09:00 电话同意，陈主任听到并记下的。…
              周平: 不同意 W0120-01 我没说过
              助手: 记下了：您说没同意过 W0120-01 王阿姨。…
              周平: 不同意 W0120-01 今天不行
              助手: W0120-01 王阿姨：记的是您在电话里同意的，陈主任 1月20日 09:00 记的。您没说过，回「没同意过 W0120-01」，…
                还没出门，要先停住：回「暂停 W0120-01 原因」。
              周平: 暂停 1 我没同意过
              助手: W0120-01 王阿姨 的通行已暂停，已告诉本人。…
              周平: 暂停 1 我没同意过
              助手: W0120-01 王阿姨 已经停着了：我没同意过。恢复请回「恢复 W0120-01」。""")


def test_what_was_signed_in_the_chat_is_told_as_that(sealed: Talk) -> None:
    signed_and_recorded(sealed)
    sealed("""周平: 没同意过 W0120-01
              助手: W0120-01 王阿姨 是您 1月20日 09:00 在这里回的同意。不是您本人回的，请马上打电话告诉街道防控办，…
              吴刚: W0120-01 谁签的
              助手: W0120-01 王阿姨：周平 1月20日 09:00 在微信里签的。…
              王阿姨: 没同意过 W0120-01
              助手: …""")
    assert states(sealed) == ["on_record"]


def test_whoever_is_out_cannot_be_stopped_and_it_says_so(sealed: Talk) -> None:
    signed_and_recorded(sealed)
    go_out(sealed)
    sealed("""周平: 暂停 W0120-01 发烧了
              助手: W0120-01 王阿姨 1月20日 09:00 已经出去了，通行停不住；回来照常让进。要问情况回「打电话 W0120-01」。
              周平: 不同意 W0120-01 太晚了
              助手: W0120-01 王阿姨 已由周平 1月20日 09:00 签了，不能再定同意不同意。
                人已经出去了，停不住；要问情况回「打电话 W0120-01」。""")
    assert states(sealed) == ["out"]


def test_what_nobody_has_signed_needs_no_stopping(sealed: Talk) -> None:
    asked(sealed)
    sealed("""周平: 暂停 1 发烧了
              助手: W0120-01 王阿姨 还没签，不用暂停；不同意请回「不同意 W0120-01 原因」。""")


def test_a_promise_whose_moment_is_over_is_not_repeated(sealed: Talk) -> None:
    asked(sealed)
    assert "1月20日 11:00 前没回音，我再往上找人。" in sealed.say("王阿姨", "我的外出")
    sealed.at("2022-01-20T12:00:00+08:00")
    assert "前没回音" not in sealed.say("王阿姨", "我的外出")
