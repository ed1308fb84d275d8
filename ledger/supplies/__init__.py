"""Supply requests 物资申请 (clause 3.4.5): everything that is done with them, by one name.

How they are filed, who may see which, how they move from state to state, what is wrong with what came and what is overdue
stands in a file each.
"""

from ledger.supplies.complaints import COMPLAINT_COLUMN, REASON_COLUMN, complain, settle, words_of
from ledger.supplies.filing import CHANGEABLE, NewRequest, add, correct
from ledger.supplies.moves import By, accept, answer, cancel, confirm, deliver, disinfect, lack, purchase, refuse
from ledger.supplies.overdue import climb, overdue, unconfirmed
from ledger.supplies.reading import (
    BY_STAFF,
    ON_THE_WAY,
    Request,
    for_group,
    get,
    in_scope,
    of_person,
    open_for,
    open_in,
    untaken_for,
)

__all__ = [
    "BY_STAFF",
    "CHANGEABLE",
    "COMPLAINT_COLUMN",
    "ON_THE_WAY",
    "REASON_COLUMN",
    "By",
    "NewRequest",
    "Request",
    "accept",
    "add",
    "answer",
    "cancel",
    "climb",
    "complain",
    "confirm",
    "correct",
    "deliver",
    "disinfect",
    "for_group",
    "get",
    "in_scope",
    "lack",
    "of_person",
    "open_for",
    "open_in",
    "overdue",
    "purchase",
    "refuse",
    "settle",
    "unconfirmed",
    "untaken_for",
    "words_of",
]
