"""The page of a gate's passes that is printed (DESIGN 6.9), the gate's records, and what guards read in 帮助 and 待办."""

import stat
from pathlib import Path

import pytest

from commands.errors import Refused
from commands.gate_list import gate_list
from ledger import export
from ledger.export.pages import View
from tests.gate_town import GATE, guard, lead, request
from tests.talking import Talk


@pytest.fixture
def gated(talk: Talk) -> Talk:
    guard(talk, "老马", GATE)
    lead(talk)
    return talk


def test_the_page_holds_the_passes_of_the_day_and_lines_to_fill(gated: Talk, tmp_path: Path) -> None:
    _, code = request(gated, name="<b>王阿姨")
    request(gated, number="W0120-02", home="亲水人家社区/1号楼/1单元/101", name="外楼的人")
    out = tmp_path / "list.html"
    assert gate_list(gated.installation, GATE, "2022-01-20", out).startswith(f"{out}: 1 passes")
    page = out.read_text(encoding="utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert f'<td class="code">{code}</td><td>&lt;b&gt;王阿姨＋妈妈</td><td>2</td><td>透析</td><td>09:20-12:00</td>' in page
    assert "外楼的人" not in page and page.count('<tr class="empty">') == 14


def test_another_day_and_no_pass(gated: Talk) -> None:
    request(gated)
    assert "这段时间没有通行码" in gate_list(gated.installation, GATE, "2022-01-22", None)


@pytest.mark.parametrize(
    ("where", "on", "why"),
    [("永茂社区/7号楼", None, "is no place"), ("亲水人家社区", None, "is not sealed"), (GATE, "明天", "must be a day")],
)
def test_what_cannot_be_printed_is_refused(gated: Talk, where: str, on: str | None, why: str) -> None:
    with pytest.raises(Refused, match=why):
        gate_list(gated.installation, where, on, None)


def test_the_records_as_they_are_printed(gated: Talk) -> None:
    gated.say("周平", "准进 张师傅 修水管 到1月25日")
    gated.say("老马", "进 张师傅 修水管 36.4")
    gated.say("老马", "1")
    read = gated.installation.ledger.read
    [passage] = read(lambda db: list(export.lines("gate_log", View(db))))
    assert (passage["rule"], passage["rule_version"], passage["clause"]) == ("gate_entry", "2021-01-01", "3.4.1")
    assert (passage["place"], passage["kind"], passage["temperature"]) == (GATE, "repair", 36.4)
    [permit] = read(lambda db: list(export.lines("entry_permit", View(db))))
    assert (permit["status"], permit["name"], permit["filed_by"], permit["until"]) == (
        *("listed", "张师傅", "周平", "2022-01-26T00:00:00+08:00"),
    )


def test_help_and_what_waits_of_a_guard(gated: Talk) -> None:
    _, code = request(gated)
    gated("""老马: 帮助
    助手: …卡口：查通行码「7315」…
    老马: 待办
    助手: 现在没有等您办的事。""")
    gated.say("老马", code)
    gated.say("老马", "1")
    gated("""老马: 待办
    助手: 【卡口，在外】回来发「回」加通行码
     王阿姨 12:00 前回""")
    assert "卡口：" not in gated.say("李强", "帮助")
