"""Tokens and customer-service messages of the stand-in are those of the platform's documents."""

from collections.abc import Iterator

import pytest

from simulator.client import Stand
from tests.api_caller import Api

HOUR = 3600


@pytest.fixture
def stand() -> Iterator[Stand]:
    with Stand.in_thread(deadline=0.2, pause=0.01) as running_stand:
        yield running_stand


@pytest.fixture
def api(stand: Stand) -> Api:
    made = Api(stand)
    made.fetch_token()
    return made


# Tokens


def test_each_plain_token_cuts_the_one_before_to_five_minutes(stand: Stand, api: Api) -> None:
    first = api.token
    assert api.fetch_token()["expires_in"] == 7200
    second, api.token = api.token, first
    assert api.get("getcallbackip")["ip_list"] == ["127.0.0.1", "::1"]
    stand.advance(301)
    refused = api.get("getcallbackip")
    assert refused["errcode"] == 40001
    assert "rid: " in str(refused["errmsg"])
    api.token = second
    assert "ip_list" in api.get("getcallbackip")
    stand.advance(7200)
    assert api.get("getcallbackip")["errcode"] == 42001


def test_the_stable_token_stays_until_its_last_five_minutes_and_then_overlaps(stand: Stand, api: Api) -> None:
    first = api.stable()
    assert api.stable()["access_token"] == first["access_token"]
    stand.advance(7200 - 299)
    second = api.stable()
    assert second["access_token"] != first["access_token"]
    api.token = str(first["access_token"])
    assert "ip_list" in api.get("getcallbackip")
    stand.advance(300)
    assert api.get("getcallbackip")["errcode"] == 42001


def test_a_forced_token_replaces_the_old_one_but_not_within_thirty_seconds(stand: Stand, api: Api) -> None:
    api.token = str(api.stable()["access_token"])
    forced = api.stable(force_refresh=True)
    assert api.get("getcallbackip")["errcode"] == 40001
    assert api.stable(force_refresh=True)["access_token"] == forced["access_token"]
    for _ in range(19):
        stand.advance(31)
        api.stable(force_refresh=True)
    stand.advance(31)
    assert api.stable(force_refresh=True)["errcode"] == 45009


def test_the_two_families_leave_each_other_alone(api: Api) -> None:
    plain, stable = api.token, str(api.stable()["access_token"])
    for token in (plain, stable):
        api.token = token
        assert "ip_list" in api.get("getcallbackip")


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"appid": "wx0"}, 40013),
        ({"secret": "wrong"}, 40001),
    ],
)
def test_wrong_credentials_get_no_token(changed: dict[str, str], errcode: int, api: Api) -> None:
    assert api.fetch_token(**changed)["errcode"] == errcode
    assert api.stable(**changed)["errcode"] == errcode


def test_an_address_that_is_not_listed_and_a_frozen_secret_get_no_token(stand: Stand, api: Api) -> None:
    stand.settings(whitelisted=False)
    refused = api.fetch_token()
    assert (refused["errcode"], "127.0.0.1" in str(refused["errmsg"])) == (40164, True)
    stand.settings(whitelisted=True, secret_frozen=True)
    assert api.stable()["errcode"] == 40243


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("unknown", 40001), ("not a token", 40014)])
def test_a_call_needs_a_token(token: str, errcode: int, api: Api) -> None:
    api.token = token
    assert api.get("getcallbackip")["errcode"] == errcode


# Customer-service messages


def test_a_message_opens_five_for_two_days(stand: Stand, api: Api) -> None:
    resident = stand.person("王阿姨")
    assert api.send(resident) == 45015
    stand.say(resident, "你好")
    assert [api.send(resident) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    stand.say(resident, "还在吗")
    stand.advance(48 * HOUR - 5)
    api.fetch_token()
    assert api.send(resident) == 0
    stand.advance(6)
    assert api.send(resident) == 45015


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("click", {"key": "K"}),
        ("follow", {}),
        ("scan", {"scene": "1"}),
        ("tap", {"text": "1", "menu_id": "1"}),
    ],
)
def test_a_click_a_follow_and_a_scan_open_three_for_a_minute(
    action: str, given: dict[str, str], stand: Stand, api: Api
) -> None:
    resident = stand.person()
    stand.act(resident, action, given)
    assert [api.send(resident) for _ in range(4)] == [0, 0, 0, 45047]
    stand.advance(61)
    assert api.send(resident) == 45015


def test_a_link_opens_nothing_and_allowances_do_not_add_up(stand: Stand, api: Api) -> None:
    resident = stand.person()
    stand.act(resident, "view", {"url": "https://example.org/"})
    assert api.send(resident) == 45015
    stand.say(resident, "你好")
    stand.act(resident, "click", {"key": "K"})
    assert [api.send(resident) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_whoever_left_or_blocks_is_not_reached(stand: Stand, api: Api) -> None:
    resident = stand.person()
    stand.say(resident, "你好")
    stand.change(resident, blocked="blacklisted")
    assert api.send(resident) == 43019
    stand.change(resident, blocked="refuses")
    assert api.send(resident) == 48002
    stand.change(resident, blocked="")
    stand.act(resident, "unfollow")
    assert api.send(resident) == 45015
    assert api.send("o" * 28) == 40003


@pytest.mark.parametrize(
    ("message", "errcode"),
    [
        ({"msgtype": "text", "text": {"content": ""}}, 44004),
        ({"msgtype": "text", "text": {"content": "字" * 683}}, 45002),
        ({"msgtype": "text", "text": {"content": 5}}, 40035),
        ({"msgtype": "image", "image": {"media_id": "none"}}, 40007),
        ({"msgtype": "news", "news": {"articles": [{"title": "1"}, {"title": "2"}]}}, 45008),
        ({"msgtype": "link", "link": {}}, 45162),
        ({"msgtype": "poem"}, 40008),
        (
            {"msgtype": "msgmenu", "msgmenu": {"head_content": "选", "list": [{"id": "1", "content": "是"}]}},
            0,
        ),
    ],
)
def test_a_message_is_checked_before_it_counts(
    message: dict[str, object], errcode: int, stand: Stand, api: Api
) -> None:
    resident = stand.person()
    stand.say(resident, "你好")
    assert api.post("message/custom/send", {"touser": resident, **message})["errcode"] == errcode
    left = 4 if errcode == 0 else 5
    assert stand.people()[0]["messages_left"] == left


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", 44002),
        (b"{", 47001),
        (b"[]", 47001),
        ('{"text": "好"}'.encode("gbk"), 47001),
        (rb'{"text": "\u597d"}', 40033),
    ],
)
def test_only_raw_utf_8_json_is_read(body: bytes, errcode: int, api: Api) -> None:
    assert api.post("message/custom/send", body)["errcode"] == errcode


def test_an_escaped_backslash_is_no_escape(stand: Stand, api: Api) -> None:
    resident = stand.person()
    stand.say(resident, "你好")
    assert api.send(resident, "路径 C:\\u597d") == 0
    assert stand.wait_for(resident, "C:\\u597d").channel == "custom"


def test_methods_and_paths_are_checked(api: Api) -> None:
    assert api.get("message/custom/send")["errcode"] == 43002
    assert api.post("user/info", {})["errcode"] == 43001
    assert api.post("message/poem/send", {})["errcode"] == 40066


def test_typing_lasts_fifteen_seconds_after_a_contact(stand: Stand, api: Api) -> None:
    resident = stand.person()

    def typing(command: str) -> object:
        return api.post("message/custom/typing", {"touser": resident, "command": command})["errcode"]

    assert typing("Typing") == 45080
    stand.say(resident, "你好")
    commands = ("Typing", "Typing", "Dance", "CancelTyping", "Typing")
    assert [typing(command) for command in commands] == [0, 45081, 45072, 0, 0]
