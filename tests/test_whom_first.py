"""What is so and then of whom, a run of names before what all have, and lists that correct or explain themselves."""

import pytest

from knowledge.language.normalise import normalise
from knowledge.language.persons import find_persons
from tests.long_texts import grows_no_faster_than_its_length
from tests.persons_shown import shown
from tests.rows import every_row

LISTS = [
    ("老周老吴都三十六度五小柴三十六度七", "老周 36.5 / 老吴 36.5 / 小柴 36.7"),
    ("老周三十六度五大刘三十六度七小孙三十六度四", "老周 36.5 / 大刘 36.7 / 小孙 36.4"),
    ("王敏李波赵丽都36.5没事", "王敏 36.5 none / 李波 36.5 none / 赵丽 36.5 none"),
    ("楼上楼下都36.5", ""),
    ("早上晚上都36.5", ""),
    # What is so, and then of whom.
    ("36.5的是王敏，36.6的是李波", "王敏 36.5 / 李波 36.6"),
    ("36.5的王敏，36.6的李波，都没事", "王敏 36.5 none / 李波 36.6 none"),
    ("王敏36.5 李波37.2 发烧的就李波", "王敏 36.5 / 李波 37.2 fever"),
    ("王敏36.5 李波37.2 赵丽36.9，咳嗽的是李波和赵丽", "王敏 36.5 / 李波 37.2 cough / 赵丽 36.9 cough"),
    ("开车的是王敏 李波36.6 赵丽36.9", "李波 36.6 / 赵丽 36.9"),
    # Somebody named once more where the first was wrong.
    ("王敏36.9 不对 王敏36.6 李波36.5", "王敏 36.6 / 李波 36.5"),
    ("王敏36.9咳嗽 报错了 王敏36.6没事 咳嗽的是李波36.9", "王敏 36.6 none / 李波 36.9 cough"),
    ("王敏36.9嗓子疼 不对 嗓子疼的是李波36.7 王敏没事", "王敏 36.9 none / 李波 36.7 sore_throat"),
    ("王磊37.5发烧，看串行了，发烧的是李刚37.5，王磊36.5没事", "李刚 37.5 fever / 王磊 36.5 none"),
    # One figure for two; kin by name; another measure before the temperature.
    ("我和我妈36.5 没事", "我 36.5 none / 妈妈 36.5 none"),
    ("我和老公昨天吵架了 36.5", ""),
    ("她闺女丫丫36.8 我妈36.5", "丫丫 36.8 / 妈妈 36.5"),
    ("他儿子小军出来量了36.5 没毛病", "小军 36.5 none"),
    ("王敏血压130/80 36.5 李波心率80次/分 36.6", "王敏 36.5 / 李波 36.6"),
    ("王敏 血氧97 体温36.9 咳嗽；李波 血氧98 体温36.5 没事", "王敏 36.9 cough / 李波 36.5 none"),
    ("王敏365，李波36.7，赵丽364，均无症状", "王敏 ?36.5 none / 李波 36.7 none / 赵丽 ?36.4 none"),
    ("402靠窗的小菲低烧37.5，403下铺的王敏36.6没事", "402:小菲 37.5 fever / 403:王敏 36.6 none"),
    ("三零一王敏三十六度五三零二李波三十六度六", "王敏 36.5 / 李波 36.6"),
    ("我爸自己量的36.5 我妈36.6", "爸爸 36.5 / 妈妈 36.6"),
    ("我妈36.5 自己36.6", "妈妈 36.5 / 我 36.6"),
    ("我挨个敲的门 王敏36.5 李波36.6", "王敏 36.5 / 李波 36.6"),
    ("我第一个量的36.5 老伴36.6", "我 36.5 / 老伴 36.6"),
    ("俺跟老伴儿挨着量的她三十六度一我三十六度七", "我 36.7 / 老伴 36.1"),
    ("王敏37.3歇了会儿再量36.6 李波36.5", "王敏 36.6 / 李波 36.5"),
    ("爬完六楼量的37.3，歇了二十分钟再量36.6", ""),
    ("修鞋的老包三十六度九老包今天直咳嗽 王敏36.5", "老包 36.9 cough / 王敏 36.5"),
    ("1.王磊36.5 2.李刚36.6 以上两人无症状", "王磊 36.5 none / 李刚 36.6 none"),
    ("王敏从昨晚跑肚到现在还跑 36.5 李波36.6", "王敏 36.5 diarrhoea / 李波 36.6"),
    ("王敏三十六度五 我自个儿三十六度六没症状", "王敏 36.5 / 我 36.6 none"),
]


@every_row(("text", "expected"), LISTS)
def test_everybody_has_what_is_said_of_them(text: str, expected: str) -> None:
    assert " / ".join(shown(person) for person in find_persons(normalise(text))) == expected


@pytest.mark.parametrize("unit", ["王敏李波", "36.5 ", "咳嗽的是王敏 ", "老周老吴都36.5 "])
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    assert grows_no_faster_than_its_length(find_persons, unit)
