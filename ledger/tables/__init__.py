"""The ledger's tables (台账) as SQLAlchemy Core metadata: one definition for SQLite and PostgreSQL.

Columns ending in `_at` are milliseconds of UTC, `_on` and `date` columns are ISO days of Asia/Shanghai, columns ending
in `_sealed` are encrypted (ledger.keys). Records that can be corrected carry `original_id`, `version` and `status`: the
record's id is that of its first row, a correction adds a row and marks the one before `superseded`.
docs/data-dictionary.md explains each column.

One file for each family of records; whoever reads or writes a table imports it from here.
"""

from ledger.tables.books import audit, fact, number_series, occurrence
from ledger.tables.columns import metadata
from ledger.tables.console import (
    console_account,
    console_link,
    console_recovery,
    console_session,
    console_try,
)
from ledger.tables.duty import disinfection_log, duty_log
from ledger.tables.exits import exit_draft, exit_pass, exit_request, roster, seal
from ledger.tables.gate import entry_permit, gate_log, gate_try
from ledger.tables.health import health_checkin, not_reached
from ledger.tables.messages import (
    conversation,
    endpoint_rest,
    inbox,
    mass_month,
    mass_send,
    outbox,
    parked_message,
    picture,
    subscription_consent,
)
from ledger.tables.notices import notice
from ledger.tables.people import account, account_person, invitation, person, person_before, place, role
from ledger.tables.questions import asked_question, kept_answer
from ledger.tables.reports import daily_report, digest
from ledger.tables.returns import announcement, return_report
from ledger.tables.supplies import supply_request
from ledger.tables.tasks import alert, escalation, human_handover, psych_support, task
from ledger.tables.violations import rumour_check, violation_report

__all__ = [
    "account",
    "account_person",
    "alert",
    "announcement",
    "asked_question",
    "audit",
    "console_account",
    "console_link",
    "console_recovery",
    "console_session",
    "console_try",
    "conversation",
    "daily_report",
    "digest",
    "disinfection_log",
    "duty_log",
    "endpoint_rest",
    "entry_permit",
    "escalation",
    "exit_draft",
    "exit_pass",
    "exit_request",
    "fact",
    "gate_log",
    "gate_try",
    "health_checkin",
    "human_handover",
    "inbox",
    "invitation",
    "kept_answer",
    "mass_month",
    "mass_send",
    "metadata",
    "not_reached",
    "notice",
    "number_series",
    "occurrence",
    "outbox",
    "parked_message",
    "person",
    "person_before",
    "picture",
    "place",
    "psych_support",
    "return_report",
    "role",
    "roster",
    "rumour_check",
    "seal",
    "subscription_consent",
    "supply_request",
    "task",
    "violation_report",
]
