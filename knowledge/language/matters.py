"""Several matters in one message: 大米两袋,还有明早七点我要去市医院复查. Each is read by itself, so that none is lost.

A message is cut where people begin something new (还有, 另外, 顺便, a full stop), and at a comma only where what follows
plainly stands alone. What somebody buys on a trip is part of the trip. Text is normalised.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.language.goings import heads_out
from knowledge.language.pattern_table import Sought
from knowledge.language.reading import Reading, read
from knowledge.language.trips import find_reason

# No duty log: what happened on a shift stands in it, whatever it is about (值班记录 老张家下水堵了).
_MATTERS = frozenset({"exit_request", "supply_request", "health_checkin", "return_report", "disinfection_log"})
_CONNECTOR = r"(?:还有|另外|顺便|顺道|顺带|再就是|还要|还想|再要|对了|再帮我|再给我)"
_CUT = re.compile(rf"[。;!\n]+|[, ]*(?={_CONNECTOR})|[, ]+")
_BEGINS_NEW = re.compile(_CONNECTOR)
_HINT = re.compile(rf"[,。;!\n ]|{_CONNECTOR}")
# Without one of these a check-in is about nothing else: most messages are check-ins, and each piece read costs time.
_BESIDE_A_CHECKIN = Sought(
    rf"{_CONNECTOR}|[买袋盒斤桶瓶箱药米面菜油奶修]|停[水电]|去(?!过)|出门|外出|出去|医院|看病|报备|返乡|消[毒杀]|垃圾|从.{{1,8}}回(?!来的)"
)
_ON_THE_WAY = re.compile(r"(?:顺[便道带])?(?:想|得|要|再|就)*(?:去|顺路)?(?:买|取|拿|开|抓|看看|配)")
# 楼道消毒完了 84消毒液: what was used, as long as nobody wants it.
_WANTS = re.compile("[送来要买缺订领]|给|没了|没有了|不够|用[完没]|申请|帮")
# Trips that are no errand on which things could be bought instead.
_GRAVE = frozenset({"dialysis", "birth", "funeral", "medical", "work"})
_SHORTEST = 9
_SURE = 0.6


@dataclass(slots=True)
class _Group:
    """Pieces of one matter in a row."""

    intent: str
    text: str


def several(text: str, now: datetime, role: str | None = None) -> tuple[Reading, ...]:
    """The matters of a message, each with its own reading, in the order of the text; empty where there is but one."""
    if len(text) < _SHORTEST or _HINT.search(text) is None:
        return ()
    groups: list[_Group] = []
    for piece in _pieces(text):
        intent = _intent(piece, now, role, groups)
        if intent is not None and (not groups or groups[-1].intent != intent or _is_trip_of_its_own(piece, groups[-1])):
            groups.append(_Group(intent, piece))
        elif groups:
            groups[-1].text += f",{piece}"
        else:
            groups.append(_Group("", piece))
    if groups and not groups[0].intent:  # what came before the first matter belongs to it
        first = groups.pop(0)
        if groups:
            groups[0].text = f"{first.text},{groups[0].text}"
    if len({group.intent for group in groups}) < 2:
        return ()
    readings = tuple(read(_BEGINS_NEW.sub("", group.text), now, role) for group in groups)
    return readings if _all_stand(readings, groups) else ()


def may_be_several(reading: Reading) -> bool:
    """Whether a message can hold a second matter beside the one that it was read as."""
    return reading.intent != "health_checkin" or _BESIDE_A_CHECKIN.search(reading.text) is not None


def _pieces(text: str) -> list[str]:
    return [piece for piece in (part.strip(" ,") for part in _CUT.split(text)) if piece]


def _intent(piece: str, now: datetime, role: str | None, groups: Sequence[_Group]) -> str | None:
    """What a piece is about by itself; None where it only goes on with what was said."""
    reading = read(_BEGINS_NEW.sub("", piece), now, role)
    intent = "exit_request" if heads_out(piece) and find_reason(piece) in _GRAVE else reading.intent
    before = groups[-1].intent if groups else ""
    if intent not in _MATTERS or (intent == reading.intent and reading.confidence < _SURE):
        return None
    if before == "exit_request" and intent == "health_checkin":
        return None  # what is said of an illness beside a trip is passed on with it
    if before == "health_checkin" and intent == "exit_request":
        groups[-1].intent = intent
    if before == "exit_request" and intent == "supply_request" and _ON_THE_WAY.match(piece) is not None:
        return None
    if before == "disinfection_log" and intent == "supply_request" and _WANTS.search(piece) is None:
        return None
    return intent


def _is_trip_of_its_own(piece: str, group: _Group) -> bool:
    """Whether a further trip begins: 还要12点前去药店取药."""
    return group.intent == "exit_request" and _BEGINS_NEW.match(piece) is not None and heads_out(piece)


def _all_stand(readings: Sequence[Reading], groups: Sequence[_Group]) -> bool:
    """Whether each matter is still what its pieces were; a trip only for what could be brought is no matter of its own."""
    for reading, group in zip(readings, groups, strict=True):
        if reading.intent != group.intent:
            return False
        if group.intent == "exit_request" and reading.slots.get("reason") not in _GRAVE:
            return False
    return True
