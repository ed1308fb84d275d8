"""Who may do what in the chat: every command of staff said by everybody (THREATS A16, A17, A22).

Whoever may not is told what they would be told if there were nothing by that number, and nothing changes; for residents
and strangers the words of a command are ordinary text, and nothing says that there is such a command.
"""

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import select, update

from commands.announce import announce
from commands.invite import invite
from knowledge.settings import PROJECT_FOLDER
from ledger import Db, people, tasks
from ledger.people.invitations import Wanted
from ledger.statement import Statement
from ledger.tables import alert, human_handover, notice, person, return_report, role, task
from tests.talking import Talk

# Beside those whom every transcript knows: 李强 looks after the grid of these places, 何医生 is of the medical group.
STAFF = {
    "林网格": ("grid_worker", "泰安社区/1网格"),
    "周书记": ("community_lead", "永茂社区"),
    "吴书记": ("community_lead", "泰安社区"),
    "胡采购": ("group_member", "supplies"),
    "冯组长": ("task_force_leader", "永茂社区"),
    "门卫": ("gate_guard", "永茂社区"),
}
EVERYBODY = ("王阿姨", "赵某", "李强", "何医生", "陈主任", *STAFF)
NOT_STAFF = ("王阿姨", "赵某")
OF_THE_PLACE = ("李强", "周书记", "陈主任")
# What would give away to somebody who is not of the staff that the words were a command.
HINTS = re.compile("待办|接手|上门|解除|您负责|收到 |转人工")
_STATES = [
    Statement(select(*columns).order_by(columns[0]))
    for columns in (
        (alert.c.id, alert.c.status, alert.c.acknowledged_by),
        (human_handover.c.id, human_handover.c.status, human_handover.c.taken_by),
        (task.c.id, task.c.status, task.c.done_by),
        (return_report.c.id, return_report.c.status, return_report.c.measure, return_report.c.confirmed_by),
    )
]
_PERSON = Statement(select(person.c.id).order_by(person.c.id.desc()).limit(1))
_LAST = {
    name: Statement(select(table.c.id).order_by(table.c.id.desc()).limit(1))
    for name, table in {"alert": alert, "handover": human_handover, "visit": task}.items()
}
_NOTICES = Statement(select(notice.c.id, notice.c.version, notice.c.status, notice.c.text_sha256))
_END_ROLES = Statement(update(role).where(role.c.kind == "grid_worker").values(until_at=1))


@dataclass(frozen=True)
class Right:
    """A command with the number of a matter in it, who may give it, and how the matter stands afterwards."""

    name: str
    words: str
    matter: str
    may: tuple[str, ...]
    afterwards: str
    nothing: str = "999"


RIGHTS = [
    Right("acknowledge", "收到 {}", "alert", ("何医生", "陈主任"), "acknowledged"),
    Right("take", "接手 {}", "alert", ("何医生", "陈主任"), "acknowledged"),
    Right("take_handover", "接 {}", "handover", ("陈主任",), "taken"),
    Right("visited", "上门 {}", "visit", OF_THE_PLACE, "done"),
    Right("confirm", "确认 {}", "report", OF_THE_PLACE, "submitted", "F0120-99"),
    Right("change", "改措施 {} 居家隔离 14天", "report", OF_THE_PLACE, "submitted", "F0120-99"),
    Right("arrived", "到达 {}", "report", OF_THE_PLACE, "arrived", "F0120-99"),
    Right("release", "解除 {}", "arrived report", OF_THE_PLACE, "released", "F0120-99"),
]


@dataclass
class Town:
    """A talk with everybody in it; each matter is that of another resident of the grid that 李强 looks after."""

    talk: Talk
    residents: int = 0

    def bind(self, name: str, kind: str, scope: str) -> None:
        code = invite(self.talk.installation, [Wanted(kind, name, scope, "13800009999")])[0]
        assert name in self.talk.say(name, f"绑定 {code}")

    def matter(self, kind: str) -> tuple[str, str]:
        """A new matter: (whose, its number)."""
        self.residents += 1
        whose = f"林秀{'一二三四五六七八九'[self.residents - 1]}"
        self.bind(whose, "resident", f"永茂社区/6号楼/2单元/40{self.residents}")
        if kind == "visit":
            person_id = self.one(_PERSON)
            self.talk.installation.ledger.transact(lambda db: self._visit(db, person_id))
            return whose, str(self.one(_LAST["visit"]))
        if kind == "alert":
            self.talk.say(whose, "打卡 39 咳嗽")
            return whose, str(self.one(_LAST["alert"]))
        if kind == "handover":
            self.talk.say(whose, "人工")
            return whose, str(self.one(_LAST["handover"]))
        self.talk.say(whose, "报备 今天从呼和浩特开车回来 就我自己")
        found = re.search(r"F0120-\d+", self.talk.say(whose, "1"))
        assert found is not None
        if kind == "arrived report":
            self.talk.say(whose, "到家了")
        return whose, found[0]

    def _visit(self, db: Db, person_id: int) -> None:
        now = self.talk.clock[0]
        tasks.add_visit(db, about=f"test:{person_id}", person_id=person_id, text="请告诉她", now=now)

    def one(self, statement: Statement) -> int:
        found: int = self.talk.installation.ledger.read(lambda db: db.value(statement))
        return found

    def states(self) -> list[list[tuple[object, ...]]]:
        """How every matter stands."""
        return self.talk.installation.ledger.read(lambda db: [db.all(statement) for statement in _STATES])


def without(said: str, number: str) -> str:
    """What was said but for the number of the matter."""
    return said.replace(number if number.startswith("F") else f"第{number}号", "")


@pytest.fixture
def town(talk: Talk) -> Town:
    announce(talk.installation, PROJECT_FOLDER / "knowledge" / "demo" / "announcement-14.yaml", "陈主任")
    ready = Town(talk)
    for name, (kind, scope) in STAFF.items():
        ready.bind(name, kind, scope)
    return ready


@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.name)
def test_a_command_is_for_those_whose_duty_it_is_and_for_nobody_else(town: Town, right: Right) -> None:
    whose, number = town.matter(right.matter)
    before = town.states()
    for who in (whose, *EVERYBODY):
        if who in right.may:
            continue
        said = town.talk.say(who, right.words.format(number))
        about_nothing = town.talk.say(who, right.words.format(right.nothing))
        assert without(said, number) == without(about_nothing, right.nothing), who
        assert whose == who or whose not in said
        assert "2单元40" not in said
        if who in {whose, *NOT_STAFF}:
            assert not HINTS.search(said), (who, said)
    assert town.states() == before
    for who in right.may:
        whose, number = town.matter(right.matter)
        before = town.states()
        assert number in town.talk.say(who, right.words.format(number))
        changed = {row for rows in town.states() for row in rows} - {row for rows in before for row in rows}
        assert {row[1] for row in changed} == {right.afterwards}
        assert right.afterwards in {"arrived", "released"} or all(who in row for row in changed)


def test_everybody_sees_in_their_list_what_is_theirs(town: Town) -> None:
    names = {kind: town.matter(kind)[0] for kind in ("alert", "handover", "visit", "report")}
    sees = {
        "李强": {"visit", "report"},
        "周书记": {"visit", "report"},
        "何医生": {"alert"},
        "陈主任": {"alert", "handover", "visit", "report"},
        **{who: set() for who in ("林网格", "吴书记", "胡采购", "冯组长", "门卫")},
    }
    for who, kinds in sees.items():
        said = town.talk.say(who, "待办")
        assert {kind for kind, name in names.items() if name in said} == kinds, who
        assert "1380" not in said
    for who in NOT_STAFF:
        for words in ("待办", "我的任务"):
            said = town.talk.say(who, words)
            assert not HINTS.search(said)
            assert not any(name in said for name in names.values())


def test_only_the_office_reads_what_people_asked_everybody_else_asks_for_a_person(town: Town) -> None:
    whose, _ = town.matter("handover")
    assert whose in town.talk.say("陈主任", "转人工")
    before = len(town.states()[1])
    others = [who for who in EVERYBODY if who != "陈主任"]
    for who in others:
        said = town.talk.say(who, "转人工")
        assert said.startswith("好的，已转给"), who
        assert whose not in said
    assert len(town.states()[1]) == before + len(others)


def test_help_names_the_commands_to_those_only_who_have_them(town: Town) -> None:
    for who in NOT_STAFF:
        assert not HINTS.search(town.talk.say(who, "帮助"))
    offered = {who: town.talk.say(who, "帮助") for who in ("李强", "何医生", "陈主任", "门卫")}
    assert {who for who, words in offered.items() if "解除" in words} - {"陈主任"} == {"李强"}
    assert {who for who, words in offered.items() if "收到" in words} == {"何医生", "陈主任"}
    assert {who for who, words in offered.items() if "转人工" in words} == {"陈主任"}


def test_when_a_role_has_ended_its_commands_are_ordinary_text_at_once(town: Town) -> None:
    whose, number = town.matter("report")
    assert whose in town.talk.say("李强", "待办")
    town.talk.installation.ledger.transact(lambda db: db.run(_END_ROLES))
    before = town.states()
    for words in ("待办", f"确认 {number}", f"到达 {number}", "上门 1"):
        said = town.talk.say("李强", words)
        assert not HINTS.search(said)
        assert whose not in said
    assert town.states() == before


def test_whoever_is_told_of_a_matter_sees_no_phone_before_taking_it(town: Town) -> None:
    whose, number = town.matter("alert")
    for who in ("李强", "何医生"):
        told = town.talk.reaches(who, f"…{whose}…")
        assert "1380000" not in told
    assert "13800009999" in town.talk.say("何医生", f"收到 {number}")


# What the office alone says about notices; G-1 waits for an approval, drafted by 陈主任.
OF_NOTICES = (
    *("公告草稿 发给永茂社区：明天停水，请提前接水", "公告", "公告 G-1", "送审 G-1", "改文字 G-1 后天停水，请接水"),
    *("改范围 G-1 老区社区", "加广播稿 G-1 请接水", "批准 G-1", "批准", "1", "退回 G-1 时间不对", "加急 G-1 今夜封楼"),
    *("停", "停 G-1", "继续 G-1", "撤回 G-1", "撤回公告"),
)


def test_only_the_office_has_a_say_in_notices(town: Town) -> None:
    town.talk.say("陈主任", "公告草稿 发给永茂社区：明天上午停水，请提前接好水")
    town.talk.say("陈主任", "1")
    before = town.talk.installation.ledger.read(lambda db: db.all(_NOTICES))
    for who in EVERYBODY:
        if who == "陈主任":
            continue
        for words in OF_NOTICES:
            said = town.talk.say(who, words)
            town.talk.say(who, "取消")
            assert "G-1" not in said.replace(words, ""), (who, words, said)
            assert "请提前接好水" not in said
            assert "草稿" not in said.replace(words, "")
    assert town.talk.installation.ledger.read(lambda db: db.all(_NOTICES)) == before


def test_every_role_of_the_staff_is_in_this_table() -> None:
    kinds = {kind for kind, _ in STAFF.values()} | {"grid_worker", "group_member", "office"}
    assert kinds | {"leader", "inspector", "admin"} == set(people.STAFF_ROLES)
