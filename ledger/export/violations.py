"""How `ledger violation_report` and `ledger rumour_check` print (INTERFACES 6).

Whoever told of a violation is in no line (docs/decisions/0025). With --unmasked, which only whoever runs the command on the
host can say, `filed_by` is the name of those who did not wish to stay unnamed: what the law may ask for.
"""

from dataclasses import replace

from knowledge.times import iso
from ledger import rumours, violations
from ledger.export.lines_of_records import Line, RumourLine, ViolationLine
from ledger.export.pages import Head, Row, Source, View, filings
from ledger.tables import rumour_check, violation_report

_SEEN_TO = ("due_at", "climbed", "taken_at", "taken_by", "closed_at", "closed_by")


def _violation(head: Head, row: Row, view: View) -> Line:
    number, kind, place, text, anonymous, group, due_at, climbed, taken_at, taken_by, closed_at, closed_by, *rest = row
    outcome, withdrawn_at, name = rest
    line = ViolationLine(
        *head,
        number=number,
        type=kind,
        place=place,
        text=view.text(text, violations.TEXT_COLUMN),
        anonymous=bool(anonymous),
        group=group,
        due_at=iso(due_at),
        climbed=climbed,
        taken_at=_moment(taken_at),
        taken_by=taken_by,
        closed_at=_moment(closed_at),
        closed_by=closed_by,
        result=view.text(outcome, violations.OUTCOME_COLUMN) if outcome else None,
        withdrawn_at=_moment(withdrawn_at),
    )
    if not view.unmasked or not name:
        return line
    return replace(line, filed_by=view.db.keys.unseal(bytes(name), violations.NAME_COLUMN))


def _rumour(head: Head, row: Row, view: View) -> Line:
    number, text, joined, group, due_at, climbed, taken_at, taken_by, closed_at, closed_by, *rest = row
    answer, approved_by, approved_at = rest
    return RumourLine(
        *head,
        number=number,
        text=view.text(text, rumours.TEXT_COLUMN),
        joined=joined,
        group=group,
        due_at=iso(due_at),
        climbed=climbed,
        taken_at=_moment(taken_at),
        taken_by=taken_by,
        closed_at=_moment(closed_at),
        closed_by=closed_by,
        reply=view.text(answer, rumours.ANSWER_COLUMN) if answer else None,
        approved_by=approved_by,
        approved_at=_moment(approved_at),
    )


def _moment(moment: int | None) -> str | None:
    return None if moment is None else iso(moment)


VIOLATIONS = Source(
    filings(
        violation_report,
        *(violation_report.c[name] for name in ("number", "type", "place", "text_sealed", "anonymous", "group_id")),
        *(violation_report.c[name] for name in (*_SEEN_TO, "outcome_sealed", "withdrawn_at", "name_sealed")),
    ),
    _violation,
)
RUMOURS = Source(
    filings(
        rumour_check,
        *(rumour_check.c[name] for name in ("number", "text_sealed", "joined_id", "group_id", *_SEEN_TO)),
        *(rumour_check.c[name] for name in ("answer_sealed", "approved_by", "approved_at")),
    ),
    _rumour,
)
