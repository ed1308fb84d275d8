"""What climbs: who is asked, one step after the other, when nobody sees to something in time.

The steps above are those of config.yaml (`alerts.climb_to`); a step at which nobody can be reached is passed over at once.
"""

from collections.abc import Callable, Sequence

from ledger import Db, people
from ledger.people import Recipient


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
