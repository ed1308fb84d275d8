"""An answer of the office is kept for whoever asks next: approved by another, told in time, never instead of a clause."""

import pytest

from ledger import Db, handovers, kept_answers, people, places
from ledger.kept_answers import waiting
from ledger.people import accounts, roles
from tests.supply_shop import bind
from tests.talking import Talk
from tests.told_town import audited, printed

QUESTION = "楼下超市啥时候开门"


@pytest.fixture
def office(talk: Talk) -> Talk:
    """An office of two, and somebody who lives elsewhere."""
    bind(talk, "刘干事", "office", "")
    settles(talk, "赵大爷", "老区社区/3号楼/1单元/101")
    return talk


def settles(talk: Talk, name: str, address: str) -> None:
    """Somebody known lives there."""

    def work(db: Db) -> None:
        home = places.ensure(db, address).id
        person_id = people.add(db, name=name, phone=None, place_id=home, now=talk.clock[0], filed_by="test")
        accounts.bind(db, talk.openid(name), person_id)

    talk.installation.ledger.transact(work)


def kept(talk: Talk, words: str = "早8点到晚6点", change: str = "") -> None:
    """Keep an answer and let it be approved."""
    talk.say("陈主任", f"留答复 问：{QUESTION} 答：{words}")
    if change:
        talk.say("陈主任", change)
    assert "从现在起用" in talk.say("刘干事", "同意 D-1 第2版" if change else "同意 D-1")


def test_an_answer_to_a_handover_reaches_who_asked_and_the_next_who_asks_in_other_words(office: Talk) -> None:
    office("""王阿姨: 楼下超市啥时候开门
              助手: 您问的「楼下超市啥时候开门」，《预案》里没有写…
                1 帮我转给值班的工作人员　2 算了
              王阿姨: 1
              助手: 好的，已转给街道防控办值班的工作人员…
              陈主任: 已答复 1 早8点到晚6点
              助手: 好的，第1号 王阿姨，您的话已发给本人：早8点到晚6点
                以后还有人问，想留着用就回「留答复 1」。
              助手→王阿姨: 您问的事，陈主任回话：早8点到晚6点…
              陈主任: 留答复 1
              助手: 记下了，还没有给别人用：给很多人看的话要另一位防控办同志同意〔预案3.3〕，已请他们看。
                D-1 陈主任写的，等另一位防控办同志同意
                问：楼下超市啥时候开门
                答：早8点到晚6点
                给所有人，管到2月19日
                …
              助手→刘干事: 【留给大家的答复，请看一眼】D-1 陈主任写的…合适回「同意 D-1」…
              陈主任: 同意 D-1
              助手: D-1 有您写的，写的人自己不能同意，请防控办另一位同志回「同意 D-1」。
              刘干事: 待办
              助手: …【留给大家的答复，等您同意】…D-1 楼下超市啥时候开门｜陈主任答：早8点到晚6点
              刘干事: 同意 D-1
              助手: 好的，D-1 从现在起用：…
              助手→陈主任: 刘干事同意了您写的答复 D-1（楼下超市啥时候开门），从现在起给问的人用。
              赵大爷: 小区超市几点开门
              助手: 您问的「楼下超市啥时候开门」，街道防控办1月20日的答复：
                早8点到晚6点
                《预案》里没有写这个，按防控办的答复来，管到2月19日。
                不是您问的，或者还不明白，回「人工」。
              陈主任: D-1
              助手: D-1 在用，刘干事1月20日同意，管到2月19日，用过1次…""")
    assert [what for _, _, what in audited(office, "kept_answer")] == [
        "answer kept",
        "kept answer approved",
        "kept answer told",
    ]


def waits_an_hour(talk: Talk) -> None:
    talk.later(minutes=61)
    talk.job("answers_unapproved")


def test_an_answer_that_nobody_looks_at_climbs_and_is_settled_once_somebody_does(office: Talk) -> None:
    bind(office, "周书记", "leader", "")
    office.say("陈主任", f"留答复 问：{QUESTION} 答：早8点到晚6点")
    waits_an_hour(office)
    office.reaches(
        "刘干事",
        "【催办】留给大家的答复 D-1「楼下超市啥时候开门」还没有人看，陈主任写的。\n回「D-1」看全文，再同意或者退回。…",
    )
    assert "【催办】" not in chat(office, "陈主任")  # who wrote it cannot approve it
    waits_an_hour(office)
    office.reaches("周书记", "【催办】留给大家的答复 D-1「楼下超市啥时候开门」还没有人看，…由街道疫情防控办同意，请督促。")
    assert "留的答复等同意 D-1" in office.say("周书记", "督查")
    office.say("刘干事", "同意 D-1")
    office.job("answers_unapproved")
    assert "D-1" not in office.say("周书记", "督查")


@pytest.mark.parametrize("decided", ["刘干事: 退回 D-1 请写周末几点", "陈主任: 停用 D-1"])
def test_what_was_decided_in_time_does_not_climb(office: Talk, decided: str) -> None:
    office.say("陈主任", f"留答复 问：{QUESTION} 答：早8点到晚6点")
    office.say(*decided.split(": "))
    waits_an_hour(office)
    assert "【催办】" not in chat(office, "刘干事")


def test_a_changed_answer_has_its_time_anew_and_none_of_its_writers_is_asked(office: Talk) -> None:
    bind(office, "孙科员", "office", "")
    office.say("陈主任", f"留答复 问：{QUESTION} 答：早8点到晚6点")
    office.later(minutes=50)
    office.say("刘干事", "D-1 答 早9点到晚5点")
    office.later(minutes=20)
    office.job("answers_unapproved")
    assert "【催办】" not in chat(office, "孙科员")
    waits_an_hour(office)
    office.reaches("孙科员", "【催办】留给大家的答复 D-1…刘干事写的。…")
    assert "【催办】" not in chat(office, "陈主任") + chat(office, "刘干事")


def test_of_two_schedulers_one_puts_it_up(office: Talk) -> None:
    office.say("陈主任", f"留答复 问：{QUESTION} 答：早8点到晚6点")
    office.later(minutes=61)

    def put_up_twice(db: Db) -> list[bool]:
        (one,) = waiting.late(db, office.clock[0], 3, 10)
        return [waiting.climb(db, one, 1, None) for _ in range(2)]

    assert office.installation.ledger.transact(put_up_twice) == [True, False]


def chat(talk: Talk, who: str) -> str:
    return "".join(one.text for one in talk.stand.chat(talk.openid(who)))


def test_what_nearly_fits_is_offered_and_never_asserted(office: Talk) -> None:
    kept(office)
    office("""赵大爷: 超市今天几点关门
              助手: 您问的「超市今天几点关门」，《预案》里没有写。防控办答过一个差不多的（D-1）：
                「楼下超市啥时候开门」
                1 就问这个，看答复　2 不是，帮我转给值班的工作人员
              赵大爷: 1
              助手: 您问的「楼下超市啥时候开门」，街道防控办1月20日的答复：…
              赵大爷: 超市今天几点关门
              助手: …
              赵大爷: 2
              助手: 好的，已转给街道防控办值班的工作人员…
              陈主任: 转人工
              助手: …超市今天几点关门…""")


def test_a_clause_that_answers_goes_before_a_kept_answer(office: Talk) -> None:
    office.say("陈主任", "留答复 问：现在村里还能办席不 答：可以办")
    office.say("刘干事", "同意 D-1")
    said = office.say("王阿姨", "村里现在还能办席不")
    assert "〔预案3.2〕" in said
    assert "可以办" not in said


def test_it_is_told_until_its_last_day_and_then_no_more(office: Talk) -> None:
    kept(office, change="D-1 到1月22日")
    office.at("2022-01-22T23:59:00+08:00")
    assert "早8点到晚6点" in office.say("王阿姨", "小区超市几点开门")
    office.at("2022-01-23T00:00:00+08:00")
    assert "早8点到晚6点" not in office.say("王阿姨", "小区超市几点开门")
    office("""王阿姨: 看答复 D-1
              助手: 这条答复现在不用了。…
              陈主任: D-1
              助手: D-1 过了1月22日，不再用…
              陈主任: 留着的答复
              助手: 现在没有留着的答复。…""")


def test_an_answer_for_one_place_is_told_to_those_who_live_there_alone(office: Talk) -> None:
    kept(office, change="D-1 只给老区社区")
    assert "街道防控办1月20日的答复（只说老区社区）：" in office.say("赵大爷", "小区超市几点开门")
    for somebody in ("王阿姨", "生人"):
        assert "早8点" not in office.say(somebody, "小区超市几点开门")
        assert "早8点" not in office.say(somebody, "看答复 D-1")


def test_a_change_waits_for_approval_anew_and_every_version_stays(office: Talk) -> None:
    kept(office)
    office("""刘干事: D-1 答 早9点到晚5点
              助手: 记下了，还没有给别人用…
              王阿姨: 楼下超市啥时候开门
              助手: 您问的「楼下超市啥时候开门」，《预案》里没有写…
              刘干事: 同意 D-1 第2版
              助手: D-1 有您写的，…""")
    # Whoever wrote any version does not approve it: a third person has to.
    bind(office, "孙科员", "office", "")
    office("""陈主任: 同意 D-1 第2版
              助手: D-1 有您写的，…
              孙科员: 退回 D-1 请写周末几点
              助手: 退回了 D-1，写的人会看到原因。
              助手→刘干事: 孙科员退回了您写的答复 D-1：请写周末几点…
              刘干事: D-1 答 早9点到晚5点，周末休息
              助手: 记下了…
              助手→孙科员: 【留给大家的答复，请看一眼】D-1 刘干事改的…早9点到晚5点，周末休息…合适回「同意 D-1 第3版」…
              孙科员: 同意 D-1 第2版
              助手: D-1 刘干事写的，等另一位防控办同志同意…别的同志回「同意 D-1 第3版」…
              孙科员: 同意 D-1 第3版
              助手: 好的，D-1 从现在起用…
              王阿姨: 小区超市几点开门
              助手: …早9点到晚5点，周末休息…
              陈主任: 停用 D-1
              助手: D-1 停用了…
              王阿姨: 楼下超市啥时候开门
              助手: 您问的「楼下超市啥时候开门」，《预案》里没有写…""")
    found = office.installation.ledger.read(lambda db: kept_answers.versions(db, 1))
    assert [(one.version, one.status, one.answer) for one in found] == [
        (1, "superseded", "早8点到晚6点"),
        (2, "superseded", "早9点到晚5点"),
        (3, "ended", "早9点到晚5点，周末休息"),
    ]
    assert [line["status"] for line in printed(office, "kept_answer")] == ["ended"]


def test_other_wordings_are_met_as_the_question_is(office: Talk) -> None:
    kept(office, change="D-1 也可以问 小卖部啥时候有人")
    assert "早8点到晚6点" in office.say("王阿姨", "小卖部啥时候有人")


def test_nobody_but_the_office_keeps_or_approves(office: Talk) -> None:
    office.say("陈主任", f"留答复 问：{QUESTION} 答：早8点到晚6点")
    for somebody in ("王阿姨", "李强", "何医生"):
        office.say(somebody, "同意 D-1")
        office.say(somebody, "留答复 问：能不能出门 答：能")
    found = office.installation.ledger.read(lambda db: kept_answers.standing(db, 10))
    assert [(one.id, one.status) for one in found] == [(1, "submitted")]


def test_an_approver_whose_role_has_ended_has_no_say(office: Talk) -> None:
    office.say("陈主任", f"留答复 问：{QUESTION} 答：早8点到晚6点")

    def end(db: Db) -> None:
        for one in roles.of_name(db, "刘干事"):
            roles.end(db, one.id, office.clock[0])

    office.installation.ledger.transact(end)
    office.say("刘干事", "同意 D-1")
    found = office.installation.ledger.read(lambda db: kept_answers.standing(db, 10))
    assert [one.status for one in found] == ["submitted"]


def test_what_is_wrong_is_said_with_how_it_is_right(office: Talk) -> None:
    office(f"""陈主任: 留答复 7
               助手: 第7号还没有答复过，没有可留的。…
               陈主任: 留答复 问：{QUESTION} 答：{"长" * 501}
               助手: 没有记：答的话请写在500个字以内。
               陈主任: 留答复 问：{QUESTION} 答：早8点
               助手: …
               陈主任: D-1 到2021年1月1日
               助手: 没有记：管到哪天要从今天起一年以内，…
               陈主任: D-1 只给火星
               助手: 没有记：没听出是哪个社区（村）。…
               陈主任: D-9
               助手: 没有 D-9 这条答复。…""")


def test_a_phone_in_the_question_is_not_kept(office: Talk) -> None:
    office("""陈主任: 留答复 问：我是13800001111，超市几点开门 答：早8点，电话 0475-1234567
              助手: …问：我是138****1111…答：早8点，电话 0475-1234567…""")


def test_in_the_middle_of_a_form_it_is_told_and_the_form_goes_on(office: Talk) -> None:
    office.say("陈主任", "留答复 问：封控一天给补多少钱 答：等市里的文件")
    office.say("刘干事", "同意 D-1")
    office("""王阿姨: 报备
              助手: …
              王阿姨: 封控期间有补贴吗
              助手: 您问的「封控一天给补多少钱」，街道防控办1月20日的答复：
                等市里的文件
                …
              王阿姨: 封控误工补贴怎么算
              助手: …想看回「看答复 D-1」；…""")


def test_what_was_answered_to_one_person_goes_with_their_words(office: Talk) -> None:
    office.say("王阿姨", "封控一天给补多少钱")
    office.say("王阿姨", "1")
    office.say("陈主任", "已答复 1 等市里的文件")
    ledger = office.installation.ledger
    found = ledger.read(lambda db: handovers.answered(db, 1))
    assert found is not None
    assert (found.words, found.who) == ("等市里的文件", "陈主任")
    office.later(days=31)
    office.job("retention")
    assert ledger.read(lambda db: handovers.answered(db, 1)) is None
    office("""陈主任: 留答复 1
              助手: 第1号还没有答复过，没有可留的。…""")
