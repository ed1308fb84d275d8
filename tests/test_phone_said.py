"""A phone number that is said early or in between, as it is talked: kept or answered, never taken for something unread."""

from sqlalchemy import select

from ledger import Db, people, places
from ledger.people import accounts
from ledger.statement import Statement
from ledger.tables import person
from tests.talking import Talk

_IDS = Statement(select(person.c.id, person.c.name))


def phone_of(talk: Talk, name: str) -> str | None:
    def work(db: Db) -> str | None:
        [person_id] = [row[0] for row in db.all(_IDS) if row[1] == name]
        return people.phone_of(db, person_id)

    return talk.installation.ledger.read(work)


def test_a_spoken_number_at_the_question_for_the_name_is_the_number_and_no_name(talk: Talk) -> None:
    talk("""刘方: 登记
            助手: …您怎么称呼？请回姓名。
            刘方: 手机号是幺三八零零幺三八零零一
            助手: 记下了：手机号 138****8001。
              您怎么称呼？请回姓名。
            刘方: 刘方
            助手: 您住哪个社区或村？…
            刘方: 永茂社区6号楼2单元302
            助手: …刘方，138****8001，永茂社区6号楼2单元302…
            刘方: 1
            助手: 登记好了：刘方，138****8001，…""")


def test_a_number_in_the_middle_of_a_return_report_is_kept_and_said_back(talk: Talk) -> None:
    talk("""张明: 我后天从呼市回来
            助手: …怎么回来？…
            张明: 电话 13800138002
            助手: 记下了：手机号 138****8002。
              怎么回来？…
            张明: 电话 13800138002
            助手: 手机号还是138****8002。
              怎么回来？…""")


def test_whoever_is_not_known_checks_in_and_says_their_number_on_the_way(talk: Talk) -> None:
    talk("""陈华: 打卡 36.5 没事
            助手: 您怎么称呼？请回姓名。
            陈华: 手机13800138006
            助手: 记下了：手机号 138****8006。
              您怎么称呼？请回姓名。
            陈华: 陈华
            助手: 您住哪个社区或村？…
            陈华: 永茂社区6号楼2单元402
            助手: 今天（1月20日）打卡好了：陈华，36.5℃，无不适。""")
    assert phone_of(talk, "陈华") == "13800138006"


def test_another_number_in_an_open_checkin_changes_nothing_unasked_and_says_how_it_is_changed(talk: Talk) -> None:
    talk("""王阿姨: 打卡
            助手: 量了体温吗？…
            王阿姨: 电话 13800138000
            助手: 手机号 138****8000 我看到了。要换成这个号，办完手上这件，回「电话改成13800138000」。
              量了体温吗？…
            王阿姨: 手机号13800001111
            助手: 您登记的手机号就是 138****1111，在的，没丢。
              量了体温吗？…
            王阿姨: 36.5 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。
            王阿姨: 电话改成13800138000
            助手: 改好了，…138****1111 → 138****8000""")


def test_whoever_has_no_number_on_record_has_it_kept_beside_the_open_form(talk: Talk) -> None:
    def add(db: Db) -> None:
        home = places.ensure(db, "永茂社区/6号楼/2单元/302")
        person_id = people.add(db, name="赵奶奶", phone=None, place_id=home.id, now=talk.clock[0], filed_by="test")
        accounts.bind(db, talk.openid("赵奶奶"), person_id)

    talk.installation.ledger.transact(add)
    talk("""赵奶奶: 停水了
            助手: 请核对：…
            赵奶奶: 我电话是13900138000
            助手: 改好了，原来的也留着：
              手机号：没登记 → 139****8000
              请核对：…""")
    assert phone_of(talk, "赵奶奶") == "13900138000"


def test_whoever_asks_where_their_number_went_is_told_or_confirms_the_new_one(talk: Talk) -> None:
    talk("""王阿姨: 我这手机号咋没了 13800001111
            助手: 您登记的手机号就是 138****1111，在的，没丢。
            王阿姨: 我这手机号咋没了 13800138000
            助手: …王阿姨，138****8000，永茂社区6号楼2单元301…
            王阿姨: 1
            助手: 改好了，…138****1111 → 138****8000
            林秀: 我手机13800138005
            助手: 谁在登记：…您怎么称呼？请回姓名。
            林秀: 林秀
            助手: 您住哪个社区或村？…""")


def test_the_number_of_somebody_in_danger_goes_to_who_helps_and_opens_no_form(talk: Talk) -> None:
    talk("""林秀: 我爸喘不上气了
            助手: 先打 120！…
            林秀: 电话13800138005
            助手: 您说的已转给医疗保障组。…
            助手→何医生: …13800138005…""")
