"""One message, one transaction: repeats, hang-ups, poison, talkers, long answers (THREATS I1-I3, F1-F3, F24, A30)."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from re import Match

import pytest
from sqlalchemy import text

from bot.offer import Command
from bot.router import Router
from bot.turn import Turn
from commands import wiring
from handlers import OFFER
from ledger import Db
from ledger.statement import Statement
from tests.processes import wait_until
from tests.talking import Talk, talking

_CHECKINS = Statement(text("SELECT count(*) FROM health_checkin"))
_INBOX = Statement(text("SELECT count(*) FROM inbox"))
_TO_FOLLOW = Statement(text("SELECT count(*) FROM outbox WHERE kind = 'reply' AND status = 'due'"))
_PARKED = Statement(text("SELECT tries, parked_at FROM parked_message"))


def count(talk: Talk, statement: Statement) -> int:
    found: int = talk.installation.ledger.read(lambda db: db.value(statement))
    return found


Run = Callable[[Turn, Match[str]], str | None]


@pytest.fixture
def with_command(ledger_url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Run], Talk]]:
    """An assistant that also knows one more command, for what no ordinary message makes happen."""
    with ExitStack() as running:

        def start(run: Run) -> Talk:
            command = Command("special", re.compile("特别的话.*"), run, staff_only=False)
            router = Router(replace(OFFER, commands=(command, *OFFER.commands)))
            monkeypatch.setattr(wiring, "_router", lambda: router)
            return running.enter_context(talking(ledger_url, data_dir))

        yield start


def test_the_same_push_twice_is_booked_once_and_answered_alike(talk: Talk) -> None:
    first = talk.stand.say(talk.openid("王阿姨"), "打卡 36.5 没事", msg_id=77)
    again = talk.stand.say(talk.openid("王阿姨"), "打卡 36.5 没事", msg_id=77)
    assert first.reply == again.reply
    assert count(talk, _CHECKINS) == 1


def test_a_repeat_while_the_first_is_in_work_waits_for_it(with_command: Callable[[Run], Talk]) -> None:
    working = threading.Event()

    def slow(turn: Turn, _match: Match[str]) -> str:
        working.wait(0.7)
        return turn.render("blank")

    talk = with_command(slow)
    outcome = talk.stand.say(talk.openid("王阿姨"), "特别的话", together=3)
    assert [attempt.status for attempt in outcome.attempts] == [200, 200, 200]
    assert len({attempt.reply for attempt in outcome.attempts}) == 1
    assert count(talk, _INBOX) == 1


def test_words_that_nobody_heard_follow_later(with_command: Callable[[Run], Talk]) -> None:
    def slow(_turn: Turn, _match: Match[str]) -> str:
        threading.Event().wait(0.8)
        return "这句话要送到"

    talk = with_command(slow)
    outcome = talk.stand.say(talk.openid("王阿姨"), "特别的话", hang_up_after=[0.2], tries=1)
    assert not outcome.delivered
    wait_until(lambda: count(talk, _TO_FOLLOW) == 1)
    talk.later(seconds=20)
    talk.reaches("王阿姨", "这句话要送到")


def test_a_repeat_that_hears_the_words_makes_the_later_ones_unnecessary(with_command: Callable[[Run], Talk]) -> None:
    def slow(_turn: Turn, _match: Match[str]) -> str:
        threading.Event().wait(0.8)
        return "这句话要送到"

    talk = with_command(slow)
    outcome = talk.stand.say(talk.openid("王阿姨"), "特别的话", hang_up_after=[0.2], tries=3)
    assert outcome.seen == "这句话要送到"
    talk.later(seconds=20)
    threading.Event().wait(1.5)
    assert [one for one in talk.stand.chat(talk.openid("王阿姨")) if one.channel == "custom"] == []


def test_a_poisoned_message_is_parked_and_its_neighbours_are_untouched(with_command: Callable[[Run], Talk]) -> None:
    def poison(_turn: Turn, _match: Match[str]) -> str:
        raise ZeroDivisionError("王阿姨 13800001111")  # a defect whose text must reach nobody

    talk = with_command(poison)
    people = [talk.openid(f"邻居{number}") for number in range(12)]
    talk.openid("王阿姨")
    with ThreadPoolExecutor(13) as pool:
        poisoned = pool.submit(talk.stand.say, talk.openid("王阿姨"), "特别的话")
        neighbours = list(pool.map(lambda openid: talk.stand.say(openid, "帮助"), people))
    assert all(outcome.delivered and outcome.tries == 1 for outcome in neighbours)
    outcome = poisoned.result()
    assert [attempt.status for attempt in outcome.attempts] == [503, 503, 200]
    assert "值班的工作人员" in outcome.seen
    tries, parked_at = talk.installation.ledger.read(lambda db: db.one(_PARKED)) or (0, None)
    assert (tries, parked_at is not None) == (3, True)
    talk.reaches("陈主任", "【待人工】第1号…")
    talk("""陈主任: 转人工
            助手: 第1号 王阿姨（…）：特别的话…""")


def test_above_the_limit_everything_is_booked_and_answered_success(ledger_url: str, data_dir: Path) -> None:
    with talking(ledger_url, data_dir, HEXI_LIMITS__MESSAGES_PER_MINUTE="3") as talk:
        seen = [talk.say("王阿姨", f"打卡 36.{number} 没事") for number in range(1, 6)]
        assert ["打卡好了" in words for words in seen] == [True, True, True, False, False]
        assert seen[3:] == ["", ""]
        assert count(talk, _CHECKINS) == 5


def test_a_long_answer_is_cut_at_a_sentence_and_the_rest_follows(with_command: Callable[[Run], Talk]) -> None:
    sentence = "这是一句不短也不长的话，说明白了就到句号为止。"

    def long(_turn: Turn, _match: Match[str]) -> str:
        return sentence * 60

    talk = with_command(long)
    heard = talk.say("王阿姨", "特别的话")
    assert heard.endswith("。")
    assert len(heard.encode()) <= 2048
    talk.later(seconds=2)
    rest = talk.reaches("王阿姨", f"{sentence}…")
    assert len(rest.encode()) <= 2048


def test_unknown_kinds_and_events_get_success(talk: Talk) -> None:
    openid = talk.openid("王阿姨")
    for event in ("something_new", "MASSSENDJOBFINISH", "TEMPLATESENDJOBFINISH"):
        assert talk.stand.act(openid, "event", {"event": event}).delivered
    assert talk.stand.act(openid, "message", {"msg_type": "hologram", "elements": {"What": "x"}}).delivered


def test_pictures_voices_and_positions_are_told_what_to_do_instead(talk: Talk) -> None:
    openid = talk.openid("王阿姨")
    assert "看不懂" in talk.stand.act(openid, "image").seen
    assert "打字" in talk.stand.act(openid, "voice").seen
    assert "打卡好了" in talk.stand.act(openid, "voice", {"recognition": "打卡三十六度五没事"}).seen


def test_leaving_deletes_what_belongs_to_the_account(talk: Talk) -> None:
    talk("""王阿姨: 我要报备
            助手: 从哪里回来？…""")
    openid = talk.openid("王阿姨")
    talk.stand.act(openid, "unfollow")

    def traces(db: Db) -> list[int]:
        tables = ("account", "conversation", "inbox", "outbox", "human_handover")
        return [
            db.value(Statement(text(f"SELECT count(*) FROM {table} WHERE openid = :who")), who=openid)
            for table in tables
        ]

    assert talk.installation.ledger.read(traces) == [0, 0, 0, 0, 0]
