"""The examples that an announcement carries: whoever enters it sees whether it says what was meant."""

from collections.abc import Iterator

from knowledge.announcements.matching import Stay
from knowledge.announcements.model import Announcement
from knowledge.announcements.proposing import Arrival, Proposal, propose


def example_failures(announcement: Announcement) -> Iterator[str]:
    """A sentence for each example that the announcement, alone in force, does not meet."""
    for example in announcement.examples:
        stays = tuple(
            Stay(stay.code, stay.code, stay.from_on, stay.until_on, stay.places, stay.passing_through)
            for stay in example.stays
        )
        outcome = propose([announcement], Arrival(example.arrive_on, stays))
        found = (outcome.measure, outcome.area.days) if isinstance(outcome, Proposal) else (None, None)
        expected = (example.then.measure, example.then.days)
        if found != expected:
            yield f"{announcement.number}: example {example.name}: expected {expected}, found {found}"
