"""Invitations: a code binds once, for a day, and cannot be guessed (INTERFACES 4, THREATS A21)."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from knowledge.times import HOUR, MINUTE
from ledger import Db, Ledger, inbox, people
from ledger.people import Contact, invitations
from ledger.people.invitations import BadInvitation, Bound, Refusal, Wanted
from ledger.places import UnknownPlace
from ledger.tables import account, person, role
from ledger.tables import invitation as invitation_table
from tests.town import NOW, count, everything, found

GROUPS = frozenset({"medical", "supplies"})
WANG = Wanted("resident", "王阿姨", "永茂社区/6号楼/2单元/301", "13800001111")
LI = Wanted("grid_worker", "李强", "永茂社区/1网格")


@pytest.fixture(autouse=True)
def town(ledger: Ledger) -> None:
    found(ledger)


def invite(ledger: Ledger, wanted: Wanted = WANG) -> str:
    return ledger.transact(lambda db: invitations.invite(db, wanted, GROUPS, NOW))


def contact(db: Db, openid: str) -> Contact:
    return inbox.arrive(db, b"no such message", openid).contact


def use(ledger: Ledger, code: str, openid: str = "o-wang", at: int = NOW) -> Bound | Refusal:
    return ledger.transact(lambda db: invitations.use(db, code, contact(db, openid), at), person=openid)


def test_a_code_binds_role_place_name_and_phone_at_once(ledger: Ledger) -> None:
    bound = use(ledger, invite(ledger))
    assert isinstance(bound, Bound)
    assert (bound.name, bound.role, bound.address) == ("王阿姨", "resident", WANG.scope)
    known = ledger.read(lambda db: contact(db, "o-wang"))
    assert (known.person_id, known.name, known.address) == (bound.person_id, "王阿姨", WANG.scope)
    assert ledger.read(lambda db: people.phone_of(db, bound.person_id)) == "13800001111"


def test_a_code_is_read_in_small_letters_too(ledger: Ledger) -> None:
    assert isinstance(use(ledger, invite(ledger).lower()), Bound)


def test_a_code_works_once(ledger: Ledger) -> None:
    code = invite(ledger)
    assert isinstance(use(ledger, code), Bound)
    assert use(ledger, code, "o-zhao") is Refusal.WRONG
    assert use(ledger, code) is Refusal.WRONG
    assert count(ledger, person) == 1


def test_of_two_who_send_a_code_at_the_same_moment_one_is_bound(ledger: Ledger) -> None:
    code = invite(ledger)
    both = Barrier(2)

    def call(openid: str) -> Bound | Refusal:
        both.wait(60)
        return use(ledger, code, openid)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(call, ("o-wang", "o-zhao")))
    assert sorted(isinstance(outcome, Bound) for outcome in outcomes) == [False, True]
    assert count(ledger, person) == 1


def test_a_code_works_for_a_day(ledger: Ledger) -> None:
    code = invite(ledger)
    assert use(ledger, code, at=NOW + 24 * HOUR) is Refusal.WRONG
    assert isinstance(use(ledger, code, at=NOW + 24 * HOUR - 1), Bound)


def test_five_wrong_codes_lock_an_account_for_an_hour_and_nobody_else(ledger: Ledger) -> None:
    code = invite(ledger)
    for attempt in range(5):
        assert use(ledger, "GUESSED", at=NOW + attempt) is Refusal.WRONG
    assert use(ledger, code, at=NOW + MINUTE) is Refusal.LOCKED
    assert use(ledger, code, at=NOW + 4 + HOUR - 1) is Refusal.LOCKED
    assert isinstance(use(ledger, invite(ledger), "o-li", at=NOW + MINUTE), Bound)
    assert isinstance(use(ledger, code, at=NOW + 4 + HOUR), Bound)


def test_after_the_hour_five_more_tries_are_counted_from_one(ledger: Ledger) -> None:
    for attempt in range(5):
        use(ledger, "GUESSED", at=NOW + attempt)
    for attempt in range(5):
        assert use(ledger, "GUESSED", at=NOW + 2 * HOUR + attempt) is Refusal.WRONG
    assert use(ledger, "GUESSED", at=NOW + 2 * HOUR + 5) is Refusal.LOCKED


def test_a_right_code_forgives_the_wrong_ones(ledger: Ledger) -> None:
    for _ in range(4):
        use(ledger, "GUESSED")
    assert isinstance(use(ledger, invite(ledger)), Bound)
    for _ in range(4):
        assert use(ledger, "GUESSED") is Refusal.WRONG
    assert isinstance(use(ledger, invite(ledger, LI)), Bound)


def test_a_second_role_joins_the_same_person_and_another_name_is_another_person(ledger: Ledger) -> None:
    use(ledger, invite(ledger, Wanted("resident", "李强", "永茂社区/3号楼/1单元/101")), "o-li")
    use(ledger, invite(ledger, LI), "o-li")
    assert count(ledger, person) == 1
    known = ledger.read(lambda db: contact(db, "o-li"))
    assert known.is_staff
    assert known.address == "永茂社区/3号楼/1单元/101"
    assert known.person_id is not None
    roles = ledger.read(lambda db: people.roles_of(db, known.person_id or 0))
    assert [one.kind for one in roles] == ["resident", "grid_worker"]
    use(ledger, invite(ledger, Wanted("office", "陈主任")), "o-li")
    assert (count(ledger, person), count(ledger, account), count(ledger, role)) == (2, 1, 3)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("king", "王阿姨"),
        Wanted("resident", ""),
        Wanted("resident", "   ", "永茂社区"),
        Wanted("resident", "王阿姨"),
        Wanted("grid_worker", "李强", ""),
        Wanted("group_member", "何医生"),
        Wanted("group_member", "何医生", "cooking"),
        Wanted("resident", "王阿姨", "火星社区/6号楼"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(ledger: Ledger, wanted: Wanted) -> None:
    with pytest.raises((BadInvitation, UnknownPlace)):
        invite(ledger, wanted)
    assert count(ledger, invitation_table) == 0


def test_neither_code_nor_phone_can_be_read_from_the_table(ledger: Ledger) -> None:
    code = invite(ledger)
    rows = [row for name, row in everything(ledger) if name == invitation_table.name]
    assert code not in repr(rows)
    assert "13800001111" not in repr(rows)


def test_ten_thousand_are_invited_in_half_a_minute_and_no_two_codes_are_alike(ledger: Ledger) -> None:
    """A tenth of them, in a tenth of the time."""
    wanted = [Wanted("resident", f"居民{n}", f"永茂社区/{n // 60 + 1}号楼/{n % 3 + 1}单元/{n}") for n in range(1000)]
    started = time.process_time()
    codes: list[str] = []
    for first in range(0, len(wanted), 200):

        def work(db: Db, batch: list[Wanted] = wanted[first : first + 200]) -> list[str]:
            return [invitations.invite(db, one, GROUPS, NOW) for one in batch]

        codes += ledger.transact(work, wait=30)
    assert time.process_time() - started < 5
    assert len(set(codes)) == 1000
    assert all(len(code) == 16 and set(code) <= set(invitations.CODE_ALPHABET) for code in codes)
