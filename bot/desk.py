"""One message, one transaction: what stands between the door and the ledger (DESIGN 3).

Dedupe key, conversation, records, outgoing messages, audit and the reply that was given commit together or not at
all; the words go out only after that. A repeated push gets the words of the first; a message that makes its handler
fail is tried three times and then parked for a person (THREATS F24); words that nobody heard follow later.
"""

import time
from collections.abc import Callable
from datetime import datetime

import structlog

from bot import tapping
from bot.defects import trace_of
from bot.door.limits import Talkative
from bot.door.wire_text import split
from bot.message import Busy, Message
from bot.metrics import Metrics
from bot.router import Router
from bot.turn import House, Turn
from knowledge.language.reading import Reading, read_and_listen, read_by_staff
from knowledge.times import MINUTE, SECOND, from_ms
from ledger import Busy as LedgerBusy
from ledger import Db, Ledger, audit, handovers, inbox, outbox, people
from ledger.outbox import menus
from ledger.people import accounts
from ledger.records import Filing

TRIES = 3
# The platform has given up on a push by then (three tries of 5 s); only now is it sure that nobody heard the words.
UNHEARD_AFTER = 16 * SECOND
# The rest of a long answer leaves so much later than its first part, which goes back as the reply.
_REST_FOLLOWS_AFTER = SECOND
# When somebody last wrote decides about a window of 48 hours; so much later a new message is worth a statement.
_WINDOW_KNOWN_TO = 10 * MINUTE
# Events with which a person opens a window; others, such as a delivery report, are no contact with anybody.
_OPENS_A_WINDOW = frozenset({"subscribe", "SCAN", "CLICK", "scancode_push", "scancode_waitmsg"})
# Later than this after its arrival the platform has stopped listening to the answer.
_HEARD_WITHIN_SECONDS = 4.8

_NOTHING_SAID = Reading("", "out_of_scope", 0.0, {}, ())

log = structlog.get_logger(__name__)


class Desk:
    """Takes authentic messages and answers them. Used by all threads at once; holds nothing of anybody."""

    def __init__(
        self,
        ledger: Ledger,
        router: Router,
        house: House,
        metrics: Metrics,
        clock: Callable[[], int],
    ) -> None:
        self._ledger = ledger
        self._router = router
        self._house = house
        self._metrics = metrics
        self._clock = clock
        self._failing: set[bytes] = set()  # keys of messages that this process saw fail and not yet go through
        self._talkative = Talkative(house.settings.limits.messages_per_minute)

    def answer(self, message: Message, hung_up: Callable[[], bool]) -> str:
        """The words that answer a message, after their commit; raises Busy where nothing could be committed.

        `hung_up` says whether the platform has closed the connection: then the words follow through the outbox.
        """
        started = time.monotonic()
        # Events come by themselves (positions, taps): only what somebody says counts towards the limit.
        in_words = message.kind == "event" or self._talkative.may_be_answered(
            message.openid, message.key, message.received_at
        )
        now = self._clock()

        def late(db: Db) -> None:
            self._queue_unheard(db, message, now)

        try:
            said_time = from_ms(message.sent_at)
            reading = _first_reading(message, said_time)

            def work(db: Db) -> tuple[str, bool]:
                return self._turn(db, message, said_time, reading, now, in_words)

            words, is_new = self._ledger.transact(work, person=message.openid, late=late)
        except LedgerBusy as busy:
            raise Busy(str(busy)) from None
        except Exception as error:
            return self._failed(message, error, now)
        (self._metrics.booked if is_new else self._metrics.repeated).inc()
        if message.key in self._failing:
            self._failing.discard(message.key)
            self._afterwards(message, lambda db: inbox.forget_tries(db, message.key))
        self._see_that_it_is_heard(message, words, is_new, now, hung_up() or _too_late(started))
        return words

    def _see_that_it_is_heard(self, message: Message, words: str, is_new: bool, now: int, unheard: bool) -> None:
        """Words that nobody heard are queued; a repeat that hears them says that this is not needed, also in advance."""
        if words and (unheard or not is_new):
            note = self._queue_unheard if unheard else self._note_heard
            self._afterwards(message, lambda db: note(db, message, now))

    def _afterwards(self, message: Message, work: Callable[[Db], None]) -> None:
        """Something small after the commit: the message itself is booked, whether this succeeds or not."""
        try:
            self._ledger.transact(work, person=message.openid)
        except LedgerBusy:
            log.warning("afterwork_left_out", key=message.key.hex())

    def _turn(
        self, db: Db, message: Message, said_time: datetime, reading: Reading, now: int, in_words: bool
    ) -> tuple[str, bool]:
        """The whole turn inside its transaction: (words, whether the message is new)."""
        arrival = inbox.arrive(db, message.key, message.openid)
        if arrival.reply is not None:
            return arrival.reply, False
        if arrival.contact.is_staff and reading.text:
            reading = read_by_staff(reading, said_time)
        turn = Turn(db, message, said_time, reading, arrival.contact, now, self._house)
        words = self._router.answer(turn, arrival.form)
        if message.kind != "event" and now - (arrival.contact.wrote_at or 0) > _WINDOW_KNOWN_TO:
            accounts.touch(db, message.openid, now)
        if arrival.has_waiting and (message.kind != "event" or message.event in _OPENS_A_WINDOW):
            outbox.wake_for_contact(db, message.openid, now)
        first, *rest = split(words) if words else [""]
        for number, piece in enumerate(rest if in_words else (), start=2):
            outbox.queue(
                db,
                key=f"part:{message.key.hex()}:{number}",
                to=turn.contact.recipient(),
                kind="reply",
                body=piece,
                about="reply",
                now=now,
                due_at=now + _REST_FOLLOWS_AFTER,
            )
        if self._house.settings.conversation.tappable_questions:
            self._make_tappable(turn, arrival, words if in_words else "")
        given = first if in_words else ""
        # Nothing is kept about an account that has just left, its last push included.
        booked_for = None if message.event == "unsubscribe" else message.openid
        inbox.book(db, message.key, booked_for, message.sent_at, now, given)
        return given, True

    def _make_tappable(self, turn: Turn, arrival: inbox.Arrival, words: str) -> None:
        """Queue a menu for the question that the reply puts, or take back the one before: one statement at most.

        Where something waits for this person to write, the messages of the window that is open now are for that.
        """
        asked = turn.asked
        is_put = asked is not None and asked.words in words and turn.taps < tapping.IN_A_ROW
        if asked is not None and is_put and not arrival.has_waiting:
            menu = tapping.menu(asked, turn.taps + 1, turn.said_on, turn.db.keys)
            if menu:
                head = turn.render("tap", label=asked.label)
                menus.offer(turn.db, turn.contact.openid, turn.contact.person_id, head, menu, turn.now)
                return
        # After a tap that came too late the menu of the present question stays.
        too_late = turn.message.menu_id.startswith(f"{tapping.KIND}:") and not turn.taps
        if arrival.form is not None and not too_late:
            menus.take_back(turn.db, turn.contact.openid)

    def _queue_unheard(self, db: Db, message: Message, now: int) -> None:
        arrival = inbox.arrive(db, message.key, message.openid)
        if arrival.reply:
            outbox.queue(
                db,
                key=_unheard_key(message),
                to=arrival.contact.recipient(),
                kind="reply",
                body=arrival.reply,
                about="reply",
                now=now,
                due_at=now + UNHEARD_AFTER,
            )

    def _note_heard(self, db: Db, message: Message, now: int) -> None:
        outbox.note_delivered(db, _unheard_key(message), message.openid, now)

    def _failed(self, message: Message, error: Exception, now: int) -> str:
        """Count the try; at the third the message is kept for a person and its writer told so."""
        self._metrics.failed.inc()
        self._failing.add(message.key)
        log.error("turn_failed", key=message.key.hex(), error=type(error).__name__, where=trace_of(error))
        try:
            parked = self._ledger.transact(lambda db: self._count_try(db, message, error, now), person=message.openid)
        except LedgerBusy as busy:
            raise Busy(str(busy)) from None
        if parked is None:
            raise Busy(type(error).__name__)
        self._failing.discard(message.key)
        return parked

    def _count_try(self, db: Db, message: Message, error: Exception, now: int) -> str | None:
        """The words for a message that is parked now, or that a repeat has booked meanwhile; None: to be tried again."""
        arrival = inbox.arrive(db, message.key, message.openid)
        if arrival.reply is not None:
            return arrival.reply
        contact = arrival.contact
        if not inbox.count_try(db, message.key, message.openid, message.text, type(error).__name__, now, TRIES):
            return None
        due_at = now + self._house.settings.deadlines.handover_minutes * 60 * SECOND
        filing = Filing(now, message.sent_at, contact.person_id, contact.name, contact.place_id)
        handover = handovers.add(db, message.openid, message.text, due_at, filing)
        for member in people.office(db):
            outbox.queue(
                db,
                key=f"parked:{message.key.hex()}:{member.person_id}",
                to=member,
                kind="alert",
                body=self._house.words.render("parked_for_office", number=handover),
                about=f"human_handover:{handover}",
                now=now,
                template="task",
            )
        audit.note(db, now, None, "system", "message parked", f"human_handover:{handover}")
        words = self._house.words.render("parked")
        inbox.book(db, message.key, message.openid, message.sent_at, now, words)
        return words


def _first_reading(message: Message, said_time: datetime) -> Reading:
    """What the text says, read before the transaction: it needs neither database nor context."""
    text = message.event_key if message.event == "CLICK" else message.text
    return read_and_listen(text, said_time) if text else _NOTHING_SAID


def _too_late(started: float) -> bool:
    return time.monotonic() - started > _HEARD_WITHIN_SECONDS


def _unheard_key(message: Message) -> str:
    return f"unheard:{message.key.hex()}"
