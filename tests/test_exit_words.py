"""When somebody goes out, in words and put together from what was said (clause 3.4.1)."""

import pytest

from handlers.exits import times as exit_times
from knowledge import exit_words
from knowledge.exit_deadlines import sign_by, unsigned_until
from knowledge.settings import Exits
from knowledge.times import MINUTE, parse_moment

NOW = parse_moment("2022-01-20T09:00")


@pytest.mark.parametrize(
    ("leave", "back", "days", "until", "words"),
    [
        ("2022-01-21T07:00", "2022-01-21T12:00", [], None, "1月21日（周五）07:00—12:00"),
        ("2022-01-21T07:00", "2022-01-22T12:00", [], None, "1月21日（周五）07:00—1月22日（周六）12:00"),
        ("2022-01-21T07:00", "2022-01-21", [], None, "1月21日（周五）07:00 出，当天回"),
        ("2022-01-21", "2022-01-21T12:00", [], None, "1月21日（周五），12:00 前回"),
        ("2022-01-21", "2022-01-21", [], None, "1月21日（周五）"),
        ("2022-01-21", "2022-01-23", [], None, "1月21日（周五）—1月23日（周日）"),
        ("2022-01-21T07:00", None, [], None, "1月21日（周五）07:00 出发"),
        ("2022-01-21T07:00", "2022-01-21T12:00", ["MO", "FR"], "2022-02-18",
         "每周一五 07:00—12:00，1月21日（周五）起，到2月18日（周五）"),
    ],
)  # fmt: skip
def test_the_hours_of_an_exit(leave: str, back: str | None, days: list[str], until: str | None, words: str) -> None:
    assert exit_words.when_words(leave, back, days, until) == words


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ((), "林秀"),
        (("我",), "林秀"),
        (("妈妈", "我"), "林秀＋妈妈"),
        (("妈妈",), "林秀的妈妈"),
        (("爸爸", "妈妈"), "林秀的爸爸、妈妈"),
    ],
)
def test_who_goes(people: tuple[str, ...], words: str) -> None:
    assert exit_words.who_words("林秀", people) == words


def test_a_trip_that_comes_again_begins_on_one_of_its_days() -> None:
    assert exit_times.first_trip("2022-01-21", ["TU", "TH"]) == "2022-01-25"
    assert exit_times.first_trip("2022-01-21", ["FR"]) == "2022-01-21"


@pytest.mark.parametrize(
    ("found", "known", "back"),
    [
        ({"return_time": "12:00"}, {"leave_at": "2022-01-21T07:00"}, "2022-01-21T12:00"),
        ({"return_time": "01:00"}, {"leave_at": "2022-01-21T22:00"}, "2022-01-22T01:00"),
        ({"return_days": 2}, {"leave_at": "2022-01-21"}, "2022-01-23"),
        ({"stay_minutes": 90}, {"leave_at": "2022-01-21T07:00"}, "2022-01-21T08:30"),
        ({"stay_minutes": 90}, {"leave_at": "2022-01-21"}, None),
        ({"leave_at": "2022-01-21T07:00"}, {"return_time": "12:00"}, "2022-01-21T12:00"),
        ({"leave_at": "2022-01-23"}, {"leave_at": "2022-01-21T07:00", "return_by": "2022-01-21T12:00"}, "2022-01-23T12:00"),
        ({"destination": "市医院"}, {"leave_at": "2022-01-21T07:00", "return_by": "2022-01-21T12:00"}, None),
        ({"return_time": "12:00"}, {}, None),
    ],
)  # fmt: skip
def test_coming_back_counts_from_leaving(found: dict[str, object], known: dict[str, object], back: str | None) -> None:
    assert exit_times.return_by(found, known) == back  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("leaves", "urgent", "due"),
    [
        ("2022-01-21T07:00", False, "2022-01-20T11:00"),
        ("2022-01-20T11:30", False, "2022-01-20T10:30"),
        ("2022-01-20T09:00", True, "2022-01-20T09:15"),
        ("2022-01-20T10:02", True, "2022-01-20T09:05"),
    ],
)
def test_by_when_somebody_has_to_sign(leaves: str, urgent: bool, due: str) -> None:
    assert sign_by(Exits(), NOW, parse_moment(leaves), urgent=urgent) == parse_moment(due)


def test_until_when_a_request_can_be_signed() -> None:
    leaves = parse_moment("2022-01-21T07:00")
    assert unsigned_until(Exits(), NOW, leaves, whole_day=False) == leaves + 60 * MINUTE
    assert unsigned_until(Exits(), NOW, NOW - MINUTE, whole_day=False) == NOW + 60 * MINUTE
    day, next_day = parse_moment("2022-01-21T00:00"), parse_moment("2022-01-22T00:00")
    assert unsigned_until(Exits(), NOW, day, whole_day=True) == next_day
