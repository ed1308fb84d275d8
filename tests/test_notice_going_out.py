"""A notice as it goes out, in the chat: stopped in time, too late, taken back half-way; who has it; read again (F22)."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from commands.invite import invite
from knowledge.settings.duties import Notices
from ledger import Statement, notices
from ledger.notices import cards as notice_cards
from ledger.people.invitations import Wanted
from ledger.tables import audit
from tests.notice_town import DRAFT, TEXT, office, settle
from tests.talking import Talk
from tests.test_exit_request import bind
from tests.test_notice_approving import put_forward

__all__ = ["office"]
_ACTIONS = Statement(select(audit.c.action, audit.c.actor).order_by(audit.c.id))


def approved(talk: Talk, words: str = DRAFT) -> str:
    """A notice that 刘干事 has approved; what they were answered."""
    put_forward(talk, words)
    return talk.say("刘干事", "1")


def becomes(talk: Talk, number: int, *statuses: str) -> None:
    """Wait until the sender has moved a notice so far."""
    for _ in range(600):
        found = talk.installation.ledger.read(lambda db: notices.get(db, number))
        if found is not None and found.status in statuses:
            return
        time.sleep(0.05)
    raise AssertionError(f"G-{number} is {found.status if found else 'nothing'}")


def until(said: Callable[[], str], words: str) -> str:
    """Ask until the words are in what is answered."""
    answer = ""
    for _ in range(60):
        answer = said()
        if words in answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(answer)


def many(talk: Talk) -> None:
    """So many people in 老区社区 that a notice waits a minute; none of them has an account."""
    for number in range(60):
        settle(talk, f"住户{number}", f"老区社区/2号楼/{1 + number // 30}单元/{101 + number % 30}")


def test_it_reaches_who_has_an_account_and_the_others_are_visited(office: Talk) -> None:
    assert approved(office).endswith("马上发出。")
    office.reaches("赵大爷", f"街道通知\n{TEXT}")
    becomes(office, 1, "sent")
    office("""陈主任: 公告 G-1
              助手: G-1「街道通知」发完了
                发给：老区社区的人，2 人（已关注 1，其余 1 人转网格员上门）
                陈主任写，刘干事批准（1月20日 09:00）
                已收到 1　在路上 0　不确定 0　要上门 1
                全文：
                街道通知
                明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼
              陈主任: 公告
              助手: 公告，新的在前：
                G-1 发完了「街道通知」明天上午8点到12点老区社…，2 人
                …""")
    assert office.job("notices_followed") > 0
    office.reaches("陈主任", "G-1「街道通知」发完了：已收到 1 人，要上门 1 人（网格员有名单）。\n看细的回「公告 G-1」。")


def test_one_for_many_waits_a_minute_in_which_it_is_stopped(office: Talk) -> None:
    many(office)
    assert "一分钟后发出，回「停」可拦下。" in approved(office)
    office("""助手→陈主任: G-1 已由刘干事批准，一分钟后发出，回「停」可拦下。
              陈主任: 停
              助手: G-1 停下了，没再往下发。还没有人收到。
                接着发回「继续 G-1」，不发了回「撤回 G-1」。
              助手→刘干事: G-1 陈主任停下了，没再往下发。还没有人收到。
                …
              陈主任: 停
              助手: …""")
    office.later(minutes=5)
    office("""刘干事: 公告 G-1
              助手: G-1「街道通知」停着，没往下发
                …停着：陈主任停下的
                …
                回「继续 G-1」「撤回 G-1」
              陈主任: 待办
              助手: …【公告，停着】接着发回「继续」加编号，不发了回「撤回」加编号
                G-1「街道通知」明天上午8点到12点老区社……
              刘干事: 继续 G-1
              助手: G-1 接着发。还没有人收到。
                再要停，回「停 G-1」。""")
    office.reaches("赵大爷", f"街道通知\n{TEXT}")


def test_too_late_it_is_said_that_it_is_sent(office: Talk) -> None:
    approved(office)
    becomes(office, 1, "sent")
    office("""陈主任: 停 G-1
              助手: G-1 现在是「发完了」，没有再办。看详情回「公告 G-1」。
              陈主任: 改文字 G-1 后天做核酸，请注意
              助手: G-1 现在是「发完了」，没有再办。看详情回「公告 G-1」。""")


def test_taken_back_half_way_it_says_who_has_it(office: Talk) -> None:
    half_way(office)
    office("""陈主任: 撤回 G-1
              助手: G-1 撤下了，不会再发。已经发到 1 人，另有 1 人正在路上。
                收到的收不回来，他们回「通知」会看到这份撤下了。…「公告草稿 发给老区社区：【更正】……」。""")
    until(lambda: office.say("陈主任", "公告 G-1"), "要上门 0　不用上门了 1\n")
    office("""孙大娘: 通知
              助手: 还没有发给您的通知。有了会发给您，也能随时回「通知」来看。
              赵大爷: 通知
              助手: 发给您的通知，新的在前：
                〔1月20日 09:00〕这份后来撤下了，以新的为准
                街道通知
                明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼""")


def test_a_change_while_it_goes_out_ends_the_old_one(office: Talk) -> None:
    many(office)
    approved(office)
    office("""陈主任: 改文字 G-1 后天上午做核酸，请带身份证
              助手: G-1 批准过的那一份作废了，改好的要重新送审。
                草稿 G-1，…
              刘干事: 停 G-1
              助手: G-1 现在是「草稿」（陈主任，…），没有再办。…""")
    office.later(minutes=5)
    assert all(TEXT not in one.text for one in office.stand.chat(office.openid("赵大爷")))


def test_three_at_once_are_told_apart(office: Talk) -> None:
    many(office)
    approved(office)
    approved(office, "公告草稿 发给老区社区：明天停水，请提前接水")
    office("""陈主任: 停
              助手: 有几份，请带上编号：
                G-2「街道通知」老区社区的人 62 人，批准了，等发出，回「停 G-2」
                G-1「街道通知」老区社区的人 62 人，批准了，等发出，回「停 G-1」
              陈主任: 停 G-1
              助手: G-1 停下了，…
              陈主任: 停
              助手: G-2 停下了，…""")


def test_everything_is_stopped_by_one_word_and_a_second_one_and_all_the_office_hears(office: Talk) -> None:
    bind(office, "孙干事", "office")
    many(office)
    approved(office)
    approved(office, "公告草稿 发给老区社区：明天停水，请提前接水")
    office("""王阿姨: 全部停发
              助手: …
              李强: 全部停发
              助手: …
              孙干事: 全部停发
              助手: 在发和等着发的公告有 2 份，全部停下吗？
                G-2「街道通知」老区社区的人 62 人，批准了，等发出
                G-1「街道通知」老区社区的人 62 人，批准了，等发出
                1 确认全停　2 不停
              孙干事: 2
              助手: 好的，一份也没有停。只停一份回「停」加编号。
              孙干事: 所有公告都停下
              助手: …1 确认全停　2 不停
              孙干事: 嗯
              助手: 没有听清，还没有停。
                1 确认全停　2 不停
              孙干事: 1
              助手: G-2、G-1 都停下了，没再往下发。已告诉防控办所有同志。
                …
              助手→陈主任: 【公告全部停发】孙干事把在发和等着发的公告都停下了：G-2、G-1，没再往下发。
                …
              助手→刘干事: 【公告全部停发】孙干事把在发和等着发的公告都停下了：G-2、G-1，没再往下发。
                …
              孙干事: 全停
              助手: 现在没有在发和等着发的公告，不用停。""")
    office.later(minutes=5)
    assert office.installation.ledger.transact(lambda db: notices.next_step(db, office.clock[0], Notices())) is None
    noted = office.installation.ledger.read(lambda db: db.all(_ACTIONS))
    assert [who for what, who in noted if what == "notice_stop_all"] == ["孙干事"]
    assert len([what for what, _ in noted if what == "notice_stop"]) == 2
    office.say("陈主任", "继续 G-1")
    office.reaches("赵大爷", f"街道通知\n{TEXT}")


def test_notices_are_read_again_and_by_whom_no_message_reached(office: Talk) -> None:
    bind(office, "孙大娘", "resident", "老区社区/1号楼/2单元/201", home="老区社区/1号楼/2单元/201")
    office.stand.settings(windows=True)
    office.say("陈主任", "你好")
    office.say("刘干事", "你好")
    approved(office, "公告草稿 发给老区社区：【停水】明天9点到12点停水 {{7*191}} https://example.com/a")
    until(lambda: office.say("陈主任", "公告 G-1"), "在路上 2")
    office("""孙大娘: 有什么通知吗
              助手: 发给您的通知，新的在前：
                〔1月20日 09:00〕
                停水
                明天9点到12点停水 {{7*191}} https://example.com/a
              王阿姨: 通知
              助手: 还没有发给您的通知。有了会发给您，也能随时回「通知」来看。
              赵某: 通知
              助手: 通知是按住址发的，您还没有登记，所以没有。想收到，回「登记」，三句话就好。""")
    until(lambda: office.say("陈主任", "公告 G-1"), "已收到 1　在路上 1")


def test_whoever_has_an_older_version_hears_that_it_was_changed_and_then_withdrawn(office: Talk) -> None:
    half_way(office)
    assert office.say("赵大爷", "通知").startswith(f"发给您的通知，新的在前：\n〔1月20日 09:00〕\n街道通知\n{TEXT}")
    office.say("陈主任", "改文字 G-1 后天上午做核酸，请带身份证")
    office(f"""赵大爷: 通知
              助手: 发给您的通知，新的在前：
                〔1月20日 09:00〕这份后来改过，以新的为准
                街道通知
                {TEXT}
              陈主任: 撤回 G-1
              助手: G-1 撤下了，…
              赵大爷: 通知
              助手: 发给您的通知，新的在前：
                〔1月20日 09:00〕这份后来撤下了，以新的为准
                街道通知
                {TEXT}""")


def test_words_that_nobody_approved_are_not_read_again(office: Talk) -> None:
    approved(office)
    becomes(office, 1, "sent")
    spoil(office)
    office("""赵大爷: 通知
              助手: 发给您的通知，新的在前：
                〔1月20日 09:00〕
                这份的文字和批准的对不上，先不给您看。想知道说的什么，回「人工」。""")


def half_way(talk: Talk) -> None:
    """A notice that 赵大爷 has, and for which 孙大娘 waits."""
    bind(talk, "孙大娘", "resident", "老区社区/1号楼/2单元/201", home="老区社区/1号楼/2单元/201")
    talk.stand.settings(windows=True)
    for name in ("赵大爷", "陈主任", "刘干事"):
        talk.say(name, "你好")
    approved(talk)
    talk.reaches("赵大爷", f"街道通知\n{TEXT}")
    until(lambda: talk.say("陈主任", "公告 G-1"), "已收到 1　在路上 1　不确定 0　要上门 1")


def test_whoever_reads_it_themselves_is_not_visited(office: Talk) -> None:
    approved(office)
    becomes(office, 1, "sent")
    bind_worker(office)
    assert "102" in office.say("周网格", "上门")
    code = invite(office.installation, [Wanted("resident", "钱大娘", "老区社区/1号楼/1单元/102", None)])[0]
    office.say("钱大娘", f"绑定 {code}")
    assert TEXT in office.say("钱大娘", "通知")
    assert "要上门" not in office.say("周网格", "上门").replace("现在没有要上门的。", "")
    assert "已收到 2" in office.say("陈主任", "公告 G-1")


def bind_worker(talk: Talk) -> None:
    bind(talk, "周网格", "grid_worker", "老区社区")


def test_a_grid_worker_gets_one_list_of_doors_and_marks_many_by_one_word(office: Talk) -> None:
    bind_worker(office)
    many(office)
    settle(office, "钱二爷", "老区社区/1号楼/1单元/102")
    approved(office)
    office.later(minutes=2)
    becomes(office, 1, "sent")
    assert office.job("notices_followed") > 0
    office.job("notices_followed")
    came = office.reaches("周网格", "【要上门】公告 G-1「街道通知」，有 61 户 62 人微信收不到，请上门告诉：\n…")
    assert "老区社区1号楼1单元：102" in came
    assert "老区社区2号楼1单元：101 102 103" in came
    assert "还有 " in came
    office("""周网格: 上门 G-1
              助手: 请上门告诉（G-1，还有 62 人）：
                街道通知
                明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼
                …
              周网格: 上门 102 103 已通知
              助手: 102 有几户：老区社区1号楼1单元102、老区社区2号楼1单元102、老区社区2号楼2单元102。请带上楼号再说一遍。
                103 有几户：…
                G-1「街道通知」还有 61 户 62 人。
              周网格: 上门 1号楼 102 已通知
              助手: 记下了，已经上门：老区社区1号楼1单元102，2 人。
                G-1「街道通知」还有 60 户 60 人。
              周网格: 2号楼1单元 101、102、105 已上门
              助手: 记下了，已经上门：老区社区2号楼1单元101、102、105，3 人。
                G-1「街道通知」还有 57 户 57 人。
              周网格: 上门 2号楼1单元 101 已通知
              助手: 没有等着上门的：2号楼1单元101。
                …
              王阿姨: 上门 2号楼1单元 103 已通知
              助手: …
              李强: 上门 2号楼1单元 103 已通知
              助手: 没有等着上门的：2号楼1单元103。
              周网格: 待办
              助手: …【公告，要上门告诉】回「上门」看门牌
                G-1「街道通知」57 户 57 人…""")
    asked = [one.text for one in office.stand.chat(office.openid("周网格")) if "【要上门】" in one.text]
    assert len(asked) == 1
    assert "已上门 5" in office.say("陈主任", "公告 G-1")


def test_no_words_of_a_stopped_notice_are_said_at_doors(office: Talk) -> None:
    bind_worker(office)
    bind(office, "孙大娘", "resident", "老区社区/1号楼/2单元/201", home="老区社区/1号楼/2单元/201")
    office.stand.settings(windows=True)
    office.say("陈主任", "你好")
    office.say("刘干事", "你好")
    approved(office)
    until(lambda: office.say("周网格", "上门 G-1"), f"街道通知\n{TEXT}")
    office.say("陈主任", "停 G-1")
    office("""周网格: 上门 G-1
              助手: G-1 防控办停下了，先别上门说，等它接着发。
                已经上门说过的，照样一句话记下：「上门 301 302 已通知」。
              陈主任: 继续 G-1
              助手: G-1 接着发。…
              周网格: 上门 G-1
              助手: 请上门告诉（G-1，还有 1 人）：
                街道通知
                明天上午8点到12点老区社区核酸采样，带身份证，按楼栋下楼
                …""")


def test_words_that_nobody_approved_are_not_said_at_doors(office: Talk) -> None:
    bind_worker(office)
    approved(office)
    becomes(office, 1, "sent")
    spoil(office)
    office("""周网格: 上门 G-1
              助手: G-1 现在没有批准的文字，先别上门说。要问请找防控办。
                …""")


def spoil(talk: Talk) -> None:
    """Somebody writes other words into the database."""
    other = Statement(text("UPDATE notice SET text = '别来了' WHERE id = 1"))
    talk.installation.ledger.transact(lambda db: db.run(other))


def test_the_leads_get_the_words_to_read_out_after_the_approval(office: Talk) -> None:
    bind(office, "周书记", "community_lead", "老区社区")
    bind(office, "吴书记", "community_lead", "永茂社区")
    office.say("陈主任", DRAFT)
    office.say("陈主任", "加广播稿 居民朋友们，明天早上八点做核酸，请带好身份证")
    office.say("陈主任", "1")
    office.reaches("刘干事", "【待批准】G-1 …【广播稿】\n居民朋友们，明天早上八点做核酸，请带好身份证…")
    office.job("notices_followed")
    office.say("刘干事", "1")
    becomes(office, 1, "sent")
    office.job("notices_followed")
    office.job("notices_followed")
    office.reaches(
        "周书记",
        "【请用广播念】公告 G-1「街道通知」已批准，请在老区社区念下面这段：\n居民朋友们，明天早上八点做核酸，请带好身份证",
    )
    heard = [one.text for one in office.stand.chat(office.openid("周书记")) if "广播" in one.text]
    assert len(heard) == 1
    assert all("广播" not in one.text for one in office.stand.chat(office.openid("吴书记")))


def test_a_long_text_for_the_loudspeaker_comes_to_the_lead_in_full(office: Talk) -> None:
    bind(office, "周书记", "community_lead", "老区社区")
    long = "居民朋友们，明天早上八点做核酸，请带好身份证。" * 29
    office.say("陈主任", DRAFT)
    office.say("陈主任", f"加广播稿 {long}")
    office.say("陈主任", "1")
    office.reaches("刘干事", "G-1 同意发给…")
    office.say("刘干事", "1")
    becomes(office, 1, "sent")
    office.job("notices_followed")
    office.reaches("周书记", "【请用广播念】公告 G-1「街道通知」已批准，请在老区社区念下面这段（长，分 2 条发，…")
    office.reaches("周书记", "【接着念】公告 G-1（2/2）：\n…")
    heard = [one.text for one in office.stand.chat(office.openid("周书记")) if "念" in one.text.split("\n")[0]]
    assert "".join(one.split("\n", 1)[1] for one in heard) == long


@pytest.mark.parametrize(
    "words",
    ["念" * 1_000, "🔊" * 1_000, "请带身份证。" * 166, "第一句。\n" * 200, "一。" + "长" * 998, "短。", ""],
    ids=["no end", "four bytes each", "sentences", "lines", "one long sentence", "short", "nothing"],
)
def test_pieces_of_long_words_fit_into_a_message_and_lose_nothing(words: str) -> None:
    pieces = notice_cards.pieces(words)
    assert "".join(pieces) == words
    assert all(0 < len(one.encode()) <= 1_300 for one in pieces)
