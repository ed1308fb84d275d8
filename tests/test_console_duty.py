"""「值班和督查」 of the office's pages (clauses 3.4.1, 3.4.3, 4.3): the roster is read, shown and entered; what is late."""

from collections.abc import Iterator

import pytest

from knowledge.times import parse_moment
from tests.console_side import REAL, Office, cheap_hashing
from tests.talking import Talk
from tests.test_ladder import bind, climb


@pytest.fixture
def pages(talk: Talk) -> Iterator[Office]:
    """The pages of the assistant that the transcript talks to, at the same time of the application's clock."""
    with cheap_hashing():
        yield Office(talk.installation, talk.clock, [parse_moment(REAL)])


def test_the_office_reads_a_roster_looks_at_it_and_enters_it(pages: Office, talk: Talk) -> None:
    browser = pages.signed_in("陈主任", "office")
    assert "还没有排班" in browser.get("/duty/").text
    lines = "值班员 陈主任 20:00-8:00\r\n张三 今天"
    shown = browser.post("/duty/read", lines=lines).text
    assert "没看懂：张三 今天" in shown
    assert "值班员 陈主任 今天 20:00 到 1月21日 08:00" in shown
    assert "记上这 1 条" in shown
    entered = browser.follow(browser.post("/duty/enter", lines=lines)).text
    assert "记上了。夜里有事先找当班的。" in entered
    assert "第1号 值班员 陈主任 1月20日 20:00 到 1月21日 08:00" in talk.say("陈主任", "值班表")
    assert "撤了" in browser.follow(browser.post("/duty/1/withdraw")).text
    assert "还没有排班" in talk.say("陈主任", "值班表")


def test_the_inspector_sees_what_is_late_without_names_and_enters_nothing(pages: Office, talk: Talk) -> None:
    bind(talk, "赵督查", "inspector", "")
    talk.say("王阿姨", "打卡 39 没别的")
    climb(talk)
    talk.say("何医生", "人手不够")
    browser = pages.signed_in("赵督查", "inspector")
    seen = browser.get("/duty/").text
    assert "等人接手的情况 1" in seen
    assert "何医生说：人手不够" in seen
    assert "王阿姨" not in seen
    assert "看看读得对不对" not in seen
    browser.get("/account")  # where there is a form with a token
    assert browser.post("/duty/read", lines="值班员 赵督查 今天").status_code == 404


def test_a_lead_enters_for_their_own_place_alone(pages: Office, talk: Talk) -> None:
    bind(talk, "周平", "community_lead", "永茂社区")
    browser = pages.signed_in("周平", "community_lead", "永茂社区")
    browser.get("/duty/")
    shown = browser.post("/duty/read", lines="文化社区 卡口 张三 今天\n永茂社区 卡口 张三 今天").text
    assert "没看懂：文化社区 卡口 张三 今天" in shown
    assert "记上这 1 条" in shown
