"""What may leave in a minute is counted for all processes together, and each goes on alone while Redis is away."""

import pytest
import redis

from bot.sending.budget import MinuteBudget, SharedBudget
from bot.sending.token_shelf import connect
from knowledge.times import MINUTE, SECOND


def spent(budget: SharedBudget, live: bool, now: int, tries: int = 1000) -> int:
    """How many of so many messages may leave."""
    return sum(budget.spend(live, now) for _ in range(tries))


def test_two_processes_share_a_minute_and_a_fifth_is_kept_for_live_messages(redis_url: str) -> None:
    ours, theirs = (SharedBudget(100, connect(redis_url), "wxbudget") for _ in range(2))
    now = 7 * MINUTE
    assert spent(ours, False, now, 50) == 50
    assert spent(theirs, False, now) + spent(ours, False, now) == 30
    assert spent(theirs, True, now) + spent(ours, True, now) == 20
    assert spent(ours, False, now + MINUTE) == 80


def test_while_redis_is_away_each_keeps_to_its_share_and_goes_on(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = connect(redis_url)
    ours, theirs = (SharedBudget(100, shared, "wxaway") for _ in range(2))
    now = 70 * MINUTE
    assert ours.spend(True, now) and theirs.spend(True, now) and ours.spend(True, now)

    def away(*_: object) -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(shared, "eval", away)
    later = now + MINUTE
    assert spent(ours, True, later) == 50  # it knew of two senders
    monkeypatch.undo()
    assert spent(ours, True, later + MINUTE + 6 * SECOND) == 100


def test_without_a_limit_of_ours_everything_may_leave() -> None:
    assert all(MinuteBudget(None).spend(False, 0) for _ in range(1000))
