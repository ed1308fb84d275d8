"""Brings one claimed message out: chooses the channel, calls the platform, and says what is to become of the
row.

The channel is chosen at the moment of sending (DESIGN 3): a customer-service message while the person's
window is open, which only the platform knows for sure, else the template that the row names, if the office
has one, else the words wait for the next contact, and at last they are a visit task. An endpoint that
refused everybody (quota, token, permission, no answer) is left alone for as long as its fate says.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import structlog

from bot.defects import trace_of
from bot.fates import Failure, Fate, SendError, Then, Verdict, judge
from bot.notice_gate import Gate, Kept, NoNotices
from bot.outcomes import Outcome, put_back
from bot.outgoing_watch import UNWATCHED, OutgoingWatch
from bot.pictures import qr_png
from bot.template_form import TemplateForm
from knowledge.times import MINUTE, SECOND
from ledger import outbox
from ledger.outbox import KEPT_HERE, LIVE_KINDS, SENT_BEFORE, Outgoing

log = structlog.get_logger(__name__)

CUSTOM, TEMPLATE = "custom", "template"
# A template send in doubt is repeated at once: the platform knows its client_msg_id for ten minutes.
_TEMPLATE_REPEATS_SECONDS = (1.0, 2.0)
# A question that nobody could tap for so long has been answered by typing: its menu would only confuse.
_MENU_LIVES_MS = 15 * SECOND
# Of a limited minute this share is kept for people who are waiting for an answer.
_LIVE_SHARE = 5


class Account(Protocol):
    """What is needed of bot.client.OfficialAccount."""

    def send_text(self, openid: str, text: str) -> None:
        """Raises SendError."""

    def send_menu(self, openid: str, head: str, choices: Sequence[tuple[str, str]]) -> None:
        """Raises SendError."""

    def upload_media(self, kind: str, file_name: str, content: bytes) -> str:
        """Raises SendError."""

    def send_image(self, openid: str, media_id: str) -> None:
        """Raises SendError."""

    def send_template(
        self, openid: str, template_id: str, values: Mapping[str, str], *, message_id: str, url: str = ""
    ) -> str:
        """Raises SendError."""


class MinuteBudget:
    """How many messages may leave this process in a minute of the clock; None for no limit of our own."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._minute = 0
        self._spent = 0
        self._lock = threading.Lock()

    def spend(self, live: bool, now: int) -> bool:
        """Whether one more may go; what is not live leaves a fifth of the minute to those who wait."""
        if self._limit is None:
            return True
        with self._lock:
            if now // MINUTE != self._minute:
                self._minute, self._spent = now // MINUTE, 0
            if self._spent >= (self._limit if live else self._limit - self._limit // _LIVE_SHARE):
                return False
            self._spent += 1
            return True


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
        budget: MinuteBudget | None = None,
        watch: OutgoingWatch = UNWATCHED,
        gate: Gate | None = None,
    ) -> None:
        self._account = account
        self._gate = gate or NoNotices()
        self._clock = clock
        self._random = random
        self._wait = wait
        self._templates = templates or {}
        self._budget = budget or MinuteBudget(None)
        self._watch = watch
        self._paused_until = {CUSTOM: 0, TEMPLATE: 0}
        self._silences = 0
        self._shows_menus = True

    def rests_until(self) -> int:
        """Until when (ms UTC) there is no channel at all; a moment that has passed where there is one."""
        channels = (CUSTOM, TEMPLATE) if self._templates else (CUSTOM,)
        return min(self._paused_until[channel] for channel in channels)

    def deliver(self, row: Outgoing) -> Outcome:
        """Try to bring one message out; never raises."""
        if not row.openid:  # whoever left the account was forgotten, and with them where this was to go
            return Outcome(row, Verdict(Then.UNREACHABLE), error="nobody to send to")
        now = self._clock()
        if row.kind == outbox.MENU and (not self._shows_menus or now - row.queued_at > _MENU_LIVES_MS):
            return Outcome(row, Verdict(Then.DROPPED), error="nobody can tap it")
        form = self._templates.get(row.template)
        channels = [CUSTOM] if form is None else [CUSTOM, TEMPLATE]
        usable = [channel for channel in channels if self._paused_until[channel] <= now]
        if not usable:
            return put_back(row, min(self._paused_until[channel] for channel in channels), "the endpoint rests")
        if not self._budget.spend(row.kind in LIVE_KINDS, now):
            return put_back(row, (now // MINUTE + 1) * MINUTE, "this minute's budget is used up")
        for channel in usable[:-1]:
            outcome = self._try(row, channel, form, other_channel=True)
            if outcome.verdict.then is not Then.OTHER_CHANNEL:
                return outcome
        return self._try(row, usable[-1], form, other_channel=False)

    def _try(self, row: Outgoing, channel: str, form: TemplateForm | None, other_channel: bool) -> Outcome:
        try:
            row = self._gate.approved(row)
            platform_id = self._send(row, channel, form)
        except Kept as kept:
            return Outcome(row, kept.verdict, error=kept.why)
        except SendError as error:
            return self._failed(row, channel, error, other_channel)
        except Exception as defect:  # ours: nobody knows how far it came; the next row must go
            log.error("send_defect", key=row.key, error=type(defect).__name__, trace=trace_of(defect))
            self._watch.alarm("send_defect", type(defect).__name__)
            in_doubt = SendError(Fate.UNKNOWN, None, type(defect).__name__)
            return self._failed(row, channel, in_doubt, other_channel)
        self._silences = 0
        self._watch.sent(row.kind, channel, max(0, self._clock() - row.due_at))
        return Outcome(row, Verdict(Then.SENT), channel, platform_id)

    def _send(self, row: Outgoing, channel: str, form: TemplateForm | None) -> str:
        if channel == CUSTOM or form is None:
            is_there = row.image or not row.picture.startswith(KEPT_HERE)
            if not ((row.picture and is_there and self._sent_as_picture(row)) or (row.menu and self._sent_as_menu(row))):
                self._account.send_text(row.openid, row.body)
            return ""
        values = form.fill(row.body, self._clock())
        # Short, of plain characters, and the same at every try of this row.
        message_id = hashlib.blake2b(row.key.encode(), digest_size=16).hexdigest()
        for pause in _TEMPLATE_REPEATS_SECONDS:
            try:
                return self._account.send_template(row.openid, form.template_id, values, message_id=message_id)
            except SendError as error:
                if error.fate is not Fate.UNKNOWN:
                    raise
                self._wait(pause)
                self._require_approval(row, error)
        return self._account.send_template(row.openid, form.template_id, values, message_id=message_id)

    def _require_approval(self, row: Outgoing, in_doubt: SendError) -> None:
        """A send in doubt is repeated only while it may leave: else it stays in doubt."""
        try:
            self._gate.approved(row)
        except Kept:
            raise in_doubt from None

    def _sent_as_picture(self, row: Outgoing) -> bool:
        """Whether the message went out as a picture; what refuses pictures gets the words."""
        try:
            self._account.send_image(row.openid, self._media_id(row))
        except SendError as error:
            if error.fate not in (Fate.PERM, Fate.INPUT):
                raise
            log.warning("no_pictures", error=str(error))
            return False
        return True

    def _media_id(self, row: Outgoing) -> str:
        """A picture that the platform has: one that somebody sent, one kept here or a QR code, which is uploaded now."""
        if row.picture.startswith(SENT_BEFORE):
            return row.picture.removeprefix(SENT_BEFORE)
        if row.picture.startswith(KEPT_HERE):
            return self._account.upload_media("image", "figures.png", row.image)
        return self._account.upload_media("image", "code.png", qr_png(row.picture))

    def _sent_as_menu(self, row: Outgoing) -> bool:
        """Whether the message went out with answers to tap; where the account may not show any it goes as plain text.

        What is nothing without them does not go at all: then this raises SendError.
        """
        if not self._shows_menus and row.kind != outbox.MENU:
            return False
        try:
            self._account.send_menu(row.openid, row.body, row.menu)
        except SendError as error:
            if error.fate not in (Fate.PERM, Fate.INPUT):
                raise
            log.warning("no_menus", error=str(error))
            self._shows_menus = error.fate is Fate.INPUT  # refused for this message alone, or for the account
            if row.kind == outbox.MENU:
                raise
            return False
        return True

    def _failed(self, row: Outgoing, channel: str, error: SendError, other_channel: bool) -> Outcome:
        now = self._clock()
        unanswered = error.fate is Fate.RETRY and error.errcode is None
        self._silences = self._silences + 1 if unanswered else 0
        # A template that is configured wrongly is the office's to mend; the words are as if there were none.
        no_template = channel == TEMPLATE and error.fate is Fate.INPUT
        judged = SendError(Fate.WINDOW, error.errcode, error.errmsg, error.rid) if no_template else error
        failure = Failure(judged, row.kind, row.attempts, other_channel, max(1, self._silences))
        verdict = judge(failure, now, self._random)
        if no_template:
            verdict = replace(verdict, alarm=True)
        self._paused_until[channel] = max(self._paused_until[channel], verdict.pause_until)
        log.warning(
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
        return Outcome(row, verdict, channel, error=str(error))
