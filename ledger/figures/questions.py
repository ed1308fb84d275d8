"""What people asked in a span (clause 4.4), by what it was about: counts alone, and never anybody's own words."""

from collections import Counter
from dataclasses import dataclass

from knowledge.plan import the_plan
from ledger import asked
from ledger.database import Db
from ledger.figures.span import Span


@dataclass(frozen=True, slots=True)
class Questions:
    """How many were asked, and how many nothing answered; of what each was about how many, the most first."""

    asked: int = 0
    unanswered: int = 0
    most_asked: tuple[tuple[str, int], ...] = ()
    most_unanswered: tuple[tuple[str, int], ...] = ()


def of_span(db: Db, scope: str, span: Span) -> Questions:
    """Those of a scope (a path); what nobody knows the place of belongs to the subdistrict as a whole."""
    found = asked.asked(db, scope, span.since, span.until)
    open_ones = [one for one in found if one.outcome in asked.UNANSWERED]
    return Questions(len(found), len(open_ones), _by_topic(found), _by_topic(open_ones))


def _by_topic(questions: list[asked.Question]) -> tuple[tuple[str, int], ...]:
    counted = Counter(topic for one in questions if (topic := asked.topic(the_plan(), one)))
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
