"""Keeping a server process on one processor (docs/decisions/0007-one-processor.md).

Python runs one thread at a time. A push passes through several threads (connection, handler, writer and back), and where
the kernel spreads them over processors each hand-over costs a wake-up of another processor instead of a switch.
"""

import gc
import os

# Objects made before the collector looks at the youngest again: a push makes a few hundred, none of them in cycles.
_YOUNG_OBJECTS = 50_000


def keep_to_one_processor() -> None:
    """Stay on one of the processors that this process may use; several processes choose different ones by their number.

    Does nothing where the system cannot do it (it is a matter of speed alone).
    """
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {allowed[os.getpid() % len(allowed)]})


def collect_less_often() -> None:
    """Take what was built at the start out of the garbage collector's rounds, and let them come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 20, 20)
