"""One piece of the sentence of a supply request, and the roles that several steps of its reading look at."""

from typing import NamedTuple

from knowledge.language.supply_amounts import Amount

OTHER = "other"
WANTS = ("want", "instead", "buy")
APART = ("space", "break", "stop_sign")
JOINING = frozenset({*WANTS, *APART, "amount", "and", "each", "unwanted"})
SOME = frozenset(("点", "些", "点儿", "一点", "一些"))
# Signs that are in no name of a thing; with one of them the words before a good are not part of it.
NEVER_IN_NAMES = frozenset(
    "第我你您他她它俺咱们的了吗呢吧啊呀是在有没不要想给送买来去到跟与让被这那哪啥什么怎咋谁多少几很太都也就还又才会能可以行请谢麻烦帮忙今昨"
    "日号楼家里下外人吃喝用做说问等时候快急先前后出门断病疼岁年月周着过只把从对为因所但而且或该得必须应被另每最更再已将0123456789"
)
# Of these the ones that no name holds even where an amount stands at it: 可乐6瓶, 创可贴1盒, 对讲机电池4块.
NEVER_MEASURED = frozenset(
    "第我你您他她它俺咱们的了吗呢吧啊呀是有没不要想给送买来去到跟与让被这那哪啥什么怎咋谁几很都也就还又才请谢烦今昨着得剩够在从"
)


# What points to a thing that was named right before it: 艾司唑仑这药; and a sort of which another one is: 苹果那种充电线.
POINTING = frozenset({"这", "这个", "这种", "这款", "那", "那个", "那种", "那款", "该"})
SORTS = frozenset({"那种", "这种", "那样的", "这样的", "款", "款的", "那款", "牌", "牌的"})
MEASURES = frozenset({"升", "L", "l", "ml", "毫升", "斤", "公斤", "千克", "kg", "KG", "Kg", "克", "g"})
VESSELS = frozenset("桶瓶袋箱盒包罐提壶")
ANIMALS = frozenset(
    {
        "羊", "鸡", "鸭", "鹅", "鱼", "鸭子", "大鹅", "小鸡", "老母鸡", "公鸡", "兔子", "鸽子",
        "鹌鹑", "锦鲤", "金鱼", "热带鱼", "鹦鹉", "仓鼠", "乌龟",
    }
)  # fmt: skip
# Ends of what somebody does with a thing that is named behind it: 啃凉馒头, 三天没见绿叶菜, 舔碗.
DOING = frozenset("剪见啃嚼咽叫卖舔抢领端洗刷擦")
SOME_OF = "个点些锅顿口碗盘"  # 炖个鱼汤
COOKING = frozenset("做炖炒腌熬蒸煮烙拌烤涮熏包炸烀煎焖")


class Piece(NamedTuple):
    """One piece: `role` is item, amount, a role of supplies.yaml, or space, break, stop_sign, gap, make."""

    role: str
    start: int
    end: int
    word: str
    kind: str = ""
    amount: Amount | None = None
    base: str = ""  # of an item: its name without the make

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said of the make of an item."""
        return not self.base or self.base == self.word

    def of_make(self, make: str) -> "Piece":
        """The item with a make before its bare name, and behind the maker: 飞鹤奶粉 of 三段 is 飞鹤三段奶粉."""
        base = self.base or self.word
        return self._replace(word=self.word.replace(base, make + base, 1), base=base)


def begins_thing(before: Piece) -> bool:
    """Whether the name of a thing may begin behind a piece: 给点方便筷子."""
    return before.role in JOINING or before.word in SOME


def one_of(unit: str, start: int) -> Piece:
    """The amount of a unit alone, which is one: 买个小电锅."""
    end = start + len(unit)
    return Piece("amount", start, end, "", amount=Amount(1, unit, start, end, is_elided=True))
