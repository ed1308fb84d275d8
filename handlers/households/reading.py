"""What a message says to an open list of households: more rows, a yes or no, what was missing of a row.

The answer may stand behind the number: 1 爱人叫孙凤 submits what is ticked and names somebody.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.turn import Answers, Turn, Value
from handlers.checkins.doubts import denies_fever
from handlers.households.places import Placed, looks_after_a_village, settle
from handlers.households.rows import Entry, entry_of, inherit_building, merged
from knowledge.language.corrections import corrected_part
from knowledge.language.dates import find_dates
from knowledge.language.household_list import REFUSED, find_rows, refuses
from knowledge.language.names import plain_name
from knowledge.language.people import find_relative
from knowledge.language.reading import find_slots
from knowledge.language.unknown import says_unknown
from ledger.people import Role

ALL, NOTHING = "all", "none"
_SUBMIT = re.compile(
    r"(?:(1)|(2)|((?:都|全|全部)?(?:提交|交)[了吧]?|提交打勾的|可以|确认|(?:都|全)?对的?|没错|没问题|好的?|行|是的?|嗯)"
    r"|(都?先?(?:不|别)(?:交|提交)(?:了)?))(?:$|[ ,.。、:;]+)(.*)",
    re.DOTALL,
)
_SUBMIT_BEHIND = re.compile(r"[ ,.。、;](?:提交|交吧|都交了吧?)[。!]?$")
_PUTS_RIGHT = re.compile("改|不是|应该|错|才对|重新?[量测]")
_SKIP = frozenset({"跳过", "先不管", "没有", "略过"})
_YES = frozenset({"是", "是的", "对", "对的", "嗯", "没错", "1"})
_NO = frozenset({"不是", "不对", "不", "2"})
_OF_ONESELF = re.compile("我|俺|本人|打卡")
_PIECES = re.compile(r"[ ,、;。\n]+")
_BUILDING = re.compile(r"(\d{1,3})(号楼|栋|幢|组)?(?:(\d{1,2})单元)?")
# What may stand with the day of a list before its first row: nothing that happened on it.
_AROUND_DAY = re.compile(
    r"(?:[补报打的卡 ,:。]|体温|名单|健康|入户|情况|[一-鿿]{1,6}(?:社区|村)|\d{1,3}(?:号楼|栋|幢|组)|\d{1,2}单元){0,12}"
)
_UNIT = re.compile(r"(\d{1,2})单元")
_NAMES_PLACE = re.compile(r"\d ?(?:单元|号楼|栋|幢|组)")
_PIECE_OF_NEXT = re.compile(r"[ ,;。]+[2-9][ ,、:]+(?=\D)")
_NUMBERED = re.compile(r"([1-9])[ ,、:;]+(\D.*|\d.*[^\d.].*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """What a message changes: the rows, those refused as outside the scope, and whether to submit."""

    entries: list[Entry]
    outside: list[Entry]
    submit: str | None = None


def is_list(turn: Turn, houses: bool) -> bool:
    """Whether the message is a list of households, or one row of it; `houses`: 12号 is a door."""
    told = [row for row in find_rows(turn.text, houses) if row.is_told]
    doors = {(row.building, row.unit, row.door) for row in told}
    return len(doors) > 1 or (bool(told) and turn.reading.intent in {"health_checkin", "batch_checkin", "out_of_scope"})


def list_day(turn: Turn, held: Sequence[Role]) -> date:
    """The day that stands before the first row (补昨天的卡 3号楼 …); today where none does."""
    rows = find_rows(turn.text, looks_after_a_village(held))
    before = turn.text[: rows[0].span[0]] if rows else ""
    days = find_dates(before, turn.said_time, "past")
    if len(days) == 1 and _AROUND_DAY.fullmatch(before[: days[0].span[0]] + " " + before[days[0].span[1] :]):
        return days[0].value
    return turn.said_on


def more_rows(turn: Turn, held: Sequence[Role], known: Sequence[Entry]) -> Said | None:
    """The list with the rows of the message; None where it has none. Rows without a building take the last named."""
    rows = [row for row in find_rows(turn.text, looks_after_a_village(held)) if row.is_told or row.name is not None]
    if not any(row.is_told for row in rows):
        return None  # whoever is named beside them without a word is asked about
    last = known[-1] if known else None
    taken = max((int(entry.key) for entry in known), default=0)
    fresh = [
        replace(entry_of(row, str(taken + number)), denies=denies_fever(turn.text[slice(*row.span)]))
        for number, row in enumerate(rows, start=1)
    ]
    if last is not None:
        fresh = inherit_building(fresh, last.building, last.unit)
    community = find_slots(turn.text[: rows[0].span[0]], turn.said_time, ["community"]).get("community")
    placed = settle(turn, held, fresh, community if isinstance(community, str) else None)
    return Said(merged(known, placed.inside), placed.outside)


def answer(
    turn: Turn,
    held: Sequence[Role],
    known: Sequence[Entry],
    found: Answers,
    *,
    offers: bool,
    numbered: Sequence[Value] = (),
) -> Said | None:
    """What the message answers; None where it answers nothing.

    `offers`: it was asked whether to submit; else `numbered` are the answers that were offered by number, and more may
    stand behind the number.
    """
    submit, rest = _submit(turn.text, found) if offers else (None, turn.text)
    chosen = None if offers else found.get("who")
    entries, outside = list(known), list[Entry]()
    number = _NUMBERED.fullmatch(rest) if not offers and chosen is None else None
    if number is not None and int(number[1]) <= max(1, len(numbered)):
        rest = number[2]
        if numbered:
            first = _to_open_rows(turn, held, entries, number[1], numbered[int(number[1]) - 1])
            entries, outside = (entries, outside) if first is None else (first.entries, first.outside)
    if not rest:
        return None if submit is None else Said(entries, outside, submit)
    named = _of_somebody_named(turn, known, rest)
    if named is not None:
        return Said(named, outside)  # what was put right is shown before it is filed
    said = _to_each(turn, held, entries, rest, chosen)
    if said is None:
        return None
    return replace(said, outside=[*outside, *said.outside], submit=submit)


def _submit(text: str, found: Answers) -> tuple[str | None, str]:
    """Whether to submit, and the words behind."""
    chosen = found.get("submit")
    if isinstance(chosen, str):
        return chosen, ""
    match = _SUBMIT.fullmatch(text)
    if match is None:
        behind = _SUBMIT_BEHIND.search(text)
        return (None, text) if behind is None else (ALL, text[: behind.start()])
    return (NOTHING if match[2] or match[4] else ALL), match[5].strip()


def _of_somebody_named(turn: Turn, known: Sequence[Entry], text: str) -> list[Entry] | None:
    """李红改成37.6, of somebody in the list who is not filed yet: the list with their new value; None for all else."""
    if _PUTS_RIGHT.search(text) is None:
        return None
    named = [entry for entry in known if entry.name is not None and entry.name in text]
    if len(named) != 1 or named[0].filed:
        return None
    behind = corrected_part(text.partition(str(named[0].name))[2])
    changed = _value(turn, named[0], behind, None)
    return None if changed is None or changed == named[0] else _with(known, changed)


def _to_each(turn: Turn, held: Sequence[Role], known: list[Entry], text: str, chosen: Value) -> Said | None:
    """What stands behind 2, 3 and so on is about the second and third row that is asked about."""
    pieces = _PIECE_OF_NEXT.split(text)
    keys = [entry.key for entry in known if entry.is_open]
    if len(pieces) == 1 or len(pieces) > len(keys):
        return _to_open_rows(turn, held, known, text, chosen)
    entries, outside, is_changed = known, list[Entry](), False
    for piece, key in zip(pieces, keys, strict=False):
        said = _to_open_rows(turn, held, entries, piece, chosen, key)
        if said is not None:
            entries, outside, is_changed = said.entries, [*outside, *said.outside], True
    return Said(entries, outside) if is_changed else None


def _to_open_rows(
    turn: Turn, held: Sequence[Role], known: Sequence[Entry], text: str, chosen: Value, key: str | None = None
) -> Said | None:
    """The rows with what the words say of those that are asked about: of the one of the key, else the first first."""
    first = next((entry for entry in known if entry.is_open and key in {None, entry.key}), None)
    if first is None:
        return None
    if text in _SKIP or says_unknown(text):
        return Said(_with(known, replace(first, skipped=True)), [])
    if first.asks in {"value", "unclear"} and refuses(text) and find_slots(text, turn.said_time, ["temperature"]) == {}:
        return Said(_with(known, replace(first, note=REFUSED)), [])
    if first.asks in {"unclear", "value", "slip"}:
        several = _of_the_door(known, first, text)
        if several is not None:
            return Said(several, [])
    if first.asks not in {"place", "name"}:
        changed = _value(turn, first, text, chosen)
        return None if changed is None else Said(_with(known, changed), [])
    return _places_and_names(turn, held, known, first, str(chosen or text))


def _of_the_door(known: Sequence[Entry], entry: Entry, text: str) -> list[Entry] | None:
    """张秀兰36.1 她老头36.3 about a row: everybody of the door with their own figure; None where it is of one alone."""
    rows = [row for row in find_rows(f"{entry.door}{text}", houses=entry.door.endswith("号")) if row.door == entry.door]
    if len(rows) < 2 or entry.name not in {row.name for row in rows}:
        return None
    taken = max(int(one.key) for one in known)
    anew = [
        replace(
            entry_of(row, entry.key if row.name == entry.name else str(taken + number)),
            building=entry.building,
            unit=entry.unit,
            address=entry.address,
        )
        for number, row in enumerate(rows, start=1)
    ]
    place = next(place for place, one in enumerate(known) if one.key == entry.key)
    return [*known[:place], *anew, *known[place + 1 :]]


def _places_and_names(
    turn: Turn, held: Sequence[Role], known: Sequence[Entry], first: Entry, text: str
) -> Said | None:
    """Where rows are and how somebody is called, in one answer or in two: 2单元, 爱人叫孙凤."""
    unplaced = next((entry for entry in known if entry.is_open and entry.asks == "place"), None)
    placed = None
    if unplaced is not None and (unplaced is first or _NAMES_PLACE.search(text) is not None):
        placed = _places(turn, held, known, unplaced, text)
    named = _names(known if placed is None else placed.entries, text)
    if named is None or placed is None:
        return named or placed
    return replace(named, outside=placed.outside)


def _names(known: Sequence[Entry], text: str) -> Said | None:
    """爱人叫孙凤, or several: each goes to the row of that relative, else to the first without a name."""
    entries, is_changed = list(known), False
    for piece in (text, *(_PIECES.split(text) if _PIECES.search(text) else ())):
        name = plain_name(piece)
        if name is None or (is_changed and any(entry.name == name for entry in entries)):
            continue
        relative = find_relative(piece)
        nameless = sorted((entry for entry in entries if _lacks_name(entry)), key=lambda entry: entry.asks != "name")
        fitting = [one for one in nameless if relative is not None and relative.label in (one.relation or "")]
        target = next(iter(fitting or nameless), None)
        if target is None:
            break
        entries = _with(entries, replace(target, name=name, filed=False))
        is_changed = True
        if piece == text:
            break
    return Said(entries, []) if is_changed else None


def _lacks_name(entry: Entry) -> bool:
    """Whether it has to be asked how somebody is called, now or when it is known where the door is."""
    return entry.is_open and entry.name is None and not entry.is_unreached and entry.asks in {"name", "place"}


def _value(turn: Turn, entry: Entry, text: str, chosen: Value) -> Entry | None:
    """The temperature, or how somebody is, for a row that has none; yes or no to a likely slip."""
    if entry.asks == "slip" and (chosen == "yes" or text in _YES):
        return replace(entry, temperature=entry.proposal, proposal=None)
    if entry.asks == "slip" and (chosen == "no" or text in _NO):
        return replace(entry, proposal=None)
    if _OF_ONESELF.search(text) is not None:
        return None
    found = find_slots(text, turn.said_time, ["temperature", "symptoms", "troubles"])
    temperature, symptoms, troubles = found.get("temperature"), found.get("symptoms"), found.get("troubles")
    proposed = found.get("confirm")
    proposal = proposed.get("temperature") if isinstance(proposed, dict) else None
    if temperature is None and symptoms is None and not troubles and proposal is None:
        return None
    return replace(
        entry,
        note="",
        temperature=float(temperature) if isinstance(temperature, int | float) else entry.temperature,
        proposal=float(proposal) if isinstance(proposal, int | float) else None,
        symptoms=tuple(map(str, symptoms)) if isinstance(symptoms, list | tuple) else entry.symptoms,
        troubles=tuple(map(str, troubles)) if isinstance(troubles, list | tuple) else entry.troubles,
    )


def _places(turn: Turn, held: Sequence[Role], known: Sequence[Entry], first: Entry, text: str) -> Said | None:
    """The building or unit, for every row that was waiting for the same."""
    found = find_slots(text, turn.said_time, ["building", "unit", "community"])
    building, unit, community = found.get("building"), found.get("unit"), found.get("community")
    bare, bare_unit = _BUILDING.fullmatch(text), _UNIT.fullmatch(text)
    if bare_unit is not None:
        unit = f"{int(bare_unit[1])}单元"
    elif bare is not None and first.building is None:
        building = f"{int(bare[1])}{bare[2] or ('组' if looks_after_a_village(held) else '号楼')}"
        unit = f"{int(bare[3])}单元" if bare[3] else unit
    elif bare is not None and bare[2] is None:
        unit = f"{int(bare[1])}单元"
    if building is None and unit is None and community is None:
        return None
    waiting = [one for one in known if one.is_open and one.asks == "place" and one.building == first.building]
    located = [
        replace(one, building=str(building) if building else one.building, unit=str(unit) if unit else one.unit)
        for one in waiting
    ]
    placed: Placed = settle(turn, held, located, community if isinstance(community, str) else None)
    outside = {one.key for one in placed.outside}
    entries = [one for one in known if one.key not in outside]
    for one in placed.inside:
        entries = _with(entries, one)
    return Said(entries, placed.outside)


def _with(entries: Sequence[Entry], changed: Entry) -> list[Entry]:
    return [changed if one.key == changed.key else one for one in entries]
