"""How soon a supply request needs what it asks for, and for whom: what the grammar hears and what it leaves open."""

import pytest

from knowledge.language.normalise import normalise
from knowledge.language.supply_slots import supply_slots


def slot(text: str, name: str) -> object:
    return supply_slots(normalise(text), for_form=False).get(name)


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        # today is the end of it, it has run out, or something will happen
        ("鸡蛋两板 今天就得要", "urgent"),
        ("下水井满了 今天就得来掏", "urgent"),
        ("降压药断三天了", "urgent"),
        ("降压药断了两天了 再断要出事", "urgent"),
        ("草料今儿晚上这顿就一根都不剩了", "urgent"),
        # broken or cut off, which is not run out
        ("快递断了三天了，要两袋米", None),
        ("腿断了三天了，要两袋米", None),
        ("信号断了两天了，要两袋米", None),
        ("卡马西平断了三天了", "urgent"),
        ("断粮两天了", "urgent"),
        # any day will do
        ("暖气得放气 哪天师傅顺路再来都行", "normal"),
        ("热水不热 明天再来也赶趟", "normal"),
        ("啥时候送都中 米一袋", "normal"),
        ("过几天再送也行 面一袋", "normal"),
        ("下周都行 洗面奶一瓶", "normal"),
        # a peril hurries whoever mends it, and not what comes in its place
        ("插座打火星 快冒烟了", "urgent"),
        ("电热毯冒火星不敢用了 买一床电热毯", None),
        ("嗓子冒烟 止咳糖浆一瓶", None),
        ("药箱翻了个底朝天 缺纱布一卷", None),
        ("茶叶断了 茶叶一斤", None),
        ("哪天有车来 米一袋", None),
    ],
)
def test_hurry_is_what_the_text_says(text: str, urgency: str | None) -> None:
    assert slot(text, "urgency") == urgency


@pytest.mark.parametrize(
    ("text", "special"),
    [
        # years with a word before them
        ("姥爷今年整九十 护理垫一包", "elderly"),
        ("俺爹娘都快八十 送点青菜", "elderly"),
        ("我妈岁数大了85 要一袋米", "elderly"),
        ("鸡蛋都快八十块了 来一板", None),
        # for a grandparent, and not what one says or gives
        ("前楼左奶奶想要三张大饼", "elderly"),
        ("我奶屋里阴冷 买一床电热毯", "elderly"),
        ("奶奶给了半袋米 还缺盐一袋", None),
        ("孩子他姥姥爱串门 盐一袋", None),
        ("我奶说腌酸菜 要盐五袋", None),
        ("老头子没别的嗜好 茶叶一斤", None),
        # days of a life, with the things of a baby
        ("小的才四十天 奶嘴两个", "infant"),
        ("才四十天就用完了 洗衣粉一袋", None),
    ],
)
def test_for_whom_is_what_the_text_says(text: str, special: str | None) -> None:
    assert slot(text, "for_special") == special
