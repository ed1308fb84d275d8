"""Whoever finds it hard is heard at once, called by a named person, and it stays in the psychology group (3.4.7)."""

import pytest
from sqlalchemy import text

from commands.invite import invite_one
from ledger import psych_support
from ledger.statement import Statement
from tests.talking import Talk

_RECORDS = Statement(
    text("SELECT number, status, kind, call_back, clause, office_too FROM psych_support ORDER BY id")
)
_ALERTS = Statement(text("SELECT group_id, reason, about, status FROM alert ORDER BY id"))


def records(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_RECORDS))


def alerts(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ALERTS))


def chat_of(talk: Talk, *names: str) -> str:
    return "\n".join(one.text for name in names for one in talk.stand.chat(talk.openid(name)))


@pytest.fixture
def staffed(talk: Talk) -> Talk:
    """With 安宁 and 田静 of the psychology group, and a lead of the community."""
    for name in ("安宁", "田静"):
        talk.say(name, f"绑定 {invite_one(talk.installation, 'group_member', 'psychology', name, None)}")
    talk.say("赵主任", f"绑定 {invite_one(talk.installation, 'community_lead', '永茂社区', '赵主任', None)}")
    return talk


def test_the_first_words_are_the_record_and_a_named_person_calls(staffed: Talk) -> None:
    staffed("""王阿姨: 失眠好几天了
            助手: 睡不好太熬人了，这阵子好多人也这样，不是您一个。
              已经告诉心理干预组，您的话只有他们看得到。
              想让人打给您（138****1111），回「打给我」，几点方便也可以说。
              想马上找人说，心理热线 12356（24小时）。
            助手→安宁: 【心理干预组】X0120-01
              永茂社区6号楼2单元301｜王阿姨
              「失眠好几天了」
              请在 1月20日 10:00 前接：回「接 X0120-01」，接了看得到电话，先自报姓名。
            王阿姨: 打给我吧 今晚八点以后
            助手: 好，请他们打给您：138****1111，您说的时间「打给我吧 今晚八点以后」也转过去了。会先自报姓名。
            安宁: 接 X0120-01
            助手: 好的，X0120-01 由您接：王阿姨｜永茂社区6号楼2单元301｜电话 13800001111
              原话：失眠好几天了
              打电话：打给我吧 今晚八点以后
              先自报姓名。聊过了回「办结 X0120-01」。
            助手→王阿姨: 安宁看到您说的了，会打给您，先自报姓名。…
            田静: 接 X0120-01
            助手: X0120-01 已经由安宁接了，不用再管。
            安宁: 办结 X0120-01
            助手: X0120-01 办结了，也跟本人说了一声。辛苦了。
            助手→王阿姨: 谢谢您愿意说。往后什么时候想说，随时再发给我。""")
    assert records(staffed) == [("X0120-01", "closed", None, "wanted", "org.group.psychology", 0)]


@pytest.mark.parametrize(
    ("words", "warm"),
    [
        ("在家憋得慌", "关久了谁都憋得慌"),
        ("害怕 天天做噩梦", "睡不好太熬人了"),
        ("跟老公吵架了", "磕磕碰碰难免"),
        ("孤单 没人说话", "确实孤单"),
        ("孩子焦虑 不写作业", "当家长的跟着揪心"),
        ("压力好大", "听着您挺累的"),
        ("老伴走了 天天想他", "难受是应该的"),
        ("心理援助", "我在听"),
        ("我想找人说说话", "我在听"),
    ],
)
def test_each_is_answered_warmly_and_kept(staffed: Talk, words: str, warm: str) -> None:
    seen = staffed.say("王阿姨", words)
    assert warm in seen.splitlines()[0]
    assert "12356" in seen
    assert len(records(staffed)) == 1
    assert alerts(staffed) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("我怀孕了特别紧张 睡不着", "pregnant"),
        ("在隔离点好害怕", "quarantined"),
        ("我是护士 太累了 想哭", "medical_staff"),
        ("我妈七十多了天天睡不着", "elderly"),
        ("孩子天天哭闹 焦虑", "child"),
        ("我是密接 心里害怕", "contact"),
        ("睡不着 心里难受", None),
    ],
)
def test_what_kind_of_person_is_taken_only_where_they_say_so(staffed: Talk, words: str, kind: str | None) -> None:
    staffed.say("王阿姨", words)
    assert [row[2] for row in records(staffed)] == [kind]


def test_nobody_but_the_group_gets_to_see_it(staffed: Talk) -> None:
    staffed.say("王阿姨", "跟老公吵架了 心里难受")
    staffed.reaches("安宁", "…跟老公吵架了…")
    for name in ("李强", "赵主任", "陈主任", "何医生"):
        assert "X0120-01" not in staffed.say(name, "待办")
        staffed.say(name, "接 X0120-01")
        staffed.say(name, "办结 X0120-01")
    assert records(staffed)[0][1] == "open"
    assert "吵架" not in chat_of(staffed, "李强", "赵主任", "陈主任", "何医生")
    seen = staffed.say("田静", "待办")
    assert "X0120-01 王阿姨" in seen
    assert "吵架" not in seen


def test_the_office_needs_to_know_where_nobody_of_the_group_can_be_reached(talk: Talk) -> None:
    talk("""王阿姨: 睡不着 心里难受
            助手: …
              已经告诉街道疫情防控办，…
            助手→陈主任: 【心理干预组】X0120-01
              …
            陈主任: 接 X0120-01
            助手: 好的，X0120-01 由您接：…
            助手→王阿姨: 陈主任看到您说的了，…""")
    assert records(talk)[0][5] == 1


def test_what_they_go_on_writing_is_passed_on_and_is_one_record(staffed: Talk) -> None:
    staffed("""王阿姨: 一个人在家好孤单
            助手: …
            王阿姨: 儿子也不来电话 心里难受
            助手: 我在听。您说的转过去了，他们会看到。
              想说就接着说。心理热线 12356（24小时），有危险打 110 或 120。
            助手→安宁: X0120-01，王阿姨 1月20日 09:00 又说：
              「儿子也不来电话 心里难受」
              还没有人接。接请回「接 X0120-01」。
            安宁: 接 X0120-01
            助手: …
            王阿姨: 就这么坐着
            助手: 我在听。您说的转给安宁了。…
            助手→安宁: X0120-01，王阿姨 1月20日 09:00 又说：
              「就这么坐着」""")
    assert "就这么坐着" not in chat_of(staffed, "田静", "陈主任", "李强")
    assert len(records(staffed)) == 1
    staffed.later(hours=5)
    assert "12356" in staffed.say("王阿姨", "就这么坐着")


def test_a_number_is_asked_where_none_is_known_and_nothing_else(staffed: Talk) -> None:
    staffed("""小孟: 在隔离点好害怕
            助手: 这种时候害怕、慌，都是正常的，您不用硬扛。
              已经告诉心理干预组，您的话只有他们看得到。
              想让人打给您，回「打给我」加手机号，几点方便也可以说。
              想马上找人说，心理热线 12356（24小时）。
            小孟: 打给我
            助手: 好，记下了。打哪个手机号？
            小孟: 13900007777
            助手: 好，请他们打给您：139****7777。会先自报姓名。
            安宁: 接 X0120-01
            助手: …电话 13900007777…
            小孟: 不用打电话了
            助手: 好，不打。想说就在这儿说，…""")
    assert records(staffed)[0][2:4] == ("quarantined", "declined")


def test_it_stands_in_neutral_words_in_the_writers_own_records_and_can_be_taken_back(staffed: Talk) -> None:
    staffed("""王阿姨: 睡不着 心里难受
            助手: …
            王阿姨: 我的记录
            助手: 您报过的（新的在前）：
              1 X0120-01 说说话：已收到
              …
            王阿姨: 撤回第1条
            助手: 要撤回这一条吗？X0120-01 说说话
              1 撤回　2 不撤
            王阿姨: 1
            助手: 好，这条收回了，不再给您打电话。…""")
    assert records(staffed)[0][1] == "closed"
    assert "X0120-01" not in staffed.say("安宁", "待办")


def test_a_form_waits_and_asks_nothing_of_whoever_finds_it_hard(staffed: Talk) -> None:
    staffed("""王阿姨: 我要报备
            助手: 从哪里回来？…
            王阿姨: 我害怕
            助手: 这种时候害怕、慌，都是正常的，您不用硬扛。
              …
              返乡报备先放着，不急，想接着填再回「继续」。
            王阿姨: 继续
            助手: 从哪里回来？…""")
    assert len(records(staffed)) == 1


def test_a_worry_about_the_trip_is_no_reason_to_be_consoled(staffed: Talk) -> None:
    """Inside a form only who finds it hard is heard, and the form goes on for all others."""
    staffed("""王阿姨: 后天从沈阳回来
            助手: …
              怎么回来？…
            王阿姨: 坐火车 车次我不知道哇
            助手: 一共几个人回来？…
            王阿姨: 我怕赶不上
            助手: 请回几个人…
            王阿姨: 人手不够
            助手: 请回几个人…
            王阿姨: 天黑我怕
            助手: 这种时候害怕、慌，都是正常的，您不用硬扛。
              …
              返乡报备先放着，不急，想接着填再回「继续」。""")
    assert len(records(staffed)) == 1


def test_whoever_is_better_is_listened_to_no_more(staffed: Talk) -> None:
    staffed("""王阿姨: 想老伴了 心里堵得慌
            助手: …
            王阿姨: 人手不够
            助手: 这个我还不会办，…
            王阿姨: 明天冷不冷
            助手: 天气我看不了，…
            王阿姨: 就这么坐着
            助手: 我在听。…
            王阿姨: 没事了 好多了
            助手: 那就好。您前面说的他们看到了会问候您一声，不想接电话回「不用打」。
              什么时候想说都可以，心理热线 12356（24小时）。
            助手→安宁: …「没事了 好多了」…
            王阿姨: 不用打
            助手: 好，不打。…
            王阿姨: 心里又堵得慌 睡不着
            助手: …""")
    assert "人手不够" not in chat_of(staffed, "安宁")
    assert [row[0] for row in records(staffed)] == ["X0120-01", "X0120-02"]


def test_what_may_be_despair_is_ended_by_no_word(staffed: Talk) -> None:
    staffed("""王阿姨: 我真的撑不住了
            助手: …您现在安全吗？…
            王阿姨: 没事了
            助手: 我在听。…
            助手→安宁: …「没事了」…""")


def test_what_may_be_despair_is_a_named_persons_at_once_and_never_a_form(staffed: Talk) -> None:
    staffed("""王阿姨: 我要报备
            助手: 从哪里回来？…
            王阿姨: 我真的撑不住了
            助手: 听着您挺累的，能说出来就好。
              您现在安全吗？身边有人吗？撑不住就打心理热线 12356（24小时），有危险打 110 或 120。
              已经告诉心理干预组，请他们马上联系您，您的话只有他们看得到。
              …
            助手→安宁: 【紧急】心理干预组 第1号（X0120-01）
              …
              「我真的撑不住了」
              话里可能有别的意思，请马上联系，先自报姓名。1月20日 09:10 前回「收到 1」接手，接手后看得到电话。
            安宁: 收到 1
            助手: …
            助手→王阿姨: …安宁…""")
    assert alerts(staffed) == [("psychology", "dark", "psych_support:1", "acknowledged")]
    assert records(staffed)[0][:2] == ("X0120-01", "taken")
    assert "撑不住" not in chat_of(staffed, "李强", "赵主任", "陈主任")


def test_what_may_be_despair_said_afterwards_is_the_same_record_and_an_alert(staffed: Talk) -> None:
    staffed.say("王阿姨", "睡不着 心里难受")
    staffed("""王阿姨: 真的撑不住了
            助手: …您现在安全吗？…
            助手→安宁: 【紧急】心理干预组 第1号（X0120-01）
              …""")
    assert len(records(staffed)) == 1


def test_nothing_is_promised_where_nobody_can_be_reached(talk: Talk) -> None:
    talk.stand.act(talk.openid("陈主任"), "unfollow", {})
    talk("""王阿姨: 睡不着 心里难受
            助手: …
              我记下了，现在还没联系上值班同志，别等，先打下面的电话。
              …
            王阿姨: 打给我 晚上八点以后
            助手: 好，记下了：138****1111，打给我 晚上八点以后。现在还没联系上值班同志，…12356…""")


def test_taking_it_by_its_number_takes_the_alert_too(staffed: Talk) -> None:
    staffed.say("王阿姨", "快崩溃了")
    staffed.say("田静", "接 X0120-01")
    assert alerts(staffed)[0][3] == "acknowledged"


def test_what_nobody_takes_is_put_to_the_group_again_then_to_the_office_and_no_place(staffed: Talk) -> None:
    staffed.say("王阿姨", "睡不着 心里难受")
    staffed.later(minutes=61)
    staffed.job("psych_support_overdue")
    staffed.reaches("安宁", "【催办】心理援助 X0120-01（王阿姨）到点还没有人接。…")
    assert records(staffed)[0][5] == 0
    staffed.later(minutes=61)
    staffed.job("psych_support_overdue")
    staffed.reaches("陈主任", "【催办】心理援助 X0120-01（王阿姨）到点还没有人接。…")
    assert records(staffed)[0][5] == 1
    assert "X0120-01 王阿姨" in staffed.say("陈主任", "待办")
    staffed.say("陈主任", "接 X0120-01")
    staffed.later(minutes=61)
    assert staffed.job("psych_support_overdue") == 0
    assert "心理" not in chat_of(staffed, "李强", "赵主任")


@pytest.mark.parametrize("words", ["热死了", "烦死了", "累死我了", "想死你们了"])
def test_words_in_passing_are_neither_crisis_nor_record(staffed: Talk, words: str) -> None:
    staffed.say("王阿姨", words)
    assert alerts(staffed) == []


def test_the_words_are_gone_once_their_time_is_over(staffed: Talk) -> None:
    staffed.say("王阿姨", "睡不着 心里难受")
    staffed.say("王阿姨", "打给我 晚上八点以后")
    staffed.say("安宁", "接 X0120-01")
    staffed.say("安宁", "办结 X0120-01")
    staffed.later(days=31)
    staffed.job("retention")
    left = staffed.installation.ledger.read(lambda db: psych_support.get(db, 1))
    assert left is not None
    assert (left.text, left.call_when, left.status) == ("", "", "closed")
