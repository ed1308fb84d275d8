"""Open return reports worked out anew: what a new announcement changes, and whom we told otherwise (DESIGN 6.6).

Looking changes nothing. Where an announcement is taken up, each report that it changes gets its next version with the new
proposal, for a named person to confirm. What was confirmed stays in force until then: nobody comes out of control, or under
it, by a program. A report that an announcement says the same of as before stays as it is, under the number it had.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import bindparam, func, select

from knowledge.announcements import Announcement, Course
from knowledge.rules import Rulebook
from ledger import places, seals
from ledger.database import Db
from ledger.records import Filing, NoLongerSo, Stored, compact
from ledger.returns.filing import IS_OPEN, OF_RECORD, TOLD_BEFORE, refile
from ledger.returns.measures import Journey, Measure, Told, course_of, decide_measure, told_before
from ledger.statement import Statement
from ledger.tables import place, return_report

PAGE = 200
_FIRST = return_report.alias("first_row")
_RECORD_ID = func.coalesce(return_report.c.original_id, return_report.c.id)
_SEEN = (
    return_report.c.id,
    _RECORD_ID,
    return_report.c.number,
    return_report.c.name,
    return_report.c.status,
    return_report.c.filed_at,
    return_report.c.origin_code,
    return_report.c.origin_name,
    return_report.c.origin_places,
    return_report.c.stays,
    return_report.c.arrive_date,
    return_report.c.arrive_time,
    return_report.c.measure,
    return_report.c.days,
    return_report.c.announcement,
    return_report.c.confirmed_by,
    return_report.c.confirmed_at,
    return_report.c.outcome,
    return_report.c.trace,
    return_report.c.place_id,
    func.coalesce(place.c.path, ""),
    func.coalesce(place.c.address, ""),
)
_SELECT = (
    select(*_SEEN)
    .select_from(return_report.outerjoin(place, place.c.id == return_report.c.place_id))
    .where(IS_OPEN)
)
# By their ids, page by page: reads on from where the page before ended.
_OPEN = Statement(
    _SELECT.where(return_report.c.id > bindparam("after")).order_by(return_report.c.id).limit(bindparam("limit"))
)
_OPEN_ONE = Statement(_SELECT.where(OF_RECORD))


@dataclass(frozen=True, slots=True)
class Case:
    """An open report as it stands: the row in force, and what was decided of it when and by whom."""

    row: int
    record: int
    number: str
    name: str
    status: str
    filed_at: int
    origin_code: str | None
    origin_name: str
    origin_places: str | None
    stays: str
    arrive_date: str
    arrive_time: str | None
    measure: str | None
    days: int | None
    announcement: str | None
    confirmed_by: str | None
    confirmed_at: int | None
    outcome: str | None
    trace: str | None
    place_id: int | None
    path: str
    address: str

    @property
    def journey(self) -> Journey:
        """Where they were, and when they come."""
        below = {"places": json.loads(self.origin_places)} if self.origin_places else {}
        origin = {"code": self.origin_code, "name": self.origin_name, **below}
        return Journey(origin, json.loads(self.stays), self.arrive_date, self.arrive_time)

    @property
    def told(self) -> Told:
        """What they were told last of their measure."""
        if self.confirmed_by is not None and self.measure is not None:
            course = course_of(self.outcome, self.measure, self.days)
            return Told(course.words, self.announcement, self.confirmed_by, self.confirmed_at or self.filed_at)
        before = told_before(self.outcome)
        if before is not None:  # nobody has told them anything since
            return before
        proposed = json.loads(self.outcome or "{}").get("course")
        return Told(Course.from_kept(proposed).words if proposed else "", self.announcement, None, self.filed_at)


@dataclass(frozen=True, slots=True)
class Difference:
    """A report that an announcement changes: what was told of it, and what would be proposed now."""

    case: Case
    told: Told
    after: Measure

    @property
    def is_for_the_office(self) -> bool:
        """Whether the office decides it now, and not the grid worker."""
        return self.after.decided_by == "office"


@dataclass(frozen=True, slots=True)
class Question:
    """Two sets of announcements to be compared at a moment (ms UTC): without the new one, and with it."""

    rules: Rulebook
    without: Sequence[Announcement]
    with_it: Sequence[Announcement]
    at: int


def differences(db: Db, asked: Question) -> Iterator[Difference]:
    """Every open report that would be decided otherwise with the announcement than without it, by the order of filing."""
    sealed = [seal.path for seal in seals.within(db, places.root_path(db))]
    after = 0
    while page := db.all(_OPEN, after=after, limit=PAGE):
        for case in (Case(*row) for row in page):
            found = _difference(case, asked, sealed)
            if found is not None:
                yield found
            after = case.row


def difference(db: Db, record: int, asked: Question) -> Difference | None:
    """The same of one report by its record's id; None where it stays as it is, or is not open any more."""
    row = db.one(_OPEN_ONE, row=record)
    if row is None:
        return None
    sealed = [seal.path for seal in seals.within(db, places.root_path(db))]
    return _difference(Case(*row), asked, sealed)


def work_in(db: Db, found: Difference, due_at: int, who: str, now: int) -> bool:
    """File the next version of a report with its new proposal; False where it moved on meanwhile.

    State and last day stay as they are until somebody confirms, `due_at` by when (ms UTC). `who` put the announcement in
    force.
    """
    told = {field.name: getattr(found.told, field.name) for field in fields(Told)}
    decided, after = found.after.stored, found.after
    outcome = compact({**json.loads(decided.outcome or "{}"), TOLD_BEFORE: told})
    stored = Stored(decided.rule, decided.rule_version, decided.clause, outcome, decided.trace)
    proposed: dict[str, object] = {"proposed_measure": after.id, "announcement": after.announcement, "due_at": due_at}
    if after.is_proposed:
        proposed |= {"measure": after.id, "days": after.days}
    elif found.case.confirmed_by is None:  # else what was confirmed is what a person confirms again, or changes
        proposed |= {"measure": None, "days": None}
    try:
        refile(db, found.case.record, found.case.row, Filing(now, now, None, who, found.case.place_id), stored, proposed)
    except NoLongerSo:
        return False
    return True


def _difference(case: Case, asked: Question, sealed: Sequence[str]) -> Difference | None:
    is_sealed = bool(case.path) and any(case.path.startswith(path) for path in sealed)
    journey = case.journey
    before, after = (
        decide_measure(asked.rules, known, journey, asked.at, sealed=is_sealed)
        for known in (asked.without, asked.with_it)
    )
    if _asks(before) == _asks(after) or _stands(case) == (after.stored.outcome, after.stored.trace):
        return None
    return Difference(case, case.told, after)


def _asks(measure: Measure) -> tuple[object, ...]:
    """What a decision comes to for people, by whichever announcement: who decides, what, and what is still to be asked."""
    kept = json.loads(measure.stored.outcome or "{}")
    options = [one["course"] for one in kept.get("options", ())]
    return measure.decided_by, measure.reason, kept.get("course"), options, measure.doubts


def _stands(case: Case) -> tuple[str | None, str | None]:
    """The decision that the report carries, without what was told before it."""
    kept = json.loads(case.outcome or "{}")
    kept.pop(TOLD_BEFORE, None)
    return compact(kept), case.trace
