"""The parts of the program by kind and name, as serving.yaml of a plan may name them (knowledge/plan/serving.py).

The commands are app.py's, which uses this folder and not the other way round: a test holds those that are named against it.
"""

from collections.abc import Mapping

from console.application import SCREENS
from handlers import OFFER
from knowledge.plan import Plan
from ledger import export
from scheduler.jobs import JOBS


def parts_of(plan: Plan) -> Mapping[str, frozenset[str]]:
    """The names that exist, by kind."""
    bodies = ("leading_group", "office", "heading_of_groups", "groups", "places")
    return {
        "conversations": frozenset(one.name for one in OFFER.conversations),
        "chat": frozenset(one.name for one in OFFER.commands),
        "answers": frozenset(OFFER.answers),
        "jobs": frozenset(job.name for job in JOBS),
        "records": frozenset(export.RECORDS),
        "pages": frozenset(screen.pages.name for screen in SCREENS),
        "organisation": frozenset((*bodies, *(group.id for group in plan.groups))),
    }
