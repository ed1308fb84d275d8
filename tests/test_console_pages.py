"""The office's pages beside the chat: what waits, what the buttons do, one person's way, and who sees what (6.3, 6.15)."""

import html
import re
import threading
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import text

from console.words import texts
from knowledge.times import parse_moment
from ledger import Db, history, occurrences, people, places, tasks
from ledger.history import Entry, Reach
from ledger.records import compact
from ledger.statement import Statement
from ledger.tables import metadata
from scheduler.jobs import JOBS
from tests.console_side import REAL, Browser, Office, cheap_hashing
from tests.talking import Talk
from tests.test_exit_request import PLACE, asked, bind, sealed, states

__all__ = ["sealed"]

_ACTIONS = Statement(text("SELECT actor, action FROM audit WHERE action NOT LIKE 'sign%' ORDER BY id"))
_RECORDED = Statement(text("SELECT recorded_by, recorded_by_id IS NOT NULL FROM exit_request ORDER BY id"))
GRID = "永茂社区/1网格"


@pytest.fixture
def pages(talk: Talk) -> Iterator[Office]:
    """The pages of the assistant that the transcript talks to, at the same time of the application's clock."""
    with cheap_hashing():
        yield Office(talk.installation, talk.clock, [parse_moment(REAL)])


def actions(pages: Office) -> list[tuple[str, str]]:
    return [(who, what) for who, what in pages.installation.ledger.read(lambda db: db.all(_ACTIONS))]


def signed(talk: Talk) -> None:
    """王阿姨's dialysis, signed by 周平."""
    asked(talk)
    talk.say("周平", "同意 W0120-01")
    assert "签好了" in talk.say("周平", "确认")


def seen(page: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def press(browser: Browser, button: str, **said: str) -> str:
    """Press the button with this name on the first page; what is said then."""
    page = browser.get("/").text
    forms = re.findall(r'<form method="post" action="/console(/[^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL)
    for path, inside in forms:
        if button in inside:
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', inside))
            hidden.pop("csrf_token")
            return seen(browser.follow(browser.post(path, **hidden, **said)).text)
    raise AssertionError(f"no button says {button}")


def test_an_exit_is_recorded_on_the_page_as_in_the_chat(sealed: Talk, pages: Office) -> None:
    signed(sealed)
    browser = pages.signed_in("陈主任", "office")
    said = seen(browser.get("/").text)
    shown = ("外出，等备案 1 件", "W0120-01 王阿姨 透析", "1月21日（周五）07:00—12:00", "周平，今天 09:00", "预案3.4.1")
    for words in shown:
        assert words in said
    assert "已备案，通行码已经发给本人" in press(browser, "备案")
    assert states(sealed) == ["on_record"]
    assert pages.installation.ledger.read(lambda db: db.all(_RECORDED)) == [("陈主任", 1)]
    assert ("陈主任", "exit recorded") in actions(pages)
    sealed.reaches("王阿姨", "…通行码…")
    assert "现在没有等您处理的" in seen(browser.get("/").text)


def test_an_exit_is_sent_back_with_what_is_missing(sealed: Talk, pages: Office) -> None:
    signed(sealed)
    browser = pages.signed_in("陈主任", "office")
    assert "请写清楚还缺什么" in press(browser, "退回 W0120-01", what=" 。。。 ")
    assert "200个字以内" in press(browser, "退回 W0120-01", what="写" * 201)
    assert "已退回补充" in press(browser, "退回 W0120-01", what="请写陪同的人")
    sealed.reaches("王阿姨", "外出 W0120-01 备案还差：请写陪同的人。…")
    sealed.reaches("周平", "【退回补充】…请写陪同的人…")
    assert ("陈主任", "exit sent back") in actions(pages)


def test_of_chat_and_page_at_once_one_records(sealed: Talk, pages: Office) -> None:
    bind(sealed, "刘干事", "office")
    signed(sealed)
    browser = pages.signed_in("陈主任", "office")
    browser.get("/")
    start, said = threading.Barrier(2), dict[str, str]()

    def in_chat() -> None:
        start.wait()
        said["chat"] = sealed.say("刘干事", "备案 W0120-01")

    def on_page() -> None:
        start.wait()
        said["page"] = seen(browser.follow(browser.post("/exits/1/record", version="1")).text)

    threads = [threading.Thread(target=one) for one in (in_chat, on_page)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    by_page = "已备案" in said["page"]
    assert by_page != ("已备案，" in said["chat"])
    assert ("别的同志刚刚已经办了这件" in said["page"]) != by_page
    assert [what for _, what in actions(pages)].count("exit recorded") == 1
    assert pages.installation.ledger.read(lambda db: db.all(_RECORDED)) == [("陈主任" if by_page else "刘干事", 1)]


def test_what_was_changed_since_the_page_was_shown_is_not_recorded(sealed: Talk, pages: Office) -> None:
    signed(sealed)
    browser = pages.signed_in("陈主任", "office")
    browser.get("/account")
    answer = browser.follow(browser.post("/exits/1/record", version="0"))
    assert "这件刚刚改过，没有办" in seen(answer.text)
    assert states(sealed) == ["signed"]


def test_whoever_signed_may_not_record_whether_they_are_bound_or_known_by_name_alone(sealed: Talk, pages: Office) -> None:
    signed(sealed)
    browser = pages.signed_in("周平", "office")
    assert "签批和备案不能是同一个人" in seen(browser.get("/").text)
    browser.get("/account")
    answer = browser.follow(browser.post("/exits/1/record", version="1"))
    assert "这件是您签批的" in seen(answer.text)
    assert states(sealed) == ["signed"]
    assert ("周平", "own record refused") in actions(pages)
    sealed.reaches("陈主任", "备案 W0120-01…")


OWN = {
    "the applicant": ("王阿姨", None),
    "of the household, bound": ("孙立", "永茂社区/6号楼/2单元/301"),
    "of the household, known by name": ("孙儿", "永茂社区/6号楼/2单元/301"),
}


@pytest.mark.parametrize("what", OWN)
def test_nobody_records_for_themselves_or_their_household(sealed: Talk, pages: Office, what: str) -> None:
    name, home = OWN[what]
    if what.endswith("bound"):
        bind(sealed, name, "office", home=home)
    elif home:

        def live(db: Db) -> None:
            door = places.ensure(db, str(home)).id
            people.add(db, name=name, phone=None, place_id=door, now=sealed.clock[0], filed_by="test")

        pages.installation.ledger.transact(live)
    signed(sealed)
    browser = pages.signed_in(name, "office")
    assert "是您自己家的" in seen(browser.get("/").text)
    browser.get("/account")
    answer = browser.follow(browser.post("/exits/1/record", version="1"))
    assert "不能由您备案" in seen(answer.text)
    assert states(sealed) == ["signed"]


def test_an_alert_is_taken_and_only_then_the_telephone_is_shown(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    browser = pages.signed_in("何医生", "group_member", "medical")
    page = seen(browser.get("/").text)
    assert "第1号 王阿姨 打卡有情况" in page
    assert "情况 37.8℃，咳嗽" in page
    assert "1380" not in page
    assert browser.get("/alerts/1").status_code == 404
    browser.get("/")
    taken = seen(press(browser, "我来接手"))
    assert "第1号由您接手" in taken
    assert "13800001111" in taken
    talk.reaches("王阿姨", "医疗保障组的何医生已经接手…")
    assert ("何医生", "alert acknowledged") in actions(pages)
    assert ("何医生", "telephone shown") in actions(pages)
    other = pages.signed_in("陈主任", "office")
    assert other.get("/alerts/1").status_code == 404
    other.get("/account")
    assert "别的同志刚刚已经办了这件" in seen(other.follow(other.post("/alerts/1/take")).text)


def test_whose_a_telephone_is_stands_beside_it(talk: Talk, pages: Office) -> None:
    talk.say("李强", "代报 王阿姨 37.8 有点咳嗽 电话")
    browser = pages.signed_in("何医生", "group_member", "medical")
    taken = press(browser, "我来接手")
    assert "谁 王阿姨" in taken
    assert "电话 13800001111 报的人李强的电话 13800002222" in taken
    assert "已经在微信里告诉李强，您会联系" in taken


def test_somebody_whose_telephone_is_not_known_is_not_given_another_ones(talk: Talk, pages: Office) -> None:
    forget = Statement(text("UPDATE person SET phone_sealed = NULL WHERE id = 1"))
    pages.installation.ledger.transact(lambda db: db.run(forget))
    talk.say("李强", "代报 王阿姨 37.8 有点咳嗽 电话")
    browser = pages.signed_in("何医生", "group_member", "medical")
    taken = press(browser, "我来接手")
    assert "报的人李强的电话 13800002222" in taken
    assert "王阿姨的电话没有登记，请报的人或者网格员带个话" in taken
    assert "本人" not in taken


def test_an_alert_that_is_late_says_so(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    browser = pages.signed_in("何医生", "group_member", "medical")
    assert "都在时限内" in seen(browser.get("/").text)
    talk.later(minutes=11)
    assert "有 1 件过了时限" in seen(browser.get("/").text)
    assert "已过时限" in seen(browser.get("/").text)


def test_despair_stays_with_its_group(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "活着没意思，不想活了")
    office = pages.signed_in("陈主任", "office")
    page = seen(office.get("/").text)
    assert "另有 1 件只由专门的工作组处理" in page
    assert "王阿姨" not in page
    office.get("/account")
    assert "别的同志" in seen(office.follow(office.post("/alerts/1/take")).text)
    medical = pages.signed_in("何医生", "group_member", "medical")
    assert "王阿姨" not in seen(medical.get("/").text)
    psychology = pages.signed_in("梁老师", "group_member", "psychology")
    assert "王阿姨" in seen(psychology.get("/").text)
    assert "说了很难受的话" not in seen(office.get("/people/1").text)
    assert "由您接手" in press(psychology, "我来接手")


def test_a_question_for_a_person_is_taken(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "人工")
    browser = pages.signed_in("陈主任", "office")
    taken = press(browser, ">接手<")
    assert "王阿姨说： 人工" in taken
    assert "13800001111" in taken
    talk.reaches("王阿姨", "…已经有人接手您的事…")


def looked_for(browser: Browser, wanted: str) -> str:
    """The page with those who are found."""
    browser.get("/people/")
    return browser.follow(browser.post("/people/", who=wanted)).text


def test_what_somebody_looks_for_stands_in_no_address_and_no_cookie(talk: Talk, pages: Office) -> None:
    browser = pages.signed_in("陈主任", "office")
    form = browser.get("/people/").text
    assert re.search(r'<form method="post" action="/console/people/" [^>]*role="search"', form)
    assert "没有找到" not in seen(browser.get("/people/?who=没有的人").text)
    browser.get("/people/")
    leads_to = browser.post("/people/", who="王阿姨 13800001111").headers["Location"]
    assert leads_to == "/console/people/found"
    cookie = browser.client.get_cookie("hexi_console", path="/console", domain="127.0.0.1")
    assert cookie is not None
    kept = str(URLSafeTimedSerializer("").load_payload(cookie.value.rpartition(".")[0].rpartition(".")[0].encode()))
    assert "wanted" in kept
    assert "13800001111" not in kept
    assert "王" not in kept.encode().decode("unicode_escape")
    found = seen(looked_for(browser, "王阿姨"))
    assert "王阿姨" in found
    assert seen(browser.get("/people/found").text) == found  # the way back leads to the same list
    stranger = pages.browser()
    assert stranger.get("/people/found?who=王阿姨").headers["Location"] == "/console/sign-in?next=/people/found"


def test_a_grid_worker_sees_the_grid_alone(talk: Talk, pages: Office) -> None:
    bind(talk, "远方", "resident", home="泰安社区/1号楼/1单元/101")
    browser = pages.signed_in("李强", "grid_worker", GRID)
    assert "王阿姨" in seen(looked_for(browser, "王阿姨"))
    assert "没有找到" in seen(looked_for(browser, "远方"))
    office = pages.signed_in("陈主任", "office")
    found = looked_for(office, "远方")
    path = re.findall(r'href="/console(/people/[0-9]+)"', found)[0]
    assert office.get(path).status_code == 200
    assert browser.get(path).status_code == 404


WANTED = ["王阿姨", "1111", "13800001111", "138 0000 1111", "永茂社区6号楼2单元301", "永茂6号楼", "永茂社区/6号楼"]


@pytest.mark.both_databases
@pytest.mark.parametrize("wanted", WANTED)
def test_somebody_is_found_by_name_door_and_phone(talk: Talk, pages: Office, wanted: str) -> None:
    browser = pages.signed_in("陈主任", "office")
    page = seen(looked_for(browser, wanted))
    assert "找到 1 位" in page
    assert "王阿姨 永茂社区6号楼2单元301 电话尾号 1111" in page
    assert "13800001111" not in page or wanted.replace(" ", "") == "13800001111"


def test_one_persons_way_with_versions_reasons_and_who_said_it(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    talk.say("王阿姨", "刚才体温写错了，应该是38.4")
    browser = pages.signed_in("陈主任", "office")
    page = seen(browser.get("/people/1").text)
    assert re.search("健康打卡 第2版 已打卡.*38.4℃.*健康打卡 第1版 后来改过，这是改以前的.*37.8℃", page)
    assert "规则「健康打卡要不要报警」，2021-01-01 起的版本" in page
    assert re.search("〔预案2.1〕.+：.+", page)
    assert "符合「" in page
    assert "org.group" not in page
    assert "138****1111" in page
    assert "13800001111" not in page
    assert ("陈主任", "history shown") in actions(pages)


def test_what_somebody_files_for_others_is_in_the_way_of_those_others(talk: Talk, pages: Office) -> None:
    talk.say("李强", "代报 王阿姨 37.8 有点咳嗽 电话")
    browser = pages.signed_in("陈主任", "office")
    whose = seen(browser.get("/people/1").text)
    assert "健康打卡" in whose
    assert "报警" in whose
    typed = seen(browser.get("/people/2").text)
    assert "李强的经过" in typed
    assert "居民登记" in typed
    for words in ("王阿姨", "37.8", "健康打卡", "报警"):
        assert words not in typed


def test_what_somebody_filed_for_themselves_before_they_were_known_is_in_their_way(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    forget = Statement(text("UPDATE health_checkin SET person_id = NULL"))
    pages.installation.ledger.transact(lambda db: db.run(forget))
    assert "37.8" in seen(pages.signed_in("陈主任", "office").get("/people/1").text)


def test_a_record_without_a_place_is_for_the_office_alone(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    grid = pages.signed_in("李强", "grid_worker", GRID)
    assert "37.8" in seen(grid.get("/people/1").text)
    forget = Statement(text("UPDATE health_checkin SET place_id = NULL"))
    pages.installation.ledger.transact(lambda db: db.run(forget))
    assert "37.8" not in seen(grid.get("/people/1").text)
    assert "37.8" in seen(pages.signed_in("陈主任", "office").get("/people/1").text)


def test_exits_and_gate_stand_in_somebodys_way(sealed: Talk, pages: Office) -> None:
    signed(sealed)
    browser = pages.signed_in("陈主任", "office")
    press(browser, "备案")
    page = seen(browser.get("/people/1").text)
    for words in ("外出申请 W0120-01 批好了", "签批 周平", "备案 陈主任", "什么事 透析", "时间 1月21日（周五）07:00—12:00"):
        assert words in page


ATTACKS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "{{7*191}}",
    "</textarea><svg onload=alert(1)>",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_somebody_wrote_is_shown_as_words(sealed: Talk, pages: Office, attack: str) -> None:
    """In every text column that a person can fill, however it came there."""
    talk = sealed
    seal_text = talk.installation.ledger.keys.seal

    def write(db: Db) -> None:
        tasks.add_visit(db, about="alert:1", person_id=1, text=attack, now=talk.clock[0])
        for table, columns in _PEOPLES_TEXTS.items():
            db.run(Statement(text(f"UPDATE {table} SET " + ", ".join(f"{c} = :t" for c in columns))), t=attack)
        for table, column in (("human_handover", "text"), ("exit_request", "words")):
            hidden = seal_text(attack, f"{table}.{column}".encode())
            db.run(Statement(text(f"UPDATE {table} SET {column}_sealed = :t")), t=hidden)
        things = compact([{"item": attack, "quantity": 2, "unit": attack}])
        db.run(Statement(text("UPDATE supply_request SET items = :t")), t=things)
        db.run(Statement(text("UPDATE exit_request SET persons = :t")), t=compact([{"name": attack}]))
        db.run(Statement(text("UPDATE health_checkin SET complaints = :t, trace = :t")), t=compact([attack]))

    signed(talk)
    talk.say("王阿姨", "人工")
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    talk.say("王阿姨", "后天从呼市坐K1302回来，三口人，没有别处停留")
    talk.say("王阿姨", "1")
    for words in ("能帮我买两袋大米吗", "没有", "2", "1", "1", "1"):
        talk.say("王阿姨", words)
    browser = pages.signed_in("陈主任", "office")
    pages.installation.ledger.transact(write)
    kinds = {entry.kind for entry in pages.installation.ledger.read(of_wang)}
    assert kinds >= {"person", "health_checkin", "exit_request", "return_report", "alert", "human_handover", "task"}
    assert "supply_request" in kinds
    for path in ("/", "/people/1", "/people/"):
        page = looked_for(browser, attack) if path == "/people/" else browser.get(path).text
        found = Elements()
        found.feed(page)
        assert attack in found.words, path
        assert "1337" not in page
        assert not {"img", "svg"} & {tag for tag, _ in found.seen}
        assert not [name for _, name in found.seen if name.startswith("on")]
        assert page.count("<script") == page.count('<script src="/console/static/')


_PEOPLES_TEXTS = {
    "person": ["name"],
    "health_checkin": ["person", "filed_by", "said_by"],
    "alert": ["person", "filed_by"],
    "human_handover": ["filed_by"],
    "exit_request": ["name", "destination", "plate", "filed_by", "said_by", "signed_by", "heard_by", "refusal"],
    "return_report": ["name", "origin_name", "transport_no", "announcement", "confirmed_by", "filed_by"],
    "supply_request": ["name", "accepted_by", "filed_by"],
}


def of_wang(db: Db) -> list[Entry]:
    """All that is on record about 王阿姨."""
    return history.of_person(db, 1, Reach(places.root_path(db), is_office=True))


class Elements(HTMLParser):
    """The elements of a page with their attributes, and all that it says, in fields too."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, str]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen += [(tag, name) for name, _ in (*attrs, ("", None))]
        self.words += " ".join(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_signs_that_nobody_sees_are_shown(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "人工")
    sealed_text = talk.installation.ledger.keys.seal("给我\u202e钱\u200b\u2066看👨\u200d👩", b"human_handover.text")
    pages.installation.ledger.transact(
        lambda db: db.run(Statement(text("UPDATE human_handover SET text_sealed = :t")), t=sealed_text)
    )
    page = pages.signed_in("陈主任", "office").get("/").text
    assert "给我⟨U+202E⟩钱⟨U+200B⟩⟨U+2066⟩看👨\u200d👩" in page


def test_a_visit_that_was_made_leaves_the_list(talk: Talk, pages: Office) -> None:
    def ask(db: Db) -> None:
        tasks.add_visit(db, about="alert:1", person_id=1, text="请来社区一趟", now=talk.clock[0])

    pages.installation.ledger.transact(ask)
    browser = pages.signed_in("李强", "grid_worker", GRID)
    assert "请来社区一趟" in seen(browser.get("/").text)
    assert "这户已经上门" in press(browser, "已经上门")
    assert "请来社区一趟" not in seen(browser.get("/").text)
    elsewhere = pages.signed_in("赵四", "grid_worker", "泰安社区/1网格")
    pages.installation.ledger.transact(ask)
    assert "请来社区一趟" not in seen(elsewhere.get("/").text)
    elsewhere.get("/account")
    assert "别的同志" in seen(elsewhere.follow(elsewhere.post("/visits/2/done")).text)


def test_a_leader_of_a_task_force_sees_what_waits_for_a_signature(sealed: Talk, pages: Office) -> None:
    asked(sealed)
    browser = pages.signed_in("周平", "task_force_leader", PLACE)
    page = seen(browser.get("/").text)
    assert "外出，等您签批 1 件" in page
    assert "请在微信里回「同意 W0120-01」" in page
    assert "都在时限内" in page
    assert "已过时限" not in page
    sealed.later(minutes=121)
    late = seen(browser.get("/").text)
    assert "有 1 件过了时限" in late
    assert "已过时限" in late
    elsewhere = pages.signed_in("别人", "task_force_leader", "永茂社区/7号楼")
    assert "现在没有等您处理的" in seen(elsewhere.get("/").text)


def test_what_counts_as_filed_waits_for_a_name_and_is_not_called_late(sealed: Talk, pages: Office) -> None:
    signed(sealed)
    sealed.later(minutes=31)
    assert sealed.job("exits_unrecorded") == 1
    page = seen(pages.signed_in("陈主任", "office").get("/").text)
    assert "补记备案" in page
    assert "通行码已发，只补记名字" in page
    assert "都在时限内" in page


def many(pages: Office, table: str, changes: str, count: int) -> None:
    """The one record of a table so many times more, each with what is changed in it, before the one that is there."""

    def work(db: Db) -> None:
        columns = [column.name for column in metadata.tables[table].columns]
        changed = dict(part.strip().split(" = ") for part in changes.split(","))
        values = ", ".join(changed.get(name, name) for name in columns)
        for number in range(count):
            names = values.replace("ROW", str(-1 - number))
            db.run(Statement(text(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {names} FROM {table} WHERE id = 1")))

    pages.installation.ledger.transact(work)


def test_what_is_in_other_hands_hides_nothing_that_waits(talk: Talk, pages: Office) -> None:
    """More complaints that somebody has taken, more requests on their way and reports confirmed than a list holds."""
    for words in ("能帮我买两袋大米吗", "没有", "2", "1", "1", "1"):
        talk.say("王阿姨", words)
    talk.say("王阿姨", "后天从呼市坐K1302回来，三口人，没有别处停留")
    talk.say("王阿姨", "1")
    talk.say("王阿姨", "人工")
    many(pages, "human_handover", "id = ROW, status = 'taken', reason = 'complaint'", 201)
    many(pages, "supply_request", "id = ROW, number = 'S-ROW', status = 'accepted', original_id = NULL", 201)
    many(pages, "return_report", "id = ROW, number = 'F-ROW', confirmed_by = 'x', original_id = NULL", 201)
    page = seen(pages.signed_in("陈主任", "office").get("/").text)
    for words in ("有人要找工作人员 1 件", "返乡报备，等确认 1 件", "物资申请，等人接 1 件"):
        assert words in page
    listed = talk.say("陈主任", "待办")
    assert "【返乡，等您确认措施】" in listed
    assert "有的太多，只列了最早的" in listed


def test_a_list_that_was_cut_says_so(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "人工")
    browser = pages.signed_in("陈主任", "office")
    assert "太多了" not in seen(browser.get("/").text)
    many(pages, "human_handover", "id = ROW", 200)
    page = seen(browser.get("/").text)
    assert "有人要找工作人员 200 件以上" in page
    assert "太多了，这里只列最早的200件" in page


def test_urgent_supplies_hide_no_alert_in_the_chat(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    many(pages, "alert", "id = ROW, about = 'supply_request:1', original_id = NULL, filed_at = 1", 40)
    assert "第1号 王阿姨" in talk.say("何医生", "待办")


def test_strangers_requests_are_on_the_trail(talk: Talk, pages: Office) -> None:
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    elsewhere = pages.signed_in("赵四", "grid_worker", "泰安社区/1网格")
    office = pages.signed_in("陈主任", "office")
    for browser, path in ((elsewhere, "/people/1"), (elsewhere, "/alerts/1"), (office, "/alerts/1")):
        assert browser.get(path).status_code == 404
    office.get("/account")
    assert office.post("/exits/77/record", version="1").status_code == 404
    pages.browser().get("/people/1")  # nobody is signed in: led to the page to sign in on
    about = Statement(text("SELECT actor, about, detail FROM audit WHERE action = 'page refused' ORDER BY id"))
    assert pages.installation.ledger.read(lambda db: db.all(about)) == [
        ("赵四", "console:people.person", '{"person_id":1}'),
        ("赵四", "console:taken.alert", '{"number":1}'),
        ("陈主任", "console:taken.alert", '{"number":1}'),
        ("陈主任", "console:acting.record_exit", '{"record_id":77}'),
    ]


def test_what_is_done_by_the_clock_and_what_was_missed_is_shown_to_the_office(talk: Talk, pages: Office) -> None:
    def work(db: Db) -> None:
        for job, status in (("roll_call", "done"), ("checkin_reminder", "missed"), ("arrivals", "running")):
            occurrences.claim(db, job, talk.clock[0], "a scheduler", talk.clock[0], status)
        occurrences.finish(db, "arrivals", talk.clock[0], "done", 3, talk.clock[0])

    browser = pages.signed_in("陈主任", "office")
    assert "还没有到办的时候" in seen(browser.get("/jobs").text)
    talk.installation.ledger.transact(work)
    assert "按时办的事 ： 1 件没有按时办成" in seen(browser.get("/").text)
    page = seen(browser.get("/jobs").text)
    assert "有 1 件没有按时办成" in page
    assert "打卡提醒，第一次 今天 09:00 过了时间没办 还没有" in page
    assert "问报备的人到家没有 今天 09:00 办了 今天 09:00" in page
    talk.later(hours=1)
    assert "已经有一阵没有按时办事了" in seen(browser.get("/jobs").text)


def test_only_the_office_sees_what_is_done_by_the_clock(talk: Talk, pages: Office) -> None:
    browser = pages.signed_in("何医生", "group_member", "medical")
    assert browser.get("/jobs").status_code == 404
    assert "按时办的事" not in browser.get("/").text


def test_every_job_and_every_state_of_one_has_its_words() -> None:
    assert set(texts().jobs) == {job.name for job in JOBS}
    assert set(texts().job_states) == {"done", "failed", "missed", "running", "before start"}
