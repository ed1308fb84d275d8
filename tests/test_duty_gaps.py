"""Hours of a sealed place's roster that nobody covers 缺岗 (clauses 3.4.1, 3.4.3)."""

import pytest

from knowledge.times import HOUR
from ledger import Db, Ledger, places
from ledger.duty import gaps as duty_gaps
from ledger.duty import roster
from ledger.duty.roster import Rank
from tests.exit_town import SEALED, seal
from tests.town import NOW, found


@pytest.fixture
def town(ledger: Ledger) -> Ledger:
    found(ledger)
    ledger.transact(seal)
    return ledger


def enter(
    ledger: Ledger,
    begins: int,
    ends: int | None,
    *,
    where: str = SEALED,
    post: str = "gate_guard",
    rank: Rank = "leader",
) -> int:
    """Put 张三 on the roster, hours counted from the time of sealing."""
    until = None if ends is None else NOW + ends * HOUR

    def work(db: Db) -> int:
        place_id = places.ensure(db, where).id
        return roster.enter(db, place_id, rank, "张三", NOW + begins * HOUR, until, NOW, "陈主任", post)

    return ledger.transact(work)


def hours(ledger: Ledger, since: int = 0, until: int = 24, post: str = "gate_guard") -> list[tuple[int, int]]:
    """The gaps of a post, in hours from the time of sealing."""
    seen = ledger.read(lambda db: duty_gaps.gaps(db, NOW + since * HOUR, NOW + until * HOUR, posts=(post,)))
    assert all(gap.spoken == "永茂社区6号楼" for gap in seen)
    return [((gap.from_at - NOW) // HOUR, (gap.until_at - NOW) // HOUR) for gap in seen]


def test_without_a_roster_every_hour_since_the_sealing_is_open(town: Ledger) -> None:
    assert hours(town, since=-5) == [(0, 24)]
    seen = town.read(lambda db: duty_gaps.gaps(db, NOW, NOW + HOUR))
    assert [gap.post for gap in seen] == ["gate_guard", "task_force_leader"]


@pytest.mark.parametrize(
    ("shifts", "open_hours"),
    [
        pytest.param([(0, 12), (12, 24)], [], id="one after the other"),
        pytest.param([(0, 8), (10, 24)], [(8, 10)], id="two hours between two"),
        pytest.param([(10, 24), (0, 12)], [], id="entered in any order, overlapping"),
        pytest.param([(-5, 4), (20, 30)], [(4, 20)], id="beginning before, ending after"),
        pytest.param([(2, None)], [(0, 2)], id="until another entry says otherwise"),
        pytest.param([(0, 24), (3, 5)], [], id="one within the other"),
        pytest.param([(0, 6), (3, 5)], [(6, 24)], id="a short one ends no long one"),
    ],
)
def test_what_the_shifts_leave_open(
    town: Ledger, shifts: list[tuple[int, int | None]], open_hours: list[tuple[int, int]]
) -> None:
    for begins, ends in shifts:
        enter(town, begins, ends)
    assert hours(town) == open_hours


def test_whoever_stands_in_covers_nothing_nor_another_post_nor_another_place(town: Ledger) -> None:
    enter(town, 0, 24, rank="deputy")
    enter(town, 0, 24, post="grid_worker")
    enter(town, 0, 24, where="永茂社区/7号楼")
    assert hours(town) == [(0, 24)]


def test_a_guard_of_the_community_or_of_a_gate_within_covers_it(town: Ledger) -> None:
    enter(town, 0, 10, where="永茂社区")
    enter(town, 10, 20, where="永茂社区/6号楼/1单元")
    assert hours(town) == [(20, 24)]


def test_an_entry_that_was_taken_back_covers_nothing(town: Ledger) -> None:
    entry = enter(town, 0, 24)
    assert town.transact(lambda db: roster.withdraw(db, entry, "1.", "陈主任", NOW))
    assert not town.transact(lambda db: roster.withdraw(db, entry, "1.", "陈主任", NOW))
    assert hours(town) == [(0, 24)]


def test_only_the_places_in_scope_are_listed_and_none_where_nothing_is_sealed(town: Ledger) -> None:
    other = town.read(lambda db: places.find(db, "文化社区"))
    assert other is not None
    assert town.read(lambda db: duty_gaps.gaps(db, NOW, NOW + HOUR, scope=other.path)) == []
