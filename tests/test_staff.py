"""The office invites and ends roles in the chat; what has ended gives no right from the next word on (THREATS A19, A22)."""

import re

import pytest
from sqlalchemy import select

from commands.errors import Refused
from commands.role import end
from ledger import Db, people, places
from ledger.people import accounts
from ledger.statement import Statement
from ledger.tables import audit, invitation
from tests.talking import Talk

_INVITED = Statement(
    select(invitation.c.role, invitation.c.name, invitation.c.group_id).order_by(invitation.c.invited_at)
)
_AUDIT = Statement(select(audit.c.actor, audit.c.action).order_by(audit.c.id))
_CODE = re.compile("绑定 ([A-Z2-9]{16})")


def audited(talk: Talk, action: str) -> list[str]:
    return [who for who, what in talk.installation.ledger.read(lambda db: db.all(_AUDIT)) if what == action]


INVITATIONS = {
    "邀请 网格员 泰安社区/1网格 林秀": "林秀，网格员，泰安社区1网格",
    "邀请网格员 林秀 泰安社区1网格 13900001111": "林秀，网格员，泰安社区1网格",
    "邀请 社区负责人 泰安社区 林秀": "林秀，村（社区）负责人，泰安社区",
    "邀请 医疗保障组 林秀": "林秀，工作组成员，医疗保障组",
    "邀请 防控办 林秀": "林秀，街道疫情防控办",
    "邀请 专班组长 永茂社区 林秀": "林秀，工作专班组长，永茂社区",
    "邀请 居民 永茂社区6号楼2单元302 林秀": "林秀，居民，永茂社区6号楼2单元302",
    "邀请 监督执纪 林秀": "林秀，监督执纪",
}


@pytest.mark.parametrize("words", INVITATIONS)
def test_the_office_invites_for_a_role_and_the_code_binds(talk: Talk, words: str) -> None:
    code = _CODE.search(talk.say("陈主任", words))
    assert code is not None
    assert talk.say("林秀", f"绑定 {code[1]}").startswith(f"绑定好了：{INVITATIONS[words]}。")
    assert audited(talk, "invited") == ["陈主任"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("邀请 网格员 林秀", "没看明白要请谁来做什么。…"),
        ("邀请 林秀", "没看明白要请谁来做什么。…"),
        ("邀请 网格员 火星社区/1网格 林秀", "没有「火星社区/1网格」这个地方，还没有发绑定码。…"),
        ("邀请 管理员 林秀", "管理员只能在装助手的电脑上请：…"),
        ("邀请 工作组成员 林秀", "没看明白要请谁来做什么。…"),
    ],
)
def test_what_cannot_be_invited_is_refused_with_what_can(talk: Talk, words: str, answer: str) -> None:
    talk(f"陈主任: {words}\n助手: {answer}")
    assert talk.installation.ledger.read(lambda db: db.all(_INVITED)) == []


@pytest.mark.parametrize("who", ["王阿姨", "李强", "何医生", "赵某"])
@pytest.mark.parametrize("words", ["邀请 网格员 永茂社区/1网格 林秀", "撤销 李强 网格员"])
def test_from_anybody_else_the_words_are_ordinary_text(talk: Talk, who: str, words: str) -> None:
    heard = talk.say(who, words)
    assert not re.search("绑定|邀请|撤销「|身份", heard)
    assert talk.installation.ledger.read(lambda db: db.all(_INVITED)) == []
    assert audited(talk, "role ended") == []
    talk("李强: 待办\n助手: 现在没有等您办的事。")


def test_a_role_is_ended_with_an_echo_and_a_second_word(talk: Talk) -> None:
    talk("""李强: 待办
            助手: 现在没有等您办的事。
            陈主任: 撤销 李强 网格员
            助手: 要撤销「李强 尾号2222 网格员 永茂社区1网格」吗？…
              1 撤销　2 不撤
            陈主任: 1
            助手: 撤销了：李强 尾号2222 网格员 永茂社区1网格。…
            助手→李强: 街道防控办撤销了您的身份：…
            李强: 待办
            助手: 这个我还不会办…
            """)
    assert audited(talk, "role ended") == ["陈主任"]
    assert "代报" not in talk.say("李强", "代报 王阿姨 36.4 电话")


def test_a_second_thought_keeps_it(talk: Talk) -> None:
    talk("""陈主任: 撤销 李强 网格员
            助手: 要撤销「…」吗？…
            陈主任: 2
            助手: 没有撤，还和原来一样。
            李强: 待办
            助手: 现在没有等您办的事。
            陈主任: 撤销 李强 卡口
            助手: 李强现在没有这个身份，不用撤。
            陈主任: 撤销 陈主任 防控办
            助手: 要撤销「…」吗？…
            陈主任: 1
            助手: 自己的身份不能自己撤，…""")


def _give(talk: Talk, name: str, kind: str, scope: str) -> None:
    def work(db: Db) -> None:
        person_id = people.add(db, name=name, phone="13900006666", place_id=None, now=talk.clock[0], filed_by="test")
        people.grant(db, person_id, kind, places.ensure(db, scope).id, None, talk.clock[0])

    talk.installation.ledger.transact(work)


def test_of_several_roles_it_is_asked_which(talk: Talk) -> None:
    _give(talk, "李强", "grid_worker", "泰安社区/1网格")
    talk("""陈主任: 撤销 李强
            助手: 是哪一个？请回数字。
              1 李强 尾号2222 网格员 永茂社区1网格　2 李强 尾号6666 网格员 泰安社区1网格
            陈主任: 2
            助手: 要撤销「李强 尾号6666 网格员 泰安社区1网格」吗？…
            陈主任: 1
            助手: 撤销了：李强 尾号6666 …
            李强: 待办
            助手: 现在没有等您办的事。""")


def test_whoever_left_the_office_meanwhile_ends_nothing(talk: Talk) -> None:
    talk("""陈主任: 撤销 李强 网格员
            助手: 要撤销「…」吗？…""")
    end(talk.installation, "陈主任", None, None, "县里")
    talk("""陈主任: 1
            助手: 没有撤，还和原来一样。
            李强: 待办
            助手: 现在没有等您办的事。""")


def test_a_role_ends_by_a_command_on_the_host(talk: Talk) -> None:
    assert end(talk.installation, "李强", "grid_worker", None, "陈主任") == "ended: 李强, grid_worker of 永茂社区/1网格"
    talk("""李强: 待办
            助手: 这个我还不会办…""")
    for kind, name in ((None, "李强"), ("king", "李强"), (None, "没有人")):
        with pytest.raises(Refused):
            end(talk.installation, name, kind, None, "陈主任")
    _give(talk, "何医生", "grid_worker", "泰安社区/1网格")
    with pytest.raises(Refused, match="several"):
        end(talk.installation, "何医生", None, None, "陈主任")


def test_a_former_member_of_the_staff_who_comes_back_is_nobody_of_the_staff(talk: Talk) -> None:
    """Leaving ends the binding; registering by name and phone does not bring a role of the staff back."""
    openid = talk.openid("陈主任")
    talk.stand.act(openid, "unfollow")
    talk.stand.act(openid, "follow")
    talk("""陈主任: 登记 陈主任 13800004444 永茂社区6号楼2单元401
            助手: …
            陈主任: 1
            助手: 登记好了：…
            陈主任: 转人工
            助手: …""")
    assert talk.installation.ledger.read(lambda db: accounts.is_bound(db, openid))
    talk("""陈主任: 邀请 防控办 林秀
            助手: …""")
    assert talk.installation.ledger.read(lambda db: db.all(_INVITED)) == []
