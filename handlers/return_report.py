"""Return report 返乡报备 (clause 3.2): who comes back, from where, when and to which door; the stays decide the measure.

Filed after its summary was confirmed; the grid worker gets the proposal to confirm. What follows until the release is in
handlers/return_progress.py.
"""

from bot.conversation import Conversation
from handlers import return_amending, return_first_words, return_summary
from handlers.return_filing import file_report
from handlers.return_slots import SLOTS

return_report = Conversation(
    name="return_report",
    intents=("return_report",),
    slots=SLOTS,
    prefill=return_first_words.prefill,
    summary=return_summary.summary,
    heard=return_summary.heard,
    early=return_first_words.notice_arrival,
    aside=return_first_words.places_apart,
    options=return_summary.options,
    finish=file_report,
    called=("报备", "返乡", "回来"),
    filed=return_amending.filed,
    amend=return_amending.amend,
    withdraw=return_amending.withdraw,
)
