"""Scenes of places: what a QR code at a door carries, so that whoever scans it need not say where they are.

A scene names the place by its number with a keyed hash behind it: nobody can make one up or turn one into another.
"""

import hmac
import re

from ledger import places
from ledger.database import Db
from ledger.keys import Keys
from ledger.places import Place, UnknownPlace

_SCENE = re.compile(r"p([1-9][0-9]{0,17})\.([0-9a-f]{32})", re.ASCII)


def scene_of(keys: Keys, place_id: int) -> str:
    """The scene of a place: at most 52 characters, of which the platform allows 64."""
    return f"p{place_id}.{keys.hash(b'scene:%d' % place_id).hex()}"


def place_of(db: Db, scene: str) -> Place | None:
    """The place that a scene names; None for one that was made up, or whose place is not there any more."""
    match = _SCENE.fullmatch(scene)
    if match is None or not hmac.compare_digest(scene, scene_of(db.keys, int(match[1]))):
        return None
    try:
        return places.get(db, int(match[1]))
    except UnknownPlace:
        return None
