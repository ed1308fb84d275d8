"""What a supply request asks (clause 3.4.5): what and how much, for whom where it matters, what if it is not to be had,
who pays, and to which door. A registered person is asked neither who they are nor where they live.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation import Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import slots as shared
from handlers.supplies.items import Thing, found_in, listed_in, stored, things, words_of
from knowledge.language.names import find_name
from knowledge.language.supplies import MEDICINE
from ledger.places import Address, parts

# An answer beside the slots: the writer's own door, empty where the ledger knows none.
HOME = "home"
NAME = "supply_request"
_BABY = "baby"
_MYSELF = re.compile(r"(?:我|我自己|自己|本人|给我|我家|自家)")
_SOMEBODY = re.compile(
    r"(?:给|送给|是)?我?(妈妈?|爸爸?|母亲|父亲|奶奶|爷爷|姥姥|姥爷|婆婆|公公|岳父|岳母|老人|儿子|女儿|邻居)"
)
_SUBSTITUTE = (
    ("ask", re.compile(r".{0,6}(?:先问|问我|问一?下?我|打电话|联系我|跟我说).{0,8}")),
    ("no", re.compile(r"(?:没有?就)?.{0,4}(?:不行|不换|别换|不要换?|不用换|只要原来的).{0,8}")),
    (
        "yes",
        re.compile(r"(?:行|可以|好|好的|能|换吧?|都行|随便|差不多的?|.{0,4}换.{0,6}(?:行|可以|都行))[啊吧的了呀]?"),
    ),
)
_PAYMENT = (
    ("help", re.compile(r".{0,8}(?:困难|没钱|付不起|低保|五保|帮忙|帮帮).{0,8}")),
    ("family", re.compile(r".{0,6}(?:家人|家里人?|儿子|女儿|闺女|孩子|亲戚|别人|代付|代交).{0,6}")),
    ("self", re.compile(r".{0,4}(?:自己|货到|我付|我来付|现金|微信|转账|扫码).{0,6}")),
)


def listed(answers: Answers) -> list[Thing]:
    """The things that the form has so far."""
    return things(answers.get("items"))


def open_amount(answers: Answers) -> Thing | None:
    """The first thing of which nobody has said how much is needed."""
    return next((one for one in listed(answers) if one.lacks_amount), None)


def nameless(answers: Answers) -> Thing | None:
    """The first medicine of which nobody has said which it is."""
    return next((one for one in listed(answers) if one.lacks_name), None)


def _is_nameless(answers: Answers) -> bool:
    return nameless(answers) is not None


def _is_open(answers: Answers) -> bool:
    return open_amount(answers) is not None


def _open_item(_turn: Turn, answers: Answers) -> Mapping[str, str]:
    thing = open_amount(answers)
    return {"item": thing.item if thing is not None else ""}


def _items(found: Answers, known: Answers) -> Value:
    return stored(found_in(found.get("items"), known.get("items"))) or None


def _is_bought(answers: Answers) -> bool:
    return any(not one.is_fault for one in listed(answers))


def _can_be_replaced(answers: Answers) -> bool:
    """Of medicine nothing else is taken without asking."""
    return any(not one.is_fault and one.kind != MEDICINE for one in listed(answers))


def _urgency_matters(answers: Answers) -> bool:
    """A medicine, a baby's things, somebody who needs it more than others; and whatever was said of it is kept."""
    if answers.get("urgency") is not None:
        return True
    return bool(answers.get("for_special")) or any(one.kind in {MEDICINE, _BABY} for one in listed(answers))


def _by_words(table: tuple[tuple[str, re.Pattern[str]], ...]) -> Callable[[str, Turn], Value]:
    def bare(text: str, _turn: Turn) -> Value:
        for value, pattern in table:
            if pattern.fullmatch(text):
                return value
        raise InvalidAnswer

    return bare


def _spoken_items(value: Value, _turn: Turn) -> str:
    return words_of(things(value))


def _which_thing(turn: Turn, answers: Answers) -> str:
    """A list is not said anew: which thing of it is to be changed, or what else is needed."""
    return turn.render("supply_which_thing", things=words_of(listed(answers)))


def said_address(found: Answers, known: Answers) -> Address | None:
    """The door that a sentence gives; None where it gives none, or only repeats part of the one that is known.

    A building without its community is one of the community that is known.
    """
    inside = found.get("address")
    given = {**(inside if isinstance(inside, Mapping) else {}), **found}
    said = {name: str(given[name]) for name in _PARTS if isinstance(given.get(name), str)}
    if not said or all(known.get(name) == value for name, value in said.items()):
        return None
    community = known.get("community")
    if "community" not in said and isinstance(community, str):
        said["community"] = community
    return Address(**said)


_PARTS = ("community", "building", "unit", "room")


def _part(name: str) -> Callable[[Answers, Answers], Value]:
    def take(found: Answers, known: Answers) -> Value:
        address = said_address(found, known)
        value: str | None = getattr(address, name) if address is not None else None
        return value

    return take


def _door(slot: Slot) -> Slot:
    return replace(
        slot, reads=(slot.name, "address", *(name for name in _PARTS if name != slot.name)), take=_part(slot.name)
    )


def _is_elsewhere(answers: Answers) -> bool:
    """Whether a known person asks for another door than their own."""
    if HOME not in answers or not answers.get("community"):
        return False
    home, goes_to = parts(str(answers[HOME])), shared.address_of(answers)
    return (home.community, home.building, home.unit, home.room) != (
        goes_to.community,
        goes_to.building,
        goes_to.unit,
        goes_to.room,
    )


def _is_for_another(answers: Answers) -> bool:
    """Whether somebody else than who writes gets it, or gets it elsewhere."""
    receiver = answers.get("receiver")
    return _is_elsewhere(answers) or (receiver is not None and receiver != answers.get("name"))


def _bare_receiver(text: str, turn: Turn) -> Value:
    if _MYSELF.fullmatch(text):
        return turn.contact.name
    somebody = _SOMEBODY.fullmatch(text)
    if somebody is not None:
        return somebody[1]
    found = find_name(text)
    if found is not None:
        return found.name
    return shared.NAME.bare(text, turn)


SLOTS = (
    Slot("items", "things", take=_items, spoken=_spoken_items, anew=_which_thing),
    # The answers to these two go into the list (supply_request.py), so that they are asked again for the next thing.
    Slot("which_medicine", "name", only_if=_is_nameless, optional=True),
    Slot("amount", "amount", only_if=_is_open, facts=_open_item, optional=True),
    Slot(
        "for_special",
        "choice",
        choices=("elderly", "infant", "pregnant", "disabled", "chronic"),
        only_if=_is_bought,
        optional=True,
        private=True,
    ),
    Slot("urgency", "choice", choices=("urgent", "normal"), only_if=_urgency_matters, optional=True),
    Slot("substitute", "choice", choices=("yes", "no", "ask"), only_if=_can_be_replaced, bare=_by_words(_SUBSTITUTE)),
    Slot("payment", "choice", choices=("self", "family", "help"), only_if=_is_bought, bare=_by_words(_PAYMENT)),
    _door(shared.COMMUNITY),
    _door(shared.BUILDING),
    _door(shared.UNIT),
    _door(shared.ROOM),
    Slot("receiver", "name", only_if=_is_for_another, bare=_bare_receiver),
    shared.OWN_NAME,
    Slot("phone", "phone", only_if=lambda answers: HOME not in answers, private=True),
)
PRIVATE = frozenset(slot.name for slot in SLOTS if slot.private)


def _items_of(turn: Turn) -> Value:
    return stored(listed_in(turn.reading.text)) if turn.reading.intent == NAME else None


def prefill(turn: Turn) -> Answers:
    """Who writes and where they live, where the ledger knows them; and the list of the first sentence.

    The list holds more than `understand` prints: what is out of order, and the makers of things.
    """
    first = _items_of(turn)
    known: dict[str, Value] = {"items": first} if first else {}
    if turn.contact.is_bound:
        known |= {**shared.known_home(turn), HOME: turn.contact.home.text()}
    return known
