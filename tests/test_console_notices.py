"""Notices on the office's pages: written, put forward, approved by another, stopped; who has it; the chat sees the same."""

import re
from collections.abc import Iterator

import pytest

from commands.seal import seal
from knowledge.times import parse_moment
from ledger import Db, notices
from ledger.notices import Notice
from tests.console_side import REAL, Browser, Office, cheap_hashing
from tests.notice_town import DRAFT, office, settle
from tests.talking import Talk
from tests.test_console_pages import actions, seen
from tests.test_notice_going_out import becomes, spoil
from tests.test_tips_chat import rests

__all__ = ["office"]

WORDS = {"title": "核酸采样", "text": "明天上午做核酸", "who": "living", "where": "老区社区", "do": "keep"}


@pytest.fixture
def pages(office: Talk) -> Iterator[Office]:
    """The pages of the assistant that the transcript talks to, at the same time of the application's clock."""
    with cheap_hashing():
        yield Office(office.installation, office.clock, [parse_moment(REAL)])


def press(browser: Browser, path: str, button: str, **said: str) -> str:
    """Press the button of this name on a page; what is said then."""
    page = browser.get(path).text
    for target, inside in re.findall(r'<form method="post" action="/console(/[^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL):
        if f">{button}</button>" in inside or f">{button} G-" in inside:
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', inside))
            hidden.pop("csrf_token")
            return seen(browser.follow(browser.post(target, **hidden, **said)).text)
    raise AssertionError(f"no button says {button}:\n{seen(page)}")


def one(pages: Office, number: int = 1) -> Notice:
    found = pages.installation.ledger.read(lambda db: notices.get(db, number))
    assert found is not None
    return found


def written_by(pages: Office, browser: Browser, **said: str) -> str:
    browser.get("/notices/new")
    return seen(browser.follow(browser.post("/notices/new", **{**WORDS, **said})).text)


def test_a_notice_is_written_looked_at_put_forward_and_approved_by_another(office: Talk, pages: Office) -> None:
    writer = pages.signed_in("陈主任", "office")
    page = seen(writer.get("/notices/").text)
    assert "还没有公告" in page
    page = seen(writer.get("/notices/new").text)
    assert "街道通知" in writer.get("/notices/new").text
    assert "还没有配公告的模板消息" in page
    looked = writer.post("/notices/new", **{**WORDS, "do": "look"})
    said = seen(looked.text)
    assert "现在这个范围有 2 人 ：1 人有微信，1 人要上门。比如 赵**、钱**" in said
    assert "赵大爷" not in looked.text
    assert pages.installation.ledger.read(notices.drafts) == []
    said = written_by(pages, writer)
    for words in ("存好了，还没有送审", "G-1 核酸采样 草稿", "明天上午做核酸", "2 人，1 人有微信，1 人要上门", "校验码"):
        assert words in said
    assert "送审了，别的防控办同志都会收到全文" in press(writer, "/notices/1", "送审")
    office.reaches("刘干事", "【待批准】G-1 陈主任送审\n…核酸采样\n明天上午做核酸\n…")
    assert "等刘干事批准；写的人自己不能批准" in seen(writer.get("/notices/1").text)
    other = pages.signed_in("刘干事", "office")
    home = seen(other.get("/").text)
    assert "公告，等您批准 1 件" in home
    assert "老区社区的人，2 人（已关注 1，其余 1 人转网格员上门）" in home
    shown = seen(other.get("/notices/1").text)
    assert one(pages).text_sha256[:12] in shown
    assert "批准了。写的人会知道" in press(other, "/notices/1", "批准")
    office.reaches("陈主任", "G-1 已由刘干事批准，马上发出。")
    assert one(pages).approved_by == "刘干事"
    office.reaches("赵大爷", "核酸采样\n明天上午做核酸")
    assert ("刘干事", "notice_approve") in actions(pages)


def test_whoever_wrote_it_finds_no_button_and_is_refused(office: Talk, pages: Office) -> None:
    writer = pages.signed_in("陈主任", "office")
    written_by(pages, writer)
    press(writer, "/notices/1", "送审")
    page = writer.get("/notices/1").text
    assert ">批准</button>" not in page
    kept = one(pages)
    answer = writer.post("/notices/1/approve", version=str(kept.version), shown=kept.text_sha256)
    assert "写的人自己不能批准" in seen(writer.follow(answer).text)
    assert one(pages).status == "submitted"
    assert ("陈主任", "notice_approve_refused") in actions(pages)


def test_what_was_changed_since_the_page_was_shown_is_not_approved(office: Talk, pages: Office) -> None:
    office.say("陈主任", DRAFT)
    office.say("陈主任", "1")
    other = pages.signed_in("刘干事", "office")
    page = other.get("/notices/1").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    office.say("陈主任", "改文字 G-1 后天上午8点到12点老区社区核酸采样")
    office.say("陈主任", "1")
    answer = other.post("/notices/1/approve", version=hidden["version"], shown=hidden["shown"])
    assert "这份刚刚改过，没有办" in seen(other.follow(answer).text)
    answer = other.post("/notices/1/approve", version="2", shown=hidden["shown"])
    assert "这份刚刚改过，没有办" in seen(other.follow(answer).text)
    assert one(pages).status == "submitted"
    assert "批准了" in press(other, "/notices/1", "批准")


def test_it_is_sent_back_stopped_and_withdrawn_with_who_is_told(office: Talk, pages: Office) -> None:
    office.at("2022-01-20T23:00")  # so that nothing of it leaves meanwhile
    office.say("陈主任", DRAFT)
    office.say("陈主任", "1")
    other = pages.signed_in("刘干事", "office")
    assert "请用一句话写明原因" in press(other, "/notices/1", "退回", why="。。。")
    assert "退回了，写的人会看到原因" in press(other, "/notices/1", "退回", why="没写在哪儿采样")
    office.reaches("陈主任", "G-1 没批准，刘干事退回，说：「没写在哪儿采样」。…")
    writer = pages.signed_in("陈主任", "office")
    assert "没批准，退回的原因：没写在哪儿采样" in seen(writer.get("/notices/1").text)
    press(writer, "/notices/1", "送审")
    press(other, "/notices/1", "批准")
    assert "停下了，没再往下发" in press(writer, "/notices/1", "停下")
    office.reaches("刘干事", "G-1 陈主任停下了，没再往下发。…")
    assert "公告，等您批准" in seen(other.get("/").text)
    assert "接着发了" in press(other, "/notices/1", "继续发")
    assert "撤下了，不会再发" in press(other, "/notices/1", "撤下")
    office.reaches("陈主任", "G-1 刘干事撤下了，不会再发。…")
    assert one(pages).status == "withdrawn"


def test_at_night_it_goes_with_a_reason_alone(office: Talk, pages: Office) -> None:
    office.at("2022-01-20T23:00")
    office.say("陈主任", DRAFT)
    office.say("陈主任", "1")
    other = pages.signed_in("刘干事", "office")
    assert "现在是夜里不打扰的时间，批准后 1月21日 07:00 发出" in seen(other.get("/notices/1").text)
    press(other, "/notices/1", "批准")
    assert "几时发 1月21日 07:00" in seen(other.get("/notices/1").text)
    assert "加急了，原因已经记下" in press(other, "/notices/1", "加急", why="今夜就要封楼")
    assert one(pages).override_reason == "今夜就要封楼"
    assert "加急 今夜就要封楼" in seen(other.get("/notices/1").text)


FAULTS = {
    "no title": ({"title": ""}, "请写标题"),
    "a long title": ({"title": "长" * 41}, "标题最多40个字"),
    "no words": ({"text": " "}, "请写正文"),
    "too long": ({"text": "请" * 700}, "正文多了 22 个字"),
    "hidden signs": ({"text": "明天\u202e核酸"}, "看不见的特殊符号"),
    "a long text to read out": ({"broadcast": "念" * 1001}, "广播稿最多1000个字"),
    "no such place": ({"where": "永茂社区99号楼"}, "没有找到「永茂社区99号楼」"),
    "words that are no place": ({"where": "天涯海角"}, "没有找到「天涯海角」"),
    "nothing sealed": ({"who": "sealed"}, "那里现在没有封闭管理的地方"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_a_notice_is_marked_where_it_stands(pages: Office, name: str) -> None:
    said, fault = FAULTS[name]
    browser = pages.signed_in("陈主任", "office")
    browser.get("/notices/new")
    answer = browser.post("/notices/new", **{**WORDS, **said})
    assert answer.status_code == 422
    assert fault in seen(answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert pages.installation.ledger.read(notices.drafts) == []


AUDIENCES = {
    "everybody": ({"where": ""}, "全街道的人"),
    "two places": ({"where": "永茂社区6号楼、老区社区"}, "永茂社区6号楼、老区社区的人"),
    "a grid": ({"where": "永茂社区1网格"}, "永茂社区1网格的人"),
    "all but one": ({"where": "", "but": "老区社区"}, "全街道的人，老区社区除外"),
    "a role": ({"who": "role", "role": "grid_worker", "where": "永茂社区"}, "永茂社区的网格员"),
    "an open case": ({"who": "open_case", "case": "supply_request", "where": ""}, "物资申请还没办完的人"),
    "not checked in": ({"who": "not_checked_in", "where": ""}, "今天该打卡还没打的人"),
    "what is sealed": ({"who": "sealed", "where": ""}, "封闭管理的永茂社区6号楼的人"),
}


@pytest.mark.both_databases
@pytest.mark.parametrize("name", AUDIENCES)
def test_each_audience_is_kept_as_it_was_filled_in_and_comes_back_to_be_changed(
    office: Talk, pages: Office, name: str
) -> None:
    seal(office.installation, "永茂社区/6号楼", "周平", None, None)
    said, words = AUDIENCES[name]
    browser = pages.signed_in("陈主任", "office")
    assert words in written_by(pages, browser, **said)
    form = browser.get("/notices/1/edit").text
    back = {**WORDS, "version": "1", **{field: value_of(form, field) for field in ("who", "role", "case", "where", "but")}}
    answer = browser.post("/notices/1/edit", **back)
    assert words in seen(browser.follow(answer).text)
    assert one(pages).content.audience == pages.installation.ledger.read(first_audience)


def value_of(form: str, field: str) -> str:
    chosen = re.search(rf'<select[^>]*name="{field}">.*?<option value="(\w+)" selected', form, re.DOTALL)
    if chosen is not None:
        return chosen[1]
    typed = re.search(rf'name="{field}" value="([^"]*)"', form)
    assert typed is not None
    return typed[1]


def first_audience(db: Db) -> str:
    return notices.versions(db, 1)[0].content.audience


def test_a_change_voids_the_approval_and_shows_every_version(office: Talk, pages: Office) -> None:
    office.at("2022-01-20T23:00")
    office.say("陈主任", DRAFT)
    office.say("陈主任", "1")
    other = pages.signed_in("刘干事", "office")
    press(other, "/notices/1", "批准")
    assert "已经批准，存了批准就作废" in seen(other.get("/notices/1/edit").text)
    answer = other.post("/notices/1/edit", **{**WORDS, "version": "1"})
    said = seen(other.follow(answer).text)
    assert "草稿" in said
    assert "第2版，刘干事" in said
    assert (one(pages).status, one(pages).version) == ("draft", 2)
    answer = other.post("/notices/1/edit", **{**WORDS, "version": "1", "text": "又改"})
    assert "这份刚刚改过" in seen(other.follow(answer).text)


PAYLOADS = (
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*191}}", "</textarea><svg onload=alert(1)>"),
    *("<a href='javascript:alert(1)'>x</a>", "{% raw %}<b>", "\u2028<script>"),
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_are_words_on_every_page(office: Talk, pages: Office, payload: str) -> None:
    said = {"title": payload[:40], "text": payload, "broadcast": payload, "mongolian": payload, "where": "老区社区"}
    browser = pages.signed_in("陈主任", "office")
    written_by(pages, browser, **said)
    press(browser, "/notices/1", "送审")
    other = pages.signed_in("刘干事", "office")
    press(other, "/notices/1", "退回", why=f"请改一改这些字{payload}")
    for path in ("/notices/", "/notices/1", "/notices/1/edit"):
        page = browser.get(path).text
        assert payload not in page or "<" not in payload
        assert "1337" not in page.replace(one(pages).text_sha256, "").replace(one(pages).text_sha256[:12], "")
        assert not re.search(r"<(?:script(?! src=\"/console/static/)|svg|img src=x)", page)
    press(browser, "/notices/1", "送审")
    assert payload not in other.get("/").text or "<" not in payload


def test_nobody_else_finds_notices_but_the_doors_of_their_own_place(office: Talk, pages: Office) -> None:
    office.say("陈主任", DRAFT)
    worker = pages.signed_in("李强", "grid_worker", "永茂社区/1网格")
    for path in ("/notices/", "/notices/1", "/notices/new", "/notices/1/edit", "/notices/1/people"):
        assert worker.get(path).status_code == 404
    assert "公告" not in seen(worker.get("/").text)


def test_who_looks_after_a_place_sees_its_doors_and_ticks_off_who_was_told(office: Talk, pages: Office) -> None:
    settle(office, "孙二", "永茂社区/9号楼/1单元/901")
    office.say("陈主任", "公告草稿 发给永茂社区和老区社区：明天停水，请提前接水")
    office.say("陈主任", "1")
    office.reaches("刘干事", "【待批准】G-1 …")
    office.say("刘干事", "1")
    becomes(office, 1, "sent")
    lead = pages.signed_in("周书记", "community_lead", "老区社区")
    assert "公告，要上门告诉 1 件" in seen(lead.get("/").text)
    page = lead.get("/notices/1/people?group=to_visit").text
    assert "钱** 老区社区1号楼1单元102" in seen(page)
    assert "永茂社区9号楼" not in page
    assert "明天停水，请提前接水" in page
    assert lead.get("/notices/1").status_code == 404
    others = pages.signed_in("陈主任", "office").get("/notices/1/people?group=to_visit").text
    everywhere, here = (set(re.findall(r'name="visit" value="(\d+)"', one)) for one in (others, page))
    (elsewhere,) = everywhere - here
    said = seen(lead.follow(lead.post("/notices/1/doors", visit=elsewhere)).text)
    assert "没有记：一户都没有打勾" in said
    visit = re.search(r'name="visit" value="(\d+)"', page)
    assert visit is not None
    lead.get("/notices/1/people")
    assert "记下了，打勾的已经上门" in seen(lead.follow(lead.post("/notices/1/doors", visit=visit[1])).text)
    assert "周书记，" in seen(lead.get("/notices/1/people?group=visited").text)
    assert "现在没有等您处理的" in seen(lead.get("/").text)
    assert ("周书记", "visit made") in actions(pages)
    counts = seen(pages.signed_in("刘干事", "office").get("/notices/1").text)
    for words in ("2 已收到", "1 要上门", "1 已上门"):
        assert words in counts


def test_the_list_goes_back_page_by_page(office: Talk, pages: Office) -> None:
    for number in range(23):
        office.say("陈主任", f"公告草稿 发给老区社区：第{number}份通知，请看")
        office.say("陈主任", f"撤回 G-{number + 1}")
    browser = pages.signed_in("陈主任", "office")
    first = browser.get("/notices/").text
    assert "G-23" in first
    assert "G-3 " not in seen(first)
    older = re.search(r'href="/console(/notices/\?before=\d+)"', first)
    assert older is not None
    second = seen(browser.get(older[1]).text)
    assert "G-3 " in second
    assert "回到最新的" in second


def test_everything_is_stopped_at_once_only_where_it_is_ticked(office: Talk, pages: Office) -> None:
    for number in range(60):
        settle(office, f"住户{number}", f"老区社区/2号楼/1单元/{101 + number}")
    writer, other = pages.signed_in("陈主任", "office"), pages.signed_in("刘干事", "office")
    assert "全部停发" not in seen(writer.get("/notices/").text)
    written_by(pages, writer)
    press(writer, "/notices/1", "送审")
    press(other, "/notices/1", "批准")
    assert "请先打勾确认" in press(other, "/notices/", "全部停发")
    assert not one(pages).is_stopped
    assert "都停下了，没再往下发" in press(other, "/notices/", "全部停发", sure="yes")
    assert one(pages).is_stopped
    office.reaches("陈主任", "【公告全部停发】刘干事把在发和等着发的公告都停下了：G-1，没再往下发。\n…")
    assert ("刘干事", "notice_stop_all") in actions(pages)
    assert "全部停发" not in seen(other.get("/notices/").text)


def test_the_page_of_doors_has_no_words_that_nobody_approved(office: Talk, pages: Office) -> None:
    writer, other = pages.signed_in("陈主任", "office"), pages.signed_in("刘干事", "office")
    written_by(pages, writer)
    press(writer, "/notices/1", "送审")
    press(other, "/notices/1", "批准")
    becomes(office, 1, "sent")
    assert "上门要说的话 核酸采样 明天上午做核酸" in seen(writer.get("/notices/1/people").text)
    spoil(office)
    page = seen(writer.get("/notices/1/people").text)
    assert "先别上门说" in page
    assert "别来了" not in page


def test_a_standing_tip_is_ticked_shown_at_its_approval_and_waits_for_its_turn(office: Talk, pages: Office) -> None:
    writer = pages.signed_in("陈主任", "office")
    said = written_by(pages, writer, title="防范提示", text="请去打加强针", rhythm="weekly")
    assert "多久发 每周轮着发，每轮发给那时登记的人，还没发过" in said
    assert "1 人没有微信" in said
    assert 'name="rhythm" value="weekly"' in writer.get("/notices/1/edit").text
    assert " checked" in writer.get("/notices/1/edit").text
    press(writer, "/notices/1", "送审")
    other = pages.signed_in("刘干事", "office")
    assert "每周轮着发" in seen(other.get("/notices/1").text)
    press(other, "/notices/1", "批准")
    office.reaches("陈主任", "G-1 已由刘干事批准，每周轮着发一份，轮到它时发出。…")
    listed = seen(writer.get("/notices/").text)
    assert "防范提示，每周轮着发 1 份" in listed
    assert "批准了，在发或者等发" not in listed
    assert one(pages).is_resting


def test_whom_a_tip_did_not_reach_is_listed_and_is_no_door_to_knock_at(office: Talk, pages: Office) -> None:
    writer, other = pages.signed_in("陈主任", "office"), pages.signed_in("刘干事", "office")
    written_by(pages, writer, title="防范提示", text="请去打加强针", rhythm="weekly")
    press(writer, "/notices/1", "送审")
    press(other, "/notices/1", "批准")
    office.at("2022-01-24T10:00")
    office.job("tips")
    rests(office, 1, 1)
    page = seen(writer.get("/notices/1").text)
    assert "没收到" in page
    assert "要上门" not in page
    people = seen(writer.get("/notices/1/people?group=unreached").text)
    assert "钱**" in people
    assert "防范提示不转上门，下一轮再发给他们" in people
    assert "打勾的已经上门" not in people
