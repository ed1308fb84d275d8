"""One exit through both pages in a real Chromium: asked for and signed in the chat, put on record on the office's pages."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from simulator.client import Stand
from tests.browser import LAPTOP, PHONE, Window, browser, needs_chromium, window
from tests.servers import free_port
from tests.test_browser_chat import chat, close_guide, say
from tests.test_demo import playing

pytestmark = needs_chromium
PASSWORD = "进出大门都要戴好口罩"
WRONG = "进出大门都不戴口罩哦"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with playing(tmp_path_factory.mktemp("office"), free_port(in_a_row=2)) as (_, control):
        yield control


def set_up(page: Page) -> None:
    """From the front of the office's pages to the first page, as whoever rehearses for the first time."""
    page.get_by_role("button", name="陈主任").click()
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再写一遍").fill(PASSWORD)
    page.get_by_label("动态码").fill(page.locator(".notice-rehearsal strong").inner_text())
    page.get_by_role("button", name="设好并登录").click()
    expect(page.locator(".codes li")).to_have_count(8)
    page.get_by_role("link", name="抄好了，去首页").click()
    expect(page.get_by_role("heading", name="等我处理的")).to_be_visible()


def ask_and_sign(shown: Window) -> str:
    """林秀 asks to go out, 周平 signs; returns the request's number."""
    resident = chat(shown, "林秀")
    say(resident, "我妈明早七点去市医院透析，我陪，中午回，自己的车蒙G22335")
    expect(resident.locator(".bubble").last).to_contain_text("请核对")
    say(resident, "1")
    number = re.search(r"W\d{4}-\d+", told(shown, "林秀", "编号 W"))
    assert number is not None
    leader = chat(shown, "周平")
    say(leader, "同意")
    expect(leader.locator(".bubble").last).to_contain_text("请再回一个字确认")
    say(leader, "确认")
    expect(leader.locator(".bubble").last).to_contain_text("签好了")
    return number[0]


def told(shown: Window, name: str, words: str) -> str:
    """The newest words in somebody's window that hold these."""
    bubble = chat(shown, name).locator(".bubble", has_text=words).last
    bubble.wait_for(timeout=60_000)
    return bubble.inner_text()


def test_an_exit_goes_through_both_pages_on_a_laptop_and_on_a_phone(stand: Stand) -> None:
    with browser() as running, ExitStack() as windows:
        shown = windows.enter_context(window(running, LAPTOP))
        page = shown.page
        page.goto(stand.url)
        close_guide(shown)
        number = ask_and_sign(shown)
        with page.context.expect_page() as opened:
            page.locator("#console").click()
        office = opened.value
        set_up(office)
        card = office.get_by_role("article", name=number)
        for words in ("林秀", "透析", "市医院", "蒙G22335", "周平"):
            expect(card).to_contain_text(words)
        office.get_by_role("button", name=f"备案 {number}").click()
        expect(office.locator(".notice[role=status]")).to_contain_text("备案")
        expect(office.get_by_role("article", name=number)).to_have_count(0)
        assert re.search(r"通行码 \d{4}", told(shown, "林秀", "通行码"))
        office.get_by_role("link", name="一个人的经过").click()
        office.get_by_label("找谁").fill("林秀")
        office.get_by_role("button", name="找").click()
        office.get_by_role("link", name="林秀").click()
        exit_card = office.get_by_role("article").filter(has_text=number).first
        expect(exit_card).to_contain_text("周平")
        exit_card.locator("summary").click()
        expect(exit_card.locator(".why")).to_contain_text("3.4.1")
        assert shown.complaints == []

        phone = windows.enter_context(window(running, PHONE))
        phone.page.goto(office.url)  # signed in here is not signed in there
        phone.page.get_by_label("姓名").fill("陈主任")
        phone.page.get_by_label("密码").fill(WRONG)
        phone.page.get_by_label("动态码").fill("000000")
        phone.page.get_by_role("button", name="登录").click()
        expect(phone.page.get_by_role("alert")).to_contain_text("没有登录成功")
        assert not phone.is_too_wide()
        set_up(phone.page)
        for place in ("一个人的经过", "陈主任", "等我处理的"):
            phone.page.get_by_role("link", name=place).click()
            assert not phone.is_too_wide()
        assert [one for one in phone.complaints if "401" not in one] == []



def test_a_notice_is_written_on_the_pages_approved_in_the_chat_and_sent(stand: Stand) -> None:
    words = "明天下午永茂社区6号楼检修电梯，请走楼梯"
    with browser() as running, window(running, LAPTOP) as shown:
        page = shown.page
        page.goto(stand.url)
        with page.context.expect_page() as opened:
            page.locator("#console").click()
        office = opened.value
        set_up(office)
        office.get_by_role("link", name="公告", exact=True).click()
        office.get_by_role("link", name="起草公告").click()
        office.get_by_label("标题").fill("电梯检修")
        office.get_by_label("正文").fill(words)
        office.get_by_label("哪里（不写就是全街道）").fill("永茂社区6号楼")
        office.get_by_role("button", name="看看发给多少人").click()
        expect(office.locator(".notice[role=status]")).to_contain_text("王**")
        office.get_by_role("button", name="存成草稿").click()
        heading = office.get_by_role("heading", level=1)
        expect(heading).to_contain_text("草稿")
        number = re.search(r"G-\d+", heading.inner_text())
        assert number is not None
        office.get_by_role("button", name=f"送审 {number[0]}").click()
        expect(office.get_by_text("写的人自己不能批准")).to_be_visible()
        assert "陈主任送审" in told(shown, "孟佳", f"【待批准】{number[0]}")
        other = chat(shown, "孟佳")
        say(other, f"公告 {number[0]}")  # of the card a template shows the beginning alone
        expect(other.locator(".bubble").last).to_contain_text(words)
        say(other, f"加急 {number[0]} 电梯已经停了")  # whatever hour it is where this runs
        expect(other.locator(".bubble").last).to_contain_text("批准了")
        assert "电梯检修" in told(shown, "王阿姨", "电梯检修")
        expect(office.get_by_role("heading", level=1)).to_contain_text("等人批准")
        office.reload()
        expect(office.get_by_role("heading", name="到了多少人")).to_be_visible()
        office.get_by_role("link", name="1 已收到").click()
        expect(office.locator(".people-list")).to_contain_text("永茂社区6号楼2单元301")
        assert not Window(office).is_too_wide()
        assert shown.complaints == []
