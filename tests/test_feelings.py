"""How somebody says that they are, whom it is about, and whether they want to be called."""

import pytest
from hypothesis import given

from knowledge.language.feelings import (
    FEELINGS,
    KINDS,
    Call,
    find_call,
    find_feeling,
    find_kind,
    is_bereaved,
    is_practical,
)
from knowledge.language.normalise import normalise
from tests.language_texts import any_text
from tests.long_texts import seconds_for_long_texts
from tests.rows import every_row


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


@pytest.mark.parametrize("text", ["药没了", "快递走了", "菜没了"])
def test_what_is_gone_is_nobody_who_died(text: str) -> None:
    assert find_feeling(normalise(text)) is None


BEREAVED = (
    "我爸在市医院走了|我妈住院没了|我老公昨晚在医院过世了 要去料理后事|我爸抢救没过来 在市医院|我妈在医院没救过来"
    "|我婆婆今早在医院咽气了|我姥姥在ICU人没了 得去|奶奶没了 想回家奔丧|老爷子不在了 要去殡仪馆|老伴凌晨走了"
)
NOT_BEREAVED = (
    "我爸从医院走了|我爸出院走了|我爸去医院走了一趟|我爸走了去医院|医院的药没了|我妈的药没了去医院|我妈走了|我妈走了吗"
    "|我妈不在家 在医院|我爸在医院不行了|我妈去透析|明早去医院"
)


@every_row("text", BEREAVED.split("|"))
def test_somebody_has_died(text: str) -> None:
    assert is_bereaved(normalise(text))


@every_row("text", NOT_BEREAVED.split("|"))
def test_somebody_has_only_left(text: str) -> None:
    assert not is_bereaved(normalise(text))


@pytest.mark.parametrize("text", ["车次我不知道哇", "人手不够", "我怕赶不上", "快递什么时候到"])
def test_a_worry_about_things(text: str) -> None:
    assert is_practical(normalise(text))
    assert not is_practical(normalise("心里堵得慌"))


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
