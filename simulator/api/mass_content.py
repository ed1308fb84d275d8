"""What a message to many may hold (document 群发)."""

from collections.abc import Callable, Iterable

from simulator.answers import TEXT_LIMIT
from simulator.errors import ApiError
from simulator.fields import Fields
from simulator.platform import Platform


def content_of(platform: Platform, given: Fields) -> tuple[str, str, dict[str, object]]:
    """Kind, text and payload of the message. Raises ApiError."""
    kind = given.text("msgtype", "")
    if kind not in _KINDS:
        raise ApiError(40008)
    payload = given.inner(kind)
    return kind, _KINDS[kind](platform, payload), dict(payload.raw())


def _text(_: Platform, payload: Fields) -> str:
    content = payload.text("content", "")
    if not content.strip():
        raise ApiError(44004)
    if len(content.encode()) > TEXT_LIMIT:
        raise ApiError(45002)
    return content


def _media(platform: Platform, payload: Fields) -> str:
    return _known(platform, [payload.raw().get("media_id")], payload)


def _images(platform: Platform, payload: Fields) -> str:
    return _known(platform, payload.items("media_ids"), payload)


def _known(platform: Platform, media_ids: Iterable[object], payload: Fields) -> str:
    wanted = list(media_ids)
    if not wanted or any(media_id not in platform.media for media_id in wanted):
        raise ApiError(40007)
    return payload.text("title", "") or payload.text("recommend", "")


_KINDS: dict[str, Callable[[Platform, Fields], str]] = {
    "text": _text,
    "image": _media,
    "images": _images,
    "voice": _media,
    "mpvideo": _media,
    "mpnews": _media,
}
