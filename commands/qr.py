"""`qr PLACE`: a QR code of the account that says where it hangs (document 生成带参数的二维码)."""

from pathlib import Path

import segno

from bot.sending.fates import SendError
from commands.errors import Refused
from commands.remedies import remedy
from commands.wiring import Installation, open_official
from ledger import Db, audit, places, scenes
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.places import Place, UnknownPlace

# Large enough to be read from a poster at arm's length.
_PIXELS_A_MODULE = 12
_QUIET_ZONE = 4


def make(house: Installation, address: str, out: Path | None) -> str:
    """Ask the platform for a lasting code of the place and write its picture; returns where. Raises Refused."""
    path = out or house.settings.data_dir / f"qr-{address.strip('/').replace('/', '-')}.png"
    if path.suffix.lower() != ".png":
        raise Refused(f"--out {path}: must end in .png")
    place = _place(house, address.strip("/"))
    official = open_official(house, house.settings.require_account())
    try:
        code = official.create_qr_code(scenes.scene_of(house.ledger.keys, place.id))
    except SendError as error:
        raise Refused(f"no code was made; {remedy(error)}") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    segno.make(code.url, error="m", micro=False).save(str(path), scale=_PIXELS_A_MODULE, border=_QUIET_ZONE)
    return str(path)


def _place(house: Installation, address: str) -> Place:
    """The place, added to the tree where it is named for the first time. Raises Refused."""

    def work(db: Db) -> Place:
        place = places.ensure(db, address)
        audit.note(db, house.clock(), None, "command line", "qr code made", f"place:{place.id}")
        return place

    if not address:
        raise Refused("name a place such as 永茂社区/6号楼")
    try:
        return house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)
    except UnknownPlace as error:
        raise Refused(str(error)) from None
