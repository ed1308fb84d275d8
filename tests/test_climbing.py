"""What holds for every ladder (docs/decisions/0019): an answer that came first is not overrun."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.settings import load_settings
from knowledge.times import DAY, MINUTE
from ledger import Db, Ledger, alerts, escalations, handovers, places, returns
from ledger.alerts import NewAlert
from ledger.escalations import Asking
from ledger.records import Stored
from scheduler.alerts_overdue import Alerts
from scheduler.climbing import Ladder, Rung
from scheduler.exits_unsigned import Signatures
from scheduler.handovers_overdue import Handovers
from scheduler.returns_overdue import Returns
from tests import exit_town
from tests.test_ledger_returns import PROPOSED, REPORT
from tests.town import NOW, filing, found

SETTINGS = load_settings(environ={})
LATER = NOW + DAY


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
