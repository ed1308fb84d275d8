"""Backups: the whole state of an installation in one encrypted file, made beside a running server and put back whole.

The file holds every row of every table as text, so that what was backed up from SQLite goes into PostgreSQL too, and the
keys without which sealed columns cannot be read. Settings and the account's secrets are not in it.
"""

from ledger.backups.container import BadBackup
from ledger.backups.dump import make
from ledger.backups.restoring import Restored, restore, settle_keys
from ledger.backups.target import InTheWay

__all__ = ["BadBackup", "InTheWay", "Restored", "make", "restore", "settle_keys"]
