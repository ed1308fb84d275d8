"""What becomes of a message that the platform did not simply accept: every failure carries its own fate.

The platform reports failures inside a 200 answer, so the fate is read from errcode. Source: WECHAT.md 2.9,
drawn from the platform's 全局返回码 and its page-specific lists; THREATS F13-F15 and I6 say what may be
repeated and what may not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge.times import DAY, MINUTE, SECOND, day_start, from_ms
from ledger.outbox import MENU


class Fate(StrEnum):
    """What a failure means for the message and for whatever would be sent after it."""

    ACCEPTED = "accepted"  # the platform has it already
    TOKEN = "token"  # refused for its access token: renewed once, tried once more, still refused
    RETRY = "retry"  # it certainly did not go out; it may later
    MINUTE = "minute"  # too many calls this minute
    DAY = "day"  # this day's quota is used up
    WINDOW = "window"  # nobody may write to this person until they write again
    USER = "user"  # this person cannot be reached by the platform
    INPUT = "input"  # the content is refused, and would be again
    PERM = "perm"  # the account is not allowed or not configured
    UNKNOWN = "unknown"  # nobody can say whether it went out


class Then(StrEnum):
    """What the sender does with the row."""

    SENT = "sent"
    AGAIN = "again"
    OTHER_CHANNEL = "other_channel"
    WAIT_FOR_CONTACT = "wait_for_contact"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


_ROWS: tuple[tuple[Fate, Iterable[int]], ...] = (
    (Fate.UNKNOWN, (-1,)),
    (Fate.RETRY, (-1000,)),
    (Fate.TOKEN, (40001, 40014, 42001, 41001)),
    (Fate.PERM, (40002, 40013, 40125, 40164, 40243, 89503, 41002, 41004)),
    (Fate.USER, (40003, 43004, 43019, 48002, 43101, 43107, 50002, 46004)),
    (Fate.WINDOW, (45015, 45047)),
    (Fate.DAY, (45009, 45028)),
    (Fate.MINUTE, (45011,)),
    (Fate.PERM, (48006,)),
    (Fate.INPUT, (45002, 45003, 45004, 45005, 45006, 45008)),
    (Fate.INPUT, (40007, 40004, 40005, 40006, 40009, 45001, 46001)),
    (Fate.INPUT, (40008, 40033, 40035, 40037, 40038, 40097, 44002, 44004, 45162, 47001, 47003, 41030)),
    (Fate.ACCEPTED, (45065,)),
    # Handed in again under a name that it has just been handed in under: whether it was taken that time is not said.
    (Fate.UNKNOWN, (45066,)),
    (Fate.INPUT, (45067,)),
    (Fate.INPUT, (43001, 43002, 43003)),
    (Fate.PERM, (48001, 48003, 48004, 48008, 40200)),
    (Fate.PERM, (43116, 45168, 43106)),
    # WECHAT.md 2.3 and 2.7: what menus, tags and the typing mark refuse. None of these is ever the fate of a
    # message.
    (Fate.INPUT, (*range(40016, 40028), 40054, 40055, 45056, 45057, 45058, 45157, 45158)),
    (Fate.INPUT, (45059, 45072, 45080, 45081, 45159)),
    (Fate.USER, (49003,)),
)
FATES: Mapping[int, Fate] = {errcode: fate for fate, errcodes in _ROWS for errcode in errcodes}
_USER_OR_PERM = 50002

# A row that the platform answers with a passing refusal is tried this often, then it is somebody's work: 2 +
# 4 + … s, about four minutes in all.
_TRIES = 8
_LONGEST_DELAY_MS = 600 * SECOND
_PERM_PAUSE_MS = MINUTE
# Another call with the same dead token would only be refused as well; tokens.py limits how soon a new one is
# asked for.
_TOKEN_PAUSE_MS = 5 * SECOND
# An endpoint that does not answer is asked again at these intervals at most, so that a recovery is noticed
# soon.
_LONGEST_SILENCE_PAUSE_MS = 60 * SECOND


class SendError(Exception):
    """A call of the platform's API that did not succeed. Its text holds codes alone, never content or people.

    `errcode` is None where the platform gave no answer of its own; `rid` is the platform's name for the
    call, to be looked up with openapi/rid/get; `msg_id` that of the job which it says was handed in before.
    """

    def __init__(self, fate: Fate, errcode: int | None, errmsg: str, rid: str = "", msg_id: str = "") -> None:
        super().__init__(fate, errcode, errmsg, rid)
        self.msg_id = msg_id
        self.fate = fate
        self.errcode = errcode
        self.errmsg = errmsg
        self.rid = rid

    def __str__(self) -> str:
        """Fate and codes, as they may stand in a log and in the outbox; the platform's own words may not."""
        words = [str(self.fate), "no answer" if self.errcode is None else str(self.errcode)]
        return " ".join([*words, f"rid {self.rid}"] if self.rid else words)


def fate_of(errcode: int, errmsg: str = "", *, asking_for_token: bool = False) -> Fate:
    """The fate of an errcode other than 0. One that no list names was a refusal and may pass: a few tries.

    From the token endpoint a credential error means that the AppSecret is wrong, and no refresh will help.
    """
    fate = FATES.get(errcode, Fate.RETRY)
    if asking_for_token and fate is Fate.TOKEN:
        return Fate.PERM
    if errcode == _USER_OR_PERM and "user" not in errmsg.lower():
        return Fate.PERM
    return fate


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens to a row after a failed send. Moments in ms UTC, 0 where they do not apply."""

    then: Then
    due_at: int = 0
    counts: bool = True
    """Whether the try was the message's own: a quota, a lost token or a dead line is not."""
    pause_until: int = 0
    """Until when the endpoint that refused is left alone."""
    alarm: bool = False
    """Whether a person has to look: the account or the program is at fault."""
    in_doubt: bool = False
    """Whether nobody knows if the try that failed reached the platform."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed send, as the verdict needs it."""

    error: SendError
    kind: str
    attempts: int
    """Tries of this row that counted, this one included."""
    other_channel: bool
    """Whether another channel is left for this row."""
    patience_ms: int
    """How long words wait for the person to write where no other channel is left: then somebody visits them."""
    doubts: int = 0
    """Tries of this row before this one of which nobody knows whether they reached the platform."""
    has_waited: bool = False
    """Whether it waited for its person to write before."""
    silences: int = 1
    """How many calls in a row, this one included, found nobody at the other end."""


def backoff(tries: int, random: Callable[[], float]) -> int:
    """How many ms to wait after so many tries: 2, 4, 8 … s, at most 600 s, up to a fifth less by chance.

    `random` gives numbers in [0, 1), so that many rows that failed together do not come back together.
    """
    delay = min(_LONGEST_DELAY_MS, 2 ** min(max(tries, 1), 20) * SECOND)
    return int(delay * (1 - 0.2 * random()))


def judge(failure: Failure, now: int, random: Callable[[], float]) -> Verdict:
    """What to do with a row whose send failed at `now` (ms UTC).

    What only makes a question tappable is let go at once: its words have reached the person already. An account that
    may show no menus may show everything else, so no endpoint rests for that.
    """
    verdict = _JUDGES[failure.error.fate](failure, now, random)
    if failure.kind != MENU or verdict.then is Then.SENT:
        return verdict
    if failure.error.fate in (Fate.PERM, Fate.INPUT):
        return Verdict(Then.DROPPED)
    return replace(verdict, then=Then.DROPPED, due_at=0)


Judge = Callable[[Failure, int, Callable[[], float]], Verdict]


def _accepted(_failure: Failure, _now: int, _random: Callable[[], float]) -> Verdict:
    return Verdict(Then.SENT)


def _token(_failure: Failure, now: int, _random: Callable[[], float]) -> Verdict:
    resume = now + _TOKEN_PAUSE_MS
    return Verdict(Then.AGAIN, due_at=resume, counts=False, pause_until=resume, alarm=True)


def _retry(failure: Failure, now: int, random: Callable[[], float]) -> Verdict:
    if failure.error.errcode is None:  # nobody at the other end: the line's fault, for however long it lasts
        wait = min(backoff(failure.silences, random), _LONGEST_SILENCE_PAUSE_MS)
        # One lost connection is a chance; from the second on everybody waits.
        return Verdict(
            Then.AGAIN,
            due_at=now + wait,
            counts=False,
            pause_until=now + wait if failure.silences > 1 else 0,
            alarm=failure.silences > 5,
        )
    if failure.attempts < _TRIES:
        return Verdict(Then.AGAIN, due_at=now + backoff(failure.attempts, random))
    return Verdict(Then.UNREACHABLE, alarm=True)


def rest_until(fate: Fate, now: int) -> int:
    """Until when (ms UTC) an endpoint is left alone whose quota is used up; 0 for every other fate."""
    if fate is Fate.MINUTE:
        return (now // MINUTE + 1) * MINUTE
    return day_start(from_ms(now + DAY).date()) if fate is Fate.DAY else 0


def _minute(_failure: Failure, now: int, _random: Callable[[], float]) -> Verdict:
    resume = rest_until(Fate.MINUTE, now)
    return Verdict(Then.AGAIN, due_at=resume, counts=False, pause_until=resume)


def _day(failure: Failure, now: int, _random: Callable[[], float]) -> Verdict:
    midnight = rest_until(Fate.DAY, now)
    then = Then.OTHER_CHANNEL if failure.other_channel else Then.AGAIN
    return Verdict(then, due_at=midnight, counts=False, pause_until=midnight, alarm=True)


def _window(failure: Failure, now: int, _random: Callable[[], float]) -> Verdict:
    if failure.other_channel:
        return Verdict(Then.OTHER_CHANNEL)
    if failure.has_waited:
        return Verdict(Then.UNREACHABLE)
    return Verdict(Then.WAIT_FOR_CONTACT, due_at=now + failure.patience_ms)


def _user(_failure: Failure, _now: int, _random: Callable[[], float]) -> Verdict:
    return Verdict(Then.UNREACHABLE)


def _input(_failure: Failure, _now: int, _random: Callable[[], float]) -> Verdict:
    return Verdict(Then.UNREACHABLE, alarm=True)  # the words must still reach the person, by somebody's feet


def _perm(_failure: Failure, now: int, _random: Callable[[], float]) -> Verdict:
    resume = now + _PERM_PAUSE_MS
    return Verdict(Then.AGAIN, due_at=resume, counts=False, pause_until=resume, alarm=True)


def _unknown(failure: Failure, now: int, random: Callable[[], float]) -> Verdict:
    """A notice never goes out twice; an alert or a reminder may, once: to hear it twice does less harm."""
    if failure.kind == "notice" or failure.doubts:
        return Verdict(Then.UNKNOWN)
    return Verdict(Then.AGAIN, due_at=now + backoff(failure.attempts, random), in_doubt=True)


_JUDGES: Mapping[Fate, Judge] = {
    Fate.ACCEPTED: _accepted,
    Fate.TOKEN: _token,
    Fate.RETRY: _retry,
    Fate.MINUTE: _minute,
    Fate.DAY: _day,
    Fate.WINDOW: _window,
    Fate.USER: _user,
    Fate.INPUT: _input,
    Fate.PERM: _perm,
    Fate.UNKNOWN: _unknown,
}
