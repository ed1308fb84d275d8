"""A made-up official account, and how its pushes are sealed and its replies opened.

Facts of the protocol: Tencent's 消息加解密说明 (secure mode). Written apart from the assistant's own
envelope and from wechatpy, so that a fault in either shows as a fault and not as two wrongs that agree.
"""

import base64
import hashlib
import os
import secrets
import string
import struct
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 32  # the padding goes to multiples of 32, not of AES's 16
_ALPHABET = string.ascii_letters + string.digits


class BadAnswer(ValueError):
    """The body that came back is no reply that the platform would accept for this push."""


@dataclass(frozen=True, slots=True)
class Account:
    """What the platform and the server share."""

    app_id: str
    app_secret: str
    original_id: str
    token: str
    encoding_aes_key: str

    @classmethod
    def invent(cls) -> "Account":
        """A new account with random secrets."""
        return cls(
            app_id="wx" + secrets.token_hex(8),
            app_secret=secrets.token_hex(16),
            original_id="gh_" + secrets.token_hex(6),
            token="".join(secrets.choice(_ALPHABET) for _ in range(24)),
            encoding_aes_key=base64.b64encode(_key_without_symbols()).decode()[:43],
        )

    @property
    def key(self) -> bytes:
        """The 32 bytes of the AES key."""
        return base64.b64decode(self.encoding_aes_key + "=")

    def environment(self) -> dict[str, str]:
        """The account as the assistant's environment variables."""
        return {
            "HEXI_WECHAT__APP_ID": self.app_id,
            "HEXI_WECHAT__APP_SECRET": self.app_secret,
            "HEXI_WECHAT__ORIGINAL_ID": self.original_id,
            "HEXI_WECHAT__TOKEN": self.token,
            "HEXI_WECHAT__ENCODING_AES_KEY": self.encoding_aes_key,
        }


def _key_without_symbols() -> bytes:
    """32 random bytes whose base64 has letters and digits alone, as the platform makes its keys."""
    while True:
        key = os.urandom(32)
        if not set(b"+/") & set(base64.b64encode(key)):
            return key


class Sealer:
    """Seals pushes of one account and opens what comes back."""

    def __init__(self, account: Account) -> None:
        self._account = account
        key = account.key
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._app_id = account.app_id.encode()

    def text_push(self, openid: str, text: str, msg_id: int, *, said_at: int, at: int) -> tuple[str, bytes]:
        """Query and body of a text said at `said_at` and pushed at `at` (both seconds UTC).

        The platform sends a message again with the MsgId and CreateTime of the first time; timestamp, nonce
        and cipher text are new each time.
        """
        inner = (
            f"<xml><ToUserName><![CDATA[{self._account.original_id}]]></ToUserName>"
            f"<FromUserName><![CDATA[{openid}]]></FromUserName><CreateTime>{said_at}</CreateTime>"
            f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content><MsgId>{msg_id}</MsgId></xml>"
        )
        encrypted = self._seal(inner.encode())
        timestamp, nonce = str(at), str(secrets.randbelow(900_000_000) + 100_000_000)
        query = urlencode(
            {
                "signature": self._signature(timestamp, nonce),
                "timestamp": timestamp,
                "nonce": nonce,
                "openid": openid,
                "encrypt_type": "aes",
                "msg_signature": self._signature(timestamp, nonce, encrypted),
            }
        )
        body = (
            f"<xml><ToUserName><![CDATA[{self._account.original_id}]]></ToUserName>"
            f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        )
        return query, body.encode()

    def open_reply(self, openid: str, body: bytes) -> str:
        """The words of a passive reply to `openid`, "" for `success` or an empty body; raises BadAnswer."""
        if body in {b"", b"success"}:
            return ""
        outer = _leaves(body)
        encrypted = outer.get("Encrypt", "")
        parts = (outer.get("TimeStamp", ""), outer.get("Nonce", ""), encrypted)
        if not encrypted or self._signature(*parts) != outer.get("MsgSignature"):
            raise BadAnswer("the reply is not signed for this account")
        inner = _leaves(self._open(encrypted))
        if inner.get("ToUserName") != openid or inner.get("FromUserName") != self._account.original_id:
            raise BadAnswer("the reply is for somebody else")
        if inner.get("MsgType") != "text" or not inner.get("Content"):
            raise BadAnswer("the reply is no text with words in it")
        return inner["Content"]

    def _signature(self, *parts: str) -> str:
        return hashlib.sha1("".join(sorted((self._account.token, *parts))).encode()).hexdigest()

    def _seal(self, message: bytes) -> str:
        block = os.urandom(16) + struct.pack(">I", len(message)) + message + self._app_id
        padding = _BLOCK - len(block) % _BLOCK
        encryptor = self._cipher.encryptor()
        return base64.b64encode(
            encryptor.update(block + bytes([padding]) * padding) + encryptor.finalize()
        ).decode()

    def _open(self, encrypted: str) -> bytes:
        decryptor = self._cipher.decryptor()
        try:
            block = decryptor.update(base64.b64decode(encrypted, validate=True)) + decryptor.finalize()
        except ValueError as error:
            raise BadAnswer("the cipher text is cut") from error
        if not block or not 1 <= block[-1] <= _BLOCK:
            raise BadAnswer("the padding is wrong")
        content = block[16 : -block[-1]]
        length = struct.unpack(">I", content[:4])[0] if len(content) >= 4 else -1
        message, app_id = content[4 : 4 + length], content[4 + length :]
        if len(message) != length or app_id != self._app_id:
            raise BadAnswer("the cipher text is of another account")
        return message


def _leaves(document: bytes) -> dict[str, str]:
    """The elements right under the root; raises BadAnswer where the document is no XML or repeats one."""
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        raise BadAnswer("the body is no XML") from error
    leaves = {child.tag: child.text or "" for child in root}
    if len(leaves) != len(root):
        raise BadAnswer("an element comes twice")
    return leaves
