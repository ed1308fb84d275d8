"""Whoever agreed to subscription messages (订阅通知) gets as many as they agreed to where their window is closed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from ledger import Ledger
from ledger.outbox import subscriptions
from ledger.people import accounts
from ledger.statement import Statement
from tests.talking import Talk, talking
from tests.test_templates import sent_to, wait_for, wrote_three_days_ago
from tests.town import NOW

FIELDS = "thing1={title},thing2={rest},time3={date} {time}"
CONTENT = "事项：{{thing1.DATA}}\n情况：{{thing2.DATA}}\n时间：{{time3.DATA}}"
ALERT = {"TEMPLATE_ID": "SUB_1", "FIELDS": FIELDS}
_KEPT = Statement(text('SELECT template_id, "left", always FROM subscription_consent ORDER BY template_id'))

_NUMBER = Statement(text("SELECT platform_id FROM outbox WHERE channel = 'subscribe'"))


def settings(**more: str) -> dict[str, str]:
    """The subscription message for alerts as the environment sets it, and what else is set."""
    return {f"HEXI_SUBSCRIPTIONS__ALERT__{name}": value for name, value in {**ALERT, **more}.items()}


@pytest.fixture
def once(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """A subscription message for alerts that needs a consent for each; windows close as they do in real life."""
    with talking(ledger_url, data_dir, **settings()) as playing:
        playing.stand.template("SUB_1", "健康异常提醒", CONTENT, subscribe=True)
        wrote_three_days_ago(playing, "何医生")
        yield playing


@pytest.fixture
def for_good(ledger_url: str, data_dir: Path) -> Iterator[Talk]:
    """The same by a long-term template, beside an ordinary one."""
    template = {f"HEXI_TEMPLATES__ALERT__{name}": value for name, value in {**ALERT, "TEMPLATE_ID": "T_1"}.items()}
    with talking(ledger_url, data_dir, **settings(LONG_TERM="true"), **template) as playing:
        playing.stand.template("SUB_1", "健康异常提醒", CONTENT, subscribe=True, long_term=True)
        playing.stand.template("T_1", "健康异常提醒", CONTENT)
        wrote_three_days_ago(playing, "何医生")
        yield playing


def agrees(talk: Talk, who: str, **answers: str) -> None:
    talk.stand.act(talk.openid(who), "consent", {"answers": answers})


def kept(talk: Talk) -> list[tuple[Any, ...]]:
    return talk.installation.ledger.read(lambda db: db.all(_KEPT))


def test_one_consent_is_one_message_and_the_next_waits(once: Talk) -> None:
    talk = once
    agrees(talk, "何医生", SUB_1="accept", OTHER="reject")
    assert kept(talk) == [("SUB_1", 1, 0)]
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    came = talk.stand.wait_for(talk.openid("何医生"), channel="subscribe", within=60.0)
    assert came.text.startswith("健康异常提醒\n事项：【紧急】医疗保障组 第1号")
    wait_for(talk, "何医生", ("confirmed", "subscribe", None))
    assert kept(talk) == []
    talk.say("王阿姨", "打卡 38.5 有点咳嗽")
    wait_for(talk, "何医生", ("confirmed", "subscribe", None), ("due", None, "waits for the next contact"))


def test_two_consents_are_two_messages(once: Talk) -> None:
    agrees(once, "何医生", SUB_1="accept")
    agrees(once, "何医生", SUB_1="accept", OTHER="reject")  # the same event in the same second would be a repeat
    assert kept(once) == [("SUB_1", 2, 0)]
    once.say("王阿姨", "打卡 37.8 有点咳嗽")
    once.stand.wait_for(once.openid("何医生"), channel="subscribe", within=60.0)
    wait_for(once, "何医生", ("confirmed", "subscribe", None))
    assert kept(once) == [("SUB_1", 1, 0)]


def test_a_long_term_consent_stays_until_it_is_switched_off(for_good: Talk) -> None:
    talk = for_good
    agrees(talk, "何医生", SUB_1="accept")
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    wait_for(talk, "何医生", ("confirmed", "subscribe", None))
    assert kept(talk) == [("SUB_1", 0, 1)]
    talk.stand.act(talk.openid("何医生"), "consent_change", {"template_id": "SUB_1"})
    assert kept(talk) == []
    talk.say("王阿姨", "打卡 38.5 有点咳嗽")
    wait_for(talk, "何医生", ("confirmed", "subscribe", None), ("confirmed", "template", None))


def test_a_consent_that_the_platform_does_not_know_is_forgotten_and_the_template_taken(for_good: Talk) -> None:
    talk = for_good
    agrees(talk, "何医生", SUB_1="accept")
    talk.stand.change(talk.openid("何医生"), consents={"SUB_1": "reject"})  # the event never came
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    wait_for(talk, "何医生", ("confirmed", "template", None))
    assert kept(talk) == []


def test_the_change_event_may_name_its_elements_like_the_popup(once: Talk) -> None:
    agrees(once, "何医生", SUB_1="accept")
    entry = {"TemplateId": "SUB_1", "SubscribeStatusString": "reject"}
    elements = {"SubscribeMsgPopupEvent": {"List": entry}}
    once.stand.act(once.openid("何医生"), "event", {"event": "subscribe_msg_change_event", "elements": elements})
    assert kept(once) == []


def test_a_subscription_message_that_did_not_arrive_is_a_visit(once: Talk) -> None:
    talk = once
    talk.stand.settings(finish_events=False)
    agrees(talk, "何医生", SUB_1="accept")
    talk.say("王阿姨", "打卡 37.8 有点咳嗽")
    wait_for(talk, "何医生", ("sent", "subscribe", None))
    number = talk.installation.ledger.read(lambda db: db.value(_NUMBER))
    entry = {"TemplateId": "SUB_1", "MsgID": number, "ErrorCode": "43108", "ErrorStatus": "failed"}
    elements = {"SubscribeMsgSentEvent": {"List": [entry, {**entry, "MsgID": "4711"}]}}
    talk.stand.act(talk.openid("何医生"), "event", {"event": "subscribe_msg_sent_event", "elements": elements})
    assert sent_to(talk, "何医生") == [("unreachable", "subscribe", "not delivered: error 43108")]


def test_what_an_account_agreed_to_goes_with_it(ledger: Ledger) -> None:
    ledger.transact(lambda db: subscriptions.agree(db, "o-wang", "SUB_1", long_term=True, now=NOW))
    assert ledger.read(subscriptions.counts) == {"SUB_1": 1}
    ledger.transact(lambda db: accounts.forget(db, "o-wang"))
    assert ledger.read(subscriptions.counts) == {}
