"""Binding an account by an invitation's code, as it is talked: at once, once, for a day, and nobody guesses one."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from commands.invite import invite
from ledger import Db, people
from ledger.people import Role
from ledger.people.invitations import TRIES, Wanted
from ledger.statement import Statement
from ledger.tables import account, person, return_report
from tests.talking import Talk

_WHOSE = Statement(
    select(person.c.id, person.c.name).select_from(account.join(person, person.c.id == account.c.person_id))
)
_REPORTS = Statement(select(return_report.c.name, return_report.c.filed_by))
REFUSED = "这个绑定码不对、用过了或过期了…"
LOCKED = "试的次数多了，请一小时后再试…"


def code_for(talk: Talk, kind: str, name: str, scope: str | None = None, phone: str | None = None) -> str:
    return invite(talk.installation, [Wanted(kind, name, scope, phone)])[0]


def people_of_accounts(talk: Talk) -> list[tuple[int, str]]:
    """(person id, name) of everybody for whom an account speaks."""
    return talk.installation.ledger.read(lambda db: db.all(_WHOSE))


def roles(talk: Talk, name: str) -> Sequence[Role]:
    """The roles of the one person of this name for whom an account speaks."""
    (person_id,) = [found for found, called in people_of_accounts(talk) if called == name]
    return talk.installation.ledger.read(lambda db: people.roles_of(db, person_id))


@pytest.mark.parametrize(
    ("kind", "scope", "where", "reaches"),
    [
        ("resident", "泰安社区/3号楼/1单元/101", "居民，泰安社区3号楼1单元101。…", "泰安社区/3号楼/1单元/101"),
        ("resident", "二号村/3组/12号", "居民，二号村3组12号。…", "二号村/3组/12号"),
        ("grid_worker", "泰安社区/2网格", "网格员，泰安社区2网格。…待办…", "泰安社区/2网格"),
        ("community_lead", "二号村", "村（社区）负责人，二号村。…待办…", "二号村"),
        ("task_force_leader", "永茂社区/6号楼", "工作专班组长，永茂社区6号楼。…", "永茂社区/6号楼"),
        ("gate_guard", "永茂社区", "卡口值守，永茂社区。…", "永茂社区"),
        ("group_member", "supplies", "工作组成员，物资保障组。…", "supplies"),
        ("office", None, "街道疫情防控办。…", None),
        ("leader", None, "领导小组。…", None),
        ("inspector", None, "监督执纪。…", None),
        ("admin", None, "管理员。…", None),
    ],
)
def test_whoever_sends_their_code_is_bound_at_once_and_asked_nothing(
    talk: Talk, kind: str, scope: str | None, where: str, reaches: str | None
) -> None:
    code = code_for(talk, kind, "林秀", scope, "13900001234")
    talk(f"""林秀: 绑定 {code}
             助手: 绑定好了：林秀，{where}
             林秀: 打卡 36.5 没事
             助手: 今天（1月20日）打卡好了：林秀，36.5℃，…""")
    (role,) = roles(talk, "林秀")
    assert (role.kind, role.address or role.group_id) == (kind, reaches)


def test_a_code_may_be_typed_as_people_type(talk: Talk) -> None:
    def full_width(code: str) -> str:
        return "".join(chr(ord(letter) + 0xFEE0) for letter in code)

    for number, typed in enumerate(("绑定{}", "绑定  {}", " 绑定 {} ", "绑定　{}")):
        for manner in (str, str.lower, full_width):
            name = f"林秀{number}{manner.__name__[0]}"
            words = typed.format(manner(code_for(talk, "resident", name, "永茂社区/6号楼/2单元/302")))
            assert f"绑定好了：{name}，" in talk.say(name, words), words


def test_a_code_binds_one_account_and_is_then_worth_nothing(talk: Talk) -> None:
    code = code_for(talk, "office", "周科员")
    talk(f"""周科员: 绑定 {code}
             助手: 绑定好了：周科员，…
             赵某: 绑定 {code}
             助手: {REFUSED}
             周科员: 绑定 {code}
             助手: {REFUSED}
             赵某: 待办
             助手: 这个我还不会办…""")
    assert [name for _, name in people_of_accounts(talk)].count("周科员") == 1


def test_the_same_push_again_is_told_that_it_is_bound(talk: Talk) -> None:
    code = code_for(talk, "resident", "林秀", "永茂社区")
    said = [talk.stand.say(talk.openid("林秀"), f"绑定 {code}", msg_id=5).seen for _ in range(2)]
    assert said[0] == said[1]
    assert "绑定好了" in said[0]


def test_a_code_is_good_for_a_day_of_the_applications_clock(talk: Talk) -> None:
    early, late = (code_for(talk, "resident", name, "永茂社区") for name in ("林秀", "赵小兰"))
    talk.later(hours=23, minutes=59)
    talk(f"""林秀: 绑定 {early}
             助手: 绑定好了：林秀，…""")
    talk.later(minutes=1)
    talk(f"""赵某: 绑定 {late}
             助手: {REFUSED}""")


def test_five_wrong_codes_lock_an_account_for_an_hour_and_nobody_else(talk: Talk) -> None:
    guesses = ["绑定 ABCDEFGHJKLMNPQR", "绑定 123", "绑定", "绑定 AAAAAAAAAAAAAAAA", "绑定 对不起我找不到了"]
    assert len(guesses) == TRIES
    for guess in guesses:
        talk(f"赵某: {guess}\n助手: {REFUSED}")
    code = code_for(talk, "resident", "赵小兰", "永茂社区")
    talk(f"""赵某: 绑定 {code}
             助手: {LOCKED}
             赵某: 打卡 36.5 没事
             助手: 您怎么称呼？…""")
    other = code_for(talk, "resident", "林秀", "永茂社区")
    talk(f"林秀: 绑定 {other}\n助手: 绑定好了：…")
    talk.later(minutes=59)
    talk(f"赵某: 绑定 {code}\n助手: {LOCKED}")
    talk.later(minutes=1)
    talk(f"赵某: 绑定 {code}\n助手: 绑定好了：赵小兰，…")


def test_a_resident_who_becomes_grid_worker_stays_one_person_with_her_home(talk: Talk) -> None:
    before = len(people_of_accounts(talk))
    code = code_for(talk, "grid_worker", "王阿姨", "永茂社区/1网格")
    talk(f"""王阿姨: 绑定 {code}
             助手: 绑定好了：王阿姨，网格员，永茂社区1网格。…
             王阿姨: 报备 今天从呼和浩特开车回来 就我自己
             助手: 请核对：
               王阿姨，138****1111，永茂社区6号楼2单元301…
             王阿姨: 取消
             助手: …
             王阿姨: 待办
             助手: 现在没有等您办的事。""")
    assert [role.kind for role in roles(talk, "王阿姨")] == ["resident", "grid_worker"]
    assert len(people_of_accounts(talk)) == before


def test_an_account_that_is_bound_anew_speaks_for_the_other_person_only(talk: Talk) -> None:
    code = code_for(talk, "resident", "赵小兰", "二号村/3组/12号", "13900001234")
    talk(f"""李强: 绑定 {code}
             助手: 绑定好了：赵小兰，居民，二号村3组12号。…
             李强: 待办
             助手: 这个我还不会办…
             李强: 打卡 36.6 没事
             助手: 今天（1月20日）打卡好了：赵小兰，…""")
    names = [name for _, name in people_of_accounts(talk)]
    assert ("李强" in names, "赵小兰" in names) == (False, True)
    talk.say("王阿姨", "打卡 39 咳嗽")
    talk.reaches("何医生", "【紧急】…")
    # Nobody tells him any more: his account speaks for somebody else now.
    assert not any("王阿姨" in one.text for one in talk.stand.chat(talk.openid("李强")))
    code = code_for(talk, "grid_worker", "李强", "永茂社区/1网格")
    talk(f"李强: 绑定 {code}\n助手: 绑定好了：李强，网格员，…")


def test_binding_ends_the_form_that_was_open_and_keeps_what_was_filed(talk: Talk) -> None:
    code = code_for(talk, "resident", "林秀", "永茂社区/6号楼/2单元/302", "13900001234")
    talk(f"""赵某: 报备 后天从呼和浩特坐K1302回来 就我自己
             助手: …
             赵某: 绑定 {code}
             助手: 绑定好了：林秀，…
             赵某: 对
             助手: 现在没有等您回答的问题。…
             赵某: 报备 后天从呼和浩特坐K1302回来 就我自己
             助手: 请核对：
               林秀，139****1234，永茂社区6号楼2单元302…
             赵某: 1
             助手: 报备好了，…""")
    assert talk.installation.ledger.read(lambda db: db.all(_REPORTS)) == [("林秀", "林秀")]


def test_whoever_leaves_is_nobody_when_they_come_back(talk: Talk) -> None:
    openid = talk.openid("陈主任")
    talk.stand.act(openid, "unfollow")
    talk.stand.act(openid, "follow")
    talk("""陈主任: 待办
            助手: 这个我还不会办…""")
    code = code_for(talk, "office", "陈主任")
    talk(f"陈主任: 绑定 {code}\n助手: 绑定好了：陈主任，街道疫情防控办。…")


def test_a_code_and_a_phone_are_in_no_answer(talk: Talk) -> None:
    code = code_for(talk, "resident", "林秀", "永茂社区/6号楼/2单元/302", "13900001234")
    said = talk.say("林秀", f"绑定 {code}")
    assert code not in said
    assert "1390000" not in said

    def stored(db: Db) -> str:
        return repr(db.all(Statement(select(person))))

    assert "13900001234" not in talk.installation.ledger.read(stored)
