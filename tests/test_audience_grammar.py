"""Labelled words of the office about whom a notice is for, and the place that the words of a notice are about."""

import pytest

from knowledge.language.audiences import place_in_notice, read_audience
from knowledge.language.normalise import normalise
from tests.rows import every_row

# Said; kind, places, role or case, who is left out.
LABELLED: list[tuple[str, str, tuple[str, ...], str, tuple[str, ...]]] = [
    ("全街道", "everybody", (), "", ()),
    ("所有人", "everybody", (), "", ()),
    ("全体居民", "everybody", (), "", ()),
    ("发给大家", "everybody", (), "", ()),
    ("老区社区", "place", ("老区社区",), "", ()),
    ("老区社区的居民", "place", ("老区社区",), "", ()),
    ("永茂", "place", ("永茂社区",), "", ()),
    ("永茂社区和泰安社区", "place", ("永茂社区", "泰安社区"), "", ()),
    ("永茂、泰安两个社区", "place", ("永茂社区", "泰安社区"), "", ()),
    ("永茂社区6号楼", "place", ("永茂社区/6号楼",), "", ()),
    ("永茂6号楼和7号楼的人", "place", ("永茂社区/6号楼", "永茂社区/7号楼"), "", ()),
    ("永茂6、7号楼", "place", ("永茂社区/6号楼", "永茂社区/7号楼"), "", ()),
    ("永茂六号楼二单元", "place", ("永茂社区/6号楼/2单元",), "", ()),
    ("二号村3组", "place", ("二号村/3组",), "", ()),
    ("2号村", "place", ("二号村",), "", ()),
    ("永茂社区1网格", "grid", ("永茂社区/1网格",), "", ()),
    ("永茂社区第二网格", "grid", ("永茂社区/2网格",), "", ()),
    ("封控区", "sealed", (), "", ()),
    ("封着的楼", "sealed", (), "", ()),
    ("永茂社区封控的楼", "sealed", ("永茂社区",), "", ()),
    ("网格员", "role", (), "grid_worker", ()),
    ("所有网格员", "role", (), "grid_worker", ()),
    ("永茂社区的网格员", "role", ("永茂社区",), "grid_worker", ()),
    ("社区书记们", "role", (), "community_lead", ()),
    ("卡口值守人员", "role", (), "gate_guard", ()),
    ("返乡人员", "open_case", (), "return_report", ()),
    ("物资申请还没办完的人", "open_case", (), "supply_request", ()),
    ("今天没打卡的", "not_checked_in", (), "", ()),
    ("永茂社区还没打卡的人", "not_checked_in", ("永茂社区",), "", ()),
    ("全街道，除了二号村", "everybody", (), "", ("二号村",)),
    ("除了永茂社区和二号村都发", "everybody", (), "", ("永茂社区", "二号村")),
    ("永茂社区（不含6号楼）", "place", ("永茂社区",), "", ("永茂社区/6号楼",)),
    ("永茂社区，除了6号楼", "place", ("永茂社区",), "", ("永茂社区/6号楼",)),
    ("永茂社区，6号楼不发", "place", ("永茂社区",), "", ("永茂社区/6号楼",)),
    ("永茂社区（不含1网格）", "place", ("永茂社区",), "", ("永茂社区/1网格",)),
    ("老区社区以外的人", "everybody", (), "", ("老区社区",)),
    ("除永茂社区外的所有人", "everybody", (), "", ("永茂社区",)),
    ("永茂社区和泰安社区的网格员", "role", ("永茂社区", "泰安社区"), "grid_worker", ()),
    ("永茂社区，永茂6号楼除外", "place", ("永茂社区",), "", ("永茂社区/6号楼",)),
]
# What is half read, and what is said to be not understood: nobody gets a notice by such words.
HALF_READ = [
    ("永茂社区居民和网格员", "永茂社区居民和网格员"),
    ("永茂社区的网格员和6号楼的人", "永茂社区的网格员和6号楼的人"),
    ("永茂社区和6号楼", "永茂社区和6号楼"),
    ("居民和网格员", "居民和网格员"),
    ("永茂社区二单元", "二单元"),
    ("永茂社区的重点人群", "重点人群"),
    ("永茂社区的老人", "老人"),
    ("从永茂社区回来的人", "从永茂社区回来的人"),
    ("不是永茂社区的人", "不是永茂社区的人"),
    ("非封控区", "非"),
    ("永茂社区，除了老人", "除了老人"),
    ("除了永茂社区的老人都发", "除了永茂社区的老人"),
]
NOBODY = ["1", "2", "好的", "明天上午", "送审", "不知道", "36.5", "河东区"]

# The words of a notice, and the place they are about.
NOTICES: list[tuple[str, tuple[str, ...]]] = [
    ("明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼", ("老区社区",)),
    ("永茂社区6号楼明天停水，从9点到12点，请提前接水", ("永茂社区/6号楼",)),
    ("明天全员核酸，请带身份证", ()),
    ("永茂社区和泰安社区明天核酸", ()),
    ("除永茂社区以外明天停水", ()),
    ("从永茂社区回来的人请报备", ()),
    ("二号村3组今晚停电", ("二号村/3组",)),
]


@every_row(("said", "kind", "places", "of", "but"), LABELLED)
def test_whom_a_notice_is_for_is_heard(
    said: str, kind: str, places: tuple[str, ...], of: str, but: tuple[str, ...]
) -> None:
    found = read_audience(normalise(said))
    assert found is not None
    assert (found.kind, found.places, found.of, found.but_places) == (kind, places, of, but)


@every_row(("said", "unread"), HALF_READ)
def test_what_is_not_understood_to_its_end_is_named(said: str, unread: str) -> None:
    found = read_audience(normalise(said))
    assert found is not None
    assert (found.is_whole, found.unread) == (False, unread)


@every_row("said", NOBODY)
def test_other_words_name_nobody(said: str) -> None:
    assert read_audience(normalise(said)) is None


@every_row(("said", "places"), NOTICES)
def test_the_one_place_of_a_notice_is_found(said: str, places: tuple[str, ...]) -> None:
    found = place_in_notice(normalise(said))
    assert (found.places if found is not None else ()) == places


@pytest.mark.parametrize("said", ["老区社区", "永茂社区的居民", "所有网格员", "今天没打卡的", "除了二号村都发", "封控区"])
def test_words_that_say_nothing_else_are_an_audience_by_themselves(said: str) -> None:
    found = read_audience(normalise(said))
    assert found is not None
    assert found.is_whole


@pytest.mark.parametrize("said", ["老区社区核酸采样", "网格员明天九点开会", "大家注意天冷加衣"])
def test_words_that_say_more_are_not(said: str) -> None:
    found = read_audience(normalise(said))
    assert found is not None
    assert not found.is_whole
