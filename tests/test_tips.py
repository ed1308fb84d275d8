"""Standing tips 防范提示 come round week by week: one a week, to each once, as they were approved, at no door (3.3)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import bindparam, select, text

from knowledge.notices.audience import living_in
from knowledge.notices.content import Content, written
from knowledge.times import DAY, HOUR, MINUTE, from_ms, parse_moment
from ledger import Db, Ledger, Statement, notices
from ledger.notices import Leave, Notice, Tally
from ledger.notices import rounds as notice_rounds
from ledger.notices.sending import HELD, HELD_UNTIL
from ledger.notices.todo import Todo
from ledger.outbox import reports as outbox_reports
from ledger.outbox import settling as outbox_settling
from ledger.people import Recipient
from ledger.tables import outbox as outbox_table
from scheduler.job import Job
from scheduler.jobs import JOBS
from tests.notice_office import SETTINGS, approved, crowd, officer, taken
from tests.test_notice_filling import _SPOIL, _VISITS, claim, fill, fill_all, leave, now_is, rows, settle
from tests.test_scheduler import Scheduler
from tests.town import NOW, found

MASK, JAB = "出门戴好口罩，回家先洗手。", "打过两针满六个月，请去社区打加强针。"
MONDAYS = [parse_moment("2022-01-24T10:00:00+08:00") + 7 * week * DAY for week in range(5)]
TIPS: Job = next(job for job in JOBS if job.name == "tips")
_GOT = Statement(
    select(outbox_table.c.person_id, outbox_table.c.settled_at).where(
        outbox_table.c.notice_id.is_not(None), outbox_table.c.status == bindparam("state")
    )
)


def words(said: str) -> Content:
    return written("防范提示", said, living_in("永茂社区"), rhythm="weekly")


def office_of_two(db: Db) -> tuple[Recipient, Recipient]:
    return officer(db, "陈主任"), officer(db, "刘主任")


def town(ledger: Ledger, *tips: str, number: int = 3, visited: int = 0) -> list[Notice]:
    """People of 永茂社区, and the tips that are approved for them."""
    found(ledger)
    crowd(ledger, number, visited=visited)

    def work(db: Db) -> list[Notice]:
        author, other = office_of_two(db)
        return [approved(db, author, other, words(said)) for said in tips]

    return ledger.transact(work)


def author(one: Notice) -> Recipient:
    return Recipient(None, one.drafted_by_id, one.drafted_by)


def begin(ledger: Ledger, now: int) -> Notice | None:
    return ledger.transact(lambda db: notices.begin_round(db, now, SETTINGS))


def week(ledger: Ledger, monday: int) -> str:
    """The round of a Monday, to its end; the words that went out."""
    begun = begin(ledger, monday)
    later = monday + 2 * MINUTE
    fill_all(ledger, later)
    settle(ledger, claim(ledger, later), later)
    fill_all(ledger, later)
    return begun.content.text if begun is not None else ""


def got(ledger: Ledger) -> list[tuple[int, int]]:
    """Who got something, and when."""
    return sorted((person, at) for person, at in ledger.read(lambda db: db.all(_GOT, state="sent")))


def test_an_approved_tip_goes_out_in_its_turn_and_not_at_once(ledger: Ledger) -> None:
    (tip,) = town(ledger, MASK)
    assert (tip.status, tip.send_from, tip.is_resting) == ("approved", None, True)
    assert fill_all(ledger, NOW + DAY) == []
    assert rows(ledger, tip) == []
    assert ledger.read(notices.under_way) == [], "停 alone does not mean it"
    assert week(ledger, MONDAYS[0]) == MASK
    ended = now_is(ledger, tip)
    assert (ended.is_resting, ended.round, ended.round_at) == (True, 1, MONDAYS[0])
    assert ledger.read(lambda db: notices.tally(db, tip.row)) == Tally(got=3)


def test_two_tips_take_turns_and_everybody_gets_one_a_week(ledger: Ledger) -> None:
    town(ledger, MASK, JAB)
    assert [week(ledger, monday) for monday in MONDAYS[:3]] == [MASK, JAB, MASK]
    times = [(person, from_ms(at).date()) for person, at in got(ledger)]
    assert len(times) == len(set(times)) == 9


def test_the_report_of_a_tip_is_that_of_its_newest_round(ledger: Ledger) -> None:
    (tip,) = town(ledger, MASK, number=2, visited=1)
    week(ledger, MONDAYS[0])
    assert begin(ledger, MONDAYS[1]) is not None
    assert ledger.read(lambda db: notices.tally(db, tip.row)) == Tally()
    fill_all(ledger, MONDAYS[1])
    assert ledger.read(lambda db: notices.tally(db, tip.row)) == Tally(on_the_way=2, unreached=1)
    listed = ledger.read(lambda db: notices.recipients(db, tip.row, "unreached"))
    assert [one.name for one in listed] == ["住户2"]
    assert len(rows(ledger, tip)) == 6


@pytest.mark.parametrize(("later", "begins"), [(0, False), (DAY, False), (5 * DAY, False), (6 * DAY, True)], ids=str)
def test_no_round_begins_within_six_days_of_another(ledger: Ledger, later: int, begins: bool) -> None:
    town(ledger, MASK, JAB)
    week(ledger, MONDAYS[0])
    assert (begin(ledger, MONDAYS[0] + later) is not None) is begins


def test_whoever_waits_for_a_stopped_tip_gets_no_other_and_nobody_gets_both(ledger: Ledger) -> None:
    mask, jab = town(ledger, MASK, JAB, number=250)
    begin(ledger, MONDAYS[0])
    assert fill(ledger, MONDAYS[0] + MINUTE).rows == 200
    stopped = ledger.transact(lambda db: taken(notices.stop(db, now_is(ledger, mask), author(mask), "office", NOW)))
    for row in claim(ledger, MONDAYS[0] + MINUTE):
        ledger.transact(partial(outbox_settling.settle_retry, row=row, error=HELD, due_at=HELD_UNTIL, counts=False))
    assert week(ledger, MONDAYS[1]) == JAB
    assert len(got(ledger)) == 50
    ledger.transact(lambda db: taken(notices.go_on(db, stopped, author(mask), "office", NOW)))
    fill_all(ledger, MONDAYS[1] + HOUR)
    settle(ledger, claim(ledger, MONDAYS[1] + HOUR), MONDAYS[1] + HOUR)
    assert len({person for person, _ in got(ledger)}) == len(got(ledger)) == 250
    assert len(rows(ledger, jab)) == 50


_ENDS: dict[str, Callable[[Db, Notice], notices.Step]] = {
    "edited": lambda db, one: notices.edit(db, one, words("别去人多的地方。"), author(one), "office", NOW),
    "withdrawn": lambda db, one: notices.withdraw(db, one, author(one), "office", NOW),
    "stopped": lambda db, one: notices.stop(db, one, author(one), "office", NOW),
}


@pytest.mark.parametrize("end", _ENDS)
def test_what_was_edited_withdrawn_or_stopped_does_not_come_round(ledger: Ledger, end: str) -> None:
    (tip,) = town(ledger, MASK)
    week(ledger, MONDAYS[0])
    ledger.transact(lambda db: taken(_ENDS[end](db, now_is(ledger, tip))))
    assert begin(ledger, MONDAYS[1]) is None
    assert fill_all(ledger, MONDAYS[1]) == []
    assert len(rows(ledger, tip)) == 3


@pytest.mark.parametrize("end", ["edited", "withdrawn"])
def test_in_the_middle_of_a_round_too_the_rest_is_taken_away(ledger: Ledger, end: str) -> None:
    (tip,) = town(ledger, MASK)
    begin(ledger, MONDAYS[0])
    fill(ledger, MONDAYS[0])
    settle(ledger, claim(ledger, MONDAYS[0], limit=1), MONDAYS[0])
    ledger.transact(lambda db: taken(_ENDS[end](db, now_is(ledger, tip))))
    assert leave(ledger, tip, MONDAYS[0]) is Leave.GONE
    assert fill_all(ledger, MONDAYS[0])[0] == (Todo.CLEAR, 2)
    assert claim(ledger, MONDAYS[0]) == []


def test_an_edited_tip_goes_out_once_it_is_approved_anew(ledger: Ledger) -> None:
    tip, _ = town(ledger, MASK, JAB)
    week(ledger, MONDAYS[0])

    def again(db: Db) -> None:
        edited = taken(notices.edit(db, now_is(ledger, tip), words("少聚会。"), author(tip), "office", NOW))
        waiting = taken(notices.submit(db, edited, author(tip), "office", NOW))
        other = Recipient(None, tip.approved_by_id, tip.approved_by or "")
        taken(notices.approve(db, waiting.id, 2, waiting.text_sha256, other, "office", NOW, SETTINGS))

    ledger.transact(again)
    assert [week(ledger, monday) for monday in MONDAYS[1:4]] == [JAB, "少聚会。", JAB]


def test_the_job_run_twice_and_by_two_schedulers_sends_once(ledger: Ledger) -> None:
    town(ledger, MASK, JAB)
    other = Ledger(ledger.url, ledger.keys)
    with ThreadPoolExecutor(2) as pool:
        begun = list(pool.map(partial(begin, now=MONDAYS[0]), (ledger, other)))
    assert [one for one in begun if one is not None] != []
    assert begun.count(None) == 1
    for scheduler in (Scheduler(ledger, (TIPS,)), Scheduler(other, (TIPS,))):
        for moment in (MONDAYS[0], MONDAYS[0] + HOUR, MONDAYS[0] + DAY, MONDAYS[1], MONDAYS[1] + 1):
            scheduler.tick(moment)
    other.close()
    assert sorted(one.round_at or 0 for one in ledger.read(notices.tips)) == MONDAYS[:2]


def test_the_job_is_due_on_its_day_of_the_week(ledger: Ledger) -> None:
    settings = Scheduler(ledger, ())._clock._surroundings.settings
    days = {MONDAYS[1] - 1: MONDAYS[0], MONDAYS[1]: MONDAYS[1], MONDAYS[1] + 6 * DAY: MONDAYS[1]}
    assert {now: TIPS.last_due(settings, now) for now in days} == days
    sunday = settings.model_copy(update={"scheduler": settings.scheduler.model_copy(update={"tips_day": "sunday"})})
    assert TIPS.last_due(sunday, MONDAYS[1]) == MONDAYS[1] - DAY


_SPOILT = {
    **{what: _SPOIL[what] for what in ("the text", "the audience", "the hash alone", "the audit of the approval")},
    "that it is a tip": "UPDATE notice SET rhythm = NULL WHERE id = :row",
}


@pytest.mark.parametrize("what", _SPOILT)
@pytest.mark.parametrize("when", ["before the round", "in the round"])
def test_what_was_tampered_with_stops(ledger: Ledger, what: str, when: str) -> None:
    (tip,) = town(ledger, MASK)
    spoil = Statement(text(_SPOILT[what]))
    if when == "before the round":
        ledger.transact(lambda db: db.run(spoil, row=tip.row))
        begin(ledger, MONDAYS[0])
        fill_all(ledger, MONDAYS[0])
        assert rows(ledger, tip) == []
        return
    begin(ledger, MONDAYS[0])
    fill(ledger, MONDAYS[0])
    assert leave(ledger, tip, MONDAYS[0]) is Leave.SEND
    ledger.transact(lambda db: db.run(spoil, row=tip.row))
    assert leave(ledger, tip, MONDAYS[0]) is Leave.DIFFERS


def test_nobody_knocks_for_a_tip(ledger: Ledger) -> None:
    (tip,) = town(ledger, MASK, number=2, visited=1)
    begin(ledger, MONDAYS[0])
    fill(ledger, MONDAYS[0])
    first, second = claim(ledger, MONDAYS[0])

    def not_reached(db: Db) -> None:
        assert outbox_settling.settle_unreachable(db, first, "user 43004", MONDAYS[0])
        assert outbox_settling.settle_sent(db, second, "template", "m-1", MONDAYS[0])
        assert outbox_reports.settle_reported(db, second.openid, "m-1", "user block", MONDAYS[0])

    ledger.transact(not_reached)
    assert ledger.read(lambda db: db.all(_VISITS, matter=tip.about)) == []
    assert ledger.read(lambda db: notices.tally(db, tip.row)) == Tally(unreached=3)


def test_what_the_platform_reports_after_the_round_brings_nobody_to_the_door(ledger: Ledger) -> None:
    (tip,) = town(ledger, MASK, number=1)
    begin(ledger, MONDAYS[0])
    fill(ledger, MONDAYS[0])
    (row,) = claim(ledger, MONDAYS[0])
    ledger.transact(lambda db: outbox_settling.settle_sent(db, row, "template", "m-1", MONDAYS[0]))
    assert fill_all(ledger, MONDAYS[0]) == [(Todo.FINISH, 0)]
    ledger.transact(lambda db: outbox_reports.settle_reported(db, row.openid, "m-1", "user block", MONDAYS[0]))
    assert ledger.read(lambda db: db.all(_VISITS, matter=tip.about)) == []
    assert ledger.read(lambda db: notices.tally(db, tip.row)) == Tally(unreached=1)


def test_whoever_came_since_is_in_the_next_round(ledger: Ledger) -> None:
    (tip,) = town(ledger, MASK)
    week(ledger, MONDAYS[0])
    crowd(ledger, 2, home="永茂社区/7号楼")
    week(ledger, MONDAYS[1])
    assert now_is(ledger, tip).counted == 5
    assert ledger.read(lambda db: notices.tally(db, tip.row)) == Tally(got=5)


def test_whoever_wants_none_gets_none_until_they_do(ledger: Ledger) -> None:
    (tip,) = town(ledger, MASK)
    begin(ledger, MONDAYS[0])
    fill(ledger, MONDAYS[0])
    whose = "o-永茂社区/6号楼-1"
    ledger.transact(lambda db: notice_rounds.refuse(db, whose, MONDAYS[0]))
    sent = claim(ledger, MONDAYS[0])
    assert whose not in {row.openid for row in sent}
    assert len(sent) == 2
    settle(ledger, sent, MONDAYS[0])
    fill_all(ledger, MONDAYS[0])
    week(ledger, MONDAYS[1])
    assert ledger.read(lambda db: notices.tally(db, tip.row)) == Tally(got=2)
    ledger.transact(lambda db: notice_rounds.accept(db, whose))
    week(ledger, MONDAYS[2])
    assert ledger.read(lambda db: notices.tally(db, tip.row)) == Tally(got=3)


def test_for_many_it_waits_a_minute_and_in_the_night_until_the_morning(ledger: Ledger) -> None:
    found(ledger)
    crowd(ledger, 60)

    def work(db: Db) -> Notice:
        author, other = office_of_two(db)
        return approved(db, author, other, words(MASK), override_reason="今晚就要发")

    tip = ledger.transact(work)
    assert (tip.override_reason, tip.send_from) == (None, None), "a reason of today is none for the nights to come"
    begun = begin(ledger, MONDAYS[0])
    assert begun is not None
    assert begun.send_from == MONDAYS[0] + MINUTE
    assert fill_all(ledger, MONDAYS[0]) == []
    night = parse_moment("2022-01-24T22:00:00+08:00")
    assert fill_all(ledger, night) == []
    assert fill_all(ledger, night + 10 * HOUR) == [(Todo.FILL, 60)]


def test_a_tip_for_a_place_that_is_none_any_more_is_passed_over(ledger: Ledger) -> None:
    mask, _ = town(ledger, MASK, JAB)
    gone = words(MASK)
    lost = replace(gone, audience=living_in("永茂社区/99号楼").canonical())
    move = Statement(text("UPDATE notice SET audience = :to WHERE id = :row"))
    ledger.transact(lambda db: db.run(move, to=lost.audience, row=mask.row))
    assert week(ledger, MONDAYS[0]) == JAB
