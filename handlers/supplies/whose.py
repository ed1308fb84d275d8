"""For whom things are asked, said behind the list: 不是 是我妈; 是给我妈买的; in the open form and right after filing.

Whoever is known gets them at their own door. Somebody whom the ledger does not know is written as they are called, and
it is said to which door it goes, so that another one can be given. What was filed gets its next version, and whoever has
it is told.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import Conversation, advance, amends
from bot.offer import Command
from bot.turn import Answers, Turn, Value
from handlers import slots as shared
from handlers.checkins.belonging import can_be
from handlers.people.behalf import BEHALF
from handlers.supplies import amending, mine
from handlers.supplies.request import supply_request
from handlers.supplies.slots import HOME
from knowledge.language.persons import SPEAKER
from knowledge.language.symptoms import find_symptoms
from knowledge.language.whose_figure import MAY_TELL, WhoseFound, find_whose
from knowledge.times import MINUTE
from ledger.conversations import WAS, OpenForm
from ledger.people import residents
from ledger.places import parts

# 不是 是我妈 is about the order as long as it is the last that was spoken of.
_JUST_FILED = 30 * MINUTE
_DENIES = re.compile("(?:哎呀?|唉|啊|哦)?[ ,]*(?:不是|不对|错了|(?:弄|搞|说|写|填)错)")
# 是给我妈买的 is said of an order as 是给我妈报的 is of a figure.
_ORDERED = re.compile("(?:买|要|订|申请|点|捎|带|定)(?=的)")
_GIVEN = re.compile("(给[^,。;! 给]{1,6}?)(?<!报)的(?=$|[ ,。;!])")
_IS_FOR = re.compile("(?:这|这些)?是|给")
_DOOR = ("community", "building", "unit", "room")


class ForWhom:
    """The words that say for whom an order is; `others` keep records that they may be about as well."""

    def __init__(self, others: Sequence[Conversation]) -> None:
        self._others = others
        self.commands = (Command("supply_whose", MAY_TELL, self._say, staff_only=False),)

    def _say(self, turn: Turn, _match: re.Match[str]) -> str | None:
        if find_symptoms(turn.text) is not None:
            return None  # 不是我 是我妈发烧了: who is ill, and nothing of an order
        said = find_whose(_GIVEN.sub(r"\1报的", _ORDERED.sub("报", turn.text)))
        if said is None or said.right is None or said.of_figure:
            return None
        form = turn.form
        is_order = form is not None and form.name == supply_request.name and BEHALF not in form.answers
        if not (said.is_plain or _DENIES.match(turn.text) or (is_order and _IS_FOR.match(turn.text))):
            return None
        if form is not None:
            return _in_form(turn, form, said) if is_order and not amends(form) else None
        return self._after(turn, said)

    def _after(self, turn: Turn, said: WhoseFound) -> str | None:
        """The order that was filed last, where nothing was since; each of its parts."""
        requests = mine.mine(turn)
        newest = max(requests, key=lambda one: one.filed_at, default=None)
        if newest is None or newest.filed_at < turn.now - _JUST_FILED:
            return None
        since = [one.filed_at for other in self._others if other.filed for one in other.filed(turn)]
        if max([turn.contact.alerted_at, *since], default=0) > newest.filed_at:
            return None
        told: list[str] = []
        for request in (one for one in requests if one.request == newest.request):
            if not request.can_change:
                return mine.fixed(turn, request)
            filed = mine.as_filed(turn, request)
            answers = {**filed.answers, **_for(turn, filed.answers, said)}
            if answers == {**filed.answers}:
                return turn.render("correct_same", name=filed.name)
            told = told or [_heard(turn, answers, said, is_filed=True)]
            told.append(amending.amend(turn, filed, supply_request.applicable(answers)))
        return "\n".join(told)


def _in_form(turn: Turn, form: OpenForm, said: WhoseFound) -> str | None:
    """The form goes on for somebody else; None where it is not known who writes, and so asked in any case."""
    if HOME not in form.answers or not form.answers.get("items"):
        return None
    kept = {name: value for name, value in form.answers.items() if name != WAS}
    answers = kept | _for(turn, kept, said)
    return f"{_heard(turn, answers, said)}\n{advance(turn, supply_request, replace(form, answers=answers))}"


def _for(turn: Turn, known: Answers, said: WhoseFound) -> dict[str, Value]:
    """Who gets it, and at which door: their own where the ledger has it, else the one that the order has."""
    one = _resident(turn, said)
    found: dict[str, Value] = {"receiver": _name(turn, said)}
    home = shared.address_answers(parts(one.address)) if one is not None else {}
    if not home.get("room"):
        return found
    return found | {name: home.get(name) for name in _DOOR if known.get(name) != home.get(name)}


def _resident(turn: Turn, said: WhoseFound) -> residents.Resident | None:
    found = can_be(turn, said.right or SPEAKER)
    return residents.get(turn.db, found[0]) if len(found) == 1 else None


def _name(turn: Turn, said: WhoseFound) -> str:
    one = _resident(turn, said)
    if one is not None:
        return one.name
    return turn.contact.name if said.right == SPEAKER else str(said.right)


def _heard(turn: Turn, answers: Answers, said: WhoseFound, *, is_filed: bool = False) -> str:
    """For whom it is now and where it goes, and how to have another door."""
    one = _resident(turn, said)
    address = shared.address_of(answers).text().replace("/", "")
    is_at_home = one is not None and bool(parts(one.address).room)
    return turn.render("supply_for_whom", name=_name(turn, said), address=address, is_known=is_at_home, is_filed=is_filed)
