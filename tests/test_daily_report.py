"""封控小区日报 (3.4.2): the form as the YAML has it, frozen once, agreeing with the ledger, corrected by a sheet."""

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from knowledge.forms import form
from knowledge.times import DAY as ONE_DAY
from knowledge.times import HOUR, parse_moment
from ledger import Db, Statement, people, places, seals
from ledger.duty import roster
from ledger.reports import filing
from ledger.tables import (
    disinfection_log,
    duty_log,
    exit_request,
    health_checkin,
    human_handover,
    not_reached,
    supply_request,
)
from scheduler.job import CannotRun
from tests.console_side import REAL, Browser, Office, cheap_hashing
from tests.figure_town import DAY, put
from tests.talking import Talk
from tests.test_console_pages import seen
from tests.test_exit_request import bind

FORM = form()
SEALED, INNER, OPEN = "永茂社区", "永茂社区/7号楼", "泰安社区/1号楼/101"
DOOR, INNER_DOOR = "永茂社区/6号楼/2单元/301", "永茂社区/7号楼/1单元/101"
WELL = '{"level":"none"}'
FILL = '{"level":"urgent"}'
_COUNT = Statement(text("SELECT count(*) FROM daily_report"))
_AUDIT = Statement(text("SELECT action, actor, detail FROM audit WHERE about LIKE 'daily_report%' ORDER BY id"))
_TASKS = Statement(text("SELECT status, done_by FROM task WHERE about LIKE 'daily_report%' ORDER BY id"))


@pytest.fixture
def sealed(talk: Talk) -> Talk:
    """永茂社区 is sealed, and 7号楼 in it by an order of its own; five live there; something has happened of everything."""
    talk.at("2022-01-20T17:00")
    now = talk.clock[0]

    def fill(db: Db) -> None:
        seals.seal_place(db, places.ensure(db, SEALED), "周平", "control", "河西指〔2022〕3号", now - ONE_DAY)
        seals.seal_place(db, places.ensure(db, INNER), "吴江", "lockdown", None, now - HOUR)
        who = {name: _live(db, name, at, now) for name, at in PEOPLE.items()}
        for name, temperature, outcome in (("何花", 36.5, WELL), ("孙凤", 38.4, FILL)):
            values = {"person": name, "person_id": who[name], "date": DAY, "temperature": temperature}
            put(db, health_checkin, PEOPLE[name], outcome=outcome, **values)
        put(db, not_reached, DOOR, date=DAY, reason="absent", filed_at=now)
        common = {"kind": "ordinary", "reason": "medical", "filed_at": now - HOUR}
        put(db, exit_request, DOOR, number="W1", name="何花", person_id=who["何花"], status="out", **common)
        put(db, exit_request, DOOR, number="W2", name="王阿姨", status="refused", **common)
        put(db, exit_request, OPEN, number="W3", name="远方", status="out", **common)
        supply = {"steps": "delivery", "group_id": "supplies", "filed_at": now - 3 * HOUR, "medicine": True}
        put(db, supply_request, DOOR, number="S1", name="=cmd()", status="accepted", **supply)
        put(db, human_handover, DOOR, status="open", filed_at=now - HOUR)
        shift = {"start_at": now - 2 * HOUR, "end_at": now - HOUR, "filed_by_id": 77, "filed_by": "门卫"}
        put(db, duty_log, SEALED, kind="shift", post="gate_guard", person="门卫", status="ended", text="", **shift)
        put(db, duty_log, SEALED, kind="shift", post="task_force_leader", person="周平", status="ended", text="", **shift)
        roster.enter(db, places.ensure(db, SEALED).id, "leader", "门卫", now - HOUR, now, now, "test", "gate_guard")
        done = {"kind": "disinfection", "person": "李强", "status": "done", "text": "", "start_at": None}
        put(db, disinfection_log, "永茂社区/6号楼", day=DAY, end_at=now - HOUR, **done)
        put(db, disinfection_log, "永茂社区", day=DAY, end_at=now + HOUR, **done)  # after the cut-off

    talk.installation.ledger.transact(fill)
    return talk


PEOPLE = {"李铁柱": DOOR, "何花": DOOR, "李铁匠": DOOR, "孙凤": INNER_DOOR}


def _live(db: Db, name: str, at: str, now: int) -> int:
    return people.add(db, name=name, phone=None, place_id=places.ensure(db, at).id, now=now, filed_by="test")


def book(talk: Talk, number: str) -> Any:
    def look(db: Db) -> bytes:
        report = filing.by_number(db, number)
        assert report is not None
        content = filing.content(db, report.id)
        assert hashlib.sha256(content).digest() == report.file_hash
        return content

    return load_workbook(io.BytesIO(talk.installation.ledger.read(look)))


def table(sheet: Any) -> list[dict[str, Any]]:
    """The rows below the header, up to the empty line before the foot."""
    header, *rows = sheet.iter_rows(min_row=3, values_only=True)
    found = []
    for row in rows:
        if not any(row):
            break
        found.append(dict(zip(header, row, strict=True)))
    return found


def test_the_sheet_has_the_columns_of_the_form_in_their_order(sealed: Talk) -> None:
    assert sealed.job("daily_report") == 1
    sheet = book(sealed, "R220120").worksheets[0]
    assert [cell.value for cell in sheet[3]] == [column.title for column in FORM.columns]
    assert sheet["A1"].value == "【演练】封控小区日报（河西街道疫情防控办）"
    head = sheet["A2"].value
    for words in ("填报单位：河西街道疫情防控办", "数据截止：2022年1月20日 17:00", "填报人：", "审核人：", "初报【演练】"):
        assert words in head
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref is not None
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert not sheet.merged_cells.ranges
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(words.startswith("导出编号：R220120　导出人：") and "用途：报送开发区社会管控组" in words for words in said)


def test_what_it_says_of_each_place_and_of_all(sealed: Talk) -> None:
    sealed.job("daily_report")
    outer, inner, total = table(book(sealed, "R220120").worksheets[0])
    assert (outer["小区或村"], inner["小区或村"], total["小区或村"]) == ("永茂社区", "永茂社区7号楼", "合计")
    assert (outer["区域类型"], outer["依据文号"], outer["专班组长"]) == ("管控区", "河西指〔2022〕3号", "周平")
    assert outer["起始时间"] == datetime(2022, 1, 19, 17, 0)
    expected = {
        "户数": 1, "应在人数": 4, "实在人数": 3, "外出未归": 1, "应监测": 4, "已监测": 1, "未监测": 3,
        "未测原因": "家中没人 3", "发热": 0, "外出申请": 2, "已批": 1, "未批": 1, "在外": 1, "超时未归": 0, "急救放行": 0,
        "物资收到": 1, "办结": 0, "未办": 1, "最久未办小时": 3, "药品未办": 1, "水电暖故障": 0, "群众诉求": 1, "实到": 1,
        "值守应到": 1, "带班领导": "周平", "消杀点位应做": 1, "已做": 1, "垃圾清运": 0,
    }  # fmt: skip
    assert {title: outer[title] for title in expected} == expected
    assert (inner["应监测"], inner["已监测"], inner["发热"], inner["已处置"], inner["未测原因"]) == (1, 1, 1, 0, None)
    assert (total["应监测"], total["已监测"], total["未监测"], total["发热"]) == (5, 2, 3, 1)


def test_the_command_s_figures_are_left_to_be_typed_in(sealed: Talk) -> None:
    sealed.job("daily_report")
    typed = ("新增阳性", "密接", "次密接", "已转运", "待转运", "家中需照料", "轮次", "应采", "需上级协调", "突发情况")
    for row in table(book(sealed, "R220120").worksheets[0]):
        for title in typed:
            assert row[title] is None


def test_each_figure_has_a_list_with_as_many_lines(sealed: Talk) -> None:
    sealed.job("daily_report")
    opened = book(sealed, "R220120")
    total = table(opened.worksheets[0])[-1]
    listed = [column for column in FORM.columns if column.fill == "listed"]
    assert len(opened.worksheets) == len(listed) + 1
    for column in listed:
        sheet = opened[FORM.list_title.format(column=column.title)]
        assert len(table(sheet)) == total[column.title], column.title
        assert [cell.value for cell in sheet[3]] == list(FORM.lists)
    assert opened["发热明细"]["A1"].value == "【演练】封控小区日报（河西街道疫情防控办） 发热明细"
    [fever] = table(opened["发热明细"])
    assert (fever["姓名"], fever["住址"], fever["说明"]) == ("孙凤", "永茂社区7号楼1单元101", "38.4°C")


def test_figures_close(sealed: Talk) -> None:
    sealed.job("daily_report")
    for row in table(book(sealed, "R220120").worksheets[0]):
        assert row["应监测"] == row["已监测"] + row["未监测"]
        assert row["应在人数"] == row["实在人数"] + row["外出未归"]
        assert row["外出申请"] == row["已批"] + row["未批"]


def test_nothing_that_somebody_wrote_is_a_formula_and_no_phone_is_in_it(sealed: Talk) -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1", "\x07bell"]

    def fill(db: Db) -> None:
        for name in hostile:
            _live(db, name, DOOR, sealed.clock[0])

    sealed.installation.ledger.transact(fill)
    sealed.job("daily_report")
    opened = book(sealed, "R220120")
    cells = [cell for sheet in opened.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    values = {str(cell.value) for cell in cells}
    assert {"=1+1", "+1", "-1", "@SUM(A1)", "＝1", "bell", "=cmd()"} <= values
    assert not [value for value in values if "13800" in value]


def test_two_of_one_name_are_marked(sealed: Talk) -> None:
    sealed.installation.ledger.transact(lambda db: _live(db, "何花", DOOR, sealed.clock[0]))
    sealed.job("daily_report")
    marked = [row["住址"] for row in table(book(sealed, "R220120")["应在人数明细"]) if row["同名"]]
    assert marked == ["永茂社区6号楼2单元301"] * 2


def test_it_is_frozen_once_and_stays_as_it_was(sealed: Talk) -> None:
    sealed.job("daily_report")
    ledger = sealed.installation.ledger
    report = ledger.read(lambda db: filing.by_number(db, "R220120"))
    assert report is not None
    before = ledger.read(lambda db: (filing.content(db, report.id), filing.figures(db, report.id)))
    ledger.transact(lambda db: _live(db, "新来的", DOOR, sealed.clock[0]))
    sealed.later(minutes=30)
    assert sealed.job("daily_report") == 0
    assert ledger.read(lambda db: db.value(_COUNT)) == 1
    assert ledger.read(lambda db: (filing.content(db, report.id), filing.figures(db, report.id))) == before


def test_the_next_day_counts_from_where_the_last_one_ended(sealed: Talk) -> None:
    sealed.job("daily_report")
    now = sealed.clock[0]
    new = {"number": "W9", "status": "pending_approval", "kind": "ordinary", "reason": "work", "name": "何花"}
    sealed.installation.ledger.transact(lambda db: put(db, exit_request, DOOR, filed_at=now + 5, **new))
    sealed.at("2022-01-21T17:20")
    assert sealed.job("daily_report") == 1
    outer, *_ = table(book(sealed, "R220121").worksheets[0])
    assert (outer["外出申请"], outer["已批"], outer["未批"]) == (1, 0, 1)


def test_where_nothing_is_sealed_there_is_no_report(talk: Talk) -> None:
    talk.at("2022-01-20T17:00")
    assert talk.job("daily_report") == 0


def test_the_office_is_told_and_says_that_it_was_sent_up(sealed: Talk) -> None:
    sealed.job("daily_report")
    sealed.reaches("陈主任", "封控小区日报 R220120 做好了：2 个地方…报送开发区社会管控组。\n报送了回「已报送 R220120」")
    sealed("""王阿姨: 已报送 R220120
        助手: …
        陈主任: 已报送 R999999
        助手: 没有 R999999 这张报表，请看看编号。
        陈主任: 已报送 R220120
        助手: 记下了，R220120 已经报送。
        陈主任: 报送好了 R220120
        助手: R220120 陈主任已经报过了，不用再报。
        陈主任: 已报送
        助手: 没有等着报送的报表。""")
    assert sealed.installation.ledger.read(lambda db: db.all(_TASKS)) == [("done", "陈主任")]


@pytest.fixture
def pages(sealed: Talk) -> Iterator[Office]:
    with cheap_hashing():
        yield Office(sealed.installation, sealed.clock, [parse_moment(REAL)])


def pressed(browser: Browser, path: str, **said: str) -> str:
    browser.get("/reports/")
    return seen(browser.follow(browser.post(path, **said)).text)


def trail(talk: Talk) -> list[tuple[str, str, dict[str, Any]]]:
    rows = talk.installation.ledger.read(lambda db: db.all(_AUDIT))
    return [(action, actor, json.loads(detail) if detail else {}) for action, actor, detail in rows]


def test_the_file_goes_out_as_it_was_frozen_to_somebody_who_says_what_for(sealed: Talk, pages: Office) -> None:
    sealed.job("daily_report")
    browser = pages.signed_in("陈主任", "office")
    assert "R220120 封控小区日报" in seen(browser.get("/reports/").text)
    assert "请写清楚做什么用" in pressed(browser, "/reports/1/file", why="。。")
    browser.get("/reports/")
    answer = browser.client.post(
        "/reports/1/file",
        data={"csrf_token": browser.token, "why": "报送社会管控组"},
        headers={"Origin": "http://127.0.0.1:8000"},
        base_url="http://127.0.0.1:8000/console",
        environ_base={"REMOTE_ADDR": browser.address},
    )
    assert answer.status_code == 200
    report = sealed.installation.ledger.read(lambda db: filing.by_number(db, "R220120"))
    assert report is not None
    assert hashlib.sha256(answer.data).digest() == report.file_hash
    action, actor, detail = trail(sealed)[-1]
    assert (action, actor, detail["why"]) == ("report downloaded", "陈主任", "报送社会管控组")
    assert detail["rows"] == report.rows > 10


@pytest.mark.parametrize(
    ("name", "role", "scope"),
    [("李强", "grid_worker", "永茂社区/1网格"), ("何医生", "group_member", "medical"), ("钱督查", "inspector", None)],
)
def test_reports_are_the_office_s_alone(sealed: Talk, pages: Office, name: str, role: str, scope: str | None) -> None:
    if role == "inspector":
        bind(sealed, name, role)
    sealed.job("daily_report")
    browser = pages.signed_in(name, role, scope)
    assert browser.get("/reports/").status_code == 404
    browser.get("/account")
    assert browser.post("/reports/1/file", why="看看").status_code == 404
    assert browser.post("/reports/1/correct", why="看看").status_code == 404
    assert browser.post("/reports/1/sent").status_code == 404


def test_before_its_hour_nothing_is_frozen_by_hand(sealed: Talk) -> None:
    sealed.at("2022-01-20T16:59")
    with pytest.raises(CannotRun, match="17:00"):
        sealed.job("daily_report")
    sealed.at("2022-01-20T17:00")
    assert sealed.job("daily_report") == 1


def test_a_later_change_makes_a_correction_sheet_and_leaves_the_report_alone(sealed: Talk, pages: Office) -> None:
    sealed.job("daily_report")
    browser = pages.signed_in("陈主任", "office")
    assert "不用更正" in pressed(browser, "/reports/1/correct", why="看看有没有变")

    def check_in(db: Db) -> None:
        [who] = people.named_in(db, "李铁柱", "1.")
        values = {"person": "李铁柱", "person_id": who[0], "date": DAY, "outcome": FILL, "temperature": 37.9}
        put(db, health_checkin, DOOR, filed_at=sealed.clock[0] + HOUR, **values)

    sealed.installation.ledger.transact(check_in)
    sealed.later(hours=2)
    assert "请写清楚为什么更正" in pressed(browser, "/reports/1/correct", why=" ")
    assert "更正表出好了" in pressed(browser, "/reports/1/correct", why="截止后补打卡")
    opened = book(sealed, "R220120-1")
    sheet = opened.worksheets[0]
    assert [cell.value for cell in sheet[3]] == ["项目", "原数", "现数", "差额", "原因", "更正人", "时间"]
    assert "更正第1次" in sheet["A2"].value
    assert [(row["项目"], row["原数"], row["现数"], row["差额"]) for row in table(sheet)] == [
        ("永茂社区 发热", 0, 1, 1),
    ]
    [first] = table(sheet)
    assert (first["原因"], first["更正人"], first["时间"]) == ("截止后补打卡", "陈主任", datetime(2022, 1, 20, 19, 0))
    assert table(book(sealed, "R220120").worksheets[0])[0]["已监测"] == 1
    assert "更正表出好了" in pressed(browser, "/reports/1/correct", why="再核一遍")
    assert book(sealed, "R220120-2").worksheets[0]["A1"].value == "【演练】封控小区日报更正表（河西街道疫情防控办）"


def test_who_moves_in_and_what_is_opened_afterwards_corrects_no_figure(sealed: Talk, pages: Office) -> None:
    sealed.job("daily_report")

    def change(db: Db) -> None:
        _live(db, "新来的", DOOR, sealed.clock[0] + HOUR)
        seals.unseal_place(db, places.ensure(db, INNER).id, sealed.clock[0] + HOUR)

    sealed.installation.ledger.transact(change)
    sealed.later(hours=2)
    assert "不用更正" in pressed(pages.signed_in("陈主任", "office"), "/reports/1/correct", why="看看有没有变")


def test_somebody_says_on_the_page_that_it_was_sent_up(sealed: Talk, pages: Office) -> None:
    sealed.job("daily_report")
    browser = pages.signed_in("陈主任", "office")
    assert "还没报送" in seen(browser.get("/reports/").text)
    assert "陈主任 报送于" in pressed(browser, "/reports/1/sent")
    assert "别的同志刚刚已经办了" in pressed(browser, "/reports/1/sent")
    assert [action for action, *_ in trail(sealed)] == ["report frozen", "report sent up"]


CHECKS: list[tuple[str, str]] = [
    ("应监测", "SELECT count(*) FROM person JOIN place ON place.id = place_id WHERE place.address LIKE '永茂社区/%'"),
    ("外出申请", "SELECT count(*) FROM exit_request JOIN place ON place.id = place_id WHERE address LIKE '永茂社区/%'"),
    ("在外", "SELECT count(*) FROM exit_request JOIN place ON place.id = place_id "
     "WHERE address LIKE '永茂社区/%' AND status IN ('out', 'overdue')"),
    ("物资收到", "SELECT count(*) FROM supply_request JOIN place ON place.id = place_id WHERE address LIKE '永茂社区/%'"),
    ("发热", "SELECT count(*) FROM health_checkin WHERE date = '2022-01-20' AND temperature >= 37.3"),
]  # fmt: skip


@pytest.mark.both_databases
@pytest.mark.parametrize(("title", "question"), CHECKS, ids=[title for title, _ in CHECKS])
def test_it_agrees_with_the_ledger_of_that_moment_to_the_row(sealed: Talk, title: str, question: str) -> None:
    sealed.job("daily_report")
    counted = sealed.installation.ledger.read(lambda db: db.value(Statement(text(question))))
    opened = book(sealed, "R220120")
    assert table(opened.worksheets[0])[-1][title] == counted == len(table(opened[f"{title}明细"]))


def test_the_form_refuses_a_column_that_is_there_twice() -> None:
    from pydantic import ValidationError

    from knowledge.forms import Form

    with pytest.raises(ValidationError, match="is there twice"):
        Form.model_validate({**FORM.model_dump(), "columns": (*FORM.columns, FORM.columns[0])})
