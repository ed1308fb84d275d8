"""A platform of a test behind real lines: what the lane sends over HTTP comes to the same object as what threads send.

Its answers can be made strange, one after the other: late, in pieces, none at all.
"""

import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Protocol

from bot.sending.client import OfficialAccount, open_account
from bot.sending.fates import SendError
from bot.sending.wire import Wire

# What a test makes of one answer: it writes to the line whatever it likes; False hangs up afterwards.
Strange = Callable[[bytes, Callable[[bytes], object]], bool]


class Texts(Protocol):
    """What takes the texts; raises SendError for what is refused."""

    def send_text(self, openid: str, words: str) -> None:
        """Take one."""


class OverHttp:
    """Where the platform is reached, what is to become of its next answers, and how often it was asked for a token."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.strange: deque[Strange] = deque()
        self.tokens = 0
        self.dead_token = ""
        self.over = Event()

    def answer(self, path: str, body: bytes) -> bytes:
        """What a call is answered."""
        if "stable_token" in path:
            self.tokens += 1
            return json.dumps({"access_token": f"token-{self.tokens}", "expires_in": 7200}).encode()
        if self.dead_token and path.endswith(self.dead_token):
            return b'{"errcode":42001,"errmsg":"access_token expired"}'
        call = json.loads(body)
        try:
            self.texts.send_text(call["touser"], call["text"]["content"])
        except SendError as error:
            return json.dumps({"errcode": error.errcode, "errmsg": error.errmsg}).encode()
        return b'{"errcode":0,"errmsg":"ok"}'


@contextmanager
def over_http(texts: Texts, *, read_seconds: float = 5.0) -> Iterator[tuple[OverHttp, OfficialAccount]]:
    """The platform behind lines, and an account on it."""
    platform = OverHttp(texts)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            answer = platform.answer(self.path, self.rfile.read(int(self.headers["Content-Length"])))
            whole = f"HTTP/1.1 200 OK\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer
            if "stable_token" not in self.path and platform.strange:
                self.close_connection = not platform.strange.popleft()(whole, self.wfile.write)
            else:
                self.wfile.write(whole)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        serving = Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        wire = Wire(f"http://127.0.0.1:{server.server_address[1]}", connect_seconds=1.0, read_seconds=read_seconds)
        try:
            yield platform, open_account("wxtest", "secret", wire)
        finally:
            platform.over.set()
            wire.close()
            server.shutdown()
            serving.join()
