"""For whom things are asked, said behind the list: 不是 是我妈, in the open form and right after filing (clause 3.4.5)."""

import pytest
from sqlalchemy import text

from ledger import Db, people, places
from ledger.people import family
from ledger.statement import Statement
from tests.supply_shop import ask_for, open_shop
from tests.talking import Talk

_ALL = Statement(text("SELECT name, building, room, version, status FROM supply_request ORDER BY id"))


@pytest.fixture
def shop(talk: Talk) -> Talk:
    """王阿姨 with her mother 李凤霞, who lives in another building and is registered as hers."""

    def register(db: Db) -> None:
        door = places.ensure(db, "永茂社区/7号楼/1单元/101")
        person = people.add(db, name="李凤霞", phone=None, place_id=door.id, now=talk.clock[0], filed_by="test")
        people.grant(db, person, "resident", door.id, None, talk.clock[0])
        family.add(db, talk.openid("王阿姨"), person, "妈妈", guardian=False, now=talk.clock[0])

    talk.installation.ledger.transact(register)
    return open_shop(talk)


def versions(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ALL))


def test_inside_the_form_it_goes_to_whoever_is_named(shop: Talk) -> None:
    shop("""王阿姨: 我要两袋大米
            助手: 记下了：大米 2袋。…
            王阿姨: 不是 是我妈
            助手: 好的，这单给李凤霞，送到永茂社区7号楼1单元101。
              家里有要多照应的人吗？…
            王阿姨: 没有
            助手: …换差不多的…
            王阿姨: 1
            助手: …谁付钱…
            王阿姨: 1
            助手: 请核对：
              大米 2袋
              永茂社区7号楼1单元101，李凤霞
              …
            王阿姨: 1
            助手: …送到永茂社区7号楼1单元101，李凤霞收…""")
    assert versions(shop) == [("李凤霞", "7号楼", "101", 1, "submitted")]


def test_somebody_unknown_is_called_as_said_and_the_door_is_told(shop: Talk) -> None:
    shop("""王阿姨: 我要两袋大米
            助手: …
            王阿姨: 不是我 是我婆婆
            助手: 好的，这单给婆婆，送到永茂社区6号楼2单元301。要送到别的门，直接说门牌。
              …
            王阿姨: 送到3号楼1单元201
            助手: …
            王阿姨: 不是 是我自己
            助手: 好的，这单给王阿姨，送到永茂社区6号楼2单元301。
              …""")


@pytest.mark.parametrize("said", ["不是 是我妈", "不是我 是我妈的", "弄错了 是给我妈买的"])
def test_right_after_filing_it_gets_its_next_version(shop: Talk, said: str) -> None:
    ask_for(shop, "要两袋大米")
    heard = shop.say("王阿姨", said)
    assert heard.startswith("好的，这单给李凤霞，送到永茂社区7号楼1单元101。\n改好了，S0120-01 现在是：大米 2袋。")
    assert versions(shop) == [
        ("王阿姨", "6号楼", "301", 1, "superseded"),
        ("李凤霞", "7号楼", "101", 2, "submitted"),
    ]
    shop.reaches("吴主任", "…S0120-01…李凤霞…7号楼1单元101…")
    assert "没有改动" in shop.say("王阿姨", said)
    assert len(versions(shop)) == 2


def test_another_door_of_what_was_filed(shop: Talk) -> None:
    ask_for(shop, "要两袋大米")
    shop("""王阿姨: 不是 是我婆婆
            助手: 好的，这单给婆婆，送到永茂社区6号楼2单元301。要送到别的门，回「改物资申请」。
              改好了，…
            王阿姨: 改物资申请
            助手: 物资申请里现在是：…送给谁：婆婆…""")


def test_what_it_may_not_be_about_is_left_alone(shop: Talk) -> None:
    """A check-in that came since, an order of long ago, whose temperature it is, and half a denial."""
    ask_for(shop, "要两袋大米")
    for said in ("不是我", "是我妈", "这是我妈的体温"):
        assert "这单给" not in shop.say("王阿姨", said)
        shop.say("王阿姨", "不改了")
    shop.say("王阿姨", "打卡 36.5 没事")
    assert "这单给" not in shop.say("王阿姨", "不是我 是我妈")
    assert [name for name, *_ in versions(shop)] == ["王阿姨"]


@pytest.mark.parametrize("is_filed", [False, True])
@pytest.mark.parametrize("said", ["不是我 是我妈发烧了", "不是 是我妈难受"])
def test_who_is_ill_is_no_matter_of_an_order(shop: Talk, said: str, is_filed: bool) -> None:
    if is_filed:
        ask_for(shop, "要两袋大米")
    else:
        shop.say("王阿姨", "我要两袋大米")
    assert "这单给" not in shop.say("王阿姨", said)
    assert [name for name, *_ in versions(shop)] == (["王阿姨"] if is_filed else [])


@pytest.mark.parametrize("said", ["是我妈的", "不是给我的 是给我妈的", "不对 是给我妈买的"])
def test_in_an_open_order_fewer_words_say_for_whom(shop: Talk, said: str) -> None:
    shop.say("王阿姨", "我要两袋大米")
    assert shop.say("王阿姨", said).startswith("好的，这单给李凤霞")


def test_an_order_of_an_hour_ago_is_not_meant(shop: Talk) -> None:
    ask_for(shop, "要两袋大米")
    shop.later(minutes=40)
    assert "这单给" not in shop.say("王阿姨", "不是 是我妈")


def test_what_was_bought_already_cannot_change_hands(shop: Talk) -> None:
    ask_for(shop, "要两袋大米")
    shop("""吴主任: 接单 S0120-01
            助手: …
            吴主任: 已采购 S0120-01
            助手: …""")
    assert "这单给" not in shop.say("王阿姨", "不是 是我妈")
    assert [name for name, *_ in versions(shop)] == ["王阿姨"]
