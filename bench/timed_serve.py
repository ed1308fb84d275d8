"""`app.py serve` with a stopwatch on its stages: the one file here that looks inside the assistant.

`python -m bench.timed_serve serve` wraps the functions named in STAGES, then runs app.py as usual. For each
stage it sums up calls, wall time and processor time of the thread, both without the stages inside it, and
writes the sums as JSON to the file named by BENCH_TIMES twice a second. A name that this build does not
have is reported, not passed over.
"""

import functools
import importlib
import json
import os
import runpy
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Label, then module and name within it. Order is that of one message on its way.
STAGES = (
    ("door: request line, body, answer", "bot.door.webhook:Webhook.__call__"),
    ("envelope: signature, decryption, strict parse", "bot.door.envelope:Envelope.open"),
    ("reading: what the text says", "knowledge.language.reading:read_and_listen"),
    ("desk: around the transaction", "bot.desk:Desk.answer"),
    ("waiting for the commit", "ledger.ledger:Ledger.transact"),
    ("batch: BEGIN, COMMIT and its fsync", "ledger.writer:Writer._commit_together"),
    ("turn: dedupe, contact, booking", "bot.desk:Desk._turn"),
    ("form and filing", "bot.router:Router.answer"),
    ("deciding by rule", "knowledge.rules:decide"),
    ("words of the reply", "bot.words:Words.render"),
    ("statements", "ledger.database:Db._execute"),
    ("sealing of columns", "ledger.keys:Keys.seal"),
    ("reply: XML, encryption, signature", "bot.door.envelope:Envelope.seal"),
)
TIMES_VARIABLE = "BENCH_TIMES"
_WRITE_EVERY_SECONDS = 0.5
_OUR_ROOMS = ("bot.", "handlers.", "knowledge.", "ledger.", "scheduler.", "commands.")


class Stopwatch(threading.local):
    """One thread's stages: which are open, and the sums of those that are done."""

    everybody: list[dict[str, list[int]]] = []  # noqa: RUF012  shared by all threads on purpose

    def __init__(self) -> None:
        self.open: list[
            list[int]
        ] = []  # for each open stage: wall and processor time of the stages inside it
        self.sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])  # calls, wall ns, processor ns
        self.everybody.append(self.sums)

    def timed(self, label: str, original: Callable[..., Any]) -> Callable[..., Any]:
        """The function with the watch around it."""

        @functools.wraps(original)
        def around(*arguments: Any, **named: Any) -> Any:
            inside = [0, 0]
            self.open.append(inside)
            wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
            try:
                return original(*arguments, **named)
            finally:
                cpu, wall = time.thread_time_ns() - cpu, time.perf_counter_ns() - wall
                self.open.pop()
                if self.open:
                    self.open[-1][0] += wall
                    self.open[-1][1] += cpu
                sums = self.sums[label]
                sums[0] += 1
                sums[1] += wall - inside[0]
                sums[2] += cpu - inside[1]

        return around

    def total(self) -> dict[str, list[int]]:
        """The sums of all threads: calls, wall ns, processor ns of each stage."""
        total: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for sums in list(self.everybody):
            for label, parts in list(sums.items()):
                total[label] = [left + right for left, right in zip(total[label], parts, strict=True)]
        return total


def install(watch: Stopwatch) -> list[str]:
    """Wrap the stages; returns the names that this build does not have."""
    absent, found = [], []
    for label, target in STAGES:
        module_name, _, path = target.partition(":")
        *owners, name = path.split(".")
        try:
            owner: Any = functools.reduce(getattr, owners, importlib.import_module(module_name))
            found.append((label, owner, name, getattr(owner, name)))
        except (ImportError, AttributeError):
            absent.append(target)
    for label, owner, name, original in found:
        around = watch.timed(label, original)
        setattr(owner, name, around)
        _replace_imported(original, around)
    return absent


def _replace_imported(original: object, around: object) -> None:
    """Modules that took the function by name get the wrapped one too."""
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith(_OUR_ROOMS):
            for name in [name for name, value in vars(module).items() if value is original]:
                setattr(module, name, around)


def _write_sums(watch: Stopwatch, absent: list[str], file: Path) -> None:
    while True:
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps({"stages": watch.total(), "absent": absent}))
        fresh.replace(file)
        time.sleep(_WRITE_EVERY_SECONDS)


def main() -> None:
    """Install the watch and become app.py."""
    project = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(project))
    watch = Stopwatch()
    absent = install(watch)
    file = Path(os.environ[TIMES_VARIABLE])
    threading.Thread(target=_write_sums, args=(watch, absent, file), name="stopwatch", daemon=True).start()
    sys.argv[0] = "app.py"
    runpy.run_path(str(project / "app.py"), run_name="__main__")


if __name__ == "__main__":
    main()
