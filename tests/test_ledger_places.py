"""The place tree: addresses as people say them, paths by which rights reach, grids that take in what was there."""

from itertools import pairwise

import pytest

from ledger import Db, Ledger, people, places, returns, seals
from ledger.places import Address, Place, UnknownPlace
from ledger.records import NO_DECISION
from ledger.returns import NewReport
from ledger.statement import insert
from ledger.tables import place, seal
from tests.town import NOW, PLACES, count, filing, found, settle


@pytest.fixture(autouse=True)
def town(ledger: Ledger) -> None:
    found(ledger)


def ensure(ledger: Ledger, address: str) -> Place:
    return ledger.transact(lambda db: places.ensure(db, address))


def find(ledger: Ledger, address: str) -> Place:
    there = ledger.read(lambda db: places.find(db, address))
    assert there is not None
    return there


def test_seeding_twice_adds_nothing(ledger: Ledger) -> None:
    found(ledger)
    assert count(ledger, place) == 1 + len(PLACES)
    assert [find(ledger, name).kind for name, _ in PLACES] == [kind for _, kind in PLACES]
    root = find(ledger, "")
    assert (root.kind, root.name, root.path) == ("subdistrict", "河西街道", f"{root.id}.")


@pytest.mark.parametrize(
    ("address", "kinds", "parts"),
    [
        (
            "永茂社区/6号楼/2单元/301",
            ["building", "unit", "household"],
            Address("永茂社区", "6号楼", "2单元", "301"),
        ),
        ("永茂社区/6号楼/301", ["building", "household"], Address("永茂社区", "6号楼", None, "301")),
        ("永茂社区/A栋/1单元/12-3", ["building", "unit", "household"], Address("永茂社区", "A栋", "1单元", "12-3")),
        ("永茂社区/1网格", ["grid"], Address("永茂社区")),
        ("永茂社区/阳光小区/3号楼", ["compound", "building"], Address("永茂社区", "3号楼")),
        ("二号村/3组/12号", ["group", "household"], Address("二号村", "3组", None, "12号")),
        ("二号村/12号", ["household"], Address("二号村", None, None, "12号")),
    ],
)
def test_a_place_is_added_with_all_above_it_when_first_named(
    ledger: Ledger, address: str, kinds: list[str], parts: Address
) -> None:
    made = ensure(ledger, address)
    assert ensure(ledger, address) == made == find(ledger, address)
    assert places.parts(address) == parts
    chain = [ledger.read(lambda db, one=one: places.get(db, one)) for one in places.ancestor_ids(made.path)]  # type: ignore[misc]
    assert [one.kind for one in chain[2:]] == kinds
    assert chain[-1] == made
    assert all(lower.path == f"{upper.path}{lower.id}." for upper, lower in pairwise(chain))


_NO_PLACES = (
    "火星社区/6号楼",
    "/6号楼",
    "永茂社区/",
    "永茂社区//301",
    "永茂社区/6号楼/",
    "永茂社区/随便写的",
    "永茂社区/2单元",
    "永茂社区/6号楼/1网格",
    "永茂社区/1网格/6号楼",
    "永茂社区/6号楼/2单元/301/4",
    "永茂社区/6号楼/301/2单元",
    "永茂社区/１网格",
    "永茂社区/6号楼/二单元",
    "永茂社区/6号楼/2单元/301; DROP TABLE place",
    "二号村/3组/12号/1单元",
    "永茂社区/9999号楼0",
)


def test_what_cannot_be_is_refused_and_leaves_nothing(ledger: Ledger) -> None:
    before = count(ledger, place)
    for address in _NO_PLACES:
        with pytest.raises(UnknownPlace) as refusal:
            ensure(ledger, address)
        assert "\n" not in str(refusal.value)
    assert count(ledger, place) == before


def test_the_first_grid_takes_in_the_buildings_that_were_there(ledger: Ledger) -> None:
    door = ensure(ledger, "永茂社区/6号楼/2单元/301")
    elsewhere = ensure(ledger, "文化社区/1号楼/1单元/101")
    grid = ensure(ledger, "永茂社区/1网格")
    moved = find(ledger, "永茂社区/6号楼/2单元/301")
    assert moved.id == door.id
    assert moved.path.startswith(grid.path)
    assert places.ancestor_ids(moved.path)[-3:] == places.ancestor_ids(door.path)[-3:]
    assert find(ledger, "文化社区/1号楼/1单元/101") == elsewhere


def test_a_building_belongs_to_the_only_grid_and_with_two_to_the_community(ledger: Ledger) -> None:
    community = find(ledger, "永茂社区")
    first = ensure(ledger, "永茂社区/1网格")
    assert ensure(ledger, "永茂社区/6号楼").path.startswith(first.path)
    second = ensure(ledger, "永茂社区/2网格")
    assert second.path == f"{community.path}{second.id}."
    newer = ensure(ledger, "永茂社区/7号楼")
    assert newer.path == f"{community.path}{newer.id}."
    assert find(ledger, "永茂社区/6号楼").path.startswith(first.path)


def _report(db: Db, number: str, at: Place) -> None:
    new = NewReport(
        number=number,
        person_id=None,
        name="王阿姨",
        phone=None,
        origin_code=None,
        origin_name="呼和浩特市",
        stays="[]",
        arrive_date="2022-01-22",
        arrive_time=None,
        transport=None,
        transport_no=None,
        party_size=None,
        community=None,
        building=None,
        unit=None,
        room=None,
        proposed_measure=None,
        days=None,
        announcement=None,
    )
    returns.add(db, new, filing(place=at), NO_DECISION)


def test_a_scope_reaches_what_lies_below_it_and_no_number_that_only_begins_alike(ledger: Ledger) -> None:
    """1.2. covers 1.2.17. and not 1.21., whose text begins alike."""

    def work(db: Db) -> tuple[Place, Place]:
        buildings = [places.ensure(db, f"永茂社区/{number}号楼") for number in range(1, 60)]
        short = next(one for one in buildings if len(str(one.id)) == 1)
        longer = next(one for one in buildings if str(one.id).startswith(str(short.id)) and one.id != short.id)
        _report(db, "F1", short)
        _report(db, "F2", longer)
        _report(db, "F3", places.ensure(db, f"{short.address}/1单元/101"))
        return short, longer

    short, longer = ledger.transact(work)
    assert longer.path.startswith(short.path[:-1])

    def numbers(scope: str) -> list[str]:
        return sorted(one.number for one in ledger.read(lambda db: returns.unconfirmed_in(db, scope)))

    assert numbers(short.path) == ["F1", "F3"]
    assert numbers(longer.path) == ["F2"]
    assert numbers(find(ledger, "永茂社区").path) == ["F1", "F2", "F3"]
    assert numbers(find(ledger, "文化社区").path) == []
    assert numbers(find(ledger, "").path) == ["F1", "F2", "F3"]
    assert ledger.read(lambda db: returns.in_scope(db, "F2", short.path)) is None


def test_rights_follow_a_building_into_its_grid(ledger: Ledger) -> None:
    def work(db: Db) -> None:
        settle(db, "王阿姨", "永茂社区/6号楼/2单元/301")
        settle(db, "李强", openid="o-li", role="grid_worker", scope="永茂社区/1网格")

    ledger.transact(work)
    door = find(ledger, "永茂社区/6号楼/2单元/301")
    assert [one.name for one in ledger.read(lambda db: people.grid_workers_for(db, door.path))] == ["李强"]


def test_a_sealed_place_covers_what_lies_in_it(ledger: Ledger) -> None:
    add = insert(seal, "place_id", "leader_name", "sealed_at", "unsealed_at")

    def work(db: Db) -> None:
        closed = places.ensure(db, "永茂社区/6号楼")
        opened = places.ensure(db, "文化社区/1号楼")
        db.run(add, place_id=closed.id, leader_name="赵组长", sealed_at=NOW, unsealed_at=None)
        db.run(add, place_id=opened.id, leader_name="赵组长", sealed_at=NOW, unsealed_at=NOW + 1)

    ledger.transact(work)

    def covering(address: str) -> str | None:
        path = ensure(ledger, address).path
        found = ledger.read(lambda db: seals.covering(db, path))
        return found.address if found is not None else None

    assert covering("永茂社区/6号楼/2单元/301") == "永茂社区/6号楼"
    assert covering("永茂社区/6号楼") == "永茂社区/6号楼"
    assert covering("永茂社区/7号楼") is None
    assert covering("永茂社区") is None
    assert covering("文化社区/1号楼/1单元/101") is None
