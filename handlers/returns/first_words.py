"""What the words of a return report say beside its questions: whose report it is, stays, and being home already."""

import re

from bot.turn import Answers, Turn, Value
from handlers import slots as shared
from handlers.returns import open_places
from handlers.returns import stays as return_stays
from handlers.returns.open_places import ORIGIN_OPEN
from handlers.returns.slots import country_in
from knowledge.language.people import find_relatives
from knowledge.language.place_names import place_names
from knowledge.language.places import find_stays
from ledger import people

_WITH_SPEAKER = re.compile("[我俺咱](?:和|跟|带|领|陪|们|自己)|(?:和|跟)[我俺]")
_HAS_ARRIVED = re.compile(
    r"(?:已经?|都|刚刚?|才)(?:平安|安全)?(?:到家|到屋|到村|回到|在家|(?:到|回来)了?(?=$|[,。!~ ]))"
    r"|(?:到家|到屋|到)了(?=$|[,。!~ ])"
)
_NOT_YET = re.compile(r"没到|还没|到了(?:再|以后|之后|后|就)|快到|就要|马上|要到|要回|准备|都回来(?!了)")
# An answer beside the slots: that somebody said to be home.
ARRIVED = "arrived"
# Whoever writes is unknown and reports for somebody else: both are asked for their names.
FOR_ANOTHER = "for_another"


def prefill(turn: Turn) -> Answers:
    """Who writes and where they live; and what the first sentence says of stays, a country, and being home already."""
    known = shared.known_home(turn)
    phone = people.phone_of(turn.db, turn.contact.person_id) if turn.contact.person_id is not None else None
    if phone:
        known["phone"] = phone
    staff_without_home = turn.contact.is_staff and not turn.contact.address
    if staff_without_home:  # a grid worker files for somebody else
        known = {}
    elif _of_somebody_else(turn.text):
        known = {name: value for name, value in known.items() if name not in {"name", "phone"}}
    country = country_in(turn.text) if place_names().abroad.search(turn.text) is not None else ""
    origin: dict[str, Value] = {"origin": {"code": None, "name": country}} if country else {}
    stays = return_stays.in_first_sentence(turn.text, turn.said_time) if find_stays(turn.text) else []
    open_ones = open_places.fitting(turn.text)
    return {
        **known,
        **origin,
        **open_places.kept(stays),
        ARRIVED: says_arrived(turn.text),
        ORIGIN_OPEN: open_ones,
        FOR_ANOTHER: not turn.contact.is_bound and _of_somebody_else(turn.text),
    }


def _of_somebody_else(text: str) -> bool:
    """Whether a relative comes back without the speaker: 我妈后天从呼市回来, not 我和老伴 or 我带孩子."""
    return bool(find_relatives(text)) and _WITH_SPEAKER.search(text) is None


def says_arrived(text: str) -> bool:
    """Whether the words say that they are home."""
    return _HAS_ARRIVED.search(text) is not None and _NOT_YET.search(text) is None


def notice_arrival(turn: Turn, answers: Answers) -> tuple[str, Answers] | None:
    """Keep that an answer on the way says that they are home."""
    return ("", {**answers, ARRIVED: True}) if says_arrived(turn.text) else None


def places_apart(turn: Turn, answers: Answers, found: Answers) -> tuple[str, Answers]:
    """An answer about stays names places and days, none of them the origin or the day of arrival; an origin may be open."""
    stays = found.get("stays")
    if isinstance(stays, list):
        return "", open_places.kept(stays)
    if "writer" in found:  # the name of whoever writes is not that of whom they report for
        return "", {"writer": found["writer"]}
    return "", open_places.settle(turn, answers, found)
