"""The rows of a grid worker's list of households while the list is open: what was read, and what is missing of each.

A row is certain when door, name and health are known; else it says what has to be asked. Nothing is guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from bot.turn import Answers, Value
from handlers.checkins.alerts import what_was_said
from handlers.said_back import word
from knowledge.language.household_list import ABSENT, NOT_OPENED, REFUSED, UNCLEAR, Row
from ledger.checkins import Checkin
from ledger.places import parts

ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a household, or a door at which nobody was met.

    `address` is the door's own in the tree of places, None while it is not settled. `early`: it was filed and passed on
    before its name was known; `denies`: that a fever was denied in so many words. `key` names the entry in the form.
    """

    key: str
    door: str
    building: str | None = None
    unit: str | None = None
    address: str | None = None
    name: str | None = None
    relation: str | None = None
    temperature: float | None = None
    proposal: float | None = None
    symptoms: tuple[str, ...] | None = None
    troubles: tuple[str, ...] = ()
    positive_test: bool | None = None
    contact_history: bool | None = None
    note: str = ""
    filed: bool = False
    early: bool = False
    skipped: bool = False
    denies: bool = False

    @property
    def asks(self) -> str:
        """What is missing of it: place, unclear, slip, name or value; empty where it is certain."""
        if self.address is None:
            return "place"
        if self.is_unreached:
            return ""
        if self.note == UNCLEAR:
            return "unclear"
        if self.temperature is None and self.proposal is not None:
            return "slip"
        if self.name is None:
            return "name"
        said = (self.temperature, self.symptoms, self.positive_test, self.contact_history)
        return "" if self.troubles or any(one is not None for one in said) else "value"

    @property
    def is_unreached(self) -> bool:
        """Whether nobody was measured at the door: nobody was met, or somebody would not be."""
        return self.note in {ABSENT, NOT_OPENED, REFUSED}

    @property
    def is_open(self) -> bool:
        """Whether something has to be asked of it."""
        return bool(self.asks) and not self.skipped

    @property
    def is_ready(self) -> bool:
        """Whether it can be filed as it is."""
        return not self.asks and not self.filed and not self.skipped

    @property
    def person(self) -> str:
        """The person as said: by name, else how they are told from the others of the door."""
        return self.name or self.relation or word("person", "at_door").format(door=self.door)

    @property
    def what(self) -> str:
        """What was said of them, in words; empty where nothing was."""
        return what_was_said(self.checkin(None, "")) if self.says_something else ""

    @property
    def says_something(self) -> bool:
        """Whether anything of somebody's health is certain."""
        said = (self.temperature, self.symptoms, self.positive_test, self.contact_history)
        return bool(self.troubles) or any(one is not None for one in said)

    def checkin(self, person_id: int | None, day: str) -> Checkin:
        """The check-in that the row states."""
        return Checkin(
            person_id=person_id,
            person=self.person,
            date=day,
            temperature=self.temperature,
            symptoms=self.symptoms or (),
            contact_history=self.contact_history,
            positive_test=self.positive_test,
            complaints=self.troubles,
        )

    def is_same_as(self, other: "Entry") -> bool:
        """Whether the other row says the same of the same person."""
        return self.is_of_same_person(other) and (self.note, self.what) == (other.note, other.what)

    def is_of_same_person(self, other: "Entry") -> bool:
        """Whether both are of one person (or one door without anybody), as far as the words go."""
        return (self.door, self.building, self.unit, self.name, self.relation, self.is_unreached) == (
            other.door,
            other.building,
            other.unit,
            other.name,
            other.relation,
            other.is_unreached,
        )


def entry_of(row: Row, key: str) -> Entry:
    """A row of the list as an entry whose place is still to be settled."""
    return Entry(
        key,
        row.door,
        row.building,
        row.unit,
        None,
        row.name,
        row.relation,
        row.temperature,
        row.proposal,
        row.symptoms,
        row.troubles,
        row.positive_test,
        row.contact_history,
        row.note,
    )


def entries_of(answers: Answers) -> list[Entry]:
    """The list as the form keeps it."""
    kept = answers.get(ROWS)
    if not isinstance(kept, list | tuple):
        return []
    return [_restored(one) for one in kept if isinstance(one, Mapping)]


def kept(entries: Iterable[Entry]) -> list[Value]:
    """The list as an answer of the form."""
    return [
        {name: value for name, value in asdict(entry).items() if value not in (None, "", (), False)}
        for entry in entries
    ]


def _restored(known: Mapping[str, Value]) -> Entry:
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Entry(**{**known, **lists})  # type: ignore[arg-type]


def merged(known: Sequence[Entry], new: Sequence[Entry]) -> list[Entry]:
    """The list with new rows: a row not yet filed is replaced by a later one of the same person, a filed one stays.

    Somebody who was met after all takes the place of the note that nobody was.
    """
    entries = list(known)
    for one in new:
        if any(one.is_same_as(other) and not other.skipped for other in entries):
            continue
        met = not one.is_unreached
        entries = [
            other
            for other in entries
            if other.filed
            or other.early
            or not (one.is_of_same_person(other) or (met and other.is_unreached and _same_door(one, other)))
        ]
        entries.append(one)
    return entries


def inherit_building(entries: Iterable[Entry], building: str | None, unit: str | None) -> list[Entry]:
    """Rows without a building are in the one that was named last: lists come in several messages."""
    return [
        replace(one, building=building, unit=one.unit or unit) if one.building is None and building else one
        for one in entries
    ]


def where(entry: Entry) -> str:
    """The door as people say it, without the community: 3号楼1单元101."""
    if entry.address is None:
        return f"{entry.building or ''}{entry.unit or ''}{entry.door}"
    address = parts(entry.address)
    return "".join(part for part in (address.building, address.unit, address.room) if part)


def _same_door(one: Entry, other: Entry) -> bool:
    return (one.door, one.building, one.unit) == (other.door, other.building, other.unit)
