"""What is offered to whoever is on duty: 值班记录 and 消毒记录 by their names, 下班了 of whoever is on a shift."""

import re

from bot import conversation as engine
from bot.conversation import Conversation
from bot.offer import Command
from bot.turn import Turn
from handlers.beginning import begin
from handlers.logs import duty, where
from handlers.logs.disinfection import disinfection_log
from handlers.logs.duty import duty_log
from handlers.logs.own import puts_right
from knowledge.language.duty_logs import read_upkeep
from knowledge.language.past_hours import find_hours
from knowledge.language.transport import find_plate

LOGS = (duty_log, disinfection_log)
_DUTY = re.compile(r"(?:写|记)?(?:值[班守]|巡[逻查])(?:记录|日志)(?:[ :,]*.{0,500})", re.DOTALL)
_UPKEEP = re.compile(r"(?:写|记)?(?:消[毒杀]|垃圾(?:清运)?)(?:记录|日志|登记)(?:[ :,]*.{0,500})", re.DOTALL)


def is_log(turn: Turn) -> bool:
    """Whether a guard at the gate writes down hours of duty or what was disinfected or cleared, or puts such a thing right.

    A vehicle at the gate that comes for it is none: 收垃圾车进 蒙K11111.
    """
    if puts_right(turn.text) and any(word in turn.text for log in LOGS for word in log.called):
        return True
    if turn.reading.intent == duty_log.name:
        return (hours := find_hours(turn.text, turn.said_time)).start is not None and hours.end is not None
    if turn.reading.intent != disinfection_log.name or find_plate(turn.text) is not None:
        return False
    return any(one.deed in {"done", "begun"} for one in read_upkeep(turn.text, turn.said_time))


def _write(conversation: Conversation, turn: Turn) -> str | None:
    """The log by its name, with what is to be written down or without; ordinary text for whoever keeps none.

    Said while something else is asked it is dealt with beside it.
    """
    if not where.keeps_logs(turn) or puts_right(turn.text):
        return None
    return engine.beside(turn, conversation) or begin(turn, conversation)


commands = (
    Command("duty_write", _DUTY, lambda turn, _match: _write(duty_log, turn)),
    Command("upkeep_write", _UPKEEP, lambda turn, _match: _write(disinfection_log, turn)),
    *duty.commands,
)
