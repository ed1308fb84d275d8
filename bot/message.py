"""What a push of the platform means once the door has checked it, and how the door refuses.

A Message is authentic, strictly parsed and of limited size; nothing behind the door sees XML or ciphers.
Sources: 接收普通消息 and 接收事件推送 of the platform's documentation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """One push. Moments are milliseconds UTC; `fields` holds what has no name of its own here.

    Its repr leaves out who said what, so that a log line that shows a message shows no person.

    A nested element stands in `fields` under its dotted path ("ScanCodeInfo.ScanResult"); the second and
    later elements of one name under one parent carry a number ("SubscribeMsgPopupEvent.List#2.TemplateId").
    """

    key: bytes
    """16 bytes under which a push counts once: a keyed hash of account, person and MsgId, or for an event and
    whatever has no MsgId, of all inner elements."""
    openid: str = field(repr=False)
    account: str
    """The original id (gh_…) to which it was sent."""
    kind: str
    """MsgType as pushed: text, image, voice, video, shortvideo, location, link, file, event, or any other."""
    sent_at: int
    """CreateTime; the moment of receipt where that is absent or cannot be read."""
    received_at: int
    msg_id: int | None
    text: str = field(repr=False)
    """Content of a text, Recognition of a voice: stripped, NFC, at most 2,048 characters; else empty."""
    event: str
    event_key: str = field(repr=False)
    menu_id: str = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)


class NotFromWeChat(Exception):
    """The request is not authentic. The reason is one of a few fixed words, for counting: never sent out."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ClockOff(NotFromWeChat):
    """Rightly signed, but its time is further from this machine's clock than the window allows.

    Either somebody sent an old push again, or this machine's clock is wrong, and then every push is lost.
    """

    def __init__(self, skew_seconds: int) -> None:
        super().__init__("window")
        self.skew_seconds = skew_seconds


class UnreadableBody(Exception):
    """The body is not what the platform sends: not UTF-8, not strict XML, or without what it must contain."""


class Busy(Exception):
    """Nothing could be committed in time; the platform is to send the push again."""
