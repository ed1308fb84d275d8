"""Danger to life is answered at once, beside any form, and becomes a named person's task (DESIGN 6.1)."""

import pytest
from sqlalchemy import text

from commands.invite import invite_one
from commands.seal import seal
from ledger.statement import Statement
from tests.talking import Talk
from tests.test_exit_request import PLACE, bind

_ALERTS = Statement(text("SELECT group_id, reason, clause FROM alert ORDER BY id"))


def alerts(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ALERTS))


def test_a_dark_sentence_is_heard_in_the_middle_of_a_form(talk: Talk) -> None:
    code = invite_one(talk.installation, "group_member", "psychology", "安宁", None)
    talk.say("安宁", f"绑定 {code}")
    talk("""王阿姨: 我要报备
            助手: 从哪里回来？…
            王阿姨: 我不想活了
            助手: 我在听。您现在安全吗？…
              心理热线 12356（24小时），紧急请打 110 或 120。
              我已告诉心理干预组、街道疫情防控办，请他们马上联系您。愿意的话，跟我说说怎么了。
            助手→安宁: 【紧急】心理干预组 第1号
              永茂社区6号楼2单元301｜王阿姨｜说了很难受的话，…""")
    assert [row[:2] for row in alerts(talk)] == [("psychology", "despair")]
    assert "不想活" not in "".join(one.text for one in talk.stand.chat(talk.openid("李强")))


def test_whoever_despairs_is_listened_to_and_whoever_looks_after_them_reads_on(talk: Talk) -> None:
    for name in ("安宁", "田静"):
        talk.say(name, f"绑定 {invite_one(talk.installation, 'group_member', 'psychology', name, None)}")
    talk("""王阿姨: 天天关着 一点盼头都没有 不想熬了
            助手: 我在听。您现在安全吗？…
            王阿姨: 一个人在家
            助手: 我在听。您说的…
              …12356…
            助手→田静: …又说：
              「一个人在家」
              …
            安宁: 收到 1
            助手: …
            王阿姨: 孩子也不来电话
            助手: 我在听。您说的…
              …12356…
            助手→安宁: …又说：
              「孩子也不来电话」""")
    others = "".join(one.text for who in ("田静", "李强", "陈主任") for one in talk.stand.chat(talk.openid(who)))
    assert "孩子也不来电话" not in others
    talk.later(hours=5)
    assert "您说的" not in talk.say("王阿姨", "孩子也不来电话")


def test_despair_that_nobody_of_the_group_can_hear_goes_to_the_office(talk: Talk) -> None:
    talk("""王阿姨: 不想活了
            助手: 我在听。…
            王阿姨: 一个人在家
            助手: 我在听。您说的…
            助手→陈主任: …又说：
              「一个人在家」…""")


@pytest.mark.parametrize(
    ("words", "number", "group"),
    [
        ("我媳妇要生了 疼得厉害", "120", "medical"),
        ("我妈晕倒了叫不醒", "120", "medical"),
        ("家里着火了", "119", "security"),
    ],
)
def test_the_number_comes_first_and_the_group_is_alerted(talk: Talk, words: str, number: str, group: str) -> None:
    seen = talk.say("王阿姨", words)
    assert number in seen.splitlines()[0]
    assert alerts(talk)[0][0] == group


@pytest.mark.parametrize("words", ["我家有呼吸机怎么办", "停电我妈的制氧机咋办"])
def test_whoever_lives_by_a_machine_is_a_person_s_at_once_and_orders_nothing(talk: Talk, words: str) -> None:
    for group, name in (("medical", "何医生"), ("supplies", "邱师傅")):
        talk.say(name, f"绑定 {invite_one(talk.installation, 'group_member', group, name, None)}")
    talk(f"""王阿姨: {words}
            助手: 这是要紧事，我马上找人。人要是不舒服，先打 120，别等。
              我已告诉医疗保障组、物资保障组、街道疫情防控办，请他们马上联系您。
            助手→何医生: 【紧急】医疗保障组 第1号
              永茂社区6号楼2单元301｜王阿姨…｜靠机器或药救命…
              …接手请回「收到 1」。
            助手→邱师傅: 【紧急】医疗保障组 第1号
              …
              …由医疗保障组接手，也请您联系看看。""")
    assert alerts(talk) == [("medical", "life_support", "org.group.medical")]


def test_an_old_person_or_a_child_who_is_lost_is_looked_for_by_everybody_near(talk: Talk) -> None:
    """110 at once, the security group, the grid worker and the gate with what was said; a passing word alerts nobody."""
    talk.say("田静", f"绑定 {invite_one(talk.installation, 'group_member', 'security', '田静', None)}")
    seal(talk.installation, PLACE, "周平", None, None)
    bind(talk, "门卫", "gate_guard", PLACE)
    talk("""王阿姨: 我妈的药找不到了
            助手: …
            王阿姨: 我妈老年痴呆 早上出去到现在没回来
            助手: 先打 110！告诉警察长什么样、穿什么、什么时候从哪儿走的；家里留个人等着。
              我已告诉安全保障组、街道疫情防控办、网格员、卡口值守，请他们马上帮着找，也会联系您。
            助手→田静: 【紧急】安全保障组 第1号
              永茂社区6号楼2单元301｜王阿姨的妈妈｜老人或孩子走丢了
              「我妈老年痴呆 早上出去到现在没回来」
              … 报的。请在 … 前联系家里。接手请回「收到 1」。
            助手→李强: …
              「我妈老年痴呆 早上出去到现在没回来」
              …由安全保障组接手，也请您留意、帮着找。
            助手→门卫: …由安全保障组接手，也请您留意、帮着找。
            王阿姨: 穿红棉袄 一米六
            助手: 您说的已转给安全保障组。
              还没打 110 的先打。
            贾芳: 孩子找不着了
            助手: 先打 110！…
              您在哪里？请发社区、几号楼几单元几室，我马上转过去。
            门卫: 有个小孩在门口找不到妈妈了
            助手: 先打 110！…
              我已告诉安全保障组、街道疫情防控办、网格员，请他们马上帮着找，也会联系您。""")
    assert [row[:2] for row in alerts(talk)] == [("security", "lost")] * 3


def test_what_is_said_once_more_in_a_check_in_is_answered_with_120_once_more(talk: Talk) -> None:
    talk("""王阿姨: 胸口疼
            助手: …120…
            王阿姨: 胸口疼得厉害
            助手: 先打 120！…""")


def test_words_in_passing_are_no_danger(talk: Talk) -> None:
    for words in ("热死了", "烦死了 天天打卡", "坐火车回来"):
        talk.say("王阿姨", words)
    assert alerts(talk) == []


def test_whoever_has_taken_poison_to_die_is_told_to_call_an_ambulance_and_both_groups_know(talk: Talk) -> None:
    for group, name in (("psychology", "安宁"), ("medical", "何医生二")):
        talk.say(name, f"绑定 {invite_one(talk.installation, 'group_member', group, name, None)}")
    talk("""王阿姨: 不想活了 刚喝了农药
            助手: 先打 120！…
              我在听，您别一个人扛。心理热线 12356（24小时）。
              我已告诉医疗保障组、心理干预组、街道疫情防控办，请他们马上联系您。
            助手→安宁: 【紧急】医疗保障组 第1号
              …""")
    assert [row[:2] for row in alerts(talk)] == [("medical", "poisoning")]


def test_words_of_despair_are_one_record_of_the_psychology_group(talk: Talk) -> None:
    talk.say("安宁", f"绑定 {invite_one(talk.installation, 'group_member', 'psychology', '安宁', None)}")
    talk("""王阿姨: 说不想拖累儿女了 药都攒好了
            助手: 我在听。您现在安全吗？身边有人吗？
              …
            王阿姨: 站在楼顶 风挺大
            助手: 我在听。您现在安全吗？…
            安宁: 收到 1
            助手: …
            王阿姨: 我的记录
            助手: …X0120-01 说说话：有人看到了…""")
    assert "X0120-02" not in talk.say("安宁", "待办")
    for name in ("李强", "何医生"):
        assert "X0120" not in talk.say(name, "待办")
    others = "".join(one.text for who in ("李强", "何医生") for one in talk.stand.chat(talk.openid(who)))
    assert "拖累" not in others
    assert "王阿姨" not in others


# How each kind of form begins, for whom; whatever it asks then, danger goes first and the form waits.
_FORMS = (
    ("王阿姨", ("我要报备",), "返乡报备"),
    ("王阿姨", ("我要申请物资",), "物资申请"),
    ("王阿姨", ("我要申请物资", "大米两袋"), "物资申请"),
    ("王阿姨", ("打卡",), "健康打卡"),
    ("王阿姨", ("登记",), "登记"),
    ("王阿姨", ("添加家人",), "家人"),
    ("李强", ("3号楼 101王桂芝36.4 102没人",), "入户"),
    ("李强", ("代登记 孙凤 6号楼2单元401 上门",), "代登记"),
    ("陈主任", ("公告草稿",), "公告"),
    ("陈主任", ("公告草稿 明天上午8点停水",), "公告"),
)


@pytest.mark.parametrize(("who", "before", "form"), _FORMS, ids=[f"{one[2]}-{len(one[1])}" for one in _FORMS])
@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("药都攒好了 不想拖累你们", "我在听"),
        ("我妈上不来气儿了 脸都紫了", "120"),
        ("一屋子黑烟 着火了", "119"),
        ("他拿皮带抽孩子", "110"),
    ],
)
def test_danger_goes_before_every_kind_of_form(
    talk: Talk, who: str, before: tuple[str, ...], form: str, words: str, first: str
) -> None:
    for said in before:
        asked = talk.say(who, said)
    seen = talk.say(who, words)
    assert first in "\n".join(seen.splitlines()[:2])
    is_of_checkin = form in {"健康打卡", "入户"} and first == "120"  # it says 120 first itself, and goes on
    assert is_of_checkin or asked.splitlines()[-1] not in seen
    assert len(alerts(talk)) >= 1
