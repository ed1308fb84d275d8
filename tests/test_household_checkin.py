"""A grid worker's list of households as a chat (clauses 3.4.2, 3.4.8): what is certain is filed, the rest is asked."""

import pytest
from sqlalchemy import text

from ledger import Db, people, places
from ledger.checkins import rounds
from ledger.people import accounts
from ledger.statement import Statement
from tests.talking import Talk

_ROWS = Statement(
    text(
        "SELECT c.person, c.temperature, p.address, c.filed_by FROM health_checkin c"
        " LEFT JOIN place p ON p.id = c.place_id WHERE c.status = 'submitted' ORDER BY c.id"
    )
)
_ALERTS = Statement(text("SELECT person, group_id FROM alert ORDER BY id"))
_PEOPLE = Statement(
    text(
        "SELECT n.name, p.address FROM person n JOIN place p ON p.id = n.place_id WHERE n.name <> '王阿姨' ORDER BY n.id"
    )
)
_PLACES = Statement(text("SELECT address FROM place WHERE address LIKE '%99号楼%'"))
_NOT_REACHED = Statement(
    text(
        "SELECT p.address, n.date, n.reason, n.filed_by FROM not_reached n JOIN place p ON p.id = n.place_id ORDER BY n.id"
    )
)
_END_ROLES = Statement(text("UPDATE role SET until_at = 1 WHERE kind = 'grid_worker'"))


def rows(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ROWS))


def alerts(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ALERTS))


def not_reached(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_NOT_REACHED))


def registered(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_PEOPLE))


def settle(talk: Talk, *doors: tuple[str, str]) -> None:
    """Register people at doors: (name, address)."""

    def work(db: Db) -> None:
        for name, address in doors:
            people.add(
                db, name=name, phone="13800009999", place_id=places.ensure(db, address).id, now=1, filed_by="test"
            )

    talk.installation.ledger.transact(work)


def staff(talk: Talk, name: str, role: str, scope: str) -> None:
    """Somebody more with a role for a place."""
    openid = talk.openid(name)

    def work(db: Db) -> None:
        person_id = people.add(db, name=name, phone=None, place_id=None, now=1, filed_by="test")
        accounts.bind(db, openid, person_id)
        people.grant(db, person_id, role, places.ensure(db, scope).id, None, 1)

    talk.installation.ledger.transact(work)


BUILDING = "永茂社区/3号楼"


def test_a_building_in_one_message(talk: Talk) -> None:
    settle(talk, ("王桂芝", f"{BUILDING}/101"), ("李铁柱", f"{BUILDING}/201"), ("赵丽", f"{BUILDING}/301"))
    talk("""李强: 3号楼 101王桂芝36.4 102没人 201李铁柱两口36.5 36.8咳嗽 202不开门
            助手: 读到4户：
              ✓ 3号楼101 王桂芝 36.4℃
              – 3号楼102 家中无人
              ✓ 3号楼201 李铁柱 36.5℃
              ？ 3号楼201 李铁柱家另一人 36.8℃，咳嗽：叫什么名字？
              – 3号楼202 没开门
              先报上去了：李铁柱家另一人，36.8℃，咳嗽。
              请让李铁柱家另一人先在家休息、戴好口罩，别去人多的地方…。
              我已告诉医疗保障组，请他们联系本人。〔预案…〕
              打问号的可以跟在数字后面一起答，比如「1 爱人叫孙凤」；也可以先交，我再一条一条问。
              看看读得对不对：
              1 提交打勾的　2 都先不交
            李强: 1 爱人叫孙凤
            助手: 已交3人。
              没见到人：3号楼102、3号楼202，今天还没打上卡。
              还没打卡：3号楼102（家中无人）、3号楼202（没开门）、3号楼301 赵丽、…王阿姨（回「名单」看全部，不含电话）。""")
    assert sorted(rows(talk), key=str) == [
        ("孙凤", 36.8, f"{BUILDING}/201", "李强"),
        ("李铁柱", 36.5, f"{BUILDING}/201", "李强"),
        ("王桂芝", 36.4, f"{BUILDING}/101", "李强"),
    ]
    assert alerts(talk) == [("孙凤", "medical")]
    assert ("孙凤", f"{BUILDING}/201") in registered(talk)
    assert not_reached(talk) == [
        (f"{BUILDING}/102", "2022-01-20", "absent", "李强"),
        (f"{BUILDING}/202", "2022-01-20", "not_opened", "李强"),
    ]
    talk.reaches("何医生", "…永茂社区3号楼201｜李铁柱家另一人｜36.8℃，咳嗽…李强代报…")
    talk.reaches("何医生", "…孙凤…")


def test_nothing_is_filed_before_the_yes_and_nothing_after_a_no(talk: Talk) -> None:
    talk.say("李强", "3号楼 101王桂芝36.4 102没人")
    assert (rows(talk), not_reached(talk), registered(talk)) == ([], [], [])
    talk("""李强: 2
            助手: 好的，名单没有交。要交的时候把名单再发一次就行。
            李强: 1
            助手: 现在没有等您回答的问题。…""")
    assert (rows(talk), not_reached(talk), registered(talk)) == ([], [], [])


@pytest.mark.parametrize("words", ["确认", "对", "都提交", "没问题", "行"])
def test_the_list_is_handed_in_in_many_words(talk: Talk, words: str) -> None:
    talk.say("李强", "3号楼 101王桂芝36.4 102没人")
    assert "交好了" in talk.say("李强", words) or rows(talk)
    assert [row[0] for row in rows(talk)] == ["王桂芝"]


def test_a_row_is_put_right_by_the_name(talk: Talk) -> None:
    talk("""李强: 3号楼 101 王强36.5 102李红36.7 103没人
            助手: …李红 36.7℃…
            李强: 李红改成36.9
            助手: …李红 36.9℃…1 提交打勾的…
            李强: 王强不是36.5 是36.2
            助手: …王强 36.2℃…
            李强: 确认
            助手: …""")
    assert [row[:2] for row in rows(talk)] == [("王强", 36.2), ("李红", 36.9)]


def test_a_fever_in_the_list_does_not_wait_for_the_yes(talk: Talk) -> None:
    settle(talk, ("王桂芝", f"{BUILDING}/101"), ("李四", f"{BUILDING}/102"))
    talk("""李强: 3号楼 101王桂芝38.5 102李四36.5
            助手: 读到2户：
              ✓ 3号楼101 王桂芝 38.5℃
              ✓ 3号楼102 李四 36.5℃
              先报上去了：王桂芝，38.5℃。
              38.5℃ 偏高…我已告诉医疗保障组，请他们联系本人。…
              1 提交打勾的　2 都先不交
            助手→何医生: 【紧急】…永茂社区3号楼101｜王桂芝｜38.5℃…""")
    assert [row[:2] for row in rows(talk)] == [("王桂芝", 38.5)]
    talk("""李强: 2
            助手: 好的，名单没有交，前面已经报上去的1人还在。…""")
    assert [row[:2] for row in rows(talk)] == [("王桂芝", 38.5)]


def test_giving_up_the_list_does_not_take_back_what_was_passed_on(talk: Talk) -> None:
    talk.say("李强", "3号楼 101王桂芝38.5 102李四36.5")
    talk("""李强: 取消
            助手: 好的，到这里。前面说的已经记下，不会丢。…""")
    assert [row[:2] for row in rows(talk)] == [("王桂芝", 38.5)]


def test_unclear_rows_are_asked_one_at_a_time_and_never_guessed(talk: Talk) -> None:
    talk("""李强: 3号楼 101王桂芝36.4 102赵丽365 103周敏36.5 36.8 104 36.6
            助手: 读到4户：
              ✓ 3号楼101 王桂芝 36.4℃（这户原来没登记这个名字，提交就登记上）
              ？ 3号楼102 赵丽：是36.5℃吗？
              ？ 3号楼103 周敏：有几个数，没看出是谁的，周敏多少度？
              ？ 3号楼104 104的住户 36.6℃：叫什么名字？…
            李强: 1
            助手: 已交1人。
              还要问一条：3号楼102 赵丽：是36.5℃吗？
              回数字，或者直接说；不知道回「跳过」。
              1 是36.5℃　2 不是，重新说
            李强: 1
            助手: 已交2人。
              还要问一条：3号楼103 周敏：有几个数，没看出是谁的，周敏多少度？
              直接回答就行；不知道回「跳过」。
            李强: 36.8 没事
            助手: 已交3人。
              还要问一条：3号楼104 104的住户 36.6℃：叫什么名字？…
            李强: 嗯嗯
            助手: 没看懂。问名字就回姓名，…
            李强: 跳过
            助手: 已交3人。
              没弄清的先没记：3号楼104 104的住户。问清了再发给我。…""")
    assert [row[:2] for row in rows(talk)] == [("王桂芝", 36.4), ("赵丽", 36.5), ("周敏", 36.8)]


@pytest.mark.parametrize("said", ["都在家", "都好", "没人"])
def test_how_they_all_are_is_nobody_s_name(talk: Talk, said: str) -> None:
    talk(f"""李强: 3号楼 104 36.6
            助手: …？ 3号楼104 104的住户 36.6℃：叫什么名字？…
            李强: {said}
            助手: …不知道回「跳过」。…""")
    assert registered(talk) == []


def test_who_lives_at_the_door_is_offered_and_not_assumed(talk: Talk) -> None:
    settle(talk, ("王桂芝", f"{BUILDING}/101"), ("孙凤", f"{BUILDING}/101"))
    talk("""李强: 3号楼 101 36.4 102没人
            助手: …？ 3号楼101 101的住户 36.4℃：叫什么名字？…
            李强: 1
            助手: 还要问一条：3号楼101 101的住户 36.4℃：叫什么名字？
              回数字，或者直接说；不知道回「跳过」。
              1 王桂芝　2 孙凤
            李强: 2
            助手: 已交1人。…""")
    assert [row[:2] for row in rows(talk)] == [("孙凤", 36.4)]
    assert len(registered(talk)) == 2


def test_a_row_outside_the_scope_is_refused_and_named(talk: Talk) -> None:
    staff(talk, "孙二", "grid_worker", "永茂社区/2网格")
    settle(talk, ("钱多", "老区社区/3号楼/101"))
    talk("""李强: 老区社区3号楼101钱多38.5 102没人
            助手: 这2条没记：3号楼101 钱多、3号楼102，不在您负责的范围。请告诉那边的网格员，或者请本人打卡。
              您负责的是：永茂社区1网格。…
            孙二: 6号楼2单元301王阿姨36.5 302没人
            助手: 这2条没记：6号楼2单元301 王阿姨、6号楼2单元302，不在您负责的范围。…""")
    assert (rows(talk), alerts(talk), not_reached(talk)) == ([], [], [])


def test_the_rows_inside_go_on_beside_a_refused_one(talk: Talk) -> None:
    staff(talk, "孙二", "grid_worker", "永茂社区/2网格")
    talk("""李强: 6号楼 2单元301王阿姨36.5 99号楼101赵六36.6
            助手: 读到1户：
              ✓ 6号楼2单元301 王阿姨 36.5℃
              这1条没记：99号楼101 赵六，不在您负责的范围。…
              1 提交打勾的　2 都先不交
            李强: 1
            助手: 打卡好了：王阿姨，36.5℃。
              您这片登记在册的人都打过卡了。""")
    assert talk.installation.ledger.read(lambda db: db.all(_PLACES)) == []


def test_a_role_that_ended_meanwhile_files_nothing(talk: Talk) -> None:
    talk.say("李强", "3号楼 101王桂芝36.4 102没人")
    talk.installation.ledger.transact(lambda db: db.run(_END_ROLES))
    talk.say("李强", "1")
    assert (rows(talk), not_reached(talk)) == ([], [])


def test_somebody_named_without_a_word_is_asked_about(talk: Talk) -> None:
    talk("""李强: 3号楼101王桂芝 102李四36.5
            助手: …？ 3号楼101 王桂芝：体温多少，有没有不舒服？
              ✓ 3号楼102 李四 36.5℃…
            李强: 36.6 没事，提交
            助手: 已交2人。…""")
    assert sorted(row[:2] for row in rows(talk)) == [("李四", 36.5), ("王桂芝", 36.6)]


def test_whoever_was_passed_on_without_a_name_is_still_asked_for(talk: Talk) -> None:
    talk("""李强: 3号楼 101李铁柱两口36.5 38.8
            助手: …先报上去了：李铁柱家另一人，38.8℃。…
            李强: 102没人
            助手: 读到2户：
              ✓ 3号楼101 李铁柱 36.5℃…
              ？ 3号楼101 李铁柱家另一人 38.8℃：叫什么名字？
              – 3号楼102 家中无人…
            李强: 1
            助手: …还要问一条：3号楼101 李铁柱家另一人 38.8℃：叫什么名字？…
            李强: 跳过
            助手: 已交2人。…""")
    assert sorted(row[:2] for row in rows(talk)) == [("李铁柱", 36.5), ("李铁柱家另一人", 38.8)]
    assert alerts(talk) == [("李铁柱家另一人", "medical")]


def test_in_a_village_the_group_is_asked(talk: Talk) -> None:
    staff(talk, "包村长", "community_lead", "二号村")
    talk("""包村长: 12号王桂芝36.4 13号没人
            助手: …？ 12号 王桂芝 36.4℃：几组？…
            包村长: 3组
            助手: …✓ 3组12号 王桂芝 36.4℃…
            包村长: 1
            助手: 已交1人。…
            包村长: 名单
            助手: 您这片在册的1人今天都打过卡了。
              还没见到人、也没登记的户：3组13号（家中无人）。""")


def test_a_list_comes_in_several_messages(talk: Talk) -> None:
    talk("""李强: 3号楼 101王桂芝36.4
            助手: 读到1户：…
            李强: 102没人 201李铁柱36.5
            助手: 读到3户：
              ✓ 3号楼101 王桂芝 36.4℃…
              – 3号楼102 家中无人
              ✓ 3号楼201 李铁柱 36.5℃…
            李强: 101王桂芝36.9
            助手: 读到3户：
              – 3号楼102 家中无人
              ✓ 3号楼201 李铁柱 36.5℃…
              ✓ 3号楼101 王桂芝 36.9℃…
            李强: 102赵丽36.6
            助手: 读到3户：
              ✓ 3号楼201 李铁柱 36.5℃…
              ✓ 3号楼101 王桂芝 36.9℃…
              ✓ 3号楼102 赵丽 36.6℃…
            李强: 提交
            助手: 已交3人。…""")
    assert sorted(row[:2] for row in rows(talk)) == [("李铁柱", 36.5), ("王桂芝", 36.9), ("赵丽", 36.6)]
    assert not_reached(talk) == []


def test_a_row_that_corrects_an_earlier_one_of_the_day_stands_beside_it(talk: Talk) -> None:
    settle(talk, ("王桂芝", f"{BUILDING}/101"))
    talk("""李强: 3号楼101王桂芝36.4
            助手: 打卡好了：王桂芝，36.4℃。…
            李强: 3号楼101王桂芝37.9
            助手: 打卡好了：王桂芝，37.9℃。
              37.9℃ 偏高…
              王桂芝今天（1月20日）前面报过（36.4℃），两次都留着。…""")
    assert [row[1] for row in rows(talk)] == [36.4, 37.9]
    assert alerts(talk) == [("王桂芝", "medical")]


def test_whoever_was_met_later_counts_as_met(talk: Talk) -> None:
    settle(talk, ("王桂芝", f"{BUILDING}/101"))
    talk("""李强: 3号楼 101没人 102没人
            助手: …
            李强: 1
            助手: …还没打卡：3号楼101 王桂芝（家中无人）、3号楼102（家中无人）、…
            李强: 3号楼101王桂芝36.4
            助手: 打卡好了：王桂芝，36.4℃。
              还没打卡：3号楼102（家中无人）、6号楼2单元301 王阿姨…""")


def test_the_building_is_asked_where_it_can_be_several(talk: Talk) -> None:
    settle(talk, ("王桂芝", f"{BUILDING}/101"), ("赵丽", "永茂社区/5号楼/101"))
    talk("""李强: 101周敏36.4 102没人
            助手: …？ 101 周敏 36.4℃：几号楼几单元？
              ？ 102 家中无人：几号楼几单元？…1 3号楼101　2 5号楼101
            李强: 3号楼
            助手: 读到2户：
              ✓ 3号楼101 周敏 36.4℃…
              – 3号楼102 家中无人…
            李强: 1
            助手: 已交1人。…""")
    assert rows(talk)[0][2] == f"{BUILDING}/101"


def test_the_name_tells_which_of_several_doors_is_meant(talk: Talk) -> None:
    settle(talk, ("王桂芝", f"{BUILDING}/101"), ("赵丽", "永茂社区/5号楼/101"))
    talk("""李强: 101赵丽36.4
            助手: 打卡好了：赵丽，36.4℃。…""")
    assert rows(talk)[0][2] == "永茂社区/5号楼/101"


def test_the_unit_is_asked_where_the_building_has_units(talk: Talk) -> None:
    settle(talk, ("王桂芝", f"{BUILDING}/1单元/101"), ("赵丽", f"{BUILDING}/2单元/101"))
    talk("""李强: 3号楼 101周敏36.4 201没人
            助手: …？ 3号楼101 周敏 36.4℃：几单元？
              ？ 3号楼201 家中无人：几单元？…
            李强: 2单元
            助手: …✓ 3号楼2单元101 周敏 36.4℃…
              – 3号楼2单元201 家中无人…""")


def test_a_community_lead_does_it_for_the_community(talk: Talk) -> None:
    staff(talk, "周书记", "community_lead", "老区社区")
    talk("""周书记: 9号楼 101王桂芝36.4 102没人
            助手: 读到2户：…
            周书记: 1
            助手: 已交1人。
              没见到人：9号楼102，今天还没打上卡。
              还没打卡：9号楼102（家中无人）…""")
    assert rows(talk) == [("王桂芝", 36.4, "老区社区/9号楼/101", "周书记")]


def test_a_village_is_read_by_group_and_house(talk: Talk) -> None:
    staff(talk, "包村长", "community_lead", "二号村")
    talk("""包村长: 3组12号王桂芝36.4 13号没人 14号李铁柱38.2
            助手: 读到3户：
              ✓ 3组12号 王桂芝 36.4℃…
              – 3组13号 家中无人
              ✓ 3组14号 李铁柱 38.2℃…
              先报上去了：李铁柱，38.2℃。…
            包村长: 1
            助手: 已交2人。…
            包村长: 12号王桂芝36.6
            助手: 打卡好了：王桂芝，36.6℃。…""")
    assert {row[2] for row in rows(talk)} == {"二号村/3组/12号", "二号村/3组/14号"}


def test_a_list_of_yesterday_is_filed_for_yesterday(talk: Talk) -> None:
    talk("""李强: 补昨天的卡 3号楼 101王桂芝36.4 102没人
            助手: 昨天（1月19日）的名单，读到2户：…
            李强: 1
            助手: 昨天（1月19日）的已交1人。…""")
    assert [row[1] for row in not_reached(talk)] == ["2022-01-19"]
    talk("""李强: 明天的体温 3号楼 101王桂芝36.4 102没人
            助手: 名单只能报今天的，或者补前三天的。…""")


def test_the_form_that_was_open_waits_behind_the_list(talk: Talk) -> None:
    talk("""李强: 我要报备
            助手: 从哪里回来？…
            李强: 3号楼 101王桂芝36.4 102没人
            助手: 返乡报备先放一放，办完接着来。
              读到2户：…
            李强: 1
            助手: 已交1人。…从哪里回来？…""")


def test_the_workers_own_check_in_is_no_answer_about_a_row(talk: Talk) -> None:
    talk("""李强: 3号楼 103周敏36.5 36.8 104没人
            助手: …周敏多少度？…
            李强: 1
            助手: …还要问一条：3号楼103 周敏：有几个数，…
            李强: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：李强，36.5℃，无不适。…
            李强: 36.8 没事
            助手: 已交1人。…""")
    assert [row[:2] for row in rows(talk)] == [("李强", 36.5), ("周敏", 36.8)]


def test_a_list_that_was_left_overnight_is_not_filed_with_todays(talk: Talk) -> None:
    talk.say("李强", "3号楼 101王桂芝36.4 102没人")
    talk.at("2022-01-21T08:00:00+08:00")
    talk("""李强: 3号楼 201李铁柱36.5 202没人
            助手: 前面那份没交完的名单放下了，没有交。…
              读到2户：…
            李强: 1
            助手: 已交1人。…""")
    assert [row[:2] for row in rows(talk)] == [("李铁柱", 36.5)]
    assert [row[1] for row in not_reached(talk)] == ["2022-01-21"]


def test_the_workers_own_check_in_beside_an_open_list_is_their_own(talk: Talk) -> None:
    talk("""李强: 3号楼 101王桂芝36.4 102没人
            助手: 读到2户：…
            李强: 我自己36.5 没事
            助手: 今天（1月20日）打卡好了：李强，36.5℃，无不适。
              看看读得对不对：
              1 提交打勾的　2 都先不交
            李强: 1
            助手: 已交1人。…""")
    assert [row[0] for row in rows(talk)] == ["李强", "王桂芝"]


def test_somebody_breathless_in_a_list_is_filed_and_passed_on(talk: Talk) -> None:
    talk("""李强: 3号楼 101王桂芝36.4 102赵丽37.1喘不上气
            助手: …先报上去了：赵丽，37.1℃，喘不上气。
              喘不上气是急事：请马上打 120…""")
    assert [row[0] for row in rows(talk)] == ["赵丽"]


def test_a_residents_list_is_for_their_own_household(talk: Talk) -> None:
    talk("""王阿姨: 6号楼2单元 301王阿姨36.5 302李四38.5
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃…
              这里只能替自己家打卡，没有记：6号楼2单元302。请他们自己发给我，或者告诉网格员；…回「人工」…
            王阿姨: 302李四38.5 303没人
            助手: 这里只能替自己家打卡，没有记：302、303。…
            赵某: 302李四38.5 303没人
            助手: 我还不知道您住哪家。请先给自己打一次卡，…""")
    assert [row[:2] for row in rows(talk)] == [("王阿姨", 36.5)]


def test_the_roster_shows_who_is_missing_those_under_control_first(talk: Talk) -> None:
    settle(talk, ("王桂芝", f"{BUILDING}/101"), ("赵丽", f"{BUILDING}/1001"), ("周敏", "老区社区/1号楼/101"))

    def seal(db: Db) -> None:
        found = places.find(db, "永茂社区/6号楼")
        assert found is not None
        db.run(
            Statement(text("INSERT INTO seal (place_id, leader_name, sealed_at) VALUES (:place, '陈主任', 1)")),
            place=found.id,
        )

    talk.installation.ledger.transact(seal)
    talk("""李强: 名单
            助手: 您这片今天还没打卡的有3人（在册3人）：
              要每天打卡的：
              · 6号楼2单元301 王阿姨
              其他住户：
              · 3号楼101 王桂芝
              · 3号楼1001 赵丽
            李强: 名单 6号楼
            助手: 6号楼今天还没打卡的有1人（在册1人）：…王阿姨
            李强: 名单 8号楼
            助手: 您负责的范围里没有找到8号楼。…
            王阿姨: 打卡 36.5 没事
            助手: …
            李强: 谁还没打卡
            助手: 您这片今天还没打卡的有2人（在册3人）：
              · 3号楼101 王桂芝
              · 3号楼1001 赵丽""")
    assert "1380" not in talk.say("李强", "名单")


def test_the_roster_is_for_those_who_look_after_people(talk: Talk) -> None:
    assert "王阿姨" not in talk.say("王阿姨", "名单")
    assert "还没打卡" not in talk.say("何医生", "名单")


def test_the_roster_fits_a_reply_and_says_how_to_see_the_rest(talk: Talk) -> None:
    settle(talk, *((f"王小{number}", f"永茂社区/{1 + number // 60}号楼/{101 + number % 60}") for number in range(240)))
    said = talk.say("李强", "名单")
    assert len(said.encode()) < 2048
    assert "还没打卡的有241人" in said
    shown = said.count("王小")
    assert f"还有{241 - shown - said.count('王阿姨')}人没列出来" in said


def test_a_look_at_the_roster_does_not_close_the_list(talk: Talk) -> None:
    talk("""李强: 3号楼 101王桂芝36.4 102没人
            助手: 读到2户：…
            李强: 名单
            助手: 您这片今天还没打卡的有1人（在册1人）：
              · 6号楼2单元301 王阿姨
              看看读得对不对：
              1 提交打勾的　2 都先不交""")


def test_a_round_finds_nothing_outside_its_scope(talk: Talk) -> None:
    settle(talk, ("周敏", "老区社区/1号楼/101"), ("赵丽", f"{BUILDING}/101"))

    def look(db: Db) -> tuple[list[str], list[str]]:
        scope = places.ensure(db, "永茂社区/1网格").path
        doors = [place.address for place in rounds.named(db, scope, "household", "101")]
        return doors, [one.name for one in rounds.missing(db, scope, "2022-01-20", 10)]

    doors, names = talk.installation.ledger.transact(look)
    assert doors == [f"{BUILDING}/101"]
    assert sorted(names) == ["王阿姨", "赵丽"]


_UNITS = ("王桂芝", f"{BUILDING}/1单元/101"), ("赵丽", f"{BUILDING}/2单元/101")


def test_a_name_is_taken_where_other_rows_lack_their_unit(talk: Talk) -> None:
    settle(talk, *_UNITS)
    talk("""李强: 3号楼 501爱人36.5 502周敏36.4 2单元101赵丽36.6
            助手: …？ 3号楼501 爱人 36.5℃：几单元？
              ？ 3号楼502 周敏 36.4℃：几单元？
              ✓ 3号楼2单元101 赵丽 36.6℃…
            李强: 1 爱人叫孙凤
            助手: 已交1人。
              还要问一条：3号楼501 孙凤 36.5℃：几单元？…
            李强: 2单元
            助手: 已交3人。…""")
    assert {row[2] for row in rows(talk)} == {f"{BUILDING}/2单元/{door}" for door in ("101", "501", "502")}


def test_unit_and_name_are_taken_from_one_answer(talk: Talk) -> None:
    settle(talk, *_UNITS)
    talk("""李强: 3号楼 501爱人36.5 502周敏36.4
            助手: …还要问一条：3号楼501 爱人 36.5℃：几单元？…
            李强: 2单元 爱人叫孙凤
            助手: 读到2户：
              ✓ 3号楼2单元501 孙凤 36.5℃…
              ✓ 3号楼2单元502 周敏 36.4℃…""")


def test_a_name_first_and_the_unit_then(talk: Talk) -> None:
    settle(talk, *_UNITS)
    talk("""李强: 3号楼 501爱人36.5 502周敏36.4
            助手: …几单元？…
            李强: 1 爱人叫孙凤
            助手: …？ 3号楼501 孙凤 36.5℃：几单元？…
            李强: 2单元
            助手: 读到2户：
              ✓ 3号楼2单元501 孙凤 36.5℃…""")


def test_whoever_is_not_named_is_said_not_to_be_recorded(talk: Talk) -> None:
    talk("""李强: 6号楼2单元301王阿姨36.5 其他都正常
            助手: 打卡好了：王阿姨，36.5℃。
              其他人没说是谁，先没记；说门牌、名字和体温就记上，比如「301赵丽36.5」。…
            李强: 6号楼2单元 302李红36.6 401小孩发烧38.6 其他人没事
            助手: 读到2户：
              ✓ 6号楼2单元302 李红 36.6℃…
              ？ 6号楼2单元401 孩子 38.6℃，发热：叫什么名字？
              其他人没说是谁，先没记；…""")
    assert rows(talk)[0][:2] == ("王阿姨", 36.5)
