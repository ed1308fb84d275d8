"""Health check-ins as chats: of oneself and of others, slips, and what a fever sets off (clause 3.4.2)."""

import json

import pytest
from sqlalchemy import text

from ledger import Db
from ledger.statement import Statement
from tests.talking import Talk

_ROWS = Statement(
    text("SELECT person, temperature, symptoms, status, version, rule, clause FROM health_checkin ORDER BY id")
)
_ALERTS = Statement(text("SELECT group_id, status, climbed, acknowledged_by FROM alert ORDER BY id"))


def rows(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ROWS))


def alerts(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ALERTS))


def test_one_sentence_is_a_check_in(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。""")
    assert rows(talk) == [("王阿姨", 36.5, '["none"]', "submitted", 1, "health_alert", "3.4.2")]
    assert alerts(talk) == []


def test_somebody_is_written_down_by_the_word_that_was_said(talk: Talk) -> None:
    talk("""王阿姨: 我36.4 媳妇36.5 都没事
            助手: 今天（1月20日）打卡好了：
              王阿姨，36.4℃，无不适
              媳妇，36.5℃，无不适。""")
    assert [row[0] for row in rows(talk)] == ["王阿姨", "媳妇"]


def test_what_is_missing_is_asked_one_thing_at_a_time(talk: Talk) -> None:
    talk("""王阿姨: 健康打卡
            助手: 量了体温吗？…
            王阿姨: 36.4
            助手: 有没有发烧、咳嗽、…
            王阿姨: 1
            助手: 今天（1月20日）打卡好了：王阿姨，36.4℃，无不适。""")


def test_a_slip_is_asked_about_and_not_filed(talk: Talk) -> None:
    talk("""王阿姨: 打卡 365 没事
            助手: 您是说体温 36.5℃ 吗？
              1 是　2 不是，重新说
            王阿姨: 1
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。""")


def test_a_slip_that_was_none_is_asked_again(talk: Talk) -> None:
    talk("""王阿姨: 打卡 365 没事
            助手: 您是说体温 36.5℃ 吗？…
            王阿姨: 2
            助手: 量了体温吗？…
            王阿姨: 36.9
            助手: 今天（1月20日）打卡好了：王阿姨，36.9℃，无不适。""")


def test_a_fever_is_passed_on_at_once_and_taken_by_name(talk: Talk) -> None:
    talk("""王阿姨: 打卡 37.8 有点咳嗽
            助手: 今天（1月20日）打卡好了：王阿姨，37.8℃，咳嗽。
              37.8℃ 偏高（37.3℃ 起算发热，…）。
              请先在家休息、戴好口罩，…
              我已告诉网格员、医疗保障组，请他们联系您。〔预案2.1〕
            助手→何医生: 【紧急】医疗保障组 第1号
              永茂社区6号楼2单元301｜王阿姨｜37.8℃，咳嗽
              …接手请回「收到 1」。
            助手→李强: 【紧急】医疗保障组 第1号…由医疗保障组接手，也请您联系看看。
            何医生: 收到 1
            助手: 好的，第1号由您接手：王阿姨，永茂社区6号楼2单元301，电话 13800001111。
            何医生: 收到
            助手: 现在没有等您接手的警报。""")
    assert alerts(talk) == [("medical", "acknowledged", 0, "何医生")]


def test_a_fever_is_passed_on_before_the_rest_is_asked(talk: Talk) -> None:
    talk("""王阿姨: 打卡 38.2
            助手: 先记下了：王阿姨，38.2℃。
              …我已告诉网格员、医疗保障组，请他们联系您。…
              有没有发烧、咳嗽、…
            助手→何医生: 【紧急】…38.2℃…
            王阿姨: 咳嗽，没力气
            助手: 今天（1月20日）打卡好了：王阿姨，38.2℃，咳嗽、没力气。…""")
    first, second = rows(talk)
    assert (first[3], first[4], second[3], second[4]) == ("superseded", 1, "submitted", 2)
    assert len(alerts(talk)) == 1


def test_nobody_takes_it_and_it_climbs(talk: Talk) -> None:
    talk("""王阿姨: 打卡 39 没别的
            助手: …39…""")
    talk.reaches("何医生", "【紧急】…")
    assert talk.job("alerts_overdue") == 0
    talk.later(minutes=11)
    assert talk.job("alerts_overdue") == 1
    assert talk.job("alerts_overdue") == 0
    talk.reaches("何医生", "【催办】医疗保障组 第1号到点还没有人接手…")
    talk.later(minutes=11)
    talk.job("alerts_overdue")
    talk.later(minutes=11)
    talk.job("alerts_overdue")
    talk.reaches("陈主任", "【催办】…")
    talk("""陈主任: 收到 1
            助手: 好的，第1号由您接手：王阿姨，…""")
    talk.later(minutes=11)
    assert talk.job("alerts_overdue") == 0


def test_a_resident_cannot_take_an_alert(talk: Talk) -> None:
    talk.say("王阿姨", "打卡 39 咳嗽")
    assert "由您接手" not in talk.say("赵某", "收到 1")
    assert "由您接手" not in talk.say("李强", "收到 1")
    assert alerts(talk)[0][1] == "sent"


def test_others_are_checked_in_by_name(talk: Talk) -> None:
    talk("""王阿姨: 打卡 我36.5 我妈36.8 都没事
            助手: 今天（1月20日）打卡好了：
              王阿姨，36.5℃，无不适
              妈妈，36.8℃，无不适。""")
    assert [row[:3] for row in rows(talk)] == [("王阿姨", 36.5, '["none"]'), ("妈妈", 36.8, '["none"]')]


def test_whose_the_figures_are_is_told_by_the_pronoun(talk: Talk) -> None:
    talk("""王阿姨: 我跟我老伴都没事 他36.9 我36.4
            助手: 今天（1月20日）打卡好了：
              王阿姨，36.4℃，无不适
              老伴，36.9℃，无不适。""")
    assert [row[:3] for row in rows(talk)] == [("王阿姨", 36.4, '["none"]'), ("老伴", 36.9, '["none"]')]


def test_a_list_with_the_figures_first_gives_nobody_the_figure_of_the_next(talk: Talk) -> None:
    talk("""李强: 36.5王芳 36.6李明 36.8赵丽 都没事
            助手: 今天（1月20日）打卡好了：
              王芳，36.5℃，无不适
              李明，36.6℃，无不适
              赵丽，36.8℃，无不适。""")
    assert [row[:2] for row in rows(talk)] == [("王芳", 36.5), ("李明", 36.6), ("赵丽", 36.8)]


def test_a_positive_test_alerts_the_medical_group_and_the_office(talk: Talk) -> None:
    talk.say("王阿姨", "打卡 36.8 抗原两道杠 嗓子疼")
    assert [row[0] for row in alerts(talk)] == ["medical", "office"]
    talk.reaches("陈主任", "【紧急】街道疫情防控办 …")


def test_somebody_unknown_is_known_afterwards(talk: Talk) -> None:
    talk("""赵某: 打卡 36.5 没事
            助手: 您怎么称呼？请回姓名。
            赵某: 赵小兰
            助手: 您住哪个社区或村？…
            赵某: 二号村3组12号
            助手: 今天（1月20日）打卡好了：赵小兰，36.5℃，无不适。…
            赵某: 打卡 36.6 没事
            助手: 今天（1月20日）打卡好了：赵小兰，36.6℃，无不适。…两次都留着。""")


def test_breathlessness_is_told_to_call_120_first(talk: Talk) -> None:
    talk("""王阿姨: 打卡 37 喘不上气
            助手: …请马上打 120…""")


def test_somebody_else_with_a_fever_is_filed_beside_ones_own_check_in(talk: Talk) -> None:
    talk("""王阿姨: 嗓子有点疼
            助手: 先记下了：王阿姨，嗓子疼。…量了体温吗？…
            王阿姨: 我孙子39.2度
            助手: 今天（1月20日）打卡好了：孙子，39.2℃…请让孙子先在家休息…
              量了体温吗？…
            王阿姨: 36.6
            助手: 今天（1月20日）打卡好了：王阿姨，36.6℃，嗓子疼。…""")
    in_force = [row[:2] for row in rows(talk) if row[3] == "submitted"]
    assert sorted(in_force) == [("孙子", 39.2), ("王阿姨", 36.6)]
    talk.reaches("何医生", "…孙子｜39.2℃…王阿姨代报…")


def test_a_fever_in_the_middle_of_a_report_is_passed_on_at_once(talk: Talk) -> None:
    talk("""王阿姨: 我要报备
            助手: 从哪里回来？…
            王阿姨: 我发烧39度了
            助手: 今天（1月20日）打卡好了：王阿姨，39℃，发热。…我已告诉网格员、医疗保障组，请他们联系您。…
              从哪里回来？…""")
    talk.reaches("何医生", "【紧急】…39℃…")


def test_what_is_not_in_the_list_is_kept_in_its_own_words(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5
            助手: 有没有发烧、咳嗽、…
            王阿姨: 头疼
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，头疼。…""")
    talk.reaches("何医生", "…36.5℃，头疼…")


def test_a_value_can_be_changed_while_the_form_is_open(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.6
            助手: 有没有发烧、咳嗽、…
            王阿姨: 打卡 37.8
            助手: 改好了：体温 37.8。
              先记下了：王阿姨，37.8℃。…
              有没有发烧、咳嗽、…
            王阿姨: 1
            助手: 今天（1月20日）打卡好了：王阿姨，37.8℃，无不适。…""")


def test_worse_news_in_a_later_answer_alarm_again(talk: Talk) -> None:
    talk("""王阿姨: 打卡 38
            助手: 先记下了：王阿姨，38℃。…
            王阿姨: 喘不上气
            助手: 今天（1月20日）打卡好了：王阿姨，38℃，喘不上气。
              喘不上气是急事：请马上打 120，…""")
    assert len(alerts(talk)) == 2


def test_an_unknown_person_with_a_fever_is_passed_on_and_can_be_reached(talk: Talk) -> None:
    talk("""赵某: 打卡 38.5 咳嗽
            助手: 先记下了：还没登记姓名的人，38.5℃，咳嗽。…
              您怎么称呼？…
            助手→何医生: 【紧急】…住址未登记｜还没登记姓名的人｜38.5℃，咳嗽…
            何医生: 收到 1
            助手: 好的，第1号由您接手：…电话没有登记，我已转告本人您会联系。
            助手→赵某: 医疗保障组的何医生已经接手，会跟您联系。…
            赵某: 赵小兰
            助手: 您住哪个社区或村？…
            赵某: 永茂6号楼2单元302
            助手: 手机号多少？…
            赵某: 13800005555
            助手: 今天（1月20日）打卡好了：赵小兰，38.5℃，咳嗽。…""")
    assert len(alerts(talk)) == 1


def test_giving_up_does_not_take_back_what_was_passed_on(talk: Talk) -> None:
    talk("""赵某: 我妈今天38.5 我36.6
            助手: 先记下了：妈妈，38.5℃…
            赵某: 取消
            助手: 好的，到这里。前面说的已经记下，不会丢。…""")
    assert [row[0] for row in rows(talk)] == ["妈妈"]


def test_nobody_is_said_to_be_told_who_was_not(talk: Talk) -> None:
    talk.installation.ledger.transact(lambda db: db.run(Statement(text("UPDATE role SET until_at = 1"))))
    talk("""王阿姨: 打卡 39 咳嗽
            助手: …已经记下，但现在没有联系上工作人员：要帮忙请回「人工」，急事请打 120。…""")
    assert alerts(talk) == [("medical", "sent", 0, None)]


def test_without_a_thermometer_one_can_still_say_how_one_is(talk: Talk) -> None:
    talk("""王阿姨: 打卡
            助手: 量了体温吗？…
            王阿姨: 家里没有体温计
            助手: 有没有发烧、咳嗽、…
            王阿姨: 都没有
            助手: 今天（1月20日）打卡好了：王阿姨，无不适。""")


def test_a_second_confirmation_changes_nothing(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：…
            王阿姨: 确认
            助手: 现在没有等您回答的问题。…""")
    assert len(rows(talk)) == 1


def test_the_decision_is_kept_with_its_reasons(talk: Talk) -> None:
    talk.say("王阿姨", "打卡 37.9 没事")

    def decision(db: Db) -> tuple[object, ...] | None:
        return db.one(Statement(text("SELECT outcome, trace FROM health_checkin")))

    outcome, trace = talk.installation.ledger.read(decision) or ("{}", "[]")
    assert json.loads(str(outcome))["level"] == "urgent"
    assert json.loads(str(trace))


def test_whoever_takes_a_positive_test_reads_what_follows_once_it_is_confirmed(talk: Talk) -> None:
    """By 3.4.1 a confirmed case is reported to the command at once; somebody's own test is none yet."""
    talk("""王阿姨: 打卡 36.5 自己测抗原阳性了
            助手: …检测阳性…
            助手→何医生: 【紧急】医疗保障组 第1号
              …接手请回「收到 1」。
              自己测的还不算确诊，请核实；确诊了马上报开发区疫情防控指挥部。〔预案3.4.1〕
            助手→陈主任: 【紧急】街道疫情防控办 第2号
              …
              自己测的还不算确诊，请核实；确诊了马上报开发区疫情防控指挥部。〔预案3.4.1〕""")
    assert "确诊" not in talk.reaches("李强", "【紧急】…也请您联系看看。")


def test_a_fever_alone_says_nothing_of_a_confirmed_case(talk: Talk) -> None:
    talk.say("王阿姨", "打卡 38.1 咳嗽")
    assert "确诊" not in talk.reaches("何医生", "【紧急】…38.1℃…")


@pytest.mark.parametrize("said", ["没别的", "没有别的了", "别的都没事", "就这些"])
def test_nothing_more_behind_a_check_in_begins_no_other(talk: Talk, said: str) -> None:
    talk(f"""王阿姨: 打卡 36.5 没事
             助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。
             王阿姨: {said}
             助手: 好的，都记着了。有变化随时告诉我。""")


def test_nothing_more_behind_somebody_elses_check_in_records_nobody(talk: Talk) -> None:
    talk("""李强: 永茂6号楼2单元301王阿姨36.5
            助手: 打卡好了：王阿姨，36.5℃。…""")
    assert "都记着了" not in talk.say("李强", "其他都正常")
