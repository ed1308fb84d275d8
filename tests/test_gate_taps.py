"""Taps at the gate as a chat: 1 and 2 as answers to tap, and a late tap acts neither twice nor on another pass."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.exits import moves as exit_moves
from ledger.people import roles
from ledger.statement import Statement
from tests.exit_town import stands
from tests.gate_town import GATE, guard, lead, request
from tests.talking import Talk, talking

_GATE = Statement(text("SELECT id FROM place WHERE address = :address"))
_LOG = Statement(text("SELECT direction, name, plate FROM gate_log WHERE undone_at IS NULL ORDER BY id"))


def log(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_LOG))


def status(talk: Talk, record_id: int) -> str:
    return talk.installation.ledger.read(lambda db: stands(db, record_id).status)


def tap(talk: Talk, who: str, words: str) -> str:
    """Tap an answer of the newest menu message that offers it, a moment after the reply."""
    talk.later(seconds=2)
    return talk.tap(who, words)


def shown(talk: Talk, who: str, words: str) -> None:
    """Wait until a menu message has come, a moment after the reply."""
    talk.later(seconds=2)
    talk.reaches(who, words)


def again(talk: Talk, who: str, words: str, nth: int = 0) -> str:
    """Tap an answer of the menu message that came as the nth (from 0) of those that offer it."""
    openid = talk.openid(who)
    talk.later(seconds=2)
    talk.reaches(who, f"…{words}…")
    menus = [one.details.get("list") for one in talk.stand.chat(openid) if one.kind == "msgmenu"]
    items = [item for menu in menus if isinstance(menu, list) for item in menu if item["content"] == words]
    return talk.stand.act(openid, "tap", {"text": words, "menu_id": items[nth]["id"]}).seen


@pytest.fixture
def gated(talk: Talk) -> Talk:
    guard(talk, "老马", GATE)
    guard(talk, "小吴", GATE)
    lead(talk)
    return talk


def test_out_and_back_by_taps(gated: Talk) -> None:
    record, code = request(gated)
    gated.say("老马", code)
    shown(gated, "老马", f"{code} 王阿姨＋妈妈：人和车出去了点「已出」，对不上点「不符」。…")
    assert tap(gated, "老马", "已出").startswith("记下了：王阿姨＋妈妈 09:00 出门")
    shown(gated, "老马", f"{code} 王阿姨＋妈妈：人回来了点「回来了」，刚才记错了点「记错了」。…")
    gated.later(hours=2)
    assert tap(gated, "老马", "回来了").startswith("记下了：王阿姨＋妈妈 11:00 回来了")
    assert status(gated, record) == "returned"
    assert tap(gated, "老马", "回来了").startswith("已经回来了｜王阿姨＋妈妈 11:00 由老马记的")
    assert [row[0] for row in log(gated)] == ["out", "in"]


def test_what_does_not_fit_by_a_tap(gated: Talk) -> None:
    _, code = request(gated)
    gated.say("老马", code)
    assert tap(gated, "老马", "不符").startswith("先别放行。哪里不符？")
    assert gated.say("老马", "1").startswith("没放行，记下了：王阿姨＋妈妈，不是本人。")


def test_each_tap_is_about_its_own_pass(gated: Talk) -> None:
    first, one = request(gated)
    second, other = request(gated, number="W0120-02", name="林秀", persons="[]", plate=None)
    gated.say("老马", one)
    shown(gated, "老马", f"{one} …")
    gated.say("老马", other)
    shown(gated, "老马", f"{other} 林秀…")
    assert again(gated, "老马", "已出", 0).startswith("记下了：王阿姨＋妈妈")
    assert (status(gated, first), status(gated, second)) == ("out", "on_record")
    assert gated.say("老马", "1").startswith("记下了：林秀")


def test_a_second_tap_and_one_of_yesterday_note_nothing(gated: Talk) -> None:
    record, code = request(gated, recurrence='["TH","FR"]', until_date="2022-01-28", leave="2022-01-20T09:00")
    gated.say("老马", code)
    assert tap(gated, "老马", "已出").startswith("记下了")
    assert again(gated, "老马", "已出").startswith("已经出去了｜王阿姨＋妈妈 09:00 由老马记的")
    gated.later(minutes=30)
    gated.say("老马", f"回 {code}")
    assert again(gated, "老马", "已出").startswith("不能出｜王阿姨＋妈妈")
    gated.at("2022-01-21T09:00")
    assert again(gated, "老马", "已出").startswith("可以出｜王阿姨＋妈妈")
    assert status(gated, record) == "on_record"
    assert [row[0] for row in log(gated)] == ["out", "in"]


def test_an_old_answer_after_it_was_taken_back_shows_the_pass_anew(gated: Talk) -> None:
    record, code = request(gated)
    gated.say("老马", code)
    tap(gated, "老马", "已出")
    assert tap(gated, "老马", "记错了").startswith("撤销了：王阿姨 09:00 出门那一条不算")
    assert again(gated, "老马", "已出").startswith("可以出｜")
    assert (status(gated, record), log(gated)) == ("on_record", [])
    assert tap(gated, "老马", "记错了").startswith("不能撤销｜")


def test_back_by_mistake_on_the_same_card_and_tapped_twice(gated: Talk) -> None:
    record, code = request(gated)
    gated.say("老马", code)
    tap(gated, "老马", "已出")
    shown(gated, "老马", f"{code} 王阿姨＋妈妈：人回来了点「回来了」，刚才记错了…")
    gated.later(hours=1)
    assert tap(gated, "老马", "回来了").startswith("记下了：王阿姨＋妈妈 10:00 回来了")
    assert tap(gated, "老马", "记错了").startswith("撤销了：王阿姨 10:00 进来那一条不算")
    assert status(gated, record) == "out"
    assert tap(gated, "老马", "记错了").startswith("已经出去了｜王阿姨＋妈妈 09:00 由老马记的")
    assert status(gated, record) == "out" and [row[0] for row in log(gated)] == ["out"]


def test_who_is_outside_by_taps(gated: Talk) -> None:
    record, code = request(gated)
    gated.say("老马", code)
    tap(gated, "老马", "已出")
    gated.later(hours=1)
    gated.say("老马", code)
    shown(gated, "老马", f"{code} 王阿姨＋妈妈：人回来了点「回来了」，还在外面点「还没」。…")
    assert tap(gated, "老马", "还没").startswith("好，没有记，还算在外面。")
    assert tap(gated, "老马", "还没").startswith("这一条已经过去了，没有再记。")
    assert tap(gated, "老马", "回来了").startswith("记下了：王阿姨＋妈妈 10:00 回来了")
    assert status(gated, record) == "returned"


def test_a_pass_that_is_withdrawn_while_the_guard_looks_at_it(gated: Talk) -> None:
    record, code = request(gated)
    gated.say("老马", code)
    gated.installation.ledger.transact(lambda db: exit_moves.cancel(db, stands(db, record), gated.clock[0]))
    assert tap(gated, "老马", "已出").startswith("不能出｜")
    assert log(gated) == []


def test_who_guards_nothing_any_more_taps_in_vain(gated: Talk) -> None:
    record, code = request(gated)
    gated.say("老马", code)
    shown(gated, "老马", f"{code}…")
    [held] = gated.installation.ledger.read(lambda db: roles.of_name(db, "老马"))
    gated.installation.ledger.transact(lambda db: roles.end(db, held.id, gated.clock[0]))
    assert "王阿姨" not in tap(gated, "老马", "已出")
    assert (status(gated, record), log(gated)) == ("on_record", [])


def test_of_two_guards_who_tap_at_once_one_notes(gated: Talk) -> None:
    record, code = request(gated)
    for who in ("老马", "小吴"):
        gated.say(who, code)
    for who in ("老马", "小吴"):
        shown(gated, who, f"{code}…")
    heard: list[str] = []
    both = [threading.Thread(target=lambda who=who: heard.append(gated.tap(who, "已出"))) for who in ("老马", "小吴")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said[:4] for said in heard) == ["已经出去", "记下了："]
    assert [row[0] for row in log(gated)] == ["out"] and status(gated, record) == "out"


def test_somebody_who_comes_in_by_a_tap_and_not_by_an_old_one(gated: Talk) -> None:
    gated.say("老马", "进 蒙G12345 送菜")
    shown(gated, "老马", "蒙G12345 送菜：进去了点「放行」，没让进点「不放」。…")
    gated.later(minutes=1)
    gated.say("老马", "进 蒙G88888 送水")
    shown(gated, "老马", "蒙G88888…")
    assert again(gated, "老马", "放行", 0).startswith("这一条已经过去了，没有再记。")
    assert log(gated) == []
    assert again(gated, "老马", "放行", 1).startswith("记下了：09:01 进，蒙G88888 送水。")
    assert [row[2] for row in log(gated)] == ["蒙G88888"]


def test_a_guard_of_another_place_who_sends_the_id_finds_nothing(gated: Talk) -> None:
    guard(gated, "老白", "亲水人家社区/1号楼")
    record, code = request(gated)
    place = gated.installation.ledger.read(lambda db: db.value(_GATE, address=GATE))
    for about in (f"pass.{record}.{place}.{gated.clock[0]}.1:out", f"trip.{record}.{place}.1:back", "pass.x.y:out"):
        given = {"text": "已出", "menu_id": f"gate:{about}"}
        said = gated.stand.act(gated.openid("老白"), "tap", given).seen
        assert "王阿姨" not in said and code not in said
        gated.later(minutes=1)
    assert (status(gated, record), log(gated)) == ("on_record", [])


def test_where_all_questions_can_be_tapped_the_gate_asks_once(ledger_url: str, data_dir: Path) -> None:
    with talking(ledger_url, data_dir, HEXI_CONVERSATION__TAPPABLE_QUESTIONS="true") as talk:
        guard(talk, "老马", GATE)
        _, code = request(talk)
        talk.say("老马", code)
        shown(talk, "老马", f"{code} 王阿姨…")
        talk.later(seconds=5)
        talk.stand.chat(talk.openid("老马"), wait=0.5)
        assert [one.kind for one in talk.stand.chat(talk.openid("老马"))].count("msgmenu") == 1
        assert tap(talk, "老马", "已出").startswith("记下了：王阿姨＋妈妈")
