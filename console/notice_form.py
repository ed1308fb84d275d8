"""起草公告: the page on which a notice is written or changed, with how many it would reach before it is put forward."""

from dataclasses import asdict

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console.audience_form import CASES, ROLES, WHO, BadAudience, Fields, audience_of, of_audience, read
from console.house import House, house
from console.notices import refused, seen_version
from console.signed_in import for_roles, visitor
from console.words import texts
from knowledge.notices.audience import Audience, everybody
from knowledge.notices.content import BadContent, Content, too_many_characters, written
from ledger import Db, notices
from ledger.notices import Notice, Step, audience
from ledger.notices import rights as notice_rights
from ledger.notices.audience import Addressee, Counted
from ledger.places import UnknownPlace

pages = Blueprint("notice_form", __name__)
# In which field of the form a fault of the content lies.
_WHERE = {
    "no_title": "title",
    "title_too_long": "title",
    "no_text": "text",
    "too_long": "text",
    "hidden_characters": "text",
    "broadcast_too_long": "broadcast",
}
_EDITABLE = frozenset({"draft", "submitted", "approved", "sending"})


@pages.route("/notices/new", methods=["GET", "POST"])
@for_roles(*notice_rights.ROLES)
def new() -> str | tuple[str, int] | Response:
    """A new notice."""
    if request.method == "GET":
        return _page(Fields(title=texts().notice_title), None, {}, None)
    return _taken(None)


@pages.route("/notices/<int:notice_id>/edit", methods=["GET", "POST"])
@for_roles(*notice_rights.ROLES)
def edit(notice_id: int) -> str | tuple[str, int] | Response:
    """The next version of a notice."""
    one = house().ledger.read(lambda db: notices.get(db, notice_id))
    if one is None or one.status not in _EDITABLE:
        abort(404)
    if request.method == "POST":
        return _taken(one)
    content = one.content
    words = {"title": content.title, "text": content.text}
    extra = {"broadcast": content.broadcast or "", "mongolian": content.mongolian or "", "rhythm": content.rhythm or ""}
    return _page(Fields(**words, **extra, **of_audience(one.audience)), one, {}, None)


def _taken(one: Notice | None) -> str | tuple[str, int] | Response:
    """What was sent: looked at (how many), or kept."""
    here, said = house(), read(request.form)
    faults, content, to = _read(here, said)
    reach = here.ledger.read(lambda db: _reach(db, here, to)) if to is not None else None
    if to is not None and reach is None:
        faults["where"] = texts().notice_faults["place_unknown"].format(about=said.where)
    if faults or content is None or reach is None:
        return _page(said, one, faults, reach), 422
    if request.form.get("do") != "keep":
        return _page(said, one, {}, reach)
    return _kept(here, one, content)


def _kept(here: House, one: Notice | None, content: Content) -> Response:
    account, now, version = visitor(), here.clock(), seen_version()

    def work(db: Db) -> Step:
        if one is None:
            return notices.draft(db, content, account.who, account.role, now)
        current = notices.get(db, one.id)
        if current is None or current.version != version:
            return Step(False, current, "changed")
        return notices.edit(db, current, content, account.who, account.role, now)

    step = here.ledger.transact(work)
    if step.done and step.notice is not None:
        flash("notice_kept")
        return redirect(url_for("notices.notice", notice_id=step.notice.id))
    return refused(step, one.id if one is not None else None)


def _read(here: House, said: Fields) -> tuple[dict[str, str], Content | None, Audience | None]:
    """What is not right yet by field, and what can be told of it all the same."""
    faults: dict[str, str] = {}
    to = content = None
    words = texts().notice_faults
    try:
        to = here.ledger.read(lambda db: audience_of(db, said))
    except BadAudience as bad:
        faults[bad.field] = words[bad.fault].format(about=bad.about)
    try:
        optional = {"broadcast": said.broadcast or None, "mongolian": said.mongolian or None, "rhythm": said.rhythm or None}
        content = written(said.title, said.text, to or everybody(), **optional)
    except BadContent as bad_content:
        over = too_many_characters(said.title, said.text, said.mongolian) if bad_content.fault == "too_long" else 0
        faults[_WHERE[bad_content.fault]] = words[bad_content.fault].format(about=over)
    return faults, content, to


def _reach(db: Db, here: House, to: Audience) -> tuple[Counted, list[Addressee]] | None:
    try:
        return audience.count(db, to, now=here.clock()), audience.sample(db, to, now=here.clock())
    except UnknownPlace:
        return None


def _page(
    said: Fields,
    one: Notice | None,
    faults: dict[str, str],
    reach: tuple[Counted, list[Addressee]] | None,
) -> str:
    here = house()
    return render_template(
        "notice_form.html",
        said=asdict(said),
        one=one,
        faults=faults,
        counted=reach[0] if reach else None,
        sample=reach[1] if reach else [],
        who=WHO,
        roles=ROLES,
        cases=CASES,
        has_template=here.settings.templates.notice.template_id is not None,
        visit_after=here.settings.sender.wait_for_contact_minutes.notice // 60,
    )


