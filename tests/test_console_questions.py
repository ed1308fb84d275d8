"""What people ask, answers to them and answers that are kept, on the office's pages."""

from collections.abc import Iterator

import pytest

from knowledge.times import parse_moment
from ledger import kept_answers
from ledger.kept_answers import KeptAnswer
from tests.console_side import REAL, Office, cheap_hashing
from tests.talking import Talk
from tests.test_console_pages import press, seen

QUESTION = "幼儿园什么时候开学"


@pytest.fixture
def pages(talk: Talk) -> Iterator[Office]:
    with cheap_hashing():
        yield Office(talk.installation, talk.clock, [parse_moment(REAL)])


def kept(talk: Talk) -> list[KeptAnswer]:
    return talk.installation.ledger.read(lambda db: kept_answers.standing(db, 10))


def test_a_question_is_answered_on_the_page_kept_and_told_to_the_next_who_asks(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", QUESTION)
    talk.say("王阿姨", "1")
    browser = pages.signed_in("陈主任", "office")
    press(browser, "接手")
    taken = seen(browser.get("/handovers/1").text)
    assert "微信发给本人，带您的姓名" in taken
    assert "对方要看得懂" in seen(browser.follow(browser.post("/handovers/1/answer", answer="。")).text)
    browser.get("/handovers/1")
    form = browser.follow(browser.post("/handovers/1/answer", answer="等教育局通知", keep="yes"))
    talk.reaches("王阿姨", "您问的事，陈主任回话：等教育局通知…")
    assert f'value="{QUESTION}"' in form.text
    assert "等教育局通知" in form.text
    said = {"question": QUESTION, "wordings": "娃啥时候上幼儿园", "answer": "等教育局通知", "place": "", "handover": "1"}
    assert browser.post("/questions/answers/new", **said, ends_on="2021-01-01").status_code == 422
    done = seen(browser.follow(browser.post("/questions/answers/new", **said, ends_on="2022-02-10")).text)
    assert "等另一位同志同意" in done
    assert "写的人自己不能同意" in done
    browser.post("/questions/answers/1/approve", version="1")
    assert [one.status for one in kept(talk)] == ["submitted"]
    other = pages.signed_in("刘干事", "office")
    assert "留给大家的答复，等您同意 1 件" in seen(other.get("/").text)
    other.get("/questions/answers/1")
    assert "在用" in seen(other.follow(other.post("/questions/answers/1/approve", version="1")).text)
    assert "街道防控办1月20日的答复：\n等教育局通知" in talk.say("王阿姨", "娃啥时候上幼儿园")


def test_the_page_shows_what_nothing_answered_by_place_and_day(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "封控一天给补多少钱")
    talk.say("生人", "封控期间有补贴吗")
    browser = pages.signed_in("陈主任", "office")
    said = seen(browser.get("/questions/").text)
    for words in ("问过 2 次", "没答上的 1 件", "2次", "永茂社区 1", "还没登记的人 1", "1月20日 2次", "封控期间有没有补偿"):
        assert words in said
    assert "王阿姨" not in said
    assert "没答上的 1 件" in seen(browser.get("/questions/?place=永茂社区&days=1").text)
    assert "这些天还没有人问过" in seen(browser.get("/questions/?place=老区社区").text)


def test_a_change_on_the_page_starts_from_what_was_shown(talk: Talk, pages: Office) -> None:
    talk.say("陈主任", f"留答复 问：{QUESTION} 答：等教育局通知")
    browser = pages.signed_in("刘干事", "office")
    browser.get("/questions/answers/1/change")
    said = {"question": QUESTION, "wordings": "", "answer": "3月1日", "place": "老区社区", "ends_on": "2022-02-10"}
    talk.say("陈主任", "D-1 答 等通知")
    stale = seen(browser.follow(browser.post("/questions/answers/1/change", version="1", **said)).text)
    assert "这件刚刚改过" in stale
    assert "3月1日" not in stale
    browser.get("/questions/answers/1/change")
    done = seen(browser.follow(browser.post("/questions/answers/1/change", version="2", **said)).text)
    assert "只给老区社区" in done
    assert "第1版" in done
    assert "别的同志刚刚已经办了这件" not in done
    ended = seen(browser.follow(browser.post("/questions/answers/1/end", version="3")).text)
    assert "停用了" in ended


@pytest.mark.parametrize("path", ["/questions/", "/questions/answers/new", "/questions/answers/1"])
def test_nobody_but_the_office_has_these_pages(talk: Talk, pages: Office, path: str) -> None:
    talk.say("陈主任", f"留答复 问：{QUESTION} 答：等教育局通知")
    browser = pages.signed_in("何医生", "group_member", "medical")
    assert browser.get(path).status_code == 404
