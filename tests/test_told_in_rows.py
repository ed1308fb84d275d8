"""Lists that give names and figures apart: as many figures as names, or one figure of all."""


import pytest
from hypothesis import given

from evaluation.pace import idle_seconds
from knowledge.language.everybody import find_everybody
from knowledge.language.names_together import in_one_run, of_any_number
from knowledge.language.normalise import normalise
from knowledge.language.persons import find_persons, in_usual_rows
from knowledge.language.temperatures import find_temperatures
from knowledge.language.told_in_rows import as_rows
from tests.language_texts import any_text
from tests.long_texts import grows_no_faster_than_its_length
from tests.persons_shown import shown
from tests.rows import every_row

LISTS = [
    ("白班的 大雷 二雷 三雷 36.5 36.5 36.8 三雷咳", "大雷 36.5 / 二雷 36.5 / 三雷 36.8 cough"),
    ("呼延明、令狐云、欧阳小雪，依次36.5、36.2、36.9", "呼延明 36.5 / 令狐云 36.2 / 欧阳小雪 36.9"),
    ("护工张姨、月嫂李姐、保洁大凤 今天36.2/36.5/36.7", "张姨 36.2 / 李姐 36.5 / 大凤 36.7"),
    ("秋月、冬梅、春花 三位服务员 36.4 36.5 36.6", "秋月 36.4 / 冬梅 36.5 / 春花 36.6"),
    ("三个徒弟 大雷 二雷 三雷 体温分别是36.5 36.6 36.7", "大雷 36.5 / 二雷 36.6 / 三雷 36.7"),
    ("爸爸、妈妈、我 36.5 36.6 36.7", "爸爸 36.5 / 妈妈 36.6 / 我 36.7"),
    ("36.5 36.6 36.8 依次是 王凯 李凯 赵凯", "王凯 36.5 / 李凯 36.6 / 赵凯 36.8"),
    ("36.5 36.6 按这个顺序 罗布桑 道尔吉", "罗布桑 36.5 / 道尔吉 36.6"),
    ("36.5：高兴、国庆、立新\n36.6：大宝、老尤", "高兴 36.5 / 国庆 36.5 / 立新 36.5 / 大宝 36.6 / 老尤 36.6"),
    ("三十六度四的：王春花。三十七度二还没劲儿的：敖登", "王春花 36.4 / 敖登 37.2 fatigue"),
    ("都是三十六度五，王姐、老郝太太、孙婆婆", "王姐 36.5 / 老郝太太 36.5 / 孙婆婆 36.5"),
    ("乌云其木格、斯琴高娃俩都是三十六度六，宝音三十六度四", "乌云其木格 36.6 / 斯琴高娃 36.6 / 宝音 36.4"),
    ("春梅秋荣都是三十六度三 小桃红三十六度八", "春梅 36.3 / 秋荣 36.3 / 小桃红 36.8"),
    ("铁柱和小铁柱都36.6，媳妇36.4，我36.5", "铁柱 36.6 / 小铁柱 36.6 / 媳妇 36.4 / 我 36.5"),
    ("周敏和她女儿都36.5 没事", "周敏 36.5 none / 女儿 36.5 none"),
    ("3.65是柳絮的 3.67是王芳的", "柳絮 ?36.5 / 王芳 ?36.7"),
    ("王敏、李波、赵丽：36.5、36.6、36.4", "王敏 36.5 / 李波 36.6 / 赵丽 36.4"),
    ("王敏 李波 赵丽 36.5 36.6 36.4 都没事", "王敏 36.5 none / 李波 36.6 none / 赵丽 36.4 none"),
    ("王敏李波赵丽36.5/36.6/36.4", "王敏 36.5 / 李波 36.6 / 赵丽 36.4"),
    ("老周老吴小李三十六度五 三十六度六 三十六度七 没一个有症状", "老周 36.5 none / 老吴 36.6 none / 小李 36.7 none"),
    ("岳敏卜大爷巴特尔36.5 36.2 36.8", "岳敏 36.5 / 卜大爷 36.2 / 巴特尔 36.8"),
    ("丁一、孙万红，三十六度五、三十六度三", "丁一 36.5 / 孙万红 36.3"),
    ("吕贤、池勇、池小雨体温依次为36.3、36.8、36.6", "吕贤 36.3 / 池勇 36.8 / 池小雨 36.6"),
    ("两人36.5：王华、李顺；两人36.7：郑军、孙虎", "王华 36.5 / 李顺 36.5 / 郑军 36.7 / 孙虎 36.7"),
    ("都报36.5的：井冈、井然、奚梦", "井冈 36.5 / 井然 36.5 / 奚梦 36.5"),
    ("肖琴 罗阳 孙平 三个都是36.5 只有孙平嗓子疼", "肖琴 36.5 / 罗阳 36.5 / 孙平 36.5 sore_throat"),
    ("王芳、李丽、王小雨这一家三口都36.5，小雨有点咳，大人没症状", "王芳 36.5 none / 李丽 36.5 none / 王小雨 36.5 cough"),
    ("我妈 我爸 36.5 36.7", "妈妈 36.5 / 爸爸 36.7"),
    ("王敏 36.5 36.6", "王敏 ?36.6"),
    ("早上 晚上 36.5 36.6", ""),
    ("昨天今天 36.5 36.6", ""),
    ("王磊李刚孙伟分别是36.5 36.6 36.7", "王磊 36.5 / 李刚 36.6 / 孙伟 36.7"),
    ("妈妈爸爸我：36.5，36.6，36.7", "妈妈 36.5 / 爸爸 36.6 / 我 36.7"),
    ("我老公孩子36.5 36.6 36.8", "我 36.5 / 老公 36.6 / 孩子 36.8"),
    ("李大为、王大力36.5 36.6", "李大为 36.5 / 王大力 36.6"),
    ("王磊李刚孙伟三人体温依次是36.5 36.6 36.7", "王磊 36.5 / 李刚 36.6 / 孙伟 36.7"),
    ("丁一、三宝都是三十六度五", "丁一 36.5 / 三宝 36.5"),
    ("早上 中午 晚上 36.5 36.6 36.7", ""),
    ("左边 右边 36.5 36.6", ""),
    ("大家好 辛苦了 36.5 36.8", ""),
    ("大家好 王磊 36.5 36.8", "王磊 ?36.8"),
    ("36.5 36.6 分别是早上和晚上", ""),
    ("36.5：早上，36.6：晚上", ""),
    ("都是36.5，谢谢，辛苦", ""),
    ("今天体温都是36.5，谢谢大家，辛苦了", ""),
    ("体温36.5：正常、没有咳嗽", ""),
    ("我们全家都是36.5", ""),
    ("三个人都36.5 没事", ""),
    ("我 打卡 36.5 36.6", ""),
    ("韩图雅、韩巴特尔、韩萨日娜姐弟三个体温都是36.5", "韩图雅 36.5 / 韩巴特尔 36.5 / 韩萨日娜 36.5"),
    ("米玉环咳嗽，米玉珠没别的症状，姐俩体温都36.6", "米玉环 36.6 cough / 米玉珠 36.6 none"),
    ("就老莫有点咳嗽，老黑跟老战没事，仨人都三十六度五", "老莫 36.5 cough / 老黑 36.5 none / 老战 36.5 none"),
    ("三十六度三的是婆婆，三十六度五的是公公，我自己三十六度六", "婆婆 36.3 / 公公 36.5 / 我 36.6"),
    ("36.6我妈，36.3我爸，36.5是我", "妈妈 36.6 / 爸爸 36.3 / 我 36.5"),
    ("36.5老张 36.7老李 36.6小王", "老张 36.5 / 老李 36.7 / 小王 36.6"),
    ("体温36.5，姓名赛音，无症状；体温36.8，姓名萨仁，咽痛", "赛音 36.5 none / 萨仁 36.8 sore_throat"),
    ("36.5 无 陶然\n36.6 咳嗽 安然\n36.4 无 宁静", "陶然 36.5 none / 安然 36.6 cough / 宁静 36.4 none"),
    ("36.3公公没症状，36.4婆婆没症状，36.6我咳嗽", "公公 36.3 none / 婆婆 36.4 none / 我 36.6 cough"),
    ("36.5我，36.8大儿子，36.9小儿子，全好", "我 36.5 none / 大儿子 36.8 none / 小儿子 36.9 none"),
    ("打卡36.5 老公36.6 孩子在学校", "我 36.5 / 老公 36.6"),
    ("烧到三十八度二了孩子，我36.5", "孩子 38.2 fever / 我 36.5"),
]


@every_row(("text", "expected"), LISTS)
def test_names_and_figures_that_stand_apart_belong_together(text: str, expected: str) -> None:
    assert " / ".join(shown(person) for person in find_persons(normalise(text))) == expected


@given(any_text)
def test_no_text_raises(text: str) -> None:
    said = normalise(text)
    as_rows(said, find_temperatures(said))


@pytest.mark.parametrize(
    "unit",
    ["王丽、李强 36.5 36.6 ", "36.5:王丽、", "王丽和李强都36.5", "铁柱、", "36.5 36.6 ", "王敏 36.5 36.6 "],
)
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    assert grows_no_faster_than_its_length(find_persons, unit)


@pytest.mark.parametrize("text", ["王敏、李波、赵丽，36.5、36.6、36.4，都没事", "老公孩子我36.5 36.6 36.8"])
def test_a_place_is_of_the_text_in_usual_rows(text: str) -> None:
    rows, _temperatures = in_usual_rows(normalise(text))
    assert all(rows.startswith(person.name, person.span[0]) for person in find_persons(rows))
    find_everybody(normalise(f"全家都没事 {text}"))


def test_places_are_the_same_when_rows_are_read_again() -> None:
    rows, _temperatures = in_usual_rows(normalise("王敏、李波、赵丽，36.5、36.6、36.4，都没事"))
    assert in_usual_rows(rows)[0] == rows


@pytest.mark.parametrize(
    ("run", "count", "names"),
    [
        ("岳敏卜大爷巴特尔", 3, ["岳敏", "卜大爷", "巴特尔"]),
        ("岳红卜大爷", 2, ["岳红", "卜大爷"]),
        ("老周和老吴小李", 3, ["老周", "老吴", "小李"]),
        ("老周老吴小李和", 3, []),
        ("老周老吴", 3, []),
    ],
)
def test_a_run_is_cut_into_so_many_names(run: str, count: int, names: list[str]) -> None:
    assert [run[slice(*span)] for span in in_one_run(run, 0, len(run), count)] == names


def test_a_run_is_cut_into_any_number_of_names_where_one_way_alone_gives_names() -> None:
    assert of_any_number("老周老吴", 0, 4) == [(0, 2), (2, 4)]
    assert of_any_number("老周", 0, 2) == []


@pytest.mark.parametrize("length", [29, 40, 56])
def test_a_long_run_with_many_ways_to_cut_it_takes_little_time(length: int) -> None:
    run = ("那仁图雅" * 14)[:length]
    in_one_run(run[:16], 0, 16, 4)  # the lists are loaded
    assert idle_seconds(lambda: in_one_run(run, 0, length, 8)) < 0.2


def test_many_long_runs_before_their_figures_take_little_time() -> None:
    find_persons("王敏 36.5")
    text = ("那仁图雅" * 9 + "36.1 36.2 36.3 36.4 36.5 36.6 36.7 36.8 ") * 5
    assert idle_seconds(lambda: find_persons(text)) < 1
