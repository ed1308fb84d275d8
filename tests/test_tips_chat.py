"""Standing tips 防范提示 as the office and the residents meet them in the chat (clause 3.3)."""

from ledger import notices
from tests.notice_town import office
from tests.talking import Talk
from tests.test_notice_going_out import becomes, until

__all__ = ["office"]
JAB = "打过两针满六个月，请去社区打加强针"


def put_forward(talk: Talk, words: str = JAB) -> None:
    talk.say("陈主任", f"防范提示草稿 发给老区社区：{words}")
    talk.say("陈主任", "1")


def approved(talk: Talk, *tips: str) -> None:
    for number, words in enumerate(tips, start=1):
        put_forward(talk, words)
        talk.reaches("刘干事", f"【待批准】G-{number} …")
        assert "批准了" in talk.say("刘干事", f"批准 G-{number}")
        # Nothing is on its way when the weeks pass: the platform renews a token at most once a minute.
        talk.reaches("陈主任", f"G-{number} 已由刘干事批准…")


def monday(talk: Talk, day: str) -> None:
    talk.at(f"{day}T09:00")
    talk.say("陈主任", "防范提示")
    talk.at(f"{day}T10:00")
    talk.job("tips")


def rests(talk: Talk, number: int, rounds: int) -> None:
    """Wait until a round of a tip is over; what is tried once more is so after some seconds."""

    def seen() -> str:
        talk.later(seconds=6)
        one = talk.installation.ledger.read(lambda db: notices.get(db, number))
        return f"{one.round} {one.is_resting}" if one is not None else ""

    until(seen, f"{rounds} True")


def test_a_tip_is_approved_as_a_notice_and_waits_for_its_turn(office: Talk) -> None:
    office("""陈主任: 防范提示草稿 发给老区社区：打过两针满六个月，请去社区打加强针
              助手: 草稿 G-1，发给：老区社区的人，2 人（已关注 1，其余的不上门）。
                防范提示，每周轮着发：轮到时发给那时登记的人。
                收到的样子：
                防范提示
                打过两针满六个月，请去社区打加强针
                1 送审　2 改范围　3 改文字　4 加广播稿　5 加蒙古文稿
              陈主任: 防范提示
              助手: 还没有批准了的防范提示。
                还没批准：G-1「防范提示」
                写新的：「防范提示草稿 打过两针满六个月，请去打加强针」。
              陈主任: 送审
              助手: G-1 送审了，…
              助手→刘干事: 【待批准】G-1 陈主任送审
                发给：老区社区的人，2 人（已关注 1，其余的不上门）
                防范提示，每周轮着发：轮到时发给那时登记的人，不改不停就一直轮。
                全文：
                防范提示
                打过两针满六个月，请去社区打加强针
                同意每周轮着发给老区社区的人 2 人？
                1 批准　2 退回（写原因）…
              刘干事: 1
              助手: G-1 批准了：「防范提示」，发给：老区社区的人，2 人（已关注 1，其余的不上门）。
                每周轮着发一份，轮到它时发出。几时轮到，回「防范提示」。
              助手→陈主任: G-1 已由刘干事批准，每周轮着发一份，轮到它时发出。几时轮到，回「防范提示」。
              陈主任: 防范提示
              助手: 防范提示，每周一 10:00 轮着发一份：
                G-1「防范提示」打过两针满六个月，请去社区打…，还没发过，下一份就是它
                看一份回「公告 G-1」，不发了回「撤回 G-1」；写新的：「防范提示草稿 打过两针满六个月，请去打加强针」。""")


def test_two_take_turns_and_the_office_sees_whose_turn_it_is(office: Talk) -> None:
    approved(office, JAB, "出门戴好口罩，回家先洗手")
    monday(office, "2022-01-24")
    rests(office, 1, 1)
    office.reaches("赵大爷", f"防范提示\n{JAB}")
    office("""陈主任: 防范提示
              助手: 防范提示，每周一 10:00 轮着发一份：
                G-2「防范提示」出门戴好口罩，回家先洗手，还没发过，下一份就是它
                G-1「防范提示」打过两针满六个月，请去社区打…，上次 1月24日 10:00
                …
              陈主任: 公告 G-1
              助手: G-1「防范提示」每周轮着发
                发给：老区社区的人，2 人（已关注 1，其余的不上门）
                陈主任写，刘干事批准（…）
                防范提示，每周轮着发，最近一轮 1月24日 10:00
                已收到 1　在路上 0　不确定 0　没收到 1
                …
              李强: 待办
              助手: 现在没有等您办的事。""")
    monday(office, "2022-01-31")
    until(lambda: office.say("陈主任", "防范提示"), "上次 1月24日 10:00，下一份就是它")


def test_a_tip_is_edited_stopped_and_withdrawn_as_a_notice_is(office: Talk) -> None:
    approved(office, JAB, "出门戴好口罩")
    office("""陈主任: 停 G-1
              助手: G-1 停下了，没再往下发。还没有人收到。…
              陈主任: 防范提示
              助手: …
                G-1「防范提示」打过两针满六个月，请去社区打…，还没发过，停着
                G-2「防范提示」出门戴好口罩，还没发过，下一份就是它
                …
              陈主任: 继续 G-1
              助手: G-1 接着发。…
              陈主任: 改文字 G-1 满六个月的，请去社区打加强针
              助手: …草稿 G-1，…防范提示，每周轮着发：…
              陈主任: 撤回 G-2
              助手: G-2 撤下了，不会再发。…
              陈主任: 防范提示
              助手: 还没有批准了的防范提示。
                还没批准：G-1「防范提示」
                …""")
    assert office.job("tips") == 0


def test_stop_alone_means_what_goes_out_and_no_tip_that_waits(office: Talk) -> None:
    approved(office, JAB)
    office("""陈主任: 停
              助手: 现在没有在发和等着发的公告，不用停。""")


def test_residents_say_that_they_want_none_and_want_them_again(office: Talk) -> None:
    approved(office, JAB)
    office("""赵大爷: 不要提示
              助手: 好，以后不给您发防范提示。通知照常发。想再收，回「要提示」。""")
    monday(office, "2022-01-24")
    rests(office, 1, 1)
    office("""陈主任: 公告 G-1
              助手: …已收到 0　在路上 0　不确定 0　没收到 1
                …""")
    office.at("2022-01-31T09:00")
    office("""赵大爷: 要提示
              助手: 好，以后的防范提示照常发给您，一周最多一条。不想收了，回「不要提示」。""")
    monday(office, "2022-01-31")
    rests(office, 1, 2)
    office.reaches("赵大爷", f"防范提示\n{JAB}")


def test_a_notice_reaches_whoever_wants_no_tips(office: Talk) -> None:
    office.say("赵大爷", "别再发提示了")
    office.say("陈主任", "公告草稿 发给老区社区：明天9点到12点停水")
    office.say("陈主任", "1")
    office.reaches("刘干事", "【待批准】G-1 …")
    office.say("刘干事", "批准 G-1")
    office.reaches("赵大爷", "街道通知\n明天9点到12点停水")
    becomes(office, 1, "sent")


def test_for_anybody_else_the_words_are_ordinary_text(office: Talk) -> None:
    for who in ("王阿姨", "李强"):
        for words in (f"防范提示草稿 {JAB}", "防范提示"):
            assert "G-" not in office.say(who, words)
    assert office.installation.ledger.read(notices.drafts) == []


def test_words_about_tips_in_a_notice_make_no_tip(office: Talk) -> None:
    office("""陈主任: 公告草稿 提示大家明天老区社区停水
              助手: 草稿 G-1，发给：老区社区的人，2 人（已关注 1，其余 1 人转网格员上门）。
                收到的样子：
                …""")


def test_the_rhythm_is_kept_where_the_words_are_asked_for(office: Talk) -> None:
    office("""陈主任: 防范提示草稿
              助手: 公告写什么？…
              陈主任: 出门戴好口罩，回家先洗手
              助手: 发给谁？…
              陈主任: 老区社区
              助手: 草稿 G-1，…
                防范提示，每周轮着发：轮到时发给那时登记的人。
                收到的样子：
                防范提示
                出门戴好口罩，回家先洗手
                …""")
