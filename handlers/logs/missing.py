"""What of the writer's sealed places is not disinfected today, or not cleared of rubbish (clause 3.4.4)."""

from bot.turn import Turn
from handlers.logs import where
from ledger.duty import upkeep
from ledger.duty.upkeep import Spot

_NAMED = 6


def still_missing(turn: Turn) -> dict[str, object]:
    """The places that are left today, by what is left, as facts of a template."""
    spots = {spot.path: spot for scope in where.scopes(turn) for spot in upkeep.of_day(turn.db, f"{turn.said_on}", scope)}
    return {f"no_{kind}": _named(upkeep.missing(spots.values(), kind)) for kind in upkeep.KINDS}


def _named(spots: list[Spot]) -> dict[str, object]:
    return {"places": [spot.spoken for spot in spots[:_NAMED]], "more": max(0, len(spots) - _NAMED)}
