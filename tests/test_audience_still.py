"""A notice to whoever has not checked in or has an open case: who has left it by the time it is sent is left out."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from knowledge.notices.audience import Audience, NotCheckedIn, WithOpenCase, living_in
from knowledge.times import DAY, MINUTE
from ledger import Db, Ledger, Statement, places, seals
from ledger.outbox import claims as outbox_claims
from ledger.tables import health_checkin, supply_request
from tests.figure_town import DAY as TODAY
from tests.figure_town import put
from tests.notice_office import approved, content, officer
from tests.test_notice_filling import LATER, fill_all
from tests.town import NOW, found, settle

_CHECKS_IN: dict[str, object] = {"date": TODAY, "outcome": "{}", "temperature": 36.5}
_DELIVER = Statement(text("UPDATE supply_request SET status = 'confirmed'"))
_LEFT = Statement(text("SELECT count(*) FROM outbox WHERE notice_id IS NOT NULL"))


def nothing(_: Db, __: int) -> None:
    """Nothing happens."""


def checks_in(db: Db, who: int) -> None:
    put(db, health_checkin, "永茂社区/6号楼", person_id=who, person="王阿姨", **_CHECKS_IN)


def gets_it(db: Db, _: int) -> None:
    db.run(_DELIVER)


@dataclass(frozen=True)
class Case:
    """For whom a notice is, what happens before it is sent after so long (ms), and whether it is sent."""

    label: str
    audience: Audience
    happens: Callable[[Db, int], None]
    after: int
    is_sent: bool


CASES = [
    Case("还没打卡", Audience(to=NotCheckedIn()), nothing, MINUTE, True),
    Case("发之前打了卡", Audience(to=NotCheckedIn()), checks_in, MINUTE, False),
    Case("到第二天才发得出", Audience(to=NotCheckedIn()), nothing, DAY, False),
    Case("物资还没到", Audience(to=WithOpenCase(case="supply_request")), nothing, DAY, True),
    Case("物资收到了", Audience(to=WithOpenCase(case="supply_request")), gets_it, MINUTE, False),
    Case("住在那里的，跟打卡没关系", living_in("永茂社区"), checks_in, DAY, True),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_who_has_left_the_audience_is_not_told(ledger: Ledger, case: Case) -> None:
    found(ledger)

    def begin(db: Db) -> int:
        seals.seal_place(db, places.ensure(db, "永茂社区"), "周平", "lockdown", None, NOW)
        who = settle(db, "王阿姨", "永茂社区/6号楼", openid="o-wang")
        put(db, supply_request, "永茂社区/6号楼", person_id=who, status="accepted", due_at=NOW + DAY)
        approved(db, officer(db, "陈主任"), officer(db, "刘主任"), content(audience=case.audience))
        return who

    who = ledger.transact(begin)
    fill_all(ledger)
    ledger.transact(lambda db: case.happens(db, who))
    claimed = ledger.transact(lambda db: outbox_claims.claim(db, LATER + case.after, "lease", MINUTE, 10))
    assert [one.openid for one in claimed] == (["o-wang"] if case.is_sent else [])
    assert ledger.read(lambda db: db.value(_LEFT)) == len(claimed)
