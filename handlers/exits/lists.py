"""What the lists of staff (待办) say about exits: to sign, to sign afterwards, to put on record, out and overdue."""

from bot.turn import Turn
from handlers import rights
from handlers.exits import may_sign, recording
from handlers.exits.numbers import led
from knowledge import exit_words
from knowledge.times import from_ms
from ledger import exits, places
from ledger.exits import Exit
from ledger.exits import notices as exit_notices


def todo(turn: Turn) -> dict[str, list[dict[str, object]]]:
    """The writer's exits by what has to be done with them; empty lists for whoever has none."""
    to_sign = may_sign.waiting(turn)
    scopes = [places.root_path(turn.db)] if rights.is_office(turn) else led(turn)
    late = [one for scope in scopes for one in exits.overdue_in(turn.db, scope)]
    return {
        "exits_to_sign": [_shown(turn, one) for one in to_sign],
        "exits_to_record": [_shown(turn, one) for one in recording.waiting(turn)],
        "exits_sent_back": [_shown(turn, one) for one in _sent_back(turn)],
        "exits_late": [_shown(turn, one) for one in late],
    }


def _sent_back(turn: Turn) -> list[Exit]:
    """What was sent back in the writer's places: those they look after, and those whose task force they belong to."""
    found = {one.id: one for scope in (*rights.scopes(turn), *led(turn)) for one in exits.sent_back_in(turn.db, scope)}
    return list(found.values())


def _shown(turn: Turn, one: Exit) -> dict[str, object]:
    return {
        **exit_notices.staff_facts(turn.db, one),
        "afterwards": one.owes_a_signature,
        "missing": one.sent_back or "",
        "filed": one.status != "signed",
        "due": f"{from_ms(one.due_at):%H:%M}" if one.due_at is not None else "",
        "back": exit_words.moment_words(from_ms(one.back_due_at).strftime("%Y-%m-%dT%H:%M")),
    }
