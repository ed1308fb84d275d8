"""Freezing the daily report at its cut-off, and the correction sheets that later changes make (DESIGN 6.11).

What a report says is as of the moment of one look at the ledger. A correction compares what was frozen with what the same
question finds now; a state of the cut-off (who lived there, who was due or outside) cannot be looked up afterwards and is
not compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.forms import Form
from knowledge.plan.model import Head
from knowledge.settings.duties import Reports
from knowledge.times import DAY, business_day, from_ms
from ledger import places, seals
from ledger.database import Db
from ledger.figures import Span
from ledger.people import Recipient
from ledger.reports import filing, workbook
from ledger.reports.filing import NewReport, Report
from ledger.reports.lines import Line, Value, lines, moment

# A report that was missed for longer does not make the next one count for days.
_LONGEST_SPAN = 2 * DAY


@dataclass(frozen=True, slots=True)
class Issuer:
    """On whose behalf a report is made: the unit and the group it is for, and whether it is a drill."""

    unit: str
    group: str
    is_drill: bool

    @classmethod
    def of(cls, settings: Reports, head: Head, *, is_drill: bool) -> "Issuer":
        """As the settings say, else as the plan does."""
        return cls(settings.unit or head.reports_by, settings.social_control_group or head.reports_to, is_drill)


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that is another one now."""

    item: str
    before: int
    after: int


def look(db: Db, form: Form, fever_celsius: float, now: int) -> tuple[Span, list[Line]]:
    """What the report of this moment says: since the cut-off before, or the last 24 hours where there was none."""
    before = filing.last(db, form.form)
    day = business_day(now).isoformat()
    since = before.cutoff_at if before is not None and before.day < day else now - DAY
    span = Span(day, max(since, now - _LONGEST_SPAN), now)
    return span, lines(db, form, span, fever_celsius, seals.within(db, places.root_path(db)))


def new_report(form: Form, issuer: Issuer, span: Span, of: Sequence[Line]) -> NewReport:
    """The report as it goes on file, with its Excel file."""
    number = f"{form.letter}{_day_number(span.until)}"
    head = _head(form, issuer, form.title, moment(form, span.until), form.author, form.first_issue)
    foot = _foot(form, issuer, number, form.author)
    return NewReport(
        form=form.form,
        number=number,
        day=span.day,
        correction=0,
        since_at=span.since,
        cutoff_at=span.until,
        filed_by="system",
        filed_by_id=None,
        reason=None,
        figures=[{"place_id": line.place_id, **line.values} for line in of],
        rows=sum(len(listed) for line in of for listed in line.lists.values()),
        content=workbook.report(form, of, head, foot),
    )


def changes(db: Db, form: Form, report: Report, fever_celsius: float) -> list[Changed]:
    """What of a report is another figure now, asked for the same day and span."""
    span = Span(report.day, report.since_at, report.cutoff_at)
    frozen = {int(one["place_id"] or 0): one for one in filing.figures(db, report.id)}
    still = [one for one in (seals.of_place(db, place_id) for place_id in frozen) if one is not None]
    apart = [places.get(db, place_id).path for place_id in frozen]  # they had a line, whether they are sealed now or not
    now_there = {line.place_id: line for line in lines(db, form, span, fever_celsius, still, apart)}
    found = list[Changed]()
    for place_id, before in frozen.items():
        line = now_there.get(place_id)
        if line is not None:
            found += _changed(form, before, line)
    return found


def new_correction(
    form: Form, issuer: Issuer, report: Report, number: int, found: Sequence[Changed], reason: str, who: Recipient, now: int
) -> NewReport:
    """The correction sheet as it goes on file."""
    export = f"{report.number}-{number}"
    issue = form.correction_issue.format(number=number)
    head = _head(form, issuer, form.correction_title, moment(form, report.cutoff_at), who.name, issue)
    at = workbook.on_paper(now)
    rows: list[list[workbook.Cell]] = [
        [one.item, one.before, one.after, one.after - one.before, reason, who.name, at] for one in found
    ]
    return NewReport(
        form=report.form,
        number=export,
        day=report.day,
        correction=number,
        since_at=report.since_at,
        cutoff_at=report.cutoff_at,
        filed_by=who.name,
        filed_by_id=who.person_id,
        reason=reason,
        figures=[{"item": one.item, "before": one.before, "after": one.after} for one in found],
        rows=len(rows),
        content=workbook.correction(form, rows, head, _foot(form, issuer, export, who.name)),
    )


def _changed(form: Form, before: Mapping[str, Value], line: Line) -> list[Changed]:
    found = list[Changed]()
    for column in form.columns:
        was, now = before.get(column.key), line.values.get(column.key)
        if column.is_corrected and isinstance(was, int) and isinstance(now, int) and was != now:
            found.append(Changed(form.item.format(place=line.place, column=column.title), was, now))
    return found


def _head(form: Form, issuer: Issuer, title: str, cutoff: str, author: str, issue: str) -> list[str]:
    drill = form.drill if issuer.is_drill else ""
    first = form.first.format(drill=drill, title=title, unit=issuer.unit)
    return [first, form.head.format(unit=issuer.unit, cutoff=cutoff, author=author, issue=issue, drill=drill)]


def _foot(form: Form, issuer: Issuer, number: str, author: str) -> list[str]:
    purpose = form.purpose.format(group=issuer.group)
    return [line.format(number=number, author=author, purpose=purpose) for line in (*form.foot, form.hidden_sign)]


def _day_number(at: int) -> str:
    return f"{from_ms(at):%y%m%d}"
