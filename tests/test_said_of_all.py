"""Who is meant by what is said of several at once: all, as many as are counted, the first or last of them, all but one."""

import pytest

from knowledge.language.normalise import normalise
from knowledge.language.persons import find_persons
from tests.long_texts import grows_no_faster_than_its_length
from tests.persons_shown import shown

OF_ALL = [
    ("老梁36.5 小武36.7 三人均无不适", "老梁 36.5 none / 小武 36.7 none"),
    ("王敏36.5、李波36.6、赵丽36.4。三人没症状", "王敏 36.5 none / 李波 36.6 none / 赵丽 36.4 none"),
    ("王敏36.5 李波36.6 赵丽36.4 没人说难受", "王敏 36.5 none / 李波 36.6 none / 赵丽 36.4 none"),
    ("王敏36.5 李波36.6 无人发烧", "王敏 36.5 none / 李波 36.6 none"),
    ("王敏36.5 李波36.6 一个咳嗽的都没有", "王敏 36.5 none / 李波 36.6 none"),
    ("王敏36.5 李波36.6 没有拉肚子发烧的", "王敏 36.5 none / 李波 36.6 none"),
    ("王敏36.5，李波36.6，赵丽36.4，无发热乏力", "王敏 36.5 none / 李波 36.6 none / 赵丽 36.4 none"),
    ("我妈36.5 我爸36.6 老两口没症状", "妈妈 36.5 none / 爸爸 36.6 none"),
    ("公公36.1婆婆36.3 俩老人硬朗着呢", "公公 36.1 none / 婆婆 36.3 none"),
    ("我36.5 孩子36.8 我们家没有难受的", "我 36.5 none / 孩子 36.8 none"),
    ("王敏36.5 李波36.6 都没烧 暖气也都热了", "王敏 36.5 none / 李波 36.6 none"),
    ("侯哥36.4 彭姐36.5 俩口子没症状 隔壁小曲37.3嗓子疼", "侯哥 36.4 none / 彭姐 36.5 none / 小曲 37.3 sore_throat"),
    ("王敏36.5 李波36.6 都没事 库尔曼拉肚子了", "王敏 36.5 none / 李波 36.6 none / 库尔曼 diarrhoea"),
    ("王敏36.5 李波36.6 都有点咳嗽", "王敏 36.5 cough / 李波 36.6 cough"),
    ("王敏36.5咳嗽 李波36.6 赵丽36.4 另外俩没毛病", "王敏 36.5 cough / 李波 36.6 none / 赵丽 36.4 none"),
    ("王敏36.5 李波36.6 赵丽37.4咳嗽 前两个没事", "王敏 36.5 none / 李波 36.6 none / 赵丽 37.4 cough"),
    ("王敏37.5咳嗽 李波36.6 赵丽36.4 后俩没症状", "王敏 37.5 cough / 李波 36.6 none / 赵丽 36.4 none"),
    ("王敏36.5 李波37.3咳嗽 赵丽36.4 除李波外都正常", "王敏 36.5 none / 李波 37.3 cough / 赵丽 36.4 none"),
    ("我36.5，我妈36.8，我爸37.2咳嗽，除了我爸都没事", "我 36.5 none / 妈妈 36.8 none / 爸爸 37.2 cough"),
    ("全家除了我都没事 我37.2咳嗽 老公36.5", "我 37.2 cough / 老公 36.5 none"),
    ("除了孩子有点流鼻涕 其余都正常 我36.5 孩子36.9", "孩子 36.9 / 我 36.5 none"),
    ("三人无不适：王敏36.5 李波36.6 赵丽36.4", "王敏 36.5 none / 李波 36.6 none / 赵丽 36.4 none"),
    ("孩子们都没事 大宝36.5 二宝36.7", "大宝 36.5 none / 二宝 36.7 none"),
    ("101王敏36.5 102李波36.6 都没事", "101:王敏 36.5 none / 102:李波 36.6 none"),
    ("101王敏36.5 102李波36.6 老伴36.4 都没事", "101:王敏 36.5 / 102:李波 36.6 none / 102:老伴 36.4 none"),
    ("101王敏36.5 102李波36.6 老伴36.4 三个人都没事", "101:王敏 36.5 none / 102:李波 36.6 none / 102:老伴 36.4 none"),
    ("101王敏36.5 老伴36.4 俩人没事 102李波36.6咳嗽", "101:王敏 36.5 none / 101:老伴 36.4 none / 102:李波 36.6 cough"),
    ("201王敏36.5,202李波咳嗽,203赵丽36.4,除202外都不咳", "201:王敏 36.5 none / 202:李波 cough / 203:赵丽 36.4 none"),
    ("我36.5 老公和孩子 都没事", "我 36.5 none / 老公 none / 孩子 none"),
    ("老公36.5 我还没量 都没事", "老公 36.5 none / 我 none"),
    ("老公36.9咳嗽 我36.5 其他人没事", "老公 36.9 cough / 我 36.5 none"),
    # Not said of all of them, or not of how they feel.
    ("王敏36.5 李波36.6 今天没事", "王敏 36.5 / 李波 36.6 none"),
    ("王敏36.5 李波36.6 没症状", "王敏 36.5 / 李波 36.6 none"),
    ("王敏36.5 李波36.6 都没来上班", "王敏 36.5 / 李波 36.6"),
    ("王敏36.5 李波36.6 俩人没出门", "王敏 36.5 / 李波 36.6"),
    ("王敏36.5 李波36.6 没有去过外地的", "王敏 36.5 / 李波 36.6"),
    ("王敏36.5 李波36.6 赵丽37.8发烧 其他28个孩子都没事", "王敏 36.5 / 李波 36.6 / 赵丽 37.8 fever"),
    ("我36.5 孩子36.7 家里没药了", "我 36.5 / 孩子 36.7"),
    ("妈妈定成密接被拉走了 我36.8 爸爸36.6 都没症状", "我 36.8 none / 爸爸 36.6 none"),
    ("我拿枪挨个量的 王敏36.5 李波36.6 都没事", "王敏 36.5 none / 李波 36.6 none"),
    ("楼里俩老人我去看过 万奶奶36.3 侯爷爷36.5 都没啥事", "万奶奶 36.3 none / 侯爷爷 36.5 none"),
    ("孩子36.8 老公36.9咳嗽 别的没啥", "孩子 36.8 / 老公 36.9 cough"),
    ("老伴36.9 俺36.5 俺没啥事", "老伴 36.9 / 我 36.5 none"),
    ("两个人都没事 36.5", ""),
    ("没有不舒服的 36.5", ""),
    ("除了有点咳嗽都挺好 36.6", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OF_ALL)
def test_what_is_said_of_several_reaches_those_who_are_meant(text: str, expected: str) -> None:
    assert " / ".join(shown(person) for person in find_persons(normalise(text))) == expected


@pytest.mark.parametrize("unit", ["王敏36.5 都没事 ", "除了王敏和", "没有发烧的 王敏36.5 ", "其余两个", "三人"])
def test_the_work_grows_with_the_length_of_what_repeats(unit: str) -> None:
    assert grows_no_faster_than_its_length(find_persons, unit)
