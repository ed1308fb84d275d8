"""The stand-in pushes, repeats and judges replies as the platform does (to a bot on wechatpy)."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from wechatpy.crypto import WeChatCrypto

from simulator import push
from simulator.account import Account, invent
from simulator.client import Stand
from simulator.conversation import FAILURE_NOTICE
from simulator.delivery import fetch
from simulator.signing import BadCipher, seal, signature, unseal
from tests.tiny_bot import Received, TinyBot, running

# The vectors of the platform's document 消息加解密说明.
VECTOR_ACCOUNT = Account("wxba5fad812f8e6fb9", "a" * 32, "gh_97417a04a28d", "AAAAA", "A" * 43)
REPLY_SEALED = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
PUSH_SEALED = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR"
    "8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km3"
    "2IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)


@pytest.fixture
def bot() -> Iterator[TinyBot]:
    with running(invent()) as tiny:
        yield tiny


@pytest.fixture
def stand(bot: TinyBot) -> Iterator[Stand]:
    with Stand.in_thread(bot.url, bot.account, deadline=0.4, pause=0.01) as running_stand:
        yield running_stand


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("1714036504", "1514711492"), "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        (("1714037059", "486452656"), "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
        (("1713424427", "415670741", REPLY_SEALED), "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"),
        (("1714112445", "415670741", PUSH_SEALED), "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"),
    ],
)
def test_signatures_are_those_of_the_document(parts: tuple[str, ...], expected: str) -> None:
    assert signature(VECTOR_ACCOUNT.token, *parts) == expected


def test_the_documents_ciphers_are_opened() -> None:
    assert unseal(VECTOR_ACCOUNT.key, VECTOR_ACCOUNT.app_id, REPLY_SEALED) == b'{"demo_resp":"good luck"}'
    clear = unseal(VECTOR_ACCOUNT.key, VECTOR_ACCOUNT.app_id, PUSH_SEALED)
    assert clear.startswith(b'{"ToUserName":"gh_97417a04a28d"')


@pytest.mark.parametrize(
    "damaged",
    ["", "AAAA", "A" * 43 + "!", seal(VECTOR_ACCOUNT.key, "wx0000", b"x")],
    ids=["empty", "short", "no base64", "foreign account"],
)
def test_a_damaged_or_foreign_cipher_is_refused(damaged: str) -> None:
    with pytest.raises(BadCipher):
        unseal(VECTOR_ACCOUNT.key, VECTOR_ACCOUNT.app_id, damaged)


@pytest.mark.parametrize("length", range(0, 70, 3))
def test_wechatpy_opens_what_is_sealed_here(length: int) -> None:
    account = invent()
    query, body = push.build(account, push.text("o" * 28, "文" * length, created=1, msg_id=7), timestamp=1_700_000_000)
    asked = dict(part.split("=") for part in query.split("&"))
    crypto = WeChatCrypto(account.token, account.aes_key, account.app_id)
    clear = crypto.decrypt_message(body, asked["msg_signature"], asked["timestamp"], asked["nonce"])
    assert f"<Content><![CDATA[{'文' * length}]]></Content><MsgId>7</MsgId>" in clear


@pytest.mark.parametrize("mode", ["secure", "plain", "compatible"])
def test_a_text_is_pushed_and_answered_in_every_mode(mode: str, bot: TinyBot, stand: Stand) -> None:
    bot.behave = lambda tiny, got: (
        tiny.reply(got, "您好").encode() if mode == "plain" else tiny.sealed(tiny.reply(got, "您好"))
    )
    resident = stand.person("王阿姨")
    outcome = stand.say(resident, "你好", mode=mode)
    assert (outcome.reply, outcome.seen, outcome.delivered, outcome.tries) == ("您好", "您好", True, 1)
    got = bot.received[-1]
    assert got.message["Content"] == "你好"
    assert got.query["openid"] == got.message["FromUserName"] == resident
    assert got.message["MsgId"] == str(outcome.msg_id)
    assert (b"<Content>" in got.body) == (mode != "secure")
    assert [(seen.channel, seen.text) for seen in stand.chat(resident)] == [
        ("said", "你好"),
        ("reply", "您好"),
    ]


@pytest.mark.parametrize("body", [b"", b"success"])
def test_success_or_nothing_is_accepted_and_shows_nothing(body: bytes, bot: TinyBot, stand: Stand) -> None:
    bot.behave = lambda tiny, got: body
    resident = stand.person()
    outcome = stand.say(resident, "你好")
    assert (outcome.delivered, outcome.seen, outcome.tries) == (True, "", 1)
    assert stand.inbox(resident) == []


def _other_app(tiny: TinyBot, got: Received) -> bytes:
    foreign = WeChatCrypto(tiny.account.token, tiny.account.aes_key, "wx0000000000000000")
    return str(foreign.encrypt_message(tiny.reply(got), "1")).encode()


def _wrong_signature(tiny: TinyBot, got: Received) -> bytes:
    return tiny.sealed(tiny.reply(got)).replace(b"<MsgSignature><![CDATA[", b"<MsgSignature><![CDATA[0")


@pytest.mark.parametrize(
    ("behave", "problem"),
    [
        (lambda tiny, got: b'{"text": "hello"}', "not XML"),
        (lambda tiny, got: b"success\n", "not XML"),
        (lambda tiny, got: tiny.reply(got).encode(), "not encrypted"),
        (_other_app, "AppID"),
        (_wrong_signature, "MsgSignature"),
        (lambda tiny, got: tiny.sealed(tiny.reply(got, to=tiny.account.original_id)), "swapped"),
        (lambda tiny, got: tiny.sealed(tiny.reply(got, sender="gh_000000")), "swapped"),
        (lambda tiny, got: tiny.sealed(tiny.reply(got, "")), "Content is empty"),
        (lambda tiny, got: tiny.sealed(tiny.reply(got, "字" * 683)), "2049 bytes"),
        (
            lambda tiny, got: tiny.sealed(tiny.reply(got).replace("Content>", "content>")),
            "Content is there 0",
        ),
        (lambda tiny, got: tiny.sealed(tiny.reply(got, "一</Content><Content>二")), "Content is there 2"),
        (lambda tiny, got: tiny.sealed(tiny.reply(got).replace(">text<", ">poem<")), "MsgType"),
        (lambda tiny, got: tiny.sealed("<!DOCTYPE xml>" + tiny.reply(got)), "document type"),
    ],
)
def test_an_unacceptable_reply_is_a_failure_to_the_person(
    behave: object, problem: str, bot: TinyBot, stand: Stand
) -> None:
    bot.behave = behave  # type: ignore[assignment]
    resident = stand.person()
    outcome = stand.say(resident, "你好")
    assert problem in outcome.problem
    assert (outcome.delivered, outcome.tries, outcome.status) == (False, 1, 200)
    assert outcome.seen == FAILURE_NOTICE
    assert [seen.channel for seen in stand.inbox(resident)] == ["failure"]


def test_a_reply_may_have_2048_bytes(bot: TinyBot, stand: Stand) -> None:
    bot.say("字" * 682 + "ab")
    assert stand.say(stand.person(), "你好").delivered


def test_a_push_that_fails_comes_three_times_with_the_same_id_and_a_fresh_cipher(bot: TinyBot, stand: Stand) -> None:
    bot.behave = lambda tiny, got: (503, b"")
    resident = stand.person()
    outcome = stand.say(resident, "你好")
    assert (outcome.delivered, outcome.tries, outcome.status, outcome.seen) == (False, 3, 503, FAILURE_NOTICE)
    assert {got.message["MsgId"] for got in bot.received} == {str(outcome.msg_id)}
    assert len({got.query["nonce"] for got in bot.received}) == 3
    assert len({got.body for got in bot.received}) == 3


def test_a_late_bot_is_asked_again_and_then_given_up(bot: TinyBot, stand: Stand) -> None:
    def late_but_for_the_last(tiny: TinyBot, got: Received) -> bytes:
        if len(tiny.received) < 3:
            time.sleep(0.6)
        return tiny.sealed(tiny.reply(got))

    bot.behave = late_but_for_the_last
    outcome = stand.say(stand.person(), "你好")
    assert (outcome.delivered, outcome.tries, outcome.reply) == (True, 3, "好的")
    assert [attempt.problem for attempt in outcome.attempts] == [
        "no answer in 0.4 s",
        "no answer in 0.4 s",
        "",
    ]


def test_the_platform_hangs_up_when_it_is_told_to(bot: TinyBot, stand: Stand) -> None:
    def slow(tiny: TinyBot, got: Received) -> bytes:
        time.sleep(0.2)
        return b"success"

    bot.behave = slow
    outcome = stand.say(stand.person(), "你好", hang_up_after=[0.05])
    assert [attempt.problem for attempt in outcome.attempts] == ["no answer in 0.05 s", ""]


def test_an_answer_that_drips_does_not_stretch_the_deadline() -> None:
    def drip(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            with contextlib.suppress(OSError):
                for _ in range(200):
                    connection.sendall(b"x")
                    time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        dripping = threading.Thread(target=drip, args=(listener,))
        dripping.start()
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            fetch("POST", f"http://127.0.0.1:{listener.getsockname()[1]}/", "", b"", deadline=0.3)
        assert time.monotonic() - began < 20
        dripping.join()


def test_one_message_can_come_several_times_at_once(bot: TinyBot, stand: Stand) -> None:
    bot.say("收到")
    outcome = stand.say(stand.person(), "你好", together=8)
    assert outcome.tries == 8
    assert {attempt.reply for attempt in outcome.attempts} == {"收到"}
    assert len({got.message["MsgId"] for got in bot.received}) == 1
    assert len({got.query["nonce"] for got in bot.received}) == 8


@pytest.mark.parametrize("text", ["坏\x00\x01\x1b字", "]]><MsgType>event</MsgType><![CDATA[", "", "  ", "\ud800"])
def test_hostile_text_is_pushed_as_it_is(text: str, bot: TinyBot, stand: Stand) -> None:
    stand.say(stand.person(), text, mode="plain")
    assert f"<Content><![CDATA[{text}]]></Content>".encode("utf-8", "surrogatepass") in bot.received[-1].body


@pytest.mark.parametrize(
    ("action", "given", "elements"),
    [
        ("follow", {}, {"Event": "subscribe", "EventKey": None}),
        ("follow", {"scene": "g12"}, {"Event": "subscribe", "EventKey": "qrscene_g12"}),
        ("unfollow", {}, {"Event": "unsubscribe", "EventKey": None}),
        ("scan", {"scene": "g12"}, {"Event": "SCAN", "EventKey": "g12"}),
        ("click", {"key": "RETURN"}, {"Event": "CLICK", "EventKey": "RETURN"}),
        ("mini_program", {"path": "pages/go"}, {"Event": "view_miniprogram", "EventKey": "pages/go"}),
        ("pictures", {"key": "P", "how": "pic_weixin"}, {"Event": "pic_weixin", "EventKey": "P"}),
        (
            "place",
            {"key": "L", "latitude": 43.6, "longitude": 122.2, "label": "永茂"},
            {
                "Event": "location_select",
                "SendLocationInfo": {
                    "Location_X": "43.6",
                    "Location_Y": "122.2",
                    "Scale": "15",
                    "Label": "永茂",
                    "Poiname": None,
                },
            },
        ),
        ("scancode", {"key": "S", "result": "R"}, {"Event": "scancode_push", "EventKey": "S"}),
        ("scancode", {"key": "S", "result": "R", "wait": True}, {"Event": "scancode_waitmsg", "EventKey": "S"}),
        ("position", {"latitude": 43.6, "longitude": 122.2}, {"Event": "LOCATION", "Latitude": "43.6"}),
        ("text", {"text": " "}, {"MsgType": "text", "Content": None}),
        ("link", {"title": "消息", "url": "https://example.org/"}, {"MsgType": "link", "Title": "消息"}),
        ("file", {"title": "表.xlsx"}, {"MsgType": "file", "Title": "表.xlsx"}),
        ("video", {"short": True}, {"MsgType": "shortvideo"}),
        ("view", {"url": "https://example.org/"}, {"Event": "VIEW", "EventKey": "https://example.org/"}),
        (
            "event",
            {"event": "user_info_modified", "sender": "oPlatform", "elements": {"OpenID": "oResident"}},
            {"FromUserName": "oPlatform", "OpenID": "oResident"},
        ),
        ("event", {"event": "made_up", "elements": {"A": {"B": "c"}}}, {"Event": "made_up", "A": {"B": "c"}}),
        (
            "message",
            {"msg_type": "poem", "elements": {"Line": ["一", "二"]}},
            {"MsgType": "poem", "Line": ["一", "二"]},
        ),
        ("voice", {}, {"MsgType": "voice", "Format": "amr"}),
        ("voice", {"recognition": ""}, {"MsgType": "voice", "Recognition": None}),
        ("voice", {"recognition": "我发烧了"}, {"MsgType": "voice", "Recognition": "我发烧了"}),
        ("location", {"latitude": 43.6, "longitude": 122.2}, {"Location_X": "43.6", "Location_Y": "122.2"}),
        ("tap", {"text": "返乡报备", "menu_id": "1"}, {"MsgType": "text", "bizmsgmenuid": "1"}),
    ],
)
def test_whatever_a_person_does_arrives(
    action: str, given: dict[str, object], elements: dict[str, object], bot: TinyBot, stand: Stand
) -> None:
    stand.act(stand.person(), action, given)
    message = bot.received[-1].message
    assert {name: message.get(name) for name in elements} == elements
    assert ("MsgId" in message) == (message["MsgType"] != "event")
    if action == "voice" and not given:
        assert "Recognition" not in message


def test_two_events_can_share_a_second(bot: TinyBot, stand: Stand) -> None:
    resident = stand.person()
    for key in ("A", "B"):
        stand.act(resident, "click", {"key": key}, created=1_642_640_400)
    came = [(got.message["CreateTime"], got.message["EventKey"]) for got in bot.received]
    assert came == [("1642640400", "A"), ("1642640400", "B")]
    names = [seen.details["msg_id"] for seen in stand.chat(resident)]
    assert names == ["1642640400:CLICK:A", "1642640400:CLICK:B"]


def test_no_other_machine_is_looked_up(bot: TinyBot, stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    look_up = socket.getaddrinfo

    def note(host: str, *more: Any, **named: Any) -> Any:
        asked.append(host)
        return look_up(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", note)
    resident = stand.person("王阿姨")
    stand.say(resident, "你好")
    stand.act(resident, "image", {"content": ""})
    stand.act(resident, "scan", {"scene": "door-7"})
    assert stand.check()
    assert set(asked) == {"127.0.0.1"}


def test_nothing_is_shown_for_an_event_that_cannot_be_answered(bot: TinyBot, stand: Stand) -> None:
    bot.behave = lambda tiny, got: (500, b"")
    resident = stand.person()
    assert stand.act(resident, "view", {"url": "https://example.org/"}).seen == ""
    assert stand.act(resident, "unfollow").seen == ""
    assert stand.inbox(resident) == []
    with pytest.raises(ValueError, match="does not follow"):
        stand.say(resident, "你好")


def test_create_time_follows_the_clock_of_the_account_and_the_url_the_real_one(bot: TinyBot, stand: Stand) -> None:
    stand.set_clock("2021-11-11T08:30:00")
    outcome = stand.say(stand.person(), "你好")
    assert 0 <= outcome.created - 1_636_590_600 <= 2
    assert abs(int(bot.received[-1].query["timestamp"]) - time.time()) <= 2
    again = stand.say(stand.person(), "旧的", timestamp=1_600_000_000, created=5, msg_id=77)
    assert (bot.received[-1].query["timestamp"], again.created, again.msg_id) == ("1600000000", 5, 77)


def test_the_address_check_expects_the_echo(bot: TinyBot, stand: Stand) -> None:
    assert stand.check()
    stand.settings(bot_url="http://127.0.0.1:9/")
    assert not stand.check()


def test_pushes_go_to_this_machine_only(stand: Stand) -> None:
    with pytest.raises(ValueError, match="loopback"):
        stand.settings(bot_url="http://example.org/wechat")
