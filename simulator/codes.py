"""QR codes with a scene: what they look like, and which one somebody has scanned (document 生成带参数的二维码)."""

import io
from collections.abc import Callable

import segno

from simulator.account import random_text
from simulator.fields import Fields, FieldsError
from simulator.holdings import SceneCode
from simulator.platform import Platform


def drawn(code: SceneCode) -> bytes:
    """The code as a picture."""
    out = io.BytesIO()
    segno.make(code.url, error="m").save(out, kind="png", scale=8, border=3)
    return out.getvalue()


def scanned(platform: Platform, given: Fields) -> tuple[str, str]:
    """Scene and ticket of what was scanned: by `scene`, `ticket`, the `content` of the code, or a `media_id` of a picture.

    A scene for which no code was made gets a ticket of its own: somebody made it in the account's console. Raises
    FieldsError for a code that is none of this account's, or that has expired: the phone says so, nobody is told.
    """
    if given.has("scene"):
        scene = given.text("scene")
        made = [code for code in platform.codes.values() if code.scene == scene]
        alive = [code for code in made if is_alive(platform, code)]
        if made and not alive:
            raise FieldsError("this code has expired")
        return scene, alive[-1].ticket if alive else random_text(80)
    found = next((code for code in platform.codes.values() if _seen(platform, given)(code)), None)
    if found is None:
        raise FieldsError("this is no code of the account")
    if not is_alive(platform, found):
        raise FieldsError("this code has expired")
    return found.scene, found.ticket


def is_alive(platform: Platform, code: SceneCode) -> bool:
    """Whether a code can still be scanned."""
    return code.expires_at is None or platform.clock.now() < code.expires_at


def _seen(platform: Platform, given: Fields) -> Callable[[SceneCode], bool]:
    """What tells the code that was scanned from the others."""
    if given.has("ticket"):
        ticket = given.text("ticket")
        return lambda code: code.ticket == ticket
    if given.has("media_id"):
        media = platform.media.get(given.text("media_id"))
        picture = b"" if media is None else media.content
        return lambda code: drawn(code) == picture
    content = given.text("content")
    return lambda code: code.url == content
