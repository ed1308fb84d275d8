"""Several matters in one message, and what an open exit form makes of later sentences (plan 3.4.1)."""

from knowledge.language.matters import several
from knowledge.language.normalise import normalise
from tests.language_texts import NOW
from tests.rows import every_row
from tests.talking import Talk
from tests.test_exit_request import sealed, states

__all__ = ["sealed"]

SEVERAL = [
    ("大米两袋，还有明早七点我要去市医院复查，我老公发烧38度5", ["supply_request", "exit_request"]),
    (
        "我明天上午9点带我妈去市医院换药，还要12点前去药店取药，顺便要两袋面",
        ["exit_request", "exit_request", "supply_request"],
    ),
    ("我36.5没症状，要两袋大米", ["health_checkin", "supply_request"]),
    ("明早去透析，家里没米了，送两袋", ["exit_request", "supply_request"]),
    ("后天去市医院复查。另外给我送一箱牛奶", ["exit_request", "supply_request"]),
    ("孩子发烧39度，要去医院，奶粉也没了", ["exit_request", "supply_request"]),
    ("我从沈阳回来，明天到，要带两袋米", ["return_report", "supply_request"]),
    ("消毒完了，再给我送两瓶84", ["disinfection_log", "supply_request"]),
    # One matter, however many words.
    ("5号楼2单元楼道消毒完了 84消毒液", []),
    ("八个月的娃，奶粉今晚就没了，我得出去买", []),
    ("去药店，买点布洛芬", []),
    ("我想去市医院看病，开点药", []),
    ("要两袋米，一桶油，还有鸡蛋", []),
    ("我36.5，我妈36.8", []),
    ("我妈要透析，中午回，打车", []),
    ("明天去上班，顺便买点菜", []),
    ("我发烧38度，想去医院看看", []),
    ("我妈糖尿病药没了，能帮买吗，还有大米十斤", []),
]


@every_row(("text", "intents"), SEVERAL)
def test_a_message_is_cut_where_something_else_begins(text: str, intents: list[str]) -> None:
    assert [one.intent for one in several(normalise(text), NOW)] == intents


def test_of_several_matters_none_is_lost(sealed: Talk) -> None:
    sealed("""王阿姨: 我明天上午9点带我妈去市医院换药，还要12点前去药店取药，顺便要两袋面
              助手: 您说了两件事，一件一件来：先办外出申请，再办物资申请。
                还听到「12点前去药店取药」，等这些办完再跟我说一声。
                收到，先帮您记下：
                看病｜1月21日（周五）09:00｜市医院｜我、妈妈
                什么时候回来？…
              王阿姨: 中午
              助手: 怎么去？…
              王阿姨: 打车
              助手: 请核对：
                看病｜1月21日（周五）09:00—12:00
                王阿姨＋妈妈，去市医院，不开车…
              王阿姨: 1
              助手: 已报给…
                物资申请接着来：家里有要多照应的人吗？…
              王阿姨: 没有
              助手: 记下了：面 2袋。…""")


def test_a_fever_beside_a_trip_and_a_list_is_passed_on_at_once(sealed: Talk) -> None:
    sealed("""王阿姨: 大米两袋，还有明早七点我要去市医院复查，我老公发烧38度5
              助手: 您说了两件事，一件一件来：先办外出申请，再办物资申请。
                收到，先帮您记下：
                看病｜1月21日（周五）07:00｜市医院
                老公，38.5℃，发热：我先记下了，…
                什么时候回来？…""")


def test_an_open_form_for_a_funeral_is_not_ended_by_what_is_said_later(sealed: Talk) -> None:
    sealed("""王阿姨: 婆婆走了 我想给她办后事 后天一早 全家五口去殡仪馆
              助手: 收到，先帮您记下：
                丧事｜1月22日（周六）｜殡仪馆｜我、家人（4人）
                请节哀。我一样一样帮您办。
                什么时候回来？…
              王阿姨: 六点走，晚上回
              助手: 怎么去？…
              王阿姨: 坐我哥的车 蒙K88888，他在楼下接我
              助手: 请核对：
                丧事｜1月22日（周六）06:00 出，当天回
                王阿姨＋家人（4人），去殡仪馆，蒙K88888…
              王阿姨: 有没有可能再加一个人我弟弟也去
              助手: 请核对：
                丧事｜1月22日（周六）06:00 出，当天回
                王阿姨＋家人（4人）、弟弟，去殡仪馆，蒙K88888…
              王阿姨: 不对 我也去 我们都去
              助手: 请核对：…
              王阿姨: 我下楼等车
              助手: …回 1 提交…
              王阿姨: 1
              助手: 请节哀，路上慢点。
                已报给…""")
    assert states(sealed) == ["pending_approval"]


def test_an_hour_without_a_day_leaves_the_day_as_it_is(sealed: Talk) -> None:
    sealed("""王阿姨: 我妈腿摔了，想明天下午带她去市医院
              助手: …
              王阿姨: 下午两点走，五点回
              助手: 怎么去？…
              王阿姨: 就我们俩 打车
              助手: 请核对：
                看病｜1月21日（周五）14:00—17:00
                王阿姨＋妈妈，去市医院，不开车…
              王阿姨: 1
              助手: 已报给…
              王阿姨: 改成三点走，五点回
              助手: …看病｜1月21日（周五）15:00—17:00…""")


def test_what_the_form_has_already_is_not_called_misunderstood(sealed: Talk) -> None:
    sealed("""王阿姨: 我妈在市医院ICU，医生让现在过去签字
              助手: …看病｜1月20日（周四）09:00｜市医院
                什么时候回来？…
              王阿姨: 我自己去，我妈已经在医院了
              助手: 什么时候回来？…""")


def test_one_day_of_a_standing_trip_is_left_out_and_the_rest_goes_on(sealed: Talk) -> None:
    sealed("""王阿姨: 我妈要化疗 周一周五早8点 市医院 我陪 中午回 打车
              助手: …
              王阿姨: 明天
              助手: …
              王阿姨: 2月10日
              助手: 请核对：
                看病｜每周一五 08:00—12:00，1月21日（周五）起，到2月10日（周四）…
              王阿姨: 1
              助手: 已报给…
              王阿姨: 明天不去化疗了，周一照常
              助手: 知道了，1月21日（周五）这次看病不去，已告诉专班组长。W0120-01 别的日子照常，通行码还能用。…
              助手→周平: W0120-01 王阿姨＋妈妈（看病）说 1月21日（周五）这次不去了，别的日子照常。
              王阿姨: 下周二不去化疗了
              助手: 1月25日（周二）本来就不在 W0120-01（每周一五 …）的日子里，不用管。…""")
    assert states(sealed) == ["pending_approval"]


def test_coming_home_from_hospital_is_no_new_request(sealed: Talk) -> None:
    sealed("""王阿姨: 我生了 母女平安 后天出院回家
              助手: 平安就好。回来不用再申请外出：到卡口报姓名和门牌，门岗核对了就让进。
                进不去或者要人接，回「人工」。
              王阿姨: 我出院了怎么进门
              助手: 平安就好。…""")
    assert states(sealed) == []


def test_whoever_lost_somebody_hears_a_kind_word_once(sealed: Talk) -> None:
    sealed("""王阿姨: 我爸没了，得回去奔丧
              助手: 请节哀。我一样一样帮您办。
                什么时候走？…
              王阿姨: 后天一早
              助手: 什么时候回来？…""")


def test_coming_down_to_the_door_begins_nothing_new_inside_a_form(sealed: Talk) -> None:
    sealed("""王阿姨: 要两袋面
              助手: 记下了：面 2袋。…
              王阿姨: 放楼下就行，我下楼拿
              助手: …没有就回「没有」。…
              王阿姨: 没有
              助手: 要的没有，换差不多的行吗？…""")
