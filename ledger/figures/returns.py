"""Returns 返乡 (clause 3.2): what was reported in a span, from where and under which measure, and who is under control."""

from collections import Counter
from dataclasses import dataclass

from ledger.database import Db
from ledger.figures.span import Row, Span, filed, filed_rows, standing, standing_rows
from ledger.tables import return_report

_NAMES = (
    *("number", "person_id", "name", "party_size", "origin_code", "origin_name", "status", "measure"),
    "proposed_measure",
)
_FILED = filed(return_report, *_NAMES)
_UNDER_CONTROL = standing(return_report, ("under_control",), *_NAMES)


@dataclass(frozen=True, slots=True)
class Return(Row):
    """A return report: who and how many, from where, and the measure that was confirmed or is proposed."""

    number: str
    person_id: int | None
    name: str
    party_size: int | None
    origin_code: str | None
    origin_name: str
    status: str
    confirmed: str | None
    proposed: str | None

    @property
    def people(self) -> int:
        """How many travel; one where it was not said."""
        return self.party_size or 1

    @property
    def measure(self) -> str | None:
        """The measure that counts; None where nothing is proposed yet."""
        return self.confirmed or self.proposed


@dataclass(frozen=True, slots=True)
class Returns:
    """`reported` in the span and not taken back; `under_control` at present."""

    reported: tuple[Return, ...] = ()
    under_control: tuple[Return, ...] = ()

    @property
    def people(self) -> int:
        """How many people the reports of the span are about."""
        return sum(one.people for one in self.reported)

    @property
    def by_origin(self) -> list[tuple[str, int]]:
        """(place, reports of the span), the most first."""
        return Counter(one.origin_name for one in self.reported).most_common()

    @property
    def by_measure(self) -> list[tuple[str | None, int]]:
        """(measure, reports of the span), the most first; None where nothing is proposed yet."""
        return Counter(one.measure for one in self.reported).most_common()


def of_span(db: Db, scope: str, span: Span) -> Returns:
    """The returns of a scope."""
    reported = [Return(*row) for row in filed_rows(db, _FILED, scope, span)]
    controlled = [Return(*row) for row in standing_rows(db, _UNDER_CONTROL, scope)]
    return Returns(tuple(one for one in reported if one.status != "cancelled"), tuple(controlled))
