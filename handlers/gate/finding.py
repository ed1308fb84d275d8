"""Which exit is meant at the gate: by pass or number, within the writer's own gates, and five wrong ones lock the check.

Where nothing is sealed any more no number is wrong: nobody is asked for one (clause 3.4.1).
"""

from bot.turn import Turn
from handlers.gate import moves, rights
from handlers.gate import shown as gate_shown
from knowledge.times import MINUTE
from ledger import exits
from ledger.exits import passes
from ledger.gate import passes as gate_passes
from ledger.gate import tries as gate_tries
from ledger.gate.passes import Shown
from ledger.gate.posts import Gate

# What was shown so long ago is looked at anew: somebody else may stand there by now.
SEEN_HOLDS = 30 * MINUTE


def find(turn: Turn, called: str) -> tuple[Gate, Shown] | str:
    """The exit that is called so at one of the writer's gates, or what is said where there is none."""
    assert turn.contact.person_id is not None  # guards are bound
    limits = turn.house.settings.gate
    mine = rights.gates(turn)
    is_open = all(post.seal is None for post in mine)
    locked = gate_tries.locked_until(turn.db, turn.contact.person_id, turn.now)
    if locked is not None and not is_open:
        return turn.render("gate_locked", until=gate_shown.moment_words(turn, locked))
    for post in mine:
        shown = gate_passes.find(turn.db, called, post.path, turn.now)
        if shown is not None:
            return post, shown
    if is_open:
        return turn.render("gate_unsealed", place=mine[0].spoken)
    lock_ms = limits.locked_minutes * MINUTE
    left = gate_tries.note_wrong(turn.db, turn.contact.person_id, turn.now, limits.wrong_numbers, lock_ms)
    post = mine[0]
    moves.note(turn, "gate number refused", f"place:{post.place_id}", {"left": left})
    if left:
        return turn.render("gate_unknown", left=left)
    until = gate_shown.moment_words(turn, turn.now + lock_ms)
    key = f"locked:{turn.contact.person_id}:{turn.now}"
    rights.tell(turn, post, "gate_locked_told", f"place:{post.place_id}", key, times=limits.wrong_numbers)
    return turn.render("gate_locked", until=until)


def seen(turn: Turn, gate: object, record: int, called: str = "") -> tuple[Gate, Shown] | str:
    """A pass that was shown at a gate, where the writer still guards it; else what is said instead."""
    post = rights.gate_of(turn, gate)
    one = exits.get_in(turn.db, record, post.path) if post is not None else None
    if post is None or one is None:
        return turn.render("gate_gone")
    return post, Shown(one, called or passes.code_of(turn.db, one.id) or one.number)
