"""Signed pushes as the platform sends them (documents 消息推送, 消息加解密说明, 接收普通消息, 接收事件推送).

`build` makes one without sending it, which benchmarks and tests use too. Texts go into CDATA sections just
as they are: the platform escapes neither control characters nor the end of a section, and a bot has to live
with both.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Union
from urllib.parse import urlencode

from simulator.account import Account, Mode, random_text
from simulator.signing import seal, signature

Field = Union[str, int, float, None, Mapping[str, "Field"], Sequence["Field"]]  # noqa: UP007  (it names itself)
Fields = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Push:
    """One message or event. `created` is its CreateTime (seconds since 1970 UTC); events have no `msg_id`."""

    openid: str
    kind: str
    fields: Fields
    created: int
    msg_id: int | None = None

    @property
    def name(self) -> str:
        """By what it is told apart: its MsgId; of an event CreateTime, Event and EventKey."""
        if self.msg_id is not None:
            return str(self.msg_id)
        return f"{self.created}:{self.fields.get('Event', self.kind)}:{self.fields.get('EventKey') or ''}"


def text(openid: str, content: str, created: int, msg_id: int | None = None) -> Push:
    """A text message; a MsgId is drawn where none is given."""
    return Push(openid, "text", {"Content": content}, created, msg_id or draw_msg_id())


def event(openid: str, name: str, created: int, **fields: Field) -> Push:
    """An event with its own elements."""
    return Push(openid, "event", {"Event": name, **fields}, created)


def draw_msg_id() -> int:
    """A new 64-bit MsgId."""
    return 1 << 62 | secrets.randbits(61)


def inner_xml(push: Push, original_id: str) -> str:
    """The message in clear."""
    common: dict[str, Field] = {
        "ToUserName": original_id,
        "FromUserName": push.openid,
        "CreateTime": push.created,
        "MsgType": push.kind,
    }
    tail: Fields = {} if push.msg_id is None else {"MsgId": push.msg_id}
    return f"<xml>{_elements(common)}{_elements(push.fields)}{_elements(tail)}</xml>"


def build(
    account: Account,
    push: Push,
    timestamp: int,
    *,
    nonce: str = "",
    mode: Mode | None = None,
    url_openid: str = "",
) -> tuple[str, bytes]:
    """The URL query and the body of one delivery of a push.

    `timestamp` is the real time in seconds since 1970 UTC. A nonce is drawn where none is given, the mode
    is the account's, and the URL names the sender, unless told otherwise.
    """
    mode = mode or account.mode
    nonce = nonce or random_text(10)
    stamp = str(timestamp)
    query = {
        "signature": signature(account.token, stamp, nonce),
        "timestamp": stamp,
        "nonce": nonce,
        "openid": url_openid or push.openid,
    }
    clear = inner_xml(push, account.original_id)
    body = clear.encode("utf-8", "surrogatepass")
    if mode == "plain":
        return urlencode(query), body
    sealed = seal(account.key, account.app_id, body)
    query["encrypt_type"] = "aes"
    query["msg_signature"] = signature(account.token, stamp, nonce, sealed)
    if mode == "compatible":
        outer = clear.removesuffix("</xml>") + _elements({"Encrypt": sealed}) + "</xml>"
    else:
        outer = f"<xml>{_elements({'ToUserName': account.original_id, 'Encrypt': sealed})}</xml>"
    return urlencode(query), outer.encode("utf-8", "surrogatepass")


def check_query(account: Account, echo: str, timestamp: int) -> str:
    """The URL query of the check that the platform makes when the address of a bot is entered (接入指南)."""
    stamp, nonce = str(timestamp), random_text(10)
    signed = signature(account.token, stamp, nonce)
    return urlencode({"signature": signed, "echostr": echo, "timestamp": stamp, "nonce": nonce})


def _elements(fields: Fields) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


def _element(name: str, value: Field) -> str:
    if isinstance(value, str):
        return f"<{name}><![CDATA[{value}]]></{name}>"
    if value is None:
        return f"<{name}/>"
    if isinstance(value, Mapping):
        return f"<{name}>{_elements(value)}</{name}>"
    if isinstance(value, Sequence):
        return "".join(_element(name, each) for each in value)
    return f"<{name}>{value}</{name}>"
