"""大家在问: what people ask most and what nothing answered, by place and day, for the office and the digest; never who."""

import pytest

from knowledge.times import parse_moment
from ledger import Db, asked, places
from ledger.asked import Question, masked, matters
from tests.supply_shop import bind
from tests.talking import Talk
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
    assert (found.place, found.outcome, found.about) == ("永茂社区", "unknown", "schools")


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
    rows = [
        Question(at - place, "永茂社区", outcome[place], about[place], words) for place, words in enumerate(said)
    ]
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
