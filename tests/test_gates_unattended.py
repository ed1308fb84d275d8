"""A gate that nobody is at is told to whoever leads, then to the office (clause 3.4.1: guarded for 24 hours)."""

import pytest
from sqlalchemy import text

from ledger import Statement
from tests.gate_town import GATE, guard, lead
from tests.talking import Talk

_TOLD = Statement(text("SELECT person_id FROM outbox WHERE key LIKE 'gate_unattended:%' ORDER BY id"))
_NAME = Statement(text("SELECT name FROM person WHERE id = :who"))


def told(talk: Talk) -> list[str]:
    """Who was told that a gate has nobody, in order."""
    return talk.installation.ledger.read(
        lambda db: [str(db.value(_NAME, who=row[0])) for row in db.all(_TOLD)]
    )


@pytest.fixture
def gated(talk: Talk) -> Talk:
    """A sealed building with a leader and a guard."""
    guard(talk, "老马", GATE)
    lead(talk)
    return talk


def test_a_gate_that_nobody_is_at_goes_to_the_leader_and_then_to_the_office(gated: Talk) -> None:
    gated.say("老马", "接班")
    gated.at("2022-01-20T20:00")
    assert gated.job("gates_unattended") == 0
    gated.say("老马", "交班")
    gated.later(minutes=14)
    assert gated.job("gates_unattended") == 0
    gated.later(minutes=1)
    assert gated.job("gates_unattended") == 1
    gated("""助手→周平: 永茂社区6号楼卡口现在没人在班，从20:00起，上一班是老马。
             封闭的地方卡口24小时都要有人。请马上看一下，人到了让他回「接班」。〔预案3.4.1〕""")
    assert told(gated) == ["周平"]
    gated.later(minutes=15)
    gated.job("gates_unattended")
    gated.later(minutes=15)
    gated.job("gates_unattended")  # each hears of it once
    assert told(gated) == ["周平", "陈主任"]
    gated.say("老马", "接班")
    assert gated.job("gates_unattended") == 0


def test_the_next_stretch_without_anybody_is_told_anew(gated: Talk) -> None:
    for _ in range(2):
        gated.say("老马", "接班")
        gated.later(hours=1)
        gated.say("老马", "交班")
        gated.later(minutes=16)
        gated.job("gates_unattended")
    assert told(gated) == ["周平", "周平"]


def test_a_sealed_place_at_which_nobody_ever_began_a_shift(talk: Talk) -> None:
    guard(talk, "老马", GATE)  # and nobody leads: then it is the office's at once
    talk.at("2022-01-21T00:10")
    assert talk.job("gates_unattended") == 1
    talk.reaches("陈主任", "永茂社区6号楼卡口现在没人在班，从1月20日09:00起，还没有人接过班。…")


def test_where_nothing_is_sealed_no_gate_is_looked_at(talk: Talk) -> None:
    talk.later(hours=3)
    assert talk.job("gates_unattended") == 0


def test_a_shift_that_nobody_ended_hides_an_empty_gate_for_no_more_than_a_day(gated: Talk) -> None:
    gated.say("老马", "接班")
    gated.later(hours=24, minutes=14)
    assert gated.job("gates_unattended") == 0
    gated.later(minutes=1)
    assert gated.job("gates_unattended") == 1
    assert told(gated) == ["周平"]
    gated.say("老马", "交班")
    gated.say("老马", "接班")
    assert gated.job("gates_unattended") == 0
