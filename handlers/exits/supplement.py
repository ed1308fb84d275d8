"""补充: whoever asked to go out adds what the office missed (DESIGN 6.3). What was signed stays signed.

Recording is no second approval, so the words go to the office at once and nobody signs again; a change of hours or place
is another matter (「改成」), which needs another signature.
"""

import re
from collections.abc import Callable

from bot.offer import Command
from bot.turn import Turn
from handlers.exits.asked import known
from handlers.exits.filing import note
from handlers.exits.numbers import NUMBER
from handlers.said_back import as_written
from ledger import exits
from ledger.exits import Exit
from ledger.exits import moves as exit_moves
from ledger.exits import notices as exit_notices
from ledger.exits import steps as exit_steps
from ledger.exits.signers import recorders

_ADDS = re.compile(rf"补充(?:一下|内容)? ?(?:{NUMBER})?[ ,:;。]*(.+)?", re.DOTALL)
# Words that tell something, and ask nothing.
_ANSWERS = re.compile(
    r"(?!.*(?:[?吗呢么]|谁|怎么|咋|为啥|为什么|凭|多久|啥时|什么时候|几点|人工|帮助))"
    r"(?=.*[\u3400-\u9fff].*[\u3400-\u9fff]).{2,120}"
)
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
    return _complete(turn, mine[0], what)


def before(otherwise: Callable[[Turn], str]) -> Callable[[Turn], str]:
    """是我弟的车: an answer in the writer's own words to what was missing, where nothing else is asked; else as before."""

    def answer(turn: Turn) -> str:
        mine = [one for one in known(turn) if one.status == "signed" and one.sent_back]
        if turn.form is not None or len(mine) != 1 or _ANSWERS.fullmatch(turn.text) is None:
            return otherwise(turn)
        return _complete(turn, mine[0], turn.message.text.strip(), is_taken_for_one=True)

    return answer


def _complete(turn: Turn, one: Exit, what: str, *, is_taken_for_one: bool = False) -> str:
    """The words go to the office behind the earlier ones; a guess that they are meant for it is said back."""
    words = "\n".join(filter(None, (exits.words_of(turn.db, one), what)))
    record_by = exit_steps.record_by(turn.house.settings.exits, one, turn.now)
    if not exit_moves.supplement(turn.db, one, words, record_by, turn.contact.name, turn.now):
        return turn.render("correct_gone")
    after = note(turn, one.id, "exit completed", {})
    office = recorders(turn.db, after)
    key = f"completed:{turn.now}"
    exit_notices.tell(
        turn.db, turn.render, after, office, "exit_supplemented_for_office", key, turn.now, what=what, missing=one.sent_back
    )
    return turn.render(
        "exit_supplemented",
        told=any(who.openid is not None for who in office),
        what=what if is_taken_for_one else "",
        **exit_notices.facts(turn.db, after),
    )


commands = (Command("exit_supplement", _ADDS, _add, staff_only=False),)
