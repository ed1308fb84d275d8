"""Registering on the way: whoever files without being known is known from then on, so nothing is asked twice.

Whoever staff or family had registered before without an account is found again and becomes one with them.
"""

from bot.turn import Answers, Turn
from handlers.slots import address_of
from ledger import people, places
from ledger.people import accounts, merging
from ledger.places import Place, UnknownPlace


def place_of(turn: Turn, answers: Answers) -> Place | None:
    """The place of the answers' address, as fine as the tree can hold it; None without a community."""
    address = address_of(answers)
    if address.community is None:
        return None
    parts = [part for part in (address.community, address.building, address.unit, address.room) if part]
    while parts:
        try:
            return places.ensure(turn.db, "/".join(parts))
        except UnknownPlace:
            parts.pop()  # a door that is no number: the finest place that can be found is kept
    return None


def register_writer(turn: Turn, answers: Answers, home: Place | None) -> int:
    """The writer's person, made of the answers where the account speaks for nobody yet."""
    if turn.contact.person_id is not None:
        return turn.contact.person_id
    phone = answers.get("phone")
    person_id = people.add(
        turn.db,
        name=str(answers["name"]),
        phone=phone if isinstance(phone, str) else None,
        place_id=home.id if home else None,
        now=turn.now,
        filed_by="self",
    )
    accounts.bind(turn.db, turn.contact.openid, person_id)
    people.grant(turn.db, person_id, "resident", home.id if home else None, None, turn.now)
    merging.join(turn.db, person_id, turn.now)
    accounts.note_informed(turn.db, turn.contact.openid, turn.now)
    return person_id
