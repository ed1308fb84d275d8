"""Notices of the office 通知 (clause 3.3): nothing goes to a group but what another person approved, word for word.

draft → submitted → approved → sending → sent, or withdrawn (knowledge/notices/moves.py). A notice is a record: `id` is its
number (G-31), each edit a version more with a row of its own. How to use it:

    content = written(title, text, living_in("永茂社区"), broadcast=…, mongolian=…)      # knowledge/notices; BadContent
    step = notices.draft(db, content, who, "office", now)        # Step: done, notice (as it stands now), why not
    step = notices.submit(db, step.notice, who, "office", now)   # counts: notice.counted, notice.with_account
    audience.sample(db, notice.audience, now=now)                # a few of them: one.masked, one.address
    step = notices.approve(db, notice.id, notice.version, notice.text_sha256, other, "office", now, settings.notices)
    notices.stop / go_on / withdraw / edit / send_back (db, notice as it was seen, who, "office", now, …)
    notices.get, drafts, to_approve, under_way, tips, ended, versions  # ledger/notices/reading.py
    notices.tally, recipients, visitors                          # who has it: ledger/notices/report.py

`who` is a people.Recipient and `role` the role they act by. A step whose `done` is False says in `why` what is in its way
(ledger/notices/step.py); where somebody was first, `step.notice.moved_by`, `moved_at` and `status` say who, when and what.
A notice with a rhythm is a standing tip 防范提示: approved, it rests until the job `tips` lets a round of it go out
(ledger/notices/rounds.py).
The sender calls `fill` (ledger/notices/filling.py) in each round and `check` (ledger/notices/sending.py) before each send.
"""

from ledger.notices.approval import approve, hurry
from ledger.notices.drafting import draft, edit
from ledger.notices.filling import Filled, fill
from ledger.notices.moves import go_on, send_back, stop, stop_all, stop_for_difference, submit, withdraw
from ledger.notices.reading import (
    WORK,
    Notice,
    by_row,
    drafts,
    ended,
    get,
    id_of,
    tips,
    to_approve,
    under_way,
    versions,
)
from ledger.notices.report import Reached, Tally, recipients, tally, visitors
from ledger.notices.rounds import begin_round
from ledger.notices.sending import Checked, Leave, check
from ledger.notices.step import Step
from ledger.notices.todo import next_step

__all__ = [
    "WORK",
    "Checked",
    "Filled",
    "Leave",
    "Notice",
    "Reached",
    "Step",
    "Tally",
    "approve",
    "begin_round",
    "by_row",
    "check",
    "draft",
    "drafts",
    "edit",
    "ended",
    "fill",
    "get",
    "go_on",
    "hurry",
    "id_of",
    "next_step",
    "recipients",
    "send_back",
    "stop",
    "stop_all",
    "stop_for_difference",
    "submit",
    "tally",
    "tips",
    "to_approve",
    "under_way",
    "versions",
    "visitors",
    "withdraw",
]
