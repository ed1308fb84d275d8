"""Whose figure it is, which day's, and that nobody who was spoken of is lost (clauses 3.4.2, 3.4.8)."""

import pytest
from sqlalchemy import text

from knowledge.language.normalise import normalise
from knowledge.language.persons import find_persons
from ledger import family, people, places
from ledger.statement import Statement
from tests.talking import Talk

_IN_FORCE = Statement(
    text("SELECT person, date, temperature, symptoms FROM health_checkin WHERE status = 'submitted' ORDER BY id")
)
_ALL = Statement(text("SELECT person, temperature, status FROM health_checkin ORDER BY id"))

# Whom a sentence speaks of: by name where one stands beside the relation, 张大妈 as she is called.
WHO = [
    ("我老伴儿陈德福今天37.6 直迷糊", ["陈德福"]),
    ("我妈王秀英36.5", ["王秀英"]),
    ("老伴今天36.9 没事", ["老伴"]),
    ("妈妈安好36.5", ["妈妈"]),
    ("我爸高烧38.5", ["爸爸"]),
    ("邻居张大妈不在群里 帮她报 36.4", ["张大妈"]),
    ("李铁柱还是36.5 王桂芝是37.4", ["李铁柱", "王桂芝"]),
    ("王大爷36.5没事", ["王大爷"]),
    ("大爷36.5没事", ["大爷"]),
]


@pytest.mark.parametrize(("said", "who"), WHO)
def test_a_figure_is_of_whoever_is_named(said: str, who: list[str]) -> None:
    assert [one.name for one in find_persons(normalise(said))] == who


def in_force(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_IN_FORCE))


@pytest.fixture
def household(talk: Talk) -> Talk:
    """王阿姨 with her husband 陈德福 and her daughter 王小雨, who are registered as hers."""

    def register(db) -> None:  # type: ignore[no-untyped-def]
        door = places.ensure(db, "永茂社区/6号楼/2单元/301")
        for relation, name in (("老伴", "陈德福"), ("女儿", "王小雨")):
            person = people.add(
                db, name=name, phone=None, place_id=door.id, now=talk.clock[0], filed_by="test"
            )
            people.grant(db, person, "resident", door.id, None, talk.clock[0])
            family.add(db, talk.openid("王阿姨"), person, relation, guardian=False, now=talk.clock[0])

    talk.installation.ledger.transact(register)
    return talk


def test_an_alarm_says_who_by_the_name_that_is_registered_and_all_that_was_said(household: Talk) -> None:
    household("""王阿姨: 那啥 我老伴儿今天三十七度六 直迷糊
                 助手: 今天（1月20日）打卡好了：陈德福，37.6℃，迷糊。…
                   请让陈德福先在家休息、戴好口罩，…
                 助手→何医生: 【紧急】医疗保障组 第1号
                   陈德福｜37.6℃，迷糊｜永茂社区6号楼2单元301…""")


def test_everybody_who_is_ill_is_to_stay_at_home(household: Talk) -> None:
    household("""王阿姨: 我37.6 老伴37.8 都咳嗽
                 助手: 今天（1月20日）打卡好了：
                   王阿姨，37.6℃…
                   陈德福，37.8℃，咳嗽。…
                   请您和陈德福先在家休息、戴好口罩，…""")


def test_whose_phone_it_is_stands_beside_the_name(talk: Talk) -> None:
    talk("""李强: 3号楼 201李铁柱两口36.5 37.8咳嗽
            助手: …先报上去了：李铁柱家另一人，37.8℃，咳嗽。…
            李强: 1 爱人叫孙凤
            助手: …
            助手→何医生: 第1号补充：孙凤，永茂社区3号楼201，报的人是李强，电话 13800002222。""")
