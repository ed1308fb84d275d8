"""What the office says beside a notice: with other forms open, with several cards, in words of its own (clause 3.3)."""

import time

from tests.notice_town import office
from tests.talking import Talk
from tests.test_notice_approving import put_forward
from tests.test_notice_going_out import becomes

__all__ = ["office"]


def test_a_notice_is_written_while_two_other_forms_wait_and_putting_it_aside_keeps_it(office: Talk) -> None:
    office("""陈主任: 今晚十点到十二点停水
              助手: …
              陈主任: 打卡
              助手: 物资申请先放一放，办完接着来。…
              陈主任: 公告草稿 发给全街道：今晚停水
              助手: 草稿 G-1，…
              陈主任: 取消
              助手: 好的，G-1 先放着，草稿留着。接着办回「公告 G-1」，不要了回「撤回 G-1」。
                健康打卡接着来：…
              陈主任: 取消
              助手: 好的，健康打卡先不办了，…
                物资申请接着来：…
              陈主任: 取消
              助手: 好的，物资申请先不办了，…
              陈主任: 公告
              助手: 公告，新的在前：
                G-1 草稿「街道通知」今晚停水…""")


def test_whom_it_is_for_is_asked_again_with_what_was_not_understood(office: Talk) -> None:
    office("""陈主任: 公告草稿 发给永茂社区居民和网格员：今晚停水
              助手: 「永茂社区居民和网格员」没看懂，怕发错人，先不定。…
                发给谁？…
              陈主任: 永茂社区的老人
              助手: 「老人」没看懂，怕发错人，先不定。…
              陈主任: 老区社区，除了2号楼
              助手: 没有找到「老区社区2号楼」，…
              陈主任: 老区社区，除了1号楼
              助手: 草稿 G-1，发给：老区社区的人，老区社区1号楼除外。…
                今晚停水
                …
              陈主任: 改范围 永茂社区二单元
              助手: 「二单元」没看懂，…""")


def test_a_bare_one_after_a_card_that_came_over_the_own_draft_is_asked_about(office: Talk) -> None:
    office.say("刘干事", "公告草稿 发给全街道：今晚停电")
    office.later(seconds=5)
    put_forward(office)
    office("""刘干事: 1
              助手: 有两份，先都没动：
                G-2 陈主任送审，等您批准：回「批准 G-2」
                G-1 是您自己的草稿：送审回「送审 G-1」，…
              刘干事: 批准 G-2
              助手: G-2 批准了：…""")


def test_a_bare_one_is_not_about_a_card_further_up(office: Talk) -> None:
    put_forward(office)
    put_forward(office, "公告草稿 发给永茂社区：明天停水，请提前接水")
    office("""刘干事: 退回 G-2 时间写错了
              助手: G-2 退回了，…
              刘干事: 1
              助手: 【待批准】G-1 …
                1 批准　2 退回
              刘干事: 1
              助手: G-1 批准了：…""")


def test_a_yes_in_other_words_approves_the_card_that_came_last(office: Talk) -> None:
    for number, words in enumerate(("同意", "可以", "行", "看了，批准", "批准1"), start=1):
        put_forward(office)
        assert office.say("刘干事", words).startswith(f"G-{number} 批准了"), words


def test_several_are_approved_by_their_numbers(office: Talk) -> None:
    put_forward(office)
    put_forward(office, "公告草稿 发给永茂社区：明天停水，请提前接水")
    office("""刘干事: 批准 G-1 G-2
              助手: G-1 批准了：…
                G-2 批准了：…""")


def test_whoever_wrote_what_waits_is_told_who_approves_it(office: Talk) -> None:
    put_forward(office)
    office("""陈主任: 批准
              助手: G-1 是您写的或者改的，写的人自己不能批准。〔预案3.3〕
                等刘干事批准。
              陈主任: 停一下
              助手: 现在没有在发和等着发的公告，不用停。
              陈主任: 别发了
              助手: 现在没有在发和等着发的公告，不用停。""")


def test_what_everybody_has_can_be_taken_off_and_whoever_reads_it_again_is_told(office: Talk) -> None:
    put_forward(office)
    office.say("刘干事", "1")
    office.reaches("赵大爷", "…明天上午8点到12点老区社区核酸采样…")
    until = time.monotonic() + 30
    while (state := office.say("陈主任", "公告 G-1").splitlines()[0]) and "发完" not in state:
        assert time.monotonic() < until, state
        time.sleep(0.1)
    office("""陈主任: 撤回 G-1
              助手: G-1 撤下了，不会再发。…
                收到的收不回来，他们回「通知」会看到这份撤下了。…「公告草稿 发给老区社区：【更正】……」。
              赵大爷: 通知
              助手: 发给您的通知，新的在前：
                〔…〕这份后来撤下了，以新的为准…""")


def test_whoever_writes_and_whoever_approves_is_told_of_a_number_that_belongs_to_somebody(office: Talk) -> None:
    office("""陈主任: 公告草稿 发给老区社区：王秀英请速联系，电话138 0000 7777，证件15010219540101002X
              助手: 草稿 G-1，…
                注意：文字里有手机号和身份证号，发出去人人都看得到。是个人的就去掉，回「改文字」。
                收到的样子：…
              陈主任: 1
              助手: G-1 送审了，…
              助手→刘干事: 【待批准】G-1 …
                注意：文字里有手机号和身份证号，发出去人人都看得到。是个人的就退回。
                全文：…""")


def test_thanks_for_a_notice_get_one_kind_line(office: Talk) -> None:
    assert "有事直接说" in office.say("赵大爷", "收到")
    put_forward(office)
    office.say("刘干事", "1")
    office.reaches("赵大爷", "…明天上午8点到12点老区社区核酸采样…")
    becomes(office, 1, "sent")
    office("""赵大爷: 收到，谢谢
              助手: 好的，有事随时说。
              赵大爷: 知道了
              助手: 好的，有事随时说。
              赵大爷: 👌
              助手: 好的，有事随时说。""")
