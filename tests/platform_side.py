"""The platform's side of a push, for the tests of the door: from its documentation, without our code."""

import base64
import hashlib
import os
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

APP_ID = "wxba5fad812f8e6fb9"
TOKEN = "AAAAA"
AES_KEY = "A" * 43
ACCOUNT = "gh_97417a04a28d"
WANG = "oWang0000000000000000000001"
ZHAO = "oZhao0000000000000000000002"
NOW = 1_714_112_445
"""Seconds: when the tests take place."""

_KEY = base64.b64decode(AES_KEY + "=")


def sign(*parts: str, token: str = TOKEN) -> str:
    """The platform's signature over token and parts."""
    return hashlib.sha1("".join(sorted([token, *parts])).encode()).hexdigest()


def frame(content: bytes, app_id: str = APP_ID, length: int | None = None) -> bytes:
    """The plaintext block: random bytes, length, content, AppID; not padded yet."""
    announced = len(content) if length is None else length
    return os.urandom(16) + announced.to_bytes(4, "big") + content + app_id.encode()


def padded(block: bytes, size: int = 32) -> bytes:
    """PKCS#7 to a multiple of 32."""
    count = size - len(block) % size
    return block + bytes([count]) * count


def aes(block: bytes) -> str:
    """The base64 text of a padded block encrypted with the account's key."""
    encryptor = Cipher(algorithms.AES(_KEY), modes.CBC(_KEY[:16])).encryptor()
    return base64.b64encode(encryptor.update(block) + encryptor.finalize()).decode()


def encrypt(content: bytes) -> str:
    """The Encrypt text of a content."""
    return aes(padded(frame(content)))


def decrypt(encrypted: str) -> bytes:
    """The content of an Encrypt text of the bot."""
    decryptor = Cipher(algorithms.AES(_KEY), modes.CBC(_KEY[:16])).decryptor()
    block = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
    block = block[: -block[-1]]
    length = int.from_bytes(block[16:20], "big")
    assert block[20 + length :] == APP_ID.encode()
    return block[20 : 20 + length]


def element(name: str, text: str | int) -> str:
    """A leaf as the platform writes it: numbers bare, texts in CDATA."""
    return f"<{name}>{text}</{name}>" if isinstance(text, int) else f"<{name}><![CDATA[{text}]]></{name}>"


def inner(**changes: str | int | None) -> bytes:
    """The XML of a text of 王阿姨, with changes; None leaves an element out."""
    elements: dict[str, str | int | None] = {
        "ToUserName": ACCOUNT,
        "FromUserName": WANG,
        "CreateTime": NOW,
        "MsgType": "text",
        "Content": "打卡 36.5",
        "MsgId": 24_000_000_000_000_001,
    }
    elements.update(changes)
    leaves = [element(name, text) for name, text in elements.items() if text is not None]
    return f"<xml>{''.join(leaves)}</xml>".encode()


def event(name: str, **elements: str | int) -> bytes:
    """The XML of an event of 王阿姨."""
    changes: dict[str, str | int | None] = {"MsgType": "event", "Content": None, "MsgId": None, "Event": name}
    return inner(**(changes | elements))


@dataclass(frozen=True)
class Push:
    """Query and body of a push, as they go over the wire."""

    parameters: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def query(self) -> str:
        """The query string."""
        return urlencode(self.parameters)

    def but(self, **changes: str | None) -> "Push":
        """The push with other parameters; None leaves one out."""
        kept = [(name, changes.get(name, value)) for name, value in self.parameters]
        added = [(name, value) for name, value in changes.items() if name not in dict(self.parameters)]
        return replace(self, parameters=tuple((n, v) for n, v in [*kept, *added] if v is not None))


def secure(
    content: bytes | None = None,
    *,
    encrypted: str | None = None,
    timestamp: str = str(NOW),
    nonce: str = "415670741",
    openid: str = WANG,
    clear: str = "",
) -> Push:
    """An encrypted push of a content, or of an Encrypt text of one's own; `clear` goes beside it in clear."""
    text = encrypt(inner() if content is None else content) if encrypted is None else encrypted
    body = f"<xml>{element('ToUserName', ACCOUNT)}{clear}{element('Encrypt', text)}</xml>".encode()
    return Push(
        (
            ("signature", sign(timestamp, nonce)),
            ("timestamp", timestamp),
            ("nonce", nonce),
            ("openid", openid),
            ("encrypt_type", "aes"),
            ("msg_signature", sign(timestamp, nonce, text)),
        ),
        body,
    )


def plain(content: bytes | None = None, *, timestamp: str = str(NOW), nonce: str = "486452656") -> Push:
    """A push in plain mode."""
    return Push(
        (
            ("signature", sign(timestamp, nonce)),
            ("timestamp", timestamp),
            ("nonce", nonce),
            ("openid", WANG),
        ),
        inner() if content is None else content,
    )
