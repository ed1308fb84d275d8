"""Leaving and ageing: what an account leaves behind is detached from it, and what is no record ends in its time."""

import pytest
from sqlalchemy import select

from knowledge.times import DAY
from ledger import (
    Db,
    Ledger,
    Statement,
    alerts,
    audit,
    checkins,
    conversations,
    handovers,
    inbox,
    outbox,
    people,
    retention,
)
from ledger.alerts import NewAlert
from ledger.checkins import Checkin
from ledger.conversations import OpenForm
from ledger.outbox import claims as outbox_claims
from ledger.outbox import settling as outbox_settling
from ledger.people import Recipient, accounts, invitations
from ledger.people.invitations import Wanted
from ledger.records import NO_DECISION
from ledger.retention import Limits
from ledger.tables import account, health_checkin, person
from ledger.tables import audit as audit_table
from ledger.tables import inbox as inbox_table
from ledger.tables import outbox as outbox_table
from tests.outbox_rows import put
from tests.town import NOW, count, everything, filing, found

_SENT = Statement(select(outbox_table.c.status, outbox_table.c.openid, outbox_table.c.body_sealed))
OPENID = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"
KEYS = (b"first message 01", b"second message 2")


@pytest.fixture
def lived(ledger: Ledger) -> Ledger:
    """王阿姨 has bound, checked in, asked for a person, begun a form, broken the bot once, and been written to."""
    found(ledger)

    def work(db: Db) -> None:
        wanted = Wanted("resident", "王阿姨", "永茂社区/6号楼/2单元/301", "13800001111")
        code = invitations.invite(db, wanted, frozenset(), NOW)
        accounts.follow(db, OPENID, NOW)
        invitations.use(db, "WRONG", inbox.arrive(db, KEYS[0], OPENID).contact, NOW)
        invitations.use(db, code, inbox.arrive(db, KEYS[0], OPENID).contact, NOW)
        inbox.book(db, KEYS[0], OPENID, NOW, NOW, "绑定好了")
        accounts.touch(db, OPENID, NOW)
        accounts.note_informed(db, OPENID, NOW)
        wang = inbox.arrive(db, KEYS[1], OPENID).contact
        filed = filing("王阿姨", wang.person_id)
        said = Checkin(wang.person_id, "王阿姨", "2022-01-20", 38.2, ("fever",), None, None)
        number = checkins.add(db, said, filed, NO_DECISION)
        alerts.add(
            db, NewAlert("medical", "health", f"health_checkin:{number}", "王阿姨", None, NOW), filed, NO_DECISION
        )
        handovers.add(db, OPENID, "请找个人", NOW, filed)
        audit.note(db, NOW, wang.person_id, "王阿姨", "check-in filed", f"health_checkin:{number}")
        conversations.save(db, OPENID, OpenForm("return_report", {"phone": "1"}, NOW, NOW), frozenset({"phone"}))
        inbox.count_try(db, b"broken", OPENID, "怪消息", "KeyError", NOW, 3)
        inbox.book(db, KEYS[1], OPENID, NOW, NOW, "已登记")
        for state in ("due", "claimed", "sent"):
            key = f"{state}:{number}"
            outbox.queue(db, key=key, to=wang.recipient(), kind="reminder", body="words", about="x", now=NOW)
            if state != "due":
                (row,) = outbox_claims.claim(db, NOW, "lease", 1000, 1)
                if state == "sent":
                    outbox_settling.settle_sent(db, row, "custom", "", NOW)
            else:
                (row,) = outbox_claims.claim(db, NOW, "lease", 1000, 1)
                outbox_settling.settle_retry(db, row, "later", NOW + DAY)

    ledger.transact(work)
    return ledger


def test_nothing_of_an_account_that_left_remains_but_the_keys_of_its_messages(lived: Ledger) -> None:
    assert any(OPENID in repr(row) for _, row in everything(lived))
    lived.transact(lambda db: accounts.forget(db, OPENID))
    assert [name for name, row in everything(lived) if OPENID in repr(row)] == []
    assert count(lived, account) == 0
    for key in KEYS:
        arrival = lived.read(lambda db, key=key: inbox.arrive(db, key, OPENID))  # type: ignore[misc]
        assert arrival.reply == ""  # known as seen, for ever, without its words
        assert not arrival.contact.is_bound
        assert arrival.form is None


def test_records_stay_when_an_account_leaves(lived: Ledger) -> None:
    before = [(name, row) for name, row in everything(lived) if name in {"health_checkin", "alert", "person", "audit"}]
    lived.transact(lambda db: accounts.forget(db, OPENID))
    after = [(name, row) for name, row in everything(lived) if name in {"health_checkin", "alert", "person", "audit"}]
    assert after == before
    assert (count(lived, health_checkin), count(lived, person), count(lived, audit_table)) == (1, 1, 1)
    (waiting,) = lived.read(handovers.waiting)
    assert (waiting.openid, waiting.text) == (None, "请找个人")


def test_nothing_is_sent_to_an_account_that_left_and_no_words_for_it_are_kept(lived: Ledger) -> None:
    lived.transact(lambda db: accounts.forget(db, OPENID))
    assert lived.transact(lambda db: outbox_claims.claim(db, NOW + 9 * DAY, "lease", 1000, 10)) == []
    rows = [row for name, row in everything(lived) if name == "outbox"]
    assert len(rows) == 3
    assert all(b"" in row for row in rows)
    assert sorted(str(word) for row in rows for word in row if word in {"sent", "unreachable", "due", "claimed"}) == [
        "sent",
        "unreachable",
        "unreachable",
    ]


def test_somebody_who_follows_again_begins_anew(lived: Ledger) -> None:
    lived.transact(lambda db: accounts.forget(db, OPENID))
    lived.transact(lambda db: accounts.follow(db, OPENID, NOW))
    again = lived.read(lambda db: inbox.arrive(db, b"third message 3", OPENID).contact)
    assert (again.is_bound, again.informed, again.name) == (False, False, "")


def _limits(before: int) -> Limits:
    return Limits(replies=before, sent_texts=before, parked_messages=before, open_forms=before)


def test_what_is_still_in_its_time_stays(lived: Ledger) -> None:
    before = list(everything(lived))
    assert lived.transact(lambda db: retention.delete_some(db, _limits(NOW), 200)) == 0
    assert list(everything(lived)) == before


def test_what_is_past_its_time_goes_step_by_step_and_records_and_keys_stay(lived: Ledger) -> None:
    kept = ("health_checkin", "alert", "person", "audit", "human_handover", "role", "place")
    records = [(name, row) for name, row in everything(lived) if name in kept]
    steps = []
    while deleted := lived.transact(lambda db: retention.delete_some(db, _limits(NOW + 1), 1)):
        steps.append(deleted)
    assert steps == [4, 1]  # a reply, a sent text, a parked message and a form; then the other reply
    assert [(name, row) for name, row in everything(lived) if name in kept] == records
    assert count(lived, inbox_table) == 2
    known = lived.read(lambda db: inbox.arrive(db, KEYS[0], OPENID))
    assert (known.reply, known.form, known.contact.name) == ("", None, "王阿姨")
    left = {status: (openid, bytes(body) != b"") for status, openid, body in lived.read(lambda db: db.all(_SENT))}
    assert left == {"due": (OPENID, True), "claimed": (OPENID, True), "sent": (None, False)}


def test_what_has_not_left_yet_keeps_its_words_however_old_it_is(ledger: Ledger) -> None:
    to = Recipient("o-wang", None, "王阿姨")
    ledger.transact(lambda db: put(db, key="k", to=to, kind="notice", body="words", about="x", now=NOW))
    assert ledger.transact(lambda db: retention.delete_some(db, _limits(NOW + 99 * DAY), 200)) == 0
    (row,) = ledger.transact(lambda db: outbox_claims.claim(db, NOW + 99 * DAY, "lease", 1000, 10))
    assert row.body == "words"


def test_a_person_is_found_again_by_a_second_account(lived: Ledger) -> None:
    lived.transact(lambda db: accounts.forget(db, OPENID))
    (someone,) = lived.read(lambda db: people.named_in(db, "王阿姨", "1."))
    lived.transact(lambda db: accounts.bind(db, "o-new", someone[0]))
    assert lived.read(lambda db: people.recipient(db, someone[0])).openid == "o-new"
