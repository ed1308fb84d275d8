"""大家在问: what people ask most and what nothing answered, by place and day, for the office and the digest; never who."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.times import parse_moment
from ledger import Db, asked, places
from ledger.asked import Question, masked, matters
from tests.supply_shop import bind
from tests.talking import Talk, talking
from tests.told_town import put_to


def questions(talk: Talk) -> list[Question]:
    def look(db: Db) -> list[Question]:
        return asked.asked(db, places.root_path(db), 0, talk.clock[0])

    return talk.installation.ledger.read(look)


def test_the_office_is_told_what_people_ask_and_what_nothing_answered(talk: Talk) -> None:
    for words in ("封控一天给补多少钱", "封控期间有补贴吗", "幼儿园什么时候开学", "村里现在还能办席不"):
        talk.say("王阿姨", words)
    talk.say("生人", "封控误工补贴怎么算")
    talk("""陈主任: 大家在问
            助手: 这7天问了5次，不记是谁问的。
              【没答上的】
              1）封控期间有补贴吗（3次，永茂社区）
              2）幼儿园什么时候开学（1次，永茂社区）
              【答了的，问得多的】
              1）村里现在还能办席不（1次，永茂社区）
              知道怎么答，回「留答复 问：… 答：…」，以后有人问就给。全部的看办公页「大家在问」。
            陈主任: 永茂社区大家在问
            助手: 永茂社区这7天问了4次，…
            陈主任: 老区社区大家在问
            助手: 老区社区这7天还没有人问过问题。""")


def test_whoever_leads_a_place_is_told_of_theirs_alone_and_others_nothing(talk: Talk) -> None:
    bind(talk, "周敏", "community_lead", "老区社区")
    talk.say("王阿姨", "幼儿园什么时候开学")
    talk("""周敏: 大家在问
            助手: 大家这7天还没有人问过问题。
            周敏: 永茂社区大家在问
            助手: 您看不了那里的，…""")
    for somebody in ("王阿姨", "李强"):
        assert "幼儿园" not in talk.say(somebody, "大家在问")


def test_no_phone_and_no_id_number_is_kept_and_nothing_of_who_asked(talk: Talk) -> None:
    talk.say("王阿姨", "幼儿园什么时候开学 13800001111")
    (found,) = questions(talk)
    assert "13800001111" not in found.text
    assert "138****1111" in found.text
    assert (found.place, found.outcome, found.about) == ("永茂社区", "silent", "schools")


UNSURE = "损失有没有人管"


@pytest.fixture
def asked_back(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """An account that asks back whenever it is not all but sure; somebody has asked what may mean two things."""
    with talking(ledger_url, data_dir, HEXI_CONVERSATION__ASKS_BACK_BELOW="0.9") as playing:
        assert "没听准" in playing.say("王阿姨", UNSURE)
        yield playing


def test_what_was_asked_back_about_and_never_said_is_a_question_without_an_answer(asked_back: Talk) -> None:
    (found,) = questions(asked_back)
    assert (found.text, found.place, found.outcome, found.about) == (UNSURE, "永茂社区", "unclear", "compensation")
    assert f"{UNSURE}（1次，永茂社区）" in asked_back.say("陈主任", "大家在问")


def test_once_it_is_said_which_matter_was_meant_it_counts_once_for_what_became_of_it(asked_back: Talk) -> None:
    number = re.search(r"(\d) 问规定", asked_back.say("王阿姨", UNSURE))
    assert number is not None
    said = asked_back.say("王阿姨", number[1])
    assert "没有写封控期间有没有补偿" in said
    found = [(one.text, one.outcome) for one in questions(asked_back)]
    assert sorted(found) == [(UNSURE, "silent"), (UNSURE, "unclear")]  # the first time nobody said


def test_what_is_no_question_is_not_counted_when_it_is_asked_back(talk: Talk) -> None:
    bare = ("出入证", "表")
    assert any("没听准" in talk.say("王阿姨", words) for words in bare)
    assert questions(talk) == []


@pytest.mark.parametrize(
    "words", ["歇业损失谁赔", "房租谁出", "居民问封控补钱不", "封着没工资谁管", "封了没收入有人管吗"]
)
def test_money_asked_for_in_any_way_is_said_to_stand_nowhere_in_the_plan(talk: Talk, words: str) -> None:
    said = talk.say("王阿姨", words)
    assert f"您问的「{words}」，《预案》里没有写封控期间有没有补偿，我不敢乱说。\n这要街道防控办来答。" in said
    assert "1 帮我转给值班的工作人员" in said
    assert [(one.outcome, one.about) for one in questions(talk)] == [("silent", "compensation")]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("电话 138 0000 1111 急", "电话 138****1111 急"),
        ("0475-8234567 打不通", "0475****4567 打不通"),
        ("身份证152301199001011234能领吗", "身份证1523**************能领吗"),
        ("152301199001011234能领吗", "1523**************能领吗"),
        ("15230119900101123X", "1523**************"),
        ("152301900101123 老证", "1523************** 老证"),
        ("14号公告 2022年1月20日 3号楼", "14号公告 2022年1月20日 3号楼"),
    ],
)
def test_numbers_of_people_are_masked(words: str, kept: str) -> None:
    assert masked(words) == kept


def test_what_is_alike_is_one_matter_and_what_is_not_is_none() -> None:
    at = parse_moment("2022-01-20T09:00:00+08:00")
    said = ("小区超市几点开门", "楼下超市啥时候开门", "药店几点开门", "村里能办席不", "办喜事行不行")
    about = ("opening_of_shops", "opening_of_shops", "opening_of_shops", "3.2", "3.2,3.3")
    outcome = ("silent", "silent", "silent", "clause", "clause")
    rows = [Question(at - place, "永茂社区", outcome[place], about[place], words) for place, words in enumerate(said)]
    assert sorted(one.count for one in matters(rows)) == [1, 2, 2]


def test_they_go_with_the_job_that_deletes_the_others(talk: Talk) -> None:
    talk.say("王阿姨", "幼儿园什么时候开学")
    talk.later(days=60, minutes=-1)
    talk.job("retention")
    assert len(questions(talk)) == 1
    talk.later(minutes=2)
    talk.job("retention")
    assert questions(talk) == []


def test_the_digest_says_in_two_lines_what_is_asked_without_anybody_s_words(talk: Talk) -> None:
    bind(talk, "孙书记", "leader", "")
    for words in ("封控一天给补多少钱 张秀英", "封控期间有补贴吗", "村里现在还能办席不"):
        talk.say("王阿姨", words)
    talk.at("2022-01-20T18:00:00+08:00")
    talk.job("digest")
    said = put_to(talk, "孙书记")
    assert "大家问了 3 次，多的：封控期间有没有补偿 2；" in said
    assert "没答上 2 次：封控期间有没有补偿 2，细的回「大家在问」" in said
    assert "张秀英" not in said
