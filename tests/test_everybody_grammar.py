"""Labelled sentences about a whole household: what is said of all, who is named besides, how many there are."""

from knowledge.language.everybody import find_everybody
from knowledge.language.normalise import normalise
from tests.rows import every_row

# What all have, those named with theirs, how many, whether the writer is left out.
LABELLED: list[tuple[str, float | None, list[tuple[str, float | None]], int | None, bool]] = [
    ("一家子都36.5 就我爸37.1有点咳嗽", 36.5, [("爸爸", 37.1)], None, False),
    ("全家都36.5", 36.5, [], None, False),
    ("一家三口都36.5没事", 36.5, [], 3, False),
    ("我们全家都没事 就我37.5", None, [("我", 37.5)], None, False),
    ("家里另外两个人也都36.6", 36.6, [], 2, True),
    ("我36.5 家里另外两个人也都36.6", 36.6, [("我", 36.5)], 2, True),
    ("除了我爸37.1 其他人都36.5", 36.5, [("爸爸", 37.1)], None, False),
]
NOBODY = ["打卡 36.5 没事", "我36.5 妈妈36.6 都没事", "全家去北京", "其他都没有", "另外都正常"]


@every_row(("said", "all_have", "named", "count", "without"), LABELLED)
def test_a_whole_household_is_heard(
    said: str, all_have: float | None, named: list[tuple[str, float | None]], count: int | None, without: bool
) -> None:
    found = find_everybody(normalise(said))
    assert found is not None
    assert (found.health.temperature, [(one.name, one.health.temperature) for one in found.named]) == (all_have, named)
    assert (found.count, found.without_speaker) == (count, without)


@every_row("said", NOBODY)
def test_whoever_speaks_of_no_household_is_not_taken_to(said: str) -> None:
    assert find_everybody(normalise(said)) is None
