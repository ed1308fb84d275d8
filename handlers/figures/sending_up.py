"""已报送 R220120: the office says in the chat that a daily report was handed to the command's group."""

import re

from bot.offer import Command
from bot.turn import Turn
from handlers import rights
from ledger.reports import filing, sending_up

_SENT = re.compile(r"(?:已经?报送|报送(?:好|完)?了) ?(?P<number>R\d{6}(?:-\d{1,2})?)?了?")


def sent(turn: Turn, match: re.Match[str]) -> str | None:
    """Note that it was sent up; without a number the newest that waits. None for anybody but the office."""
    if not rights.is_office(turn):
        return None
    number = match["number"]
    report = filing.by_number(turn.db, number) if number else sending_up.newest_waiting(turn.db)
    if report is None:
        return turn.render("daily_report_unknown", number=number or "")
    if not sending_up.sent_up(turn.db, report, turn.contact.recipient(), turn.now):
        return turn.render("daily_report_sent_before", number=report.number, who=report.sent_up_by)
    return turn.render("daily_report_sent", number=report.number)


commands = (Command("report sent up", _SENT, sent),)
