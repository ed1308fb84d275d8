"""The account's menu: what it may hold, how it is published, who carries which tag, and that every entry is answered."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.account.menu import load_menu
from bot.account.tagging import Tagger
from bot.sending.client import OfficialAccount
from bot.sending.fates import SendError
from bot.words import BadWords
from commands import menu
from commands.errors import Refused
from commands.wiring import HANDLERS, build_tagger, open_official
from ledger import Db, people
from ledger.people import accounts, roles
from tests.gate_town import GATE, guard, lead
from tests.talking import Talk, talking

MENU = load_menu(HANDLERS)
STAFF = [one.model_dump() for one in MENU.staff]


@pytest.fixture
def account(talk: Talk) -> OfficialAccount:
    return open_official(talk.installation, talk.installation.settings.require_account())


@pytest.fixture
def tagger(talk: Talk, account: OfficialAccount) -> Tagger:
    return build_tagger(talk.installation, account)


def names(buttons: Any) -> list[str]:
    return [button["name"] for button in buttons]


def seen_by(account: OfficialAccount, talk: Talk, who: str) -> list[str]:
    """The buttons that somebody sees."""
    return names(account.post("menu/trymatch", data={"user_id": talk.openid(who)})["button"])


def tags_of(account: OfficialAccount, talk: Talk, who: str) -> list[str]:
    by_id = {number: name for name, number in account.tags().items()}
    answer = account.post("tags/getidlist", data={"openid": talk.openid(who)})
    return [by_id[number] for number in answer["tagid_list"]]


def end_roles(talk: Talk, who: str) -> None:
    def work(db: Db) -> None:
        for held in roles.of_name(db, who):
            assert roles.end(db, held.id, talk.clock[0])

    talk.installation.ledger.transact(work)


def test_the_platform_takes_every_menu(talk: Talk, account: OfficialAccount) -> None:
    said = menu.publish(talk.installation)
    assert "5 by tag" in said
    first = account.get("menu/get")
    assert names(first["menu"]["button"]) == ["我要办", "问一问", "我的"]
    rules = {str(number): name for name, number in account.tags().items()}
    assert [rules[one["matchrule"]["tag_id"]] for one in first["conditionalmenu"]] == [one.tag for one in MENU.staff]
    assert menu.publish(talk.installation) == said
    again = account.get("menu/get")
    assert len(again["conditionalmenu"]) == len(MENU.staff) and set(account.tags()) == {one.tag for one in MENU.staff}
    assert {one["menuid"] for one in again["conditionalmenu"]}.isdisjoint(
        {one["menuid"] for one in first["conditionalmenu"]}
    )


def test_what_the_platform_refuses_is_said_with_what_to_do(talk: Talk) -> None:
    talk.stand.fault("menu/create", code=45009)
    with pytest.raises(Refused, match=r"run it again.*used up"):
        menu.publish(talk.installation)


def test_staff_see_the_menu_of_their_role_as_long_as_they_hold_it(
    talk: Talk, account: OfficialAccount, tagger: Tagger
) -> None:
    menu.publish(talk.installation)
    guard(talk, "老马", GATE)
    lead(talk)
    assert tagger.mend() == 5  # 李强, 何医生, 陈主任, 老马, 周平
    assert seen_by(account, talk, "老马") == ["卡口", "值班", "我的"]
    assert seen_by(account, talk, "李强") == ["网格", "我要办", "我的"]
    assert seen_by(account, talk, "陈主任") == ["防控办", "我要办", "我的"]
    assert seen_by(account, talk, "周平") == ["专班", "我要办", "我的"]
    assert seen_by(account, talk, "何医生") == ["我的任务", "我要办", "我的"]
    assert seen_by(account, talk, "王阿姨") == ["我要办", "问一问", "我的"]
    assert tagger.mend() == 0
    end_roles(talk, "老马")
    assert tagger.mend() == 1
    assert seen_by(account, talk, "老马") == ["我要办", "问一问", "我的"]
    assert tags_of(account, talk, "老马") == []


def test_somebody_with_two_roles_carries_one_tag_and_then_the_other(
    talk: Talk, account: OfficialAccount, tagger: Tagger
) -> None:
    guard(talk, "老马", GATE)
    tagger.mend()
    assert tags_of(account, talk, "老马") == ["卡口值守"]
    talk.installation.ledger.transact(
        lambda db: people.grant(db, roles.of_name(db, "老马")[0].person_id, "group_member", None, "supplies", 1)
    )
    assert tagger.mend() == 0
    talk.installation.ledger.transact(lambda db: roles.end(db, roles.of_name(db, "老马")[0].id, talk.clock[0]))
    assert tagger.mend() == 1
    assert tags_of(account, talk, "老马") == ["工作组"]


def test_one_account_that_is_refused_holds_up_nobody(talk: Talk, account: OfficialAccount, tagger: Tagger) -> None:
    for who in ("老马", "小吴"):
        guard(talk, who, GATE)
    talk.stand.change(talk.openid("老马"), follows=False)
    assert tagger.mend() == 4
    assert tags_of(account, talk, "小吴") == ["卡口值守"]
    calls = len(talk.stand.calls("tags/members/batchtagging"))
    assert tagger.mend() == 0 and len(talk.stand.calls("tags/members/batchtagging")) == calls
    talk.stand.change(talk.openid("老马"), follows=True)
    talk.later(minutes=11)
    assert tagger.mend() == 1
    assert tags_of(account, talk, "老马") == ["卡口值守"]


def test_a_tag_that_somebody_deleted_is_made_again(talk: Talk, account: OfficialAccount, tagger: Tagger) -> None:
    guard(talk, "老马", GATE)
    tagger.mend()
    account.post("tags/delete", data={"tag": {"id": account.tags()["卡口值守"]}})
    guard(talk, "小吴", GATE)
    with pytest.raises(SendError):
        tagger.mend()
    assert tagger.mend() == 1
    assert tags_of(account, talk, "小吴") == ["卡口值守"]


def test_whoever_left_is_tagged_anew_when_they_come_back(talk: Talk, account: OfficialAccount, tagger: Tagger) -> None:
    guard(talk, "老马", GATE)
    tagger.mend()
    talk.stand.act(talk.openid("老马"), "unfollow")
    talk.stand.act(talk.openid("老马"), "follow")
    assert tagger.mend() == 0
    held = talk.installation.ledger.read(lambda db: roles.of_name(db, "老马")[0].person_id)
    talk.installation.ledger.transact(lambda db: accounts.bind(db, talk.openid("老马"), held))
    assert tagger.mend() == 1
    assert tags_of(account, talk, "老马") == ["卡口值守"]


def test_it_happens_by_itself_and_goes_on_after_a_refusal(
    talk: Talk, account: OfficialAccount, tagger: Tagger
) -> None:
    guard(talk, "老马", GATE)
    tagger.start()
    for _ in range(600):
        if tags_of(account, talk, "老马"):
            break
        talk.stand.chat(talk.openid("老马"), wait=0.05)
    assert tags_of(account, talk, "老马") == ["卡口值守"]
    assert tagger.stop()


# Whoever sees a menu, and the roles behind it.
_WHO = {
    "everybody": "王阿姨",
    "卡口值守": "老马",
    "街道防控办": "陈主任",
    "专班组长": "周平",
    "网格和社区": "李强",
    "工作组": "何医生",
}
_ENTRIES = [
    (_WHO[tag], entry.key)
    for tag, row in [("everybody", MENU.everybody), *((one.tag, one.buttons) for one in MENU.staff)]
    for button in row
    for entry in MENU.buttons[button].entries
    if not entry.scans
]


def test_every_entry_of_every_menu_is_answered_like_its_words(ledger_url: str, data_dir: Path) -> None:
    with talking(ledger_url, data_dir, HEXI_LIMITS__MESSAGES_PER_MINUTE="1000") as talk:
        guard(talk, "老马", GATE)
        lead(talk)
        for who, key in _ENTRIES:
            tapped = talk.stand.act(talk.openid(who), "click", {"key": key}).seen
            assert tapped and "我还不会办" not in tapped, (who, key, tapped)
            talk.say(who, "取消")
            if key in {"接班", "交班"}:
                continue  # what is done is not done again
            said = talk.say(who, key)  # the notice about personal data comes once, with the tap
            assert said and tapped.endswith(said), (who, key)
            talk.say(who, "取消")
            talk.later(minutes=1)


def test_somebody_new_who_taps_is_answered_too(talk: Talk) -> None:
    for number, button in enumerate(MENU.everybody):
        for entry in MENU.buttons[button].entries:
            who = f"新来的{number}{entry.name}"
            seen = talk.stand.act(talk.openid(who), "click", {"key": entry.key}).seen
            assert seen and "我还不会办" not in seen, (entry.name, seen)


def test_a_tap_in_the_middle_of_a_form_comes_back_to_it(talk: Talk) -> None:
    talk.say("王阿姨", "返乡报备")
    seen = talk.stand.act(talk.openid("王阿姨"), "click", {"key": "我的记录"}).seen
    assert "返乡" in seen or "哪" in seen


def _changed(tmp_path: Path, change: Mapping[str, Any]) -> Path:
    content = yaml.safe_load((HANDLERS / "menu.yaml").read_text(encoding="utf-8"))
    (tmp_path / "menu.yaml").write_text(yaml.safe_dump({**content, **change}, allow_unicode=True), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"everybody": ["file", "ask", "mine", "work"]}, "at most 3"),
        ({"everybody": ["file", "nothing"]}, "nothing"),
        ({"buttons": {"file": {"name": "我要办事情", "entries": [{"name": "好"}] * 6}}}, "at most 5"),
        ({"buttons": {"file": {"name": "六个字的名字", "entries": [{"name": "好"}]}}}, "at most 16 bytes"),
        ({"buttons": {"file": {"name": "好", "entries": [{"name": "好" * 21}]}}}, "at most 60 bytes"),
        ({"buttons": {"file": {"name": "好", "entries": [{"name": "好", "says": "好" * 43}]}}}, "at most 128 bytes"),
        ({"staff": [*STAFF, STAFF[0]]}, "a tag is there twice"),
        ({"staff": [*STAFF, {**STAFF[0], "tag": "甲"}]}, "a role is there twice"),
    ],
)
def test_what_the_platform_would_refuse_is_refused_here(tmp_path: Path, change: Mapping[str, Any], why: str) -> None:
    with pytest.raises(BadWords, match=why):
        load_menu(_changed(tmp_path, change))


def test_every_role_of_the_menus_is_one() -> None:
    assert {role for one in MENU.staff for role in one.roles} <= set(people.STAFF_ROLES)
