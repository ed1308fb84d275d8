"""The load generator: a process of its own that pushes over kept-alive connections as fast as answers come.

`python -m bench.load` reads a Job as JSON from stdin and prints a Measured as JSON. One lane is one
connection with one push in flight (closed loop). All pushes are sealed before the clock starts, all answers
are opened after it stops, so what runs inside the window is sockets and little else; the same generator
serves the echo and the assistant.
"""

import asyncio
import gc
import itertools
import math
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from bench.account import Account, BadAnswer, Sealer
from bench.lane import Lane, Round, http_request

REPLY, SUCCESS, WRONG_WORDS, CUT = "reply", "success", "wrong words", "cut"
ACKNOWLEDGED = frozenset({REPLY, SUCCESS})


class Order(BaseModel):
    """One push that is to be sent."""

    model_config = ConfigDict(frozen=True)
    openid: str
    text: str
    msg_id: int


class Job(BaseModel):
    """One round: where to, for how many seconds, and what each connection sends, in order.

    With `send_all` the window closes only when everything was sent, however long that takes.
    """

    model_config = ConfigDict(frozen=True)
    host: str
    port: int
    account: Account
    seconds: float
    lanes: list[list[Order]]
    expect_echo: bool = False
    send_all: bool = False


class Measured(BaseModel):
    """What came of a Job.

    `seconds` is the length of the window, `in_window` how many acknowledgements fell into it, and the
    latencies are theirs, in milliseconds. `outcomes` names what came of each push sent, lane by lane, those
    that were still in flight when the window closed included. `generator_cpu_share` is the generator's own
    use of one core: well below 1, or it was itself the limit. `ran_dry` says that a lane ran out of pushes,
    which closes the window early.
    """

    model_config = ConfigDict(frozen=True)
    seconds: float
    in_window: int
    p50_ms: float
    p99_ms: float
    generator_cpu_share: float
    ran_dry: bool
    outcomes: list[list[str]]

    @property
    def rate(self) -> float:
        """Acknowledged pushes a second."""
        return self.in_window / self.seconds

    def counted(self) -> Counter[str]:
        """How often each outcome occurred."""
        return Counter(itertools.chain.from_iterable(self.outcomes))


def outcome(sealer: Sealer, order: Order, raw: bytes, *, complete: bool, expect_echo: bool) -> str:
    """What an answer is worth: a reply, `success`, or the reason why it acknowledges nothing."""
    if not complete:
        return CUT
    status = raw[9:12].decode("ascii", "replace")
    if status != "200":
        return f"status {status}"
    try:
        words = sealer.open_reply(order.openid, raw[raw.find(b"\r\n\r\n") + 4 :])
    except BadAnswer as error:
        return str(error)
    if expect_echo and words != order.text:
        return WRONG_WORDS
    return REPLY if words else SUCCESS


async def _connect(lane: Lane, job: Job) -> None:
    await asyncio.get_running_loop().create_connection(lambda: lane, job.host, job.port)


async def _drive(job: Job, lanes: list[Lane]) -> Round:
    for lane in lanes:
        await _connect(lane, job)
    gc.collect()
    gc.disable()
    clock = Round(math.inf if job.send_all else job.seconds)
    for lane in lanes:
        lane.begin(clock)
    while not all(lane.idle.is_set() for lane in lanes):
        await asyncio.sleep(0.05)
        now = time.perf_counter()
        for lane in lanes:
            if lane.overdue(now):
                lane.give_up()
            elif lane.needs_connection():
                await _connect(lane, job)
    clock.closes = min(clock.closes, time.perf_counter())
    gc.enable()
    for lane in lanes:
        lane.give_up()
    return clock


def run(job: Job) -> Measured:
    """Seal, push for `job.seconds`, open all answers; raises OSError where nobody listens."""
    sealer = Sealer(job.account)
    at = int(time.time())
    lanes = []
    for orders in job.lanes:
        pushes = (
            sealer.text_push(order.openid, order.text, order.msg_id, said_at=at, at=at) for order in orders
        )
        lanes.append(Lane([http_request(job.host, job.port, query, body) for query, body in pushes]))
    cpu = time.process_time()
    clock = asyncio.run(_drive(job, lanes))
    cpu, elapsed = time.process_time() - cpu, time.perf_counter() - clock.started
    outcomes = [
        [
            outcome(sealer, order, raw, complete=done > 0, expect_echo=job.expect_echo)
            for order, (_, done, raw) in zip(orders, lane.answers, strict=False)
        ]
        for orders, lane in zip(job.lanes, lanes, strict=True)
    ]
    inside = [
        (done - sent) * 1000
        for lane, named in zip(lanes, outcomes, strict=True)
        for (sent, done, _), name in zip(lane.answers, named, strict=True)
        if name in ACKNOWLEDGED and done <= clock.closes
    ]
    p50, p99 = percentiles(inside)
    return Measured(
        seconds=clock.closes - clock.started,
        in_window=len(inside),
        p50_ms=p50,
        p99_ms=p99,
        generator_cpu_share=cpu / elapsed,
        ran_dry=clock.ran_dry,
        outcomes=outcomes,
    )


def percentiles(milliseconds: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 99th percentile; zeros where there are too few values to speak of one."""
    if len(milliseconds) < 2:
        return 0.0, 0.0
    cuts = statistics.quantiles(milliseconds, n=100, method="inclusive")
    return cuts[49], cuts[98]


if __name__ == "__main__":
    sys.stdout.write(run(Job.model_validate_json(sys.stdin.read())).model_dump_json())
