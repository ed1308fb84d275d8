"""The web server by itself: what it does with clients that no push comes from, with streams and with slow readers.

How it stands at the door, refusals and the end included, is in test_webhook.py.
"""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.door import connection, server
from bot.door.server import WebServer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ENOUGH = 4_000_000
"""Bytes: more than the sockets of two ends hold."""

streaming = threading.Event()
stream_closed = threading.Event()


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Says what it was asked; some paths do more."""
    path = environ["PATH_INFO"]
    if path == "/fails":
        raise ValueError("of 王阿姨")
    if path == "/stream":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return _pieces()
    if path == "/unchanged":
        start_response("304 Not Modified", [("ETag", '"1"')])
        return iter(())
    start_response("200 OK", [("Content-Type", "text/plain")])
    if path == "/much":
        return [b"x" * ENOUGH]
    names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_X_NAME", "CONTENT_TYPE", "REMOTE_ADDR")
    said = environ["wsgi.input"].read().decode()
    return ["|".join([*(environ.get(name, "-") for name in names), said]).encode("latin-1")]


def _pieces() -> Iterator[bytes]:
    try:
        yield b"one"
        assert streaming.wait(60)
        yield b""
        while not stream_closed.is_set():
            yield b"two" * 100_000
    finally:
        stream_closed.set()


@contextmanager
def running(refused: list[str] | None = None) -> Iterator[int]:
    """A server for the block; gives its port."""
    web = WebServer(application, "127.0.0.1", 0, (refused if refused is not None else []).append)
    thread = threading.Thread(target=web.run)
    thread.start()
    try:
        yield web.port
    finally:
        web.stop()
        thread.join(15)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as opened:
        yield opened


def client(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def ask(port: int, *pieces: bytes) -> bytes:
    """Everything that is answered to these pieces, the last of which lets the server close."""
    with client(port) as asking:
        for piece in pieces:
            asking.sendall(piece)
            time.sleep(0.002)
        answer = b""
        while piece := asking.recv(65_536):
            answer += piece
        return answer


def get(path: bytes, *headers: bytes) -> bytes:
    return b"\r\n".join([b"GET %b HTTP/1.1" % path, b"Host: a", *headers, b"", b""])


def last(path: bytes, *headers: bytes) -> bytes:
    return get(path, *headers, b"Connection: close")


def bodies(answer: bytes) -> list[bytes]:
    return [part.split(b"\r\n\r\n", 1)[1] for part in answer.split(b"HTTP/1.1 200 OK\r\n")[1:]]


ASKED = {
    "a path and a query": (last(b"/a/b?c=d&e=%31"), b"GET|/a/b|c=d&e=%31|-|-|127.0.0.1|"),
    "an encoded path": (last(b"/%E5%95%8A"), "GET|/啊|".encode()),
    "a whole address": (last(b"http://a/b?c"), b"GET|/b|c|"),
    "an address without a path": (last(b"http://a?c"), b"GET|/|c|"),
    "a header twice": (last(b"/", b"X-Name: 1", b"x-name: 2"), b"GET|/||1, 2|"),
    "a header that passes for another": (last(b"/", b"X_Name: 1"), b"GET|/||-|"),
    "a kind of content": (last(b"/", b"Content-Type: text/xml"), b"GET|/||-|text/xml|"),
    "a wish for another protocol": (get(b"/", b"Connection: upgrade", b"Upgrade: h2c"), b"GET|/||-|-|127.0.0.1|"),
    "a trailer behind chunks": (
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\nX-Name: 1\r\n\r\n",
        b"POST|/||-|-|127.0.0.1|abc",
    ),
    "an older HTTP": (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", b"GET|/||-|-|127.0.0.1|"),
}


@pytest.mark.parametrize(("request_bytes", "told"), ASKED.values(), ids=ASKED.keys())
def test_the_application_is_told_what_was_asked(port: int, request_bytes: bytes, told: bytes) -> None:
    (body,) = bodies(ask(port, request_bytes))
    assert body.startswith(told)
    whole = ask(port, *(request_bytes[at : at + 1] for at in range(0, 40)), request_bytes[40:])
    assert bodies(whole) == [body]


def test_a_client_that_waits_for_a_word_before_the_body_gets_it(port: int) -> None:
    with client(port) as asking:
        asking.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        assert asking.recv(1_000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        asking.sendall(b"abc")
        assert asking.recv(1_000).endswith(b"|abc")


def test_requests_sent_at_once_are_answered_in_their_order(port: int) -> None:
    answer = ask(port, b"".join(get(b"/%d" % number) for number in range(5)) + last(b"/5") + get(b"/6"))
    assert [body.split(b"|")[1] for body in bodies(answer)] == [b"/%d" % number for number in range(6)]


def test_of_too_many_requests_sent_at_once_the_first_are_answered_and_the_connection_ends(port: int) -> None:
    answer = ask(port, get(b"/") * 1_000)
    assert 1 < len(bodies(answer)) < 20
    assert answer.count(b"Connection: close") == 1


def test_a_bad_request_is_refused_after_what_came_before_it_is_answered() -> None:
    refused: list[str] = []
    with running(refused) as port:
        answer = ask(port, get(b"/1") + b"GET /2 HTTP/9.9\r\n\r\n" + get(b"/3"))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.count(b"HTTP/1.1 ") == 2
    assert b"HTTP/1.1 400 Bad Request\r\n" in answer
    assert refused == ["http"]


def test_a_defect_is_500_without_words_and_logged_without_its_text(port: int) -> None:
    with structlog.testing.capture_logs() as logs:
        answer = ask(port, get(b"/fails"))
    assert answer.startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
    assert answer.endswith(b"\r\n\r\n")
    assert [(line["event"], line["error"]) for line in logs] == [("request_failed", "ValueError")]
    assert "王阿姨" not in str(logs)


def test_to_a_question_for_the_head_alone_no_body_is_sent(port: int) -> None:
    assert ask(port, last(b"/").replace(b"GET", b"HEAD")).endswith(b"\r\n\r\n")


def test_what_has_not_changed_is_said_without_a_body(port: int) -> None:
    answers = ask(port, get(b"/unchanged") + last(b"/a"))
    assert answers.startswith(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\nDate: ')
    assert b"Transfer-Encoding" not in answers
    assert len(bodies(answers)) == 1  # the next answer follows at once


def test_a_stream_is_sent_as_it_is_made_and_ends_when_its_client_goes(port: int) -> None:
    with client(port) as asking:
        asking.sendall(get(b"/stream"))
        head, first = asking.recv(1_000).split(b"\r\n\r\n", 1)
        assert b"Transfer-Encoding: chunked" in head
        assert first == b"3\r\none\r\n"
        streaming.set()
        assert asking.recv(10).startswith(b"493e0\r\n")
        assert not stream_closed.wait(0.3)
    assert stream_closed.wait(60)


def test_much_is_fetched_slowly_and_whole(port: int) -> None:
    with client(port) as asking:
        asking.sendall(last(b"/much"))
        time.sleep(0.5)
        assert ask(port, last(b"/")).startswith(b"HTTP/1.1 200 OK")
        fetched = 0
        while piece := asking.recv(1_000_000):
            fetched += len(piece)
    assert fetched > ENOUGH


def test_clients_that_say_nothing_or_fetch_nothing_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "REQUEST_SECONDS", 0.5)
    with running() as port, client(port) as silent, client(port) as deaf:
        deaf.sendall(get(b"/much"))
        assert silent.recv(1) == b""
        time.sleep(1)
        with pytest.raises(OSError, match=r"reset|pipe"):
            while True:
                deaf.sendall(get(b"/"))
                time.sleep(0.01)


def test_one_connection_too_many_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "CONNECTIONS", 3)
    with running() as port, ExitStack() as crowd:
        for _ in range(3):
            crowd.enter_context(client(port)).sendall(get(b"/")[:-1])
        assert ask(port).startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        crowd.close()
        time.sleep(0.1)
        assert ask(port, last(b"/")).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_thousand_connections_are_kept_and_answered() -> None:
    with running() as port, ExitStack() as crowd:
        clients = [crowd.enter_context(client(port)) for _ in range(1_000)]
        for one in clients:
            one.sendall(get(b"/"))
        assert all(one.recv(1_000).startswith(b"HTTP/1.1 200 OK\r\n") for one in clients)
