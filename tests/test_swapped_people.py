"""Two people's figures put down the wrong way round (clause 3.4.2)."""

import pytest
from sqlalchemy import text

from knowledge.language.normalise import normalise
from knowledge.language.swapped_people import find_swapped
from ledger import Db, people, places
from ledger.people import family
from ledger.statement import Statement
from tests.talking import Talk

_IN_FORCE = Statement(text("SELECT person, temperature FROM health_checkin WHERE status = 'submitted' ORDER BY person"))

# Whose figures belong to each other, and whether it is the temperatures alone.
LABELLED: list[tuple[str, tuple[tuple[str, ...], bool] | None]] = [
    ("我和我妈的填反了", (("我", "妈妈"), False)),
    ("我妈和我的填反了", (("妈妈", "我"), False)),
    ("我跟俺娘的体温写颠倒了", (("我", "妈妈"), True)),
    ("我爸我妈弄反了", (("爸爸", "妈妈"), False)),
    ("不好意思,刚才我爸跟我妈的报反了 帮我换过来", (("爸爸", "妈妈"), False)),
    ("把王敏和李刚的体温对调一下", (("王敏", "李刚"), True)),
    ("王敏和李刚的搞反了,麻烦改一下谢谢", (("王敏", "李刚"), False)),
    ("填反了", ((), False)),
    ("我俩的填反了", ((), False)),
    ("两个人的体温写反了", ((), True)),
    ("哎呀说反了", ((), False)),
    ("反了", ((), False)),
    ("门装反了", None),
    ("车开反了", None),
    ("我反对", None),
    ("我和我妈换一下", None),
    ("换过来", None),
    ("我和我妈去医院", None),
    ("我和我的填反了", None),
    ("我和我妈还有我爸的填反了", None),
    ("我妈的填反了", None),
]


@pytest.mark.parametrize(("said", "expected"), LABELLED, ids=[said for said, _ in LABELLED])
def test_what_is_the_wrong_way_round_is_read(said: str, expected: tuple[tuple[str, ...], bool] | None) -> None:
    found = find_swapped(normalise(said))
    assert (None if found is None else (found.people, found.temperatures_only)) == expected


@pytest.fixture
def household(talk: Talk) -> Talk:
    """王阿姨 with her mother 李凤霞, who is registered as hers."""

    def register(db: Db) -> None:
        door = places.ensure(db, "永茂社区/6号楼/2单元/301")
        person = people.add(db, name="李凤霞", phone=None, place_id=door.id, now=talk.clock[0], filed_by="test")
        people.grant(db, person, "resident", door.id, None, talk.clock[0])
        family.add(db, talk.openid("王阿姨"), person, "妈妈", guardian=False, now=talk.clock[0])

    talk.installation.ledger.transact(register)
    return talk


def in_force(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_IN_FORCE))


@pytest.mark.parametrize(
    "said", ["我和我妈的填反了", "填反了", "我妈跟我的体温写颠倒了，帮我换过来", "我和李凤霞的体温对调一下"]
)
def test_after_filing_each_gets_the_others_figures(household: Talk, said: str) -> None:
    household(f"""王阿姨: 我36.5 我妈36.8 都没事
                  助手: 今天（1月20日）打卡好了：…
                  王阿姨: {said}
                  助手: 已把今天（1月20日）…的打卡改成：36.…原来的（…）也留着。
                    已把今天（1月20日）…的打卡改成：36.…原来的（…）也留着。""")
    assert in_force(household) == [("李凤霞", 36.5), ("王阿姨", 36.8)]


def test_a_fever_goes_to_whoever_has_it_and_whoever_was_told_hears_it(household: Talk) -> None:
    household("""王阿姨: 我38.5 我妈36.5 都没别的
                 助手: …
                 助手→何医生: 【紧急】医疗保障组 第1号…王阿姨…
                 王阿姨: 我和我妈的填反了
                 助手: …
                 助手→何医生: 【更正】第1号 王阿姨：原来报的是「38.5℃…
                 助手→何医生: 【紧急】医疗保障组 第2号…李凤霞…""")
    assert in_force(household) == [("李凤霞", 38.5), ("王阿姨", 36.5)]


def test_whose_is_asked_where_three_were_filed(household: Talk) -> None:
    household("""王阿姨: 我36.5 我妈36.8 我爸36.2 都没事
                 助手: 今天…
                 王阿姨: 填反了
                 助手: 是哪两位的反了？说出来就给对调，比如「我和妈妈的反了」。
                 王阿姨: 我爸跟我妈的反了
                 助手: 已把…""")
    assert in_force(household) == [("李凤霞", 36.2), ("爸爸", 36.8), ("王阿姨", 36.5)]


def test_with_nothing_to_change_places_it_is_about_something_else(household: Talk) -> None:
    household("""王阿姨: 打卡 36.5 没事
                 助手: 今天…""")
    assert "已把" not in household.say("王阿姨", "填反了")
    assert in_force(household) == [("王阿姨", 36.5)]


def test_what_was_filed_since_may_be_meant_as_well(household: Talk) -> None:
    household("""王阿姨: 我36.5 我妈36.8 都没事
                 助手: 今天…""")
    household.at("2022-01-20T09:10")
    household("""王阿姨: 土豆5斤 葱2根，送到家
                 助手: …
                 王阿姨: 1
                 助手: …""")
    household.say("王阿姨", "填反了")
    assert in_force(household) == [("李凤霞", 36.8), ("王阿姨", 36.5)]
