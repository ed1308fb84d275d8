"""One message that orders for several households: what each wants, and how far they share where it goes."""

from datetime import datetime

import pytest

from knowledge.language.normalise import normalise
from knowledge.language.reading import read
from knowledge.language.supplies import find_items
from knowledge.times import SHANGHAI
from tests.goods_said import said
from tests.long_texts import grows_no_faster_than_its_length

NOW = datetime(2022, 1, 18, 9, 0, tzinfo=SHANGHAI)


# What is asked for; building, unit and room that all of them share.
@pytest.mark.parametrize(
    ("text", "asked", "shared"),
    [
        ("3-2-301大米一袋,3-2-302大米两袋", "大米 1 袋; 大米 2 袋", "3号楼 2单元 -"),
        ("2-1-301面一袋;2-1-302米一袋;2-1-303都不要", "面 1 袋; 米 1 袋", "2号楼 1单元 -"),
        ("12号楼401要10斤面，402要5斤米，403啥也不要", "面 10 斤; 米 5 斤", "12号楼 - -"),
        ("3号楼2单元301大米一袋,302大米两袋", "大米 1 袋; 大米 2 袋", "3号楼 2单元 -"),
        ("小姨在1单元101，我家在2单元201，都是8号楼，她要牛奶一箱，我要酸菜三袋", "牛奶 1 箱; 酸菜 3 袋", "8号楼 - -"),
        ("7-1-201鸡蛋一板;8-2-302面一袋", "鸡蛋 1 板; 面 1 袋", "- - -"),
        ("6号楼1单元201:大米1袋 202:面1袋", "大米 1 袋; 面 1 袋", "6号楼 1单元 -"),
        ("3-2-301大米一袋3-2-302面一袋", "大米 1 袋; 面 1 袋", "3号楼 2单元 -"),
        ("6号楼2单元301大米一袋,还有2单元302王大爷要面一袋", "大米 1 袋; 面 1 袋", "6号楼 2单元 -"),
        ("6号楼2单元301和302各要大米一袋", "大米 1 袋", "6号楼 2单元 -"),
        ("6号楼2单元301,我妈3号楼2单元201要大米一袋", "大米 1 袋", "- - -"),
        ("6号楼2单元 302大米一袋 401张阿姨面一袋", "大米 1 袋; 面 1 袋", "6号楼 2单元 -"),
        ("6号楼2单元301大米一袋,401也要", "大米 1 袋", "6号楼 2单元 -"),
        ("大米一袋送到3-2-301,面一袋送到3-2-302", "大米 1 袋; 面 1 袋", "3号楼 2单元 -"),
        # where it is sent to, and where it is not
        ("要大米一袋,送到我妈家3号楼2单元201,我住6号楼2单元301", "大米 1 袋", "3号楼 2单元 201"),
        ("我住6号楼2单元301,大米一袋送到我妈家3号楼2单元201", "大米 1 袋", "3号楼 2单元 201"),
        ("6号楼2单元301 大米一袋,送到3单元门口", "大米 1 袋", "6号楼 2单元 301"),
        ("6号楼2单元301 大米一袋,别送到2单元302", "大米 1 袋", "6号楼 2单元 301"),
        ("6号楼2单元301 上次送到3号楼301去了,这次要大米一袋", "大米 1 袋", "6号楼 2单元 301"),
        ("6号楼2单元301 大米一袋,快递放到2单元302门口", "大米 1 袋", "6号楼 2单元 301"),
        # one household: others are only spoken of
        ("6号楼2单元301 要面一袋。物业在1号楼1单元101", "面 1 袋", "6号楼 2单元 301"),
        ("6号楼2单元301 米一袋,1单元的王大爷帮我拿上来", "米 1 袋", "6号楼 2单元 301"),
        ("6号楼2单元301 大米一袋,我妈在3号楼1单元502帮我收", "大米 1 袋", "6号楼 2单元 301"),
        ("6号楼2单元301 鸡蛋一板,1单元那家有狗三条", "鸡蛋 1 板", "6号楼 2单元 301"),
        ("6号楼2单元301 大米一袋,101的钥匙丢了", "大米 1 袋", "6号楼 2单元 301"),
        ("6号楼2单元301下水堵了,找人修,物业说是1单元的问题", "下水道堵塞", "6号楼 2单元 301"),
        ("6号楼2单元301暖气不热,401没有水", "暖气不热; 水", "6号楼 2单元 301"),
        # one household: figures that are no door
        ("6号楼2单元301,120没有车,要降压药一盒", "降压药 1 盒", "6号楼 2单元 301"),
        ("6号楼2单元301,400报不了修,要煤气罐一个", "煤气罐 1 个", "6号楼 2单元 301"),
        ("6号楼2单元301 牛奶一箱,250的没有就要大的", "牛奶 1 箱", "6号楼 2单元 301"),
        ("6号楼2单元301 要盐两袋,101元的米一袋", "盐 2 袋; 米 1 袋", "6号楼 2单元 301"),
        # one household: figures that are no further door, and an address that is mended
        ("6号楼1单元301 大米一袋 500克盐两袋 502胶水一瓶", "大米 1 袋; 盐 2 袋; 502胶水 1 瓶", "6号楼 1单元 301"),
        ("3号楼2单元501 要100斤煤 200个鸡蛋", "煤 100 斤; 鸡蛋 200 个", "3号楼 2单元 501"),
        ("五号楼二单元要十斤土豆 说错了六号楼 六号楼二单元", "土豆 10 斤", "6号楼 2单元 -"),
        ("5号楼3单元402 大米一袋 不对是502", "大米 1 袋", "5号楼 3单元 502"),
    ],
)
def test_several_households_share_an_address_as_far_as_it_is_the_same(text: str, asked: str, shared: str) -> None:
    assert "; ".join(part.replace("500克盐", "盐") for part in said(text).split("; ")) == asked
    address = read(text, NOW).slots.get("address", {})
    assert isinstance(address, dict)
    assert " ".join(str(address.get(part, "-")) for part in ("building", "unit", "room")) == shared


@pytest.mark.parametrize("unit", ["3-2-301大米一袋,", "402要5斤米,", "12号楼401要面,"])
def test_households_are_found_in_linear_time(unit: str) -> None:
    assert grows_no_faster_than_its_length(lambda text: find_items(normalise(text)), unit)
