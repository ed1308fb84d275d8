"""The people of an account as it is talked: added, found by relation, let go; a child only through a guardian."""

import pytest
from sqlalchemy import select

from commands.invite import invite
from ledger import Db, people, places
from ledger.people import Contact, family, residents
from ledger.people.invitations import Wanted
from ledger.statement import Statement
from ledger.tables import account_person, health_checkin, person
from tests.talking import Talk

_CHECKINS = Statement(select(health_checkin.c.person, health_checkin.c.person_id).order_by(health_checkin.c.id))
_PEOPLE = Statement(select(person.c.id, person.c.name, person.c.born_year).order_by(person.c.id))
_LINKS = Statement(select(account_person.c.relation, account_person.c.guardian, account_person.c.person_id))
DOOR = "永茂社区/6号楼/2单元/301"


def register(talk: Talk, name: str, home: str, phone: str | None = None) -> int:
    """Somebody whom staff have registered: without an account."""

    def work(db: Db) -> int:
        place = places.ensure(db, home)
        person_id = people.add(db, name=name, phone=phone, place_id=place.id, now=talk.clock[0], filed_by="李强")
        people.grant(db, person_id, "resident", place.id, None, talk.clock[0])
        return person_id

    return talk.installation.ledger.transact(work)


def known(talk: Talk, name: str) -> list[tuple[int, int | None]]:
    rows = talk.installation.ledger.read(lambda db: db.all(_PEOPLE))
    return [(row_id, born) for row_id, called, born in rows if called == name]


def test_a_mother_is_added_in_a_small_form_and_then_found_by_what_she_is_called(talk: Talk) -> None:
    talk("""王阿姨: 我的家人
            助手: 还没有加家人。…
            王阿姨: 添加家人
            助手: 是您的什么人？…
            王阿姨: 妈妈
            助手: 叫什么名字？
            王阿姨: 王秀英
            助手: 哪年出生？…
            王阿姨: 1950年
            助手: 跟您住一起吗？
              1 住一起　2 不住一起
            王阿姨: 1
            助手: 有自己的手机号吗？…
            王阿姨: 没有
            助手: 请核对：
              妈妈：王秀英，1950年出生，永茂社区6号楼2单元301
              1 对，加上　…
            王阿姨: 1
            助手: 加上了：妈妈，王秀英。…
            王阿姨: 我妈36.5 没事
            助手: 今天（1月20日）打卡好了：王秀英，36.5℃，无不适。
            王阿姨: 王秀英 36.6 没事
            助手: 今天（1月20日）打卡好了：王秀英，36.6℃，无不适。…
            王阿姨: 我的家人
            助手: 您能代办的家人：
              妈妈：王秀英 永茂社区6号楼2单元301
              …""")
    ((mother, born),) = known(talk, "王秀英")
    assert born == 1950
    assert talk.installation.ledger.read(lambda db: db.all(_CHECKINS)) == [("王秀英", mother), ("王秀英", mother)]


def test_one_sentence_adds_and_another_lets_go(talk: Talk) -> None:
    talk("""王阿姨: 添加家人 妈妈 王秀英 1950年 13900005555
            助手: 跟您住一起吗？…
            王阿姨: 2
            助手: 住哪个社区或村？…
            王阿姨: 二号村3组12号
            助手: 请核对：
              妈妈：王秀英，1950年出生，二号村3组12号，139****5555
              …
            王阿姨: 1
            助手: 加上了：…
            王阿姨: 删掉 妈妈
            助手: 删掉了：妈妈，王秀英。…
            王阿姨: 我的家人
            助手: 还没有加家人。…
            王阿姨: 删掉 妈妈
            助手: 您代办的家人里没有妈妈，不用删。""")
    assert len(known(talk, "王秀英")) == 1  # who is registered stays registered


def test_whoever_staff_registered_at_the_door_is_the_one_who_is_added(talk: Talk) -> None:
    mother = register(talk, "王秀英", DOOR)
    talk("""王阿姨: 添加家人 妈妈 王秀英 1950年
            助手: 跟您住一起吗？…
            王阿姨: 1
            助手: 有自己的手机号吗？…
            王阿姨: 没有
            助手: …
            王阿姨: 1
            助手: 加上了：…""")
    assert known(talk, "王秀英") == [(mother, 1950)]


@pytest.mark.parametrize("born", ["2015年", "6岁", "不知道", "2008年"])
def test_a_child_is_added_by_whoever_confirms_to_be_the_guardian(talk: Talk, born: str) -> None:
    talk(f"""王阿姨: 添加家人 儿子 王小宝
             助手: 哪年出生？…
             王阿姨: {born}
             助手: 没满14岁的孩子由监护人代办，不用孩子自己填什么。您是孩子的监护人吗？
               1 我是监护人　2 不是　3 已经满14岁了
             王阿姨: 1
             助手: 跟您住一起吗？…
             王阿姨: 1
             助手: 有自己的手机号吗？…
             王阿姨: 没有
             助手: …您是监护人，由您代办，不用孩子自己填什么。…
             王阿姨: 1
             助手: 加上了：儿子，王小宝。…""")
    ((relation, guardian, child),) = talk.installation.ledger.read(lambda db: db.all(_LINKS))
    assert (relation, bool(guardian), [child]) == ("儿子", True, [one for one, _ in known(talk, "王小宝")])


def test_whoever_is_no_guardian_adds_no_child_and_whoever_is_of_age_needs_none(talk: Talk) -> None:
    talk("""王阿姨: 添加家人 孙子 王小宝 2016年
            助手: 没满14岁的孩子由监护人代办，…
            王阿姨: 2
            助手: 没满14岁的孩子要由监护人来加，这次先不记。…
            王阿姨: 我的家人
            助手: 还没有加家人。…
            王阿姨: 添加家人 女儿 王小兰 2007年
            助手: 跟您住一起吗？…
            王阿姨: 取消
            助手: …
            王阿姨: 添加家人 女儿 王小兰 不知道
            助手: 哪年出生？…
            王阿姨: 不知道
            助手: 没满14岁的孩子由监护人代办，…
            王阿姨: 3
            助手: 跟您住一起吗？…
            王阿姨: 取消
            助手: …""")
    assert known(talk, "王小宝") == []


def test_no_account_of_their_own_binds_to_a_child(talk: Talk) -> None:
    talk("""王阿姨: 添加家人 儿子 王小宝 2015年
            助手: …
            王阿姨: 1
            助手: 跟您住一起吗？…
            王阿姨: 1
            助手: …
            王阿姨: 没有
            助手: …
            王阿姨: 1
            助手: 加上了：…""")
    ((child, _),) = known(talk, "王小宝")
    (code,) = invite(talk.installation, [Wanted("resident", "王小宝", DOOR)])
    talk(f"""小宝: 绑定 {code}
             助手: 没满14岁的孩子由监护人代办，不用自己绑定。…
             小宝: 登记 王小宝 13900007777 永茂社区6号楼2单元301
             助手: …
             小宝: 1
             助手: 没满14岁的孩子由监护人代办，不用自己登记。…""")
    assert [one for one, _ in known(talk, "王小宝")] == [child]


def test_somebody_unknown_registers_first(talk: Talk) -> None:
    talk("""赵某: 我的家人
            助手: 您还没有报过什么。…
            赵某: 添加家人 妈妈 赵秀英
            助手: 先登记您自己，再添加家人。
              …您怎么称呼？请回姓名。""")


def test_of_two_sons_it_is_asked_which_is_let_go(talk: Talk) -> None:
    for name in ("王大宝", "王二宝"):
        talk(f"""王阿姨: 添加家人 儿子 {name} 2000年
                 助手: …
                 王阿姨: 1
                 助手: …
                 王阿姨: 没有
                 助手: …
                 王阿姨: 1
                 助手: 加上了：…""")
    talk("""王阿姨: 删掉 儿子
            助手: 是哪一位？请回数字。
              1 儿子 王大宝 永茂社区6号楼2单元301　2 儿子 王二宝 永茂社区6号楼2单元301
            王阿姨: 2
            助手: 删掉了：儿子，王二宝。…
            王阿姨: 我儿子36.5 没事
            助手: 今天（1月20日）打卡好了：王大宝，36.5℃，无不适。""")
    ((big, _),) = known(talk, "王大宝")
    assert talk.installation.ledger.read(lambda db: db.all(_CHECKINS)) == [("王大宝", big)]


def _contact(talk: Talk, who: str) -> Contact:
    from ledger import inbox

    return talk.installation.ledger.read(lambda db: inbox.arrive(db, b"no such message!", talk.openid(who)).contact)


def test_who_is_meant_by_a_relation_or_a_name(talk: Talk) -> None:
    mother, other = register(talk, "王秀英", "二号村/3组/12号"), register(talk, "王秀英", DOOR)
    register(talk, "王桂芝", DOOR)
    register(talk, "王桂芝", DOOR)
    wang = _contact(talk, "王阿姨")

    def work(db: Db) -> None:
        family.add(db, wang.openid, mother, "妈妈", guardian=False, now=talk.clock[0])

    talk.installation.ledger.transact(work)

    def meant(said: str) -> int | None:
        found = talk.installation.ledger.read(lambda db: family.meant(db, wang, said))
        return found.id if found is not None else None

    assert [meant(said) for said in ("妈妈", "妈", "我妈", "母亲")] == [mother] * 4
    assert meant("王秀英") is None  # the one of the family or the one at the door
    assert meant("王桂芝") is None  # two at the door
    assert meant("王阿姨") == wang.person_id
    assert meant("爸爸") is None
    assert other != mother
    assert talk.installation.ledger.read(lambda db: residents.get(db, other)) is not None


def test_of_two_of_one_name_in_a_grid_it_is_asked_which_and_a_fever_does_not_wait(talk: Talk) -> None:
    first = register(talk, "王桂芝", "永茂社区/3号楼/1单元/101", "13900001234")
    second = register(talk, "王桂芝", "永茂社区/3号楼/1单元/202")
    talk("""李强: 王桂芝 36.5 没事
            助手: 叫王桂芝的不止一位，是哪一位？请回数字；不知道就回「不知道」。
              1 王桂芝 永茂社区3号楼1单元101 尾号1234　2 王桂芝 永茂社区3号楼1单元202
            李强: 2
            助手: 今天（1月20日）打卡好了：王桂芝，36.5℃，无不适。
            李强: 王桂芝 38.6 咳嗽
            助手: …38.6℃ 偏高…
              叫王桂芝的不止一位，…
            助手→何医生: …王桂芝…
            李强: 1
            助手: 今天（1月20日）打卡好了：王桂芝，38.6℃，咳嗽。…
            李强: 王桂芝 36.4 没事
            助手: 叫王桂芝的不止一位，…
            李强: 不知道
            助手: 今天（1月20日）打卡好了：王桂芝，36.4℃，…""")
    assert [one for _, one in talk.installation.ledger.read(lambda db: db.all(_CHECKINS))] == [
        second,
        None,
        first,
        None,
    ]


def test_homophones_are_two_people(talk: Talk) -> None:
    register(talk, "王霞", "永茂社区/3号楼/1单元/101")
    register(talk, "王侠", "永茂社区/3号楼/1单元/101")
    ((xia, _),) = known(talk, "王侠")
    talk("""李强: 王侠 36.5 没事
            助手: 今天（1月20日）打卡好了：王侠，36.5℃，无不适。""")
    assert talk.installation.ledger.read(lambda db: db.all(_CHECKINS)) == [("王侠", xia)]


def test_a_relative_who_is_to_be_registered_never_takes_the_writer_s_name(talk: Talk) -> None:
    talk("""王阿姨: 老伴叫陈德福 登记一下
            助手: 哪年出生？…
            王阿姨: 1950
            助手: …
            王阿姨: 算了
            助手: …
            王阿姨: 登记
            助手: 您登记的是：
              姓名：王阿姨…
            王阿姨: 姓名改成王秀英
            助手: …王秀英…""")


def test_several_at_once_are_added_one_by_one_and_none_is_dropped(talk: Talk) -> None:
    talk("""王阿姨: 添加家人 女儿 王小雨 儿子 王小宝 爸爸 王建国
            助手: 一位一位来，先加女儿 王小雨。加好以后再说：「添加家人 儿子 王小宝」「添加家人 爸爸 王建国」
              哪年出生？…""")


def test_the_two_plain_questions_are_answered_in_ones_own_words(talk: Talk) -> None:
    talk("""王阿姨: 添加家人 女儿 王小雨 2015年
            助手: …您是孩子的监护人吗？…
            王阿姨: 对
            助手: 跟您住一起吗？…
            王阿姨: 住一块
            助手: 有自己的手机号吗？…
            王阿姨: 没有
            助手: 请核对：
              女儿：王小雨，2015年出生，永茂社区6号楼2单元301
              您是监护人，…
            王阿姨: 1
            助手: 加上了：女儿，王小雨。…
            王阿姨: 还有我爸王建国72岁 住一起
            助手: 有自己的手机号吗？…
            王阿姨: 没有
            助手: 请核对：
              爸：王建国，1950年出生，永茂社区6号楼2单元301
              …""")


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("我是他妈", "跟您住一起吗？…"),
        ("是的，我是监护人", "跟您住一起吗？…"),
        ("不是", "…监护人…"),
        ("晚饭吃什么", "请回数字：您是不是孩子的监护人。…"),
    ],
)
def test_whether_somebody_is_the_guardian_is_heard_in_words(talk: Talk, words: str, answered: str) -> None:
    talk(f"""王阿姨: 添加家人 儿子 王小宝 5岁
             助手: …您是孩子的监护人吗？…
             王阿姨: {words}
             助手: {answered}""")
