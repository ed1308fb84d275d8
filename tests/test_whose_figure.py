"""Whose figure it is, which day's, and that nobody who was spoken of is lost (clauses 3.4.2, 3.4.8)."""

import pytest
from sqlalchemy import text

from knowledge.language.normalise import normalise
from knowledge.language.persons import find_persons
from ledger import people, places
from ledger.people import family
from ledger.statement import Statement
from tests.rows import every_row
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
    ("我妈的体温36.5", ["妈妈"]),
]


@every_row(("said", "who"), WHO)
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
                   永茂社区6号楼2单元301｜陈德福｜37.6℃，迷糊…""")


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


def test_whose_is_wrong_is_whoever_says_i(household: Talk) -> None:
    household("""王阿姨: 打卡 36.2 没事
                 助手: 今天…
                 王阿姨: 老伴37.2没事
                 助手: 今天（1月20日）打卡好了：陈德福，37.2℃，无不适。""")
    household.at("2022-01-21T09:00:00+08:00")
    household("""王阿姨: 我昨儿个报错了，是三十六度八
                 助手: 已把昨天（1月20日）的打卡改成：36.8℃，无不适。原来的（36.2℃，无不适）也留着。""")
    assert {row[0]: row[2] for row in in_force(household)} == {"王阿姨": 36.8, "陈德福": 37.2}


def test_where_nobody_is_named_it_is_asked_and_the_answer_counts(household: Talk) -> None:
    household("""王阿姨: 打卡 36.2 没事
                 助手: 今天…
                 王阿姨: 老伴36.4没事
                 助手: 今天…
                 王阿姨: 体温报错了 是36.9
                 助手: 要改的是哪一条？回数字。
                   1 今天（1月20日）健康打卡 陈德福 36.4℃，无不适　2 今天（1月20日）健康打卡 王阿姨 36.2℃，无不适
                 王阿姨: 2
                 助手: 已把今天（1月20日）的打卡改成：36.9℃，无不适。…""")
    assert {row[0]: row[2] for row in in_force(household)} == {"陈德福": 36.4, "王阿姨": 36.9}


def test_todays_figures_are_todays_check_in_and_no_correction_of_yesterdays(household: Talk) -> None:
    household("""王阿姨: 老伴37.2没事
                 助手: 今天…""")
    household.at("2022-01-21T09:00:00+08:00")
    household("""王阿姨: 昨天的打卡报错了
                 助手: 健康打卡里现在是：…4 谁的：陈德福…
                 王阿姨: 俺今天36度8 老伴36.9 都没事
                 助手: 今天（1月21日）打卡好了：
                   王阿姨，36.8℃，无不适
                   陈德福，36.9℃，无不适。
                   健康打卡里现在是：
                   1 体温：37.2…""")
    assert [row[:3] for row in in_force(household)] == [
        ("陈德福", "2022-01-20", 37.2),
        ("王阿姨", "2022-01-21", 36.8),
        ("陈德福", "2022-01-21", 36.9),
    ]


def test_a_correction_of_two_days_or_two_people_reaches_each(household: Talk) -> None:
    household("""王阿姨: 昨天36.4 今天36.6 都没事
                 助手: …
                 王阿姨: 不对 昨天的是36.6 今天的是36.4
                 助手: 已把昨天（1月19日）的打卡改成：36.6℃，无不适。原来的（36.4℃，无不适）也留着。
                   已把今天（1月20日）的打卡改成：36.4℃，无不适。原来的（36.6℃，无不适）也留着。""")
    household.at("2022-01-21T09:00:00+08:00")
    household("""王阿姨: 昨天写错了 我老伴是36.7 我昨天是36.5
                 助手: 昨天（1月20日）打卡好了：陈德福，36.7℃。记在那天，不算今天的。
                   已把昨天（1月20日）的打卡改成：36.5℃，无不适。原来的（36.4℃，无不适）也留着。""")


def test_a_symptom_taken_back_tells_which_day_is_meant(household: Talk) -> None:
    household("""王阿姨: 老伴37.1有点咳嗽
                 助手: 今天…
                 王阿姨: 老伴昨天也是37.1
                 助手: 昨天（1月19日）打卡好了：陈德福，37.1℃。…
                 王阿姨: 老伴体温打错了 应该是36.7 不咳嗽
                 助手: 已把今天（1月20日）陈德福的打卡改成：36.7℃，无不适。原来的（37.1℃，咳嗽）也留着。…
                 王阿姨: 老伴体温打错了 应该是36.5
                 助手: 要改的是哪一条？回数字。
                   1 昨天（1月19日）健康打卡 陈德福 37.1℃　2 今天（1月20日）健康打卡 陈德福 36.7℃，无不适
                 王阿姨: 1
                 助手: 已把昨天（1月19日）陈德福的打卡改成：36.5℃。…""")


def test_a_door_or_a_name_says_whose_record_of_a_list_is_wrong(talk: Talk) -> None:
    talk("""李强: 3号楼 101王桂芝36.4 201李铁柱36.5
            助手: 读到2户：…
            李强: 1
            助手: 已交2人。…
            李强: 101刚写错了 是37.4
            助手: 已把今天（1月20日）王桂芝的打卡改成：37.4℃。原来的（36.4℃）也留着。…
            李强: 不对 我说的是201李铁柱 不是王桂芝
            助手: 健康打卡里现在是：…4 谁的：李铁柱…
            李强: 李铁柱还是36.5 王桂芝是36.9
            助手: 今天（1月20日）健康打卡 李铁柱 36.5℃本来就是这样记的，没有改动。
              已把今天（1月20日）王桂芝的打卡改成：36.9℃。原来的（37.4℃）也留着。
              我把改动告诉了医疗保障组。
            李强: 继续
            助手: 现在没有等您回答的问题。…""")
    assert {row[0]: row[2] for row in in_force(talk)} == {"李铁柱": 36.5, "王桂芝": 36.9}


def test_whoever_was_never_checked_in_is_no_correction_of_somebody_elses(household: Talk) -> None:
    household("""王阿姨: 打卡 36.2 没事
                 助手: 今天…
                 王阿姨: 老伴的体温写错了 应该是36.4
                 助手: 没找到您给老伴报过的打卡，这一条没改。要补报就直接说，比如「老伴36.4 没事」。
                 王阿姨: 老伴的体温写错了 是38.4
                 助手: 今天（1月20日）打卡好了：陈德福，38.4℃。…""")


def test_whoever_would_not_be_measured_is_kept_as_such(talk: Talk) -> None:
    talk("""李强: 3号楼 101王桂芝36.4 102赵大爷不肯量
            助手: 读到2户：
              ✓ 3号楼101 王桂芝 36.4℃…
              – 3号楼102 赵大爷 没肯量
              …
            李强: 1
            助手: 已交1人。
              没肯量的：3号楼102 赵大爷，今天还没打上卡，回头再去问问。
              还没打卡：3号楼102（没肯量）、…
            李强: 名单
            助手: …3号楼102（没肯量）…""")


def test_who_is_counted_in_a_household_is_asked_for(talk: Talk) -> None:
    talk("""李强: 3号楼 101王桂芝36.4 201刘强36.7他家三口都没事
            助手: 读到2户：
              ✓ 3号楼101 王桂芝 36.4℃…
              ✓ 3号楼201 刘强 36.7℃，无不适…
              ？ 3号楼201 刘强家第二人 无不适：叫什么名字？
              ？ 3号楼201 刘强家第三人 无不适：叫什么名字？
              …
            李强: 1 爱人叫孙凤
            助手: …刘强家第三人 无不适：叫什么名字？…
            李强: 跳过
            助手: 已交3人。
              没弄清的先没记：3号楼201 刘强家第三人。问清了再发给我。…""")
    assert {row[0] for row in in_force(talk)} == {"王桂芝", "刘强", "孙凤"}


def test_an_answer_about_two_of_a_door_leaves_nobody_out(talk: Talk) -> None:
    talk("""李强: 4号楼 101张秀兰36.1 36.3没事 102赵大爷 103空房 104刘强36.7
            助手: 读到4户：
              ？ 4号楼101 张秀兰：有几个数，没看出是谁的，张秀兰多少度？
              ？ 4号楼102 赵大爷：体温多少，有没有不舒服？
              …
            李强: 1 张秀兰36.1 她老头36.3 2 不肯量
            助手: 已交2人。
              还要问一条：4号楼101 张秀兰家老伴 36.3℃：叫什么名字？…
            李强: 陈德福
            助手: 已交3人。
              没见到人：4号楼103，今天还没打上卡。
              没肯量的：4号楼102 赵大爷，今天还没打上卡，回头再去问问。…""")
    assert {row[0]: row[2] for row in in_force(talk)} == {"张秀兰": 36.1, "刘强": 36.7, "陈德福": 36.3}


def test_what_is_said_of_a_whole_building_is_said_back_and_filed_for_nobody(talk: Talk) -> None:
    talk("""李强: 6号楼都正常 36.5
            助手: 「6号楼都正常」没法记到每个人头上，先没记。请一户一户发，比如「6号楼 101王桂芝36.4 102没人」。
              6号楼今天还没打卡的有1人…王阿姨…
            李强: 6号楼全楼都正常 就302老孙头拉肚子
            助手: 读到1户：
              …6号楼…302 老孙头 拉肚子…
              6号楼的其他人没有一户一户说，先没记；说门牌和体温就记上，比如「301赵丽36.5」。…""")


def test_a_whole_household_is_everybody_who_is_known_of_it_by_name(household: Talk) -> None:
    household("""王阿姨: 一家子都36.5 就我老伴37.1有点咳嗽
                 助手: 今天（1月20日）打卡好了：
                   王阿姨，36.5℃
                   陈德福，37.1℃，咳嗽
                   王小雨，36.5℃。
                   请让陈德福先在家休息…""")
    assert {row[0]: row[2] for row in in_force(household)} == {"王阿姨": 36.5, "陈德福": 37.1, "王小雨": 36.5}


def test_the_others_of_a_household_are_not_the_writer(household: Talk) -> None:
    household("""王阿姨: 家里另外两个人也都36.6 没事
                 助手: 今天（1月20日）打卡好了：
                   陈德福，36.6℃，无不适
                   王小雨，36.6℃，无不适。""")
    assert {row[0] for row in in_force(household)} == {"陈德福", "王小雨"}


def test_whoever_is_not_known_of_a_household_is_asked_for_and_not_taken_for_the_writer(talk: Talk) -> None:
    talk("""王阿姨: 家里另外两个人也都36.6 没事
            助手: 家里其他人我不知道是谁，还没记。请说是谁、多少度，比如「妈妈36.6 孩子36.5」；…
            王阿姨: 一家三口都36.5 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。
              家里其他人我不知道是谁，还没记。…""")
    assert [row[0] for row in in_force(talk)] == ["王阿姨"]


def test_whoever_is_named_with_the_first_day_is_meant_with_the_next(household: Talk) -> None:
    household("""王阿姨: 昨天我老伴也是37.1 前天36.8
                 助手: 1月18日（周二）打卡好了：陈德福，36.8℃。记在那天，不算今天的。
                   昨天（1月19日）打卡好了：陈德福，37.1℃。记在那天，不算今天的。""")
    assert {row[0] for row in in_force(household)} == {"陈德福"}


def test_a_figure_that_was_not_understood_is_asked_for_and_is_nobody_elses(household: Talk) -> None:
    household("""王阿姨: 我36.4 闺女36.7 老伴365
                 助手: 今天（1月20日）打卡好了：
                   王阿姨，36.4℃
                   王小雨，36.7℃。
                   …陈德福…
                   陈德福是36.5℃吗？
                   1 是　2 不是，重新说
                 王阿姨: 对 36.5
                 助手: 今天（1月20日）打卡好了：陈德福，36.5℃。""")
    assert {row[0]: row[2] for row in in_force(household)} == {"王阿姨": 36.4, "王小雨": 36.7, "陈德福": 36.5}


@pytest.mark.parametrize(("said", "filed"), [("1", 36.5), ("36.9", 36.9), ("37.8 咳嗽", 37.8)])
def test_the_answer_about_somebody_is_theirs(household: Talk, said: str, filed: float) -> None:
    household.say("王阿姨", "我36.4 闺女36.7 老伴365")
    assert "陈德福" in household.say("王阿姨", said)
    assert in_force(household)[-1][0:3:2] == ("陈德福", filed)
