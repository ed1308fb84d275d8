"""From the leaves of a push to a Message, and its inbox key.

Sources: 接收普通消息 and 接收事件推送 of the platform's documentation, which would have events
counted by sender and second; but two events can share a second.
"""

import re
import unicodedata
from hashlib import blake2b
from types import MappingProxyType

from bot.message import Message

TEXT_LIMIT = 2_048
"""Characters of any text that somebody sent; what lies beyond is dropped before anything else looks at it."""

_SEPARATORS = " \t\r\n"
_PARTY = re.compile(r"[A-Za-z0-9_@.-]{1,64}")
_WORD_LIMIT = 64
_SECONDS = re.compile(r"[1-9][0-9]{0,10}")
_MSG_ID = re.compile(r"[0-9]{1,19}")
_MSG_ID_MAX = 2**63 - 1
"""MsgId is documented as a 64-bit integer; databases have signed ones."""
_NAMED = frozenset(
    {"ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Event", "EventKey", "bizmsgmenuid"}
)
_SAID = {"text": "Content", "voice": "Recognition"}


class NotAMessage(ValueError):
    """An element is missing without which nobody can say from whom, to whom or what kind it is."""


class InboxKey:
    """Makes the keys under which pushes count once: keyed hashes, of no use to who reads the table."""

    def __init__(self, app_id: str, secret: bytes) -> None:
        self._base = blake2b(_with_length(app_id), digest_size=16, key=secret)

    def of_message(self, openid: str, msg_id: int) -> bytes:
        """Of a message with a MsgId; the same MsgId was once seen with several persons, hence the openid."""
        digest = self._base.copy()
        digest.update(b"m" + _with_length(openid) + _with_length(str(msg_id)))
        return digest.digest()

    def of_elements(self, leaves: list[tuple[str, str]]) -> bytes:
        """Of an event: two delivery reports may differ in their MsgID alone, so all elements count."""
        digest = self._base.copy()
        digest.update(b"e")
        for path, text in leaves:
            digest.update(_with_length(path) + _with_length(text))
        return digest.digest()


def _with_length(text: str) -> bytes:
    encoded = text.encode()
    return len(encoded).to_bytes(4, "big") + encoded


def message_from(leaves: list[tuple[str, str]], inbox_key: InboxKey, received_at: int) -> Message:
    """The message that strictly parsed leaves make up; `received_at` in ms UTC. Raises NotAMessage.

    A number that cannot be read counts as absent. All texts are cut, what was said is made NFC besides.
    """
    elements = {path: text[:TEXT_LIMIT] for path, text in leaves}
    openid = elements.get("FromUserName", "").strip(_SEPARATORS)
    account = elements.get("ToUserName", "").strip(_SEPARATORS)
    kind = elements.get("MsgType", "").strip(_SEPARATORS)
    if not (kind and _PARTY.fullmatch(openid) and _PARTY.fullmatch(account)):
        raise NotAMessage
    msg_id = _msg_id(elements.get("MsgId", ""))
    is_event = kind == "event"
    key = inbox_key.of_elements(leaves) if is_event or msg_id is None else inbox_key.of_message(openid, msg_id)
    said = _SAID.get(kind, "")
    return Message(
        key=key,
        openid=openid,
        account=account,
        kind=kind[:_WORD_LIMIT],
        sent_at=_moment(elements.get("CreateTime", ""), received_at),
        received_at=received_at,
        msg_id=msg_id,
        text=clean_text(elements[said]) if said in elements else "",
        event=elements.get("Event", "").strip(_SEPARATORS)[:_WORD_LIMIT] if is_event else "",
        event_key=elements.get("EventKey", "").strip(_SEPARATORS) if is_event else "",
        menu_id=elements.get("bizmsgmenuid", "").strip(_SEPARATORS),
        fields=MappingProxyType(
            {path: text for path, text in elements.items() if path not in _NAMED and path != said}
        ),
    )


def clean_text(text: str) -> str:
    """What somebody wrote: cut, stripped, NFC. Line breaks inside stay."""
    text = text[:TEXT_LIMIT].strip()
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text)[:TEXT_LIMIT]


def _moment(seconds: str, otherwise: int) -> int:
    seconds = seconds.strip(_SEPARATORS)
    return int(seconds) * 1_000 if _SECONDS.fullmatch(seconds) else otherwise


def _msg_id(digits: str) -> int | None:
    digits = digits.strip(_SEPARATORS)
    if not _MSG_ID.fullmatch(digits):
        return None
    number = int(digits)
    return number if 0 < number <= _MSG_ID_MAX else None
