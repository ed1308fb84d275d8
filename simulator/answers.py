"""What the platform makes of the bot's answer to a push (documents 被动回复用户消息, 消息加解密说明).

Accepted are `success`, an empty body, and a well-formed reply from the account to the person: encrypted in
secure mode, with its own signature and the account's AppID, a text within 2,048 bytes. All else is a
failure to the person.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.account import Account, Mode
from simulator.signing import BadCipher, same, signature, unseal

TEXT_LIMIT = 2048  # bytes of UTF-8
_ENVELOPE = ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
_COMMON = ("ToUserName", "FromUserName", "CreateTime", "MsgType")
_NEWS_IN_REPLY_TO_EVENT = 8
_INNER = {
    "image": ("Image", "MediaId"),
    "voice": ("Voice", "MediaId"),
    "video": ("Video", "MediaId"),
    "music": ("Music", "ThumbMediaId"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that may be shown; kind "" is none at all."""

    kind: str = ""
    text: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


class BadReply(Exception):
    """The bot's answer is not acceptable; the text says why."""


def judge(account: Account, mode: Mode, openid: str, *, to_event: bool, body: bytes) -> Reply:
    """The reply in a 200 answer's body. Raises BadReply."""
    if body in (b"", b"success"):
        return Reply()
    root = _parse(body, "reply")
    if root.find("Encrypt") is not None:
        if mode == "plain":
            raise BadReply("encrypted reply in plain mode")
        root = _parse(_open_envelope(account, root), "encrypted reply")
    elif mode == "secure":
        raise BadReply("reply is not encrypted")
    return _read(account, openid, to_event, root)


def _parse(body: bytes, what: str) -> ET.Element:
    if b"<!" in body.partition(b"<xml")[0]:
        raise BadReply(f"{what} has a document type")
    try:
        root = ET.fromstring(body)
    except (ET.ParseError, ValueError) as wrong:
        raise BadReply(f"{what} is not XML: {wrong}") from None
    if root.tag != "xml":
        raise BadReply(f"{what} begins with <{root.tag}>")
    return root


def _open_envelope(account: Account, root: ET.Element) -> bytes:
    sealed, signed, stamp, nonce = (_only(root, name) for name in _ENVELOPE)
    if not same(signature(account.token, stamp, nonce, sealed), signed):
        raise BadReply("MsgSignature is wrong")
    try:
        return unseal(account.key, account.app_id, sealed)
    except BadCipher as wrong:
        raise BadReply(f"Encrypt: {wrong}") from None


def _read(account: Account, openid: str, to_event: bool, root: ET.Element) -> Reply:
    to_user, from_user, created, kind = (_only(root, name) for name in _COMMON)
    if to_user != openid or from_user != account.original_id:
        raise BadReply("ToUserName and FromUserName are not the push's, swapped")
    if not (created.isascii() and created.isdigit()):
        raise BadReply("CreateTime is not a number")
    if kind == "text":
        return _read_text(root)
    if kind in _INNER:
        holder, needed = _INNER[kind]
        media = _only(_only_element(root, holder), needed)
        return Reply(kind, details={"media_id": media})
    if kind == "news":
        return _read_news(root, _NEWS_IN_REPLY_TO_EVENT if to_event else 1)
    if kind == "transfer_customer_service":
        return Reply(kind)
    raise BadReply(f"MsgType {kind} is not a reply's")


def _read_text(root: ET.Element) -> Reply:
    content = _only(root, "Content")
    size = len(content.encode())
    if size > TEXT_LIMIT:
        raise BadReply(f"Content has {size} bytes, {TEXT_LIMIT} are allowed")
    return Reply("text", content)


def _read_news(root: ET.Element, most: int) -> Reply:
    items = _only_element(root, "Articles").findall("item")
    if not 1 <= len(items) <= most or _only(root, "ArticleCount") != str(len(items)):
        raise BadReply(f"{len(items)} articles; 1 to {most} are allowed, and ArticleCount has to agree")
    articles = [{child.tag: child.text or "" for child in item} for item in items]
    titles = "\n".join(article.get("Title", "") for article in articles)
    return Reply("news", titles, {"articles": articles})


def _only(parent: ET.Element, name: str) -> str:
    """The text of the one element of that name; blank counts as missing."""
    text = _only_element(parent, name).text or ""
    if not text.strip():
        raise BadReply(f"{name} is empty")
    return text


def _only_element(parent: ET.Element, name: str) -> ET.Element:
    found = parent.findall(name)
    if len(found) != 1:
        raise BadReply(f"{name} is there {len(found)} times")
    return found[0]
