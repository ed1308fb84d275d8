"""管控公告: every announcement that was put in force, which hold now, and what became of the open reports (clause 3.2)."""

import io

from flask import Blueprint, abort, render_template, send_file
from werkzeug.wrappers import Response

from console import rights
from console.house import house
from console.signed_in import for_roles
from knowledge.announcements import describe, in_force
from knowledge.announcements.entry import template, written
from knowledge.announcements.entry.faults import entry_words
from ledger import announcements
from ledger.announcements import Kept

pages = Blueprint("announcements", __name__)
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/announcements/")
@for_roles(*rights.OFFICE)
def index() -> str:
    """All of them, the latest first; those in force are marked."""
    here = house()
    now, kept = here.clock(), here.ledger.read(announcements.kept)
    current = in_force((one.issued for one in kept), now)
    shown = [
        {"kept": one, "state": "held" if one.issued in current else "coming" if one.issued.effective_at > now else "ended"}
        for one in reversed(kept)
    ]
    return render_template("announcements.html", listed=shown)


@pages.get("/announcements/<int:number>")
@for_roles(*rights.OFFICE)
def announcement(number: int) -> str:
    """One of them with every row."""
    one = _one(number)
    return render_template("announcement.html", kept=one, issued=one.issued, describe=describe)


@pages.get("/announcements/<int:number>/file")
@for_roles(*rights.OFFICE)
def file(number: int) -> Response:
    """The same as the workbook in which it could have been entered."""
    one = _one(number).issued
    return _workbook(written(one), f"{one.number}.xlsx")


@pages.get("/announcements/template")
@for_roles(*rights.OFFICE)
def empty() -> Response:
    """The empty workbook."""
    return _workbook(template(), entry_words().file)


def _one(number: int) -> Kept:
    found = house().ledger.read(lambda db: announcements.one(db, number))
    if found is None:
        abort(404)
    return found


def _workbook(content: bytes, name: str) -> Response:
    return send_file(io.BytesIO(content), mimetype=_EXCEL, as_attachment=True, download_name=name)
