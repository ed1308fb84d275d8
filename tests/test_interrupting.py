"""Inside a form: what is no answer is taken for none, what was put right is said back, what is not wanted is let go."""

import pytest

from tests.talking import Talk
from tests.test_exit_request import rows, sealed

__all__ = ["sealed"]

QUESTIONS = ("永茂社区是谁负责", "隔离几天啊", "核酸在哪做")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_no_place_and_no_reason(sealed: Talk, question: str) -> None:
    """Where to, where, which door, why: each question of a form is put again after the answer."""
    sealed(f"""王阿姨: 明天上午九点去看病 十一点回
            助手: …
              去哪里？…
            王阿姨: {question}
            助手: …
              去哪里？比如「市医院」。
            王阿姨: 取消
            助手: …
            王阿姨: 3号楼有人聚众打麻将
            助手: …
            贾芳: 有人聚众打麻将
            助手: 在哪里？…
            贾芳: {question}
            助手: …
              在哪里？…
            贾芳: 取消
            助手: …
            贾芳: 后天从呼市坐K1302回来 3个人
            助手: …
              回来住哪个社区或村？…
            贾芳: {question}
            助手: …
              回来住哪个社区或村？…
            贾芳: 永茂社区
            助手: 几号楼几单元几室？…
            贾芳: {question}
            助手: …
              几号楼几单元几室？…""")


@pytest.mark.parametrize("question", ["你们几点下班", "这个要审批吗", "为啥要问这些", "多少钱"])
def test_whatever_is_asked_is_no_destination(sealed: Talk, question: str) -> None:
    sealed(f"""王阿姨: 明天上午九点去看病 十一点回
            助手: …
              去哪里？…
            王阿姨: {question}
            助手: …
            王阿姨: 市医院
            助手: 怎么去？…
            王阿姨: 打车行吗
            助手: 请核对：…
              王阿姨，去市医院，不开车…""")


def test_a_question_gives_no_answer_by_the_way(talk: Talk) -> None:
    """永茂社区 stands in the question and is nobody's home yet."""
    talk("""贾芳: 后天从呼市坐火车回来
            助手: …
              车次或航班号是多少？…
            贾芳: 永茂社区是谁负责
            助手: 永茂社区的联系人是…
              车次或航班号是多少？…
            贾芳: K1302
            助手: 一共几个人回来？…
            贾芳: 3
            助手: 回来住哪个社区或村？…""")


def test_a_plea_may_ask(sealed: Talk) -> None:
    sealed("""王阿姨: 下楼买点菜行不
            助手: …
            王阿姨: 请工作人员再看
            助手: 有什么特殊情况？…
            王阿姨: 隔离几天啊我妈一个人在家没人做饭
            助手: 什么时候走？…""")


@pytest.mark.parametrize("words", ["头晕恶心", "我嗓子疼", "发烧了", "38度5", "我有点咳嗽 没劲"])
@pytest.mark.parametrize("opening", ["我要登记", "有人聚众打麻将"])
def test_symptoms_alarm_whatever_was_asked(talk: Talk, opening: str, words: str) -> None:
    question = talk.say("贾芳", opening).splitlines()[-1]
    said = talk.say("贾芳", words)
    assert said.startswith("先记下了：") and "已告诉医疗保障组" in said
    assert said.endswith(question)
    talk.reaches("何医生", "…医疗保障组 第1号…")


def test_an_illness_is_no_destination(sealed: Talk) -> None:
    sealed("""王阿姨: 明天上午九点去看病 十一点回
            助手: …
              去哪里？…
            王阿姨: 发烧了
            助手: 先记下了：王阿姨，发热。…
              去哪里？比如「市医院」。
            王阿姨: 市医院
            助手: 怎么去？…""")


def test_who_somebody_is_belongs_to_the_open_form(talk: Talk) -> None:
    """No registration is begun beside a report that asks the same."""
    talk("""贾芳: 后天从呼市坐K1302回来 3个人
            助手: …
              回来住哪个社区或村？…
            贾芳: 我要登记 我叫贾芳 13811112222
            助手: 记下了：姓名 贾芳，手机号 138****2222。
              回来住哪个社区或村？…
            贾芳: 永茂6号楼2单元301
            助手: 请核对：
              贾芳，138****2222，永茂社区6号楼2单元301…""")


def test_what_one_form_was_told_the_other_does_not_ask(talk: Talk) -> None:
    """Of somebody whom nobody knows: into the form that is begun beside, and back."""
    talk("""贾芳: 后天从沈阳开车回来 两个人 永茂6号楼2单元302
            助手: …
              您怎么称呼？…
            贾芳: 大米两袋
            助手: 返乡报备先放一放，办完接着来。…
            贾芳: 没有
            助手: …
            贾芳: 行
            助手: …
            贾芳: 自己付
            助手: 您怎么称呼？…
            贾芳: 贾芳
            助手: 手机号多少？…
            贾芳: 13811112222
            助手: 请核对：
              大米 2袋
              永茂社区6号楼2单元302，贾芳…
            贾芳: 1
            助手: 记下了，编号 S0120-01：…
              返乡报备接着来：请核对：
              贾芳，138****2222，永茂社区6号楼2单元302…
            苏琴: 后天从沈阳开车回来 两个人 永茂6号楼2单元303 苏琴 13811113333
            助手: 请核对：…
            苏琴: 登记
            助手: 返乡报备先放一放，办完接着来。…
              苏琴，138****3333，永茂社区6号楼2单元303
              1 对，登记…
            苏琴: 1
            助手: 登记好了：苏琴，138****3333，永茂社区6号楼2单元303。…
              返乡报备接着来：请核对：
              苏琴，138****3333，永茂社区6号楼2单元303…""")


def test_where_somebody_else_comes_home_to_is_not_the_writer_s_door(talk: Talk) -> None:
    talk("""贾芳: 我妈后天从沈阳坐火车回来 永茂6号楼2单元302
            助手: …
              车次或航班号是多少？…
            贾芳: 打卡 36.5 没事
            助手: 返乡报备先放一放，办完接着来。
              您怎么称呼？…
            贾芳: 贾芳
            助手: 您住哪个社区或村？…""")


def test_the_places_are_listed_once(talk: Talk) -> None:
    talk("""贾芳: 后天从呼市坐K1302回来 3个人
            助手: …
            贾芳: 幸福小区
            助手: 没找到这个社区或村。河西街道有：亲水人家社区、…
            贾芳: 幸福家园
            助手: 「幸福家园」不在河西街道的社区和村里。请回上面名单里的一个，比如「永茂」。
              要找人帮忙回「人工」，先不办了回「取消」。""")


def test_how_much_can_be_left_to_others_and_a_thing_left_out(talk: Talk) -> None:
    talk("""王阿姨: 买大米 鸡蛋 白菜 酱油
            助手: 记下了：大米、鸡蛋、白菜、酱油。
              大米要多少？…
            王阿姨: 不用了
            助手: 好，大米不要了。
              记下了：鸡蛋、白菜、酱油。
              鸡蛋要多少？…
            王阿姨: 你们看着给
            助手: 记下了：鸡蛋（你们看着给）、白菜、酱油。
              白菜要多少？…
            王阿姨: 随便
            助手: 记下了：鸡蛋（你们看着给）、白菜（随便）、酱油。
              酱油要多少？…
            王阿姨: 算了
            助手: 好，酱油不要了。
              记下了：鸡蛋（你们看着给）、白菜（随便）。
              家里有要多照应的人吗？…
            王阿姨: 不用了
            助手: 要的没有，换差不多的行吗？…""")


@pytest.mark.parametrize("words", ["不用了", "算了", "不要了", "取消"])
def test_the_one_thing_that_is_not_wanted_ends_the_order(talk: Talk, words: str) -> None:
    talk(f"""王阿姨: 买大米
            助手: …
              大米要多少？…
            王阿姨: {words}
            助手: 好的，物资申请先不办了，填的都没存。…
            王阿姨: 1
            助手: 现在没有等您回答的问题。…""")


def test_what_is_put_right_in_a_trip_is_said_back(sealed: Talk) -> None:
    sealed("""王阿姨: 明天上午九点去市医院复查 十一点回
            助手: …
              怎么去？…
            王阿姨: 改成后天
            助手: 改好了：什么时候走 1月22日（周六）09:00，什么时候回 1月22日（周六）11:00。
              怎么去？…
            王阿姨: 目的地改成附属医院
            助手: 改好了：去哪里 附属医院。
              怎么去？…
            王阿姨: 打车
            助手: 请核对：
              看病｜1月22日（周六）09:00—11:00
              王阿姨，去附属医院，不开车…""")


def test_nobody_is_back_before_they_leave(sealed: Talk) -> None:
    """The hour that was refused is not the next day's."""
    sealed("""王阿姨: 明天上午九点去市医院复查 十一点回
            助手: …
              怎么去？…
            王阿姨: 改成下午一点去
            助手: 改好了：什么时候走 1月21日（周五）13:00。
              您说 1月21日（周五）13:00 走、1月21日（周五）11:00 回，回来的时间在走之前，这样办不了。
              什么时候回来？…
            王阿姨: 打车
            助手: 记下了：车 不开车。
              什么时候回来？…
            王阿姨: 三点
            助手: 请核对：
              看病｜1月21日（周五）13:00—15:00…""")


def test_who_leaves_by_day_and_is_back_earlier_is_asked_whether_the_next_day(sealed: Talk) -> None:
    sealed("""王阿姨: 每周一三五早上七点去市医院透析 中午回 打车
            助手: …
              从哪天开始？…
            王阿姨: 明天开始
            助手: 到哪天为止？…
            王阿姨: 改成下午一点去
            助手: 改好了：每次几点走 13:00。
              到哪天为止？…
            王阿姨: 一个月
            助手: 您说 1月21日（周五）13:00 走、1月22日（周六）12:00 回，是第二天才回吗？
              1 对，就是这样　2 不对，重新说
            王阿姨: 2
            助手: 每次几点前能回来？
            王阿姨: 五点
            助手: 请核对：
              透析｜每周一三五 13:00—17:00，1月21日（周五）起，…""")


def test_somebody_else_who_is_ill_goes_nowhere_by_that(sealed: Talk) -> None:
    sealed("""王阿姨: 我想后天上午九点去趟医院
            助手: …
              什么时候回来？…
            王阿姨: 我妈头晕恶心
            助手: 今天（1月20日）打卡好了：妈妈，头晕，恶心。…
              什么时候回来？…
            王阿姨: 十一点
            助手: 去哪里？…
            王阿姨: 市医院
            助手: 怎么去？…
            王阿姨: 改成附属医院
            助手: 改好了：去哪里 附属医院。
              怎么去？…
            王阿姨: 打车
            助手: 请核对：
              看病｜1月22日（周六）09:00—11:00
              王阿姨，去附属医院，不开车…""")


def test_the_name_of_a_relative_is_nobody_else_s(sealed: Talk) -> None:
    sealed("""王阿姨: 我妈明早七点去市医院透析 中午回
            助手: …
              怎么去？…
            王阿姨: 我妈叫赵玉芬
            助手: 改好了：谁去 妈妈赵玉芬。
              怎么去？…
            王阿姨: 打车
            助手: 请核对：
              透析｜1月21日（周五）07:00—12:00
              王阿姨的妈妈赵玉芬，去市医院，不开车…
            王阿姨: 我爸叫赵大山
            助手: …
            王阿姨: 1
            助手: 已报给…
            助手→周平: 外出待签 W0120-01｜王阿姨的妈妈赵玉芬｜透析｜…
            贾芳: 后天从呼市坐K1302回来 3个人 永茂6号楼2单元302
            助手: …
              您怎么称呼？…
            贾芳: 我妈叫赵玉芬
            助手: 请回姓名，…
            贾芳: 贾芳
            助手: 手机号多少？…
            贾芳: 我妈叫赵玉芬
            助手: …
            贾芳: 13811112222
            助手: 请核对：
              贾芳，…""")
    assert rows(sealed)[0][4] == "dialysis"


def test_whoever_checks_in_is_not_called_as_their_mother(talk: Talk) -> None:
    talk("""贾芳: 打卡 36.5 没事
            助手: 您怎么称呼？…
            贾芳: 我妈叫赵玉芬
            助手: 请回姓名，…
            贾芳: 我叫贾芳
            助手: 您住哪个社区或村？…""")


def test_a_question_that_the_plan_does_not_answer_is_no_place(talk: Talk) -> None:
    talk("""林秀: 报备
            助手: …
            林秀: 那啥时候解封啊
            助手: 您问的「那啥时候解封啊」，《预案》里没有写封多久、什么时候解封，我不敢乱说。
              …
              从哪里回来？…
            林秀: 五包一是哪五个
            助手: 您问的「五包一是哪五个」，《预案》里没有写…
              从哪里回来？…""")


def test_a_question_changes_nothing_that_was_said(talk: Talk) -> None:
    talk("""林秀: 明天坐D54从沈阳回来
            助手: …明天（1月21日）到…
              一共几个人回来？回数字。
            林秀: 今天有没有新增
            助手: …
              一共几个人回来？回数字。
            林秀: 后天有车吗
            助手: 请回几个人，比如「3」。
            林秀: 两个
            助手: 回来住哪个社区或村？…
            林秀: 永茂6号楼2单元301
            助手: 您怎么称呼？…
            林秀: 林秀 13812345678
            助手: 请核对：
              …
              明天（1月21日）到，从辽宁省沈阳市，火车 D54，2人…""")


def test_whoever_is_not_coming_gives_up_the_report(talk: Talk) -> None:
    talk("""林秀: 我孙子明天从北京坐飞机CA1101回来
            助手: …
            林秀: 我刚才说的孙子不回来了
            助手: 好的，返乡报备先不办了，填的都没存。…""")


@pytest.mark.parametrize("words", ["押金要不回来了", "孩子不回来了"])
def test_what_is_not_all_who_come_gives_up_no_report(talk: Talk, words: str) -> None:
    talk.say("林秀", "我和孩子明天从北京坐CA1101回来 一共两个人")
    assert "不办了" not in talk.say("林秀", words)


def test_a_question_that_says_who_goes_is_an_answer_all_the_same(sealed: Talk) -> None:
    sealed("""王阿姨: 我明天去市医院复查 不开车 就我自己
            助手: …什么时候回来？…
            王阿姨: 我儿子能不能一起去
            助手: 改好了：谁去 我、儿子。…
            王阿姨: 8点走来得及吗
            助手: …什么时候回来？…
            王阿姨: 中午
            助手: 请核对：
              看病｜1月21日（周五）08:00—12:00…""")


def test_a_slip_in_a_reading_is_said_back_when_it_is_put_right(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.4
            助手: 有没有发烧…
            王阿姨: 打错了是36.6
            助手: 改好了：体温 36.6。
              有没有发烧…
            王阿姨: 没有
            助手: …36.6℃，无不适。…""")


def test_a_question_is_no_number_of_people(talk: Talk) -> None:
    talk("""林秀: 昨晚坐D54从沈阳回来的
            助手: …
              一共几个人回来？回数字。
            林秀: 那我要不要做核酸
            助手: 通知是按住址发的，您还没有登记，…
              一共几个人回来？回数字。
            林秀: 有人陪我妈看病行吗
            助手: …
              一共几个人回来？回数字。
            林秀: 和我妈俩人行吗
            助手: 回来住哪个社区或村？…""")


def test_a_whole_journey_told_in_another_form_is_a_report_of_its_own(talk: Talk) -> None:
    talk("""林秀: 明天早上六点想出去喂羊 去两棵树村 中午回
            助手: …您住哪个社区或村？…
            林秀: 后天从呼市坐K1302回来，一家三口，亲水人家6号楼
            助手: …从内蒙古自治区呼和浩特市｜1月22日（周六）到｜火车 K1302｜3人｜亲水人家社区6号楼
              …""")


def test_what_answers_another_question_is_said_back(talk: Talk) -> None:
    """Nobody is to think that it was not heard because the same question comes again."""
    talk("""贾芳: 从沈阳回来
            助手: 哪天到？…
            贾芳: 我叫贾芳
            助手: 记下了：姓名 贾芳。
              哪天到？…
            贾芳: 永茂6号楼
            助手: 记下了：社区（村） 永茂社区，楼（组） 6号楼。
              哪天到？…""")


@pytest.mark.parametrize("words", ["算了不要了", "太麻烦了 不填了", "我不想办了", "那算了 不用了"])
def test_a_form_is_given_up_in_many_words(talk: Talk, words: str) -> None:
    talk(f"""王阿姨: 要三袋米
            助手: …
              家里有要多照应的人吗？…
            王阿姨: {words}
            助手: 好的，物资申请先不办了，填的都没存。…""")


@pytest.mark.parametrize("words", ["又疼了", "他叫李明", "我想吃饺子"])
def test_what_is_said_of_something_else_is_no_name_of_ones_own(talk: Talk, words: str) -> None:
    talk(f"""贾芳: 打卡 36.5 没事
            助手: …您怎么称呼？…
            贾芳: {words}
            助手: …请回姓名…
            贾芳: 贾芳
            助手: …哪个社区…""")


@pytest.mark.parametrize("words", ["where can I get a test", "hello I need help", "Я не понимаю", "ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ"])
def test_whoever_writes_no_chinese_is_told_so_with_the_numbers(talk: Talk, words: str) -> None:
    talk(f"""贾芳: {words}
            助手: 我只看得懂中文，…120 ambulance…人工
            贾芳: 大米两袋
            助手: …
            贾芳: {words}
            助手: 我只看得懂中文，…""")


def test_a_name_in_another_script_is_a_name_where_one_is_asked_for(talk: Talk) -> None:
    talk("""贾芳: 打卡 36.5 没事
            助手: …您怎么称呼？…
            贾芳: Иван Петров
            助手: …哪个社区…""")


def test_what_may_stay_open_is_not_asked_for_ever(talk: Talk) -> None:
    """The third answer that is none leaves an amount to the shop, and the rest is not given up for it."""
    talk("""王阿姨: 土豆五斤 再来点挂面
            助手: …挂面要多少？…
            王阿姨: 她叫周敏
            助手: 没看懂挂面要多少。…
            王阿姨: 电视里正演呢
            助手: 没看懂挂面要多少。…不知道就回「不知道」；…
            王阿姨: 她姓周
            助手: 这一项先空着，不耽误办。
            家里有要多照应的人吗？…""")


def test_a_third_matter_waits_its_turn_too(sealed: Talk) -> None:
    """Of three that were begun each goes on when the one before it is done; none that waits is begun a second time."""
    sealed("""赵大爷: 打卡 36.5 咳嗽
              助手: …怎么称呼…
              赵大爷: 土豆五斤 再来点挂面
              助手: 健康打卡先放一放，办完接着来。
              …挂面要多少？…
              赵大爷: 明早七点去市医院透析，中午回
              助手: 物资申请先放一放，办完接着来。
              …市医院…
              赵大爷: 取消
              助手: …
              物资申请接着来：…挂面要多少？…
              赵大爷: 取消
              助手: …
              健康打卡接着来：…怎么称呼…""")


@pytest.mark.parametrize("words", ["你是真人吗", "您到底是人还是机器人", "你是不是机器人", "你是谁呀"])
def test_whoever_asks_who_answers_is_told(talk: Talk, words: str) -> None:
    talk(f"""王阿姨: {words}
             助手: 我是河西街道的自动助手，不是真人。…回「人工」。""")
    talk(f"""王阿姨: 土豆五斤 再来点挂面
             助手: …挂面要多少？…
             王阿姨: {words}
             助手: 我是河西街道的自动助手，不是真人。…回「人工」。
             挂面要多少？…""")


@pytest.mark.parametrize("words", ["就我一个人", "就他自己", "就俺自己"])
def test_whoever_says_that_one_comes_is_not_lonely(talk: Talk, words: str) -> None:
    talk(f"""王阿姨: 后天从呼市坐火车回来
             助手: …车次…
             王阿姨: {words}
             助手: …车次…""")


def test_the_hour_of_arriving_is_taken_whenever_it_is_said_and_leaves_the_day(talk: Talk) -> None:
    talk("""王阿姨: 后天从北京坐火车回来
            助手: …1月22日（周六）到…车次…
            王阿姨: 下午四点十分到
            助手: 记下了：几点 16:10。
            …车次…
            王阿姨: 下午四点半
            助手: 改好了：几点 16:30。
            …车次…
            王阿姨: 他住我家
            助手: 没看懂车次。…""")


def test_a_form_that_waits_can_be_wanted_first(talk: Talk) -> None:
    talk("""王阿姨: 孩子他爸明儿从沈阳坐火车回来
            助手: …车次或航班号是多少？…
            王阿姨: 家里土豆没了 给送点
            助手: 返乡报备先放一放，办完接着来。
              记下了：土豆。
              土豆要多少？…
            王阿姨: 算了 先把沈阳那个报了
            助手: 物资申请先放一放，办完接着来。
              返乡报备接着来：车次或航班号是多少？…
            王阿姨: 物资申请
            助手: 返乡报备先放一放，办完接着来。
              物资申请接着来：土豆要多少？…
            王阿姨: 先弄前面那个吧
            助手: 物资申请先放一放，办完接着来。
              返乡报备接着来：车次…
            王阿姨: 取消
            助手: …返乡报备…
              物资申请接着来：土豆要多少？…
            王阿姨: 先弄这个吧
            助手: 没看懂土豆要多少。…""")


@pytest.mark.parametrize("said", ["先弄这个吧", "先报了吧", "先填完"])
def test_going_on_with_what_is_open_brings_no_other_forward(talk: Talk, said: str) -> None:
    talk(f"""王阿姨: 孩子他爸明儿从沈阳坐火车回来
             助手: …
             王阿姨: 家里土豆没了 给送点
             助手: …土豆要多少？…
             王阿姨: {said}
             助手: …土豆要多少…""")


def test_what_is_said_of_a_form_that_waits_is_taken_by_it(talk: Talk) -> None:
    talk("""王阿姨: 孩子他爸明儿从沈阳坐火车回来
            助手: …车次或航班号是多少？…
            王阿姨: 家里土豆没了 给送点
            助手: …土豆要多少？…
            王阿姨: 孩子他爸从沈阳回来坐的是K1302
            助手: 物资申请先放一放，办完接着来。
              一共几个人回来？…""")


def test_another_matter_of_the_kind_of_one_that_waits_does_not_overwrite_it(talk: Talk) -> None:
    talk("""王阿姨: 孩子他爸明儿从沈阳坐火车回来
            助手: …
            王阿姨: 家里土豆没了 给送点
            助手: …土豆要多少？…
            王阿姨: 我妹妹后天从北京坐飞机回来
            助手: 先把物资申请办完，再办返乡报备…
            王阿姨: 2斤
            助手: …""")


def test_a_fever_beside_what_is_wanted_first_is_passed_on(talk: Talk) -> None:
    talk("""王阿姨: 家里土豆没了 给送点
            助手: …
            王阿姨: 孩子他爸明儿从沈阳坐火车回来
            助手: …
            王阿姨: 再给送两袋大米 我妈发烧38.5了
            助手: 妈妈，38.5℃，发热：我先记下了…
              返乡报备先放一放，办完接着来。
              记下了：土豆、大米 2袋。…
            助手→何医生: 【紧急】医疗保障组 第1号…妈妈…""")
