"""Access tokens in two families that leave each other alone.

Documents 获取接口调用凭据, 获取稳定版接口调用凭据.
"""

from dataclasses import dataclass, field

from simulator.account import random_text
from simulator.clock import DAY, MINUTE, SECOND
from simulator.errors import ApiError

LIFETIME = 7200 * SECOND
OVERLAP = 5 * MINUTE
_FORCED_APART = 30 * SECOND
_FORCED_A_DAY = 20
_TOKEN_LENGTH = 136
_KEPT = 50  # old tokens remembered of each family, to tell an expired from an unknown one


@dataclass(slots=True)
class Token:
    """One token: valid until `dies_at`; `replaced` once a newer one cut its life short."""

    value: str
    expires_at: int
    dies_at: int
    replaced: bool = False


@dataclass(slots=True)
class TokenFamily:
    """The tokens of one of the two endpoints, the newest last."""

    issued: list[Token] = field(default_factory=list)

    def mint(self, now: int, overlap: int = OVERLAP) -> Token:
        """A new token; the one before it lives on for the overlap only."""
        if self.issued:
            old = self.issued[-1]
            if old.dies_at > now + overlap:
                old.dies_at, old.replaced = now + overlap, True
        token = Token(random_text(_TOKEN_LENGTH), now + LIFETIME, now + LIFETIME)
        self.issued = [*self.issued[-_KEPT:], token]
        return token

    def find(self, value: str) -> Token | None:
        """The token of that text, dead or alive."""
        return next((token for token in reversed(self.issued) if token.value == value), None)


class Tokens:
    """Both families and what each call may be made with."""

    def __init__(self) -> None:
        self.plain = TokenFamily()
        self.stable = TokenFamily()
        self._forced: list[int] = []

    def issue_plain(self, now: int) -> Token:
        """What /cgi-bin/token gives: a new one with each call."""
        return self.plain.mint(now)

    def issue_stable(self, now: int, force: bool) -> Token:
        """What /cgi-bin/stable_token gives: the same one until its last five minutes, unless a new one is
        forced.

        Raises ApiError 45009 when too many were forced in a day. A token that is replaced by force dies at
        once, the strictest reading of the document.
        """
        if force:
            self._forced = [moment for moment in self._forced if moment > now - DAY]
            if not self._forced or now - self._forced[-1] >= _FORCED_APART:
                if len(self._forced) >= _FORCED_A_DAY:
                    raise ApiError(45009)
                self._forced.append(now)
                return self.stable.mint(now, overlap=0)
        current = self.stable.issued[-1] if self.stable.issued else None
        if current and current.expires_at - now > OVERLAP and current.dies_at > now:
            return current
        return self.stable.mint(now)

    def check(self, value: str, now: int) -> None:
        """Raises ApiError 41001, 40014, 40001 or 42001 unless the token is good for a call."""
        if not value:
            raise ApiError(41001)
        if not value.isascii() or not value.isalnum():
            raise ApiError(40014)
        token = self.stable.find(value) or self.plain.find(value)
        if token is None:
            raise ApiError(40001)
        if now >= token.dies_at:
            raise ApiError(40001 if token.replaced else 42001)

    def revoke(self, now: int) -> None:
        """Let every token be worthless at once, as when the secret is reset or somebody else fetched one."""
        for token in (*self.plain.issued, *self.stable.issued):
            if token.dies_at > now:
                token.dies_at, token.replaced = now, True

    def live_on(self, by: int) -> None:
        """Let all last so many ms longer: their two hours are the machines', which no moving of the clock makes shorter."""
        for token in (*self.plain.issued, *self.stable.issued):
            token.expires_at += by
            token.dies_at += by
