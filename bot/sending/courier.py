"""Brings one claimed message out: chooses the channel, has it sent, and says what is to become of the row.

The channel is chosen at the moment of sending (DESIGN 3, docs/decisions/0021): a customer-service message while the
person's window is open, which only the platform knows for sure; else a subscription message to which they agreed; else the
template that the row names, if the office has one. Of what is left a notice waits for a mass send, the other words wait
until the person writes, and at last they are a visit task. An endpoint that refused everybody (quota, token, permission,
no answer) is left alone for as long as its fate says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import structlog

from bot.defects import trace_of
from bot.sending.budget import Budget, MinuteBudget
from bot.sending.fates import Failure, Fate, SendError, Then, Verdict, judge
from bot.sending.mailing import CUSTOM, SUBSCRIBE, TEMPLATE, Account, Mailing
from bot.sending.notice_gate import Gate, Kept, NoNotices
from bot.sending.outcomes import Outcome, put_back
from bot.sending.outgoing_watch import UNWATCHED, OutgoingWatch
from bot.sending.rests import Rests, concerns_all
from bot.sending.template_form import TemplateForm
from knowledge.settings.running import WaitForContact
from knowledge.times import MINUTE, SECOND
from ledger import outbox
from ledger.outbox import LIVE_KINDS, Outgoing

T = TypeVar("T")
log = structlog.get_logger(__name__)

SENT = Verdict(Then.SENT)
# A question that nobody could tap for so long has been answered by typing: its menu would only confuse.
_MENU_LIVES_MS = 15 * SECOND
# Of many messages at once each call counts that is sure to be refused; of others nothing is left untried.
_TO_MANY = frozenset({"notice", outbox.REMINDER})
# Of these the platform says that there is no consent: never given, used up, taken back, switched off.
_NO_CONSENT = frozenset({43101, 43107})
_CLOSED_FOR_LONG = "the window has been closed for long"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a message waits for that reaches its person by no channel: how long for them to write, and with `mass_sends`
    a notice for one of these."""

    minutes: WaitForContact = field(default_factory=WaitForContact)
    mass_sends: bool = False


NO_MASS_SENDS = Waiting()


class Courier:
    """Sends through one account; any number of threads may call `deliver`.

    `clock` is the application's (ms UTC), `random` gives numbers in [0, 1), `wait` sleeps for some seconds.
    """

    def __init__(
        self,
        account: Account,
        *,
        clock: Callable[[], int],
        random: Callable[[], float],
        wait: Callable[[float], object],
        templates: Mapping[str, TemplateForm] | None = None,
        subscriptions: Mapping[str, TemplateForm] | None = None,
        budget: Budget | None = None,
        waiting: Waiting = NO_MASS_SENDS,
        watch: OutgoingWatch = UNWATCHED,
        gate: Gate | None = None,
    ) -> None:
        forms = {TEMPLATE: templates or {}, SUBSCRIBE: subscriptions or {}}
        self._gate = gate or NoNotices()
        self.rests = Rests()
        self._mailing = Mailing(
            account, forms, clock=clock, wait=wait, may_repeat=self._may_repeat, rests=self.rests
        )
        self._channels = [CUSTOM, *(channel for channel, known in forms.items() if known)]
        self._clock = clock
        self._random = random
        self._budget = budget or MinuteBudget(None)
        self._waiting = waiting
        self._watch = watch
        self._silences = 0

    def rests_until(self) -> int:
        """Until when (ms UTC) there is no channel at all; a moment that has passed where there is one."""
        return self.rests.all_until(self._channels)

    def deliver(self, row: Outgoing) -> Outcome:
        """Try to bring one message out; never raises."""
        channels = self.channels(row)
        return channels if isinstance(channels, Outcome) else self.go_on(row, channels)

    def channels(self, row: Outgoing) -> list[str] | Outcome:
        """By which channels a message may leave now, one at least, which counts as a call; else what becomes of it."""
        if not row.openid:  # whoever left the account was forgotten, and with them where this was to go
            return Outcome(row, Verdict(Then.UNREACHABLE), error="nobody to send to")
        now = self._clock()
        if row.kind == outbox.MENU and (not self._mailing.shows_menus or now - row.queued_at > _MENU_LIVES_MS):
            return Outcome(row, Verdict(Then.DROPPED), error="nobody can tap it")
        channels = self._mailing.channels(row)
        usable = [channel for channel in channels if self.rests.until(channel) <= now]
        if not usable:
            return put_back(row, self.rests.all_until(channels), "the endpoint rests")
        is_call = usable != [CUSTOM] or not _is_closed(row)
        if is_call and not self._budget.spend(row.kind in LIVE_KINDS, now):
            return put_back(row, (now // MINUTE + 1) * MINUTE, "this minute's budget is used up")
        return usable

    def go_on(self, row: Outgoing, channels: Sequence[str]) -> Outcome:
        """By one channel after the other until one takes it; what was learned of a consent on the way is kept."""
        lost = ""
        for channel in channels:
            outcome = self._try(row, channel, other_channel=channel != channels[-1])
            lost = lost or outcome.lost_consent
            if outcome.verdict.then is not Then.OTHER_CHANNEL:
                break
        return outcome._replace(lost_consent=lost) if lost else outcome

    def is_plain(self, row: Outgoing) -> bool:
        """Whether it is a text and nothing else, of which nobody knows that a customer-service message is refused."""
        return not (row.picture or row.menu or _is_closed(row))

    def words(self, row: Outgoing) -> str:
        """The words in which it may leave now. Raises Kept."""
        return self._gate.words(row)

    def attempt(self, row: Outgoing, channel: str, other_channel: bool, step: Callable[[], T]) -> T | Outcome:
        """Take a step of sending by a channel; what becomes of the message where it does not succeed."""
        try:
            return step()
        except Kept as kept:
            return Outcome(row, kept.verdict, error=kept.why)
        except SendError as error:
            return self._failed(row, channel, error, other_channel)
        except Exception as defect:  # ours: nobody knows how far it came; the next row must go
            log.error("send_defect", key=row.key, error=type(defect).__name__, trace=trace_of(defect))
            self._watch.alarm("send_defect", type(defect).__name__)
            in_doubt = SendError(Fate.UNKNOWN, None, type(defect).__name__)
            return self._failed(row, channel, in_doubt, other_channel)

    def sent(self, row: Outgoing, channel: str, platform_id: str = "") -> Outcome:
        """The platform took it."""
        self._silences = 0
        self._watch.sent(row.kind, channel, max(0, self._clock() - row.due_at))
        consent = self._mailing.template_id(row) if channel == SUBSCRIBE else ""
        return Outcome(row, SENT, channel, platform_id, consent=consent)

    def _try(self, row: Outgoing, channel: str, other_channel: bool) -> Outcome:
        def step() -> str:
            words = self._gate.words(row)
            if channel == CUSTOM and _is_closed(row):
                raise SendError(Fate.WINDOW, None, _CLOSED_FOR_LONG)
            return self._mailing.send(row, words, channel)

        taken = self.attempt(row, channel, other_channel, step)
        return taken if isinstance(taken, Outcome) else self.sent(row, channel, taken)

    def _may_repeat(self, row: Outgoing) -> bool:
        """A send in doubt is repeated only while it may leave: else it stays in doubt."""
        try:
            self._gate.words(row)
        except Kept:
            return False
        return True

    def _failed(self, row: Outgoing, channel: str, error: SendError, other_channel: bool) -> Outcome:
        now = self._clock()
        unanswered = error.fate is Fate.RETRY and error.errcode is None
        self._silences = self._silences + 1 if unanswered else 0
        # A template that is configured wrongly is the office's to mend; the words are as if there were none.
        no_template = channel != CUSTOM and error.fate is Fate.INPUT
        no_consent = channel == SUBSCRIBE and error.errcode in _NO_CONSENT
        judged = error
        if no_template or no_consent:
            judged = SendError(Fate.WINDOW, error.errcode, error.errmsg, error.rid)
        patience = int(getattr(self._waiting.minutes, row.kind, 0)) * MINUTE
        failure = Failure(
            *(judged, row.kind, row.attempts, other_channel, patience),
            doubts=row.doubts,
            has_waited=row.has_waited,
            silences=max(1, self._silences),
        )
        verdict = judge(failure, now, self._random)
        if no_template:
            verdict = replace(verdict, alarm=True)
        if error.errmsg != _CLOSED_FOR_LONG:  # nobody was asked
            self._report(row, channel, error, verdict)
        return Outcome(
            row,
            verdict,
            channel,
            error=str(error),
            lost_consent=self._mailing.template_id(row) if no_consent else "",
            rest_until=verdict.pause_until if concerns_all(now, verdict.pause_until) else 0,
            waits_for_mass_send=self._waiting.mass_sends and row.notice_id is not None,
        )

    def _report(self, row: Outgoing, channel: str, error: SendError, verdict: Verdict) -> None:
        """Tell whoever watches, and leave the endpoint alone where it has refused everybody."""
        self.rests.note(channel, verdict.pause_until)
        # A closed window is the usual course: the words take another way.
        note = log.info if error.fate is Fate.WINDOW else log.warning
        note(
            "send_failed",
            key=row.key,
            kind=row.kind,
            channel=channel,
            error=str(error),
            then=str(verdict.then),
        )
        self._watch.refused(row.kind, channel, str(error.fate), error.errcode)
        if verdict.alarm:
            self._watch.alarm(f"outbox_{error.fate}", str(error))
        if verdict.then in (Then.UNREACHABLE, Then.UNKNOWN):
            self._watch.given_up(row.kind, str(verdict.then))


def _is_closed(row: Outgoing) -> bool:
    """Whether it is known without asking that a customer-service message is refused."""
    return row.is_cold and row.kind in _TO_MANY
