"""What the office says beside a notice: with other forms open, with several cards, in words of its own (clause 3.3)."""

from tests.notice_town import office
from tests.talking import Talk

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
