"""Approving a notice in the chat: exactly what was shown, by another person, in the day and at night (THREATS I4, F21)."""

import time

import pytest
from sqlalchemy import select

from commands.seal import seal
from ledger import Db, Statement, people
from ledger.tables import outbox, person
from tests.notice_town import DRAFT, office, settle
from tests.talking import Talk
from tests.test_exit_request import asked, bind

__all__ = ["office"]
_CARD = Statement(
    select(outbox.c.status)
    .select_from(outbox.join(person, person.c.id == outbox.c.person_id))
    .where(person.c.name == "钱副主任", outbox.c.kind == "alert")
)


def put_forward(talk: Talk, words: str = DRAFT) -> None:
    """陈主任 drafts a notice and puts it before the office; its card reaches 刘干事."""
    said = talk.say("陈主任", words)
    assert said.startswith("草稿 G-"), said
    number = said.split("，")[0].removeprefix("草稿 ")
    assert "送审了" in talk.say("陈主任", "1")
    talk.reaches("刘干事", f"【待批准】{number} …")


def test_a_tap_on_the_card_approves_it(office: Talk) -> None:
    put_forward(office)
    assert office.tap("刘干事", "批准").startswith("G-1 批准了：「街道通知」")


def test_whoever_wrote_it_cannot_approve_it(office: Talk) -> None:
    put_forward(office)
    office("""陈主任: 批准 G-1
              助手: G-1 是您写的或者改的，写的人自己不能批准。〔预案3.3〕
                等刘干事批准。
              陈主任: 1
              助手: …""")
    assert office.say("陈主任", "公告 G-1").startswith("G-1「街道通知」等人批准")


def test_whoever_changed_it_last_cannot_approve_it_either(office: Talk) -> None:
    put_forward(office)
    office("""刘干事: 改文字 G-1 后天上午8点到12点老区社区核酸采样
              助手: G-1 改了，要重新送审。
                草稿 G-1，…
              刘干事: 1
              助手: …
              刘干事: 批准 G-1
              助手: G-1 是您写的或者改的，…""")


def test_where_there_is_one_person_alone_it_is_said_how_to_ask_another(talk: Talk) -> None:
    settle(talk, "钱大娘", "老区社区/1号楼/1单元/102")
    talk.say("陈主任", DRAFT)
    talk("""陈主任: 1
            助手: G-1 送审了，发给：老区社区的人，1 人（都没有关注，转网格员上门）。
              现在还没有第二位防控办同志能批准：写的人自己不能批，…请人加入：回「邀请 防控办 姓名」，…
            陈主任: 邀请 防控办 刘干事
            助手: …""")
    bind(talk, "刘干事", "office")
    talk("""刘干事: 待办
            助手: …【公告，等您批准】回「公告」加编号看全文
              G-1「街道通知」明天上午8点到12点老区社…发给老区社区的人 1 人…
            刘干事: 公告 G-1
            助手: 【待批准】G-1 陈主任送审
              …
              全文：
              街道通知
              …
              1 批准　2 退回
            刘干事: 1
            助手: G-1 批准了：…""")


def test_an_old_card_approves_nothing(office: Talk) -> None:
    put_forward(office)
    office("""陈主任: 改文字 G-1 后天上午8点到12点老区社区核酸采样
              助手: G-1 改了，要重新送审。
                草稿 G-1，…
              陈主任: 1
              助手: G-1 送审了，…""")
    office.reaches("刘干事", "【待批准】G-1 …后天上午…")
    first = next(one for one in office.stand.chat(office.openid("刘干事")) if one.kind == "msgmenu")
    offered = first.details["list"]
    assert isinstance(offered, list)
    yes = next(item["id"] for item in offered if item["content"] == "批准")
    said = office.stand.act(office.openid("刘干事"), "tap", {"text": "批准", "menu_id": yes}).seen
    assert said.startswith("G-1 后来改过，您看到的不是现在这一份，没有批准。现在是这样：")
    assert "后天上午8点" in said
    office("""刘干事: 1
              助手: G-1 批准了：…""")


def test_a_bare_one_is_about_what_was_shown(office: Talk) -> None:
    """The card has not come yet where the sender rests: what is not shown is shown, and not approved."""
    put_forward(office)
    office("""陈主任: 改文字 G-1 后天上午8点到12点老区社区核酸采样
              助手: …
              刘干事: 1
              助手: …""")
    assert "批准了" not in office.say("刘干事", "批准 G-1")


def test_several_that_wait_are_named(office: Talk) -> None:
    put_forward(office)
    put_forward(office, "公告草稿 发给永茂社区：明天停水，请提前接水")
    put_forward(office, "公告草稿 发给网格员：明早八点开会")
    office("""刘干事: 1
              助手: 有几份，请带上编号：
                G-3「街道通知」网格员 1 人，等人批准，回「批准 G-3」
                G-2「街道通知」永茂社区的人 1 人，等人批准，回「批准 G-2」
                G-1「街道通知」老区社区的人 2 人，等人批准，回「批准 G-1」
              刘干事: 批准 G-2
              助手: G-2 批准了：…
              刘干事: 退回 G-3 时间写错了，是九点
              助手: G-3 退回了，原因「时间写错了，是九点」已告诉陈主任。
              助手→陈主任: G-3 没批准，刘干事退回，说：「时间写错了，是九点」。…
              刘干事: 1
              助手: 【待批准】G-1 …
              刘干事: 1
              助手: G-1 批准了：…""")


def test_beside_an_exit_to_record_a_bare_one_is_asked_about(office: Talk) -> None:
    seal(office.installation, "永茂社区/6号楼", "周平", None, None)
    bind(office, "周平", "task_force_leader", "永茂社区/6号楼")
    asked(office)
    office.say("周平", "同意")
    office.say("周平", "确认")
    put_forward(office)
    office("""刘干事: 1
              助手: 有几份，请带上编号：
                G-1「街道通知」…
                这一件在等您：
                W0120-01 …""")


def test_the_reason_for_sending_it_back_is_asked_for(office: Talk) -> None:
    put_forward(office)
    office("""刘干事: 2
              助手: G-1「街道通知」退回，请写一句要改什么，会告诉写的人。先不定回「取消」。
              刘干事: 没写在哪儿采样
              助手: G-1 退回了，原因「没写在哪儿采样」已告诉陈主任。
              助手→陈主任: G-1 没批准，刘干事退回，说：「没写在哪儿采样」。
                改好再送审：回「改文字 G-1」「改范围 G-1」；不发了回「撤回 G-1」。
              陈主任: 待办
              助手: …【公告，退回等您改】
                G-1「街道通知」：没写在哪儿采样…
              陈主任: 公告 G-1
              助手: 草稿 G-1，发给：…
                退回的原因：没写在哪儿采样
                收到的样子：
                …
                1 送审　…""")


def test_a_reason_behind_the_figure_is_the_reason(office: Talk) -> None:
    put_forward(office)
    office("""刘干事: 2 时间不对，改成9点
              助手: G-1 退回了，原因「时间不对，改成9点」已告诉陈主任。""")


def test_nobody_approves_twice(office: Talk) -> None:
    put_forward(office)
    bind(office, "孙干事", "office")
    office("""刘干事: 批准 G-1
              助手: G-1 批准了：…
              孙干事: 批准 G-1
              助手: G-1 现在是「…」…没有再办。看详情回「公告 G-1」。""")


@pytest.mark.parametrize("words", ["批准", "退回 不行", "2 改一下", "批准 G-1", "加急 G-1 今夜封楼", "停 G-1", "继续 G-1"])
def test_whoever_is_not_of_the_office_decides_nothing(office: Talk, words: str) -> None:
    put_forward(office)
    for who in ("王阿姨", "李强", "何医生"):
        assert "批准了" not in office.say(who, words)
    assert office.say("陈主任", "公告 G-1").startswith("G-1「街道通知」等人批准")


def test_a_notice_to_nobody_is_not_put_forward(office: Talk) -> None:
    office("""陈主任: 公告草稿 发给新雅社区：明天停水，请提前接水
              助手: 草稿 G-1，发给：新雅社区的人。这个范围里现在一个人也没有，请改范围。
                …
              陈主任: 1
              助手: G-1 发给「新雅社区的人」，里面一个人也没有，没有送审。回「改范围 G-1」换一个。""")


def test_at_night_it_waits_for_the_morning_or_goes_with_a_reason(office: Talk) -> None:
    office.at("2022-01-20T23:00")
    put_forward(office)
    office.reaches("刘干事", "…现在是夜里不打扰的时间，批准后 07:00 发出。等不得就回「加急 G-1 原因」，批准并马上发。…")
    office("""刘干事: 1
              助手: G-1 批准了：…
                夜里不打扰大家，07:00 发出。等不得就请批准的同志回「加急 G-1 原因」；不发了回「撤回 G-1」。
              助手→陈主任: G-1 已由刘干事批准，夜里不打扰大家，07:00 发出。…
              陈主任: 加急 G-1 今夜就要封楼
              助手: G-1 是您写的或者改的，…
              刘干事: 加急 G-1
              助手: 加急要写原因，比如「加急 G-1 今夜就要封楼」。
              刘干事: 加急 今夜就要封楼
              助手: G-1 加急，马上发出。
                原因「今夜就要封楼」记下了。
              助手→陈主任: G-1 加急，马上发出。…""")


def test_with_a_reason_it_is_approved_for_the_night_at_once(office: Talk) -> None:
    office.at("2022-01-20T23:00")
    put_forward(office)
    office("""刘干事: 加急 G-1 今夜就要封楼
              助手: G-1 批准了：…
                马上发出。""")
    assert "加急：今夜就要封楼" in office.say("刘干事", "公告 G-1")


def test_a_long_notice_comes_to_the_approver_in_full(office: Talk) -> None:
    long = "请" * 640
    office.say("陈主任", f"公告草稿 发给老区社区：{long}")
    office.say("陈主任", "加广播稿 " + "居民朋友们，" * 120)
    office.say("陈主任", "1")
    office.reaches("刘干事", f"街道通知\n{long}")
    office.reaches("刘干事", "G-1 同意发给老区社区的人 2 人？…")
    heard = "".join(one.text for one in office.stand.chat(office.openid("刘干事")) if one.channel == "custom")
    assert heard.count("居民朋友们，") == 120
    assert office.say("刘干事", "1").startswith("G-1 批准了")


def test_whom_a_piece_of_the_card_did_not_reach_is_shown_it_before_1_approves(office: Talk) -> None:
    office.say("陈主任", f"公告草稿 发给老区社区：{'请' * 640}")
    office.stand.fault("message/custom/send", code=45002)
    office.say("陈主任", "1")
    office.reaches("刘干事", "G-1 同意发给老区社区的人 2 人？…")
    assert all("【待批准】" not in one.text for one in office.stand.chat(office.openid("刘干事")))
    office("""刘干事: 1
              助手: 【待批准】G-1 陈主任送审
                …
              刘干事: 1
              助手: G-1 批准了：…""")


def test_whoever_of_the_office_has_no_account_is_not_visited_for_it(office: Talk) -> None:
    def work(db: Db) -> None:
        person_id = people.add(db, name="孙干事", phone=None, place_id=None, now=office.clock[0], filed_by="test")
        people.grant(db, person_id, "office", None, None, office.clock[0])

    office.installation.ledger.transact(work)
    put_forward(office)
    assert "现在没有要上门的" in office.say("陈主任", "上门")


def test_an_approver_whom_no_message_reaches_is_not_visited_with_the_draft(office: Talk) -> None:
    bind(office, "钱副主任", "office", home="永茂社区/6号楼/1单元/101")
    office.stand.settings(windows=True)
    office.say("陈主任", "你好")
    office.say("刘干事", "你好")
    put_forward(office)
    for _ in range(100):  # tried first, and given up some minutes after that
        office.later(minutes=1)
        office.installation.ledger.on_queued()
        if office.installation.ledger.read(lambda db: db.value(_CARD)) == "unreachable":
            break
        time.sleep(0.1)
    assert office.installation.ledger.read(lambda db: db.value(_CARD)) == "unreachable"
    assert office.say("李强", "上门") == "现在没有要上门的。"
    assert "在您这里没有要上门的了" in office.say("李强", "上门 G-1")


def test_what_is_urgent_in_another_form_is_no_notice(office: Talk) -> None:
    office.say("陈主任", "大米两袋")
    assert "公告" not in office.say("陈主任", "加急")


def test_a_notice_that_nobody_approves_is_put_to_the_others_and_then_to_who_is_above(office: Talk) -> None:
    bind(office, "周书记", "leader")
    put_forward(office)
    waits_an_hour(office)
    office.reaches("刘干事", "【催办】G-1「街道通知」还没有人批，陈主任送审的。…")
    assert "【催办】" not in chat(office, "陈主任") + chat(office, "周书记")
    waits_an_hour(office)
    office.reaches("周书记", "【催办】G-1「街道通知」还没有人批，陈主任送审的。…由街道疫情防控办批，请督促。")
    assert "公告等批准 G-1" in office.say("周书记", "督查")


@pytest.mark.parametrize("decided", ["刘干事: 批准 G-1", "刘干事: 退回 G-1 时间不对", "陈主任: 撤回 G-1"])
def test_what_was_decided_is_asked_about_no_more(office: Talk, decided: str) -> None:
    bind(office, "周书记", "leader")
    put_forward(office)
    waits_an_hour(office)
    office.say(*decided.split(": "))
    assert "G-1" not in office.say("周书记", "督查")
    waits_an_hour(office)
    assert "【催办】" not in chat(office, "周书记")


def waits_an_hour(talk: Talk) -> None:
    talk.later(minutes=61)
    talk.job("notices_unapproved")


def chat(talk: Talk, who: str) -> str:
    return "".join(one.text for one in talk.stand.chat(talk.openid(who)))


@pytest.mark.parametrize("said", ["2 写清楚哪栋", "2、写清楚哪栋", "2，写清楚哪栋"])
def test_the_number_of_an_answer_is_no_part_of_its_reason(office: Talk, said: str) -> None:
    put_forward(office)
    office.say("刘干事", "公告 G-1")  # the question is open
    office.say("刘干事", said)
    office.reaches("陈主任", "…写清楚哪栋…")
    assert "2写清楚" not in chat(office, "陈主任").replace(" ", "").replace("、", "").replace("，", "")
