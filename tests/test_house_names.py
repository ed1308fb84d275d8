"""How those of a home are called there, told from words that stand in the same place and are nobody."""

from knowledge.language.normalise import normalise
from knowledge.language.persons import find_persons
from tests.persons_shown import shown
from tests.rows import every_row

CALLED = [
    # By age.
    ("小的今天有点拉肚子，体温三十六度八", "小的 36.8 diarrhoea"),
    ("小的36.8，大的36.5，都没事", "小的 36.8 none / 大的 36.5 none"),
    ("家里小的发烧了，38.2", "小的 38.2 fever"),
    ("老的36.2，小的36.7，我36.5，都没事", "老的 36.2 none / 小的 36.7 none / 我 36.5 none"),
    ("我36.6没症状，小的发烧了38.1，不咳嗽", "我 36.6 none / 小的 38.1 fever"),
    ("双胞胎闺女，大的叫甜甜36.8，小的叫果果36.7", "甜甜 36.8 / 果果 36.7"),
    ("我小的时候老咳嗽，现在36.5没事", ""),
    ("大的不适没有，36.5", ""),
    ("大的没什么毛病，36.5", ""),
    ("毛病不多，老的都有点，36.5", ""),
    ("小的不舒服，36.5", ""),
    ("我家小的不烧，36.5", "小的 36.5 none"),
    ("老大不小了还怕量体温，36.5", ""),
    ("孩子都在家，小的没事，36.5", "小的 36.5 none"),
    # As what they are to the house.
    ("我家小家伙36.6，没症状", "小家伙 36.6 none"),
    ("我家那个小不点今天蹿稀蹿了三回，没发烧，36.9", "小不点 36.9 diarrhoea"),
    ("家里小祖宗36.7，没事", "小祖宗 36.7 none"),
    ("咱家老太太36.0，没有不舒服", "老太太 36.0 none"),
    # On whose behalf it is reported, and to whom.
    ("给妞妞打卡，36.7，没症状", "妞妞 36.7 none"),
    ("替豆豆报一下，36.5，没事", "豆豆 36.5 none"),
    ("帮小雨量的36.6，不咳", "小雨 36.6 none"),
    ("给乐乐补个卡，36.4", "乐乐 36.4"),
    ("给社区报一下，36.5，没症状", ""),
    ("给老师打卡36.5无症状", ""),
    ("给群里报个平安，36.5", ""),
    ("给大家报个体温，36.5", ""),
    ("我同屋的小贺睡了，我替她报，36.5，她啥症状没有", "小贺 36.5 none"),
    ("我室友小李睡了，我替他报36.5，没症状", "小李 36.5 none"),
    # Whose they are.
    ("豆包（我儿子小名）37.1，嗓子有点疼", "豆包 37.1 sore_throat"),
    ("豆豆（我闺女）36.5没症状", "豆豆 36.5 none"),
    ("小名豆豆，36.5", "豆豆 36.5"),
    ("名字写错，36.5", ""),
    ("名字不对，体温36.5", ""),
    ("小心说没用，36.5", ""),
    ("恩恩 36.5 我妈36.8", "我 36.5 / 妈妈 36.8"),
    ("我36.5 中央36.5", ""),
    ("我闺女小名叫糖糖，今天36.6，没症状", "糖糖 36.6 none"),
    # With a pronoun, or as who says how they are.
    ("小雨她说嗓子眼儿疼，体温36.7", "小雨 36.7 sore_throat"),
    ("小宇说嗓子疼，36.9", "小宇 36.9 sore_throat"),
    ("医生说嗓子有点红，36.9", ""),
    # By the sound of it, and at a figure in a list of the home.
    ("妞妞有点咳嗽，37.2", "妞妞 37.2 cough"),
    ("我三十六度五没症状，糖糖三十六度九也没有不舒服", "我 36.5 none / 糖糖 36.9 none"),
    ("媳妇36.4；我36.5；丫蛋儿36.6", "媳妇 36.4 / 我 36.5 / 丫蛋儿 36.6"),
    ("我妈36.4，豆豆36.7有点咳", "妈妈 36.4 / 豆豆 36.7 cough"),
    ("常常咳嗽，36.5", ""),
    ("谢谢 36.5", ""),
    ("我36.5 复测36.6", ""),
    ("我36.5，早起36.4", ""),
    ("岳母刚量完，36.3，一切都好", "岳母 36.3 none"),
]


@every_row(("text", "expected"), CALLED)
def test_those_of_a_home_are_known_by_how_they_are_called_there(text: str, expected: str) -> None:
    assert " / ".join(map(shown, find_persons(normalise(text)))) == expected
