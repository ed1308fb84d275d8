"""Questions of forms that are answered by a tap: the same as typed, never into a wrong field (docs/decisions/0013)."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.message import Message
from bot.tapping import IN_A_ROW, choices_in, number_of
from commands.wiring import build_desk
from knowledge.language.normalise import normalise
from ledger import Db, outbox, people
from ledger.outbox import menus as tap_menus
from ledger.statement import Statement
from tests.processes import wait_until
from tests.supply_shop import open_shop, rows
from tests.talking import Talk, talking

ON = {"HEXI_CONVERSATION__TAPPABLE_QUESTIONS": "true"}
_MENUS = Statement(text("SELECT status FROM outbox WHERE kind = 'menu'"))
_FILED = Statement(
    text("SELECT status, items, for_special, urgency, substitute, payment FROM supply_request ORDER BY id")
)


@pytest.fixture
def taps(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """An assistant whose questions can be tapped, with everybody of the supplies group."""
    with talking(ledger_url, data_dir, **ON) as playing:
        yield open_shop(playing)


def menus(talk: Talk, who: str = "王阿姨") -> list[str]:
    """The menus that came, oldest first, each with its head and its answers."""
    return [one.text for one in talk.stand.chat(talk.openid(who)) if one.kind == "msgmenu"]


def tap_on(talk: Talk, menu: dict[str, str], words: str, who: str = "王阿姨") -> str:
    """Tap an answer of any menu, however old."""
    return talk.stand.act(talk.openid(who), "tap", {"text": words, "menu_id": menu[words]}).seen


def newest_menu(talk: Talk, who: str = "王阿姨") -> dict[str, str]:
    """The answers of the newest menu that came, with their ids."""
    items = [one.details["list"] for one in talk.stand.chat(talk.openid(who)) if one.kind == "msgmenu"][-1]
    assert isinstance(items, list)
    return {item["content"]: item["id"] for item in items}


def kept(talk: Talk) -> list[str]:
    """The states of the menus in the outbox."""
    return [str(status) for (status,) in talk.installation.ledger.read(lambda db: db.all(_MENUS))]


def let_the_sender_look(talk: Talk) -> None:
    """Time passes, and the sender has sent what was due."""
    talk.later(seconds=2)
    for _ in range(600):
        if not {"due", "claimed"} & set(kept(talk)):
            return
        time.sleep(0.05)
    raise AssertionError(kept(talk))


@pytest.mark.parametrize("way", ["tapped", "by number", "in words"])
def test_an_answer_is_the_same_in_each_way(taps: Talk, way: str) -> None:
    answers = (
        ("家里有要多照应的人吗", "1", "老人"),
        ("急不急用", "2", "不急"),
        ("换差不多的行吗", "2", "不行，没有就不要"),
        ("谁付钱", "3", "有困难，想请帮忙"),
        ("请核对", "1", "对，提交"),
    )
    heard = taps.say("王阿姨", "要两袋大米")
    for asked, number, words in answers:
        assert asked in heard
        by_tap = way == "tapped" and number != "3"  # one is typed: three menus in a row are enough
        heard = taps.tap_answer("王阿姨", words) if by_tap else taps.say("王阿姨", words if way == "in words" else number)
    assert "编号 S0120-01：大米 2袋" in heard
    ((status, items, special, urgency, substitute, payment),) = taps.installation.ledger.read(
        lambda db: db.all(_FILED)
    )
    assert (status, "大米" in str(items), special) == ("submitted", True, "elderly")
    assert (urgency, substitute, payment) == ("normal", "no", "help")


def test_the_summary_its_items_and_a_doubt_can_be_tapped(taps: Talk) -> None:
    taps("""王阿姨: 要两袋大米
            助手: …家里有要多照应的人吗？…1 老人　2 婴幼儿…""")
    let_the_sender_look(taps)
    assert menus(taps) == ["特殊情况：点一下就行，打字也可以\n老人\n婴幼儿\n孕产妇\n行动不便\n慢性病\n没有"]
    taps("""王阿姨: 没有
            助手: 要的没有，换差不多的行吗？…
            王阿姨（点）: 行
            助手: 买的东西谁付钱？…
            王阿姨（点）: 家里人代付
            助手: 请核对：…1 对，提交　2 加东西　3 要改
            王阿姨（点）: 加东西
            助手: 还要什么？…
            王阿姨: 油五十桶
            助手: …50桶…1 对，就是这样　2 不对，重新说""")
    taps("""王阿姨（点）: 对，就是这样
            助手: 请核对：…油 50桶…
            王阿姨（点）: 要改
            助手: 物资申请里现在是：…
            王阿姨（点）: 没货怎么办
            助手: …要的没有，换差不多的行吗？…
            王阿姨: 3
            助手: 请核对：…没货：先问一声…
            王阿姨（点）: 对，提交
            助手: 记下了，编号 S0120-01：大米 2袋、油 50桶，…""")
    let_the_sender_look(taps)
    assert menus(taps)[-1] == "物资申请：点一下就行，打字也可以\n对，提交\n加东西\n要改"


def test_a_tap_on_a_question_that_was_answered_fills_no_other_field(taps: Talk) -> None:
    taps.say("王阿姨", "要两袋大米")
    special = taps.menu_of("王阿姨")
    taps("""王阿姨（点）: 老人
            助手: 急不急用？…""")
    urgency = taps.menu_of("王阿姨")
    late = """那一问已经过去了，这一下没有再算。现在问的是：
              急不急用？
              1 急用，等不了　2 不急""".replace("              ", "")
    assert tap_on(taps, special, "婴幼儿") == late
    assert tap_on(taps, special, "老人") == late
    assert tap_on(taps, urgency, "急用，等不了").startswith("要的没有，换差不多的行吗？")
    assert tap_on(taps, urgency, "急用，等不了").startswith("那一问已经过去了，这一下没有再算。现在问的是：\n要的没有")
    taps("""王阿姨: 1
            助手: 买的东西谁付钱？…
            王阿姨: 1
            助手: 请核对：…家里有老人…急用…没货：换差不多的；付钱：货到自己付…""")


def test_a_question_that_may_be_left_open_can_be_passed_by_a_tap(taps: Talk) -> None:
    taps("""王阿姨: 要两袋大米
            助手: …没有就回「没有」。…
            王阿姨（点）: 没有
            助手: 要的没有，换差不多的行吗？…
            王阿姨: 1
            助手: …
            王阿姨: 1
            助手: 请核对：
              大米 2袋
              永茂社区6号楼2单元301，王阿姨
              没货：…""")


def test_an_old_summary_is_not_submitted_for_the_new_one(taps: Talk) -> None:
    taps("""王阿姨: 要两袋大米
            助手: …
            王阿姨: 没有
            助手: …
            王阿姨: 1
            助手: …
            王阿姨: 1
            助手: 请核对：
              大米 2袋…""")
    old = taps.menu_of("王阿姨")
    taps("""王阿姨: 大米改成三袋
            助手: 请核对：
              大米 3袋…""")
    assert tap_on(taps, old, "对，提交").startswith("那一问已经过去了，这一下没有再算。现在问的是：\n请核对：\n大米 3袋")
    assert rows(taps) == []
    taps("""王阿姨（点）: 对，提交
            助手: 记下了，编号 S0120-01：大米 3袋…""")
    assert len(rows(taps)) == 1


def test_a_tap_after_the_form_is_done_given_up_or_behind_another_counts_nothing(taps: Talk) -> None:
    taps.say("王阿姨", "要两袋大米")
    first = taps.menu_of("王阿姨")
    taps.say("王阿姨", "取消")
    assert tap_on(taps, first, "老人") == (
        "那一问已经过去了，这一下没有再算。办好的都还在，回「我的记录」看；还要办什么直接说。"
    )
    taps.later(minutes=1)
    taps.say("王阿姨", "要一桶油")  # the same question of another request
    assert tap_on(taps, first, "老人").startswith("那一问已经过去了，这一下没有再算。现在问的是：\n家里有要多照应的人吗")
    taps("""王阿姨: 我要返乡报备，从北京回来
            助手: …""")
    assert tap_on(taps, first, "老人").startswith("那是「物资申请」里的一问，这一下没有算。现在问的是：")
    assert rows(taps) == []


def test_a_tap_that_was_overtaken_by_another_answer_is_asked_again(taps: Talk) -> None:
    taps.say("王阿姨", "要两袋大米")
    menu = taps.menu_of("王阿姨")
    desk = build_desk(taps.installation)

    def push(seconds: int, words: str, menu_id: str = "") -> str:
        said_at = taps.clock[0] + seconds * 1000
        openid = taps.openid("王阿姨")
        pushed = Message(os.urandom(16), openid, "gh_test", "text", said_at, said_at, 7, words, "", "", menu_id, {})
        return desk.answer(pushed, lambda: False)

    assert "大米 2袋、油 1桶" in push(3, "再加一桶油")
    # Said before the oil, it comes after it: the question is put again, and both answers are kept.
    assert push(1, "老人", menu["老人"]).endswith("1 老人　2 婴幼儿　3 孕产妇　4 行动不便　5 慢性病")
    assert push(4, "1").startswith("急不急用")
    # A tap says itself which question it answers, so nothing of what overtook it has to go.
    let_the_sender_look(taps)
    late = newest_menu(taps)
    assert push(9, "帮助").endswith("1 急用，等不了　2 不急")
    assert push(8, "不急", late["不急"]).startswith("要的没有，换差不多的行吗")


def test_today_is_not_tapped_tomorrow(taps: Talk) -> None:
    taps("""王阿姨: 打卡 365 没事
            助手: 您是说体温 36.5℃ 吗？
              1 是　2 不是，重新说""")
    menu = taps.menu_of("王阿姨")
    taps.at("2022-01-21T08:00")
    assert tap_on(taps, menu, "是").startswith("那一问已经过去了，这一下没有再算。现在问的是：\n您是说体温 36.5℃ 吗？")


def test_a_likely_slip_is_confirmed_by_a_tap(taps: Talk) -> None:
    taps("""王阿姨: 打卡 365 没事
            助手: 您是说体温 36.5℃ 吗？…
            王阿姨（点）: 不是，重新说
            助手: …体温…
            王阿姨: 367
            助手: 您是说体温 36.7℃ 吗？…
            王阿姨: 不是，重新说
            助手: …体温…
            王阿姨: 364
            助手: 您是说体温 36.4℃ 吗？…
            王阿姨（点）: 是
            助手: …打卡好了…36.4℃…""")


def test_staff_tap_too(taps: Talk) -> None:
    taps("""李强: 3号楼 101王桂芝36.4 102没人
            助手: …1 提交打勾的　2 都先不交
            李强（点）: 提交打勾的
            助手: 已交1人。…""")


def test_only_the_newest_question_has_a_menu_and_an_answered_one_none(taps: Talk) -> None:
    taps("""王阿姨: 要两袋大米
            助手: …
            王阿姨: 没有
            助手: 要的没有，换差不多的行吗？…""")
    assert kept(taps) == ["due"]
    let_the_sender_look(taps)
    assert [one.splitlines()[1:] for one in menus(taps)] == [["行", "不行，没有就不要", "先问我"]]
    taps("""王阿姨: 1
            助手: 买的东西谁付钱？…
            王阿姨: 取消
            助手: …先不办了…""")
    assert kept(taps) == []
    let_the_sender_look(taps)
    assert len(menus(taps)) == 1


def test_what_may_save_a_life_stands_alone(taps: Talk) -> None:
    taps("""王阿姨: 要两袋大米
            助手: …
            王阿姨: 着火了
            助手: 先离开、先打 119！…
              …请他们马上联系您。""")
    assert kept(taps) == []
    assert taps.say("王阿姨", "继续").startswith("家里有要多照应的人吗？")


def test_real_notices_keep_their_share_of_the_window(taps: Talk) -> None:
    taps.stand.settings(windows=True)
    taps("""王阿姨: 要两袋大米
            助手: …
            王阿姨（点）: 老人
            助手: …
            王阿姨（点）: 不急
            助手: …
            王阿姨（点）: 行
            助手: 买的东西谁付钱？…""")
    assert len(menus(taps)) == IN_A_ROW
    wait_until(lambda: kept(taps) == ["sent"])  # it is settled a moment after it has come
    taps.later(minutes=2)  # the minute that a tap opens is over: what is left of the five of her message counts
    for number in (1, 2):
        to = people.Recipient(taps.openid("王阿姨"), None, "王阿姨")
        taps.installation.ledger.transact(
            lambda db, key=f"notice {number}", to=to: outbox.queue(  # type: ignore[misc]
                db, key=key, to=to, kind="reply", body=key, about="x", now=taps.clock[0]
            )
        )
        taps.reaches("王阿姨", f"notice {number}")
    taps("""王阿姨: 1
            助手: 请核对：…
            王阿姨（点）: 对，提交
            助手: 记下了，编号 S0120-01…""")


def test_without_the_setting_nothing_follows_and_what_was_sent_before_is_answered(
    sqlite_ledger_url: str, data_dir: Path
) -> None:
    with talking(sqlite_ledger_url, data_dir, **ON) as on:
        on.say("王阿姨", "要两袋大米")
        menu = on.menu_of("王阿姨")
    with talking(sqlite_ledger_url, data_dir) as off:
        assert "急不急用" in tap_on(off, menu, "老人")
        off.say("王阿姨", "2")
        off.later(seconds=5)
        assert kept(off) == ["sent"]
        assert menus(off) == []
        assert tap_on(off, menu, "老人").startswith("那一问已经过去了")


@pytest.mark.parametrize("setting", ["true", "false"])
def test_a_turn_has_at_most_one_statement_more_and_none_where_nothing_is_to_be_tapped(
    sqlite_ledger_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    ours = {id(tap_menus._OFFER), id(tap_menus._TAKE_BACK)}
    ran: list[Statement] = []
    plain = Db.run

    def counted(db: Db, statement: Statement, **params: object) -> int:
        if id(statement) in ours:
            ran.append(statement)
        return plain(db, statement, **params)

    monkeypatch.setattr(Db, "run", counted)
    with talking(sqlite_ledger_url, data_dir, HEXI_CONVERSATION__TAPPABLE_QUESTIONS=setting) as talk:
        said = ("打卡 36.5 没事", "要两袋大米", "没有", "1", "再加一桶油", "啊这个那个", "1", "1", "谢谢")
        counts = []
        for words in said:
            talk.say("王阿姨", words)
            counts.append(len(ran))
            ran.clear()
    assert counts == ([0, 1, 1, 1, 1, 1, 1, 1, 0] if setting == "true" else [0] * len(said))


@pytest.mark.parametrize(
    ("words", "choices"),
    [
        ("急不急用？\n1 急用，等不了　2 不急", ["急用，等不了", "不急"]),
        ("哪天的？\n1 今天　2 昨天　3 前天　也可以直接说几号", ["今天", "昨天", "前天"]),
        ("要改的是哪一份？回数字。\n1 F0120-01 返乡报备\n2 F0121-03 返乡报备", ["F0120-01 返乡报备", "F0121-03 返乡报备"]),
        ("1 月租房\n2 楼\n请核对：\n1 对，提交　2 要改", ["对，提交", "要改"]),
        ("是哪一个？\n1 2号楼101　2 3号楼101", ["2号楼101", "3号楼101"]),
        ("几个人？\n1 个就回1", []),
        ("请回姓名。", []),
        ("1 这里\n3 那里", []),
    ],
)
def test_the_answers_are_read_off_the_question(words: str, choices: list[str]) -> None:
    assert choices_in(words) == choices
    assert [number_of(normalise(one), choices) for one in choices] == list(range(1, len(choices) + 1))
    assert number_of("别的", choices) is None
