"""What the operator can read at /metrics about sending, and the alarms of the sender as log lines."""

import structlog
from prometheus_client import Counter, Histogram

from bot.metrics import Metrics

log = structlog.get_logger(__name__)


class OutgoingMetrics:
    """An OutgoingWatch that counts and logs; never content, never people."""

    def __init__(self, metrics: Metrics) -> None:
        registry = metrics.registry
        self._sent = Counter("hexi_outbox_sent", "Messages the platform took.", ["kind", "channel"], registry=registry)
        # To look a counter up by its labels takes longer than to count.
        self._counters: dict[tuple[str, str], Counter] = {}
        self._refused = Counter(
            "hexi_outbox_refused", "Calls that failed.", ["kind", "channel", "fate"], registry=registry
        )
        self._given_up = Counter(
            "hexi_outbox_given_up", "Messages that are a person's work now.", ["kind", "status"], registry=registry
        )
        self._tokens = Counter("hexi_token_fetched", "Access tokens fetched.", ["forced"], registry=registry)
        self._redis = Counter("hexi_redis_away", "Times Redis did not answer.", registry=registry)
        self._alarms = Counter("hexi_outbox_alarms", "Times a person has to look.", ["subject"], registry=registry)
        self._waited = Histogram(
            "hexi_outbox_wait_seconds", "From due to sent.", buckets=(0.1, 0.5, 1, 2, 5, 15, 60, 600), registry=registry
        )

    def sent(self, kind: str, channel: str, waited_ms: int) -> None:
        """A message went out, so long after it was due."""
        counter = self._counters.get((kind, channel))
        if counter is None:
            counter = self._counters[kind, channel] = self._sent.labels(kind, channel)
        counter.inc()
        self._waited.observe(max(waited_ms, 0) / 1000)

    def refused(self, kind: str, channel: str, fate: str, errcode: int | None) -> None:
        """A call failed."""
        self._refused.labels(kind, channel, fate).inc()

    def given_up(self, kind: str, status: str) -> None:
        """A row ended as unreachable or unknown."""
        self._given_up.labels(kind, status).inc()

    def alarm(self, subject: str, cause: str) -> None:
        """A person has to look."""
        self._alarms.labels(subject).inc()
        log.error("outgoing_alarm", subject=subject, cause=cause)

    def token_fetched(self, forced: bool) -> None:
        """The token endpoint was asked and answered."""
        self._tokens.labels(str(forced).lower()).inc()

    def redis_away(self) -> None:
        """Redis did not answer."""
        self._redis.inc()
        log.warning("redis_away")
