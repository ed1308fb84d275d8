"""Nobody falls through (clauses 3.4.1, 3.4.3, 4.3), as chats over several hours: owner, deputy, head, inspector."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.words import Words
from commands import roster
from commands.errors import Refused
from commands.seal import seal
from commands.wiring import surroundings
from knowledge.plan import load_plan
from knowledge.settings import PROJECT_FOLDER, load_settings
from knowledge.times import MINUTE
from ledger import Db, Ledger, Statement, alerts, export, people, places, tasks
from ledger.alerts import NewAlert
from ledger.duty import escalations
from ledger.export.pages import View
from ledger.people import accounts, roles
from ledger.records import Stored
from ledger.tables import outbox
from scheduler import alerts_overdue
from scheduler.alerts_overdue import Alerts
from scheduler.climbing import climb_one
from scheduler.job import Surroundings
from tests.supply_shop import ask_for
from tests.talking import Talk, talking
from tests.town import NOW, filing, found, settle

_STEPS = Statement(text("SELECT detail FROM audit WHERE action = 'alert climbed' ORDER BY id"))
_QUEUED = Statement(select(outbox.c.key).where(outbox.c.status == "due").order_by(outbox.c.id))
_VISIT_MESSAGES = Statement(text("SELECT count(*) FROM outbox WHERE key LIKE 'visits:climbed:%'"))
_TOLD_OF_VISITS = Statement(select(outbox.c.key).where(outbox.c.kind == "alert").order_by(outbox.c.id))
_MORE = {
    "周平": ("community_lead", "永茂社区"),
    "孙书记": ("leader", ""),
    "赵督查": ("inspector", ""),
    "刘医生": ("group_member", "medical"),
    "钱主任": ("office", ""),
    "吴网格": ("grid_worker", "永茂社区/2网格"),
}


def bind(talk: Talk, name: str, role: str, scope: str) -> None:
    """Make somebody known with a role, and an account."""
    openid, group = talk.openid(name), scope if role == "group_member" else None

    def work(db: Db) -> None:
        place_id = places.ensure(db, scope).id if role in people.PLACE_ROLES else None
        person_id = people.add(db, name=name, phone=None, place_id=None, now=talk.clock[0], filed_by="test")
        accounts.bind(db, openid, person_id)
        people.grant(db, person_id, role, place_id, group, talk.clock[0])

    talk.installation.ledger.transact(work)


@pytest.fixture
def staffed(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """The assistant with somebody at every rung."""
    with talking(ledger_url, data_dir) as playing:
        for name, (role, scope) in _MORE.items():
            bind(playing, name, role, scope)
        yield playing


def climb(talk: Talk, job: str = "alerts_overdue", minutes: int = 11) -> int:
    """Let time pass and the job run."""
    talk.later(minutes=minutes)
    return talk.job(job)


def steps(talk: Talk) -> list[str]:
    """Whom the alerts were put to, step by step."""
    rows = talk.installation.ledger.read(lambda db: db.all(_STEPS))
    return [str(row[0]).partition('"to":"')[2].partition('"')[0] for row in rows]


def test_by_day_everybody_of_the_group_then_the_heads_then_the_inspector(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    staffed.reaches("刘医生", "【紧急】…")
    for who, words in [
        ("何医生", "【催办】医疗保障组 第1号到点还没有人接手…接手请回「收到 1」。\n一时办不完，回「在路上」…"),
        ("周平", "【催办】…请督促接手。…"),
        ("陈主任", "【催办】…接手请回「收到 1」。…"),
        ("孙书记", "【催办】…请督促接手。"),
        (
            "赵督查",
            """【督查】等人接手的情况 1
            到点还没有办。归医疗保障组。永茂社区｜已问过：何医生、刘医生、周平、陈主任、钱主任、孙书记
            回「督查」看全部。""".replace("            ", ""),
        ),
    ]:
        assert climb(staffed) == 1
        staffed.reaches(who, words)
    assert climb(staffed) == 0
    assert steps(staffed) == ["group", "community_lead", "office", "leader", "inspector"]
    came = staffed.reaches("赵督查", "【督查】…")
    assert "王阿姨" not in came
    assert "301" not in came


def test_what_is_at_the_end_stays_on_the_list_until_somebody_settles_it(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    for _ in range(6):
        climb(staffed)
    staffed.later(days=3)
    assert staffed.job("alerts_overdue") == 0
    staffed("""赵督查: 督查
              助手: 【到点还没办的】
                等人接手的情况 1｜永茂社区｜医疗保障组
                …1月20日 09:11 起催，问过：何医生、刘医生、周平、陈主任、钱主任、孙书记、赵督查
              陈主任: 逾期
              助手: 【到点还没办的】…等人接手的情况 1…
              周平: 逾期
              助手: 【到点还没办的】…
              李强: 督查
              助手: …
              何医生: 收到 1
              助手: 好的，第1号由您接手：…
              赵督查: 督查
              助手: 现在没有到点还没办的。""")
    assert "到点还没办" not in staffed.say("王阿姨", "督查")


@pytest.mark.parametrize("said", ["我不想活了", "他又打我了，救命"])
def test_despair_and_violence_climb_without_name_and_place(staffed: Talk, said: str) -> None:
    """The group and the office know whom it is about (DESIGN 6.15); nobody else does, and nobody of the place hears."""
    bind(staffed, "心理员", "group_member", "psychology")
    bind(staffed, "周民警", "group_member", "security")
    staffed.say("王阿姨", said)
    for who, words in [
        ("心理员" if "活" in said else "周民警", "【催办】…第1号到点还没有人接手\n王阿姨｜永茂社区6号楼2单元301｜…"),
        ("陈主任", "【催办】…第1号到点还没有人接手\n王阿姨｜永茂社区6号楼2单元301｜…"),
        ("孙书记", "【催办】…第1号到点还没有人接手\n请督促接手。"),
        ("赵督查", "【督查】…"),
    ]:
        assert climb(staffed) == 1
        came = staffed.reaches(who, words)
    assert not any(one in came for one in ("王阿姨", "永茂", "301"))
    assert steps(staffed) == ["group", "office", "leader", "inspector"]
    assert "等人接手" not in staffed.say("周平", "督查")
    listed = staffed.say("孙书记", "督查")
    assert "等人接手的情况 1｜" in listed
    assert "永茂" not in listed
    shown = staffed.stand.chat(staffed.openid("周平"))
    assert not any(one.channel in {"custom", "template"} and "第1号" in one.text for one in shown)


def test_whoever_says_why_it_takes_longer_puts_the_next_one_off_once(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    climb(staffed)
    staffed.reaches("何医生", "【催办】…")
    staffed("""何医生: 在路上
              助手: 好的，等人接手的情况 1 记下了：在路上。
                1月20日 09:41 前先不往上催，办好了照常回一声。
              刘医生: 说明 1 车坏了，正在换
              助手: 好的，等人接手的情况 1 记下了：车坏了,正在换。
                办好了照常回一声，还没办的会接着往上催。""")
    assert climb(staffed) == 0
    assert climb(staffed, minutes=18) == 0
    assert climb(staffed, minutes=1) == 1
    staffed.reaches("周平", "【催办】…\n刘医生说：车坏了,正在换…")
    for who in ("陈主任", "孙书记"):
        climb(staffed)
        staffed.reaches(who, "【催办】…")
    climb(staffed)
    staffed.reaches("赵督查", "【督查】…刘医生说：车坏了,正在换…")
    assert "刘医生说：车坏了,正在换" in staffed.say("赵督查", "督查")


def test_at_the_last_rung_an_answer_promises_no_further_one(staffed: Talk) -> None:
    """Nobody is asked after the inspector, so that there is no moment to name."""
    staffed.say("王阿姨", "打卡 39 没别的")
    assert [climb(staffed) for _ in range(5)] == [1] * 5
    staffed("""何医生: 在路上
              助手: 好的，等人接手的情况 1 记下了：在路上。
                办好了照常回一声，还没办的会接着往上催。""")


def test_what_the_office_has_to_look_after_is_called_by_no_other_name(staffed: Talk) -> None:
    ledger, now = staffed.installation.ledger, staffed.clock[0]
    ledger.transact(
        lambda db: tasks.add_follow_up(db, about="daily_report:1", place_id=None, text="请报送", due_at=now, now=now)
    )
    assert staffed.job("visits_overdue") == 1
    assert "要跟进的事 1" in staffed.say("赵督查", "督查")


def test_a_reason_is_tapped_and_a_late_tap_says_who_settled_it(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    climb(staffed)
    assert staffed.tap("刘医生", "人手不够").startswith("好的，等人接手的情况 1 记下了：人手不够。")
    assert staffed.tap("何医生", "收到").startswith("好的，第1号由您接手：")
    staffed("""刘医生: 收到 1
              助手: 第1号 何医生 在 1月20日 09:11 已经接手，不用再管，辛苦了。
              刘医生: 在路上 1
              助手: 等人接手的情况 1 1月20日 09:11 已经由何医生办了，不用再管，辛苦了。""")
    assert "已经由何医生办了" in staffed.tap("刘医生", "在路上")
    assert climb(staffed) == 0


def test_words_of_the_list_are_ordinary_text_from_whoever_was_asked_nothing(staffed: Talk) -> None:
    assert "记下了" not in staffed.say("李强", "人手不够")
    assert "记下了" not in staffed.say("李强", "说明 车坏了")


def test_several_matters_need_a_number(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    staffed.say("赵某", "人工")
    climb(staffed, minutes=61)
    staffed.job("handovers_overdue")
    climb(staffed)
    climb(staffed)
    staffed("""钱主任: 人手不够
              助手: 在说哪一件？请在「人手不够」后面加编号：
                1 …
                1 …""")


def test_at_night_who_is_on_duty_is_asked_first_then_the_others(staffed: Talk) -> None:
    staffed("""陈主任: 值班表
                医疗保障组 何医生 20:00-8:00
                值班员 钱主任 20:00-8:00
              助手: 请核对值班表：
                1. 医疗保障组 何医生 1月20日 20:00 到 1月21日 08:00
                2. 值班员 钱主任 1月20日 20:00 到 1月21日 08:00
                …1 记上　2 不记
              陈主任: 1
              助手: 记好了，2条。…""")
    staffed.at("2022-01-20T23:00:00+08:00")
    staffed.say("王阿姨", "打卡 39 没别的")
    staffed.reaches("何医生", "【紧急】…")
    assert [climb(staffed) for _ in range(5)] == [1, 1, 1, 1, 1]
    assert steps(staffed) == ["group", "deputy", "community_lead", "office", "leader"]
    staffed.reaches("刘医生", "【催办】…")
    staffed.reaches("钱主任", "【催办】…")
    asked = staffed.installation.ledger.read(lambda db: escalations.of_matter(db, "alert:1"))
    assert [(one.rung, one.person) for one in asked] == [
        ("group", "何医生"),
        ("deputy", "刘医生"),
        ("community_lead", "周平"),
        ("office", "钱主任"),
        ("leader", "孙书记"),
    ]


def test_who_was_off_duty_is_asked_though_the_night_ends_in_between(staffed: Talk) -> None:
    """What counts is who was asked, not who would be asked now: by day nobody would be left over."""
    staffed("""陈主任: 值班表
                医疗保障组 何医生 20:00-8:00
              助手: 请核对值班表：…
              陈主任: 1
              助手: 记好了，1条。…""")
    staffed.at("2022-01-21T07:40:00+08:00")
    staffed.say("王阿姨", "打卡 39 没别的")
    assert [climb(staffed) for _ in range(3)] == [1, 1, 1]
    asked = staffed.installation.ledger.read(lambda db: escalations.of_matter(db, "alert:1"))
    assert [(one.rung, one.person) for one in asked] == [
        ("group", "何医生"),
        ("deputy", "刘医生"),
        ("community_lead", "周平"),
    ]


def test_whose_role_has_ended_is_asked_no_more(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    climb(staffed)
    held = staffed.installation.ledger.read(lambda db: roles.of_name(db, "周平"))
    staffed.installation.ledger.transact(lambda db: roles.end(db, held[0].id, staffed.clock[0]))
    climb(staffed)
    assert steps(staffed) == ["group", "office"]


def test_two_schedulers_ask_once(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    staffed.later(minutes=11)
    assert staffed.job("alerts_overdue") + staffed.job("alerts_overdue") == 1
    assert steps(staffed) == ["group"]


def test_what_is_settled_leaves_the_outbox(staffed: Talk) -> None:
    """A reminder that nobody could be sent yet is taken back in the transaction that settles its matter."""
    staffed.say("王阿姨", "打卡 39 没别的")
    ledger = staffed.installation.ledger

    def ask(db: Db) -> None:
        late = alerts.overdue(db, staffed.clock[0] + 11 * MINUTE, 9, 9)[0]
        assert climb_one(surroundings(staffed.installation), db, Alerts(), late, staffed.clock[0] + 11 * MINUTE)
        assert len([row for row in db.all(_QUEUED) if "climbed" in row[0]]) == 2
        assert alerts.acknowledge(db, late.id, None, "何医生", staffed.clock[0] + 12 * MINUTE)
        assert [row for row in db.all(_QUEUED) if "climbed" in row[0]] == []

    ledger.transact(ask)
    seen = ledger.read(lambda db: escalations.of_matter(db, "alert:1"))
    assert {one.ended_by for one in seen} == {"何医生"}


def test_a_return_goes_to_whoever_stands_in_and_they_may_confirm_it(staffed: Talk) -> None:
    staffed("""陈主任: 值班表
                吴网格 替 李强 今天
              助手: 请核对值班表：
                1. 永茂社区1网格网格员（备班） 吴网格 1月20日 00:00 到 1月21日 00:00…
              陈主任: 记上
              助手: 记好了，1条。…
              王阿姨: 报备 后天从呼和浩特开车回来 就我自己
              助手: 请核对：…
              王阿姨: 1
              助手: 报备好了，…""")
    assert climb(staffed, "returns_overdue", minutes=121) in {0, 1}
    staffed.later(minutes=121)
    staffed.job("returns_overdue")
    staffed.later(minutes=121)
    staffed.job("returns_overdue")
    staffed.reaches("李强", "【返乡报备】F0120-01…")
    assert "F0120-01" in staffed.say("吴网格", "待办")
    staffed.at("2022-01-21T09:00:00+08:00")
    assert "F0120-01" not in staffed.say("吴网格", "待办")


def test_nobody_else_enters_the_roster_and_what_is_unclear_is_said(staffed: Talk) -> None:
    staffed("""陈主任: 值班表
                张三 今天
              助手: 没看懂：张三 今天
                一行一条，…
              周平: 值班表
                值班员 周平 今天
              助手: 没看懂：值班员 周平 今天…
              周平: 值班表
                永茂社区 卡口 张三 今天20:00-明天8:00
                文化社区 卡口 张三 今天20:00-明天8:00
              助手: 请核对值班表：
                1. 永茂社区卡口 张三 1月20日 20:00 到 1月21日 08:00，还没绑定成这个身份
                没看懂、不记的：文化社区 卡口 张三 今天20:00-明天8:00…
              周平: 2
              助手: 好的，没有记。
              周平: 值班表
                永茂社区 卡口 张三 今天20:00-明天8:00
              助手: 请核对值班表：…
              周平: 1
              助手: 记好了，1条。…
              周平: 值班表
              助手: 往后一天的值班：
                第1号 永茂社区卡口 张三 1月20日 20:00 到 1月21日 08:00…
              李强: 撤班 1
              助手: …
              周平: 撤班 1
              助手: 好的，第1号撤了，从现在起不算。
              周平: 值班表
              助手: 往后一天还没有排班。…""")
    assert "核对" not in staffed.say("王阿姨", "值班表\n值班员 王阿姨 今天")


def test_hours_that_began_before_are_asked_about(staffed: Talk) -> None:
    staffed.at("2022-01-20T18:03:00+08:00")
    staffed("""陈主任: 值班表
                值班员 钱主任 8:00-20:00
                值班员 钱主任 明天8:00-20:00
              助手: 请核对值班表：
                1. 值班员 钱主任 1月20日 08:00 到 1月20日 20:00（1月20日 08:00已经过了；…
                2. 值班员 钱主任 1月21日 08:00 到 1月21日 20:00
                …""")


def test_what_nobody_covers_is_listed_and_the_office_hears_of_it_before_and_then(staffed: Talk) -> None:
    seal(staffed.installation, "永茂社区/6号楼", "周平", None, None)
    staffed("""陈主任: 值班表
                永茂社区6号楼 卡口 张三 9:00-11:00
                永茂社区6号楼 卡口 李四 12:00-次日12:00
                永茂社区6号楼 组长 周平 今天9:00-明天12:00
              助手: 请核对值班表：…
              陈主任: 1
              助手: 记好了，3条。…
                往后一天还缺岗：
                永茂社区6号楼 卡口 1月20日 11:00 到 1月20日 12:00
              孙书记: 缺岗
              助手: …· 6号楼卡口 11:00–12:00""")
    assert staffed.job("duty_gaps") == 1
    assert staffed.job("duty_gaps") == 0
    staffed.reaches("陈主任", "【快缺岗了】永茂社区6号楼\n卡口 1月20日 11:00 到 1月20日 12:00 值班表上没有人\n…")
    staffed.at("2022-01-20T11:00:00+08:00")
    assert staffed.job("duty_gaps") == 1
    staffed.reaches("陈主任", "【现在缺岗】永茂社区6号楼\n卡口 1月20日 11:00 到 1月20日 12:00 值班表上没有人…")
    staffed.later(minutes=20)
    assert staffed.job("duty_gaps") == 0


def test_visits_that_nobody_makes_climb_by_day_with_one_message_an_hour(staffed: Talk) -> None:
    ledger = staffed.installation.ledger

    def add(db: Db) -> None:
        door = places.ensure(db, "永茂社区/6号楼/1单元/101")
        for name in ("赵大爷", "钱大娘", "孙大爷"):
            who = people.add(db, name=name, phone=None, place_id=door.id, now=staffed.clock[0], filed_by="test")
            tasks.add_visit(db, about=f"matter:{name}", person_id=who, text="明天采样", now=staffed.clock[0])

    ledger.transact(add)
    assert staffed.job("visits_overdue") == 0
    staffed.later(hours=4)
    assert staffed.job("visits_overdue") == 3
    staffed.reaches("李强", "【催办】上门到点还没有去，最早的是第1号\n赵大爷｜永茂社区6号楼1单元101\n去过了回「上门 1」，…")
    assert ledger.read(lambda db: db.value(_VISIT_MESSAGES)) == 1
    staffed.say("李强", "上门 1")
    staffed.later(hours=1)
    assert staffed.job("visits_overdue") == 2
    staffed.reaches("周平", "【催办】上门到点还没有去…")
    staffed.at("2022-01-20T22:00:00+08:00")
    assert staffed.job("visits_overdue") == 0
    assert "上门 1" not in staffed.say("陈主任", "督查")


def test_after_a_mass_notice_the_inspector_too_gets_one_message_an_hour_about_visits(staffed: Talk) -> None:
    ledger = staffed.installation.ledger

    def add(db: Db) -> None:
        door = places.ensure(db, "永茂社区/6号楼/1单元/101")
        for number in range(30):
            who = people.add(db, name=f"人{number}", phone=None, place_id=door.id, now=staffed.clock[0], filed_by="test")
            tasks.add_visit(db, about="notice:1", person_id=who, text="明天采样", now=staffed.clock[0])

    ledger.transact(add)
    staffed.later(hours=4)
    for rung in ("grid_worker", "community_lead", "office", "leader", "inspector"):
        assert staffed.job("visits_overdue") == 30
        told = ledger.read(lambda db: db.all(_TOLD_OF_VISITS))
        assert [key.split(":")[2] for (key,) in told].count(rung) == (2 if rung == "office" else 1)
        staffed.later(minutes=61)


def test_what_a_resident_is_to_say_never_reaches_the_inspector(staffed: Talk) -> None:
    ask_for(staffed, "要两袋大米")
    staffed.say("李强", "已送到 S0120-01")
    for _ in range(12):
        staffed.later(hours=13)
        staffed.job("supplies_unconfirmed")
    assert "没有到点还没办的" in staffed.say("赵督查", "督查")
    assert "物资等本人回话 S0120-01" in staffed.say("陈主任", "督查")
    staffed.say("王阿姨", "收到了")
    assert "没有到点还没办的" in staffed.say("陈主任", "督查")


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_an_open_matter_has_one_next_step_or_is_on_the_list(ledger: Ledger, seed: int) -> None:
    """Time passes, jobs run once or twice, people answer and leave: nothing falls out, nothing is asked twice."""
    chance = random.Random(seed)
    found(ledger)
    now = NOW
    town = [("group_member", "medical"), ("group_member", "medical"), ("community_lead", "永茂社区"), ("office", None)]
    town += [("leader", None), ("inspector", None)]
    for number, (role, scope) in enumerate(town):
        ledger.transact(
            lambda db, role=role, scope=scope, number=number: settle(  # type: ignore[misc]
                db, f"职员{number}", openid=f"o{number}", role=role, scope=scope
            )
        )
    new = NewAlert("medical", "health", "health_checkin:1", "王阿姨", None, NOW + 60 * MINUTE)
    number = ledger.transact(lambda db: alerts.add(db, new, filing(place=places.find(db, "永茂社区")), Stored()))
    words = Words(PROJECT_FOLDER / "handlers")
    around = Surroundings(ledger, load_settings(environ={}), load_plan(), words.render)
    for _ in range(40):
        event = chance.choice(["wait", "wait", "run", "run", "two", "answer", "leave"])
        if event == "wait":
            now += chance.randrange(1, 40) * MINUTE
        elif event in {"run", "two"}:
            for _again in range(2 if event == "two" else 1):
                alerts_overdue.job.run(around, now)
        elif event == "leave" and chance.random() < 0.2:
            ledger.transact(lambda db: roles.end(db, chance.randrange(1, len(town) + 1), now))  # noqa: B023
        elif event == "answer":
            ledger.transact(lambda db: _answer_any(db, chance, now))  # noqa: B023
        _holds(ledger, around, number, now)
    assert ledger.transact(lambda db: alerts.acknowledge(db, number, None, "何医生", now))
    assert ledger.read(lambda db: escalations.waiting(db, None, of_residents=True, limit=9)) == []


def _answer_any(db: Db, chance: random.Random, now: int) -> None:
    mine = escalations.open_for(db, chance.randrange(1, 7))
    if mine:
        escalations.answer(db, mine[0], "on_the_way", "", now, now + 30 * MINUTE)


def _holds(ledger: Ledger, around: Surroundings, number: int, now: int) -> None:
    """Each step was asked once; the alert is due again, or at its end and on the list."""
    asked = ledger.read(lambda db: escalations.of_matter(db, f"alert:{number}"))
    assert len({(one.step, one.person_id) for one in asked}) == len(asked)
    assert all(one.ended_at is None for one in asked)
    stands = ledger.read(lambda db: alerts.one_for(db, number, None))
    assert stands is not None
    last = 2 + len(around.settings.ladders.alert)
    listed = ledger.read(lambda db: escalations.waiting(db, None, of_residents=False, limit=9))
    if stands.climbed < last:
        late = ledger.read(lambda db: alerts.overdue(db, stands.due_at, last, 9))
        assert [one.id for one in late] == [number]
    else:
        assert [one[0].about for one in listed] == [f"alert:{number}"]
    assert len(listed) == (1 if asked else 0)


def test_the_command_enters_all_lines_of_a_file_or_none(staffed: Talk, tmp_path: Path) -> None:
    file = tmp_path / "roster.txt"
    file.write_text("值班员 钱主任 1月20日18:00-1月21日8:00\n张三 今天\n", encoding="utf-8")
    with pytest.raises(Refused, match="not read: 张三 今天"):
        roster.enter(staffed.installation, file, "陈主任")
    assert "还没有排班" in staffed.say("陈主任", "值班表")
    file.write_text("值班员 钱主任 1月20日18:00-1月21日8:00\n", encoding="utf-8")
    printed = roster.enter(staffed.installation, file, "陈主任")
    assert printed == "1: 河西街道 office leader 钱主任 2022-01-20T18:00:00+08:00 2022-01-21T08:00:00+08:00"
    assert "值班员 钱主任 1月20日 18:00 到 1月21日 08:00" in staffed.say("陈主任", "值班表")


def test_the_ledger_prints_each_step_and_what_was_answered(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    climb(staffed)
    staffed.say("何医生", "说明 车坏了")
    lines = staffed.installation.ledger.read(lambda db: list(export.lines("escalation", View(db))))
    seen = [(one["status"], one["rung"], one["person"], one["answer"], one["text"]) for one in lines]
    assert seen == [("answered", "group", "何医生", "words", "车坏了"), ("open", "group", "刘医生", None, None)]


def test_bare_received_takes_only_what_was_put_to_the_writer(staffed: Talk) -> None:
    """The office may take any alert, but 收到 to another card is no word about one that nobody has sent them."""
    staffed.say("王阿姨", "打卡 39 没别的")
    staffed("""陈主任: 收到
              助手: 有1件等人接手，接哪一件？回「收到」加号数：
                第1号 王阿姨 永茂社区6号楼2单元301""")
    assert staffed.installation.ledger.read(lambda db: alerts.open_for(db, "medical"))
    staffed.say("赵某", "人工")
    staffed.later(minutes=61)
    staffed.job("handovers_overdue")
    staffed.reaches("陈主任", "【催办】…")
    staffed("""陈主任: 收到
              助手: 好的，转人工 1 记下了：收到，在办。…
              陈主任: 收到 1
              助手: 好的，第1号由您接手：王阿姨，…
              助手→王阿姨: 街道疫情防控办的陈主任已经接手，会跟您联系。…
              助手→何医生: 第1号由街道疫情防控办的陈主任接手了，不用再接。""")


def test_who_has_no_hands_has_the_next_one_asked_at_once(staffed: Talk) -> None:
    """Nobody waits half an hour because nobody can go; whoever is next reads why."""
    staffed.say("王阿姨", "打卡 39 没别的")
    climb(staffed)
    staffed("""刘医生: 人手不够
              助手: 好的，等人接手的情况 1 记下了：人手不够。
                马上再问下一位，您能办了照常回一声。""")
    assert climb(staffed, minutes=0) == 1
    staffed.reaches("周平", "【催办】…\n刘医生说：人手不够…")
    assert climb(staffed, minutes=0) == 0


def test_no_hands_of_one_does_not_overrun_another_on_the_way(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    climb(staffed)
    staffed.say("何医生", "在路上")
    assert "马上再问" not in staffed.say("刘医生", "走不开")
    assert climb(staffed) == 0


@pytest.mark.parametrize("said", ["说明 1 电话打不通", "说明 电话打不通", "打不通电话"])
def test_whoever_took_it_adds_that_they_cannot_reach_the_patient(staffed: Talk, said: str) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    staffed.say("何医生", "收到 1")
    staffed(f"""何医生: {said}
              助手: 第1号（王阿姨）记下了：联系不上本人。
                也告诉了能帮着联系的同事。
              助手→李强: 第1号，何医生说：联系不上本人。
                王阿姨｜永茂社区6号楼2单元301
                何医生已经接手，请您也帮着联系看看。
              助手→陈主任: 第1号，何医生说：联系不上本人。…""")
    (one,) = staffed.installation.ledger.read(lambda db: escalations.of_matter(db, "alert:1"))
    assert (one.person, one.answer, one.rung) == ("何医生", "not_reached", "added")
    assert "记下了" not in staffed.say("刘医生", "说明 1 电话打不通")


def test_of_two_alerts_it_is_asked_which_by_name_of_whoever_may_take_them(staffed: Talk) -> None:
    staffed.say("王阿姨", "打卡 39 没别的")
    staffed.say("赵某", "打卡 38.6 没别的")
    climb(staffed)
    said = staffed.say("何医生", "在路上")
    assert "1 等人接手的情况｜王阿姨｜永茂社区6号楼2单元301" in said
    assert "2 等人接手的情况｜还没登记姓名的人｜住址未登记" in said
