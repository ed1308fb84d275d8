"""Whose a form is: the writer's own, somebody's of their family, or one that staff fill in for somebody (代报, DESIGN 6.8).

What staff file for somebody stands in the form's answers: who it is, who said it and how (telephone, doorstep, paper). The
record keeps both: who typed it and who said it.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.turn import Answers, Turn, Value
from handlers import rights
from ledger.people import family, residents
from ledger.people.residents import Resident
from ledger.records import Filing

# Beside the slots of a form: for whom it is filled in.
BEHALF = "behalf"


def noted(one: Resident, said_by: str, via: str | None) -> dict[str, Value]:
    """The answer that says for whom a form is filled in."""
    return {BEHALF: {"person": one.id, "said_by": said_by, "via": via}}


def subject(turn: Turn, answers: Answers) -> Resident | None:
    """Whom staff fill the form in for, as long as they may; None for a form of the writer's own."""
    note = answers.get(BEHALF)
    if not isinstance(note, Mapping):
        return None
    found = residents.get(turn.db, int(str(note["person"])))
    if found is None or not any(found.path.startswith(scope) for scope in rights.scopes(turn)):
        return None
    return found


def person_of(turn: Turn, answers: Answers) -> int | None:
    """The person whose form it is, by its name; None where the ledger does not know who that is."""
    known = subject(turn, answers)
    if known is not None:
        return known.id
    name = str(answers.get("name") or "")
    if name == turn.contact.name:
        return turn.contact.person_id
    found = family.meant(turn.db, turn.contact, name) if name else None
    return found.id if found is not None else None


def filing(turn: Turn, answers: Answers, place_id: int | None) -> Filing:
    """That the writer files now, with who said it and how where it is for somebody else."""
    own = turn.filing(place_id)
    note = answers.get(BEHALF)
    if not isinstance(note, Mapping):
        return own
    via = note.get("via")
    return replace(own, said_by=str(note["said_by"]), via=str(via) if via else None)
