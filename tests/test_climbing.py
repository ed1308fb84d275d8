"""What holds for every ladder (docs/decisions/0019): an answer that came first is not overrun."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.words import Words
from knowledge.plan import load_plan
from knowledge.settings import PROJECT_FOLDER, load_settings
from knowledge.times import DAY, MINUTE
from ledger import Db, Ledger, Statement, alerts, handovers, places, returns
from ledger.alerts import NewAlert
from ledger.duty import escalations
from ledger.duty.escalations import Asking
from ledger.exits import moves as exit_moves
from ledger.exits.moves import Signature
from ledger.exits.signers import who_signed
from ledger.handovers import Overdue
from ledger.people import roles
from ledger.records import Stored, move
from ledger.tables import outbox
from scheduler import observation_ends
from scheduler.alerts_overdue import Alerts
from scheduler.climbing import Ladder, Rung, climbing
from scheduler.exits_to_countersign import Countersignatures
from scheduler.exits_unsigned import Signatures
from scheduler.handovers_overdue import Handovers
from scheduler.job import Surroundings
from scheduler.returns_overdue import Returns
from tests import exit_town
from tests.test_ledger_returns import PROPOSED, REPORT
from tests.town import NOW, filing, found, settle

SETTINGS = load_settings(environ={})
LATER = NOW + DAY
_TOLD = Statement(select(outbox.c.openid).order_by(outbox.c.id))


def _alert(db: Db) -> None:
    new = NewAlert("medical", "health", "health_checkin:1", "王阿姨", None, NOW + MINUTE)
    alerts.add(db, new, filing(place=places.ensure(db, "永茂社区/6号楼")), Stored())


def _handover(db: Db) -> None:
    handovers.add(db, "o-1", "怎么办", NOW + MINUTE, filing())


def _return(db: Db) -> None:
    returns.add(db, REPORT, filing(place=places.ensure(db, "永茂社区/6号楼")), PROPOSED)


def _exit(db: Db) -> None:
    exit_town.seal(db)
    exit_town.file(db)


@pytest.mark.parametrize(
    ("ladder", "begin"),
    [(Alerts(), _alert), (Handovers(), _handover), (Returns(), _return), (Signatures(), _exit)],
    ids=lambda one: getattr(one, "name", ""),
)
def test_an_answer_that_came_first_is_not_overrun(
    ledger: Ledger, ladder: Ladder[Any], begin: Callable[[Db], None]
) -> None:
    """Whoever has read what is late before somebody said why it takes longer asks nobody any more."""
    found(ledger)

    def work(db: Db) -> None:
        begin(db)
        (seen,) = ladder.late(db, SETTINGS, LATER, 9)
        matter = ladder.matter(seen)
        asking = Asking(matter.about, ladder.name, matter.number, None, None, 0, "group", NOW, matter.due_at)
        escalations.note(db, asking, [(None, None)])
        (asked,) = escalations.of_matter(db, matter.about)
        assert escalations.answer(db, asked, "on_the_way", "", LATER, LATER + 30 * MINUTE)
        assert not ladder.climb(db, seen, Rung("deputy", (), 1, LATER + 60 * MINUTE), LATER)
        assert ladder.late(db, SETTINGS, LATER, 9) == []
        (again,) = ladder.late(db, SETTINGS, LATER + 30 * MINUTE, 9)
        assert ladder.climb(db, again, Rung("deputy", (), 1, LATER + 60 * MINUTE), LATER)

    ledger.transact(work)


def test_who_leads_a_place_no_more_is_not_asked_to_sign_afterwards(ledger: Ledger) -> None:
    """Name, reason and address go to whoever has the right now; whoever agreed by telephone has it as long as they lead."""
    found(ledger)

    def work(db: Db) -> None:
        exit_town.seal(db)
        agreed, other = exit_town.lead(db, "周平"), exit_town.lead(db, "吴组长")
        one = exit_town.file(db)
        by_phone = Signature("周平", agreed, "leader", via="phone", heard_by="陈主任", heard_by_id=99)
        assert exit_moves.sign(db, one, by_phone, NOW, NOW + MINUTE, countersign_by=NOW + MINUTE)
        one = exit_town.stands(db, one.id)
        assert [who.person_id for who in who_signed(db, one, NOW)] == [agreed]
        roles.end(db, roles.of_name(db, "周平")[0].id, NOW)
        assert [who.person_id for who in who_signed(db, one, LATER)] == [other]
        asked = Countersignatures().asked(db, SETTINGS, "signer", one, LATER)
        assert [who.person_id for who in asked] == [other]

    ledger.transact(work)


@pytest.mark.parametrize("leads", [True, False])
def test_where_no_grid_worker_answers_somebody_else_is_asked_to_release(ledger: Ledger, leads: bool) -> None:
    found(ledger)

    def work(db: Db) -> None:
        worker = settle(db, "李强", role="grid_worker", scope="永茂社区")  # without an account
        settle(db, "陈主任", openid="o-陈", role="office", scope=None)
        if leads:
            settle(db, "周平", openid="o-周", role="community_lead", scope="永茂社区")
        record = returns.add(db, REPORT, filing(place=places.ensure(db, "永茂社区/6号楼")), PROPOSED)
        seen = returns.in_scope(db, REPORT.number, places.root_path(db))
        assert seen is not None
        assert returns.confirm(db, seen, "submitted", "health_monitoring", 7, "2022-01-20", worker, "李强", NOW)
        known = {"observation_until": "2022-01-20", "arrive_date": "2022-01-10"}
        move(db, returns.ARRIVE, record, "submitted", "under_control", **known)

    ledger.transact(work)
    around = Surroundings(ledger, SETTINGS, load_plan(), Words(PROJECT_FOLDER / "handlers").render)
    assert observation_ends.job.run(around, NOW) == 1
    assert ledger.read(lambda db: db.all(_TOLD)) == [("o-周" if leads else "o-陈",)]


class _StumblesOverOne(Handovers):
    """Cannot say one of the matters in words."""

    def words(self, surroundings: Surroundings, one: Overdue, rung: Rung) -> str:
        if one.id == 2:
            raise ValueError("no words")
        return super().words(surroundings, one, rung)


def test_a_matter_that_cannot_climb_keeps_no_other_back(ledger: Ledger) -> None:
    found(ledger)

    def work(db: Db) -> None:
        settle(db, "陈主任", openid="o-陈", role="office", scope=None)
        for _ in range(3):
            _handover(db)

    ledger.transact(work)
    around = Surroundings(ledger, SETTINGS, load_plan(), Words(PROJECT_FOLDER / "handlers").render)
    with pytest.raises(ValueError, match="no words"):  # so the occurrence says that it failed
        climbing(_StumblesOverOne())(around, LATER)
    assert ledger.read(lambda db: db.all(_TOLD)) == [("o-陈",), ("o-陈",)]
    assert climbing(Handovers())(around, LATER) == 1
