"""What somebody has asked for: their requests, and each as the form had it (clause 3.4.5)."""

from collections.abc import Sequence

from bot.conversation import Filed
from bot.turn import Answers, Turn
from handlers.supplies.items import loaded, stored, words_of
from handlers.supplies.numbers import status_words
from handlers.supplies.slots import HOME
from handlers.supplies.summary import SAID
from knowledge.times import DAY
from ledger import supplies
from ledger.supplies import Request

# So long a request that is over is still shown and spoken of.
_REMEMBERED_DAYS = 14


def mine(turn: Turn) -> list[Request]:
    """What the writer filed or what is for them: what is open, and what was filed in the last days."""
    if turn.contact.person_id is None:
        return []
    return supplies.of_person(turn.db, turn.contact.person_id, turn.now - _REMEMBERED_DAYS * DAY)


def filed(turn: Turn) -> Sequence[Filed]:
    """The writer's requests as they can be looked at and put right, the newest first."""
    return [as_filed(turn, one) for one in reversed(mine(turn))]


def as_filed(turn: Turn, request: Request) -> Filed:
    """A request as it can be looked at and put right."""
    title = turn.house.words.form("supply_request").title
    return Filed(
        record=request.id,
        name=f"{request.number} {title}",
        status=status_words(request),
        filed_at=request.filed_at,
        answers=answers_of(turn, request),
        fixed="" if request.can_change else fixed(turn, request),
        can_be_withdrawn=request.can_change,
    )


def answers_of(turn: Turn, request: Request) -> Answers:
    """A request as the form had it; what was not asked then is asked once it matters."""
    said: Answers = {
        "items": stored(loaded(request.items)),
        "for_special": request.for_special,
        "community": request.community,
        "building": request.building,
        "room": request.room,
        "receiver": request.name,
        "name": request.filed_by,
        HOME: turn.contact.home.text(),
        SAID: words_of(loaded(request.items)),
    }
    if_asked = {
        "urgency": request.urgency,
        "substitute": request.substitute,
        "payment": request.payment,
        "unit": request.unit,
    }
    return {**said, **{name: value for name, value in if_asked.items() if value is not None}}


def fixed(turn: Turn, request: Request) -> str:
    """Why a request cannot be changed any more, and what can be done instead."""
    return turn.render(
        "supply_fixed",
        number=request.number,
        status=status_words(request),
        who="" if request.is_called_off else request.accepted_by or "",
        is_over=not request.is_on_its_way,
    )
