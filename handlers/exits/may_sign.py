"""Whether the writer may sign an exit request at this moment, and what waits for them (THREATS A18, A19).

The right follows the roster of the sealed place at that hour, never for oneself or one's household.
"""

from bot.turn import Turn
from handlers.exits.filing import note, put_before_signers
from handlers.exits.numbers import led
from handlers.exits.request import lost
from ledger import exits
from ledger.duty import roster
from ledger.exits import Exit
from ledger.exits import notices as exit_notices
from ledger.exits.signers import is_own, signers

_ENDED = frozenset({"refused", "cancelled", "expired"})


def waiting(turn: Turn) -> list[Exit]:
    """What waits for the writer's signature at this moment, on the roster's word."""
    found = {
        one.id: one
        for scope in led(turn)
        for one in (*exits.to_sign(turn.db, scope), *exits.to_countersign(turn.db, scope))
    }
    return [one for one in found.values() if rank_now(turn, one) is not None and not is_own_request(turn, one)]


def hindrance(turn: Turn, one: Exit) -> str | None:
    """Why the writer cannot decide about a request at this moment; None where they can."""
    if is_own_request(turn, one):
        note(turn, one.id, "own signature refused", {})
        others = signers(turn.db, one, turn.now)
        put_before_signers(turn, one, "instead")
        to = "、".join(who.name for who in others.asked_first) or turn.render("office_word")
        return turn.render("exit_is_your_own", to=to, **exit_notices.staff_facts(turn.db, one))
    if one.status in _ENDED or (one.status != "pending_approval" and not one.owes_a_signature):
        return lost(turn, one.id)
    if rank_now(turn, one) is None and one.owes_a_signature and one.signed_by is not None:
        return turn.render("exit_theirs_to_countersign", **exit_notices.staff_facts(turn.db, one))
    if rank_now(turn, one) is None:
        now_leading = signers(turn.db, one, turn.now)
        if now_leading.seal is None:
            return turn.render("exit_is_open_again", **exit_notices.staff_facts(turn.db, one))
        names = "、".join(who.name for who in now_leading.everybody)
        return turn.render("exit_not_your_hour", leading=names, **exit_notices.staff_facts(turn.db, one))
    return None


def is_own_request(turn: Turn, one: Exit) -> bool:
    """Whether the writer asks for themselves, their household, or filed it on behalf."""
    return is_own(turn.db, one, turn.contact.recipient())


def rank_now(turn: Turn, one: Exit) -> roster.Rank | None:
    """As what the writer may sign now; what they agreed to by telephone they sign themselves, at whichever hour."""
    if one.owes_a_signature and one.signed_by is not None:
        return ("deputy" if one.signed_as == "deputy" else "leader") if one.signed_by == turn.contact.name else None
    seal, who = signers(turn.db, one, turn.now).seal, turn.contact.person_id
    return roster.rank_of(turn.db, seal, who, turn.now) if seal is not None and who is not None else None
