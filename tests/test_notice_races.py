"""Of several people who act on a notice at once one wins, and the others learn who and when (THREATS F23, A19)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from knowledge.settings.duties import Notices
from ledger import Db, Ledger, notices
from ledger.notices import Notice, Step
from ledger.notices.todo import Next, Todo
from ledger.outbox import claims as outbox_claims
from ledger.outbox import settling as outbox_settling
from ledger.people import Recipient, roles
from tests.notice_office import SETTINGS, approved, content, crowd, officer, submitted
from tests.town import NOW, found

_ROUNDS = 200
MANY = Notices(approved_a_day=2 * _ROUNDS)
Office = tuple[Recipient, Recipient, Recipient]
Act = Callable[[Db, Notice, Office], Step]


@pytest.fixture
def office(ledger: Ledger) -> Office:
    """陈主任 writes; 刘主任 and 孙干事 are of the office too."""
    found(ledger)
    crowd(ledger, 1)
    return ledger.transact(lambda db: (officer(db, "陈主任"), officer(db, "刘主任"), officer(db, "孙干事")))


def approve(db: Db, seen: Notice, office: Office) -> Step:
    shown = seen.text_sha256
    return notices.approve(db, seen.id, seen.version, shown, office[1], "office", NOW + 1, MANY)


def withdraw(db: Db, seen: Notice, office: Office) -> Step:
    return notices.withdraw(db, seen, office[0], "office", NOW + 2)


def edit(db: Db, seen: Notice, office: Office) -> Step:
    return notices.edit(db, seen, content("改成后天。"), office[2], "office", NOW + 3)


def send_back(db: Db, seen: Notice, office: Office) -> Step:
    return notices.send_back(db, seen, office[2], "office", NOW + 4, "写清楚")


# Who each of them is, when they act, and how the notice stands if they win.
WINNERS = {
    approve: ("刘主任", NOW + 1, ("approved", 1)),
    withdraw: ("陈主任", NOW + 2, ("withdrawn", 1)),
    edit: ("孙干事", NOW + 3, ("draft", 2)),
    send_back: ("孙干事", NOW + 4, ("draft", 1)),
}


def test_exactly_one_wins_and_the_others_learn_who_and_when(ledger: Ledger, office: Office) -> None:
    others = [Ledger(ledger.url, ledger.keys) for _ in range(2)]
    houses = [ledger, *others, ledger]
    acts = [approve, withdraw, edit, send_back]
    won = dict.fromkeys(acts, 0)

    def once(number: int, act: Act, seen: Notice, barrier: Barrier) -> Step:
        barrier.wait()
        return houses[number].transact(lambda db: act(db, seen, office))

    with ThreadPoolExecutor(len(acts)) as pool:
        for turn in range(_ROUNDS):
            seen = ledger.transact(lambda db: submitted(db, office[0]))
            barrier = Barrier(len(acts))
            order = [*range(turn % len(acts), len(acts)), *range(turn % len(acts))]
            begun = {number: pool.submit(once, number, acts[number], seen, barrier) for number in order}
            steps = [begun[number].result() for number in range(len(acts))]
            (winner,) = [act for act, step in zip(acts, steps, strict=True) if step.done]
            won[winner] += 1
            who, when, stands = WINNERS[winner]
            for step in steps:
                assert step.why in ("", "moved")
                assert step.notice is not None
                assert (step.notice.moved_by, step.notice.moved_at) == (who, when)
                assert (step.notice.status, step.notice.version) == stands
    for other in others:
        other.close()
    assert sum(won.values()) == _ROUNDS


def test_a_second_approval_of_the_same_is_a_no_op_that_says_so(ledger: Ledger, office: Office) -> None:
    def work(db: Db) -> tuple[Step, Step]:
        one = submitted(db, office[0])
        return approve(db, one, office), approve(db, one, office)

    first, second = ledger.transact(work)
    assert (first.done, second.done, second.why) == (True, False, "moved")
    assert second.notice == first.notice


def test_a_stop_or_a_withdrawal_wins_over_the_program_that_begins_to_send(ledger: Ledger, office: Office) -> None:
    def work(db: Db) -> tuple[Step, Step]:
        one = approved(db, office[0], office[1])
        notices.fill(db, NOW + 1, SETTINGS)
        return notices.stop(db, one, office[0], "office", NOW + 2), withdraw(db, one, office)

    assert [step.done for step in ledger.transact(work)] == [True, True]


def test_a_stop_that_is_not_through_yet_wins_over_the_end(ledger: Ledger, office: Office) -> None:
    """All is sent, and somebody stops it at that moment: it is stopped and goes on, or is sent and never stopped."""

    def sent_to_all(db: Db) -> Notice:
        one = approved(db, office[0], office[1])
        while notices.next_step(db, NOW + 1, SETTINGS) != Next(Todo.FINISH, one.row, one.id):
            notices.fill(db, NOW + 1, SETTINGS)
            for row in outbox_claims.claim(db, NOW + 1, "a sender", 60_000, 20):
                outbox_settling.settle_sent(db, row, "custom", "m-1", NOW + 1)
        return one

    seen = ledger.transact(sent_to_all)
    other = Ledger(ledger.url, ledger.keys)
    stopping, waited = Event(), Event()

    def stop(db: Db) -> Step:
        step = notices.stop(db, seen, office[0], "office", NOW + 2)
        stopping.set()
        waited.wait(0.3)
        return step

    with ThreadPoolExecutor(1) as pool:
        stopped = pool.submit(other.transact, stop)
        assert stopping.wait(60)
        ledger.transact(lambda db: notices.fill(db, NOW + 2, SETTINGS))
        assert stopped.result().done
    other.close()
    stands = ledger.read(lambda db: notices.get(db, seen.id))
    assert stands is not None
    assert (stands.status, stands.is_stopped) == ("sending", True)
    assert ledger.transact(lambda db: notices.go_on(db, stands, office[0], "office", NOW + 3)).done


def test_whose_role_is_being_ended_waits_and_is_refused(ledger: Ledger, office: Office) -> None:
    """The role ends in a transaction that is not through yet: the approval must not slip in before its commit."""
    seen = ledger.transact(lambda db: submitted(db, office[0]))
    other = Ledger(ledger.url, ledger.keys)
    ending, waited = Event(), Event()

    def end(db: Db) -> None:
        (held,) = roles.of_name(db, "刘主任")
        assert roles.end(db, held.id, NOW + 1)
        ending.set()
        waited.wait(0.3)

    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(other.transact, end)
        assert ending.wait(60)
        step = ledger.transact(lambda db: approve(db, seen, office))
        ended.result()
    other.close()
    assert (step.done, step.why) == (False, "no_right")


def test_an_approval_that_came_first_stands_though_the_role_ends_then(ledger: Ledger, office: Office) -> None:
    def work(db: Db) -> Notice | None:
        one = submitted(db, office[0])
        assert approve(db, one, office).done
        (held,) = roles.of_name(db, "刘主任")
        assert roles.end(db, held.id, NOW + 2)
        return notices.get(db, one.id)

    one = ledger.transact(work)
    assert one is not None
    assert (one.status, one.approved_role) == ("approved", "office")
