"""Supply requests as chats, from the first word until they are filed and before their groups (clause 3.4.5)."""

import json

import pytest
from sqlalchemy import text

from ledger.statement import Statement
from tests.supply_shop import ask_for, open_shop, raised, rows, states
from tests.talking import Talk

_URGENCY = Statement(text("SELECT urgency FROM supply_request ORDER BY id"))


def urgency(talk: Talk) -> list[object]:
    """How urgent every version on record is."""
    return [row[0] for row in talk.installation.ledger.read(lambda db: db.all(_URGENCY))]


@pytest.fixture
def shop(talk: Talk) -> Talk:
    return open_shop(talk)


def test_one_sentence_from_somebody_known(shop: Talk) -> None:
    shop("""王阿姨: 能帮我买两袋大米、30个鸡蛋吗
            助手: 记下了：大米 2袋、鸡蛋 30个。
              家里有要多照应的人吗？有就选一个，办的人好知道；没有就回「没有」。
              1 老人　2 婴幼儿　3 孕产妇　4 行动不便　5 慢性病
            王阿姨: 没有
            助手: 要的没有，换差不多的行吗？
              1 行　2 不行，没有就不要　3 先问我
            王阿姨: 1
            助手: 买的东西谁付钱？
              1 货到了我自己付　2 家里人代付　3 有困难，想请帮忙
            王阿姨: 1
            助手: 请核对：
              大米 2袋、鸡蛋 30个
              永茂社区6号楼2单元301，王阿姨
              没货：换差不多的；付钱：货到自己付
              …1 对，提交　2 加东西　3 要改
            王阿姨: 1
            助手: 记下了，编号 S0120-01：大米 2袋、鸡蛋 30个，送到永茂社区6号楼2单元301，王阿姨收。
              已告诉物资保障组，有人接了我马上告诉您。〔预案3.4.5、物资保障组职责〕
              想知道到哪了就问「物资到了没」；要改直接说，比如「再加一袋面」；不要了回「取消 S0120-01」。
            助手→吴主任: 【物资申请】S0120-01 物资保障组
              王阿姨｜永茂社区6号楼2单元301
              大米 2袋、鸡蛋 30个
              没货：换差不多的；付钱：货到自己付
              接手请回「接 S0120-01」；办不了回「不能办 S0120-01 原因」。…
            助手→李强: 【物资申请】王阿姨，永茂社区6号楼2单元301
              S0120-01 大米 2袋、鸡蛋 30个，由物资保障组办
              送到门口的是您，就回「已送到 S0120-01」。""")
    (row,) = rows(shop)
    assert row[:5] == ("S0120-01", 1, "submitted", "supplies", "delivery")
    assert json.loads(str(row[5]))[0] == {"item": "大米", "quantity": 2, "unit": "袋", "kind": "food"}
    assert row[7:] == ("supply_routing", "org.group.supplies")
    assert raised(shop) == []


def test_amounts_that_are_missing_are_asked_thing_by_thing(shop: Talk) -> None:
    shop("""王阿姨: 大米，盐，水果，还要一板鸡蛋
            助手: 记下了：大米、盐、水果、鸡蛋 1板。
              大米要多少？…
            王阿姨: 两袋
            助手: 记下了：大米 2袋、盐、水果、鸡蛋 1板。
              盐要多少？…
            王阿姨: 啊这个那个
            助手: 没看懂盐要多少。…不要了就说「盐不要了」。
            王阿姨: 盐不要了
            助手: 记下了：大米 2袋、水果、鸡蛋 1板。
              水果要多少？…
            王阿姨: 够两天的
            助手: 记下了：大米 2袋、水果（够两天的）、鸡蛋 1板。
              家里有要多照应的人吗？…""")


def test_a_list_is_put_right_thing_by_thing_and_stays(shop: Talk) -> None:
    shop("""王阿姨: 米两袋，土豆5斤，白菜两颗 急
            助手: 记下了：…
              家里有要多照应的人吗？…
            王阿姨: 改第1项
            助手: 现在要的是：米 2袋、土豆 5斤、白菜 2颗。
              要改哪样、还要什么？直接说，比如「米改成三袋」「米不要了」「再加两袋面」；不用改就回「不改了」。
            王阿姨: 再加一桶水
            助手: 记下了：米 2袋、土豆 5斤、白菜 2颗、水 1桶。
              家里有要多照应的人吗？…
            王阿姨: 改第1项
            助手: 现在要的是：…水 1桶。…
            王阿姨: 不改了
            助手: 家里有要多照应的人吗？…
            王阿姨: 没有
            助手: 要的没有，换差不多的行吗？…
            王阿姨: 3
            助手: 买的东西谁付钱？…
            王阿姨: 1
            助手: 请核对：
              米 2袋、土豆 5斤、白菜 2颗、水 1桶
              永茂社区6号楼2单元301，王阿姨，急用…
            王阿姨: 改第1项
            助手: 现在要的是：…
            王阿姨: 土豆不要了
            助手: 请核对：…白菜 2颗…急用…
            王阿姨: 1
            助手: 记下了，编号 S0120-01：…白菜 2颗、水 1桶，送到…""")
    assert [row[1] for row in raised(shop)] != []  # what is urgent alerts the group
    assert urgency(shop) == ["urgent"]
    shop("""王阿姨: 改物资
            助手: 物资申请里现在是：
              1 要的东西：…
            王阿姨: 1
            助手: 现在要的是：…
            王阿姨: 白菜改成三颗
            助手: 改好了，S0120-01 现在是：…白菜 3颗、水 1桶。…""")
    assert urgency(shop) == ["urgent", "urgent"]


def test_an_amount_that_nobody_can_say_is_left_open(shop: Talk) -> None:
    shop("""王阿姨: 要点盐
            助手: 记下了：盐。
              盐要多少？…
            王阿姨: 不知道
            助手: 家里有要多照应的人吗？…""")


def test_the_list_is_changed_while_something_else_is_asked_and_at_the_summary(shop: Talk) -> None:
    shop("""王阿姨: 要两袋大米
            助手: …家里有要多照应的人吗？…
            王阿姨: 再加两袋面
            助手: 记下了：大米 2袋、面 2袋。
              家里有要多照应的人吗？…
            王阿姨: 没有
            助手: …换差不多的行吗？…
            王阿姨: 先问我
            助手: 买的东西谁付钱？…
            王阿姨: 孩子代付
            助手: 请核对：
              大米 2袋、面 2袋…没货：先问一声；付钱：家人代付…
            王阿姨: 米不要了
            助手: 请核对：
              面 2袋…
            王阿姨: 面改成三袋
            助手: 请核对：
              面 3袋…
            王阿姨: 2
            助手: 还要什么？…
            王阿姨: 一桶油
            助手: 请核对：
              面 3袋、油 1桶…
            王阿姨: 再来一盒降压药
            助手: 记下了：面 3袋、油 1桶、降压药 1盒。
              急不急用？…
            王阿姨: 不急
            助手: 请核对：…降压药 1盒…
            王阿姨: 都不要了
            助手: 这样就没有要的东西了。都不要了就回「取消」；…
            王阿姨: 取消
            助手: 好的，物资申请先不办了，填的都没存。…""")
    assert rows(shop) == []


def test_the_form_is_given_up_by_its_name(shop: Talk) -> None:
    ask_for(shop, "要一桶油")
    shop("""王阿姨: 要两袋大米
            助手: …
            王阿姨: 取消物资申请
            助手: 好的，物资申请先不办了，填的都没存。…
            王阿姨: 1
            助手: 现在没有等您回答的问题。…""")
    assert states(shop) == [("S0120-01", "submitted")]


def test_another_answer_is_changed_by_its_number(shop: Talk) -> None:
    shop("""王阿姨: 要两袋大米
            助手: …
            王阿姨: 没有
            助手: …
            王阿姨: 1
            助手: …
            王阿姨: 1
            助手: 请核对：…
            王阿姨: 3
            助手: 物资申请里现在是：
              1 要的东西：大米 2袋
              2 特殊情况：不知道
              3 没货怎么办：行
              4 谁付钱：货到了我自己付…
            王阿姨: 改第4项
            助手: 买的东西谁付钱？…
            王阿姨: 有困难
            助手: 请核对：…付钱：有困难，先商量…
            王阿姨: 1
            助手: 记下了，…付钱的难处也写上了，会有人先跟您商量，商量好再买。…
            助手→吴主任: …付钱：有困难，先商量…""")


def test_medicine_and_goods_and_a_fault_are_parts_of_one_request(shop: Talk) -> None:
    shop("""王阿姨: 家里有老人，要两袋大米，一盒降压药，水管爆了
            助手: 记下了：大米 2袋、降压药 1盒、水管爆裂。
              急不急用？
              1 急用，等不了　2 不急
            王阿姨: 2
            助手: …换差不多的行吗？…
            王阿姨: 行
            助手: 买的东西谁付钱？…
            王阿姨: 1
            助手: 请核对：
              大米 2袋、降压药 1盒、水管爆裂
              永茂社区6号楼2单元301，王阿姨（家里有老人）…
            王阿姨: 1
            助手: 记下了，分3份办：
              S0120-01A 大米 2袋（物资保障组）
              S0120-01B 降压药 1盒（医疗保障组）
              S0120-01C 水管爆裂（物资保障组）
              已告诉物资保障组、医疗保障组，…〔预案3.4.5、物资保障组职责、医疗保障组职责〕
              …不要了回「取消 S0120-01」。
            助手→何医生: 【物资申请】S0120-01B 医疗保障组
              王阿姨｜永茂社区6号楼2单元301｜家里有老人
              降压药 1盒
              没货：先问一声；…
            助手→吴主任: 【报修】S0120-01C 物资保障组
              王阿姨｜永茂社区6号楼2单元301｜家里有老人
              水管爆裂
              接手请回「接 S0120-01C」；…
            助手→李强: 【物资申请】王阿姨，…
              S0120-01A 大米 2袋，由物资保障组办
              S0120-01B 降压药 1盒，由医疗保障组办
              S0120-01C 水管爆裂，由物资保障组办
              …""")
    assert [(row[0], row[3], row[4], row[8]) for row in rows(shop)] == [
        ("S0120-01A", "supplies", "delivery", "org.group.supplies"),
        ("S0120-01B", "medical", "delivery", "org.group.medical"),
        ("S0120-01C", "supplies", "repair", "org.group.supplies"),
    ]


def test_what_is_urgent_alerts_the_group(shop: Talk) -> None:
    shop("""王阿姨: 急需降压药一盒
            助手: …家里有要多照应的人吗？…
            王阿姨: 老人
            助手: 买的东西谁付钱？…
            王阿姨: 1
            助手: 请核对：…急用…
            王阿姨: 1
            助手: 记下了，…已告诉医疗保障组，…
            助手→何医生: 【紧急 物资申请】S0120-01 医疗保障组
              …请在 1月20日 09:10 前接手（警报第1号）。
              接手请回「接 S0120-01」；…""")
    assert raised(shop) == [("medical", "supplies", "supply_request:1", "sent", None)]


def test_which_medicine_it_is_is_asked(shop: Talk) -> None:
    shop("""王阿姨: 我妈断药了
            助手: 记下了：药。
              是什么药？请照药盒上的名字说，…
            王阿姨: 1
            助手: 请照药盒上的名字说，…
            王阿姨: 缬沙坦两盒
            助手: 记下了：缬沙坦 2盒。
              家里有要多照应的人吗？…
            王阿姨: 取消
            助手: …
            王阿姨: 药没了，要两盒
            助手: …是什么药？…
            王阿姨: 波立维那个白盒的
            助手: 记下了：波立维…
            王阿姨: 取消
            助手: …
            王阿姨: 断药了
            助手: …是什么药？…
            王阿姨: 不知道
            助手: 家里有要多照应的人吗？…""")


def test_who_makes_a_thing_is_kept_for_whoever_buys_it(shop: Talk) -> None:
    shop("""王阿姨: 孩子奶粉就剩一顿了 飞鹤三段 两罐 快点
            助手: 记下了：飞鹤三段奶粉 2罐。…
              要的没有，换差不多的行吗？…
            王阿姨: 3
            助手: …
            王阿姨: 1
            助手: 请核对：
              飞鹤三段奶粉 2罐
              …""")


def test_an_amount_and_a_fault_said_in_a_story(shop: Talk) -> None:
    shop("""王阿姨: 停水两天了 家里水缸见底 谁给送三桶水来
            助手: 记下了：停水、水 3桶。…""")


def test_somebody_new_is_asked_who_and_where_once(shop: Talk) -> None:
    shop("""赵某: 停水了
            助手: 记下了：停水。
              送到哪个社区或村？…
            赵某: 二号村3组12号
            助手: 您怎么称呼？…
            赵某: 赵小兰
            助手: 手机号多少？送东西的人好跟您联系。
            赵某: 13900001111
            助手: 请核对：
              停水
              二号村3组12号，赵小兰
              （河西街道防控办为落实预案登记，只用于防疫和送物资，回「隐私」看详情）
              1 对，提交　2 加东西　3 要改
            赵某: 1
            助手: 记下了，编号 S0120-01：停水，二号村3组12号，赵小兰。
              已告诉物资保障组，…
            赵某: 要两袋大米
            助手: …家里有要多照应的人吗？…
            赵某: 没有
            助手: …
            赵某: 1
            助手: …
            赵某: 1
            助手: 请核对：
              大米 2袋
              二号村3组12号，赵小兰…""")


def test_family_asks_for_another_door(shop: Talk) -> None:
    shop("""王阿姨: 给我妈送两袋米 二号村3组12号
            助手: 记下了：米 2袋。
              家里有要多照应的人吗？…
            王阿姨: 1
            助手: 急不急用？…
            王阿姨: 2
            助手: …换差不多的行吗？…
            王阿姨: 不行
            助手: 买的东西谁付钱？…
            王阿姨: 家里人付
            助手: 送给谁？请回姓名。
            王阿姨: 孙桂兰
            助手: 请核对：
              米 2袋
              二号村3组12号，孙桂兰（家里有老人）
              没货：没有就不要；付钱：家人代付…
            王阿姨: 1
            助手: 记下了，编号 S0120-01：米 2袋，送到二号村3组12号，孙桂兰收。…
            吴主任: 接 S0120-01
            助手: 好的，S0120-01 由您接手，已告诉本人：
              孙桂兰，二号村3组12号，电话 13800001111（王阿姨代申请），家里有老人…""")


def test_the_own_door_said_again_is_no_other_door(shop: Talk) -> None:
    shop("""王阿姨: 6号楼301要两袋大米
            助手: …
            王阿姨: 没有
            助手: …
            王阿姨: 1
            助手: …
            王阿姨: 1
            助手: 请核对：
              大米 2袋
              永茂社区6号楼2单元301，王阿姨…""")


def test_so_much_that_it_may_be_a_slip_is_asked_about(shop: Talk) -> None:
    shop("""王阿姨: 要300袋大米
            助手: …
            王阿姨: 没有
            助手: …
            王阿姨: 1
            助手: …
            王阿姨: 1
            助手: 大米 300袋，是要这么多吗？
              1 对，就是这样　2 不对，重新说
            王阿姨: 3袋
            助手: 请核对：
              大米 3袋…""")


def test_where_it_was_a_slip_only_the_amount_of_that_thing_is_asked_again(shop: Talk) -> None:
    shop("""王阿姨: 要300袋大米，两桶油
            助手: …
            王阿姨: 没有
            助手: …
            王阿姨: 1
            助手: …
            王阿姨: 1
            助手: 大米 300袋，是要这么多吗？…
            王阿姨: 2
            助手: 记下了：大米、油 2桶。
              大米要多少？比如「两袋」「3斤」「够两天的」，说不准就回「不知道」。
            王阿姨: 3
            助手: 请核对：
              大米 3袋、油 2桶…
            王阿姨: 油改成200桶
            助手: …油 200桶，是要这么多吗？…
            王阿姨: 两桶
            助手: 请核对：
              大米 3袋、油 2桶…
            王阿姨: 油改成200桶
            助手: …油 200桶，是要这么多吗？…
            王阿姨: 油20桶，再加一袋盐
            助手: 请核对：
              大米 3袋、油 20桶、盐 1袋…""")


def test_a_name_that_sounds_like_goods_asks_for_none(shop: Talk) -> None:
    shop("""赵某: 停电了
            助手: …
            赵某: 二号村3组12号
            助手: 您怎么称呼？…
            赵某: 米小雨
            助手: 手机号多少？…
            赵某: 13900001111
            助手: 请核对：
              停电
              二号村3组12号，米小雨…""")


def test_a_check_in_in_the_middle_comes_back_to_the_request(shop: Talk) -> None:
    shop("""王阿姨: 要两袋大米
            助手: …家里有要多照应的人吗？…
            王阿姨: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。
              家里有要多照应的人吗？…""")


def test_where_nobody_of_the_group_is_bound_the_office_is_asked(talk: Talk) -> None:
    assert "已告诉街道疫情防控办" in ask_for(talk, "要两袋大米")
    talk("""助手→陈主任: 【物资申请】S0120-01 物资保障组…接手请回「接 S0120-01」；…
            陈主任: 接
            助手: 好的，S0120-01 由您接手，…""")


def test_numbers_are_counted_by_day(shop: Talk) -> None:
    ask_for(shop, "要两袋大米")
    ask_for(shop, "要一桶油和两盒口罩")
    shop.at("2022-01-21T09:00:00+08:00")
    ask_for(shop, "要一袋面")
    assert [number for number, _ in states(shop)] == ["S0120-01", "S0120-02A", "S0120-02B", "S0121-01"]


def test_how_much_of_several_things_is_said_in_one_answer(talk: Talk) -> None:
    talk("""王阿姨: 要点菜和肉
            助手: 记下了：菜、肉。…
            王阿姨: 菜随便 肉两斤
            助手: 记下了：菜（随便）、肉 2斤。…
            王阿姨: 取消
            助手: …
            王阿姨: 要点菜和肉和蛋
            助手: …
            王阿姨: 菜两斤
            助手: 记下了：菜 2斤、肉、蛋。…
            王阿姨: 都随便
            助手: 记下了：菜 2斤、肉（随便）、蛋（随便）。…""")


def test_which_one_it_is_behind_how_much_is_no_further_thing(talk: Talk) -> None:
    talk("""王阿姨: 要点水果
            助手: 记下了：水果。…
            王阿姨: 三斤 苹果
            助手: …""")
    assert "水果 3斤" not in talk.say("王阿姨", "不知道")
