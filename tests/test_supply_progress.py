"""Supply requests as chats, from the group that takes them to the door, and what is wrong with what came (clause 3.4.5)."""

import pytest

from tests.supply_shop import ask_for, climbs, open_shop, raised, states
from tests.talking import Talk


@pytest.fixture
def shop(talk: Talk) -> Talk:
    """With 大米 2袋 and 鸡蛋 30个 asked for."""
    open_shop(talk)
    ask_for(talk, "要两袋大米、30个鸡蛋")
    return talk


def test_from_taking_it_to_the_door(shop: Talk) -> None:
    shop("""吴主任: 接 S0120-01
            助手: 好的，S0120-01 由您接手，已告诉本人：
              王阿姨，永茂社区6号楼2单元301，电话 13800001111
              大米 2袋、鸡蛋 30个
              没货：换差不多的；付钱：货到自己付
              买好回「已买 S0120-01 128元」，…
            助手→王阿姨: S0120-01（大米 2袋、鸡蛋 30个）由物资保障组的吴主任接了。送到门口时我告诉您。
            王阿姨: 我的菜到哪了
            助手: S0120-01（大米 2袋、鸡蛋 30个）：物资保障组的吴主任 1月20日 09:00 接了，正在办。
              什么时候到我说不准，有消息马上告诉您。
            吴主任: 已买 S0120-01 128.5元
            助手: 好的，S0120-01 王阿姨 已买好，128.5元。
              已告诉本人。
              消杀了回「已消杀 S0120-01」，送到了回「已送到 S0120-01」。
            助手→王阿姨: S0120-01 由吴主任买好了，一共128.5元（货到自己付），消杀后给您送。
            吴主任: 已消杀
            助手: 好的，S0120-01 王阿姨 已消杀，已告诉本人。送到了回「已送到 S0120-01」。
            助手→王阿姨: S0120-01 已经消杀，等着给您送。
            李强: 已送到 S0120-01
            助手: 好的，S0120-01 王阿姨 已送到，已告诉本人。
            助手→王阿姨: S0120-01 送到了，由李强送的：大米 2袋、鸡蛋 30个。请戴好口罩去取。
              都对就回「收到了」；少了、坏了直接告诉我。…
            王阿姨: 收到了，谢谢
            助手: 好的，S0120-01 记下了。…
            助手→吴主任: 【已收到】S0120-01 王阿姨 说收到了。""")
    assert states(shop) == [("S0120-01", "confirmed")]


def test_the_taps_do_what_the_words_do(shop: Talk) -> None:
    shop.reaches("吴主任", "【物资申请】S0120-01 …")
    assert shop.tap("吴主任", "接手 S0120-01").startswith("好的，S0120-01 由您接手")
    shop.say("吴主任", "已买 鸡蛋没有")
    shop.reaches("王阿姨", "…没买到：鸡蛋。\n这样行吗？\n1 行　2 不行…")
    assert shop.tap("王阿姨", "行") == "好的，S0120-01 就这样，已告诉吴主任。"
    shop.say("吴主任", "已送到")
    shop.reaches("王阿姨", "S0120-01 送到了，由吴主任送的：大米 2袋。…")
    assert shop.tap("王阿姨", "有问题").startswith("对不起，是哪里不对？")
    assert "我已照您的话记下（S0120-01）" in shop.say("王阿姨", "米袋子破了")
    assert shop.tap("王阿姨", "收到了").startswith("好的，S0120-01 记下了")


def test_who_comes_second_is_told_who_has_it(shop: Talk) -> None:
    shop("""陈子健: 接
            助手: 好的，S0120-01 由您接手，…
            吴主任: 接 S0120-01
            助手: S0120-01 现在是「已接单」，由陈子健办，没有重复记。回「待办」看最新情况。
            陈子健: 接 S0120-01
            助手: 好的，S0120-01 由您接手：…
            吴主任: 接
            助手: 您这里没有找到可以「接」的申请。…""")


def test_what_came_and_what_was_repaired_are_told_apart(shop: Talk) -> None:
    ask_for(shop, "停水了")
    shop.say("吴主任", "已送到 S0120-01")
    shop.say("吴主任", "已修好 S0120-02")
    shop("""王阿姨: 不要了
            助手: S0120-02 现在是「已修好」…已经改不了了。…
            王阿姨: 来水了
            助手: 好的，S0120-02 记下了。…
            王阿姨: 东西到了
            助手: 好的，S0120-01 记下了。…""")


def test_another_group_another_community_and_a_neighbour_find_nothing(shop: Talk) -> None:
    shop("""郑保安: 接 S0120-01
            助手: 您这里没有找到 S0120-01。回「待办」看看编号。
            何医生: 已送到 S0120-01
            助手: 您这里没有找到 S0120-01。…
            周平: 已送到 S0120-01
            助手: 您这里没有找到 S0120-01。…
            郑保安: 不能办 S0120-01 没空
            助手: 您这里没有找到 S0120-01。…
            周平: 待办
            助手: 现在没有等您办的事。
            郑保安: 待办
            助手: 现在没有等您办的事。
            赵某: 取消 S0120-01
            助手: 您这里没有 S0120-01。…
            赵某: 收到 S0120-01
            助手: …
            赵某: 已送到 S0120-01
            助手: …
            李强: 接 S0120-01
            助手: …""")
    assert states(shop) == [("S0120-01", "submitted")]


def test_the_lists_of_the_group_and_of_the_grid(shop: Talk) -> None:
    shop("""吴主任: 待办
            助手: 【物资】还没人接的回「接」加编号
              S0120-01 王阿姨 永茂社区6号楼2单元301：大米 2袋、鸡蛋 30个（还没有人接）
            吴主任: 接
            助手: 好的，…
            李强: 待办
            助手: 【物资】还没人接的回「接」加编号
              S0120-01 王阿姨 永茂社区6号楼2单元301：大米 2袋、鸡蛋 30个（已接单，吴主任）
            吴主任: 已送到
            助手: 好的，…
            吴主任: 待办
            助手: 现在没有等您办的事。""")


def test_whoever_brings_what_somebody_else_took_says_which(shop: Talk) -> None:
    shop("""李强: 已送到
            助手: 是这一份吗？是就回「已送到 S0120-01」：
              S0120-01 王阿姨 永茂社区6号楼2单元301：大米 2袋、鸡蛋 30个（还没有人接）
            周平: 已送到
            助手: …""")
    assert states(shop) == [("S0120-01", "submitted")]


def test_medicine_that_is_not_wanted_any_more_whatever_its_name(shop: Talk) -> None:
    shop.later(minutes=1)
    ask_for(shop, "降压药 硝苯地平一盒，不急")
    shop("""王阿姨: 药不要了 别送了
            助手: 好的，S0120-02 已取消，…
            吴主任: 已买 S0120-02
            助手: 您这里没有找到 S0120-02。…
            何医生: 接 S0120-02
            助手: S0120-02 现在是「已取消」，没有重复记。…""")


def test_what_was_replaced_or_missing_is_asked_about(shop: Talk) -> None:
    shop("""吴主任: 已买 S0120-01 100元，鸡蛋没有，西瓜没有
            助手: 没看懂「西瓜没有」，先没有记。S0120-01 要的是：大米 2袋、鸡蛋 30个。…
            吴主任: 已买 S0120-01 100元，鸡蛋没有，大米换成小米
            助手: 好的，S0120-01 王阿姨 已买好，100元；没买到：鸡蛋；大米换成小米。
              已问本人行不行，有回音我告诉您。…
            助手→王阿姨: S0120-01 由吴主任买好了，一共100元（货到自己付），消杀后给您送。
              没买到：鸡蛋。
              大米没有，换成了小米。
              这样行吗？
              1 行　2 不行…
            王阿姨: 2
            助手: 好的，S0120-01 记下您不同意，已告诉吴主任，会跟您商量。
            助手→吴主任: 【回话】S0120-01 王阿姨：大米换成小米，鸡蛋没买到，本人说不行。换的先别送，请打电话商量。
            王阿姨: 2
            助手: …""")


def test_something_like_it_that_was_agreed_to_before_is_not_asked_about_again(shop: Talk) -> None:
    shop.say("吴主任", "已买 S0120-01 大米换成小米")
    told = shop.reaches("王阿姨", "…大米没有，换成了小米。")
    assert "这样行吗" not in told


def test_a_yes_or_no_without_a_question_is_ordinary_text(shop: Talk) -> None:
    shop("""王阿姨: 1
            助手: 现在没有等您回答的问题。…
            王阿姨: 行
            助手: …""")


def test_steps_are_skipped_forward_and_never_taken_back(shop: Talk) -> None:
    shop("""吴主任: 已送到 S0120-01
            助手: 好的，S0120-01 王阿姨 已送到，已告诉本人。
            吴主任: 已买 S0120-01
            助手: S0120-01 现在是「已送到」，由您办着，没有重复记。…
            陈子健: 已消杀 S0120-01
            助手: S0120-01 现在是「已送到」，由吴主任办，没有重复记。…
            陈子健: 不能办 S0120-01 没货
            助手: S0120-01 现在是「已送到」，由吴主任办，没有重复记。…""")
    assert states(shop) == [("S0120-01", "delivered")]


def test_it_came_before_anybody_said_so(shop: Talk) -> None:
    shop("""王阿姨: 收到
            助手: 您好，王阿姨！…
            王阿姨: 收到了
            助手: 这里还没有说送到：
              S0120-01 大米 2袋、鸡蛋 30个（还没有人接）…
            吴主任: 已买 S0120-01
            助手: 好的，…
            王阿姨: 东西收到了
            助手: 好的，S0120-01 记下了。…""")
    assert states(shop) == [("S0120-01", "confirmed")]


def test_a_refusal_has_a_reason_and_another_way(shop: Talk) -> None:
    shop("""吴主任: 不能办 S0120-01
            助手: 为什么办不了？原因会原样告诉本人，能怎么办也请一起写上。
            吴主任: 1
            助手: 请写清原因，本人看得懂就行。
            吴主任: 店里没货，明天再报
            助手: 好的，S0120-01 王阿姨 记为办不了，原因已告诉本人，也说了可以请人再看。
            助手→王阿姨: S0120-01（大米 2袋、鸡蛋 30个）这次办不了，物资保障组的吴主任说：
                店里没货，明天再报。〔预案物资保障组职责〕
              可以换一样东西重新申请，直接说要什么就行；
              想请工作人员再看，回「请工作人员再看」。
            王阿姨: 请工作人员再看
            助手: 好的，已转给街道防控办…
            助手→陈主任: 【转人工】第1号 王阿姨，…
            王阿姨: 物资到了没
            助手: S0120-01（大米 2袋、鸡蛋 30个）：这次办不了：店里没货，明天再报。…
            陈子健: 接 S0120-01
            助手: S0120-01 现在是「办不了」，没有重复记。…""")


def test_a_reason_that_speaks_of_a_hospital_is_kept_as_it_was_said(shop: Talk) -> None:
    shop("""吴主任: 不能办 S0120-01
            助手: 为什么办不了？…
            吴主任: 店里没货，让她去社区医院看看
            助手: 好的，…
            助手→王阿姨: …物资保障组的吴主任说：
                店里没货，让她去社区医院看看。…""")


def test_a_complaint_is_apologised_for_and_back_with_who_brought_it(shop: Talk) -> None:
    shop.say("吴主任", "接 S0120-01")
    shop.say("吴主任", "已送到 S0120-01")
    shop("""王阿姨: 你们送的啥破鸡蛋 都烂了 投诉
            助手: 对不起，东西不对，让您添堵了。
              我已照您的话记下（S0120-01），转给吴主任，请他们 1月20日 13:00 前回您，没回我再催。
              能拍张照片吗？发来我一并转过去。
              急着用的话，先告诉我缺什么，我另记一份。
            助手→吴主任: 【东西有问题】S0120-01 王阿姨，永茂社区6号楼2单元301：大米 2袋、鸡蛋 30个
              本人说：你们送的啥破鸡蛋 都烂了 投诉
              …回「已处理 S0120-01 怎么处理的」，会告诉本人。
            王阿姨: 物资到了没
            助手: S0120-01（大米 2袋、鸡蛋 30个）：您说的问题已转给吴主任，还没有回话。…
            吴主任: 待办
            助手: 【物资】…S0120-01 …（本人说有问题，等着处理，吴主任）
            吴主任: 已处理 S0120-01
            助手: 怎么处理的？…
            吴主任: 已处理 S0120-01 补送了一板鸡蛋
            助手: 好的，S0120-01 王阿姨 的问题记为处理好了，已告诉本人。
            助手→王阿姨: 您说的 S0120-01 的问题，吴主任回话：补送了一板鸡蛋。还有不对的直接告诉我。
            吴主任: 已处理 S0120-01 又补了
            助手: S0120-01 现在是「已送到」，…""")


def test_what_was_said_to_be_there_and_is_not(shop: Talk) -> None:
    shop.say("吴主任", "已送到 S0120-01")
    shop("""王阿姨: 没收到
            助手: 对不起，说送到了您却没见着。
              我已照您的话记下（S0120-01），转给吴主任，…""")


def test_not_there_yet_is_a_question_until_it_was_said_to_be_delivered(shop: Talk) -> None:
    shop.say("吴主任", "接 S0120-01")
    shop("""王阿姨: 没收到
            助手: S0120-01（大米 2袋、鸡蛋 30个）：物资保障组的吴主任 … 接了，正在办。…""")


def test_a_complaint_without_words_is_asked_for_them(shop: Talk) -> None:
    shop.say("吴主任", "已送到 S0120-01")
    shop("""王阿姨: 投诉
            助手: 对不起，是哪里不对？…
            王阿姨: 袋子是湿的
            助手: 对不起，东西不对，…
            助手→吴主任: 【东西有问题】…本人说：袋子是湿的…""")


def test_a_repair_is_taken_and_done(shop: Talk) -> None:
    ask_for(shop, "停电了")
    shop("""吴主任: 接 S0120-02
            助手: 好的，S0120-02 由您接手，已告诉本人：…修好了回「已修好 S0120-02」；…
            助手→王阿姨: S0120-02（停电）由物资保障组的吴主任接了。修的时候请留人在家。
            吴主任: 已买 S0120-02
            助手: S0120-02 是报修，不用采购和消杀。修好了回「已修好 S0120-02」。
            吴主任: 已修好 S0120-02
            助手: 好的，S0120-02 王阿姨 已修好，已告诉本人。
            助手→王阿姨: S0120-02（停电）吴主任说修好了。好了就回「修好了」，没好直接告诉我。…
            王阿姨: 没修好
            助手: 对不起，没修好让您着急了。…
            王阿姨: 水来了
            助手: 好的，S0120-02 记下了。…""")
    assert states(shop) == [("S0120-01", "submitted"), ("S0120-02", "confirmed")]


def test_a_repair_that_is_waited_for_is_no_new_request(shop: Talk) -> None:
    ask_for(shop, "停水了")
    shop("""王阿姨: 那停水啥时候来人
            助手: S0120-02（停水）：1月20日 09:00 已告诉物资保障组，还没有人接。…
            王阿姨: 鸡蛋退了 先修水
            助手: 改好了，S0120-01 现在是：大米 2袋。…
              S0120-02（停水）：1月20日 09:00 已告诉物资保障组，还没有人接。…
            王阿姨: 先修水吧
            助手: S0120-02（停水）：…""")
    assert states(shop) == [("S0120-02", "submitted"), ("S0120-01", "submitted")]


def test_one_thing_that_is_not_to_be_had_refuses_no_other(shop: Talk) -> None:
    shop("""吴主任: 接 S0120-01
            助手: …
            吴主任: 不能办 S0120-01 鸡蛋没货
            助手: 好的，S0120-01 王阿姨 只记鸡蛋没有，已告诉本人。
              剩下的照办：大米 2袋。
              整份都办不了，就回「不能办 S0120-01 都没有」。
            助手→王阿姨: S0120-01 里的鸡蛋这次没有，吴主任说：鸡蛋没货。
              别的照办：大米 2袋。…
            王阿姨: 再加一袋面
            助手: 改好了，S0120-01 现在是：大米 2袋、鸡蛋（没货）、面 1袋。…
            吴主任: 已买 S0120-01 80元
            助手: 好的，S0120-01 王阿姨 已买好，80元。…
            助手→王阿姨: S0120-01 由吴主任买好了，一共80元（货到自己付），消杀后给您送。
            吴主任: 已送到 S0120-01
            助手: 好的，…
            助手→王阿姨: S0120-01 送到了，由吴主任送的：大米 2袋、面 1袋。…""")
    assert states(shop) == [("S0120-01", "delivered")]


@pytest.mark.parametrize("reason", ["店里没货", "都没有", "大米没有，鸡蛋没有", "人手不够"])
def test_a_reason_for_all_of_it_refuses_all_of_it(shop: Talk, reason: str) -> None:
    shop(f"""吴主任: 不能办 S0120-01 {reason}
            助手: 好的，S0120-01 王阿姨 记为办不了，…""")
    assert states(shop) == [("S0120-01", "refused")]


@pytest.mark.parametrize("words", ["没修好 一滴水都没有", "还是没水！ 你们糊弄人呢"])
def test_the_word_under_a_repair_is_about_the_repair(shop: Talk, words: str) -> None:
    ask_for(shop, "停水了")
    shop("""吴主任: 已修好 S0120-02
            助手: 好的，S0120-02 王阿姨 已修好，已告诉本人。
            王阿姨: 有问题
            助手: 对不起，是哪里不对？…""")
    shop(f"""王阿姨: {words}
            助手: 对不起，没修好让您着急了。…
            助手→吴主任: 【没修好】S0120-02 王阿姨…""")
    assert raised(shop) == []


@pytest.mark.parametrize("words", ["没修好 一滴水都没有", "还是没水！ 你们糊弄人呢"])
def test_that_a_repair_does_not_hold_can_be_said_at_once(shop: Talk, words: str) -> None:
    ask_for(shop, "停水了")
    shop.say("吴主任", "已修好 S0120-02")
    shop(f"""王阿姨: {words}
            助手: 对不起，没修好让您着急了。…
            助手→吴主任: 【没修好】S0120-02 王阿姨…""")
    assert raised(shop) == []


def test_a_new_fault_is_no_complaint(shop: Talk) -> None:
    shop.say("吴主任", "已送到 S0120-01")
    shop("""王阿姨: 水管坏了
            助手: 请核对：
              水管漏水…
            王阿姨: 取消
            助手: …
            王阿姨: 打卡 36.5 没事，体温计坏了
            助手: 今天（1月20日）打卡好了：…""")


def test_an_urgent_request_is_taken_by_its_alert_too(shop: Talk) -> None:
    ask_for(shop, "急需降压药一盒")
    shop("""何医生: 待办
            助手: 【物资】还没人接的回「接」加编号
              S0120-02（急） 王阿姨 …：降压药 1盒（还没有人接）
            何医生: 收到
            助手: 好的，S0120-02 由您接手，…""")
    assert raised(shop) == [("medical", "supplies", "supply_request:2", "acknowledged", "何医生")]
    shop.later(minutes=11)
    assert shop.job("alerts_overdue") == 0


def test_taking_an_urgent_request_settles_its_alert_and_so_does_taking_it_back(shop: Talk) -> None:
    ask_for(shop, "急需降压药一盒")
    shop.say("何医生", "接 S0120-02")
    ask_for(shop, "急需降压药一盒")
    shop.say("王阿姨", "取消 S0120-03")
    assert [(row[3], row[4]) for row in raised(shop)] == [("acknowledged", "何医生"), ("acknowledged", "王阿姨")]


def test_what_nobody_takes_climbs_to_the_group_the_lead_the_office_and_the_leader(shop: Talk) -> None:
    assert shop.job("supplies_overdue") == 0
    shop.later(minutes=60)
    assert shop.job("supplies_overdue") == 1
    assert shop.job("supplies_overdue") == 0
    shop.reaches("陈子健", "【催办】物资 S0120-01 还没有人接\n王阿姨｜…｜物资保障组\n接手请回「接 S0120-01」；…")
    for who, words in [("周敏", "请督促办理。…"), ("陈主任", "接手请回…"), ("孙书记", "请督促办理。")]:
        shop.later(minutes=60)
        assert shop.job("supplies_overdue") == 1
        shop.reaches(who, f"【催办】物资 S0120-01 还没有人接…{words}")
    shop.later(minutes=60)
    assert shop.job("supplies_overdue") == 0
    assert "我已经催了" in shop.say("王阿姨", "物资到了没")


def test_each_step_has_its_deadline_and_begins_the_climb_anew(shop: Talk) -> None:
    shop.later(minutes=60)
    shop.job("supplies_overdue")
    shop.say("吴主任", "接 S0120-01")
    shop.later(hours=11)  # 21:00: the rest of the twelve hours is tomorrow's
    assert shop.job("supplies_overdue") == 0
    shop.at("2022-01-21T09:00:00+08:00")
    assert shop.job("supplies_overdue") == 1
    shop.say("吴主任", "已送到 S0120-01")
    shop.later(hours=30)
    assert shop.job("supplies_overdue") == 0
    shop.say("王阿姨", "鸡蛋碎了")
    assert shop.job("supplies_overdue") == 0
    shop.later(hours=4)
    assert shop.job("supplies_overdue") == 1
    assert climbs(shop) == ["group"] * 3


def test_an_urgent_one_that_was_taken_is_due_in_two_hours(shop: Talk) -> None:
    ask_for(shop, "急需降压药一盒")
    shop.later(minutes=11)
    assert (shop.job("alerts_overdue"), shop.job("supplies_overdue")) == (1, 0)
    shop.say("何医生", "接 S0120-02")
    shop.later(minutes=119)
    assert shop.job("supplies_overdue") == 1  # the other one, which nobody took
    shop.later(minutes=1)
    assert shop.job("supplies_overdue") == 1
    shop.reaches("何医生", "【催办】物资 S0120-02（急） 接了还没有送到…")


def test_staff_asks_where_somebodys_goods_are(talk: Talk) -> None:
    talk("""李强: 王阿姨的物资到哪了
            助手: 王阿姨没有在办的物资申请。
            王阿姨: 盐两袋
            助手: …""")
    for answer in ("没有", "不急", "1", "1", "1"):
        said = talk.say("王阿姨", answer)
    assert "记下了，编号 S0120-01" in said
    talk("""李强: 王阿姨要的东西送了没
            助手: 王阿姨 S0120-01（盐 2袋）：1月20日 09:00 已告诉物资保障组，还没有人接。
            陈主任: 王阿姨的物资到哪了
            助手: 王阿姨 S0120-01（盐 2袋）：…
            陈主任: 王小二的物资到哪了
            助手: 您负责的范围里没找到王小二。
            何医生: 王阿姨的物资到哪了
            助手: 您负责的范围里没找到王阿姨。
            李强: 李强的物资到哪了
            助手: 您这里没有在办的物资申请。…""")


@pytest.mark.parametrize(
    "asked", ["咋还没来 都三天了", "怎么还没送来", "等了两天了还没给送", "还没到呢", "咋还不来", "啥时候能送来啊"]
)
def test_whoever_only_waits_is_told_where_it_is(shop: Talk, asked: str) -> None:
    assert shop.say("王阿姨", asked).startswith("S0120-01（大米 2袋、鸡蛋 30个）：")


def test_an_order_that_is_not_filed_yet_is_nowhere(talk: Talk) -> None:
    talk("""王阿姨: 家里没醋了
            助手: …
            王阿姨: 啥时候能送来啊
            助手: 这份还没交，先把下面这句答了，我就转给工作人员。
              醋要多少？…
            王阿姨: 咋还不来
            助手: 这份还没交，…""")


def test_who_waits_for_nothing_of_ours_is_read_as_ever(talk: Talk) -> None:
    assert "物资" not in talk.say("王阿姨", "咋还没来 都三天了")
