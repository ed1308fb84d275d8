"""Return report 返乡报备 (clause 3.2): who comes back, from where, when and to which door; the stays decide the measure.

Filed after its summary was confirmed; the grid worker gets the proposal to confirm. What follows until the release is in
handlers/returns/progress.py.
"""

from bot.conversation import Conversation
from handlers import slots as shared
from handlers.returns import amending, first_words, summary
from handlers.returns.filing import file_report
from handlers.returns.slots import SLOTS

return_report = Conversation(
    name="return_report",
    intents=("return_report",),
    slots=SLOTS,
    may_tell_of_illness=True,
    prefill=first_words.prefill,
    summary=summary.summary,
    heard=summary.heard,
    early=first_words.notice_arrival,
    aside=first_words.places_apart,
    options=summary.options,
    finish=file_report,
    own=shared.of_writer,
    called=("报备", "返乡", "回来"),
    filed=amending.filed,
    amend=amending.amend,
    withdraw=amending.withdraw,
)
