"""Lists of households: every row with its door, and no value in another row."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.household_list import Row, find_rows, find_whole
from knowledge.language.normalise import normalise
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts
from tests.rows import every_row


def shown(row: Row) -> str:
    who = row.name or row.relation or ""
    said = (
        row.temperature or "",
        f"?{row.proposal}" if row.proposal else "",
        *(row.symptoms or ()),
        "positive" if row.positive_test else "",
        row.note,
    )
    where = (row.building or "") + (row.unit or "") + row.door
    return " ".join(str(part) for part in (where, who, *said) if part)


LISTS = [
    (
        "3号楼 101王桂芝36.4 102没人 201李铁柱两口36.5 36.8咳嗽 202不开门",
        "3号楼101 王桂芝 36.4 / 3号楼102 absent / 3号楼201 李铁柱 36.5 / 3号楼201 李铁柱家另一人 36.8 cough"
        " / 3号楼202 not_opened",
    ),
    ("101王桂芝36.4102没人201李铁柱36.5", "101 王桂芝 36.4 / 102 absent / 201 李铁柱 36.5"),
    ("101 王桂芝 36.4\n102 没在家\n103 赵丽 38", "101 王桂芝 36.4 / 102 absent / 103 赵丽 38.0"),
    ("3-1-204周敏36.2,3-1-205王强365", "3号楼1单元204 周敏 36.2 / 3号楼1单元205 王强 ?36.5"),
    ("三号楼101王桂芝36.5 36.8 102赵丽36.2", "3号楼101 王桂芝 unclear / 3号楼102 赵丽 36.2"),
    ("302李铁柱36.5 老伴36.7 都没事", "302 李铁柱 36.5 none / 302 李铁柱家老伴 36.7 none"),
    ("打卡 36.5 没事", ""),
    (
        "3号楼1单元101王桂芝36.4 2单元101李四36.5 4号楼 101赵丽36.6",
        "3号楼1单元101 王桂芝 36.4 / 3号楼2单元101 李四 36.5 / 4号楼101 赵丽 36.6",
    ),
    ("201李铁柱和老伴都36.5 102没人", "201 李铁柱 36.5 / 201 李铁柱家老伴 36.5 / 102 absent"),
    ("201李铁柱36.5 爱人孙凤36.8", "201 李铁柱 36.5 / 201 孙凤 36.8"),
    ("201李铁柱36.5 爱人叫孙凤36.8", "201 李铁柱 36.5 / 201 孙凤 36.8"),
    ("3组12号王桂芝36.4 13号没人 14号李铁柱38", "3组12号 王桂芝 36.4 / 3组13号 absent / 3组14号 李铁柱 38.0"),
    ("第三组：12号王桂芝36.4，13号没人", "3组12号 王桂芝 36.4 / 3组13号 absent"),
    ("3组101号王桂芝36.4", "3组101号 王桂芝 36.4"),
    ("101王桂芝36.4 12号回来的", "101 王桂芝 36.4"),
    ("3号楼 102赵大爷不肯量 103王强不让量 103没人", "3号楼102 赵大爷 refused / 3号楼103 王强 refused / 3号楼103 absent"),
    ("102赵大爷不肯量 咳嗽", "102 赵大爷 cough"),
    ("201刘强36.7他家三口都没事", "201 刘强 36.7 none / 201 刘强家第二人 none / 201 刘强家第三人 none"),
    ("201刘强36.7两口人都没事", "201 刘强 36.7 none / 201 刘强家另一人 none"),
    ("201刘强三口36.5 36.6 36.7", "201 刘强 36.5 / 201 刘强家第二人 36.6 / 201 刘强家第三人 36.7"),
    ("101张秀兰36.1 她老头36.3", "101 张秀兰 36.1 / 101 张秀兰家老伴 36.3"),
    ("3号楼全楼都正常 就302老孙头拉肚子", "3号楼302 老孙头 diarrhoea"),
    ("104 刘洋 36.6 和媳妇36.5", "104 刘洋 36.6 / 104 刘洋家媳妇 36.5"),
    ("301张三一家四口都好", "301 张三 unclear"),
    ("3号楼1单元：101王桂芝36.4，102李四36.5", "3号楼1单元101 王桂芝 36.4 / 3号楼1单元102 李四 36.5"),
    ("六楼：365王桂芝36.4 366李四36.5", "365 王桂芝 36.4 / 366 李四 36.5"),
    ("体温:365 没事", ""),
    ("下午3:30 101王桂芝36.4 102李四36.5", "101 王桂芝 36.4 / 102 李四 36.5"),
    ("101独居的老郝太太36.0 102李四36.5", "101 老郝太太 36.0 / 102 李四 36.5"),
    ("101王桂芝36.4 老伴36.5 俩人没症状 102李四36.5", "101 王桂芝 36.4 none / 101 王桂芝家老伴 36.5 none / 102 李四 36.5"),
    ("101王桂芝36.4 抗原两道杠 102李四36.5", "101 王桂芝 36.4 positive / 102 李四 36.5"),
]


@every_row(("text", "rows"), LISTS)
def test_every_row_keeps_its_own(text: str, rows: str) -> None:
    assert " / ".join(shown(row) for row in find_rows(normalise(text))) == rows


WHOLE = [
    ("3号楼全楼都正常 就302老孙头拉肚子", "3号楼"),
    ("5号楼全体正常", "5号楼"),
    ("6号楼都正常", "6号楼"),
    ("三号楼各家都没事", "3号楼"),
    ("3组都挺好", "3组"),
    ("3号楼 101王桂芝36.4 都没事", None),
    ("3号楼停水了", None),
    ("打卡 36.5 没事", None),
]


@every_row(("text", "building"), WHOLE)
def test_what_is_said_of_a_whole_building_is_heard(text: str, building: str | None) -> None:
    assert find_whole(normalise(text)) == building


def test_in_a_village_a_number_is_a_door_without_its_group_too() -> None:
    rows = find_rows(normalise("12号王桂芝36.4 13号没人"), houses=True)
    assert [shown(row) for row in rows] == ["12号 王桂芝 36.4", "13号 absent"]
    assert find_rows(normalise("12号王桂芝36.4 13号没人")) == ()


_WORDS = st.sampled_from(
    [
        "3号楼",
        "101",
        "3组",
        "12号",
        "王桂芝",
        "36.4",
        "没人",
        "两口",
        " ",
        ",",
        "咳嗽",
        "都没事",
        "不开门",
        "老伴",
        "365",
    ]
)


@given(any_text | st.lists(_WORDS, max_size=20).map("".join))
def test_no_text_raises(text: str) -> None:
    for row in find_rows(normalise(text)):
        assert row.door


def test_the_work_grows_with_the_length_alone() -> None:
    assert seconds_for_long_texts(find_rows) < 1
