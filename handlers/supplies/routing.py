"""Which group takes which things of a request (clauses org.group.supplies, org.group.medical): one part for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.turn import Turn
from handlers import groups
from handlers.supplies.items import Thing
from knowledge.rules import decide
from knowledge.times import business_day
from ledger.records import Stored


@dataclass(frozen=True, slots=True)
class Part:
    """Things that go to one group the same way, with the decision by which they do."""

    group_id: str
    steps: str
    alert: bool
    tell_grid_worker: bool
    things: tuple[Thing, ...]
    stored: Stored
    clauses: tuple[str, ...]

    @property
    def way(self) -> tuple[str, str]:
        """What makes a part one part."""
        return self.group_id, self.steps


def route(turn: Turn, listed: Sequence[Thing], urgent: bool) -> list[Part]:
    """The parts of a list in the order in which their first things were said; urgent is what the resident said is."""
    parts: dict[tuple[str, str], Part] = {}
    for thing in listed:
        decision = decide(
            turn.house.rules, "supply_routing", business_day(turn.now), {"kind": thing.kind, "urgent": urgent}
        )
        outcome = decision.outcome
        group_id, steps = str(outcome["group"]), str(outcome["steps"])
        same = parts.get((group_id, steps))
        if same is not None:
            parts[same.way] = _with(same, thing)
            continue
        stored = Stored.of(decision)
        clauses = tuple(_clause_words(turn, one) for one in (*decision.see_also, decision.clause))
        part = Part(
            group_id, steps, bool(outcome["alert"]), bool(outcome["tell_grid_worker"]), (thing,), stored, clauses
        )
        parts[part.way] = part
    return list(parts.values())


def _with(part: Part, thing: Thing) -> Part:
    things = (*part.things, thing)
    return Part(part.group_id, part.steps, part.alert, part.tell_grid_worker, things, part.stored, part.clauses)


def _clause_words(turn: Turn, clause: str) -> str:
    """A clause as people read it; a group's duties go by the group's name."""
    _, _, group_id = clause.partition("org.group.")
    return turn.render("duties_of", group=groups.title(turn.house, group_id)) if group_id else clause
