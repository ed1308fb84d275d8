"""A new announcement: whom it would change, who was told otherwise, and what becomes of open reports (DESIGN 6.6)."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from commands.announce import announce, look
from commands.errors import Refused
from knowledge.times import parse_moment
from ledger import announcements
from ledger.announcements import known_at
from ledger.returns import anew
from ledger.returns.anew import Question
from ledger.statement import Statement
from tests.talking import Talk
from tests.test_return_announcements import HOME, MONITORING, issued, put_in_force

_ROWS = Statement(
    text("SELECT number, version, status, measure, days, announcement, confirmed_by FROM return_report ORDER BY id")
)
_QUEUED = Statement(text("SELECT count(*) FROM outbox"))
_TRAIL = Statement(text("SELECT actor, action, detail FROM audit WHERE about LIKE 'announcement:%' ORDER BY id"))
_DUE = Statement(text("SELECT due_at, climbed FROM return_report WHERE status <> 'superseded' ORDER BY id"))
HOHHOT, BEIJING = {"code": "150100", "name": "呼和浩特市"}, {"code": "110000", "name": "北京市"}
TESTING = {"measure": "testing", "test_days": (1, 3)}


def rows(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ROWS))


def in_force_row(talk: Talk) -> tuple[object, ...]:
    return next(row for row in reversed(rows(talk)) if row[2] != "superseded")


def new_one(tmp_path: Path, *areas: dict[str, object], **more: object) -> Path:
    """The file of an announcement that replaces the one before at midnight."""
    content: dict[str, object] = {
        "number": "第15号",
        "issuer": "演示指挥部",
        "title": "【演示】",
        "effective_at": "2022-01-21 00:00",
        "replaces": "第14号",
        "keep_old_cases": False,
        "areas": list(areas),
    }
    file = tmp_path / "announcement-15.yaml"
    file.write_text(json.dumps({**content, **more}, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def one_coming(talk: Talk) -> Talk:
    """第14号 in force, and a report of somebody who comes the day after tomorrow."""
    put_in_force(talk, issued("第14号", {**HOHHOT, **MONITORING}, {**BEIJING, **TESTING}))
    talk.job("announcements")
    talk("""王阿姨: 报备 后天从呼和浩特开车回来 就我自己
            王阿姨: 1
            助手: 报备好了…先健康监测7天，…""")
    return talk


def test_looking_changes_nothing_and_tells_nobody(one_coming: Talk, tmp_path: Path) -> None:
    queued = one_coming.installation.ledger.read(lambda db: db.value(_QUEUED))
    shown = look(one_coming.installation, new_one(tmp_path, {**HOHHOT, **HOME}))
    assert shown == (
        "演示指挥部 第15号，2022-01-21 00:00 起，1 行\n"
        "到时候停用：演示指挥部 第14号\n"
        "以前到的人也按新的。\n"
        "没办完的返乡报备有 1 份要变，其中 1 份已经跟本人说过别的：\n"
        "F0120-01｜王阿姨｜永茂社区6号楼2单元301｜健康监测7天，从到达算起（第14号，报备时说的）"
        " → 居家隔离14天，从离开当地算起"
    )
    assert len(rows(one_coming)) == 1
    assert one_coming.installation.ledger.read(lambda db: db.value(_QUEUED)) == queued
    assert [one.issued.number for one in one_coming.installation.ledger.read(announcements.kept)] == ["第14号"]


def test_what_stays_the_same_is_no_difference(one_coming: Talk, tmp_path: Path) -> None:
    file = new_one(tmp_path, {**HOHHOT, **MONITORING}, {**BEIJING, **HOME})
    assert look(one_coming.installation, file).endswith("没办完的返乡报备都不用变。")
    announce(one_coming.installation, file, "陈主任")
    one_coming.at("2022-01-21T00:00")
    assert one_coming.job("announcements") == 0
    assert rows(one_coming)[-1][5] == "第14号"  # what it was decided by


def test_at_its_minute_the_difference_is_put_to_the_grid_worker(one_coming: Talk, tmp_path: Path) -> None:
    announce(one_coming.installation, new_one(tmp_path, {**HOHHOT, **HOME}), "陈主任")
    one_coming.at("2022-01-20T23:59")
    assert one_coming.job("announcements") == 0
    assert len(rows(one_coming)) == 1
    one_coming.at("2022-01-21T00:00")
    assert one_coming.job("announcements") == 1
    assert rows(one_coming) == [
        ("F0120-01", 1, "superseded", "health_monitoring", 7, "第14号", None),
        ("F0120-01", 2, "submitted", "home_quarantine", 14, "第15号", None),
    ]
    one_coming.reaches(
        "李强",
        """【公告变了】F0120-01 王阿姨，永茂社区6号楼2单元301
按第15号重新算过：
原来：健康监测7天，从到达算起（第14号），报备时跟本人说过，还没人核对。
现在拟：居家隔离14天，从离开当地算起（第15号）。
请跟本人说清楚变了什么，再回「确认 F0120-01」；不改的写明原来的，比如「确认 F0120-01 健康监测 7天」。
本人还没有收到消息。""",
    )
    assert one_coming.job("announcements") == 0  # once
    one_coming("""李强: 确认 F0120-01
                  助手: 好的，F0120-01 王阿姨：居家隔离14天，从离开当地算起，已告诉本人。…
                  助手→王阿姨: 公告变了，您的返乡报备 F0120-01 的措施改了，由李强核对：居家隔离14天，从离开当地算起。…""")


def test_who_is_under_control_stays_so_until_somebody_confirms(talk: Talk, tmp_path: Path) -> None:
    put_in_force(talk, issued("第14号", {**HOHHOT, **MONITORING}))
    talk("""王阿姨: 报备 今天从呼和浩特开车回来 刚到家 就我自己
            王阿姨: 1
            李强: 确认 F0120-01
            助手: 好的，F0120-01 王阿姨：健康监测7天，从到达算起，到1月27日…""")
    announce(talk.installation, new_one(tmp_path, {**HOHHOT, **TESTING}), "陈主任")
    talk.at("2022-01-21T00:00")
    assert talk.job("announcements") == 1
    assert in_force_row(talk) == ("F0120-01", 2, "under_control", "testing", None, "第15号", None)
    due_at, climbed = talk.installation.ledger.read(lambda db: db.all(_DUE))[0]
    assert (int(due_at) > talk.clock[0], climbed) == (True, 0)
    talk("""助手→李强: 【公告变了】F0120-01 王阿姨，永茂社区6号楼2单元301
              …原来：健康监测7天，从到达算起（第14号），李强跟本人定过。
              现在拟：核酸检测，第1、3天做核酸（第15号）。
              …没确认以前还按原来的，本人还没有收到消息。
            李强: 待办
            助手: …F0120-01…
            李强: 确认 F0120-01 健康监测 7天
            助手: 好的，F0120-01 王阿姨：健康监测7天，从到达算起，到1月27日…
            助手→王阿姨: 您的返乡报备 F0120-01 已由李强核对：健康监测7天，从到达算起，到1月27日…""")
    assert in_force_row(talk)[2:5] == ("under_control", "health_monitoring", 7)


def test_nobody_is_asked_to_release_what_a_new_announcement_made_a_proposal(talk: Talk, tmp_path: Path) -> None:
    put_in_force(talk, issued("第14号", {**HOHHOT, **MONITORING}))
    talk("""王阿姨: 报备 今天从呼和浩特开车回来 刚到家 就我自己
            王阿姨: 1
            李强: 确认 F0120-01""")
    announce(talk.installation, new_one(tmp_path, {**HOHHOT, **HOME}), "陈主任")
    talk.at("2022-01-27T09:00")  # the last day by the old one
    assert talk.job("announcements") == 1
    assert talk.job("observation_ends") == 0
    talk("""李强: 确认 F0120-01
            助手: 好的，F0120-01 王阿姨：居家隔离14天，从离开当地算起，到2月3日…""")
    talk.at("2022-02-03T09:00")
    assert talk.job("observation_ends") == 1


def test_released_and_withdrawn_reports_are_left_alone(talk: Talk, tmp_path: Path) -> None:
    put_in_force(talk, issued("第14号", {**HOHHOT, **MONITORING}))
    talk("""王阿姨: 报备 后天从呼和浩特开车回来 就我自己
            王阿姨: 1
            王阿姨: 不回来了""")
    assert look(talk.installation, new_one(tmp_path, {**HOHHOT, **HOME})).endswith("没办完的返乡报备都不用变。")


def test_a_retroactive_one_is_taken_up_at_once_and_old_cases_may_keep_the_old_rule(talk: Talk, tmp_path: Path) -> None:
    put_in_force(talk, issued("第14号", {**HOHHOT, **MONITORING}))
    talk("""王阿姨: 报备 昨天从呼和浩特开车回来的 就我自己
            王阿姨: 1
            王芳: 报备 明天从呼和浩特开车回来 就我自己 永茂6号楼2单元302 王芳 13800007777
            王芳: 1
            助手: 报备好了…""")
    file = new_one(tmp_path, {**HOHHOT, **HOME}, effective_at="2022-01-20 08:00", keep_old_cases=True)
    shown = look(talk.installation, file)
    assert "2022-01-20 08:00 起（已经过去，起用后马上算），1 行" in shown
    assert "以前到的人还按原来的。" in shown
    assert "有 1 份要变" in shown
    assert "F0120-02｜王芳" in shown
    announce(talk.installation, file, "陈主任")
    assert talk.job("announcements") == 1
    assert [row[3] for row in rows(talk) if row[2] != "superseded"] == ["health_monitoring", "home_quarantine"]


def test_whether_old_cases_keep_the_old_rule_is_chosen_where_the_paper_does_not_say(
    one_coming: Talk, tmp_path: Path
) -> None:
    file = new_one(tmp_path, {**HOHHOT, **HOME}, keep_old_cases=None)
    house = one_coming.installation
    assert "起用时要选：还按原来的（keep）只有 1 份要变，也按新的（change）都要变。" in look(house, file)
    past = new_one(tmp_path, {**HOHHOT, **HOME}, keep_old_cases=None, effective_at="2022-01-23 08:00")
    assert "只有 0 份要变" in look(house, past)  # they come the day before
    file = new_one(tmp_path, {**HOHHOT, **HOME}, keep_old_cases=None)
    with pytest.raises(Refused, match="choose --old-cases keep or change"):
        announce(house, file, "陈主任")
    with pytest.raises(Refused, match="must be keep"):
        announce(house, file, "陈主任", "maybe")
    announce(house, file, "陈主任", "keep")
    assert [one.issued.keep_old_cases for one in house.ledger.read(announcements.kept)] == [False, True]
    assert house.ledger.read(lambda db: db.all(_TRAIL))[-1] == (
        "陈主任", "announcement put in force", '{"keep_old_cases":true}'
    )  # fmt: skip
    with pytest.raises(Refused, match="says itself"):
        announce(house, new_one(tmp_path, {**HOHHOT, **HOME}, number="第16号"), "陈主任", "keep")


def test_two_that_differ_are_put_to_the_office_before_anybody_is_told(one_coming: Talk, tmp_path: Path) -> None:
    file = new_one(tmp_path, {**HOHHOT, **HOME}, replaces=None)
    shown = look(one_coming.installation, file)
    assert "到时候同时有效：演示指挥部 第14号" in shown
    assert "1 份要由防控办定" in shown
    announce(one_coming.installation, file, "陈主任")
    one_coming.at("2022-01-21T00:00")
    assert one_coming.job("announcements") == 1
    one_coming("""助手→陈主任: 【公告变了】F0120-01 王阿姨，永茂社区6号楼2单元301
                    …现在几份公告说法不同：第15号 居家隔离14天，…；第14号 健康监测7天，…。由街道防控办定。
                    定下后回「确认 F0120-01 第15号」，或者「确认 F0120-01 措施 天数」。…
                  陈主任: 确认 F0120-01 第14号
                  助手: 好的，F0120-01 王阿姨：健康监测7天，从到达算起…""")


def test_one_that_was_ended_on_the_way_is_done_again_where_it_stopped(talk: Talk, tmp_path: Path) -> None:
    put_in_force(talk, issued("第14号", {**HOHHOT, **MONITORING}))
    talk.job("announcements")
    talk("""王阿姨: 报备 后天从呼和浩特开车回来 就我自己
            王阿姨: 1
            王芳: 报备 明天从呼和浩特开车回来 就我自己 永茂6号楼2单元302 王芳 13800007777
            王芳: 1""")
    announce(talk.installation, new_one(tmp_path, {**HOHHOT, **HOME}, effective_at="2022-01-20 09:00"), "陈主任")
    ledger, rules = talk.installation.ledger, talk.installation.house.rules
    kept = ledger.read(announcements.kept)
    asked = Question(rules, [kept[0].issued], [one.issued for one in kept], talk.clock[0])
    first = ledger.read(lambda db: list(anew.differences(db, asked)))[0]
    assert ledger.transact(lambda db: anew.work_in(db, first, talk.clock[0], "陈主任", talk.clock[0]))
    assert not ledger.transact(lambda db: anew.work_in(db, first, talk.clock[0], "陈主任", talk.clock[0]))  # moved on
    assert talk.job("announcements") == 1
    assert [row[:2] for row in rows(talk) if row[2] != "superseded"] == [("F0120-01", 2), ("F0120-02", 2)]


def test_what_was_known_on_a_day_can_be_decided_again(one_coming: Talk, tmp_path: Path) -> None:
    one_coming.at("2022-01-20T18:00")
    announce(one_coming.installation, new_one(tmp_path, {**HOHHOT, **HOME}, effective_at="2022-01-20 08:00"), "陈主任")
    kept = one_coming.installation.ledger.read(announcements.kept)
    numbers = [one.number for one in known_at(kept, parse_moment("2022-01-20T12:00"))]
    assert numbers == ["第14号"]  # it was retroactive, and entered in the evening
    assert len(known_at(kept, parse_moment("2022-01-20T18:00"))) == 2


def test_a_correction_after_it_needs_no_second_confirmation(one_coming: Talk, tmp_path: Path) -> None:
    announce(one_coming.installation, new_one(tmp_path, {**HOHHOT, **HOME}), "陈主任")
    one_coming.at("2022-01-21T08:00")
    one_coming.job("announcements")
    one_coming("""李强: 确认 F0120-01
                  王阿姨: 报备的手机号改成13800009999
                  助手: 改好了，F0120-01：…""")
    assert in_force_row(one_coming)[6] == "李强"


def test_one_and_its_correction_at_the_same_minute_are_one_change(one_coming: Talk, tmp_path: Path) -> None:
    announce(one_coming.installation, new_one(tmp_path, {**HOHHOT, **HOME}), "陈主任")
    corrected = {**HOHHOT, **HOME, "days": 21}
    announce(one_coming.installation, new_one(tmp_path, corrected, number="第16号", replaces="第15号"), "陈主任")
    one_coming.at("2022-01-21T00:00")
    assert one_coming.job("announcements") == 1
    assert [row[1:6] for row in rows(one_coming)][1:] == [(2, "submitted", "home_quarantine", 21, "第16号")]
    kept = one_coming.installation.ledger.read(announcements.kept)
    assert all(one.taken_up_at is not None for one in kept)


def test_what_the_paper_says_beside_reaches_whoever_confirms(one_coming: Talk, tmp_path: Path) -> None:
    beside = {"exceptions": "孕产妇由工作人员另行安排", "note": "抵达后24小时内采第一次", "test_days": [1, 7]}
    announce(one_coming.installation, new_one(tmp_path, {**HOHHOT, **HOME, **beside}), "陈主任")
    one_coming.at("2022-01-21T00:00")
    one_coming.job("announcements")
    one_coming("""助手→李强: 【公告变了】F0120-01 王阿姨，永茂社区6号楼2单元301
                    …公告还写着：孕产妇由工作人员另行安排；抵达后24小时内采第一次…
                  李强: 确认 F0120-01
                  助手→王阿姨: 公告变了，您的返乡报备 F0120-01 的措施改了，…：居家隔离14天，…第1、7天做核酸。…
                  王阿姨: 报备 后天从呼和浩特坐火车K1302回来 就我自己
                  王阿姨: 1
                  助手→李强: 【返乡报备】F0121-01
                    …公告还写着：孕产妇由工作人员另行安排；…""")
