"""The six stories of the page, played from first to last step on a demonstration, and again where it has been played."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests
import yaml

from commands.rehearsal_labels import word
from knowledge.settings import PROJECT_FOLDER
from simulator.client import Stand
from simulator.storybook import stories
from tests.servers import free_port
from tests.storyteller import DOES, Storyteller
from tests.test_demo import playing

PEOPLE = yaml.safe_load((PROJECT_FOLDER / "knowledge" / "demo" / "people.yaml").read_text(encoding="utf-8"))
IDS = [str(story["id"]) for story in stories()]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    # A story is played here in a second: nobody writes as fast as that.
    fast = {"HEXI_LIMITS__MESSAGES_PER_MINUTE": "1000"}
    with playing(tmp_path_factory.mktemp("stories"), free_port(in_a_row=2), **fast) as (_, control):
        yield control


@pytest.mark.parametrize("script", stories(), ids=IDS)
def test_a_story_plays_and_what_it_shows_of_the_ledger_is_there(script: Mapping[str, Any], stand: Stand) -> None:
    teller = Storyteller(stand, script)
    teller.play()
    for wanted in script["ledger"]:
        about = {"about": teller.cast[wanted["of"]]}
        told = requests.get(f"{stand.url}/_control/ledger", about, proxies={"http": ""}, timeout=60).json()
        kinds = [record["record"] for record in told["records"]]
        for kind in wanted["records"]:
            assert kinds.count(kind) >= wanted.get("newest", 1), (kind, kinds)
    assert "{" not in teller.fill(script["end"])


@pytest.mark.parametrize("script", stories(), ids=IDS)
def test_a_story_plays_again_with_what_the_first_time_left(script: Mapping[str, Any], stand: Stand) -> None:
    Storyteller(stand, script).play()


@pytest.mark.parametrize("script", stories(), ids=IDS)
def test_a_story_that_was_given_up_half_way_does_not_spoil_the_next_time(script: Mapping[str, Any], stand: Stand) -> None:
    given_up = Storyteller(stand, script)
    given_up.begin()
    for step in script["steps"][:3]:
        given_up.do_and_wait(step)
    Storyteller(stand, script).play()


def test_something_else_than_the_story_says_is_noticed(stand: Stand) -> None:
    script = {"title": "别的", "cast": {"one": {"name": "路过的人"}}, "steps": []}
    teller = Storyteller(stand, script, patience=0.5)
    teller.begin()
    with pytest.raises(AssertionError, match="should see"):
        teller.do_and_wait({"who": "one", "says": "你好", "then": [{"sees": "从没说过的话"}]})


@pytest.mark.parametrize("script", stories(), ids=IDS)
def test_a_story_is_whole(script: Mapping[str, Any]) -> None:
    assert set(script) == {"id", "title", "about", "minutes", "cast", "steps", "end", "ledger"} | ({"draw"} & set(script))
    openids = {one["openid"] for one in PEOPLE}
    assert all(one.get("openid", one.get("name")) in openids or "name" in one for one in script["cast"].values())
    known = {*script.get("draw", {})}
    for step in script["steps"]:
        assert len({"clock", *DOES} & set(step)) == 1
        assert step["notice"].endswith("。")
        assert set(_values(step)) - set().union(*(one.get("keep", {}) for one in step["then"])) <= known, step
        for one in step["then"]:
            assert one.get("who", step.get("who")) in script["cast"]
            known |= set(one.get("keep", {}))
    assert set(_values({"end": script["end"]})) <= known
    for wanted in script["ledger"]:
        assert wanted["of"] in script["cast"]
        assert all(not word("record", kind).isascii() for kind in wanted["records"])


def test_there_are_six_short_ones() -> None:
    assert [story["title"] for story in stories()] == [
        "回家", "夜里发烧", "封控小区里的透析", "网格员的早晨", "有人撑不住了", "一份公告，两个人",
    ]  # fmt: skip
    assert all(len(story["steps"]) <= 15 for story in stories())


def _values(step: Mapping[str, Any]) -> list[str]:
    said = {name: value for name, value in step.items() if name != "then"}
    sees = [one["sees"] for one in step.get("then", [])]
    return re.findall(r"\{(\w+)\}", repr((said, sees)).replace("{'", "'").replace("'}", "'"))
