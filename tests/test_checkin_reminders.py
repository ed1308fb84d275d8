"""The day of a sealed building by the clock: reminders, the list for the grid worker, the roll (clauses 3.4.2, 3.4.8)."""

import re
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from ledger import Db, Statement, people, places, seals, tasks
from ledger.people import accounts, family
from tests.gate_town import lead
from tests.talking import Talk

SEALED = "永茂社区/6号楼"
HOME = f"{SEALED}/2单元/301"
_REMINDERS = Statement(text("SELECT key, status FROM outbox WHERE kind = 'reminder' ORDER BY key"))
_KEYS = Statement(text("SELECT key FROM outbox"))
_WAIT = Statement(text("UPDATE outbox SET status = 'due', due_at = :until, error = 'waits for the next contact'"))
_WAITING = Statement(text("SELECT id FROM outbox WHERE status = 'due' AND error = 'waits for the next contact'"))
_DONE_TODAY = Statement(
    text("SELECT person FROM health_checkin WHERE date = '2022-01-20' AND status = 'submitted' ORDER BY person")
)


def reminders(talk: Talk) -> dict[str, str]:
    return dict(talk.installation.ledger.read(lambda db: db.all(_REMINDERS)))


def waits_for_contact(talk: Talk) -> bool:
    return bool(talk.installation.ledger.read(lambda db: db.all(_WAITING)))


def until(is_so: Callable[[], bool]) -> None:
    """Wait for the sender, a few seconds at most."""
    for _ in range(600):
        if is_so():
            return
        threading.Event().wait(0.05)
    assert is_so()


def seal(talk: Talk, address: str = SEALED) -> None:
    def work(db: Db) -> None:
        seals.seal_place(db, places.ensure(db, address), "周平", None, None, talk.clock[0])

    talk.installation.ledger.transact(work)


def family_of(talk: Talk, speaker: str, *relatives: tuple[str, str]) -> None:
    """People of the same household without an account, for whom somebody's account speaks: (relation, name)."""

    def work(db: Db) -> None:
        for relation, name in relatives:
            home = places.ensure(db, HOME).id
            who = people.add(db, name=name, phone=None, place_id=home, now=talk.clock[0], filed_by="test")
            family.add(db, talk.openid(speaker), who, relation, guardian=True, now=talk.clock[0])

    talk.installation.ledger.transact(work)


def live_at(talk: Talk, *doors: tuple[str, str], bound: bool = False) -> None:
    """Register people at doors, with an account of their own or without."""

    def work(db: Db) -> None:
        for name, address in doors:
            home = places.ensure(db, address).id
            who = people.add(db, name=name, phone="13800009999", place_id=home, now=talk.clock[0], filed_by="test")
            if bound:
                accounts.bind(db, talk.openid(name), who)

    talk.installation.ledger.transact(work)


def done_today(talk: Talk) -> list[str]:
    return [row[0] for row in talk.installation.ledger.read(lambda db: db.all(_DONE_TODAY))]


def test_who_is_due_and_missing_is_reminded_twice_and_answers_with_one_line(talk: Talk) -> None:
    seal(talk)
    live_at(talk, ("刘强", f"{SEALED}/2单元/302"), ("赵丽", "老区社区/1号楼/101"), bound=True)
    talk.say("刘强", "36.6 没事")
    talk.at("2022-01-20T10:00")
    assert talk.job("checkin_reminder") == 1
    talk("""助手→王阿姨: 今天的健康打卡还没收到您的，方便时量个体温。
             回一句就行，比如「36.5 没事」。
             哪里不舒服也照实说，比如「37.8 咳嗽」。""")
    assert talk.job("checkin_reminder") == 1  # again by hand: the same message, which is not sent twice
    talk.at("2022-01-20T16:00")
    assert talk.job("checkin_second_reminder") == 1
    talk("""助手→王阿姨: 还差您今天的健康打卡，忙完抽空回一句就好。…
            王阿姨: 36.5 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。…""")
    assert talk.job("checkin_second_reminder") == 0
    assert len(reminders(talk)) == 2


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("relatives", "own_done", "asked"),
    [
        pytest.param((("妈妈", "王秀英"),), False, "今天还没打卡的：您、妈妈。", id="oneself and the mother"),
        pytest.param((("妈妈", "王秀英"),), True, "今天还没打卡的：妈妈。方便时帮着量个体温。", id="the mother"),
        pytest.param(
            (("妈妈", "王秀英"), ("儿子", "王小宝")), False, "今天还没打卡的：您、妈妈、儿子。", id="mother and son"
        ),
        pytest.param(
            (("儿子", "王小宝"), ("儿子", "王小贝")), True, "今天还没打卡的：王小宝、王小贝。…", id="two sons, by name"
        ),
    ],
)
def test_family_without_an_account_stands_in_one_message_whose_example_answers_for_all(
    talk: Talk, relatives: tuple[tuple[str, str], ...], own_done: bool, asked: str
) -> None:
    seal(talk)
    family_of(talk, "王阿姨", *relatives)
    if own_done:
        talk.say("王阿姨", "36.5 没事")
    talk.at("2022-01-20T10:00")
    assert talk.job("checkin_reminder") == 1
    said = talk.reaches("王阿姨", f"{asked}…")
    first_example = re.search(r"比如「(.+?)」", said)
    assert first_example is not None
    talk.say("王阿姨", first_example[1])
    assert done_today(talk) == sorted(["王阿姨", *(name for _, name in relatives)])
    assert talk.job("checkin_second_reminder") == 0


def test_whoever_has_an_account_of_their_own_is_asked_there_alone(talk: Talk) -> None:
    seal(talk)
    live_at(talk, ("刘强", HOME), bound=True)

    def speak_for(db: Db) -> None:
        ((who, _),) = [one for one in people.household(db, places.ensure(db, HOME).id) if one[1] == "刘强"]
        family.add(db, talk.openid("王阿姨"), who, "爱人", guardian=False, now=talk.clock[0])

    talk.installation.ledger.transact(speak_for)
    talk.at("2022-01-20T10:00")
    assert talk.job("checkin_reminder") == 2
    assert "爱人" not in talk.reaches("王阿姨", "今天的健康打卡还没收到您的…")
    talk.reaches("刘强", "今天的健康打卡还没收到您的…")


def test_a_reminder_that_waited_is_not_sent_after_what_it_asks_for(talk: Talk) -> None:
    """As the platform's closed window has it: the reminder waits for the person, who writes the check-in itself."""
    seal(talk)
    talk.at("2022-01-20T10:00")
    talk.job("checkin_reminder")
    talk.reaches("王阿姨", "今天的健康打卡还没收到您的…")
    came = len(talk.stand.chat(talk.openid("王阿姨")))
    ledger = talk.installation.ledger
    ledger.transact(lambda db: db.run(_WAIT, until=talk.clock[0] + 86_400_000))
    assert reminders(talk).popitem()[1] == "due"
    assert talk.say("王阿姨", "36.5 没事").startswith("今天（1月20日）打卡好了")
    talk.later(seconds=5)
    until(lambda: not reminders(talk))
    assert [one.channel for one in talk.stand.chat(talk.openid("王阿姨"))[came:]] == ["said", "reply"]


def test_no_key_of_a_message_names_the_account(talk: Talk) -> None:
    """The key stands in the log where a message fails, and stays when its account has left."""
    seal(talk)
    talk.say("王阿姨", "我要报备")
    talk.at("2022-01-21T10:00")
    assert (talk.job("checkin_reminder"), talk.job("forms_waiting")) == (1, 1)
    talk.stand.act(talk.openid("王阿姨"), "unfollow")
    keys = talk.installation.ledger.read(lambda db: db.all(_KEYS))
    assert {"checkin-reminder", "form"} <= {key.partition(":")[0] for (key,) in keys}
    assert not [key for (key,) in keys if talk.openid("王阿姨") in key]


def test_a_reminder_that_reaches_nobody_is_no_visit_beside_the_list(talk: Talk) -> None:
    seal(talk)
    talk.at("2022-01-20T10:00")
    talk.stand.change(talk.openid("王阿姨"), follows=False)
    talk.job("checkin_reminder")
    until(lambda: waits_for_contact(talk))
    talk.later(hours=4, minutes=1)
    until(lambda: list(reminders(talk).values()) == ["unreachable"])
    assert talk.installation.ledger.read(lambda db: tasks.visits_in(db, places.root_path(db))) == []


@pytest.mark.both_databases
@pytest.mark.parametrize(("hour", "asked"), [("07:59", 0), ("08:00", 1), ("20:59", 1), ("21:00", 0), ("03:00", 0)])
def test_nobody_is_reminded_at_night(talk: Talk, hour: str, asked: int) -> None:
    seal(talk)
    talk.at(f"2022-01-20T{hour}")
    assert talk.job("checkin_reminder") == asked


def test_the_grid_worker_gets_who_is_missing_door_by_door_and_files_with_one_line(talk: Talk) -> None:
    seal(talk)
    live_at(talk, ("王桂芝", f"{SEALED}/1单元/1001"), ("赵大爷", f"{SEALED}/1单元/201"))
    live_at(talk, ("刘强", f"{SEALED}/3单元/101"), bound=True)
    live_at(talk, ("周敏", "老区社区/1号楼/101"))
    talk.at("2022-01-20T17:00")
    assert talk.job("checkins_missing") == 4
    said = talk.reaches(
        "李强",
        """今天要打卡的还有4人没打，请上门或打个电话问问：
没有微信、没人代报的：
· 6号楼1单元201 赵大爷
· 6号楼1单元1001 王桂芝
提醒过还没回的：
· 6号楼2单元301 王阿姨
· 6号楼3单元101 刘强
问到了一句话报给我，比如「3号楼 101王桂芝36.4 102没人」。""",
    )
    assert "1380" not in said
    assert "周敏" not in said


def test_a_long_list_fits_a_message_and_says_how_to_see_the_rest(talk: Talk) -> None:
    seal(talk)
    live_at(talk, *((f"王小{number}", f"{SEALED}/1单元/{101 + number}") for number in range(150)))
    talk.at("2022-01-20T17:00")
    assert talk.job("checkins_missing") == 151
    said = talk.reaches("李强", "今天要打卡的还有151人没打…")
    assert len(said.encode()) < 2048
    assert f"还有{151 - said.count('王小')}人，回「名单」接着看。" in said


def test_where_there_is_no_grid_worker_the_office_gets_the_list(talk: Talk) -> None:
    seal(talk, "老区社区/1号楼")
    live_at(talk, ("周敏", "老区社区/1号楼/101"))
    talk.at("2022-01-20T17:00")
    assert talk.job("checkins_missing") == 1
    talk.reaches("陈主任", "今天要打卡的还有1人没打…1号楼101 周敏…")


def test_the_roll_of_a_sealed_community_goes_to_the_leader_of_its_task_force(talk: Talk) -> None:
    lead(talk, place="永茂社区")
    live_at(talk, ("王桂芝", "永茂社区/12号楼/101"), ("赵丽", "永茂社区/3号楼/101"), ("钱进", "永茂社区/3号楼/102"))
    for said in ("12号楼 101王桂芝38.2", "3号楼 101赵丽36.4", "1"):
        talk.say("李强", said)
    talk.at("2022-01-20T17:30")
    assert talk.job("roll_call") == 1
    talk.reaches(
        "周平",
        """永茂社区 1月20日点名（到17:30）：
要打卡4人，打了2人，差2人，发热1人。
· 3号楼 1/2，差1
· 6号楼 0/1，差1
· 12号楼 1/1，发热1
〔预案3.4.2〕""",
    )


def test_the_roll_of_a_place_that_nobody_leads_goes_to_the_office(talk: Talk) -> None:
    seal(talk)
    talk.at("2022-01-20T17:30")
    assert talk.job("roll_call") == 1
    talk.reaches("陈主任", "永茂社区6号楼 1月20日点名（到17:30）：\n要打卡1人，打了0人，差1人，发热0人。\n〔预案3.4.2〕")


def test_where_nothing_is_sealed_and_nobody_is_under_control_nobody_hears_anything(talk: Talk) -> None:
    talk.at("2022-01-20T17:30")
    for job in ("checkin_reminder", "checkin_second_reminder", "checkins_missing", "roll_call"):
        assert talk.job(job) == 0
    assert reminders(talk) == {}


def test_doors_where_nobody_was_met_stand_beside_complete_counts(talk: Talk) -> None:
    """Where nobody is registered behind a door nobody is missing: the building is not complete for that."""
    lead(talk, place="永茂社区")
    live_at(talk, ("王桂芝", "永茂社区/12号楼/101"))
    for said in ("12号楼 101王桂芝36.2 102没人 103没开门", "1", "6号楼 2单元 301王阿姨36.5", "1"):
        talk.say("李强", said)
    talk.at("2022-01-20T17:30")
    talk.job("roll_call")
    talk.reaches("周平", "…要打卡2人，打了2人，差0人…另有2户没见到人，没算在里面。…")
    assert "没打 0\n另有2户没见到人" in talk.say("陈主任", "未打卡")
    assert "没打 0\n另有2户没见到人" in talk.say("陈主任", "日报")
