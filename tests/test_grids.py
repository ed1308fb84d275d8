"""Putting a building into one of several grids, as chats and by the command (clause 3.1)."""

import json

import pytest
from sqlalchemy import text

from commands.announce import announce
from commands.errors import Refused
from commands.grid import put_into_grid
from knowledge.settings import PROJECT_FOLDER
from ledger import Db, Ledger, people, places, returns
from ledger.people import accounts
from ledger.places import Place, UnknownPlace
from ledger.statement import Statement
from tests.talking import Talk
from tests.town import found

_AUDIT = Statement(text("SELECT actor, about, detail FROM audit WHERE action = 'put into grid' ORDER BY id"))


def staff(talk: Talk, name: str, role: str, scope: str) -> None:
    """Give somebody an account and a role for a place."""
    openid = talk.openid(name)

    def work(db: Db) -> None:
        person_id = people.add(db, name=name, phone=None, place_id=None, now=talk.clock[0], filed_by="test")
        accounts.bind(db, openid, person_id)
        people.grant(db, person_id, role, places.ensure(db, scope).id, None, talk.clock[0])

    talk.installation.ledger.transact(work)


def path(ledger: Ledger, address: str) -> str:
    """The path of a place that is in the tree."""
    there = ledger.read(lambda db: places.find(db, address))
    assert there is not None
    return there.path


@pytest.fixture
def two_grids(talk: Talk) -> Talk:
    """永茂社区 has 1网格 of 李强 with 6号楼, 2网格 of 周敏, and 吴主任 as its lead."""
    announce(talk.installation, PROJECT_FOLDER / "knowledge" / "demo" / "announcement-14.yaml", "陈主任")
    staff(talk, "周敏", "grid_worker", "永茂社区/2网格")
    staff(talk, "吴主任", "community_lead", "永茂社区")
    return talk


def test_the_lead_moves_a_building_and_the_rights_go_with_it(two_grids: Talk) -> None:
    two_grids("""王阿姨: 报备 今天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，编号 F0120-01：…
                 周敏: 待办
                 助手: 现在没有等您办的事。
                 吴主任: 6号楼归2网格
                 助手: 好的，永茂社区6号楼（登记了1人）归2网格了，以前归1网格。
                   网格员是周敏，已告诉本人。
                   划错了，照样再说一次就改过来。
                 助手→周敏: 【网格】永茂社区6号楼（登记了1人）归您负责的2网格了。回「待办」看有没有等您办的。
                 李强: 确认 F0120-01
                 助手: 在您负责的范围里没有找到 F0120-01。…
                 周敏: 确认 F0120-01
                 助手: 好的，F0120-01 王阿姨：健康监测7天…
                 吴主任: 6号楼归2网格
                 助手: 永茂社区6号楼本来就归2网格，没有改动。
                 吴主任: 把六号楼划到一网格
                 助手: 好的，永茂社区6号楼（登记了1人）归1网格了，以前归2网格。…""")
    rows = two_grids.installation.ledger.read(lambda db: db.all(_AUDIT))
    assert [(actor, json.loads(detail)) for actor, _about, detail in rows] == [
        ("吴主任", {"place": "永茂社区/6号楼", "grid": "永茂社区/2网格", "before": "永茂社区/1网格"}),
        ("吴主任", {"place": "永茂社区/6号楼", "grid": "永茂社区/1网格", "before": "永茂社区/2网格"}),
    ]


def test_the_office_says_which_community(two_grids: Talk) -> None:
    two_grids("""陈主任: 8号楼归2网格
                 助手: 是您负责的哪个社区或村？请带上名字再说一次，比如「永茂社区8号楼归2网格」。
                 陈主任: 永茂社区8号楼归2网格
                 助手: 好的，永茂社区8号楼归2网格了。
                   网格员是周敏，已告诉本人。…
                 陈主任: 永茂社区阳光小区归第2网格
                 助手: 好的，永茂社区阳光小区归2网格了。…""")
    ledger = two_grids.installation.ledger
    assert path(ledger, "永茂社区/8号楼").startswith(path(ledger, "永茂社区/2网格"))


@pytest.mark.parametrize(
    ("who", "said", "answer"),
    [
        ("李强", "6号楼归2网格", "划网格要由村（社区）负责人或街道防控办来办，…"),
        ("吴主任", "6号楼2单元归2网格", "没看懂要划哪里。请写成「6号楼归2网格」…"),
        ("吴主任", "那边归2网格", "没看懂要划哪里。…"),
        ("吴主任", "6号楼归9网格", "永茂社区没有9网格，现在有1网格、2网格。…"),
        ("吴主任", "二号村3组归1网格", "是您负责的哪个社区或村？…"),
        ("陈主任", "二号村3组归1网格", "二号村没有1网格，还没有划过网格。…"),
    ],
)
def test_what_is_refused_says_what_to_do_and_moves_nothing(two_grids: Talk, who: str, said: str, answer: str) -> None:
    ledger = two_grids.installation.ledger
    before = path(ledger, "永茂社区/6号楼")
    two_grids(f"{who}: {said}\n助手: {answer}")
    assert path(ledger, "永茂社区/6号楼") == before
    assert ledger.read(lambda db: db.all(_AUDIT)) == []


def test_a_resident_moves_nothing(two_grids: Talk) -> None:
    before = path(two_grids.installation.ledger, "永茂社区/6号楼")
    two_grids.say("王阿姨", "6号楼归2网格")
    assert path(two_grids.installation.ledger, "永茂社区/6号楼") == before


def test_the_command_moves_it_and_says_from_where(two_grids: Talk) -> None:
    house = two_grids.installation
    assert put_into_grid(house, "永茂社区/6号楼", "2网格", "陈主任") == (
        "永茂社区/6号楼: in 永茂社区/2网格, before in 永茂社区/1网格"
    )
    assert put_into_grid(house, "永茂社区/6号楼", "2", "陈主任") == "永茂社区/6号楼: is in 永茂社区/2网格 already"
    assert put_into_grid(house, "永茂社区/9号楼", "永茂社区/1网格", "陈主任").endswith("before in no grid")
    door = path(house.ledger, "永茂社区/6号楼/2单元/301")
    assert door.startswith(path(house.ledger, "永茂社区/2网格"))
    assert [actor for actor, _about, _detail in house.ledger.read(lambda db: db.all(_AUDIT))] == ["陈主任", "陈主任"]


@pytest.mark.parametrize(
    ("address", "grid", "refusal"),
    [
        ("永茂社区/6号楼", "9", "9: no grid of 永茂社区; there is 1网格, 2网格"),
        ("二号村/3组", "1网格", "no grid yet"),
        ("永茂社区/6号楼/2单元", "2网格", "goes as a whole"),
        ("永茂社区", "2网格", "goes as a whole"),
        ("永茂社区/1网格", "2网格", "goes as a whole"),
        ("火星社区/6号楼", "2网格", "no community"),
    ],
)
def test_the_command_refuses_in_one_line(two_grids: Talk, address: str, grid: str, refusal: str) -> None:
    with pytest.raises(Refused, match=refusal) as refused:
        put_into_grid(two_grids.installation, address, grid, "陈主任")
    assert "\n" not in str(refused.value)


def test_a_grid_of_another_community_takes_nothing_in(ledger: Ledger) -> None:
    found(ledger)

    def work(db: Db) -> None:
        moved, grid = places.ensure(db, "永茂社区/6号楼"), places.ensure(db, "文化社区/1网格")
        with pytest.raises(UnknownPlace):
            places.put_into_grid(db, moved, grid)

    ledger.transact(work)


def test_what_lies_below_moves_too_and_new_doors_go_there(ledger: Ledger) -> None:
    found(ledger)

    def work(db: Db) -> tuple[Place, list[Place]]:
        doors = [places.ensure(db, f"永茂社区/6号楼/{unit}单元/{room}") for unit in (1, 2) for room in (101, 102)]
        other = places.ensure(db, "永茂社区/61号楼/1单元/101")
        places.ensure(db, "永茂社区/1网格")
        grid = places.ensure(db, "永茂社区/2网格")
        building = places.find(db, "永茂社区/6号楼")
        assert building is not None
        was = places.put_into_grid(db, building, grid)
        assert was is not None
        assert was.name == "1网格"
        doors.append(places.ensure(db, "永茂社区/6号楼/3单元/101"))
        assert not places.get(db, other.id).path.startswith(grid.path)
        return grid, [places.get(db, door.id) for door in doors]

    grid, doors = ledger.transact(work)
    assert all(door.path.startswith(grid.path) for door in doors)
    assert len({door.path for door in doors}) == len(doors) == 5
    assert all(places.ancestor_ids(door.path)[-1] == door.id for door in doors)
    assert ledger.read(lambda db: returns.unconfirmed_in(db, grid.path)) == []
