"""Between the platform's HTTP requests and a Message: signature, window, decryption, strict parse, reply.

Sources: 接入指南, 消息推送 and 消息加解密说明 of the platform's documentation.

How a POST is refused. In secure mode nothing says more than that the push is not authentic
(NotFromWeChat), whatever was wrong with signature, cipher or what came out of it: XML that cannot be
read *after* decryption is refused the same way, for a ciphertext that was tampered with comes out
just so, and a refusal of its own would tell how far the attempt got. Only an outer body that is not
strict XML at all is called unreadable (UnreadableBody): it holds no secret. In plain mode the body is
the message, so all that is wrong with its form is unreadable. In an authentic message a number that
cannot be read counts as absent, an unknown type or event passes, and a lone surrogate becomes U+FFFD.

In compatible mode the platform sends the message in clear and encrypted: the clear copy, which no
signature covers, is never looked at. An account in secure mode accepts nothing but encrypted pushes,
one in plain mode none.
"""

import os
import re
from dataclasses import dataclass, field

from bot.door import signed_query, strict_xml
from bot.door.cipher import Cipher
from bot.door.pushed import InboxKey, NotAMessage, message_from
from bot.door.wire_text import text_reply
from bot.message import Message, NotFromWeChat, UnreadableBody

BODY_LIMIT = 256 * 1_024
"""Bytes of a push. A text has at most some 8 KB; compatible mode sends it three times."""

_APP_ID = re.compile(r"[A-Za-z0-9_-]{4,64}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{3,64}")
_ORIGINAL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ECHO = re.compile(r"[A-Za-z0-9+/=_-]{1,256}")
_SECRET_BYTES = 16

PLATFORM_EVENTS = frozenset(
    {
        "MASSSENDJOBFINISH",
        "PUBLISHJOBFINISH",
        "user_info_modified",
        "user_authorization_revoke",
        "user_authorization_cancellation",
    }
)
"""Events that the platform itself sends: their FromUserName is not the person of the address's `openid`."""


@dataclass(frozen=True, slots=True)
class Account:
    """The official account. Raises ValueError where a part cannot be right, without repeating a secret."""

    app_id: str
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    """The EncodingAESKey; may be empty in plain mode."""
    original_id: str
    """gh_…, to which every message must be addressed; empty: not checked."""
    mode: str
    """`secure` or `plain`."""

    def __post_init__(self) -> None:
        if self.mode not in {"secure", "plain"}:
            raise ValueError("the mode of the account must be secure or plain")
        if not _APP_ID.fullmatch(self.app_id):
            raise ValueError("the AppID must be 4 to 64 letters and digits, such as wx0123456789abcdef")
        if not _TOKEN.fullmatch(self.token):
            raise ValueError("the token must be 3 to 64 letters and digits")
        if self.original_id and not _ORIGINAL_ID.fullmatch(self.original_id):
            raise ValueError("the original id of the account must look like gh_0123456789ab")
        if self.aes_key or self.mode == "secure":
            Cipher(self.aes_key, self.app_id)


class Envelope:
    """Opens pushes and seals replies for one account. Used by all threads at once; reads no clock."""

    def __init__(self, account: Account, key_secret: bytes, allow_plain: bool = False) -> None:
        """`key_secret` is the secret of the inbox keys, at least 16 bytes. Raises ValueError."""
        if account.mode == "plain" and not allow_plain:
            raise ValueError("plain mode is not allowed here: anybody who saw one push could forge others")
        if not _SECRET_BYTES <= len(key_secret) <= 64:
            raise ValueError("the secret of the inbox keys must have 16 to 64 bytes")
        self._secure = account.mode == "secure"
        self._original_id = account.original_id
        self._signatures = signed_query.Signatures(account.token)
        self._cipher = Cipher(account.aes_key, account.app_id) if self._secure else None
        self._inbox_key = InboxKey(account.app_id, key_secret)

    def check(self, query: str, received_at: int) -> bytes:
        """What answers the platform's check of the address (GET): the echostr. Raises NotFromWeChat.

        The signature does not cover the echostr, hence its narrow form: nothing that a browser could run.
        """
        parameters = signed_query.parse(query)
        self._signatures.verify(parameters, "signature")
        signed_query.hold_to_window(parameters, received_at)
        echo = parameters.get("echostr", "")
        if not _ECHO.fullmatch(echo):
            raise NotFromWeChat("query")
        return echo.encode("ascii")

    def open(self, query: str, body: bytes, received_at: int) -> Message:
        """The message of a push; `received_at` is ms UTC of the machine's real clock.

        Raises NotFromWeChat or UnreadableBody, as the head of this file says.
        """
        if len(body) > BODY_LIMIT:
            raise UnreadableBody("too large")
        parameters = signed_query.parse(query)
        if self._cipher is not None:
            leaves = self._open_secure(self._cipher, parameters, body, received_at)
        else:
            leaves = self._open_plain(parameters, body, received_at)
        try:
            message = message_from(leaves, self._inbox_key, received_at)
        except NotAMessage:
            if self._secure:
                raise NotFromWeChat("inner") from None
            raise UnreadableBody("not a message") from None
        if self._original_id and message.account != self._original_id:
            raise NotFromWeChat("account")
        said_sender = parameters.get("openid", message.openid)
        if said_sender != message.openid and message.event not in PLATFORM_EVENTS:
            raise NotFromWeChat("openid")
        return message

    def _open_secure(
        self, cipher: Cipher, parameters: dict[str, str], body: bytes, received_at: int
    ) -> list[tuple[str, str]]:
        if parameters.get("encrypt_type") != "aes":
            raise NotFromWeChat("mode")
        if "signature" in parameters:  # it says less than msg_signature, but a wrong one is nobody we know
            self._signatures.verify(parameters, "signature")
        encrypted = dict(_outer(body)).get("Encrypt", "").strip().encode()
        if not encrypted:  # then msg_signature would be no more than signature
            raise NotFromWeChat("signature")
        self._signatures.verify(parameters, "msg_signature", encrypted)
        signed_query.hold_to_window(parameters, received_at)
        content = cipher.decrypt(encrypted)
        try:
            return strict_xml.read(strict_xml.with_surrogates_mended(content))
        except strict_xml.NotStrict:
            raise NotFromWeChat("inner") from None

    def _open_plain(self, parameters: dict[str, str], body: bytes, received_at: int) -> list[tuple[str, str]]:
        if parameters.get("encrypt_type", "raw") != "raw" or "msg_signature" in parameters:
            raise NotFromWeChat("mode")
        self._signatures.verify(parameters, "signature")
        signed_query.hold_to_window(parameters, received_at)
        return _outer(body)

    def seal(self, message: Message, words: str) -> bytes:
        """The body that answers a message with words of at most 2,048 bytes. Raises ValueError otherwise."""
        seconds = b"%d" % (message.received_at // 1_000)
        reply = text_reply(message.openid, message.account, seconds, words)
        if self._cipher is None:
            return reply
        random = os.urandom(24)
        nonce = random[16:].hex().encode("ascii")
        encrypted = self._cipher.encrypt(reply, random[:16])
        return (
            b"<xml><Encrypt><![CDATA[%b]]></Encrypt><MsgSignature><![CDATA[%b]]></MsgSignature>"
            b"<TimeStamp>%b</TimeStamp><Nonce><![CDATA[%b]]></Nonce></xml>"
        ) % (encrypted, self._signatures.sign(seconds, nonce, encrypted), seconds, nonce)


def _outer(body: bytes) -> list[tuple[str, str]]:
    try:
        return strict_xml.read(body)
    except strict_xml.NotStrict as why:
        raise UnreadableBody(str(why)) from None
