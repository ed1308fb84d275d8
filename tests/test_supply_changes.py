"""Supply requests that are changed or taken back after they were filed, and what their owner asks about them (3.4.5)."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.supply_shop import ask_for, open_shop, raised, rows, states
from tests.talking import Talk


@pytest.fixture
def shop(talk: Talk) -> Talk:
    """With 大米 2袋 and 鸡蛋 30个 asked for."""
    open_shop(talk)
    ask_for(talk, "要两袋大米、30个鸡蛋")
    return talk


def items(talk: Talk, number: str = "S0120-01") -> list[str]:
    """The things of what is in force."""
    (found,) = [row for row in rows(talk) if row[0] == number and row[2] != "superseded"]
    return [f"{one['item']} {one.get('quantity', '-')}" for one in json.loads(str(found[5]))]


def test_more_less_and_other_amounts_are_versions_told_to_the_group(shop: Talk) -> None:
    shop("""王阿姨: 再加两袋面
            助手: 改好了，S0120-01 现在是：大米 2袋、鸡蛋 30个、面 2袋。
              已告诉物资保障组。〔预案3.4.5、物资保障组职责〕
            助手→吴主任: 【物资改了】S0120-01 王阿姨，永茂社区6号楼2单元301
              原来：大米 2袋、鸡蛋 30个
              现在：大米 2袋、鸡蛋 30个、面 2袋…
            吴主任: 接
            助手: 好的，…
            王阿姨: 鸡蛋不要了
            助手: 改好了，S0120-01 现在是：大米 2袋、面 2袋。
              已告诉吴主任。…
            王阿姨: 米改成三袋
            助手: 改好了，S0120-01 现在是：大米 3袋、面 2袋。…""")
    assert [(row[1], row[2]) for row in rows(shop)] == [
        (1, "superseded"), (2, "superseded"), (3, "superseded"), (4, "accepted"),
    ]  # fmt: skip
    assert items(shop) == ["大米 3", "面 2"]


def test_what_another_group_has_to_bring_is_a_part_of_its_own(shop: Talk) -> None:
    shop("""王阿姨: 再加两盒口罩
            助手: 另记一份 S0120-01B：口罩 2盒（医疗保障组）。
              已告诉医疗保障组。…
            助手→何医生: 【物资申请】S0120-01B 医疗保障组…
            王阿姨: 再加一袋面
            助手: 改好了，S0120-01 现在是：大米 2袋、鸡蛋 30个、面 1袋。…
            王阿姨: 口罩改成三盒
            助手: 改好了，S0120-01B 现在是：口罩 3盒。
              已告诉医疗保障组。…""")
    assert states(shop) == [("S0120-01", "submitted"), ("S0120-01B", "submitted")]


def test_what_is_bought_cannot_be_changed_but_more_can_be_asked_for(shop: Talk) -> None:
    shop.say("吴主任", "已买 S0120-01")
    shop("""王阿姨: 米不要了
            助手: S0120-01 现在是「已买好」（吴主任），东西已经买了，改不了也退不了。
              还要别的直接说要什么，我另记一份；有难处回「人工」。
            王阿姨: 取消 S0120-01
            助手: S0120-01 现在是「已买好」（吴主任），东西已经买了，…
            王阿姨: 再加一袋面
            助手: 记下了：面 1袋。
              家里有要多照应的人吗？…""")


def test_an_answer_is_put_right_by_its_number(shop: Talk) -> None:
    shop("""王阿姨: 物资申请要改
            助手: 物资申请里现在是：
              1 要的东西：大米 2袋、鸡蛋 30个…
            王阿姨: 改第4项
            助手: 买的东西谁付钱？…
            王阿姨: 2
            助手: 改好了，S0120-01 现在是：大米 2袋、鸡蛋 30个。…
            助手→吴主任: 【物资改了】S0120-01 …付钱：家人代付""")


def test_not_wanted_any_more(shop: Talk) -> None:
    shop("""王阿姨: 不要了
            助手: 好的，S0120-01 已取消，也告诉物资保障组了。
              要东西随时再说。
            助手→吴主任: 【物资取消】S0120-01 王阿姨，…本人不要了，不用再办。
            吴主任: 接 S0120-01
            助手: S0120-01 现在是「已取消」，没有重复记。…
            王阿姨: 不要了
            助手: …""")
    assert states(shop) == [("S0120-01", "cancelled")]


def test_of_several_requests_it_is_asked_which(shop: Talk) -> None:
    ask_for(shop, "要一桶油和两盒口罩")
    shop.say("吴主任", "已买 S0120-02A")
    shop("""王阿姨: 不用送了
            助手: 您有几份申请，不要哪一份？回「取消」加编号：
              S0120-01 大米 2袋、鸡蛋 30个（还没有人接）
              S0120-02A 油 1桶（已买好）
              S0120-02B 口罩 2盒（还没有人接）
            王阿姨: 取消 S0120-02
            助手: 好的，S0120-02B 已取消，也告诉医疗保障组了。
              S0120-02A（油 1桶）已经买了，取消不了；有难处回「人工」。
              要东西随时再说。""")


def test_where_it_is_beside_another_request_and_where_there_is_none(shop: Talk) -> None:
    shop("""王阿姨: 要一桶油
            助手: …家里有要多照应的人吗？…
            王阿姨: 鸡蛋到了没
            助手: S0120-01（大米 2袋、鸡蛋 30个）：1月20日 09:00 已告诉物资保障组，还没有人接。
              什么时候到我说不准，有消息马上告诉您。
              家里有要多照应的人吗？…
            王阿姨: 鸡蛋怎么还没到，孩子饿
            助手: S0120-01（大米 2袋、鸡蛋 30个）：…
            赵某: 物资到了没
            助手: 您这里没有在办的物资申请。…""")


def test_a_change_that_makes_it_urgent_alerts_the_group(shop: Talk) -> None:
    shop("""王阿姨: 物资申请要改
            助手: 物资申请里现在是：…
            王阿姨: 改第2项
            助手: 家里有要多照应的人吗？…
            王阿姨: 婴幼儿
            助手: 急不急用？…
            王阿姨: 急
            助手: 改好了，S0120-01 …
            助手→吴主任: 【物资改了】S0120-01 王阿姨，…，急用…""")
    assert raised(shop) == [("supplies", "supplies", "supply_request:1", "sent", None)]


def test_what_was_bought_while_the_change_was_typed_is_not_changed(shop: Talk) -> None:
    shop("""王阿姨: 物资申请要改
            助手: 物资申请里现在是：…
            王阿姨: 改第4项
            助手: 买的东西谁付钱？…
            吴主任: 已买 S0120-01
            助手: 好的，…
            王阿姨: 2
            助手: S0120-01 现在是「已买好」（吴主任），东西已经买了，改不了也退不了。…""")
    assert [row[2] for row in rows(shop)] == ["purchased"]


def test_who_takes_it_while_it_is_changed_has_what_is_wanted_now(shop: Talk) -> None:
    shop.say("王阿姨", "鸡蛋不要了")
    shop("""吴主任: 接
            助手: 好的，S0120-01 由您接手，已告诉本人：
              王阿姨，永茂社区6号楼2单元301，电话 13800001111
              大米 2袋
              …""")
    assert [(row[1], row[2], row[6]) for row in rows(shop)] == [(1, "superseded", None), (2, "accepted", "吴主任")]


def test_of_many_who_take_it_at_once_one_has_it(shop: Talk) -> None:
    who = ["吴主任", "陈子健", "陈主任"] * 3
    with ThreadPoolExecutor(len(who)) as pool:
        said = list(pool.map(lambda name: shop.say(name, "接 S0120-01"), who))
    (row,) = rows(shop)
    owner = str(row[6])
    for name, reply in zip(who, said, strict=True):
        assert ("由您接手" in reply) == (name == owner), (name, reply)
        assert name == owner or f"由{owner}办" in reply


def test_my_records_show_it_and_the_way_to_take_it_back(shop: Talk) -> None:
    heard = shop.say("王阿姨", "我的记录")
    assert "S0120-01 物资申请" in heard
    assert "还没有人接" in heard
