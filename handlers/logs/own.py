"""What somebody on duty has written down, once it stands: shown, put right, taken back; both versions stay on record.

The newest is meant first, or the one that the words name: by its place, its day or what was done.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.conversation import Filed, Slot
from bot.turn import Answers, InvalidAnswer, Turn, Value
from handlers import rights
from handlers.logs import shown, where
from handlers.said_back import word
from knowledge.language.corrections import corrected_part
from knowledge.language.duty_logs import places_said
from knowledge.language.past_hours import HoursSaid, find_hours
from knowledge.times import DAY, iso, parse_moment
from ledger import places
from ledger.duty import logs
from ledger.duty.logs import Book, Entry, Log
from ledger.places import Place
from ledger.records import NoLongerSo, compact

# So long an entry is shown, and put right by whoever wrote it.
_REMEMBERED = 14 * DAY
SPOTS, STARTED, ENDED, SAID, BY = "spots", "started", "ended", "said", "by"
_PUTS_RIGHT = re.compile(r"[写记填说]错|[改换][成为到]|应该是|应为|不算数|不是.{1,12}是")
_BEGAN = ("开始", "起点", "上岗", "接班", "到岗")


@dataclass(frozen=True, slots=True)
class OwnLogs:
    """The entries of one book, for the conversation that writes it."""

    book: Book
    record: str

    def filed(self, turn: Turn) -> Sequence[Filed]:
        """What the writer has put down of late, what the message names first, else the newest."""
        if turn.contact.person_id is None or not turn.contact.is_staff:
            return []
        found = logs.of_person(turn.db, self.book, turn.contact.person_id, turn.now - _REMEMBERED)
        named = {place.path for place in where.meant(turn, places_said(turn.text)).places} if found else set()

        def fits(one: Log) -> tuple[bool, bool, bool, int]:
            is_over = one.end_at is not None
            return (one.path in named, shown.kind_words(one.kind) in turn.text, is_over, one.filed_at)

        return [self._as_filed(turn, one) for one in sorted(found, key=fits, reverse=True)]

    def _as_filed(self, turn: Turn, one: Log) -> Filed:
        hours = {STARTED: one.start_at, ENDED: one.end_at}
        answers: dict[str, Value] = {BY: "staff", SPOTS: [one.address], SAID: one.text}
        answers |= {name: iso(moment) for name, moment in hours.items() if moment is not None}
        return Filed(
            record=one.id,
            name=shown.named(turn, one),
            status=word("log_status", one.status),
            filed_at=one.filed_at,
            answers=answers,
            can_be_withdrawn=True,
        )

    def amend(self, turn: Turn, before: Filed, answers: Answers) -> str:
        """Put the next version in force; the one before stays on record."""
        one = logs.get(turn.db, self.book, before.record)
        if one is None:
            return turn.render("correct_gone")
        place = place_of(turn, addresses(answers)[0])
        start, end = (_moment(answers.get(name)) for name in (STARTED, ENDED))
        if one.end_at is None:  # what goes on is ended by saying so
            start, end = start or end, None
        if start is None and self.book is logs.DUTY:
            start = end
        if start is not None and end is not None and end < start:
            return turn.render("log_ends_first")
        entry: Entry = one.as_entry(place_id=place.id, start_at=start, end_at=end, text=str(answers[SAID]))
        try:
            logs.correct(turn.db, self.book, one, entry, turn.filing(place.id))
        except NoLongerSo:
            return turn.render("correct_gone")
        turn.note("log corrected", f"{self.record}:{one.id}", compact({"kind": one.kind}))
        after = shown.facts(turn, entry, place.address)
        return turn.render("log_corrected", before=shown.facts(turn, one, one.address), after=after)

    def withdraw(self, turn: Turn, before: Filed) -> str:
        """Take an entry back; it stays on record as taken back."""
        one = logs.get(turn.db, self.book, before.record)
        try:
            if one is None:
                return turn.render("correct_gone")
            logs.withdraw(turn.db, self.book, one)
        except NoLongerSo:
            return turn.render("correct_gone")
        turn.note("log withdrawn", f"{self.record}:{one.id}", compact({"kind": one.kind}))
        return turn.render("record_withdrawn", name=before.name, informed=[])


def puts_right(text: str) -> bool:
    """Whether words put something right that was written down before, and are no entry of their own."""
    return _PUTS_RIGHT.search(text) is not None


def put_right(turn: Turn, _found: Answers) -> Answers:
    """What a correction says of the hours or the place: 应该是10点, 改成9点到10点, 不是6号楼是7号楼."""
    text = corrected_part(turn.text)
    new: dict[str, Value] = {}
    hours = find_hours(text, turn.said_time)
    if hours.start is not None:
        new[STARTED] = iso(hours.start)
    if hours.end is not None:
        is_start = hours.start is None and any(words in turn.text for words in _BEGAN)
        new[STARTED if is_start else ENDED] = iso(hours.end)
    found = where.meant(turn, places_said(text)).places
    if len(found) == 1:
        new[SPOTS] = [found[0].address]
    return new


def _moment_said(pick: Callable[[HoursSaid], int | None]) -> Callable[[str, Turn], Value]:
    """A moment that is given anew: 10点, 昨晚8点."""

    def read(text: str, turn: Turn) -> Value:
        moment = pick(find_hours(text, turn.said_time))
        if moment is None:
            raise InvalidAnswer
        return iso(moment)

    return read


def spoken_moment(value: Value, turn: Turn) -> str:
    """A moment of an entry, in words."""
    moment = _moment(value)
    return "" if moment is None else shown.hours_words(turn, moment, moment)


def spoken_spots(value: Value, _turn: Turn) -> str:
    """The places of an entry, in words."""
    return "、".join(str(address).replace("/", "") for address in value) if isinstance(value, list) else ""


def spots_said(text: str, turn: Turn) -> Value:
    """The places that an answer names: 6号楼; those that there are not, or not in the writer's scope, are none."""
    found = where.meant(turn, places_said(text)).places
    if not found:
        raise InvalidAnswer
    return [place.address for place in found]


# When it began and was over, as they are put right.
started = Slot(
    STARTED,
    "moment",
    asked=False,
    bare=_moment_said(lambda said: said.end if said.start is None else said.start),
    spoken=spoken_moment,
)
ended = Slot(ENDED, "moment", asked=False, bare=_moment_said(lambda said: said.end), spoken=spoken_moment)


def addresses(answers: Answers) -> list[str]:
    """The places that were given on asking."""
    spots = answers.get(SPOTS)
    return [str(one) for one in spots] if isinstance(spots, list) else []


def place_of(turn: Turn, address: str) -> Place:
    """A place that was found when the words were read."""
    found = places.find(turn.db, address)
    assert found is not None  # no place goes away
    return found


def _moment(value: Value) -> int | None:
    return parse_moment(value) if isinstance(value, str) else None


def role_at(turn: Turn, place: Place) -> str:
    """The kind of role that the writer holds for a place, else the one that they hold at all."""
    held = rights.roles(turn)
    of_place = next((role.kind for role in held if role.path and place.path.startswith(role.path)), None)
    return of_place or next((role.group_id or role.kind for role in held if role.kind != "resident"), "")
