"""What climbs: who is asked, one step after the other, when nobody sees to something in time, and told.

The steps above are those of config.yaml (`alerts.climb_to`); a step at which nobody can be reached is passed over at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ledger import Db, audit, outbox, people
from ledger.people import Recipient
from ledger.records import compact
from scheduler.job import Surroundings


def superiors(db: Db, step: str, path: str) -> list[Recipient]:
    """Who is asked at a step above: the leads of the place, or everybody with the role."""
    if step == "community_lead":
        return people.leads_for(db, path) if path else []
    return people.holders(db, step)


def next_reached(
    steps: Sequence[str], begin: int, asked: Callable[[str], Sequence[Recipient]]
) -> tuple[int, Sequence[Recipient]]:
    """The first step from `begin` on at which somebody can be reached: (how many steps are done then, who is asked).

    Begins at the last step where there are fewer than before: the way up may have become shorter.
    """
    step = min(begin, len(steps) - 1)
    told: Sequence[Recipient] = ()
    while step < len(steps) and not any(one.openid is not None for one in told):
        told = asked(steps[step])
        step += 1
    return step, told


@dataclass(frozen=True, slots=True)
class Step:
    """One step up of a record: how it is called in the audit (alert climbed), and what its messages have in their keys.

    `number` is how people read it, where that is not its id.
    """

    kind: str
    about: str
    key: str
    number: str = ""


def tell(
    db: Db, step: Step, asked: str, told: Sequence[Recipient], body: str, now: int, purpose: str = "task"
) -> None:
    """Put the words to whoever is asked at this step, once each, and write down that it climbed."""
    for recipient in told:
        outbox.queue(
            db,
            key=f"{step.key}:{recipient.person_id}",
            to=recipient,
            kind="alert",
            body=body,
            about=step.about,
            now=now,
            template=purpose,
        )
    numbered = {"number": step.number} if step.number else {}
    detail = compact({**numbered, "to": asked, "told": len(told)})
    audit.note(db, now, None, "system", f"{step.kind} climbed", step.about, detail)


def title_of(surroundings: Surroundings, group_id: str) -> str:
    """What a group is called; the office goes by its own name."""
    group = surroundings.plan.group(group_id)
    return group.name if group is not None else surroundings.render("office_word")
