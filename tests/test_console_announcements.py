"""管控公告 on the office's pages: entered, every slip shown, looked at, and put in force by a named person (DESIGN 6.6)."""

import io
import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from knowledge.announcements.entry import read_workbook
from knowledge.times import parse_moment
from ledger import announcements
from tests.console_side import REAL, Browser, Office, cheap_hashing
from tests.talking import Talk
from tests.test_announcement_changes import HOHHOT, in_force_row
from tests.test_announcement_entry import HEAD, filled
from tests.test_console_pages import actions, seen
from tests.test_return_announcements import MONITORING, issued, put_in_force

QUARANTINE = {"地名": "呼和浩特市", "措施": "居家隔离", "天数": 14, "从哪天算": "离开"}
FIELDS = {
    "number": "第15号",
    "issuer": "演示指挥部",
    "title": "【演示】",
    "effective_at": "2022-01-21 00:00",
    "replaces": "第14号",
    "old_cases": "也按新的",
    "note": "",
    "table": "地名\t措施\t天数\t从哪天算\n呼和浩特市\t居家隔离\t14\t离开",
}


@pytest.fixture
def pages(talk: Talk) -> Iterator[Office]:
    """The pages of the assistant that the transcript talks to, at the same time of the application's clock."""
    with cheap_hashing():
        yield Office(talk.installation, talk.clock, [parse_moment(REAL)])


@pytest.fixture
def reported(talk: Talk) -> Talk:
    """第14号 in force, and a report by it."""
    put_in_force(talk, issued("第14号", {**HOHHOT, **MONITORING}))
    talk.job("announcements")
    talk("""王阿姨: 报备 后天从呼和浩特开车回来 就我自己
            王阿姨: 1
            助手: 报备好了…""")
    return talk


def enter(browser: Browser, **change: str) -> TestResponse:
    """Paste the table and ask what it would change."""
    browser.get("/announcements/new")
    return browser.post("/announcements/new", **{**FIELDS, **change})


def put(browser: Browser, page: str, **said: str) -> TestResponse:
    """Press the button of the preview, with what its page carries."""
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    carried.pop("csrf_token")
    return browser.post("/announcements/put-in-force", **{**carried, "sure": "yes", **said})


def numbers(pages: Office) -> list[str]:
    return [one.issued.number for one in pages.installation.ledger.read(announcements.kept)]


def test_a_pasted_table_is_looked_at_and_put_in_force_by_name(reported: Talk, pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    page = seen(browser.get("/announcements/").text)
    assert "第14号 【演示】 现在有效" in page
    looked = enter(browser)
    said = seen(looked.text)
    for words in (
        "到时停用 第14号",
        "1 份要变： 1 份已经跟本人说过别的。",
        "F0120-01 王阿姨，永茂社区6号楼2单元301",
        "原来 健康监测7天，从到达算起（第14号），报备时跟本人说过",
        "以后 居家隔离14天，从离开当地算起，由网格员确认",
    ):
        assert words in said or words.replace(" ", "") in said.replace(" ", ""), words
    assert numbers(pages) == ["第14号"]
    answer = put(browser, looked.text)
    assert "起用了。" in seen(browser.follow(answer).text)
    assert numbers(pages) == ["第14号", "第15号"]
    assert "第15号 【演示】 还没到时间" in seen(browser.get("/announcements/").text)
    assert ("陈主任", "announcement put in force") in actions(pages)
    assert in_force_row(reported)[1] == 1  # nobody is told, and nothing is changed, before its minute
    reported.at("2022-01-21T00:00")
    assert reported.job("announcements") == 1
    reported.reaches("李强", "【公告变了】F0120-01 王阿姨…")
    assert "第14号 【演示】 已停用" in seen(browser.get("/announcements/").text)
    assert "重新算报备 今天 00:00" in seen(browser.get("/announcements/2").text)


def test_a_workbook_is_sent_and_every_slip_is_shown(reported: Talk, pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    browser.get("/announcements/new")
    bad = filled([QUARANTINE | {"天数": "两周"}, QUARANTINE | {"地名": "<b>火星</b>"}])
    answer = browser.post("/announcements/new", file=(io.BytesIO(bad), "公告.xlsx"))
    assert answer.status_code == 422
    said = seen(answer.text)
    assert "有 2 处要改" in said
    assert "「地区」第2行 H列「天数」：“两周”不是1到60的整数。" in said
    assert "「地区」第3行 B列「地名」：没有找到「<b>火星</b>」。" in said
    assert "<b>火星" not in answer.text
    good = filled([QUARANTINE], {**HEAD, "代替哪一号": "第14号", "以前到的人": "也按新的"})
    looked = browser.post("/announcements/new", file=(io.BytesIO(good), "公告.xlsx"))
    assert looked.status_code == 200
    browser.follow(put(browser, looked.text))
    file = browser.get("/announcements/2/file")
    assert read_workbook(file.data, "x").areas[0].code == "150100"
    assert file.headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_what_somebody_typed_is_still_there_beside_the_slips(pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    answer = enter(browser, effective_at="明天八点")
    assert answer.status_code == 422
    assert "「公告」：“明天八点”不是精确到分的时间" in seen(answer.text)
    assert 'value="明天八点"' in answer.text
    assert "呼和浩特市\t居家隔离" in answer.text


def test_the_empty_workbook_can_be_had(pages: Office) -> None:
    file = pages.signed_in("陈主任", "office").get("/announcements/template")
    assert file.status_code == 200
    assert file.data.startswith(b"PK")


def test_who_came_before_is_chosen_where_the_paper_does_not_say(reported: Talk, pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    looked = enter(browser, old_cases="")
    assert "公告没写以前到的人怎么办，您来选" in seen(looked.text)
    answer = put(browser, looked.text)
    assert answer.status_code == 422
    assert "没有起用：公告没写以前到的人怎么办" in seen(answer.text)
    assert numbers(pages) == ["第14号"]
    browser.follow(put(browser, answer.text, old_cases="keep"))
    kept = pages.installation.ledger.read(announcements.kept)
    assert [one.issued.keep_old_cases for one in kept] == [False, True]


def test_nothing_is_put_in_force_without_a_tick_or_with_other_words_than_were_shown(
    reported: Talk, pages: Office
) -> None:
    browser = pages.signed_in("陈主任", "office")
    looked = enter(browser)
    assert "请先打勾确认看过了" in seen(put(browser, looked.text, sure="").text)
    other = enter(browser, number="第16号")
    packed = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', other.text))["content"]
    assert put(browser, looked.text, content=packed).status_code == 400
    assert put(browser, looked.text, seen="0" * 64).status_code == 400
    assert put(browser, looked.text, mark="").status_code == 400
    assert numbers(pages) == ["第14号"]


def test_where_reports_have_changed_since_the_page_is_shown_again(reported: Talk, pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    looked = enter(browser)
    reported("""李强: 确认 F0120-01 居家隔离 21天
                助手: 好的，…""")
    again = put(browser, looked.text)
    assert again.status_code == 409
    assert "刚才又有报备变了，没有起用" in seen(again.text)
    assert "居家隔离21天，从到达算起（第14号），李强跟本人定过" in seen(again.text).replace(" ", "")
    assert numbers(pages) == ["第14号"]
    browser.follow(put(browser, again.text))
    assert numbers(pages) == ["第14号", "第15号"]


def test_a_minute_that_is_past_is_shown_with_its_year(reported: Talk, pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    said = seen(enter(browser, effective_at="2021-01-21 00:00").text)
    assert "起用时间 2021-01-21 00:00，已经过去，起用后马上算" in said


def test_two_that_differ_are_both_shown(reported: Talk, pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    said = seen(enter(browser, replaces="").text).replace(" ", "")
    assert "同时有效第14号" in said
    assert "几份公告说法不同，由防控办选：第15号居家隔离14天，从离开当地算起；第14号健康监测7天，从到达算起" in said


def test_a_number_that_is_there_finds_no_button(reported: Talk, pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    looked = enter(browser, number="第14号", replaces="")
    assert "演示指挥部的第14号已经起用过了" in seen(looked.text)
    assert ">起用第14号</button>" not in looked.text
    assert "台账里没有这一份" in seen(enter(browser, replaces="第1号").text)


def test_without_any_announcement_the_page_says_so(pages: Office) -> None:
    said = seen(pages.signed_in("陈主任", "office").get("/announcements/").text)
    assert "现在没有有效的公告" in said
    assert "还没有公告" in said
