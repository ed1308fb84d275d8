"""Complaints as chats: apologised for, put to whose they are, with a photo, until somebody has seen to them."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.statement import Statement
from tests.supply_shop import ask_for, open_shop, states
from tests.talking import Talk, talking

_HANDOVERS = Statement(
    text("SELECT status, group_id, reason, taken_by, closed_by, climbed FROM human_handover ORDER BY id")
)
_CLIMBS = Statement(text("SELECT detail FROM audit WHERE action = 'handover climbed' ORDER BY id"))


@pytest.fixture
def shop(talk: Talk) -> Talk:
    """With the supplies group, another group, a lead and a leader; nobody has asked for anything."""
    return open_shop(talk)


def kept(talk: Talk) -> list[tuple[object, ...]]:
    """Every complaint: state, group, reason, taken by, closed by, steps climbed."""
    return [row for row in talk.installation.ledger.read(lambda db: db.all(_HANDOVERS)) if row[2] is not None]


def photo(talk: Talk, who: str) -> str:
    """A picture is sent; returns what its sender sees as the reply."""
    return talk.stand.act(talk.openid(who), "image").seen


def pictures(talk: Talk, who: str, wanted: int) -> int:
    """So many pictures have reached somebody, once the wanted ones had their time."""
    for _ in range(600):
        came = sum(one.kind == "image" and one.channel == "custom" for one in talk.stand.chat(talk.openid(who)))
        if came >= wanted:
            break
        time.sleep(0.05)
    return came


def test_bad_goods_that_no_request_is_on_file_for(shop: Talk) -> None:
    shop("""王阿姨: 你们送的啥破菜 都烂了 投诉
            助手: 对不起，东西不好，让您添堵了。
              我已照您的话记下（第1号），转给物资保障组，请他们 1月20日 13:00 前回您，没回我再催。
              能拍张照片吗？发来我一并转过去。
              急着用的话，先告诉我缺什么，我另记一份。
            助手→吴主任: 【投诉】第1号 王阿姨，永茂社区6号楼2单元301
              本人说：你们送的啥破菜 都烂了 投诉
              请 1月20日 13:00 前给本人回话。…
            郑保安: 接 1
            助手: 第1号已经有人接了，或没有这一号。
            吴主任: 待办
            助手: 【等人工答复】…
              第1号 王阿姨（投诉）
            吴主任: 接 1
            助手: 好的，第1号由您接手：王阿姨，永茂社区6号楼2单元301，电话 13800001111。
              原话：你们送的啥破菜 都烂了 投诉
              处理好回「已处理 1 怎么处理的」，会告诉本人。
            助手→王阿姨: 物资保障组已经有人接手您的事，会跟您联系。
            吴主任: 待办
            助手: 【等人工答复】…
              第1号 王阿姨（投诉，吴主任已接手）
            吴主任: 已处理 1
            助手: 怎么处理的？…
            郑保安: 已处理 1 没我的事
            助手: …
            吴主任: 已处理 1 补了一份新的
            助手: 好的，第1号 王阿姨 的问题记为处理好了，已告诉本人。
            助手→王阿姨: 您说的事，吴主任回话：补了一份新的。还有不对的直接告诉我。
            陈子健: 已处理 1 又补了
            助手: 第1号 吴主任 在 1月20日 09:00 已经处理好了，不用再管，辛苦了。
            吴主任: 待办
            助手: 现在没有等您办的事。""")
    assert kept(shop) == [("closed", "supplies", "complaint", "吴主任", "吴主任", 0)]


def test_a_photo_that_follows_goes_to_whoever_has_the_complaint(shop: Talk) -> None:
    assert photo(shop, "王阿姨").startswith("图片和视频我看不懂")
    shop.say("王阿姨", "你们送的啥破菜 都烂了 投诉")
    assert photo(shop, "王阿姨") == "照片收到了，已转给物资保障组（第1号）。"
    shop.reaches("陈子健", "【照片】第1号 王阿姨 发来一张照片，见下面。")
    shop.say("吴主任", "接 1")
    assert photo(shop, "王阿姨") == "照片收到了，已转给吴主任（第1号）。"
    shop.later(hours=1)
    shop.say("吴主任", "已处理 1 补了一份新的")
    assert photo(shop, "王阿姨").startswith("图片和视频我看不懂")
    assert photo(shop, "赵某").startswith("图片和视频我看不懂")
    assert (pictures(shop, "吴主任", 2), pictures(shop, "陈子健", 1)) == (2, 1)


def test_a_photo_of_what_a_request_brought_goes_to_who_brought_it(shop: Talk) -> None:
    ask_for(shop, "要两袋大米、30个鸡蛋")
    shop.say("李强", "已送到 S0120-01")
    shop.say("王阿姨", "鸡蛋碎了一半")
    assert photo(shop, "王阿姨") == "照片收到了，已转给李强（S0120-01）。"
    shop.reaches("李强", "【照片】S0120-01 王阿姨 发来一张照片，见下面。")


def test_a_complaint_about_somebody_goes_to_the_office(shop: Talk) -> None:
    shop("""王阿姨: 我要投诉
            助手: 对不起，是哪里不对？…
            王阿姨: 1
            助手: 请说说是哪里不对，…
            王阿姨: 网格员态度太差 还骂人
            助手: 对不起，让您受委屈了。
              我已照您的话记下（第1号），转给街道疫情防控办，请他们 1月20日 10:00 前回您，没回我再催。
            助手→陈主任: 【投诉】第1号 王阿姨，永茂社区6号楼2单元301
              请 1月20日 10:00 前有人接。…
            吴主任: 待办
            助手: 现在没有等您办的事。
            陈主任: 转人工
            助手: 第1号 【投诉】王阿姨（1月20日 10:00 前）：网格员态度太差 还骂人
              接手请回「接」加号数；投诉处理好回「已处理」加号数和怎么处理的。""")
    assert kept(shop)[0][:3] == ("open", "office", "complaint")


# Goods and conduct in one complaint.
MIXED = ["送来的菜都烂了，李强还骂我", "鸡蛋碎了一半 送货的态度恶劣 投诉", "米少了一袋，肯定是李强偷拿了"]


@pytest.mark.parametrize("words", MIXED)
def test_what_is_said_of_somebody_is_for_the_office_alone(shop: Talk, words: str) -> None:
    ask_for(shop, "要两袋大米、30个鸡蛋")
    shop.say("李强", "已送到 S0120-01")
    said = shop.say("王阿姨", words)
    assert "我已照您的话记下（S0120-01），转给李强" in said
    assert "您说到人的那些话，原话只给街道疫情防控办看（第1号），不给办这件事的人，" in said
    assert "请街道疫情防控办 1月20日 10:00 前回您。" in said
    shop.reaches("李强", "【东西有问题】S0120-01 王阿姨，…\n本人说：东西有问题。哪里不对，请联系本人问清楚。\n…")
    shop.reaches("陈主任", "【投诉】第1号 王阿姨，…")
    assert f"（1月20日 10:00 前）：{words}" in shop.say("陈主任", "转人工")
    for who in ("李强", "吴主任", "陈子健"):
        assert not [one for one in shop.stand.chat(shop.openid(who)) if words[-4:] in one.text]
    assert "李强" in photo(shop, "王阿姨")


def test_so_it_is_where_no_request_is_on_file(shop: Talk) -> None:
    shop("""王阿姨: 发的菜都是烂的 李强还骂人 投诉
            助手: 对不起，东西不好，让您添堵了。
              我已照您的话记下（第2号），转给物资保障组，请他们 1月20日 13:00 前回您，没回我再催。
              …
              您说到人的那些话，原话只给街道疫情防控办看（第1号），不给办这件事的人，…
            助手→吴主任: 【投诉】第2号 …
              本人说：东西有问题。哪里不对，请联系本人问清楚。…
            吴主任: 接 2
            助手: 好的，第2号由您接手：…原话：东西有问题。…
            吴主任: 接 1
            助手: 第1号已经有人接了，或没有这一号。""")
    assert [row[1] for row in kept(shop)] == ["office", "supplies"]
    assert photo(shop, "王阿姨") == "照片收到了，已转给吴主任（第2号）。"


def test_what_is_said_of_somebody_under_a_tap_is_for_the_office_alone(shop: Talk) -> None:
    ask_for(shop, "要两袋大米")
    shop.say("李强", "已送到 S0120-01")
    shop.reaches("王阿姨", "S0120-01 送到了…")
    shop.stand.act(shop.openid("王阿姨"), "tap", {"text": "有问题", "menu_id": "supply:wrong:1"})
    assert "转给街道疫情防控办" in shop.say("王阿姨", "李强态度太差 还骂人")
    assert not [one for one in shop.stand.chat(shop.openid("李强")) if "骂人" in one.text]


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("发的菜都是烂的", "supplies"),
        ("你们送来的鸡蛋碎了一半", "supplies"),
        ("给我家送的米少了一袋", "supplies"),
        ("别人家都发了菜就我家没给 我要投诉", "supplies"),
        ("投诉 送的肉臭了", "supplies"),
        ("网格员送的菜烂了 投诉", "supplies"),
        ("投诉你们送菜的人态度不好", "office"),
        ("我要投诉保安骂人", "office"),
        ("投诉物业不管事", "office"),
        ("你们的态度太差了", "office"),
    ],
)
def test_whose_complaint_it_is(shop: Talk, words: str, group: str) -> None:
    assert shop.say("王阿姨", words).startswith("对不起，")
    assert [row[1:3] for row in kept(shop)] == [(group, "complaint")]


@pytest.mark.parametrize(
    "words", ["菜烂了 再要两斤菜", "药没了 急", "水管坏了", "电梯坏了", "家里米吃完了 要一袋米", "手机坏了"]
)
def test_what_is_no_complaint(shop: Talk, words: str) -> None:
    shop.say("王阿姨", words)
    assert kept(shop) == []


def test_what_is_out_of_order_in_the_house_is_no_complaint_about_what_came(shop: Talk) -> None:
    ask_for(shop, "要两袋大米")
    shop.say("李强", "已送到 S0120-01")
    assert "对不起" not in shop.say("王阿姨", "电梯坏了")


def test_somebody_unknown_and_somebody_in_the_middle_of_a_form_are_heard_too(shop: Talk) -> None:
    shop("""赵某: 我要投诉 你们发的菜是烂的
            助手: 对不起，东西不好，让您添堵了。…
              怎么称呼您、住哪、电话多少，说一声，他们好找到您。
            助手→吴主任: 【投诉】第1号 还没登记的人…
            王阿姨: 我要报备
            助手: 从哪里回来？…
            王阿姨: 你们送的啥破菜 都烂了 投诉
            助手: 对不起，东西不好，…
              从哪里回来？…""")
    assert len(kept(shop)) == 2


def test_who_is_known_by_a_tap_complains_of_what_was_tapped(shop: Talk) -> None:
    ask_for(shop, "要两袋大米")
    shop.say("李强", "已送到 S0120-01")
    shop.later(minutes=5)
    ask_for(shop, "要30个鸡蛋")
    shop.say("李强", "已送到 S0120-02")
    shop.reaches("王阿姨", "S0120-01 送到了…")
    shop.stand.act(shop.openid("王阿姨"), "tap", {"text": "有问题", "menu_id": "supply:wrong:1"})
    assert "我已照您的话记下（S0120-01）" in shop.say("王阿姨", "袋子是湿的")
    assert states(shop) == [("S0120-01", "delivered"), ("S0120-02", "delivered")]


@pytest.fixture
def pressing(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """The same, where a complaint has an hour."""
    with talking(ledger_url, data_dir, HEXI_SUPPLIES__COMPLAINT_WITHIN_HOURS="1") as playing:
        yield open_shop(playing)


def test_what_nobody_sees_to_climbs_from_the_group_to_the_office_and_the_leader(pressing: Talk) -> None:
    shop = pressing
    shop.say("王阿姨", "你们送的啥破菜 都烂了 投诉")
    shop.say("吴主任", "接 1")
    shop.later(minutes=59)
    assert shop.job("handovers_overdue") == 0
    shop.later(minutes=1)
    assert (shop.job("handovers_overdue"), shop.job("handovers_overdue")) == (1, 0)
    shop.reaches("陈子健", "【催办】投诉第1号（王阿姨）到点还没有处理。回「接 1」看内容，…")
    for who, words in [("陈主任", "回「接 1」看内容，…"), ("孙书记", "由物资保障组办，请督促。")]:
        shop.later(hours=1)
        assert shop.job("handovers_overdue") == 1
        shop.reaches(who, f"【催办】投诉第1号（王阿姨）到点还没有处理。{words}")
    shop.later(hours=1)
    assert shop.job("handovers_overdue") == 0
    assert kept(shop)[0] == ("taken", "supplies", "complaint", "吴主任", None, 5)  # to the end of the ladder
