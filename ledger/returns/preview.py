"""What an announcement would change before it is put in force, and what it would mean for those in force (DESIGN 6.6).

Looking changes nothing and tells nobody.
"""

from dataclasses import dataclass

from knowledge.announcements import Announcement, in_force
from knowledge.rules import Rulebook
from ledger import announcements
from ledger.database import Db
from ledger.returns import anew
from ledger.returns.anew import Difference, Question


@dataclass(frozen=True, slots=True)
class Preview:
    """Which open reports it changes, by the order of filing; which announcements it ends, and which stay beside it.

    `holds_at` is when the comparison is made for (ms UTC): its own minute, or now where that is past. `is_there` where this
    issuer's number is there already, `replaces_unknown` where the one that it replaces is not.
    """

    issued: Announcement
    holds_at: int
    differences: tuple[Difference, ...]
    ends: tuple[Announcement, ...]
    beside: tuple[Announcement, ...]
    is_there: bool
    replaces_unknown: bool

    @property
    def is_past(self) -> bool:
        """Whether its minute has come already: it is taken up at once."""
        return self.holds_at > self.issued.effective_at

    @property
    def told_otherwise(self) -> int:
        """How many of those whom it changes were told a measure before."""
        return sum(1 for one in self.differences if one.told.words)

    @property
    def of_newcomers(self) -> int:
        """How many of those it changes come when it holds or later: they alone where old cases keep the old rule."""
        return sum(1 for one in self.differences if one.case.journey.arrive_at >= self.issued.effective_at)

    @property
    def for_the_office(self) -> int:
        """How many of them the office would have to decide."""
        return sum(1 for one in self.differences if one.is_for_the_office)


def of(db: Db, rules: Rulebook, issued: Announcement, now: int) -> Preview:
    """What would change if the announcement were put in force now (ms UTC)."""
    known = announcements.known(db)
    holds_at = max(now, issued.effective_at)
    with_it = [*known, issued]
    before, after = in_force(known, holds_at), in_force(with_it, holds_at)
    same = {(one.issuer, one.number) for one in known}
    return Preview(
        issued,
        holds_at,
        tuple(anew.differences(db, Question(rules, known, with_it, holds_at))),
        tuple(one for one in before if one not in after),
        tuple(one for one in after if one in before),
        (issued.issuer, issued.number) in same,
        issued.replaces is not None and (issued.issuer, issued.replaces) not in same,
    )
