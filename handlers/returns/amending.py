"""A return report after it was filed: shown, put right, taken back (clause 3.2; both versions stay on record).

A correction is decided anew by the announcement in force; whoever looks after the report is told what changed, and the
measure has to be confirmed again where the decision is another one.
"""

from datetime import date

from bot.conversation import Change, Conversation, Filed, changes
from bot.turn import Answers, Turn
from handlers.people.registering import place_of
from handlers.returns.decision import decide_measure
from handlers.returns.filing import has_arrived, new_report
from handlers.returns.first_words import ARRIVED
from handlers.returns.notices import note, tell_staff
from handlers.returns.open_places import ORIGIN_OPEN
from handlers.returns.release import withdraw_report
from handlers.returns.shown import status_words
from handlers.returns.slots import SLOTS
from handlers.said_back import word
from knowledge.return_deadline import confirm_by
from ledger import returns
from ledger.records import NoLongerSo
from ledger.returns import Report
from ledger.returns import own as own_returns
from ledger.returns.own import OwnReport

_OVER = {"released", "cancelled"}
# The slots alone: what is said of a change needs nothing else of the form.
_AS_FORM = Conversation(name="return_report", intents=(), slots=SLOTS, finish=lambda _turn, _answers: "")


def filed(turn: Turn) -> list[Filed]:
    """The writer's return reports, the last filed first; one that is over cannot be changed any more."""
    if turn.contact.person_id is None:
        return []
    open_ones = {one.id: status_words(one) for one in returns.open_of(turn.db, turn.contact.person_id)}
    return [
        _filed(turn, one, open_ones.get(one.record) or word("return_status", one.status))
        for one in own_returns.of(turn.db, turn.contact.person_id)
    ]


def _filed(turn: Turn, one: OwnReport, status: str) -> Filed:
    over = one.status in _OVER
    known = {name: value for name, value in one.said.items() if value is not None or name in _MAY_BE_OPEN}
    return Filed(
        record=one.record,
        name=f"{one.number} {turn.house.words.form('return_report').title} {one.said['name']}",
        status=status,
        filed_at=one.filed_at,
        answers={**known, ARRIVED: one.status != "submitted", ORIGIN_OPEN: []},
        fixed=turn.render("return_fixed", number=one.number, status=status) if over else "",
        can_be_withdrawn=one.status == "submitted",
    )


# What may have been left open when it was filed: it is not asked again.
_MAY_BE_OPEN = {"transport", "transport_no", "party_size", "building", "room", "stays"}


def amend(turn: Turn, before: Filed, answers: Answers) -> str:
    """File the next version with its decision, and tell who looks after it."""
    report = _open_report(turn, before)
    if report is None:
        return turn.render("correct_gone")
    place = place_of(turn, answers)
    measure = decide_measure(turn, answers, place)
    about_self = answers.get("name") == turn.contact.name
    due_at = confirm_by(
        turn.house.settings,
        turn.now,
        date.fromisoformat(str(answers["arrive_date"])),
        has_arrived=report.status != "submitted" or has_arrived(turn, answers),
    )
    person_id = turn.contact.person_id if about_self else report.person_id
    try:
        returns.correct(
            turn.db,
            report.id,
            new_report(answers, report.number, person_id, measure, due_at),
            turn.filing(place.id if place else None),
            measure.stored,
        )
    except NoLongerSo:
        return turn.render("correct_gone")
    now = _open_report(turn, before)
    assert now is not None  # it was filed this moment
    changed = changes(turn, _AS_FORM, before.answers, answers)
    note(turn, now, "corrected", {"changed": [one.label for one in changed]})
    again = report.confirmed_by is not None and now.confirmed_by is None
    told = _tell(turn, report, now, changed, again=again)
    return turn.render(
        "return_corrected",
        number=now.number,
        changes=changed,
        measure=measure,
        is_new_measure=now.measure != report.measure or again,
        again=again,
        told=told,
        clause=measure.stored.clause,
    )


def withdraw(turn: Turn, before: Filed) -> str:
    """Take a report back as long as nobody has arrived."""
    report = _open_report(turn, before)
    return turn.render("correct_gone") if report is None else withdraw_report(turn, report)


def _open_report(turn: Turn, before: Filed) -> Report | None:
    assert turn.contact.person_id is not None  # `filed` gave the record
    return next((one for one in returns.open_of(turn.db, turn.contact.person_id) if one.id == before.record), None)


def _tell(turn: Turn, before: Report, now: Report, changed: list[Change], *, again: bool) -> str:
    """Tell the staff of the door it is about now, and of the one it was about before."""
    key = f"corrected:{now.id}:{turn.message.key.hex()}"
    facts = {"changes": changed, "by": turn.contact.name, "again": again, "to_confirm": now.confirmed_by is None}
    told = tell_staff(turn, now, "return_corrected_for_staff", key, "task", **facts)
    if before.path != now.path:
        tell_staff(turn, before, "return_corrected_for_staff", f"{key}:before", "progress", **facts)
    return told
