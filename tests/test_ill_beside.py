"""A fever that is told while something else is asked for is filed and passed on (clauses 2.1, 3.4.2)."""

from datetime import datetime

from sqlalchemy import text

from knowledge.language.ill_beside import ill_beside
from knowledge.times import SHANGHAI
from ledger.statement import Statement
from tests.rows import every_row
from tests.talking import Talk

_NOW = datetime(2022, 1, 20, 9, tzinfo=SHANGHAI)
_CHECKINS = Statement(text("SELECT person, temperature, symptoms FROM health_checkin ORDER BY id"))


def checkins(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_CHECKINS))


@every_row(
    ("words", "told"),
    [
        ("家里没退烧药了 孩子38度5", "孩子38度5"),
        ("我妈烧到39度,给我送点退烧药", "我妈烧到39度"),
        ("孩子39度了家里一片退烧药都没有", "孩子39度了家里一片退烧药都没有"),
        ("氧气瓶快没气了,老伴儿喘得厉害,给换一瓶", "老伴儿喘得厉害"),
        ("后天从呼市回来,孩子发烧了", "孩子发烧了"),
        ("退烧药两盒,家里备着", ""),
        ("大米两袋,38号楼的", ""),
        ("俺家煤没了 晚上烧不上炕了 给拉一吨", ""),
        ("保险丝烧了,全家摸黑呢", ""),
        ("马桶堵了 三天了 全家憋得够呛", ""),
        ("要止咳糖浆一瓶 退热贴两包", ""),
        ("面粉39一袋的要两袋", ""),
        ("", ""),
    ],
)
def test_what_a_message_tells_of_the_ill_beside_what_it_asks_for(words: str, told: str) -> None:
    assert ill_beside(words, _NOW) == told


def test_goods_for_a_child_with_a_fever_are_an_order_and_an_alert(talk: Talk) -> None:
    talk("""王阿姨: 孩子39度了家里没退热贴了
            助手: 孩子，39℃：我先记下了，已告诉网格员、医疗保障组，请他们联系您。…
            …退热贴…
            助手→何医生: …孩子…39℃…""")
    assert [row[:2] for row in checkins(talk)] == [("孩子", 39.0)]


def test_a_fever_told_inside_an_order_is_passed_on_and_the_order_goes_on(talk: Talk) -> None:
    talk("""王阿姨: 土豆五斤 再来点挂面
            助手: …挂面要多少？…
            王阿姨: 家里没退烧药了 孩子38度5
            助手: 孩子，38.5℃：我先记下了，…
            …退烧药…
            助手→何医生: …孩子…38.5℃…""")
    assert [row[:2] for row in checkins(talk)] == [("孩子", 38.5)]


def test_a_fever_told_while_a_return_is_reported_is_passed_on_once(talk: Talk) -> None:
    talk("""王阿姨: 后天从呼市坐火车回来
            助手: …车次…
            王阿姨: 我妈烧到39度，给我送点退烧药
            助手: …妈妈，39℃，发热：我先记下了，…
            助手→何医生: …妈妈…39℃，发热…""")
    assert [row[:2] for row in checkins(talk)] == [("妈妈", 39.0)]


def test_medicine_for_the_cupboard_alarms_nobody(talk: Talk) -> None:
    talk.say("王阿姨", "退烧药两盒，体温计一支，家里备着")
    assert checkins(talk) == []
