"""Danger to life is heard in texts that another hand wrote; those kept back are looked at only as a score."""

from pathlib import Path

import pytest

from evaluation.danger import KEPT_BACK, OPEN, DangerScore, Labelled, labelled, score

# What was reached when the texts came: less is a step back.
FLOORS = {OPEN: (0.98, 0.98), KEPT_BACK: (0.93, 0.88)}


@pytest.mark.parametrize("path", FLOORS, ids=["open", "kept back"])
def test_no_fewer_dangers_are_heard_and_no_more_false_alarms_raised_than_before(path: Path) -> None:
    reached = score(labelled(path))
    precision, recall = FLOORS[path]
    assert reached.precision >= precision
    assert reached.recall >= recall
    assert reached.kind_accuracy >= 0.95


def test_the_score_counts_what_was_heard_missed_and_raised_for_nothing() -> None:
    texts = [
        Labelled(text="我爸晕倒了", danger="unconscious"),
        Labelled(text="撑不住了", danger="despair"),
        Labelled(text="家里着火了", danger="gas"),
        Labelled(text="打卡 36.5", danger="labour"),
        Labelled(text="打卡 36.5", danger=None),
        Labelled(text="着火了", danger=None),
    ]
    reached = score(texts)
    assert reached == DangerScore(
        heard=3, unsure=1, right_kind=2, missed=(("labour", 1),), false_alarms=1, quiet=1
    )
    assert (reached.precision, reached.recall) == (0.75, 0.75)
