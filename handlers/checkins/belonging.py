"""Whose a check-in is: who can be meant, what is answered to that question, and how it is said back.

The answer is a person's id, or how somebody is called whom the ledger does not know: filed as what is said of them is.
"""

from bot.conversation import Choice
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers.checkins.people import called, candidates
from handlers.people.family import told_apart
from handlers.said_back import word
from knowledge.language.people import plain_name
from knowledge.language.persons import SPEAKER
from knowledge.language.whose_figure import whose_is_said
from ledger.people import family, residents

# Of a record; and of a form that is still to be filed, where its figures are not the writer's.
WHOSE = "whose"
FOR_WHOM = "for_whom"
# Beside the slots: it is asked whose they are; the ids of those who can be meant, none where anybody of the family can.
WHO_CAN_BE = "who_can_be"


def can_be(turn: Turn, name: str) -> list[int]:
    """The ids of everybody whom the writer can mean by a name, a relation or 我; empty where the ledger knows none."""
    if name == SPEAKER:
        return [] if turn.contact.person_id is None else [turn.contact.person_id]
    return [one.id for one in candidates(turn, name)]


def whose_it_can_be(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """Of whom it can be: those of one name where several have it, else the writer and those for whom they speak."""
    ids = answers.get(WHO_CAN_BE)
    if isinstance(ids, list | tuple) and ids:
        known = [residents.get(turn.db, one) for one in ids if isinstance(one, int)]
        return tuple(Choice(one.id, told_apart(turn, one)) for one in known if one is not None)[:9]
    own = turn.contact.person_id
    itself = () if own is None else (Choice(own, turn.contact.name),)
    return (*itself, *(Choice(one.person.id, one.relation) for one in family.of(turn.db, turn.contact.openid)))[:9]


def bare_person(text: str, turn: Turn) -> Value:
    """The answer to `whose is it` in words: 我妈的, 是孩子, 赵丽."""
    name = whose_is_said(text) or plain_name(text)
    found = [] if name is None else can_be(turn, name)
    if name is None or len(found) > 1:
        raise InvalidAnswer
    return found[0] if found else name


def spoken_person(value: Value, turn: Turn) -> str:
    """Whose it is, by name."""
    known = residents.get(turn.db, value) if isinstance(value, int) else None
    return str(value) if known is None else known.name


def spoken_people(value: Value, _turn: Turn) -> str:
    """Of whom rows speak, by name; the writer as such."""
    rows = value if isinstance(value, list | tuple) else []
    return "、".join(called(one) or word("person", "you") for one in rows)


def for_whom(turn: Turn, answers: Answers) -> tuple[str, Answers]:
    """Of whom a form without rows speaks, by name (empty: the writer), and its answers as a row about them."""
    whose = answers.get(FOR_WHOM)
    if whose is None or whose == turn.contact.person_id:
        return "", answers
    known = {"person": whose} if isinstance(whose, int) else {}
    return spoken_person(whose, turn), {**answers, **known}


def asked_whose(answers: Answers) -> bool:
    """Whether the form is, or may be, for somebody else than its writer."""
    return FOR_WHOM in answers or WHO_CAN_BE in answers
