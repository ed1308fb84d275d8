"""All that the assistant offers, in the order in which it is tried: one line for each conversation and command file."""

from bot.router import Offer
from handlers import (
    binding,
    checkin_doubts,
    delivery_events,
    exit_asked,
    exit_by_number,
    exit_by_phone,
    exit_late,
    exit_own,
    exit_passes,
    exit_recording,
    exit_reviewing,
    exit_roster,
    exit_signing,
    exit_supplement,
    family,
    gate_offer,
    grid_moves,
    plain_answers,
    registration,
    return_progress,
    scanning,
    staff,
    supply_complaint,
    supply_progress,
    taking_over,
)
from handlers.exit_request import exit_request
from handlers.health_checkin import health_checkin
from handlers.household_checkin import commands as household_commands
from handlers.household_checkin import household_checkin
from handlers.my_records import MyRecords
from handlers.on_behalf import OnBehalf
from handlers.registration import registration as registration_form
from handlers.return_report import return_report
from handlers.supply_request import supply_request

FILINGS = (return_report, health_checkin, household_checkin, exit_request, supply_request)
_MY_RECORDS = MyRecords(FILINGS)
_ON_BEHALF = OnBehalf(FILINGS)

OFFER = Offer(
    first=gate_offer.urgent,
    commands=(
        *binding.commands,
        *taking_over.commands,
        *_ON_BEHALF.commands,
        *staff.commands,
        *grid_moves.commands,
        *return_progress.commands,
        *exit_own.commands,
        *exit_asked.commands,
        *exit_late.commands,
        *exit_supplement.commands,
        *exit_reviewing.commands,
        *exit_signing.commands,
        *exit_by_phone.commands,
        *exit_recording.commands,
        *exit_passes.commands,
        *exit_roster.commands,
        *exit_by_number.commands,
        *supply_progress.commands,
        *plain_answers.commands,
        *registration.commands,
        *family.commands,
        checkin_doubts.answering(checkin_doubts.checkin_doubt, _ON_BEHALF.slip),
        *household_commands,
        *_MY_RECORDS.commands,
        *gate_offer.commands,
    ),
    conversations=(
        *FILINGS,
        checkin_doubts.checkin_doubt,
        registration_form,
        family.family_member,
        family.family_removal,
        _ON_BEHALF.which,
        _ON_BEHALF.slip,
        _ON_BEHALF.registration,
        staff.role_end,
        _MY_RECORDS.withdrawal,
        exit_signing.signature,
        exit_signing.refusal,
        exit_by_phone.by_phone,
        exit_recording.sent_back,
        *supply_progress.conversations,
        *gate_offer.conversations,
    ),
    taps={"sign": exit_signing.tapped, "record": exit_recording.tapped, **supply_progress.taps, **gate_offer.taps},
    answers={
        **plain_answers.answers,
        "my_records": exit_asked.before(_MY_RECORDS.show),
        **gate_offer.answers,
        "human_handover": supply_complaint.hand_over,
    },
    events={**plain_answers.events, **scanning.events, **delivery_events.events, **gate_offer.events},
    media=plain_answers.media,
    unknown=plain_answers.unknown,
)
