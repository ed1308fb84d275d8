"""What a guard on duty says in their own words, as a chat: the gate's matter, and no form of a resident (clause 3.4.1)."""

import pytest
from sqlalchemy import text

from ledger import export
from ledger.export.pages import View
from ledger.statement import Statement
from tests.exit_town import stands
from tests.gate_town import GATE, guard, lead, request
from tests.talking import Talk

_LOG = Statement(text("SELECT direction, name, plate, people, purpose FROM gate_log ORDER BY id"))
SHORT = "您在班上，先办卡口的事：…下班回「交班」。"


@pytest.fixture
def gated(talk: Talk) -> Talk:
    guard(talk, "老马", GATE)
    guard(talk, "小吴", GATE)
    lead(talk)
    talk.say("老马", "接班")
    return talk


def log(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: [tuple(row) for row in db.all(_LOG)])


def out(talk: Talk, code: str) -> None:
    talk.say("老马", code)
    assert talk.say("老马", "1").startswith("记下了")
    talk.later(minutes=30)


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("婆婆俩人出的 车蒙G22339", "没有对上通行码，这一趟还没记。"),
        ("没叫号 6号楼2单元孕妇走了", "没有对上通行码，这一趟还没记。"),
        ("大夫放行", "您在班上，先办卡口的事："),
        ("老李家说没号 要去化疗", "不能出｜没有查到他进来过。住在里面的，要有通行码："),
        ("6号楼2单元301的要出去", "不能出｜6号楼2单元301没有能用的通行码。"),
        ("快递能进吗", "先别进，东西放卡口｜快递"),
        ("没回 记错了", "刚才半小时里没有您记的。"),
        ("车不对 蒙K11111", "蒙K11111 是进还是出？"),
        ("放了", "您在班上，先办卡口的事："),
        ("在外", "没有人在外。"),
        ("名单", "永茂社区6号楼卡口 1月20日通行名单"),
        ("接", "您 09:00 已经接班了"),
        ("急", "马上放行，"),
        ("蒙G12345走了", "没有对上通行码，这一趟还没记。"),
        ("李大爷回来了", "没有查到李大爷在外面。"),
        ("收垃圾车进 蒙K11111", "先问周平｜蒙K11111 收垃圾车"),
        ("三人进 探亲", "先别进｜探亲 3人"),
        ("外面来了两个大白", "先问周平｜"),
        ("送菜的来了", "先问周平｜送菜的"),
        ("几点下班", "您在班上，先办卡口的事："),
        ("今天天气不错", "您在班上，先办卡口的事："),
        ("孙子从北京回来", "没有查到"),
        ("大米两袋送到门口", "您在班上，先办卡口的事："),
    ],
)
def test_a_guards_words_are_read_at_the_gate(gated: Talk, said: str, first: str) -> None:
    heard = gated.say("老马", said)
    assert heard.startswith(first), heard


def test_their_own_matter_is_theirs_when_they_ask_for_it(gated: Talk) -> None:
    gated("""老马: 我要打卡
    助手: …体温…
    老马: 36.5
    助手: …""")
    assert "您在班上" not in gated.say("老马", "取消")
    for said in ("帮助", "我的记录", "人工", "通行码", "待办"):
        assert "您在班上" not in gated.say("老马", said), said


def test_off_duty_a_guard_is_a_resident_like_others(gated: Talk) -> None:
    assert "您在班上" not in gated.say("小吴", "今天天气不错")
    gated.later(minutes=1)
    gated.say("小吴", "接班")
    assert "您在班上" not in gated.say("老马", "今天天气不错")
    gated(f"""小吴: 今天天气不错
    助手: {SHORT}
    小吴: 下班
    助手: 交班了：…""")
    assert "您在班上" not in gated.say("小吴", "今天天气不错")


def test_who_is_outside_by_name_or_vehicle_is_shown_and_noted_on_the_answer(gated: Talk) -> None:
    record, code = request(gated)
    other, second = request(gated, number="W0120-02", name="李建国", persons="[]", plate="蒙K22222")
    out(gated, code)
    out(gated, second)
    gated(f"""老马: 在外
    助手: 在外的：
     {code} 王阿姨＋妈妈，12:00 前回
     {second} 李建国，12:00 前回
     回来了发「回」加号码。
    老马: 李大爷进来了
    助手: 在外｜李建国｜透析 09:30 出，12:00 前回｜蒙K22222
     1 回来了　2 还没
    老马: 回来了
    助手: 记下了：李建国 10:00 回来了。记错了回「撤销」。
    老马: 蒙G22335回来了
    助手: 在外｜王阿姨＋妈妈（2人）…
    老马: 没回来
    助手: 好，没有记，…""")
    states = gated.installation.ledger.read(lambda db: [stands(db, one).status for one in (record, other)])
    assert states == ["out", "returned"]


def test_who_goes_by_vehicle_is_shown_with_the_pass(gated: Talk) -> None:
    request(gated)
    gated("""老马: 蒙G22335要出去
    助手: 可以出｜王阿姨＋妈妈（2人）｜…
     1 已出　2 不符
    老马: 大夫放行了
    助手: 记下了：王阿姨＋妈妈 09:00 出门，…""")


def test_what_does_not_fit_in_one_sentence(gated: Talk) -> None:
    _, code = request(gated)
    gated(f"""老马: {code}
    助手: 可以出｜…
    老马: 车不对 蒙K11111
    助手: 没放行，记下了：王阿姨＋妈妈，车不对 蒙K11111。…""")


def test_a_vehicle_that_came_in_leaves_in_the_guards_words(gated: Talk) -> None:
    gated("""老马: 收垃圾车进 蒙K11111
    助手: 先问周平｜…
    老马: 三人进 探亲
    助手: 先别进｜探亲 3人
     …
    老马: 二
    助手: 记下了：09:00 没有进，探亲。…
    老马: 收垃圾车进 蒙K11111
    助手: 先问周平｜…
    老马: 一
    助手: 记下了：09:00 进，蒙K11111 收垃圾车。…
    老马: 蒙K11111走了
    助手: 记下了：09:00 出，蒙K11111。""")
    assert [row[0] for row in log(gated)] == ["turned_away", "in", "out"]


def test_after_words_of_danger_what_follows_is_passed_on(gated: Talk) -> None:
    gated.say("老马", "我不想活了")
    assert not gated.say("老马", "没什么意思").startswith("您在班上")


def test_a_fever_of_somebody_without_a_number(gated: Talk) -> None:
    gated("""老马: 2单元王叔发烧38度2 要出去
    助手: 体温高｜2单元 王叔 38.2℃：请在通风的地方等，戴好口罩，您离开两步。
     已告诉网格员、医疗保障组，等他们打来；进不进由医生和周平定，先别放进楼。
    助手→何医生: …永茂社区6号楼卡口（家住永茂社区6号楼2单元）｜王叔｜38.2℃，发热…
    老马: 出 2单元王叔 发烧38.2
    助手: 体温高｜2单元 王叔 38.2℃：…刚才已经报过了，…""")
    alerts = gated.installation.ledger.read(lambda db: [dict(one) for one in export.lines("alert", View(db))])
    assert [(one["person"], one["place"]) for one in alerts] == [("王叔", "永茂社区/6号楼/2单元")]
    assert [row[:2] for row in log(gated)] == [("held", "王叔")]
    gated("""老马: 撤销
    助手: 撤销了：王叔 09:00 体温高那一条不算，…
     已告诉网格员、医疗保障组。
    助手→何医生: …王叔 09:00 体温高那一条记错了，不算。…""")


@pytest.mark.parametrize("words", ["有人要出去", "蒙G12345", "6号楼2单元301的要出去", "有个老头没码要出去买药"])
def test_whoever_guards_a_gate_begins_the_shift_before_anybody_is_looked_up(talk: Talk, words: str) -> None:
    guard(talk, "老马", GATE)
    lead(talk)
    assert talk.say("老马", words).startswith("您还没接班。在永茂社区6号楼值守的，先回「接班」")


@pytest.mark.parametrize(
    "words",
    [
        *("我想出去买菜", "打卡 36.5", "我要出去看病", "他发烧了 要出去看病", "有点发烧 想出去看看", "有人进小区不扫码"),
        *("有人说明天小区要让出去了是真的吗", "6号楼2单元301要大米 送进来", "有急事能出去吗", "这个月工资出了吗"),
        "有老人走了谁管",
    ],
)
def test_a_guard_who_is_not_on_duty_may_have_a_wish_of_their_own(talk: Talk, words: str) -> None:
    guard(talk, "老马", GATE)
    lead(talk)
    assert "接班" not in talk.say("老马", words)
