"""Telephone and doorstep entry as it is talked: who said it and how is kept, and nobody finds anybody elsewhere."""

import pytest
from sqlalchemy import select

from ledger import Db, people, places
from ledger.people import accounts, family
from ledger.statement import Statement
from ledger.tables import audit, health_checkin, person, place, return_report, supply_request
from tests.talking import Talk, _openid

_CHECKINS = Statement(
    select(
        health_checkin.c.person_id,
        health_checkin.c.person,
        health_checkin.c.temperature,
        health_checkin.c.filed_by,
        health_checkin.c.said_by,
        health_checkin.c.via,
    ).order_by(health_checkin.c.id)
)
_REPORTS = Statement(
    select(
        return_report.c.person_id,
        return_report.c.name,
        return_report.c.filed_by,
        return_report.c.said_by,
        return_report.c.via,
    )
)
_SUPPLIES = Statement(
    select(
        supply_request.c.person_id,
        supply_request.c.name,
        supply_request.c.room,
        supply_request.c.filed_by,
        supply_request.c.said_by,
        supply_request.c.via,
    )
)
_COUNT = Statement(select(person.c.id))


def register(talk: Talk, name: str, home: str, phone: str | None = None) -> int:
    """Somebody without an account."""

    def work(db: Db) -> int:
        place = places.ensure(db, home)
        person_id = people.add(db, name=name, phone=phone, place_id=place.id, now=talk.clock[0], filed_by="list")
        people.grant(db, person_id, "resident", place.id, None, talk.clock[0])
        return person_id

    return talk.installation.ledger.transact(work)


def checkins(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_CHECKINS))


# What is said; who said it and how by what is kept.
SAID = {
    "代报 王桂芝 101 36.4 电话": ("王桂芝", "phone"),
    "代报王桂芝101 36.4 电话里说的": ("王桂芝", "phone"),
    "替101王桂芝打卡 36.4 上门": ("王桂芝", "doorstep"),
    "代报 3号楼1单元101 王桂芝 36.4 没事 纸质": ("王桂芝", "paper"),
    "代打卡 王桂芝 36.4 她女儿说的 电话": ("女儿", "phone"),
    "代报 王桂芝 36.4": ("王桂芝", None),
}


@pytest.mark.parametrize("words", SAID)
def test_a_grid_worker_checks_in_somebody_by_telephone_or_at_the_door(talk: Talk, words: str) -> None:
    wang = register(talk, "王桂芝", "永茂社区/3号楼/1单元/101")
    said_by, via = SAID[words]
    heard = talk.say("李强", words)
    assert "打卡好了：王桂芝，36.4℃" in heard
    assert "由您代报" in heard
    assert ("怎么报的没写" in heard) is (via is None)
    assert checkins(talk) == [(wang, "王桂芝", 36.4, "李强", said_by, via)]


def test_a_fever_by_telephone_reaches_the_medical_group_at_once(talk: Talk) -> None:
    register(talk, "王桂芝", "永茂社区/3号楼/1单元/101")
    talk("""李强: 代报 王桂芝 38.4 电话
            助手: 今天（1月20日）打卡好了：王桂芝，38.4℃。…
            助手→何医生: …王桂芝…""")


def test_of_two_of_one_name_it_is_asked_which_by_door_and_phone_end(talk: Talk) -> None:
    register(talk, "王桂芝", "永茂社区/3号楼/1单元/101")
    second = register(talk, "王桂芝", "永茂社区/3号楼/1单元/202", "13900009876")
    talk("""李强: 代报 王桂芝 36.4 电话
            助手: 同名的不止一位，是哪一位？请回数字。
              1 王桂芝 永茂社区3号楼1单元101　2 王桂芝 永茂社区3号楼1单元202 尾号9876
            李强: 2
            助手: 今天（1月20日）打卡好了：王桂芝，36.4℃。
              （王桂芝 永茂社区3号楼1单元202 尾号9876；王桂芝在电话里说的，由您代报）
            李强: 代报 王桂芝 202 36.5 上门
            助手: 今天（1月20日）打卡好了：王桂芝，36.5℃。…""")
    assert [row[0] for row in checkins(talk)] == [second, second]


def test_a_return_is_filed_for_somebody_without_a_phone(talk: Talk) -> None:
    zhang = register(talk, "张伟", "永茂社区/3号楼/1单元/301", "13900001234")
    talk("""李强: 代 张伟 后天从呼市坐K1302回来 一个人 电话
            助手: 替张伟 永茂社区3号楼1单元301 尾号1234办（张伟在电话里说的，由您代报）。
              …请核对：
              张伟，139****1234，永茂社区3号楼1单元301
              …
            李强: 1
            助手: 报备好了，编号 F0120-01：张伟，…""")
    assert talk.installation.ledger.read(lambda db: db.all(_REPORTS)) == [(zhang, "张伟", "李强", "张伟", "phone")]


def test_supplies_are_asked_for_by_telephone(talk: Talk) -> None:
    zhang = register(talk, "张伟", "永茂社区/3号楼/1单元/301", "13900001234")
    talk("""李强: 代 张伟 要两袋面 电话
            助手: 替张伟 永茂社区3号楼1单元301 尾号1234办（张伟在电话里说的，由您代报）。…""")
    for _ in range(8):
        heard = talk.say("李强", "1")
        if "S0120-01" in heard:
            break
    rows = talk.installation.ledger.read(lambda db: db.all(_SUPPLIES))
    assert rows == [(zhang, "张伟", "301", "李强", "张伟", "phone")]


def test_a_form_begun_anew_stays_for_the_same_person(talk: Talk) -> None:
    zhang = register(talk, "张伟", "永茂社区/3号楼/1单元/301", "13900001234")
    talk("""李强: 代 张伟 返乡报备 上门
            助手: 替张伟 …
              从哪里回来？…
            李强: 呼市 后天 火车K1302 一个人
            助手: …张伟，139****1234，永茂社区3号楼1单元301…
            李强: 1
            助手: 报备好了，编号 F0120-01：张伟，…""")
    ((who, _, _, _, via),) = talk.installation.ledger.read(lambda db: db.all(_REPORTS))
    assert (who, via) == (zhang, "doorstep")


def test_somebody_new_is_registered_at_the_door_that_is_named(talk: Talk) -> None:
    talk("""李强: 代报 孙凤 6号楼2单元401 36.4 上门
            助手: 今天（1月20日）打卡好了：孙凤，36.4℃。…
            李强: 代报 孙凤 36.6 电话
            助手: 今天（1月20日）打卡好了：孙凤，36.6℃。…""")
    assert len({row[0] for row in checkins(talk)}) == 1


def test_whoever_is_elsewhere_is_not_found_and_nothing_is_filed(talk: Talk) -> None:
    register(talk, "张伟", "二号村/3组/12号")
    before = len(talk.installation.ledger.read(lambda db: db.all(_COUNT)))
    talk("""李强: 代报 张伟 36.4 电话
            助手: 在您管的范围里没有找到张伟。…
            李强: 代报 张伟 3组12号 36.4 电话
            助手: 在您管的范围里没有找到张伟。…""")
    assert checkins(talk) == []
    assert len(talk.installation.ledger.read(lambda db: db.all(_COUNT))) == before


def test_the_office_reaches_the_whole_subdistrict(talk: Talk) -> None:
    zhang = register(talk, "张伟", "二号村/3组/12号")
    talk("""陈主任: 代报 张伟 36.4 电话
            助手: 今天（1月20日）打卡好了：张伟，36.4℃。…""")
    assert checkins(talk) == [(zhang, "张伟", 36.4, "陈主任", "张伟", "phone")]


def test_for_anybody_else_the_words_are_ordinary_text(talk: Talk) -> None:
    register(talk, "张伟", "永茂社区/3号楼/1单元/301")
    talk("""何医生: 代 张伟 后天从呼市坐K1302回来
            助手: 收到，先帮您记下：…
            何医生: 取消
            助手: …""")
    heard = talk.say("王阿姨", "代报 张伟 36.4 电话")
    assert "代报" not in heard
    assert [row[4:] for row in checkins(talk)] == [(None, None)] * len(checkins(talk))


def test_a_likely_slip_is_asked_and_not_filed(talk: Talk) -> None:
    register(talk, "张伟", "永茂社区/3号楼/1单元/301")
    talk("""李强: 代报 张伟 365 电话
            助手: 您是说张伟的体温 36.5℃ 吗？
              1 是　2 不是，重新说
            李强: 代报 张伟 电话
            助手: 要替张伟报什么？…""")
    assert checkins(talk) == []


# What is answered to the question whether 365 is 36.5, and what is filed.
SLIPS = {"1": 36.5, "2|36.9": 36.9, "36.8": 36.8, "38.4": 38.4}


@pytest.mark.parametrize("answers", SLIPS)
def test_a_likely_slip_is_filed_for_them_as_it_is_answered(talk: Talk, answers: str) -> None:
    zhang = register(talk, "张伟", "永茂社区/3号楼/1单元/301")
    talk.say("李强", "代报 张伟 365 没事 她女儿说的 电话")
    for answer in answers.split("|"):
        heard = talk.say("李强", answer)
    assert "由您代报" in heard
    assert checkins(talk) == [(zhang, "张伟", SLIPS[answers], "李强", "女儿", "phone")]


def test_what_is_felt_does_not_wait_for_a_figure_that_is_not_clear(talk: Talk) -> None:
    zhang = register(talk, "张伟", "永茂社区/3号楼/1单元/301")
    talk("""李强: 代报 张伟 365 喘不上气 电话
            助手: 今天（1月20日）打卡好了：张伟，喘不上气。…
              体温没看准，先没记。要是36.5℃，回「张伟的体温改成36.5」。
            助手→何医生: 【紧急】…张伟…
            李强: 张伟的体温改成36.5
            助手: 已把今天（1月20日）张伟的打卡改成：36.5℃，喘不上气。…
            李强: 代报 张伟 365 上门
            助手: 您是说张伟的体温 36.5℃ 吗？…
            李强: 他喘不上气
            助手: 今天（1月20日）打卡好了：张伟，喘不上气。…体温没看准，先没记。…""")
    assert {row[0] for row in checkins(talk)} == {zhang}


def test_a_contradiction_is_asked_about_and_who_said_it_stays(talk: Talk) -> None:
    register(talk, "王桂芝", "永茂社区/3号楼/1单元/101")
    talk("""李强: 代报 王桂芝 不烧 37.9 电话
            助手: 今天（1月20日）打卡好了：王桂芝，37.9℃，无不适。…由您代报）
              跟您对一下：王桂芝说不烧，量的是37.9℃，…
            李强: 36.9
            助手: 已把今天（1月20日）王桂芝的打卡改成：36.9℃，…
              我把改动告诉了医疗保障组。""")
    assert [row[2:] for row in checkins(talk)] == [(37.9, "李强", "王桂芝", "phone"), (36.9, "李强", "王桂芝", "phone")]


def test_two_days_of_somebody_are_filed_each_under_its_own(talk: Talk) -> None:
    wang = register(talk, "王桂芝", "永茂社区/3号楼/1单元/101")
    talk("""李强: 代报 王桂芝 昨天36.5 今天36.6 都没事 电话
            助手: 昨天（1月19日）打卡好了：王桂芝，36.5℃，无不适。记在那天，不算今天的。
              今天（1月20日）打卡好了：王桂芝，36.6℃，无不适。…""")
    assert checkins(talk) == [
        (wang, "王桂芝", 36.5, "李强", "王桂芝", "phone"),
        (wang, "王桂芝", 36.6, "李强", "王桂芝", "phone"),
    ]


_PEOPLE = Statement(
    select(person.c.name, person.c.phone_tail, person.c.filed_by, place.c.address)
    .select_from(person.outerjoin(place, place.c.id == person.c.place_id))
    .where(person.c.filed_by != "test")
    .order_by(person.c.id)
)
_REGISTERED = Statement(select(audit.c.actor, audit.c.detail).where(audit.c.action == "registered").order_by(audit.c.id))


def bind_account(talk: Talk, account: str, whose: int) -> None:
    talk.installation.ledger.transact(lambda db: accounts.bind(db, _openid(account), whose))


def family_of(talk: Talk, who: str) -> list[int]:
    """For whom somebody's account speaks."""
    return [one.person.id for one in talk.installation.ledger.read(lambda db: family.of(db, _openid(who)))]


def people_of(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_PEOPLE))


def test_somebody_is_registered_by_telephone_with_who_said_it_and_how(talk: Talk) -> None:
    talk("""李强: 代登记 孙凤 13900001234 6号楼2单元401 她女儿说的 电话
            助手: 满14岁了吗？没满的要监护人同意。
              1 满了　2 没满
            李强: 1
            助手: 请核对：
              孙凤，139****1234，永茂社区6号楼2单元401
              （女儿在电话里说的，由您代登记）
              请跟本人说一声：…
            李强: 1
            助手: 登记好了：孙凤，永茂社区6号楼2单元401。
            李强: 代报 孙凤 36.4 电话
            助手: 今天（1月20日）打卡好了：孙凤，36.4℃。…""")
    assert people_of(talk) == [("孙凤", "1234", "李强", "永茂社区/6号楼/2单元/401")]
    registered = talk.installation.ledger.read(lambda db: db.all(_REGISTERED))
    assert registered == [("李强", '{"said_by":"女儿","via":"phone"}')]


def test_whoever_is_not_found_is_registered_and_what_was_said_is_filed_then(talk: Talk) -> None:
    talk("""李强: 代报 张伟 36.4 没事 上门
            助手: 在您管的范围里没有找到张伟。
              没登记过的话，现在登记，登记完接着报。
              1 现在登记　2 先不登记，名字再核对
            李强: 1
            助手: 满14岁了吗？…
            李强: 1
            助手: 几号楼几单元几室？…
            李强: 6号楼3单元502
            助手: 有手机号吗？…
            李强: 没有
            助手: 请核对：
              张伟，永茂社区6号楼3单元502
              （张伟上门时说的，由您代登记）…
            李强: 1
            助手: 登记好了：张伟，永茂社区6号楼3单元502。
              今天（1月20日）打卡好了：张伟，36.4℃，无不适。
              （张伟 永茂社区6号楼3单元502；张伟上门时说的，由您代报）""")
    assert people_of(talk) == [("张伟", None, "李强", "永茂社区/6号楼/3单元/502")]
    assert [row[1:] for row in checkins(talk)] == [("张伟", 36.4, "李强", "张伟", "doorstep")]


def test_a_fever_of_whoever_is_not_found_is_passed_on_at_once(talk: Talk) -> None:
    talk("""李强: 代报 张伟 38.6 她女儿说的 电话
            助手: 今天（1月20日）打卡好了：张伟，38.6℃。
              38.6℃ 偏高…我已告诉医疗保障组，请他们联系本人。〔预案2.1〕
              在您管的范围里没有找到张伟。请核对名字、…
            助手→何医生: 【紧急】…张伟｜38.6℃…""")
    assert checkins(talk) == [(None, "张伟", 38.6, "李强", "女儿", "phone")]


def test_where_the_name_was_wrong_nobody_is_registered(talk: Talk) -> None:
    talk("""李强: 代报 张伟 36.4 上门
            助手: 在您管的范围里没有找到张伟。…
            李强: 2
            助手: 好的，没有登记，也没有报。…""")
    assert (people_of(talk), checkins(talk)) == ([], [])


def test_a_child_is_registered_with_the_word_of_the_guardian_whose_account_speaks_for_it(talk: Talk) -> None:
    talk("""李强: 代登记 王小丫 9岁 6号楼2单元301 上门
            助手: 监护人叫什么名字？…
            李强: 王阿姨
            助手: 监护人当面或者在电话里同意登记吗？
              1 同意　2 没同意，或者没联系上
            李强: 1
            助手: 请核对：
              王小丫，永茂社区6号楼2单元301；监护人王阿姨，同意了
              （王阿姨上门时说的，由您代登记）…
            李强: 1
            助手: 登记好了：王小丫，永茂社区6号楼2单元301。
              王阿姨是监护人，以后在自己的微信里就能替孩子办。
            王阿姨: 我的家人
            助手: 您能代办的家人：
              孩子：王小丫 永茂社区6号楼2单元301（由您监护）…
            王阿姨: 孩子36.5没事
            助手: 今天（1月20日）打卡好了：王小丫，36.5℃，无不适。""")


def test_the_guardian_is_told_and_can_let_the_child_go(talk: Talk) -> None:
    for words in ("代登记 王小丫 9岁 6号楼2单元301 上门", "王阿姨", "1", "1"):
        talk.say("李强", words)
    talk.reaches("王阿姨", "李强替孩子王小丫登记了（永茂社区6号楼2单元301），说您是监护人、您同意的。…回「删掉 王小丫」…")
    assert talk.say("王阿姨", "删掉 王小丫").startswith("删掉了：孩子，王小丫。")
    assert family_of(talk, "王阿姨") == []


# What is answered to the question for the guardian or said at the end; the child and the guardian in the summary.
GUARDIANS = {
    "张伟|1": ("王小丫", "张伟"),
    "叫张伟|1": ("王小丫", "张伟"),
    "监护人叫张伟|1": ("王小丫", "张伟"),
    "张伟|1|监护人叫李四海": ("王小丫", "李四海"),
    "张伟|1|孩子叫王小燕": ("王小燕", "张伟"),
}


@pytest.mark.parametrize("answers", GUARDIANS)
def test_a_guardians_full_name_is_not_the_childs(talk: Talk, answers: str) -> None:
    zhang = register(talk, "张伟", "永茂社区/6号楼/2单元/401")
    child, guardian = GUARDIANS[answers]
    talk.say("李强", "代登记 王小丫 9岁 6号楼2单元401 上门")
    for answer in answers.split("|"):
        heard = talk.say("李强", answer)
    assert f"{child}，永茂社区6号楼2单元401；监护人{guardian}，同意了" in heard
    assert f"登记好了：{child}，" in talk.say("李强", "1")
    assert [row[0] for row in people_of(talk)] == ["张伟", child]
    assert zhang not in family_of(talk, "王阿姨")


# Who has the guardian's name: homes, and of them who has an account; whether that account speaks for the child.
OF_THE_NAME = {
    "the only one, elsewhere": ((("3号楼/1单元/101", True),), True),
    "at the door, and a stranger": ((("6号楼/2单元/401", True), ("3号楼/1单元/101", True)), True),
    "at the door without an account, and a stranger": ((("6号楼/2单元/401", False), ("3号楼/1单元/101", True)), False),
    "a stranger, and one without an account": ((("3号楼/1单元/101", True), ("3号楼/1单元/102", False)), False),
}


@pytest.mark.parametrize(("homes", "speaks"), OF_THE_NAME.values(), ids=OF_THE_NAME.keys())
def test_no_strangers_account_speaks_for_a_child(
    talk: Talk, homes: tuple[tuple[str, bool], ...], speaks: bool
) -> None:
    for number, (home, has_account) in enumerate(homes):
        whose = register(talk, "张伟", f"永茂社区/{home}")
        if has_account:
            bind_account(talk, f"张伟{number}", whose)
    for words in ("代登记 王小丫 9岁 6号楼2单元401 上门", "张伟", "1"):
        talk.say("李强", words)
    heard = talk.say("李强", "1")
    assert ("张伟是监护人，以后在自己的微信里就能替孩子办。" in heard) is speaks
    assert ("请张伟说「添加家人」" in heard) is not speaks
    spoken_for = [len(family_of(talk, f"张伟{number}")) for number in range(len(homes))]
    assert spoken_for == [int(speaks and number == 0) for number in range(len(homes))]


def test_without_the_guardians_word_a_child_is_not_registered(talk: Talk) -> None:
    talk("""李强: 代登记 王小丫 9岁 6号楼2单元301 上门
            助手: 监护人叫什么名字？…
            李强: 王阿姨
            助手: 监护人当面…
            李强: 2
            助手: 没满14岁的孩子要监护人同意才能登记，这次先没记王小丫。…""")
    assert people_of(talk) == []


def test_nobody_is_registered_outside_the_scope(talk: Talk) -> None:
    talk("""李强: 代登记 孙凤 二号村3组12号 上门
            助手: 这个地址不在您管的范围里，没有登记孙凤。…
            陈主任: 代登记 孙凤 二号村3组12号 电话
            助手: 满14岁了吗？…""")
    assert people_of(talk) == []


def test_whoever_is_registered_at_the_door_is_not_registered_twice(talk: Talk) -> None:
    register(talk, "孙凤", "永茂社区/6号楼/2单元/401")
    talk("""李强: 代登记 孙凤 6号楼2单元401 上门
            助手: 满14岁了吗？…
            李强: 1
            助手: 有手机号吗？…
            李强: 没有
            助手: 请核对：…
            李强: 1
            助手: 孙凤以前就登记在永茂社区6号楼2单元401了，没有再登记一次。""")
    assert len(people_of(talk)) == 1


def test_for_a_resident_the_words_register_nobody_else(talk: Talk) -> None:
    talk.say("王阿姨", "代登记 孙凤 6号楼2单元401 上门")
    assert people_of(talk) == []


_VERSIONS = Statement(
    select(
        health_checkin.c.temperature,
        health_checkin.c.version,
        health_checkin.c.filed_by,
        health_checkin.c.said_by,
        health_checkin.c.via,
    ).order_by(health_checkin.c.id)
)


def test_who_said_it_and_how_stays_where_it_is_put_right(talk: Talk) -> None:
    register(talk, "王桂芝", "永茂社区/3号楼/1单元/101")
    talk("""李强: 代报 王桂芝 36.4 没事 她女儿说的 电话
            助手: 今天（1月20日）打卡好了：王桂芝，36.4℃，无不适。…
            李强: 王桂芝的体温写错了 应该是36.9
            助手: 已把今天（1月20日）王桂芝的打卡改成：36.9℃，无不适。原来的（36.4℃，无不适）也留着。""")
    assert talk.installation.ledger.read(lambda db: db.all(_VERSIONS)) == [
        (36.4, 1, "李强", "女儿", "phone"),
        (36.9, 2, "李强", "女儿", "phone"),
    ]


def test_a_return_that_was_filed_for_somebody_stays_told_by_them(talk: Talk) -> None:
    zhang = register(talk, "张伟", "永茂社区/3号楼/1单元/301", "13900001234")
    talk("""李强: 代 张伟 后天从呼市坐K1302回来 一个人 电话
            助手: 替张伟 …
            李强: 1
            助手: 报备好了，编号 F0120-01：张伟，…
            李强: 张伟的报备写错了 应该是K1304
            助手: 改好了，F0120-01：
              车次：K1302 → K1304…""")
    rows = talk.installation.ledger.read(lambda db: db.all(_REPORTS))
    assert rows == [(zhang, "张伟", "李强", "张伟", "phone")] * 2
