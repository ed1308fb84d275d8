"""`Busy`: the database cannot take the work now. Which errors of SQLite mean that, and which must end the process."""

import os
import sqlite3
import sys

# SQLite's result codes that speak of its surroundings, not of the statement: busy, locked, out of memory, read-only,
# input/output, full, cannot open, locking protocol. The work is sound and is to come again.
_SURROUNDINGS = frozenset({5, 6, 7, 8, 10, 13, 14, 15})
# After a failed fsync nobody knows what is on disk: carrying on could acknowledge what is lost (THREATS F9).
_FSYNC_FAILED = frozenset({"SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC"})
_EXIT_IO = 74


class Busy(Exception):
    """The work was not done and left nothing behind, or its commit did not come in time; the push is to be repeated."""


def as_busy(error: BaseException) -> BaseException:
    """An error of the database's surroundings means `come again`; one of the work itself stays what it is."""
    if isinstance(error, MemoryError):
        return Busy("out of memory")
    if isinstance(error, sqlite3.OperationalError):
        if getattr(error, "sqlite_errorname", "") in _FSYNC_FAILED:
            sys.stderr.write("the disk did not take a commit (fsync failed): stopping, so that nothing false is said\n")
            sys.stderr.flush()
            os._exit(_EXIT_IO)
        if getattr(error, "sqlite_errorcode", 5) & 0xFF in _SURROUNDINGS:
            return Busy(str(error))
    return error
