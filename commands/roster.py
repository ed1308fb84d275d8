"""`roster FILE`: put the lines of a file on the roster 值班表, as the office would by chat (clauses 3.4.1, 3.4.3)."""

import sys
from pathlib import Path

from commands.errors import Refused
from commands.wiring import Installation
from knowledge.times import from_ms, iso
from ledger import Db, audit
from ledger.duty import roster_entry
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.places import root_path
from ledger.records import compact

_AT_MOST = 200


def enter(house: Installation, file: Path, who: str) -> str:
    """Enter every line of a file (`-`: standard input), or none where one cannot be read. Raises Refused."""
    if not who.strip() or not who.isprintable():
        raise Refused("--by: must be the name of whoever decides it")
    lines = (sys.stdin.read() if str(file) == "-" else _text(file)).splitlines()
    if len(lines) > _AT_MOST:
        raise Refused(f"{file}: more than {_AT_MOST} lines; enter them in parts")
    now, groups = house.clock(), {group.name: group.id for group in house.house.plan.groups}

    def work(db: Db) -> str:
        read = roster_entry.read(db, lines, from_ms(now), groups, [root_path(db)])
        if read.unread or not read.planned:
            unread = "; ".join(read.unread) or "no line"
            raise Refused(f"{file}: not read: {unread}; write 永茂社区6号楼 卡口 张三 1月20日8:00-20:00, one a line")
        ids = roster_entry.enter(db, read.planned, who, now)
        for number, one in zip(ids, read.planned, strict=True):
            detail = compact({"entry": number, "post": one.post, "rank": one.rank, "from": one.from_at})
            audit.note(db, now, None, who, "on the roster", f"place:{one.place.id}", detail)
        return "\n".join(
            f"{number}: {one.place.address or one.place.name} {one.post} {one.rank} {one.name} "
            f"{iso(one.from_at)} {iso(one.until_at)}{'' if one.holds else ' (not bound yet)'}"
            for number, one in zip(ids, read.planned, strict=True)
        )

    return house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file}: cannot be read: {error}") from None
