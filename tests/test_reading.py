"""The reading of a whole message, and of an answer inside a form, in the formats of INTERFACES.md 5."""

import json
from collections.abc import Mapping
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.pace import idle_seconds
from knowledge.language.intents import INTENTS
from knowledge.language.reading import Reading, find_slots, read, why
from knowledge.times import SHANGHAI
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts
from tests.rows import every_row

NOW = datetime(2022, 1, 20, 9, 30, tzinfo=SHANGHAI)  # a Thursday, 腊月十八
HOHHOT = {"code": "150100", "name": "呼和浩特市"}
SHENYANG = {"code": "210100", "name": "沈阳市"}

MESSAGES: list[tuple[str, str, Mapping[str, object]]] = [
    ("打卡 36.5 没事", "health_checkin", {"temperature": 36.5, "symptoms": ["none"]}),
    ("打咔　３６．５　没事😷", "health_checkin", {"temperature": 36.5, "symptoms": ["none"]}),
    (
        "媳妇36.5 没事 儿媳妇36.6",
        "health_checkin",
        {"persons": [{"name": "老婆", "temperature": 36.5, "symptoms": ["none"]}, {"name": "儿媳妇", "temperature": 36.6}]},
    ),
    ("打卡 365 没事", "health_checkin", {"confirm": {"temperature": 36.5}, "symptoms": ["none"]}),
    ("體溫三十六度五，無不適", "health_checkin", {"temperature": 36.5, "symptoms": ["none"]}),
    (
        "返乡户赵铁柱两口子 从沈阳回 明天到",
        "return_report",
        {"name": "赵铁柱", "origin": SHENYANG, "arrive_date": "2022-01-21", "party_size": 2},
    ),
    (
        "我班李思雨同学从沈阳回来 明天到",
        "return_report",
        {"name": "李思雨", "origin": SHENYANG, "arrive_date": "2022-01-21"},
    ),
    ("租户明天从沈阳来", "return_report", {"origin": SHENYANG, "arrive_date": "2022-01-21"}),
    ("打卡", "health_checkin", {}),
    ("36.4", "health_checkin", {"temperature": 36.4}),
    ("体温36.5正常", "health_checkin", {"temperature": 36.5}),
    ("发烧38度了 嗓子也疼", "health_checkin", {"temperature": 38.0, "symptoms": ["fever", "sore_throat"]}),
    ("不烧 37.9", "health_checkin", {"temperature": 37.9, "symptoms": ["none"]}),
    ("早上36.5晚上37.9", "health_checkin", {"confirm": {"temperature": 37.9}}),
    (
        "健康打卡：体温36.6℃，无发热、咳嗽、乏力，未接触密接",
        "health_checkin",
        {"temperature": 36.6, "symptoms": ["none"], "contact_history": False},
    ),
    ("接触过一个确诊的 现在没症状", "health_checkin", {"symptoms": ["none"], "contact_history": True}),
    (
        "我36.5我妈36.8 咳嗽",
        "health_checkin",
        {
            "persons": [
                {"name": "我", "temperature": 36.5},
                {"name": "妈妈", "temperature": 36.8, "symptoms": ["cough"]},
            ]
        },
    ),
    ("帮我妈打卡 365", "health_checkin", {"persons": [{"name": "妈妈", "confirm": {"temperature": 36.5}}]}),
    ("打卡，我一家三口都正常，36.3 36.5 36.4", "health_checkin", {"symptoms": ["none"]}),
    (
        "101王桂芝36.4 201李铁柱36.5咳嗽",
        "batch_checkin",
        {
            "persons": [
                {"name": "王桂芝", "temperature": 36.4},
                {"name": "李铁柱", "temperature": 36.5, "symptoms": ["cough"]},
            ]
        },
    ),
    (
        "后天从呼市坐K1302回来，一家三口，永茂6号楼",
        "return_report",
        {
            "origin": HOHHOT, "arrive_date": "2022-01-22", "transport": "train", "transport_no": "K1302",
            "party_size": 3, "community": "永茂社区", "building": "6号楼",
        },
    ),
    (
        "返乡报备 林秀 13800001111 后天从呼河浩特自驾回永茂6-2-301 就我自己",
        "return_report",
        {
            "name": "林秀", "phone": "13800001111", "origin": HOHHOT, "arrive_date": "2022-01-22", "transport": "car",
            "party_size": 1, "community": "永茂社区", "building": "6号楼", "unit": "2单元", "room": "301",
        },
    ),
    ("我要报备", "return_report", {}),
    (
        "年三十从沈阳开车回来",
        "return_report",
        {"origin": SHENYANG, "transport": "car", "confirm": {"arrive_date": "2022-01-31"}},
    ),
    (
        "下午三点到通辽站，从沈阳坐高铁",
        "return_report",
        {"origin": SHENYANG, "arrive_time": "15:00", "transport": "train"},
    ),
    ("从鼓楼回来 后天到", "return_report", {"arrive_date": "2022-01-22"}),
    ("绑定 A7K9Q2", "register", {}),
    (
        "我要登记 林秀 永茂6号楼2单元301",
        "register",
        {"name": "林秀", "community": "永茂社区", "building": "6号楼", "unit": "2单元", "room": "301"},
    ),
    ("取消", "cancel", {}),
    ("体温写错了，应该是36.4", "correct", {"temperature": 36.4}),
    ("昨天写错了 应该是37.5", "correct", {"temperature": 37.5}),
    ("不是后天，是大后天", "correct", {"arrive_date": "2022-01-23"}),
    ("改成23号到", "correct", {"arrive_date": "2022-01-23"}),
    ("从23号改到25号", "correct", {"arrive_date": "2022-01-25"}),
    ("不是 是下午三点", "correct", {"arrive_time": "15:00"}),
    ("电话填错了 是13900001111", "correct", {"phone": "13900001111"}),
    (
        "我苏日娜 从沈阳回 后天到 辽A8K22P",
        "return_report",
        {"name": "苏日娜", "origin": SHENYANG, "arrive_date": "2022-01-22", "transport": "car"},
    ),
    (
        "敖门达来打沈阳往家走 后天到",
        "return_report",
        {"name": "敖门达来", "origin": SHENYANG, "arrive_date": "2022-01-22"},
    ),
    (
        "大巴车从呼市回 车牌蒙G12345 后天到",
        "return_report",
        {"origin": HOHHOT, "arrive_date": "2022-01-22", "transport": "bus"},
    ),
    ("我搁沈阳呢 月底回去", "return_report", {"origin": SHENYANG}),
    ("哈达图从早上就堵 后天才能回呢", "return_report", {"arrive_date": "2022-01-22"}),
    ("把车次改成K7366", "correct", {"transport": "train", "transport_no": "K7366"}),
    ("名字写错了 叫林秀", "correct", {"name": "林秀"}),
    ("人数不对 是4个人", "correct", {"party_size": 4}),
    ("出发地写错了，是沈阳不是通辽", "correct", {"origin": SHENYANG}),
    ("昨天那个体温记错了", "correct", {}),
    ("改第3项", "correct", {}),
    (
        "我妈周一三五去透析 蒙G22335",
        "exit_request",
        {
            "reason": "dialysis", "persons": [{"name": "妈妈"}], "plate": "蒙G22335",
            "recurrence": ["MO", "WE", "FR"],
        },
    ),
    ("人工", "human_handover", {}),
    ("我的记录", "my_records", {}),
    ("帮助", "help", {}),
    ("你好", "greeting", {}),
    ("狗不吃食", "out_of_scope", {}),
]  # fmt: skip


@every_row(("text", "intent", "slots"), MESSAGES)
def test_a_message_gives_its_intent_and_nothing_but_what_it_says(
    text: str, intent: str, slots: Mapping[str, object]
) -> None:
    reading = read(text, NOW)
    assert reading.intent == intent
    assert reading.slots == slots


ANSWERS: list[tuple[str, list[str], Mapping[str, object]]] = [
    ("头疼", ["symptoms", "troubles"], {"troubles": ["头疼"]}),
    ("没有别的", ["symptoms", "nothing_else"], {"nothing_else": True}),
    ("咳嗽 没有别的", ["symptoms", "nothing_else"], {"symptoms": ["cough"], "nothing_else": True}),
    ("都没有", ["symptoms", "nothing_else"], {"symptoms": ["none"]}),
    ("我妈头疼", ["troubles_of"], {"troubles_of": [{"name": "妈妈", "troubles": ["头疼"]}]}),
    ("我儿子抗原阳性", ["positive_of"], {"positive_of": ["儿子"]}),
    ("不是3个人是2个人", ["party_size"], {"party_size": 2}),
    ("1个孩子两个大人", ["party_size"], {"party_size": 3}),
    ("月底", ["arrive_date"], {"arrive_date": "2022-01-31"}),
    ("车次改成G1", ["transport_no"], {"transport_no": "G1"}),
    ("三十晚上到", ["arrive_date"], {"confirm": {"arrive_date": "2022-01-31"}}),
    ("从西安回来 15号到的郑州住了两晚 然后17号到北京 21号坐高铁G3621回通辽", ["arrive_date"],
     {"arrive_date": "2022-01-21"}),
    ("36.5", ["temperature", "symptoms", "contact_history"], {"temperature": 36.5}),
    ("37", ["temperature"], {"temperature": 37.0}),
    ("三十六度五", ["temperature"], {"temperature": 36.5}),
    ("365", ["temperature"], {"confirm": {"temperature": 36.5}}),
    ("365 没事", ["temperature", "symptoms"], {"confirm": {"temperature": 36.5}, "symptoms": ["none"]}),
    ("36.4 不咳嗽 没接触过", ["temperature", "symptoms", "contact_history"],
     {"temperature": 36.4, "symptoms": ["none"], "contact_history": False}),
    ("没有", ["symptoms", "contact_history"], {"symptoms": ["none"]}),
    ("都好", ["symptoms"], {"symptoms": ["none"]}),
    ("没有 都挺好", ["symptoms"], {"symptoms": ["none"]}),
    ("有点咳嗽", ["symptoms"], {"symptoms": ["cough"]}),
    ("有", ["symptoms"], {}),
    ("没有", ["contact_history"], {"contact_history": False}),
    ("有", ["contact_history"], {"contact_history": True}),
    ("没接触过", ["contact_history"], {"contact_history": False}),
    ("阳性", ["positive_test"], {"positive_test": True}),
    ("抗原阴性", ["positive_test"], {"positive_test": False}),
    ("林秀", ["name", "phone"], {"name": "林秀"}),
    ("叫我林秀吧", ["name"], {"name": "林秀"}),
    ("敖门达来", ["name"], {"name": "敖门达来"}),
    ("王阿姨", ["name"], {"name": "王阿姨"}),
    ("不知道", ["name"], {}),
    ("林秀 13800001111", ["name", "phone"], {"name": "林秀", "phone": "13800001111"}),
    ("138 0000 1111", ["phone"], {"phone": "13800001111"}),
    ("1380000", ["phone"], {}),
    ("后天", ["arrive_date"], {"arrive_date": "2022-01-22"}),
    ("22号下午3点", ["arrive_date", "arrive_time"], {"arrive_date": "2022-01-22", "arrive_time": "15:00"}),
    ("下午三点", ["arrive_time"], {"arrive_time": "15:00"}),
    ("年三十", ["arrive_date"], {"confirm": {"arrive_date": "2022-01-31"}}),
    ("呼市", ["origin"], {"origin": HOHHOT}),
    ("鼓楼", ["origin"], {}),
    ("坐火车", ["transport", "transport_no"], {"transport": "train"}),
    ("K1302", ["transport_no", "transport"], {"transport_no": "K1302", "transport": "train"}),
    ("3", ["party_size"], {"party_size": 3}),
    ("就我", ["party_size"], {"party_size": 1}),
    ("我和老伴", ["party_size"], {"party_size": 2}),
    ("我和家人", ["party_size"], {}),
    ("永茂", ["community"], {"community": "永茂社区"}),
    ("6号楼2单元301", ["building", "unit", "room"], {"building": "6号楼", "unit": "2单元", "room": "301"}),
    ("301", ["room"], {"room": "301"}),
    ("三零一室", ["room"], {"room": "301"}),
    ("二", ["unit"], {"unit": "2单元"}),
    ("后天从呼市坐K1302回来 一家三口", ["origin", "party_size"], {"origin": HOHHOT, "party_size": 3}),
    ("打卡 36.5", ["origin", "phone"], {}),
    ("媳妇36.5 没事", ["persons"], {"persons": [{"name": "媳妇", "temperature": 36.5, "symptoms": ["none"]}]}),
    ("😀", ["name"], {}),
    ("", ["name"], {}),
]  # fmt: skip


@every_row(("text", "names", "slots"), ANSWERS)
def test_an_answer_is_read_for_what_was_asked(text: str, names: list[str], slots: Mapping[str, object]) -> None:
    assert find_slots(text, NOW, names) == slots


def test_nothing_asked_is_nothing_read() -> None:
    assert find_slots("36.5", NOW, []) == {}


def test_a_role_of_staff_counts() -> None:
    assert read("204周敏36.2", NOW, role="grid_worker").intent == "batch_checkin"
    assert read("204周敏36.2", NOW, role="resident").intent == "health_checkin"


def test_how_unknown_several_feel_is_not_the_writers_own() -> None:
    assert read("工棚里的人都咳嗽", NOW, role="grid_worker").slots == {}
    assert read("工棚里王磊和李刚都咳嗽", NOW, role="grid_worker").slots.keys() <= {"persons"}


def test_the_text_of_a_reading_is_in_one_spelling() -> None:
    assert read("　體溫３６．５ ", NOW).text == "体温36.5"


def test_a_reading_tells_the_next_likely_matters() -> None:
    reading = read("下楼买点菜行不", NOW)
    assert reading.intent == "exit_request"
    assert reading.others
    assert why(reading, staff=False).lines


_WORDS = st.sampled_from([
    "打卡", "36.5", "365", "没事", "咳嗽", "我妈", "报备", "从", "北京", "沈阳", "鼓楼", "回来", "后天",
    "年三十", "下午三点", "K1302", "一家三口", "永茂", "6号楼", "2单元", "301", "林秀", "13800001111", "取消",
    "不是", "是", "改成", "错了", "应该", "绑定", "A7K9Q2", ",", "。", "吗", "透析", "周一三五",
])  # fmt: skip
_SLOT_NAMES = [
    "temperature", "symptoms", "contact_history", "positive_test", "persons", "name", "phone", "origin",
    "arrive_date", "arrive_time", "transport", "transport_no", "party_size", "community", "building", "unit",
    "room", "plate", "recurrence", "unknown",
]  # fmt: skip
_SLOTS = st.lists(st.sampled_from(_SLOT_NAMES), max_size=6)


@given(any_text | st.lists(_WORDS, max_size=16).map("".join))
def test_no_text_raises_and_every_reading_prints(text: str) -> None:
    reading = read(text, NOW)
    assert isinstance(reading, Reading)
    assert reading.intent in INTENTS
    json.dumps(reading.slots, ensure_ascii=False)


@given(any_text | st.lists(_WORDS, max_size=10).map("".join), _SLOTS)
def test_no_answer_raises_and_only_what_was_asked_comes_back(text: str, names: list[str]) -> None:
    found = find_slots(text, NOW, names)
    json.dumps(found, ensure_ascii=False)
    assert set(found) <= {*names, "confirm"}


def test_a_long_message_is_read_in_a_moment() -> None:
    assert seconds_for_long_texts(lambda text: read(text, NOW)) < 1


@pytest.mark.parametrize(
    ("microseconds", "text", "names"),
    [
        (60, "打卡 36.5 没事", None),
        (300, "后天从呼市坐K1302回来，一家三口，永茂6号楼", None),
        (20, "36.5", ["temperature", "symptoms"]),
        (20, "没有", ["contact_history"]),
        (20, "林秀", ["name", "phone"]),
        (20, "13800001111", ["phone"]),
        (20, "三个", ["party_size"]),
    ],
)
def test_a_message_is_read_in_microseconds(microseconds: float, text: str, names: list[str] | None) -> None:
    """The goals; three times as much is allowed."""

    def once() -> object:
        return read(text, NOW) if names is None else find_slots(text, NOW, names)

    assert idle_seconds(once) * 1e6 < 3 * microseconds
