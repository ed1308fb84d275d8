"""What was brought and nobody says came, as chats: asked once more, then found out by a named person (clause 3.4.5)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.statement import Statement
from tests.supply_shop import ask_for, open_shop, states
from tests.talking import Talk, talking

_STEPS = Statement(text("SELECT detail FROM audit WHERE action = 'supplies not confirmed' ORDER BY id"))


@pytest.fixture
def asking(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """It is asked after twenty minutes whether something came."""
    with talking(ledger_url, data_dir, HEXI_SUPPLIES__CONFIRM_WITHIN_MINUTES="20") as playing:
        yield open_shop(playing)


@pytest.fixture
def brought(asking: Talk) -> Talk:
    """大米 2袋 and 鸡蛋 30个 were taken by 吴主任 and brought by 李强."""
    talk = asking
    ask_for(talk, "要两袋大米、30个鸡蛋")
    talk.say("吴主任", "接 S0120-01")
    talk.say("李强", "已送到 S0120-01")
    return talk


def steps(talk: Talk) -> list[str]:
    """Who was asked, in order."""
    return [json.loads(row[0])["to"] for row in talk.installation.ledger.read(lambda db: db.all(_STEPS))]


def asked_again(talk: Talk) -> Talk:
    talk.later(minutes=20)
    assert talk.job("supplies_unconfirmed") == 1
    return talk


def test_the_resident_is_asked_once_more_whether_it_came(brought: Talk) -> None:
    brought.later(minutes=19)
    assert brought.job("supplies_unconfirmed") == 0
    brought.later(minutes=1)
    assert (brought.job("supplies_unconfirmed"), brought.job("supplies_unconfirmed")) == (1, 0)
    brought("""助手→王阿姨: S0120-01：李强说送到了（大米、鸡蛋），您拿到了吗？
                 1 到了　2 没收到…
               王阿姨: 5
               助手: S0120-01 回一个数就行：1 到了　2 没收到。
               王阿姨: 1
               助手: 好的，S0120-01 记下了。…
               助手→吴主任: 【已收到】S0120-01 王阿姨 说收到了。""")
    assert states(brought) == [("S0120-01", "confirmed")]
    brought.later(minutes=90)
    assert brought.job("supplies_unconfirmed") == 0


@pytest.mark.parametrize("words", ["2", "没收到", "没有啊", "还没到呢", "没见着"])
def test_not_there_goes_back_to_who_brought_it(brought: Talk, words: str) -> None:
    asked_again(brought)
    brought(f"""王阿姨: {words}
                助手: 对不起，说送到了您却没见着。
                  我已照您的话记下（S0120-01），转给李强、吴主任，请他们 1月20日 13:20 前回您，没回我再催。
                  急着用的话，先告诉我缺什么，我另记一份。
                助手→李强: 【东西有问题】S0120-01 王阿姨，…本人说：…
                  请 1月20日 13:20 前联系本人。…""")
    assert states(brought) == [("S0120-01", "delivered")]


def test_the_taps_say_the_same(brought: Talk) -> None:
    asked_again(brought)
    brought.reaches("王阿姨", "S0120-01：李强说送到了…")
    assert brought.tap("王阿姨", "没收到").startswith("对不起，说送到了您却没见着。")
    brought.say("李强", "已处理 S0120-01 放门卫了，刚送上楼")
    asked_again(brought)
    assert brought.tap("王阿姨", "到了").startswith("好的，S0120-01 记下了")


def test_two_bags_too_few_go_back_to_who_brought_it_without_being_asked(brought: Talk) -> None:
    brought("""王阿姨: 少了两袋米
               助手: 对不起，东西不对，让您添堵了。
                 我已照您的话记下（S0120-01），转给李强、吴主任，…
                 能拍张照片吗？…
               助手→李强: 【东西有问题】S0120-01 …本人说：少了两袋米…""")
    brought.later(hours=1)
    assert brought.job("supplies_unconfirmed") == 0  # it has the complaint's deadline now
    brought.later(hours=3)
    assert brought.job("supplies_overdue") == 1
    brought.reaches("李强", "【催办】物资 S0120-01 有问题，还没有处理…")


def test_with_no_answer_who_brought_it_is_to_find_out(brought: Talk) -> None:
    asked_again(brought)
    asked_again(brought)
    brought("""助手→李强: 【没回音】S0120-01 王阿姨，永茂社区6号楼2单元301
                 您说送到了，问过本人，一直没有回。
                 请 10:00 前打电话或上门问一声：
                 收到了回「本人收到了 S0120-01」，没收到回「本人没收到 S0120-01」。…
               李强: 待办
               助手: 【物资】…S0120-01 …（说送到了，本人还没回话，李强）
               周平: 本人收到了 S0120-01
               助手: 您这里没有找到 S0120-01。…
               李强: 本人收到了
               助手: 好的，S0120-01 王阿姨 记为已收到，也告诉本人了。
               助手→王阿姨: 李强说 S0120-01 您那边收到了，我记下了。不是这样就直接告诉我。
               李强: 待办
               助手: 现在没有等您办的事。
               李强: 本人收到了 S0120-01
               助手: S0120-01 现在是「已收到」，…""")
    assert states(brought) == [("S0120-01", "confirmed")]
    assert steps(brought) == ["resident", "bringer"]


def test_found_out_that_it_did_not_come(brought: Talk) -> None:
    asked_again(brought)
    asked_again(brought)
    brought("""李强: 本人没收到 S0120-01
               助手: 记下了：S0120-01 王阿姨 没收到，已告诉吴主任。
                 请查清楚，1月20日 13:40 前给本人一个回话，处理好回「已处理 S0120-01 怎么处理的」。
               助手→吴主任: 【东西有问题】S0120-01 …本人说：本人没收到…
               李强: 已处理 S0120-01 送错单元，拿回来了
               助手: 好的，S0120-01 王阿姨 的问题记为处理好了，已告诉本人。""")
    assert states(brought) == [("S0120-01", "delivered")]


def test_what_nobody_finds_out_climbs(brought: Talk) -> None:
    for who, words in [("王阿姨", "…"), ("李强", "请 …"), ("周敏", "请督促问清楚：…"), ("陈主任", "请督促问清楚：…")]:
        asked_again(brought)
        brought.reaches(who, f"…S0120-01…{words}")
    asked_again(brought)
    brought.reaches("孙书记", "【没回音】S0120-01 …\n请督促问清楚。")
    brought.later(minutes=20)
    assert brought.job("supplies_unconfirmed") == 0
    assert steps(brought) == ["resident", "bringer", "community_lead", "office", "leader"]
    assert "S0120-01" in brought.say("李强", "待办")


def test_nobody_is_asked_in_the_night(asking: Talk) -> None:
    ask_for(asking, "要两袋大米")
    asking.at("2022-01-20T20:55:00+08:00")
    asking.say("李强", "已送到 S0120-01")
    asking.later(minutes=30)
    assert asking.job("supplies_unconfirmed") == 0
    asking.at("2022-01-21T08:15:00+08:00")
    assert asking.job("supplies_unconfirmed") == 1


def test_after_a_complaint_was_seen_to_it_is_asked_again(brought: Talk) -> None:
    brought.say("王阿姨", "没收到")
    brought.say("李强", "已处理 S0120-01 重新送了一份")
    asked_again(brought)
    brought.say("王阿姨", "到了")
    assert states(brought) == [("S0120-01", "confirmed")]


def test_a_complaint_keeps_its_deadline_when_it_is_said_to_have_come(brought: Talk) -> None:
    brought.say("王阿姨", "鸡蛋碎了一半")
    brought.say("王阿姨", "收到了")
    assert states(brought) == [("S0120-01", "confirmed")]
    brought.later(hours=4)
    assert brought.job("supplies_overdue") == 1


def test_whom_it_is_for_is_asked_where_who_brought_it_had_asked_for_it(asking: Talk) -> None:
    ask_for(asking, "代报 王阿姨 要两袋大米 她打电话说的", who="李强")
    asking.say("李强", "已送到 S0120-01")
    asked_again(asking)
    asking.reaches("王阿姨", "S0120-01：李强说送到了（大米），您拿到了吗？…")
    asking.say("王阿姨", "拿到了")
    assert states(asking) == [("S0120-01", "confirmed")]
    assert steps(asking) == ["resident"]


def test_whoever_brought_it_is_asked_at_once_where_nobody_else_can_be(asking: Talk) -> None:
    ask_for(asking, "要两袋大米")
    asking.say("李强", "已送到 S0120-01")
    asking.stand.act(asking.openid("王阿姨"), "unfollow")
    asked_again(asking)
    assert steps(asking) == ["bringer"]


def test_a_repair_is_asked_about_in_its_own_words(asking: Talk) -> None:
    talk = asking
    ask_for(talk, "停电了")
    talk.say("吴主任", "接 S0120-01")
    talk.say("吴主任", "已修好 S0120-01")
    asked_again(talk)
    talk("""助手→王阿姨: S0120-01：吴主任说修好了，您那边好了吗？
              1 修好了　2 没修好…
            王阿姨: 没修好
            助手: 对不起，…
            吴主任: 已处理 S0120-01 换了保险
            助手: 好的，…""")
    asked_again(talk)
    talk.say("王阿姨", "1")
    assert states(talk) == [("S0120-01", "confirmed")]
