"""Which of the filed check-ins a correction can mean: of whoever is named, of the day that is said, the newest first.

One where it is certain; several where it has to be asked; none where there is none of theirs.
"""

from collections.abc import Sequence

from bot.conversation import Conversation, Filed
from bot.turn import Turn
from handlers.checkins import amending
from handlers.checkins.belonging import can_be
from knowledge.language.checkin_corrections import PutRight
from ledger import checkins, places
from ledger.checkins import Kept
from ledger.places import parts

# A building is checked in with one message, and what is put right is among the newest.
_LOOKS_BACK = 100
_MOST_OFFERED = 5
_Entry = tuple[int, Kept]


def fitting(turn: Turn, one: PutRight) -> list[Filed]:
    """The records that a correction can mean, of one person and day the newest alone."""
    assert turn.contact.person_id is not None  # nobody unknown has filed anything
    own = checkins.own(turn.db, turn.contact.person_id, _LOOKS_BACK)
    found = [entry for entry in own if _is_of_day(entry, one) and _is_of_person(turn, entry, one)]
    found = _certain(turn, _newest_of_each(found), one)
    return [amending.as_filed(turn, filed_at, kept) for filed_at, kept in found[:_MOST_OFFERED]]


def is_newest(turn: Turn, filed_at: int, others: Sequence[Conversation]) -> bool:
    """Whether nothing of these other kinds was filed, and nobody called for help, since the check-in of that moment."""
    newest = [one.filed_at for other in others if other.filed for one in other.filed(turn)]
    return max([turn.contact.alerted_at, *newest], default=0) <= filed_at


def is_of(turn: Turn, kept: Kept, name: str) -> bool:
    """Whether a record is of whom the writer means by a name, a relation or 我."""
    said = kept.checkin
    return said.person == name or (said.person_id is not None and said.person_id in can_be(turn, name))


def _is_of_day(entry: _Entry, one: PutRight) -> bool:
    return one.day is None or entry[1].checkin.date == one.day.isoformat()


def _is_of_person(turn: Turn, entry: _Entry, one: PutRight) -> bool:
    kept = entry[1]
    if one.door is not None and not _is_at_door(turn, kept, one):
        return False
    if one.who is None:
        return True
    return is_of(turn, kept, one.who)


def _is_at_door(turn: Turn, kept: Kept, one: PutRight) -> bool:
    if kept.place_id is None or one.door is None:
        return False
    home = parts(places.get(turn.db, kept.place_id).address)
    is_same = home.room is not None and home.room.removesuffix("号") == one.door.removesuffix("号")
    return is_same and one.building in {None, home.building}


def _newest_of_each(found: Sequence[_Entry]) -> list[_Entry]:
    """Of each person and day the one that was filed last; the last filed first."""
    newest: dict[tuple[object, str], _Entry] = {}
    for entry in found:
        said = entry[1].checkin
        newest.setdefault((said.person_id or said.person, said.date), entry)
    return list(newest.values())


def _certain(turn: Turn, found: list[_Entry], one: PutRight) -> list[_Entry]:
    """The one that is meant for certain, as far as the words tell; else all that can be meant."""
    withdrawn = [entry for entry in found if one.was is not None and entry[1].checkin.temperature == one.was]
    found = withdrawn or [entry for entry in found if not _says_the_same(entry, one)] or found
    if len(found) < 2:
        return found
    denied = [entry for entry in found if _is_felt(entry[1])]
    if one.health.symptoms == ("none",) and len(denied) == 1:
        return denied
    last = found[0]
    of_last_day = all(entry[1].checkin.date <= last[1].checkin.date for entry in found)
    if one.who is not None or one.door is not None:
        is_one = len({entry[1].checkin.person_id or entry[1].checkin.person for entry in found}) == 1
        return [last] if is_one and of_last_day else found
    is_own = last[1].checkin.person_id == turn.contact.person_id
    is_alone = all(entry[0] != last[0] for entry in found[1:])
    return [last] if is_own and is_alone and of_last_day else _of_last_days(found, last)


def _of_last_days(found: Sequence[_Entry], last: _Entry) -> list[_Entry]:
    """Nobody is named: of each person the newest, and what was filed last."""
    newest: dict[object, _Entry] = {}
    for entry in found:
        said = entry[1].checkin
        known = newest.get(said.person_id or said.person)
        if known is None or known[1].checkin.date < said.date:
            newest[said.person_id or said.person] = entry
    return [last, *(entry for entry in newest.values() if entry is not last)]


def _is_felt(kept: Kept) -> bool:
    return bool(kept.checkin.complaints) or any(name != "none" for name in kept.checkin.symptoms)


def _says_the_same(entry: _Entry, one: PutRight) -> bool:
    """Whether nothing would change by what is said."""
    said, right = entry[1].checkin, one.health
    return (
        right.temperature in {None, said.temperature}
        and (right.symptoms is None or right.symptoms == said.symptoms)
        and set(right.troubles) <= set(said.complaints)
        and right.positive_test in {None, said.positive_test}
        and right.contact_history in {None, said.contact_history}
    )
