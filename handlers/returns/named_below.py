"""A village or township that somebody names without its county, where the announcements in force name just one of it
(clause 3.2). It is said back with its county, to be put right where another of the name was meant."""

from bot.turn import Turn, Value
from knowledge.announcements.proposing import in_force
from knowledge.language.communities import plan_communities
from knowledge.regions import all_regions


def named_below(text: str, turn: Turn) -> Value:
    """The place as an origin; None where no announcement names it or several places are meant. Our own is none."""
    if plan_communities().find_all(text):
        return None
    found = {
        (area.code[:6], area.places)
        for one in in_force(turn.house.announcements(turn.db), turn.now)
        for area in one.areas
        if area.places and area.places[-1] in text
    }
    if len(found) != 1:
        return None
    ((code, places),) = found
    county = all_regions().get(code)
    return {"code": code, "name": county.name, "places": list(places)} if county is not None else None
