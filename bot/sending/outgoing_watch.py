"""Who is told how sending goes: metrics (hexi_outbox_…) and alarms. Never content, never people."""

from typing import Protocol


class OutgoingWatch(Protocol):
    """What sender and tokens report. Called from several threads; it must return at once and not raise."""

    def sent(self, kind: str, channel: str, waited_ms: int) -> None:
        """A message went out, so long after it was due."""

    def refused(self, kind: str, channel: str, fate: str, errcode: int | None) -> None:
        """A call failed; its errcode is None where the platform gave no answer."""

    def given_up(self, kind: str, status: str) -> None:
        """A row ended as unreachable or unknown: it is somebody's work now."""

    def alarm(self, subject: str, cause: str) -> None:
        """A person has to look: the account, the program or the database is at fault."""

    def token_fetched(self, forced: bool) -> None:
        """The token endpoint was asked and answered."""

    def redis_away(self) -> None:
        """Redis did not answer; this process goes on alone for a while."""


class Unwatched:
    """Nobody is told: for commands that send a single message."""

    def sent(self, kind: str, channel: str, waited_ms: int) -> None:
        """See OutgoingWatch."""

    def refused(self, kind: str, channel: str, fate: str, errcode: int | None) -> None:
        """See OutgoingWatch."""

    def given_up(self, kind: str, status: str) -> None:
        """See OutgoingWatch."""

    def alarm(self, subject: str, cause: str) -> None:
        """See OutgoingWatch."""

    def token_fetched(self, forced: bool) -> None:
        """See OutgoingWatch."""

    def redis_away(self) -> None:
        """See OutgoingWatch."""


UNWATCHED = Unwatched()
