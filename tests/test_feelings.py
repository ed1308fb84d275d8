"""How somebody says that they are, whom it is about, and whether they want to be called."""

import pytest
from hypothesis import given

from knowledge.language.feelings import FEELINGS, KINDS, Call, find_call, find_feeling, find_kind
from knowledge.language.normalise import normalise
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("失眠好几天了", "sleepless"),
        ("整宿睡不着 一闭眼就做梦", "sleepless"),
        ("憋得慌", "cooped_up"),
        ("心慌 害怕", "afraid"),
        ("跟媳妇吵架了", "quarrel"),
        ("一个人太孤单", "lonely"),
        ("孩子焦虑", "child"),
        ("老伴去世了 想他", "grief"),
        ("压力大 撑不住", "worn_out"),
        ("心理援助", None),
    ],
)
def test_what_weighs_on_somebody(text: str, feeling: str | None) -> None:
    assert find_feeling(normalise(text)) == feeling


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我是护士 一个月没回家了", "medical_staff"),
        ("怀孕六个月 天天担心", "pregnant"),
        ("在隔离酒店 睡不着", "quarantined"),
        ("我是密接", "contact"),
        ("我阳了 心里怕", "patient"),
        ("孙子不肯说话", "child"),
        ("我妈八十多了", "elderly"),
        ("睡不着", None),
    ],
)
def test_what_kind_of_person_it_is_about(text: str, kind: str | None) -> None:
    assert find_kind(normalise(text)) == kind


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("打给我", Call(True, "", "")),
        ("今晚八点以后打给我", Call(True, "今晚八点以后打给我", "")),
        ("13900007777 随时", Call(True, "随时", "13900007777")),
        ("明天上午吧", Call(None, "明天上午吧", "")),
        ("不用打电话", Call(False, "", "")),
        ("儿子也不给我打电话", None),
        ("在隔离点", None),
        ("有点难受", None),
        ("就这么坐着", None),
    ],
)
def test_whether_and_when_they_want_to_be_called(text: str, call: Call | None) -> None:
    assert find_call(normalise(text)) == call


@given(any_text)
def test_no_text_raises(text: str) -> None:
    text = normalise(text)
    assert find_feeling(text) in {None, *FEELINGS}
    assert find_kind(text) in {None, *KINDS}
    find_call(text)


def test_the_work_grows_with_the_length_alone() -> None:
    for reader in (find_feeling, find_kind, find_call):
        assert seconds_for_long_texts(reader) < 1
