"""QR codes that people scan, and notices that they agree to, on the stand-in."""

from collections.abc import Iterator

import pytest
import requests

from simulator.account import invent
from simulator.client import Stand
from tests.api_caller import Api
from tests.tiny_bot import TinyBot, running


@pytest.fixture
def bot() -> Iterator[TinyBot]:
    with running(invent()) as tiny:
        yield tiny


@pytest.fixture
def stand(bot: TinyBot) -> Iterator[Stand]:
    with Stand.in_thread(bot.url, bot.account, deadline=0.4, pause=0.01) as running_stand:
        yield running_stand


@pytest.fixture
def api(stand: Stand) -> Api:
    caller = Api(stand)
    caller.fetch_token()
    return caller


def code(api: Api, scene: str, seconds: int = 60) -> dict[str, str]:
    body = {"expire_seconds": seconds, "action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
    return {name: str(value) for name, value in api.post("qrcode/create", body).items()}


@pytest.mark.parametrize("named_by", ["scene", "ticket", "content"])
def test_a_follower_s_scan_is_scan_and_a_stranger_s_is_a_subscription_with_a_prefix(
    named_by: str, bot: TinyBot, stand: Stand, api: Api
) -> None:
    made = code(api, "door-7")
    given = {"scene": "door-7", "ticket": made["ticket"], "content": made["url"]}
    follower, stranger = stand.person("王阿姨"), stand.person("林秀", follows=False)
    stand.act(follower, "scan", {named_by: given[named_by]})
    stand.act(stranger, "scan", {named_by: given[named_by]})
    came = [(got.message["Event"], got.message["EventKey"], got.message["Ticket"]) for got in bot.received]
    assert came == [
        ("SCAN", "door-7", made["ticket"]),
        ("subscribe", "qrscene_door-7", made["ticket"]),
    ]
    assert [person["follows"] for person in stand.people()] == [True, True]


def test_a_picture_of_a_code_that_the_bot_sent_can_be_scanned(bot: TinyBot, stand: Stand, api: Api) -> None:
    made = code(api, "door-7")
    address = f"{stand.url}/cgi-bin/showqrcode"
    picture = requests.get(address, params={"ticket": made["ticket"]}, proxies={"http": ""}, timeout=60).content
    media_id = api.upload("image", "code.png", picture)["media_id"]
    resident = stand.person("王阿姨")
    stand.act(resident, "scan", {"media_id": media_id})
    assert bot.received[-1].message["EventKey"] == "door-7"


@pytest.mark.parametrize("named_by", ["scene", "ticket", "content"])
def test_an_expired_code_is_refused_by_the_phone(named_by: str, bot: TinyBot, stand: Stand, api: Api) -> None:
    made = code(api, "door-7", seconds=60)
    given = {"scene": "door-7", "ticket": made["ticket"], "content": made["url"]}
    resident = stand.person("王阿姨")
    stand.advance(61)
    with pytest.raises(ValueError, match="expired"):
        stand.act(resident, "scan", {named_by: given[named_by]})
    assert bot.received == []


def test_a_code_of_somebody_else_is_no_scan(bot: TinyBot, stand: Stand) -> None:
    resident = stand.person("王阿姨")
    with pytest.raises(ValueError, match="no code of the account"):
        stand.act(resident, "scan", {"content": "https://example.com/"})
    assert bot.received == []


def notice(api: Api, openid: str, template_id: str) -> int:
    body = {"touser": openid, "template_id": template_id, "data": {"thing1": {"value": "有新通知"}}}
    return int(str(api.post("message/subscribe/bizsend", body)["errcode"]))


def test_one_consent_is_one_notice_a_long_term_one_is_for_good(bot: TinyBot, stand: Stand, api: Api) -> None:
    stand.template("ONCE", "到货提醒", "{{thing1.DATA}}", subscribe=True)
    stand.template("LONG", "防疫通知", "{{thing1.DATA}}", long_term=True)
    resident = stand.person("王阿姨")
    assert [notice(api, resident, one) for one in ("ONCE", "LONG")] == [43101, 43101]
    stand.act(resident, "consent", {"answers": {"ONCE": "accept", "LONG": "accept"}})
    listed = bot.wait_for_event("subscribe_msg_popup_event").message["SubscribeMsgPopupEvent"]
    assert [entry["SubscribeStatusString"] for entry in listed["List"]] == ["accept", "accept"]  # type: ignore[index]
    assert [notice(api, resident, one) for one in ("ONCE", "ONCE", "LONG", "LONG")] == [0, 43101, 0, 0]
    bubble = stand.chat(resident)[0]
    assert (bubble.kind, bubble.text) == ("consent", "到货提醒\n防疫通知")


def test_a_notice_can_be_declined_and_switched_off_later(bot: TinyBot, stand: Stand, api: Api) -> None:
    stand.template("LONG", "防疫通知", "{{thing1.DATA}}", long_term=True)
    resident = stand.person("王阿姨")
    stand.act(resident, "consent", {"template_id": "LONG", "answer": "reject"})
    assert notice(api, resident, "LONG") == 43101
    stand.act(resident, "consent", {"template_id": "LONG"})
    assert notice(api, resident, "LONG") == 0
    stand.act(resident, "consent_change", {"template_id": "LONG"})
    bot.wait_for_event("subscribe_msg_change_event")
    assert notice(api, resident, "LONG") == 43101
