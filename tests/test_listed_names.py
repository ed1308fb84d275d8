"""Names by where they stand, and lists of people in the shapes that grid workers, teachers and foremen write them in."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalise import normalise
from knowledge.language.persons import PersonFound, find_persons
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts

LISTS = [
    ("301室李淑珍老人36.1 没不舒服", "301:李淑珍 36.1 none"),
    ("105户主王贵 36.5 妻子刘芳36.4 长子王强36.6", "王贵 36.5 / 刘芳 36.4 / 王强 36.6"),
    ("开锁的老徐36.4 修车的小姜36.6", "老徐 36.4 / 小姜 36.6"),
    ("住户王霞、李斌、赵刚，体温分别是36.5、36.4、36.6", "王霞 36.5 / 李斌 36.4 / 赵刚 36.6"),
    ("小卖部老板娘36.5", ""),
    ("501张三36.5 老伴36.6", "501:张三 36.5 / 老伴 36.6"),
    ("3组王老五36.5 王老五媳妇36.3 赵四家没人", "王老五 36.5 / 王老五媳妇 36.3"),
    ("张三36.5李四不在王五36.7", "张三 36.5 / 王五 36.7"),
    ("101王桂芝36.4 202赵丽发烧38.1", "101:王桂芝 36.4 / 202:赵丽 38.1 fever"),
    ("乌兰图雅三十六度五 哈斯额尔敦三十六度七", "乌兰图雅 36.5 / 哈斯额尔敦 36.7"),
    ("敖特根巴雅尔36.5 包·那木吉拉36.4", "敖特根巴雅尔 36.5 / 包·那木吉拉 36.4"),
    ("木工班张师傅36.4，钢筋工小李37.5有点咳", "张师傅 36.4 / 小李 37.5 cough"),
    ("王芳101室36.5，李明102室36.6", "王芳 36.5 / 李明 36.6"),
    ("周敏和她女儿都36.5 没事", "周敏 36.5 none / 女儿 36.5 none"),
    ("我管的这片 高明36.5 安宁36.4 江河36.3", "高明 36.5 / 安宁 36.4 / 江河 36.3"),
    ("平安36.5 周日36.6", ""),
    ("我和老头子都挺好 36.4 36.6", "我 36.4 none / 老伴 36.6 none"),
    ("我妈说嗓子疼", "妈妈 sore_throat"),
    ("我是6号楼的老孙头 三十六度六", ""),
    ("我婆婆公公都没事", "婆婆 none / 公公 none"),
    ("1.王磊36.5 2.李刚36.6", "王磊 36.5 / 李刚 36.6"),
    ("1、王磊 36.5\n2、李刚 36.6\n3、赵丽 37.1 咳嗽", "王磊 36.5 / 李刚 36.6 / 赵丽 37.1 cough"),
    ("王秀芝（36.4） 李刚（36.6）", "王秀芝 36.4 / 李刚 36.6"),
    ("王磊-36.5 李刚-36.6", "王磊 36.5 / 李刚 36.6"),
    ("王磊：36.5℃；李刚：36.6℃；均无异常", "王磊 36.5 none / 李刚 36.6 none"),
    ("王磊，男，45岁，36.5 李芳，女，42岁，36.4", "王磊 36.5 / 李芳 36.4"),
    ("李娜36.5她妈36.8咳嗽", "李娜 36.5 / 妈妈 36.8 cough"),
    ("王磊和李刚都36.5", "王磊 36.5 / 李刚 36.5"),
    ("王磊、李刚、赵丽都没事", "王磊 none / 李刚 none / 赵丽 none"),
    ("王磊 李刚 赵丽 都36.5", "王磊 36.5 / 李刚 36.5 / 赵丽 36.5"),
    ("王丽咳嗽 李强没事", "王丽 cough / 李强 none"),
    ("刘强家里三口人 刘强36.5 媳妇36.4 孩子36.8", "刘强 36.5 / 媳妇 36.4 / 孩子 36.8"),
    ("早上36.5 晚上36.8", ""),
    ("左耳36.5 右耳36.7", ""),
    ("第一次36.9 第二次36.5", ""),
    ("起床36.2 睡前36.6", ""),
    ("饭前36.5，饭后36.9", ""),
    ("水银的36.5 电子的36.7", ""),
    ("初一36.5 初二36.6", ""),
    ("周一36.5 周二36.6 周三36.4", ""),
    ("我36.5 老伴儿36.7 大孙子36.9", "我 36.5 / 老伴 36.7 / 孙子 36.9"),
    ("爸妈36.4 36.6", "爸爸 36.4 / 妈妈 36.6"),
    ("爸妈都没事 36.4 36.6", "爸爸 36.4 none / 妈妈 36.6 none"),
    ("俺爹36.3俺娘36.4俺自个36.5", "爸爸 36.3 / 妈妈 36.4 / 我 36.5"),
    ("俺家那口子36.8", "老伴 36.8"),
    ("老张36.5 老李头36.2 小王36.9", "老张 36.5 / 老李头 36.2 / 小王 36.9"),
    ("张工36.5 李总36.4", "张工 36.5 / 李总 36.4"),
    ("王姐36.5 刘哥36.3", "王姐 36.5 / 刘哥 36.3"),
    ("朝鲁门36.5 阿拉腾花36.4 呼和36.6", "朝鲁门 36.5 / 阿拉腾花 36.4 / 呼和 36.6"),
    ("101没人 102王丽36.5 103不开门", "102:王丽 36.5"),
    (
        "601室：赵国庆36.5，老伴36.4；602室：空户；603室：孙丽37.5咳嗽",
        "601:赵国庆 36.5 / 601:老伴 36.4 / 603:孙丽 37.5 cough",
    ),
    ("小明36.5 小红36.7 小刚37.8发烧", "小明 36.5 / 小红 36.7 / 小刚 37.8 fever"),
    ("大宝36.5 二宝36.7", "大宝 36.5 / 二宝 36.7"),
    ("朵朵36.5 萌萌36.6 浩浩36.7", "朵朵 36.5 / 萌萌 36.6 / 浩浩 36.7"),
    ("今天36.5没有不舒服 昨天36.7", ""),
    ("我是李强 36.5 没事", ""),
    ("我叫王丽 今天36.5", ""),
    ("李强 36.5 没事", "李强 36.5 none"),
    ("体温36.5 李强", ""),
    ("司机36.5 乘客36.4", ""),
    ("保安老周36.5 保洁小吴36.4", "老周 36.5 / 小吴 36.4"),
    ("网格员您好 王桂花36.5 她老伴36.4", "王桂花 36.5 / 老伴 36.4"),
    ("王桂花家 王桂花36.5 老伴36.4 孙子36.8", "王桂花 36.5 / 老伴 36.4 / 孙子 36.8"),
    ("6号楼的 白凤云三十六度五 白凤霞三十六度七 都挺好", "白凤云 36.5 none / 白凤霞 36.7 none"),
    ("彧涵36.5 王喆36.4", "彧涵 36.5 / 王喆 36.4"),
    ("打卡 36.5 王丽也36.5", "我 36.5 / 王丽 36.5"),
    ("应该是36.5 写成36.8了", ""),
    ("三年二班 刘一 36.5 陈二 36.6 张三 没来", "刘一 36.5 / 陈二 36.6"),
    ("王建军体温365 李淑芬体温36 7", "王建军 ?36.5 / 李淑芬 ?36.7"),
    ("我老公36.5我36.4孩子们36.6", "老公 36.5 / 我 36.4"),
    ("我36.5 小区封了吗", ""),
    ("钢铁侠36.5", ""),
    ("王芳抗原阳性38.5", "王芳 38.5"),
    ("孙悦36.5其他人没量", "孙悦 36.5"),
    ("陶然36.5 陶乐36.6 陶喜36.7 除了陶喜有点咳嗽 其他都没事", "陶然 36.5 none / 陶乐 36.6 none / 陶喜 36.7 cough"),
    ("孟克36.5，孟克媳妇36.3，孟克儿子36.6，都没咳嗽", "孟克 36.5 none / 孟克媳妇 36.3 none / 孟克儿子 36.6 none"),
    ("图雅36.5没不舒服 图雅她妈37.4嗓子疼", "图雅 36.5 none / 图雅她妈 37.4 sore_throat"),
    ("刘洋 三十六度五 正常 平安里 三十七度八 发烧", "刘洋 36.5 none"),
    ("我36.5 我儿子380 没事", "我 36.5 / 儿子 ?38.0 none"),
    ("高娃36.8 贺梅36.5", "高娃 36.8 / 贺梅 36.5"),
    ("园里三个娃 小苗苗36.8 豆豆36.4", "小苗苗 36.8 / 豆豆 36.4"),
    ("孟根花那屋她本人36.4儿子36.7", "孟根花 36.4 / 儿子 36.7"),
    ("504周桂芬36.4 老伴36.8 503贴封条没人住", "504:周桂芬 36.4 / 504:老伴 36.8"),
    ("宋佳36.4宋杰36.5宋妍36.2 就宋杰有咳嗽 那俩没啥事", "宋佳 36.4 none / 宋杰 36.5 cough / 宋妍 36.2 none"),
    ("张桂荣36.1 田广发36.5 两家没咳没烧", "张桂荣 36.1 none / 田广发 36.5 none"),
    ("尹志刚36.8 毕明36.5", "尹志刚 36.8 / 毕明 36.5"),
    ("二柱子367 老魏36.2", "二柱子 ?36.7 / 老魏 36.2"),
    ("101丁香36.5/102闫宝成36.7/202空挂户", "101:丁香 36.5 / 102:闫宝成 36.7"),
    ("冯国栋发烧37.5,冯国栋爱人咳嗽36.8", "冯国栋 37.5 fever / 冯国栋爱人 36.8 cough"),
]


def shown(person: PersonFound) -> str:
    health = person.health
    door = person.door + ":" if person.door else ""
    proposed = f"?{health.confirm['temperature']}" if health.confirm else ""
    said = f"{health.temperature or ''}{proposed} {','.join(health.symptoms or ())}".strip()
    return f"{door}{person.name} {said}".strip()


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_each_one_of_a_list_is_found_and_no_word_is_taken_for_one(text: str, expected: str) -> None:
    assert " / ".join(shown(person) for person in find_persons(normalise(text))) == expected


_NAMES = st.sampled_from(
    ["王桂芝", "老孙", "小马", "铁柱", "豆豆", "乌日娜", "彧涵", "陈工", "石磊妈妈", "敖门达来", "大刘", "李伟"]
)
_GAPS = st.sampled_from(["", " ", ":", "体温", " 今早"])
_ENDS = st.sampled_from([" ", "\n", ",", ";", "、", " 没事 "])


@given(
    st.lists(st.tuples(_NAMES, _GAPS, st.integers(350, 399)), min_size=2, max_size=6, unique_by=lambda one: one[0]),
    _ENDS,
)
def test_a_list_reads_back_however_it_is_written(people: list[tuple[str, str, int]], end: str) -> None:
    text = end.join(f"{name}{gap}{tenths / 10}" for name, gap, tenths in people)
    found = [(person.name, person.health.temperature) for person in find_persons(normalise(text))]
    assert found == [(name, tenths / 10) for name, _gap, tenths in people]


@given(any_text)
def test_no_text_raises(text: str) -> None:
    find_persons(normalise(text))


@pytest.mark.parametrize(
    "unit", ["王丽36.5", "没事李强36.5和", "王磊、", "铁柱36.5 ", "爸妈", "老老小小36", "王芳咳嗽"]
)
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        begun = time.thread_time()
        find_persons(text)
        return time.thread_time() - begun

    assert min(seconds(400) for _ in range(2)) < 12 * max(min(seconds(100) for _ in range(3)), 0.001)


def test_the_work_grows_with_the_length_alone() -> None:
    assert seconds_for_long_texts(find_persons) < 1
