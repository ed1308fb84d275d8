"""Shifts, the list for a night without signal, and entries from paper, as a chat (clause 3.4.1; DESIGN 6.9)."""

import pytest
from sqlalchemy import text

from knowledge.times import iso
from ledger import export
from ledger.export.pages import View
from ledger.statement import Statement
from tests.exit_town import stands
from tests.gate_town import GATE, guard, lead, request
from tests.talking import Talk

_PAPER = Statement(text("SELECT direction, at, noted_at, late_entry, remark FROM gate_log ORDER BY at, id"))


def paper(talk: Talk) -> list[tuple[str, str, str, bool, object]]:
    rows = talk.installation.ledger.read(lambda db: db.all(_PAPER))
    return [(direction, iso(at)[5:16], iso(noted)[5:16], bool(late), why) for direction, at, noted, late, why in rows]


def shifts(talk: Talk) -> list[tuple[object, ...]]:
    found = talk.installation.ledger.read(lambda db: list(export.lines("duty_log", View(db))))
    return [tuple(one[name] for name in ("filed_by", "status", "place", "start", "end", "text")) for one in found]


@pytest.fixture
def gated(talk: Talk) -> Talk:
    guard(talk, "老马", GATE)
    guard(talk, "小吴", GATE)
    return talk


def test_shifts_begin_end_and_say_who_is_out(gated: Talk) -> None:
    _, code = request(gated)
    gated("""老马: 接班
    助手: 接班了：永茂社区6号楼卡口，09:00 起。
     没有人在外。
     还有 1 张通行码要出，…
    老马: 接班
    助手: 您 09:00 已经接班了，还在班上。下班回「交班」。
    老马: 值班记录 老张家下水堵了，已报修
    助手: 记进值班记录了。""")
    gated.say("老马", code)
    gated.say("老马", "1")
    gated.at("2022-01-20T11:00")
    gated("""小吴: 接班
    助手: 接班了：永茂社区6号楼卡口，11:00 起。老马（09:00 起）还没交班。
     在外的：王阿姨（12:00 前回）。
     还有 0 张通行码要出，…
    老马: 交班 钥匙两把
    助手: 交班了：永茂社区6号楼卡口，09:00 到 11:00。接班的是小吴。
     没回来的，请交代给下一班：王阿姨（12:00 前回）。
    老马: 交班
    助手: 您现在没有接着班。…""")
    assert shifts(gated) == [
        (
            *("老马", "ended", GATE, "2022-01-20T09:00:00+08:00", "2022-01-20T11:00:00+08:00"),
            "09:00 老张家下水堵了,已报修\n11:00 钥匙两把",
        ),
        ("小吴", "on_duty", GATE, "2022-01-20T11:00:00+08:00", None, ""),
    ]


def test_a_shift_in_one_sentence(gated: Talk) -> None:
    gated("""老马: 值班记录 20点到8点 卡口无异常
    助手: 记下了：值班｜永茂社区6号楼｜昨天（1月19日）20:00 到 今天（1月20日）08:00。…
    老马: 夜班值守 22点到6点 正常
    助手: 记下了：值班｜永茂社区6号楼｜昨天（1月19日）22:00 到 今天（1月20日）06:00。…""")
    assert [row[3:5] for row in shifts(gated)] == [
        ("2022-01-19T20:00:00+08:00", "2022-01-20T08:00:00+08:00"),
        ("2022-01-19T22:00:00+08:00", "2022-01-20T06:00:00+08:00"),
    ]


def test_the_list_for_the_night_on_asking_and_by_itself(gated: Talk) -> None:
    _, code = request(gated, leave="2022-01-21T07:00", back="2022-01-21T11:00")
    request(gated, number="W0120-02", home="亲水人家社区/1号楼/1单元/101", name="外楼的人")
    gated.at("2022-01-20T20:00")
    assert gated.job("gate_lists") == 2
    for heard in (gated.say("老马", "夜间名单"), gated.reaches("小吴", "永茂社区6号楼卡口…")):
        assert heard.startswith("永茂社区6号楼卡口 1月20日通行名单，到次日中午。20:00 的数，共 1 张")
        assert f"{code} 王阿姨＋妈妈（2人） 透析 1.21 07:00-11:00 蒙G22335 6号楼2单元301" in heard
        assert "外楼的人" not in heard and "补录 7315" in heard


def test_a_long_list_comes_in_pages(gated: Talk) -> None:
    for number in range(1, 13):
        request(gated, number=f"W0120-{number:02}", name="王阿姨")
    assert "共 12 张，第 1/2 页" in gated.say("老马", "夜间名单")
    gated.reaches("老马", "…第 2/2 页…没信号时照这个核对…")


def test_entries_from_paper_keep_both_times(gated: Talk) -> None:
    record, code = request(gated, leave="2022-01-20T20:30", back="2022-01-20T23:00")
    gated.at("2022-01-21T06:00")
    gated(f"""老马: 补录 {code} 出 21:05 回 23:40
    助手: 补录好了：王阿姨＋妈妈 昨天（1月20日）21:05 出 昨天（1月20日）23:40 回。纸上的时间和补录的时间都留着。
    老马: 补录 {code} 出 21:05 回 23:40
    助手: 这几笔已经记过了，没有再记。
    老马: 补录 {code} 出 今天 7:30
    助手: 这个时间还没到，…
    老马: 补录 {code}
    助手: 请这样补录纸上的：…""")
    assert paper(gated) == [
        ("out", "01-20T21:05", "01-21T06:00", True, None),
        ("in", "01-20T23:40", "01-21T06:00", True, None),
    ]
    assert gated.installation.ledger.read(lambda db: stands(db, record).status) == "returned"


def test_what_was_not_allowed_is_written_down_and_said(gated: Talk) -> None:
    _, code = request(gated, leave="2022-01-20T20:30", back="2022-01-20T23:00")
    gated.at("2022-01-20T22:00")
    gated(f"""老马: 补录 {code} 出 18:00
    助手: 补录好了：…
     跟通行码的时间或状态对不上，已注明，请告诉专班组长一声。""")
    assert paper(gated) == [("out", "01-20T18:00", "01-20T22:00", True, "与通行码的时间或状态不一致")]


def test_who_came_in_and_who_was_let_out_from_paper(gated: Talk) -> None:
    lead(gated)
    gated("""老马: 补录 进 蒙G12345 送菜 昨天 21:30
    助手: 补录好了：昨天（1月19日）21:30 进，蒙G12345 送菜。纸上的时间和补录的时间都留着。
    老马: 补录 急救 6号楼 孕妇 22:10
    助手: 补录好了：昨天（1月19日）22:10 急救放行，6号楼 孕妇。
     手续后面补。
     已告诉周平、街道疫情防控办。""")
    assert [row[:4] for row in paper(gated)] == [
        ("in", "01-19T21:30", "01-20T09:00", True),
        ("out", "01-19T22:10", "01-20T09:00", True),
    ]
