"""到家了 from somebody with several open reports, as chats: asked which of them it is (clause 3.2)."""

from sqlalchemy import text

from ledger.statement import Statement
from tests.talking import Talk

_ROWS = Statement(text("SELECT number, name, status FROM return_report ORDER BY id"))


def rows(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ROWS))


def two_are_coming(talk: Talk) -> None:
    """王阿姨 has filed for herself and for her mother."""
    talk("""王阿姨: 报备 明天从沈阳开车回来 就我自己
            助手: 请核对：…
            王阿姨: 1
            助手: 报备好了，编号 F0120-01：王阿姨…
            王阿姨: 我妈后天从沈阳开车回来 报备
            助手: …一共几个人回来？回数字。
            王阿姨: 1
            助手: 您怎么称呼？请回姓名。
            王阿姨: 林秀
            助手: 手机号多少？…
            王阿姨: 13800001112
            助手: 请核对：…
            王阿姨: 1
            助手: 报备好了，编号 F0120-02：林秀…
            王阿姨: 到家了
            助手: 您有2份报备，是谁到家了？回「到家 F0120-01」这样的编号，或者说名字，像「王阿姨到家了」：
              F0120-01 王阿姨 明天（1月21日）到
              F0120-02 林秀 1月22日（周六）到""")
    assert [row[2] for row in rows(talk)] == ["submitted", "submitted"]


def test_it_is_named_by_its_number(talk: Talk) -> None:
    two_are_coming(talk)
    talk("""王阿姨: 到家 F0120-02
            助手: 平安到家就好。F0120-02 已记下到达，日子也改成今天了。…
            王阿姨: 到家了
            助手: 平安到家就好。F0120-01 已记下到达…
            王阿姨: F0120-02到家了
            助手: 已经记下了，F0120-02 不用再报。…""")
    assert [row[2] for row in rows(talk)] == ["arrived", "arrived"]


def test_it_is_named_by_whose_it_is(talk: Talk) -> None:
    two_are_coming(talk)
    talk("""王阿姨: 林秀已经到家了
            助手: 平安到家就好。F0120-02 已记下到达…""")
    assert rows(talk) == [("F0120-01", "王阿姨", "submitted"), ("F0120-02", "林秀", "arrived")]


def test_two_of_one_name_are_told_apart_by_number(talk: Talk) -> None:
    talk("""王阿姨: 报备 明天从沈阳开车回来 就我自己
            助手: 请核对：…
            王阿姨: 1
            助手: 报备好了，…
            王阿姨: 报备 26号从北京开车回来 就我自己
            助手: 请核对：…
            王阿姨: 1
            助手: 报备好了，…
            王阿姨: 王阿姨到家了
            助手: 您有2份报备，是谁到家了？回「到家 F0120-01」这样的编号：
              F0120-01 王阿姨 明天（1月21日）到
              F0120-02 王阿姨 1月26日（周三）到
            王阿姨: 到家F0120-01
            助手: 平安到家就好。F0120-01 已记下到达…""")


def test_somebody_else_s_report_is_not_found_by_number_or_name(talk: Talk) -> None:
    two_are_coming(talk)
    for said in ("到家 F0120-02", "林秀到家了"):
        assert "已记下到达" not in talk.say("赵某", said)
    assert [row[2] for row in rows(talk)] == ["submitted", "submitted"]
