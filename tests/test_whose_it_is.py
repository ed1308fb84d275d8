"""Whose a check-in is, said behind it: 不是 是我妈, 填成我的了 应该是孩子的 (clauses 3.4.2, 3.4.8)."""

import pytest
from sqlalchemy import text

from knowledge.language.normalise import normalise
from knowledge.language.whose_figure import find_whose
from ledger import Db, people, places
from ledger.people import family
from ledger.statement import Statement
from tests.talking import Talk

_ALL = Statement(text("SELECT person, temperature, status FROM health_checkin ORDER BY id"))

# Whose it is, whose it is not, whether the words stand for nothing else, and whether a figure is spoken of.
LABELLED: list[tuple[str, tuple[str | None, str | None, bool, bool] | None]] = [
    ("不是 是我妈", ("妈妈", None, False, False)),
    ("不是我 是我妈的", ("妈妈", "我", True, False)),
    ("不是我是我妈", ("妈妈", "我", True, False)),
    ("这是我妈的体温", ("妈妈", None, True, True)),
    ("刚才那个是我妈的", ("妈妈", None, False, False)),
    ("昨天那个是我妈的", ("妈妈", None, False, False)),
    ("我报的是我妈", ("妈妈", None, False, False)),
    ("我说的是孩子不是我", ("孩子", "我", True, False)),
    ("填成我的了 应该是孩子的", ("孩子", "我", True, False)),
    ("记到我头上了,其实是孩子的", ("孩子", "我", True, False)),
    ("把我妈的填成我的了", ("妈妈", "我", True, False)),
    ("把我的改成我妈的", ("妈妈", "我", True, False)),
    ("记到我妈名下", ("妈妈", None, False, False)),
    ("填错人了 是俺家老头的", ("老伴", None, True, False)),
    ("我是帮我妈报的", ("妈妈", None, True, False)),
    ("不是给我报的 是给我妈报的", ("妈妈", "我", True, False)),
    ("不是我发烧 是我妈发烧", ("妈妈", "我", True, False)),
    ("不是我妈的 是我自己的", ("我", "妈妈", True, False)),
    ("36.8是我妈的", ("妈妈", None, True, True)),
    ("不是王桂芝的 是赵丽的", ("赵丽", "王桂芝", True, False)),
    ("不是我 是张大妈", ("张大妈", "我", True, False)),
    ("填错人了", (None, None, True, False)),
    ("这不是我的体温", (None, "我", True, True)),
    ("不是我", (None, "我", False, False)),
    ("我错了", None),
    ("写错了", None),
    ("体温写错了", None),
    ("不是36.5是36.8", None),
    ("不是 是下午三点", None),
    ("是我妈的吗", None),
    ("这是我妈的药", None),
    ("不是我去是我妈去", None),
    ("给我妈打卡", None),
    ("给我妈送点菜", None),
    ("帮我妈报36.8", None),
    ("是我妈36.8", None),
    ("错了 是我妈病了", None),
    ("不是我36.5 是我妈36.8", None),
]


@pytest.mark.parametrize(("said", "expected"), LABELLED, ids=[said for said, _ in LABELLED])
def test_whose_it_is_is_read(said: str, expected: tuple[str | None, str | None, bool, bool] | None) -> None:
    found = find_whose(normalise(said))
    assert (None if found is None else (found.right, found.denied, found.is_plain, found.of_figure)) == expected


def versions(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ALL))


@pytest.fixture
def household(talk: Talk) -> Talk:
    """王阿姨 with her mother 李凤霞 and her daughter 王小雨, who are registered as hers."""

    def register(db: Db) -> None:
        door = places.ensure(db, "永茂社区/6号楼/2单元/301")
        for relation, name in (("妈妈", "李凤霞"), ("女儿", "王小雨")):
            person = people.add(db, name=name, phone=None, place_id=door.id, now=talk.clock[0], filed_by="test")
            people.grant(db, person, "resident", door.id, None, talk.clock[0])
            family.add(db, talk.openid("王阿姨"), person, relation, guardian=False, now=talk.clock[0])

    talk.installation.ledger.transact(register)
    return talk


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("不是 是我妈", "李凤霞"),
        ("不是我 是我妈的", "李凤霞"),
        ("这是我妈的体温", "李凤霞"),
        ("填成我的了 应该是孩子的", "王小雨"),
        ("我是帮我妈报的", "李凤霞"),
        ("把李凤霞的填成我的了", "李凤霞"),
        ("不是我 是我爸", "爸爸"),
    ],
)
def test_what_was_filed_for_the_wrong_one_is_the_other_ones(household: Talk, said: str, whose: str) -> None:
    household(f"""王阿姨: 打卡 36.8 没事
                  助手: 今天（1月20日）打卡好了：王阿姨，36.8℃，无不适。
                  王阿姨: {said}
                  助手: 已把今天（1月20日）王阿姨的打卡改成{whose}的：36.8℃，无不适。原来那份也留着。
                    您自己今天的还没打：量了直接说，比如「我36.5 没事」。
                  王阿姨: 我36.5 没事
                  助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。""")
    assert versions(household) == [
        ("王阿姨", 36.8, "superseded"),
        (whose, 36.8, "submitted"),
        ("王阿姨", 36.5, "submitted"),
    ]


def test_it_may_be_the_writers_after_all(household: Talk) -> None:
    household("""王阿姨: 我妈36.8 没事
                 助手: 今天（1月20日）打卡好了：李凤霞，36.8℃，无不适。
                 王阿姨: 不是我妈 是我
                 助手: 已把今天（1月20日）李凤霞的打卡改成您的：36.8℃，无不适。原来那份也留着。
                 王阿姨: 这是我的体温
                 助手: 今天（1月20日）健康打卡 王阿姨 36.8℃，无不适本来就是这样记的，没有改动。""")


def test_in_the_open_form_the_figure_is_somebody_elses_from_then_on(household: Talk) -> None:
    household("""王阿姨: 打卡 36.8
                 助手: 有没有发烧…
                 王阿姨: 不是 是我妈
                 助手: 记下了：给谁打的 李凤霞。
                   有没有发烧…
                 王阿姨: 1
                 助手: 今天（1月20日）打卡好了：李凤霞，36.8℃，无不适。
                 王阿姨: 打卡 365
                 助手: 您是说体温 36.5℃ 吗？…
                 王阿姨: 不是我的
                 助手: 这是谁的？回数字，或者直接说，比如「我妈的」。
                   1 王阿姨　2 妈妈　3 女儿
                 王阿姨: 我爸的
                 助手: 您是说体温 36.5℃ 吗？…
                 王阿姨: 1
                 助手: 有没有发烧…
                 王阿姨: 没事
                 助手: 今天（1月20日）打卡好了：爸爸，36.5℃，无不适。""")


def test_a_fever_that_was_passed_on_is_put_right_for_whoever_was_told(household: Talk) -> None:
    household("""王阿姨: 38.5
                 助手: 先记下了：王阿姨，38.5℃。…有没有发烧…
                 助手→何医生: 【紧急】医疗保障组 第1号…王阿姨…
                 王阿姨: 不是我 是我妈
                 助手: 已把今天（1月20日）王阿姨的打卡改成李凤霞的：38.5℃。原来那份也留着。
                   我把改动告诉了医疗保障组。
                   有没有发烧…
                 助手→何医生: 【更正】第1号 王阿姨：原来报的是「38.5℃」，王阿姨改成「李凤霞 38.5℃」。…
                 王阿姨: 咳嗽
                 助手: 今天（1月20日）打卡好了：李凤霞，38.5℃，咳嗽。…
                   请让李凤霞先在家休息…""")
    assert [row[::2] for row in versions(household)] == [
        ("王阿姨", "superseded"),
        ("李凤霞", "superseded"),
        ("李凤霞", "submitted"),
    ]


def test_which_record_and_whose_is_asked_where_it_is_not_said(household: Talk) -> None:
    household("""王阿姨: 我36.5 我爸36.8 没事
                 助手: 今天…
                 王阿姨: 不是 是我妈
                 助手: 要改的是哪一条？回数字。
                   1 今天（1月20日）健康打卡 爸爸 36.8℃，无不适　2 今天（1月20日）健康打卡 王阿姨 36.5℃
                 王阿姨: 1
                 助手: 已把今天（1月20日）爸爸的打卡改成李凤霞的：36.8℃，无不适。原来那份也留着。
                 王阿姨: 36.5是孩子的
                 助手: 已把今天（1月20日）王阿姨的打卡改成王小雨的：36.5℃。…
                 王阿姨: 填错人了
                 助手: 要改的是哪一条？…
                 王阿姨: 1
                 助手: 这条该是谁的？回数字，或者直接说，比如「我妈的」。
                   1 王阿姨　2 妈妈　3 女儿
                 王阿姨: 取消
                 助手: …""")


def test_whoever_has_one_already_keeps_both(household: Talk) -> None:
    household("""王阿姨: 我妈36.5 没事
                 助手: 今天…
                 王阿姨: 打卡 36.8 没事
                 助手: 今天…
                 王阿姨: 不是我 是我妈
                 助手: 已把今天（1月20日）王阿姨的打卡改成李凤霞的：36.8℃，无不适。原来那份也留着。
                   李凤霞今天（1月20日）前面报过（36.5℃，无不适），两次都留着。
                   您自己今天的还没打…""")


def test_while_the_items_of_a_record_are_looked_at_it_is_that_one(household: Talk) -> None:
    household("""王阿姨: 打卡 36.5 没事
                 助手: 今天…
                 王阿姨: 体温写错了
                 助手: 健康打卡里现在是：…4 谁的：王阿姨…
                 王阿姨: 是我妈的
                 助手: 已把今天（1月20日）王阿姨的打卡改成李凤霞的：36.5℃，无不适。…""")


def test_somebody_unknown_who_writes_for_another(talk: Talk) -> None:
    talk("""路人: 打卡 36.8 没事
            助手: 您怎么称呼？请回姓名。
            路人: 不是我 是我妈的
            助手: 记下了：给谁打的 妈妈。
              您怎么称呼？请回姓名。
            路人: 林秀
            助手: 您住哪个社区或村？…
            路人: 永茂6号楼2单元302
            助手: 今天（1月20日）打卡好了：妈妈，36.8℃，无不适。
            甲: 我妈36.6
            助手: 您怎么称呼？请回姓名。
            甲: 不是我妈 是我
            助手: 改好了：给谁打的 您。
              您怎么称呼？请回姓名。""")


def test_what_may_be_about_another_matter_changes_no_check_in(household: Talk) -> None:
    """是我妈的 is about what was spoken of last, and half an hour later about nothing."""
    household("""王阿姨: 打卡 36.5 没事
                 助手: 今天…""")
    household.later(minutes=1)
    household("""王阿姨: 举报 7号楼101有人打麻将
                 助手: …""")
    household.say("王阿姨", "不是我 是我妈")
    household.say("王阿姨", "取消")
    household.later(minutes=31)
    household.say("王阿姨", "是我妈的")
    assert versions(household) == [("王阿姨", 36.5, "submitted")]


def test_a_grid_worker_puts_a_figure_down_to_the_right_neighbour(talk: Talk) -> None:
    talk("""李强: 3号楼 101王桂芝36.4 201李铁柱36.5
            助手: 读到2户：…
            李强: 1
            助手: 已交2人。…
            李强: 不是王桂芝的 是赵丽的
            助手: 已把今天（1月20日）王桂芝的打卡改成赵丽的：36.4℃。原来那份也留着。""")
