"""The reading of one message: its intent and the values it gives (INTERFACES.md 5, `understand`).

`read` takes a message of which nothing is known, `read_and_listen` one that is looked at for danger as well, `find_slots`
the answer inside a form. Only the grammars that matter for the intent, or for the slots asked, are run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from knowledge.language.answers import ANSWERS, LENIENT
from knowledge.language.corrections import read_correction, without_withdrawn
from knowledge.language.evidence import Evidence
from knowledge.language.intents import Reasons, decide, intent_leanings, reasons
from knowledge.language.leanings import LookedUpTogether
from knowledge.language.likely_danger import Learned, danger_leanings
from knowledge.language.normalise import normalise
from knowledge.language.slots import (
    CONFIRM,
    Reader,
    Slots,
    SlotValue,
    merge,
    read_address,
    read_arrival,
    read_health,
    read_identity,
    read_origin,
    read_party,
    read_several,
    read_supplies,
    read_transport,
    read_trip,
    readers_for,
)

__all__ = ["STAFF", "Reading", "SlotValue", "find_slots", "read", "read_and_listen", "read_as", "read_by_staff", "why"]

# Roles that write lists of households, logs and notices (INTERFACES.md 4); everybody else is taken as a resident.
STAFF = frozenset(
    {"grid_worker", "community_lead", "task_force_leader", "gate_guard", "group_member", "office", "leader"}
    | {"inspector", "admin"}
)
# From this likelihood on an intent is sure, and plain.
_SURE, _PLAIN = 0.6, 0.85
# The readers of each intent; an intent that is not named has no slots that a grammar reads.
_OF_INTENT: Mapping[str, tuple[Reader, ...]] = {
    "health_checkin": (read_health,),
    "batch_checkin": (read_several,),
    "return_report": (read_identity, read_origin, read_arrival, read_transport, read_party, read_address),
    "supply_request": (read_supplies,),
    "exit_request": (read_trip,),
    "register": (read_identity, read_address),
    "correct": (read_correction,),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says: its text in one spelling, the intent with its confidence, and the slots.

    `others` are the next likely intents with their confidence, for asking back; `learned` is what was looked up of danger.
    """

    text: str
    intent: str
    confidence: float
    slots: Mapping[str, SlotValue]
    others: tuple[tuple[str, float], ...] = ()
    learned: Learned | None = field(default=None, repr=False, compare=False)

    @property
    def is_sure(self) -> bool:
        """Whether the intent is likely enough to act on it where nothing else is in hand."""
        return self.confidence >= _SURE

    @property
    def is_plain(self) -> bool:
        """Whether the intent is so likely that it counts against what the message would mean beside an open question."""
        return self.confidence >= _PLAIN


def read(text: str, now: datetime, role: str | None = None) -> Reading:
    """The reading of a message sent at `now` (aware, Asia/Shanghai). Never raises for any text."""
    return _read(normalise(text), now, staff=role in STAFF)


def read_and_listen(text: str, now: datetime) -> Reading:
    """The same of a message that is looked at for danger as well, by `find_danger`: what was learned is looked up once."""
    text = normalise(text)
    of_intents, of_danger = _of_both().lean_text(text)
    return _read(text, now, staff=False, learned=of_intents, of_danger=Learned(text, *of_danger))


def read_by_staff(reading: Reading, now: datetime) -> Reading:
    """The message read anew, where it turns out that a member of staff wrote it: 204周敏36.2 is a row of their list."""
    return _read(reading.text, now, staff=True, of_danger=reading.learned)


def _read(
    text: str,
    now: datetime,
    *,
    staff: bool,
    learned: tuple[int, int] | None = None,
    of_danger: Learned | None = None,
) -> Reading:
    evidence = Evidence(text, staff=staff)
    decision = decide(text, evidence, learned)
    slots = merge([reader(evidence, now) for reader in _OF_INTENT.get(decision.intent, ())])
    return Reading(text, decision.intent, decision.confidence, slots, decision.others, of_danger)


@cache
def _of_both() -> LookedUpTogether:
    """What was learned of intents and of danger; loaded with the first message that is listened to."""
    return LookedUpTogether(intent_leanings(), danger_leanings())


def read_as(text: str, now: datetime, intent: str) -> Reading:
    """The reading of a message of which it is known what it is about: its writer was asked."""
    text = normalise(text)
    evidence = Evidence(text)
    return Reading(text, intent, 1.0, merge([reader(evidence, now) for reader in _OF_INTENT.get(intent, ())]))


def why(reading: Reading, *, staff: bool) -> Reasons:
    """The reasons for the intent of a reading; `staff`: a member of staff wrote it."""
    return reasons(reading.text, Evidence(reading.text, staff=staff), reading.intent)


def find_slots(text: str, now: datetime, names: Sequence[str]) -> Mapping[str, SlotValue]:
    """The values that a message gives for the slots of these names, the one that was asked first.

    An answer that is nothing else (没有, 3, 林秀) is read for the first alone, any other text for all of them. Under
    `confirm` stands by name what looks like a slip. `now` is when it was sent (aware, Asia/Shanghai).
    """
    text = normalise(text)
    if not names or not text:
        return {}
    asked = names[0]
    if asked in ANSWERS:
        plain = ANSWERS[asked](text)
        if plain is not None:
            return plain
    evidence = Evidence(without_withdrawn(text), asked=asked)
    found = merge([reader(evidence, now) for reader in readers_for(names)])
    if asked not in found and asked in LENIENT:
        found = merge([found, LENIENT[asked](evidence, now)])
    return _only(found, names)


def _only(found: Slots, names: Sequence[str]) -> Slots:
    """The slots that were asked for, and what is to be confirmed of them."""
    slots = {name: value for name, value in found.items() if name in names}
    proposed = found.get(CONFIRM)
    if isinstance(proposed, Mapping):
        confirm = {name: value for name, value in proposed.items() if name in names and name not in slots}
        if confirm:
            slots[CONFIRM] = confirm
    return slots
