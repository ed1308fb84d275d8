"""Questions answered from what is there: the plan, who is responsible, testing; and honestly where nothing is."""

import pytest

from knowledge.plan import the_plan
from ledger import Db, places, seals
from tests.notice_town import office
from tests.talking import Talk
from tests.test_notice_going_out import approved, becomes

__all__ = ["office"]


def test_a_question_about_the_plan_gets_the_clause_and_more_on_asking(talk: Talk) -> None:
    talk("""王阿姨: 村里现在还能办席不
            助手: …自己张罗的聚会也一样。〔预案3.2〕
              想看全，回「详细」。
            王阿姨: 详细
            助手: 【摸清人员、管好返乡、不聚集】〔预案3.2〕
              …
              · 暂停聚集（集市、村晚、百家宴、乡贤会、群众自己组织的聚会）
              …""")


def test_how_one_gets_it_from_here_is_told_but_not_to_whoever_fills_a_form(talk: Talk) -> None:
    talk("""王阿姨: 封闭了买菜怎么办
            助手: 蔬菜、食品和生活物资有专人统筹供应，消毒以后送到。〔预案3.4.5〕
              缺什么、停水停电，直接跟我说就行，比如「大米两袋，白菜两颗」，我登记了转给人办。
              想看全，回「详细」。
            王阿姨: 报备
            助手: …
            王阿姨: 封闭了买菜怎么办
            助手: 蔬菜、食品和生活物资有专人统筹供应，消毒以后送到。〔预案3.4.5〕
              想看全，回「详细」。
              …""")


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("为啥把后门焊上了", "3.4.1"),
        ("这文件文号是多少", "0"),
        ("核酸多少小时采完", "3.5"),
        ("我在专班 晚上能关机吗", "3.4.3"),
        ("垃圾堆楼道没人收咋办", "3.4.4"),
        ("我想当志愿者行不", "3.1"),
        ("出门条找谁批", "3.4.1"),
    ],
)
def test_what_is_taken_for_something_else_is_answered_where_the_plan_surely_says_it(
    talk: Talk, words: str, clause: str
) -> None:
    assert the_plan().cite(clause) in talk.say("王阿姨", words)


def test_what_the_plan_does_not_say_is_said_so_and_passed_on_by_one_word(talk: Talk) -> None:
    talk("""王阿姨: 封控一天给补多少钱
            助手: 您问的「封控一天给补多少钱」，《预案》里没有写封控期间有没有补偿，我不敢乱说。
              这要街道防控办来答。
              1 帮我转给值班的工作人员　2 算了
            王阿姨: 1
            助手: 好的，已转给街道防控办值班的工作人员…
            陈主任: 转人工
            助手: …您问的「封控一天给补多少钱」…""")


def test_the_number_is_nothing_after_another_answer_and_a_no_is_a_no(talk: Talk) -> None:
    talk("""王阿姨: 从北京回来要隔离几天
            助手: 您问的「从北京回来要隔离几天」，《预案》里没有写隔离或者监测要多少天，我不敢乱说。
              这要看通辽市和街道当天的公告。
              1 帮我转给值班的工作人员　2 算了
            王阿姨: 2
            助手: 好的，有事随时问我。
            陈主任: 转人工
            助手: 现在没有等人工答复的。""")


def test_the_offer_is_over_after_a_while(talk: Talk) -> None:
    talk.say("王阿姨", "封控一天给补多少钱")
    talk.later(minutes=11)
    assert "已转给" not in talk.say("王阿姨", "1")


def test_a_question_in_the_middle_of_a_form_is_answered_and_the_form_goes_on(talk: Talk) -> None:
    talk("""王阿姨: 报备
            助手: …
            王阿姨: 对了现在村里还能办席不
            助手: …自己张罗的聚会也一样。〔预案3.2〕
              …
            王阿姨: 封控一天给补多少钱
            助手: 您问的「封控一天给补多少钱」，…
              要找人问，回「人工」，我转给街道防控办的工作人员。
              …""")


def test_who_is_responsible_comes_from_the_plan(talk: Talk) -> None:
    talk("""王阿姨: 停电了找谁
            助手: 物资保障组管：…保证通水通电…
              负责人：王尧（河西街道党工委副书记、人武部部长）、吴狄（党政综合办公室副主任）、陈子健（党政综合办公室科员）。〔预案物资保障组〕
              缺什么、停水停电，直接跟我说就行，…
            王阿姨: 王尧负责啥
            助手: 王尧：领导小组成员、领导小组办公室主任、物资保障组负责人。职务：党工委副书记、人武部部长。
              …
            王阿姨: 亲水人家社区联系人是谁
            助手: 亲水人家社区的联系人是姜红军（党支部副书记、居委会主任）。〔预案领导小组办公室〕""")


def test_whoever_answers_for_one_s_home_is_named_without_a_phone(talk: Talk) -> None:
    talk("""王阿姨: 我们这片的网格员是谁
            助手: 您家的网格员：李强
            王阿姨: 网格员电话多少
            助手: …您家的网格员：李强
              各位的电话《预案》里没有写，别人的手机号我也不能给。
              急事请打：急救 120、报警 110、火警 119、心理 12356、政务 12345。
              1 帮我转给值班的工作人员　2 算了
            王阿姨: 1
            助手: 好的，已转给街道防控办值班的工作人员…""")


def test_the_leader_of_the_task_force_is_named_where_the_home_is_sealed(talk: Talk) -> None:
    def seal(db: Db) -> None:
        seals.seal_place(db, places.ensure(db, "永茂社区/6号楼"), "周平", None, None, talk.clock[0])

    assert "周平" not in talk.say("王阿姨", "我们的专班组长是谁")
    talk.installation.ledger.transact(seal)
    talk("""王阿姨: 我们的专班组长是谁
            助手: 永茂社区6号楼的专班组长：周平""")


def test_nobody_known_is_asked_to_register_and_offered_a_person(talk: Talk) -> None:
    talk("""生人: 我们这片的网格员是谁
            助手: 您问的「我们这片的网格员是谁」，我这里查不到是哪一位。
              您还没有登记，登记了就知道您家归哪位网格员，回「登记」；…
              1 帮我转给值班的工作人员　2 算了""")


def test_nothing_announced_of_testing_is_said_so(talk: Talk) -> None:
    talk("""王阿姨: 明天几点做核酸 在哪
            助手: 到现在还没有发给您的核酸通知，几点做、在哪做我不敢乱说。
              您家的网格员是李强，也可以问社区（村）。
              1 帮我转给值班的工作人员　2 算了
            生人: 明天几点做核酸
            助手: 通知是按住址发的，您还没有登记，我看不到您那边的安排。想收到，回「登记」。
              …""")


def test_whoever_cannot_come_down_is_passed_to_the_grid_worker_by_one_word(talk: Talk) -> None:
    talk("""王阿姨: 我腿脚不好下不了楼 核酸咋做
            助手: 到现在还没有发给您的核酸通知，…
              下不了楼别勉强，让网格员知道就行。
              您家的网格员是李强，也可以问社区（村）。
              1 告诉网格员我下不了楼　2 算了
            王阿姨: 1
            助手: 好的，已告诉网格员李强，请他们联系您。
              等不及，回「人工」。
            助手→李强: 【核酸】王阿姨，永茂社区6号楼2单元301：说下不了楼，做核酸要人上门看看。…
            李强: 待办
            助手: …王阿姨…""")
    talk.say("王阿姨", "我腿脚不好下不了楼 核酸咋做")
    talk.say("王阿姨", "1")  # once a day is enough
    assert talk.say("李强", "待办").count("王阿姨") == 1


def test_the_entries_of_the_menu_say_how_to_ask(talk: Talk) -> None:
    talk("""王阿姨: 预案问答
            助手: 问吧，用您自己的话就行，…
            王阿姨: 找谁负责
            助手: 您家的网格员：李强
              想知道哪件事找谁，直接问，…
            王阿姨: 核酸安排
            助手: 到现在还没有发给您的核酸通知，…""")


@pytest.mark.parametrize("place", [place.name for place in the_plan().places])
def test_a_contact_is_never_called_head_of_a_leading_group(talk: Talk, place: str) -> None:
    said = talk.say("王阿姨", f"{place}联系人是谁")
    assert "联系人是" in said
    assert "组长" not in said


def test_a_notice_about_testing_is_said_with_its_day_and_others_are_left_unread(office: Talk) -> None:
    office.stand.settings(windows=False)
    approved(office, "公告草稿 发给老区社区：【核酸采样】明天上午8点到12点，老区广场，带身份证")
    becomes(office, 1, "sent")
    approved(office, "公告草稿 发给老区社区：【停水】明天9点到12点停水")
    becomes(office, 2, "sent")
    office("""赵大爷: 核酸几点做
              助手: 发给您的通知里说到核酸的，新的在前：
                〔1月20日 09:0…〕
                核酸采样
                明天上午8点到12点，老区广场，带身份证
                可以问社区（村）或者网格员。
                1 帮我转给值班的工作人员　2 算了
              王阿姨: 核酸几点做
              助手: 到现在还没有发给您的核酸通知，…""")


def test_whoever_leads_one_s_community_is_the_plan_s_contact_where_the_ledger_has_none(talk: Talk) -> None:
    talk("""王阿姨: 社区书记是谁
            助手: 永茂社区的联系人是邢文娟（党支部书记、居委会主任）。〔预案领导小组办公室〕
            生人: 社区书记是谁
            助手: 您问的「社区书记是谁」，我这里查不到是哪一位。
              您还没有登记，…也可以说是哪个社区（村），我告诉您联系人是谁。
              1 帮我转给值班的工作人员　2 算了""")


def test_who_asks_for_a_number_alone_gets_the_public_ones_and_a_person(talk: Talk) -> None:
    talk("""王阿姨: 街道值班电话多少
            助手: 您问的是「街道值班电话多少」：
              各位的电话《预案》里没有写，别人的手机号我也不能给。
              急事请打：急救 120、…
              1 帮我转给值班的工作人员　2 算了""")


def test_half_a_question_is_asked_back_and_files_nothing(talk: Talk) -> None:
    talk("""王阿姨: 在吗
            助手: …
            王阿姨: 那外卖呢
            助手: 请把要问的一整句说出来，我怕听岔了。比如
              「外卖归谁管」「外卖能不能办」。
            王阿姨: 那么外卖呢
            助手: …「外卖归谁管」…
            王阿姨: 那沈阳呢？
            助手: …
              「从沈阳回来要做什么」。
            王阿姨: 那停水呢
            助手: …「停水归谁管」…
            陈主任: 今天多少人没打卡
            助手: …
            陈主任: 那永茂呢
            助手: 1月20日 09:00 永茂社区日报…""")
    for asked in ("那我妈呢", "那得隔几天呢", "那咋办呢", "那明天呢", "那是呢"):
        assert "一整句" not in talk.say("王阿姨", asked)


def test_half_a_question_behind_an_answer_is_the_question_before_about_something_else(talk: Talk) -> None:
    talk("""王阿姨: 快递能送进来吗
            助手: 外来的人和车一律不能进，必要的工作人员除外。〔预案3.4.1〕…
            王阿姨: 那外卖呢
            助手: 外卖也看这一条：
              外来的人和车一律不能进，必要的工作人员除外。〔预案3.4.1〕
              想看全，回「详细」。
            王阿姨: 那沈阳呢
            助手: 请把要问的一整句说出来，…
            王阿姨: 密接要隔离几天
            助手: 您问的「密接要隔离几天」，《预案》里没有写隔离或者监测要多少天，…
            王阿姨: 那次密接呢
            助手: 您问的「次密接要隔离几天」，《预案》里没有写隔离或者监测要多少天，…
            赵大爷: 那次密接呢
            助手: …
            王阿姨: 从沈阳回来要隔离几天
            助手: 您问的「从沈阳回来要隔离几天」，…
            王阿姨: 那大连呢
            助手: 您问的「从大连回来要隔离几天」，…
            王阿姨: 那快递呢
            助手: 请把要问的一整句说出来，…""")
    assert "次密接要隔离几天" not in talk.say("赵大爷", "那次密接呢")
    talk.say("王阿姨", "密接要隔离几天")
    talk.later(minutes=20)
    assert "次密接要隔离几天" not in talk.say("王阿姨", "那次密接呢")


@pytest.mark.parametrize("said", ["那老伴胸口疼呢", "那孩子烧到39度呢", "那头晕呢", "那心里难受呢"])
def test_whoever_is_ill_is_never_asked_for_a_whole_sentence(talk: Talk, said: str) -> None:
    assert "一整句" not in talk.say("王阿姨", said)
