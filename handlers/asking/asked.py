"""大家在问: what people ask most, and what nothing answered, of the last days; by place, never who asked (clause 4.4)."""

import re
from collections.abc import Sequence

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.figures import asking as figures
from knowledge.language.communities import plan_communities
from knowledge.times import DAY, business_day, day_start
from ledger import asked, places
from ledger.asked import Matter

_ASKED = re.compile(
    r"(.{0,12}?)(?:大家|群众|居民|老百姓)(?:都|最近)?(?:在|都)?(?:问|关心)(?:什么|啥|些什么|些啥)?|没答上的?"
)
DAYS = 7
_NOT_SEEING = frozenset({"grid_worker"})
_SHOWN = 5
_PLACES_SHOWN = 3


def _asked(turn: Turn, match: re.Match[str]) -> str | None:
    held = [role for role in rights.roles(turn) if role.kind not in _NOT_SEEING]
    mine = figures.scopes(turn, held)
    if not mine:
        return None
    scopes, named = mine, plan_communities().find_all(match[1] or "")
    if named:
        place = places.find(turn.db, named[0].name)
        scopes = [one for one in mine if place is not None and place.path.startswith(one)]
        if not scopes or place is None:
            return turn.render("asked_elsewhere")
        scopes = [place.path]
    since = day_start(business_day(turn.now)) - (DAYS - 1) * DAY
    found = [one for scope in scopes for one in asked.asked(turn.db, scope, since, turn.now)]
    matters = asked.matters(found)
    return turn.render(
        "asked",
        place=named[0].name if named else "",
        days=DAYS,
        count=len(found),
        unanswered=_shown(turn, [one for one in matters if one.unanswered]),
        most=_shown(turn, [one for one in matters if not one.unanswered]),
        is_office=rights.is_office(turn),
    )


def _shown(turn: Turn, matters: Sequence[Matter]) -> list[dict[str, object]]:
    return [
        {
            "question": one.words,
            "count": one.count,
            "topic": asked.topic(turn.house.plan, one),
            "places": [name for name, _ in one.places if name][:_PLACES_SHOWN],
        }
        for one in matters[:_SHOWN]
    ]


commands = (Command("what_people_ask", _ASKED, _asked),)
