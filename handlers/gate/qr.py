"""A resident's pass on asking: the number, and the same as a picture to be scanned at the gate (clause 3.4.1)."""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.gate import shown
from ledger import exits, outbox
from ledger.exits import passes
from ledger.people import Recipient

_MINE = re.compile(r"(?:我的)?(?:通行码|二维码|通行证)")
_FAR_BACK = 20


def send_picture(turn: Turn, to: Recipient, code: str, record_id: int) -> None:
    """Send a pass as a picture, once for each code; where none can be shown the number stands in."""
    outbox.queue_picture(
        turn.db,
        key=f"pass:{record_id}:{code}:{to.person_id}:{turn.message.key.hex()}",
        to=to,
        picture=code,
        body=turn.render("gate_pass_number", code=code),
        about=f"exit_request:{record_id}",
        now=turn.now,
    )


def _mine(turn: Turn, _match: re.Match[str]) -> str | None:
    """The passes in force of the writer; who has none hears how to ask for one."""
    who = turn.contact.person_id
    known = exits.of_person(turn.db, who, _FAR_BACK) if who is not None else []
    held = [(one, code) for one in known if (code := passes.code_of(turn.db, one.id)) is not None]
    if not held:
        return turn.render("gate_pass_none")
    for one, code in held:
        send_picture(turn, turn.contact.recipient(), code, one.id)
    return turn.render(
        "gate_pass_mine",
        passes=[
            {
                "code": code,
                **shown.facts(turn, one, one.hours.trip_at(turn.now)),
                "rests": one.suspended_at is not None,
            }
            for one, code in held
        ],
    )


commands = (Command("my_pass", _MINE, _mine, staff_only=False),)
