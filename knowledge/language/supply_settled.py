"""Goods that a message names twice, as one: 苏打饼干 … 饼干两包, 降压药一盒 缬沙坦, 没菜了 送点白菜."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.language.supply_words import supply_words

_ANYTHING = frozenset({"生活物资", "生活必需品", "物资", "日用品", "生活用品"})
_ANY_SORT = frozenset({"鱼", "鸡", "奶", "酒", "茶", "酱", "糖"})
_OF_ANY = frozenset({"份", "车", "批", "样", "单", "堆"})  # 拉一车菜 白菜萝卜大葱都要
_ANY_ONE = (1, "个")  # 给送个药
_OF_ALL = "都"
_EACH = "各"
_SMOKES = frozenset({"烟", "香烟"})
_SORTS = frozenset("纸笔灯烟酒茶砂粮煤")
_MADE_OF_ONE = frozenset("粥汤饼")
_LIKED = re.compile("[爱想馋惦惯喜认]|得意|稀罕|离不|[只就](?:能|得|吃|喝|用)")
_WILL_DO, _FEED = re.compile("就?(?:行|中|成|可以|好使|够了|最好)"), frozenset("料草粮纸笔灯")
_ANEW = re.compile(r"[ ,。;]*(?:再|另|还)")  # 饲料两袋 鸡饲料 再加玉米一百斤
_SHORT_NAMES = frozenset("蛋肉鱼奶菜")
_SHORTEST = 2  # signs of a name that stands for a longer one
_NEAR = 6  # signs


@dataclass(frozen=True, slots=True)
class Good:
    """A thing of the sentence with its amount; `place` is that of its piece."""

    name: str
    kind: str
    quantity: int | float | None
    unit: str | None
    start: int
    end: int
    place: int
    joined: bool = False  # to the thing before it by 和, 、 and the like
    base: str = ""  # its name without what is said of its make
    is_mended: bool = False  # what was said of it before was wrong: 不 豆油是一桶
    is_instead: bool = False  # the thing said before it was wrong: 两袋米 不对 是面


def settled(line: str, goods: Sequence[Good]) -> list[Good]:
    """The goods, those that are named twice in one: the same name, 降压药 with 缬沙坦, a family with its members."""
    kept: list[Good] = []
    for at_good, good in enumerate(goods):
        full = next((at for at, other in enumerate(kept) if _is_short_for(good, other)), None)
        if full is not None:
            kept[full] = _both(kept[full], good)
            continue
        same = next((at for at in _in_turn(kept, good) if _is_one(kept[at], good)), None)
        if same is not None:
            both = _both(kept[same], good)
            kept[same] = replace(both, name=good.name, base=good.base) if good.is_mended else both
        elif kept and (good.is_instead or _names_more_exactly(line, kept[-1], good, goods[at_good + 1 : at_good + 2])):
            kept[-1] = replace(_both(kept[-1], good), name=good.name, base=good.base, kind=good.kind)
        elif kept and _is_member(kept[-1], good):
            kept[-1] = replace(_both(kept[-1], good), name=kept[-1].name + good.name, base=good.name)
        else:
            kept.append(good)
    kept = _named_by_general(_without_sums(line, kept))
    return [good for good in kept if not _gives_way(good, kept)]


def _names_more_exactly(line: str, first: Good, good: Good, following: Sequence[Good]) -> bool:
    """Whether a thing without an amount says of which sort the one right before it is: 饲料两袋 鸡饲料; 来条鱼 草鱼就行.

    Behind a comma and among further things it is one of the list: 肉2斤,牛肉; 肉2斤 牛肉 鸡蛋一板.
    """
    if (good.quantity, good.unit) != (None, None) or (first.quantity, first.unit) == (None, None) or good.joined:
        return False
    will_do = _WILL_DO.match(line, good.end) is not None
    family = supply_words().general.get(first.name) if will_do else None
    is_member = family is not None and supply_words().family.get(good.name) == family
    is_sort = good.name != first.name and (is_member or _is_of_its_sort(good, first))
    between = line[first.end : good.start].strip(" ")
    if not is_sort or between.strip(",("):
        return False
    if will_do:
        return True
    if "(" not in between and ("," in between or (following and _ANEW.match(line, good.end) is None)):
        return False
    return (good.base == first.name and good.kind == first.kind) or _is_general(first) or first.name[-1] in _FEED


def _in_turn(kept: Sequence[Good], good: Good) -> Sequence[int]:
    """The places of the goods as another one is held against them; one that mends is so against the last ones first."""
    places = range(len(kept))
    return places[::-1] if good.is_mended else places


def with_unit_of_all(line: str, goods: list[Good]) -> list[Good]:
    """The goods with the unit that is said of all their figures at last: 尖椒2 茄子3 都是斤."""
    if _OF_ALL not in line:
        return goods
    found = re.search(rf"都[是按论](?P<unit>{supply_words().unit})(?=$|[ ,。;!\n]|吧|哈|啊|的)", line)
    if found is None:
        return goods
    return [
        replace(good, unit=found["unit"]) if good.unit is None and good.quantity is not None else good for good in goods
    ]


def _without_sums(line: str, goods: list[Good]) -> list[Good]:
    """The goods without one that is all of those behind it: 烟两条 红塔山和云烟各一条."""
    return [good for at, good in enumerate(goods) if not _is_sum(line, good, goods[at + 1 :])]


def _is_sum(line: str, good: Good, behind: Sequence[Good]) -> bool:
    if good.quantity is None or good.quantity < 2:
        return False
    total: int | float = 0
    for count, other in enumerate(behind, start=1):
        if other.quantity is None or other.unit != good.unit or not _is_sort_of(other, good):
            return False
        total += other.quantity
        if total >= good.quantity:
            is_told = _is_general(good) or _EACH in line[good.end : other.end]
            return is_told and total == good.quantity and count > 1
    return False


def _is_sort_of(other: Good, good: Good) -> bool:
    """Whether a thing is a sort of another one, by the lists or by its name."""
    words = supply_words()
    if good.name in words.general:
        return words.family.get(other.name) == words.general[good.name]
    if other.name == good.name:
        return False
    group = words.alike.get(good.name)
    is_alike = _is_general(good) and group is not None and words.alike.get(other.name) == group
    return is_alike or other.name.endswith(good.name)


def _is_general(good: Good) -> bool:
    """Whether a word is for any thing of a kind, not for one sort: 菜, 糖, 烟, but not 白菜, 米."""
    return good.name in supply_words().general or good.name in _ANY_SORT or good.name in _SMOKES


def _named_by_general(goods: list[Good]) -> list[Good]:
    """The goods, with the amount of a general word at the one medicine it means: 我吃硝苯地平 药没了 送两盒."""
    general = [good for good in goods if good.kind == "medicine" and good.name in supply_words().general]
    others = [good for good in goods if good.kind == "medicine" and good not in general]
    if len(general) != 1 or len(others) != 1 or None in (general[0].quantity, general[0].unit):
        return goods
    if others[0].unit is not None or others[0].quantity is not None or (general[0].quantity, general[0].unit) == _ANY_ONE:
        return goods
    return [_both(good, general[0]) if good is others[0] else good for good in goods if good is not general[0]]


def _is_one(first: Good, second: Good) -> bool:
    called = supply_words().called
    if called.get(first.name, first.name) != called.get(second.name, second.name):
        return second.is_mended and second.name.endswith(first.name)  # 鸭蛋十个 不对 是咸鸭蛋 二十个
    return second.is_mended or (None in (first.unit, second.unit) and None in (first.quantity, second.quantity))


def _is_short_for(short: Good, full: Good) -> bool:
    """Whether a thing with an amount is one that was named in full before: 能吃点苏打饼干 饼干两包."""
    if None in (short.unit, short.quantity) or (full.unit, full.quantity) != (None, None) or not _is_long_enough(short):
        return False
    is_end, is_substance = full.name.endswith(short.name), short.kind == "medicine" and full.name.startswith(short.name)
    if short.name == full.name or not (is_end or is_substance):
        return False  # 利培酮片 … 利培酮两盒
    families = supply_words().family
    kinds = families.get(short.name), families.get(full.name)
    return None in kinds or kinds[0] == kinds[1]


def _is_long_enough(short: Good) -> bool:
    """Whether a short name can stand for a longer one: 饼干, and 蛋 of 鸡蛋, but not 油 of 酱油 or 米 of 小米."""
    return len(short.name) >= _SHORTEST or short.name in _SHORT_NAMES


def is_named_again(line: str, good: Good, goods: Sequence[Good]) -> bool:
    """Whether what somebody is said to like is asked for by a shorter name: 就爱喝茉莉花茶, 花茶半斤."""
    if _LIKED.search(line, max(0, good.start - _NEAR), good.start) is None:
        return False
    return any(other.place > good.place and _is_short_for(other, good) for other in goods)


def _is_member(whole: Good, member: Good) -> bool:
    return _is_for(whole, member) and not member.joined and None in (whole.unit, member.unit)


def _is_for(whole: Good, member: Good) -> bool:
    """Whether a medicine is of those that are called by what they are for: 降压药, 缬沙坦."""
    name = member.name.rstrip("0123456789.mgRN单位毫克微")
    return any((whole.name, name[:size]) in supply_words().medicine for size in range(len(name), 1, -1))


def _both(first: Good, second: Good) -> Good:
    amount = second if second.unit is not None or second.quantity is not None else first
    span = min(first.start, second.start), max(first.end, second.end)
    return replace(first, quantity=amount.quantity, unit=amount.unit, start=span[0], end=span[1])


def _is_said_later(other: Good, good: Good) -> bool:
    """Whether a thing of a list that is out is asked for by its full name: 阿司匹林和他汀断了 … 阿托伐他汀三盒."""
    return other.unit is not None and not other.joined and other.name != good.name and _is_of_its_sort(other, good)


def _is_made_plain(good: Good, other: Good) -> bool:
    """Whether another thing is the same said plainly: 差条鱼 送一条鲤鱼."""
    is_same = (
        other.name != good.name
        and other.name.endswith(good.name)
        and (good.name in supply_words().general or good.name in _ANY_SORT)
    )
    return is_same and (good.quantity, good.unit) == (other.quantity, other.unit)


def _is_replaced(good: Good, goods: Sequence[Good]) -> bool:
    """Whether a thing without an amount gives way to one of its sort that has one: 打印纸没了 买两包A4纸."""
    if good.quantity is not None or good.unit is not None or good.joined or good.name[-1] not in _SORTS:
        return False
    at = goods.index(good)
    if at + 1 >= len(goods):
        return False
    other = goods[at + 1]
    return other.name[-1] == good.name[-1] and other.kind == good.kind and other.unit is not None and not other.joined


def _gives_way(good: Good, goods: Sequence[Good]) -> bool:
    """Whether a word without an amount only leads to others: 没菜了 送点白菜; 没肉了 来二斤五花肉."""
    words = supply_words()
    family = words.general.get(good.name)
    if good.kind and _is_replaced(good, goods):
        return True
    if good.quantity is not None or good.unit is not None:
        is_of_any = family is not None and (good.unit in _OF_ANY or (good.quantity, good.unit) == _ANY_ONE)
        return any(
            _is_made_plain(good, other) or (is_of_any and other is not good and _is_of_family(other, good, family))
            for other in goods
        )
    if good.name in _ANYTHING and len(goods) > 1:
        return True
    at = goods.index(good)
    followed = goods[at + 1] if at + 1 < len(goods) else None
    if good.joined or (followed is not None and followed.joined):
        return any(_is_said_later(other, good) for other in goods[at:])
    for other in goods:
        if other is good or other.name == good.name:
            continue
        if good.name[-1] in _MADE_OF_ONE and good.name.startswith(other.name) and other.unit is not None:
            return True  # 就想喝小米粥 小米三斤
        if _is_of_its_sort(other, good) or _is_of_same_people(other, good):
            return True
        if (family is not None and _is_of_family(other, good, family)) or _is_said_of(good, other):
            return True
    return False


def _is_said_of(good: Good, other: Good) -> bool:
    """Whether a medicine is asked for by its full name: 降压药没了 苯磺酸氨氯地平两盒, 利培酮没了 利培酮口服液一瓶."""
    if other.unit is None or other.kind != "medicine" or good.kind != "medicine":
        return False
    return _is_for(good, other) or other.name.startswith(good.name)


def _is_of_same_people(other: Good, good: Good) -> bool:
    """Whether what somebody's thing was (宝宝的米粉没了) is asked for by another name of it (婴儿米粉两盒)."""
    is_owned = bool(good.base) and good.base != good.name and good.end - good.start > len(good.name)
    return is_owned and other.kind == good.kind and other.name.endswith(good.base) and other.unit is not None


def _is_of_family(other: Good, good: Good, family: int | None) -> bool:
    """Whether a general word may stand for another thing: 菜 for 白菜, 药 for any medicine."""
    return supply_words().family.get(other.name) == family or other.kind == good.kind == "medicine"


def _is_of_its_sort(other: Good, good: Good) -> bool:
    """Whether the name of one ends in that of the other, and no list says that it is none (油, 酱油)."""
    alike = supply_words().alike
    groups = alike.get(other.name), alike.get(good.name)
    return other.name.endswith(good.name) and (None in groups or groups[0] == groups[1])
