"""录入管控公告: a workbook or a pasted table, checked, held against the open reports, and put in force by a named person.

Nothing is changed and nobody is told before that. What was looked at is what is put in force: the page carries it with our
mark, and where other reports would change by then the page is shown again.
"""

import base64
import binascii
import hashlib
import hmac
import zlib
from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console.house import House, house
from console.signed_in import for_roles, visitor
from knowledge.announcements import Announcement
from knowledge.announcements.entry import BadEntry, announcement_of, read_workbook, table_of
from knowledge.announcements.entry.faults import entry_words
from ledger import Db, announcements
from ledger.records import compact
from ledger.returns import preview
from ledger.returns.preview import Preview

pages = Blueprint("announcement_form", __name__)
_ROLES = ("office",)
_HEAD = ("number", "issuer", "title", "effective_at", "replaces", "old_cases", "note")
_OLD_CASES = {"keep": True, "change": False}
# What a page of ours can carry, unpacked.
_LONGEST = 1024 * 1024
_MOST_SHOWN = 200


@pages.route("/announcements/new", methods=["GET", "POST"])
@for_roles(*_ROLES)
def new() -> str | tuple[str, int]:
    """The form; what was sent is checked, and shown with what it would change."""
    if request.method == "GET":
        return _form({}, ())
    said = {name: request.form.get(name, "").strip() for name in (*_HEAD, "table")}
    try:
        issued = _read(said)
    except BadEntry as bad:
        return _form(said, tuple(map(str, bad.faults))), 422
    return _look(house(), issued, "")


@pages.post("/announcements/put-in-force")
@for_roles(*_ROLES)
def put_in_force() -> str | tuple[str, int] | Response:
    """What was looked at, put in force by whoever is signed in."""
    here, account, now = house(), visitor(), house().clock()
    packed, seen = request.form.get("content", ""), request.form.get("seen", "")
    if not hmac.compare_digest(request.form.get("mark", ""), _mark(here, packed, seen)):
        abort(400)
    issued = _unpacked(packed)
    if request.form.get("sure") != "yes":
        return _look(here, issued, "not_sure"), 422
    chosen = _OLD_CASES.get(request.form.get("old_cases", ""))
    entered, detail = issued, ""
    if issued.keep_old_cases is None:
        if chosen is None:
            return _look(here, issued, "old_cases"), 422
        entered, detail = issued.model_copy(update={"keep_old_cases": chosen}), compact({"keep_old_cases": chosen})
    if _seen(here.ledger.read(lambda db: preview.of(db, here.rules, issued, now))) != seen:
        return _look(here, issued, "changed"), 409

    def work(db: Db) -> bool:
        return announcements.enter(db, entered, account.name, now, account.person_id, detail)

    if not here.ledger.transact(work):
        return _look(here, issued, ""), 409
    flash("announcement_in_force")
    return redirect(url_for("announcements.index"))


def _read(said: Mapping[str, str]) -> Announcement:
    """The announcement of the file, else of the fields and the pasted table; raises BadEntry."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return read_workbook(sent.read(), sent.filename)
    texts = entry_words()
    return announcement_of(said, table_of(said["table"]), texts.sheets.head, texts.pasted)


def _form(said: Mapping[str, str], faults: tuple[str, ...]) -> str:
    texts = entry_words()
    return render_template(
        "announcement_form.html",
        said=said,
        faults=faults,
        head=texts.head,
        areas=texts.areas,
        old_cases=texts.answers["old_cases"],
    )


def _look(here: House, issued: Announcement, fault: str) -> str:
    """The page that shows what it would change, with the button that puts it in force."""
    now = here.clock()
    found = here.ledger.read(lambda db: preview.of(db, here.rules, issued, now))
    packed, seen = _packed(issued), _seen(found)
    return render_template(
        "announcement_preview.html",
        preview=found,
        issued=issued,
        shown=found.differences[:_MOST_SHOWN],
        fault=fault,
        content=packed,
        seen=seen,
        mark=_mark(here, packed, seen),
    )


def _seen(found: Preview) -> str:
    """What stands for the preview that was looked at: which reports change, from what to what."""
    lines = [compact([one.case.row, one.told.words, one.after.stored.outcome or ""]) for one in found.differences]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _mark(here: House, packed: str, seen: str) -> str:
    """Our mark under what a page carries: nothing else is put in force."""
    return here.ledger.keys.hash(f"announcement looked at:{packed}:{seen}".encode()).hex()


def _packed(issued: Announcement) -> str:
    return base64.b64encode(zlib.compress(issued.model_dump_json().encode())).decode()


def _unpacked(packed: str) -> Announcement:
    try:
        content = zlib.decompressobj().decompress(base64.b64decode(packed, validate=True), _LONGEST)
        return Announcement.model_validate_json(content)
    except (binascii.Error, zlib.error, ValueError):  # our mark stands under it: a page of another version
        abort(400)
