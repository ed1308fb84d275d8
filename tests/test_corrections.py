"""Changing one's mind, in a form and after filing, days later too: both versions stay, whoever was told is told."""

import json

import pytest
from sqlalchemy import text

from commands.announce import announce
from knowledge.settings import PROJECT_FOLDER
from ledger.statement import Statement
from tests.talking import Talk

_CHECKINS = Statement(
    text("SELECT person, temperature, status, version, original_id FROM health_checkin ORDER BY id")
)
_REPORTS = Statement(
    text("SELECT number, arrive_date, transport_no, status, version, confirmed_by FROM return_report ORDER BY id")
)


def rows(talk: Talk, statement: Statement) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(statement))


@pytest.fixture
def announced(talk: Talk) -> Talk:
    """With the demonstration's announcement in force."""
    announce(talk.installation, PROJECT_FOLDER / "knowledge" / "demo" / "announcement-14.yaml", "陈主任")
    return talk


def test_a_check_in_put_right_a_day_later_alarms_as_it_would_have(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。""")
    talk.at("2022-01-21T09:00:00+08:00")
    talk("""王阿姨: 昨天写错了 应该是37.5
            助手: 已把昨天（1月20日）的打卡改成：37.5℃，无不适。原来的（36.5℃，无不适）也留着。
              37.5℃ 偏高（37.3℃ 起算发热，…
              我已告诉网格员、医疗保障组，请他们联系您。〔预案2.1〕
            助手→何医生: 【紧急】医疗保障组 第1号
              …王阿姨｜昨天（1月20日） 37.5℃，无不适…""")
    assert rows(talk, _CHECKINS) == [
        ("王阿姨", 36.5, "superseded", 1, None),
        ("王阿姨", 37.5, "submitted", 2, 1),
    ]


def test_whoever_was_told_of_a_fever_is_told_that_it_was_a_slip(talk: Talk) -> None:
    talk("""王阿姨: 打卡 38.6 没有不舒服
            助手: 今天（1月20日）打卡好了：王阿姨，38.6℃，无不适。…
            王阿姨: 体温写错了，应该36.6
            助手: 已把今天（1月20日）的打卡改成：36.6℃，无不适。原来的（38.6℃，无不适）也留着。
              我把改动告诉了医疗保障组。
            助手→何医生: 【更正】第1号 王阿姨：原来报的是「38.6℃，无不适」，王阿姨改成「36.6℃，无不适」。请跟本人核实一下。
            助手→李强: 【更正】第1号 王阿姨：…""")


def test_it_is_the_newest_that_is_meant_where_nothing_else_is_said(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天…
            王阿姨: 不是36.5是36.8
            助手: 已把今天（1月20日）的打卡改成：36.8℃，无不适。…""")


def test_what_was_said_for_somebody_else_is_put_right_for_them(talk: Talk) -> None:
    talk("""王阿姨: 妈妈36.5没事
            助手: 今天（1月20日）打卡好了：妈妈，36.5℃，无不适。
            王阿姨: 打卡 36.6 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.6℃，无不适。
            王阿姨: 妈妈的体温写错了 应该是36.2
            助手: 已把今天（1月20日）妈妈的打卡改成：36.2℃，无不适。原来的（36.5℃，无不适）也留着。""")


def test_without_a_new_value_the_items_are_listed_and_one_is_named(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天…
            王阿姨: 刚才打错了
            助手: 健康打卡里现在是：
              1 体温：36.5
              2 身体情况：无不适
              3 哪天：今天（1月20日）
              4 谁的：王阿姨
              要改哪一项？…
            王阿姨: 改第1项
            助手: 量了体温吗？…
            王阿姨: 36.1
            助手: 已把今天（1月20日）的打卡改成：36.1℃，无不适。原来的（36.5℃，无不适）也留着。""")


def test_a_bare_number_names_an_item_of_the_list(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天…
            王阿姨: 打卡写错了
            助手: 健康打卡里现在是：…
            王阿姨: 1
            助手: 量了体温吗？…
            王阿姨: 取消
            助手: 好的，不改了，原来的还在。…""")
    assert rows(talk, _CHECKINS) == [("王阿姨", 36.5, "submitted", 1, None)]


def test_an_item_with_its_new_value_in_one_sentence(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天…
            王阿姨: 改第1项 36.9
            助手: 已把今天（1月20日）的打卡改成：36.9℃，无不适。…""")


def test_nothing_filed_is_nothing_to_put_right(talk: Talk) -> None:
    talk("""王阿姨: 体温写错了，应该36.4
            助手: 我这里没有您能改的记录。…""")


def test_a_return_report_put_right_after_it_was_filed_and_confirmed(announced: Talk) -> None:
    announced("""王阿姨: 后天从呼和浩特坐K1302回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，编号 F0120-01：…
                 王阿姨: 改成23号到
                 助手: 改好了，F0120-01：
                   到达：1月22日（周六） → 1月23日（周日）
                   原来的也留着。
                   我已告诉网格员。
                 助手→李强: 【更正】F0120-01 王阿姨，永茂社区6号楼2单元301
                   到达：1月22日（周六） → 1月23日（周日）
                   王阿姨改的，原来的也留着。措施还等确认：回「确认 F0120-01」。
                 李强: 确认 F0120-01
                 助手: 好的，F0120-01 王阿姨：健康监测7天，…
                 王阿姨: 车次写错了应该是K1304
                 助手: 改好了，F0120-01：
                   车次：K1302 → K1304
                   原来的也留着。
                   我已告诉网格员。""")
    assert rows(announced, _REPORTS) == [
        ("F0120-01", "2022-01-22", "K1302", "superseded", 1, None),
        ("F0120-01", "2022-01-23", "K1302", "superseded", 2, "李强"),
        ("F0120-01", "2022-01-23", "K1304", "submitted", 3, "李强"),
    ]


def test_another_origin_is_decided_anew_and_confirmed_again(announced: Talk) -> None:
    announced("""王阿姨: 后天从呼和浩特坐K1302回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，编号 F0120-01：…
                 李强: 确认 F0120-01
                 助手: 好的，F0120-01 王阿姨：健康监测7天，…
                 王阿姨: 报备写错了，应该是从天津津南区回来
                 助手: 改好了，F0120-01：
                   出发：呼和浩特市 → 津南区
                   原来的也留着。
                   按今天的公告（第14号），改了以后是先…，要由网格员重新跟您确认后为准。〔预案3.2〕
                   我已告诉网格员。
                 助手→李强: 【更正】F0120-01…措施要重新确认：回「确认 F0120-01」。""")


def test_which_of_two_reports_is_meant_is_asked(announced: Talk) -> None:
    announced("""王阿姨: 后天从呼和浩特坐K1302回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，编号 F0120-01：…
                 王阿姨: 我妈25号从沈阳开车回来
                 助手: …一共几个人回来？…
                 王阿姨: 1
                 助手: 您怎么称呼？…
                 王阿姨: 孙桂兰
                 助手: 手机号多少？…
                 王阿姨: 13800001118
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，编号 F0120-02：…
                 王阿姨: 报备改成26号到
                 助手: 要改的是哪一份？回数字。
                   1 F0120-02 返乡报备 孙桂兰
                   2 F0120-01 返乡报备 王阿姨
                 王阿姨: 1
                 助手: 改好了，F0120-02：
                   到达：1月25日（周二） → 1月26日（周三）…
                 王阿姨: F0120-01改成24号到
                 助手: 改好了，F0120-01：
                   到达：1月22日（周六） → 1月24日（周一）…""")


def test_any_item_of_an_open_form_can_be_put_right(announced: Talk) -> None:
    announced("""王阿姨: 后天从呼和浩特坐K1302回来 就我自己
                 助手: 请核对：…
                 王阿姨: 3
                 助手: 返乡报备里现在是：
                   1 出发：呼和浩特市
                   2 到达：1月22日（周六）…
                 王阿姨: 改第二项
                 助手: 哪天到？…
                 王阿姨: 23号
                 助手: 请核对：…1月23日（周日）到…
                 王阿姨: 1
                 助手: 报备好了，…""")


def test_what_is_over_cannot_be_changed_and_says_what_can_be_done(announced: Talk) -> None:
    announced("""王阿姨: 后天从呼和浩特坐K1302回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…
                 王阿姨: 不回来了
                 助手: …
                 王阿姨: 报备改成23号到
                 助手: F0120-01 已撤回，不能再改了。…""")


def test_another_matter_opens_its_own_form_and_the_first_goes_on(announced: Talk) -> None:
    announced("""林秀: 健康打卡
                 助手: 量了体温吗？…
                 林秀: 我要返乡报备，后天从呼和浩特坐K1302回来 就我自己 永茂社区6号楼2单元301
                 助手: 健康打卡先放一放，办完接着来。
                   收到，先帮您记下：…您怎么称呼？…
                 林秀: 林秀
                 助手: 手机号多少？…
                 林秀: 13800001112
                 助手: 请核对：…
                 林秀: 1
                 助手: 报备好了，编号 F0120-01：…
                   健康打卡接着来：量了体温吗？…
                 林秀: 36.5
                 助手: 有没有发烧、咳嗽、…""")


def test_my_records_show_what_was_filed_and_take_one_back(announced: Talk) -> None:
    announced("""王阿姨: 我的记录
                 助手: 您还没有报过什么。
                   街道留着的：王阿姨，138****1111，永茂社区6号楼2单元301，只用于防疫。…
                 王阿姨: 打卡 36.5 没事
                 助手: 今天…
                 王阿姨: 后天从呼和浩特坐K1302回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…""")
    announced.later(minutes=1)
    announced("""王阿姨: 我的记录
                 助手: 您报过的（新的在前）：
                   1 F0120-01 返乡报备 王阿姨：已报备，还没到
                   2 今天（1月20日）健康打卡 王阿姨 36.5℃，无不适：已打卡
                   要改直接说，…
                   要撤回就回「撤回第1条」。…
                 王阿姨: 撤回第2条
                 助手: 要撤回这一条吗？今天（1月20日）健康打卡 王阿姨 36.5℃，无不适
                   1 撤回　2 不撤
                 王阿姨: 2
                 助手: 好的，没撤：…
                 王阿姨: 撤回第2条
                 助手: 要撤回这一条吗？…
                 王阿姨: 1
                 助手: 已撤回：今天（1月20日）健康打卡 王阿姨 36.5℃，无不适。…
                 王阿姨: 撤回 F0120-01
                 助手: …F0120-01…""")
    assert [row[2] for row in rows(announced, _CHECKINS)] == ["cancelled"]
    assert [row[3] for row in rows(announced, _REPORTS)] == ["cancelled"]


def test_somebody_unknown_sees_that_nothing_is_held(talk: Talk) -> None:
    talk("""林秀: 我的记录
            助手: 您还没有报过什么。
              街道还没有登记您是谁。…""")


def test_what_others_filed_is_not_in_my_records(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天…
            林秀: 撤回第1条
            助手: …""")
    assert json.dumps(rows(talk, _CHECKINS)[0][2]) == '"submitted"'


def test_a_form_left_alone_waits_and_offers_to_go_on_the_next_day(announced: Talk) -> None:
    announced("""王阿姨: 返乡报备
                 助手: 从哪里回来？…""")
    announced.at("2022-01-21T09:00:00+08:00")
    assert announced.job("forms_waiting") == 1
    assert announced.job("forms_waiting") == 1  # by hand a second time: the key lets one message leave
    announced("""助手→王阿姨: 昨天的返乡报备还没办完，填过的都留着。接着办回「继续」，不办了回「取消」。
                 王阿姨: 继续
                 助手: 从哪里回来？…
                 王阿姨: 呼和浩特
                 助手: 哪天到？…""")
    announced.at("2022-01-22T09:00:00+08:00")
    announced("""王阿姨: 后天从沈阳开车回来 就我自己
                 助手: 请核对：…1月24日（周一）到，从辽宁省沈阳市…""")
    got = [one.text for one in announced.stand.inbox(announced.openid("王阿姨")) if one.channel == "custom"]
    assert len(got) == 1


@pytest.fixture
def guardian(talk: Talk) -> Talk:
    """王阿姨 is the guardian of her daughter and has checked her in, and her mother, days ago."""
    talk("""王阿姨: 添加家人 女儿 王小丫 2012年
            助手: …您是孩子的监护人吗？…
            王阿姨: 1
            助手: …
            王阿姨: 1
            助手: …
            王阿姨: 没有
            助手: 请核对：…
            王阿姨: 1
            助手: 加上了：女儿，王小丫。…
            王阿姨: 妈妈36.5没事
            助手: 今天（1月20日）打卡好了：妈妈，36.5℃，无不适。
            王阿姨: 打卡 36.6 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.6℃，无不适。""")
    talk.later(minutes=1)
    talk("""王阿姨: 女儿38.5没事
            助手: 今天（1月20日）打卡好了：王小丫，38.5℃，无不适。…""")
    return talk


def test_a_guardian_puts_a_childs_check_in_right_by_its_items(guardian: Talk) -> None:
    guardian("""王阿姨: 改
                助手: 健康打卡里现在是：
                  1 体温：38.5
                  2 身体情况：无不适
                  3 哪天：今天（1月20日）
                  4 谁的：王小丫
                  要改哪一项？…
                王阿姨: 改第1项
                助手: 量了体温吗？…
                王阿姨: 36.5
                助手: 已把今天（1月20日）王小丫的打卡改成：36.5℃，无不适。原来的（38.5℃，无不适）也留着。
                  我把改动告诉了医疗保障组。
                助手→何医生: 【更正】第1号 王小丫：…""")


def test_a_mothers_check_in_is_put_right_days_later_by_whatever_she_is_called(guardian: Talk) -> None:
    guardian.at("2022-01-24T09:00:00+08:00")
    guardian("""王阿姨: 打卡 36.4 没事
                助手: 今天（1月24日）打卡好了：王阿姨，36.4℃，无不适。
                王阿姨: 妈妈20号的打卡写错了 应该36.7
                助手: 已把1月20日（周四）妈妈的打卡改成：36.7℃，无不适。原来的（36.5℃，无不适）也留着。
                王阿姨: 我妈那天的打卡改成36.3
                助手: 已把1月20日（周四）妈妈的打卡改成：36.3℃，无不适。原来的（36.7℃，无不适）也留着。
                王阿姨: 我闺女20号的体温写错了 应该36.6
                助手: 已把1月20日（周四）王小丫的打卡改成：36.6℃，无不适。原来的（38.5℃，无不适）也留着。…""")
    in_force = [row[:2] for row in rows(guardian, _CHECKINS) if row[2] == "submitted"]
    assert sorted(in_force) == sorted([("妈妈", 36.3), ("王小丫", 36.6), ("王阿姨", 36.4), ("王阿姨", 36.6)])


def test_nobody_elses_record_is_changed_where_there_is_none_of_theirs(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天…
            王阿姨: 我妈的体温写错了 应该是36.2
            助手: 没找到您给妈妈报过的打卡，这一条没改。要补报就直接说，比如「妈妈36.4 没事」。""")
    assert rows(talk, _CHECKINS) == [("王阿姨", 36.5, "submitted", 1, None)]


def test_what_was_filed_for_the_wrong_one_becomes_the_other_ones(guardian: Talk) -> None:
    guardian("""王阿姨: 女儿的打卡写错了
                助手: 健康打卡里现在是：…4 谁的：王小丫…
                王阿姨: 改第4项
                助手: 这条该是谁的？…
                  1 王阿姨　2 女儿
                王阿姨: 1
                助手: 已把今天（1月20日）王小丫的打卡改成您的：38.5℃，无不适。原来那份也留着。
                  王阿姨今天（1月20日）前面报过（36.6℃，无不适），两次都留着。
                  我把改动告诉了医疗保障组。
                助手→何医生: 【更正】第1号 王小丫：原来报的是「38.5℃，无不适」，王阿姨改成「王阿姨 38.5℃，无不适」。…""")
    assert rows(guardian, _CHECKINS)[-1][:3] == ("王阿姨", 38.5, "submitted")


def test_what_was_to_be_changed_is_left_as_it_was(talk: Talk) -> None:
    talk("""王阿姨: 报备 后天从呼和浩特坐火车K1302回来 就我自己
            助手: 请核对：…
            王阿姨: 改第3项
            助手: 怎么回来？…
            王阿姨: 算了 不改了
            助手: 请核对：…火车 K1302…
            王阿姨: 要改
            助手: 返乡报备里现在是：…不用改就回「不改了」。
            王阿姨: 不改了
            助手: 请核对：…火车 K1302…
            王阿姨: 算了不报了
            助手: 好的，返乡报备先不办了，…""")


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("姓名改成张鸣", "张鸣，138****1111"),
        ("名字写错了 应该是张鸣", "张鸣，138****1111"),
        ("手机号改成13900001234", "王阿姨，139****1234"),
        ("车次不对，应该是K1303", "火车 K1303"),
    ],
)
def test_an_item_is_named_by_what_it_is_called(talk: Talk, said: str, then: str) -> None:
    talk(f"""王阿姨: 报备 后天从呼和浩特坐火车K1302回来 就我自己
             助手: 请核对：…
             王阿姨: {said}
             助手: 请核对：…{then}…""")
