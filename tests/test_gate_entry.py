"""Who comes in at the gate, 急救放行, the list of necessary staff, as a chat (clauses 3.4.1, 2.2; DESIGN 6.1, 6.10)."""

import pytest
from sqlalchemy import text

from knowledge.language.gate_entries import KINDS, EntryFound, find_entry
from knowledge.times import HOUR, MINUTE
from ledger import Db, gate, places
from ledger.duty import roster
from ledger.statement import Statement
from tests.exit_town import stands
from tests.gate_town import GATE, guard, lead, request
from tests.talking import Talk

_LOG = Statement(
    text(
        "SELECT direction, kind, name, plate, people, temperature, purpose, visits, clause, remark IS NOT NULL"
        " FROM gate_log ORDER BY id"
    )
)
_PERMITS = Statement(text("SELECT count(*) FROM entry_permit"))
_DUE = Statement(text("SELECT due_at FROM return_report ORDER BY id"))
_LINKS = Statement(text("SELECT exit_request_id FROM gate_log"))


def due_of_returns(talk: Talk) -> list[int]:
    """By when somebody has to have decided about each return report."""
    return [row[0] for row in talk.installation.ledger.read(lambda db: db.all(_DUE))]


def log(talk: Talk) -> list[tuple[object, ...]]:
    rows = talk.installation.ledger.read(lambda db: db.all(_LOG))
    return [(*row[:-1], bool(row[-1])) for row in rows]


@pytest.fixture
def gated(talk: Talk) -> Talk:
    guard(talk, "老马", GATE)
    lead(talk)
    return talk


def _found(**given: object) -> EntryFound:
    empty = dict.fromkeys(("kind", "name", "plate", "people", "temperature", "door"), None)
    return EntryFound(**{**empty, "said": "", **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("蒙G12345 送菜", _found(kind="supply", plate="蒙G12345", said="送菜")),
        ("张师傅 修水管 去6号楼", _found(kind="repair", name="张师傅", door="6号楼", said="张师傅 修水管 去6号楼")),
        ("外卖", _found(kind="courier", said="外卖")),
        (
            "给6号楼住户送菜 3人 36.4",
            _found(kind="supply", people=3, temperature=36.4, door="6号楼", said="给6号楼住户送菜"),
        ),
        ("120 孕妇 3号楼", _found(kind="emergency", door="3号楼", said="120 孕妇 3号楼")),
        ("亲戚 看老人", _found(said="亲戚 看老人")),
        ("自来水公司 王刚 两个人", _found(kind="repair", name="王刚", people=2, said="自来水公司 王刚")),
        ("王阿姨 回家", _found(kind="resident", name="王阿姨", said="王阿姨 回家")),
        ("6号楼住户 从外地回来", _found(kind="resident", door="6号楼", said="6号楼住户 从外地回来", comes_back=True)),
        ("采样队 蒙G88888", _found(kind="staff", plate="蒙G88888", said="采样队")),
    ],
)
def test_what_a_guard_says_of_somebody(words: str, found: EntryFound) -> None:
    assert find_entry(words) == found


def test_the_kinds_of_the_words_the_rule_and_the_log_are_the_same(talk: Talk) -> None:
    facts = talk.installation.house.rules.rule("gate_entry").facts["who"]
    assert set(gate.KINDS) == {*KINDS, "other"} == set(facts.one_of) - {"returning"}  # residents, told apart


def test_a_supply_vehicle_that_is_not_listed_is_put_to_the_leader(gated: Talk) -> None:
    gated(
        """老马: 进 蒙G12345 送菜 2人 36.5
    助手: 先问周平｜蒙G12345 送菜 2人 36.5℃
     不在准进名单上：同意了回 1。长期要进的，请组长或防控办加进名单。
     〔预案3.4.1〕
     1 放行　2 不放
    老马: 2
    助手: 记下了：09:00 没有进，蒙G12345 送菜。
     事情急的，请他在卡口等，打给周平。
    老马: 进 蒙G12345 送菜
    助手: …
    老马: 1
    助手: 记下了：09:00 进，蒙G12345 送菜。已告诉周平、街道疫情防控办。
     出来时发「出 蒙G12345」。
    助手→周平: …蒙G12345 送菜 进来了，老马 说问过您们并同意。…
    老马: 出 蒙G12345
    助手: 记下了：09:00 出，蒙G12345 蒙…""".replace("蒙…", "送菜。").replace("出，蒙G12345 送菜。", "出，…")
    )
    assert [row[:4] + row[8:] for row in log(gated)] == [
        ("turned_away", "supply", None, "蒙G12345", "3.4.1", False),
        ("in", "supply", None, "蒙G12345", "3.4.1", True),
        ("out", "supply", None, "蒙G12345", None, False),
    ]


def test_who_is_listed_comes_in(gated: Talk) -> None:
    gated("""周平: 准进 张师傅 修水管 蒙G33333 到1月25日
    助手: 加进永茂社区6号楼的准进名单了，第1号：蒙G33333 张师傅 修水管，到 …。卡口查得到。
    老马: 进 张师傅 修水管 去6号楼
    助手: 可以进｜张师傅 修水管 去6号楼
     在准进名单上（周平 加的，到 …）。请测体温、戴好口罩。
     〔预案3.4.1〕
     1 放行　2 不放
    老马: 放行
    助手: 记下了：09:00 进，张师傅 修水管 去6号楼。
     出来时发…
    老马: 准进名单
    助手: 准进名单：
     第1号 蒙G33333 张师傅 修水管，永茂社区6号楼，到 …
    周平: 不再准进 1
    助手: 第1号已从准进名单去掉，…
    老马: 进 张师傅 修水管
    助手: 先问周平｜张师傅 修水管…""")
    assert log(gated) == [
        ("in", "repair", "张师傅", None, None, None, "张师傅 修水管 去6号楼", "6号楼", "3.4.1", False)
    ]


def test_a_leader_at_another_hour_hears_who_is_on_duty(gated: Talk) -> None:
    lead(gated, "吴敏")

    def on_duty(db: Db) -> None:
        place = places.ensure(db, GATE).id
        roster.enter(db, place, "deputy", "吴敏", gated.clock[0] - HOUR, gated.clock[0] + HOUR, gated.clock[0], "test")

    gated.installation.ledger.transact(on_duty)
    gated("""周平: 准进 张师傅 修水管 蒙G12345 到1月25日
    助手: 现在是吴敏当班，准进名单由当班的组长加减。请告诉吴敏，或者轮到您当班时再发一次。
    吴敏: 准进 张师傅 修水管 蒙G12345 到1月25日
    助手: 加进永茂社区6号楼的准进名单了，第1号：蒙G12345 张师傅 修水管，到 1月25日（周二）。卡口查得到。
    周平: 不再准进 1
    助手: 现在是吴敏当班，…
    吴敏: 准进名单
    助手: 准进名单：
     第1号 蒙G12345 张师傅 修水管，永茂社区6号楼，到 1月25日（周二）
     …""")


def test_who_is_told_of_a_visitor_without_a_plate_reads_no_gap(gated: Talk) -> None:
    gated.say("老马", "进 张师傅 修水管")
    gated.say("老马", "对")
    gated.reaches("周平", "永茂社区6号楼卡口：张师傅 修水管 进来了，…")


def test_the_list_is_kept_by_those_who_lead_there_alone(gated: Talk) -> None:
    guard(gated, "老白", "亲水人家社区/1号楼")
    lead(gated, "赵青", "亲水人家社区/1号楼")
    gated("""周平: 准进 张师傅 修水管 到1月25日
    助手: 加进永茂社区6号楼…
    赵青: 不再准进 1
    助手: 您管的准进名单上没有第1号。…
    老白: 准进名单
    助手: 准进名单上现在没有人。
    陈主任: 准进 王大夫 巡诊 到1月25日
    助手: 进哪里？请写上地方：…
    陈主任: 准进 永茂社区6号楼 王大夫 巡诊 到1月25日
    助手: 加进永茂社区6号楼的准进名单了，第2号：王大夫 巡诊，到 …
    周平: 准进 张师傅
    助手: 请写明谁、干什么、车牌、到哪天，…""")
    for who in ("老马", "王阿姨", "李强"):
        gated.say(who, "准进 张师傅 修水管 到1月25日")
    assert gated.installation.ledger.read(lambda db: db.value(_PERMITS)) == 2


def test_a_resident_is_told_first_that_there_is_no_way_out(gated: Talk) -> None:
    gated("""老马: 进 6号楼住户 下夜班
    助手: 可以进，先说清楚｜6号楼住户 下夜班
     住在里面的进去以后就不能随便出来了：跟本人说清楚，同意了再放。
     〔预案2.2〕
     1 放行　2 不放
    老马: 1
    助手: 记下了：09:00 进，6号楼住户 下夜班。""")
    gated("""老马: 进 王阿姨 36.5
    助手: 可以进，先说清楚｜王阿姨 36.5℃
     …""")
    assert log(gated)[0][:2] == ("in", "resident")


def test_a_resident_who_comes_back_from_elsewhere_is_put_to_the_office(gated: Talk) -> None:
    """By 2.2 one may go in, by 3.4.1 outsiders may not: the plan does not say which it is, so a person does."""
    gated("""老马: 进 6号楼住户 返乡
    助手: 先别进，等防控办定｜6号楼住户 返乡
     从外地回来的能不能进，预案没有写清，要由防控办定。没报备过的，请本人现在说一声「返乡报备」。
     请在避风的地方等，戴好口罩。已告诉周平、街道疫情防控办，等电话。
     防控办同意进的回 1，没进回 2。
     〔预案3.4.1〕
     1 放行　2 不放
    助手→陈主任: 【卡口等人定】永茂社区6号楼卡口，老马：6号楼住户 返乡，从外地回来，人在卡口。还没有返乡报备。…
    老马: 2
    助手: 记下了：09:00 没有进，6号楼住户 返乡。
     能不能进等防控办的电话，别让人冻着；不舒服的马上告诉我。
    老马: 进 6号楼住户 返乡
    助手: 先别进，…
    老马: 1
    助手: 记下了：09:00 进，6号楼住户 返乡。已告诉周平、街道疫情防控办。""")
    assert [row[:2] for row in log(gated)] == [("turned_away", "resident"), ("in", "resident")]
    assert log(gated)[1][-1], "by whose word is written down"


def test_whose_return_nobody_has_decided_waits_and_whose_is_decided_comes_in(gated: Talk) -> None:
    gated.say("王阿姨", "报备 今天从呼和浩特开车回来 就我自己")
    gated.say("王阿姨", "1")
    gated("""老马: 进 王阿姨 36.5
    助手: 先别进，等防控办定｜王阿姨 36.5℃
     从外地回来的能不能进，预案没有写清，要由防控办定。返乡报备 F0120-01 还没定。
     …
    助手→陈主任: 【卡口等人定】永茂社区6号楼卡口，老马：王阿姨，从外地回来，人在卡口。返乡报备 F0120-01 还没定。…
    老马: 2
    助手: 记下了：09:00 没有进，王阿姨。…
    陈主任: 确认 F0120-01 居家健康监测 7天
    助手: 好的，F0120-01 王阿姨：居家健康监测…
    老马: 进 王阿姨 返乡 36.5
    助手: 可以进，先说清楚｜王阿姨 返乡 36.5℃
     …〔预案2.2〕…""")


def test_a_return_that_stands_at_the_gate_is_as_urgent_as_one_that_has_arrived(gated: Talk) -> None:
    gated.say("王阿姨", "报备 后天从呼和浩特开车回来 就我自己")
    gated.say("王阿姨", "1")
    before = due_of_returns(gated)
    gated.say("老马", "进 王阿姨")
    [after] = due_of_returns(gated)
    assert after == gated.clock[0] + gated.installation.settings.alerts.acknowledge_within_minutes.urgent * MINUTE
    assert after < before[0]



@pytest.mark.parametrize(
    ("words", "course"),
    [
        ("外卖", "先别进，东西放卡口｜外卖\n东西消杀了，打电话请住户到单元门口"),
        ("亲戚 看老人", "可以：东西放卡口，给里面的人打个电话，或者问周平"),
    ],
)
def test_whoever_does_not_come_in_hears_what_can_be_done(gated: Talk, words: str, course: str) -> None:
    said = gated.say("老马", f"进 {words}")
    assert course in said and "〔预案3.4.1〕" in said
    assert "东西可以放卡口" in gated.say("老马", "2")
    assert log(gated)[0][0] == "turned_away"


def test_an_ambulance_comes_in_at_once(gated: Talk) -> None:
    gated("""老马: 进 120 蒙G99999
    助手: 马上放行，不用等。记下了：09:00 进，120 蒙G99999。""")
    assert log(gated)[0][:4] == ("in", "emergency", None, "蒙G99999")


def test_where_nothing_is_sealed_nobody_is_asked(gated: Talk) -> None:
    guard(gated, "老白", "亲水人家社区/1号楼")
    gated.installation.ledger.transact(lambda db: db.run(Statement(text("UPDATE seal SET unsealed_at = 1"))))
    gated("""老白: 进 外卖
    助手: 亲水人家社区1号楼现在没有封闭管理，进门不用在这里登记。""")
    assert log(gated) == []


def test_life_before_paper(gated: Talk) -> None:
    gated("""老马: 急救 6号楼 孕妇 蒙G11111
    助手: 马上放行，人和车都不用等。记下了：09:00 急救放行，6号楼 孕妇 蒙G11111。
     手续后面补。
     已告诉周平、街道疫情防控办。
     还没叫救护车的打 120，着火打 119。
    助手→周平: 【急救放行】永茂社区6号楼卡口 09:00 放行：6号楼 孕妇 蒙G11111。老马 记的。
     请联系本人家里，帮着补上手续。
    助手→陈主任: 【急救放行】…""")
    assert log(gated) == [("out", "emergency", None, "蒙G11111", None, None, "6号楼 孕妇", "6号楼", None, False)]


def test_an_emergency_without_words_is_completed_later(gated: Talk) -> None:
    gated("""老马: 急救
    助手: 马上放行，…顾得上的时候补一句，比如「急救 3号楼 孕妇 蒙G11111」。
    老马: 急救 6号楼 大出血 蒙G11111
    助手: 马上放行，…""")
    assert [row[3] for row in log(gated)] == ["蒙G11111"]


def test_an_emergency_finds_the_request_that_is_there(gated: Talk) -> None:
    record, _ = request(gated, kind="emergency", reason="birth", plate="蒙G11111")
    gated("""老马: 急救 孕妇 蒙G11111
    助手: …跟 W0120-01 对上了。…""")
    assert gated.installation.ledger.read(lambda db: stands(db, record).status) == "out"
    assert gated.installation.ledger.read(lambda db: db.all(_LINKS)) == [(record,)]


def test_from_anybody_else_it_is_no_command(gated: Talk) -> None:
    for who in ("王阿姨", "李强", "陈主任"):
        for words in ("急救 6号楼 孕妇", "进 外卖", "出 蒙G12345"):
            gated.say(who, words)
    assert log(gated) == []


def test_whoever_never_came_in_needs_a_pass(gated: Talk) -> None:
    gated("""老马: 出 蒙G77777
    助手: 不能出｜没有查到他进来过。住在里面的，要有通行码：请他把号码给您看，或者打给周平。
     …""")
    assert log(gated) == []
