"""All that the assistant offers, in the order in which it is tried: one line for each conversation and command file."""

from bot.router import Offer
from handlers import (
    binding,
    danger,
    delivery_events,
    grid_moves,
    human_handover,
    plain_answers,
    return_progress,
    supply_progress,
    taking_over,
)
from handlers.health_checkin import health_checkin
from handlers.household_checkin import commands as household_commands
from handlers.household_checkin import household_checkin
from handlers.my_records import MyRecords
from handlers.return_report import return_report
from handlers.supply_request import supply_request

FILINGS = (return_report, health_checkin, household_checkin, supply_request)
_MY_RECORDS = MyRecords(FILINGS)

OFFER = Offer(
    first=danger.answer,
    commands=(
        *binding.commands,
        *taking_over.commands,
        *grid_moves.commands,
        *return_progress.commands,
        *supply_progress.commands,
        *plain_answers.commands,
        *household_commands,
        *_MY_RECORDS.commands,
    ),
    conversations=(*FILINGS, *supply_progress.conversations, _MY_RECORDS.withdrawal),
    taps=supply_progress.taps,
    answers={**plain_answers.answers, **_MY_RECORDS.answers, "human_handover": human_handover.hand_over},
    events={**plain_answers.events, **delivery_events.events},
    media=plain_answers.media,
    unknown=plain_answers.unknown,
)
