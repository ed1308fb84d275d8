"""The chat page in a real Chromium, on a laptop and on a phone: a story played, people talked to, the pane read."""

import base64
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from simulator.client import Stand
from tests.browser import LAPTOP, PHONE, Window, browser, needs_chromium, window
from tests.servers import free_port
from tests.test_demo import playing

pytestmark = needs_chromium
SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
WANG = "demo_resident_000000000000002"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with playing(tmp_path_factory.mktemp("page"), free_port(in_a_row=2)) as (_, control):
        yield control


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture
def shown(chromium: Browser, stand: Stand, size: tuple[int, int]) -> Iterator[Window]:
    """The page; afterwards nothing may have been complained of, nor stick out."""
    with window(chromium, size) as opened:
        opened.page.set_default_timeout(60_000)
        opened.page.goto(stand.url)
        expect(opened.page.locator(".stories .choice")).to_have_count(6)
        yield opened
        assert opened.complaints == []
        assert not opened.is_too_wide()


def chat(shown: Window, name: str) -> Locator:
    """Somebody's window, brought up where it is not shown."""
    place = shown.page.locator(f'.chat[aria-label="{name}"]')
    if not place.is_visible():
        shown.page.locator(".tab", has_text=name).click()
    return place


def close_guide(shown: Window) -> None:
    if shown.page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}:
        shown.page.locator(".close-guide").click()


def write(place: Locator) -> None:
    """Take the keyboard instead of the account's menu."""
    if place.locator(".menu").is_visible():
        place.locator(".switch").click()


def say(place: Locator, words: str) -> None:
    write(place)
    place.locator("textarea").fill(words)
    place.get_by_role("button", name="发送").click()


@SIZES
def test_a_story_is_played_to_its_end_with_one_button_a_step(shown: Window) -> None:
    page = shown.page
    page.locator(".stories .choice", has_text="封控小区里的透析").click()
    step = page.locator(".now .buttons .main")
    expect(step).to_contain_text("开始：")
    while "台账" not in step.inner_text():
        step.click()  # which takes the button away until what should come has come
        step.wait_for(timeout=60_000)
        expect(page.locator(".odd")).to_be_hidden()
        assert not shown.is_too_wide()
    step.click()
    card = page.locator(".ending .record", has_text="外出申请").first
    expect(card).to_contain_text("已回来")
    expect(card.locator(".fields")).to_contain_text("周平")


@SIZES
def test_somebody_new_talks_and_the_pane_tells_what_became_of_it(shown: Window, size: tuple[int, int]) -> None:
    page = shown.page
    close_guide(shown)
    page.locator("#add-person").click()
    name = f"新邻居{size[0]}"
    page.locator("#ask-person input[name=answer]").fill(name)
    page.locator("#ask-person .main").click()
    place = page.locator(f'.chat[aria-label="{name}"]')
    expect(place).to_be_visible()
    say(place, "<b>你好</b><script>alert(1)</script> http://127.0.0.1:1/x")
    bubble = place.locator(".bubble.own").last
    expect(bubble.locator(".body")).to_have_text("<b>你好</b><script>alert(1)</script> http://127.0.0.1:1/x")
    expect(bubble.locator("a")).to_have_count(1)
    place = chat(shown, "王阿姨")
    say(place, "打卡 38.2 发烧")
    expect(place.locator(".bubble").last).to_contain_text("38.2℃")
    place.locator(".bubble.own .think").last.click()
    pane = page.locator("#thoughts")
    expect(pane).to_contain_text("健康打卡")
    expect(pane.locator(".clause").first).to_contain_text("平时就当有疫情来防")
    expect(pane.locator(".sent").first).to_contain_text("王阿姨")
    expect(pane.locator(".developers pre")).to_be_hidden()
    pane.locator(".developers summary").click()
    expect(pane.locator(".developers pre")).to_contain_text('"intent": "health_checkin"')
    pane.locator(".close").click()
    expect(pane).to_be_hidden()


@SIZES
def test_voice_place_follow_and_the_failure_notice(shown: Window, stand: Stand) -> None:
    page = shown.page
    close_guide(shown)
    place = chat(shown, "林秀")
    write(place)
    place.get_by_role("button", name="发语音").click()
    page.locator("#ask-voice textarea").fill("帮助")
    page.locator("#ask-voice .main").click()
    expect(place.locator(".bubble.own .under").last).to_contain_text("帮助")
    expect(place.locator(".bubble").last).to_contain_text("我现在会这些")
    place.get_by_role("button", name="更多", exact=True).last.click()
    place.get_by_role("button", name="位置").click()
    page.locator("#ask-place .main").click()
    expect(place.locator(".bubble.own .place").last).to_contain_text("永茂小区")
    place.locator(".more-of summary").click()
    place.locator(".more-of .follow").click()
    expect(place.locator(".bottom")).to_be_hidden()
    place.locator(".strange .follow").click()
    expect(place.locator(".bubble").last).to_contain_text("欢迎")
    was = stand.settings()["route"]["bot_url"]
    stand.settings(bot_url="http://127.0.0.1:1/", pause=0)
    try:
        say(place, "在吗")
        expect(place.locator(".note.failure").last).to_be_visible()
    finally:
        stand.settings(bot_url=was)


@SIZES
def test_a_picture_is_sent_and_opened_and_notices_are_agreed_to(shown: Window, stand: Stand) -> None:
    page = shown.page
    stand.template("S1", "预约提醒", "{{thing1.DATA}}", subscribe=True)
    close_guide(shown)
    place = chat(shown, "赵磊")
    write(place)
    place.locator("[type=file]").set_input_files({"name": "菜.png", "mimeType": "image/png", "buffer": PICTURE})
    place.locator(".bubble.own .opens").last.click()
    expect(page.locator("#picture img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#picture")).to_be_hidden()
    place.get_by_role("button", name="更多", exact=True).last.click()
    place.get_by_role("button", name="订阅通知").click()
    page.locator("#ask-consent").get_by_text("预约提醒").wait_for()
    page.locator("#ask-consent .main").click()
    expect(place.locator(".note").last).to_contain_text("同意接收订阅通知：预约提醒")


@SIZES
def test_the_account_s_menu_pops_up_and_a_pass_is_scanned_from_another_chat(shown: Window, stand: Stand) -> None:
    page = shown.page
    close_guide(shown)
    place = chat(shown, "王阿姨")
    place.locator(".menu").get_by_role("button", name="我的", exact=True).click()
    place.locator(".menu").get_by_role("button", name="我的记录").click()
    expect(place.locator(".note").last).to_contain_text("我的记录")
    place = chat(shown, "老马")
    place.locator(".menu").get_by_role("button", name="卡口", exact=True).click()
    place.locator(".menu").get_by_role("button", name="扫通行码").click()
    page.locator("#ask-scan .code", has_text="林秀").last.click()
    expect(place.locator(".note").last).to_contain_text(re.compile(r"扫了二维码：\d{4}"))
    expect(place.locator(".bubble").last).to_contain_text("林秀")
    place = chat(shown, "新来的人")
    write(place)
    place.get_by_role("button", name="更多", exact=True).last.click()
    place.get_by_role("button", name="扫一扫").click()
    page.locator("#ask-scan .code", has_text="永茂社区6号楼2单元").click()
    expect(place.locator(".bubble").last).to_contain_text("您扫的是永茂社区6号楼2单元的码")


@SIZES
def test_the_clock_is_moved_and_who_hears_of_it_is_told(shown: Window, stand: Stand, size: tuple[int, int]) -> None:
    page = shown.page
    close_guide(shown)
    stand.say(WANG, "打卡 38.4 发烧")
    if size == PHONE:
        page.locator("#clock").click()
    page.get_by_role("button", name="+1小时").click()
    toast = page.locator("#toast")
    expect(toast).to_contain_text("时间拨到")
    expect(toast.locator(".names")).to_contain_text(re.compile("何医生|陈主任"))
    toast.locator(".names button").first.click()
    expect(page.locator(".chat:not([hidden]) .bubble.card").last).to_be_visible()
