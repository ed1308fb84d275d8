"""留着的答复: the office writes, changes, approves, sends back and ends answers for whoever asks next (clauses 3.3, 4.4).

The rules are those of the chat: whoever wrote any version does not approve it, and each change waits for approval anew.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from console import rights
from console.house import House, house
from console.questions import kept_shown
from console.signed_in import for_roles, visitor
from knowledge.times import business_day
from ledger import Db, handovers, kept_answers, places
from ledger.kept_answers import KeptAnswer, entry, moves
from ledger.kept_answers.moves import Content

pages = Blueprint("kept_answers", __name__)
_LONGEST_REASON = 200


@pages.route("/questions/answers/new", methods=["GET", "POST"])
@for_roles(*rights.OFFICE)
def new() -> str | tuple[str, int] | Response:
    """A new one, out of a question of the list or of what was answered to somebody."""
    here, handover = house(), request.values.get("handover", 0, type=int)
    if request.method == "GET":
        return _form(_begun(here, handover), "", None, handover)
    return _written(here, None, handover)


@pages.route("/questions/answers/<int:record>/change", methods=["GET", "POST"])
@for_roles(*rights.OFFICE)
def change(record: int) -> str | tuple[str, int] | Response:
    """The next version."""
    here = house()
    seen = _one(here, record)
    if request.method == "GET":
        said = {
            "question": seen.question,
            "wordings": seen.wordings,
            "answer": seen.answer,
            "ends_on": seen.ends_on,
            "place": seen.address,
        }
        return _form(said, "", seen, 0)
    return _written(here, seen, 0)


@pages.get("/questions/answers/<int:record>")
@for_roles(*rights.OFFICE)
def kept(record: int) -> str:
    """One of them with every version."""
    here, account = house(), visitor()

    def look(db: Db) -> dict[str, object]:
        seen = kept_answers.get(db, record)
        if seen is None:
            abort(404)
        return {
            "one": seen,
            "shown": kept_shown(here, seen),
            "versions": kept_answers.versions(db, record),
            "is_own": moves.is_written_by(db, seen, account.who),
        }

    return render_template("kept_answer.html", **here.ledger.read(look))


@pages.post("/questions/answers/<int:record>/approve")
@for_roles(*rights.OFFICE)
def approve(record: int) -> Response:
    """同意, by somebody who has written none of it."""
    here, account = house(), visitor()

    def act(db: Db, seen: KeptAnswer) -> str:
        why = moves.approve(db, here.render, seen, account.who, account.role, here.clock())
        return {"": "kept_approved", "own": "kept_own", "no_right": "notice_no_right"}.get(why, "was_first")

    return _act(here, record, act)


@pages.post("/questions/answers/<int:record>/send-back")
@for_roles(*rights.OFFICE)
def send_back(record: int) -> Response:
    """退回, with what is not right."""
    here, account = house(), visitor()
    why = request.form.get("why", "").strip()

    def act(db: Db, seen: KeptAnswer) -> str:
        if not why or len(why) > _LONGEST_REASON:
            return "notice_reason_missing"
        done = moves.send_back(db, here.render, seen, why, account.who, here.clock())
        return "kept_sent_back" if done else "was_first"

    return _act(here, record, act)


@pages.post("/questions/answers/<int:record>/end")
@for_roles(*rights.OFFICE)
def end(record: int) -> Response:
    """停用."""
    here, account = house(), visitor()
    return _act(
        here, record, lambda db, seen: "kept_ended" if moves.end(db, seen, account.who, here.clock()) else "was_first"
    )


def _act(here: House, record: int, act: Callable[[Db, KeptAnswer], str]) -> Response:
    """Do it to the version that the page showed, and no other."""
    version = request.form.get("version", 0, type=int)

    def work(db: Db) -> str:
        seen = kept_answers.get(db, record)
        if seen is None:
            abort(404)
        return act(db, seen) if seen.version == version else "was_changed"

    flash(here.ledger.transact(work))
    return redirect(url_for("kept_answers.kept", record=record))


def _one(here: House, record: int) -> KeptAnswer:
    seen = here.ledger.read(lambda db: kept_answers.get(db, record))
    if seen is None:
        abort(404)
    return seen


def _begun(here: House, handover: int) -> dict[str, str]:
    """What the form begins with."""
    today = business_day(here.clock())
    said = {"question": request.args.get("question", ""), "wordings": "", "answer": "", "place": ""}
    said["ends_on"] = entry.last_day(today, here.settings.office.answers_kept_days)
    if handover:

        def look(db: Db) -> tuple[str, str]:
            found, answered = handovers.get(db, handover), handovers.answered(db, handover)
            if found is None or found.is_complaint or answered is None:
                abort(404)
            return entry.question_in(found.text), answered.words

        said["question"], said["answer"] = here.ledger.read(look)
    return said


def _form(said: dict[str, str], fault: str, seen: KeptAnswer | None, handover: int) -> str:
    known = [one.name for one in house().plan.places]
    return render_template(
        "kept_answer_form.html", said=said, fault=fault, one=seen, handover=handover, places=known
    )


def _written(here: House, seen: KeptAnswer | None, handover: int) -> str | tuple[str, int] | Response:
    account, now = visitor(), here.clock()
    said = {name: request.form.get(name, "").strip() for name in ("question", "wordings", "answer", "ends_on", "place")}
    today, fault = business_day(now), ""
    try:
        date.fromisoformat(said["ends_on"])
    except ValueError:
        fault = "day"
    content = Content(said["question"], tuple(said["wordings"].splitlines()), said["answer"], said["ends_on"])
    fault = fault or entry.fault(entry.cleaned(content), today)
    if fault:
        return _form(said, fault, seen, handover), 422
    version = request.form.get("version", 0, type=int)

    def work(db: Db) -> int | None:
        before = kept_answers.get(db, seen.id) if seen is not None else None
        if before is not None and before.version != version:
            return None
        place = places.find(db, said["place"]) if said["place"] else None
        whole = replace(entry.cleaned(content), place_id=place.id if place is not None else None)
        about = f"human_handover:{handover}" if handover else None
        within = here.settings.office.answer_approved_within_minutes
        kept = moves.keep(db, whole, about, account.who, entry.may_be_told(here.rules, today), within, now, before)
        if kept is None:
            return None
        if kept.status == "submitted":
            moves.ask_for_approval(db, here.render, here.settings.duty, kept, entry.facts(kept, here.word), now)
        return kept.id

    record = here.ledger.transact(work)
    if record is None:
        assert seen is not None  # a new one meets nobody
        flash("was_changed")
        return redirect(url_for("kept_answers.kept", record=seen.id))
    flash("kept_written")
    return redirect(url_for("kept_answers.kept", record=record))
