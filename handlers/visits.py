"""上门: the doors to which a notice has to be brought, listed by house, and many of them done by one word (clause 3.3).

上门 alone lists them, 上门 G-31 gives the words to say; 上门 6号楼2单元 301 302 已通知 writes down who was told. A bare
number that is an open visit of its own is that visit (handlers/taking_over.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from handlers.notices.numbers import NUMBER
from knowledge.language.small_numbers import FIGURES, small_number
from ledger import audit, notices, tasks
from ledger.notices import sending as notice_sending
from ledger.notices import visits as notice_visits
from ledger.notices.followed import groups_of
from ledger.notices.sending import Leave
from ledger.notices.visits import DoorVisit

_SHOWN_DOORS = 60
_TOLD = r"(?:都|全)?(?:已经?|都)?(?:通知|告知|告诉|说|办|上门)(?:了|到|过|完|好|到位)*"
_LIST = re.compile(r"(?:要|还要|哪些要|待)?上门(?:名单|的)?(?:有哪些|还有哪些|有谁)?[?？]?")
_WORDS = re.compile(rf"上门 ?{NUMBER}")
# Doors and nothing else: 替101王桂芝打卡 36.4 上门 is a check-in that somebody heard at the door.
_NAMED = rf"(?:[一-鿿]{{2,8}}(?:社区|村))?(?=[^\d]*\d)[\d {FIGURES}、,和号楼栋幢单元组室户院第]+"
_DOORS = re.compile(
    rf"(?:已?上门[ :,]*(?P<doors>{_NAMED}?)[ ,]*(?:{_TOLD})?|(?P<before>{_NAMED}?)[ ,]*(?:已?上门了?|已通知))[。!]?"
)
_PIECE = re.compile(
    rf"(?P<building>\d{{1,3}}|[{FIGURES}]{{1,3}})(?:号楼|栋|幢)|(?P<group>\d{{1,2}})组|(?P<unit>\d{{1,2}}|[{FIGURES}])单元"
    rf"|(?P<room>\d{{1,4}})(?:室|号院?|户)?"
)
_LONE = re.compile(r"第?(?P<number>\d{1,9})号?")


@dataclass(frozen=True, slots=True)
class _Door:
    """A door as somebody says it: house and unit where they are said, and the room."""

    building: str | None
    unit: str | None
    room: str

    def fits(self, visit: DoorVisit) -> bool:
        at = visit.door
        if at.room is None or at.room.removesuffix("号") != self.room:
            return False
        return self.building in {None, at.building} and self.unit in {None, at.unit}


def to_do(turn: Turn) -> list[dict[str, object]]:
    """The notices of which somebody in the writer's places still has to be told, a line each."""
    return [_matter(turn, one) for scope in rights.scopes(turn) for one in notice_visits.matters(turn.db, scope)]


def _matter(turn: Turn, one: notice_visits.Matter) -> dict[str, object]:
    known = notices.get(turn.db, one.notice_id)
    title = known.content.title if known is not None else ""
    return {"number": f"G-{one.notice_id}", "title": title, "people": one.people, "doors": one.doors}


def _list(turn: Turn, _match: re.Match[str]) -> str | None:
    scopes = rights.scopes(turn)
    if not scopes:
        return None
    visits = [one for scope in scopes for one in notice_visits.open_at_doors(turn.db, scope)]
    others = [one for scope in scopes for one in tasks.visits_in(turn.db, scope)]
    return turn.render(
        "visits",
        notices=to_do(turn),
        houses=groups_of(visits[:_SHOWN_DOORS]),
        more=max(0, len({one.address for one in visits}) - len({one.address for one in visits[:_SHOWN_DOORS]})),
        visits=[{"id": one.id, "name": one.name, "address": one.address.replace("/", "")} for one in others],
    )


def _words(turn: Turn, match: re.Match[str]) -> str | None:
    """The words of one notice to say at the doors, with the doors; none while it is stopped, or not as approved."""
    scopes = rights.scopes(turn)
    if not scopes:
        return None
    number = int(match["number"])
    visits = [one for scope in scopes for one in notice_visits.open_at_doors(turn.db, scope, number)]
    known = notices.get(turn.db, number)
    if not visits or known is None:
        return turn.render("visits_none_of", number=f"G-{number}")
    checked = notice_sending.to_bring(turn.db, known.row)
    if checked.leave is not Leave.SEND:
        return turn.render("visits_not_now", number=known.number, stopped=checked.leave is Leave.HELD)
    return turn.render(
        "visits_words",
        number=known.number,
        message=checked.words,
        houses=groups_of(visits[:_SHOWN_DOORS]),
        people=len(visits),
    )


def _told(turn: Turn, match: re.Match[str]) -> str | None:
    """Several doors at once, or one that is no visit's own number."""
    scopes, said = rights.scopes(turn), (match["doors"] or match["before"] or "").strip()
    doors = _doors_in(said)
    if not scopes or not doors or (match["doors"] is None and "号楼" not in said and len(doors) < 2):
        return None
    visits = [one for scope in scopes for one in notice_visits.open_at_doors(turn.db, scope)]
    lone = _LONE.fullmatch(said)
    if lone is not None and any(tasks.is_open(turn.db, int(lone["number"]), scope) for scope in scopes):
        at_door = [one for one in visits if doors[0].fits(one)]
        return _visit_or_door(turn, lone["number"], at_door) if at_door and "号" not in said else None
    if lone is not None and not any(doors[0].fits(one) for one in visits):
        return None
    return _finished(turn, scopes, doors, visits)


def _visit_or_door(turn: Turn, number: str, at_door: Sequence[DoorVisit]) -> str:
    return turn.render("visit_or_door", number=number, address=at_door[0].address.replace("/", ""))


def _finished(turn: Turn, scopes: list[str], doors: Sequence[_Door], visits: Sequence[DoorVisit]) -> str:
    """Write down who was told; what fits several houses is asked about, what fits none is said."""
    meant: list[DoorVisit] = []
    several: list[dict[str, object]] = []
    unknown: list[str] = []
    for door in doors:
        fitting = [one for one in visits if door.fits(one)]
        addresses = list(dict.fromkeys(one.address.replace("/", "") for one in fitting))
        if len(addresses) > 1:
            several.append({"room": door.room, "addresses": addresses})
        elif fitting:
            meant += fitting
        else:
            unknown.append(f"{door.building or ''}{door.unit or ''}{door.room}")
    done = notice_visits.finish(turn.db, meant, scopes, turn.contact.name, turn.now)
    for one in done:
        audit.note(turn.db, turn.now, turn.contact.person_id, turn.contact.name, "visit made", f"task:{one.id}")
    return turn.render(
        "visits_told",
        done=[f"{one['house']}{'、'.join(map(str, one['rooms']))}" for one in groups_of(done)],  # type: ignore[call-overload]
        people=len(done),
        several=several,
        unknown=unknown,
        left=to_do(turn),
    )


def _doors_in(said: str) -> list[_Door]:
    """The doors in the words, from left to right: a house counts for the rooms behind it."""
    building = unit = None
    doors: list[_Door] = []
    for piece in _PIECE.finditer(said):
        if piece["building"]:
            building, unit = f"{_number(piece['building'])}号楼", None
        elif piece["group"]:
            building, unit = f"{piece['group']}组", None
        elif piece["unit"]:
            unit = f"{_number(piece['unit'])}单元"
        else:
            doors.append(_Door(building, unit, piece["room"]))
    return doors


def _number(said: str) -> int | None:
    return int(said) if said.isascii() else small_number(said)


commands = (
    Command("visits", _LIST, _list),
    Command("visit_words", _WORDS, _words),
    Command("visits_told", _DOORS, _told),
)
