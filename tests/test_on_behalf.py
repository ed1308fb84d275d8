"""Telephone and doorstep entry as it is talked: who said it and how is kept, and nobody finds anybody elsewhere."""

import pytest
from sqlalchemy import select

from ledger import Db, people, places
from ledger.statement import Statement
from ledger.tables import health_checkin, person, return_report, supply_request
from tests.talking import Talk

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
            助手: 您是说张伟的体温 36.5℃ 吗？…
            李强: 代报 张伟 电话
            助手: 要替张伟报什么？…""")
    assert checkins(talk) == []


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
