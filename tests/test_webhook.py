"""The door in a real server: what goes in, what comes out, and what is seen of it when something is wrong."""

import gzip
import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import structlog

from bot.door import connection
from bot.door.envelope import BODY_LIMIT, Account, Envelope
from bot.door.server import CannotListen, WebServer
from bot.door.web import Dispatcher, create_application
from bot.door.webhook import Answer, Webhook
from bot.message import Busy, Message
from bot.metrics import Metrics, OutboxState
from tests import platform_side as platform

NOW = platform.NOW * 1_000
ACCOUNT = Account(platform.APP_ID, platform.TOKEN, platform.AES_KEY, platform.ACCOUNT, "secure")
SECRET = b"a secret for the tests of keys!!"
TOKEN = "probe-token"


class Door:
    """A running server, and what a client does with it."""

    def __init__(self, server: WebServer, metrics: Metrics) -> None:
        self.server = server
        self.metrics = metrics

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        with asking(self.server.port) as client:
            client.request(method, path, body, headers or {})
            answer = client.getresponse()
            received = {name: value for name, value in answer.getheaders() if name != "Date"}
            return answer.status, received, answer.read()

    def push(self, push: platform.Push, **headers: str) -> tuple[int, dict[str, str], bytes]:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("POST", f"/wechat?{push.query}", push.body, names)

    def raw(self, text: bytes, more: Iterable[bytes] = ()) -> bytes:
        """Everything that the server says to these bytes until it closes."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=60) as client:
            client.sendall(text)
            for piece in more:
                client.sendall(piece)
            client.settimeout(3)
            answer = b""
            while piece := client.recv(65_536):
                answer += piece
                if b"\r\n\r\n" in answer and b"Connection: close" not in answer:
                    break
            return answer

    def refused(self, reason: str) -> float:
        return self.metrics.registry.get_sample_value("hexi_pushes_refused_total", {"reason": reason}) or 0.0


def asking(port: int) -> closing[http.client.HTTPConnection]:
    """A client that keeps its connection open until the end of its block."""
    return closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60))


def words_of(body: bytes) -> str:
    """The words of an encrypted reply."""
    encrypted = ElementTree.fromstring(body).findtext("Encrypt") or ""
    return ElementTree.fromstring(platform.decrypt(encrypted)).findtext("Content") or ""


@contextmanager
def open_door(
    answer: Answer, envelope: Envelope | None = None, clock: Callable[[], int] = lambda: NOW
) -> Iterator[Door]:
    metrics = Metrics()
    webhook = Webhook(envelope or Envelope(ACCOUNT, SECRET), answer, metrics, clock)
    rest = create_application(metrics, lambda: "", TOKEN)
    server = WebServer(
        Dispatcher(webhook, rest), "127.0.0.1", 0, lambda reason: metrics.refused[reason].inc()
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Door(server, metrics)
    finally:
        server.stop()
        thread.join(15)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    """A door behind which everything that is said is repeated."""
    with open_door(lambda message, hung_up: message.text) as opened:
        yield opened


# Answers.


def test_a_push_is_answered_in_words(door: Door) -> None:
    status, headers, body = door.push(platform.secure())
    assert status == 200
    assert words_of(body) == "打卡 36.5"
    assert headers["Content-Type"] == "text/xml; charset=utf-8"
    assert not {"Server", "Via", "X-Powered-By"} & headers.keys()


def test_many_pushes_come_over_one_connection(door: Door) -> None:
    with asking(door.server.port) as client:
        for number in range(5):
            push = platform.secure(platform.inner(Content=f"第{number}句"))
            client.request("POST", f"/wechat?{push.query}", push.body)
            assert words_of(client.getresponse().read()) == f"第{number}句"


def test_pushes_at_the_same_time_are_answered_side_by_side() -> None:
    meeting = threading.Barrier(8, timeout=60)

    def answer(message: Message, hung_up: Callable[[], bool]) -> str:
        meeting.wait()
        return message.text

    with open_door(answer) as door:
        said: list[str] = []

        def push(number: int) -> None:
            said.append(words_of(door.push(platform.secure(platform.inner(Content=f"第{number}句")))[2]))

        threads = [threading.Thread(target=push, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(said) == [f"第{number}句" for number in range(8)]


@pytest.mark.parametrize("words", ["", None, " \n", "\x00"])
def test_without_words_the_answer_is_success_in_clear(words: str | None) -> None:
    with open_door(lambda message, hung_up: words) as door:
        status, headers, body = door.push(platform.secure())
    assert (status, body) == (200, b"success")
    assert headers["Content-Type"].startswith("text/plain")


def test_plain_mode_answers_in_clear() -> None:
    envelope = Envelope(replace(ACCOUNT, mode="plain"), SECRET, allow_plain=True)
    with open_door(lambda message, hung_up: "好]]>的", envelope) as door:
        body = door.push(platform.plain())[2]
    assert ElementTree.fromstring(body).findtext("Content") == "好]]>的"


def test_words_over_the_limit_are_cut_and_reported() -> None:
    with (
        structlog.testing.capture_logs() as logs,
        open_door(lambda message, hung_up: "请按时打卡。" * 200) as door,
    ):
        status, _, body = door.push(platform.secure())
    assert status == 200
    assert words_of(body).endswith("。")
    assert len(words_of(body).encode()) <= 2_048
    assert [entry["event"] for entry in logs] == ["reply_too_long"]


def test_nothing_committed_is_503() -> None:
    def answer(message: Message, hung_up: Callable[[], bool]) -> str:
        raise Busy

    with structlog.testing.capture_logs() as logs, open_door(answer) as door:
        assert door.push(platform.secure())[::2] == (503, b"")
        assert door.metrics.registry.get_sample_value("hexi_pushes_busy_total") == 1
    assert logs == []


def test_a_defect_is_503_and_logged_by_key_without_what_was_said() -> None:
    seen: list[Message] = []

    def answer(message: Message, hung_up: Callable[[], bool]) -> str:
        seen.append(message)
        raise RuntimeError(f"cannot handle {message.text} of {message.openid}")

    with structlog.testing.capture_logs() as logs, open_door(answer) as door:
        status, _, body = door.push(platform.secure())
        assert (status, body) == (503, b"")
        assert door.push(platform.secure())[0] == 503
        assert door.metrics.registry.get_sample_value("hexi_pushes_failed_total") == 2
    assert logs[0]["event"] == "push_failed"
    assert logs[0]["key"] == seen[0].key.hex()
    assert logs[0]["error"] == "RuntimeError"
    assert logs[0]["where"][-1].startswith("test_webhook.py:")
    assert "打卡" not in str(logs)
    assert platform.WANG not in str(logs)


def test_the_answer_learns_that_the_client_has_gone() -> None:
    noticed = threading.Event()

    def answer(message: Message, hung_up: Callable[[], bool]) -> str:
        assert not hung_up()
        working.set()
        until = time.monotonic() + 30
        while not hung_up() and time.monotonic() < until:
            time.sleep(0.01)
        if hung_up():
            noticed.set()
        return message.text

    working = threading.Event()
    with open_door(answer) as door:
        push = platform.secure()
        with asking(door.server.port) as client:
            client.request("POST", f"/wechat?{push.query}", push.body)
            assert working.wait(60)
        assert noticed.wait(60)


# The check of the address.


def check(echo: str = "4375120948345356249") -> str:
    signature = platform.sign(str(platform.NOW), "1")
    return f"/wechat?signature={signature}&timestamp={platform.NOW}&nonce=1&echostr={echo}"


def test_the_check_of_the_address_gets_its_echo_and_nothing_else(door: Door) -> None:
    status, headers, body = door.request("GET", check())
    assert (status, body) == (200, b"4375120948345356249")
    assert headers["Content-Type"].startswith("text/plain")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_markup_is_not_echoed(door: Door) -> None:
    assert door.request("GET", check("%3Cscript%3Ealert(1)%3C/script%3E"))[::2] == (403, b"")


# Refusals.


def test_everything_that_is_not_authentic_gets_one_and_the_same_answer(door: Door) -> None:
    good = platform.secure()
    refused = [
        good.but(msg_signature=None),
        good.but(msg_signature="0" * 40),
        good.but(signature="0" * 40),
        good.but(encrypt_type=None),
        good.but(openid=platform.ZHAO),
        good.but(nonce="１"),
        platform.plain(),
        platform.secure(timestamp=str(platform.NOW - 301)),
        platform.secure(encrypted="A" * 64),
        platform.secure(encrypted=platform.aes(platform.padded(platform.frame(b"<xml/>", app_id="wx1")))),
        platform.secure(b"<xml><a></xml>"),
        platform.secure(b"<xml></xml>"),
        platform.secure(platform.inner(ToUserName="gh_other")),
        replace(good, parameters=()),
        replace(good, body=platform.inner()),
        replace(good, parameters=(*good.parameters, ("msg_signature", "0" * 40))),
        replace(good, parameters=(*good.parameters, ("x", "1" * 1_000))),
    ]
    answers = [door.push(push) for push in refused]
    answers += [door.request("GET", path) for path in ("/wechat", check() + "1&signature=1", check("<"))]
    assert answers[0][0] == 403
    assert answers[0][2] == b""
    assert all(answer == answers[0] for answer in answers)


def test_refusals_are_counted_by_reason(door: Door) -> None:
    before = {reason: door.refused(reason) for reason in door.metrics.refused}
    door.push(platform.plain())
    door.push(platform.secure(b"<xml/>"))
    door.push(platform.secure(encrypted="A" * 64))
    door.request("PUT", "/wechat")
    after = {reason: door.refused(reason) - before[reason] for reason in before}
    assert {reason for reason, more in after.items() if more} == {"mode", "inner", "cipher", "method"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused_without_details(door: Door, method: str) -> None:
    status, headers, body = door.request(method, "/wechat")
    assert (status, body, headers["Allow"]) == (405, b"", "GET, POST")


UNREADABLE = {
    "nothing": b"",
    "JSON": b"{}",
    "no UTF-8": b"<xml>\xff</xml>",
    "external entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]><xml><Encrypt>&a;</Encrypt></xml>',
    "deep": b"<xml>" + b"<a>" * 30_000,
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_body_is_400(door: Door, body: bytes) -> None:
    started = time.perf_counter()
    assert door.push(replace(platform.secure(), body=body))[::2] == (400, b"")
    assert time.perf_counter() - started < 5


def test_a_compressed_body_is_refused(door: Door) -> None:
    bomb = gzip.compress(b"<xml>" + b" " * 10_000_000 + b"</xml>")
    push = replace(platform.secure(), body=bomb)
    assert door.push(push, Content_Encoding="gzip")[0] == 400
    assert door.push(platform.secure(), Content_Encoding="identity")[0] == 200


def test_256_kilobytes_are_read_and_one_byte_more_is_413(door: Door) -> None:
    good = platform.secure()
    filled = good.body.replace(b"<Encrypt>", b" " * (BODY_LIMIT - len(good.body)) + b"<Encrypt>")
    assert len(filled) == BODY_LIMIT
    assert door.push(replace(good, body=filled))[0] == 200
    status, headers, body = door.push(replace(good, body=filled + b" "))
    assert (status, body) == (413, b"")
    assert "Server" not in headers


def test_ten_megabytes_are_refused_and_the_client_can_read_it(door: Door) -> None:
    before = door.refused("too_large")
    assert door.push(replace(platform.secure(), body=b"x" * 10_000_000))[::2] == (413, b"")
    assert door.refused("too_large") == before + 1


def test_ten_megabytes_are_refused_before_they_are_sent(door: Door) -> None:
    answer = door.raw(b"POST /wechat HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    answer = door.raw(b"POST /wechat HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_endless_chunks_are_refused(door: Door) -> None:
    head = b"POST /wechat HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = (b"8000\r\n" + b"x" * 0x8000 + b"\r\n" for _ in range(20))
    assert door.raw(head, chunks).startswith(b"HTTP/1.1 413 ")


def chunked(push: platform.Push, end: bytes = b"0\r\n\r\n", head: bytes = b"") -> bytes:
    request = f"POST /wechat?{push.query} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n".encode()
    half = len(push.body) // 2
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (push.body[:half], push.body[half:]))
    return request + head + b"\r\n" + pieces + end


def test_a_push_in_chunks_is_read(door: Door) -> None:
    assert door.raw(chunked(platform.secure())).startswith(b"HTTP/1.1 200 ")


BAD_FRAMES = {
    "bad chunk": chunked(platform.secure(), end=b"zz\r\n\r\n"),
    "chunk length with a sign": chunked(platform.secure(), end=b"-1\r\n\r\n"),
    "chunks and a length": chunked(platform.secure(), head=b"Content-Length: 5\r\n"),
    "chunks in HTTP/1.0": chunked(platform.secure()).replace(b"HTTP/1.1", b"HTTP/1.0"),
    "gzip transfer": chunked(platform.secure()).replace(b": chunked", b": gzip, chunked"),
    "no length": b"POST /wechat HTTP/1.1\r\nHost: a\r\n\r\n",
    "no length, right query": f"POST /wechat?{platform.secure().query} HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    **{
        f"length {length}": f"POST /wechat HTTP/1.1\r\nContent-Length: {length}\r\n\r\nabc".encode()
        for length in ("-1", "+3", "3.0", "0x3", "3, 3", "３", "", "abc")
    },
    "two lengths": b"POST /wechat HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    "no HTTP": b"\x16\x03\x01\x02\x00\r\n\r\n",
    "bare line feed": b"POST /wechat HTTP/1.1\nHost: a\r\n\r\n",
}


@pytest.mark.parametrize("request_bytes", BAD_FRAMES.values(), ids=BAD_FRAMES.keys())
def test_a_request_that_is_framed_badly_is_400_or_not_authentic(door: Door, request_bytes: bytes) -> None:
    answer = door.raw(request_bytes)
    status = int(answer.split(b" ", 2)[1])
    assert status in {400, 403}
    assert answer.endswith(b"\r\n\r\n")
    assert b"Server:" not in answer
    assert b"waitress" not in answer.lower()


def test_what_follows_a_bad_request_is_not_answered(door: Door) -> None:
    smuggled = chunked(platform.secure(), head=b"Content-Length: 5\r\n") + b"GET /healthz HTTP/1.1\r\n\r\n"
    assert door.raw(smuggled).count(b"HTTP/1.1 ") == 1


def test_a_very_long_address_is_refused(door: Door) -> None:
    assert door.request("GET", "/wechat?" + "a" * 10_000)[0] == 403
    assert door.request("GET", "/wechat?" + "a" * 100_000)[0] == 431


# Slow and many clients.


def test_slow_clients_hold_up_nobody(door: Door) -> None:
    request = b"POST /wechat?a=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"
    with ExitStack() as slow:
        for number in range(60):
            client = slow.enter_context(socket.create_connection(("127.0.0.1", door.server.port)))
            client.sendall(request[: 20 + number])
        started = time.perf_counter()
        for _ in range(10):
            assert door.push(platform.secure())[0] == 200
        assert time.perf_counter() - started < 5


def test_a_request_that_drips_too_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "REQUEST_SECONDS", 0.5)
    with (
        open_door(lambda message, hung_up: "") as door,
        socket.create_connection(("127.0.0.1", door.server.port), timeout=60) as client,
    ):
        started = time.monotonic()
        with pytest.raises(OSError, match=r"reset|pipe"):
            for byte in b"POST /wechat HTTP/1.1\r\nX-A: " + b"a" * 1_000:
                client.sendall(bytes([byte]))
                time.sleep(0.02)
    assert time.monotonic() - started < 15


# The clock.


def test_a_clock_that_is_off_raises_an_alarm_once_it_lasts() -> None:
    wrong = NOW + 86_400_000
    with (
        structlog.testing.capture_logs() as logs,
        open_door(lambda message, hung_up: "", clock=lambda: wrong) as door,
    ):
        for _ in range(2):
            assert door.push(platform.secure())[0] == 403
        assert logs == []
        for _ in range(3):
            assert door.push(platform.secure())[0] == 403
        assert [(entry["event"], entry["skew_seconds"]) for entry in logs] == [("clock_skew", -86_400)]
        wrong += 60_000
        door.push(platform.secure())
        assert len(logs) == 2
        assert door.metrics.registry.get_sample_value("hexi_clock_skew_total") == 6
        assert door.refused("window") == 6
        wrong = NOW
        assert door.push(platform.secure())[0] == 200
        wrong = NOW - 86_400_000
        door.push(platform.secure())
        assert len(logs) == 2


# Probes, metrics and what is beside the door.


def test_the_probes_answer_the_machine_itself(door: Door) -> None:
    assert door.request("GET", "/healthz")[::2] == (200, b"ok\n")
    assert door.request("GET", "/readyz")[::2] == (200, b"ready\n")
    status, headers, body = door.request("GET", "/metrics")
    assert status == 200
    assert headers["Content-Type"].startswith("text/plain")
    for name in (
        b"hexi_messages_booked_total 0.0",
        b'hexi_pushes_refused_total{reason="signature"}',
        b"hexi_pushes_repeated_total 0.0",
        b"hexi_clock_skew_total",
        b"hexi_push_seconds_bucket",
    ):
        assert name in body


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_through_a_proxy_the_probes_need_the_token(door: Door, path: str) -> None:
    for sign in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        assert door.request("GET", path, headers={sign: "10.1.2.3"})[::2] == (403, b"")
        wrong = {sign: "10.1.2.3", "Authorization": "Bearer wrong-tokeñ"}
        assert door.request("GET", path, headers=wrong)[0] == 403
        right = {sign: "10.1.2.3", "Authorization": f"Bearer {TOKEN}"}
        assert door.request("GET", path, headers=right)[0] == 200


def test_another_machine_needs_the_token_and_without_one_nobody_gets_in() -> None:
    for token, shown, status in (
        ("t", "Bearer t", 200),
        ("t", "Bearer x", 403),
        ("", "Bearer ", 403),
        ("", "", 403),
    ):
        client = create_application(Metrics(), lambda: "", token).test_client()
        answer = client.get(
            "/metrics", headers={"Authorization": shown}, environ_base={"REMOTE_ADDR": "10.1.2.3"}
        )
        assert answer.status_code == status


def test_what_is_missing_makes_unready() -> None:
    def broken() -> str:
        raise OSError("no such database of 王阿姨")

    client = create_application(Metrics(), lambda: "schema").test_client()
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (503, "schema\n")
    with structlog.testing.capture_logs() as logs:
        client = create_application(Metrics(), broken).test_client()
        assert (client.get("/readyz").status_code, client.get("/readyz").text) == (503, "error\n")
    assert logs[0]["error"] == "OSError"
    assert "王阿姨" not in str(logs)


def test_the_outbox_is_looked_at_when_somebody_asks() -> None:
    metrics = Metrics()
    states = [OutboxState(3, 12.5)]
    metrics.watch_outbox(lambda: states[0])
    assert b"hexi_outbox_due 3.0\n" in metrics.text()
    assert b"hexi_outbox_oldest_seconds 12.5\n" in metrics.text()
    states.clear()
    with structlog.testing.capture_logs() as logs:
        text = metrics.text()
    assert b"hexi_outbox_due 3" not in text
    assert b"hexi_messages_booked_total" in text
    assert logs[0]["event"] == "outbox_state_unknown"


def test_other_paths_lead_nowhere(door: Door) -> None:
    for path in ("/", "/wechat/", "/wechat/x", "/WECHAT", "/console", "/../etc/passwd"):
        status, headers, body = door.request("GET", path)
        assert (status, body) == (404, b"")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in headers
    status, headers, _ = door.request("POST", "/healthz")
    assert status == 405
    assert "GET" in headers["Allow"]


# Start and end.


def test_a_port_in_use_is_said_in_one_line(door: Door) -> None:
    for host, says in (
        ("127.0.0.1", "another program uses this port"),
        ("no.such.host.invalid", "cannot listen"),
    ):
        with pytest.raises(CannotListen, match=says) as refused:
            WebServer(lambda environ, start_response: [b""], host, door.server.port)
        assert "\n" not in str(refused.value)
        assert str(door.server.port) in str(refused.value)
    with pytest.raises(CannotListen):
        WebServer(lambda environ, start_response: [b""], "127.0.0.1", 70_000)


SERVE = """
import sys, time
from bot.door.server import WebServer

def application(environ, start_response):
    print("working", flush=True)
    time.sleep(1)
    start_response("200 OK", [("Content-Length", "4")])
    return [b"done"]

server = WebServer(application, "127.0.0.1", 0)
server.stop_on_signals()
print(server.port, flush=True)
server.run()
print("ended", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_after_what_was_asked_is_answered(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with socket.create_connection(("127.0.0.1", port)) as idle, asking(port) as client:
            idle.settimeout(5)
            client.request("GET", "/")
            assert process.stdout.readline() == "working\n"
            started = time.monotonic()
            process.send_signal(number)
            process.send_signal(number)
            answer = client.getresponse()
            assert (answer.status, answer.read()) == (200, b"done")
            assert answer.getheader("Connection") == "close"
            assert idle.recv(1) == b""
            assert process.stdout.readline() == "ended\n"
            assert process.wait(60) == 0
            assert time.monotonic() - started < 20
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
