"""QR codes at some doors of the demonstration, made as `qr PLACE` makes them and named on the page of the stand-in."""

from functools import partial

import yaml

from commands import qr
from commands.wiring import Installation
from knowledge.settings import PROJECT_FOLDER
from ledger import places, scenes
from simulator.client import Stand

_DOORS = PROJECT_FOLDER / "knowledge" / "demo" / "doors.yaml"


def hang_up(house: Installation, stand: Stand) -> None:
    """A code for each door that has none yet."""
    known = {code["scene"] for code in stand.codes()}
    for address in yaml.safe_load(_DOORS.read_text(encoding="utf-8")):
        place = house.ledger.transact(partial(places.ensure, address=address))
        scene = scenes.scene_of(house.ledger.keys, place.id)
        if scene not in known:
            qr.make(house, address, None)
            stand.name_code(scene, address.replace("/", ""))
