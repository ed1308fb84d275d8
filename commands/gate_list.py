"""`gate-list PLACE`: the day's passes of a gate as a page to print, for a night without signal (DESIGN 6.9).

Large black letters on white paper (A4), the passes first, then empty lines of the gate's register to be filled by hand.
"""

import os
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from commands.errors import Refused
from commands.wiring import Installation
from knowledge.times import business_day, from_ms
from ledger import Db, audit, places
from ledger.gate import posts as gate_posts
from ledger.gate import sheet as gate_sheet
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS
from ledger.records import compact

_FOLDER = Path(__file__).parent / "pages"
# So many empty lines fill a page behind the passes.
_EMPTY_LINES = 14


def gate_list(house: Installation, where: str, on: str | None, out: Path | None) -> str:
    """The page of a place's gate; written to `out` it returns what was done, else the page itself. Raises Refused."""
    now = house.clock()
    try:
        day = date.fromisoformat(on) if on is not None else business_day(now)
    except ValueError:
        raise Refused(f"--on {on}: must be a day such as 2022-01-20") from None

    def work(db: Db) -> tuple[str, int]:
        place = places.find(db, where.strip("/")) if where.strip("/") else None
        if place is None:
            raise Refused(f"{where}: is no place that anybody has named; `ledger seal` shows what is sealed")
        gate = gate_posts.gate_at(db, place.id, place.path, place.address)
        if gate.seal is None:
            raise Refused(f"{where}: is not sealed; `ledger seal` shows what is")
        rows = gate_sheet.rows(db, gate, day)
        detail = compact({"day": day.isoformat(), "passes": len(rows)})
        audit.note(db, now, None, "command line", "gate list printed", f"place:{place.id}", detail)
        page = _pages().get_template("gate_list.html")
        return page.render(place=gate.spoken, day=day, at=from_ms(now), rows=rows, empty=_EMPTY_LINES), len(rows)

    page, count = house.ledger.transact(work, wait=MAINTENANCE_PATIENCE_SECONDS)
    if out is None:
        return page
    # Names and doors: for the owner alone, from the first byte on.
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(page)
    return f"{out}: {count} passes; print it, and lock it away or shred it after the night"


def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
