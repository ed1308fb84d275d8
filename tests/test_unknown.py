"""That something is not known, as people say it; it leaves a question open wherever one may stay open."""

from knowledge.language.normalise import normalise
from knowledge.language.unknown import says_unknown
from tests.rows import every_row
from tests.talking import Talk

KNOWS_NOT = [
    "不知道",
    "不清楚",
    "不记得了",
    "不确定",
    "车次我记不清了",
    "我忘了",
    "想不起来了",
    "还没定呢",
    "说不好",
    "这个真说不准啊",
    "具体时间还不一定",
    "俺哪知道",
    "车次没记住",
    "现在还定不下来",
    "多少我也不太清楚",
    "忘记了哈",
    "门牌号不知道",
    "谁知道呢",
]
SAYS_SOMETHING = [
    "我妈不知道",
    "不知道是不是K1302",
    "忘了带药",
    "没有",
    "跳过",
    "K1302",
    "下午吧 说不准三点",
    "不知道咋办",
    "忘了打卡",
    "还没到",
    "我不知道啥是返乡报备",
]


@every_row("said", KNOWS_NOT)
def test_it_is_not_known(said: str) -> None:
    assert says_unknown(normalise(said), about="车次几点多少哪天门牌号")


@every_row("said", SAYS_SOMETHING)
def test_it_says_something_else(said: str) -> None:
    assert not says_unknown(normalise(said))


def test_what_is_not_known_is_left_open_and_not_asked_again(talk: Talk) -> None:
    talk("""王阿姨: 孩子他爸明儿从沈阳坐火车回来
            助手: …车次或航班号是多少？不知道就回「不知道」。
            王阿姨: 车次我记不清了
            助手: 一共几个人回来？…
            王阿姨: 取消
            助手: …
            王阿姨: 家里没土豆了 送点呗
            助手: …土豆要多少？…
            王阿姨: 这我也说不好
            助手: 家里有要多照应的人吗？…""")


def test_what_a_part_of_the_message_does_not_know_is_not_asked(talk: Talk) -> None:
    talk("""王阿姨: 俺家老头昨个从北京回来了
            助手: …怎么回来？…
            王阿姨: 高铁 车次忘了
            助手: 一共几个人回来？回数字。""")


def test_what_is_not_asked_for_is_not_left_open(talk: Talk) -> None:
    talk("""王阿姨: 孩子他爸明儿从沈阳坐火车回来
            助手: …车次或航班号是多少？…""")
    assert "一共几个人" not in talk.say("王阿姨", "日子还没定呢")
    talk("""王阿姨: 要点鸡
            助手: …鸡要多少？…
            王阿姨: 鸡腿三个
            助手: 记下了：鸡、鸡腿 3个。…""")


def test_how_much_is_heard_where_the_thing_is_named_again(talk: Talk) -> None:
    talk("""王阿姨: 买两袋盐 再来点青菜
            助手: …青菜要多少？…
            王阿姨: 青菜随便啥都行 够吃三天
            助手: 记下了：盐 2袋、青菜（随便啥都行 够吃三天）。…""")
