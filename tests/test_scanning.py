"""QR codes of places: made through the account, greeted with the place's name, the first form begins there."""

from pathlib import Path

import pytest
from sqlalchemy import select

from commands.errors import Refused
from commands.qr import make
from ledger import Ledger, places, scenes
from ledger.statement import Statement
from ledger.tables import account, account_person, conversation, person
from tests.talking import Talk
from tests.town import found

_HOMES = Statement(select(person.c.place_id).order_by(person.c.id.desc()).limit(1))
_ACCOUNTS = Statement(select(account.c.openid))
_FORMS = Statement(select(conversation.c.openid))
_FAMILY = Statement(select(account_person.c.openid))


def scene(talk: Talk, address: str) -> str:
    place = talk.installation.ledger.transact(lambda db: places.ensure(db, address))
    return scenes.scene_of(talk.installation.ledger.keys, place.id)


def scan(talk: Talk, who: str, code: str) -> str:
    return talk.stand.act(talk.openid(who), "scan", {"scene": code}).seen


def test_whoever_follows_by_a_door_s_code_is_greeted_there_and_asked_only_what_it_leaves_open(talk: Talk) -> None:
    openid = talk.stand.person("林秀", openid=talk._openids.setdefault("林秀", "o-lin-xiu"), follows=False)
    greeted = talk.stand.act(openid, "follow", {"scene": scene(talk, "永茂社区/6号楼/2单元")}).seen
    assert greeted.startswith("您好，欢迎关注河西街道防控助手。您扫的是永茂社区6号楼2单元的码。")
    talk("""林秀: 登记
            助手: …您怎么称呼？请回姓名。
            林秀: 林秀
            助手: 手机号多少？…
            林秀: 13900001111
            助手: 几单元几室？…
            林秀: 302
            助手: 请核对：
              林秀，139****1111，永茂社区6号楼2单元302
              …
            林秀: 1
            助手: 登记好了：…""")
    ((home,),) = talk.installation.ledger.read(lambda db: db.all(_HOMES))
    known = talk.installation.ledger.read(lambda db: places.find(db, "永茂社区/6号楼/2单元/302"))
    assert known is not None
    assert home == known.id


def test_a_check_in_and_a_return_begin_with_the_scanned_place_and_another_one_can_be_said(talk: Talk) -> None:
    scan(talk, "林秀", scene(talk, "二号村/3组"))
    talk("""林秀: 打卡 36.5 没事
            助手: 您怎么称呼？请回姓名。
            林秀: 林秀
            助手: 几单元几室？村里请说门牌号…
            林秀: 12号
            助手: 今天（1月20日）打卡好了：林秀，…""")
    scan(talk, "张伟", scene(talk, "永茂社区/6号楼"))
    talk("""张伟: 报备 后天从呼市坐K1302回来 一个人 住泰安社区2号楼1单元101
            助手: …您怎么称呼？请回姓名。
            张伟: 张伟
            助手: 手机号多少？…
            张伟: 13900002222
            助手: 请核对：
              张伟，139****2222，泰安社区2号楼1单元101
              …""")


def test_whoever_is_known_sees_what_they_can_do_there(talk: Talk) -> None:
    assert scan(talk, "王阿姨", scene(talk, "永茂社区/6号楼")).startswith(
        "您好，王阿姨。您扫的是永茂社区6号楼的码。\n您登记的就是这里：要打卡，说「打卡 36.5 没事」"
    )
    assert "您登记的住址是永茂社区6号楼2单元301。搬到这里了，说「我搬到二号村3组了」。" in scan(
        talk, "王阿姨", scene(talk, "二号村/3组")
    )
    assert "这里归您管：说「名单」看今天还差谁" in scan(talk, "李强", scene(talk, "永茂社区/6号楼"))
    assert "归您管" not in scan(talk, "李强", scene(talk, "二号村/3组"))
    assert "这里归您管" in scan(talk, "陈主任", scene(talk, "二号村/3组"))


MADE_UP = ["p1.{mac}", f"p2.{'0' * 32}", "永茂社区/6号楼", "7", "p1.", "p{id}.{mac}x"]


@pytest.mark.parametrize("made_up", MADE_UP)
def test_a_scene_that_was_made_up_is_ignored(talk: Talk, made_up: str) -> None:
    place_id, _, mac = scene(talk, "永茂社区/6号楼").removeprefix("p").partition(".")
    code = made_up.replace("{mac}", mac).replace("{id}", place_id)
    assert scan(talk, "赵某", code) == ""
    newcomer = talk.stand.person("林秀", openid="o-lin-xiu", follows=False)
    assert "您扫的是" not in talk.stand.act(newcomer, "follow", {"scene": code}).seen
    talk("""赵某: 打卡 36.5 没事
            助手: 您怎么称呼？…
            赵某: 赵小兰
            助手: 您住哪个社区或村？…""")


def test_a_scene_fits_the_platform_and_is_of_this_installation(ledger: Ledger) -> None:
    found(ledger)
    place = ledger.transact(lambda db: places.ensure(db, "永茂社区/6号楼"))
    made = scenes.scene_of(ledger.keys, place.id)
    assert len(scenes.scene_of(ledger.keys, 2**63 - 1)) <= 64
    assert ledger.read(lambda db: scenes.place_of(db, made)) == place
    assert ledger.read(lambda db: scenes.place_of(db, scenes.scene_of(ledger.keys, 9_999))) is None


def test_the_command_asks_the_platform_for_a_code_and_writes_its_picture(talk: Talk, tmp_path: Path) -> None:
    wanted = tmp_path / "pictures" / "door.png"
    assert make(talk.installation, "永茂社区/6号楼", wanted) == str(wanted)
    assert wanted.read_bytes().startswith(b"\x89PNG")
    (call,) = talk.stand.calls("qrcode/create")
    assert call.request == {
        "action_name": "QR_LIMIT_STR_SCENE",
        "action_info": {"scene": {"scene_str": scene(talk, "永茂社区/6号楼")}},
    }
    assert make(talk.installation, "二号村/3组", None) == str(talk.installation.settings.data_dir / "qr-二号村-3组.png")


def test_a_code_that_cannot_be_made_is_refused_in_one_line(talk: Talk, tmp_path: Path) -> None:
    for address, out in (("", None), ("火星社区", None), ("永茂社区/6号楼", tmp_path / "door.gif")):
        with pytest.raises(Refused):
            make(talk.installation, address, out)
    talk.stand.fault("qrcode/create", code=45009)
    with pytest.raises(Refused, match="no code was made; refused with 45009"):
        make(talk.installation, "永茂社区/6号楼", tmp_path / "door.png")


def test_what_the_platform_says_was_taken_back_is_deleted_and_answered_with_success(talk: Talk) -> None:
    zhao = talk.openid("赵某")
    scan(talk, "赵某", scene(talk, "永茂社区/6号楼"))
    talk("赵某: 打卡 36.5 没事\n助手: 您怎么称呼？…")

    def told(event: str, revoked: str) -> None:
        given = {
            "event": event,
            "elements": {"OpenID": zhao, "AppID": talk.stand.account.app_id, "RevokeInfo": revoked},
            "sender": "o-the-platform",
            "answerable": False,
        }
        outcome = talk.stand.act(zhao, "event", given)
        assert outcome.attempts[-1].status == 200

    told("user_info_modified", "1")
    assert (zhao,) in talk.installation.ledger.read(lambda db: db.all(_FORMS))
    told("user_authorization_revoke", "206")
    assert (zhao,) not in talk.installation.ledger.read(lambda db: db.all(_FORMS))
    talk("""赵某: 打卡 36.5 没事
            助手: 您怎么称呼？…
            赵某: 赵小兰
            助手: 您住哪个社区或村？…
            赵某: 取消
            助手: …""")
    told("user_authorization_cancellation", "")
    assert (zhao,) not in talk.installation.ledger.read(lambda db: db.all(_ACCOUNTS))


def test_leaving_ends_for_whom_an_account_speaks(talk: Talk) -> None:
    talk("""王阿姨: 添加家人 妈妈 王秀英 1950年
            助手: …
            王阿姨: 1
            助手: …
            王阿姨: 没有
            助手: …
            王阿姨: 1
            助手: 加上了：…""")
    assert len(talk.installation.ledger.read(lambda db: db.all(_FAMILY))) == 1
    talk.stand.act(talk.openid("王阿姨"), "unfollow")
    assert talk.installation.ledger.read(lambda db: db.all(_FAMILY)) == []
