"""Temporary media and article pictures (documents 新增临时素材, 获取临时素材)."""

import mimetypes

from simulator.api.request import Answer, Binary, Request, Upload
from simulator.clock import DAY, SECOND
from simulator.errors import ApiError
from simulator.platform import Platform
from simulator.shapes import keep_media

_MEGABYTE = 1 << 20
_KEPT = 3 * DAY
LIMITS = {
    "image": (10 * _MEGABYTE, (".png", ".jpeg", ".jpg", ".gif")),
    "voice": (2 * _MEGABYTE, (".amr", ".mp3")),
    "video": (10 * _MEGABYTE, (".mp4",)),
    "thumb": (64 * 1024, (".jpg",)),
}
_PICTURE_SIGNS = {".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".gif": b"GIF8"}


def upload(platform: Platform, request: Request) -> Answer:
    """Keep a file for three days."""
    kind = request.query.get("type", "")
    if kind not in LIMITS:
        raise ApiError(40004)
    file = _checked(request.upload, *LIMITS[kind])
    media = keep_media(platform, kind, file.name, file.content)
    return {"type": kind, "media_id": media.media_id, "created_at": media.created_at // SECOND, "item": []}


def upload_picture(platform: Platform, request: Request) -> Answer:
    """Keep an article's picture; the answer is its address."""
    file = _checked(request.upload, _MEGABYTE, (".jpg", ".jpeg", ".png"))
    media = keep_media(platform, "image", file.name, file.content)
    return {"url": f"{platform.base_url}/_media/{media.media_id}"}


def download(platform: Platform, request: Request) -> Answer | Binary:
    """The bytes of a media id; for a video the address of its bytes."""
    media = platform.media.get(request.query.get("media_id", ""))
    if media is None or platform.clock.now() - media.created_at > _KEPT:
        raise ApiError(40007)
    if media.kind == "video":
        return {"video_url": f"{platform.base_url}/_media/{media.media_id}"}
    return Binary(media.content, guess_type(media.name), media.name)


def guess_type(name: str) -> str:
    """The content type that a file's name stands for."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _checked(file: Upload | None, most: int, endings: tuple[str, ...]) -> Upload:
    if file is None or not file.content:
        raise ApiError(41005)
    ending = "." + file.name.rpartition(".")[2].lower()
    if ending not in endings or not file.content.startswith(_PICTURE_SIGNS.get(ending, b"")):
        raise ApiError(40005)
    if len(file.content) > most:
        raise ApiError(40006)
    return file
