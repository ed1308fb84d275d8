"""Return reports as chats, from the first word to the release (clause 3.2)."""

from pathlib import Path

import pytest
from sqlalchemy import text

from commands.announce import announce
from knowledge.settings import PROJECT_FOLDER
from ledger import places
from ledger.people import accounts
from ledger.statement import Statement
from tests.talking import Talk

_ROWS = Statement(
    text(
        "SELECT number, name, origin_code, origin_name, arrive_date, transport, transport_no, party_size, status,"
        " measure, announcement, confirmed_by, rule, clause FROM return_report ORDER BY id"
    )
)

_NAMES = Statement(text("SELECT name FROM person"))
_STAYS = Statement(text("SELECT stays FROM return_report ORDER BY id"))
_SEAL = Statement(text("INSERT INTO seal (place_id, leader_name, sealed_at) VALUES (:place, '周平', :at)"))
_AUDIT = Statement(
    text("SELECT actor, action, detail FROM audit WHERE about LIKE 'return_report:%' ORDER BY id")
)


def stays(talk: Talk) -> str:
    """The stays of the first report as they are kept."""
    return str(talk.installation.ledger.read(lambda db: db.all(_STAYS))[0][0])


def rows(talk: Talk) -> list[tuple[object, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_ROWS))


@pytest.fixture
def announced(talk: Talk) -> Talk:
    """With the demonstration's announcement in force."""
    announce(talk.installation, PROJECT_FOLDER / "knowledge" / "demo" / "announcement-14.yaml", "陈主任")
    return talk


def test_one_sentence_from_somebody_new(announced: Talk) -> None:
    announced("""林秀: 后天从呼市坐K1302回来，一家三口，永茂6号楼
                 助手: 收到，先帮您记下：
                   从内蒙古自治区呼和浩特市｜1月22日（周六）到｜火车 K1302｜3人｜永茂社区6号楼
                   几单元几室？…
                 林秀: 2单元301
                 助手: 您怎么称呼？请回姓名。
                 林秀: 林秀
                 助手: 手机号多少？…
                 林秀: 1380013
                 助手: 手机号应是11位数字，…
                 林秀: 13800001112
                 助手: 请核对：
                   林秀，138****1112，永茂社区6号楼2单元301
                   1月22日（周六）到，从内蒙古自治区呼和浩特市，火车 K1302，3人
                   …途中还在别处停留过吗？
                   1 没有，提交　2 有，我来说　3 要改
                 林秀: 1
                 助手: 报备好了，编号 F0120-01：林秀，从内蒙古自治区呼和浩特市回来。
                   按今天的公告（第14号），从那里回来的人先健康监测…具体由网格员跟您确认后为准。〔预案3.2〕
                   网格员会跟您联系。…
                 助手→李强: 【返乡报备】F0120-01
                   林秀，永茂社区6号楼2单元301…
                   …请跟本人核对后回「确认 F0120-01」…""")
    assert rows(announced) == [
        ("F0120-01", "林秀", "150100", "呼和浩特市", "2022-01-22", "train", "K1302", 3, "submitted",
         "health_monitoring", "第14号", None, "return_handling", "3.2")
    ]  # fmt: skip


def test_from_the_report_to_the_release(announced: Talk) -> None:
    announced("""王阿姨: 报备 今天从呼和浩特开车回来 就我自己
                 助手: 请核对：
                   王阿姨，138****1111，永茂社区6号楼2单元301
                   今天（1月20日）到，从内蒙古自治区呼和浩特市，自己的车，1人…
                 王阿姨: 提交
                 助手: 报备好了，编号 F0120-01：…
                 李强: 确认 F0120-01
                 助手: 好的，F0120-01 王阿姨：健康监测7天，从到达算起，第1、3、7天做核酸，已告诉本人。…
                 助手→王阿姨: 您的返乡报备 F0120-01 已由李强核对：健康监测7天，从到达算起，第1、3、7天做核酸。…
                 李强: 确认 F0120-01
                 助手: F0120-01 已由李强确认：健康监测。要改请回「改措施 F0120-01 居家隔离 14天」。""")
    assert announced.job("arrivals") == 1
    assert announced.job("arrivals") == 1  # run twice by hand, asked once: the key of the message says so
    announced.reaches("王阿姨", "王阿姨，您报备今天到家（F0120-01）。…")
    announced("""王阿姨: 到家了
                 助手: 平安到家就好。F0120-01 已记下到达。
                   李强核对过的措施：健康监测7天，从到达算起，第1、3、7天做核酸。
                   今天（1月20日）算起，到1月27日（周四）。
                   请每天说一声「打卡」加体温。
                 助手→李强: 【返乡已到】F0120-01 王阿姨，永茂社区6号楼2单元301，…措施…行中。到1月27日（周四）。""")
    announced.at("2022-01-27T08:30:00+08:00")
    for who in ("李强", "王阿姨"):  # whoever has not written for two days is told when they do
        announced.say(who, "你好")
    assert announced.job("observation_ends") == 1
    announced.reaches("李强", "【到期】F0120-01 王阿姨，…：健康监测，1月27日全部期满。…由您回「解除 F0120-01」…")
    announced("""李强: 解除 F0120-01
                 助手: 好的，F0120-01 王阿姨 已解除，已告诉本人。
                 助手→王阿姨: 您的返乡报备 F0120-01 已由网格员解除管控，…""")
    assert rows(announced)[0][8] == "released"


def test_without_an_announcement_nobody_invents_a_measure(talk: Talk) -> None:
    talk("""王阿姨: 报备 明天从呼和浩特开车回来 就我自己
            助手: 请核对：…
            王阿姨: 1
            助手: 报备好了，编号 F0120-01：…要不要采取措施得看当天公告，…由街道防控办定下来再告诉您。〔预案3.2〕…
            助手→陈主任: 【返乡报备】F0120-01…由街道防控办定。…
            陈主任: 确认 F0120-01
            助手: 这份报备没有公告能对上的措施。请从这些里选，…
            陈主任: 确认 F0120-01 居家隔离 14天
            助手: 好的，F0120-01 王阿姨：居家隔离14天，从到达算起，…""")


def test_a_further_stay_changes_the_measure(announced: Talk) -> None:
    announced("""王阿姨: 报备 明天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 2
                 助手: 途中还在哪里停留过？…
                 王阿姨: 1月10号到12号在天津津南区住过
                 助手: 请核对：…途中停留：天津市津南区…
                 王阿姨: 1
                 助手: 报备好了，…先集中隔离…""")
    assert rows(announced)[0][9] == "central_quarantine"


def test_a_stay_without_days_is_a_question_for_the_grid_worker(announced: Talk) -> None:
    announced("""王阿姨: 报备 明天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 2
                 助手: 途中还在哪里停留过？…
                 王阿姨: 在天津津南区住了两天
                 助手: 请核对：…途中停留：天津市津南区…
                 王阿姨: 1
                 助手: 报备好了，…
                 助手→李强: 【返乡报备】…要问清：…津南区…""")


def test_an_answer_can_be_changed_before_filing(announced: Talk) -> None:
    announced("""王阿姨: 报备 明天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 3
                 助手: 返乡报备里现在是：…要改哪一项？…
                 王阿姨: 改成23号到
                 助手: 请核对：…1月23日（周日）到…
                 王阿姨: 1
                 助手: 报备好了，…""")
    assert rows(announced)[0][4] == "2022-01-23"


def test_going_back_starting_again_and_giving_up(talk: Talk) -> None:
    talk("""赵某: 我要报备
            助手: 从哪里回来？…
            赵某: 北京朝阳区
            助手: 哪天到？…
            赵某: 返回上一步
            助手: 从哪里回来？…
            赵某: 沈阳
            助手: 哪天到？…
            赵某: 重来
            助手: 从哪里回来？…
            赵某: 取消
            助手: 好的，返乡报备先不办了，…
            赵某: 1
            助手: 现在没有等您回答的问题。…""")
    assert rows(talk) == []


def test_a_name_that_fits_several_places_is_asked_about(talk: Talk) -> None:
    talk("""赵某: 明天从鼓楼区回来报备
            助手: 这个地名有好几处，是哪一个？回数字，或直接说省市。
              1 江苏省南京市鼓楼区　2 江苏省徐州市鼓楼区　3 福建省福州市鼓楼区　4 河南省开封市鼓楼区
            赵某: 南京鼓楼区
            助手: 怎么回来？
              1 火车　2 飞机　3 自己的车　4 大巴　5 别的""")


def test_a_check_in_in_the_middle_comes_back_to_the_form(talk: Talk) -> None:
    talk("""王阿姨: 我要报备
            助手: 从哪里回来？…
            王阿姨: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：王阿姨，36.5℃，无不适。
              从哪里回来？…""")


def test_a_person_can_be_asked_for_at_any_time(talk: Talk) -> None:
    talk("""王阿姨: 我要报备
            助手: 从哪里回来？…
            王阿姨: 人工
            助手: 好的，已转给街道防控办…
              从哪里回来？…
            助手→陈主任: 【转人工】第1号 王阿姨，…
            陈主任: 转人工
            助手: 第1号 王阿姨（…）：人工
              （之前助手答的是：从哪里回来？…）
              接手请回「接」加号数。
            陈主任: 接 1
            助手: 好的，第1号由您接手：王阿姨，永茂社区6号楼2单元301，电话 13800001111。…
            助手→王阿姨: 街道疫情防控办已经有人接手您的事，…
            陈主任: 接 1
            助手: 第1号您在 1月20日 09:00 已经接手。""")


def test_a_withdrawn_report_is_told(announced: Talk) -> None:
    announced("""王阿姨: 报备 明天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…
                 王阿姨: 不回来了
                 助手: 好的，F0120-01 已撤回，…
                 助手→李强: 【返乡撤回】F0120-01 王阿姨…""")
    assert rows(announced)[0][8] == "cancelled"


def test_a_grid_worker_of_elsewhere_finds_nothing(announced: Talk) -> None:
    from commands.invite import invite_one

    code = invite_one(announced.installation, "grid_worker", "老区社区/1网格", "周平", None)
    announced.say("王阿姨", "报备 明天从呼和浩特开车回来 就我自己")
    announced.say("王阿姨", "1")
    announced(f"""周平: 绑定 {code}
                  助手: 绑定好了：周平，网格员，老区社区1网格。…
                  周平: 确认 F0120-01
                  助手: 在您负责的范围里没有找到 F0120-01。…
                  周平: 待办
                  助手: 现在没有等您办的事。
                  赵某: 确认 F0120-01
                  助手: …""")
    assert rows(announced)[0][11] is None


DIRECT = "报备 后天从西安开车回来 就我自己"


def test_days_that_count_from_leaving_end_when_the_announcement_says(announced: Talk) -> None:
    announced(f"""王阿姨: {DIRECT}
                  助手: 请核对：…
                  王阿姨: 没有
                  助手: 报备好了，…先集中隔离14天，从离开当地算起，之后居家健康监测7天…
                  李强: 确认
                  助手: 好的，F0120-01 王阿姨：集中隔离14天，…之后居家健康监测7天，第1、4、7、14天做核酸，已告诉本人。…""")
    announced.at("2022-01-22T10:00:00+08:00")
    announced("""王阿姨: 到家了
                 助手: …今天（1月22日）算起，前一段到2月5日（周六），全部到2月12日（周六）。…""")


def test_days_that_count_from_a_stay_before_end_earlier(announced: Talk) -> None:
    announced("""王阿姨: 报备 今天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 2
                 助手: 途中还在哪里停留过？…
                 王阿姨: 1月10号到12号在天津津南区住过
                 助手: 请核对：…从内蒙古自治区呼和浩特市…途中停留：天津市津南区…
                 王阿姨: 1
                 助手: 报备好了，…先集中隔离14天，从离开当地算起…
                 李强: 确认
                 助手: …
                 王阿姨: 俺们到家了
                 助手: …1月12日（周三）算起，到1月26日（周三）。…""")
    assert rows(announced)[0][4] == "2022-01-20"


def test_stays_are_added_and_taken_away_each_with_its_days(announced: Talk) -> None:
    announced("""王阿姨: 报备 今天从天津津南区开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 还去过西安
                 助手: 请核对：…途中停留：陕西省西安市
                   …1 对，提交…
                 王阿姨: 没有
                 助手: 没看懂。…
                 王阿姨: 没去过西安
                 助手: 请核对：…
                   途中还在别处停留过吗？…
                 王阿姨: 2
                 助手: 途中…
                 王阿姨: 沈阳
                 助手: 请核对：…途中停留：辽宁省沈阳市…
                 王阿姨: 2
                 助手: 途中…
                 王阿姨: 1月11号在西安，1月12号到13号在北京
                 助手: 请核对：…途中停留：辽宁省沈阳市、陕西省西安市、北京市…
                 王阿姨: 1
                 助手: 报备好了，…""")
    assert '"name":"西安市","from":"2022-01-11","until":"2022-01-11"' in stays(announced)
    assert '"name":"北京市","from":"2022-01-12","until":"2022-01-13"' in stays(announced)


def test_the_grid_worker_names_the_first_day(announced: Talk) -> None:
    announced("""王阿姨: 报备 今天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 路上在演示没有的地方停过
                 助手: …
                 王阿姨: 没在别处停
                 助手: 报备好了，…
                 李强: 确认 F0120-01 居家隔离 14天
                 助手: 好的，F0120-01 王阿姨：居家隔离14天，从到达算起，已告诉本人。…
                 王阿姨: 到家了
                 助手: …居家隔离14天，从到达算起。
                   今天（1月20日）算起，到2月3日（周四）。…
                 王阿姨: 都到家了
                 助手: 已经记下了，F0120-01 不用再报。
                   李强核对过的措施：居家隔离14天…到2月3日（周四）。…
                 李强: 改措施 F0120-01 居家健康监测 10天 从1月18日起
                 助手: 好的，F0120-01 王阿姨：居家健康监测10天，…，到1月28日（周五），已告诉本人。…
                 助手→王阿姨: 您的返乡报备 F0120-01 的措施改了，由李强核对：居家健康监测10天…到1月28日（周五）。…
                 李强: 改措施 F0120-01
                 助手: …请从这些里选，…
                 李强: 解除 F0120-01
                 助手: F0120-01 王阿姨 还没到期（到1月28日（周五））。确定现在解除，请回「确定解除 F0120-01」。
                 李强: 确定解除 F0120-01
                 助手: 好的，F0120-01 王阿姨 已解除，已告诉本人。""")
    actions = announced.installation.ledger.read(lambda db: db.all(_AUDIT))
    assert [(who, action) for who, action, _detail in actions] == [
        ("王阿姨", "return reported"),
        ("李强", "measure confirmed"),
        ("王阿姨", "arrived"),
        ("李强", "measure changed"),
        ("李强", "released"),
    ]
    assert '"before_last_day":"2022-01-28"' in actions[-1][2]


def test_coming_before_the_reported_day(announced: Talk) -> None:
    announced("""王阿姨: 报备 25号从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…
                 李强: 解除 F0120-01
                 助手: F0120-01 王阿姨 还没到家，…
                 王阿姨: 到屋了
                 助手: 平安到家就好。F0120-01 已记下到达，日子也改成今天了。
                   网格员会跟您核对后面怎么做，…
                 助手→李强: 【返乡已到】F0120-01 王阿姨，永茂社区6号楼2单元301，已到，…
                 助手→李强: …提前到了，原来报的是1月25日（周二）。还没确认措施，请回「确认 F0120-01」。
                 王阿姨: 我到家啦！
                 助手: 已经记下了，F0120-01 不用再报。
                   网格员会跟您核对…
                 李强: 确认 F0120-01
                 助手: 好的，F0120-01 王阿姨：健康监测7天，…第1、3、7天做核酸，到1月27日（周四），已告诉本人。…""")
    assert rows(announced)[0][4] == "2022-01-20"


@pytest.mark.parametrize(
    "said", ["报备 今天从呼和浩特开车回来，已经到家了 就我自己", "昨天从呼和浩特开车回来的 就我自己 报备"]
)
def test_whoever_is_home_already_is_not_asked_to_say_so(announced: Talk, said: str) -> None:
    announced.say("王阿姨", said)
    filed = announced.say("王阿姨", "直接回来的")
    assert "您已经到家，也记下了" in filed and "说一声「到家了」" not in filed
    announced.reaches("李强", "【返乡报备】…到的，已经在家…")
    assert rows(announced)[0][8] == "arrived"


def test_a_country_is_taken_as_said_and_the_office_decides(announced: Talk) -> None:
    announced("""王阿姨: 明天要回来，报备
                 助手: …从哪里回来？…
                 王阿姨: 韩国
                 助手: 怎么回来？…
                 王阿姨: 飞机
                 助手: 车次…
                 王阿姨: 不知道
                 助手: 一共几个人…
                 王阿姨: 1
                 助手: 请核对：…从韩国…
                 王阿姨: 1
                 助手: 报备好了，编号 F0120-01：王阿姨，从韩国回来。…由街道防控办定下来再告诉您。…
                 助手→陈主任: 【返乡报备】F0120-01…""")
    assert rows(announced)[0][2:4] == (None, "韩国")


def test_confirming_without_a_number_lists_several(announced: Talk) -> None:
    announced("""王阿姨: 报备 后天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…
                 李强: 待办
                 助手: …F0120-01 王阿姨 1月22日（周六）到 永茂社区6号楼2单元301…
                 王阿姨: 报备 明天从北京开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…
                 李强: 确认
                 助手: 有2份报备等您确认，请回「确认」加编号：
                   F0120-02 王阿姨 明天（1月21日）到 永茂社区6号楼2单元301
                   F0120-01 王阿姨 1月22日（周六）到 永茂社区6号楼2单元301
                 李强: 确认 F0120-02
                 助手: 好的，F0120-02 王阿姨：核酸检测…
                 李强: 确认
                 助手: 好的，F0120-01 王阿姨：健康监测7天…
                 李强: 确认
                 助手: 现在没有等您回答的问题。…""")


def test_nobody_is_said_to_be_told_where_nobody_is(announced: Talk) -> None:
    announced.installation.ledger.transact(lambda db: accounts.forget(db, announced.openid("陈主任")))
    announced.installation.ledger.transact(lambda db: accounts.forget(db, announced.openid("李强")))
    announced("""王阿姨: 报备 明天从沈阳开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…由街道防控办定下来再告诉您。〔预案3.2〕
                   报备已经记下了，暂时还没有人收到提醒。回「人工」，我记下您要找人。
                   到家那天说一声「到家了」；…
                 王阿姨: 不回来了
                 助手: 好的，F0120-01 已撤回。哪天要回来，再说「报备」。""")


ANOTHER = """\
number: 第3号
issuer: 河西街道（演示）
title: 【演示】另一份公告
effective_at: "2022-01-19 09:00"
keep_old_cases: false
areas:
  - {code: "210100", name: 沈阳市, measure: home_quarantine, days: 14, count_from: departure}
  - {code: "150100", name: 呼和浩特市, measure: home_monitoring, days: 7, count_from: arrival}
"""


@pytest.fixture
def another(talk: Talk, data_dir: Path) -> Talk:
    """With an announcement of another issuer in force."""
    file = data_dir / "another.yaml"
    file.write_text(ANOTHER, encoding="utf-8")
    announce(talk.installation, file, "陈主任")
    return talk


def test_an_unknown_first_day_is_left_to_the_grid_worker(another: Talk) -> None:
    another("""王阿姨: 报备 今天从北京开车回来 就我自己
               助手: 请核对：…
               王阿姨: 去过沈阳
               助手: 请核对：…
               王阿姨: 1
               助手: 报备好了，…先居家隔离14天，从离开当地算起…
               李强: 确认
               助手: …居家隔离14天，从离开当地算起，已告诉本人。起算日还不知道，…「改措施 F0120-01 …」。…
               助手→王阿姨: …居家隔离14天，从离开当地算起。起算日由网格员跟您核对。…
               王阿姨: 到家了
               助手: …居家隔离14天，从离开当地算起。
                 起算日由网格员跟您核对。
                 请每天说一声「打卡」加体温。
               助手→李强: 【返乡已到】F0120-01 …起算日还不知道，…
               李强: 解除 F0120-01
               助手: F0120-01 王阿姨 还没到期（哪天到期还没核对）。…
               李强: 改措施 F0120-01 14天 从1月15日起
               助手: …居家隔离14天，从离开当地算起，到1月29日（周六），已告诉本人。期满后由您回「解除 F0120-01」。""")


def test_the_office_decides_where_announcements_differ(announced: Talk, another: Talk) -> None:
    announced("""王阿姨: 报备 今天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…现行的几份公告说法不一样，由街道防控办定下来再告诉您。…网格员会跟您联系。…
                 助手→陈主任: 【返乡报备】…现行公告说法不同（…）…由街道防控办定。…""")


def test_the_office_decides_where_the_place_is_sealed(announced: Talk) -> None:
    announced.installation.ledger.transact(
        lambda db: db.run(_SEAL, place=places.ensure(db, "永茂社区/6号楼").id, at=announced.clock[0])
    )
    announced("""王阿姨: 报备 今天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…您要回的地方现在封闭管理，…由街道防控办定。〔预案3.2、2.2、3.4.1〕
                   网格员会跟您联系。
                   到家那天说一声…
                 助手→陈主任: 【返乡报备】…要回的地方正在封闭管理，
                   由街道防控办定。…""")


def test_a_relatives_return_is_filed_in_the_relatives_name(announced: Talk) -> None:
    announced("""王阿姨: 我妈后天从呼和浩特坐K1302回来 就她一个人
                 助手: 收到，…
                   您怎么称呼？…""")
    assert rows(announced) == []


def test_what_the_rule_leaves_to_the_office_is_not_the_grid_workers_to_confirm(talk: Talk) -> None:
    talk.say("王阿姨", "报备 明天从呼和浩特开车回来 就我自己")
    talk.say("王阿姨", "1")
    talk("""李强: 确认 F0120-01 正常出行
            助手: F0120-01 的措施要由街道防控办定，…
            陈主任: 确认 F0120-01 健康监测 7天
            助手: 好的，F0120-01 王阿姨：健康监测…""")


def test_what_is_confirmed_waits_for_no_confirmation(talk: Talk) -> None:
    talk.say("王阿姨", "报备 明天从呼和浩特开车回来 就我自己")
    talk.say("王阿姨", "1")
    talk("""陈主任: 确认 F0120-01 正常出行
            助手: 好的，F0120-01 王阿姨：正常出行…""")
    talk.later(days=1)
    talk("""王阿姨: 我到家了
            助手: 平安到家就好。…
            王阿姨: 我的记录
            助手: …F0120-01 返乡报备 王阿姨…已到，措施已确认…
            李强: 待办
            助手: …F0120-01 王阿姨 已到，措施已确认…""")


def test_giving_up_the_open_form_leaves_the_filed_report_alone(announced: Talk) -> None:
    announced("""王阿姨: 报备 明天从呼和浩特开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…
                 王阿姨: 我要报备
                 助手: 从哪里回来？…
                 王阿姨: 取消报备
                 助手: 好的，返乡报备先不办了，…""")
    assert rows(announced)[0][8] == "submitted"


def test_of_several_reports_it_is_asked_which_to_withdraw(announced: Talk) -> None:
    for day in ("明天", "后天"):
        announced.say("王阿姨", f"报备 {day}从呼和浩特开车回来 就我自己")
        announced.say("王阿姨", "1")
    announced("""王阿姨: 不回来了
                 助手: 您有2份报备，撤哪一份？…
                 王阿姨: 撤回 F0120-02
                 助手: 好的，F0120-02 已撤回，…""")
    assert [row[8] for row in rows(announced)] == ["submitted", "cancelled"]


def test_a_stop_that_is_said_behind_the_number_is_taken_at_once(announced: Talk) -> None:
    announced("""王阿姨: 报备 今天从北京开车回来 就我自己
                 助手: 请核对：…
                   1 没有，提交　2 有，我来说　3 要改
                 王阿姨: 2 之前在天津待了三天
                 助手: 请核对：…
                   途中停留：天津市
                   …
                   1 对，提交　2 停留要改　3 别的要改""")


def test_the_number_of_the_question_before_is_no_answer_to_where_else(announced: Talk) -> None:
    announced("""王阿姨: 报备 今天从北京开车回来 就我自己
                 助手: 请核对：…
                 王阿姨: 2
                 助手: 途中还在哪里停留过？…
                 王阿姨: 1
                 助手: 没听明白是哪里。…
                 王阿姨: 没有
                 助手: 请核对：…""")


def test_whoever_only_changed_trains_is_not_told_the_measure_of_that_place(announced: Talk) -> None:
    announced("""王阿姨: 报备 今天从成都飞呼和浩特再转火车回通辽 就我自己
                 助手: …怎么回来？…
                 王阿姨: 1
                 助手: …车次或航班号是多少？…
                 王阿姨: 不知道
                 助手: 请核对：…
                   途中停留：内蒙古自治区呼和浩特市（只是路过）…
                 王阿姨: 1
                 助手: 报备好了，…
                   要不要采取措施得看当天公告，现行公告没有写到您来的地方，…""")


def test_the_place_that_decides_is_named(announced: Talk) -> None:
    announced("""王阿姨: 报备 今天从成都开车回来，在呼和浩特住了两晚 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，…
                   按今天的公告（第14号），在呼和浩特市停留过的人先健康监测7天，…""")


def test_what_was_withdrawn_is_not_confirmed(announced: Talk) -> None:
    announced("""王阿姨: 报备 后天从呼和浩特坐火车K1302回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，编号 F0120-01…
                 王阿姨: 不回来了
                 助手: …
                 李强: 确认 F0120-01
                 助手: F0120-01 本人已经撤回，不用确认了。""")
    assert rows(announced)[0][8] == "cancelled"


@pytest.mark.parametrize("words", ["不回来了", "不回了 单位不让走", "还是不回来了", "算了，不回了"])
def test_whoever_does_not_come_says_so_in_their_words(announced: Talk, words: str) -> None:
    announced(f"""王阿姨: 报备 后天从呼和浩特坐火车K1302回来 就我自己
                  助手: 请核对：…
                  王阿姨: {words}
                  助手: 好的，返乡报备先不办了，…
                  王阿姨: 报备 后天从呼和浩特坐火车K1302回来 就我自己
                  助手: 请核对：…
                  王阿姨: 1
                  助手: 报备好了，编号 F0120-01…
                  王阿姨: {words}
                  助手: …F0120-01…撤回…""")


def test_another_day_is_no_withdrawal(announced: Talk) -> None:
    announced("""王阿姨: 报备 后天从呼和浩特坐火车K1302回来 就我自己
                 助手: 请核对：…
                 王阿姨: 1
                 助手: 报备好了，编号 F0120-01…""")
    announced.say("王阿姨", "这次不回了，改成25号回")
    assert rows(announced)[0][8] != "cancelled"


def test_home_before_it_was_confirmed_and_without_a_report(announced: Talk) -> None:
    announced("""王阿姨: 到家了
                 助手: 到家了就好。您没有正等着到家的返乡报备：…
                 王阿姨: 报备 后天从呼和浩特坐火车K1302回来 就我自己
                 助手: 请核对：…1月22日（周六）到…
                 王阿姨: 落地了 到家了
                 助手: 请核对：…今天（1月20日）到…
                 王阿姨: 1
                 助手: 报备好了，…您已经到家，也记下了：…""")


def test_the_office_reads_what_a_bare_wish_for_a_person_follows(talk: Talk) -> None:
    talk("""王阿姨: 为啥要监测七天我又没去
            助手: 您问的「为啥要监测七天我又没去」，《预案》里没有写…
            王阿姨: 人工
            助手: 好的，已转给街道防控办值班的工作人员，…
            助手→陈主任: 【转人工】第1号 王阿姨，…
              （之前助手答的是：您问的「为啥要监测七天我又没去」，《预案》里没有写…""")


def test_whoever_reports_for_another_keeps_their_own_name(announced: Talk) -> None:
    announced("""王芳: 帮我妈报备 后天从北京坐火车K1302回来 就她一个人 她叫李凤霞
                 助手: …回来住哪个社区或村？…
                 王芳: 永茂6号楼3单元201
                 助手: 您自己怎么称呼？请回姓名。
                 王芳: 王芳
                 助手: 手机号多少？…
                 王芳: 13822223333
                 助手: 请核对：
                   李凤霞，138****3333，永茂社区6号楼3单元201…
                 王芳: 1
                 助手: 报备好了，编号 F0120-01：李凤霞，…
                 王芳: 不回来了
                 助手: 好的，F0120-01 已撤回，…""")
    known = announced.installation.ledger.read(lambda db: db.all(_NAMES))
    assert ("王芳",) in known and ("李凤霞",) not in known


def test_a_wish_for_a_person_may_be_the_first_that_somebody_says(talk: Talk) -> None:
    talk("""新来的: 人工
            助手: 好的，已转给街道防控办值班的工作人员，…
            助手→陈主任: 【转人工】第1号 还没登记的人 想请工作人员答复。…""")
