"""The gate checks passes as a chat (clause 3.4.1): at one glance, out and back once, and nothing about other gates."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from ledger import Db
from ledger.exits import moves as exit_moves
from ledger.exits import passes
from ledger.exits.moves import Signature
from ledger.statement import Statement
from tests.exit_town import stands
from tests.gate_town import GATE, guard, request
from tests.talking import Talk
from tests.town import NOW

_LOG = Statement(
    text("SELECT direction, kind, name, plate, people, temperature, noted_by, remark FROM gate_log ORDER BY id")
)
_AUDIT = Statement(text("SELECT action FROM audit WHERE action LIKE '%gate%' ORDER BY id"))


def log(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_LOG))


def status(talk: Talk, record_id: int) -> str:
    return talk.installation.ledger.read(lambda db: stands(db, record_id).status)


@pytest.fixture
def gated(talk: Talk) -> Talk:
    """The building is sealed, its gate guarded by two, another place by a third."""
    guard(talk, "老马", GATE)
    guard(talk, "小吴", GATE)
    guard(talk, "老白", "亲水人家社区/1号楼")
    return talk


def test_out_and_back(gated: Talk) -> None:
    record, code = request(gated, leave="2022-01-20T09:20", back="2022-01-20T12:00")
    gated(f"""老马: {code}
    助手: 可以出｜王阿姨＋妈妈（2人）｜透析 09:20–12:00｜蒙G22335
     1 已出　2 不符
    老马: 1
    助手: 记下了：王阿姨＋妈妈 09:00 出门，12:00 前回来。回来时发「回 {code}」，记错了回「撤销」。""")
    assert status(gated, record) == "out"
    gated.at("2022-01-20T11:40")
    gated(f"""小吴: 回 {code} 36.4
    助手: 记下了：王阿姨＋妈妈 11:40 回来了。记错了回「撤销」。""")
    assert status(gated, record) == "returned"
    assert log(gated) == [
        ("out", "resident", "王阿姨", "蒙G22335", 2, None, "老马", None),
        ("in", "resident", "王阿姨", "蒙G22335", 2, 36.4, "小吴", None),
    ]
    gated(f"""老马: {code}
    助手: 不能出｜王阿姨＋妈妈（2人）｜透析｜蒙G22335
     已经回来了，通行码用完了。
     …""")


def test_typed_again_when_out_it_is_asked_and_late_is_said(gated: Talk) -> None:
    _, code = request(gated, leave="2022-01-20T09:00", back="2022-01-20T10:00")
    gated(f"""老马: 码 {code}
    助手: 可以出｜…
    老马: 已出
    助手: 记下了：…
    小吴: {code}
    助手: 已经出去了｜王阿姨＋妈妈 09:00 由老马记的，没有再记一次。人回来了发「回 {code}」。""")
    gated.at("2022-01-20T11:05")
    gated(f"""小吴: {code}
    助手: 在外｜王阿姨＋妈妈（2人）｜透析 09:00 出，10:00 前回，晚了1小时5分钟｜蒙G22335
     1 回来了　2 还没
    小吴: 2
    助手: 好，没有记，还算在外面。人回来了发「回 {code}」。
    小吴: {code}
    助手: 在外｜…
    小吴: 1
    助手: 记下了：王阿姨＋妈妈 11:05 回来了，晚了1小时5分钟。记错了回「撤销」。
    老马: 回 {code}
    助手: 已经回来了｜王阿姨＋妈妈 11:05 由小吴记的，没有再记一次。""")
    assert [row[0] for row in log(gated)] == ["out", "in"]


def _signed(db: Db, record: int) -> None:
    exit_moves.sign(db, stands(db, record), Signature("周平", 1, "leader"), 1, 2)


def _suspended(db: Db, record: int) -> None:
    exit_moves.suspend(db, stands(db, record), "周平", "变成密接", 1)


def _cancelled(db: Db, record: int) -> None:
    exit_moves.cancel(db, stands(db, record), NOW)


@pytest.mark.parametrize(
    ("change", "why"),
    [(_suspended, "这张通行码暂停了。"), (_cancelled, "这份申请撤回了。")],
)
def test_why_somebody_may_not_go(gated: Talk, change: Callable[[Db, int], None], why: str) -> None:
    record, code = request(gated)
    gated.installation.ledger.transact(lambda db: change(db, record))
    said = gated.say("老马", code)
    assert said.startswith("不能出｜王阿姨＋妈妈（2人）｜透析") and why in said and "急救" in said
    assert log(gated) == []


def test_not_yet_and_no_more(gated: Talk) -> None:
    _, code = request(gated, leave="2022-01-20T10:00", back="2022-01-20T12:00")
    gated(f"""老马: {code}
    助手: 不能出｜王阿姨＋妈妈（2人）｜透析 10:00–12:00｜蒙G22335
     还没到时间，09:30 起可以出。
     等不了的，请打给周平；人命关天的回「急救」加楼号，马上放行。""")
    gated.at("2022-01-20T12:00")
    gated(f"""老马: {code}
    助手: 不能出｜…时间过了，通行码到期了。…""")


def test_a_request_by_its_number_before_it_is_signed_and_recorded(gated: Talk) -> None:
    record, _ = request(gated, recorded=False)
    gated("""老马: W0120-01
    助手: 不能出｜王阿姨＋妈妈（2人）｜透析 09:20–12:00｜蒙G22335
     专班组长还没签。
     …""")
    gated.installation.ledger.transact(lambda db: _signed(db, record))
    gated("""老马: w0120-01
    助手: 不能出｜…签了，街道防控办还没备案。…""")


def test_a_guard_of_another_place_finds_nothing(gated: Talk) -> None:
    _, code = request(gated)
    gated(f"""老白: {code}
    助手: 不能出｜这个卡口没有这个号。请对一下号码再发，还可以试 4 次。
     …
    老白: 回 {code}
    助手: 不能出｜这个卡口没有这个号。…
    老白: W0120-01
    助手: 不能出｜这个卡口没有这个号。…""")
    assert log(gated) == []


def test_what_is_a_command_of_the_gate_is_plain_text_from_anybody_else(gated: Talk) -> None:
    record, code = request(gated)
    for who in ("李强", "王阿姨"):
        for words in (code, f"回 {code}", f"补录 {code} 出 8:00", "夜间名单", "接班", "进 外卖"):
            assert "卡口" not in gated.say(who, words), words
    assert status(gated, record) == "on_record" and log(gated) == []


def test_wrong_numbers_lock_the_check_and_are_in_the_audit(gated: Talk) -> None:
    _, code = request(gated)
    wrong = "1000" if code != "1000" else "1001"
    for left in (4, 3, 2, 1):
        assert f"还可以试 {left} 次" in gated.say("老马", wrong)
    gated(f"""老马: {wrong}
    助手: 先不查了｜对不上的号码太多，09:10 之前不查号，…
    助手→陈主任: 永茂社区6号楼卡口：老马 连着 5 次输了对不上的通行码，…
    老马: {code}
    助手: 先不查了｜对不上的号码太多，09:10 之前不查号，…
    小吴: {code}
    助手: 可以出｜…
    老马: 急救 6号楼 孕妇
    助手: 马上放行，…""")
    assert gated.installation.ledger.read(lambda db: db.all(_AUDIT)) == [("gate number refused",)] * 5
    gated.later(minutes=11)
    gated(f"""老马: {code}
    助手: 可以出｜…""")


def test_what_does_not_fit_is_not_let_out_and_told(gated: Talk) -> None:
    record, code = request(gated)
    gated(
        f"""老马: {code}
    助手: 可以出｜…
    老马: 2
    助手: 先别放行。哪里不符？回数字，或直接写。
     1 不是本人　2 车牌不符　3 人数不符
    老马: 2
    助手: 没放行，记下了：王阿姨＋妈妈，车牌不符。已告诉街道疫情防控办。
     请本人先等一等，打给周平定。"""
    )
    gated.reaches("陈主任", "…W0120-01 王阿姨＋妈妈 的通行码车牌不符…")
    assert status(gated, record) == "on_record"
    assert log(gated) == [("turned_away", "resident", "王阿姨", "蒙G22335", None, None, "老马", "车牌不符")]


def test_the_next_pass_before_the_answer_about_the_last(gated: Talk) -> None:
    first, one = request(gated)
    second, other = request(gated, number="W0120-02", name="林秀", persons="[]", plate=None)
    gated(f"""老马: {one}
    助手: 可以出｜王阿姨…
    老马: {other}
    助手: 可以出｜林秀｜透析 09:20–12:00｜没报车牌
     1 已出　2 不符
    老马: 1
    助手: 记下了：林秀 …""")
    assert (status(gated, first), status(gated, second)) == ("on_record", "out")


def test_a_form_goes_on_after_the_gate(gated: Talk) -> None:
    _, code = request(gated)
    gated(f"""老马: 打卡
    助手: …
    老马: {code}
    助手: 可以出｜…
    老马: 1
    助手: 记下了：…体温…""")


def test_what_was_shown_and_changed_is_shown_anew(gated: Talk) -> None:
    record, code = request(gated)
    gated.say("老马", code)
    gated.installation.ledger.transact(lambda db: _suspended(db, record))
    gated("""老马: 1
    助手: 不能出｜…这张通行码暂停了。…""")
    assert log(gated) == []


def test_a_standing_pass_is_noted_trip_by_trip(gated: Talk) -> None:
    record, code = request(
        gated, recurrence='["TH","FR"]', until_date="2022-01-28", leave="2022-01-20T09:00", back="2022-01-20T12:00"
    )
    for day in ("20", "21"):
        gated.at(f"2022-01-{day}T09:00")
        gated.say("老马", code)
        gated.say("老马", "1")
        gated.at(f"2022-01-{day}T11:30")
        assert "11:30 回来了。" in gated.say("老马", f"回 {code}")
    assert [row[0] for row in log(gated)] == ["out", "in", "out", "in"]
    gated(f"""老马: {code}
    助手: 不能出｜…这一趟已经出去过、也回来了。…""")
    assert status(gated, record) == "on_record"


def test_of_two_guards_at_once_one_notes(gated: Talk) -> None:
    record, code = request(gated)
    for who in ("老马", "小吴"):
        gated.say(who, code)
    heard: dict[str, str] = {}
    both = [
        threading.Thread(target=lambda who=who: heard.update({who: gated.say(who, "1")})) for who in ("老马", "小吴")
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [row[0] for row in log(gated)] == ["out"]
    assert sorted(said.startswith("记下了") for said in heard.values()) == [False, True]
    assert status(gated, record) == "out"


def test_a_scanned_pass_is_checked(gated: Talk) -> None:
    _, code = request(gated)
    seen = gated.stand.act(gated.openid("老马"), "scancode", {"key": "scan", "result": code, "wait": True}).seen
    assert seen.startswith("可以出｜王阿姨＋妈妈")
    seen = gated.stand.act(gated.openid("老马"), "scancode", {"key": "scan", "result": "http://x", "wait": True}).seen
    assert seen.startswith("没扫到通行码")
    assert gated.stand.act(gated.openid("王阿姨"), "scancode", {"key": "scan", "result": code, "wait": True}).seen == ""


def test_an_emergency_pass_goes_out_at_once(gated: Talk) -> None:
    _, code = request(gated, kind="emergency", reason="birth", leave="2022-01-20T08:50", back="2022-01-21T08:50")
    gated(f"""老马: {code}
    助手: 可以出｜王阿姨＋妈妈（2人）｜急救放行 生孩子 …""")


def test_the_owner_gets_the_number_and_a_picture(gated: Talk) -> None:
    record, code = request(gated)
    gated(f"""王阿姨: 通行码
    助手: 通行码 {code}｜王阿姨＋妈妈｜透析 09:20–12:00
     出门时把号码说给卡口，或者出示下面的二维码。""")
    seen = gated.stand.wait_for(gated.openid("王阿姨"), channel="custom")
    assert seen.kind == "image"
    gated.installation.ledger.transact(lambda db: passes.end(db, record, "expired", 1))
    assert gated.say("王阿姨", "二维码").startswith("您现在没有可以用的通行码")
