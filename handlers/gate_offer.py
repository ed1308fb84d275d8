"""What the assistant offers at the gates of sealed places (clause 3.4.1): commands, short questions, scans, 急救放行."""

from bot.turn import Turn
from handlers import (
    danger,
    gate_duty,
    gate_emergency,
    gate_entry,
    gate_list,
    gate_paper,
    gate_pass,
    gate_permits,
    gate_qr,
    gate_rights,
    gate_taps,
    gate_undo,
    plain_answers,
    scanning,
)


def urgent(turn: Turn) -> str | None:
    """What goes before everything else: a guard lets out in an emergency; danger to life."""
    return gate_emergency.answer(turn) or danger.answer(turn)


def duty_in_other_words(turn: Turn) -> str:
    """值班 in any words, from a guard; nobody else keeps a duty log here."""
    return gate_duty.write_down(turn, turn.text) if gate_rights.gates(turn) else plain_answers.unknown(turn)


def _scanned(turn: Turn) -> str:
    """A parametric code of the account, scanned: a place's, for a guard perhaps a pass."""
    return scanning.scanned(turn) or gate_pass.scanned(turn)


commands = (
    *gate_undo.commands,
    *gate_paper.commands,
    *gate_pass.commands,
    *gate_entry.commands,
    *gate_list.commands,
    *gate_duty.commands,
    *gate_permits.commands,
    *gate_qr.commands,
)
conversations = (gate_pass.gate_check, gate_entry.gate_entry)
taps = {"gate": gate_taps.tapped}
answers = {"duty_log": duty_in_other_words}
events = {**gate_pass.events, "SCAN": _scanned}
