"""Supply requests: items with their amounts, hurry, for whom; lists that are changed; answers inside the form."""

import json
from collections.abc import Mapping
from datetime import datetime

import pytest
from hypothesis import given

from evaluation.pace import idle_seconds
from knowledge.language.normalise import normalise
from knowledge.language.reading import find_slots, read
from knowledge.language.supplies import Item, find_items, find_supplies
from knowledge.language.supply_list import change, fill, merge, remove
from knowledge.language.supply_slots import supply_slots
from knowledge.language.supply_special import find_special
from knowledge.language.supply_urgency import find_urgency
from knowledge.language.supply_words import KINDS
from knowledge.times import SHANGHAI
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts
from tests.rows import every_row
from tests.supplies_held_back import HELD_BACK
from tests.supply_kinds import HARD
from tests.supply_texts import TEXTS

NOW = datetime(2022, 1, 20, 9, 30, tzinfo=SHANGHAI)
# Item F1 over texts that the grammar was not made from; it scored 0.91 the first time it was run.
HELD_BACK_AT_LEAST = 0.9


def labelled(text: str) -> list[tuple[str, float | None, str | None]]:
    """The label of a table as items: `米 2 袋; 盐 - 包`."""
    items = []
    for part in filter(None, text.split("; ")):
        name, quantity, unit = part.split(" ")
        items.append((name, None if quantity == "-" else float(quantity), None if unit == "-" else unit))
    return items


def said(text: str) -> list[tuple[str, float | None, str | None]]:
    return [(item.item, item.quantity, item.unit) for item in find_items(normalise(text))]


def shown(items: tuple[Item, ...]) -> str:
    """Items in the way the labels are written."""

    def sign(value: object) -> str:
        return "-" if value is None else str(value)

    return "; ".join(f"{item.item} {sign(item.quantity)} {sign(item.unit)}" for item in items)


@every_row(("text", "label"), [*TEXTS, *HARD])
def test_a_text_asks_for_these_items_and_no_others(text: str, label: str) -> None:
    assert said(text) == labelled(label)


def test_most_items_are_found_in_texts_that_the_grammar_was_not_made_from() -> None:
    hits = found = meant = 0
    for text, items in HELD_BACK:
        got = said(text)
        hits += len(set(got) & set(items))
        found, meant = found + len(got), meant + len(items)
    score = 2 * hits / (found + meant)
    print(f"held-back supply requests: item F1 {score:.3f} over {len(HELD_BACK)} texts")
    assert score >= HELD_BACK_AT_LEAST


@every_row(
    ("text", "kind"),
    [
        ("大米", "food"), ("桶装水", "water"), ("卫生纸", "daily"), ("尿不湿", "baby"), ("奶粉", "baby"),
        ("缬沙坦", "medicine"), ("创可贴", "medicine"), ("碘伏", "medicine"), ("透析液", "medicine"),
        ("利培酮片", "medicine"), ("口罩", "medical_goods"), ("手套", "daily"), ("乳胶手套", "medical_goods"),
        ("消毒液", "medical_goods"), ("洗手液", "medical_goods"), ("体温计", "medical_goods"), ("酒精", "medical_goods"),
        ("煤气", "fuel"), ("饲料", "farm"), ("狗粮", "pet"), ("停水", "utility"), ("两瓶驱蛇粉", "other"),
    ],
)  # fmt: skip
def test_an_item_is_of_the_kind_whose_group_takes_it(text: str, kind: str) -> None:
    assert [item.kind for item in find_items(text)] == [kind]
    assert kind in KINDS


@every_row(
    ("text", "urgency"),
    [
        ("急需降压药", "urgent"), ("断药了", "urgent"), ("今天就没了", "urgent"), ("尽快送来", "urgent"),
        ("麻烦马上送", "urgent"), ("这是救命药", "urgent"), ("断粮了", "urgent"), ("家里揭不开锅了", "urgent"),
        ("等着用呢", "urgent"), ("降压药断了", "urgent"), ("米不急 药急", "urgent"), ("孩子饿肚子", "urgent"),
        ("不急", "normal"), ("不着急，有空再送", "normal"), ("哪天都行", "normal"), ("别着急", "normal"),
        ("两袋米", None), ("米快没了", None), ("家里没盐了", None), ("要个急救箱", None), ("明天送", None),
        ("今晚都不够", "urgent"), ("今天就得见底", "urgent"), ("最多撑到今晚", "urgent"), ("今早断的", "urgent"),
        ("今天中午没得吃", "urgent"), ("现在就要", "urgent"), ("水管崩了 快来人", "urgent"), ("快给拉一吨", "urgent"),
        ("得冻死", "urgent"), ("最多能撑到月底", None), ("今天没去上班 要两袋米", None), ("快来电了吗", None),
        ("奶粉罐底朝天了", "urgent"), ("能连夜送一盒吗", "urgent"), ("天黑前要到", "urgent"), ("药今晚就打没了", "urgent"),
        ("晚饭没着落", "urgent"), ("今晚吃啥呀", "urgent"), ("种子还没着落", None), ("不是急活", "normal"),
        ("晚几天也行", "normal"), ("慢慢送不忙", "normal"), ("啥时候方便啥时候来", "normal"),
        ("奶粉一口都没了", "urgent"), ("胰岛素只够打到明早", "urgent"), ("猫砂一袋 求快", "urgent"),
        ("尿不湿 今晚!", "urgent"),
        ("明早就开不了火了", "urgent"), ("再不来人要冻坏了", "urgent"), ("育秧盘二百张 等着下种", "urgent"),
        ("药只够吃到明天早上了", "urgent"), ("水都没得喝了", "urgent"), ("下次顺道 盐一袋", "normal"),
        ("够吃到月底", None), ("今晚吃饺子 要韭菜", None), ("快要过年了 糖两斤", None),
    ],
)  # fmt: skip
def test_hurry_is_only_what_is_said(text: str, urgency: str | None) -> None:
    assert find_urgency(text) == urgency


@every_row(
    ("text", "special"),
    [
        ("家里有老人，要两袋米", "elderly"), ("我妈80岁了 要一袋面", "elderly"), ("七十多岁的人了 送点菜", "elderly"),
        ("八十三岁独居 没菜了", "elderly"), ("老太太没米了", "elderly"), ("孩子没奶粉了", "infant"),
        ("婴儿湿巾两包", "infant"), ("宝宝尿不湿一包", "infant"), ("孩子八个月 要米粉", "infant"),
        ("孙子半岁 奶粉一罐", "infant"), ("我怀孕六个月 要叶酸", "pregnant"), ("孕妇奶粉一罐", "pregnant"),
        ("残疾人 下不了楼 要米", "disabled"), ("我爸坐轮椅 送点菜", "disabled"), ("老伴瘫痪在床 要尿垫", "disabled"),
        ("我有糖尿病 胰岛素没了", "chronic"), ("高血压 降压药两盒", "chronic"), ("我妈80岁高血压 断药了", "chronic"),
        ("我妈80岁高血压 送点菜", "elderly"), ("老人带个婴儿 奶粉没了", "infant"), ("透析的药断了", "chronic"),
        ("两袋米", None), ("孩子想吃香蕉", None), ("降压药一盒", None), ("成人纸尿裤", None), ("我今年35岁", None),
        ("送给我妈", None), ("孩子发烧 要退烧药", None),
        ("我妈九十了 想吃蛋糕", "elderly"), ("大娘八十一 要香蕉", "elderly"), ("他们七十好几了 要菜", "elderly"),
        ("姥姥92了 买点蛋糕", "elderly"), ("鸡蛋六十个", None), ("小子8个月 奶粉没了", "infant"),
        ("怀孕八个月 奶粉先备一罐", "pregnant"), ("暖宝宝20片", None), ("媳妇快生了 要红糖", "pregnant"),
        ("爷爷奶奶都八十多 送袋米", "elderly"), ("宝贝河的孕妇 要奶粉", "pregnant"), ("孕吐厉害 想吃山楂", "pregnant"),
        ("眼睛看不见 送俩馒头", "disabled"), ("瘫床上八年 要护理垫", "disabled"),
        ("孕29周 叶酸一盒", "pregnant"), ("怀了五个月 苹果三斤", "pregnant"), ("媳妇怀老二 想吃冻梨", "pregnant"),
        ("仨月大的宝宝 被子一床", "infant"), ("俩月大的娃 电暖风一台", "infant"), ("俩月没出门了 苹果三斤", None),
        ("我妈79前阵子摔了 拐杖一根", "elderly"), ("他九十了 白面两袋", "elderly"), ("奶奶今年78 棉鞋一双", "elderly"),
        ("我妈84消毒液一瓶", None), ("给爸60度的白酒一瓶", None), ("小狗刚满月 羊奶粉一罐", None),
        ("怀孕的母羊 草料两捆", None), ("孕妇要婴儿包被一条", "pregnant"), ("半边身子动不了 尿垫两包", "disabled"),
    ],
)  # fmt: skip
def test_for_whom_is_only_what_is_said(text: str, special: str | None) -> None:
    assert find_special(text, find_items(text)) == special


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "能不能帮我买两袋米和一盒降压药 缬沙坦，急，家里有老人，永茂6号楼2单元301",
            {
                "items": [
                    {"item": "米", "quantity": 2, "unit": "袋"},
                    {"item": "缬沙坦", "quantity": 1, "unit": "盒"},
                ],
                "urgency": "urgent",
                "for_special": "elderly",
                "medicine": True,
                "address": {"community": "永茂社区", "building": "6号楼", "unit": "2单元", "room": "301"},
            },
        ),
        ("申请物资", {}),
        ("家里没盐了，能送点吗", {"items": [{"item": "盐"}]}),
        ("买几包盐，不着急", {"items": [{"item": "盐"}], "urgency": "normal"}),
        ("捎仨馒头俩花卷", {"items": [{"item": "馒头", "quantity": 3}, {"item": "花卷", "quantity": 2}]}),
        ("带鱼三四条 红糖十来包", {"items": [{"item": "带鱼"}, {"item": "红糖"}]}),
        ("断药了", {"items": [{"item": "药"}], "urgency": "urgent", "medicine": True}),
        ("要一袋面，药不用", {"items": [{"item": "面", "quantity": 1, "unit": "袋"}], "medicine": False}),
        ("给送一大袋面", {"items": [{"item": "面", "quantity": 1, "unit": "袋"}]}),
        ("要半斤肉", {"items": [{"item": "肉", "quantity": 0.5, "unit": "斤"}]}),
    ],
)
def test_a_supply_request_gives_its_slots(text: str, slots: Mapping[str, object]) -> None:
    reading = read(text, NOW)
    assert (reading.intent, dict(reading.slots)) == ("supply_request", slots)
    json.dumps(dict(reading.slots))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("米两袋", [{"item": "米", "quantity": 2, "unit": "袋"}]),
        ("2袋", [{"quantity": 2, "unit": "袋"}]),
        ("要两袋", [{"quantity": 2, "unit": "袋"}]),
        ("来三斤吧", [{"quantity": 3, "unit": "斤"}]),
        ("一盒就够", [{"quantity": 1, "unit": "盒"}]),
        ("俩", [{"quantity": 2, "unit": "个"}]),
        ("米", [{"item": "米"}]),
    ],
)
def test_what_and_how_much_is_answered_plainly(text: str, items: object) -> None:
    assert find_slots(text, NOW, ["items"]) == {"items": items}


@pytest.mark.parametrize("text", ["不知道", "没有", "6号楼301", "谢谢"])
def test_an_answer_without_goods_gives_no_items(text: str) -> None:
    assert find_slots(text, NOW, ["items"]) == {}


LIST = normalise("大米两袋，鸡蛋一板，盐")


@every_row(
    ("text", "after"),
    [
        ("再加一袋面", "大米 2 袋; 鸡蛋 1 板; 盐 - -; 面 1 袋"),
        ("再来一袋大米", "大米 3 袋; 鸡蛋 1 板; 盐 - -"),
        ("多要一袋米", "大米 3 袋; 鸡蛋 1 板; 盐 - -"),
        ("再来一箱鸡蛋", "大米 2 袋; 鸡蛋 1 箱; 盐 - -"),
        ("米不要了", "鸡蛋 1 板; 盐 - -"),
        ("不要鸡蛋和盐", "大米 2 袋"),
        ("大米改成三袋", "大米 3 袋; 鸡蛋 1 板; 盐 - -"),
        ("米要三袋", "大米 3 袋; 鸡蛋 1 板; 盐 - -"),
        ("鸡蛋换成鸭蛋", "大米 2 袋; 盐 - -; 鸭蛋 - -"),
        ("两包", "大米 2 袋; 鸡蛋 1 板; 盐 2 包"),
        ("盐两包", "大米 2 袋; 鸡蛋 1 板; 盐 2 包"),
        ("都不要了", ""),
        ("就要大米", "大米 2 袋"),
        ("面不要了", "大米 2 袋; 鸡蛋 1 板; 盐 - -"),
        ("谢谢", "大米 2 袋; 鸡蛋 1 板; 盐 - -"),
    ],
)
def test_a_list_is_changed_by_what_is_said(text: str, after: str) -> None:
    assert shown(change(find_items(LIST), text)) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("老伴吃的那个 硝苯地平", "米 2 袋; 降压药硝苯地平 - -"),
        ("硝苯地平两盒", "米 2 袋; 降压药硝苯地平 2 盒"),
        ("再加硝苯地平一盒", "米 2 袋; 降压药 - -; 硝苯地平 1 盒"),
        ("二甲双胍一盒", "米 2 袋; 降压药 - -; 二甲双胍 1 盒"),
        ("药不要了", "米 2 袋"),
    ],
)
def test_a_medicine_is_called_by_its_own_name_later(text: str, after: str) -> None:
    assert shown(change(find_items("两袋米 还有降压药"), text)) == after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一直吃的降压药 两盒", "降压药 2 盒"),
        ("我吃的是络活喜", "络活喜 - -"),
        ("给老头子要点吃的", "吃的 - -"),
        ("要吃的 降压药一盒", "吃的 - -; 降压药 1 盒"),
    ],
)
def test_what_somebody_takes_is_no_food(text: str, expected: str) -> None:
    assert shown(find_items(text)) == expected


@every_row(
    "text",
    [
        "停水了", "我家没电了 派个人来看看", "暖气一点不热", "暖气拔凉的", "下水道堵了", "马桶堵了", "电闸老跳", "灯不亮",
        "水管崩了 屋里成河了", "水龙头关不严 滴答一宿", "暖气管子冻裂了 水淌一屋", "煤气灶打不着火 喝不上热水",
        "地漏堵死了 水都漫到客厅了", "锅炉不转了 老头老太太都哆嗦呢",
    ],
)  # fmt: skip
def test_what_is_out_of_order_is_no_item_but_the_form_has_it(text: str) -> None:
    assert supply_slots(normalise(text), for_form=False).keys() <= {"urgency"}
    assert len(find_items(normalise(text))) == 1
    assert "items" in find_slots(text, NOW, ["items"])


@pytest.mark.parametrize("text", ["血压计没电了", "手机没电了", "充电线坏了 要一根", "没电池了"])
def test_a_device_without_power_is_no_power_cut(text: str) -> None:
    assert "utility" not in {item.kind for item in find_items(text)}


@pytest.mark.parametrize(
    ("text", "printed", "kept"),
    [
        ("飞鹤三段奶粉两罐", "三段奶粉", "飞鹤三段奶粉"), ("两箱农夫山泉矿泉水", "矿泉水", "农夫山泉矿泉水"),
        ("10斤装大米两袋", "大米", "10斤装大米"), ("奶粉没了 飞鹤三段 两罐", "奶粉", "飞鹤三段奶粉"),
        ("尿不湿两包 要L码的", "尿不湿", "L码尿不湿"),
        ("二段奶粉一罐", "二段奶粉", "二段奶粉"), ("康师傅一箱", "康师傅", "康师傅"), ("两瓶84", "84", "84"),
        ("84消毒液一桶", "84消毒液", "84消毒液"), ("姨妈巾", "姨妈巾", "姨妈巾"),
    ],
)  # fmt: skip
def test_makers_and_packs_are_for_whoever_buys_and_not_in_the_name(text: str, printed: str, kept: str) -> None:
    items = supply_slots(text, for_form=False)["items"]
    assert isinstance(items, list)
    assert [item["item"] for item in items] == [printed]
    assert [item.item for item in find_items(text)] == [kept]


def test_another_name_of_the_same_thing_is_on_the_list_once() -> None:
    assert change(find_items("鸡子儿一板"), "鸡蛋不要了") == ()
    assert shown(find_items("洋柿子没了 西红柿来二斤")) == "洋柿子 2 斤"


@pytest.mark.parametrize(
    ("first", "then", "after"),
    [
        ("家里没菜了", "土豆5斤 白菜 鸡蛋一板", "白菜 - -; 土豆 5 斤; 鸡蛋 1 板"),
        ("要点肉", "五花肉二斤", "五花肉 2 斤"),
        ("肉三斤", "五花肉二斤", "肉 3 斤; 五花肉 2 斤"),
        ("面两袋", "方便面一箱", "面 2 袋; 方便面 1 箱"),
        ("油一桶", "再来一瓶酱油", "油 1 桶; 酱油 1 瓶"),
        ("米两袋", "大米三袋", "米 3 袋"),
        ("大米两袋", "东北大米三袋", "大米 3 袋"),
    ],
)
def test_what_has_a_longer_name_is_another_thing_or_what_was_meant(first: str, then: str, after: str) -> None:
    assert shown(change(find_items(normalise(first)), normalise(then))) == after


def test_an_amount_alone_is_for_nothing_where_two_things_have_none() -> None:
    items = find_items("盐、醋")
    assert fill(items, (2, "袋")) == items


def test_an_amount_alone_corrects_the_only_thing() -> None:
    assert shown(change(find_items("大米两袋"), "三袋")) == "大米 3 袋"


def test_taking_off_what_is_not_there_changes_nothing() -> None:
    items = find_items("大米两袋")
    assert remove(items, find_items("土豆")) == items


def test_the_same_thing_again_is_not_put_down_twice() -> None:
    items = find_items("大米两袋")
    assert merge(items, find_supplies("大米两袋")) == items


def test_spans_lie_in_the_text_and_hold_the_item() -> None:
    text = normalise("要两袋米，鸡蛋一板")
    assert [text[slice(*item.span)] for item in find_items(text)] == ["两袋米", "鸡蛋一板"]


@given(any_text)
def test_no_text_breaks_the_grammar(text: str) -> None:
    text = normalise(text)
    for item in find_items(text):
        assert item.item
        assert 0 <= item.span[0] < item.span[1] <= len(text)
        assert item.quantity is None or item.quantity >= 0
    change(find_items(text), text)


def test_a_text_is_read_fast() -> None:
    """About 120 µs."""
    texts = [normalise(text) for text, _label in TEXTS]
    assert idle_seconds(lambda: [find_items(text) for text in texts]) / len(texts) < 300e-6


@pytest.mark.parametrize("again", ["米1袋面", "米都不要了", "两袋", "各米", "米和面、"])
def test_a_text_full_of_goods_takes_no_long_time(again: str) -> None:
    text = (again * 1_000)[:2_048]
    assert idle_seconds(lambda: find_items(text)) < 0.2


def test_long_texts_take_linear_time() -> None:
    assert seconds_for_long_texts(find_items) < 1
