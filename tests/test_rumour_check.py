"""求证 as chats (clauses 3.3, 4.4): not known, not to be passed on, and answered by whoever finds out."""

import threading

import pytest

from knowledge.times import DAY
from ledger.people import accounts
from ledger.retention import Limits, delete_some
from tests.talking import Talk
from tests.told_town import chat_of, climb, printed, put_to, settle

JOB = "rumours_overdue"


@pytest.fixture
def town(talk: Talk) -> Talk:
    return settle(talk)


def test_nobody_knows_yet_and_somebody_finds_out(town: Talk) -> None:
    town("""王阿姨: 听说永茂有人确诊了 是真的吗
            助手: 这个消息现在没有核实，先别信，也别转发。〔预案3.3〕
              我已请宣传引导组核实（Z0120-01），请他们 1月20日 13:00 前答复，有了答复我告诉您。
              准信看河西街道公众号发的通知。
            助手→钱宣传: 【求证】Z0120-01
              听说永茂有人确诊了 是真的吗
              请在 1月20日 13:00 前答复：接手回「接 Z0120-01」，核实了回「回复 Z0120-01 答复的话」，问的人都会收到。
            钱宣传: 待办
            助手: 【求证，等答复】回「回复」加编号和答复的话
              Z0120-01 听说永茂有人确诊了 是真的吗（1月20日 13:00 前）
            钱宣传: 接 Z0120-01
            助手: 好的，Z0120-01 由您核实：…
            钱宣传: 回复 Z0120-01
            助手: 怎么答复？请写在后面，…
            钱宣传: 回复 Z0120-01 没有这回事，请大家放心
            助手: 好的，Z0120-01 答复了：没有这回事，请大家放心
              1个人会收到。防控办同意以后，今天再有人问才会给这个答复。
            助手→王阿姨: 您问的事（Z0120-01），宣传引导组钱宣传 1月20日 09:00 答复：
              没有这回事，请大家放心
              没核实的消息请别转发。〔预案3.3〕
            王阿姨: 我的记录
            助手: …1 Z0120-01 求证：已答复…
            钱宣传: 待办
            助手: 现在没有等您办的事。""")
    (line,) = printed(town, "rumour_check")
    assert (line["status"], line["closed_by"], line["approved_by"], line["clause"]) == (
        *("closed", "钱宣传", None, "org.group.publicity"),
    )
    assert (line["text"], line["filed_by"], line["reply"]) == (
        *("听说永茂有人确诊了 是真的吗", "王阿姨", "没有这回事，请大家放心"),
    )


def test_who_asks_the_same_is_joined_and_gets_the_same_answer(town: Talk) -> None:
    town.say("王阿姨", "听说永茂有人确诊了 是真的吗")
    said = town.say("赵某", "群里说永茂有人确诊，真的假的")
    assert "Z0120-02" in said
    assert "今天还有1个人也在问这件事。" in said
    assert "（2人问）" in town.say("钱宣传", "待办")
    assert chat_of(town, "钱宣传").count("【求证】") == 1
    assert "2个人会收到" in town.say("钱宣传", "回复 Z0120-02 没有这回事")
    town.reaches("王阿姨", "您问的事（Z0120-01），宣传引导组钱宣传 1月20日 09:00 答复：\n没有这回事…")
    town.reaches("赵某", "您问的事（Z0120-02），宣传引导组钱宣传 1月20日 09:00 答复：\n没有这回事…")
    assert [(line["joined"], line["status"]) for line in printed(town, "rumour_check")] == [(None, "closed"), (1, "closed")]


def test_only_an_approved_answer_is_given_to_who_asks_afterwards(town: Talk) -> None:
    town.say("王阿姨", "听说永茂有人确诊了 是真的吗")
    town.say("钱宣传", "回复 Z0120-01 没有这回事")
    town.reaches("陈主任", "【求证答复，请看一眼】Z0120-01\n问：…\n宣传引导组钱宣传答：没有这回事\n…「同意答复 Z0120-01」…")
    assert "我已请宣传引导组核实（Z0120-02）" in town.say("赵某", "听说永茂有人确诊")
    town("""钱宣传: 同意答复 Z0120-01
            助手: 答复要给后来问的人看，得防控办的同志同意。〔预案3.3〕
            陈主任: 待办
            助手: …【求证答复，等防控办同意】回「同意答复」加编号，今天再有人问就给
              Z0120-01 听说永茂有人确诊了 是真的吗｜钱宣传答：没有这回事
            陈主任: 同意答复 Z0120-01
            助手: 好的，今天再有人问同一件事，马上给这个答复（Z0120-01）。
            助手→赵某: 您问的事（Z0120-02），宣传引导组钱宣传 1月20日 09:00 答复：
              没有这回事…
            李强: 永茂是不是有人确诊了？真的吗
            助手: 有人问过同一件事，宣传引导组钱宣传 1月20日 09:00 的答复（街道疫情防控办陈主任同意发布）：
              没有这回事
              准信以公众号的通知为准，没核实的别转发。〔预案3.3〕（Z0120-03）
            陈主任: 同意答复 Z0120-01
            助手: Z0120-01 的答复陈主任已经同意了，不用再管，辛苦了。""")
    assert [line["status"] for line in printed(town, "rumour_check")] == ["closed", "closed", "closed"]


def test_what_the_office_answers_is_approved_by_that(town: Talk) -> None:
    town.say("王阿姨", "听说明天要封城 是真的吗")
    assert "今天再有人问，马上给这个答复。" in town.say("陈主任", "回复 Z0120-01 没有接到这样的通知")
    said = "您问的事（Z0120-01），街道疫情防控办陈主任 1月20日 09:00 答复：\n没有接到这样的通知…"
    town.reaches("王阿姨", said)
    assert "没有接到这样的通知" in town.say("赵某", "有人说明天要封城，真的假的")


def test_the_answer_of_yesterday_is_not_todays(town: Talk) -> None:
    town.say("王阿姨", "听说明天要封城 是真的吗")
    town.say("陈主任", "回复 Z0120-01 没有接到这样的通知")
    town.later(days=1)
    said = town.say("赵某", "听说明天要封城 是真的吗")
    assert "这个消息现在没有核实" in said
    assert "Z0121-01" in said


def test_what_only_sounds_alike_is_asked_apart(town: Talk) -> None:
    town.say("王阿姨", "听说明天要封城 是真的吗")
    town.say("陈主任", "回复 Z0120-01 没有接到这样的通知")
    assert "没有接到这样的通知" not in town.say("赵某", "听说后天要封城 是真的吗")


def test_who_asks_twice_has_asked_once(town: Talk) -> None:
    town.say("王阿姨", "听说明天要封城 是真的吗")
    assert "Z0120-01" in town.say("王阿姨", "有人说明天要封城 真的假的")
    assert len(printed(town, "rumour_check")) == 1
    town.say("陈主任", "回复 Z0120-01 没有接到这样的通知")
    assert "没有接到这样的通知" in town.say("王阿姨", "明天要封城是真的吗")
    assert len(printed(town, "rumour_check")) == 1


def test_whoever_says_no_rumour_is_asked_for_it(town: Talk) -> None:
    town("""王阿姨: 求证
            助手: 您听到的是什么消息？…
            王阿姨: 超市明天关门
            助手: 这个消息现在没有核实，…""")


def test_it_is_the_publicity_groups_and_the_offices(town: Talk) -> None:
    town.say("王阿姨", "听说明天要封城 是真的吗")
    for who in ("郑保安", "何医生"):
        assert town.say(who, "回复 Z0120-01 真的").startswith("没有找到归您的 Z0120-01")
    town.say("李强", "回复 Z0120-01 真的")
    assert [line["status"] for line in printed(town, "rumour_check")] == ["open"]


def test_of_two_who_ask_the_same_at_once_one_joins_the_other(town: Talk) -> None:
    start = threading.Barrier(2)

    def ask(who: str, words: str) -> None:
        start.wait()
        town.say(who, words)

    asking = (("王阿姨", "听说明天要封城 是真的吗"), ("赵某", "有人说明天要封城 真的假的"))
    threads = [threading.Thread(target=ask, args=one) for one in asking]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line["joined"] for line in printed(town, "rumour_check")] == [None, 1]


def test_of_two_who_answer_at_once_one_does(town: Talk) -> None:
    town.say("王阿姨", "听说明天要封城 是真的吗")
    start, said = threading.Barrier(2), dict[str, str]()

    def answer(who: str) -> None:
        start.wait()
        said[who] = town.say(who, "回复 Z0120-01 没有接到通知")

    threads = [threading.Thread(target=answer, args=(who,)) for who in ("钱宣传", "陈主任")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("答复了：" in words for words in said.values()) == [False, True]
    town.reaches("王阿姨", "您问的事（Z0120-01）…")
    assert chat_of(town, "王阿姨").count("您问的事") == 1


def test_what_nobody_answers_climbs(town: Talk) -> None:
    town.say("王阿姨", "听说明天要封城 是真的吗")
    climb(town, JOB, hours=4, minutes=1)
    is_late = "【催办】求证 Z0120-01 还没有答复\n听说明天要封城 是真的吗\n宣传引导组\n"
    assert f"{is_late}核实了回「回复 Z0120-01 答复的话」" in put_to(town, "钱宣传")
    for _ in range(4):
        climb(town, JOB, hours=1, minutes=1)
    assert is_late in put_to(town, "陈主任")
    assert f"{is_late}请督促答复。" in put_to(town, "孙书记")
    assert "【督查】求证 Z0120-01" in put_to(town, "赵督查")
    assert "求证没答复 1：宣传引导组" in town.say("赵督查", "超期")
    assert "王阿姨" not in put_to(town, "孙书记")
    town.say("钱宣传", "回复 Z0120-01 没有这回事")
    assert climb(town, JOB, hours=2) == 0


def test_after_its_time_the_words_are_gone_and_an_account_that_left_is_not_in_it(town: Talk) -> None:
    town.say("王阿姨", "听说明天要封城 是真的吗")
    town.say("赵某", "听说明天要封城")
    ledger = town.installation.ledger
    ledger.transact(lambda db: accounts.forget(db, town.openid("赵某")))
    assert "1个人会收到" in town.say("陈主任", "回复 Z0120-01 没有接到通知")
    limits = Limits(replies=0, sent_texts=town.clock[0] + DAY, parked_messages=0, open_forms=0)
    while ledger.transact(lambda db: delete_some(db, limits, 200)):
        pass
    assert [(line["text"], line["reply"]) for line in printed(town, "rumour_check")] == [("", None), ("", None)]
