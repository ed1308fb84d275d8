"""The records of the house (台账): tables, transactions, people and places, filings, inbox, outbox and audit."""

from ledger.busy import Busy
from ledger.database import Db
from ledger.ledger import Ledger
from ledger.statement import Statement

__all__ = ["Busy", "Db", "Ledger", "Statement"]
