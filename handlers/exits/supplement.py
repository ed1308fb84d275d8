"""补充: whoever asked to go out adds what the office missed (DESIGN 6.3). What was signed stays signed.

Recording is no second approval, so the words go to the office at once and nobody signs again; a change of hours or place
is another matter (「改成」), which needs another signature.
"""

import re

from bot.router import Command
from bot.turn import Turn
from handlers.exits.asked import known
from handlers.exits.filing import note
from handlers.exits.numbers import NUMBER, as_written
from ledger import exit_moves, exit_notices, exit_steps, exits
from ledger.exit_signers import recorders

_ADDS = re.compile(rf"补充(?:一下|内容)? ?(?:{NUMBER})?[ ,:;。]*(.+)?", re.DOTALL)

_CHANGEABLE = frozenset({"pending_approval", "signed", "on_record"})


def _add(turn: Turn, match: re.Match[str]) -> str | None:
    """The words for the one request that was sent back; ordinary text for whoever has none, or says another's number."""
    if turn.form is not None:
        return None
    all_mine = known(turn)
    mine = [one for one in all_mine if one.status == "signed" and one.sent_back]
    if match[1] is not None:
        mine = [one for one in mine if one.number == f"W{match[1]}"]
    if not mine:
        waits = next((one for one in all_mine if one.status in _CHANGEABLE), None)
        if waits is None or turn.contact.is_staff:
            return None
        return turn.render("exit_supplement_none", number=waits.number)
    what = as_written(turn, match[2] or "")
    if len(mine) > 1 or not what:
        shown = [{**exit_notices.facts(turn.db, one), "missing": one.sent_back or ""} for one in mine]
        return turn.render("exit_supplement_which", exits=shown)
    [one] = mine
    words = "\n".join(filter(None, (exits.words_of(turn.db, one), what)))
    record_by = exit_steps.record_by(turn.house.settings.exits, one, turn.now)
    if not exit_moves.supplement(turn.db, one, words, record_by):
        return turn.render("correct_gone")
    after = note(turn, one.id, "exit completed", {})
    office = recorders(turn.db, after)
    key = f"completed:{turn.now}"
    exit_notices.tell(
        turn.db, turn.render, after, office, "exit_supplemented_for_office", key, turn.now, what=what, missing=one.sent_back
    )
    return turn.render(
        "exit_supplemented", told=any(who.openid is not None for who in office), **exit_notices.facts(turn.db, after)
    )


commands = (Command("exit_supplement", _ADDS, _add, staff_only=False),)
