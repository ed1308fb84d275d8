"""Who finds it hard is taken, called and closed on the pages too, by the psychology group and nobody else (3.4.7, 6.15)."""

from commands.invite import invite_one
from tests.console_side import Office
from tests.talking import Talk
from tests.test_console_pages import actions, pages, press, seen

__all__ = ["pages"]


def test_it_is_taken_and_closed_on_the_pages_and_only_then_the_telephone_is_shown(talk: Talk, pages: Office) -> None:
    talk.say("安宁", f"绑定 {invite_one(talk.installation, 'group_member', 'psychology', '安宁', None)}")
    talk.say("王阿姨", "睡不着 心里难受")
    talk.say("王阿姨", "打给我 晚上八点以后")
    browser = pages.signed_in("安宁", "group_member", "psychology")
    page = seen(browser.get("/").text)
    assert "有人想找人说说" in page
    assert "睡不着 心里难受" in page
    assert "1380" not in page
    assert browser.get("/talks/X0120-01").status_code == 404
    taken = seen(press(browser, "我来接"))
    assert "X0120-01 由您接" in taken
    assert "什么时候打：打给我 晚上八点以后" in taken
    assert "13800001111" in taken
    talk.reaches("王阿姨", "安宁看到您说的了，会打给您，先自报姓名。…")
    assert "办结了" in seen(press(browser, "聊过了，办结"))
    talk.reaches("王阿姨", "谢谢您愿意说。…")
    deeds = {what for who, what in actions(pages) if who == "安宁"}
    assert {"psych support taken", "telephone shown", "psych support closed"} <= deeds


def test_nobody_else_finds_it_on_the_pages(talk: Talk, pages: Office) -> None:
    talk.say("安宁", f"绑定 {invite_one(talk.installation, 'group_member', 'psychology', '安宁', None)}")
    talk.say("王阿姨", "跟老公吵架了 心里难受")
    others = (
        ("陈主任", "office", None),
        ("何医生", "group_member", "medical"),
        ("李强", "grid_worker", "永茂社区/1网格"),
    )
    for name, role, scope in others:
        browser = pages.signed_in(name, role, scope)
        assert "吵架" not in browser.get("/").text
        assert browser.get("/talks/X0120-01").status_code == 404
        browser.get("/account")
        browser.post("/talks/X0120-01/take")
        browser.get("/account")
        browser.post("/talks/X0120-01/close")
    assert "X0120-01 王阿姨｜还没人接" in talk.say("安宁", "心理")


def test_the_office_finds_what_nobody_of_the_group_could_be_reached_for(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "睡不着 心里难受")
    browser = pages.signed_in("陈主任", "office")
    assert "睡不着 心里难受" in seen(browser.get("/").text)
