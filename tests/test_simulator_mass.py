"""Mass sending on the stand-in: jobs by tag and by openid, their report, the four a month, and what is refused."""

from collections.abc import Iterator

import pytest

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
    with Stand.in_thread(bot.url, bot.account, pause=0.01) as running_stand:
        running_stand.settings(event_delay=0.0)
        running_stand.set_clock("2022-01-20T09:00")
        yield running_stand


@pytest.fixture
def api(stand: Stand) -> Api:
    made = Api(stand)
    made.fetch_token()
    return made


def text(content: str = "明天核酸检测") -> dict[str, object]:
    return {"msgtype": "text", "text": {"content": content}}


def to_all(api: Api, **more: object) -> dict[str, object]:
    return api.post("message/mass/sendall", {"filter": {"is_to_all": True}, **text(), **more})


def report(bot: TinyBot, msg_id: object) -> dict[str, int]:
    """The figures of the report about a job."""
    got = bot.wait_for_event("MASSSENDJOBFINISH")
    while got.message["MsgID"] != str(msg_id):
        bot.received.remove(got)
        got = bot.wait_for_event("MASSSENDJOBFINISH")
    assert got.message["Status"] == "send success"
    return {name: int(str(got.message[f"{name}Count"])) for name in ("Total", "Filter", "Sent", "Error")}


def test_a_job_reaches_whoever_has_the_tag_and_is_reported_by_the_platform(
    bot: TinyBot, stand: Stand, api: Api
) -> None:
    worker, resident = stand.person("李强"), stand.person("王阿姨")
    tag = api.post("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"]  # type: ignore[index]
    api.post("tags/members/batchtagging", {"tagid": tag, "openid_list": [worker]})
    accepted = api.post("message/mass/sendall", {"filter": {"is_to_all": False, "tag_id": tag}, **text()})
    assert (accepted["errcode"], accepted["errmsg"]) == (0, "send job submission success")
    assert report(bot, accepted["msg_id"]) == {"Total": 1, "Filter": 1, "Sent": 1, "Error": 0}
    assert [one.text for one in stand.inbox(worker)] == ["明天核酸检测"]
    assert stand.inbox(worker)[0].channel == "mass"
    assert stand.inbox(resident) == []
    sender = bot.wait_for_event("MASSSENDJOBFINISH").message["FromUserName"]
    assert sender not in (worker, resident)


def test_a_list_counts_whom_it_did_not_reach(bot: TinyBot, stand: Stand, api: Api) -> None:
    reader, blocking, gone = stand.person("甲"), stand.person("乙"), stand.person("丙", follows=False)
    stand.change(blocking, blocked="refuses")
    openids = [reader, blocking, gone, "oNobody"]
    accepted = api.post("message/mass/send", {"touser": openids, **text()})
    assert report(bot, accepted["msg_id"]) == {"Total": 4, "Filter": 4, "Sent": 1, "Error": 3}
    assert [len(stand.inbox(one)) for one in (reader, blocking, gone)] == [1, 0, 0]


def test_a_reader_gets_four_a_month(bot: TinyBot, stand: Stand, api: Api) -> None:
    reader = stand.person("王阿姨")
    for _ in range(4):
        assert report(bot, to_all(api)["msg_id"])["Sent"] == 1
    assert to_all(api)["errcode"] == 45028
    newcomer = stand.person("林秀")
    assert report(bot, to_all(api)["msg_id"]) == {"Total": 2, "Filter": 1, "Sent": 1, "Error": 0}
    assert [len(stand.inbox(one)) for one in (reader, newcomer)] == [4, 1]
    stand.set_clock("2022-02-01T00:00:01")
    api.fetch_token()
    assert report(bot, to_all(api)["msg_id"])["Sent"] == 2


def test_the_same_client_id_is_one_job(bot: TinyBot, stand: Stand, api: Api) -> None:
    reader = stand.person("王阿姨")
    first = to_all(api, clientmsgid="notice-7")
    again = to_all(api, clientmsgid="notice-7")
    assert (again["errcode"], again["msg_id"]) == (45065, first["msg_id"])
    report(bot, first["msg_id"])
    assert len(stand.inbox(reader)) == 1
    assert to_all(api, clientmsgid="x" * 65)["errcode"] == 45067
    stand.advance(24 * 3600 + 1)
    api.fetch_token()
    assert to_all(api, clientmsgid="notice-7")["errcode"] == 0


def test_a_job_can_be_looked_at_and_withdrawn_before_it_is_sent(bot: TinyBot, stand: Stand, api: Api) -> None:
    reader = stand.person("王阿姨")
    stand.settings(event_delay=60.0)
    job = {"msg_id": to_all(api)["msg_id"]}
    assert api.post("message/mass/get", job)["msg_status"] == "SENDING"
    assert api.post("message/mass/delete", job)["errcode"] == 0
    stand.advance(61)
    sent = to_all(api)["msg_id"]
    stand.advance(61)
    report(bot, sent)
    assert len(stand.inbox(reader)) == 1
    assert [api.post("message/mass/get", {"msg_id": one})["msg_status"] for one in (job["msg_id"], sent)] == [
        "DELETE",
        "SEND_SUCCESS",
    ]
    assert api.post("message/mass/get", {"msg_id": 1})["errcode"] == 40059


def test_a_preview_comes_at_once_and_counts_towards_nobody_s_four(stand: Stand, api: Api) -> None:
    reader = stand.person("王阿姨")
    for name in ({"touser": reader}, {"towxname": "王阿姨"}) * 3:
        assert api.post("message/mass/preview", {**name, **text("试看")})["errcode"] == 0
    assert [one.text for one in stand.inbox(reader)] == ["试看"] * 6
    assert to_all(api)["errcode"] == 0
    assert api.post("message/mass/preview", {"towxname": "没有这个人", **text()})["errcode"] == 40132
    stand.limit("message/mass/preview", daily=7)
    assert api.post("message/mass/preview", {"touser": reader, **text()})["errcode"] == 45009


@pytest.mark.parametrize(
    ("path", "body", "errcode"),
    [
        ("sendall", {"filter": {"is_to_all": False, "tag_id": 999}, **text()}, 45159),
        ("sendall", {"filter": {"is_to_all": True}, "msgtype": "dance"}, 40008),
        ("sendall", {"filter": {"is_to_all": True}, **text(" ")}, 44004),
        ("sendall", {"filter": {"is_to_all": True}, **text("字" * 683)}, 45002),
        ("sendall", {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": "M"}}, 40007),
        ("sendall", {"filter": {"is_to_all": True}, "msgtype": "images", "images": {"media_ids": []}}, 40007),
        ("send", {"touser": ["oOne"], **text()}, 40130),
        ("send", {"touser": [f"o{number}" for number in range(10_001)], **text()}, 40032),
        ("speed/set", {"speed": 5}, 45083),
        ("speed/set", {}, 45084),
    ],
)
def test_what_cannot_be_sent_is_refused(
    path: str, body: dict[str, object], errcode: int, stand: Stand, api: Api
) -> None:
    assert api.post(f"message/mass/{path}", body)["errcode"] == errcode


def test_calls_run_out_for_the_minute_and_the_speed_is_kept(stand: Stand, api: Api) -> None:
    stand.person("王阿姨")
    stand.limit("message/mass/sendall", per_minute=1)
    assert [to_all(api)["errcode"], to_all(api)["errcode"]] == [0, 45011]
    assert api.post("message/mass/speed/set", {"speed": 3})["errcode"] == 0
    assert api.post("message/mass/speed/get", {})["speed"] == 3


def test_pictures_go_to_many(bot: TinyBot, stand: Stand, api: Api) -> None:
    reader = stand.person("王阿姨")
    media_id = api.upload("image", "notice.png", b"\x89PNG" + b"x" * 20)["media_id"]
    accepted = to_all(api, msgtype="images", images={"media_ids": [media_id], "recommend": "核酸检测点"})
    report(bot, accepted["msg_id"])
    assert (stand.inbox(reader)[0].kind, stand.inbox(reader)[0].text) == ("images", "核酸检测点")
