"""「每日报表」: what was frozen, to be downloaded with a reason, corrected by a sheet, and noted as sent up.

A file goes out as it was frozen, byte for byte; who took it and why is on the trail (THREATS A33).
"""

import io

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from console import rights
from console.house import House, house
from console.signed_in import for_roles, visitor
from knowledge.forms import form
from knowledge.language.reasons import says_something
from ledger import Db, audit
from ledger.console.accounts import Account
from ledger.records import compact
from ledger.reports import filing, freezing, sending_up
from ledger.reports.filing import Report
from ledger.reports.freezing import Issuer

pages = Blueprint("reports", __name__)
_LONGEST_REASON = 100
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/reports/")
@for_roles(*rights.OFFICE)
def listed() -> str:
    """Everything on file, the newest first."""
    here = house()
    found = here.ledger.read(filing.newest)
    group = Issuer.of(here.settings.reports, here.plan.head, is_drill=here.is_rehearsal).group
    titles = {one.form: form(one.form) for one in found}
    return render_template("reports.html", reports=found, forms=titles, group=group, longest=_LONGEST_REASON)


@pages.post("/reports/<int:report_id>/file")
@for_roles(*rights.OFFICE)
def download(report_id: int) -> Response:
    """The file as it was frozen, to somebody who says what for."""
    here, account, reason = house(), visitor(), _reason()
    if reason is None:
        return _back("report_why")

    def work(db: Db) -> tuple[Report, bytes]:
        report = _report(db, report_id)
        detail = compact({"rows": report.rows, "why": reason})
        audit.note(
            db, here.clock(), account.person_id, account.name, "report downloaded", report.about, detail
        )
        return report, filing.content(db, report_id)

    report, content = here.ledger.transact(work)
    name = f"{form(report.form).title}-{report.number}.xlsx"
    return send_file(io.BytesIO(content), mimetype=_EXCEL, as_attachment=True, download_name=name)


@pages.post("/reports/<int:report_id>/correct")
@for_roles(*rights.OFFICE)
def correct(report_id: int) -> Response:
    """更正表: what is another figure now, with the reason."""
    here, account, reason = house(), visitor(), _reason()
    if reason is None:
        return _back("report_why_corrected")
    return _back(here.ledger.transact(lambda db: _correct(db, here, account, report_id, reason)))


@pages.post("/reports/<int:report_id>/sent")
@for_roles(*rights.OFFICE)
def sent(report_id: int) -> Response:
    """已报送."""
    here, account = house(), visitor()

    def work(db: Db) -> bool:
        report = filing.get(db, report_id)
        return report is not None and sending_up.sent_up(db, report, account.who, here.clock())

    return _back("report_sent" if here.ledger.transact(work) else "was_first")


def _correct(db: Db, here: House, account: Account, report_id: int, reason: str) -> str:
    report, sheet, now = _report(db, report_id), form(), here.clock()
    if report.correction:
        abort(404)
    found = freezing.changes(db, sheet, report, here.settings.health.fever_celsius)
    if not found:
        return "report_same"
    issuer = Issuer.of(here.settings.reports, here.plan.head, is_drill=here.is_rehearsal)
    number = filing.next_correction(db, report)
    made = filing.add(db, freezing.new_correction(sheet, issuer, report, number, found, reason, account.who, now), now)
    if made is None:
        return "was_first"
    detail = compact({"rows": made.rows, "sha256": made.file_hash.hex()})
    audit.note(db, now, account.person_id, account.name, "report corrected", made.about, detail)
    return "report_corrected"


def _report(db: Db, report_id: int) -> Report:
    found = filing.get(db, report_id)
    if found is None:
        abort(404)
    return found


def _reason() -> str | None:
    """What for, in words; None where nothing was said or too much."""
    said = request.form.get("why", "").strip()
    return said if says_something(said) and len(said) <= _LONGEST_REASON else None


def _back(notice: str) -> Response:
    flash(notice)
    return redirect(url_for("reports.listed"))
