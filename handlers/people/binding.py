"""Binding an account by a one-time code, 绑定 CODE (INTERFACES 4): role, place, name and phone at once."""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import groups
from handlers.said_back import word
from ledger import audit, conversations
from ledger.people import accounts, invitations
from ledger.people.invitations import Refusal

_CODE = re.compile(
    rf"绑定 ?([{invitations.CODE_ALPHABET}{invitations.CODE_ALPHABET.lower()}]{{{invitations.CODE_LENGTH}}})"
)
_ANY_CODE = re.compile(r"绑定 ?(\S{1,64})?")


def _bind(turn: Turn, match: re.Match[str]) -> str:
    bound = invitations.use(turn.db, match[1], turn.contact, turn.now)
    if isinstance(bound, Refusal):
        return _refuse(turn, bound)
    conversations.close(turn.db, turn.contact.openid)
    accounts.note_informed(turn.db, turn.contact.openid, turn.now)
    audit.note(turn.db, turn.now, bound.person_id, bound.name, f"bound as {bound.role}", f"person:{bound.person_id}")
    group = groups.title(turn.house, bound.group_id) if bound.group_id else ""
    return turn.render(
        "bound",
        name=bound.name,
        role=word("role", bound.role),
        role_id=bound.role,
        where=group or bound.address.replace("/", ""),
    )


def _no_code(turn: Turn, _match: re.Match[str]) -> str:
    """Something that cannot be a code; it counts as a wrong try, so that guessing by other forms is no way around."""
    refusal = invitations.use(turn.db, "", turn.contact, turn.now)
    return _refuse(turn, refusal if isinstance(refusal, Refusal) else Refusal.WRONG)


def _refuse(turn: Turn, refusal: Refusal) -> str:
    turn.note("code refused", "invitation")
    return turn.render("code_refused", locked=refusal is Refusal.LOCKED, child=refusal is Refusal.CHILD)


commands = (
    Command("bind", _CODE, _bind, staff_only=False),
    Command("bind_wrong", _ANY_CODE, _no_code, staff_only=False),
)
