"""A return report that nobody confirms climbs, as chats; and by when it has to be confirmed (clause 3.2)."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from commands.announce import announce
from knowledge.return_deadline import confirm_by
from knowledge.settings import PROJECT_FOLDER, load_settings
from knowledge.times import iso, parse_moment
from ledger import Db, people, places
from ledger.people import accounts
from ledger.statement import Statement
from tests.talking import Talk, talking

_CLIMBS = Statement(text("SELECT detail FROM audit WHERE action = 'return climbed' ORDER BY id"))
_DUE = Statement(text("SELECT due_at FROM return_report ORDER BY id"))
SETTINGS = load_settings(environ={})
REPORT = """王阿姨: 报备 今天从呼和浩特开车回来 就我自己
            助手: 请核对：…
            王阿姨: 1
            助手: 报备好了，编号 F0120-01：…"""


@pytest.fixture
def talk(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """With little patience: the platform's token lives two hours, and tests go on in leaps."""
    with talking(ledger_url, data_dir, HEXI_DEADLINES__CONFIRM_RETURN_MINUTES="20") as playing:
        yield playing


@pytest.fixture
def announced(talk: Talk) -> Talk:
    """With the demonstration's announcement in force, and with a lead and a leader."""
    announce(talk.installation, PROJECT_FOLDER / "knowledge" / "demo" / "announcement-14.yaml", "陈主任")
    staff(talk, "周平", "community_lead", "永茂社区")
    staff(talk, "孙书记", "leader", "")
    return talk


def staff(talk: Talk, name: str, role: str, scope: str) -> None:
    """Give somebody an account and a role."""
    openid = talk.openid(name)

    def work(db: Db) -> None:
        place_id = places.ensure(db, scope).id if scope else None
        person_id = people.add(db, name=name, phone=None, place_id=None, now=talk.clock[0], filed_by="test")
        accounts.bind(db, openid, person_id)
        people.grant(db, person_id, role, place_id, None, talk.clock[0])

    talk.installation.ledger.transact(work)


def climbs(talk: Talk) -> list[str]:
    """Whom the reports were put to, in order."""
    rows = talk.installation.ledger.read(lambda db: db.all(_CLIMBS))
    return [json.loads(detail)["to"] for (detail,) in rows]


def due(talk: Talk) -> str:
    """By when the first report has to be confirmed."""
    return iso(talk.installation.ledger.read(lambda db: db.all(_DUE))[0][0])[:16]


def late(talk: Talk, minutes: float = 21) -> int:
    """Let the deadline pass and the job run."""
    talk.later(minutes=minutes)
    return talk.job("returns_overdue")


@pytest.mark.parametrize(
    ("asked_at", "arrives", "has_arrived", "confirmed_by"),
    [
        ("20T09:00", "20", False, "20T11:00"),
        ("20T22:30", "20", False, "21T00:30"),
        ("20T09:00", "22", False, "20T11:00"),
        ("20T20:00", "22", False, "21T09:00"),
        ("20T21:00", "21", False, "21T10:00"),
        ("20T23:15", "21", False, "21T10:00"),
        ("20T03:00", "22", False, "20T10:00"),
        ("20T08:00", "22", False, "20T10:00"),
        ("20T19:00", "22", False, "20T21:00"),
        ("20T23:15", "20", True, "20T23:25"),
        ("20T23:15", "22", True, "20T23:25"),
    ],
)
def test_by_when_it_has_to_be_confirmed(asked_at: str, arrives: str, has_arrived: bool, confirmed_by: str) -> None:
    now, day = parse_moment(f"2022-01-{asked_at}"), date(2022, 1, int(arrives))
    assert iso(confirm_by(SETTINGS, now, day, has_arrived=has_arrived))[8:16] == confirmed_by


def test_patience_of_more_than_a_day_counts_daylight_only() -> None:
    patient = load_settings(environ={"HEXI_DEADLINES__CONFIRM_RETURN_MINUTES": str(30 * 60)})
    now = parse_moment("2022-01-20T20:00")
    assert iso(confirm_by(patient, now, date(2022, 1, 30), has_arrived=False))[8:16] == "23T11:00"


def test_nobody_confirms_and_it_climbs(announced: Talk) -> None:
    announced(REPORT)
    announced.reaches("李强", "【返乡报备】F0120-01…")
    assert late(announced, minutes=19) == 0
    assert late(announced, minutes=1) == 1
    assert announced.job("returns_overdue") == 0
    announced.reaches(
        "李强",
        """【催办】返乡报备 F0120-01 还没有人确认措施
           王阿姨｜永茂社区6号楼2单元301｜1月20日到
           请跟本人核对后回「确认 F0120-01」。
           一时办不完，回「在路上」「人手不够」或「说明」加原因。…""".replace("           ", ""),
    )
    assert late(announced) == 1
    announced.reaches(
        "周平", "【催办】返乡报备 F0120-01…王阿姨｜永茂社区6号楼2单元301｜…请跟本人核对后回「确认 F0120-01」。…"
    )
    assert late(announced) == 1
    announced.reaches("陈主任", "【催办】返乡报备 F0120-01…")
    assert late(announced) == 1
    announced.reaches("孙书记", "【催办】返乡报备 F0120-01…请督促确认。")
    assert late(announced) == 0
    assert climbs(announced) == ["grid_worker", "community_lead", "office", "leader"]
    announced("""李强: 待办
                 助手: …【返乡，等您确认措施】…F0120-01 王阿姨…""")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "ends",
    [
        "李强: 确认 F0120-01\n助手: 好的，…",
        "李强: 确认 F0120-01 居家隔离 14天\n助手: 好的，…",
        "王阿姨: 不回来了\n助手: 好的，F0120-01 已撤回，…",
    ],
)
def test_it_climbs_no_further_once_somebody_has_confirmed_or_it_is_withdrawn(announced: Talk, ends: str) -> None:
    announced(REPORT)
    assert late(announced) == 1
    announced(ends)
    assert late(announced) == 0
    assert climbs(announced) == ["grid_worker"]


def test_the_community_s_lead_confirms_what_climbed_to_them(announced: Talk) -> None:
    announced(REPORT)
    assert (late(announced), late(announced)) == (1, 1)
    announced("""周平: 确认
                 助手: 好的，F0120-01 王阿姨：健康监测7天…""")
    assert late(announced) == 0


def test_for_what_the_office_decides_the_office_is_asked(announced: Talk) -> None:
    announced("""王阿姨: 报备 今天从海口开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，编号 F0120-01：…由街道防控办定下来再告诉您。…
                 李强: 待办
                 助手: 【返乡，等街道防控办定措施】
                   F0120-01 王阿姨 今天（1月20日）到 永茂社区6号楼2单元301
                 陈主任: 待办
                 助手: 【返乡，等您确认措施】…
                   F0120-01 王阿姨 …""")
    assert late(announced) == 1
    announced.reaches("陈主任", "【催办】返乡报备 F0120-01…要由街道防控办定。…「确认 F0120-01 健康监测 7天」。…")
    assert late(announced) == 1
    announced.reaches("孙书记", "【催办】返乡报备 F0120-01…请督促确认。")
    assert late(announced) == 0
    assert climbs(announced) == ["office", "leader"]


def test_whoever_has_arrived_is_urgent(announced: Talk) -> None:
    announced("""王阿姨: 报备 后天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…""")
    assert due(announced) == "2022-01-20T09:20"
    assert late(announced) == 1
    assert due(announced) == "2022-01-20T09:41"
    announced("""王阿姨: 到家了
                 助手: 平安到家就好。…""")
    assert due(announced) == "2022-01-20T09:31"
    assert late(announced, minutes=11) == 1
    announced.reaches("李强", "【催办】返乡报备 F0120-01…1月20日到的，已经在家…")
    assert late(announced, minutes=11) == 1
    announced.reaches("周平", "【催办】返乡报备 F0120-01…")


def test_a_step_at_which_nobody_can_be_reached_is_passed_over_at_once(talk: Talk) -> None:
    announce(talk.installation, PROJECT_FOLDER / "knowledge" / "demo" / "announcement-14.yaml", "陈主任")
    talk.installation.ledger.transact(lambda db: accounts.forget(db, talk.openid("李强")))
    talk(REPORT)
    assert late(talk) == 1
    talk.reaches("陈主任", "【催办】返乡报备 F0120-01…")
    assert climbs(talk) == ["office"]


def test_two_schedulers_ask_once(announced: Talk) -> None:
    announced(REPORT)
    announced.later(minutes=21)
    assert announced.job("returns_overdue") + announced.job("returns_overdue") == 1
