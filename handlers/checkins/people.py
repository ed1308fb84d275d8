"""Whom a check-in is about: the writer, somebody of the household, or somebody in a grid worker's scope."""

from collections.abc import Mapping

from bot.turn import Answers, Turn, Value
from handlers import rights
from handlers.said_back import is_listed, word
from knowledge.language.people import find_relatives
from knowledge.language.persons import SPEAKER
from knowledge.language.reading import find_slots
from knowledge.language.slots import CALLED_WIFE, WIFE
from ledger import places
from ledger.checkins import Checkin
from ledger.people import family, residents
from ledger.people.residents import Resident
from ledger.places import Place

# As the person of a row: looked for by whoever files it, and not found; nobody of that name is meant then.
NOBODY = 0


def rows_of(answers: Answers) -> list[Answers]:
    """What was said of each person by name; empty where the answers speak of the writer alone."""
    return _rows(answers.get("persons"))


def _rows(named: Value) -> list[Answers]:
    return [row for row in named if isinstance(row, Mapping)] if isinstance(named, list | tuple) else []


def with_what_else_hurts(turn: Turn, found: Answers, text: str | None = None) -> Answers:
    """What was found, with what the reading has under names of its own: each person's complaints (迷糊), positive tests."""
    if not rows_of(found):
        return found
    said = text or turn.text
    told = find_slots(said, turn.said_time, ["troubles_of", "positive_of"])
    of_each = {str(one.get("name")): strings(one.get("troubles")) for one in _rows(told.get("troubles_of"))}
    positive = strings(told.get("positive_of"))
    rows: list[Value] = []
    for row in (_as_called(one, said) for one in rows_of(found)):
        more: dict[str, Value] = {}
        if of_each.get(str(row.get("name"))):
            more["complaints"] = [*of_each[str(row.get("name"))]]
        if row.get("name") in positive:
            more["positive_test"] = True
        rows.append({**row, **more})
    return {**found, "persons": rows}


def _as_called(row: Answers, said: str) -> Answers:
    """A row by the word that was said: the 媳妇 of whoever is old is no 老婆 of theirs."""
    is_wife = row.get("name") == WIFE and WIFE not in said and CALLED_WIFE in said
    return {**row, "name": CALLED_WIFE} if is_wife else row


def called(row: Value) -> str:
    """How somebody is called in a row; empty for the writer."""
    name = str(row.get("name", "")) if isinstance(row, Mapping) else ""
    return "" if name == SPEAKER else name


def checkin_of(turn: Turn, name: str, row: Answers, day: str) -> tuple[Checkin, Place | None]:
    """The check-in that a row states (an empty name: the writer's) for a day (ISO), and where that person lives."""
    person_id, person, place = turn.contact.person_id, own_name(turn), turn.contact.home_place
    by_id = row.get("person")
    told = residents.get(turn.db, by_id) if isinstance(by_id, int) else None
    if told is not None:
        person_id, person, place = told.id, told.name, _home(turn, told)
    elif by_id == NOBODY:
        person_id, person, place = None, name, None
    elif name:
        person_id, person, place = _known(turn, name) or (None, name, home_of_unknown(turn, name))
    temperature = row.get("temperature")
    return (
        Checkin(
            person_id=person_id,
            person=person,
            date=day,
            temperature=float(temperature) if isinstance(temperature, int | float) else None,
            symptoms=tuple(strings(row.get("symptoms"))),
            contact_history=_flag(row.get("contact_history")),
            positive_test=_flag(row.get("positive_test")),
            complaints=tuple(strings(row.get("complaints"))),
        ),
        place,
    )


def own_name(turn: Turn) -> str:
    """The writer's name, or the word for somebody who has given none yet."""
    return turn.contact.name or word("person", "unknown")


def strings(value: Value) -> list[str]:
    """An answer that is a list of texts."""
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _known(turn: Turn, name: str) -> tuple[int, str, Place | None] | None:
    """The one known person of this name or relation whom the writer can mean, by the name that is registered.

    None where there is not one.
    """
    found = candidates(turn, name)
    if len(found) != 1:
        return None
    return found[0].id, found[0].name, _home(turn, found[0])


def _home(turn: Turn, one: Resident) -> Place | None:
    return places.get(turn.db, one.place_id) if one.place_id is not None else None


def home_of_unknown(turn: Turn, name: str) -> Place | None:
    """Whoever is not known lives with the writer; not whom staff call by name: those live anywhere in their scope."""
    is_relative = any(one.label == name for one in find_relatives(name))
    return turn.contact.home_place if is_relative or not turn.contact.is_staff else None


def candidates(turn: Turn, name: str) -> list[Resident]:
    """Everybody whom the writer can mean: of their own family and household, else in the scope of a grid worker."""
    found = family.all_meant(turn.db, turn.contact, name) or _children(turn, name)
    if found or not turn.contact.is_staff:
        return found
    scopes = [role.path for role in rights.roles(turn) if role.kind in {"grid_worker", "community_lead"}]
    return residents.named_within(turn.db, name, scopes)


def _children(turn: Turn, name: str) -> list[Resident]:
    """Those of the younger generation for whom the account speaks, where 孩子 is said: a daughter is one."""
    if name != word("person", "child"):
        return []
    own = [(one.person, family.relation_label(one.relation)) for one in family.of(turn.db, turn.contact.openid)]
    young = word("younger", name)
    return [person for person, label in own if is_listed("younger", label) and word("younger", label) == young]


def _flag(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None
