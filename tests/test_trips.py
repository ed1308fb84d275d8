"""Exit requests: why, when, where to and who, in a sentence and in the answers of a form (plan 3.4.1)."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.pace import idle_seconds
from knowledge.language.normalise import normalise
from knowledge.language.reading import find_slots, read
from knowledge.language.trip_reasons import likely_reason
from knowledge.language.trip_slots import PRINTED, printed_trip_slots, trip_slots
from tests.language_texts import NOW, any_text, time_of_growing_texts
from tests.rows import every_row
from tests.trip_labels import trip
from tests.trip_texts import COMES_AGAIN, PERSONS, PLACES, PLATES, REASONS, TIMES
from tests.trips_held_back import HELD_BACK

TEXTS = [*REASONS, *TIMES, *COMES_AGAIN, *PLACES, *PERSONS, *PLATES]


def _printed(text: str) -> dict[str, object]:
    return {name: value for name, value in trip_slots(normalise(text), NOW).items() if name in PRINTED}


@every_row(("text", "label"), TEXTS)
def test_a_request_gives_what_it_says_and_nothing_else(text: str, label: str) -> None:
    assert _printed(text) == trip(label)


# Why somebody goes out, said without the words of an application.
WHY = {
    "dialysis": ("一周三次透析得有个长期的条子|我肾不好 二四六去洗肾|尿毒症病人 明早六点半走"),
    "medical": (
        "老太太血糖高得调胰岛素|我腰间盘犯了 得去扎针灸|明早空腹抽血|约的核磁明天上午九点|宝宝该打疫苗了"
        "|脚扭了肿老高|孩子吃花生卡住了刚咳出来 想去看看|我眼睛进铁屑了|媳妇该做四维了|去科区医院建档"
        "|老爷子腿打的钢板该取了|心脏放支架的药断了 得上医院开|我爸脑梗后遗症 去做康复|大夫约我周五过去"
        "|孩子半夜抽了 现在去儿童医院|手让门夹了 骨头好像折了|过敏浑身起疹子|疼得打滚|狗给咬了得打狂犬"
        "|老伴心口堵得慌|牙掉了一颗想补上|送我奶去看急诊|预产期还有俩月 去产检"
    ),
    "birth": ("媳妇宫缩规律了|破水了得走|闺女预产期到了去住院待产|肚子一阵阵疼 快生了吧"),
    "funeral": ("我二大爷殁了 明天出殡|老丈人走了 得回去|三叔昨晚咽气了|爷爷后天下葬|得去送我姥最后一程|回奈曼奔丧"),
    "work": (
        "明天复工第一天|车队让我今晚拉货去四平|我开大货的 早上四点出车|单位点名必须到|医院上班 今晚夜班"
        "|老板说再不来就换人|去地里扣棚|我家牛还在圈里没人喂|羊下羔了得去看看|菜店要进货|送外卖的 每天都得跑"
        "|供电所抢修|学校通知老师返校开会|工地今天开工|我打更的 晚上六点接班"
        "|我的店明天想开门|正月初八返岗 早上坐火车走|复工了 明早打车去高铁站|店里明天开业 我得去|"
        "我在大商卖鞋 明天开门营业|我是修理工 去客户家修洗衣机"
        "|开大车的 去给电厂拉煤|我是热力公司收费员 去上班|单位派我去交电费|去矿上拉煤 我是司机|开门卖菜|给施介小学送食材"
    ),
    "other": (
        "给孩子取准考证|下楼取个快递|憋疯了 想下楼走一圈|家里没菜了 想去买点|明天去我闺女家吃饺子|回娘家看看"
        "|去学校给孩子送被子|车停路边要被贴条 挪一下|电瓶没电了下去打个火|办房产过户|去银行取钱"
        "|婚礼 我当伴娘|孩子考编|倒垃圾|我媳妇下火车我去接一下|想回家|给老人送点吃的|出去喘口气"
        "|公司宿舍取行李|法院传票|约了相亲"
        "|家里煤烧完了 明天去拉一车|炉子没煤了 得去买煤|去热力公司把取暖费交了|去供电所交电费|"
        "去宏达供热公司缴暖气费|手机屏碎了 去华为店修|电脑坏了 去联想售后修"
        "|眼镜腿断了 去配镜店修一下|给教育局交材料|去社保局递材料|送我儿子返岗 去火车站|电瓶车坏了 推去修"
    ),
    "": (
        "我想出去|明天要出小区|求放行|能给我办个通行证吗|开个条子|我要去沈阳|明天坐火车去北京|麻烦领导批一下"
        "|你好 喂 我想出去一趟|计划明天去赤峰"
    ),
}


@every_row(
    ("reason", "text"), [(reason, text) for reason, texts in WHY.items() for text in texts.split("|")]
)
def test_the_reason_is_heard_in_any_words(reason: str, text: str) -> None:
    assert (likely_reason(normalise(text)) or "") == reason


NAMED = [
    ("我们网格的王建国，明天早上八点去化疗", ["王建国"]),
    ("3号楼的李桂珍大娘要去医院调药，我是楼下邻居替她说", ["李桂珍"]),
    ("我这片张凤英老太太骨折了，家属要送医", ["张凤英"]),
    ("宝音从周四开始，每个周一周四透析，乌日娜陪他", ["宝音", "乌日娜"]),
    ("村民白音仓要去旗里看病", ["白音仓"]),
    ("我叫王芳 明天去复查", None),
    ("李强 13800001111 明天去复查", None),
    ("快递小哥一枚，封了我咋送件", None),
    ("妈的尿管堵了 得上大医院", ["妈妈"]),
    ("妈的 凭啥不让出去", None),
    ("我是她女儿 我妈要去透析", ["妈妈"]),
    ("闺女见红了 我跟她去市妇幼", ["女儿", "我"]),
    ("姥姥摔了一跤起不来了 想去拍片子", ["姥姥"]),
    ("孩子开学，我19号送到学校", ["孩子", "我"]),
    ("王强和张敏明天去民政局领证", ["王强", "张敏"]),
    ("员工赵磊、孙宁明日返岗", ["赵磊", "孙宁"]),
    ("邻居老韩开车带我去骨伤医院", ["老韩", "我"]),
    ("我妈张桂芬明天化疗", ["张桂芬"]),
    ("豆豆发烧39度 我带他去儿童医院", ["豆豆", "我"]),
    ("隔壁二嫂要去透析", ["二嫂"]),
    ("我二爷出殡 我和堂弟去", ["我", "堂弟"]),
    ("俺家额吉得拉去洗血 俺拉", ["妈妈", "我"]),
    ("我爸我二叔还有我去奔丧", ["爸爸", "二叔", "我"]),
    ("孙子烧40度 我们去儿科", ["孙子", "我"]),
    ("婆婆腿摔断了 自己拉去正骨医院", ["婆婆", "我"]),
    ("大夫让把孩子抱过去", ["我", "孩子"]),
    ("楼上王师傅明早要出门 给他报一个", ["王师傅"]),
    ("今天换我儿子出去采购", ["儿子"]),
    ("拉孩子他姥去透析", ["我", "姥姥"]),
    ("我妈过七十大寿 我去吃口饭", None),
    ("初三我妹结婚 我去送亲", None),
    ("给姑娘报幼儿园", None),
    ("孩子奶粉没了 我去买", None),
    ("他住院了 我去看我二舅", None),
    ("我媳妇住她妈家 我去接她", None),
    ("明早五点送我妈去火葬场火化", None),
    ("保安大哥 我去取个快递", None),
    ("我老公在外地 我去买菜", None),
    ("植树节 单位让去种树", None),
    ("我和晓红去领证", ["我", "晓红"]),
    ("我跟同事去开会", ["我", "同事"]),
    ("我爸没了 我和我弟回去", ["我", "弟弟"]),
    ("三叔下葬 我哥开车 后天", ["哥哥"]),
    ("我妈手术 我去签字", None),
    ("大姑父走了 我们哥俩得去抬", None),
    ("给我妈办退休手续", None),
    ("我和老板说好了 明天上班", None),
    ("透析的老爹我背着去", ["我", "爸爸"]),
]


@every_row(("text", "names"), NAMED)
def test_whoever_goes_is_named_as_they_are_called(text: str, names: list[str] | None) -> None:
    persons = trip_slots(normalise(text), NOW).get("persons")
    assert persons == (None if names is None else [{"name": name} for name in names])


# Whole requests as people write them: the intent, too, and through the same door as a message.
REQUESTS = [
    *COMES_AGAIN[:2],
    ("去市医院复查 明天上午", "medical leave=01-21 to=市医院"),
    ("我要去火车站接人", "other to=火车站"),
    ("我爸没了 得回开鲁县奔丧 现在就走", "funeral leave=01-20T09:30 to=开鲁县"),
    ("媳妇要生了 去附属医院 我陪着", "birth to=附属医院 who=老婆,我"),
    ("想出去买点菜", "other"),
    ("外出申请", ""),
    ("去取快递", "other"),
    ("每天早上六点出村喂羊", "work on=MO,TU,WE,TH,FR,SA,SU"),
    ("明天去银行取钱", "other leave=01-21"),
    ("我媳妇待产", "birth who=老婆"),
    ("我儿媳妇待产", "birth who=儿媳妇"),
]


@every_row(("text", "label"), REQUESTS)
def test_a_message_is_taken_as_a_request_and_read(text: str, label: str) -> None:
    reading = read(text, NOW)
    assert reading.intent == "exit_request"
    assert reading.slots == trip(label)


_FORM = [
    *("reason", "leave_at", "leave_time", "return_by", "return_time", "return_days", "stay_minutes", "until"),
    *("destination", "goers", "plate", "no_plate", "recurrence"),
]
# The slot asked, the answer, what it gives.
ANSWERS: list[tuple[str, str, Mapping[str, object]]] = [
    ("leave_at", "明天早上七点", {"leave_at": "2022-01-21T07:00", "leave_time": "07:00"}),
    ("leave_at", "现在", {"leave_at": "2022-01-20T09:30", "leave_time": "09:30"}),
    ("leave_at", "早上七点", {"leave_time": "07:00"}),
    ("leave_at", "三点", {"confirm": {"leave_at": "2022-01-20T15:00"}, "leave_time": "15:00"}),
    ("leave_at", "后天", {"leave_at": "2022-01-22"}),
    ("leave_at", "从明天开始", {"leave_at": "2022-01-21"}),
    ("return_by", "中午", {"return_time": "12:00"}),
    ("return_by", "中午回", {"return_time": "12:00"}),
    ("return_by", "晚上之前", {"return_days": 0}),
    ("return_by", "当天回", {"return_days": 0}),
    ("return_by", "下午五点", {"return_time": "17:00"}),
    ("return_by", "后天中午", {"return_by": "2022-01-22T12:00", "return_time": "12:00"}),
    ("return_by", "25号", {"return_by": "2022-01-25"}),
    ("return_by", "去三天", {"return_days": 2}),
    ("return_by", "两个小时", {"stay_minutes": 120}),
    ("return_by", "半小时就回", {"stay_minutes": 30}),
    ("destination", "市医院", {"destination": "市医院", "reason": "medical"}),
    ("destination", "医院", {"destination": "医院", "reason": "medical"}),
    ("destination", "去我姑家", {"destination": "我姑家", "reason": "other"}),
    ("destination", "不知道", {}),
    ("destination", "去哪都行吗", {}),
    ("reason", "看病", {"reason": "medical"}),
    ("reason", "有点急事", {"reason": "other"}),
    ("reason", "我妈透析", {"reason": "dialysis", "goers": [{"name": "妈妈"}]}),
    ("goers", "就我自己", {"goers": [{"name": "我"}]}),
    ("goers", "我和我妈", {"goers": [{"name": "我"}, {"name": "妈妈"}]}),
    ("plate", "蒙G22335", {"plate": "蒙G22335"}),
    ("plate", "走着去", {"no_plate": True}),
    ("plate", "没车", {"no_plate": True}),
    ("plate", "打车", {"no_plate": True}),
    ("plate", "没有", {"no_plate": True}),
    ("recurrence", "周一三五", {"recurrence": ["MO", "WE", "FR"]}),
    ("recurrence", "每周一三五 到2月20号", {"recurrence": ["MO", "WE", "FR"], "until": "2022-02-20"}),
]  # fmt: skip


@every_row(("asked", "text", "slots"), ANSWERS)
def test_an_answer_in_the_form_is_read_for_what_was_asked(asked: str, text: str, slots: Mapping[str, object]) -> None:
    names = [asked, *(name for name in _FORM if name != asked)]
    assert find_slots(text, NOW, names) == slots


def test_a_trip_that_comes_again_keeps_its_clocks_for_the_form() -> None:
    found = find_slots("我妈周一三五早上七点去市医院透析，我陪，中午回", NOW, _FORM)
    assert (found["leave_time"], found["return_time"]) == ("07:00", "12:00")
    assert "leave_at" not in found
    assert "return_by" not in found


def test_whoever_asks_by_name_is_printed_by_it_and_is_the_speaker_of_the_form() -> None:
    text = normalise("外出申请 姓名包全 明天去车管所")
    assert printed_trip_slots(text, NOW)["persons"] == [{"name": "包全"}]
    assert "goers" not in trip_slots(text, NOW)


def test_now_is_a_moment_for_the_form_alone() -> None:
    text = normalise("现在去市医院 两个小时回")
    assert trip_slots(text, NOW)["leave_at"] == "2022-01-20T09:30"
    assert printed_trip_slots(text, NOW).keys() == {"destination", "reason"}


def test_of_an_hour_that_may_be_of_either_half_the_day_is_printed_and_the_hour_asked_about() -> None:
    text = normalise("明天六点 市医院复查")
    assert printed_trip_slots(text, NOW)["leave_at"] == "2022-01-21"
    assert trip_slots(text, NOW)["confirm"] == {"leave_at": "2022-01-21T18:00"}


@pytest.mark.parametrize("text", ["改晚上8点去", "改到下午两点走,五点回", "我想提前到下午三点去"])
def test_a_new_hour_leaves_the_day_to_the_trip_that_is_changed(text: str) -> None:
    assert printed_trip_slots(normalise(text), NOW).keys().isdisjoint({"leave_at", "return_by"})
    assert printed_trip_slots(normalise(f"今天{text}"), NOW).get("leave_at", "").startswith("2022-01-20")  # type: ignore[union-attr]


def test_whoever_is_spoken_to_does_not_go() -> None:
    assert "persons" not in trip_slots(normalise("闺女，我想去医院看看腿"), NOW)
    assert trip_slots(normalise("闺女明天去医院"), NOW)["persons"] == [{"name": "女儿"}]


def test_a_checkin_that_asks_for_persons_gets_none_of_a_trip() -> None:
    assert "persons" not in find_slots("我和我妈去复查", NOW, ["temperature", "persons"])


def _held_back_score() -> float:
    """The F1 of the slots over the held-back texts: right ones against those given and those labelled."""
    right = given_ = labelled = 0
    for text, label in HELD_BACK:
        found, wanted = _printed(text), trip(label)
        right += sum(wanted.get(name) == value for name, value in found.items())
        given_, labelled = given_ + len(found), labelled + len(wanted)
    return 2 * right / (given_ + labelled)


def test_texts_that_the_grammar_was_not_written_for_are_read_as_well() -> None:
    assert len(HELD_BACK) == 80
    assert _held_back_score() > 0.9


@given(any_text | st.lists(st.sampled_from([text for text, _label in TEXTS]), max_size=4).map(",".join))
def test_no_text_raises(text: str) -> None:
    for asked in ("", "leave_at", "return_by", "goers"):
        assert isinstance(trip_slots(normalise(text), NOW, asked), dict)


def test_the_time_grows_with_the_length_only() -> None:
    assert time_of_growing_texts(lambda text: trip_slots(text, NOW)) < 8


def test_a_request_is_read_in_microseconds() -> None:
    """The goal is well under 200; three times as much is allowed."""
    texts = [normalise(text) for text, _label in TEXTS]
    assert idle_seconds(lambda: [trip_slots(text, NOW) for text in texts]) / len(texts) < 600e-6


@every_row(
    ("text", "leave", "back"),
    [
        ("我下午过去给姥姥烧炉子 天黑前就回", "2022-01-20", "2022-01-20"),
        ("我晚上去值班", "2022-01-20", None),
        ("我下午带孩子去打针 五点回", "2022-01-20", "2022-01-20T17:00"),
        ("学生放假,明天下午两点的高铁回家,申请出小区", "2022-01-21", None),
        ("去沈阳看病,后天下午两点的高铁回家", None, "2022-01-22T14:00"),
        ("我上午去取药", None, None),  # it is half past nine already
        ("每天下午去喂牛", None, None),
        ("昨天下午去的医院 明天还得去", "2022-01-21", None),
        ("过几天我下午去医院复查", None, None),
        ("昨天我下午去医院没看上,想再去一趟", None, None),
        ("平时我下午去医院换药", None, None),
        ("等通知了,我下午去医院透析", None, None),
        ("昨天我妈摔了,我下午带她去医院", "2022-01-20", None),
        ("3号楼302的,我下午去医院", "2022-01-20", None),
    ],
)
def test_a_part_of_the_day_that_lies_ahead_is_one_of_today(text: str, leave: str | None, back: str | None) -> None:
    slots = printed_trip_slots(normalise(text), NOW)
    assert (slots.get("leave_at"), slots.get("return_by")) == (leave, back)


@pytest.mark.parametrize(
    ("text", "leave", "back"),
    [
        ("明天早上七点走，晚上到九点回来", "2022-01-21T07:00", "2022-01-21T21:00"),
        ("今天傍晚到六点出去，晚上到八点回", "2022-01-20T18:00", "2022-01-20T20:00"),
        ("明天七点从家走，我忙到十点回来", "2022-01-21T07:00", "2022-01-21T10:00"),
        ("周五5号去北京", None, None),  # the fifth is a Saturday
        ("周六5号去北京", "2022-02-05", None),
    ],
)
def test_the_hour_of_coming_back_and_the_day_of_leaving_are_those_said(
    text: str, leave: str | None, back: str | None
) -> None:
    slots = printed_trip_slots(normalise(text), NOW)
    assert (slots.get("leave_at"), slots.get("return_by")) == (leave, back)


def test_a_span_of_hours_that_is_over_is_one_of_the_evening() -> None:
    slots = printed_trip_slots("今天七点到九点去上课", NOW.replace(hour=16))
    assert (slots["leave_at"], slots["return_by"]) == ("2022-01-20T19:00", "2022-01-20T21:00")
