"""One person registered twice becomes one: by phone and name, or by name and door; never by the name alone (DESIGN 6.8)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from ledger import Db, Ledger, checkins, outbox, people, tasks
from ledger.checkins import Checkin
from ledger.people import Recipient, accounts, family, merging, residents
from ledger.records import NO_DECISION
from ledger.statement import Statement
from ledger.tables import account_person, health_checkin, metadata, person, role, task
from ledger.tables import audit as audit_table
from ledger.tables import outbox as outbox_table
from tests.talking import Talk
from tests.town import NOW, filing, found, settle

DOOR, OTHER = "永茂社区/6号楼/2单元/301", "永茂社区/6号楼/2单元/302"
PHONE = "13800001111"
_PERSON = Statement(select(person.c.id, person.c.status, person.c.merged_into).order_by(person.c.id))
_CHECKINS = Statement(select(health_checkin.c.person_id, health_checkin.c.person).order_by(health_checkin.c.id))
_ROLES = Statement(select(role.c.person_id, role.c.until_at).order_by(role.c.id))
_LINKS = Statement(select(account_person.c.openid, account_person.c.person_id))
_VISITS = Statement(select(task.c.person_id, task.c.status).order_by(task.c.id))
_MESSAGES = Statement(select(outbox_table.c.person_id))
_AUDIT = Statement(select(audit_table.c.action, audit_table.c.about, audit_table.c.detail))


@pytest.fixture(autouse=True)
def town(request: pytest.FixtureRequest) -> None:
    if "ledger" in request.fixturenames:
        found(request.getfixturevalue("ledger"))


def bind(db: Db, name: str, home: str | None, phone: str | None = None, openid: str = "o-new") -> int:
    """Somebody who binds: a person of their own with an account."""
    return settle(db, name, home, phone=phone, openid=openid, role="resident", scope=home)


# What staff had registered; how somebody binds; whether they are one.
CASES = {
    "same name and door": (("王桂芝", DOOR, None), ("王桂芝", DOOR, None), True),
    "same name and phone": (("王桂芝", DOOR, PHONE), ("王桂芝", OTHER, PHONE), True),
    "phone, and called by a form of address": (("王阿姨", None, PHONE), ("王桂芝", DOOR, PHONE), True),
    "the name alone": (("王桂芝", DOOR, None), ("王桂芝", OTHER, None), False),
    "the name alone, other phones": (("王桂芝", DOOR, PHONE), ("王桂芝", OTHER, "13900002222"), False),
    "a homophone at the same door": (("王霞", DOOR, None), ("王侠", DOOR, None), False),
    "a homophone with the same phone": (("王霞", DOOR, PHONE), ("王侠", DOOR, PHONE), False),
    "a shared phone, another name": (("王秀英", DOOR, PHONE), ("林秀", DOOR, PHONE), False),
    "the same building, no door": (("王桂芝", "永茂社区/6号楼", None), ("王桂芝", "永茂社区/6号楼", None), False),
    "nobody knows where": (("王桂芝", None, None), ("王桂芝", None, None), False),
}


@pytest.mark.parametrize(("before", "bound", "is_one"), CASES.values(), ids=CASES.keys())
def test_who_is_one_and_who_is_two(
    ledger: Ledger, before: tuple[str, str | None, str | None], bound: tuple[str, str | None, str | None], is_one: bool
) -> None:
    def work(db: Db) -> list[int]:
        settle(db, before[0], before[1], phone=before[2])
        return merging.join(db, bind(db, *bound), NOW)

    assert bool(ledger.transact(work)) is is_one
    first, second = ledger.read(lambda db: db.all(_PERSON))
    assert (first[1], first[2]) == (("merged", second[0]) if is_one else ("active", None))


def test_everything_of_the_one_is_the_others_now(ledger: Ledger) -> None:
    def work(db: Db) -> tuple[int, int]:
        old = settle(db, "王桂芝", DOOR, phone=PHONE, role="resident", scope=DOOR)
        said = Checkin(old, "王桂芝", "2022-01-19", 36.4, ("none",), None, None)
        checkins.add(db, said, filing("李强"), NO_DECISION)
        family.add(db, "o-daughter", old, "妈妈", guardian=False, now=NOW)
        tasks.add_visit(db, about="x:1", person_id=old, text="words", now=NOW)
        residents.note_birth(db, old, 1950)
        new = bind(db, "王桂芝", DOOR)
        family.add(db, "o-daughter", new, "妈", guardian=False, now=NOW)
        tasks.add_visit(db, about="x:1", person_id=new, text="words", now=NOW)
        own = Checkin(new, "王桂芝", "2022-01-20", 36.5, ("none",), None, None)
        checkins.add(db, own, filing("王桂芝", new), NO_DECISION)
        assert merging.join(db, new, NOW) == [old]
        return old, new

    old, new = ledger.transact(work)
    assert ledger.read(lambda db: db.all(_CHECKINS)) == [(new, "王桂芝"), (new, "王桂芝")]
    assert ledger.read(lambda db: db.all(_LINKS)) == [("o-daughter", new)]
    assert ledger.read(lambda db: db.all(_VISITS)) == [(new, "done"), (new, "open")]
    assert [(whose, until is None) for whose, until in ledger.read(lambda db: db.all(_ROLES))] == [
        (new, False),
        (new, True),
    ]
    one = ledger.read(lambda db: residents.get(db, new))
    assert one is not None
    assert (one.born_year, one.phone_tail) == (1950, "1111")
    assert ledger.read(lambda db: residents.get(db, old)) is None
    ((action, about, detail),) = [row for row in ledger.read(lambda db: db.all(_AUDIT)) if row[0] == "merged"]
    assert (action, about, PHONE in detail) == ("merged", f"person:{new}", False)


def test_whoever_has_an_account_a_role_of_the_staff_or_a_guardian_is_merged_into_nobody(ledger: Ledger) -> None:
    def work(db: Db) -> list[int]:
        settle(db, "王桂芝", DOOR, openid="o-another")
        settle(db, "王桂芝", DOOR, role="office")
        child = settle(db, "王桂芝", DOOR)
        family.add(db, "o-mother", child, "女儿", guardian=True, now=NOW)
        return merging.join(db, bind(db, "王桂芝", DOOR), NOW)

    assert ledger.transact(work) == []


def test_of_two_who_bind_at_once_one_takes_over_what_was_there(ledger: Ledger) -> None:
    old = ledger.transact(lambda db: settle(db, "王桂芝", DOOR))
    both = Barrier(2)

    def call(openid: str) -> list[int]:
        both.wait(60)
        return ledger.transact(lambda db: merging.join(db, bind(db, "王桂芝", DOOR, openid=openid), NOW), person=openid)

    with ThreadPoolExecutor(2) as pool:
        merged = list(pool.map(call, ("o-one", "o-two")))
    assert sorted(merged) == [[], [old]]


def test_a_merge_follows_an_earlier_one(ledger: Ledger) -> None:
    def work(db: Db) -> tuple[int, int, int]:
        first = settle(db, "王桂芝", DOOR)
        second = bind(db, "王桂芝", DOOR, openid="o-old")
        merging.join(db, second, NOW)
        accounts.forget(db, "o-old")
        third = bind(db, "王桂芝", DOOR)
        merging.join(db, third, NOW)
        return first, second, third

    first, second, third = ledger.transact(work)
    rows = {row[0]: row[2] for row in ledger.read(lambda db: db.all(_PERSON))}
    assert (rows[first], rows[second], rows[third]) == (third, third, None)


def test_what_is_to_be_brought_to_the_one_who_is_gone_is_brought_to_the_other(ledger: Ledger) -> None:
    def work(db: Db) -> tuple[int, int]:
        old = settle(db, "王桂芝", DOOR)
        new = bind(db, "王桂芝", DOOR)
        assert merging.join(db, new, NOW) == [old]
        return old, new

    def write(db: Db, whose: int) -> None:
        tasks.add_visit(db, about="alert:1", person_id=whose, text="来问一声", now=NOW)
        to = Recipient("o-old", whose, "王桂芝")
        outbox.queue(db, key=f"told:{whose}", to=to, kind="alert", body="在吗", about="alert:1", now=NOW)

    old, new = ledger.transact(work)
    ledger.transact(lambda db: write(db, old))
    ledger.transact(lambda db: write(db, new))  # one matter brings somebody to one door once
    assert ledger.read(lambda db: db.all(_VISITS)) == [(new, "open")]
    assert ledger.read(lambda db: db.all(_MESSAGES)) == [(new,), (new,)]


def test_every_column_that_names_a_person_goes_over(ledger: Ledger) -> None:
    """A table that comes later must not be forgotten: whatever refers to a person is named as such."""
    by_hand = {
        "account.person_id",
        "account_person.person_id",
        "role.person_id",
        "task.person_id",
        "person_before.person_id",
    }
    carried = {f"{column.table.name}.{column.name}" for column in merging.pointing()}
    foreign = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    assert foreign <= carried | by_hand
    assert {"health_checkin.person_id", "health_checkin.filed_by_id", "return_report.person_id"} <= carried
    assert {"supply_request.person_id", "exit_request.person_id", "task.filed_by_id", "outbox.person_id"} <= carried
    assert not any(name.startswith("audit.") for name in carried)


def test_whoever_was_registered_at_the_door_finds_their_records_when_they_bind(talk: Talk) -> None:
    talk("""李强: 6号楼2单元302 王桂芝 38.2 咳嗽
            助手: …
            李强: 1
            助手: …
            林桂芝: 登记 王桂芝 13900008888 永茂社区6号楼2单元302
            助手: …
            林桂芝: 1
            助手: 登记好了：王桂芝，…""")
    rows = [row for row in talk.installation.ledger.read(lambda db: db.all(_PERSON)) if row[1] == "merged"]
    ((_, _, survivor),) = rows
    assert talk.installation.ledger.read(lambda db: people.recipient(db, survivor)).openid == talk.openid("林桂芝")
    assert talk.installation.ledger.read(lambda db: db.all(_CHECKINS)) == [(survivor, "王桂芝")]


def test_whoever_gives_their_phone_later_is_found_again_then(talk: Talk) -> None:
    old = talk.installation.ledger.transact(lambda db: settle(db, "王阿姨", OTHER, phone="13900007777"))
    talk("""王阿姨: 电话改成13900007777
            助手: 改好了，…""")
    rows = {row[0]: row[1] for row in talk.installation.ledger.read(lambda db: db.all(_PERSON))}
    assert rows[old] == "merged"
