"""Tags on the staff's accounts, by which the platform shows them the menu of their role (个性化菜单).

Nothing of it happens in the transaction that binds somebody or ends a role: a thread compares, a few seconds later, which
tag each account should carry with which one it was given, and mends the difference. So a kill, a quota or a lost answer
only delays; what the platform refuses for one account waits ten minutes and holds up nobody else.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from bot.account import publishing as menu_publishing
from bot.account.menu import AccountMenu
from bot.defects import trace_of
from bot.sending.fates import Fate, SendError
from knowledge.times import MINUTE
from ledger import Busy, Db, Ledger
from ledger.people import account_tags
from ledger.people.account_tags import Tagged

log = structlog.get_logger(__name__)

_EVERY_SECONDS = 5.0
_FAILED_SECONDS = 60.0
# An account that may have no tags will hardly be allowed to within the hour.
_NOT_ALLOWED_SECONDS = 3_600.0
_STOP_SECONDS = 5.0
# As many people as the platform takes in one call.
_AT_ONCE = 50
_REFUSED_RESTS_MS = 10 * MINUTE
# The platform's word that a tag is gone, which somebody has deleted by hand.
_NO_SUCH_TAG = 45159


class Account(menu_publishing.Account, Protocol):
    """What is needed of bot.client.OfficialAccount; every call raises SendError."""

    def tag_people(self, tag_id: int, openids: Sequence[str]) -> None:
        """Give a tag."""

    def untag_people(self, tag_id: int, openids: Sequence[str]) -> None:
        """Take a tag."""


class Tagger:
    """Started and stopped once; `clock` is the application's (ms UTC)."""

    def __init__(self, ledger: Ledger, account: Account, menu: AccountMenu, clock: Callable[[], int]) -> None:
        self._ledger = ledger
        self._account = account
        self._menu = menu
        self._clock = clock
        self._tags: dict[str, int] = {}
        self._rests_until: dict[str, int] = {}
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tagger", daemon=True)

    def start(self) -> None:
        """Begin to compare."""
        self._thread.start()

    def stop(self) -> bool:
        """End after the call that is on its way; False where that took too long."""
        self._ends.set()
        self._thread.join(_STOP_SECONDS)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._ends.is_set():
            try:
                self.mend()
            except Busy:
                pass  # the next round finds the same
            except SendError as error:
                log.warning("tags_not_set", error=str(error))
                self._ends.wait(_NOT_ALLOWED_SECONDS if error.fate is Fate.PERM else _FAILED_SECONDS)
            except Exception as defect:  # one defect must not end it: seen, and tried again
                log.error("tagger_defect", error=type(defect).__name__, trace=trace_of(defect))
                self._ends.wait(_FAILED_SECONDS)
            self._ends.wait(_EVERY_SECONDS)

    def mend(self) -> int:
        """Mend what differs, the old tag first; returns how many accounts were dealt with. Raises SendError, Busy."""
        now = self._clock()
        differing = [
            (one, wanted)
            for one in self._ledger.read(account_tags.of_staff)
            if (wanted := self._menu.tag_of(one.roles)) != one.tag and self._rests_until.get(one.openid, 0) <= now
        ]
        if not differing:
            return 0
        self._tags = self._tags or menu_publishing.ensure_tags(self._account, self._menu)
        groups: dict[tuple[str | None, str | None], list[Tagged]] = defaultdict(list)
        for one, wanted in differing:
            groups[one.tag, wanted].append(one)
        done = 0
        for (before, wanted), members in groups.items():
            for start in range(0, len(members), _AT_ONCE):
                done += self._change(members[start : start + _AT_ONCE], before, wanted, now)
        return done

    def _change(self, members: Sequence[Tagged], before: str | None, wanted: str | None, now: int) -> int:
        openids = [one.openid for one in members]
        try:
            if before in self._tags:
                self._account.untag_people(self._tags[before], openids)
            if wanted is not None:
                self._account.tag_people(self._tags[wanted], openids)
        except SendError as error:
            if error.errcode == _NO_SUCH_TAG:
                self._tags = {}  # the next round looks which there are, and makes what is missing
            if error.errcode == _NO_SUCH_TAG or error.fate not in (Fate.INPUT, Fate.USER):
                raise
            if len(members) > 1:  # one of them is refused: the others must not wait for it
                return sum(self._change([one], before, wanted, now) for one in members)
            log.warning("account_not_tagged", error=str(error))
            self._rests_until[openids[0]] = now + _REFUSED_RESTS_MS
            return 0
        self._ledger.transact(lambda db: _keep(db, openids, wanted))
        return len(openids)


def _keep(db: Db, openids: Sequence[str], tag: str | None) -> None:
    for openid in openids:
        account_tags.keep(db, openid, tag)
