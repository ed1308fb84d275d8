"""「值班和督查」 of the office's pages (clauses 3.4.1, 3.4.3, 4.3): the roster is read, shown and entered; what is late."""

from collections.abc import Iterator

import pytest

from knowledge.times import parse_moment
from tests.console_side import REAL, Office, cheap_hashing
from tests.duty_town import seal
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


def test_what_was_written_down_and_what_is_left_today(pages: Office, talk: Talk) -> None:
    seal(talk)
    talk.at("2022-01-20T17:00")
    talk.say("李强", "6号楼楼道消毒完了 84兑1:100")
    talk.say("李强", "值班：王强 8:00-16:00 老张家下水堵了")
    talk.say("李强", "值班改成8点到15点")
    seen = pages.signed_in("陈主任", "office").get("/duty/logs").text
    for words in (
        "永茂社区7号楼、永茂社区8号楼",  # not disinfected
        "永茂社区6号楼、永茂社区7号楼、永茂社区8号楼",  # not cleared
        "永茂社区 今天 09:00 到 今天 17:00",  # no shift at the gate
        "今天 08:00 到 今天 15:00",
        "王强（李强记的），改过",
        "老张家下水堵了",
        "84兑1:100",
    ):
        assert words in seen


def test_a_lead_reads_their_own_place_and_who_only_looks_reads_no_words(pages: Office, talk: Talk) -> None:
    seal(talk)
    seal(talk, "老区社区", ("1号楼",))
    talk.at("2022-01-20T17:00")
    talk.say("陈主任", "永茂6号楼垃圾清了 老张家门口")
    talk.say("陈主任", "老区1号楼垃圾清了")
    bind(talk, "孙主任", "community_lead", "永茂社区")
    seen = pages.signed_in("孙主任", "community_lead", "永茂社区").get("/duty/logs").text
    assert "老张家门口" in seen
    assert "老区" not in seen
    bind(talk, "赵督查", "inspector", "")
    seen = pages.signed_in("赵督查", "inspector").get("/duty/logs").text
    assert "老区社区1号楼" in seen
    assert "老张" not in seen
    bind(talk, "周平", "task_force_leader", "永茂社区")
    assert pages.signed_in("周平", "task_force_leader", "永茂社区").get("/duty/logs").status_code in {403, 404}
