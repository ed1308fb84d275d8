"""Quotas of the stand-in run out, its faults strike as often as they are told to, and its log holds no secret."""

import json
from collections.abc import Iterator

import pytest
import requests

from simulator.client import Stand
from tests.api_caller import Api


@pytest.fixture
def stand() -> Iterator[Stand]:
    with Stand.in_thread(deadline=0.2, pause=0.01) as running_stand:
        yield running_stand


@pytest.fixture
def api(stand: Stand) -> Api:
    made = Api(stand)
    made.fetch_token()
    return made


def test_quotas_run_out_for_the_day_and_for_the_minute(stand: Stand, api: Api) -> None:
    stand.set_clock("2021-11-11T22:00:00")
    api.fetch_token()
    resident = stand.person()
    stand.say(resident, "你好")
    stand.limit("message/custom/send", daily=2, per_minute=1)
    assert [api.send(resident), api.send(resident)] == [0, 45011]
    stand.advance(60)
    assert api.send(resident) == 0
    stand.advance(60)
    assert api.send(resident) == 45009
    told = api.post("openapi/quota/get", {"cgi_path": "/cgi-bin/message/custom/send"})
    assert told["quota"] == {"daily_limit": 2, "used": 2, "remain": 0}
    assert api.post("openapi/quota/get", {"cgi_path": "/cgi-bin/nothing"})["errcode"] == 76021
    assert api.post("clear_quota", {"appid": stand.account.app_id})["errcode"] == 0
    assert api.send(resident) == 0
    assert api.send(resident) == 45011
    stand.limit("message/custom/send", daily=0, per_minute=None)
    assert api.send(resident) == 45009
    stand.limit("message/custom/send", daily=1)
    stand.set_clock("2021-11-12T00:00:01")
    api.fetch_token()
    assert api.send(resident) == 0


def test_resets_of_quotas_run_out_too(stand: Stand, api: Api) -> None:
    answers = [api.post("clear_quota", {"appid": stand.account.app_id})["errcode"] for _ in range(11)]
    assert answers == [0] * 10 + [48006]


@pytest.mark.parametrize(
    ("fault", "expected", "shown"),
    [
        ({"kind": "errcode"}, -1, 0),
        ({"kind": "errcode", "done": True}, -1, 1),
        ({"kind": "errcode", "code": 45047}, 45047, 0),
        ({"kind": "status"}, "502", 0),
        ({"kind": "status", "code": 500, "done": True}, "500", 1),
        ({"kind": "html"}, "200", 0),
        ({"kind": "refuse"}, "ConnectionError", 0),
        ({"kind": "reset"}, "ConnectionError", 1),
        ({"kind": "timeout"}, "ReadTimeout", 1),
        ({"kind": "timeout", "seconds": 0.1}, "ConnectionError", 1),
        ({"kind": "slow", "seconds": 0.1}, 0, 1),
        ({"kind": "revoke"}, 40001, 0),
    ],
)
def test_faults_strike_once_and_then_no_more(
    fault: dict[str, object], expected: object, shown: int, stand: Stand, api: Api
) -> None:
    resident = stand.person()
    stand.say(resident, "你好")
    stand.fault("message/custom/*", **fault)  # type: ignore[arg-type]
    assert _met(stand, api.token, resident) == expected
    assert [seen.channel for seen in stand.inbox(resident)].count("custom") == shown
    api.fetch_token()
    assert api.send(resident) == 0
    [struck, well] = stand.calls("message/custom/send")
    assert (struck.fault, well.fault) == (fault["kind"], "")


def _met(stand: Stand, token: str, openid: str) -> object:
    """What a bot meets that sends a message and waits half a second: errcode, bare status, or the error."""
    body = json.dumps({"touser": openid, "msgtype": "text", "text": {"content": "好"}}, ensure_ascii=False)
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.post(
                f"{stand.url}/cgi-bin/message/custom/send",
                params={"access_token": token}, data=body.encode(), timeout=0.5,
            )  # fmt: skip
        except requests.RequestException as broken:
            return type(broken).__name__
    is_json = answer.headers["Content-Type"].startswith("application/json")
    return answer.json()["errcode"] if is_json else str(answer.status_code)


def test_a_fault_may_last(stand: Stand, api: Api) -> None:
    resident = stand.person()
    stand.say(resident, "你好")
    stand.fault("message/custom/send", times=2)
    assert [api.send(resident) for _ in range(3)] == [-1, -1, 0]
    stand.fault("*", times=None)
    assert [api.send(resident) for _ in range(3)] == [-1, -1, -1]
    stand.clear_faults()
    assert api.send(resident) == 0
    stand.revoke_tokens()
    assert api.send(resident) == 40001


def test_no_secret_and_no_token_stands_in_the_log_of_calls(stand: Stand, api: Api) -> None:
    api.stable()
    api.get("getcallbackip")
    assert stand.counts() == {"token": 1, "stable_token": 1, "getcallbackip": 1}
    told = str(stand.calls())
    assert stand.account.app_secret not in told
    assert api.token not in told
