"""反映情况 as chats (clauses 3.2, 3.3, 3.4.6): by one sentence, to the security group, taken, seen to, and told so."""

import threading
import time

import pytest

from tests.supply_shop import bind
from tests.talking import Talk
from tests.test_complaints import photo, pictures
from tests.told_town import chat_of, climb, printed, put_to, settle, told

JOB = "violations_overdue"


@pytest.fixture
def town(talk: Talk) -> Talk:
    return settle(talk)


def test_one_sentence_is_enough(town: Talk) -> None:
    town("""王阿姨: 3号楼2单元楼下一帮人打麻将
            助手: 谢谢您告诉我，记下了（Q0120-01）：聚集，永茂社区3号楼2单元楼下。
              已转给安全保障组，请他们 1月20日 09:30 前接手。〔预案3.2〕
              您是谁，来办的人、社区和网格员都看不到。
              有照片直接发来；想起什么回「补充 …」；不想反映了回「撤回 Q0120-01」。接手了、办完了，我告诉您。
            助手→郑保安: 【反映】安全保障组 Q0120-01 聚集
              地方：永茂社区3号楼2单元楼下
              原话：3号楼2单元楼下一帮人打麻将
              1月20日 09:00 反映，请在 1月20日 09:30 前接手。回「接 Q0120-01」接手，办完回「办结 Q0120-01 结果」。
              是谁反映的不显示，到现场也请别打听。…
            郑保安: 待办
            助手: 【有人反映】…
              Q0120-01 聚集 永茂社区3号楼2单元楼下（1月20日 09:30 前）
            郑保安: 接 Q0120-01
            助手: 好的，Q0120-01 由您接手：聚集，永茂社区3号楼2单元楼下
              原话：3号楼2单元楼下一帮人打麻将
              办完回「办结 Q0120-01 结果」，…
            助手→王阿姨: 您说的事（Q0120-01）有人接手了，办完我再告诉您。
            郑保安: 办结 Q0120-01
            助手: 怎么办的？请写上，比如「办结 Q0120-01 人已劝散」。
            郑保安: 办结 Q0120-01 人已劝散，牌桌收了
            助手: 好的，Q0120-01 办结了：人已劝散，牌桌收了
              已告诉反映的人。
            助手→王阿姨: 您说的事（Q0120-01）办完了：人已劝散，牌桌收了
              谢谢您。要是还有，再告诉我一声。
            王阿姨: 我的记录
            助手: …1 Q0120-01 反映情况：已办完…
            郑保安: 待办
            助手: 现在没有等您办的事。""")
    place = "永茂社区3号楼2单元楼下"
    assert told(town) == [("Q0120-01", "gathering", place, "closed", "郑保安", "郑保安", "人已劝散，牌桌收了")]
    (line,) = printed(town, "violation_report")
    assert (line["rule"], line["clause"], line["group"]) == ("violation_handling", "3.2", "security")


def test_the_menu_asks_what_it_is_and_only_then_where(town: Talk) -> None:
    town("""王阿姨: 反映情况
            助手: 您说，在哪、什么事，一句话就行，…不想留名就加一句「匿名」。
            王阿姨: 1
            助手: 请说说是什么事，…
            王阿姨: 对门从沈阳回来没报备
            助手: 在哪里？…说不清回「不知道」。
            王阿姨: 6号楼2单元302
            助手: 谢谢您告诉我，记下了（Q0120-01）：回来没报备，永茂社区6号楼2单元302。…
            王阿姨: 反映情况
            助手: …
            王阿姨: 超市门口好多人扎堆
            助手: 谢谢您告诉我，记下了（Q0120-02）：聚集，永茂社区超市门口。…""")


def test_what_is_no_place_is_answered_and_the_place_asked_again(town: Talk) -> None:
    town("""王阿姨: 邻居家天天聚餐打牌
            助手: 在哪里？…
            王阿姨: 我的记录
            助手: 您还没有报过什么。…
              在哪里？…
            王阿姨: 老槐树底下
            助手: 谢谢您告诉我，记下了（Q0120-01）：聚集，永茂社区老槐树底下。…""")


# Whose sentence, and where it is by their home or their grid.
NEARBY = [
    ("王阿姨", "楼下有人打麻将", "永茂社区6号楼"),
    ("王阿姨", "三单元那家聚众打麻将", "永茂社区6号楼三单元"),
    ("王阿姨", "我们小区有人骂志愿者", "永茂社区"),
    ("王阿姨", "二号村3组有人摆酒席", "二号村3组"),
    ("李强", "3号楼楼下一帮人打麻将", "永茂社区3号楼楼下"),
]


@pytest.mark.parametrize(("who", "words", "place"), NEARBY, ids=[words for _, words, _ in NEARBY])
def test_what_the_sentence_leaves_out_is_where_the_writer_lives_or_works(
    town: Talk, who: str, words: str, place: str
) -> None:
    assert f"，{place}。" in town.say(who, words)


def test_whoever_is_not_known_is_asked_which_community_and_no_name(town: Talk) -> None:
    town("""赵某: 3号楼楼下一帮人打麻将
            助手: 在哪里？说到哪个社区（村）、哪栋楼、什么地方就行；…
            赵某: 永茂
            助手: 谢谢您告诉我，记下了（Q0120-01）：聚集，永茂社区3号楼楼下。…
            赵某: 有人翻墙出去了
            助手: 在哪里？…
            赵某: 不知道
            助手: 谢谢您告诉我，记下了（Q0120-02）：随意走动。…
            赵某: 我的记录
            助手: 您报过的（新的在前）：
              1 Q0120-02 反映情况：已转出，还没有人接
              2 Q0120-01 反映情况：已转出，还没有人接…
            王阿姨: 我的记录
            助手: 您还没有报过什么。…""")


def test_obstruction_names_the_police(town: Talk) -> None:
    town("""王阿姨: 小区门口卡口有人闯卡
            助手: 谢谢您告诉我，记下了（Q0120-01）：妨害防控，永茂社区小区门口卡口。
              有人动手、硬闯，马上打 110，您自己别上前。
              已转给安全保障组，请他们 1月20日 09:30 前接手。〔预案3.3〕…
            助手→郑保安: …妨害防控的，请报公安（110）。〔预案3.3〕…""")


def test_a_return_that_nobody_registered_is_asked_after_at_the_door(town: Talk) -> None:
    town("""王阿姨: 6号楼2单元302有一家从沈阳回来没报备 我是301的
            助手: 谢谢您告诉我，记下了（Q0120-01）：回来没报备，永茂社区6号楼2单元302。…
            助手→李强: 【请上门问问】Q0120-01 永茂社区6号楼2单元302
              有人反映：回来没报备。请当面问清楚，该报备的帮着报备。〔预案3.2〕
              问过了回「办结 Q0120-01 结果」。是谁说的不显示，也请别打听。
            李强: 待办
            助手: 【没报备的，请上门问问】问过了回「办结」加编号和结果；别打听是谁说的
              Q0120-01 永茂社区6号楼2单元302（1月20日 09:30 前）
            李强: Q0120-01
            助手: Q0120-01 回来没报备，永茂社区6号楼2单元302（1月20日 09:00 反映）
              接手回「接 Q0120-01」，办完回「办结 Q0120-01 结果」。
            李强: 办结 Q0120-01 已补报备
            助手: 好的，Q0120-01 办结了：已补报备…
            助手→王阿姨: …办完了：已补报备…
            李强: 待办
            助手: 现在没有等您办的事。
            郑保安: 接 Q0120-01
            助手: Q0120-01 在 1月20日 09:00 已经由李强办结，不用再管，辛苦了。""")
    assert "301" not in chat_of(town, "李强")


def test_what_is_no_return_is_not_the_grid_workers(town: Talk) -> None:
    town.say("王阿姨", "6号楼2单元楼下一帮人打麻将")
    assert town.say("李强", "待办") == "现在没有等您办的事。"
    for who, words in (("李强", "接 Q0120-01"), ("钱宣传", "接 Q0120-01"), ("周敏", "办结 Q0120-01 散了")):
        assert town.say(who, words).startswith("没有找到归您的 Q0120-01。")
    assert "Q0120-01" not in town.say("周敏", "Q0120-01")
    assert told(town)[0][3] == "open"


def test_words_and_photos_that_follow_go_to_whoever_has_it(town: Talk) -> None:
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    town.say("郑保安", "接 Q0120-01")
    town("""王阿姨: 补充 又来了五个，还有喝酒的
            助手: 好的，补上了（Q0120-01），已告诉安全保障组。
            助手→郑保安: 【补充】Q0120-01 反映的人补充：又来了五个，还有喝酒的
            王阿姨: 补充
            助手: 要补充什么？写在后面就行，…
            王阿姨: 补充 Q0120-09 又来了
            助手: 没有找到归您的 Q0120-09。…""")
    assert photo(town, "王阿姨") == "照片收到了，已转给安全保障组（Q0120-01）。"
    town.reaches("郑保安", "【照片】Q0120-01 反映的人 发来一张照片，见下面。")
    assert pictures(town, "郑保安", 1) == 1
    assert pictures(town, "马保安", 0) == 0
    assert "补充：又来了五个，还有喝酒的" in town.say("郑保安", "Q0120-01")
    town.say("郑保安", "办结 Q0120-01 散了")
    assert town.say("王阿姨", "补充 Q0120-01 又来了").startswith("Q0120-01 已经办完了。又有新情况，")
    assert photo(town, "王阿姨").startswith("图片和视频我看不懂")


def test_the_place_can_be_put_right(town: Talk) -> None:
    town.say("王阿姨", "打卡 36.5 没事")
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    town("""王阿姨: 说错了，是4号楼楼下
            助手: 好的，补上了（Q0120-01），已告诉安全保障组。
            助手→郑保安: 【补充】Q0120-01 反映的人补充：地方更正为：永茂社区4号楼楼下（原来说的是永茂社区3号楼楼下）
            郑保安: 待办
            助手: …Q0120-01 聚集 永茂社区4号楼楼下…
            王阿姨: 体温写错了，应该是36.4
            助手: …36.4…""")
    town.say("郑保安", "办结 Q0120-01 散了")
    assert town.say("王阿姨", "反映的地方写错了 是5号楼") == (
        "Q0120-01 已经办完了，不能再改。又有新情况，直接说在哪、什么事。"
    )


def test_a_correction_of_something_else_is_not_taken_for_it(town: Talk) -> None:
    town.say("王阿姨", "打卡 36.5 没事")
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    assert "36.4" in town.say("王阿姨", "写错了，应该是36.4")
    assert told(town)[0][2] == "永茂社区3号楼楼下"


def test_it_can_be_taken_back(town: Talk) -> None:
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    town.say("郑保安", "接 Q0120-01")
    town("""王阿姨: 撤回 Q0120-01
            助手: 要撤回这一条吗？Q0120-01 反映情况
              1 撤回　2 不撤
            王阿姨: 1
            助手: 已撤回：Q0120-01 反映情况。记录还留着，标的是「已撤回」。
              我告诉了安全保障组。
            助手→郑保安: 【撤回】Q0120-01 反映的人撤回了，不用再办，辛苦了。
            郑保安: 办结 Q0120-01 散了
            助手: Q0120-01 反映的人撤回了，不用再办，辛苦了。
            王阿姨: 撤回 Q0120-01
            助手: Q0120-01 已经办完了，不能再改。…
            赵某: 撤回 Q0120-01
            助手: …""")
    (line,) = printed(town, "violation_report")
    assert line["status"] == "closed"
    assert line["withdrawn_at"] is not None
    assert line["result"] is None


def test_beside_an_open_form_it_is_filed_and_the_form_goes_on(town: Talk) -> None:
    town("""王阿姨: 我要报备
            助手: …从哪…
            王阿姨: 3号楼2单元楼下有人聚众打麻将
            助手: 谢谢您告诉我，记下了（Q0120-01）：聚集，…
              …从哪…""")


def test_the_short_words_take_and_close_the_only_one(town: Talk) -> None:
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    assert "由您接手" in town.say("郑保安", "收到")
    assert "Q0120-01" not in town.say("马保安", "收到")
    assert town.say("郑保安", "办结 散了").startswith("好的，Q0120-01 办结了：散了")


def test_hours_later_a_bare_word_of_thanks_takes_nothing(town: Talk) -> None:
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    town.later(minutes=61)
    assert "由您接手" not in town.say("郑保安", "收到")
    assert "由您接手" in town.say("郑保安", "接")


def test_where_nobody_of_the_group_has_an_account_the_office_is_told(talk: Talk) -> None:
    assert "已转给街道疫情防控办" in talk.say("王阿姨", "3号楼楼下一帮人打麻将")
    talk.reaches("陈主任", "【反映】安全保障组 Q0120-01 聚集…")
    assert "由您接手" in talk.say("陈主任", "接 Q0120-01")


def test_whoever_tells_it_and_is_of_the_group_is_not_the_one_who_is_told(talk: Talk) -> None:
    bind(talk, "郑保安", "group_member", "security")
    assert "已转给街道疫情防控办" in talk.say("郑保安", "永茂3号楼楼下一帮人打麻将")
    talk.reaches("陈主任", "【反映】安全保障组 Q0120-01 聚集…")


def test_of_two_who_take_it_at_once_one_has_it(town: Talk) -> None:
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    start, said = threading.Barrier(2), dict[str, str]()

    def take(who: str) -> None:
        start.wait()
        said[who] = town.say(who, "接 Q0120-01")

    threads = [threading.Thread(target=take, args=(who,)) for who in ("郑保安", "马保安")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("由您接手" in words for words in said.values()) == [False, True]
    assert any("接手，不用再管，辛苦了。" in words for words in said.values())
    town.reaches("王阿姨", "您说的事（Q0120-01）有人接手了，…")
    time.sleep(0.2)
    assert chat_of(town, "王阿姨").count("有人接手了") == 1


def test_of_who_closes_it_and_who_takes_it_back_one_wins(town: Talk) -> None:
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    town.say("郑保安", "接 Q0120-01")
    town.say("王阿姨", "撤回 Q0120-01")
    start, said = threading.Barrier(2), dict[str, str]()

    def say(who: str, words: str) -> None:
        start.wait()
        said[who] = town.say(who, words)

    threads = [threading.Thread(target=say, args=one) for one in (("郑保安", "办结 Q0120-01 散了"), ("王阿姨", "1"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (line,) = printed(town, "violation_report")
    assert line["status"] == "closed"
    assert (line["result"] is None) == ("已撤回" in said["王阿姨"])
    assert (line["result"] == "散了") == ("办结了：散了" in said["郑保安"])


def test_what_nobody_takes_climbs(town: Talk) -> None:
    town.say("王阿姨", "3号楼楼下一帮人打麻将 别说是我说的")
    climb(town, JOB, minutes=31)
    still_open = "【催办】反映的情况 Q0120-01 还没有人接\n聚集｜永茂社区3号楼楼下｜安全保障组\n"
    town.reaches("郑保安", f"{still_open}接手请回「接 Q0120-01」。…")
    for _ in range(4):
        climb(town, JOB, minutes=31)
    assert f"{still_open}接手请回「接 Q0120-01」。" in put_to(town, "陈主任")
    assert f"{still_open}请督促办理。" in put_to(town, "孙书记")
    assert "【督查】反映的情况 Q0120-01" in put_to(town, "赵督查")
    assert "反映的情况没办 1：安全保障组" in town.say("赵督查", "超期")
    assert "由您接手" in town.tap("郑保安", "收到")
    assert climb(town, JOB, minutes=31) == 0
    for who in ("郑保安", "陈主任", "孙书记", "赵督查", "周敏", "李强"):
        assert "王阿姨" not in put_to(town, who)
    assert "Q0120-01" not in put_to(town, "周敏")


def test_what_is_taken_and_not_closed_climbs_too(town: Talk) -> None:
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    town.say("郑保安", "接 Q0120-01")
    assert climb(town, JOB, hours=12) == 0
    assert climb(town, JOB, hours=36) == 1
    is_late = "【催办】反映的情况 Q0120-01 接了还没有办完\n聚集｜永茂社区3号楼楼下｜安全保障组｜郑保安\n办完回「办结"
    assert is_late in put_to(town, "马保安")
    assert "好的，反映的情况 Q0120-01 记下了：对方不在家" in town.say("郑保安", "说明 Q0120-01 对方不在家")
    town.say("郑保安", "办结 Q0120-01 散了")
    assert climb(town, JOB, days=1) == 0


@pytest.mark.parametrize(("words", "waits"), [("卡口有人闯卡", "23:30"), ("3号楼楼下打麻将", "08:30")])
def test_in_the_night_only_obstruction_presses(town: Talk, words: str, waits: str) -> None:
    town.at("2022-01-20T23:00:00+08:00")
    assert f"{waits} 前接手" in town.say("王阿姨", f"反映一下 {words}")


def test_the_digest_counts_it(town: Talk) -> None:
    town.say("王阿姨", "3号楼楼下一帮人打麻将")
    town.say("王阿姨", "听说明天封城是真的吗")
    assert "反映情况 1，没办完 1；求证 1，没答复 1" in town.say("孙书记", "日报")
