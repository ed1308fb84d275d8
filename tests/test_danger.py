"""Danger to life: what is one, and what only sounds like one."""

import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.danger import KINDS, find_danger
from knowledge.language.normalise import normalise
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts

DANGERS = {
    "despair": (
    "不想活了|活着没意思|我不想熬了,活着没盼头|没盼头 不想活|想跳楼|我想死|真不如死了算了"
    "|我活够了|这日子没盼头,不想熬了|我要自杀|她要轻生|活不下去了"
    "|天天关着 一点盼头都没有 不想熬了|熬不下去了|没有活路了|活着真累"
    "|我从楼上跳下去算了|活着还有啥意思|天天隔离我都不想活了|我割腕了|老伴走了我也不活了"
    "|我写好遗书了|如果解不了封我就自杀|活着真没劲|一了百了算了|有人要跳楼"
    ),
    "breathless": (
    "喘不上来气|我妈喘不上气了|上不来气|孩子呼吸困难|胸口憋得喘不过来气|发烧39 喘不上气"
    "|老伴透不过气了|呼吸不上来|我爸嘴唇发紫|孩子噎住了|喘气喘不上来|气喘得呼吸不过来"
    ),
    "unconscious": (
    "晕倒了|我爸晕倒了|老伴叫不醒|怎么叫都不醒|我妈昏过去了|老太太昏迷了|邻居不省人事|他没呼吸了"
    "|我爷爷没气了|孩子抽搐了|人没意识了|我妈晕过去了怎么办|倒在地上起不来了|叫他没反应"
    ),
    "labour": (
        "要生了|我媳妇要生了|羊水破了|破水了怎么办|我老婆见红了|宫缩五分钟一次"
        "|肚子疼 要生了 医院让进吗|我快生了|儿媳妇临产了|媳妇马上就要生"
    ),
    "fire": (
        "着火了|我家着火了|楼下起火了|对门失火了|厨房着火|楼道冒浓烟|车库电动车烧着了|草垛着了"
        "|厨房冒黑烟|发生火灾|6号楼着火了快来人"
    ),
    "gas": (
        "屋里有煤气味|煤气泄漏|家里燃气漏气了|闻着一股煤气味|我妈煤气中毒了|天然气漏了|煤气罐漏气"
        "|楼道里有煤气的味|俺俩中煤气了"
    ),
    "violence": (
        "我老公打我|老公喝酒又打我|他打我|我被家暴了|我爸打我|儿子打我了|丈夫拿刀要砍|他掐我脖子"
        "|孩子他爸喝多了打孩子|我被老公打了|他要杀我"
    ),
    "bleeding": (
        "大出血|血止不住|流了好多血|吐血了|我爸吐血了|手割了血一直流|产后大出血|出血不止"
        "|伤口血流不止|满地都是血"
    ),
    "poisoning": (
        "喝了农药|我妈喝农药了|孩子误食了药|吃了一瓶安眠药|他喝了百草枯|食物中毒了|孩子喝了消毒液"
        "|一家人吃豆角中毒了|我吞了一把药"
    ),
    "chest_pain": "胸口疼得厉害|我胸痛|老伴心口疼|心绞痛犯了|胸口压得慌|胸口一阵一阵地疼",
    "life_support": (
    "我家有呼吸机怎么办|停电我妈的制氧机咋办|明天停电,我爸在家吸氧|要是停电透析机咋整|停电了胰岛素放哪"
    "|胰岛素在冰箱里怎么办|家里有呼吸机,停电怎么办"
    ),
}  # fmt: skip

NO_DANGERS = (
    "胸不疼了|没有胸痛|胸口不疼|热死了|烦死了|笑死|累死了|烦得要死|坐着火车回来|带着火锅底料|气死我了|饿死了|困死了"
    "|急死了|想死你了|跳楼价|忙得喘不过气|压力大得喘不过气来|嗓子着火了一样|上火了|嗓子冒烟"
    "|打卡 36.5 没事|我爸打我电话了|老公打我手机|他打我电话我没接|我妈打电话"
    "|打我13800001111|给我打电话|打麻将|我老公打麻将|打疫苗|我要生气了|要生了病怎么办"
    "|生日快乐"
    "|我家母牛要生了|羊要生了能让兽医进来吗|没晕倒|没有晕倒|不喘|没有喘不上气|没有呼吸困难"
    "|没有煤气味了|煤气没了|换煤气罐|订煤气|煤气罐送来没|怎么预防煤气中毒|预防火灾|防火宣传"
    "|消防演练着火怎么跑|怕着火|如果着火了怎么办|听说6号楼着火了 真的假的|听说有人晕倒了"
    "|去年晕倒过|农药能送吗|想买农药|春耕要打农药|喝药了|吃药了|降压药吃完了|吐了|流鼻血"
    "|流鼻涕|发烧38度|咳嗽|头疼|36.5|一家三口|后天从呼市坐K1302回来|自驾"
    "|孩子发烧39|什么时候解封|谁负责|帮我买点菜|心烦|睡不着|想聊聊|压力大|害怕|没意思"
    "|生活费|生孩子去医院怎么走|好吃到爆炸|心态爆炸|气得吐血|你吃错药了|电脑中毒了|起火车票"
    "|一起火锅|不活动|能跳广场舞吗|割草|抽血|做了抽血检查|血压高|血糖高|着急|睡着了"
    "|灯亮着了吗|累得要死|烧水|烧炕|死机了|活动取消|快递送到楼下|没气了 罐子空了|轮胎没气了"
    "|倒垃圾|倒车|叫外卖|喊我下楼|没人家暴|没被打|我不是想死|没有轻生的念头|大火锅"
    "|门卫打了我的名字|被子打湿|他打的回来|被叫去打了疫苗|冒昧问一下|感冒了|吃了药|半瓶油"
    "|买半瓶酱油|喝了一碗药|喝酒|买两支胰岛素|想要一台制氧机|周三去透析|停电了|冰箱坏了怎么办|没有制氧机怎么办"
)


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in DANGERS.items() for text in texts.split("|")]
)
def test_a_danger_is_seen_for_what_it_is(kind: str, text: str) -> None:
    found = find_danger(normalise(text))
    assert found is not None
    assert found.kind == kind
    assert normalise(text)[slice(*found.span)] == found.words


@pytest.mark.parametrize("text", NO_DANGERS.split("|"))
def test_words_in_passing_are_no_danger(text: str) -> None:
    assert find_danger(normalise(text)) is None


def test_the_kinds_are_those_that_are_tested() -> None:
    assert set(KINDS) == set(DANGERS)


_WORDS = st.sampled_from(
    ["死", "活", "不想", "打", "我", "他", "着火", "车", "喘",
     "不上", "气", "没", "怕", ",", "了", "生", "要"]
)  # fmt: skip


@given(any_text | st.lists(_WORDS, max_size=20).map("".join))
def test_no_text_raises(text: str) -> None:
    found = find_danger(normalise(text))
    assert found is None or found.kind in KINDS


def test_the_work_grows_with_the_length_alone() -> None:
    assert seconds_for_long_texts(find_danger) < 1
    for unit in ("喘", "他打", "活着", "叫", "被", "家里", "没盼头", "从楼上", "要生", "他他打我电话"):
        text = unit * (20_000 // len(unit))
        assert min(timeit.repeat(lambda text=text: find_danger(text), number=1, repeat=2)) < 0.5  # type: ignore[misc]


@pytest.mark.parametrize("text", ["打卡 36.5 没事", "36.5", "后天从呼市坐K1302回来,一家三口,永茂6号楼", "没有"])
def test_an_ordinary_text_costs_microseconds(text: str) -> None:
    """The goal is 5 on an idle machine; four times as much is allowed."""
    find_danger("着火了")
    assert min(timeit.repeat(lambda: find_danger(text), number=200, repeat=10)) / 200 * 1e6 < 20
