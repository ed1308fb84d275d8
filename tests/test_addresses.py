"""Addresses of the subdistrict in every spelling, and what only looks like one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language.addresses import AddressFound, find_address
from knowledge.language.communities import Communities, plan_communities
from knowledge.plan import the_plan
from tests.language_texts import any_text, time_of_growing_texts
from tests.rows import every_row

# Text; community, building, unit, room; "-" where the text leaves it open.
ADDRESSES = [
    ("永茂6号楼2单元301", "永茂社区 6号楼 2单元 301"),
    ("3单元402 宋海波 13812341567", "- - 3单元 402"),
    ("6号楼 401 体温365", "- 6号楼 - 401"),
    ("永茂社区六号楼二单元三零一", "永茂社区 6号楼 2单元 301"),
    ("永茂社区 6号楼 2单元 301", "永茂社区 6号楼 2单元 301"),
    ("永茂社区,6号楼,2单元,301", "永茂社区 6号楼 2单元 301"),
    ("永茂6栋2单元301室", "永茂社区 6号楼 2单元 301"),
    ("永茂6号2单元301", "永茂社区 6号楼 2单元 301"),
    ("永茂6#2-301", "永茂社区 6号楼 2单元 301"),
    ("永茂 6-2-301", "永茂社区 6号楼 2单元 301"),
    ("永茂社区9-1-602", "永茂社区 9号楼 1单元 602"),
    ("永茂6 2 301", "永茂社区 6号楼 2单元 301"),
    ("永茂6号楼2-301", "永茂社区 6号楼 2单元 301"),
    ("6-2-301", "- 6号楼 2单元 301"),
    ("6-2-302米一袋", "- 6号楼 2单元 302"),
    ("二单元的同志你好我是四零一的", "- - 2单元 401"),
    ("她住502,我住402,都是7号楼3单元", "- 7号楼 3单元 -"),
    ("3单元402 不对是502", "- - 3单元 502"),
    ("五号楼二单元 说错了 六号楼三单元", "- 6号楼 3单元 -"),
    ("梅林村困难户需求:1组韩大爷", "梅林村 1组 - -"),
    ("7组老霍家要塑料布,梅林村", "梅林村 7组 - -"),
    ("坤都庙村五组5户缺菜,统一要白菜", "坤都庙村 5组 - -"),
    ("坤都庙村五组5户", "坤都庙村 5组 - 5号"),
    ("坤都庙村五组5户合买白菜", "坤都庙村 5组 - -"),
    ("坤都庙村五组5户人家缺菜", "坤都庙村 5组 - -"),
    # a door, whatever is done together behind it
    ("梅林村3组12户,我和老伴一起住", "梅林村 3组 - 12号"),
    ("我住梅林村3组12户,和我妈一起22号从北京回", "梅林村 3组 - 12号"),
    ("梅林村3组12户,鸡蛋牛奶一起要", "梅林村 3组 - 12号"),
    ("梅林村3组12户人多,要两袋面", "梅林村 3组 - 12号"),
    ("梅林村3组12户合作医疗本丢了", "梅林村 3组 - 12号"),
    ("梅林村3组12户一袋面,剩下的一起算", "梅林村 3组 - 12号"),
    # the group of whoever speaks or is named, not things in sets
    ("我是3组的,要大米一袋,梅林村", "梅林村 3组 - -"),
    ("要大米一袋,我家在3组,梅林村", "梅林村 3组 - -"),
    ("梅林村 要面一袋,3组的李婶家", "梅林村 3组 - -"),
    ("梅林村 电池两组,手电一个", "梅林村 - - -"),
    ("梅林村,大米两袋,灯泡三组", "梅林村 - - -"),
    ("梅林村 暖气片四组坏了", "梅林村 - - -"),
    ("梅林村 22号从北京回,分三组走", "梅林村 - - -"),
    ("给我3组电池,梅林村", "梅林村 - - -"),
    ("梅林村的,现在三组人抬水", "梅林村 - - -"),
    # the door of whoever speaks, not a number to call, a group of so many or a shop
    ("永茂6号楼2单元,我是401的", "永茂社区 6号楼 2单元 401"),
    ("永茂6号楼2单元,我住1502", "永茂社区 6号楼 2单元 1502"),
    ("永茂6号楼2单元,我是120,来接人", "永茂社区 6号楼 2单元 -"),
    ("永茂6号楼2单元,我们是500的群", "永茂社区 6号楼 2单元 -"),
    ("永茂6号楼2单元,我是365的会员", "永茂社区 6号楼 2单元 -"),
    ("6/2/301", "- 6号楼 2单元 301"),
    ("六栋三单元八零一", "- 6号楼 3单元 801"),
    ("6号楼2单元三百零一", "- 6号楼 2单元 301"),
    ("6号楼2单元三楼301", "- 6号楼 2单元 301"),
    ("6号楼2门301", "- 6号楼 2单元 301"),
    ("亲水人家12号楼3单元1502室", "亲水人家社区 12号楼 3单元 1502"),
    ("亲水人家十二号楼三单元一五零二", "亲水人家社区 12号楼 3单元 1502"),
    ("亲水3号楼", "亲水人家社区 3号楼 - -"),
    ("老区3栋1单元502", "老区社区 3号楼 1单元 502"),
    ("新雅社区阳光花园3号楼1单元202", "新雅社区 3号楼 1单元 202"),
    ("益民2号楼4单元六零二", "益民社区 2号楼 4单元 602"),
    ("宝贝河7号楼", "宝贝河社区 7号楼 - -"),
    ("我在6号楼2单元301,永茂的", "永茂社区 6号楼 2单元 301"),
    ("后天从呼市坐k1302回来,一家三口,永茂6号楼", "永茂社区 6号楼 - -"),
    # apart from each other, back to front, with four figures, and said anew
    ("3单元401要两提纸,地址新雅社区12号楼", "新雅社区 12号楼 3单元 401"),
    ("301室 2单元 10号楼 新雅社区", "新雅社区 10号楼 2单元 301"),
    ("302李婶一个人住 永茂社区5号楼2单元", "永茂社区 5号楼 2单元 302"),
    ("永茂11号楼3单元1102:饺子三袋", "永茂社区 11号楼 3单元 1102"),
    ("永茂14的 1单元 要南瓜", "永茂社区 14号楼 1单元 -"),
    ("新雅6号楼二单元 说错了 三单元502", "新雅社区 6号楼 3单元 502"),
    ("102元的菜 益民5号楼1单元", "益民社区 5号楼 1单元 -"),
    ("新雅6号楼2单元 不要送4单元", "新雅社区 6号楼 2单元 -"),
    ("7号楼1单元1503 米一袋", "- 7号楼 1单元 1503"),
    ("住二号村 29号从周口回来", "二号村 - - -"),
    # as far as it is said
    ("6号楼301", "- 6号楼 - 301"),
    ("6号楼301 1月22日", "- 6号楼 - 301"),
    ("2单元301", "- - 2单元 301"),
    ("2单元301 36.5", "- - 2单元 301"),
    ("2单元", "- - 2单元 -"),
    ("301室", "- - - 301"),
    ("a座1203", "- A座 - 1203"),
    ("二十三号楼", "- 23号楼 - -"),
    ("永茂2-301", "永茂社区 - - 301"),
    ("永茂", "永茂社区 - - -"),
    ("我是永茂的", "永茂社区 - - -"),
    ("住在永茂小区6号楼", "永茂社区 6号楼 - -"),
    ("永茂 36.5", "永茂社区 - - -"),
    ("6号楼 36.5", "- 6号楼 - -"),
    ("6号楼 365 没事", "- 6号楼 - -"),
    ("6号楼2单元 13800138000", "- 6号楼 2单元 -"),
    ("6号楼2单元3楼东户", "- 6号楼 2单元 -"),
    ("老区社区", "老区社区 - - -"),
    ("泰安", "泰安社区 - - -"),
    ("泰安3号楼", "泰安社区 3号楼 - -"),
    ("我在泰安三号楼住", "泰安社区 3号楼 - -"),
    # villages
    ("二号村3组12号", "二号村 3组 - 12号"),
    ("二号村的,3组", "二号村 3组 - -"),
    ("2号村", "二号村 - - -"),
    ("二号村12号", "二号村 - - 12号"),
    ("二号村二号回来", "二号村 - - -"),
    ("二号村3组 12号回来", "二号村 3组 - -"),
    ("三家子村 3组 王家", "三家子村 3组 - -"),
    ("三家子3队5号", "三家子村 3组 - 5号"),
    ("三家子屯", "三家子村 - - -"),
    ("两棵树村", "两棵树村 - - -"),
    ("2棵树1组", "两棵树村 1组 - -"),
    ("二棵树", "两棵树村 - - -"),
    ("坤都庙二组", "坤都庙村 2组 - -"),
    ("坤都庙村2组15号院", "坤都庙村 2组 - 15号"),
    ("住坤都庙村4组12号,从北京丰台回来", "坤都庙村 4组 - 12号"),
    ("梅林村五组三十二号", "梅林村 5组 - 32号"),
    ("湛路村", "湛路村 - - -"),
    ("三义堂4组", "三义堂村 4组 - -"),
    ("汪家", "汪家村 - - -"),
    ("汪家村2组8号", "汪家村 2组 - 8号"),
    ("三组十二号", "- 3组 - 12号"),
]

NO_ADDRESSES = [
    "二号",
    "二号回来",
    "2号到家",
    "从泰安回来",
    "泰安市",
    "山东泰安",
    "在泰安上班",
    "革命老区",
    "3组汪家",
    "老汪家的孩子",
    "在3楼住",
    "301",
    "打卡 365 没事",
    "204周敏36.2",
    "2022-01-23",
    "1-23",
    "电话0475-8231234",
    "13800138000",
    "k1302次",
    "室内温度",
    "",
]


def _shown(found: AddressFound | None) -> str | None:
    if found is None:
        return None
    return " ".join(part or "-" for part in (found.community, found.building, found.unit, found.room))


@every_row(("text", "address"), ADDRESSES)
def test_an_address_is_read_as_far_as_it_is_given(text: str, address: str) -> None:
    assert _shown(find_address(text)) == address


@every_row("text", NO_ADDRESSES)
def test_days_phones_and_other_places_are_no_address(text: str) -> None:
    assert find_address(text) is None


def test_every_place_of_the_plan_is_known_by_its_name_and_short_forms() -> None:
    for place in the_plan().places:
        for said in (place.name, *place.short_forms):
            assert _shown(find_address(f"我家住{said}")) == f"{place.name} - - -"


def test_other_places_can_be_named() -> None:
    communities = Communities.named(("柳林社区", "三号村"))
    assert _shown(find_address("柳林2号楼", communities)) == "柳林社区 2号楼 - -"
    assert _shown(find_address("3号村2组", communities)) == "三号村 2组 - -"
    assert find_address("三号", communities) is None
    assert find_address("永茂", communities) is None


def test_the_span_reaches_from_the_first_part_to_the_last() -> None:
    text = "我住永茂6号楼2单元301，没事"
    found = find_address(text)
    assert found is not None
    assert text[slice(*found.span)] == "永茂6号楼2单元301"


_FIGURES = "零一二三四五六七八九"


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (_FIGURES[tens] if tens > 1 else "") + ("十" if tens else "") + (_FIGURES[ones] if ones or not tens else "")


def _one_by_one(number: int) -> str:
    return "".join(_FIGURES[int(figure)] for figure in str(number))


_communities = st.sampled_from([place.name for place in the_plan().places if place.kind == "community"])
_villages = st.sampled_from([place.name for place in the_plan().places if place.kind == "village"])
_rooms = st.builds(lambda floor, door: floor * 100 + door, st.integers(1, 33), st.integers(1, 12))


@settings(max_examples=200, deadline=None)
@given(_communities, st.integers(1, 60), st.integers(1, 12), _rooms)
def test_an_address_of_a_community_that_is_printed_parses_back(
    community: str, building: int, unit: int, room: int
) -> None:
    expected = f"{community} {building}号楼 {unit}单元 {room}"
    for text in (
        f"{community}{building}号楼{unit}单元{room}",
        f"{community} {building}-{unit}-{room}",
        f"{community}{_spoken(building)}号楼{_spoken(unit)}单元{_one_by_one(room)}",
        f"{building}栋{unit}单元{room}室,{community}",
        f"我住{community.removesuffix('社区')}{building}号楼{unit}单元{room}",
    ):
        assert _shown(find_address(text)) == expected, text


@settings(max_examples=100, deadline=None)
@given(_villages, st.integers(1, 20), st.integers(1, 99))
def test_an_address_of_a_village_that_is_printed_parses_back(village: str, group: int, door: int) -> None:
    for text in (f"{village}{group}组{door}号", f"我是{village}{_spoken(group)}组{_spoken(door)}号的"):
        assert _shown(find_address(text)) == f"{village} {group}组 - {door}号", text


@settings(max_examples=300, deadline=None)
@given(any_text)
def test_no_text_raises_and_what_is_found_stands_in_it(text: str) -> None:
    found = find_address(text)
    if found is not None:
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        assert any((found.community, found.building, found.unit, found.room))


def test_long_texts_take_linear_time() -> None:
    plan_communities()  # read the plan before the clock runs
    assert time_of_growing_texts(find_address) < 10
