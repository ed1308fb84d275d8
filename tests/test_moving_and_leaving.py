"""Moving with one's people, wanting one's data gone, and taking a record back for a reason, as it is talked."""

import pytest

from ledger import Db, people, places
from ledger.people import family
from tests.talking import Talk

_DOOR = "永茂社区/6号楼/2单元/301"


def with_people(talk: Talk, *relatives: tuple[str, str]) -> None:
    """王阿姨 speaks for these, who are registered at her door."""

    def work(db: Db) -> None:
        home = places.ensure(db, _DOOR)
        for relation, name in relatives:
            person_id = people.add(db, name=name, phone=None, place_id=home.id, now=talk.clock[0], filed_by="王阿姨")
            people.grant(db, person_id, "resident", home.id, None, talk.clock[0])
            family.add(db, talk.openid("王阿姨"), person_id, relation, guardian=False, now=talk.clock[0])

    talk.installation.ledger.transact(work)


def test_a_move_asks_about_those_who_lived_at_the_same_door_and_takes_them_along(talk: Talk) -> None:
    with_people(talk, ("女儿", "王小雨"), ("爸爸", "王建国"))
    talk("""王阿姨: 我搬家了 搬到永茂社区3号楼1单元501
            助手: …女儿王小雨、爸爸王建国原来登记跟您住一起，也搬了吗？
              1 也搬了　2 没搬，只有我　3 只有女儿王小雨跟我搬　4 只有爸爸王建国跟我搬
            王阿姨: 都搬了
            助手: 请核对：
              王阿姨，138****1111，永茂社区3号楼1单元501
              一起搬：女儿王小雨、爸爸王建国
              1 对，登记　…
            王阿姨: 1
            助手: 改好了，原来的也留着：
              住址：永茂社区6号楼2单元301 → 永茂社区3号楼1单元501
              住址一起改了：女儿王小雨、爸爸王建国
            王阿姨: 我的家人
            助手: 您能代办的家人：
              女儿：王小雨 永茂社区3号楼1单元501
              爸爸：王建国 永茂社区3号楼1单元501
              …""")


def test_only_whoever_is_named_moves_along(talk: Talk) -> None:
    with_people(talk, ("女儿", "王小雨"), ("爸爸", "王建国"))
    talk("""王阿姨: 搬家了 现在住7号楼1单元102
            助手: …也搬了吗？…
            王阿姨: 4
            助手: …一起搬：爸爸王建国…
            王阿姨: 1
            助手: …住址一起改了：爸爸王建国
            王阿姨: 我的家人
            助手: …女儿：王小雨 永茂社区6号楼2单元301
              爸爸：王建国 永茂社区7号楼1单元102
              …""")


def test_whoever_moves_alone_says_so(talk: Talk) -> None:
    with_people(talk, ("爸爸", "王建国"))
    talk("""王阿姨: 我搬家了
            助手: …您住哪个社区或村？…
            王阿姨: 二号村3组12号
            助手: 爸爸王建国原来登记跟您住一起，也搬了吗？
              1 也搬了　2 没搬，只有我
            王阿姨: 就我自己
            助手: 请核对：
              王阿姨，138****1111，二号村3组12号
              1 对，登记　…
            王阿姨: 1
            助手: 改好了，原来的也留着：
              住址：永茂社区6号楼2单元301 → 二号村3组12号
            王阿姨: 我的家人
            助手: …爸爸：王建国 永茂社区6号楼2单元301…""")


@pytest.mark.parametrize(
    "words", ["注销", "我要注销 把我的信息删了", "把我的信息都删了", "删除我的账号", "我不想用了，注销吧"]
)
def test_whoever_wants_their_data_gone_is_told_what_goes_and_what_stays(talk: Talk, words: str) -> None:
    talk(f"""王阿姨: {words}
             助手: 不想用了，取消关注就行：没填完的表、聊天里的回话、代办的家人名单随即删除，…
               留着的：您登记的姓名、手机号（加密）、住址，和交上来的打卡、报备这些防疫记录，…
               看留着什么、撤回报错的，回「我的记录」。""")


def test_a_relative_who_was_never_added_needs_no_removing(talk: Talk) -> None:
    with_people(talk, ("爸爸", "王建国"))
    talk("""王阿姨: 删除我老伴
            助手: 您代办的家人里没有老伴，不用删。
              您能代办的是：爸爸。
            王阿姨: 删除我爸
            助手: 删掉了：爸爸，王建国。…""")


def test_a_record_is_taken_back_in_ones_own_words_after_a_question(talk: Talk) -> None:
    talk("""王阿姨: 打卡 38 没事
            助手: 今天（1月20日）打卡好了：王阿姨，38℃，无不适。…""")
    talk.at("2022-01-21T09:00")
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天（1月21日）打卡好了：…
            王阿姨: 昨天的38是开玩笑的 撤回
            助手: 要撤回这一条吗？昨天（1月20日）健康打卡 王阿姨 38℃，无不适
              1 撤回　2 不撤
            王阿姨: 1
            助手: 已撤回：昨天（1月20日）健康打卡 王阿姨 38℃，无不适。…
            王阿姨: 我瞎报的 撤回吧
            助手: 要撤回这一条吗？今天（1月21日）健康打卡 王阿姨 36.5℃，无不适
              1 撤回　2 不撤
            王阿姨: 2
            助手: 好的，没撤：…""")


def test_where_several_records_can_be_meant_they_are_listed(talk: Talk) -> None:
    talk("""王阿姨: 打卡 36.5 没事
            助手: 今天（1月20日）打卡好了：…
            王阿姨: 打卡 36.6 没事
            助手: 今天（1月20日）打卡好了：…
            王阿姨: 打卡是我瞎说的 撤回
            助手: 您报过的（新的在前）：
              1 今天（1月20日）健康打卡 王阿姨 36.6℃，无不适：已打卡
              2 今天（1月20日）健康打卡 王阿姨 36.5℃，无不适：已打卡
              …要撤回就回「撤回第1条」。…
            王阿姨: 刚才是我瞎说的 撤回
            助手: 要撤回这一条吗？今天（1月20日）健康打卡 王阿姨 36.6℃，无不适
              1 撤回　2 不撤""")
