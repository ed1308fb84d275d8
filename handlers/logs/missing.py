"""What of the writer's sealed places is not disinfected today, or not cleared of rubbish (clause 3.4.4)."""

from bot.turn import Turn
from handlers import rights
from handlers.logs import where
from ledger.duty import upkeep
from ledger.duty.upkeep import Spot

_NAMED = 6


def still_missing(turn: Turn) -> dict[str, object]:
    """The places that are left today, by what is left, as facts of a template."""
    today, mine = turn.said_on.isoformat(), where.own_scopes(turn)
    spots = {spot.path: spot for scope in mine for spot in upkeep.of_day(turn.db, today, scope)}
    return {f"no_{kind}": _named(upkeep.missing(spots.values(), kind)) for kind in upkeep.KINDS}


def to_do(turn: Turn) -> dict[str, object]:
    """The same for whose it is to see to: grid workers and leads, whoever stands in for them; nothing for anybody else."""
    nothing: dict[str, object] = {f"no_{kind}": _named([]) for kind in upkeep.KINDS}
    return still_missing(turn) if rights.looks_after_people(turn) else nothing


def _named(spots: list[Spot]) -> dict[str, object]:
    return {"places": [spot.spoken for spot in spots[:_NAMED]], "more": max(0, len(spots) - _NAMED)}
