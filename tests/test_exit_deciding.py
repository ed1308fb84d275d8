"""Leaders and the office answer in the words that come to them: 同意 4, 04, two numbers at once, 2 with its reason."""

from tests.talking import Talk
from tests.test_exit_request import asked, sealed, states

__all__ = ["sealed"]

LATER = "后天上午九点去中医院看病 十一点回 走着去"


def test_the_last_figures_are_a_number_in_whichever_order(sealed: Talk) -> None:
    asked(sealed)
    asked(sealed, LATER)
    sealed("""周平: 同意 2
              助手: 请再回一个字确认：同意 W0120-02「王阿姨 看病」…
              周平: 取消
              助手: …
              周平: 02
              助手: 请再回一个字确认：同意 W0120-02「王阿姨 看病」…
              周平: 取消
              助手: …
              周平: W0120-02同意
              助手: 请再回一个字确认：同意 W0120-02「王阿姨 看病」…
              周平: 确认
              助手: 签好了：W0120-02 …
              周平: 打电话 1
              助手: W0120-01 王阿姨：电话 13800001111。…
              周平: 同意 9
              助手: 没有找到 W0120-09。…
              陈主任: 备案 2
              助手: 好的，W0120-02 王阿姨 已备案，…
              周平: 不同意 1 今天透析室消毒
              助手: 已记下：W0120-01 王阿姨 不同意，原因「今天透析室消毒」…""")
    assert states(sealed) == ["refused", "on_record"]


def test_two_numbers_are_never_signed_with_one_word(sealed: Talk) -> None:
    asked(sealed)
    asked(sealed, LATER)
    sealed("""周平: 同意 W0120-01 W0120-02
              助手: 这几件一件一件来，每件都要您单独回一个字：
                W0120-01 王阿姨 透析 …
                W0120-02 王阿姨 看病 …
                请再回一个字确认：同意 W0120-01「王阿姨 透析」…
              周平: 确认
              助手: 签好了：W0120-01 …
                外出签批接着来：请再回一个字确认：同意 W0120-02「王阿姨 看病」…""")
    assert states(sealed) == ["signed", "pending_approval"]
    assert "签好了：W0120-02" in sealed.say("周平", "确认")
    assert states(sealed) == ["signed", "signed"]
    sealed("""陈主任: 备案 1 2
              助手: 有几件等您，请写编号：
                W0120-01 …，回「备案 W0120-01」
                W0120-02 …，回「备案 W0120-02」""")
    assert states(sealed) == ["signed", "signed"]


def test_a_refusal_of_two_is_asked_about(sealed: Talk) -> None:
    asked(sealed)
    asked(sealed, LATER)
    assert sealed.say("周平", "不同意 W0120-01 W0120-02 今天消毒").startswith("有几件等您")
    assert states(sealed) == ["pending_approval", "pending_approval"]


def test_a_reason_behind_the_figure_is_the_refusal(sealed: Talk) -> None:
    asked(sealed)
    sealed("""周平: 2 不是本人看病，说清楚谁去
              助手: 已记下：W0120-01 王阿姨 不同意，原因「不是本人看病，说清楚谁去」…
              助手→王阿姨: W0120-01 透析，这次没批下来
                周平说：「不是本人看病，说清楚谁去」…""")
    assert states(sealed) == ["refused"]


def test_one_word_is_no_reason(sealed: Talk) -> None:
    asked(sealed)
    sealed("""周平: 不同意 W0120-01 不行
              助手: 不同意 W0120-01「王阿姨 透析」，请写一句原因，…
              周平: 不可以
              助手: 请用一句话写明原因，…
              周平: 就是不行
              助手: 请用一句话写明原因，…
              周平: 今天透析室消毒
              助手: 已记下：…原因「今天透析室消毒」…""")


def test_changing_ones_mind_inside_the_question(sealed: Talk) -> None:
    asked(sealed)
    sealed("""周平: 1
              助手: 请再回一个字确认：同意 W0120-01…
              周平: 2 透析室今天消毒
              助手: 已记下：W0120-01 王阿姨 不同意，原因「透析室今天消毒」…""")
    assert states(sealed) == ["refused"]


def test_the_second_word_is_not_taken_for_what_somebody_else_has_signed(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("吴刚", "同意 W0120-01")
    sealed.say("周平", "同意 W0120-01")
    sealed.say("周平", "确认")
    asked(sealed, LATER)
    sealed("""吴刚: 同意
              助手: W0120-01 已经由周平在 1月20日 09:00 办过了，…
                这一件在等您：
                W0120-02 王阿姨 看病 …，回「同意 W0120-02」
              吴刚: 同意
              助手: 请再回一个字确认：同意 W0120-02「王阿姨 看病」…
              吴刚: 确认
              助手: 签好了：W0120-02 …""")


def test_agreeing_is_not_taken_for_the_older_of_two(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "同意 W0120-01")
    sealed.clock[0] += 1000
    asked(sealed, LATER)
    sealed("""周平: 同意
              助手: 有几件等您，请写编号：
                W0120-01 …，回「同意 W0120-01」
                W0120-02 …，回「同意 W0120-02」
              周平: 确认
              助手: 签好了：W0120-01 …""")
    assert states(sealed) == ["signed", "pending_approval"]
