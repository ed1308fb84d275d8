"""One spelling for every message, before any grammar reads it."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.pace import idle_seconds
from knowledge.language.normalise import LIMIT, normalise

CASES = [
    ("a character of the compatibility block", "\uf97b食", "粮食"),
    ("crosses are words", "咳嗽❌ 乏力✗", "咳嗽× 乏力×"),
    ("traditional characters of places", "從廈門回來，住寶貝河社區", "从厦门回来,住宝贝河社区"),
    ("traditional characters of goods", "麵粉兩袋 食鹽一袋 雞蛋", "面粉两袋 食盐一袋 鸡蛋"),
    ("clean text stays", "打卡 36.5 没事", "打卡 36.5 没事"),
    ("blanks at the ends go", "  打卡 ", "打卡"),
    ("full-width figures", "体温３６．５", "体温36.5"),
    ("full-width letters and blank", "Ｋ１３０２　回来", "K1302 回来"),
    ("full-width punctuation", "没事，一切正常！", "没事,一切正常!"),
    ("the Chinese full stop stays", "36。5", "36。5"),
    ("the enumeration comma stays", "发热、咳嗽", "发热、咳嗽"),
    ("colon and brackets", "姓名：林秀（女）", "姓名:林秀(女)"),
    ("degree sign stays readable", "36.5℃", "36.5℃"),
    ("degree and C", "36.5°C", "36.5℃"),
    ("degree, blank and small c", "36.5° c", "36.5℃"),
    ("摄氏度", "36.5摄氏度", "36.5℃"),
    ("traditional characters", "體溫三十六度五，無不適", "体温三十六度五,无不适"),
    ("traditional return", "後天從呼市回來", "后天从呼市回来"),
    ("traditional names", "劉鳳蘭", "刘凤兰"),
    ("zero-width space", "打\u200b卡", "打卡"),
    ("bidi override", "打\u202e卡\u202c", "打卡"),
    ("byte order mark", "\ufeff打卡", "打卡"),
    ("soft hyphen", "打\u00ad卡", "打卡"),
    ("control characters", "打\x00卡\x07", "打卡"),
    ("lone surrogate", "打\ud800卡", "打卡"),
    ("emoji is a blank", "打卡😷36.5", "打卡 36.5"),
    ("emoji with skin tone and joiner", "好👍🏽👨‍👩‍👧好", "好 好"),
    ("only emoji", "😀😀😀", ""),
    ("keycap figures", "3️⃣6.5", "36.5"),
    ("circled figures", "①体温②姓名", "1体温2姓名"),
    ("circled figures behind others", "①王敏36.5②李波36.8", "1王敏36.5 2李波36.8"),
    ("sticker as text", "打卡[微笑]36.5", "打卡 36.5"),
    ("old sticker", "谢谢/::)", "谢谢"),
    ("brackets that are no sticker", "【公告】", "[公告]"),
    ("runs of blanks", "打卡   36.5 \t 没事", "打卡 36.5 没事"),
    ("line breaks stay", "101 王芳\r\n\r\n102 李强", "101 王芳\n102 李强"),
    ("dots as a pause", "嗯……好", "嗯 好"),
    ("homophone 打咔", "打咔36.5", "打卡36.5"),
    ("homophone 打卞", "打卞 没事", "打卡 没事"),
    ("homophone 体问", "体问36.5", "体温36.5"),
    ("but 具体问题 stays", "具体问题", "具体问题"),
    ("and 身体问题 stays", "身体问题不大", "身体问题不大"),
    ("homophone city", "呼河浩特", "呼和浩特"),
    ("homophone 返香", "返香报备", "返乡报备"),
    ("but 违反乡规 stays", "违反乡规", "违反乡规"),
    ("homophone 做核算", "做核算", "做核酸"),
    ("and 白菜和酸菜 stays", "白菜和酸菜", "白菜和酸菜"),
    ("homophone with traditional characters", "發哨38度", "发烧38度"),
    ("homophone 网格圆", "网格圆电话", "网格员电话"),
    ("no slip in 户口照片", "户口照片", "户口照片"),
    ("no slip in 问题温度", "问题温度", "问题温度"),
    ("no slip in 没法烧水", "没法烧水", "没法烧水"),
    ("no slip in 紧密结合", "紧密结合", "紧密结合"),
    ("no slip in 因该小区封控", "因该小区封控", "因该小区封控"),
    ("compatibility characters", "㎏", "kg"),
    ("Roman numeral", "Ⅲ", "III"),
    ("fraction", "½", "1/2"),
    ("dash forms", "6—2—301", "6-2-301"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_message_comes_into_one_spelling(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_a_message_is_cut_before_any_work() -> None:
    assert len(normalise("好" * 5_000)) == LIMIT
    assert normalise("好" * LIMIT + "打卡") == "好" * LIMIT


def test_what_unfolds_is_cut_again() -> None:
    assert len(normalise("\ufdfa" * 2_000)) <= LIMIT


@given(st.text(max_size=400))
def test_no_text_raises_and_twice_is_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert "\u200b" not in once
    assert "  " not in once
    assert once == once.strip()


@given(st.text(alphabet="打咔卞体问身具题返香乡违反核算酸做 ,，℃°C度[]微笑/:)\n0１", max_size=60))
def test_twice_is_once_where_slips_meet(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_clean_text_takes_a_few_microseconds() -> None:
    text = "后天从呼市坐K1302回来 一家三口 永茂6号楼2单元301"
    assert idle_seconds(lambda: normalise(text)) < 8e-6  # it is 2 µs


def test_the_longest_message_is_ready_in_a_moment() -> None:
    assert idle_seconds(lambda: normalise("體溫😷\u200b　" * 4_000)) < 0.2
