"""How `ledger notice` and `ledger delivery` print a notice and its messages (INTERFACES 6)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from knowledge.times import MINUTE, iso
from ledger import Db, Ledger, Statement, export, notices, people
from ledger.export.pages import View
from tests.notice_office import SETTINGS, content, notice_for
from tests.town import NOW


def lines(ledger: Ledger, record: str, **view: Any) -> list[Mapping[str, Any]]:
    return ledger.read(lambda db: list(export.lines(record, View(db, **view))), snapshot=True)


def test_a_notice_is_printed_with_what_was_approved_and_its_deliveries_name_it(ledger: Ledger) -> None:
    one = notice_for(ledger, 1, visited=1)
    ledger.transact(lambda db: notices.fill(db, NOW + MINUTE, SETTINGS))
    (printed,) = lines(ledger, "notice")
    assert printed == {
        "id": one.id,
        "version": 1,
        "filed_at": iso(NOW),
        "filed_by": "陈主任",
        "said_by": None,
        "via": None,
        "status": "sending",
        "rule": None,
        "rule_version": None,
        "clause": None,
        "number": f"G-{one.id}",
        "title": "核酸采样",
        "text": one.content.text,
        "broadcast": None,
        "mongolian": None,
        "rhythm": None,
        "audience": {
            "to": {"kind": "place", "places": ["永茂社区"]},
            "but_places": [],
            "but_people": [],
        },
        "to": "永茂社区的人",
        "text_sha256": one.text_sha256,
        "counted": 2,
        "with_account": 1,
        "submitted_by": "陈主任",
        "submitted_at": iso(NOW),
        "sent_back": None,
        "approved_by": "刘主任",
        "approved_role": "office",
        "approved_at": iso(NOW),
        "override_reason": None,
        "send_from": iso(NOW),
        "stopped_by": None,
        "stopped_at": None,
        "stopped": None,
        "withdrawn": None,
        "sent_at": None,
        "round_at": None,
    }
    assert [(row["notice"], row["person"], row["channel"], row["status"]) for row in lines(ledger, "delivery")] == [
        (one.id, "住户0", None, "due"),
        (one.id, "住户1", "visit", "unreachable"),
    ]


def test_an_edited_notice_prints_both_versions_and_one_with_a_spoilt_audience_prints(ledger: Ledger) -> None:
    one = notice_for(ledger, 1)

    def work(db: Db) -> None:
        author = people.Recipient(None, one.drafted_by_id, one.drafted_by)
        assert notices.edit(db, one, content("改成后天。"), author, "office", NOW).done
        db.run(Statement(text("UPDATE notice SET audience = 'x' WHERE version = 1")))

    ledger.transact(work)
    assert [row["status"] for row in lines(ledger, "notice")] == ["draft"]
    both = lines(ledger, "notice", versions=True)
    assert [(row["id"], row["version"], row["status"], row["to"]) for row in both] == [
        (one.id, 1, "superseded", "x"),
        (one.id, 2, "draft", "全街道的人"),
    ]
