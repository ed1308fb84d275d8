"""What the inspectors are told is late: whatever climbs as somebody's duty, until it is done; no resident's part."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Table, text

from knowledge.times import HOUR
from ledger import Db, Ledger, Statement, places, seals, tasks
from ledger.duty import escalations
from ledger.duty.escalations import Asking
from ledger.duty.still_waiting import OF_RESIDENTS, WAITS
from ledger.figures.overdue import Overdue, overdue
from ledger.people import Recipient
from ledger.tables import (
    alert,
    exit_request,
    human_handover,
    kept_answer,
    notice,
    return_report,
    rumour_check,
    supply_request,
    task,
    violation_report,
)
from tests.figure_town import put
from tests.talking import Talk
from tests.test_exit_request import bind
from tests.town import NOW, found

_SIGNED = Statement(text("UPDATE exit_request SET countersigned_at = :now WHERE id = :row"))
DOOR = "永茂社区/6号楼/2单元/301"
AGO = NOW - HOUR


@dataclass(frozen=True)
class Late:
    """A record that is late, the ladder on which it climbs, and how the inspectors' digest calls it."""

    label: str
    ladder: str
    kind: str
    table: Table
    values: dict[str, Any]


_WANTED = {"steps": "delivery", "group_id": "supplies"}
_COMPLAINED = {**_WANTED, "complained_at": AGO}
_ASKED = {"group_id": "supplies", "reason": "complaint"}
_OWED = {"kind": "ordinary", "countersign_due_at": AGO, "signed_at": AGO}
_PUT_FORWARD = {"status": "submitted", "submitted_at": AGO}
_KEPT = {"status": "submitted", "question": "", "wordings": "", "answer": "", "ends_on": "2022-02-01"}
_TOLD = {"group_id": "security", "type": "gathering", "place": "", "anonymous": False}
LATE = [
    Late("警报没人接", "alert", "alert", alert, {"status": "sent", "group_id": "medical", "reason": "health"}),
    Late("转人工没人接", "handover", "handover", human_handover, {"status": "open", "group_id": "office"}),
    Late("投诉没人接", "handover", "handover", human_handover, {"status": "open", **_ASKED}),
    Late("投诉接了没处理", "handover", "complaint", human_handover, {"status": "taken", **_ASKED}),
    Late("返乡没核对", "return_report", "return_unconfirmed", return_report, {"status": "arrived"}),
    Late("管控着还没核对", "return_report", "return_unconfirmed", return_report, {"status": "under_control"}),
    Late("物资没接", "supply", "supplies", supply_request, {"status": "submitted", **_WANTED}),
    Late("送到的有问题", "supply", "supplies_complaint", supply_request, {"status": "delivered", **_COMPLAINED}),
    Late("收到的有问题", "supply", "supplies_complaint", supply_request, {"status": "confirmed", **_COMPLAINED}),
    Late("外出没签", "exit_signature", "exit_unsigned", exit_request, {"status": "pending_approval"}),
    Late(
        "回来了还没补签", "exit_countersignature", "exit_uncountersigned", exit_request, {"status": "returned", **_OWED}
    ),
    Late("出去了还没补签", "exit_countersignature", "exit_uncountersigned", exit_request, {"status": "out", **_OWED}),
    Late("公告没批", "notice_approval", "notice_unapproved", notice, _PUT_FORWARD),
    Late("留的答复没批", "answer_approval", "answer_unapproved", kept_answer, _KEPT),
    Late("反映的没人接", "violation", "violation", violation_report, {"status": "open", **_TOLD}),
    Late("反映的接了没办完", "violation", "violation", violation_report, {"status": "taken", **_TOLD}),
    Late("求证没答复", "rumour", "rumour", rumour_check, {"status": "open", "group_id": "publicity"}),
    Late("没上门", "visit", "visit", task, {"status": "open", "kind": "visit"}),
    Late("没跟进", "follow_up", "follow_up", task, {"status": "open", "kind": "follow_up"}),
]


def kinds(db: Db, now: int = NOW) -> list[str]:
    return [one.kind for one in overdue(db, places.root_path(db), now)]


@pytest.mark.parametrize("one", LATE, ids=lambda one: one.label)
def test_whatever_is_late_is_counted_once(ledger: Ledger, one: Late) -> None:
    found(ledger)
    ledger.transact(lambda db: put(db, one.table, DOOR, **{"due_at": AGO, **one.values}))
    assert ledger.read(kinds) == [one.kind]


def test_every_ladder_of_somebodys_duty_is_among_them() -> None:
    kept_close = {"psych_support"}  # who finds it hard is nobody's figure outside the group (3.4.7)
    assert {one.ladder for one in LATE} == set(WAITS) - set(OF_RESIDENTS) - kept_close


def test_a_notice_is_late_since_it_was_put_forward_not_since_its_draft(ledger: Ledger) -> None:
    found(ledger)
    long_ago = NOW - 30 * HOUR
    ledger.transact(lambda db: put(db, notice, None, filed_at=long_ago, due_at=AGO, **_PUT_FORWARD))
    office_owes = Overdue("notice_unapproved", "office", "", "", 1, 1)
    assert ledger.read(lambda db: overdue(db, places.root_path(db), NOW)) == [office_owes]


def test_a_signature_that_was_reminded_of_is_late_until_it_is_given(ledger: Ledger) -> None:
    """Each reminder puts the deadline off: it waits for the next one and is late all the same."""
    found(ledger)

    def remind(db: Db) -> int:
        row = put(db, exit_request, DOOR, status="returned", **{**_OWED, "countersign_due_at": NOW + HOUR})
        asking = Asking(
            f"exit_request:{row}", "exit_countersignature", "W0120-01", None, None, 1, "signer", AGO, NOW + HOUR
        )
        escalations.note(db, asking, [(Recipient(None, 1, "周平"), None)])
        return row

    row = ledger.transact(remind)
    assert ledger.read(kinds) == ["exit_uncountersigned"]
    ledger.transact(lambda db: db.run(_SIGNED, row=row, now=NOW))
    assert ledger.read(kinds) == []


def test_what_only_a_resident_is_to_do_is_nobodys_fault(talk: Talk) -> None:
    bind(talk, "赵督查", "inspector")

    def fill(db: Db) -> None:
        seals.seal_place(db, places.ensure(db, "永茂社区"), "周平", "lockdown", None, NOW - HOUR)
        put(db, exit_request, DOOR, status="overdue", kind="ordinary", reason="work", due_at=AGO)
        put(db, supply_request, DOOR, status="delivered", due_at=AGO, climbed=1, **_WANTED)

    talk.installation.ledger.transact(fill)
    talk("""赵督查: 日报
            助手: 1月20日 09:00 河西街道：过了时限没办的
              没有，都按时办了。""")


def test_the_digest_says_of_what_the_inspector_was_told(talk: Talk) -> None:
    bind(talk, "赵督查", "inspector")

    def add(db: Db) -> None:
        now = talk.clock[0]
        words = "封控小区日报 R220120 做好了，请报送"
        tasks.add_follow_up(db, about="daily_report:1", place_id=None, text=words, due_at=now, now=now)

    talk.installation.ledger.transact(add)
    for _ in range(3):
        talk.later(hours=1)
        talk.job("visits_overdue")
    talk("""赵督查: 督查
            助手: 【到点还没办的】…
            赵督查: 日报
            助手: 1月20日 12:00 河西街道：过了时限没办的
              要跟进的没办 1：街道疫情防控办，最久 3 小时""")
