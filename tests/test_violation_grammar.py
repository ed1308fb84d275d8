"""What people tell of others 反映情况, and rumours: what labelled sentences say, and which ask the same question."""

from datetime import datetime

import pytest

from knowledge.language.normalise import normalise
from knowledge.language.reading import read
from knowledge.language.rumours import asked_about
from knowledge.language.violations import is_only_a_wish, read_violation
from tests.rows import every_row

NOW = datetime.fromisoformat("2022-01-20T09:00:00+08:00")

# What is said, the type, and the place as it is said.
TOLD = [
    ("3号楼2单元楼下一帮人打麻将", "gathering", "3号楼2单元楼下"),
    ("村东头小广场一帮人跳舞", "gathering", "村东头小广场"),
    ("超市门口好多人扎堆", "gathering", "超市门口"),
    ("二号村3组有人摆酒席", "gathering", "二号村3组"),
    ("有人在楼道里聚一堆打牌", "gathering", "楼道里"),
    ("饭店里还在堂食好多人", "gathering", "饭店"),
    ("某某家办婚礼 来了几十口人", "gathering", ""),
    ("永茂6号楼301从沈阳回来没报备", "hidden_return", "永茂6号楼301"),
    ("对门从武汉回来瞒着没说", "hidden_return", ""),
    ("隔壁老王从外地回来不报备", "hidden_return", ""),
    ("有人翻墙出去了", "movement", ""),
    ("有人偷着从后门溜出去", "movement", "后门"),
    ("5号楼有人遛狗", "movement", "5号楼"),
    ("有外地车进小区了 蒙A12345", "entry", ""),
    ("不认识的人溜进3号楼了", "entry", "3号楼"),
    ("有人没做核酸就进小区了", "entry", ""),
    ("卡口有人闯卡", "obstruction", "卡口"),
    ("6号楼有人撕封条", "obstruction", "6号楼"),
    ("采样点有人骂志愿者 不让测", "obstruction", ""),
    ("举报 超市不查码", "other", "超市"),
]


@pytest.mark.parametrize(("said", "kind", "spot"), TOLD, ids=[said for said, _, _ in TOLD])
def test_a_sentence_says_what_and_where(said: str, kind: str, spot: str) -> None:
    found = read_violation(normalise(said))
    assert (found.type, found.spot, found.says_something) == (kind, spot, True)


# Sentences in which somebody tells of others, and such as sound like it and are about the writer or the rules.
MEANT = [
    *((said, "report_violation") for said, _, _ in TOLD if said not in {"永茂6号楼301从沈阳回来没报备", "5号楼有人遛狗"}),
    ("永茂6号楼2单元有人在家开麻将局", "report_violation"),
    ("有辆外地牌照的车开进小区了", "report_violation"),
    ("我看见有人从围栏钻出去", "report_violation"),
    ("有人把封条撕了", "report_violation"),
    ("楼下烧烤摊还营业呢", "report_violation"),
    ("3号楼的人半夜出去溜达", "report_violation"),
    ("二楼聚了十来个人打牌呢", "report_violation"),
    ("卡口那边吵起来了 有人硬要出去", "report_violation"),
    ("听说咱们这要全员核酸了 真的吗", "rumour_check"),
    ("群里有人说喝醋能防病毒", "rumour_check"),
    ("说是明天不让出门了 真的假的", "rumour_check"),
    ("我从沈阳回来还没报备", "return_report"),
    ("我想下楼遛狗", "exit_request"),
    ("能聚餐吗", "plan_question"),
]


@pytest.mark.parametrize(("said", "intent"), MEANT, ids=[said for said, _ in MEANT])
def test_it_is_told_apart_from_ones_own_matters(said: str, intent: str) -> None:
    assert read(said, NOW).intent == intent


# What somebody opens the matter with, and says nothing of it yet.
OPENINGS = ["反映情况", "我要反映情况", "我要举报", "举报", "我想反映一下", "反映个事", "匿名举报"]


@every_row("said", OPENINGS)
def test_words_that_only_open_the_matter_say_nothing_of_it(said: str) -> None:
    assert not read_violation(normalise(said)).says_something


# Words, and whether they want the writer to stay unnamed (None: nothing is said of it).
WISHES = [
    ("楼下有人打牌 匿名", True),
    ("楼下有人打牌，别说是我说的", True),
    ("楼下有人打牌 不要告诉他们是我", True),
    ("楼下有人打牌 替我保密", True),
    ("楼下有人打牌 不用匿名", False),
    ("楼下有人打牌", None),
]


@pytest.mark.parametrize(("said", "wish"), WISHES, ids=[said for said, _ in WISHES])
def test_the_wish_to_stay_unnamed_is_heard(said: str, wish: bool | None) -> None:
    assert read_violation(normalise(said)).is_anonymous is wish


@pytest.mark.parametrize(
    ("said", "is_wish"),
    [("匿名", True), ("别说是我说的", True), ("别让他们知道", True), ("楼下打牌 匿名", False), ("不匿名", False)],
)
def test_a_wish_alone_is_no_new_matter(said: str, is_wish: bool) -> None:
    assert is_only_a_wish(normalise(said)) is is_wish


@pytest.mark.parametrize(
    ("said", "nearby"),
    [("楼下有人打麻将", "building"), ("我们小区有人聚餐", "community"), ("3号楼楼下有人打麻将", ""), ("有人打麻将", "")],
)
def test_what_is_said_to_be_near_is_near_the_writers_home(said: str, nearby: str) -> None:
    assert read_violation(normalise(said)).nearby == nearby


# The same question asked in other words, and what it is about.
SAME = [
    ("永茂有人确诊", ["听说永茂有人确诊了 是真的吗", "永茂是不是有人确诊了？真的吗", "群里说永茂有人确诊"]),
    ("永茂有人确诊", ["求证：永茂有人确诊了", "永茂有人确诊了，属实吗"]),
    ("明天封城", ["听说明天封城是不是真的", "明天封城是真的吗", "有人说明天封城，真的假的", "网上都说明天封城"]),
    ("喝白酒能杀病毒", ["抖音上说喝白酒能杀病毒 真的吗", "听人说喝白酒能杀病毒，是谣言吧"]),
]


@every_row(("about", "said"), [(about, one) for about, ways in SAME for one in ways])
def test_the_same_question_is_known_again(about: str, said: str) -> None:
    assert asked_about(normalise(said)) == about


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("听说明天封城", "听说后天封城"),
        ("听说明天封城", "听说明天不封城"),
        ("听说永茂有人确诊", "听说永茂没有人确诊"),
        ("听说有3个确诊", "听说有30个确诊"),
        ("听说明天解封", "听说明天封"),
    ],
)
def test_what_only_sounds_alike_is_another_question(one: str, other: str) -> None:
    assert asked_about(normalise(one)) != asked_about(normalise(other))


@pytest.mark.parametrize("said", ["求证", "我想求证一个消息", "是真的吗", "", "??"])
def test_words_without_a_rumour_ask_about_nothing_in_particular(said: str) -> None:
    assert asked_about(normalise(said)) == ""
