"""Who may sign, record and hear what about an exit, at that very moment (THREATS A16–A20, A22, DESIGN 6.3)."""

import pytest
from sqlalchemy import bindparam, select, text, update

from commands.seal import seal
from ledger import people
from ledger.statement import Statement
from ledger.tables import person, role
from tests.talking import Talk
from tests.test_exit_request import DIALYSIS, PLACE, asked, bind, rows, sealed, states

__all__ = ["sealed"]

_END = Statement(
    update(role)
    .where(
        role.c.kind == bindparam("of_kind"),
        role.c.person_id.in_(select(person.c.id).where(person.c.name == bindparam("who"))),
    )
    .values(until_at=1)
)
# To whom the reminder above the signer goes; the platform's token outlives only one jump of the clock in a minute.
_QUEUED = Statement(
    text(
        "SELECT person.name, count(*) FROM outbox JOIN person ON person.id = outbox.person_id"
        " WHERE outbox.key LIKE '%:above:%' GROUP BY person.name"
    )
)
_ACTIONS = Statement(text("SELECT actor, action FROM audit WHERE about LIKE 'exit_request:%' ORDER BY id"))
HOME = "永茂社区/6号楼/2单元/301"


def end_role(talk: Talk, who: str, kind: str) -> None:
    talk.installation.ledger.transact(lambda db: db.run(_END, of_kind=kind, who=who))


def actions(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ACTIONS))


def test_nobody_signs_for_themselves_or_their_household(sealed: Talk) -> None:
    bind(sealed, "孙立", "task_force_leader", PLACE, home=HOME)
    asked(sealed)
    said = sealed.say("孙立", "同意 W0120-01")
    assert said.startswith("W0120-01（王阿姨 透析）是您自己家的、或者您代报的，不能由您来定。已请周平处理。")
    assert "等您签批" not in sealed.say("孙立", "待办")
    assert ("孙立", "own signature refused") in actions(sealed)
    assert states(sealed) == ["pending_approval"]


def test_a_leaders_own_request_goes_to_a_deputy(sealed: Talk) -> None:
    bind(sealed, "郑组长", "task_force_leader", PLACE, home="永茂社区/6号楼/1单元/101")
    end_role(sealed, "周平", "task_force_leader")
    seal(sealed.installation, PLACE, "郑组长", None, None)
    said = sealed.say("郑组长", DIALYSIS)
    assert "1 对，提交" in said
    assert "已报给你们那里的专班组长（吴刚）签批" in sealed.say("郑组长", "1")
    assert "不能由您来定" in sealed.say("郑组长", "同意 W0120-01")
    sealed.say("吴刚", "1")
    assert "签好了" in sealed.say("吴刚", "确认")


def test_whoever_filed_for_somebody_does_not_sign_it(sealed: Talk) -> None:
    end_role(sealed, "吴刚", "task_force_leader")
    said = sealed.say("周平", "外出申请 永茂社区6号楼3单元501 明早七点去市医院透析，中午回，打车")
    assert "您怎么称呼" in said
    sealed.say("周平", "王桂芝")
    sealed.say("周平", "没有")
    assert "已请街道防控办找组长签批" in sealed.say("周平", "1")
    assert "您代报的" in sealed.say("周平", "同意 W0120-01")
    sealed.reaches("陈主任", "【联系不上组长】W0120-01…")
    assert states(sealed) == ["pending_approval"]


def test_a_leader_of_another_place_finds_nothing(sealed: Talk) -> None:
    bind(sealed, "孙立", "task_force_leader", "永茂社区/7号楼")
    asked(sealed)
    for words in ("同意 W0120-01", "不同意 W0120-01 不行", "打电话 W0120-01"):
        assert sealed.say("孙立", words) == "没有找到 W0120-01。回「待办」看等您办的。"
        assert sealed.say("孙立", words.replace("-01", "-77")) == "没有找到 W0120-77。回「待办」看等您办的。"
    assert "现在没有等您回答的问题" in sealed.say("孙立", "1")
    assert "王阿姨" not in sealed.say("孙立", "待办")


@pytest.mark.parametrize("who", ["王阿姨", "赵某", "李强", "何医生"])
def test_the_words_of_a_leader_are_ordinary_text_for_others(sealed: Talk, who: str) -> None:
    asked(sealed)
    for words in ("同意 W0120-01", "备案 W0120-01", "电话同意 W0120-01 周平", "暂停 W0120-01 不行", "已回 W0120-01"):
        said = sealed.say(who, words)
        assert "W0120-01" not in said and "签" not in said
    assert states(sealed) == ["pending_approval"]


def test_a_role_that_ended_between_the_two_words_signs_nothing(sealed: Talk) -> None:
    asked(sealed)
    assert "请再回一个字确认" in sealed.say("周平", "同意 W0120-01")
    end_role(sealed, "周平", "task_force_leader")
    assert "现在没有等您回答的问题" in sealed.say("周平", "确认")
    assert states(sealed) == ["pending_approval"]


def test_a_request_that_changed_between_the_two_words_is_shown_again(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "同意 W0120-01")
    sealed.say("王阿姨", "改成去中医院")
    sealed.say("王阿姨", "1")
    assert "刚才改了，现在是：王阿姨，透析，1月21日（周五）07:00—12:00，中医院" in sealed.say("周平", "确认")
    assert states(sealed) == ["superseded", "pending_approval"]


def test_of_two_who_sign_the_second_is_told_who_and_when(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "同意 W0120-01")
    sealed.say("吴刚", "同意 W0120-01")
    assert "签好了" in sealed.say("吴刚", "确认")
    assert "W0120-01 已经由吴刚在 1月20日 09:00 办过了" in sealed.say("周平", "确认")


def test_nobody_both_signs_and_records(sealed: Talk) -> None:
    bind(sealed, "吴主任", "office")

    def also_office(db):  # type: ignore[no-untyped-def]
        found = db.all(Statement(text("SELECT id FROM person WHERE name = '周平'")))
        people.grant(db, found[0][0], "office", None, None, sealed.clock[0])

    sealed.installation.ledger.transact(also_office)
    asked(sealed)
    sealed.say("周平", "同意 W0120-01")
    sealed.say("周平", "确认")
    assert "签批和备案不能是同一个人，请陈主任、吴主任来办" in sealed.say("周平", "备案 W0120-01")
    assert ("周平", "own record refused") in actions(sealed)
    assert "已备案" in sealed.say("吴主任", "备案")
    assert "W0120-01 已经由吴主任在" in sealed.say("陈主任", "备案 W0120-01")


def test_consent_by_telephone_is_entered_by_whoever_heard_it_and_signed_afterwards(sealed: Talk) -> None:
    bind(sealed, "吴主任", "office")
    bind(sealed, "刘书记", "leader")
    asked(sealed)
    sealed("""陈主任: 电话同意 W0120-01 赵某
              助手: 这会儿能签批 W0120-01 的是周平、吴刚，没有记「赵某」。
              陈主任: 电话同意 W0120-01 周平
              助手: 请再回一个字确认：周平在电话里同意 W0120-01「王阿姨 透析」外出，…；您听到的。…
              陈主任: 确认
              助手: 记下了：周平电话同意 W0120-01 王阿姨，您听到的。已报备案；请周平在 1月20日 13:00 前补签，…
              助手→周平: 【请补签】W0120-01｜王阿姨｜透析｜…您在电话里同意过，请补上签字。…
              陈主任: 备案 W0120-01
              助手: W0120-01 王阿姨：签批和备案不能是同一个人，请吴主任来办。
              吴刚: 同意 W0120-01
              助手: W0120-01 是周平在电话里同意的，要由周平补签。
              吴主任: 备案 W0120-01
              助手: 好的，W0120-01 王阿姨 已备案，…
              周平: 待办
              助手: 【外出，等您签批】…
                W0120-01 王阿姨 透析 …（补签）""")
    sealed.later(hours=4)
    assert sealed.job("exits_to_countersign") == 1
    sealed.reaches("陈主任", "【外出欠补签】W0120-01 王阿姨\n透析，还没补签的是周平，…")
    assert sealed.job("exits_to_countersign") == 0
    sealed.later(hours=4)
    assert sealed.job("exits_to_countersign") == 1
    assert ("刘书记", 1) in sealed.installation.ledger.read(lambda db: db.all(_QUEUED))
    sealed("""周平: 补签 W0120-01
              助手: 请再回一个字确认：同意 W0120-01…
              周平: 确认
              助手: 好的，W0120-01 王阿姨 已补签。
              周平: 补签 W0120-01
              助手: W0120-01 已经由周平在 1月20日 09:00 办过了，…""")


def test_the_roster_says_who_signs_and_what_waits_goes_to_the_next_shift(sealed: Talk) -> None:
    bind(sealed, "周书记", "community_lead", "永茂社区")
    sealed("""周书记: 排班 永茂社区7号楼 组长 吴刚 今天9点到10点
              助手: 没有找到正在封闭、又归您管的「永茂社区7号楼」。…
              周书记: 排班 永茂社区6号楼 组长 吴刚 一整天
              助手: 没看懂几点到几点。…
              周书记: 排班 永茂社区6号楼 组长 吴刚 今天9点到10点
              助手: 排好了：永茂社区6号楼 组长 吴刚，1月20日 09:00 到 1月20日 10:00。这段时间只有排了班的人能签批，…
              陈主任: 排班 永茂社区6号楼 组长 周平 今天10点到18点
              助手: 排好了：…
              陈主任: 排班 永茂社区6号楼 副组长 没来的人 今天10点到18点
              助手: 排好了：…没来的人还没有绑定成这里的专班组长，请尽快发绑定码。""")
    said = sealed.say("周平", "排班 永茂社区6号楼 组长 周平 今天9点到10点")
    assert "排" not in said.replace("排队", "")
    asked(sealed)
    sealed.reaches("吴刚", "外出待签 W0120-01…")
    assert "这个时段不是您在岗签批，是吴刚。" in sealed.say("周平", "同意 W0120-01")
    assert "现在没有等您回答的问题" in sealed.say("周平", "1")
    sealed.say("吴刚", "同意 W0120-01")
    sealed.later(minutes=61)
    assert sealed.job("exits_unsigned") == 0
    sealed.reaches("周平", "外出待签 W0120-01…")
    assert "这个时段不是您在岗签批，是周平。" in sealed.say("吴刚", "确认")
    sealed.say("周平", "1")
    assert "签好了" in sealed.say("周平", "确认")


def test_an_unsigned_request_climbs_to_deputies_office_and_leaders(sealed: Talk) -> None:
    bind(sealed, "刘书记", "leader")
    asked(sealed)
    assert sealed.job("exits_unsigned") == 0
    sealed.later(hours=2)
    assert sealed.job("exits_unsigned") == 1
    sealed.reaches("吴刚", "外出待签 W0120-01…")
    assert sealed.job("exits_unsigned") == 0
    sealed.later(minutes=15)
    assert sealed.job("exits_unsigned") == 1
    sealed.reaches("陈主任", "【外出没人签】W0120-01｜王阿姨｜透析…等周平、吴刚签批，…「电话同意 W0120-01 姓名」。")
    sealed.later(minutes=15)
    assert sealed.job("exits_unsigned") == 1
    sealed.reaches("刘书记", "【外出没人签】W0120-01…等周平、吴刚签批，…请您过问。")
    sealed.later(minutes=15)
    assert sealed.job("exits_unsigned") == 0
    assert states(sealed) == ["pending_approval"]


def test_a_leader_named_by_the_seal_may_be_bound_later(talk: Talk) -> None:
    seal(talk.installation, PLACE, "周平", None, None)
    talk.say("王阿姨", DIALYSIS)
    assert "已请街道防控办找组长签批" in talk.say("王阿姨", "1")
    talk.reaches("陈主任", "…现在没有能在微信上签批的组长（封控时定的是周平），…")
    bind(talk, "周平", "task_force_leader", PLACE)
    talk.job("exits_unsigned")
    talk.reaches("周平", "外出待签 W0120-01…")
    talk.say("周平", "1")
    assert "签好了" in talk.say("周平", "确认")
    assert rows(talk)[0][9] == "周平"


def test_what_was_withdrawn_after_a_telephone_consent_is_not_signed_any_more(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("陈主任", "电话同意 W0120-01 周平")
    sealed.say("陈主任", "确认")
    sealed.say("王阿姨", "不出去了")
    sealed("""周平: 同意 W0120-01
              助手: W0120-01 已经…现在是「已撤回」，没有重复办。""")
    sealed.reaches("周平", "【外出撤回】W0120-01 …")
