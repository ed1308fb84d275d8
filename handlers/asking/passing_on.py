"""1 under an answer that offers a person: the question goes to the office, or to the grid worker who is to come.

The offer is the last line of what was answered just now, and holds for some minutes; no form is open for it, so that
whatever else is said is simply the next message.
"""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import human_handover
from handlers.asking import kept
from handlers.asking.testing import visit_offer
from knowledge.answers import Offer, the_answers
from knowledge.times import MINUTE, business_day
from ledger import inbox, outbox, people, tasks

_BEFORE = 10 * MINUTE
_YES = re.compile(
    r"1[.、 ]?(?:帮我转.*|告诉网格员.*|就问这个.*)?"
    r"|(?:好的?|行|嗯)?[ ,]*(?:帮我转|转给|转一下|告诉网格员|请网格员|让网格员).{0,12}|转"
)
_NO = re.compile(r"2[.、 ]?(?:算了|不是.*)?|算了|不用了|不用|不是|不是这个")


def _yes(turn: Turn, _match: re.Match[str]) -> str | None:
    """Pass it on; ordinary text where nothing was offered."""
    said = _offered(turn)
    if said is None:
        return None
    for need in ("cannot_come", "missed"):
        if said.endswith(visit_offer(turn, need)):
            return _to_grid_worker(turn, need)
    if said.endswith(kept.offer(turn)):
        return kept.offered(turn, said)
    if said.endswith(the_answers().offer_words(Offer.NUMBER)):
        return human_handover.hand_over(turn)
    return None


def _no(turn: Turn, _match: re.Match[str]) -> str | None:
    said = _offered(turn)
    if said is None:
        return None
    if said.endswith(kept.offer(turn)):
        return human_handover.hand_over(turn) if turn.text[0] in "2不" else turn.render("asking_left")
    offers = (the_answers().offer_words(Offer.NUMBER), *(visit_offer(turn, need) for need in ("cannot_come", "missed")))
    return turn.render("asking_left") if said.endswith(offers) else None


def _offered(turn: Turn) -> str | None:
    """What was answered just now; None beside a form, where a number answers the form."""
    if turn.form is not None:
        return None
    return inbox.last_reply(turn.db, turn.contact.openid, turn.now - _BEFORE)


def _to_grid_worker(turn: Turn, need: str) -> str:
    """A visit on the grid workers' lists, once a day, and a message to each of them; the office where there is none."""
    who, workers = turn.contact, people.grid_workers_for(turn.db, turn.contact.path)
    if who.person_id is None or not workers:
        return human_handover.hand_over(turn)
    about = f"testing_info:{business_day(turn.now).isoformat()}"
    body = turn.render("testing_for_grid", need=need, who=who.name, address=who.address.replace("/", ""))
    visit = turn.render("testing_visit", need=need)
    tasks.add_visit(turn.db, about=about, person_id=who.person_id, text=visit, now=turn.now)
    key = f"{about}:{who.person_id}"
    outbox.tell(
        turn.db,
        workers,
        key=key,
        kind="alert",
        body=body,
        about=about,
        now=turn.now,
        template="task",
        but=who.person_id,
    )
    turn.note("testing passed on", about)
    reached = [one.name for one in workers if one.openid is not None]
    return turn.render("testing_passed_on", workers=reached or [one.name for one in workers], told=bool(reached))


commands = (
    Command("asking_pass_on", _YES, _yes, staff_only=False),
    Command("asking_leave", _NO, _no, staff_only=False),
)
