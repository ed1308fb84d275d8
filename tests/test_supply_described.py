"""Things that are described before they are named, counted one by one, or known by what they are for."""

import pytest

from knowledge.language.normalise import normalise
from knowledge.language.supplies import find_items
from knowledge.language.supply_slots import supply_slots
from tests.goods_said import said
from tests.long_texts import grows_no_faster_than_its_length
from tests.rows import every_row


@every_row(
    ("text", "asked"),
    [
        # a description between the amount and the name
        ("要两袋取暖用的块煤", "块煤 2 袋"),
        ("想要台新的电子血压计", "电子血压计 1 台"),
        ("捎个双人的电褥子", "电褥子 1 个"),
        ("来两斤软和点的点心", "点心 2 斤"),
        ("麻烦买双老太太穿的棉拖鞋", "棉拖鞋 1 双"),
        ("要个厨房用的水龙头", "水龙头 1 个"),
        # no description: who it is, what was done with it
        ("两个孩子从昨儿就啃的干脆面 送一袋米", "米 1 袋"),
        # no list knows it, or it is a thing only where it is counted
        ("想要个驱獾灯", "驱獾灯 1 个"),
        ("要个说法", ""),
        ("想弄个惊喜 蜡烛一包", "蜡烛 1 包"),
        ("想要副拐", "拐 1 副"),
        ("再要截烟囱", "烟囱 1 截"),
        ("一瓶大宝就够", "大宝 1 瓶"),
        ("烟囱往屋里倒烟 煤一袋", "煤 1 袋"),
        # of what a pack holds, and of whom
        ("给买一袋狗粮20斤装的", "20斤装狗粮 1 袋"),
        ("宝妈一枚 奶瓶两个", "奶瓶 2 个"),
        ("净水器滤芯一个", "净水器滤芯 1 个"),
        ("社区有没有电暖器 能借一台", "电暖器 1 台"),
        ("缺双棉鞋44的", "棉鞋 1 双"),
        ("插排坏了 要个新的", "插排 1 个"),
        ("暖壶碎了,换个大的,再来两斤糖", "暖壶 1 个; 糖 2 斤"),
        ("缺个止咳的 复方甘草片一瓶", "复方甘草片 1 瓶"),
        ("糖尿病人能吃的饼干两盒", "饼干 2 盒"),
        ("送点鸡蛋,家里没蛋了,一板就行", "鸡蛋 1 板"),
        ("要是有排骨给我来二斤,没有就五花肉", "排骨 2 斤"),
        ("免洗洗发水一瓶", "免洗洗发水 1 瓶"),
        ("有没有炒锅 买一口", "炒锅 1 口"),
        # each of them
        ("奥美拉唑、铝碳酸镁都想来一盒", "奥美拉唑 1 盒; 铝碳酸镁 1 盒"),
        # the same medicine by its name and by its substance
        ("利培酮片剩三天的 利培酮要两盒", "利培酮片 2 盒"),
        ("六味地黄丸 浓缩丸 两瓶", "浓缩丸六味地黄丸 2 瓶"),
    ],
)
def test_a_thing_has_its_own_amount_however_it_is_described(text: str, asked: str) -> None:
    assert said(text) == asked


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("优甲乐 50微克的 两盒", "优甲乐"), ("氨氯地平5mg一盒", "氨氯地平"), ("六味地黄丸 浓缩丸 两瓶", "六味地黄丸"),
        ("降压药硝苯地平两盒", "硝苯地平"), ("京万红烫伤膏一支", "京万红烫伤膏"),
    ],
)  # fmt: skip
def test_a_medicine_is_named_without_its_strength_and_what_it_is_for(text: str, name: str) -> None:
    items = supply_slots(normalise(text), for_form=False)["items"]
    assert isinstance(items, list)
    assert [item["item"] for item in items] == [name]


@pytest.mark.parametrize(
    ("text", "medicine"),
    [
        ("妇炎洁一瓶", None), ("避孕套一盒", None), ("洗鼻盐一盒", None), ("蒸汽眼罩一包", None), ("润肤膏一盒", None),
        ("喜辽妥一支", True), ("阿昔洛韦片一盒", True), ("莫匹罗星一支", True), ("坎地沙坦酯一盒", True),
    ],
)  # fmt: skip
def test_only_drugs_are_medicine(text: str, medicine: bool | None) -> None:
    assert supply_slots(normalise(text), for_form=False).get("medicine") == medicine


@pytest.mark.parametrize("unit", ["个双人用的", "两袋取暖的", "要个新的"])
def test_descriptions_are_read_in_linear_time(unit: str) -> None:
    assert grows_no_faster_than_its_length(lambda text: find_items(normalise(text)), unit)
