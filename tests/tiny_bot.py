"""A bot of a few lines, built on wechatpy's own cryptography: the other side for tests of the stand-in."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import xmltodict
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from simulator.account import Account

REPLY = (
    "<xml><ToUserName>{to}</ToUserName><FromUserName>{sender}</FromUserName><CreateTime>1</CreateTime>"
    "<MsgType>text</MsgType><Content>{content}</Content></xml>"
)


@dataclass
class Received:
    """One delivery as it came in, and its inner elements."""

    query: dict[str, str]
    body: bytes
    message: dict[str, object]


@dataclass
class TinyBot:
    """Answers each message by `behave`: what it returns is the body, or a status and a body."""

    account: Account
    url: str = ""
    received: list[Received] = field(default_factory=list)
    behave: Callable[["TinyBot", Received], bytes | tuple[int, bytes]] = lambda bot, got: b"success"

    def crypto(self) -> WeChatCrypto:
        return WeChatCrypto(self.account.token, self.account.aes_key, self.account.app_id)

    def reply(self, got: Received, content: str = "好的", **changed: str) -> str:
        """A text reply in clear."""
        names = {"to": str(got.message["FromUserName"]), "sender": str(got.message["ToUserName"])}
        return REPLY.format(**{**names, "content": content, **changed})

    def sealed(self, clear: str) -> bytes:
        """A reply as secure mode wants it."""
        return str(self.crypto().encrypt_message(clear, "1234567890")).encode()

    def say(self, content: str) -> None:
        """Answer everything with this text from now on."""
        self.behave = lambda bot, got: bot.sealed(bot.reply(got, content))

    def wait_for_event(self, name: str, within: float = 30.0) -> Received:
        """The first push of an event, now or soon."""
        ends_at = time.monotonic() + within
        while time.monotonic() < ends_at:
            for got in list(self.received):
                if got.message.get("Event") == name:
                    return got
            time.sleep(0.01)
        raise AssertionError(f"{name} never came")

    def take(self, query: dict[str, str], body: bytes) -> Received:
        """Verify and open a push."""
        if "encrypt_type" in query:
            clear = self.crypto().decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        else:
            check_signature(self.account.token, query["signature"], query["timestamp"], query["nonce"])
            clear = body
        try:
            message = xmltodict.parse(clear)["xml"]
        except xmltodict.expat.ExpatError:
            message = {}
        got = Received(query, body, message)
        self.received.append(got)
        return got


@contextmanager
def running(account: Account) -> Iterator[TinyBot]:
    """Serve a tiny bot on a free port."""
    bot = TinyBot(account)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = dict(parse_qsl(urlsplit(self.path).query))
            check_signature(account.token, query["signature"], query["timestamp"], query["nonce"])
            self._answer(200, query["echostr"].encode())

        def do_POST(self) -> None:
            query = dict(parse_qsl(urlsplit(self.path).query))
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = bot.behave(bot, bot.take(query, body))
            status, content = answer if isinstance(answer, tuple) else (200, answer)
            self._answer(status, content)

        def _answer(self, status: int, content: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the stand-in hung up, as it should in some tests

        def log_message(self, format: str, *args: object) -> None:
            """Nothing of a test belongs on the screen."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64  # several pushes come at once, and on a busy machine nobody takes them in at once

    server = Server(("127.0.0.1", 0), Handler)
    bot.url = f"http://127.0.0.1:{server.server_address[1]}/wechat"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield bot
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
