"""The form by which somebody is added to the people for whom an account speaks (DESIGN 6.8, 6.15).

Whoever is under 14 is added by their guardian, who confirms that once; nothing is asked of the child.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation import Conversation, Slot
from bot.turn import Answers, Turn
from handlers import slots as shared
from handlers.people.family_said import bare_relation, bare_year, spoken_year
from handlers.people.family_words import is_guardian, lives_together
from handlers.people.registering import place_of
from handlers.said_back import is_listed
from ledger import people
from ledger.people import family, residents
from ledger.places import Place
from ledger.records import compact


def _may_be_child(answers: Answers) -> bool:
    """Whether a guardian has to confirm: by the year of birth; where that is not known, for the younger generation."""
    born = answers.get("born")
    if isinstance(born, Mapping):
        return bool(born.get("young"))
    return "born" in answers and is_listed("younger", family.relation_label(str(answers.get("relation"))))


def _lives_elsewhere(answers: Answers) -> bool:
    return answers.get("same_door") == "no"


def known(turn: Turn) -> Answers:
    """Somebody whose own home is not known has nobody at the same door."""
    return {} if turn.contact.place_id is not None else {"same_door": "no"}


def _not_by_others(turn: Turn, answers: Answers) -> str | None:
    return turn.render("family_needs_guardian") if answers.get("guardian") == "no" else None


def _summary(turn: Turn, answers: Answers) -> str:
    born, phone = answers.get("born"), answers.get("phone")
    own = turn.contact.address.replace("/", "")
    return turn.render(
        "family_summary",
        relation=answers.get("relation"),
        name=answers.get("name"),
        year=spoken_year(born, turn),
        address=shared.address_of(answers).spoken() if _lives_elsewhere(answers) else own,
        phone=f"{str(phone)[:3]}****{str(phone)[-4:]}" if phone else "",
        guardian=_is_guarded(answers),
    )


def _is_guarded(answers: Answers) -> bool:
    return answers.get("guardian") == "yes"


def _file(turn: Turn, answers: Answers) -> str:
    """Let the account speak for somebody who is registered there already, or is registered now."""
    name, relation, born = str(answers["name"]), str(answers["relation"]), answers.get("born")
    home = place_of(turn, answers) if _lives_elsewhere(answers) else turn.contact.home_place
    person_id = _registered_at(turn, name, home) or _register(turn, answers, name, home)
    if isinstance(born, Mapping) and isinstance(born.get("year"), int):
        residents.note_birth(turn.db, person_id, int(str(born["year"])))
    guardian = _is_guarded(answers)
    family.add(turn.db, turn.contact.openid, person_id, relation, guardian=guardian, now=turn.now)
    turn.note("family member added", f"person:{person_id}", compact({"guardian": guardian}))
    return turn.render("family_added", relation=relation, name=name, guardian=guardian)


def _registered_at(turn: Turn, name: str, home: Place | None) -> int | None:
    """Whoever of this name is registered at the door."""
    if home is None or home.kind != "household":
        return None
    found = [one.id for one in residents.at_door(turn.db, home.id) if one.name == name]
    return found[0] if len(found) == 1 else None


def _register(turn: Turn, answers: Answers, name: str, home: Place | None) -> int:
    phone = answers.get("phone")
    person_id = people.add(
        turn.db,
        name=name,
        phone=phone if isinstance(phone, str) else None,
        place_id=home.id if home else None,
        now=turn.now,
        filed_by=turn.contact.name,
    )
    people.grant(turn.db, person_id, "resident", home.id if home else None, None, turn.now)
    return person_id


family_member = Conversation(
    name="family_member",
    intents=(),
    slots=[
        Slot("relation", "words", bare=bare_relation),
        shared.NAME,
        Slot("born", "year", bare=bare_year, optional=True, spoken=spoken_year),
        Slot("guardian", "choice", choices=("yes", "no", "of_age"), bare=is_guardian, only_if=_may_be_child),
        Slot(
            "same_door",
            "choice",
            choices=("yes", "no"),
            bare=lives_together,
            clears=("community", "building", "unit", "room"),
        ),
        replace(shared.COMMUNITY, only_if=_lives_elsewhere, optional=True),
        replace(shared.BUILDING, only_if=_lives_elsewhere),
        replace(shared.UNIT, only_if=_lives_elsewhere),
        replace(shared.ROOM, only_if=_lives_elsewhere),
        Slot("phone", "phone", optional=True, private=True),
    ],
    prefill=known,
    finish=_file,
    summary=_summary,
    instead=_not_by_others,
)
