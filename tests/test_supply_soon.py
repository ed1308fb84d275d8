"""How soon a supply request needs what it asks for, and for whom: what the grammar hears and what it leaves open."""

from knowledge.language.normalise import normalise
from knowledge.language.supply_slots import supply_slots
from tests.rows import every_row


def slot(text: str, name: str) -> object:
    return supply_slots(normalise(text), for_form=False).get(name)


@every_row(
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
        ("甲巯咪唑昨天就断了 要两瓶", "urgent"),
        ("胰岛素昨天打完最后一支 今天断了", "urgent"),
        ("液化气断了 换一罐", "urgent"),
        ("家里断了 快没辙了 要一罐奶粉", "urgent"),
        ("奶粉断了 一段两罐", "urgent"),
        # about to run out
        ("降压药快断了 送两盒", "urgent"),
        ("奶粉快断了,要两罐一段", "urgent"),
        ("胰岛素可能要断了 两支", "urgent"),
        ("奶粉眼看要断了 两罐", "urgent"),
        ("药这两天就断了 降压药一盒", "urgent"),
        ("再不送药就断了 药两盒", "urgent"),
        ("降压药再不送就断了 要两盒", "urgent"),
        ("茶叶快断了 茶叶一斤", None),
        ("鞋带快断了 鞋带一副", None),
        ("奶瓶刷断了 买一个", None),
        ("跳绳断了 帮买一根", None),
        ("马桶搋子断了 买一个", None),
        ("狗粮断了 给买一袋", None),
        ("就一把铁锹还断了把儿 申请铁锹一把", None),
        # what is always so is no hurry, nor a word that only holds the sign
        ("高血压一天都不敢停 降压药两盒", None),
        ("蓄电池坏了想要个应急灯", None),
        ("吸奶器一个 等不起", "urgent"),
        # the weather presses, a feast does not
        ("马上降温了煤没了,冻得不行", "urgent"),
        ("马上下雪了 煤一吨", "urgent"),
        ("马上过年了 白糖一斤", None),
        ("卡点的同志都冻得够呛 暖宝宝20片", None),
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


@every_row(
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
        # years of whoever speaks
        ("我八十了 眼神不好 五号电池一板", "elderly"),
        ("给我八十 两袋米", None),
        # illnesses that stay, and what came of them
        ("缬沙坦一盒 三高", "chronic"),
        ("我是换瓣的 华法林两瓶", "chronic"),
        ("他尘肺三期 制氧机一台", "chronic"),
        ("她血压血糖都高 阿卡波糖一盒", "chronic"),
        ("脑血栓后半身不遂 尿壶一个", "disabled"),
        ("脑血栓后半身不遂 阿司匹林一盒", "chronic"),
        ("俺男人一条腿没了 拐杖一根", "disabled"),
        ("腿脚不利索拄双拐 盐一袋", "disabled"),
        # days of a life, with the things of a baby
        ("小的才四十天 奶嘴两个", "infant"),
        ("才四十天就用完了 洗衣粉一袋", None),
    ],
)
def test_for_whom_is_what_the_text_says(text: str, special: str | None) -> None:
    assert slot(text, "for_special") == special
