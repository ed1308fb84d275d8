"""The log of a process: one event is one line of JSON on standard error, whatever is in it (THREATS A34).

What libraries log through `logging` goes the same way. Of an error only its name and the way to it are written: its words
may hold what somebody said, an address with a token in it, or a row of the ledger.
"""

import json
import logging
import sys
import threading
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.types import EventDict

from knowledge.defects import trace_of
from knowledge.settings import Settings

# Says each second that a tick is still at it, which is normal here.
_TOO_TALKATIVE = ("apscheduler",)
_LONGEST_EVENT = 500

log = structlog.get_logger(__name__)


class _Lines:
    """Writes lines. Where that cannot be done (the disk is full, nobody reads) whatever was to be told of goes on."""

    def write(self, line: str) -> None:
        """Write one line, in one piece: other threads write too."""
        try:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
        except (OSError, ValueError):  # ValueError: it was closed
            return  # there is nowhere to say so; the thread that wanted to say something must live (THREATS F9)

    debug = info = warning = error = critical = write


class _Libraries(logging.Handler):
    """What libraries log becomes an event of ours: their fixed words, and of what they put into them only numbers."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log it. Never raises."""
        about: dict[str, object] = {"logger": record.name}
        given = record.args if isinstance(record.args, tuple) else tuple((record.args or {}).values())
        told = [one if isinstance(one, int | float) else type(one).__name__ for one in given]
        if told:
            about["given"] = told
        words = str(record.msg)
        defect = record.exc_info[1] if record.exc_info else None
        if defect is not None:
            words = words.replace(str(defect), "…") if str(defect) else words
            about |= {"error": type(defect).__name__, "trace": trace_of(defect)}
        level = {"warning": log.warning, "error": log.error, "critical": log.critical}.get(record.levelname.lower())
        (level or log.info)(words[:_LONGEST_EVENT], **about)


def log_in_lines(at_least: int = logging.INFO) -> None:
    """Let what is logged in this process, from a level on, be lines of JSON on standard error; once or more often."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(at_least),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words_of_errors,
            structlog.processors.JSONRenderer(serializer=_one_line),
        ],
        logger_factory=lambda *_: _Lines(),
    )
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Libraries)]:
        root.removeHandler(handler)
    root.addHandler(_Libraries())
    root.setLevel(logging.WARNING)
    for name in _TOO_TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.showwarning = _on_warning  # not logging.captureWarnings: that passes the words on
    sys.excepthook = _on_end_of_process
    threading.excepthook = _on_end_of_thread


def log_level(settings: Settings) -> int:
    """From which level on is logged: in a rehearsal, whose words stand in the same terminal, only what went wrong."""
    return logging.WARNING if settings.rehearsal else logging.INFO


def _one_line(event: Any, **_: Any) -> str:
    """JSON in plain ASCII: neither a line feed nor one of Unicode's other line ends is left in it."""
    return json.dumps(event, default=lambda value: type(value).__name__)


def _without_words_of_errors(_logger: object, _level: str, event: EventDict) -> EventDict:
    """`exc_info` becomes name and trace; an error given as a value becomes its name."""
    defect = event.pop("exc_info", None)
    if defect is True:
        defect = sys.exc_info()[1]
    elif isinstance(defect, tuple):
        defect = defect[1]
    if isinstance(defect, BaseException):
        event.update(error=type(defect).__name__, trace=trace_of(defect))
    return event


def _on_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    log.warning("library_warns", kind=category.__name__, where=f"{Path(filename).name}:{lineno}")


def _on_end_of_process(kind: type[BaseException], defect: BaseException, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        log.info("interrupted")
    else:
        log.critical("process_failed", error=kind.__name__, trace=trace_of(defect))


def _on_end_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None and not issubclass(ended.exc_type, SystemExit):
        thread = ended.thread.name if ended.thread else ""
        log.critical("thread_failed", thread=thread, error=ended.exc_type.__name__, trace=trace_of(ended.exc_value))
