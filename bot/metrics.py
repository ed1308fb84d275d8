"""What the operator can read at /metrics about pushes and the outbox, as Prometheus text.

The names are fixed. Counters are looked up once and kept, so that counting costs a push next to nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

REFUSALS = (
    "query",  # the address: too long, a parameter twice, an echostr of odd form
    "mode",  # not encrypted although it must be, or the other way round
    "signature",
    "window",  # rightly signed, but too far from this machine's clock
    "cipher",  # padding, length or AppID
    "inner",  # decrypted to what is no message
    "account",  # addressed to another account
    "openid",  # the address names another person than the message
    "body",  # unreadable
    "too_large",
    "method",
    "http",  # not HTTP as the server takes it
)
"""Every reason for which a request to the door is refused; 503 is no refusal and is counted as busy."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How much waits to be sent, and for how long the oldest of it has been due."""

    due: int
    oldest_seconds: float


class Metrics:
    """All counters of one process, with a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        refused = Counter(
            "hexi_pushes_refused", "Requests to /wechat refused.", ["reason"], registry=self.registry
        )
        self.refused: Mapping[str, Counter] = {reason: refused.labels(reason) for reason in REFUSALS}
        self.booked = self._counter("hexi_messages_booked", "Pushes booked for the first time.")
        self.repeated = self._counter("hexi_pushes_repeated", "Pushes that had been booked before.")
        self.busy = self._counter("hexi_pushes_busy", "Pushes answered 503: nothing was committed in time.")
        self.failed = self._counter("hexi_pushes_failed", "Pushes answered 503 after a defect of ours.")
        self.clock_skew = self._counter(
            "hexi_clock_skew", "Rightly signed requests outside the window: is this machine's clock wrong?"
        )
        self.answer_seconds = Histogram(
            "hexi_push_seconds",
            "From the whole push read to its answer made.",
            buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4, 5),
            registry=self.registry,
        )

    def _counter(self, name: str, meaning: str) -> Counter:
        return Counter(name, meaning, registry=self.registry)

    def watch_outbox(self, look: Callable[[], OutboxState]) -> None:
        """Ask `look` for the state of the outbox whenever somebody reads the metrics."""
        self.registry.register(_OutboxGauges(look))

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _OutboxGauges:
    """hexi_outbox_due and hexi_outbox_oldest_seconds; both from one look."""

    def __init__(self, look: Callable[[], OutboxState]) -> None:
        self._look = look

    def describe(self) -> Iterator[Metric]:
        """What is collected, said without looking: registering needs no database."""
        yield GaugeMetricFamily("hexi_outbox_due", "Outgoing messages that are due and not yet sent.")
        yield GaugeMetricFamily("hexi_outbox_oldest_seconds", "How long the oldest of them has been due.")

    def collect(self) -> Iterator[Metric]:
        """The gauges; none while the database does not answer, so that the counters can still be read."""
        try:
            state = self._look()
        except Exception as error:
            log.error("outbox_state_unknown", error=type(error).__name__)
            return
        due, oldest = self.describe()
        for gauge, value in ((due, float(state.due)), (oldest, state.oldest_seconds)):
            if isinstance(gauge, GaugeMetricFamily):
                gauge.add_metric([], value)
            yield gauge
