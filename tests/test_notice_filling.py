"""Filling the outbox from a notice: everybody once, whoever fills; what a stop, an edit, a withdrawal leave (F20–F22)."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any
from weakref import WeakKeyDictionary

import pytest
from sqlalchemy import bindparam, func, select, text

from knowledge.notices.audience import living_in
from knowledge.settings.duties import Notices
from knowledge.times import DAY, MINUTE, SECOND, parse_moment
from ledger import Db, Ledger, Statement, audit, notices, places, tasks
from ledger.notices import Leave, Notice, Tally, sending
from ledger.notices import visits as notice_visits
from ledger.notices.sending import HELD, HELD_UNTIL, Hashed
from ledger.notices.todo import Todo
from ledger.outbox import Outgoing
from ledger.outbox import claims as outbox_claims
from ledger.outbox import reports as outbox_reports
from ledger.outbox import settling as outbox_settling
from ledger.people import Recipient
from ledger.tables import outbox as outbox_table
from ledger.tables import task
from tests import warm
from tests.notice_office import SETTINGS, approved, content, crowd, notice_for, officer, taken
from tests.town import NOW, found

_ROWS = Statement(
    select(outbox_table.c.person_id, outbox_table.c.status, outbox_table.c.channel, outbox_table.c.body_sealed)
    .where(outbox_table.c.notice_id == bindparam("row"))
    .order_by(outbox_table.c.person_id)
)
_VISITS = Statement(
    select(task.c.status, func.count()).where(task.c.about == bindparam("matter")).group_by(task.c.status)
)
# What somebody who looks at the notices of a ledger again and again remembers of them.
_REMEMBERS: WeakKeyDictionary[Ledger, Hashed] = WeakKeyDictionary()
_SPOIL = {
    "the text": "UPDATE notice SET text = '别来了' WHERE id = :row",
    "the title": "UPDATE notice SET title = '通知' WHERE id = :row",
    "a blank in the text": "UPDATE notice SET text = text || ' ' WHERE id = :row",
    "the Mongolian version": "UPDATE notice SET mongolian = 'ᠮᠣᠩᠭᠣᠯ' WHERE id = :row",
    "the loudspeaker's words": "UPDATE notice SET broadcast = '别来了' WHERE id = :row",
    "the audience": "UPDATE notice SET audience = '{\"to\":{\"kind\":\"everybody\"}}' WHERE id = :row",
    "the audience to nonsense": "UPDATE notice SET audience = 'x' WHERE id = :row",
    "the template": "UPDATE notice SET template = 'alert' WHERE id = :row",
    "the hash alone": "UPDATE notice SET text_sha256 = 'x' WHERE id = :row",
    "the approval's row": "UPDATE notice SET approval_row = approval_row - 1 WHERE id = :row",
    "no approval at all": "UPDATE notice SET approval_row = NULL WHERE id = :row",
    "the audit of the approval": "UPDATE audit SET detail = '{}' WHERE action = 'notice_approve' AND :row > 0",
    "the audit to nonsense": "UPDATE audit SET detail = '[' WHERE action = 'notice_approve' AND :row > 0",
}
LATER = NOW + MINUTE


def fill(ledger: Ledger, now: int = LATER, settings: Notices = SETTINGS) -> notices.Filled:
    return ledger.transact(lambda db: notices.fill(db, now, settings))


def fill_all(ledger: Ledger, now: int = LATER) -> list[tuple[Todo, int]]:
    """Do whatever there is to do."""
    done: list[tuple[Todo, int]] = []
    while (filled := fill(ledger, now)).todo is not None:
        assert len(done) < 100, done[-5:]
        done.append((filled.todo, filled.rows))
    return done


def rows(ledger: Ledger, one: Notice) -> list[tuple[Any, ...]]:
    return ledger.read(lambda db: db.all(_ROWS, row=one.row))


def claim(ledger: Ledger, now: int = LATER, limit: int = 1000, lease: str = "lease") -> list[Outgoing]:
    return ledger.transact(lambda db: outbox_claims.claim(db, now, lease, MINUTE, limit))


def settle(ledger: Ledger, claimed: list[Outgoing], now: int = LATER) -> None:
    """All of these were sent."""

    def work(db: Db) -> None:
        for one in claimed:
            assert outbox_settling.settle_sent(db, one, "custom", "", now)

    ledger.transact(work)


def words_to_bring(ledger: Ledger, one: Notice) -> list[str]:
    """What is to be said at the doors."""
    sealed = Statement(select(task.c.text_sealed).where(task.c.about == one.about, task.c.status == "open"))
    rows = ledger.read(lambda db: db.all(sealed))
    return [ledger.keys.unseal(bytes(row[0]), tasks.TEXT_COLUMN) for row in rows]


def now_is(ledger: Ledger, one: Notice) -> Notice:
    current = ledger.read(lambda db: notices.get(db, one.id))
    assert current is not None
    return current


def leave(ledger: Ledger, one: Notice, now: int = LATER) -> Leave:
    """What becomes of a message of it now; the same for a sender that has looked at it before."""
    remembers = _REMEMBERS.setdefault(ledger, Hashed())
    anew, again = (
        ledger.read(lambda db, hashed=hashed: notices.check(db, one.row, now, SETTINGS, hashed))  # type: ignore[misc]
        for hashed in (None, remembers)
    )
    assert anew == again
    return anew.leave


def test_it_is_filled_in_pages_and_sent_when_nothing_is_left(ledger: Ledger) -> None:
    one = notice_for(ledger, 250, visited=30)
    assert fill(ledger, NOW).todo is None, "the minute is not over"
    assert fill_all(ledger) == [(Todo.FILL, 200), (Todo.FILL, 80)]
    assert now_is(ledger, one).status == "sending"
    people = rows(ledger, one)
    assert len({row[0] for row in people}) == len(people) == 280
    assert [(row[1], row[2]) for row in people].count(("unreachable", "visit")) == 30
    assert {bytes(row[3]) for row in people} == {b""}, "the words are not copied"
    assert ledger.read(lambda db: db.all(_VISITS, matter=one.about)) == [("open", 30)]
    claimed = claim(ledger)
    assert len(claimed) == 250
    assert fill_all(ledger) == []
    settle(ledger, claimed)
    assert fill_all(ledger) == [(Todo.FINISH, 0)]
    ended = now_is(ledger, one)
    assert (ended.status, ended.sent_at, ended.moved_by) == ("sent", LATER, "system")
    assert ledger.read(lambda db: notices.tally(db, one.row)) == Tally(got=250, to_visit=30)


def test_no_more_wait_than_a_stop_can_leave_behind(ledger: Ledger) -> None:
    one = notice_for(ledger, 700)
    assert fill_all(ledger) == [(Todo.FILL, 200), (Todo.FILL, 200)]
    settle(ledger, claim(ledger, limit=150))
    assert fill_all(ledger) == [(Todo.FILL, 200)]
    settle(ledger, claim(ledger))
    assert fill_all(ledger) == [(Todo.FILL, 100)]
    assert len(rows(ledger, one)) == 700


def test_whoever_was_registered_after_the_approval_is_not_in_it(ledger: Ledger) -> None:
    one = notice_for(ledger, 3)
    late = crowd(ledger, 2, home="永茂社区/7号楼")
    fill_all(ledger)
    assert len(rows(ledger, one)) == 3
    assert not {row[0] for row in rows(ledger, one)} & set(late)


def test_several_fill_at_once_and_everybody_is_in_it_once(ledger: Ledger) -> None:
    one = notice_for(ledger, 1000, visited=50)
    others = [Ledger(ledger.url, ledger.keys) for _ in range(2)]

    def sender(number: int) -> int:
        mine, sent = [ledger, *others][number % 3], 0
        while now_is(mine, one).status != "sent":
            mine.transact(lambda db: notices.fill(db, LATER, SETTINGS, 70))
            claimed = claim(mine, limit=40, lease=f"sender {number}")
            settle(mine, claimed)
            sent += len(claimed)
        return sent

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(sender, range(6))) == 1000
    for other in others:
        other.close()
    people = [row[0] for row in rows(ledger, one)]
    assert len(set(people)) == len(people) == 1050
    assert ledger.read(lambda db: notices.tally(db, one.row)) == Tally(got=1000, to_visit=50)


# Fills page after page as a sender does, and says so after each commit, until it is killed in the middle of one.
_FILLER = """
import sys
from pathlib import Path
from ledger import Ledger, notices
from ledger.busy import Busy
from ledger.keys import load_or_create
from tests.notice_office import SETTINGS
ledger = Ledger(sys.argv[1], load_or_create(Path(sys.argv[2])))
while True:
    try:
        filled = ledger.transact(lambda db: notices.fill(db, int(sys.argv[3]), SETTINGS, 10))
    except Busy:  # the other one has it
        continue
    print(filled.rows, flush=True)
"""


def test_killed_in_the_middle_of_filling_nobody_is_left_out_or_in_it_twice(ledger: Ledger, data_dir: Path) -> None:
    one = notice_for(ledger, 300)
    arguments = (ledger.url, str(data_dir), str(LATER))
    for _ in range(6):
        with ExitStack() as opened:
            fillers = list[tuple[warm.Process, IO[bytes]]]()
            for _ in range(2):
                heard, said = os.pipe()
                told = opened.enter_context(open(heard, "rb"))
                with open(os.devnull, "rb") as nothing, open(said, "wb") as out, open(os.devnull, "wb") as err:
                    filler = warm.start(arguments, os.environ, nothing, out, err, _FILLER)
                opened.callback(filler.kill)
                fillers.append((filler, told))
            for _, lines in fillers:
                said_first = lines.readline()
                assert said_first.strip().isdigit(), said_first
            for filler, _ in fillers:
                filler.kill()
                assert filler.wait(60) == -signal.SIGKILL
    assert 0 < len(rows(ledger, one)) <= 300
    fill_all(ledger)
    people = [row[0] for row in rows(ledger, one)]
    assert len(set(people)) == len(people) == 300


def test_an_edit_in_the_middle_leaves_who_has_it_and_takes_the_rest_away(ledger: Ledger) -> None:
    one = notice_for(ledger, 250, visited=5)
    fill_all(ledger)
    in_hand = claim(ledger, limit=20)
    settle(ledger, in_hand[:15])
    author = Recipient(None, one.drafted_by_id, one.drafted_by)
    words = content("改成后天上午。", living_in("永茂社区"))
    edited = ledger.transact(lambda db: taken(notices.edit(db, one, words, author, "office", LATER)))
    assert (edited.version, edited.status) == (2, "draft")
    assert leave(ledger, one) is Leave.GONE
    assert fill_all(ledger) == [(Todo.CLEAR, 200), (Todo.CLEAR, 35)]
    assert ledger.read(lambda db: notices.tally(db, one.row)) == Tally(got=15, on_the_way=5, called_off=5)
    assert ledger.read(lambda db: db.all(_VISITS, matter=one.about)) == [("cancelled", 5)]
    for row in in_hand[15:]:
        ledger.transact(lambda db, row=row: outbox_settling.drop(db, row))  # type: ignore[misc]
    assert fill_all(ledger) == [(Todo.CLEAR, 0)]
    assert fill_all(ledger, LATER + DAY) == []


def test_the_corrected_version_goes_to_everybody_again(ledger: Ledger) -> None:
    one = notice_for(ledger, 3, visited=2)
    fill_all(ledger)
    settle(ledger, claim(ledger))
    author, other = (
        Recipient(None, one.drafted_by_id, one.drafted_by),
        Recipient(None, one.approved_by_id, one.approved_by or ""),
    )

    def again(db: Db) -> Notice:
        words = content("改成后天上午。", living_in("永茂社区"))
        edited = taken(notices.edit(db, one, words, author, "office", LATER))
        waiting = taken(notices.submit(db, edited, author, "office", LATER))
        return taken(
            notices.approve(
                db, waiting.id, 2, waiting.text_sha256, other, "office", LATER, SETTINGS
            )
        )

    second = ledger.transact(again)
    assert fill_all(ledger) == [(Todo.CLEAR, 2), (Todo.FILL, 5)]
    assert ledger.read(lambda db: notices.tally(db, second.row)) == Tally(on_the_way=3, to_visit=2)
    assert ledger.read(lambda db: db.all(_VISITS, matter=one.about)) == [("cancelled", 2), ("open", 2)]
    assert {row.about for row in claim(ledger)} == {one.about}


def test_a_withdrawal_leaves_who_has_it_and_nobody_else_gets_it(ledger: Ledger) -> None:
    one = notice_for(ledger, 10)
    fill_all(ledger)
    settle(ledger, claim(ledger, limit=4))
    author = Recipient(None, one.drafted_by_id, one.drafted_by)
    ledger.transact(lambda db: taken(notices.withdraw(db, one, author, "office", LATER, "不办了")))
    assert leave(ledger, one) is Leave.GONE
    assert fill_all(ledger) == [(Todo.CLEAR, 6)]
    assert claim(ledger, LATER + DAY) == []
    assert ledger.read(lambda db: notices.tally(db, one.row)) == Tally(got=4)
    assert fill_all(ledger, LATER + DAY) == []


def test_what_is_stopped_is_held_and_goes_on(ledger: Ledger) -> None:
    one = notice_for(ledger, 250)
    author = Recipient(None, one.drafted_by_id, one.drafted_by)
    fill(ledger)
    stopped = ledger.transact(lambda db: taken(notices.stop(db, one, author, "office", LATER)))
    assert leave(ledger, one) is Leave.HELD
    assert fill_all(ledger) == []
    for row in claim(ledger):
        ledger.transact(lambda db, row=row: outbox_settling.settle_retry(db, row, HELD, HELD_UNTIL, counts=False))  # type: ignore[misc]
    assert claim(ledger, LATER + DAY) == []
    ledger.transact(lambda db: taken(notices.go_on(db, stopped, author, "office", LATER)))
    assert fill_all(ledger) == [(Todo.WAKE, 200), (Todo.FILL, 50)]
    assert len(claim(ledger)) == 250


def test_who_cannot_be_reached_while_it_is_stopped_is_visited_when_it_goes_on(ledger: Ledger) -> None:
    one = notice_for(ledger, 1)
    author = Recipient(None, one.drafted_by_id, one.drafted_by)
    fill(ledger)
    (row,) = claim(ledger)
    stopped = ledger.transact(lambda db: taken(notices.stop(db, one, author, "office", LATER)))
    ledger.transact(lambda db: outbox_settling.settle_unreachable(db, row, "user 43004", LATER))
    assert ledger.read(lambda db: db.all(_VISITS, matter=one.about)) == []
    ledger.transact(lambda db: taken(notices.go_on(db, stopped, author, "office", LATER)))
    assert fill_all(ledger) == [(Todo.WAKE, 1)]
    (row,) = claim(ledger)
    ledger.transact(lambda db: outbox_settling.settle_unreachable(db, row, "user 43004", LATER))
    assert ledger.read(lambda db: db.all(_VISITS, matter=one.about)) == [("open", 1)]
    assert words_to_bring(ledger, one) == [one.content.message]


def test_quiet_hours_hold_the_rest_until_the_morning_unless_it_may(ledger: Ledger) -> None:
    evening = parse_moment("2022-01-20T21:29:00+08:00")
    found(ledger)
    crowd(ledger, 3)

    def work(db: Db) -> tuple[Notice, Notice]:
        office = officer(db, "陈主任"), officer(db, "刘主任")
        waits = approved(db, *office, now=evening)
        return waits, approved(db, *office, now=evening, override_reason="今晚停水")

    waits, may = ledger.transact(work)
    night, morning = evening + 2 * MINUTE, parse_moment("2022-01-21T07:00:00+08:00")
    assert fill_all(ledger, evening) == [(Todo.FILL, 5), (Todo.FILL, 5)]
    assert [leave(ledger, one, night) for one in (waits, may)] == [Leave.LATER, Leave.SEND]
    assert ledger.read(lambda db: notices.check(db, waits.row, night, SETTINGS)).until == morning
    assert leave(ledger, waits, morning) is Leave.SEND


@pytest.mark.parametrize("what", _SPOIL)
def test_what_was_tampered_with_is_not_filled_and_not_sent(ledger: Ledger, what: str) -> None:
    one = notice_for(ledger, 3)
    fill(ledger)
    assert leave(ledger, one) is Leave.SEND
    ledger.transact(lambda db: db.run(Statement(text(_SPOIL[what])), row=one.row))
    assert leave(ledger, one) is Leave.DIFFERS
    again = Statement(text("UPDATE notice SET filled_at = NULL WHERE id = :row"))
    ledger.transact(lambda db: db.run(again, row=one.row))
    assert fill(ledger).differs == one.number
    stopped = now_is(ledger, one)
    assert (stopped.is_stopped, stopped.stopped_by, stopped.stopped) == (True, "system", "differs")
    author = Recipient(None, one.drafted_by_id, one.drafted_by)
    assert ledger.transact(lambda db: notices.go_on(db, stopped, author, "office", LATER)).why == "differs"
    assert fill_all(ledger) == []
    assert leave(ledger, one) is Leave.HELD


def test_what_was_read_just_so_before_is_not_hashed_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    one = notice_for(ledger, 1)
    fill(ledger)
    judged: list[object] = []
    judge = sending._judged
    hashed = Hashed()

    def judging(found: tuple[object, ...] | None, *, also_resting: bool) -> notices.Checked:
        judged.append(found)
        return judge(found, also_resting=also_resting)

    monkeypatch.setattr(sending, "_judged", judging)

    def look() -> Leave:
        return ledger.read(lambda db: notices.check(db, one.row, LATER, SETTINGS, hashed)).leave

    assert [look() for _ in range(50)] == [Leave.SEND] * 50
    assert len(judged) == 1
    ledger.transact(lambda db: db.run(Statement(text(_SPOIL["the text"])), row=one.row))
    assert [look() for _ in range(3)] == [Leave.DIFFERS] * 3
    assert len(judged) == 4, "what differs is looked at each time"


def test_text_and_hash_changed_together_are_found_by_the_audit(ledger: Ledger) -> None:
    one = notice_for(ledger, 1)
    forged = content("别来了", living_in("永茂社区"))
    put = Statement(text("UPDATE notice SET text = :words, text_sha256 = :hash WHERE id = :row"))
    ledger.transact(lambda db: db.run(put, row=one.row, words=forged.text, hash=forged.sha256))
    assert fill(ledger).differs == one.number
    while ledger.transact(audit.chain):
        pass
    assert ledger.read(audit.first_break) is None, "whoever changes the audit too breaks its chain"


def test_what_the_platform_reports_as_not_delivered_is_visited_with_the_approved_words(ledger: Ledger) -> None:
    one = notice_for(ledger, 1)
    fill(ledger)
    (row,) = claim(ledger)
    ledger.transact(lambda db: outbox_settling.settle_sent(db, row, "template", "m-1", LATER))
    assert ledger.transact(lambda db: outbox_reports.settle_reported(db, row.openid, "m-1", "user block", LATER))
    assert words_to_bring(ledger, one) == [one.content.message]

    def visited(db: Db) -> None:
        open_at = notice_visits.open_at_doors(db, places.root_path(db), one.id)
        assert notice_visits.finish(db, open_at, [places.root_path(db)], "李强", LATER + SECOND)

    ledger.transact(visited)
    assert ledger.read(lambda db: notices.tally(db, one.row)) == Tally(visited=1)
    (reached,) = ledger.read(lambda db: notices.recipients(db, one.row, "visited"))
    assert (reached.visited_by, reached.visited_at) == ("李强", LATER + SECOND)


def test_what_is_reported_as_not_delivered_while_it_is_stopped_is_not_lost(ledger: Ledger) -> None:
    one = notice_for(ledger, 1)
    author = Recipient(None, one.drafted_by_id, one.drafted_by)
    fill(ledger)
    (row,) = claim(ledger)
    ledger.transact(lambda db: outbox_settling.settle_sent(db, row, "template", "m-1", LATER))
    sending = ledger.read(lambda db: notices.by_row(db, one.row))
    assert sending is not None
    stopped = ledger.transact(lambda db: taken(notices.stop(db, sending, author, "office", LATER)))
    for _ in range(2):
        assert ledger.transact(lambda db: outbox_reports.settle_reported(db, row.openid, "m-1", "user block", LATER))
    assert fill_all(ledger) == [], "a stopped notice does not move"
    assert ledger.read(lambda db: notices.tally(db, one.row)) == Tally(on_the_way=1)
    ledger.transact(lambda db: taken(notices.go_on(db, stopped, author, "office", LATER)))
    assert fill_all(ledger) == [(Todo.WAKE, 1)], "it is not finished while somebody has not been told"
    (again,) = claim(ledger)
    ledger.transact(lambda db: outbox_settling.settle_unreachable(db, again, "user block", LATER))
    assert words_to_bring(ledger, one) == [one.content.message]
    assert ledger.read(lambda db: notices.tally(db, one.row)) == Tally(to_visit=1)


def test_the_report_names_people_within_a_scope_page_by_page(ledger: Ledger) -> None:
    one = notice_for(ledger, 5, visited=1)
    fill(ledger)
    first = ledger.read(lambda db: notices.recipients(db, one.row, "on_the_way", limit=3))
    rest = ledger.read(lambda db: notices.recipients(db, one.row, "on_the_way", after=first[-1].row))
    assert [reached.name for reached in (*first, *rest)] == [f"住户{number}" for number in range(5)]
    home = first[0].path
    assert ledger.read(lambda db: notices.tally(db, one.row, home)) == Tally(on_the_way=5, to_visit=1)
    assert ledger.read(lambda db: notices.tally(db, one.row, "9.9.")) == Tally()
    assert ledger.read(lambda db: notices.recipients(db, one.row, "to_visit", "9.9.")) == []
