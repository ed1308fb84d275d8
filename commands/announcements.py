"""`announcements`: every announcement that was put in force here, the ones in force at a moment, and any of them in full.

With `--report NUMBER` a return report is decided again by what was known when it was filed: the same must come out.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from commands.announce import write
from commands.errors import Refused
from commands.wiring import Installation
from knowledge.announcements import in_force
from knowledge.announcements.entry import written
from knowledge.times import iso, parse_moment
from ledger import Db, announcements
from ledger.announcements import Kept
from ledger.returns import replay


def listed(house: Installation, at: str | None) -> Iterator[str]:
    """A JSON object for each; `in_force` as of a moment, by what was known then. Raises Refused."""
    moment = _moment(house, at)
    kept = [one for one in house.ledger.read(announcements.kept) if one.put_in_force_at <= moment]
    current = in_force((one.issued for one in kept), moment)
    for one in kept:
        issued = one.issued
        yield json.dumps(
            {
                "issuer": issued.issuer,
                "number": issued.number,
                "title": issued.title,
                "effective_at": iso(issued.effective_at),
                "replaces": issued.replaces,
                "keep_old_cases": issued.keep_old_cases,
                "areas": len(issued.areas),
                "put_in_force_by": one.put_in_force_by,
                "put_in_force_at": iso(one.put_in_force_at),
                "in_force": issued in current,
            },
            ensure_ascii=False,
        )


def write_out(house: Installation, number: str, file: Path) -> str:
    """Write one announcement as the workbook in which it could have been entered. Raises Refused."""
    return write(file, written(_one(house, number).issued))


def replayed(house: Installation, number: str) -> Iterator[str]:
    """Each version of a return report with what its announcements say again as of its day, a JSON object a line."""

    def read(db: Db) -> list[replay.Replayed]:
        return replay.of(db, house.house.rules, number)

    found = house.ledger.read(read)
    if not found:
        raise Refused(f"--report: there is no return report {number}")
    for one in found:
        yield json.dumps(
            {
                "number": number,
                "version": one.version,
                "filed_at": iso(one.filed_at),
                "measure": one.again.id,
                "announcement": one.again.announcement,
                "same": one.is_same,
                "trace": json.loads(one.again.stored.trace or "[]"),
            },
            ensure_ascii=False,
        )


def _one(house: Installation, number: str) -> Kept:
    fitting = [one for one in house.ledger.read(announcements.kept) if one.issued.number == number]
    if not fitting:
        raise Refused(f"--number: {number} was never put in force here")
    return fitting[-1]


def _moment(house: Installation, at: str | None) -> int:
    if at is None:
        return house.clock()
    try:
        return parse_moment(at)
    except ValueError:
        raise Refused("--at: must be a time such as 2022-01-20T18:00") from None
