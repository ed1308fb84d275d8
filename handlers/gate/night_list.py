"""夜间名单: the day's passes as text on the guard's phone, page by page, for hours without signal (DESIGN 6.9)."""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers.gate import rights
from ledger import outbox
from ledger.gate import sheet as gate_sheet
from ledger.records import compact

_LIST = re.compile(r"(?:看看?|发)?(?:一下)?(?:夜间|今晚|今天|值班|通行码?)?名单")


def _send(turn: Turn, _match: re.Match[str]) -> str | None:
    mine = rights.gates(turn)
    if not mine:
        return None
    pages = [page for post in mine for page in gate_sheet.pages(turn.db, turn.render, post, turn.said_on, turn.now)]
    for number, page in enumerate(pages[1:], start=2):
        outbox.queue(
            turn.db,
            key=f"gate-list:{turn.message.key.hex()}:{number}",
            to=turn.contact.recipient(),
            kind="reply",
            body=page,
            about="gate_log",
            now=turn.now,
        )
    about = f"place:{mine[0].place_id}"
    detail = compact({"pages": len(pages)})
    turn.note("gate list given", about, detail)
    return pages[0]


commands = (Command("gate_list", _LIST, _send),)
