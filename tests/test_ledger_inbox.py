"""The inbox: a message counts once, is answered the same again, and what fails three times waits for a person."""

import sqlite3
from pathlib import Path

import psycopg
import pytest

from ledger import Db, Ledger, conversations, inbox, outbox
from ledger import places as place_tree
from ledger.conversations import OpenForm
from ledger.outbox import claims as outbox_claims
from ledger.outbox import settling as outbox_settling
from ledger.people import Recipient, accounts
from ledger.tables import inbox as inbox_table
from ledger.tables import parked_message
from tests.outbox_rows import put
from tests.town import NOW, count, everything, found, settle

KEY = b"0123456789abcdef"
REPLY = "王阿姨，已为您登记：36.5℃，谢谢配合。"


def book(ledger: Ledger, key: bytes = KEY, reply: str = REPLY) -> None:
    ledger.transact(lambda db: inbox.book(db, key, "o-wang", NOW, NOW, reply))


def arrive(ledger: Ledger, key: bytes = KEY, openid: str = "o-wang") -> inbox.Arrival:
    return ledger.transact(lambda db: inbox.arrive(db, key, openid))


def test_a_message_counts_once_whoever_comes_first(ledger: Ledger) -> None:
    book(ledger)
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.UniqueViolation)):
        book(ledger, reply="something else")
    assert count(ledger, inbox_table) == 1
    assert arrive(ledger).reply == REPLY


@pytest.mark.parametrize("reply", [REPLY, "", "😀 名字里有'引号' 和 % 和 :x"])
def test_a_repeated_message_gets_the_same_words(ledger: Ledger, reply: str) -> None:
    assert arrive(ledger).reply is None
    book(ledger, reply=reply)
    assert arrive(ledger).reply == reply
    assert arrive(ledger, key=b"another key 1234").reply is None


def test_replies_parked_messages_and_private_answers_are_sealed_on_disk(ledger: Ledger, data_dir: Path) -> None:
    secrets = {"我家在哪只有我知道", "13800001111", REPLY}

    def work(db: Db) -> None:
        inbox.book(db, KEY, "o-wang", NOW, NOW, REPLY)
        inbox.count_try(db, b"broken", "o-wang", "我家在哪只有我知道", "KeyError", NOW, 3)
        form = OpenForm("return_report", {"phone": "13800001111", "party_size": 3}, NOW, NOW)
        conversations.save(db, "o-wang", form, frozenset({"phone"}))
        outbox.queue(
            db, key="reply:1", to=Recipient("o-wang", None, "王阿姨"), kind="reply", body=REPLY, about="reply", now=NOW
        )

    ledger.transact(work)
    assert arrive(ledger).form == OpenForm("return_report", {"party_size": 3, "phone": "13800001111"}, NOW, NOW)
    assert not [row for row in everything(ledger) if any(secret in repr(row) for secret in secrets)]
    for file in data_dir.iterdir():
        assert not [secret for secret in secrets if secret.encode() in file.read_bytes()]


def test_who_is_writing_is_known_with_home_form_and_what_waits_for_them(ledger: Ledger) -> None:
    found(ledger)
    nobody = arrive(ledger, openid="o-zhao")
    assert (nobody.contact.is_bound, nobody.contact.path, nobody.form, nobody.has_waiting) == (False, "", None, False)

    def work(db: Db) -> None:
        settle(db, "王阿姨", "永茂社区/6号楼/2单元/301", openid="o-wang")
        settle(db, "李强", openid="o-li", role="grid_worker", scope="永茂社区/1网格")
        accounts.note_informed(db, "o-wang", NOW)
        conversations.save(db, "o-wang", OpenForm("health_checkin", {}, NOW, NOW), frozenset())
        to = Recipient("o-wang", None, "王阿姨")
        put(db, key="k", to=to, kind="notice", body="x", about="x", now=NOW)
        row = outbox_claims.claim(db, NOW, "lease", 1000, 1)[0]
        outbox_settling.settle_waiting(db, row, outbox.WAITS_FOR_CONTACT, NOW + 60_000, NOW)

    ledger.transact(work)
    wang = arrive(ledger)
    assert (wang.contact.name, wang.contact.address) == ("王阿姨", "永茂社区/6号楼/2单元/301")
    assert wang.contact.home == place_tree.Address("永茂社区", "6号楼", "2单元", "301")
    assert (wang.contact.is_staff, wang.contact.informed, wang.has_waiting) == (False, True, True)
    assert wang.form is not None
    assert wang.form.name == "health_checkin"
    li = arrive(ledger, openid="o-li")
    assert (li.contact.is_staff, li.contact.informed, li.contact.address, li.form) == (True, False, "", None)


def test_the_third_try_parks_a_message_and_the_first_is_remembered(ledger: Ledger) -> None:
    def fail(at: int) -> bool:
        return ledger.transact(lambda db: inbox.count_try(db, KEY, "o-wang", "some words", "KeyError", at, 3))

    assert [fail(NOW), fail(NOW + 5_000)] == [False, False]
    assert ledger.read(inbox.parked) == 0
    assert fail(NOW + 10_000)
    assert ledger.read(inbox.parked) == 1
    ((_, openid, tries, first_at, parked_at, error, sealed),) = [
        row for name, row in everything(ledger) if name == "parked_message"
    ]
    assert (openid, tries, first_at, parked_at, error) == ("o-wang", 3, NOW, NOW + 10_000, "KeyError")
    assert isinstance(sealed, bytes)
    assert ledger.keys.unseal(sealed, b"parked_message.message") == "some words"


def test_a_message_that_went_through_after_all_leaves_no_count_and_a_parked_one_stays(ledger: Ledger) -> None:
    ledger.transact(lambda db: inbox.count_try(db, KEY, "o-wang", "words", "KeyError", NOW, 3))
    ledger.transact(lambda db: inbox.count_try(db, b"parked", "o-wang", "words", "KeyError", NOW, 1))
    for key in (KEY, b"parked"):
        ledger.transact(lambda db, key=key: inbox.forget_tries(db, key))  # type: ignore[misc]
    assert count(ledger, parked_message) == 1
    assert ledger.read(inbox.parked) == 1


def test_a_form_is_open_until_it_is_closed_and_the_newest_answers_count(ledger: Ledger) -> None:
    for temperature in (36.5, 38.2):
        form = OpenForm("health_checkin", {"temperature": temperature, "name": "王阿姨"}, NOW, NOW)
        ledger.transact(lambda db, form=form: conversations.save(db, "o-wang", form, frozenset({"name"})))  # type: ignore[misc]
    assert arrive(ledger).form == OpenForm("health_checkin", {"temperature": 38.2, "name": "王阿姨"}, NOW, NOW)
    ledger.transact(lambda db: conversations.close(db, "o-wang"))
    assert arrive(ledger).form is None
