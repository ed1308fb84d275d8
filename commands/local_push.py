"""A platform of one person in this process: makes signed, encrypted pushes and opens the replies, without a network."""

import base64
import hashlib
import io
import os
import re
import struct
import time
from collections.abc import Callable
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.door.envelope import Account
from bot.door.webhook import Webhook
from commands.errors import Refused

_BLOCK = 32
_ENCRYPTED = re.compile(rb"<Encrypt><!\[CDATA\[(.*?)\]\]></Encrypt>")
_CONTENT = re.compile(r"<Content><!\[CDATA\[(.*)\]\]></Content>", re.DOTALL)


class LocalPlatform:
    """Says things to a webhook as one person; `clock` gives CreateTime (ms UTC), the signature has the real time."""

    def __init__(self, account: Account, webhook: Webhook, openid: str, clock: Callable[[], int]) -> None:
        self.openid = openid
        self._account = account
        self._webhook = webhook
        self._clock = clock
        key = base64.b64decode(account.aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._number = time.time_ns()

    def say(self, words: str) -> str:
        """Push a text and return the words of the reply. Raises Refused where the assistant did not take it."""
        self._number += 1
        inner = (
            f"<xml><ToUserName>{self._account.original_id}</ToUserName><FromUserName>{self.openid}</FromUserName>"
            f"<CreateTime>{self._clock() // 1000}</CreateTime><MsgType>text</MsgType>"
            f"<Content>{escape(words)}</Content><MsgId>{self._number}</MsgId></xml>"
        )
        encrypted = self._encrypt(inner.encode(errors="replace"))
        timestamp, nonce = str(int(time.time())), str(self._number % 10**9)
        query = urlencode(
            {
                "timestamp": timestamp,
                "nonce": nonce,
                "openid": self.openid,
                "encrypt_type": "aes",
                "msg_signature": self._sign(timestamp, nonce, encrypted),
            }
        )
        body = f"<xml><ToUserName>{self._account.original_id}</ToUserName><Encrypt>{encrypted}</Encrypt></xml>".encode()
        return self._open(self._post(query, body))

    def _post(self, query: str, body: bytes) -> bytes:
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/wechat",
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }

        def start(status: str, _headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
            if not status.startswith("200"):
                raise Refused(f"the assistant did not take this line ({status}); what was said before it is booked")
            return lambda _data: None

        return b"".join(self._webhook(environ, start))

    def _encrypt(self, text: bytes) -> str:
        block = os.urandom(16) + struct.pack(">I", len(text)) + text + self._account.app_id.encode()
        padding = _BLOCK - len(block) % _BLOCK
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(block + bytes([padding]) * padding) + encryptor.finalize()).decode()

    def _sign(self, *parts: str) -> str:
        return hashlib.sha1("".join(sorted([self._account.token, *parts])).encode(), usedforsecurity=False).hexdigest()

    def _open(self, body: bytes) -> str:
        found = _ENCRYPTED.search(body)
        if found is None:
            return ""
        decryptor = self._cipher.decryptor()
        block = decryptor.update(base64.b64decode(found[1])) + decryptor.finalize()
        length = struct.unpack(">I", block[16:20])[0]
        content = _CONTENT.search(block[20 : 20 + length].decode())
        return "" if content is None else content[1].replace("]]]]><![CDATA[>", "]]>")
