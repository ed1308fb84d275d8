"""`job NAME`: run one scheduled job now, or as if it were another time (INTERFACES 4)."""

from commands.errors import Refused
from commands.wiring import Installation, surroundings
from knowledge.times import parse_moment
from scheduler.job import CannotRun
from scheduler.jobs import JOBS


def run_job(house: Installation, name: str, at: str | None) -> int:
    """Run the job; returns how many it dealt with. What it queues has keys, so running it twice is harmless."""
    job = next((one for one in JOBS if one.name == name), None)
    if job is None:
        raise Refused(f"there is no job {name}; there are {', '.join(one.name for one in JOBS)}")
    try:
        now = parse_moment(at) if at else house.clock()
    except ValueError:
        raise Refused(f"--at {at}: must be a time such as 2022-01-20T18:00") from None
    try:
        return job.run(surroundings(house), now)
    except CannotRun as missing:
        raise Refused(str(missing)) from None
