"""Who is asked at a rung of a ladder: whose it is, who stands in for them, and who is above (clauses 3.4.3, 4.3)."""

from dataclasses import dataclass

from knowledge.settings import Settings
from ledger import Db, people
from ledger.duty import escalations, on_duty
from ledger.duty.on_duty import OFFICE
from ledger.people import Recipient
from scheduler.job import Surroundings


@dataclass(frozen=True, slots=True)
class Matter:
    """What waits: the record, how people call it, whose it is (a group, the office), where, and how far up it has gone."""

    about: str
    number: str
    climbed: int
    due_at: int | None
    group_id: str | None = None
    place_id: int | None = None
    path: str = ""


def above(db: Db, settings: Settings, rung: str, path: str, now: int) -> list[Recipient]:
    """Who is asked at a rung above: the leads of the place, the office (at night who is on duty), or all of the role."""
    if rung == "community_lead":
        return people.leads_for(db, path) if path else []
    if rung == OFFICE:
        return on_duty.of_group(db, settings.duty, OFFICE, now)
    return people.holders(db, rung)


def of_group(db: Db, settings: Settings, rung: str, ladder: str, matter: Matter, now: int) -> list[Recipient]:
    """Who is asked about what is a group's or the office's: they, those of them who were not asked yet, who is above."""
    group_id = matter.group_id or OFFICE
    if rung in {"group", group_id}:
        return on_duty.of_group(db, settings.duty, group_id, now)
    if rung == "deputy":
        return on_duty.others_of_group(db, group_id, escalations.asked_already(db, matter.about, ladder), now)
    return above(db, settings, rung, matter.path, now)


def of_grid(db: Db, rung: str, settings: Settings, path: str, now: int) -> list[Recipient]:
    """Who is asked about what is a grid worker's: they, whoever stands in for them, then who is above."""
    if rung == "grid_worker":
        return people.grid_workers_for(db, path) if path else []
    if rung == "deputy":
        return on_duty.grid_deputies(db, path, now) if path else []
    return above(db, settings, rung, path, now)


def who_looks_after(db: Db, path: str) -> list[Recipient]:
    """Who is asked to look after somebody at a place: its grid workers, else its leads, else the office, whoever can be
    reached."""
    for asked in (people.grid_workers_for, people.leads_for) if path else ():
        reached = [one for one in asked(db, path) if one.openid is not None]
        if reached:
            return reached
    return [one for one in people.office(db) if one.openid is not None]


def title_of(surroundings: Surroundings, group_id: str) -> str:
    """What a group is called; the office goes by its own name."""
    group = surroundings.plan.group(group_id)
    return group.name if group is not None else surroundings.render("office_word")
