"""Which endpoints of the platform are left alone, and until when: one that refused everybody is not asked by anybody.

A quota is used up for the whole account until midnight in Beijing (45009, WECHAT.md 2.2), so a long rest is written into
the ledger with the message that it befell, and read there by the senders of all processes, after a start too
(docs/decisions/0021). A short one is this process's own.
"""

from collections.abc import Iterable, Mapping

from knowledge.times import MINUTE


class Rests:
    """Moments (ms UTC) by channel. Called from several threads; a channel that was never named does not rest."""

    def __init__(self) -> None:
        self._until: dict[str, int] = {}

    def until(self, channel: str) -> int:
        """Until when a channel rests; a moment that has passed where it does not."""
        return self._until.get(channel, 0)

    def all_until(self, channels: Iterable[str]) -> int:
        """Until when none of these can be used."""
        return min(self.until(channel) for channel in channels)

    def note(self, channel: str, until: int) -> None:
        """Leave a channel alone, at least until then."""
        self._until[channel] = max(self.until(channel), until)

    def learn(self, noted: Mapping[str, int]) -> None:
        """What others found out."""
        for channel, until in noted.items():
            self.note(channel, until)


def concerns_all(now: int, until: int) -> bool:
    """Whether a rest is so long that the other senders are told: a quota, not a bad minute."""
    return until - now > MINUTE
