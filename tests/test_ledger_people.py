"""People and their roles: who is known, who looks after whom, and that a role which has ended reaches nothing."""

import pytest
from sqlalchemy import bindparam, update

from ledger import Db, Ledger, Statement, people, places
from ledger.people import Recipient, Role, accounts
from ledger.tables import person, role
from tests.town import NOW, count, everything, found, settle

_END_ROLE = Statement(
    update(role).where(role.c.person_id == bindparam("who"), role.c.until_at.is_(None)).values(until_at=NOW)
)


@pytest.fixture(autouse=True)
def town(ledger: Ledger) -> dict[str, int]:
    """王阿姨 and her people, and those next door; ids by name."""
    found(ledger)

    def work(db: Db) -> dict[str, int]:
        staff = {
            "李强": ("grid_worker", "永茂社区/1网格"),
            "周敏": ("grid_worker", "永茂社区/2网格"),
            "孙芳": ("grid_worker", "文化社区/1网格"),
            "刘书记": ("community_lead", "永茂社区"),
            "何医生": ("group_member", "medical"),
            "陈主任": ("office", None),
        }
        ids = {
            name: settle(db, name, openid=f"o-{name}", role=kind, scope=scope) for name, (kind, scope) in staff.items()
        }
        ids["王阿姨"] = settle(db, "王阿姨", "永茂社区/6号楼/2单元/301", phone="13800001111", openid="o-王阿姨")
        ids["王大爷"] = settle(db, "王大爷", "永茂社区/6号楼/2单元/301")
        return ids

    return ledger.transact(work)


def names(found: list[Recipient]) -> list[str]:
    return [one.name for one in found]


def path_of(ledger: Ledger, address: str) -> str:
    return ledger.transact(lambda db: places.ensure(db, address).path)


def test_a_role_given_twice_is_one_role(ledger: Ledger, town: dict[str, int]) -> None:
    before = count(ledger, role)

    def again(db: Db) -> None:
        people.grant(db, town["李强"], "grid_worker", places.ensure(db, "永茂社区/1网格").id, None, NOW)
        people.grant(db, town["何医生"], "group_member", None, "medical", NOW)
        people.grant(db, town["陈主任"], "office", None, None, NOW)

    ledger.transact(again)
    assert count(ledger, role) == before
    ledger.transact(lambda db: people.grant(db, town["何医生"], "group_member", None, "supplies", NOW))
    assert [(one.kind, one.group_id) for one in ledger.read(lambda db: people.roles_of(db, town["何医生"]))] == [
        ("group_member", "medical"),
        ("group_member", "supplies"),
    ]


def test_roles_say_how_far_they_reach(ledger: Ledger, town: dict[str, int]) -> None:
    grid = path_of(ledger, "永茂社区/1网格")
    assert ledger.read(lambda db: people.roles_of(db, town["李强"])) == [
        Role("grid_worker", grid, "永茂社区/1网格", None)
    ]
    assert ledger.read(lambda db: people.roles_of(db, town["陈主任"])) == [Role("office", "", "", None)]
    assert ledger.read(lambda db: people.roles_of(db, town["王阿姨"])) == []


def test_a_grid_workers_own_people_come_first_and_elsewhere_all_of_the_community_answer(ledger: Ledger) -> None:
    def workers(address: str) -> list[str]:
        path = path_of(ledger, address)
        return names(ledger.read(lambda db: people.grid_workers_for(db, path)))

    assert workers("永茂社区/1网格") == ["李强"]
    assert workers("永茂社区/2网格") == ["周敏"]
    assert workers("永茂社区/6号楼/2单元/301") == [
        "李强",
        "周敏",
    ]  # two grids, and nobody has said whose building it is
    assert workers("文化社区/1号楼/1单元/101") == ["孙芳"]
    assert workers("二号村/3组/12号") == []
    assert names(ledger.read(lambda db: people.leads_for(db, path_of(ledger, "永茂社区/1网格")))) == ["刘书记"]
    assert names(ledger.read(lambda db: people.leads_for(db, path_of(ledger, "文化社区/1网格")))) == []


def test_a_role_that_has_ended_finds_nothing(ledger: Ledger, town: dict[str, int]) -> None:
    grid, community = path_of(ledger, "永茂社区/1网格"), path_of(ledger, "永茂社区")
    for name in ("李强", "刘书记", "何医生", "陈主任"):
        ledger.transact(lambda db, who=town[name]: db.run(_END_ROLE, who=who))  # type: ignore[misc]
        assert ledger.read(lambda db, who=town[name]: people.roles_of(db, who)) == []  # type: ignore[misc]
    assert names(ledger.read(lambda db: people.grid_workers_for(db, grid))) == ["周敏"]  # who stands in for him
    assert ledger.read(lambda db: people.leads_for(db, community)) == []
    assert ledger.read(lambda db: people.group_members(db, "medical")) == []
    assert ledger.read(people.office) == []
    ledger.transact(lambda db: people.grant(db, town["陈主任"], "office", None, None, NOW + 1))
    assert names(ledger.read(people.office)) == ["陈主任"]


def test_each_is_told_once_however_many_roles_and_accounts_they_have(ledger: Ledger, town: dict[str, int]) -> None:
    def work(db: Db) -> None:
        accounts.bind(db, "o-second", town["李强"])
        for number in (2, 3):
            people.grant(db, town["李强"], "grid_worker", places.ensure(db, f"永茂社区/{number}网格").id, None, NOW)
        people.grant(db, town["李强"], "group_member", None, "medical", NOW)

    ledger.transact(work)
    building = path_of(ledger, "永茂社区/6号楼")
    told = ledger.read(lambda db: people.grid_workers_for(db, building))
    assert names(told) == ["李强", "周敏"]
    assert told[0].openid in {"o-李强", "o-second"}
    assert sorted(names(ledger.read(lambda db: people.group_members(db, "medical")))) == sorted(["李强", "何医生"])


def test_whoever_has_no_account_is_told_all_the_same(ledger: Ledger, town: dict[str, int]) -> None:
    ledger.transact(lambda db: accounts.forget(db, "o-李强"))
    grid = path_of(ledger, "永茂社区/1网格")
    assert ledger.read(lambda db: people.grid_workers_for(db, grid)) == [Recipient(None, town["李强"], "李强")]
    assert ledger.read(lambda db: people.recipient(db, town["王大爷"])) == Recipient(None, town["王大爷"], "王大爷")


def test_a_household_and_who_bears_a_name_in_a_scope(ledger: Ledger, town: dict[str, int]) -> None:
    def work(db: Db) -> None:
        settle(db, "王阿姨", "文化社区/1号楼/1单元/101")

    ledger.transact(work)
    door = ledger.transact(lambda db: places.ensure(db, "永茂社区/6号楼/2单元/301"))
    assert ledger.read(lambda db: people.household(db, door.id)) == [
        (town["王阿姨"], "王阿姨"),
        (town["王大爷"], "王大爷"),
    ]
    mine, street = path_of(ledger, "永茂社区"), "1."
    assert ledger.read(lambda db: people.named_in(db, "王阿姨", mine)) == [(town["王阿姨"], door.id)]
    assert len(ledger.read(lambda db: people.named_in(db, "王阿姨", street))) == 2
    assert ledger.read(lambda db: people.named_in(db, "赵某", street)) == []


def test_a_phone_is_sealed_found_by_its_hash_and_completed_later(ledger: Ledger, town: dict[str, int]) -> None:
    assert ledger.read(lambda db: people.phone_of(db, town["王阿姨"])) == "13800001111"
    assert ledger.read(lambda db: people.phone_of(db, town["王大爷"])) is None
    rows = [row for name, row in everything(ledger) if name == person.name]
    assert "13800001111" not in repr(rows)
    ledger.transact(lambda db: people.complete(db, town["王大爷"], phone="13800009999"))
    ledger.transact(lambda db: people.complete(db, town["王大爷"], name="王建国"))
    assert ledger.read(lambda db: people.phone_of(db, town["王大爷"])) == "13800009999"
    assert ledger.read(lambda db: people.recipient(db, town["王大爷"])).name == "王建国"
