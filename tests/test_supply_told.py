"""What a supply request only tells of is not ordered: what is there, was brought before, is cooked with or broken."""

import pytest

from evaluation.learning.things import of_marked
from knowledge.language.normalise import normalise
from knowledge.language.supplies import find_items
from tests.long_texts import grows_no_faster_than_its_length
from tests.rows import every_row


def named(text: str) -> str:
    return " ".join(item.item for item in find_items(normalise(text)))


@every_row(
    ("text", "asked"),
    [
        # there already
        ("炖排骨的土豆有 就差豆角一斤", "豆角"),
        ("冰箱里还有俩茄子 给捎点青椒半斤", "青椒"),
        ("煮粥的小米还有 红枣一包", "红枣"),
        # brought before
        ("上次送来的苹果都挺甜 这次要橘子五斤", "橘子"),
        # eaten, not eaten, not to be had
        ("孩子不爱吃鸡蛋 牛奶两提", "牛奶"),
        ("奶奶牙不好 咬不动饼干 蛋糕两块", "蛋糕"),
        # broken, in the way, taken by others
        ("洗衣机不甩干 衣服都晾不干", ""),
        ("我家狗把拖鞋咬坏了 拖鞋一双", "拖鞋"),
        # all that is wished for is another thing
        ("烫伤膏倒是有 京万红 就要个暖瓶胆", "暖瓶胆"),
        ("复方丹参滴丸剩半瓶 现在就差阿托伐他汀两盒", "阿托伐他汀"),
        ("盐没了 就要两袋盐 一瓶醋", "盐 醋"),
        # of the thing before it 就要 says how much, and what is wished beside it is asked for too
        ("要点土豆白菜,鸡蛋就要一板", "土豆 白菜 鸡蛋"),
        ("要白菜,就要肉一斤", "白菜 肉"),
        ("布洛芬没了 那个连花清瘟也来点", "布洛芬 连花清瘟"),
        # used, leant on, sown, taken for an illness
        ("腿不好拄双拐 送一袋盐", "盐"),
        ("想在阳台种点葱 花土一袋", "花土"),
        ("替诺福韦两瓶 乙肝长期吃的", "替诺福韦"),
        ("瘘口得抹药 喜辽妥一支", "喜辽妥"),
        # pointed back to, or only the sort of another
        ("艾司唑仑这药得处方 要一盒", "艾司唑仑"),
        ("苹果那种充电线一根", "充电线"),
        ("另一个嘴儿豁了 奶瓶俩", "奶瓶"),
        ("村里老霍家 盐、醋各两袋", "盐 醋"),
        # left still, said by what it is for or in part, called by another name
        ("保列治还剩四片 哈乐没了 哈乐来两盒", "哈乐"),
        ("痱子粉家里多的是 护理垫两包", "护理垫"),
        ("万托林还有一支备着 舒利迭一支", "舒利迭"),
        ("降压药吃完了 苯磺酸氨氯地平两盒", "苯磺酸氨氯地平"),
        ("阿司匹林和他汀都断了 阿司匹林两盒 阿托伐他汀三盒", "阿司匹林 阿托伐他汀"),
        ("利培酮没了 利培酮口服液一瓶", "利培酮口服液"),
        ("要点小儿氨酚黄那敏颗粒 就那个小快克", "小儿氨酚黄那敏颗粒"),
        ("泡面还有半箱，就想要点水果，苹果三斤", "苹果"),
        ("灯泡一个 梯子跟邻居借了", "灯泡"),
        ("助听器坏了 能不能给联系换一个", "助听器"),
        ("铁锹一把 雪铲也行", "铁锹"),
        ("甲硝唑片一瓶，人工牛黄甲硝唑也行", "甲硝唑片"),
        ("小油菜也行", "小油菜"),
        # lacking, wished for, or said again with its amount: asked for
        ("家里米还够 面没了 来一袋面", "面"),
        ("鸡蛋两板 盐也没了", "鸡蛋 盐"),
        ("就剩半袋米了", "米"),
        ("白菜萝卜土豆都要", "白菜 萝卜 土豆"),
        ("牛奶一箱 面包也来点", "牛奶 面包"),
        ("大葱 姜 蒜", "大葱 姜 蒜"),
        ("要酱油", "酱油"),
    ],
)
def test_only_what_is_asked_for_is_ordered(text: str, asked: str) -> None:
    assert named(text) == asked


@pytest.mark.parametrize(
    ("marked", "labels"),
    [
        ("[酸菜]缸里有的是 缺{粉条}", ["told", "asked"]),
        ("[土豆]都长芽了 {粉条}两把", ["told"]),  # what has an amount teaches nothing
        ("[盐]给了邻居 {盐}没了", ["told", "asked"]),  # the same word twice, each with its own mark
    ],
)
def test_a_marked_message_teaches_each_thing_by_its_own_mark(marked: str, labels: list[str]) -> None:
    assert [one.label for one in of_marked(marked)] == labels


@pytest.mark.parametrize("unit", ["家里有米有面有油 ", "土豆吃够了 白菜两棵 ", "要白菜,就要肉,", "药还剩四片 "])
def test_many_things_are_looked_at_in_linear_time(unit: str) -> None:
    assert grows_no_faster_than_its_length(lambda text: find_items(normalise(text)), unit)
