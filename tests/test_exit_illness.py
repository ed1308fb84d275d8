"""An illness that is told while asking to go out is not lost, and no emergency waits for a signature (DESIGN 6.1)."""

import re

import pytest
from sqlalchemy import text

from ledger.statement import Statement
from tests.talking import Talk
from tests.test_exit_request import PLACE, bind, rows, sealed

__all__ = ["sealed"]

_CHECKINS = Statement(text("SELECT person, temperature, symptoms FROM health_checkin ORDER BY id"))
_PLACES = Statement(
    text("SELECT 'checkin', place_id FROM health_checkin UNION ALL SELECT 'alert', place_id FROM alert ORDER BY 1 DESC")
)
_CODE = re.compile(r"卡口我已通知「急救放行」，报通行码 (\d{4}) 就能走")


def checkins(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_CHECKINS))


def test_a_fever_is_passed_on_while_the_form_goes_on(sealed: Talk) -> None:
    sealed("""王阿姨: 闺女发烧38.5，去看病
              助手: 收到，先帮您记下：
                看病｜女儿
                女儿，38.5℃，发热：我先记下了，已告诉网格员、医疗保障组，请他们联系您。…
                什么时候走？…
              助手→何医生: …女儿…38.5℃，发热…
              王阿姨: 明早七点去市医院，中午回，打车
              助手: …1 对，提交…""")
    assert checkins(sealed) == [("女儿", 38.5, '["fever"]')]
    sealed.say("王阿姨", "1")
    assert [row[4] for row in rows(sealed)] == ["medical"]
    assert len(checkins(sealed)) == 1


def test_a_fever_in_a_request_that_says_everything_at_once_is_passed_on_before_it_is_confirmed(sealed: Talk) -> None:
    said = sealed.say("王阿姨", "闺女发烧38.5，明早七点去市医院看病，中午回，打车，我陪着")
    assert "我先记下了" in said
    sealed.reaches("何医生", "…女儿…38.5℃，发热…")
    sealed.say("王阿姨", "1")
    assert len(checkins(sealed)) == 1


def test_a_fever_is_passed_on_where_no_permit_is_needed(talk: Talk) -> None:
    said = talk.say("王阿姨", "闺女发烧38.5，去看病")
    assert "我先记下了" in said and "不用" in said
    talk.reaches("何医生", "…女儿…38.5℃，发热…")


@pytest.mark.parametrize("words", ["打卡 36.5 喘不上气", "胸口疼得厉害", "打卡 36.5 胸口疼", "喘不上气，给我送点药"])
def test_whatever_the_conversation_the_gate_lets_out(sealed: Talk, words: str) -> None:
    bind(sealed, "门卫", "gate_guard", PLACE)
    said = sealed.say("王阿姨", words)
    found = _CODE.search(said)
    assert found is not None, said
    assert "120" in said.split("\n")[0] + said.split("\n")[1]
    sealed.reaches("门卫", f"【急救放行】王阿姨，永茂社区6号楼2单元301，…通行码 {found[1]}")
    sealed.reaches("周平", "【请补签】W0120-01｜王阿姨｜…")
    assert rows(sealed)[0][2:4] == ("on_record", "emergency")
    sealed.say("王阿姨", words)  # said twice, let out once
    assert len(rows(sealed)) == 1


def test_an_emergency_in_a_grid_workers_list_opens_the_gate_of_that_home(sealed: Talk) -> None:
    bind(sealed, "门卫", "gate_guard", PLACE)
    said = sealed.say("李强", "6号楼2单元301 王阿姨36.5 喘不上气")
    assert _CODE.search(said) is not None, said
    sealed.reaches("门卫", "【急救放行】王阿姨，永茂社区6号楼2单元301，…")
    sealed.reaches("王阿姨", "您这边的急事已经有人替您报了：请先打 120…到卡口报通行码…")


@pytest.mark.parametrize("words", ["代报 孙凤 38.5 喘不上气 电话", "孙凤 38.5 喘不上气"])
def test_an_emergency_of_whoever_is_not_found_has_no_door_of_the_grid_workers(sealed: Talk, words: str) -> None:
    bind(sealed, "赵网格", "grid_worker", "永茂社区/2网格", home="永茂社区/6号楼/2单元/302")
    bind(sealed, "门卫", "gate_guard", PLACE)
    said = sealed.say("赵网格", words)
    assert "医疗保障组" in said
    assert "通行码" not in said
    sealed.reaches("何医生", "【紧急】…\n住址未登记｜孙凤｜38.5℃，…喘不上气\n…赵网格代报。…")
    assert sealed.installation.ledger.read(lambda db: db.all(_PLACES)) == [("checkin", None), ("alert", None)]
    assert rows(sealed) == []


def test_a_grid_workers_own_mother_is_at_their_door(sealed: Talk) -> None:
    bind(sealed, "赵网格", "grid_worker", "永茂社区/2网格", home="永茂社区/6号楼/2单元/302")
    sealed.say("赵网格", "我妈38.5 喘不上气")
    sealed.reaches("何医生", "【紧急】…\n永茂社区6号楼2单元302｜妈妈｜…\n…")
    assert len(rows(sealed)) == 1


def test_yesterdays_breathlessness_and_an_open_place_open_no_gate(talk: Talk) -> None:
    assert "急救放行" not in talk.say("王阿姨", "打卡 36.5 喘不上气")
    assert rows(talk) == []


def test_a_second_person_in_need_gets_a_pass_of_their_own(sealed: Talk) -> None:
    bind(sealed, "门卫", "gate_guard", PLACE)
    mine = _CODE.search(sealed.say("王阿姨", "我心口疼得受不了"))
    hers = _CODE.search(sealed.say("王阿姨", "我妈胸闷，想去医院看看"))
    assert mine is not None
    assert hers is not None
    assert mine[1] != hers[1]
    sealed.reaches("门卫", f"【急救放行】王阿姨的妈妈，永茂社区6号楼2单元301，编号 W0120-02。…通行码 {hers[1]}")
    sealed("""周平: 同意 W0120-01
              助手: 请再回一个字确认：同意 W0120-01「王阿姨 看病」外出，1月20日（周四）09:00 出发。
                …""")
