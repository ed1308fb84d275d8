"""Notices as the office meets them in the chat: drafted by one, approved by another, word for word (clause 3.3, I4)."""

from tests.notice_town import DRAFT, TEXT, office
from tests.talking import Talk

__all__ = ["office"]


def test_a_notice_is_drafted_put_forward_and_approved_by_another(office: Talk) -> None:
    office("""陈主任: 公告草稿 明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼
              助手: 草稿 G-1，发给：老区社区的人，2 人（已关注 1，其余 1 人转网格员上门）。
                收到的样子：
                街道通知
                明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼
                1 送审　2 改范围　3 改文字　4 加广播稿　5 加蒙古文稿
              陈主任: 1
              助手: G-1 送审了，发给：老区社区的人，2 人（已关注 1，其余 1 人转网格员上门）。
                等刘干事批准，批了马上告诉您。
                要改回「改文字 G-1」，改了要重新送审；不发了回「撤回 G-1」。
              助手→刘干事: 【待批准】G-1 陈主任送审
                发给：老区社区的人，2 人（已关注 1，其余 1 人转网格员上门）
                全文：
                街道通知
                明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼
                同意发给老区社区的人 2 人？
                1 批准　2 退回（写原因）…
              刘干事: 1
              助手: G-1 批准了：「街道通知」，发给：老区社区的人，2 人（已关注 1，其余 1 人转网格员上门）。
                马上发出。
              助手→陈主任: G-1 已由刘干事批准，马上发出。""")


def test_whom_it_is_for_is_asked_where_the_words_do_not_say(office: Talk) -> None:
    office("""陈主任: 公告草稿：明天全员核酸，请带身份证
              助手: 发给谁？回数字，或者直接说社区、村、楼、网格的名字，也可以说「永茂社区的网格员」「全街道，除了二号村」。
                1 全街道的人　2 今天该打卡还没打的人　3 网格员
              陈主任: 河东区
              助手: 发给谁？回数字，…
              陈主任: 永茂社区99号楼
              助手: 没有找到「永茂社区99号楼」，请看看名字。发给谁？
              陈主任: 永茂社区，除了6号楼
              助手: …""")
    office("""陈主任: 取消
              助手: …
              陈主任: 公告草稿 明天全员核酸，请带身份证
              助手: 发给谁？…
              陈主任: 3
              助手: 草稿 G-…，发给：网格员，1 人。…
                明天全员核酸，请带身份证
                1 送审　…""")


def test_the_whole_is_asked_for_where_only_the_word_was_said(office: Talk) -> None:
    office("""陈主任: 公告草稿
              助手: 公告写什么？一条写完，…
              陈主任: 停水
              助手: 太短了，请把公告的全文发过来；不写了回「取消」。
              陈主任: 发给老区社区：【停水】明天9点到12点停水，请提前接水
              助手: 草稿 G-1，发给：老区社区的人，2 人（…）。
                收到的样子：
                停水
                明天9点到12点停水，请提前接水
                1 送审　…""")


def test_words_about_fire_or_a_check_in_are_words_for_others(office: Talk) -> None:
    office("""陈主任: 公告草稿 发给老区社区：天干物燥，家里着火了先打119，再下楼
              助手: 草稿 G-1，发给：老区社区的人…
              陈主任: 3
              助手: G-1 的新文字？请发全文；…
              陈主任: 请大家每天打卡报体温，36.5 也要报，发热请打120，有人晕倒了先打120
              助手: 草稿 G-1，…
                街道通知
                请大家每天打卡报体温，36.5 也要报，发热请打120，有人晕倒了先打120
                1 送审　…
              何医生: 待办
              助手: 现在没有等您办的事。""")


def test_words_are_changed_and_what_is_read_out_and_the_mongolian_version_are_added(office: Talk) -> None:
    office(f"""陈主任: {DRAFT}
              助手: 草稿 G-1，…
              陈主任: 4
              助手: G-1 的广播稿？批准后请村（社区）负责人照着念。…
              陈主任: 居民朋友们，明天早上八点做核酸，请带好身份证
              助手: 草稿 G-1，…
                【广播稿】
                居民朋友们，明天早上八点做核酸，请带好身份证
                1 送审　2 改范围　3 改文字　4 改广播稿　5 加蒙古文稿
              陈主任: 5
              助手: G-1 的蒙古文稿？…
              陈主任: ᠮᠠᠷᠭᠠᠰᠢ ᠡᠷᠲᠡ
              助手: 草稿 G-1，…
                {TEXT}
                ᠮᠠᠷᠭᠠᠰᠢ ᠡᠷᠲᠡ
                …
                1 送审　2 改范围　3 改文字　4 改广播稿　5 改蒙古文稿
              陈主任: 改广播稿
              助手: G-1 的广播稿？…
              陈主任: 没有
              助手: 草稿 G-1，…4 加广播稿　5 改蒙古文稿
              陈主任: 改范围 永茂社区
              助手: 草稿 G-1，发给：永茂社区的人，…
              陈主任: 改文字 G-1 【核酸】后天上午做核酸
              助手: 草稿 G-1，…
                核酸
                后天上午做核酸
                …
              陈主任: 取消
              助手: …
              陈主任: 公告
              助手: 公告，新的在前：
                G-1 草稿「核酸」后天上午做核酸
                …""")


def test_what_is_too_long_is_said_with_how_much(office: Talk) -> None:
    said = office.say("陈主任", "公告草稿 发给老区社区：" + "请" * 700)
    assert said == "太长了，一条微信放不下：多了 22 个字，没有存。请短一点再发。"
    longest = office.say("陈主任", "公告草稿 发给老区社区：" + "请" * 678)
    assert longest.startswith("草稿 G-1，发给：老区社区的人")


def test_what_residents_write_in_braces_or_as_a_link_goes_out_as_it_was_written(office: Talk) -> None:
    words = "{{7*191}} <b>核酸</b> 😷 https://example.com/?a=1&b=2"
    said = office.say("陈主任", f"公告草稿 发给老区社区：{words}")
    assert words in said
    assert "1337" not in said


def test_signs_that_nobody_sees_are_not_kept(office: Talk) -> None:
    said = office.say("陈主任", "公告草稿 发给老区社区：明天做核酸\u202e，请下楼")
    assert said.startswith("文字里有看不见的特殊符号")


def test_for_anybody_else_the_words_are_ordinary_text(office: Talk) -> None:
    for who in ("王阿姨", "李强", "何医生"):
        for words in (DRAFT, "批准 G-1", "停 G-1", "公告 G-1", "送审 G-1", "加急 G-1 今夜封楼", "撤回 G-1"):
            assert "G-1" not in office.say(who, words).replace(words, "")


def test_everybody_can_stand_before_the_words(office: Talk) -> None:
    office("""陈主任: 公告草稿 全街道 今晚22点到24点停水，请提前接水
              助手: 草稿 G-1，发给：全街道的人，…
                全街道 今晚22点到24点停水，请提前接水
                1 送审　…""")


def test_the_card_of_a_draft_is_put_away_when_its_notice_moves_on_by_a_word(office: Talk) -> None:
    office("""陈主任: 公告草稿 明天老区社区核酸采样，带身份证
              助手: 草稿 G-1，…
              陈主任: 送审
              助手: G-1 送审了，…
              陈主任: 停
              助手: 现在没有在发和等着发的公告，不用停。
              陈主任: 撤回 G-1
              助手: …
              陈主任: 公告草稿 后天老区社区核酸采样，带身份证
              助手: 草稿 G-2，…
              陈主任: 撤回 G-2
              助手: …
              陈主任: 1
              助手: …没有等您回答的问题…""")


def test_a_notice_is_asked_for_as_one_says_it(office: Talk) -> None:
    assert office.say("陈主任", "发个通知 明天上午8点老区社区核酸采样，带身份证").startswith("草稿 G-1，发给：老区社区的人")
    assert office.say("陈主任", "写个公告").startswith("公告写什么？")
    office.say("陈主任", "取消")
    for asked in ("通知发了吗", "发个通知没有", "发通知 G-1", "发公告 取消", "出公告 了吗"):
        said = office.say("陈主任", asked)
        assert "草稿 G-" not in said
        assert not said.startswith("发给谁？")
