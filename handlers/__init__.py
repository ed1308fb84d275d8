"""All that the assistant offers, in the order in which it is tried: one line for each conversation and command file."""

from bot.offer import Offer
from handlers import answering, delivery_events, following, plain_answers, taking_over, visits
from handlers.asking import asked as asking_asked
from handlers.asking import contacts as asking_contacts
from handlers.asking import follow_up, passing_on
from handlers.asking import keeping as asking_keeping
from handlers.asking import kept as asking_kept
from handlers.asking import plan as asking_plan
from handlers.asking import testing as asking_testing
from handlers.checkins import correcting as checkin_correcting
from handlers.checkins import doubts as checkin_doubts
from handlers.checkins import passed_on
from handlers.checkins import said_all as checkin_said_all
from handlers.checkins.checkin import health_checkin
from handlers.checkins.swapped import Swapped
from handlers.checkins.unread import checkin_unread
from handlers.checkins.whose import Whose, checkin_whose
from handlers.duty import answering as duty_answering
from handlers.duty import inspection as duty_inspection
from handlers.duty import roster as duty_roster
from handlers.exits import asked as exit_asked
from handlers.exits import by_number as exit_by_number
from handlers.exits import by_phone as exit_by_phone
from handlers.exits import coming_home as exit_coming_home
from handlers.exits import deciding as exit_deciding
from handlers.exits import disowning as exit_disowning
from handlers.exits import explaining as exit_explaining
from handlers.exits import late as exit_late
from handlers.exits import own as exit_own
from handlers.exits import passes as exit_passes
from handlers.exits import recording as exit_recording
from handlers.exits import reviewing as exit_reviewing
from handlers.exits import roster as exit_roster
from handlers.exits import signing as exit_signing
from handlers.exits import supplement as exit_supplement
from handlers.exits.request import exit_request
from handlers.figures import asking as figures
from handlers.figures import other_days, sending_up
from handlers.gate import meanwhile as gate_meanwhile
from handlers.gate import offer as gate_offer
from handlers.households.checkin import household_checkin
from handlers.households.opening import commands as household_commands
from handlers.how_to import HowTo
from handlers.logs import offer as log_offer
from handlers.my_records import MyRecords
from handlers.notices import offer as notice_offer
from handlers.people import binding, family, grid_moves, registration, scanning, staff
from handlers.people.family_member import family_member
from handlers.people.on_behalf import OnBehalf
from handlers.people.phone_said import PhoneSaid
from handlers.people.registration import registration as registration_form
from handlers.psych import after as psych_after
from handlers.psych import mine as psych_mine
from handlers.psych import support as psych_support
from handlers.psych import taking as psych_taking
from handlers.returns import progress as return_progress
from handlers.returns.report import return_report
from handlers.rumours import answering as rumour_answering
from handlers.rumours.check import rumour_check
from handlers.supplies import complaint as supply_complaint
from handlers.supplies import progress as supply_progress
from handlers.supplies.request import supply_request
from handlers.supplies.whose import ForWhom
from handlers.violations import own as own_violations
from handlers.violations import taking as violation_taking
from handlers.violations.report import violation_report

FILINGS = (return_report, health_checkin, household_checkin, exit_request, supply_request)
# Nobody files these for somebody else: whoever tells of others, or asks about a rumour, does so themselves.
TOLD = (violation_report, rumour_check)
_MY_RECORDS = MyRecords((*FILINGS, *log_offer.LOGS, *TOLD, psych_mine.conversation))
_OTHERS = (return_report, exit_request, supply_request, *TOLD)
_WHOSE, _SWAPPED = Whose(_OTHERS), Swapped(_OTHERS)
_FOR_WHOM = ForWhom((health_checkin, return_report, exit_request, *TOLD))
_ON_BEHALF = OnBehalf(FILINGS)
_PHONE_SAID = PhoneSaid((*FILINGS, registration_form, family_member))

OFFER = Offer(
    first=notice_offer.before(gate_offer.urgent),
    follows=gate_meanwhile.after(_PHONE_SAID.after(following.goes_on)),
    beside=passed_on.beside,
    commands=(
        *binding.commands,
        *notice_offer.commands,
        *visits.commands,
        *violation_taking.commands,
        *rumour_answering.commands,
        *asking_keeping.commands,
        *asking_asked.commands,
        *own_violations.commands,
        *psych_taking.commands,
        *taking_over.commands,
        *psych_after.commands,
        *duty_answering.commands,
        *duty_inspection.commands,
        *duty_roster.commands,
        *answering.commands,
        *_ON_BEHALF.commands,
        *staff.commands,
        *grid_moves.commands,
        *return_progress.commands,
        *exit_own.commands,
        *exit_asked.commands,
        *exit_explaining.commands,
        *exit_late.commands,
        *exit_coming_home.commands,
        *exit_supplement.commands,
        *exit_reviewing.commands,
        *exit_disowning.commands,
        *exit_deciding.commands,
        *exit_by_phone.commands,
        *exit_recording.commands,
        *exit_passes.commands,
        *exit_roster.commands,
        *exit_by_number.commands,
        *figures.first,
        *supply_progress.commands,
        *plain_answers.commands,
        *other_days.commands,
        *figures.commands,
        *sending_up.commands,
        *registration.commands,
        *family.commands,
        *_SWAPPED.commands,
        *_WHOSE.commands,
        *_FOR_WHOM.commands,
        *checkin_said_all.commands,
        *checkin_correcting.commands,
        checkin_doubts.answering(checkin_doubts.checkin_doubt, _ON_BEHALF.slip, checkin_unread),
        *household_commands,
        *_MY_RECORDS.commands,
        *notice_offer.of_everybody,
        *gate_offer.commands,
        *log_offer.commands,
        *asking_plan.commands,
        *asking_kept.commands,
        *asking_contacts.commands,
        *asking_testing.commands,
        *follow_up.commands,
        *passing_on.commands,
    ),
    conversations=(
        *FILINGS,
        *log_offer.LOGS,
        *TOLD,
        checkin_doubts.checkin_doubt,
        checkin_correcting.checkin_which,
        checkin_whose,
        checkin_unread,
        registration_form,
        family_member,
        family.family_removal,
        _ON_BEHALF.which,
        _ON_BEHALF.slip,
        _ON_BEHALF.registration,
        staff.role_end,
        duty_roster.roster_form,
        _MY_RECORDS.withdrawal,
        exit_signing.signature,
        exit_signing.refusal,
        exit_by_phone.by_phone,
        exit_recording.sent_back,
        *supply_progress.conversations,
        *gate_offer.conversations,
        *notice_offer.conversations,
    ),
    taps={
        "duty": violation_taking.reminded(rumour_answering.reminded(taking_over.tapped)),
        "violation": violation_taking.tapped,
        "sign": exit_deciding.tapped,
        "record": exit_recording.tapped,
        **notice_offer.taps,
        **supply_progress.taps,
        **gate_offer.taps,
    },
    answers={
        **plain_answers.answers,
        "help": HowTo(FILINGS).before(plain_answers.asked_for_help),
        "my_records": exit_asked.before(_MY_RECORDS.show),
        **notice_offer.answers,
        "human_handover": supply_complaint.hand_over,
        "psych_support": psych_support.answer,
        "digest": figures.before(plain_answers.unknown),
        "plan_question": asking_plan.answer,
        "contact_query": asking_contacts.answer,
        "testing_info": asking_testing.answer,
    },
    events={**plain_answers.events, **scanning.events, **delivery_events.events, **gate_offer.events},
    media=plain_answers.media,
    surely=asking_plan.surely,
    unknown=exit_supplement.before(_PHONE_SAID.before(asking_contacts.before(plain_answers.unknown))),
)
