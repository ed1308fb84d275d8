"""What people told of others, and rumours, on the office's pages: never who told it, with the rights that the chat has."""

from collections.abc import Iterator

import pytest

from knowledge.times import parse_moment
from tests.console_side import REAL, Office, cheap_hashing
from tests.talking import Talk
from tests.test_console_pages import press, seen
from tests.told_town import audited, printed, settle


@pytest.fixture
def pages(talk: Talk) -> Iterator[Office]:
    settle(talk)
    with cheap_hashing():
        yield Office(talk.installation, talk.clock, [parse_moment(REAL)])


def test_a_report_is_taken_and_closed_on_the_page(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "3号楼2单元楼下一帮人打麻将")
    browser = pages.signed_in("郑保安", "group_member", "security")
    said = seen(browser.get("/").text)
    for words in ("有人反映的情况 1 件", "Q0120-01 聚集 永茂社区3号楼2单元楼下", "时限 今天 09:30", "〔预案3.2〕"):
        assert words in said
    assert "王阿姨" not in said
    assert "由您接手了" in press(browser, "接手 Q0120-01")
    talk.reaches("王阿姨", "您说的事（Q0120-01）有人接手了…")
    assert "对方要看得懂" in press(browser, "办结 Q0120-01", outcome=" 。。 ")
    assert "500个字以内" in press(browser, "办结 Q0120-01", outcome="写" * 501)
    assert "反映的人会收到结果" in press(browser, "办结 Q0120-01", outcome="人已劝散")
    talk.reaches("王阿姨", "您说的事（Q0120-01）办完了：人已劝散…")
    assert [(who, what) for who, _, what in audited(talk, "violation_report")] == [
        ("somebody", "violation told"),
        ("郑保安", "violation taken"),
        ("郑保安", "violation closed"),
    ]
    assert "现在没有等您处理的" in seen(browser.get("/").text)


def test_who_was_quicker_in_the_chat_has_it(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "3号楼2单元楼下一帮人打麻将")
    browser = pages.signed_in("郑保安", "group_member", "security")
    browser.get("/")
    talk.say("马保安", "接 Q0120-01")
    said = seen(browser.follow(browser.post("/violations/Q0120-01/take")).text)
    assert "别的同志刚刚已经办了这件" in said
    assert "谁接手的 马保安" in said


def test_the_grid_worker_finds_a_return_and_not_its_words(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "6号楼2单元302有一家从沈阳回来没报备，就在我家对门")
    talk.say("王阿姨", "3号楼2单元楼下一帮人打麻将")
    browser = pages.signed_in("李强", "grid_worker", "永茂社区/1网格")
    said = seen(browser.get("/").text)
    assert "Q0120-01 回来没报备 永茂社区6号楼2单元302" in said
    assert "对门" not in said
    assert "Q0120-02" not in said
    assert "别的同志刚刚已经办了这件" in seen(browser.follow(browser.post("/violations/Q0120-02/take")).text)
    assert "反映的人会收到结果" in press(browser, "办结 Q0120-01", outcome="已补报备")
    assert [line["status"] for line in printed(talk, "violation_report")] == ["closed", "open"]


def test_a_rumour_is_answered_on_the_page_and_approved_by_the_office(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "听说永茂有人确诊了 是真的吗")
    talk.say("赵某", "群里说永茂有人确诊")
    browser = pages.signed_in("钱宣传", "group_member", "publicity")
    said = seen(browser.get("/").text)
    assert "求证，等答复 1 件" in said
    assert "Z0120-01 2个人在问" in said
    assert "王阿姨" not in said
    assert "对方要看得懂" in press(browser, "答复 Z0120-01", answer="。")
    assert "防控办同意以后" in press(browser, "答复 Z0120-01", answer="没有这回事")
    talk.reaches("赵某", "您问的事（Z0120-02），宣传引导组钱宣传 1月20日 09:00 答复：\n没有这回事…")
    assert browser.post("/rumours/Z0120-01/approve").status_code == 404
    office = pages.signed_in("陈主任", "office")
    assert "求证的答复，等您同意 1 件" in seen(office.get("/").text)
    assert "马上给这个答复" in press(office, "同意答复 Z0120-01")
    assert "没有这回事" in talk.say("李强", "听说永茂有人确诊")


def test_what_is_another_groups_is_not_shown(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "3号楼2单元楼下一帮人打麻将")
    talk.say("王阿姨", "听说明天要封城 是真的吗")
    browser = pages.signed_in("何医生", "group_member", "medical")
    said = seen(browser.get("/").text)
    assert "Q0120-01" not in said
    assert "Z0120-01" not in said
    browser.get("/account")  # a page with a form, and so with a token
    assert "别的同志" in seen(browser.follow(browser.post("/rumours/Z0120-01/answer", answer="真的有")).text)
    assert [line["status"] for line in printed(talk, "rumour_check")] == ["open"]
