"""What every command begins with: the settings, the installation where it needs one, and errors as one clear line.

Imports nothing slow before it is used: `plan`, `decide` and `--help` answer at once.
"""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from commands.wiring import Installation
    from knowledge.settings import Settings

_WRONG_CALL = 2


def settings() -> "Settings":
    """The settings of config.yaml and the environment; raises BadConfig."""
    from knowledge.settings import load_settings

    return load_settings()


@contextmanager
def installation() -> "Iterator[Installation]":
    """The installation for a command beside or before a server: migrated where it is new, closed at the end."""
    from commands.wiring import open_installation, open_ledger
    from ledger import schema

    known = settings()
    ledger = open_ledger(known)
    try:
        schema.migrate(ledger.engine)
        yield open_installation(known, ledger)
    finally:
        ledger.close()


@contextmanager
def clear_errors() -> Iterator[None]:
    """Errors that somebody can mend become one line on standard error, exit 2."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.door.server import CannotListen
    from bot.words import BadWords
    from commands.errors import Refused
    from commands.log_lines import log_in_lines
    from knowledge.settings import BadConfig
    from knowledge.strict_yaml import BadFile
    from ledger import Busy
    from ledger.keys import BadKeys
    from ledger.schema import WrongSchema

    speak_utf8()
    log_in_lines()
    try:
        yield
    except (BadConfig, BadFile, BadKeys, BadWords, CannotListen, Refused, WrongSchema) as wrong:
        _fail(str(wrong))
    except Busy as busy:
        _fail(f"the database is busy: {busy}; try again in a moment")
    except SQLAlchemyError as error:
        _fail(f"the database cannot be used ({type(error).__name__}): check HEXI_DATABASE__URL and run doctor")
    except OSError as error:
        if error.errno == errno.EPIPE:  # whoever read the output has enough: nothing to complain about
            raise
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror or type(error).__name__}; check HEXI_DATA_DIR and the permissions")


def speak_utf8() -> None:
    """Files and pipes hold UTF-8 whatever the locale is (INTERFACES); a terminal keeps its own encoding."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")


def _fail(line: str) -> None:
    sys.stderr.write(" ".join(line.split()) + "\n")
    raise typer.Exit(_WRONG_CALL)
