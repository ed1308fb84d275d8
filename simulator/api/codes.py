"""QR codes with a scene (document 生成带参数的二维码)."""

from simulator.account import random_text
from simulator.api.request import Answer, Binary, NotFound, Request
from simulator.clock import SECOND
from simulator.codes import drawn, is_alive
from simulator.errors import ApiError
from simulator.fields import Fields
from simulator.holdings import SceneCode
from simulator.platform import Platform

_LONGEST = 2_592_000  # seconds: 30 days
_USUAL = 60
_LARGEST_PERMANENT = 100_000
_PERMANENT = ("QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE")
_BY_TEXT = ("QR_STR_SCENE", "QR_LIMIT_STR_SCENE")


def create(platform: Platform, request: Request) -> Answer:
    """A ticket for a code; scanning it makes somebody follow, or a follower send SCAN."""
    given = request.fields()
    action = given.text("action_name", "")
    if action not in ("QR_SCENE", "QR_STR_SCENE", *_PERMANENT):
        raise ApiError(40035, "action_name")
    scene = _scene(given.inner("action_info").inner("scene"), action)
    seconds = given.whole("expire_seconds", _USUAL)
    if not 1 <= seconds <= _LONGEST:
        raise ApiError(40035, "expire_seconds")
    lasts = action not in _PERMANENT
    ticket = random_text(80)
    url = f"{platform.base_url}/q/{random_text(16)}"
    expires_at = platform.clock.now() + seconds * SECOND if lasts else None
    platform.codes[ticket] = SceneCode(ticket, scene, url, expires_at)
    return {"ticket": ticket, "url": url, **({"expire_seconds": seconds} if lasts else {})}


def picture(platform: Platform, request: Request) -> Binary:
    """The code as a picture. Raises NotFound for a ticket that there is not, or no longer."""
    code = platform.codes.get(request.query.get("ticket", ""))
    if code is None or not is_alive(platform, code):
        raise NotFound
    return Binary(drawn(code), "image/png")


def _scene(given: Fields, action: str) -> str:
    if action in _BY_TEXT:
        scene = given.text("scene_str", "")
        if not 1 <= len(scene) <= 64:
            raise ApiError(40035, "scene_str")
        return scene
    number = given.whole("scene_id", 0)
    if not 1 <= number <= (_LARGEST_PERMANENT if action in _PERMANENT else 0xFFFFFFFF):
        raise ApiError(40035, "scene_id")
    return str(number)
