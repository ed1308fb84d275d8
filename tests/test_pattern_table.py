"""Many patterns at once: what is left out could not have matched, for every command and whatever somebody writes."""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.offer import Command
from handlers import OFFER
from knowledge.language.normalise import normalise
from knowledge.language.pattern_table import PatternTable, Sought, hint_of, signs_of
from tests.language_texts import any_text

_PATTERNS = [command.pattern for command in OFFER.commands]
_TABLE = PatternTable(_PATTERNS)
# What the commands are made of, so that texts come near to them.
_SIGNS = sorted({sign for pattern in _PATTERNS for sign in pattern.pattern} | set("0123456789FWS \n"))


def one_by_one(text: str) -> list[tuple[int, tuple[int, int]]]:
    """The places of the patterns that match, each tried by itself, with where their last group stands."""
    matches = [(place, pattern.fullmatch(text)) for place, pattern in enumerate(_PATTERNS)]
    return [(place, match.span(match.lastindex or 0)) for place, match in matches if match is not None]


def at_once(text: str) -> list[tuple[int, tuple[int, int]]]:
    """The same by the table."""
    return [(place, match.span(match.lastindex or 0)) for place, match in _TABLE.whole(text)]


@pytest.mark.parametrize(
    ("pattern", "common", "signs"),
    [
        pytest.param(r"绑定 ?(\S{1,64})?", "定", "绑", id="of several signs the rarest"),
        pytest.param("撤回|取消", "回消", "撤取", id="one of each alternative"),
        pytest.param("撤回|.消", "回", "撤消", id="beside any sign the one behind it"),
        pytest.param("(?:我的)?码", "", "码", id="what may be missing does not count"),
        pytest.param("[急快]+", "", "急快", id="listed signs"),
        pytest.param("[0-3]号?", "", "0123", id="a short range"),
        pytest.param("(?=.*码).{2,}", "", "码", id="what must follow somewhere"),
        pytest.param("(?:门|[^到])来{2}", "", "来", id="what must come more than once"),
    ],
)
def test_the_signs_without_which_a_pattern_cannot_match(pattern: str, common: str, signs: str) -> None:
    assert signs_of(re.compile(pattern), Counter(common)) == frozenset(signs)


@pytest.mark.parametrize(
    "pattern", [".+", "[^到]+", r"\d+", "[一-鿿]{2}", "(?:门)?", "门|", "(?!门).*", "(?i)w1", "(?i:w)1?", r"(门)?\1?"]
)
def test_a_pattern_of_which_nothing_can_be_said_is_always_tried(pattern: str) -> None:
    assert signs_of(re.compile(pattern), {}) is None
    assert list(PatternTable([re.compile(pattern)]).possible("")) == [0]


@pytest.mark.parametrize("pattern", [".+", "(?:门)?", "门|"])
def test_what_may_be_in_any_text_has_no_hint(pattern: str) -> None:
    with pytest.raises(ValueError, match="may match any text"):
        Sought(pattern)


def test_a_hint_stands_in_whatever_one_of_several_patterns_finds() -> None:
    hint = hint_of([re.compile("透析|住院"), re.compile("[去上]趟")])
    said = ("打卡 36.5", "去趟旗里", "明天透析", "得很远")
    assert [text for text in said if hint.search(text) is not None] == ["去趟旗里", "明天透析"]


@given(st.text("去上趟旗透析住院没 ", max_size=12))
def test_a_pattern_that_is_sought_finds_what_it_finds_by_itself(text: str) -> None:
    pattern = "(?<!没)透析|住院|[去上]趟"
    found, sought = re.search(pattern, text), Sought(pattern).search(text)
    assert (found and found.span()) == (sought and sought.span())
    assert Sought(pattern).sub("-", text) == re.sub(pattern, "-", text)


def test_order_and_matches_are_those_of_the_list() -> None:
    table = PatternTable([re.compile(one) for one in (".+", "打(卡)", "买.*", "[打记]卡")])
    assert [(place, match[0]) for place, match in table.whole("打卡")] == [(0, "打卡"), (1, "打卡"), (3, "打卡")]
    assert list(table.possible("买菜")) == [0, 2]


@pytest.mark.parametrize("command", OFFER.commands, ids=lambda command: command.name)
def test_whatever_is_a_command_is_heard_as_one(command: Command) -> None:
    place = OFFER.commands.index(command)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(command.pattern, fullmatch=True))
    def check(text: str) -> None:
        assert place in [found for found, _ in at_once(text)]
        assert at_once(text) == one_by_one(text)

    check()


@settings(max_examples=400, deadline=None)
@given(st.one_of(any_text, st.text(st.sampled_from(_SIGNS), max_size=30)))
def test_no_text_is_heard_otherwise_than_pattern_by_pattern(text: str) -> None:
    for said in (text, normalise(text)):
        assert at_once(said) == one_by_one(said)


def test_most_commands_are_not_tried_for_a_check_in() -> None:
    said = ["打卡 36.5 没有不舒服", "健康打卡 体温36.5 没有症状", "打卡 36.4℃ 无不适", "1", "好", "后天从呼市回来"]
    tried = [len(list(_TABLE.possible(text))) for text in said]
    assert max(tried) * 4 < len(_PATTERNS), tried
