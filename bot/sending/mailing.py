"""One message by one channel: what is called on the platform, and in which form the words go.

A customer-service message is shown with its picture or its answers to tap where the account may; the other channels fill
one of the account's templates.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import structlog

from bot.sending.fates import Fate, SendError, rest_until
from bot.sending.pictures import qr_png
from bot.sending.rests import Rests
from bot.sending.template_form import TemplateForm
from ledger import outbox
from ledger.outbox import KEPT_HERE, SENT_BEFORE, Outgoing

log = structlog.get_logger(__name__)

CUSTOM, SUBSCRIBE, TEMPLATE = "custom", "subscribe", "template"
# No channel, but an endpoint with a quota of its own: what a picture needs before its message.
_UPLOAD = "upload"
# A template send in doubt is repeated at once: the platform knows its client_msg_id for ten minutes.
_TEMPLATE_REPEATS_SECONDS = (1.0, 2.0)


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

    def send_subscribed(self, openid: str, template_id: str, values: Mapping[str, str]) -> str:
        """Raises SendError."""


class Mailing:
    """Calls of one account; any number of threads may send. `forms` are the account's templates by channel and purpose,
    `rests` the endpoints that are left alone."""

    def __init__(
        self,
        account: Account,
        forms: Mapping[str, Mapping[str, TemplateForm]],
        *,
        clock: Callable[[], int],
        wait: Callable[[float], object],
        may_repeat: Callable[[Outgoing], bool],
        rests: Rests,
    ) -> None:
        self._account = account
        self._forms = forms
        self._clock = clock
        self._wait = wait
        self._may_repeat = may_repeat
        self._rests = rests
        self.shows_menus = True

    def channels(self, row: Outgoing) -> list[str]:
        """By which channels a message may leave, the best first: what its person agreed to before a mere template."""
        subscription = self._forms[SUBSCRIBE].get(row.template)
        agreed = subscription is not None and subscription.template_id in row.consents
        has_template = row.template in self._forms[TEMPLATE]
        return [CUSTOM, *([SUBSCRIBE] if agreed else []), *([TEMPLATE] if has_template else [])]

    def template_id(self, row: Outgoing) -> str:
        """The template of the subscription message for it."""
        return self._forms[SUBSCRIBE][row.template].template_id

    def send(self, row: Outgoing, words: str, channel: str) -> str:
        """Send words by a channel; the platform's id of the message, empty where it gives none. Raises SendError."""
        if channel == CUSTOM:
            is_there = row.image or not row.picture.startswith(KEPT_HERE)
            if not (
                (row.picture and is_there and self._sent_as_picture(row)) or (row.menu and self._sent_as_menu(row, words))
            ):
                self._account.send_text(row.openid, words)
            return ""
        form = self._forms[channel][row.template]
        values = form.fill(words, self._clock())
        if channel == SUBSCRIBE:
            return self._account.send_subscribed(row.openid, form.template_id, values)
        # Short, of plain characters, and the same at every try of this row.
        message_id = hashlib.blake2b(row.key.encode(), digest_size=16).hexdigest()
        for pause in _TEMPLATE_REPEATS_SECONDS:
            try:
                return self._account.send_template(row.openid, form.template_id, values, message_id=message_id)
            except SendError as error:
                if error.fate is not Fate.UNKNOWN:
                    raise
                self._wait(pause)
                if not self._may_repeat(row):
                    raise
        return self._account.send_template(row.openid, form.template_id, values, message_id=message_id)

    def _sent_as_picture(self, row: Outgoing) -> bool:
        """Whether the message went out as a picture; what refuses pictures gets the words."""
        media_id = self._media_id(row)
        if media_id is None:
            return False
        try:
            self._account.send_image(row.openid, media_id)
        except SendError as error:
            if error.fate not in (Fate.PERM, Fate.INPUT):
                raise
            log.warning("no_pictures", error=str(error))
            return False
        return True

    def _media_id(self, row: Outgoing) -> str | None:
        """A picture that the platform has: one that somebody sent, one kept here or a QR code, which is uploaded now.

        None where it cannot be uploaded: that says nothing of the message, which goes out in words.
        """
        if row.picture.startswith(SENT_BEFORE):
            return row.picture.removeprefix(SENT_BEFORE)
        if row.picture.startswith(KEPT_HERE):
            return self._uploaded("figures.png", row.image)
        return self._uploaded("code.png", qr_png(row.picture))

    def _uploaded(self, name: str, content: bytes) -> str | None:
        now = self._clock()
        if self._rests.until(_UPLOAD) > now:
            return None
        try:
            return self._account.upload_media("image", name, content)
        except SendError as error:
            if error.fate is Fate.TOKEN or (error.fate is Fate.RETRY and error.errcode is None):
                raise  # without a token or an answer no message goes out either
            self._rests.note(_UPLOAD, rest_until(error.fate, now))
            log.warning("no_pictures", error=str(error))
            return None

    def _sent_as_menu(self, row: Outgoing, words: str) -> bool:
        """Whether the message went out with answers to tap; where the account may not show any it goes as plain text.

        What is nothing without them does not go at all: then this raises SendError.
        """
        if not self.shows_menus and row.kind != outbox.MENU:
            return False
        try:
            self._account.send_menu(row.openid, words, row.menu)
        except SendError as error:
            if error.fate not in (Fate.PERM, Fate.INPUT):
                raise
            log.warning("no_menus", error=str(error))
            self.shows_menus = error.fate is Fate.INPUT  # refused for this message alone, or for the account
            if row.kind == outbox.MENU:
                raise
            return False
        return True
