"""Exit requests as chats, from the first word to the pass (clauses 3.4.1, 3.4.2)."""

import re
import time

import pytest
from sqlalchemy import text

from commands.seal import seal, unseal
from ledger import people, places
from ledger.people import accounts
from ledger.statement import Statement
from tests.talking import Talk, _openid

PLACE = "永茂社区/6号楼"
ROWS = Statement(
    text(
        "SELECT number, version, status, kind, reason, leave_at, return_by, destination, plate, signed_by, recorded_by"
        " FROM exit_request ORDER BY id"
    )
)
AUDIT = Statement(text("SELECT actor, action FROM audit WHERE about LIKE 'exit_request:%' ORDER BY id"))
DIALYSIS = "明早七点去市医院透析，中午回，开车蒙G22335"


def rows(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(ROWS))


def states(talk: Talk) -> list[object]:
    return [row[2] for row in rows(talk)]


def bind(talk: Talk, name: str, kind: str, scope: str = "", home: str | None = None) -> None:
    """Somebody more, with an account and a role."""

    def work(db):  # type: ignore[no-untyped-def]
        at_home = places.ensure(db, home).id if home else None
        person_id = people.add(db, name=name, phone="13800005555", place_id=at_home, now=talk.clock[0], filed_by="test")
        accounts.bind(db, _openid(name), person_id)
        place_id = places.ensure(db, scope).id if scope else None
        people.grant(db, person_id, kind, place_id, None, talk.clock[0])

    talk.installation.ledger.transact(work)
    talk.openid(name)


@pytest.fixture
def sealed(talk: Talk) -> Talk:
    """The building in which 王阿姨 lives is sealed; 周平 leads its task force, 吴刚 is a deputy."""
    seal(talk.installation, PLACE, "周平", None, None)
    bind(talk, "周平", "task_force_leader", PLACE)
    bind(talk, "吴刚", "task_force_leader", PLACE)
    return talk


def asked(talk: Talk, words: str = DIALYSIS) -> None:
    """王阿姨 asks for something that is complete, and confirms it."""
    said = talk.say("王阿姨", words)
    assert "1 对，提交" in said, said
    talk.say("王阿姨", "1")



def comes_as_picture(talk: Talk, who: str) -> bool:
    """Whether a picture reaches somebody beside the words within some seconds."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if any(one.kind == "image" for one in talk.stand.inbox(talk.openid(who))):
            return True
        time.sleep(0.05)
    return False


def test_dialysis_signed_recorded_and_passed(sealed: Talk) -> None:
    sealed("""王阿姨: 我妈明早七点去市医院透析，我陪，中午回
              助手: 收到，先帮您记下：
                透析｜1月21日（周五）07:00—12:00｜市医院｜妈妈、我
                怎么去？…
              王阿姨: 自己的车 蒙G22335
              助手: 请核对：
                透析｜1月21日（周五）07:00—12:00
                王阿姨＋妈妈，去市医院，蒙G22335
                永茂社区6号楼2单元301，138****1111
                …1 对，提交　2 要改
              王阿姨: 1
              助手: 已报给你们那里的专班组长（周平）签批，编号 W0120-01。签好后报街道防控办备案，…〔预案3.4.1〕
                1月20日 11:00 还没消息，我再往上找人。…
              助手→周平: 外出待签 W0120-01｜王阿姨＋妈妈｜透析｜1月21日（周五）07:00—12:00｜市医院｜蒙G22335｜永茂社区…
                1 同意　2 不同意（请写原因）　3 打电话问…
              周平: 1
              助手: 请再回一个字确认：同意 W0120-01「王阿姨＋妈妈 透析」外出，1月21日（周五）07:00—12:00，去市医院。
                回「确认」；先不签回「取消」。
              周平: 确认
              助手: 签好了：W0120-01 …
              助手→陈主任: 备案 W0120-01｜…周平已签。
                1 备案　2 退回补充（请写缺什么）…
              助手→王阿姨: 周平签好了：W0120-01，透析，…
              陈主任: 1
              助手: 好的，W0120-01 王阿姨＋妈妈 已备案，通行码已发给本人。
              助手→王阿姨: 批好了，通行码 …，W0120-01
                透析｜…
                已报备案。出门时把通行码给卡口看，请全程戴口罩，两点一线，回来时在卡口说一声。…""")
    assert comes_as_picture(sealed, "王阿姨")
    assert rows(sealed) == [
        (
            *("W0120-01", 1, "on_record", "ordinary", "dialysis", "2022-01-21T07:00", "2022-01-21T12:00"),
            *("市医院", "蒙G22335", "周平", "陈主任"),
        )
    ]
    assert [row[1] for row in sealed.installation.ledger.read(lambda db: db.all(AUDIT))] == [
        "exit requested",
        "exit signed",
        "exit recorded",
    ]


def test_where_nothing_is_sealed_no_permit_is_needed(talk: Talk) -> None:
    talk("""王阿姨: 明早七点去市医院复查
            助手: 永茂社区6号楼2单元301现在没有封闭，出门不用申请。…要看当天公告，拿不准回「人工」，我帮您问。
            王阿姨: 1
            助手: 现在没有等您回答的问题。…""")
    assert rows(talk) == []


def test_somebody_unknown_is_asked_for_the_door_first(sealed: Talk) -> None:
    sealed("""林秀: 外出申请
              助手: 您住哪个社区或村？…
              林秀: 永茂社区7号楼
              助手: 永茂社区7号楼现在没有封闭，出门不用申请。…
              林秀: 外出申请
              助手: 您住哪个社区或村？…
              林秀: 永茂社区6号楼
              助手: 几单元几室？…
              林秀: 1单元202
              助手: 为什么事要出去？…
              林秀: 看病
              助手: 谁去？…
              林秀: 1
              助手: 什么时候走？…
              林秀: 早上七点
              助手: 哪天去？…
              林秀: 明天
              助手: 什么时候回来？…
              林秀: 两个小时
              助手: 去哪里？…
              林秀: 市医院
              助手: 怎么去？…
              林秀: 打车
              助手: 您怎么称呼？…
              林秀: 林秀
              助手: 手机号多少？…
              林秀: 13800001112
              助手: 请核对：
                看病｜1月21日（周五）07:00—09:00
                林秀，去市医院，不开车
                永茂社区6号楼1单元202，138****1112
                …1 对，提交　2 要改
              林秀: 1
              助手: 已报给你们那里的专班组长（周平）签批，编号 W0120-01。…""")


def test_shopping_is_not_by_the_rule_but_a_person_can_look(sealed: Talk) -> None:
    sealed("""王阿姨: 下楼买点菜行不
              助手: 永茂社区6号楼正在封闭，居民暂时不能流动；…〔预案3.4.1、3.4.2〕
                菜、药、日用品可以送到单元门口：要什么、要多少，直接告诉我就行。
                有特殊情况：回「请工作人员再看」。
              王阿姨: 请工作人员再看
              助手: 有什么特殊情况？…
              王阿姨: 孩子奶粉断了，送的牌子孩子不吃
              助手: 什么时候走？…
              王阿姨: 现在
              助手: 什么时候回来？…
              王阿姨: 一个小时
              助手: 去哪里？…
              王阿姨: 万达广场
              助手: 怎么去？…
              王阿姨: 走着
              助手: 请核对：…
                特殊情况：孩子奶粉断了，送的牌子孩子不吃…
              王阿姨: 1
              助手: 已报给你们那里的专班组长（周平）看情况定，编号 W0120-01。…
              助手→周平: 外出待签 W0120-01【急、特殊情况】｜王阿姨…｜孩子奶粉断了｜…
                本人说：孩子奶粉断了，送的牌子孩子不吃…""")
    assert rows(sealed)[0][3] == "special"
    for who in ("王阿姨", "周平"):
        assert "拒绝" not in "".join(bubble.text for bubble in sealed.stand.chat(sealed.openid(who)))


def test_work_goes_to_a_person_and_never_to_an_automatic_no(sealed: Talk) -> None:
    asked(sealed, "外出申请 我是附属医院的护士 明天上夜班 晚上八点走 后天早上八点回 走着去")
    assert rows(sealed)[0][3:5] == ("necessary", "work")
    sealed.reaches("周平", "外出待签 W0120-01【必要岗位】…本人说：外出申请 我是附属医院的护士…")


def test_a_standing_pass_has_days_hours_and_an_end(sealed: Talk) -> None:
    sealed("""王阿姨: 我妈周一三五早上七点去市医院透析，我陪，中午回
              助手: 收到，…
                从哪天开始？
              王阿姨: 明天开始
              助手: 到哪天为止？最晚到2月19日（周六），…
              王阿姨: 6月1日
              助手: 请说到哪天为止，…
              王阿姨: 2月18号
              助手: 怎么去？…
              王阿姨: 蒙G22335
              助手: 请核对：
                透析｜每周一三五 07:00—12:00，1月21日（周五）起，到2月18日（周五）
                王阿姨＋妈妈，去市医院，蒙G22335…
              王阿姨: 1
              助手: 已报给…
              周平: 同意 W0120-01
              助手: 请再回一个字确认：同意 W0120-01「王阿姨＋妈妈 透析」长期外出，…""")
    assert rows(sealed)[0][5:7] == ("2022-01-21T07:00", "2022-01-21T12:00")


def test_an_end_before_the_start_is_refused_and_until_sets_the_end(sealed: Talk) -> None:
    sealed("""王阿姨: 我妈周一三五早上七点去市医院透析，我陪，中午回，走着去
              助手: 收到，…从哪天开始？
              王阿姨: 明天开始
              助手: 到哪天为止？最晚到2月19日（周六），…
              王阿姨: 改成后天开始
              助手: 改好了：从哪天开始 1月22日（周六）。
                到哪天为止？…
              王阿姨: 1月23号
              助手: 最后一天（1月23日（周日））在头一趟（1月24日（周一））之前，这样办不了。
                到哪天为止？最晚到2月19日（周六），…
              王阿姨: 1
              助手: 请说到哪天为止，…
              王阿姨: 2 2月10号
              助手: 请核对：
                透析｜每周一三五 07:00—12:00，1月24日（周一）起，到2月10日（周四）…
              王阿姨: 到2月18号
              助手: 请核对：
                透析｜每周一三五 07:00—12:00，1月24日（周一）起，到2月18日（周五）…
              王阿姨: 到1月21号
              助手: 最后一天（1月21日（周五））在头一趟（1月24日（周一））之前，这样办不了。
                到哪天为止？…
              王阿姨: 到2月9号
              助手: 请核对：…1月24日（周一）起，到2月9日（周三）…
              王阿姨: 1
              助手: 已报给…""")
    assert rows(sealed)[0][5:7] == ("2022-01-24T07:00", "2022-01-24T12:00")


def test_coming_back_before_leaving_is_refused(sealed: Talk) -> None:
    sealed("""王阿姨: 1月23号早上七点去市医院复查 走着去
              助手: …什么时候回来？…
              王阿姨: 1月22号回来
              助手: …回来的时间在走之前，这样办不了。
                什么时候回来？…
              王阿姨: 1
              助手: 没看懂时间。…
              王阿姨: 1月23号中午
              助手: 请核对：
                看病｜1月23日（周日）07:00—12:00…""")


def test_what_does_not_go_together_is_asked(sealed: Talk) -> None:
    sealed("""王阿姨: 今天早上七点去市医院复查 中午回 走着去
              助手: 1月20日（周四）07:00 已经过了。…
                1 对，就是这样　2 不对，重新说
              王阿姨: 2
              助手: 什么时候走？…
              王阿姨: 明天早上七点
              助手: …1月21日（周五）07:00…
              王阿姨: 改成1月23号走
              助手: 请核对：
                看病｜1月23日（周日）07:00—12:00…""")


def test_a_refusal_needs_a_reason_and_is_told_kindly(sealed: Talk) -> None:
    asked(sealed)
    sealed("""周平: 2
              助手: 不同意 W0120-01「王阿姨 透析」，请写一句原因，…
              周平: 3
              助手: 请用一句话写明原因，…
              周平: 今天透析室消毒，明天再安排
              助手: 已记下：W0120-01 王阿姨 不同意，原因「今天透析室消毒，明天再安排」…
              助手→王阿姨: W0120-01 透析，这次没批下来
                周平说：「今天透析室消毒，…」…
                透析耽误不得：…回「请工作人员再看」…
              周平: 同意 W0120-01
              助手: W0120-01 已经由周平在 1月20日 09:00 办过了，现在是「没批下来」，没有重复办。
              王阿姨: 请工作人员再看
              助手: 好的，已转给街道防控办…""")
    assert states(sealed) == ["refused"]


def test_an_old_message_is_about_its_own_request_only(sealed: Talk) -> None:
    asked(sealed)
    asked(sealed, "后天上午九点去中医院看病 十一点回 走着去")
    sealed("""周平: 1
              助手: 有几件等您，请写编号：
                W0120-01 王阿姨 透析 …，回「同意 W0120-01」
                W0120-02 王阿姨 看病 …，回「同意 W0120-02」
              周平: 打电话 W0120-02
              助手: W0120-02 王阿姨：电话 13800001111。…
              周平: 同意 W0120-02
              助手: 请再回一个字确认：同意 W0120-02「王阿姨 看病」…
              周平: 确认
              助手: 签好了：W0120-02 …
              吴刚: 同意 0120-02
              助手: W0120-02 已经由周平在 1月20日 09:00 办过了，现在是「签好了，等备案」，没有重复办。""")
    assert "W0120-02 已经由周平在" in sealed.tap("周平", "同意")
    assert states(sealed) == ["pending_approval", "signed"]


def test_a_tap_says_which_request_is_meant(sealed: Talk) -> None:
    asked(sealed)
    assert "请再回一个字确认：同意 W0120-01「王阿姨 透析」" in sealed.tap("周平", "同意")
    assert "签好了" in sealed.say("周平", "确认")
    assert "已备案" in sealed.tap("陈主任", "备案")
    assert "已经由周平在" in sealed.tap("周平", "同意")
    assert states(sealed) == ["on_record"]


def test_what_is_urgent_is_filed_with_its_delivery(sealed: Talk) -> None:
    asked(sealed, "现在去市医院看急诊 两个小时回 打车")
    sealed("""周平: 同意
              助手: 请再回一个字确认：…
              周平: 确认
              助手: 签好了：…
              助手→王阿姨: 批好了，通行码 …，W0120-01
                看病｜…
              助手→陈主任: 【补记备案】 W0120-01【急】…通行码已发，请跟进。…
              陈主任: 待办
              助手: …【外出，等备案】…W0120-01 王阿姨 看病 …（通行码已发，请跟进）…
              陈主任: 备案 W0120-01
              助手: 好的，W0120-01 王阿姨 已备案（通行码先前已发）。""")
    assert rows(sealed)[0][2] == "on_record" and rows(sealed)[0][-1] == "陈主任"


def test_delivery_counts_as_filed_after_the_configured_minutes(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "同意 W0120-01")
    sealed.say("周平", "确认")
    assert sealed.job("exits_unrecorded") == 0
    sealed.later(minutes=31)
    assert sealed.job("exits_unrecorded") == 1
    sealed.reaches("王阿姨", "批好了，…通行码 …")
    assert rows(sealed)[0][-1] is None
    assert sealed.job("exits_unrecorded") == 0


def test_the_office_sends_back_what_is_missing(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "同意 W0120-01")
    sealed.say("周平", "确认")
    sealed("""陈主任: 2
              助手: W0120-01「王阿姨 透析」缺什么？…
              陈主任: 去哪个科没写
              助手: W0120-01 已退回补充：去哪个科没写。…
              助手→王阿姨: 外出 W0120-01 备案还差：去哪个科没写。…
              助手→周平: 【退回补充】W0120-01 王阿姨，…
              陈主任: 备案 W0120-01
              助手: 好的，W0120-01 王阿姨 已备案，…""")


def test_a_change_voids_signature_and_pass_and_says_so_first(sealed: Talk) -> None:
    asked(sealed)
    sealed.say("周平", "同意 W0120-01")
    sealed.say("周平", "确认")
    sealed.say("陈主任", "备案 W0120-01")
    code = re.search(r"通行码 (\d{4})", sealed.reaches("王阿姨", "批好了，…"))
    assert code is not None
    sealed("""王阿姨: 外出改成后天去
              助手: 改了就要重新签批：原来的签批和通行码作废，改前的也留着。
                请核对：
                透析｜1月22日（周六）07:00—12:00…
                1 对，改成这样　2 要改
              王阿姨: 1
              助手: 改好了，W0120-01：透析，1月22日（周六）07:00—12:00，王阿姨。原来的签批和通行码作废了，已请周平重新签批。
              助手→周平: 【外出改了】W0120-01 …
              助手→陈主任: 【外出改了】W0120-01 …""")
    assert [(row[1], row[2], row[9]) for row in rows(sealed)] == [(1, "superseded", "周平"), (2, "pending_approval", None)]


def test_a_change_that_is_not_confirmed_changes_nothing(sealed: Talk) -> None:
    asked(sealed)
    sealed("""王阿姨: 外出改成后天去
              助手: 改了就要重新签批：…
              王阿姨: 取消
              助手: 好的，不改了，原来的还在。…""")
    assert [row[1:3] for row in rows(sealed)] == [(1, "pending_approval")]


def test_a_request_is_withdrawn(sealed: Talk) -> None:
    asked(sealed)
    sealed("""王阿姨: 不出去了
              助手: 好的，W0120-01（透析，…）撤回了，…
              助手→周平: 【外出撤回】W0120-01 王阿姨 说不出去了，…
              周平: 同意 W0120-01
              助手: W0120-01 已经办过了，现在是「已撤回」，没有重复办。
              王阿姨: 撤回 W0120-01
              助手: W0120-01 已撤回，这一份改不了了。…""")


def test_when_the_place_is_opened_nobody_needs_a_permit(sealed: Talk) -> None:
    asked(sealed)
    assert "1 exit requests" in unseal(sealed.installation, PLACE)
    sealed.reaches("王阿姨", "永茂社区6号楼2单元301解封了，您的外出申请 W0120-01 不用了，…")
    assert states(sealed) == ["cancelled"]


def test_not_going_after_all_gives_up_the_open_form(sealed: Talk) -> None:
    sealed("""王阿姨: 明早七点去市医院复查 打车
              助手: 收到，…
                什么时候回来？…
              王阿姨: 不出去了
              助手: 好的，外出申请先不办了，填的都没存。…""")
    assert rows(sealed) == []


def test_a_day_of_return_before_the_day_of_leaving_is_asked_about(sealed: Talk) -> None:
    said = sealed.say("王阿姨", "我1月23号早上七点去市医院透析，1月22号中午回，打车")
    assert "请核对" not in said, said


@pytest.mark.parametrize("words", ["我爸在市医院走了，现在要过去", "我妈住院没了，我要去医院看看"])
def test_the_hospital_somebody_died_in_is_nobody_s_treatment(sealed: Talk, words: str) -> None:
    said = sealed.say("王阿姨", words)
    assert "请节哀。" in said and "看病" not in said
    for _ in range(3):
        if "什么时候" in said:
            said = sealed.say("王阿姨", "现在" if "走？" in said else "三个小时")
    assert "看病" not in said
