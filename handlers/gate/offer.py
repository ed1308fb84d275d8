"""What the assistant offers at the gates of sealed places (clause 3.4.1): commands, short questions, scans, 急救放行."""

from bot.turn import Turn
from handlers import danger, ending, following
from handlers.gate import (
    again,
    duty,
    emergency,
    entry,
    heard,
    night_list,
    outside,
    paper,
    passes,
    permits,
    qr,
    undo,
)
from handlers.gate import taps as gate_taps
from handlers.people import scanning


def urgent(turn: Turn) -> str | None:
    """What goes before everything else: a guard lets out in an emergency; danger to life, and its end."""
    return emergency.answer(turn) or danger.answer(turn) or ending.answer(turn) or following.help_is_there(turn)


def _scanned(turn: Turn) -> str:
    """A parametric code of the account, scanned: a place's, for a guard perhaps a pass."""
    return scanning.scanned(turn) or passes.scanned(turn)


commands = (
    *undo.commands,
    *paper.commands,
    *passes.commands,
    *entry.commands,
    *night_list.commands,
    *duty.commands,
    *permits.commands,
    *qr.commands,
    *heard.commands,
)
conversations = (passes.gate_check, again.gate_again, outside.gate_outside, entry.gate_entry)
taps = {"gate": gate_taps.tapped}
events = {**passes.events, "SCAN": _scanned}
