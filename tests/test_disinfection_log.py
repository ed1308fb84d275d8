"""消毒 and 清垃圾 as a chat (clause 3.4.4): one sentence is enough, several places, both at once, put right, taken back."""

import pytest

from tests.duty_town import seal, staff, written
from tests.talking import Talk


@pytest.fixture
def sealed(talk: Talk) -> Talk:
    seal(talk)
    talk.at("2022-01-20T17:00")
    return talk


def test_one_sentence_is_enough_and_says_what_is_left(sealed: Talk) -> None:
    sealed("""李强: 6号楼楼道消毒完了 84兑1:100
    助手: 记下了：
     · 消毒｜永茂社区6号楼｜17:00
     今天还没消毒：永茂社区7号楼、永茂社区8号楼。
     今天垃圾还没清：永茂社区6号楼、永茂社区7号楼、永茂社区8号楼。
     记错了直接说，比如「改成10点」。
    李强: 垃圾已清 上午10点
    助手: 记下了：
     · 清垃圾｜永茂社区1网格｜10:00
     今天还没消毒：永茂社区7号楼、永茂社区8号楼。
     记错了直接说，比如「改成10点」。""")
    assert written(sealed, "disinfection_log") == [
        ("disinfection", "永茂社区/6号楼", None, "01-20 17:00", "done"),
        ("rubbish", "永茂社区/1网格", None, "01-20 10:00", "done"),
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("6、7号楼消毒完了，垃圾也清了", ["disinfection 6号楼", "disinfection 7号楼", "rubbish 6号楼", "rubbish 7号楼"]),
        ("6到8号楼垃圾都清了", ["rubbish 6号楼", "rubbish 7号楼", "rubbish 8号楼"]),
        ("永茂6号楼和7号楼消杀完毕", ["disinfection 6号楼", "disinfection 7号楼"]),
        ("8号楼 9点到10点 楼道喷药", ["disinfection 8号楼"]),
        ("全小区消毒两遍 84 1:50", ["disinfection 1网格"]),
        ("垃圾拉走了 3车", ["rubbish 1网格"]),
        ("消毒和垃圾清运都完成了", ["disinfection 1网格", "rubbish 1网格"]),
        ("六号楼垃圾桶消毒了", ["disinfection 6号楼"]),
    ],
)
def test_several_places_and_both_things_are_an_entry_each(sealed: Talk, said: str, expected: list[str]) -> None:
    assert sealed.say("李强", said).startswith("记下了")
    found = [f"{kind} {str(place).rpartition('/')[2]}" for kind, place, *_ in written(sealed, "disinfection_log")]
    assert found == expected


def test_what_is_begun_is_ended_by_what_says_that_it_is_done(sealed: Talk) -> None:
    sealed.at("2022-01-20T09:00")
    sealed("""李强: 6号楼开始消毒
    助手: 记下了：
     · 消毒｜永茂社区6号楼｜09:00 起，做完了说一声
     …""")
    assert written(sealed, "disinfection_log") == [("disinfection", "永茂社区/6号楼", "01-20 09:00", None, "under_way")]
    sealed.at("2022-01-20T10:00")
    sealed("""李强: 6号楼消完毒了
    助手: 记下了：
     · 消毒｜永茂社区6号楼｜09:00 到 10:00
     …""")
    assert written(sealed, "disinfection_log") == [
        ("disinfection", "永茂社区/6号楼", "01-20 09:00", "01-20 10:00", "done")
    ]


def test_what_is_not_said_to_be_done_is_asked_and_what_is_not_done_not_written_down(sealed: Talk) -> None:
    sealed("""李强: 7号楼消毒
    助手: 做完了吗？
     1 做完了　2 刚开始　3 还没做
    李强: 3
    助手: 好的，没做完的先不记。做完了说一声，…
    李强: 6号楼还没消毒
    助手: 好的，没做完的先不记。…
    李强: 明天上午9点消毒
    助手: 好的，没做完的先不记。…""")
    assert written(sealed, "disinfection_log") == []
    sealed("""李强: 7号楼消毒
    助手: 做完了吗？…
    李强: 做完了
    助手: 记下了：
     · 消毒｜永茂社区7号楼｜17:00…""")


def test_the_log_by_its_name_asks_for_the_sentence(sealed: Talk) -> None:
    sealed("""李强: 消毒记录
    助手: 在哪、做了什么、几点，写成一句就行，…
    李强: 6号楼楼道消毒完了 上午10点
    助手: 记下了：
     · 消毒｜永茂社区6号楼｜10:00…
    李强: 消毒记录 7号楼做完了
    助手: 记下了：
     · 消毒｜永茂社区7号楼｜17:00…""")


def test_a_place_that_is_not_theirs_is_not_written_down(sealed: Talk) -> None:
    seal(sealed, "老区社区", ("1号楼",))
    sealed("""李强: 老区1号楼消毒完了
    助手: 「老区社区1号楼」没找到，或者不在您管的地方。是哪栋楼？…
    李强: 66号楼
    助手: 没找到这个地方，或者它不在您管的地方。…
    李强: 6号楼
    助手: 记下了：
     · 消毒｜永茂社区6号楼｜17:00…
    李强: 7号楼和66号楼垃圾清了
    助手: 记下了：
     · 清垃圾｜永茂社区7号楼｜17:00
     没找到，或者不在您管的地方，没有记：66号楼。…""")
    assert [row[1] for row in written(sealed, "disinfection_log")] == ["永茂社区/6号楼", "永茂社区/7号楼"]


def test_the_office_is_asked_where_when_several_places_are_sealed(sealed: Talk) -> None:
    seal(sealed, "老区社区", ("1号楼",))
    sealed("""陈主任: 垃圾清完了
    助手: 是哪里的？也可以直接说楼号。
     1 永茂社区　2 老区社区
    陈主任: 2
    助手: 记下了：
     · 清垃圾｜老区社区｜17:00…""")


@pytest.mark.parametrize(
    ("role", "place", "group", "spot"),
    [
        ("gate_guard", "永茂社区/6号楼", None, "永茂社区/6号楼"),
        ("task_force_leader", "永茂社区", None, "永茂社区"),
        ("community_lead", "永茂社区", None, "永茂社区"),
        ("grid_worker", "永茂社区/1网格", None, "永茂社区/1网格"),
        ("group_member", "", "security", "永茂社区"),
        ("office", "", None, "永茂社区"),
    ],
)
def test_each_of_those_on_duty_writes_for_their_own_post(
    sealed: Talk, role: str, place: str, group: str | None, spot: str
) -> None:
    staff(sealed, "小赵", role, place, group)
    assert sealed.say("小赵", "楼道消毒完了").startswith("记下了")
    assert [row[1] for row in written(sealed, "disinfection_log")] == [spot]


def test_a_correction_keeps_both_versions_and_what_is_taken_back_stays_on_record(sealed: Talk) -> None:
    sealed("""李强: 6号楼消毒完了 上午10点
    助手: 记下了：…
    李强: 消毒时间写错了，应该是上午11点
    助手: 改好了：消毒 永茂社区6号楼 11:00。
     原来记的（永茂社区6号楼 10:00）也留着。
    李强: 不是6号楼，是7号楼
    助手: 改好了：消毒 永茂社区7号楼 11:00。
     原来记的（永茂社区6号楼 11:00）也留着。
    李强: 我的记录
    助手: 您报过的（新的在前）：
     1 今天（1月20日）消毒 永茂社区7号楼 11:00：已记
     …
    李强: 撤回第1条
    助手: 要撤回这一条吗？…
    李强: 1
    助手: 已撤回：今天（1月20日）消毒 永茂社区7号楼 11:00。记录还留着，标的是「已撤回」。""")
    assert written(sealed, "disinfection_log", versions=True) == [
        ("disinfection", "永茂社区/6号楼", None, "01-20 10:00", "superseded"),
        ("disinfection", "永茂社区/6号楼", None, "01-20 11:00", "superseded"),
        ("disinfection", "永茂社区/7号楼", None, "01-20 11:00", "cancelled"),
    ]


def test_a_resident_who_tells_of_it_is_thanked_and_who_wishes_for_it_is_offered_a_person(sealed: Talk) -> None:
    sealed("""王阿姨: 楼道消毒完了
    助手: 谢谢您说一声。消毒和清垃圾由值班的工作人员做，也由他们记。有情况要反映，回「人工」，我转过去。
    王阿姨: 能来给楼道消消毒吗
    助手: 消毒和清垃圾由值班的工作人员做。要请他们来，我把您这句话转过去。
     1 转给工作人员　2 不用了
    王阿姨: 2
    助手: 好的。以后有事回「人工」。
    王阿姨: 请给我们楼道消毒
    助手: 消毒和清垃圾由值班的工作人员做。…
    王阿姨: 1
    助手: …
    助手→陈主任: …请给我们楼道消毒…""")
    assert written(sealed, "disinfection_log") == []


def test_two_matters_in_one_message_are_both_dealt_with(sealed: Talk) -> None:
    sealed("""李强: 6号楼楼道消毒完了，打卡36.5没事
    助手: …记下了：
     · 消毒｜永茂社区6号楼｜17:00…""")
    assert [row[1] for row in written(sealed, "disinfection_log")] == ["永茂社区/6号楼"]
    assert "36.5" in sealed.say("李强", "我的记录")


def test_a_correction_while_something_else_is_asked_is_no_new_entry(sealed: Talk) -> None:
    sealed.say("李强", "6号楼消毒完了")
    sealed.say("李强", "需要口罩两盒")
    sealed.say("李强", "消毒写错了 是7号楼")
    assert [row[1] for row in written(sealed, "disinfection_log")] == ["永茂社区/6号楼"]


def test_a_guard_on_shift_and_an_open_question_do_not_lose_it(sealed: Talk) -> None:
    staff(sealed, "老马", "gate_guard", "永茂社区/6号楼")
    sealed("""老马: 接班
    助手: 接班了：…
    老马: 垃圾已清 上午10点
    助手: 记下了：
     · 清垃圾｜永茂社区6号楼｜10:00…
    老马: 收垃圾车进 蒙K11111
    助手: …蒙K11111…
    老马: 7315
    助手: …""")
    sealed("""李强: 我要打卡
    助手: …
    李强: 6号楼消毒完了
    助手: 记下了：
     · 消毒｜永茂社区6号楼｜17:00
     …体温…""")


def test_words_that_answer_a_question_are_no_entry_though_they_speak_of_it(sealed: Talk) -> None:
    sealed("""李强: 举报
    助手: 您说，在哪、什么事，一句话就行，…
    李强: 楼道消毒完了还有人打麻将
    助手: 谢谢您告诉我，记下了（Q0120-01）：聚集，…""")
    assert written(sealed, "disinfection_log") == []


def test_what_was_just_logged_is_taken_back_in_the_middle_of_something_else(talk: Talk) -> None:
    talk("""李强: 代王阿姨要两袋大米
            助手: …
              家里有要多照应的人吗？…
            李强: 6号楼楼道消毒完了 84兑1:100
            助手: 记下了：…
            李强: 撤回刚才那个
            助手: 要撤回这一条吗？今天（1月20日）消毒 永茂社区6号楼 09:00
              1 撤回　2 不撤
            李强: 1
            助手: 已撤回：今天（1月20日）消毒 永茂社区6号楼 09:00。…
              物资申请接着来：家里有要多照应的人吗？…""")


def test_no_answer_of_a_form_is_taken_for_a_withdrawal(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没有不舒服
            助手: 今天（1月20日）打卡好了：…
            王阿姨: 要点面
            助手: …
            王阿姨: 刚才说的作废，要三袋面
            助手: 记下了：面 3袋。…
            王阿姨: 取消
            助手: …
            王阿姨: 撤回刚才那个
            助手: 要撤回这一条吗？…
            王阿姨: 撤回
            助手: 已撤回：…
            王阿姨: 在吗
            助手: 您好，王阿姨！…""")


def test_while_a_record_is_put_right_it_is_not_taken_back(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没有不舒服
            助手: …
            王阿姨: 体温写错了
            助手: …
            王阿姨: 撤回刚才那个
            助手: …
            王阿姨: 37.8
            助手: …37.8℃…""")
