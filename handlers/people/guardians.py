"""The guardian of a child whom staff register 代登记 (DESIGN 6.15): whose name was said, whose account speaks for it.

An account speaks for a child only where there is no doubt whose it is, and its owner is told.
"""

from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.people.on_behalf_reading import in_scope
from handlers.said_back import word
from ledger import outbox, people
from ledger.people import family, residents
from ledger.people.residents import Resident
from ledger.places import Place
from ledger.records import compact

_SAYS_GUARDIAN = "监护人"


def is_child(answers: Answers) -> bool:
    """Whether the answers say that somebody is under 14."""
    return answers.get("grown") == "no"


def not_of_guardian(value: Value, turn: Turn) -> Value:
    """A name that is no guardian's."""
    if _speaks_of_guardian(turn):
        raise InvalidAnswer
    return value


def of_guardian(value: Value, turn: Turn) -> Value:
    """A name that is the guardian's: as the answer to that question, or said to be."""
    if not _speaks_of_guardian(turn):
        raise InvalidAnswer
    return value


def _speaks_of_guardian(turn: Turn) -> bool:
    answers = turn.form.answers if turn.form is not None else {}
    is_asked = is_child(answers) and "name" in answers and "guardian" not in answers
    return is_asked or _SAYS_GUARDIAN in turn.text


def link(turn: Turn, child: int, guardian: str, home: Place) -> bool:
    """Let the guardian's account speak for the child; False where somebody else of that name can be meant."""
    meant = _meant(turn, child, guardian, home)
    account = people.recipient(turn.db, meant.id) if meant is not None else None
    registered = residents.get(turn.db, child)
    if account is None or account.openid is None or registered is None:
        return False
    if people.recipient(turn.db, child).openid is not None:
        return False  # whoever has an account of their own speaks for themselves
    family.add(turn.db, account.openid, child, word("person", "child"), guardian=True, now=turn.now)
    about = f"person:{child}"
    turn.note("family member added", about, compact({"guardian": True, "for": account.person_id}))
    outbox.queue(
        turn.db,
        key=f"guardian:{child}:{account.person_id}:{turn.message.key.hex()}",
        to=account,
        kind="reply",
        body=turn.render(
            "behalf_guardian_told",
            who=turn.contact.name,
            name=registered.name,
            relation=word("person", "child"),
            address=home.address.replace("/", ""),
        ),
        about=about,
        now=turn.now,
        template="progress",
    )
    return True


def _meant(turn: Turn, child: int, guardian: str, home: Place) -> Resident | None:
    """The one of this name at the child's door, else the only one in the writer's scope; with an account or without."""
    everybody = [one for one in in_scope(turn, guardian) if one.id != child]
    at_door = [one for one in everybody if home.kind == "household" and one.place_id == home.id]
    found = at_door or everybody
    return found[0] if len(found) == 1 else None
