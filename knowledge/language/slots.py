"""The values of slots, in the formats of INTERFACES.md 5: one small reader for each group of slots.

A reader is given what the grammars found in a message and puts down what the text determines. A value that looks like
a slip, or a day that does not exist, is not put down but proposed under `confirm`. What reads journeys, things and trips is
imported with the first text that tells of one: its patterns take a sixth of the start of `understand`.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from knowledge.language.addresses import AddressFound, find_address
from knowledge.language.evidence import Evidence
from knowledge.language.health import HealthFound
from knowledge.language.pattern_table import Sought
from knowledge.language.persons import PersonFound
from knowledge.language.symptoms import NONE, find_symptoms
from knowledge.language.transport import find_plate, find_transport

SlotValue = str | int | float | bool | Sequence["SlotValue"] | Mapping[str, "SlotValue"]
Slots = dict[str, SlotValue]
CONFIRM = "confirm"
SYMPTOMS = "symptoms"
WIFE, CALLED_WIFE = "老婆", "媳妇"
_NOTHING_ELSE = Sought(
    r"(?:没有?|无)(?:什么|啥|任何)?(?:别的|其[他它]|另外)的?(?!药|人|事|办法|地方)"
    r"(?:症状|不适|不舒服|毛病|感觉|难受|异常|反应|问题)?的?(?:了|啊|呀|哈)?(?=$|[ ,。;!~\n])"
    r"|(?:别的|其[他它]|另外)的?(?:症状|毛病|不舒服)?(?:都|也|倒)?(?:没有?|没啥|没什么)(?:了|啊|呀|哈)?(?=$|[ ,。;!~\n])"
)
_ABOUT_NOON = re.compile("(?:中午|正午|晌午)$")
_ARRIVING = re.compile(r"[^,。;\n]{0,6}?(?:到(?!时候|处|底)|抵|落地|进站|下(?:的|了)?[火客汽]?车(?!间))")


def read_health(evidence: Evidence, now: datetime) -> Slots:
    """temperature, symptoms, contact_history of the speaker; or persons, when the text speaks of others."""
    slots: Slots = {}
    health = evidence.health
    if evidence.persons:
        slots["persons"] = [person_slots(person, printed=not evidence.asked) for person in evidence.persons]
        if health is not None and health.contact_history is not None:
            slots["contact_history"] = health.contact_history
        return slots
    if health is None:
        return slots
    if not evidence.is_of_several:
        _put_temperature(slots, health)
    if health.symptoms is not None and not _denies_only_more(evidence.text, health):
        slots[SYMPTOMS] = list(health.symptoms)
    if health.contact_history is not None:
        slots["contact_history"] = health.contact_history
    return slots


def read_troubles(evidence: Evidence, now: datetime) -> Slots:
    """troubles, troubles_of and nothing_else, for forms that ask for them; `understand` has no slots of these names.

    `troubles` are the complaints without a code in the words of the text, `troubles_of` those of each of several people;
    `nothing_else` says that there is nothing besides what was said before (没有别的).
    """
    slots: Slots = {}
    if evidence.persons:
        of_each = [
            {"name": person.name, "troubles": list(person.health.troubles)}
            for person in evidence.persons
            if person.health.troubles
        ]
        if of_each:
            slots["troubles_of"] = of_each
    elif evidence.health is not None and evidence.health.troubles:
        slots["troubles"] = list(evidence.health.troubles)
    if _NOTHING_ELSE.search(evidence.text) is not None:
        slots["nothing_else"] = True
    return slots


def read_several(evidence: Evidence, now: datetime) -> Slots:
    """What is said of several people; how nobody in particular feels is not the writer's own (甲和乙都咳嗽).

    A figure is one person's, and what is said beside it is too.
    """
    slots = read_health(evidence, now)
    if not {"persons", "temperature", CONFIRM} & slots.keys():
        slots.pop(SYMPTOMS, None)
    return slots


def _denies_only_more(text: str, health: HealthFound) -> bool:
    """Whether the only denial of a text is 没有别的, which leaves open what was said before."""
    if health.symptoms != NONE or _NOTHING_ELSE.search(text) is None:
        return False
    rest = find_symptoms(_NOTHING_ELSE.sub(" ", text))
    return rest is None or rest.symptoms != NONE


def person_slots(person: PersonFound, printed: bool = False) -> Slots:
    """One member of `persons`: name, temperature, symptoms, as far as they are stated.

    `printed`: by the names of INTERFACES 5, where a wife who is called 媳妇 is 老婆; a form keeps the word that was said.
    """
    slots: Slots = {"name": WIFE if printed and person.name == CALLED_WIFE else person.name}
    _put_temperature(slots, person.health)
    if person.health.symptoms is not None:
        slots[SYMPTOMS] = list(person.health.symptoms)
    return slots


def read_positive_test(evidence: Evidence, now: datetime) -> Slots:
    """positive_test, and positive_of with the names of the people it is said of, for forms that ask for them."""
    health = evidence.health
    slots: Slots = {}
    if health is not None and health.positive_test is not None:
        slots["positive_test"] = health.positive_test
    positive = [person.name for person in evidence.persons if person.health.positive_test]
    if positive:
        slots["positive_of"] = positive
    return slots


def read_identity(evidence: Evidence, now: datetime) -> Slots:
    """The name and phone of the person the text speaks of."""
    from knowledge.language.named_goers import travellers

    slots: Slots = {}
    for name in travellers(evidence.text):
        if not _is_place(evidence, name.span) and not _is_home(evidence, name.span):
            slots["name"] = name.name
            break
    if evidence.phone is not None:
        slots["phone"] = evidence.phone.number
    return slots


def read_origin(evidence: Evidence, now: datetime) -> Slots:
    """origin; none for a name that fits several places. A country other than China has a name and no code, for forms."""
    origin = evidence.origin
    if origin is not None and origin.is_country:
        return {"origin": {"name": origin.name}} if evidence.asked else {}
    if origin is None or origin.code is None:
        return {}
    return {"origin": {"code": origin.code, "name": origin.name}}


def read_arrival(evidence: Evidence, now: datetime) -> Slots:
    """arrive_date and arrive_time; a guess or a day that does not exist is only proposed.

    中午到 in a story is no time of the clock, and 月底 no day; whoever is asked for one means twelve, or the last day.
    """
    from knowledge.language.arrivals import find_arrival
    from knowledge.language.clock_times import find_times
    from knowledge.language.superseded import as_it_stands
    from knowledge.language.taken_back import without_taken_back

    slots: Slots = {}
    text = without_taken_back(evidence.text)
    current = as_it_stands(text)
    moment = find_arrival(current, now) if current is not text else None
    moment = moment or find_arrival(text, now)
    if moment is not None and moment.date is not None:
        said = text[slice(*moment.span)]
        if not evidence.asked and said.endswith(("月底", "月末")):
            return slots
        _put(slots, "arrive_date", moment.date.isoformat(), moment.confirm)
        is_vague = not evidence.asked and _ABOUT_NOON.search(said) is not None
        if moment.time is not None and not is_vague:
            _put(slots, "arrive_time", moment.time.strftime("%H:%M"), moment.confirm_time)
        return slots
    for clock in find_times(text):
        is_all = evidence.asked and len(text.strip(" ,。.!~?吧呢吗的")) == clock.span[1] - clock.span[0]
        if is_all or _ARRIVING.match(text, clock.span[1]) is not None:
            _put(slots, "arrive_time", clock.value.strftime("%H:%M"), clock.confirm)
            break
    return slots


def read_bare_time(evidence: Evidence, now: datetime) -> Slots:
    """arrive_time from a time of the clock alone, where it is known to be meant: 是下午三点."""
    from knowledge.language.clock_times import find_times

    slots: Slots = {}
    for clock in find_times(evidence.text):
        _put(slots, "arrive_time", clock.value.strftime("%H:%M"), clock.confirm)
        break
    return slots


def read_transport(evidence: Evidence, now: datetime) -> Slots:
    """The transport and transport_no; whoever gives a plate and nothing else comes in that car."""
    slots: Slots = {}
    transport = find_transport(evidence.text)
    if transport is None and find_plate(evidence.text) is not None:
        return {"transport": "car"}
    if transport is not None and transport.kind is not None:
        slots["transport"] = transport.kind
    if transport is not None and transport.number is not None:
        slots["transport_no"] = transport.number
    return slots


def read_party(evidence: Evidence, now: datetime) -> Slots:
    """party_size."""
    return {} if evidence.party is None else {"party_size": evidence.party.size}


def read_address(evidence: Evidence, now: datetime) -> Slots:
    """community, building, unit, room."""
    address = find_address(evidence.text)
    return {} if address is None else _parts_of(address)


def _parts_of(address: AddressFound) -> Slots:
    parts = {
        "community": address.community,
        "building": address.building,
        "unit": address.unit,
        "room": address.room,
    }
    return {name: value for name, value in parts.items() if value is not None}


def read_supplies(evidence: Evidence, now: datetime) -> Slots:
    """items, urgency, for_special, medicine and address of a supply request."""
    from knowledge.language.supply_slots import supply_slots

    return {**supply_slots(evidence.text, for_form=False), **_goes_to(evidence)}


def read_supplies_form(evidence: Evidence, now: datetime) -> Slots:
    """The same for its form: what is out of order (停水) among the items, and the things with their makers and packs."""
    from knowledge.language.supply_slots import supply_slots

    return {**supply_slots(evidence.text, for_form=True), **_goes_to(evidence)}


def _goes_to(evidence: Evidence) -> Slots:
    """address: where it goes, as far as all households of the text share it."""
    from knowledge.language.supply_households import shared_address

    address = find_address(evidence.text)
    parts = {} if address is None else _parts_of(shared_address(evidence.text, address))
    return {"address": parts} if parts else {}


def read_trip(evidence: Evidence, now: datetime) -> Slots:
    """reason, leave_at, return_by, destination, persons, plate and recurrence of an exit request."""
    from knowledge.language.trip_slots import printed_trip_slots

    return {**printed_trip_slots(evidence.text, now)}


def read_trip_form(evidence: Evidence, now: datetime) -> Slots:
    """The slots of an exit request with those that only its form asks for (trip_slots.py), for the slot that was asked."""
    from knowledge.language.trip_slots import trip_slots

    return {**trip_slots(evidence.text, now, evidence.asked)}


# What only the form of an exit request asks for.
OF_TRIP_FORM = (
    *("goers", "joins", "party", "leave_time", "return_time", "no_day", "return_days", "stay_minutes", "until"),
    "no_plate",
)
Reader = Callable[[Evidence, datetime], Slots]
READERS: Mapping[Reader, tuple[str, ...]] = {
    read_health: ("temperature", "symptoms", "contact_history", "persons"),
    read_troubles: ("troubles", "troubles_of", "nothing_else"),
    read_positive_test: ("positive_test", "positive_of"),
    read_identity: ("name", "phone"),
    read_origin: ("origin",),
    read_arrival: ("arrive_date", "arrive_time"),
    read_transport: ("transport", "transport_no"),
    read_party: ("party_size",),
    read_address: ("community", "building", "unit", "room"),
    read_supplies_form: ("items", "urgency", "for_special", "medicine", "address"),
    read_trip_form: (
        *("reason", "leave_at", "return_by", "destination", "plate", "recurrence"),
        *OF_TRIP_FORM,
    ),
}


def readers_for(names: Collection[str]) -> list[Reader]:
    """The readers that between them fill the slots of these names."""
    return [reader for reader, filled in READERS.items() if not set(filled).isdisjoint(names)]


def merge(parts: Sequence[Slots]) -> Slots:
    """Several slots in one, with what is to be confirmed together."""
    if len(parts) == 1:
        return parts[0]
    slots: Slots = {}
    confirm: dict[str, SlotValue] = {}
    for part in parts:
        proposed = part.get(CONFIRM)
        if isinstance(proposed, Mapping):
            confirm.update(proposed)
        slots.update(part)
    if confirm:
        slots[CONFIRM] = confirm
    return slots


def _put_temperature(slots: Slots, health: HealthFound) -> None:
    if health.temperature is not None:
        slots["temperature"] = health.temperature
    if health.confirm:
        slots[CONFIRM] = dict(health.confirm)


def _put(slots: Slots, name: str, value: str, to_confirm: bool) -> None:
    if not to_confirm:
        slots[name] = value
        return
    proposed = slots.get(CONFIRM)
    slots[CONFIRM] = {**(proposed if isinstance(proposed, Mapping) else {}), name: value}


def _is_home(evidence: Evidence, span: tuple[int, int]) -> bool:
    """Whether what looks like a name is the village or community: 汪家, 老区."""
    address = find_address(evidence.text)
    parts = () if address is None else address.parts or (address.span,)
    return any(start < span[1] and span[0] < end for start, end in parts)


def _is_place(evidence: Evidence, span: tuple[int, int]) -> bool:
    """Whether what looks like a name is where the journey begins: 宁波 and 安庆 look like names of people."""
    origin = evidence.origin
    return origin is not None and origin.span[0] < span[1] and span[0] < origin.span[1]
