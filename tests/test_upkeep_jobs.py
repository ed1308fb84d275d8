"""Who hears in the evening what is not disinfected or not cleared, and in the morning which hours no shift is on record."""

import pytest

from ledger import Db, places, seals
from ledger.duty import upkeep
from tests.duty_town import seal, staff
from tests.talking import Talk


@pytest.fixture
def sealed(talk: Talk) -> Talk:
    talk.at("2022-01-20T08:30")
    seal(talk)
    talk.at("2022-01-20T18:30")
    return talk


def left(talk: Talk, day: str = "2022-01-20") -> dict[str, str]:
    """What is left to do by building: d for disinfection, r for rubbish."""
    spots = talk.installation.ledger.read(lambda db: upkeep.of_day(db, day))
    marks = {spot.address: "".join(kind[0] for kind in upkeep.KINDS if spot.done(kind) is None) for spot in spots}
    return {address.rpartition("/")[2]: mark for address, mark in marks.items()}


def test_the_grid_worker_and_the_lead_hear_what_is_left_in_the_evening(sealed: Talk) -> None:
    staff(sealed, "孙主任", "community_lead", "永茂社区")
    sealed.say("李强", "6、7号楼消毒完了")
    sealed.say("李强", "8号楼垃圾已清")
    assert sealed.job("upkeep_missing") == 3
    words = """今天还没记上：
消毒：永茂社区8号楼
清垃圾：永茂社区6号楼、永茂社区7号楼
封闭的地方每天要消毒，垃圾当天清走。〔预案3.4.4〕做完了、做了没记的，都回一句：「永茂社区6号楼消毒完了」「永茂社区6号楼垃圾已清」。"""
    for who in ("李强", "孙主任"):
        sealed.reaches(who, words)
    sealed("""李强: 永茂社区8号楼消毒完了
    助手: 记下了：
     · 消毒｜永茂社区8号楼｜18:30
     今天垃圾还没清：永茂社区6号楼、永茂社区7号楼。…""")


def test_what_is_left_later_goes_to_the_leader_of_the_task_force_and_the_office(sealed: Talk) -> None:
    staff(sealed, "周平", "task_force_leader", "永茂社区")
    sealed.say("李强", "全小区消毒完了")
    sealed.job("upkeep_missing")
    sealed.at("2022-01-20T20:00")
    assert sealed.job("upkeep_still_missing") == 3
    for who in ("周平", "陈主任"):
        sealed.reaches(who, "到现在还没记上：\n清垃圾：永茂社区6号楼、永茂社区7号楼、永茂社区8号楼\n网格员和…〔预案3.4.4〕")
    sealed.say("李强", "垃圾已清")
    assert sealed.job("upkeep_still_missing") == 0


def test_where_nobody_looks_after_a_place_the_office_hears_at_once(talk: Talk) -> None:
    seal(talk, "老区社区", ("1号楼",))
    talk.at("2022-01-20T18:30")
    assert talk.job("upkeep_missing") == 1
    talk.reaches("陈主任", "今天还没记上：\n消毒：老区社区1号楼\n清垃圾：老区社区1号楼\n…")


def test_where_nothing_is_sealed_or_all_is_done_nobody_hears_anything(talk: Talk) -> None:
    talk.at("2022-01-20T18:30")
    assert talk.job("upkeep_missing") == talk.job("upkeep_still_missing") == talk.job("gate_hours") == 0
    seal(talk)
    talk.say("李强", "消毒和垃圾清运都完成了")
    assert talk.job("upkeep_missing") == 0


def test_a_building_is_done_by_what_it_lies_in_and_by_all_of_its_units(sealed: Talk) -> None:
    def units(db: Db) -> None:
        for unit in ("1单元", "2单元"):
            places.ensure(db, f"永茂社区/6号楼/{unit}")

    sealed.installation.ledger.transact(units)
    sealed.say("李强", "6号楼1单元消毒完了")
    assert left(sealed)["6号楼"] == "dr"
    sealed.say("李强", "6号楼2单元消毒完了")
    assert left(sealed) == {"6号楼": "r", "7号楼": "dr", "8号楼": "dr"}
    sealed.say("李强", "垃圾已清")  # of the grid
    assert left(sealed) == {"6号楼": "", "7号楼": "d", "8号楼": "d"}


def test_each_day_counts_for_itself_and_what_is_taken_back_does_not(sealed: Talk) -> None:
    sealed.say("李强", "昨天6号楼消毒完了")
    assert left(sealed)["6号楼"] == "dr"
    assert left(sealed, "2022-01-19")["6号楼"] == "r"
    sealed.say("李强", "7号楼消毒完了")
    sealed.say("李强", "撤回第1条")
    sealed.say("李强", "1")
    assert left(sealed)["7号楼"] == "dr"


def test_a_sealed_place_within_a_sealed_place_and_one_without_buildings(talk: Talk) -> None:
    seal(talk)

    def more(db: Db) -> None:
        seals.seal_place(db, places.ensure(db, "永茂社区/7号楼"), "吴江", None, None, talk.clock[0])
        seals.seal_place(db, places.ensure(db, "二号村"), "吴江", None, None, talk.clock[0])

    talk.installation.ledger.transact(more)
    spots = talk.installation.ledger.read(lambda db: upkeep.of_day(db, "2022-01-20"))
    assert sorted((spot.address, spot.sealed) for spot in spots) == [
        ("二号村", "二号村"),
        ("永茂社区/6号楼", "永茂社区"),
        ("永茂社区/7号楼", "永茂社区/7号楼"),
        ("永茂社区/8号楼", "永茂社区"),
    ]


def test_the_hours_without_a_shift_on_record_are_asked_for_in_the_morning(talk: Talk) -> None:
    seal(talk, "永茂社区/6号楼", ())
    staff(talk, "老马", "gate_guard", "永茂社区/6号楼")
    staff(talk, "周平", "task_force_leader", "永茂社区/6号楼")
    talk.at("2022-01-20T10:00")
    talk.say("老马", "接班")
    talk.at("2022-01-20T20:00")
    talk.say("老马", "交班")
    talk.at("2022-01-21T06:00")
    talk.say("老马", "接班")
    talk.at("2022-01-21T08:30")
    assert talk.job("gate_hours") == 1
    words = """永茂社区6号楼卡口，过去24小时里这几段没有值班记录：
· 昨天09:00 到 昨天10:00
· 昨天20:00 到 06:00
当时谁在岗，请他补一句，比如「昨天09:00到昨天10:00值班 无异常」；没有人在的不用补。〔预案3.4.1〕"""
    for who in ("老马", "周平"):
        talk.reaches(who, words)
    talk.say("老马", "昨天09:00到昨天10:00值班 无异常")
    talk.say("老马", "值班记录 昨天20:00到今天06:00值班 无异常")
    assert talk.job("gate_hours") == 0


def test_the_list_of_what_to_do_names_what_is_left_today(sealed: Talk) -> None:
    sealed.say("李强", "6、7、8号楼消毒完了")
    sealed("""李强: 待办
    助手: 【封闭的地方，今天还没记上】做完了回「6号楼消毒完了」「6号楼垃圾已清」
     清垃圾：永茂社区6号楼、永茂社区7号楼、永茂社区8号楼
    李强: 垃圾已清
    助手: 记下了：…
    李强: 待办
    助手: 现在没有等您办的事。""")
    staff(sealed, "吴江", "grid_worker", "老区社区/1网格")
    assert sealed.say("吴江", "待办") == "现在没有等您办的事。"


def test_the_figures_are_asked_for_and_stand_in_the_digest(sealed: Talk) -> None:
    staff(sealed, "赵书记", "leader")
    sealed.say("李强", "6、7号楼消毒完了")
    sealed.say("李强", "6号楼卡口 8点半到16点半值班 无异常")
    sealed("""赵书记: 今天哪里没消毒
    助手: 1月20日 18:30 河西街道
     消毒 2/3，清垃圾 0/3；过去24小时卡口缺值班记录 2 小时
     还没消毒：永茂社区8号楼
     垃圾还没清：永茂社区6号楼、永茂社区7号楼、永茂社区8号楼
     缺值班记录的卡口：永茂社区
    赵书记: 日报
    助手: …消毒 2/3，清垃圾 0/3；过去24小时卡口缺值班记录 2 小时…""")
    sealed.at("2022-01-20T18:00")
    sealed.job("digest")
    sealed.reaches("赵书记", "…\n消毒 2/3，清垃圾 0/3；过去24小时…")


def test_a_day_after_midnight_begins_with_nothing_done(sealed: Talk) -> None:
    sealed.say("李强", "消毒和垃圾清运都完成了")
    assert set(left(sealed).values()) == {""}
    sealed.later(days=1)
    assert set(left(sealed, "2022-01-21").values()) == {"dr"}
