"""The lane on which notices leave: one thread that has many lines open, and looks at each when its answer has come.

What is for thousands is the same call again and again, and most of what it took went into the hand-overs between threads
that each waited for one answer (docs/decisions/0023). The lane does only what is usual: a text by customer-service
message, which the platform takes. All else it leaves to the sender's threads, which may wait: for a token that has to be
renewed, for another channel. Right before each message the gate is asked, here as there.
"""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from bot.sending.courier import Courier
from bot.sending.fates import Fate, SendError, Then
from bot.sending.line import Line
from bot.sending.lines import Exchange, Lines
from bot.sending.lineup import Lineup, Turn
from bot.sending.mailing import CUSTOM
from bot.sending.outcomes import Outcome

# Lines that nobody needed for so long are given back.
_IDLE_SECONDS = 1.0


class Express(Exchange, Protocol):
    """What is needed of bot.client.OfficialAccount."""

    def begin_text(self, line: Line, openid: str, text: str) -> None:
        """Send a text without waiting for the answer. Raises SendError."""

    def hear(self, line: Line) -> bool:
        """Whether it was taken; False where the answer is not whole yet. Raises SendError."""


class _Call(NamedTuple):
    """A message that was sent and not answered yet; `ends_at` of the clock that never jumps."""

    turn: Turn
    channels: Sequence[str]
    ends_at: float


class Lane:
    """At most `lines` calls are under way. `take` gives what is to go next, `settle` is told what became of it."""

    def __init__(
        self,
        express: Express,
        courier: Courier,
        lineup: Lineup,
        *,
        lines: int,
        take: Callable[[], Turn | None],
        settle: Callable[[Outcome], None],
    ) -> None:
        self._express = express
        self._courier = courier
        self._lineup = lineup
        self._take = take
        self._settle = settle
        self._lines = Lines(express, lines)
        # What is to go next and has no line yet.
        self._held: tuple[Turn, Sequence[str]] | None = None
        # In the order in which they were sent, so that the first is the one that is late first.
        self._under_way: dict[Line, _Call] = {}

    def ring(self) -> None:
        """There may be something to do: look at once. From any thread; never waits."""
        self._lines.ring()

    def is_finished(self) -> bool:
        """Whether nothing is under way and nothing more will come."""
        return self._lineup.is_closed and not self._under_way and self._held is None

    def round(self) -> None:
        """Send what can be sent, and deal with what was answered meanwhile; waits for an answer or the bell."""
        if self._lines.take_over() or self._lineup.is_closed:
            # There is nobody at the other end: a thread finds out what becomes of a message then. Or all is over, and the
            # lineup takes it back with whatever else has not begun.
            self._let_go()
        if not self._lineup.is_closed:
            self._begin_all()
        heard = self._lines.wait(self._patience())
        for line in heard or ():
            self._hear(line)
        self._give_up_late()
        if heard is None and not self._under_way:
            self._lines.give_back()

    def close(self) -> None:
        """All is over; nothing may be under way any more."""
        self._lines.close()

    def _begin_all(self) -> None:
        while (held := self._next()) is not None:
            line = self._lines.take(len(self._lineup) + 1)
            if line is None:
                return
            self._held = None
            self._begin(line, *held)

    def _next(self) -> tuple[Turn, Sequence[str]] | None:
        """The next message that is one for the lane, None where there is none; the others are dealt with."""
        while self._held is None:
            turn = self._take()
            if turn is None:
                return None
            channels = self._courier.channels(turn.row)
            if isinstance(channels, Outcome):
                self._settle(channels)
            elif channels[0] == CUSTOM and self._courier.is_plain(turn.row):
                self._held = turn, channels
            else:
                self._pass_on(turn, channels)
        return self._held

    def _let_go(self) -> None:
        if self._held is not None:
            held, self._held = self._held, None
            self._pass_on(*held)

    def _pass_on(self, turn: Turn, channels: Sequence[str]) -> None:
        """A message needs a thread, which goes on with these channels."""
        self._lineup.pass_on(turn._replace(channels=channels))

    def _begin(self, line: Line, turn: Turn, channels: Sequence[str]) -> None:
        row = turn.row

        def step() -> None:
            self._express.begin_text(line, row.openid, self._courier.words(row))

        failed = self._courier.attempt(row, CUSTOM, len(channels) > 1, step)
        if failed is None:
            self._under_way[line] = _Call(turn, channels, time.monotonic() + line.read_seconds)
        else:
            self._lines.release(line)
            self._end(turn, channels, failed)

    def _hear(self, line: Line) -> None:
        turn, channels, _ = self._under_way[line]

        def step() -> bool | None:
            try:
                return self._express.hear(line)
            except SendError as error:
                if error.fate is Fate.TOKEN:
                    return None
                raise

        heard = self._courier.attempt(turn.row, CUSTOM, len(channels) > 1, step)
        if heard is False:
            return
        del self._under_way[line]
        self._lines.release(line)
        if heard is None:  # it did not go out: a thread has the token renewed and sends it
            self._pass_on(turn, channels)
        else:
            self._end(turn, channels, self._courier.sent(turn.row, CUSTOM) if heard is True else heard)

    def _end(self, turn: Turn, channels: Sequence[str], outcome: Outcome) -> None:
        if outcome.verdict.then is Then.OTHER_CHANNEL:
            self._pass_on(turn, channels[1:])
        else:
            self._settle(outcome)

    def _give_up_late(self) -> None:
        """What was not answered in time; looked at right after all that was answered."""
        now = time.monotonic()
        while self._under_way:
            line, call = next(iter(self._under_way.items()))
            if call.ends_at > now:
                return
            del self._under_way[line]
            self._lines.hang_up(line)
            late = self._courier.attempt(call.turn.row, CUSTOM, len(call.channels) > 1, _no_answer)
            self._end(call.turn, call.channels, late)

    def _patience(self) -> float:
        """For how many seconds there is nothing to do, unless somebody answers or rings."""
        for call in self._under_way.values():
            return min(_IDLE_SECONDS, max(0.0, call.ends_at - time.monotonic()))
        return _IDLE_SECONDS


def _no_answer() -> Outcome:
    raise SendError(Fate.UNKNOWN, None, "no answer: TimeoutError")
