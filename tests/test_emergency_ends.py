"""An emergency ends when its reporter says so, and what they write then is no part of it (DESIGN 6.1)."""

import pytest
from sqlalchemy import text

from ledger.statement import Statement
from tests.talking import Talk
from tests.test_emergency_follows import guarded
from tests.test_exit_request import sealed, states

__all__ = ["guarded", "sealed"]

_ALERTS = Statement(text("SELECT reason, status, helped_at IS NOT NULL, over_at IS NOT NULL FROM alert ORDER BY id"))


def alerts(talk: Talk) -> list[tuple[object, ...]]:
    found = talk.installation.ledger.read(lambda db: db.all(_ALERTS))
    return [(row[0], row[1], bool(row[2]), bool(row[3])) for row in found]


def test_help_is_called_and_comes_and_it_was_nothing(guarded: Talk) -> None:
    guarded("""王阿姨: 我媳妇要生了 疼得厉害
            助手: 先打 120！…报通行码…
            王阿姨: 打过120了
            助手: 好，打了就好。您说的已转给医疗保障组。
              能走就走，卡口放行，号 …；动不了就等 120。
            王阿姨: 救护车来了
            助手: 好，听他们的，您别急。您说的已转给医疗保障组。
              能走就走，卡口放行，号 …。
            王阿姨: 大夫说是假宫缩 虚惊一场
            助手: 没事就好。我已告诉医疗保障组，他们可能还会打电话问一声。
              再有不对劲，马上打 120，也告诉我。
            助手→何医生: 第1号，王阿姨的媳妇 … 又说：
              「大夫说是假宫缩 虚惊一场」
              报的人说没事了、不用了，请打个电话问清楚，接手回「收到 1」。
            王阿姨: 明天冷不冷
            助手: 天气我看不了，…
            王阿姨: 取消
            助手: 现在没有等您回答的问题。…""")
    assert alerts(guarded) == [("labour", "sent", True, True)]  # a named person still has to take it
    guarded.reaches("何医生", "…「救护车来了」…")
    assert "冷不冷" not in "".join(one.text for one in guarded.stand.chat(guarded.openid("何医生")))


def test_whoever_was_told_hears_of_the_end(guarded: Talk) -> None:
    guarded("""王阿姨: 我媳妇要生了 疼得厉害
            助手: 先打 120！…
            王阿姨: 打过120了
            助手: 好，打了就好。…
            王阿姨: 虚惊一场
            助手: 没事就好。我已告诉医疗保障组，他们可能还会打电话问一声。
              通行码 … 收回了；要出去再说。
              再有不对劲，马上打 120，也告诉我。
            助手→门卫: 【急救放行 不用了】W0120-01｜王阿姨的媳妇｜…
            助手→周平: 【急救放行 不用了】W0120-01｜王阿姨的媳妇｜…""")
    assert states(guarded) == ["cancelled"]


@pytest.mark.parametrize("words", ["取消", "不用了谢谢", "没事了", "误会 孩子乱按的", "虚惊一场"])
def test_any_words_of_the_end_are_taken(guarded: Talk, words: str) -> None:
    guarded(f"""王阿姨: 我妈晕倒了叫不醒
            助手: 先打 120！…
            王阿姨: {words}
            助手: 没事就好。…""")
    assert alerts(guarded) == [("unconscious", "sent", False, True)]
    assert "已转给" not in guarded.say("王阿姨", "能办席吗")


def test_a_no_that_may_answer_another_question_takes_no_pass_back(guarded: Talk) -> None:
    guarded("""贾芳: 我妈喘不上气 永茂社区6号楼5单元103
            助手: …报通行码…
            贾芳: 不用了
            助手: 没事就好。我已告诉医疗保障组，…
              再有不对劲，马上打 120，也告诉我。""")
    assert states(guarded) == ["on_record"]


def test_whoever_is_worse_again_is_let_out_again(guarded: Talk) -> None:
    guarded("""王阿姨: 我妈晕倒了叫不醒
            助手: …报通行码…
            王阿姨: 醒过来了 没事了
            助手: 没事就好。…
            王阿姨: 又晕倒了叫不醒
            助手: 先打 120！…报通行码…""")
    assert states(guarded) == ["cancelled", "on_record"]


def test_what_comes_again_is_reported_again(guarded: Talk) -> None:
    guarded("""王阿姨: 我老公打我
            助手: 先保证自己安全，…
            王阿姨: 没事了 他走了
            助手: 好，您说的转过去了。…
            王阿姨: 他又来了 砸门
            助手: 先保证自己安全，能躲就躲，马上打 110。…
            李强: 6号楼3单元501煤气味很大
            助手: 先开窗、…
            李强: 阀门关了 味散了
            助手: 没事就好。…
            李强: 又有味了
            助手: 先开窗、关阀门，…
            李强: 又有味了吗
            助手: …
            赵六: 又疼了
            助手: …""")
    found = alerts(guarded)
    assert [row[0] for row in found][:4] == ["violence", "violence", "gas", "gas"]
    assert found[1][3] is False


def test_whoever_is_at_the_hospital_keeps_the_way_back(guarded: Talk) -> None:
    guarded("""王阿姨: 我妈晕倒了叫不醒
            助手: …报通行码…
            王阿姨: 到医院了
            助手: 好，听他们的，您别急。…
            王阿姨: 谢谢
            助手: 我在，有变化随时说。
              能走就走，卡口放行，号 …。
            王阿姨: 大夫说没大事
            助手: 没事就好。我已告诉医疗保障组，他们可能还会打电话问一声。
              再有不对劲，马上打 120，也告诉我。""")
    assert states(guarded) == ["on_record"]


def test_a_second_emergency_has_its_own_advice_and_its_own_end(guarded: Talk) -> None:
    guarded("""王阿姨: 我媳妇要生了 疼得厉害
            助手: 先打 120！…
            王阿姨: 厨房着火了
            助手: 先离开、先打 119！…
            王阿姨: 火灭了吗
            助手: 您说的已转给…
              …还没打 119 的先打。
            王阿姨: 火灭了
            助手: 没事就好。…
              再有不对劲，马上打 119，也告诉我。
            王阿姨: 她疼得不行了
            助手: 您说的已转给医疗保障组。
              能走就走，卡口放行，号 …；动不了就等 120。""")
    assert [row[3] for row in alerts(guarded)] == [False, True]
    assert states(guarded)[0] == "on_record"  # the way to hospital stays open


def test_a_guard_s_second_emergency_notes_nobody_s_way_to_hospital(guarded: Talk) -> None:
    guarded.say("王阿姨", "我媳妇要生了 疼得厉害")
    guarded("""门卫: 着火了 人都出去了
            助手: 先离开、先打 119！…
            门卫: 火灭了
            助手: 没事就好。…""")
    assert states(guarded) == ["on_record"]


def test_of_violence_nothing_is_taken_back_but_the_listening(guarded: Talk) -> None:
    guarded("""王阿姨: 我老公打我
            助手: 先保证自己安全，…
            王阿姨: 没事了
            助手: 好，您说的转过去了。值班的同志还是会问您一声。
              要人帮忙随时说，急事打 110。
            助手→陈主任: …「没事了」
              报的人说没事了、不用了，请打个电话问清楚，接手回「收到 1」。
            王阿姨: 永茂社区谁负责
            助手: 永茂社区的联系人是…""")
    assert states(guarded) == ["on_record"]
    assert "没事了" not in "".join(one.text for one in guarded.stand.chat(guarded.openid("李强")))


def test_despair_is_ended_by_no_word(guarded: Talk) -> None:
    guarded("""王阿姨: 不想活了
            助手: 我在听。…
            王阿姨: 没事了
            助手: 我在听。您说的…""")
    assert alerts(guarded)[0][3] is False


def test_despair_beside_another_danger_is_ended_by_no_word(guarded: Talk) -> None:
    guarded("""王阿姨: 喝农药了 不想活了
            助手: 先打 120！…
              我在听，您别一个人扛。心理热线 12356（24小时）。…
            王阿姨: 没事了
            助手: 您说的已转给医疗保障组。…
            王阿姨: 取消
            助手: 您说的已转给医疗保障组。…""")
    assert [row[3] for row in alerts(guarded)] == [False]
    assert states(guarded) == ["on_record"]


def test_whoever_was_taken_away_is_no_rubbish(guarded: Talk) -> None:
    guarded("""门卫: 有人在门口晕倒了
            助手: 先打 120！…
            门卫: 拉走了
            助手: 好，听他们的，您别急。您说的已转给医疗保障组。…""")


def test_the_answer_of_a_form_that_was_begun_since_ends_nothing(guarded: Talk) -> None:
    guarded.say("王阿姨", "我妈晕倒了叫不醒")
    guarded.later(minutes=5)
    guarded("""王阿姨: 打卡 36.5
            助手: 有没有发烧、咳嗽、…
            王阿姨: 没事了
            助手: …
            王阿姨: 虚惊一场
            助手: 没事就好。…""")
    assert alerts(guarded)[0] == ("unconscious", "sent", False, True)


def test_a_check_in_is_taken_as_one(guarded: Talk) -> None:
    guarded("""王阿姨: 我妈晕倒了叫不醒
            助手: …
            王阿姨: 我好多了 体温36.8 没别的
            助手: 有没有发烧、咳嗽、…""")
    assert alerts(guarded) == [("unconscious", "sent", False, False)]


def test_the_gate_goes_on_beside_a_guard_s_emergency(guarded: Talk) -> None:
    guarded("""门卫: 接班
            助手: …
            门卫: 门口有人晕倒了
            助手: 先打 120！…
            门卫: 快递来了 蒙G11122
            助手: 先别进，东西放卡口｜蒙G11122 快递
              …
            门卫: 2
            助手: …
            门卫: 他穿黑衣服
            助手: 您说的已转给医疗保障组。
              …
            门卫: 醒过来了 没事了
            助手: 没事就好。…""")


def test_what_a_guard_let_out_by_word_ends_too(guarded: Talk) -> None:
    guarded("""门卫: 接班
            助手: …
            门卫: 急救 3号楼 孕妇
            助手: 马上放行，…
            门卫: 打过120了
            助手: 好，打了就好。来了马上放行，不用等。
            门卫: 虚惊一场
            助手: 好，没事就好。09:00 记的急救放行要是不算，回「撤销」，知道这事的人我会告诉；人已经走了的就不用管。
            门卫: 撤销
            助手: 撤销了：3号楼 孕妇 09:00 出门那一条不算，…
            门卫: 取消
            助手: 您在班上，…""")


def test_a_grid_worker_who_reported_for_a_door_calls_it_off(guarded: Talk) -> None:
    guarded("""李强: 6号楼3单元501有人晕倒了
            助手: …报通行码…
            李强: 看错了 人没事
            助手: 没事就好。…
            李强: 打卡
            助手: 量了体温吗？…""")
    assert states(guarded) == ["cancelled"]
