"""日报, 永茂, 未打卡 … in the chat: each role sees its own figures, never a name; from anybody else it is ordinary text."""

import pytest

from commands.seal import seal
from knowledge.language.figures import FiguresAsked, read_figures
from knowledge.language.normalise import normalise
from knowledge.times import HOUR
from ledger import Db, people, places, seals
from ledger.reports import digests
from ledger.reports.digests import SentDigest
from ledger.tables import exit_request, health_checkin, return_report, supply_request
from tests.figure_town import DAY, put
from tests.talking import Talk
from tests.test_digest import chained
from tests.test_exit_request import bind

DOOR, OTHER = "永茂社区/6号楼/2单元/301", "泰安社区/1号楼/101"


@pytest.fixture
def town(talk: Talk) -> Talk:
    """永茂社区 is sealed with three people in it, one of whom has checked in; something of everything else is there."""
    bind(talk, "赵书记", "leader")
    bind(talk, "孙主任", "community_lead", scope="永茂社区")
    bind(talk, "泰主任", "community_lead", scope="泰安社区")
    bind(talk, "钱督查", "inspector")
    bind(talk, "门卫", "gate_guard", scope="永茂社区")
    now = talk.clock[0]

    def fill(db: Db) -> None:
        seals.seal_place(db, places.ensure(db, "永茂社区"), "周平", "lockdown", None, now - HOUR)
        for name in ("李铁柱", "何花"):
            people.add(db, name=name, phone=None, place_id=places.ensure(db, DOOR).id, now=now, filed_by="test")
        ill = {"person": "王阿姨", "person_id": 1, "date": DAY, "temperature": 38.2, "outcome": '{"level":"urgent"}'}
        put(db, health_checkin, DOOR, **ill)
        put(db, return_report, DOOR, number="F1", origin_name="呼和浩特市", party_size=3, filed_at=now - HOUR)
        then = {"leave_at": DAY, "return_by": DAY, "recurrence": None, "filed_at": now}
        put(db, exit_request, OTHER, status="overdue", kind="ordinary", reason="work", **then)
        late = {"filed_at": now - 5 * HOUR, "due_at": now - HOUR, "steps": "delivery", "group_id": "supplies"}
        put(db, supply_request, DOOR, status="accepted", **late)
        chained(db, now)

    talk.installation.ledger.transact(fill)
    return talk


def test_a_leader_asks_for_one_figure_after_the_other(town: Talk) -> None:
    town("""赵书记: 日报
        助手: 1月20日 09:00 河西街道日报
            应打卡 3，已打 1，没打 2（永茂社区 2）
            发热 1；还有 1 人没人接手
            …
            回「永茂社区」「未打卡」「缺岗」看细目
            存证 #…
        赵书记: 永茂今天多少人没打卡
        助手: 永茂社区，今天（09:00）
            应打卡 3，已打 1，没打 2
            · 6号楼 没打 2（应打 3）
            是谁、在哪户，网格员回「名单」看。
        赵书记: 永茂
        助手: 1月20日 09:00 永茂社区日报
            应打卡 3，已打 1，没打 2（6号楼 2）
            …在外 0，超时没回 0
            …回「未打卡」「缺岗」看细目
            存证 #…
        赵书记: 未打卡
        助手: 河西街道，今天（09:00）
            应打卡 3，已打 1，没打 2
            · 永茂社区 没打 2（应打 3）
            是谁、在哪户，网格员回「名单」看。
        赵书记: 今天发热几个
        助手: 河西街道，今天（09:00）
            发热 1；还有 1 人没人接手
            只数打了卡的：应打卡 3，已打 1。
        赵书记: 物资还有几单没办
        助手: 河西街道，今天（09:00）
            新收 1，其中办完 0
            现在没办完 1（最久 5 小时，过时限 1，药品 0）
            在谁手里：物资保障组 1
        赵书记: 返乡多少人
        助手: 河西街道，今天（09:00）
            返乡新报 1件 3人，管控中 0
            从哪来：呼和浩特市 1
            措施（没核对的是拟定的）：还没定 1
        赵书记: 外出情况
        助手: 河西街道，今天（09:00）
            外出申请 1：批 1，没批 0
            现在等签批 0，在外 1，其中超时没回 1
        赵书记: 缺岗
        助手: 河西街道，现在（09:00）起24小时，按值班表
            · 永茂社区卡口 24小时都没排
            · 永茂社区专班组长 24小时都没排
        赵书记: 永茂缺岗
        助手: 永茂社区，现在（09:00）起24小时，按值班表
            · 永茂社区卡口 24小时都没排
            · 永茂社区专班组长 24小时都没排
        赵书记: 超期
        助手: 1月20日 09:00 河西街道：过了时限没办的
            物资没按时办 1：物资保障组，最久 5 小时
            存证 #…""")


def test_a_leader_asks_what_is_sealed_and_where_people_came_from(town: Talk) -> None:
    town("""赵书记: 现在封了几个小区
        助手: 河西街道，现在（09:00）
            封闭管理 1 处：
            · 永茂社区，1月20日 08:00 起
        赵书记: 永茂封了吗
        助手: …
        泰主任: 封控情况
        助手: 泰安社区，现在（09:00）
            没有封闭的小区和村。
        赵书记: 外地回来的都是哪来的
        助手: …从哪来：呼和浩特市 1…
        赵书记: 隔离的有几个
        助手: …管控中 0…""")
    assert "封闭管理" not in town.say("门卫", "现在封了几个小区")


def test_a_leader_compares_with_yesterday(town: Talk) -> None:
    town("""赵书记: 跟昨天比咋样
        助手: 1月20日 09:00 河西街道日报
            …
            昨天没有存下日报，比不了。""")

    def send(db: Db) -> None:
        root = places.root_path(db)
        digests.keep(db, SentDigest(root, "2022-01-19", 0, 1, "1月19日 18:00 河西街道日报\n应打卡 3，已打 3，没打 0"))

    town.installation.ledger.transact(send)
    for words in ("跟昨天比", "和昨天比怎么样", "打卡率跟昨天比"):
        said = town.say("赵书记", words)
        assert "应打卡 3，已打 1，没打 2" in said
        assert said.endswith("1月19日 18:00 河西街道日报\n应打卡 3，已打 3，没打 0")
        assert "1月19日" not in town.say("王阿姨", words)


def test_who_leads_a_community_sees_theirs_and_is_told_where_to_ask_for_another(town: Talk) -> None:
    assert "永茂社区日报" in town.say("孙主任", "日报")
    assert "没打 2" in town.say("孙主任", "今天多少人没打卡")
    assert town.say("孙主任", "泰安今天发热几个").startswith("您负责的是永茂社区，别处的数请问街道疫情防控办。")
    assert "应打卡" not in town.say("泰主任", "永茂")
    assert "在外 1，其中超时没回 1" in town.say("泰主任", "外出情况")
    assert "在外 0" in town.say("孙主任", "外出情况")


def test_a_grid_worker_sees_the_grid_and_the_list_by_door_as_before(town: Talk) -> None:
    assert "永茂社区1网格日报" in town.say("李强", "日报")
    assert "没打 2" in town.say("李强", "永茂多少人没打卡")
    for asked in ("未打卡", "今天还有谁没打卡", "我这还有哪几户没打卡呢", "还有谁没报", "今天我这片还有谁没打卡"):
        assert "6号楼2单元301 李铁柱、何花" in town.say("李强", asked)


def test_the_office_sees_the_whole_and_the_inspector_what_is_late(town: Talk) -> None:
    assert "河西街道日报" in town.say("陈主任", "日报")
    for asked in ("未打卡", "今天还有谁没打卡"):
        assert "没打 2" in town.say("陈主任", asked)
    assert "应打卡" not in town.say("钱督查", "永茂今天多少人没打卡")


@pytest.mark.parametrize("who", ["王阿姨", "路人", "何医生", "门卫"])
@pytest.mark.parametrize("words", ["日报", "永茂今天多少人没打卡", "缺岗", "永茂", "超期"])
def test_from_anybody_else_it_is_ordinary_text(town: Talk, who: str, words: str) -> None:
    said = town.say(who, words)
    assert "应打卡" not in said
    assert "存证" not in said
    assert "缺岗" not in said


def test_what_cannot_be_counted_is_said_with_what_can(town: Talk) -> None:
    assert "可以这样问" in town.say("赵书记", "去年的日报发我")
    assert "可以这样问" not in town.say("王阿姨", "去年的日报发我")


def test_what_was_filed_today_and_on_a_day_that_is_over(town: Talk) -> None:
    """昨天 …: what was filed then is counted; what stood open then is not."""
    town("""陈主任: 今天报了多少人
        助手: 河西街道，今天（09:00）报上来的
            打卡 1人（应打卡 3，没打 2）
            返乡 1件 3人，外出申请 1，物资 1，反映情况 0
        孙主任: 今天报上来多少
        助手: 永茂社区，今天（09:00）报上来的…外出申请 0，物资 1…
        陈主任: 昨天打卡多少
        助手: 河西街道，1月19日这一天
            打了卡的 0人
            数的是那天报上来的；当时还差多少没办、没打，现在数不回去了。
        陈主任: 昨天的日报
        助手: 河西街道，1月19日这一天（没有存下的日报，按记录数的）
            打了卡的 0人
            …""")
    town.later(days=1)
    town("""赵书记: 昨天打卡多少
        助手: 河西街道，1月20日这一天
            打了卡的 1人
            …
        赵书记: 昨天发热几个
        助手: 河西街道，1月20日这一天
            发热 1，别的不舒服 0
            …
        赵书记: 永茂昨天返乡多少人
        助手: 永茂社区，1月20日这一天
            返乡新报 1件 3人
            …
        赵书记: 前天返乡多少人
        助手: 河西街道，1月19日这一天
            返乡新报 0件
            …
        孙主任: 泰安昨天发热几个
        助手: 您负责的是永茂社区，…""")
    for who in ("王阿姨", "何医生", "门卫", "钱督查"):
        assert "这一天" not in town.say(who, "昨天打卡多少")
    assert "报上来的" not in town.say("李强", "我今天报了几个")


def test_of_a_day_to_come_it_is_said_what_is_laid_down(town: Talk) -> None:
    """Nobody foretells; reports of who comes back then and requests to go out then are on record."""
    tomorrow = {"arrive_date": "2022-01-21", "party_size": 2, "status": "submitted", "origin_name": "沈阳市"}
    going = {"kind": "ordinary", "reason": "work", "return_by": None, "recurrence": None, "filed_at": town.clock[0]}

    def plan(db: Db) -> None:
        put(db, return_report, DOOR, number="F2", **tomorrow)
        put(db, return_report, OTHER, number="F3", **(tomorrow | {"arrive_date": "2022-01-22"}))
        for status, leave_at in (("on_record", "2022-01-21T09:00"), ("pending_approval", "2022-01-21"), ("signed", DAY)):
            signed = {"signed_at": town.clock[0]} if status != "pending_approval" else {}
            put(db, exit_request, DOOR, status=status, leave_at=leave_at, **going, **signed)

    town.installation.ledger.transact(plan)
    town("""陈主任: 明天返乡多少人
        助手: 1月21日还没到，会有多少谁也说不准。河西街道眼下已经定下的：
            报了那天回来的 1件 2人
        孙主任: 明天有多少人要出门
        助手: 1月21日还没到，会有多少谁也说不准。永茂社区眼下已经定下的：
            那天要外出的：批了 1，等签批 1
        赵书记: 明天会有几个发热的
        助手: 1月21日还没到，会有多少谁也说不准。河西街道眼下已经定下的：
            按现在的，要打卡的 3人
            报了那天回来的 1件 2人
            那天要外出的：批了 1，等签批 1
            值班表上没排人的岗 2处
        赵书记: 后天返乡多少人
        助手: 1月22日还没到…报了那天回来的 1件 2人""")
    for who in ("王阿姨", "门卫", "钱督查"):
        assert "谁也说不准" not in town.say(who, "明天返乡多少人")


def test_yesterdays_digest_is_told_as_it_was_sent(town: Talk) -> None:
    def send(db: Db) -> None:
        root = places.root_path(db)
        digests.keep(db, SentDigest(root, "2022-01-19", 0, 1, "1月19日 18:00 河西街道日报\n应打卡 3，已打 3，没打 0"))

    town.installation.ledger.transact(send)
    for words in ("昨天的日报", "昨天多少人没打卡"):
        assert town.say("赵书记", words) == "1月19日 18:00 河西街道日报\n应打卡 3，已打 3，没打 0"
        assert "18:00" not in town.say("孙主任", words)
        assert "1月19日" not in town.say("王阿姨", words)


def test_an_answer_in_a_form_is_not_taken_for_a_question(town: Talk) -> None:
    town.say("孙主任", "我要报备")
    town.say("孙主任", "呼和浩特")
    assert "日报" not in town.say("孙主任", "永茂")
    assert "永茂社区日报" in town.say("孙主任", "日报")


def test_no_answer_names_anybody(town: Talk) -> None:
    for words in ("日报", "永茂", "未打卡", "今天发热几个", "物资还有几单没办", "缺岗", "外出情况", "超期"):
        said = town.say("赵书记", words)
        for private in ("王阿姨", "李铁柱", "何花", "周平", "301", "1380"):
            assert private not in said


ASKED = [
    ("日报", FiguresAsked("all", None, True)),
    ("今天的日报发给我", FiguresAsked("all", None, True)),
    ("永茂", FiguresAsked("all", "永茂社区", False)),
    ("永茂今天多少人没打卡", FiguresAsked("missing", "永茂社区", True)),
    ("今天打卡多少人", FiguresAsked("missing", None, True)),
    ("发热几个", FiguresAsked("fevers", None, True)),
    ("永茂发热", FiguresAsked("fevers", "永茂社区", False)),
    ("物资还有几单没办", FiguresAsked("supplies", None, True)),
    ("现在有多少人在外面", FiguresAsked("exits", None, True)),
    ("返乡多少人？", FiguresAsked("returns", None, True)),
    ("缺岗", FiguresAsked("gaps", None, True)),
    ("今天报了多少人", FiguresAsked("filed", None, True)),
    ("永茂报上来几户", FiguresAsked("filed", "永茂社区", True)),
    ("今天报了没", None),
    ("发热", None),
    ("外出", None),
    ("物资", None),
    ("没打卡的有谁", None),
    ("我今天发热", None),
    ("今天回来了", None),
    ("永茂和泰安多少人没打卡", None),
    ("永茂6号楼有人发热", None),
    ("多少人", None),
    ("", None),
    ("没打卡" * 20, None),
]


@pytest.mark.parametrize(("text", "asked"), ASKED, ids=[text[:12] for text, _ in ASKED])
def test_what_asks_for_figures_and_what_does_not(text: str, asked: FiguresAsked | None) -> None:
    assert read_figures(normalise(text)) == asked


@pytest.mark.parametrize("who", ["赵书记", "钱督查", "陈主任"])
@pytest.mark.parametrize("words", ["发热", "发烧", "有发热的"])
def test_a_bare_fever_of_who_reads_figures_is_a_question(town: Talk, who: str, words: str) -> None:
    """Nobody is alarmed by it; what a leader has themselves is said as everybody says it."""
    said = town.say(who, words)
    assert "先记下" not in said
    assert "打卡好了" not in said
    if who != "钱督查":
        assert said.startswith("河西街道，今天（09:00）\n发热 1")


def test_what_somebody_has_themselves_is_their_own_check_in(town: Talk) -> None:
    assert "发热 1" not in town.say("赵书记", "我发烧了")
    assert "发热 1" not in town.say("孙主任", "发烧")
    assert "发热 1" not in town.say("王阿姨", "发烧")


def test_complaints_and_vegetables_of_a_leader_are_figures(town: Talk) -> None:
    town("""赵书记: 投诉几个
            助手: 河西街道，现在（09:00）
              等人接手：报警 0，找工作人员 0
            赵书记: 菜送了没有
            助手: 河西街道，今天（09:00）
              …现在没办完 1…""")


def test_where_nothing_is_sealed_no_post_has_to_be_staffed_and_that_is_said(talk: Talk) -> None:
    bind(talk, "赵书记", "leader")
    talk("""赵书记: 缺岗
        助手: 河西街道，现在（09:00）起24小时，按值班表
            现在没有封闭的地方，没有岗要排人。…""")
    seal(talk.installation, "永茂社区/6号楼", "周平", None, None)
    assert "没有封闭" not in talk.say("赵书记", "缺岗")
