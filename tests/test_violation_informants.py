"""Whoever tells of others stays hidden (DESIGN 6.14, 6.15; docs/decisions/0025), wherever one could look for them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from knowledge.times import DAY
from ledger import Db, history, violations
from ledger.history import Reach
from ledger.people import accounts
from ledger.places import root_path
from ledger.retention import Limits, delete_some
from ledger.statement import Statement
from tests.talking import Talk
from tests.told_town import audited, chat_of, printed, put_to, settle

_ROW = Statement(text("SELECT * FROM violation_report"))
_OUTBOX = Statement(text("SELECT key, about, person_id, openid FROM outbox ORDER BY id"))
_TASKS = Statement(text("SELECT count(*) FROM task"))
_PERSON = Statement(text("SELECT id FROM person WHERE name = '王阿姨'"))
_TOLD = "3号楼2单元楼下一帮人打麻将，我是6号楼301的王阿姨，电话13800001111"
STAFF = ("郑保安", "马保安", "李强", "周敏", "陈主任", "孙书记", "赵督查")


@pytest.fixture
def town(talk: Talk) -> Iterator[Talk]:
    settle(talk)
    talk.say("王阿姨", _TOLD)
    talk.reaches("郑保安", "【反映】…")
    yield talk


def read(talk: Talk, statement: Statement) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(statement))


def test_no_message_to_anybody_names_them(town: Talk) -> None:
    for who, words in (("郑保安", "接 Q0120-01"), ("郑保安", "Q0120-01"), ("陈主任", "待办"), ("陈主任", "Q0120-01")):
        town.say(who, words)
    town.say("王阿姨", "补充 又来了人，我家在6号楼 13800001111")
    town.say("郑保安", "办结 Q0120-01 散了")
    town.later(days=1)
    for job in ("violations_overdue", "digest"):
        town.job(job)
    for who in STAFF:
        for clue in ("王阿姨", "13800001111", "138****1111", "6号楼301"):
            assert clue not in chat_of(town, who) + put_to(town, who)


def test_neither_row_nor_print_names_them(town: Talk) -> None:
    (row,) = read(town, _ROW)
    clear = " ".join(str(value) for value in row if isinstance(value, str))
    assert "王阿姨" not in clear
    assert town.openid("王阿姨") not in clear
    for record in ("violation_report", "audit", "escalation"):
        assert "王阿姨" not in str([line for line in printed(town, record) if "violation" in str(line)])
    (line,) = printed(town, "violation_report")
    assert (line["filed_by"], line["anonymous"]) == ("", False)
    assert "王阿姨" not in str(line["text"])


def test_the_audit_trail_says_that_somebody_told_it(town: Talk) -> None:
    town.say("王阿姨", "补充 又来了人")
    town.say("王阿姨", "撤回 Q0120-01")
    town.say("王阿姨", "1")
    assert audited(town, "violation_report") == [
        ("somebody", None, "violation told"),
        ("somebody", None, "violation added to"),
        ("somebody", None, "violation withdrawn"),
    ]


def test_no_list_of_messages_leads_from_the_record_to_them(town: Talk) -> None:
    town.say("郑保安", "接 Q0120-01")
    town.say("郑保安", "办结 Q0120-01 散了")
    town.reaches("王阿姨", "…办完了：散了…")
    openid = town.openid("王阿姨")
    theirs = [row for row in read(town, _OUTBOX) if row[3] == openid]
    assert theirs
    for key, about, person_id, _ in theirs:
        assert "violation" not in f"{key} {about}"
        assert person_id is None
    printed_ones = [line for line in printed(town, "delivery") if "violation" in f"{line['key']} {line['about']}"]
    assert {line["person"] for line in printed_ones} == {"郑保安", "马保安"}


def test_only_with_unmasked_the_name_is_printed_and_never_of_whoever_stays_unnamed(town: Talk) -> None:
    assert [line["filed_by"] for line in printed(town, "violation_report", unmasked=True)] == ["王阿姨"]
    town.say("王阿姨", "5号楼楼下也有一帮人打牌 匿名")
    assert [line["filed_by"] for line in printed(town, "violation_report", unmasked=True)] == ["王阿姨", ""]
    assert [line["anonymous"] for line in printed(town, "violation_report")] == [False, True]
    assert "名字也没有留" in chat_of(town, "王阿姨")


def test_whoever_says_so_afterwards_leaves_no_name_either(town: Talk) -> None:
    assert town.say("王阿姨", "别说是我说的").startswith("好的，Q0120-01 没有留您的名字。")
    (line,) = printed(town, "violation_report", unmasked=True)
    assert (line["filed_by"], line["anonymous"]) == ("", True)
    assert "已转给" not in town.say("赵某", "别说是我说的")


def test_their_way_on_the_pages_has_nothing_of_it(town: Talk) -> None:
    def look(db: Db) -> list[str]:
        (row,) = db.all(_PERSON)
        return [entry.kind for entry in history.of_person(db, row[0], Reach(root_path(db), is_office=True))]

    assert "violation_report" not in town.installation.ledger.read(look)


def test_who_asks_for_a_person_right_after_does_not_give_it_away(town: Talk) -> None:
    town.say("王阿姨", "人工")
    asked = town.say("陈主任", "转人工")
    assert "王阿姨" in asked
    assert "Q0120-01" not in asked
    assert "打麻将" not in asked


def test_whom_no_message_reaches_is_not_visited_for_it(town: Talk) -> None:
    """A knock at the door with the answer would tell the whole house."""
    town.installation.ledger.transact(lambda db: accounts.forget(db, town.openid("王阿姨")))
    assert "反映的人已经不在线，没有告诉" in town.say("郑保安", "办结 Q0120-01 散了")
    assert read(town, _TASKS) == [(0,)]


def test_a_form_that_was_left_is_brought_to_nobodys_door(town: Talk) -> None:
    town.say("王阿姨", "反映情况")
    town.later(days=1)
    town.job("forms_waiting")
    asked = [row for row in read(town, _OUTBOX) if str(row[1]) == "conversation:violation_report"]
    assert [row[2] for row in asked] == [None]


def test_when_the_account_leaves_nothing_leads_to_it_any_more(town: Talk) -> None:
    openid = town.openid("王阿姨")
    town.installation.ledger.transact(lambda db: accounts.forget(db, openid))
    assert town.installation.ledger.read(lambda db: violations.of_account(db, openid, 0)) == []
    assert town.installation.ledger.read(lambda db: violations.account_of(db, 1)) is None


def test_after_its_time_the_words_and_all_that_leads_to_them_are_gone(town: Talk) -> None:
    town.say("郑保安", "办结 Q0120-01 散了")
    later = town.clock[0] + DAY
    limits = Limits(replies=0, sent_texts=later, parked_messages=0, open_forms=0)
    ledger = town.installation.ledger
    while ledger.transact(lambda db: delete_some(db, limits, 200)):
        pass
    (line,) = printed(town, "violation_report", unmasked=True)
    assert (line["text"], line["result"], line["filed_by"], line["status"]) == ("", None, "", "closed")
    assert ledger.read(lambda db: violations.account_of(db, 1)) is None
