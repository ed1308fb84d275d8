"""「按时办的事」: what is done by the clock, when it was done last, and what failed or was missed, for the office."""

from flask import Blueprint, render_template

from console import rights
from console.house import house
from console.signed_in import for_roles
from ledger import Db, job_standing
from ledger.job_standing import Standing

pages = Blueprint("jobs", __name__)


@pages.get("/jobs")
@for_roles(*rights.OFFICE)
def jobs() -> str:
    """All jobs, those somebody has to look at first."""
    here = house()

    def look(db: Db) -> tuple[list[Standing], bool]:
        found = job_standing.standing(db, here.jobs)
        return sorted(found, key=lambda one: not one.is_trouble), job_standing.is_silent(found, here.clock())

    found, silent = here.ledger.read(look)
    return render_template("jobs.html", jobs=found, silent=silent)
