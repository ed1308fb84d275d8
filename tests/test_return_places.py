"""Places in a return report whose name fits several, as chats: asked about with the places to choose from (clause 3.2)."""

import pytest
from sqlalchemy import text

from ledger.statement import Statement
from tests.talking import Talk

_ORIGINS = Statement(text("SELECT origin_code, origin_name FROM return_report ORDER BY id"))
_CHAOYANG = """助手: …这个地名有好几处，是哪一个？回数字，或直接说省市。
                 1 北京市朝阳区　2 辽宁省朝阳市　3 吉林省长春市朝阳区"""
_SUMMARY = "请核对：…从{}，自己的车，1人…"


def asked(talk: Talk) -> None:
    """Somebody comes back from a place called Chaoyang."""
    talk(f"""王阿姨: 报备 今天从朝阳开车回来 就我自己
             {_CHAOYANG}""")


@pytest.mark.parametrize(
    ("said", "origin"),
    [
        ("2", "辽宁省朝阳市"),
        ("第二个", "辽宁省朝阳市"),
        ("选3", "吉林省长春市朝阳区"),
        ("辽宁", "辽宁省朝阳市"),
        ("辽宁的", "辽宁省朝阳市"),
        ("长春", "吉林省长春市朝阳区"),
        ("北京朝阳区", "北京市朝阳区"),
        ("从吉林回来", "吉林省长春市朝阳区"),
        ("沈阳", "辽宁省沈阳市"),
    ],
)
def test_it_is_picked_by_number_or_named_more_fully(talk: Talk, said: str, origin: str) -> None:
    asked(talk)
    talk(f"王阿姨: {said}\n助手: {_SUMMARY.format(origin)}")


def test_what_was_picked_is_filed(talk: Talk) -> None:
    asked(talk)
    talk("""王阿姨: 2
            助手: 请核对：…从辽宁省朝阳市…
            王阿姨: 1
            助手: 报备好了，编号 F0120-01：王阿姨，从辽宁省朝阳市回来。…""")
    assert talk.installation.ledger.read(lambda db: db.all(_ORIGINS)) == [("211300", "朝阳市")]


def test_a_province_with_several_leaves_those(talk: Talk) -> None:
    talk("""王阿姨: 报备 今天从鼓楼开车回来 就我自己
            助手: …这个地名有好几处，是哪一个？回数字，或直接说省市。
              1 江苏省南京市鼓楼区　2 江苏省徐州市鼓楼区　3 福建省福州市鼓楼区　4 河南省开封市鼓楼区
            王阿姨: 江苏
            助手: 这个地名有好几处，是哪一个？回数字，或直接说省市。
              1 江苏省南京市鼓楼区　2 江苏省徐州市鼓楼区
            王阿姨: 徐州
            助手: 请核对：…从江苏省徐州市鼓楼区…""")


@pytest.mark.parametrize("said", ["4", "9", "0", "那个", "不知道"])
def test_what_is_none_of_them_is_asked_again_with_the_places(talk: Talk, said: str) -> None:
    asked(talk)
    talk(f"王阿姨: {said}\n{_CHAOYANG}")


def test_it_is_asked_too_where_only_the_place_is_the_answer(talk: Talk) -> None:
    talk("""王阿姨: 我要报备
            助手: 从哪里回来？…
            王阿姨: 海州
            助手: 这个地名有好几处，是哪一个？回数字，或直接说省市。
              1 辽宁省阜新市海州区　2 江苏省连云港市海州区
            王阿姨: 朝阳
            助手: 这个地名有好几处，…
              1 北京市朝阳区　2 辽宁省朝阳市　3 吉林省长春市朝阳区
            王阿姨: 1
            助手: 哪天到？…""")


def test_going_back_and_starting_again_ask_the_plain_question(talk: Talk) -> None:
    talk("""王阿姨: 从朝阳回来，报备
            助手: 这个地名有好几处，…
            王阿姨: 重来
            助手: 从哪里回来？…
            王阿姨: 朝阳
            助手: 这个地名有好几处，…
            王阿姨: 2
            助手: 哪天到？…
            王阿姨: 返回上一步
            助手: 从哪里回来？…""")


def test_a_change_at_the_summary_is_asked_about_too(talk: Talk) -> None:
    talk("""王阿姨: 报备 今天从沈阳开车回来 就我自己
            助手: 请核对：…从辽宁省沈阳市…
            王阿姨: 改成从朝阳回来
            助手: 这个地名有好几处，是哪一个？回数字，或直接说省市。
              1 北京市朝阳区　2 辽宁省朝阳市　3 吉林省长春市朝阳区
            王阿姨: 2
            助手: 请核对：…从辽宁省朝阳市…""")


_STAYS = Statement(text("SELECT stays FROM return_report ORDER BY id"))
_WHICH_STAY = """停留过的这个地名有好几处，是哪一个？回数字，或直接说省市。
              1 北京市朝阳区　2 辽宁省朝阳市　3 吉林省长春市朝阳区"""


def test_a_stay_whose_name_fits_several_places_is_asked_about(talk: Talk) -> None:
    talk(f"""王阿姨: 报备 今天从沈阳开车回来 就我自己
            助手: 请核对：…
            王阿姨: 1月10号到12号去过朝阳
            助手: {_WHICH_STAY}
            王阿姨: 5
            助手: {_WHICH_STAY}
            王阿姨: 2
            助手: 请核对：…途中停留：辽宁省朝阳市…
            王阿姨: 1
            助手: 报备好了，…""")
    kept = talk.installation.ledger.read(lambda db: db.all(_STAYS))[0][0]
    assert kept == '[{"code":"211300","name":"朝阳市","from":"2022-01-10","until":"2022-01-12"}]'


def test_stays_of_one_answer_are_kept_and_the_open_ones_asked_one_by_one(talk: Talk) -> None:
    talk("""王阿姨: 报备 今天从沈阳开车回来 就我自己
            助手: 请核对：…
            王阿姨: 2
            助手: 途中还在哪里停留过？…
            王阿姨: 去过西安，路过鼓楼，也去过海州
            助手: 停留过的这个地名有好几处，…
              1 江苏省南京市鼓楼区　2 江苏省徐州市鼓楼区　3 福建省福州市鼓楼区　4 河南省开封市鼓楼区
            王阿姨: 江苏
            助手: 停留过的这个地名有好几处，…
              1 江苏省南京市鼓楼区　2 江苏省徐州市鼓楼区
            王阿姨: 第二个
            助手: 停留过的这个地名有好几处，…
              1 辽宁省阜新市海州区　2 江苏省连云港市海州区
            王阿姨: 阜新
            助手: 请核对：…途中停留：陕西省西安市、江苏省徐州市鼓楼区、辽宁省阜新市海州区…""")


def test_a_stay_of_the_first_sentence_is_asked_about_at_its_question(talk: Talk) -> None:
    talk(f"""王阿姨: 报备 今天从沈阳开车回来，路过朝阳，就我自己
            助手: …{_WHICH_STAY}
            王阿姨: 不知道
            助手: 请核对：…途中停留：朝阳…""")


def test_who_was_not_there_takes_it_away_again(talk: Talk) -> None:
    talk(f"""王阿姨: 报备 今天从沈阳开车回来 就我自己
            助手: 请核对：…
            王阿姨: 去过朝阳
            助手: {_WHICH_STAY}
            王阿姨: 3
            助手: 请核对：…途中停留：吉林省长春市朝阳区…
            王阿姨: 没去过朝阳
            助手: 请核对：…途中还在别处停留过吗？…""")
