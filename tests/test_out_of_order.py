"""Messages that arrive in another order than they were said in: no answer ever lands in a wrong field (THREATS F5)."""

import itertools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.desk import Desk
from bot.message import Message
from commands.wiring import build_desk
from ledger.statement import Statement
from tests.talking import Talk, talking

# What somebody says one after the other; 3 and 1 would also answer other questions than the one they were said to.
SAID = (
    "我要报备，后天从呼和浩特开车回来",
    "3",
    "永茂社区6号楼2单元301",
    "林秀",
    "13800001112",
    "1",
)
RIGHT = ("呼和浩特市", "2022-01-22", "car", 3, "永茂社区", "6号楼", "2单元", "301", "林秀")
# What is answered to each question that is asked again.
ANSWERS = (
    ("请核对", "1"),
    ("是「3」吗", "1"),
    ("是「1」吗", "2"),
    ("从哪里回来", SAID[0]),
    ("几个人", "3"),
    ("哪个社区", SAID[2]),
    ("几号楼", "6号楼2单元301"),
    ("几单元", "2单元301"),
    ("姓名", "林秀"),
    ("手机号", SAID[4]),
    ("社区或村", SAID[2]),
    ("都对就回 1", "1"),
)


class Writer:
    """One new person whose messages come in any order; a message is said a second after the one before."""

    def __init__(self, desk: Desk, number: int, began_at: int) -> None:
        self.openid = f"o-order-{number:04d}"
        self._desk = desk
        self._began_at = began_at

    def push(self, place: int, words: str) -> str:
        """Let the message arrive that was said as number `place`."""
        said_at = self._began_at + place * 1000
        message = Message(
            key=os.urandom(16),
            openid=self.openid,
            account="gh_test",
            kind="text",
            sent_at=said_at,
            received_at=said_at,
            msg_id=1000 + place,
            text=words,
            event="",
            event_key="",
            menu_id="",
            fields={},
        )
        return self._desk.answer(message, lambda: False)

    def answer_what_is_asked(self, heard: str) -> str:
        """Answer the questions one after the other, until the report is filed."""
        for place in range(10, 30):
            if "报备好了" in heard:
                return heard
            words = next((answer for asked, answer in ANSWERS if asked in heard), SAID[0])
            heard = self.push(place, words)
        raise AssertionError(f"never filed; the last words were:\n{heard}")


def play(talk: Talk, desk: Desk, number: int, order: Sequence[int]) -> None:
    """One order: whatever was filed on the way or is filed in the end is right, and filed once."""
    writer = Writer(desk, number, talk.clock[0])
    heard = ""
    for place in order:
        heard = writer.push(place, SAID[place])
        if "报备好了" in heard:
            break
    if "报备好了" not in heard:
        writer.answer_what_is_asked(heard)
    ledger = talk.installation.ledger
    person = ledger.read(lambda db: db.all(_REPORTS_OF, who=writer.openid))
    assert person == [RIGHT], f"order {order}: {person}"


_REPORTS_OF = Statement(
    text(
        "SELECT origin_name, arrive_date, transport, party_size, community, building, unit, room, name"
        " FROM return_report WHERE status != 'superseded'"
        " AND filed_by_id = (SELECT person_id FROM account WHERE openid = :who)"
    )
)


@pytest.fixture
def patient(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """An assistant that answers in words however much is said in a minute."""
    with talking(ledger_url, data_dir, HEXI_LIMITS__MESSAGES_PER_MINUTE="1000") as playing:
        yield playing


def test_no_order_of_six_messages_fills_a_wrong_field(patient: Talk) -> None:
    desk = build_desk(patient.installation)
    # Every order on the embedded database, every tenth behind PostgreSQL's locks: the form is the same.
    step = 1 if patient.installation.ledger.is_sqlite else 10
    for number, order in enumerate(itertools.islice(itertools.permutations(range(len(SAID))), 0, None, step)):
        play(patient, desk, number, order)


def test_an_answer_that_was_overtaken_takes_its_place_and_the_later_one_is_asked_again(talk: Talk) -> None:
    writer = Writer(build_desk(talk.installation), 0, talk.clock[0])
    assert "几个人" in writer.push(0, SAID[0])
    assert "几个人" in writer.push(3, "林秀")
    assert "人数是「3」吗" in writer.push(1, "3")  # asked: the message before it may be missing yet
    assert "哪个社区" in writer.push(4, "1")
    assert "称呼" in writer.push(5, "永茂社区6号楼2单元301")  # the name was said later than the 3: it is asked again


def test_what_was_said_before_the_form_was_begun_answers_nothing_in_it(talk: Talk) -> None:
    writer = Writer(build_desk(talk.installation), 0, talk.clock[0])
    asked = writer.push(5, SAID[0])
    late = writer.push(4, "取消")
    assert late.startswith("您前面那句话现在才到")
    assert asked.splitlines()[-1] in late
