"""Registration as it is talked: told first who asks and why; seen and changed later with what was before kept; moves."""

import pytest
from sqlalchemy import select

from ledger.export import lines
from ledger.export.pages import View
from ledger.statement import Statement
from ledger.tables import person, person_before, role
from tests.talking import Talk

_PEOPLE = Statement(select(person.c.name, person.c.status).order_by(person.c.id))
_BEFORE = Statement(select(person_before.c.version, person_before.c.name, person_before.c.place_id))
_RESIDENCES = Statement(select(role.c.place_id, role.c.until_at).where(role.c.kind == "resident").order_by(role.c.id))


def registered(talk: Talk) -> list[str]:
    rows = talk.installation.ledger.read(lambda db: db.all(_PEOPLE))
    return [name for name, status in rows if status == "active"]


def test_the_privacy_notice_comes_first_then_what_is_missing_is_asked(talk: Talk) -> None:
    talk("""林秀: 我要登记
            助手: 谁在登记：河西街道疫情防控办，…
              您怎么称呼？请回姓名。
            林秀: 林秀
            助手: 手机号多少？…
            林秀: 13900001111
            助手: 您住哪个社区或村？…
            林秀: 永茂社区6号楼2单元302
            助手: 请核对：
              林秀，139****1111，永茂社区6号楼2单元302
              1 对，登记　…
            林秀: 1
            助手: 登记好了：林秀，139****1111，永茂社区6号楼2单元302。…
            林秀: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：林秀，36.5℃，无不适。""")


def test_one_sentence_is_enough_and_the_notice_stands_before_the_summary(talk: Talk) -> None:
    talk("""林秀: 我叫林秀，住永茂6号楼2单元302，电话13900001111，登记一下
            助手: 谁在登记：河西街道疫情防控办，…
              请核对：
              林秀，139****1111，永茂社区6号楼2单元302
              …
            林秀: 手机号写错了，应该是13900002222
            助手: …林秀，139****2222，永茂社区6号楼2单元302…
            林秀: 对
            助手: 登记好了：林秀，139****2222，永茂社区6号楼2单元302。…""")


def test_whoever_is_registered_sees_what_is_on_record(talk: Talk) -> None:
    talk("""王阿姨: 登记
            助手: 您登记的是：
              姓名：王阿姨
              手机号：138****1111
              住址：永茂社区6号楼2单元301
              要改直接说，…
            王阿姨: 对
            助手: 现在没有等您回答的问题。…""")


def test_a_new_phone_is_the_next_version_and_both_stay(talk: Talk) -> None:
    talk("""王阿姨: 电话改成13900001111
            助手: 改好了，原来的也留着：
              手机号：138****1111 → 139****1111
            王阿姨: 登记
            助手: …手机号：139****1111…
            王阿姨: 电话改成13900001111
            助手: 登记信息里现在是：
              1 姓名：王阿姨…""")
    ledger = talk.installation.ledger
    phones = ledger.read(lambda db: [line["phone"] for line in lines("person", View(db, versions=True))])
    assert phones.count("139****1111") == 1
    assert phones.count("138****1111") == 1


def test_whoever_moves_is_looked_after_where_they_live_now(talk: Talk) -> None:
    talk("""王阿姨: 我搬到7号楼了
            助手: …几单元几室？…
            王阿姨: 1单元102
            助手: …请核对：
              王阿姨，138****1111，永茂社区7号楼1单元102
              …
            王阿姨: 1
            助手: 改好了，原来的也留着：
              住址：永茂社区6号楼2单元301 → 永茂社区7号楼1单元102
            王阿姨: 登记
            助手: …住址：永茂社区7号楼1单元102…""")
    ledger = talk.installation.ledger
    homes = ledger.read(lambda db: db.all(_RESIDENCES))
    assert [until is None for _, until in homes] == [False, True]
    ((version, name, _),) = ledger.read(lambda db: db.all(_BEFORE))
    assert (version, name) == (1, "王阿姨")
    new, old = ledger.read(lambda db: [line for line in lines("person", View(db, versions=True)) if line["id"] == 1])
    assert (new["version"], new["status"], new["building"]) == (2, "active", "7号楼")
    assert (old["version"], old["status"], old["building"]) == (1, "superseded", "6号楼")


@pytest.mark.parametrize("words", ["搬家了", "我们搬家了"])
def test_a_move_without_a_place_asks_where_to(talk: Talk, words: str) -> None:
    talk(f"""王阿姨: {words}
             助手: …您住哪个社区或村？…
             王阿姨: 二号村3组12号
             助手: …王阿姨，138****1111，二号村3组12号…
             王阿姨: 取消
             助手: …
             王阿姨: 登记
             助手: …住址：永茂社区6号楼2单元301…""")


def test_what_is_missing_of_somebody_registered_is_asked(talk: Talk) -> None:
    talk("""林秀: 打卡 36.5 没事
            助手: 您怎么称呼？…
            林秀: 林秀
            助手: …
            林秀: 永茂社区6号楼2单元302
            助手: 今天（1月20日）打卡好了：林秀，…
            林秀: 登记
            助手: 手机号多少？…
            林秀: 13900001111
            助手: 请核对：
              林秀，139****1111，永茂社区6号楼2单元302
              …
            林秀: 1
            助手: 改好了，原来的也留着：
              手机号：没登记 → 139****1111""")
    assert registered(talk).count("林秀") == 1


def test_a_move_waits_behind_nothing_and_what_was_open_goes_on(talk: Talk) -> None:
    talk("""王阿姨: 报备
            助手: 从哪里回来？…
            王阿姨: 我搬到二号村3组12号了
            助手: 返乡报备先放一放，办完接着来。
              …请核对：
              王阿姨，138****1111，二号村3组12号
              …
            王阿姨: 1
            助手: 改好了，…
              …从哪里回来？…""")


def test_somebody_unknown_who_says_that_they_moved_is_asked_who_they_are(talk: Talk) -> None:
    talk("""赵某: 我搬到7号楼了
            助手: 谁在登记：…
              您怎么称呼？请回姓名。""")
